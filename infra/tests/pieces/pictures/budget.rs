//! Decoding many pictures with little memory.

use image::ImageFormat;
use infra::picture::{Limits, PictureError, PicturePool, Source};

use super::draw::cell_file;

#[tokio::test(flavor = "multi_thread")]
async fn many_pictures_wait_for_memory_and_all_are_decoded() {
    let pool = PicturePool::new(4, 24 << 20);
    let pictures = (0..12_u32).map(|number| {
        let pool = pool.clone();
        tokio::spawn(async move {
            let format = if number % 2 == 0 { ImageFormat::Png } else { ImageFormat::Jpeg };
            let bytes = cell_file(300 + number, 200, format);
            pool.decode(Source::Bytes(bytes.into()), Limits::default()).await
        })
    });
    for (number, picture) in (0..).zip(pictures.collect::<Vec<_>>()) {
        assert_eq!(picture.await.unwrap().unwrap().width, 300 + number);
    }
}

#[tokio::test]
async fn a_picture_beyond_the_whole_budget_is_refused_with_the_figures() {
    let pool = PicturePool::new(2, 1 << 20);
    let source = Source::Bytes(cell_file(1_000, 1_000, ImageFormat::Jpeg).into());
    let refused = pool.decode(source.clone(), Limits::default()).await.unwrap_err();
    assert!(
        matches!(refused, PictureError::TooCostly { needed, budget: 1_048_576 } if needed > 3_000_000),
        "{refused}"
    );
    assert!(
        pool.header(source, Limits::default()).await.is_ok(),
        "its header is read all the same"
    );
}

#[tokio::test]
async fn who_stops_waiting_gives_the_memory_back() {
    let pool = PicturePool::new(1, 24 << 20);
    let source = Source::Bytes(cell_file(800, 800, ImageFormat::Png).into());
    for _ in 0..8 {
        let decoding = pool.decode(source.clone(), Limits::default());
        let moment = std::time::Duration::from_millis(2);
        let _ = tokio::time::timeout(moment, decoding).await;
    }
    assert!(pool.decode(source, Limits::default()).await.is_ok());
}
