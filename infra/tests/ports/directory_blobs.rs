//! What a directory of blobs must do beyond the contract.

use infra::blobs::{BlobKey, Blobs as _, DirectoryBlobs, Put};

use crate::blobs::key;

#[tokio::test]
async fn what_a_crash_left_before_the_rename_is_not_seen_and_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    DirectoryBlobs::open(folder.path()).unwrap();
    let half = folder.path().join(".incoming/0198-half");
    std::fs::write(&half, "ha").unwrap();

    let blobs = DirectoryBlobs::open(folder.path()).unwrap();
    assert!(!half.exists());
    let put = blobs.put_bytes(&key("a/b"), "whole".into()).await.unwrap();
    assert_eq!(put, Put::Created);
    let incoming = std::fs::read_dir(folder.path().join(".incoming")).unwrap();
    assert_eq!(incoming.count(), 0, "nothing temporary stays");
}

#[tokio::test]
async fn empty_folders_go_with_their_last_blob() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(folder.path()).unwrap();
    blobs.put_bytes(&key("patient/1/a.tiles/0/0_0"), "bytes".into()).await.unwrap();
    blobs.put_bytes(&key("patient/2/a"), "bytes".into()).await.unwrap();
    blobs.delete_prefix("patient/1/").await.unwrap();
    assert!(!folder.path().join("patient/1").exists());
    assert!(folder.path().join("patient/2").exists());
}

#[tokio::test]
async fn one_key_cannot_be_a_folder_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = DirectoryBlobs::open(folder.path()).unwrap();
    blobs.put_bytes(&key("a/b"), "bytes".into()).await.unwrap();
    assert!(blobs.put_bytes(&key("a/b/c"), "bytes".into()).await.is_err());
    assert_eq!(blobs.read(&key("a/b/c")).await.unwrap(), None);
    assert_eq!(blobs.read(&key("a/b")).await.unwrap(), Some("bytes".into()));
}

#[test]
fn hostile_keys_are_refused() {
    let long = "a/".repeat(600) + "a";
    let segment = "a".repeat(256);
    for text in [
        "", "/", "a/", "/a", "a//b", ".", "..", "a/..", "../a", "a/./b", ".hidden", "a/.b", "a b",
        "a\\b", "a:b", "a\0b", "a\nb", "ä", "a%2fb", "~/a", &long, &segment,
    ] {
        assert!(BlobKey::new(text).is_err(), "{text:?}");
    }
    for text in ["a", "patient/0198/ab12.tiles/10/3_4", "A-b_c.d", "a..b"] {
        assert_eq!(BlobKey::new(text).unwrap().to_string(), text);
    }
}
