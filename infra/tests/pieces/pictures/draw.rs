//! Drawing pictures and writing them as files.

use std::io::Cursor;

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage};

pub const FORMATS: [ImageFormat; 5] =
    [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff, ImageFormat::Bmp, ImageFormat::WebP];

/// Something like a cell: a gradient with some noise, so that its files have many bytes.
pub fn cell(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) % 23;
        Rgb([(x * 200 / width + noise) as u8, (y * 200 / height + noise) as u8, 90 + noise as u8])
    })
}

pub fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn cell_file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    file(&cell(width, height).into(), format)
}

/// EXIF with nothing but an orientation, in either byte order.
pub fn exif(orientation: u16, little: bool) -> Vec<u8> {
    let (order, number, entries, tag, kind, count, value) = if little {
        (
            *b"II",
            42_u16.to_le_bytes(),
            1_u16.to_le_bytes(),
            0x112_u16.to_le_bytes(),
            3_u16.to_le_bytes(),
            1_u32.to_le_bytes(),
            orientation.to_le_bytes(),
        )
    } else {
        (
            *b"MM",
            42_u16.to_be_bytes(),
            1_u16.to_be_bytes(),
            0x112_u16.to_be_bytes(),
            3_u16.to_be_bytes(),
            1_u32.to_be_bytes(),
            orientation.to_be_bytes(),
        )
    };
    let first = if little { 8_u32.to_le_bytes() } else { 8_u32.to_be_bytes() };
    [&order[..], &number, &first, &entries, &tag, &kind, &count, &value, &[0; 6]].concat()
}

/// A file with EXIF: JPEG, PNG or WebP.
pub fn with_exif(picture: &RgbImage, format: ImageFormat, exif: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    macro_rules! encode {
        ($encoder:expr) => {{
            let mut encoder = $encoder;
            encoder.set_exif_metadata(exif).unwrap();
            encoder.write_image(picture, width, height, image::ExtendedColorType::Rgb8).unwrap();
        }};
    }
    match format {
        ImageFormat::Jpeg => encode!(JpegEncoder::new_with_quality(&mut bytes, 95)),
        ImageFormat::Png => encode!(PngEncoder::new(&mut bytes)),
        ImageFormat::WebP => encode!(WebPEncoder::new_lossless(&mut bytes)),
        other => panic!("no EXIF in {other:?}"),
    }
    bytes
}

/// A gray TIFF of one strip that says what it is told to say of its size and orientation.
pub fn tiff(width: u32, height: u32, orientation: u32, pixels: &[u8]) -> Vec<u8> {
    let entries: [(u16, u32); 8] = [
        (256, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8 + 2 + 12 * 8 + 4),
        (274, orientation),
        (279, pixels.len() as u32),
    ];
    let mut bytes = b"II\x2a\0\x08\0\0\0\x08\0".to_vec();
    for (tag, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(4_u16.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend(pixels);
    bytes
}

/// A PNG chunk with its checksum.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let mut crc = u32::MAX;
    for byte in &body {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    [&(data.len() as u32).to_be_bytes()[..], &body, &(!crc).to_be_bytes()].concat()
}

/// A PNG's bytes with chunks put in after its header.
pub fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    const HEADER: usize = 8 + 25;
    [&png[..HEADER], &chunks.concat(), &png[HEADER..]].concat()
}

/// What all the data chunks of a PNG hold: one zlib stream.
pub fn zlib_of(png: &[u8]) -> Vec<u8> {
    let (mut at, mut data) = (8, Vec::new());
    while at < png.len() {
        let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        if &png[at + 4..at + 8] == b"IDAT" {
            data.extend(&png[at + 8..at + 8 + length]);
        }
        at += 12 + length;
    }
    data
}
