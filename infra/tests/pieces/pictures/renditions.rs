//! Smaller pictures, and JPEG files of them.

use image::{Rgb, RgbImage};
use infra::picture::{encode_jpeg, resize};

use super::draw::cell;
use super::{decode, near};

#[tokio::test]
async fn an_encoded_picture_decodes_to_itself() {
    let picture = RgbImage::from_pixel(40, 30, Rgb([180, 60, 120]));
    let file = encode_jpeg(&picture, 90).unwrap();
    let decoded = decode(file).await.unwrap();
    assert_eq!((decoded.width, decoded.height), (40, 30));
    assert!(decoded.pixels.pixels().all(|pixel| near(pixel.0, [180, 60, 120])));
}

#[test]
fn quality_costs_bytes() {
    let sizes =
        [1, 40, 90, 100, 255].map(|quality| encode_jpeg(&cell(200, 200), quality).unwrap().len());
    assert!(sizes[..4].windows(2).all(|pair| pair[0] < pair[1]), "{sizes:?}");
    assert_eq!(sizes[3], sizes[4], "more than all is all");
}

#[test]
fn a_resized_picture_keeps_its_colors_where_they_were() {
    let halves =
        RgbImage::from_fn(100, 60, |x, _| if x < 50 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) });
    for (width, height) in [(10, 6), (100, 60), (250, 150), (1, 1), (33, 7)] {
        let resized = resize(&halves, width, height).unwrap();
        assert_eq!(resized.dimensions(), (width, height));
        if width > 4 {
            assert!(near(resized.get_pixel(1, 0).0, [200, 0, 0]));
            assert!(near(resized.get_pixel(width - 2, height - 1).0, [0, 0, 200]));
        }
    }
}

#[test]
fn pictures_without_pixels_are_refused() {
    assert!(resize(&cell(4, 4), 0, 4).is_err());
    assert!(resize(&RgbImage::new(0, 0), 4, 4).is_err());
    assert!(encode_jpeg(&RgbImage::new(0, 4), 90).is_err());
}
