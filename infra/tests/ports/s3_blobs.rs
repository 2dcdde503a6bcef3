//! What blobs in an S3-compatible store must do beyond the contract.

use std::time::Duration;

use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};
use engines::seaweedfs::READER_KEY;
use futures::TryStreamExt as _;
use infra::blobs::s3::{Credentials, Location, Patience, S3Blobs};
use infra::blobs::{BlobError, Blobs, Put};

use crate::blobs::{key, upload};
use crate::s3::{Bucket, connect, location, raw};
use crate::{Fixture as _, blobs::BlobFixture as _};

/// More than two parts.
fn large() -> Vec<u8> {
    (0..5_000_000_u32).flat_map(u32::to_le_bytes).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_goes_in_parts_and_is_read_in_any_range() {
    let bucket = Bucket::start().await;
    let (blobs, spool) = (bucket.blobs(), bucket.spool());
    let bytes = large();
    let file = upload(&spool, &bytes).await;
    assert_eq!(blobs.put(&key("patient/1/a"), file).await.unwrap(), Put::Created);
    assert!(blobs.read(&key("patient/1/a")).await.unwrap().unwrap() == bytes);
    let boundary = 8 << 20;
    let range = boundary - 10..boundary + 10;
    let part = blobs.get(&key("patient/1/a"), Some(range)).await.unwrap().unwrap();
    assert_eq!(part.len, bytes.len() as u64);
    let part: Vec<_> = part.body.try_collect().await.unwrap();
    assert!(part.concat() == bytes[boundary as usize - 10..boundary as usize + 10]);

    let again = upload(&spool, &bytes).await;
    assert_eq!(blobs.put(&key("patient/1/a"), again).await.unwrap(), Put::Existed);
    assert_eq!(blobs.delete_prefix("patient/1/").await.unwrap(), 1);
    assert_eq!(blobs.read(&key("patient/1/a")).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_write_the_same_large_file_at_once_leave_it_whole() {
    let bucket = Bucket::start().await;
    let (blobs, spool) = (bucket.blobs(), bucket.spool());
    let bytes = large();
    let (one, other) = (upload(&spool, &bytes).await, upload(&spool, &bytes).await);
    let name = key("patient/1/a");
    let (one, other) = tokio::join!(blobs.put(&name, one), blobs.put(&name, other));
    let puts = [one.unwrap(), other.unwrap()];
    assert!(puts.contains(&Put::Created), "{puts:?}");
    assert!(blobs.read(&name).await.unwrap().unwrap() == bytes);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_keys_than_a_page_holds_are_listed_and_deleted() {
    let bucket = Bucket::start().await;
    let blobs = bucket.blobs();
    let names: Vec<_> = (0..1_050).map(|at| format!("patient/1/{at:04}")).collect();
    let puts = names.iter().map(|name| {
        let (blobs, name) = (blobs.clone(), key(name));
        async move { blobs.put_bytes(&name, "bytes".into()).await }
    });
    let puts = futures::stream::iter(puts.map(Ok))
        .try_for_each_concurrent(8, async |put| put.await.map(drop));
    puts.await.unwrap();
    blobs.put_bytes(&key("patient/2/a"), "bytes".into()).await.unwrap();
    let found: Vec<_> = blobs.list("patient/1/").await.unwrap().try_collect().await.unwrap();
    assert!(found.iter().map(ToString::to_string).eq(names), "{}", found.len());
    assert_eq!(blobs.delete_prefix("patient/1/").await.unwrap(), 1_050);
    let left: Vec<_> = blobs.list("").await.unwrap().try_collect().await.unwrap();
    assert_eq!(left, [key("patient/2/a")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_lies_beside_the_prefix_is_never_touched() {
    let bucket = Bucket::start().await;
    let mut beside = location(&bucket.server, &bucket.name);
    beside.prefix = "smears/lab-10/".to_owned();
    let beside = connect(&beside).await;
    beside.put_bytes(&key("patient/1/a"), "theirs".into()).await.unwrap();
    let blobs = bucket.blobs();
    blobs.put_bytes(&key("patient/1/a"), "ours".into()).await.unwrap();
    assert_eq!(blobs.delete_prefix("patient/").await.unwrap(), 1);
    assert_eq!(beside.read(&key("patient/1/a")).await.unwrap(), Some("theirs".into()));
}

/// Impatient, so that a refusal comes soon.
async fn start(location: &Location, access_key: &str) -> BlobError {
    let patience = Patience { attempts: 1, ..Patience::default() };
    let credentials =
        Credentials::new(access_key, engines::seaweedfs::SECRET_KEY, None, None, "tests");
    let blobs = S3Blobs::new(location, patience, Some(credentials)).await;
    let started = async {
        blobs.reach(Duration::ZERO).await?;
        blobs.prepare().await
    };
    started.await.expect_err("it cannot be used")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_cannot_succeed_says_what_to_do() {
    let bucket = Bucket::start().await;
    let good = location(&bucket.server, &bucket.name);
    let missing = Location { bucket: "no-such-bucket".to_owned(), ..good.clone() };
    for (location, access_key, expected) in [
        (&missing, engines::seaweedfs::ACCESS_KEY, "there is no bucket no-such-bucket: create it"),
        (&good, "nobody", "access is denied: check the credentials"),
        (&good, READER_KEY, "read, write and delete"),
    ] {
        let refusal = start(location, access_key).await;
        assert!(matches!(refusal, BlobError::Invalid(_)), "{expected}: {refusal}");
        assert!(refusal.to_string().contains(expected), "{expected}: {refusal}");
    }
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let away = Location { endpoint: Some(format!("http://{nobody}")), ..good };
    let refusal = start(&away, engines::seaweedfs::ACCESS_KEY).await;
    assert!(matches!(refusal, BlobError::Unavailable(_)), "{refusal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_keeps_versions_is_refused_and_nothing_is_said_to_be_erased_in_it() {
    let bucket = Bucket::start().await;
    let location = location(&bucket.server, &bucket.name);
    let blobs = connect(&location).await;
    blobs.put_bytes(&key("patient/1/a"), "bytes".into()).await.unwrap();
    let versions = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled);
    let keep = raw(&bucket.server).put_bucket_versioning().bucket(&bucket.name);
    keep.versioning_configuration(versions.build()).send().await.unwrap();
    let refusal = start(&location, engines::seaweedfs::ACCESS_KEY).await;
    assert!(refusal.to_string().contains("keeps old versions"), "{refusal}");
    let erased = blobs.delete_prefix("patient/1/").await;
    assert!(matches!(erased, Err(BlobError::Invalid(_))), "{erased:?}");
}
