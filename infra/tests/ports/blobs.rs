//! What every blob store must do.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use infra::blobs::{BlobError, BlobKey, Blobs, Put};
use infra::spool::{Spool, Spooled};

use crate::Fixture;

/// A blob store, and where uploads come in.
pub(crate) trait BlobFixture: Fixture {
    fn blobs(&self) -> Arc<dyn Blobs>;

    fn spool(&self) -> Spool;

    /// Whether the store has links.
    const LINKS: bool;
}

pub fn key(text: &str) -> BlobKey {
    BlobKey::new(text).unwrap()
}

pub async fn upload(spool: &Spool, bytes: &[u8]) -> Spooled {
    let chunks = bytes.chunks(1000).map(|chunk| Ok::<_, Infallible>(Bytes::copy_from_slice(chunk)));
    let body = futures::stream::iter(chunks.collect::<Vec<_>>());
    spool.receive(body, u64::MAX).await.unwrap()
}

async fn keys(blobs: &Arc<dyn Blobs>, prefix: &str) -> Vec<String> {
    let keys: Vec<_> = blobs.list(prefix).await.unwrap().try_collect().await.unwrap();
    keys.iter().map(ToString::to_string).collect()
}

/// A few hundred thousand bytes that tell where they stand.
fn long() -> Bytes {
    (0..300_000_u32).flat_map(|number| number.to_le_bytes()).collect()
}

pub async fn what_is_put_is_read(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    for (name, bytes) in [("a/empty", Bytes::new()), ("a/b.c-d_e/long", long())] {
        assert_eq!(blobs.put_bytes(&key(name), bytes.clone()).await.unwrap(), Put::Created);
        assert_eq!(blobs.read(&key(name)).await.unwrap(), Some(bytes.clone()));
        let blob = blobs.get(&key(name), None).await.unwrap().unwrap();
        assert_eq!(blob.len, bytes.len() as u64);
        let read: Vec<Bytes> = blob.body.try_collect().await.unwrap();
        assert_eq!(read.concat(), bytes);
    }
}

pub async fn a_file_that_came_in_is_kept_and_leaves_the_spool(fixture: impl BlobFixture) {
    let (blobs, spool) = (fixture.blobs(), fixture.spool());
    let upload = upload(&spool, &long()).await;
    let path = upload.path().to_owned();
    assert_eq!(blobs.put(&key("patient/1/a"), upload).await.unwrap(), Put::Created);
    assert_eq!(blobs.read(&key("patient/1/a")).await.unwrap(), Some(long()));
    assert!(!path.exists());
}

pub async fn what_is_there_stays_as_it_is(fixture: impl BlobFixture) {
    let (blobs, spool) = (fixture.blobs(), fixture.spool());
    blobs.put_bytes(&key("a/b"), "first".into()).await.unwrap();
    assert_eq!(blobs.put_bytes(&key("a/b"), "second".into()).await.unwrap(), Put::Existed);
    let third = upload(&spool, b"third").await;
    let path = third.path().to_owned();
    assert_eq!(blobs.put(&key("a/b"), third).await.unwrap(), Put::Existed);
    assert!(!path.exists());
    assert_eq!(blobs.read(&key("a/b")).await.unwrap(), Some("first".into()));
    assert_eq!(keys(&blobs, "").await, ["a/b"]);
}

pub async fn ranges_are_read(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    let whole = long();
    let len = whole.len() as u64;
    blobs.put_bytes(&key("a/b"), whole.clone()).await.unwrap();
    for range in [0..1, 0..len, 5..70_000, len - 1..len, 0..0, len..len] {
        let blob = blobs.get(&key("a/b"), Some(range.clone())).await.unwrap().unwrap();
        assert_eq!(blob.len, len, "the whole blob's length");
        let read: Vec<Bytes> = blob.body.try_collect().await.unwrap();
        assert_eq!(read.concat(), whole[range.start as usize..range.end as usize], "{range:?}");
    }
    for (range, expected) in [(len - 3..len + 9, 3), (len + 1..len + 9, 0), (9..u64::MAX, len - 9)]
    {
        let blob = blobs.get(&key("a/b"), Some(range.clone())).await.unwrap().unwrap();
        let read: Vec<Bytes> = blob.body.try_collect().await.unwrap();
        assert_eq!(read.concat().len() as u64, expected, "{range:?}");
    }
}

pub async fn a_missing_blob_is_none(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    blobs.put_bytes(&key("a/b"), "bytes".into()).await.unwrap();
    for name in ["a", "a/c", "b", "a/b.thumbnail"] {
        assert_eq!(blobs.read(&key(name)).await.unwrap(), None, "{name}");
        assert!(blobs.get(&key(name), Some(0..3)).await.unwrap().is_none(), "{name}");
        assert!(!blobs.delete(&key(name)).await.unwrap(), "{name}");
    }
    assert!(blobs.delete(&key("a/b")).await.unwrap());
    assert!(!blobs.delete(&key("a/b")).await.unwrap());
    assert_eq!(blobs.read(&key("a/b")).await.unwrap(), None);
}

/// A patient's picture with its renditions, in byte order.
const PICTURE: [&str; 5] = [
    "patient/1/ab",
    "patient/1/ab.preview",
    "patient/1/ab.tiles/0/0_0",
    "patient/1/ab.tiles/10/0_0",
    "patient/1/ac",
];

pub async fn keys_are_listed_in_order(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    assert_eq!(keys(&blobs, "").await, [""; 0]);
    for name in PICTURE.iter().rev().chain(&["patient/10/ab", "other/1"]) {
        blobs.put_bytes(&key(name), "bytes".into()).await.unwrap();
    }
    assert_eq!(keys(&blobs, "patient/1/").await, PICTURE);
    assert_eq!(keys(&blobs, "patient/1/ab").await, PICTURE[..4]);
    assert_eq!(keys(&blobs, "patient/1/ab.t").await, PICTURE[2..4]);
    assert_eq!(keys(&blobs, "patient/1").await.len(), 6);
    assert_eq!(keys(&blobs, "nothing/").await, [""; 0]);
    assert_eq!(keys(&blobs, "").await.first().unwrap(), "other/1");
    // A hyphen and a dot stand before a slash, or behind it where folders are walked.
    for name in ["next/1", "next.1", "next-1"] {
        blobs.put_bytes(&key(name), "bytes".into()).await.unwrap();
    }
    let orders = [["next-1", "next.1", "next/1"], ["next/1", "next-1", "next.1"]];
    assert!(
        orders.map(|order| order.map(str::to_owned).to_vec()).contains(&keys(&blobs, "next").await)
    );
}

pub async fn a_prefix_is_deleted_and_nothing_else(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    for name in PICTURE.iter().chain(&["patient/10/ab", "patient/1a"]) {
        blobs.put_bytes(&key(name), "bytes".into()).await.unwrap();
    }
    assert_eq!(blobs.delete_prefix("patient/1/").await.unwrap(), 5);
    assert_eq!(blobs.delete_prefix("patient/1/").await.unwrap(), 0);
    assert_eq!(keys(&blobs, "").await, ["patient/10/ab", "patient/1a"]);
    let again = blobs.put_bytes(&key("patient/1/ab"), "again".into()).await.unwrap();
    assert_eq!(again, Put::Created);
}

pub async fn hostile_prefixes_are_refused(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    blobs.put_bytes(&key("a/b"), "bytes".into()).await.unwrap();
    for prefix in ["/", "..", "../", "a/../", "/a", "a//", ".incoming/", "a\0", "ä"] {
        let deleted = blobs.delete_prefix(prefix).await;
        assert!(matches!(deleted, Err(BlobError::Invalid(_))), "{prefix:?}: {deleted:?}");
        assert!(blobs.list(prefix).await.is_err(), "{prefix:?}");
    }
    assert!(blobs.delete_prefix("").await.is_err(), "everything is never deleted at once");
    assert_eq!(keys(&blobs, "").await, ["a/b"]);
}

pub async fn many_put_and_delete_at_once(fixture: impl BlobFixture) {
    let blobs = fixture.blobs();
    let work = (0..40).map(|number| {
        let blobs = Arc::clone(&blobs);
        tokio::spawn(async move {
            let name = key(&format!("a/{}/{}", number % 2, number % 5));
            let put = blobs.put_bytes(&name, "bytes".into()).await.unwrap();
            let read = blobs.read(&name).await.unwrap();
            assert!(read.is_none_or(|bytes| bytes == "bytes"), "never a part");
            blobs.delete(&name).await.unwrap();
            put
        })
    });
    let done: Vec<_> = futures::stream::iter(work).buffer_unordered(8).try_collect().await.unwrap();
    assert!(done.contains(&Put::Created));
    assert_eq!(keys(&blobs, "").await, [""; 0]);
}

/// What somebody without credentials gets.
async fn fetch(url: &str) -> Option<Bytes> {
    // The first one wins; a second says that there is one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = reqwest::get(url).await.unwrap();
    match answer.status().is_success() {
        true => Some(answer.bytes().await.unwrap()),
        false => None,
    }
}

pub async fn a_link_gives_one_blob_for_a_while_or_there_are_no_links<F: BlobFixture>(fixture: F) {
    let blobs = fixture.blobs();
    blobs.put_bytes(&key("patient/1/a"), long()).await.unwrap();
    blobs.put_bytes(&key("patient/1/b"), "another".into()).await.unwrap();
    let valid = Duration::from_secs(3);
    let link = blobs.link(&key("patient/1/a"), valid).await.unwrap();
    assert_eq!(link.is_some(), F::LINKS);
    let Some(link) = link else { return };

    assert_eq!(fetch(&link.url).await, Some(long()));
    assert!(!format!("{link:?}").contains("http"), "a log does not get it");
    let other = link.url.replace("patient/1/a", "patient/1/b");
    assert_ne!(other, link.url);
    assert_eq!(fetch(&other).await, None, "of another blob it says nothing");
    assert_eq!(fetch(link.url.split_once('?').unwrap().0).await, None, "nor without its signature");
    let longer = link.url.replace("X-Amz-Expires=3", "X-Amz-Expires=3000");
    assert_ne!(longer, link.url);
    assert_eq!(fetch(&longer).await, None, "nor for longer");

    let missing = blobs.link(&key("patient/1/c"), valid).await.unwrap().unwrap();
    assert_eq!(fetch(&missing.url).await, None);
    let week = Duration::from_secs(8 * 24 * 3600);
    let too_long = blobs.link(&key("patient/1/a"), week).await;
    assert!(matches!(too_long, Err(BlobError::Invalid(_))), "{too_long:?}");

    tokio::time::sleep(valid + Duration::from_secs(2)).await;
    assert!(link.expires_at < jiff::Timestamp::now());
    assert_eq!(fetch(&link.url).await, None, "its time is over");
}

pub async fn blobs_outlive_a_restart(fixture: impl BlobFixture) {
    fixture.blobs().put_bytes(&key("a/b"), "bytes".into()).await.unwrap();
    let fixture = fixture.restart().await;
    let blobs = fixture.blobs();
    assert_eq!(blobs.read(&key("a/b")).await.unwrap(), Some("bytes".into()));
}
