//! Blobs in SeaweedFS' S3 gateway, each test in a bucket of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_s3::config::{BehaviorVersion, Region};
use engines::seaweedfs::{ACCESS_KEY, SECRET_KEY, SeaweedFs};
use infra::blobs::Blobs;
use infra::blobs::s3::{Credentials, Location, Patience, S3Blobs};
use infra::spool::Spool;
use tempfile::TempDir;

use crate::Fixture;
use crate::blobs::BlobFixture;

/// A bucket, and the server that it is in.
pub struct Bucket {
    pub server: Arc<SeaweedFs>,
    pub name: String,
    folder: TempDir,
    blobs: Arc<S3Blobs>,
}

impl Bucket {
    async fn on(server: Arc<SeaweedFs>, name: String) -> Self {
        let location = location(&server, &name);
        let blobs = Arc::new(connect(&location).await);
        blobs.prepare().await.unwrap();
        Self { server, name, folder: tempfile::tempdir().unwrap(), blobs }
    }
}

/// A new bucket on the server that tests share.
pub fn new_bucket(server: &SeaweedFs) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("bucket-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.make_bucket(&name);
    name
}

pub fn location(server: &SeaweedFs, bucket: &str) -> Location {
    let address = server.address();
    format!("s3://{bucket}/smears/lab-1?endpoint=http://{address}").parse().unwrap()
}

pub fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "tests")
}

pub async fn connect(location: &Location) -> S3Blobs {
    S3Blobs::new(location, Patience::default(), Some(credentials())).await
}

/// A client that is not held to anything.
pub fn raw(server: &SeaweedFs) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .credentials_provider(credentials())
        .region(Region::from_static("us-east-1"))
        .force_path_style(true)
        .endpoint_url(format!("http://{}", server.address()));
    aws_sdk_s3::Client::from_conf(config.build())
}

impl Fixture for Bucket {
    async fn start() -> Self {
        let server = tokio::task::spawn_blocking(SeaweedFs::shared).await.unwrap();
        let name = new_bucket(&server);
        Self::on(server, name).await
    }

    /// The program restarts; the server is others' too.
    async fn restart(self) -> Self {
        let (server, name) = (self.server.clone(), self.name.clone());
        Self::on(server, name).await
    }
}

impl BlobFixture for Bucket {
    const LINKS: bool = true;

    fn blobs(&self) -> Arc<dyn Blobs> {
        self.blobs.clone()
    }

    fn spool(&self) -> Spool {
        Spool::open(&self.folder.path().join("spool")).unwrap()
    }
}

/// A bucket on a server of its own, which restarts with it.
pub struct Alone(Bucket);

impl Fixture for Alone {
    async fn start() -> Self {
        let server = tokio::task::spawn_blocking(SeaweedFs::start).await.unwrap();
        let name = new_bucket(&server);
        Self(Bucket::on(Arc::new(server), name).await)
    }

    async fn restart(self) -> Self {
        let Bucket { server, name, .. } = self.0;
        let again = server.clone();
        let restarted = tokio::task::spawn_blocking(move || {
            again.stop();
            again.resume();
        });
        restarted.await.unwrap();
        Self(Bucket::on(server, name).await)
    }
}

impl BlobFixture for Alone {
    const LINKS: bool = true;

    fn blobs(&self) -> Arc<dyn Blobs> {
        self.0.blobs()
    }

    fn spool(&self) -> Spool {
        self.0.spool()
    }
}

crate::blob_contract!(super::Bucket, restarted as super::Alone);
