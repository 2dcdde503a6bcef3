//! An installation whose blobs have links, and the functions that are called from it.

use std::sync::Arc;
use std::time::Duration;

use commands::testing::Laboratory;
use domain::ids::{ImageId, PatientId};
use infra::event_log::Direction;
use runtime::signature::Secrets;
use runtime::{
    Function, FunctionError, FunctionServer, Installation, Outcome, Remote, RemoteSettings,
    ServeSettings, Sources, Trigger,
};
use tokio_util::sync::CancellationToken;

use crate::listen;
use crate::store::LinkedBlobs;

pub const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
pub const OTHER: &str = "whsec_FxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA";

pub fn secrets(text: &str) -> Option<Secrets> {
    Some(Secrets::parse(text).unwrap())
}

pub struct Bench {
    pub laboratory: Laboratory,
    pub blobs: Arc<LinkedBlobs>,
    pub patient: PatientId,
}

impl Bench {
    pub async fn open() -> Self {
        // The first test's provider is everybody's.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let laboratory = Laboratory::open().await;
        let blobs = LinkedBlobs::over(laboratory.blobs.clone()).await;
        let patient = laboratory.patient("P-1").await;
        Self { laboratory, blobs, patient }
    }

    pub fn installation(&self) -> Installation {
        let Laboratory { commands, log, .. } = &self.laboratory;
        Installation { commands: commands.clone(), blobs: self.blobs.clone(), log: log.clone() }
    }

    /// A new image and its upload.
    pub async fn image(&self, seed: u32) -> (ImageId, Trigger) {
        let image = self.laboratory.image(self.patient, seed).await;
        let (stream, log) = (image.stream(), &self.laboratory.log);
        let mut events = log.read_stream(&stream, None, Direction::Forwards, 1).await.unwrap();
        (image, Trigger::read(events.remove(0), 0).unwrap())
    }

    /// What a function says in this process.
    pub async fn ask(
        &self,
        function: &dyn Function,
        trigger: &Trigger,
    ) -> Result<Vec<Outcome>, FunctionError> {
        function.handle(trigger, &Sources::of(self.installation())).await
    }

    /// A function at a URL, which may answer renditions.
    pub async fn remote(&self, url: &str) -> Remote {
        self.remote_as(url, |_| {}).await
    }

    pub async fn remote_as(&self, url: &str, set: impl FnOnce(&mut RemoteSettings)) -> Remote {
        let mut settings = RemoteSettings {
            name: "gauge".to_owned(),
            version: "1".to_owned(),
            url: url.parse().unwrap(),
            triggers: vec!["ImageUploaded".to_owned()],
            outcomes: vec!["AttachRenditions".to_owned()],
            secrets: None,
            timeout: Duration::from_secs(5),
        };
        set(&mut settings);
        Remote::new(settings, self.laboratory.log.identity().await.unwrap()).unwrap()
    }
}

/// A function behind HTTP.
pub struct Served {
    pub server: FunctionServer,
    pub url: String,
    pub stop: CancellationToken,
}

pub async fn serve(function: Arc<dyn Function>) -> Served {
    let served = serve_as(function, ServeSettings::new()).await;
    served.server.ready();
    served
}

/// With these settings, and not ready yet.
pub async fn serve_as(function: Arc<dyn Function>, settings: ServeSettings) -> Served {
    let stop = CancellationToken::new();
    let server = FunctionServer::new(function, settings, stop.clone()).unwrap();
    let url = listen(server.router()).await;
    Served { server, url, stop }
}
