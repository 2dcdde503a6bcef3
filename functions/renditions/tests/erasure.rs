//! A patient is erased while the renditions of an image are being made.
#![allow(clippy::unwrap_used, missing_docs)]

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use commands::Commands;
use commands::testing::Laboratory;
use domain::ids::PatientId;
use futures::StreamExt;
use infra::blobs::{Blob, BlobError, BlobKey, Blobs, Keys, Put};
use infra::event_log::Direction;
use infra::spool::Spooled;
use renditions::Renditions;
use runtime::{Function, Installation, Sources, Trigger};

/// The real blobs, where a patient is erased just before the nth rendition is kept.
struct ErasingBlobs {
    blobs: Arc<dyn Blobs>,
    commands: Commands,
    laboratory: Arc<Laboratory>,
    patient: PatientId,
    left: AtomicU32,
}

#[async_trait]
impl Blobs for ErasingBlobs {
    async fn put(&self, key: &BlobKey, file: Spooled) -> Result<Put, BlobError> {
        self.blobs.put(key, file).await
    }

    async fn put_bytes(&self, key: &BlobKey, bytes: Bytes) -> Result<Put, BlobError> {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.commands.erase_patient(&self.laboratory.admin(), self.patient).await.unwrap();
        }
        self.blobs.put_bytes(key, bytes).await
    }

    async fn get(
        &self,
        key: &BlobKey,
        range: Option<Range<u64>>,
    ) -> Result<Option<Blob>, BlobError> {
        self.blobs.get(key, range).await
    }

    async fn read(&self, key: &BlobKey) -> Result<Option<Bytes>, BlobError> {
        self.blobs.read(key).await
    }

    async fn delete(&self, key: &BlobKey) -> Result<bool, BlobError> {
        self.blobs.delete(key).await
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<u64, BlobError> {
        self.blobs.delete_prefix(prefix).await
    }

    async fn list(&self, prefix: &str) -> Result<Keys, BlobError> {
        self.blobs.list(prefix).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_after_an_erasure_is_deleted_again() {
    // Preview and thumbnail: the patient is erased before the first, or before the second.
    for nth in [1, 2] {
        let laboratory = Arc::new(Laboratory::open().await);
        let patient = laboratory.patient("P-1").await;
        let image = laboratory.image(patient, 1).await;
        let log = laboratory.log.clone();
        let events = log.read_stream(&image.stream(), None, Direction::Forwards, 1).await;
        let trigger = Trigger::read(events.unwrap().remove(0), 0).unwrap();
        let commands = laboratory.commands.clone();
        let erasing = ErasingBlobs {
            blobs: laboratory.blobs.clone(),
            commands: commands.clone(),
            laboratory: laboratory.clone(),
            patient,
            left: AtomicU32::new(nth),
        };
        let installation = Installation { commands, blobs: Arc::new(erasing), log };
        let sources = Sources::of(installation);
        let function = Renditions::new(laboratory.pictures.clone());

        assert_eq!(
            function.handle(&trigger, &sources).await.unwrap(),
            [],
            "there is nothing to record"
        );
        let kept = laboratory.blobs.list("patient/").await.unwrap().count().await;
        assert_eq!(kept, 0, "nothing lies there");
        assert_eq!(
            function.handle(&trigger, &sources).await.unwrap(),
            [],
            "and nothing is made anew"
        );
    }
}
