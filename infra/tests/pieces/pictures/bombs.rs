//! Small files that say they are large, or become large.

use image::{ColorType, DynamicImage, GrayImage, ImageFormat};
use infra::picture::{Limits, PictureError, PicturePool, Source};

use super::decode;
use super::draw::{cell_file, chunk, file, tiff, with_chunks, zlib_of};

/// A PNG that is nothing but its declared size.
fn declared_png(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let png = [chunk(b"IHDR", &header), chunk(b"IDAT", &[0x78, 0x9c]), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n", &png.concat()[..]].concat()
}

/// A file whose declared width and height, two or four bytes each, are replaced.
fn declared(format: ImageFormat, at: usize, size: &[u8]) -> Vec<u8> {
    let mut bytes = cell_file(20, 10, format);
    bytes[at..at + size.len()].copy_from_slice(size);
    bytes
}

#[tokio::test]
async fn a_huge_declared_size_is_refused_from_the_header() {
    let size = [60_000_u32.to_le_bytes(), 60_000_u32.to_le_bytes()].concat();
    let jpeg = cell_file(20, 10, ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|bytes| bytes == [0xff, 0xc0]).unwrap() + 5;
    for (name, bytes) in [
        ("PNG", declared_png(100_000, 100_000)),
        ("TIFF", tiff(100_000, 100_000, 1, &[0; 64])),
        ("BMP", declared(ImageFormat::Bmp, 18, &size)),
        ("JPEG", declared(ImageFormat::Jpeg, frame, &[0xff; 4])),
    ] {
        let refused = decode(bytes).await;
        assert!(matches!(refused, Err(PictureError::TooManyPixels { .. })), "{name}: {refused:?}");
    }
    let message = decode(declared_png(100_000, 100_000)).await.unwrap_err().to_string();
    assert_eq!(message, "the picture has 100000 × 100000 pixels; 100000000 in all are allowed");
    // A row that alone is too much, and sizes that even the format forbids.
    assert!(decode(declared_png(200_000_000, 1)).await.is_err());
    assert!(decode(declared_png(u32::MAX, u32::MAX)).await.is_err());
    assert!(decode(declared_png(0, 10)).await.is_err());
}

#[tokio::test]
async fn a_size_within_the_limits_without_the_pixels_is_damaged() {
    for (name, bytes) in [
        ("PNG", declared_png(2_000, 2_000)),
        ("TIFF", tiff(2_000, 2_000, 1, &[0; 64])),
        ("BMP", declared(ImageFormat::Bmp, 18, &[0xd0, 7, 0, 0, 0xd0, 7, 0, 0])),
    ] {
        let refused = decode(bytes).await;
        assert!(matches!(refused, Err(PictureError::Damaged(_))), "{name}: {refused:?}");
    }
}

#[tokio::test]
async fn texts_that_inflate_are_not_inflated() {
    let zeros = DynamicImage::new(8_192, 8_192, ColorType::L8);
    let bomb = zlib_of(&file(&zeros, ImageFormat::Png));
    assert!(bomb.len() < 1 << 20, "64 MiB in {} bytes", bomb.len());
    let png = cell_file(20, 10, ImageFormat::Png);
    let text = [&b"Comment\0\0"[..], &bomb].concat();
    let packet = [&b"XML:com.adobe.xmp\0\x01\0\0\0"[..], &bomb].concat();
    let bytes = with_chunks(&png, &[chunk(b"zTXt", &text), chunk(b"iTXt", &packet)]);
    assert_eq!(decode(bytes).await, decode(png.clone()).await);

    // A color profile is inflated by the decoder, up to its limit.
    let profile = [&b"profile\0\0"[..], &bomb].concat();
    let profiled = decode(with_chunks(&png, &[chunk(b"iCCP", &profile)])).await;
    assert!(profiled.is_ok() || matches!(profiled, Err(PictureError::Damaged(_))), "{profiled:?}");
}

#[tokio::test]
async fn more_text_than_a_picture_needs_is_refused() {
    let png = cell_file(20, 10, ImageFormat::Png);
    let text = chunk(b"tEXt", &[&b"Comment\0"[..], &vec![b'x'; 3 << 20]].concat());
    assert!(decode(with_chunks(&png, std::slice::from_ref(&text))).await.is_ok());
    let refused = decode(with_chunks(&png, &vec![text; 6])).await;
    assert!(matches!(refused, Err(PictureError::Damaged(_))), "{refused:?}");
}

#[tokio::test]
async fn tables_of_a_tiff_that_point_nowhere_are_refused() {
    let whole = tiff(4, 2, 1, &[7; 8]);
    assert!(decode(whole.clone()).await.is_ok());
    let entry = |number: usize| 8 + 2 + 12 * number;
    for (name, at, value) in [
        ("a strip beyond the end", entry(5) + 8, u32::MAX),
        ("a strip of four gigabytes", entry(7) + 8, u32::MAX),
        ("four billion strips", entry(5) + 4, u32::MAX),
        ("a directory beyond the end", 4, u32::MAX - 1),
        ("a directory within itself", 4, 12),
        ("a next page that is the first", entry(8), 8),
    ] {
        let mut bytes = whole.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        assert!(decode(bytes).await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn limits_are_the_callers() {
    let pool = PicturePool::new(1, 1 << 30);
    let bytes = file(&GrayImage::new(100, 100).into(), ImageFormat::Png);
    let source = Source::Bytes(bytes.clone().into());
    let few = Limits { max_pixels: 9_999, ..Limits::default() };
    let refused = pool.decode(source.clone(), few).await;
    assert_eq!(
        refused,
        Err(PictureError::TooManyPixels { width: 100, height: 100, max_pixels: 9_999 })
    );

    let max_bytes = bytes.len() as u64 - 1;
    let refused = pool.decode(source, Limits { max_bytes, ..Limits::default() }).await;
    assert_eq!(refused, Err(PictureError::TooLarge { bytes: bytes.len() as u64, max_bytes }));
}
