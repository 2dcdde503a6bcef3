use jiff::Timestamp;
use proptest::prelude::*;

use super::super::Position;
use super::*;

const DATA: &[u8] = br#"{"label":"neutrophil"}"#;
const METADATA: &[u8] = br#"{"actor":"x","schema":1}"#;

fn sealed(revision: u64, metadata: &[u8]) -> RecordedEvent {
    let id = Uuid::from_u128(7);
    let (metadata, _) = seal("image-1", revision, id, "ReadingRecorded", DATA, metadata);
    RecordedEvent {
        position: Position(3),
        stream: "image-1".into(),
        revision,
        id,
        kind: "ReadingRecorded".into(),
        data: Bytes::from_static(DATA),
        metadata,
        created: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn the_hash_is_the_last_member_and_the_rest_stays_byte_for_byte() {
    let event = sealed(0, METADATA);
    let text = std::str::from_utf8(&event.metadata).unwrap();
    let hash = hash_of(&event.metadata).unwrap();
    assert_eq!(text, format!(r#"{{"actor":"x","schema":1,"hash":"{hash}"}}"#));
    assert_eq!(verify(&event).unwrap(), hash);
    serde_json::from_str::<serde_json::Value>(text).unwrap();
}

#[test]
fn the_preimage_is_what_the_documentation_says() {
    let mut preimage = Vec::new();
    for field in [
        b"s".as_slice(),
        &[0, 0, 0, 0, 0, 0, 1, 2],
        &[9; 16],
        b"Kind",
        b"{\"a\":1}",
        b"{\"previous\":\"f\"}",
    ] {
        preimage.extend_from_slice(&(field.len() as u64).to_be_bytes());
        preimage.extend_from_slice(field);
    }
    let (_, hash) =
        seal("s", 258, Uuid::from_bytes([9; 16]), "Kind", b"{\"a\":1}", b"{\"previous\":\"f\"}");
    assert_eq!(hash, hex::encode(Sha256::digest(&preimage)));
}

#[test]
fn empty_metadata_can_be_sealed() {
    let event = sealed(0, b"{}");
    assert!(event.metadata.starts_with(b"{\"hash\":\""));
    verify(&event).unwrap();
}

#[test]
fn a_change_of_any_field_is_noticed() {
    type Change = (&'static str, fn(&mut RecordedEvent));
    let changes: [Change; 9] = [
        ("stream", |e| e.stream = "image-2".into()),
        ("revision", |e| e.revision += 1),
        ("id", |e| e.id = Uuid::from_u128(8)),
        ("kind", |e| e.kind = "ReadingRecorde".into()),
        ("data", |e| e.data = Bytes::from_static(br#"{"label":"neutrophiL"}"#)),
        ("data with a space", |e| e.data = Bytes::from_static(br#"{"label": "neutrophil"}"#)),
        ("metadata", |e| e.metadata = replaced(&e.metadata, b"\"x\"", b"\"y\"")),
        ("metadata with a space", |e| e.metadata = replaced(&e.metadata, b":1,", b": 1,")),
        ("a byte moved from type to data", |e| {
            e.kind.pop();
            e.data = [b"d", DATA].concat().into();
        }),
    ];
    for (field, change) in changes {
        let mut event = sealed(4, METADATA);
        verify(&event).unwrap();
        change(&mut event);
        assert!(matches!(verify(&event), Err(ChainFault::Changed { .. })), "{field} was changed");
    }
}

#[test]
fn a_changed_or_missing_hash_is_noticed() {
    let whole = sealed(0, METADATA);
    let at = whole.metadata.len() - 10;
    let mut flipped = whole.metadata.to_vec();
    flipped[at] = if flipped[at] == b'0' { b'1' } else { b'0' };
    let changed = RecordedEvent { metadata: flipped.clone().into(), ..whole.clone() };
    assert!(matches!(verify(&changed), Err(ChainFault::Changed { .. })));

    flipped[at] = b'G';
    for metadata in [flipped.as_slice(), METADATA, b"", b"{}", b"\"}"] {
        let bare = RecordedEvent { metadata: Bytes::copy_from_slice(metadata), ..whole.clone() };
        assert!(matches!(verify(&bare), Err(ChainFault::Missing { .. })), "{metadata:?}");
        assert_eq!(hash_of(metadata), None);
    }
}

#[test]
#[should_panic(expected = "JSON object")]
fn what_is_no_object_cannot_be_sealed() {
    seal("s", 0, Uuid::nil(), "Kind", b"{}", b"[]");
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Bytes {
    let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat().into()
}

proptest! {
    #[test]
    fn any_flipped_bit_is_noticed(
        data in proptest::collection::vec(any::<u8>(), 1..64),
        inner in "[a-z0-9]{0,20}",
        pick in any::<proptest::sample::Index>(),
        bit in 0u8..8,
    ) {
        let metadata = format!("{{\"k\":\"{inner}\"}}");
        let id = Uuid::from_u128(1);
        let (metadata, hash) = seal("s-1", 2, id, "Kind", &data, metadata.as_bytes());
        let whole = RecordedEvent {
            position: Position(1),
            stream: "s-1".into(),
            revision: 2,
            id,
            kind: "Kind".into(),
            data: data.into(),
            metadata,
            created: Timestamp::UNIX_EPOCH,
        };
        prop_assert_eq!(verify(&whole), Ok(hash));

        let at = pick.index(whole.data.len() + whole.metadata.len());
        let mut data = whole.data.to_vec();
        let mut metadata = whole.metadata.to_vec();
        match at.checked_sub(data.len()) {
            None => data[at] ^= 1 << bit,
            Some(at) => metadata[at] ^= 1 << bit,
        }
        let tampered = RecordedEvent { data: data.into(), metadata: metadata.into(), ..whole };
        prop_assert!(verify(&tampered).is_err());
    }
}
