//! Pictures that say how they are to be turned.

use image::{ImageFormat, Rgb, RgbImage};
use infra::picture::{DecodedRgb, Limits, PicturePool, Source};

use super::draw::{exif, tiff, with_exif};
use super::{decode, near};

const RED: [u8; 3] = [220, 30, 30];
const BLUE: [u8; 3] = [30, 30, 220];

/// 64 × 32, gray, red in the corner where the first pixel lies, blue where the first row ends.
fn stored() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, y| match (x / 16, y / 16) {
        (0, 0) => Rgb(RED),
        (3, 0) => Rgb(BLUE),
        _ => Rgb([128, 128, 128]),
    })
}

/// Where a color lies in the upright picture: top or bottom, left or right.
fn corner(picture: &DecodedRgb, color: [u8; 3]) -> &'static str {
    let (right, bottom) = (picture.width - 8, picture.height - 8);
    let corners = [
        ("top left", 8, 8),
        ("top right", right, 8),
        ("bottom left", 8, bottom),
        ("bottom right", right, bottom),
    ];
    let mut found =
        corners.iter().filter(|(_, x, y)| near(picture.pixels.get_pixel(*x, *y).0, color));
    found.next().map_or("nowhere", |(name, ..)| name)
}

/// As EXIF says: where the first row is and where the first column is.
const UPRIGHT: [(&str, &str); 8] = [
    ("top left", "top right"),
    ("top right", "top left"),
    ("bottom right", "bottom left"),
    ("bottom left", "bottom right"),
    ("top left", "bottom left"),
    ("top right", "bottom right"),
    ("bottom right", "top right"),
    ("bottom left", "top left"),
];

#[tokio::test]
async fn all_eight_orientations_come_out_upright() {
    let pool = PicturePool::new(1, 1 << 30);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        for (number, expected) in (1..).zip(UPRIGHT) {
            let bytes = with_exif(&stored(), format, exif(number, number % 2 == 0));
            let source = Source::Bytes(bytes.into());
            let header = pool.header(source.clone(), Limits::default()).await.unwrap();
            let picture = pool.decode(source, Limits::default()).await.unwrap();

            let size = if number < 5 { (64, 32) } else { (32, 64) };
            assert_eq!((header.width, header.height), size, "{format:?} {number}");
            assert_eq!((header.raw_width, header.raw_height), (64, 32));
            assert_eq!((picture.width, picture.height), size, "{format:?} {number}");
            let corners = (corner(&picture, RED), corner(&picture, BLUE));
            assert_eq!(corners, expected, "{format:?} {number}");
        }
    }
}

#[tokio::test]
async fn a_tiff_says_it_without_exif() {
    let picture = decode(tiff(3, 1, 6, &[10, 20, 30])).await.unwrap();
    assert_eq!((picture.width, picture.height), (1, 3));
    let column: Vec<u8> = picture.pixels.pixels().map(|pixel| pixel.0[0]).collect();
    assert_eq!(column, [10, 20, 30]);
}

#[tokio::test]
async fn nonsense_in_exif_turns_nothing() {
    for nonsense in [exif(0, true), exif(9, true), exif(60_000, false), b"II".to_vec(), vec![]] {
        let picture =
            decode(with_exif(&stored(), ImageFormat::Png, nonsense.clone())).await.unwrap();
        assert_eq!(corner(&picture, RED), "top left", "{nonsense:?}");
    }
}
