//! Every format and kind of pixel that is read.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use infra::picture::{Format, PictureError, header, sniff};

use super::draw::{FORMATS, cell, cell_file, chunk, file};
use super::{decode, near};

#[tokio::test]
async fn all_five_formats_are_told_by_content_and_decoded() {
    let expected = [Format::Jpeg, Format::Png, Format::Tiff, Format::Bmp, Format::WebP];
    for (format, expected) in FORMATS.into_iter().zip(expected) {
        let bytes = cell_file(61, 37, format);
        assert_eq!(sniff(&bytes[..16]), Some(expected));
        let picture = decode(bytes).await.unwrap();
        assert_eq!((picture.width, picture.height), (61, 37));
        for (x, y, pixel) in cell(61, 37).enumerate_pixels().step_by(97) {
            let decoded = picture.pixels.get_pixel(x, y).0;
            if format == ImageFormat::Jpeg {
                assert!(decoded.iter().zip(pixel.0).all(|(a, b)| a.abs_diff(b) < 40), "{x},{y}");
            } else {
                assert_eq!(decoded, pixel.0, "{format:?} at {x},{y}");
            }
        }
    }
}

#[tokio::test]
async fn a_header_is_read_from_a_file_whatever_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.txt");
    std::fs::write(&path, cell_file(61, 37, ImageFormat::Jpeg)).unwrap();
    let header = header(&path).unwrap();
    assert_eq!((header.format, header.width, header.height), (Format::Jpeg, 61, 37));

    std::fs::write(folder.path().join("text.png"), "this is no picture").unwrap();
    let refused = infra::picture::header(&folder.path().join("text.png"));
    assert_eq!(refused, Err(PictureError::UnknownFormat));
}

#[tokio::test]
async fn gray_and_sixteen_bits_become_eight_bits_of_color() {
    let cell = DynamicImage::from(cell(20, 10));
    let kinds =
        [DynamicImage::from(cell.to_luma8()), cell.to_luma16().into(), cell.to_rgb16().into()];
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        for picture in &kinds {
            let decoded = decode(file(picture, format)).await.unwrap();
            assert_eq!(decoded.pixels, picture.to_rgb8(), "{format:?} {:?}", picture.color());
        }
    }
    let gray = decode(file(&kinds[0], ImageFormat::Jpeg)).await.unwrap();
    assert!(gray.pixels.pixels().all(|pixel| pixel.0[0] == pixel.0[2]));
}

#[tokio::test]
async fn what_is_transparent_lies_on_white() {
    let picture = RgbaImage::from_fn(3, 1, |x, _| Rgba([200, 0, 0, [0, 255, 128][x as usize]]));
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        let decoded = decode(file(&picture.clone().into(), format)).await.unwrap();
        let pixels: Vec<_> = decoded.pixels.pixels().map(|pixel| pixel.0).collect();
        assert_eq!(pixels, [[255, 255, 255], [200, 0, 0], [227, 127, 127]], "{format:?}");
    }
    let deep = DynamicImage::from(picture.clone()).to_rgba16();
    let decoded = decode(file(&deep.into(), ImageFormat::Png)).await.unwrap();
    assert_eq!(decoded.pixels.get_pixel(0, 0).0, [255, 255, 255]);
}

/// 24 × 16, red on the left, blue on the right, written by other programs.
const PROGRESSIVE_JPEG: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wgARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABQAG/8QAFQEBAQAAAAAAAAAAAAAAAAAABwH/2gAMAwEAAhADEAAAAcSWoXEsuprIv//EABYQAQEBAAAAAAAAAAAAAAAAAAQQAP/aAAgBAQABBQLNrZ//xAAaEQAABwAAAAAAAAAAAAAAAAABAwUQNYGy/9oACAEDAQE/AV6OMrQN/8QAGhEAAAcAAAAAAAAAAAAAAAAAAQMGEDWBsv/aAAgBAgEBPwFOyhV5Fv/EABYQAQEBAAAAAAAAAAAAAAAAAAIQAP/aAAgBAQAGPwLCif/EABYQAQEBAAAAAAAAAAAAAAAAAMEQAP/aAAgBAQABPyHMVif/2gAMAwEAAgADAAAAEP8A/wD/xAAUEQEAAAAAAAAAAAAAAAAAAAAQ/9oACAEDAQE/EAz/xAAUEQEAAAAAAAAAAAAAAAAAAAAQ/9oACAECAQE/EC3/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/EEzf/9k=";
const CMYK_JPEG: &str = "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgAEAAYBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAgACf/EABgQAQADAQAAAAAAAAAAAAAAAAAJR4XE/9oADgRDAE0AWQBLAAA/AGACgKNUwqkirvR5Ua0btiZ3UgpRqptWmKiCqSKu9HlRrRu2JndSClGqn//Z";
const LOSSY_WEBP: &str = "UklGRmIAAABXRUJQVlA4IFYAAACwBACdASoYABAAPjEUiEKiISEYBAAgAwSgCdMoRgD8AKMB+AFd/7gABMzt/h4AAP74TP/dhY//mBwjWv6BBuUZv0Xv/+cRPz2vhf5xF8W3l4+PCUAAAA==";
const PALETTE_PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQAQMAAAA26i3WAAAABlBMVEXIKCgoKMgyVzVyAAAAEklEQVR4nGNg4P/PxMDAQC4GAERlAS3ecpWYAAAAAElFTkSuQmCC";

#[tokio::test]
async fn kinds_that_other_programs_write_are_read() {
    for (kind, text) in [
        ("progressive JPEG", PROGRESSIVE_JPEG),
        ("JPEG in four printing colors", CMYK_JPEG),
        ("lossy WebP", LOSSY_WEBP),
        ("PNG with a palette", PALETTE_PNG),
    ] {
        let picture = decode(BASE64_STANDARD.decode(text).unwrap()).await.unwrap();
        assert_eq!((picture.width, picture.height), (24, 16), "{kind}");
        let (left, right) = (picture.pixels.get_pixel(3, 8).0, picture.pixels.get_pixel(20, 8).0);
        assert!(near(left, [200, 40, 40]), "{kind}: {left:?}");
        assert!(near(right, [40, 40, 200]), "{kind}: {right:?}");
    }
}

#[tokio::test]
async fn a_progressive_jpeg_cut_anywhere_is_refused() {
    let whole = BASE64_STANDARD.decode(PROGRESSIVE_JPEG).unwrap();
    for end in 1..whole.len() {
        assert!(decode(whole[..end].to_vec()).await.is_err(), "{end} of {}", whole.len());
    }
}

#[test]
fn chunks_are_built_as_the_format_says() {
    assert_eq!(chunk(b"IEND", &[]), [0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82]);
}
