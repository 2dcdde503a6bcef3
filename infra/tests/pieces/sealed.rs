use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use infra::vault::{Bound, SubjectKey, VaultError};
use proptest::prelude::*;
use uuid::Uuid;

fn key() -> SubjectKey {
    SubjectKey::from_bytes([3; 32])
}

const PLACE: Bound<'static> =
    Bound { stream: "patient-1", event: Uuid::from_u128(7), field: "name" };

proptest! {
    #[test]
    fn what_is_sealed_opens_in_its_place(text: String, stream: String, event: u128, field: String) {
        let place = Bound { stream: &stream, event: Uuid::from_u128(event), field: &field };
        let sealed = key().seal(&text, place);
        prop_assert_eq!(key().open(&sealed, place).unwrap(), text);
    }

    #[test]
    fn any_changed_bit_is_refused(text: String, at: prop::sample::Index, bit in 0..8_u32) {
        let mut bytes = BASE64_STANDARD.decode(key().seal(&text, PLACE)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let opened = key().open(&BASE64_STANDARD.encode(bytes), PLACE);
        prop_assert!(matches!(opened, Err(VaultError::Damaged(_))));
    }

    #[test]
    fn any_part_of_it_is_refused(text: String, end: prop::sample::Index) {
        let bytes = BASE64_STANDARD.decode(key().seal(&text, PLACE)).unwrap();
        let part = BASE64_STANDARD.encode(&bytes[..end.index(bytes.len())]);
        prop_assert!(matches!(key().open(&part, PLACE), Err(VaultError::Damaged(_))));
    }

    #[test]
    fn it_opens_nowhere_else(text: String, stream: String, event: u128, field: String) {
        let sealed = key().seal(&text, PLACE);
        for other in [
            Bound { stream: &stream, ..PLACE },
            Bound { event: Uuid::from_u128(event), ..PLACE },
            Bound { field: &field, ..PLACE },
        ] {
            prop_assert!(other == PLACE || key().open(&sealed, other).is_err());
        }
    }
}

#[test]
fn the_border_between_stream_and_field_is_bound_too() {
    let one = Bound { stream: "ab", event: Uuid::nil(), field: "c" };
    let two = Bound { stream: "a", event: Uuid::nil(), field: "bc" };
    assert!(key().open(&key().seal("text", one), two).is_err());
}

#[test]
fn the_same_text_is_sealed_differently_each_time() {
    assert_ne!(key().seal("Ada", PLACE), key().seal("Ada", PLACE));
}

#[test]
fn another_key_and_what_is_no_base64_are_refused() {
    let sealed = key().seal("Ada", PLACE);
    assert!(SubjectKey::from_bytes([4; 32]).open(&sealed, PLACE).is_err());
    assert!(key().open("no base64!", PLACE).is_err());
    assert!(key().open("", PLACE).is_err());
}

#[test]
fn keys_do_not_show_themselves() {
    assert_eq!(format!("{:?}", key()), "SubjectKey(…)");
}
