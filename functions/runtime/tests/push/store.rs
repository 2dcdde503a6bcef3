//! Blobs with links: a small server gives them out to whoever has the link, until the test ends it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use infra::blobs::{Blob, BlobError, BlobKey, Blobs, Keys, Link, Put};
use infra::spool::Spooled;
use jiff::Timestamp;
use uuid::Uuid;

use crate::listen;

/// The blobs that are linked to, by what stands in the link; what is given out in their place.
#[derive(Default)]
struct Given {
    keys: HashMap<String, BlobKey>,
    instead: Option<(StatusCode, Bytes)>,
}

/// Real blobs, with links.
pub struct LinkedBlobs {
    blobs: Arc<dyn Blobs>,
    given: Arc<Mutex<Given>>,
    url: String,
}

impl LinkedBlobs {
    pub async fn over(blobs: Arc<dyn Blobs>) -> Arc<Self> {
        let given = Arc::new(Mutex::new(Given::default()));
        let (behind, links) = (blobs.clone(), given.clone());
        let answer = move |Path(link): Path<String>| {
            let (blobs, given) = (behind.clone(), links.clone());
            async move { serve(blobs, given, link).await }
        };
        let url = listen(Router::new().route("/{link}", get(answer))).await;
        Arc::new(Self { blobs, given, url })
    }

    /// From now on every link gives this.
    pub fn give_instead(&self, status: StatusCode, body: impl Into<Bytes>) {
        self.given.lock().unwrap().instead = Some((status, body.into()));
    }
}

async fn serve(blobs: Arc<dyn Blobs>, given: Arc<Mutex<Given>>, link: String) -> Response {
    let (key, instead) = {
        let given = given.lock().unwrap();
        (given.keys.get(&link).cloned(), given.instead.clone())
    };
    match (instead, key) {
        (Some(instead), _) => instead.into_response(),
        (None, Some(key)) => match blobs.read(&key).await.unwrap() {
            Some(bytes) => bytes.into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        (None, None) => StatusCode::FORBIDDEN.into_response(),
    }
}

#[async_trait]
impl Blobs for LinkedBlobs {
    async fn put(&self, key: &BlobKey, file: Spooled) -> Result<Put, BlobError> {
        self.blobs.put(key, file).await
    }

    async fn put_bytes(&self, key: &BlobKey, bytes: Bytes) -> Result<Put, BlobError> {
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

    async fn link(&self, key: &BlobKey, valid: Duration) -> Result<Option<Link>, BlobError> {
        let link = Uuid::now_v7().to_string();
        let url = format!("{}/{link}", self.url);
        self.given.lock().unwrap().keys.insert(link, key.clone());
        Ok(Some(Link { url, expires_at: Timestamp::now() + valid }))
    }
}
