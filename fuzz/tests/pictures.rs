//! The image door: whatever the bytes, decoding ends, keeps to its limits of pixels and memory, and
//! agrees with the header. A program of its own with one test, for it counts all memory of the process.
#![allow(clippy::unwrap_used, missing_docs)]

use bytes::Bytes;
use futures::executor::block_on;
use infra::picture::{Limits, PictureError, PicturePool, Source, sniff};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What decoding may take. A TIFF reserves 32 mebibytes of it for tables and profiles.
const BUDGET: usize = 40 << 20;
const LIMITS: Limits = Limits { max_bytes: 1 << 20, max_pixels: 250_000 };

#[test]
fn pictures() {
    let pool = PicturePool::new(1, BUDGET as u64);
    let seeds = fuzz::seeds("pictures");
    for seed in &seeds {
        let decoded = block_on(pool.decode(Source::Bytes(seed.clone().into()), LIMITS));
        assert!(decoded.is_ok(), "{decoded:?}: {}", seed.escape_ascii());
    }
    decodes_within_limits(&pool, &with_a_long_text());
    fuzz::target!(seeds, |bytes: &[u8]| decodes_within_limits(&pool, bytes));
}

fn decodes_within_limits(pool: &PicturePool, bytes: &[u8]) {
    let source = || Source::Bytes(Bytes::copy_from_slice(bytes));
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let decoded = block_on(pool.decode(source(), LIMITS));
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken <= BUDGET, "{taken} bytes of memory for a file of {}", bytes.len());

    let header = block_on(pool.header(source(), LIMITS));
    match decoded {
        Ok(picture) => {
            let header = header.unwrap();
            assert_eq!((picture.width, picture.height), (header.width, header.height));
            assert_eq!(picture.pixels.dimensions(), (header.width, header.height));
            assert!(u64::from(header.width) * u64::from(header.height) <= LIMITS.max_pixels);
            assert_eq!(sniff(bytes), Some(header.format));
        }
        Err(PictureError::Empty) => assert!(bytes.is_empty()),
        Err(PictureError::UnknownFormat) => assert_eq!(sniff(bytes), None),
        Err(PictureError::Unavailable(reason)) => panic!("bytes are no failure of ours: {reason}"),
        Err(_) => assert!(!bytes.is_empty()),
    }
}

/// What this target found first: a TIFF that says where its pixels lie in a text of 200 megabytes,
/// for which its decoder made room.
fn with_a_long_text() -> Vec<u8> {
    const STRIP_OFFSETS: [u8; 2] = 273_u16.to_le_bytes();
    const TEXT: [u8; 2] = 2_u16.to_le_bytes();
    let mut tiff =
        fuzz::seeds("pictures").into_iter().find(|seed| seed.starts_with(b"II*")).unwrap();
    let entry = tiff.windows(2).rposition(|tag| tag == STRIP_OFFSETS).unwrap();
    tiff[entry + 2..entry + 4].copy_from_slice(&TEXT);
    tiff[entry + 4..entry + 8].copy_from_slice(&200_000_000_u32.to_le_bytes());
    tiff
}
