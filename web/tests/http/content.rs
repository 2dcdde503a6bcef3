//! An image's bytes: whole, in parts, unchanged.

use axum::http::StatusCode;
use commands::testing::png;
use domain::access::Role;

use crate::house::{Ask, House};

/// A house with one image: its token, address and bytes.
async fn with_image() -> (House, String, String, Vec<u8>) {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let file = png(1);
    let path = format!("/api/v1/patients/{patient}/images");
    let upload =
        Ask::post(&path).bearer(&token).form(&[("panel", "blood-cell")], &[("1.png", &file)]);
    let reply = house.ask(upload).await;
    let image = format!("/api/v1/images/{}", reply.json["items"][0]["id"].as_str().unwrap());
    house.get_after(&token, &image, &reply).await;
    (house, token, image, file)
}

#[tokio::test]
async fn the_original_comes_back_byte_for_byte_whole_and_in_parts() {
    let (house, token, image, file) = with_image().await;
    let get = || Ask::get(&format!("{image}/content")).bearer(&token);
    let whole = house.ask(get()).await;
    assert_eq!((whole.status, &whole.body), (StatusCode::OK, &file));
    assert_eq!(whole.header("content-type"), Some("image/png"));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert_eq!(whole.header("cache-control"), Some("private, no-cache"));
    assert_eq!(whole.header("x-content-type-options"), Some("nosniff"));
    let length = file.len();
    let parts = [
        ("bytes=0-9".to_owned(), 0..10),
        ("bytes=10-".to_owned(), 10..length),
        ("bytes=-5".to_owned(), length - 5..length),
        (format!("bytes=5-{}", length * 2), 5..length),
    ];
    for (range, part) in parts {
        let reply = house.ask(get().header("range", &range)).await;
        assert_eq!(reply.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(reply.body, file[part.clone()], "{range}");
        let said = format!("bytes {}-{}/{length}", part.start, part.end - 1);
        assert_eq!(reply.header("content-range"), Some(said.as_str()));
    }
    let beyond = house.ask(get().header("range", format!("bytes={length}-"))).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.header("content-range"), Some(format!("bytes */{length}").as_str()));
    let ignored = house.ask(get().header("range", "bytes=0-1,3-4")).await;
    assert_eq!((ignored.status, ignored.body.len()), (StatusCode::OK, length));
}

#[tokio::test]
async fn unchanged_bytes_are_not_sent_again() {
    let (house, token, image, file) = with_image().await;
    let get = || Ask::get(&format!("{image}/content")).bearer(&token);
    let tag = house.ask(get()).await.header("etag").unwrap().to_owned();
    let again = house.ask(get().header("if-none-match", &tag)).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let part = get().header("range", "bytes=0-3");
    let same = house.ask(part.header("if-range", &tag)).await;
    assert_eq!(same.status, StatusCode::PARTIAL_CONTENT);
    let part = get().header("range", "bytes=0-3");
    let other = house.ask(part.header("if-range", "\"another\"")).await;
    assert_eq!((other.status, other.body.len()), (StatusCode::OK, file.len()));
}

#[tokio::test]
async fn what_was_not_made_yet_is_not_found() {
    let (house, token, image, _) = with_image().await;
    for what in ["thumbnail", "preview", "tiles/3/0_0"] {
        let reply = house.ask(Ask::get(&format!("{image}/{what}")).bearer(&token)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{what}");
    }
}
