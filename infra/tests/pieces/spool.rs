use std::io;

use bytes::Bytes;
use futures::stream;
use infra::spool::{Spool, SpoolError};
use sha2::{Digest as _, Sha256};

fn files(folder: &tempfile::TempDir) -> usize {
    std::fs::read_dir(folder.path()).unwrap().count()
}

fn chunks(sizes: &[usize]) -> impl futures::Stream<Item = io::Result<Bytes>> + use<> {
    let chunks = sizes.iter().map(|size| Ok(Bytes::from(vec![b'x'; *size])));
    stream::iter(chunks.collect::<Vec<_>>())
}

#[tokio::test]
async fn an_upload_is_counted_and_hashed_and_deleted_when_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let upload = spool.receive(chunks(&[1000, 0, 234]), 1234).await.unwrap();
    assert_eq!(upload.bytes(), 1234);
    assert_eq!(upload.sha256(), *Sha256::digest(vec![b'x'; 1234]));
    assert_eq!(std::fs::read(upload.path()).unwrap(), vec![b'x'; 1234]);
    drop(upload);
    assert_eq!(files(&folder), 0);
}

#[tokio::test]
async fn an_empty_upload_is_an_empty_file() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let upload = spool.receive(chunks(&[]), 10).await.unwrap();
    assert_eq!((upload.bytes(), upload.sha256()), (0, Sha256::digest("").into()));
}

#[tokio::test]
async fn an_upload_that_is_too_large_is_not_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let endless = stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from_static(&[0; 4096])));
    let refused = spool.receive(endless, 1 << 20).await.unwrap_err();
    assert!(matches!(refused, SpoolError::TooLarge { max_bytes: 1_048_576 }), "{refused}");
    assert_eq!(files(&folder), 0);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let broken =
        stream::iter([Ok(Bytes::from_static(b"half")), Err(io::Error::other("connection reset"))]);
    let refused = spool.receive(broken, 100).await.unwrap_err();
    assert_eq!(refused.to_string(), "the upload broke off: connection reset");
    assert_eq!(files(&folder), 0);
}
