//! A function that looks at what there is to see of an image, wherever it runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::event::{FunctionFailed, RenditionsAttached};
use runtime::{Function, FunctionError, Outcome, Sources, Trigger};
use tokio::sync::Semaphore;

/// Tells the original's size, as if it were a thumbnail's.
pub struct Gauge {
    pub calls: AtomicUsize,
    /// Each answer takes one.
    pub gate: Semaphore,
}

impl Gauge {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { calls: AtomicUsize::new(0), gate: Semaphore::new(1_000) })
    }

    /// One that answers only as often as the test lets it.
    pub fn gated() -> Arc<Self> {
        Arc::new(Self { calls: AtomicUsize::new(0), gate: Semaphore::new(0) })
    }

    pub async fn until_called(&self, times: usize) {
        while self.calls.load(Ordering::SeqCst) < times {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

#[async_trait]
impl Function for Gauge {
    fn name(&self) -> &'static str {
        "gauge"
    }

    fn version(&self) -> &str {
        "1"
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["ImageUploaded"]
    }

    fn outcomes(&self) -> &'static [&'static str] {
        &["AttachRenditions", "FailRenditions"]
    }

    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.gate.acquire().await.unwrap().forget();
        let id = trigger.image().unwrap();
        let Some(image) = sources.image(id).await? else { return Ok(vec![]) };
        let panel = sources.panel(&image.panel).await?.unwrap();
        let bytes = sources.original(&image).await?;
        let size = (u32::try_from(bytes.len()).unwrap(), panel.labels.len() as u32);
        let preview = (image.width, image.height);
        let attached = RenditionsAttached { image: id, thumbnail: size, preview, tiles: None };
        Ok(vec![Outcome::AttachRenditions(attached)])
    }

    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome> {
        let (image, reason) = (trigger.image().unwrap(), reason.to_owned());
        vec![Outcome::FailRenditions(FunctionFailed { image, reason })]
    }
}
