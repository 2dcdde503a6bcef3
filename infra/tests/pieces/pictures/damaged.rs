//! Files that are cut off or changed.

use infra::picture::{Limits, PictureError, PicturePool, Source};
use proptest::prelude::*;

use super::decode;
use super::draw::{FORMATS, cell_file};

#[tokio::test]
async fn a_file_cut_at_any_tenth_is_refused() {
    for format in FORMATS {
        let whole = cell_file(200, 150, format);
        let tenths = (1..10).map(|tenth| whole.len() * tenth / 10);
        for end in tenths.chain([whole.len() - 1]) {
            let cut = decode(whole[..end].to_vec()).await;
            assert!(
                matches!(cut, Err(PictureError::Damaged(_))),
                "{format:?} cut at {end} of {}: {cut:?}",
                whole.len()
            );
        }
    }
}

#[tokio::test]
async fn bytes_after_the_end_do_no_harm() {
    for format in FORMATS {
        let mut bytes = cell_file(40, 30, format);
        bytes.extend(b"appended by a camera");
        assert!(decode(bytes).await.is_ok(), "{format:?}");
    }
}

#[tokio::test]
async fn empty_and_other_files_are_told_apart() {
    assert_eq!(decode(Vec::new()).await, Err(PictureError::Empty));
    for bytes in [&b"GIF89a picture of another kind"[..], b"%PDF-1.7", b"\xff", b"text"] {
        assert_eq!(decode(bytes.to_vec()).await, Err(PictureError::UnknownFormat));
    }
    let bytes = [b'B', b'M'].to_vec();
    assert!(matches!(decode(bytes).await, Err(PictureError::Damaged(_))));
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_called_damaged() {
    let pool = PicturePool::new(1, 1 << 30);
    let gone = pool.decode(Source::Path("/nowhere/at/all".into()), Limits::default()).await;
    assert!(matches!(gone, Err(PictureError::Unavailable(_))), "{gone:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is changed, the answer is a picture or a reason, and the pool goes on.
    #[test]
    fn any_change_is_survived(
        format in prop::sample::select(&FORMATS[..]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        near_the_start: bool,
    ) {
        let mut bytes = cell_file(48, 40, format);
        let reach = if near_the_start { 160.min(bytes.len()) } else { bytes.len() };
        for (at, value) in changes {
            bytes[at.index(reach)] = value;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let _ = runtime.block_on(decode(bytes));
    }
}
