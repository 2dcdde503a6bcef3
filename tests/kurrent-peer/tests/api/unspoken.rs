//! What the peer does not speak: it says so, and does nothing half.

use kurrentdb::Error;

use crate::Node;

#[tokio::test(flavor = "multi_thread")]
async fn streams_are_not_deleted_and_who_asks_is_told() {
    let node = Node::start();
    node.append("smear-1", 2).await;
    let deleted = node.client.delete_stream("smear-1", &Default::default()).await;
    assert!(matches!(deleted, Err(Error::UnsupportedFeature)), "{deleted:?}");
    let gone = node.client.tombstone_stream("smear-1", &Default::default()).await;
    assert!(matches!(gone, Err(Error::UnsupportedFeature)), "{gone:?}");
    let mut read = node.client.read_stream("smear-1", &Default::default()).await.unwrap();
    assert!(read.next().await.unwrap().is_some(), "it is there as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn projections_are_not_there_and_who_asks_is_told() {
    let node = Node::start();
    let projections: kurrentdb::ProjectionClient = node.client.clone().into();
    let made = projections.create("count", "fromAll()".to_owned(), &Default::default()).await;
    assert!(matches!(made, Err(Error::UnsupportedFeature)), "{made:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_its_version() {
    let node = Node::start();
    let version = node.client.server_info().await.unwrap().version();
    assert!(version >= (25, 0), "{version}");
}
