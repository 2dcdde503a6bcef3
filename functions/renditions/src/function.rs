//! What is done when an image comes.

use async_trait::async_trait;
use bytes::Bytes;
use domain::event::{FunctionFailed, RenditionsAttached};
use futures::{StreamExt, TryStreamExt, stream};
use image::RgbImage;
use infra::picture::{Limits, PictureError, PicturePool, Source};
use runtime::{Function, FunctionError, ImageNow, Outcome, Sources, Trigger};
use tokio::sync::mpsc;

use crate::make::{Rendition, Unmade, make};
use crate::size::{self, PREVIEW, THUMBNAIL};

/// How many files are written at once: durable writes wait for the disk more than they work.
const WRITES: usize = 8;

/// Makes renditions, of as many images at once as its worker asks for.
pub struct Renditions {
    pictures: PicturePool,
}

impl Renditions {
    /// The function. Images are decoded in `pictures`.
    pub fn new(pictures: PicturePool) -> Self {
        Self { pictures }
    }

    /// Makes and keeps what the image is to have.
    async fn attach(
        &self,
        image: &ImageNow,
        sources: &Sources,
    ) -> Result<RenditionsAttached, FunctionError> {
        let original = sources.original(image).await?;
        let decoded = self.pictures.decode(Source::Bytes(original), limits(image)).await;
        let pixels = decoded.map_err(undecodable)?.pixels;
        let full = pixels.dimensions();
        make_and_keep(image, pixels, sources).await?;
        Ok(RenditionsAttached {
            image: image.id,
            thumbnail: size::within(full, THUMBNAIL),
            preview: size::within(full, PREVIEW),
            tiles: size::pyramid(full),
        })
    }
}

/// Makes renditions on a thread for blocking work, and keeps them as they come. When this is
/// dropped, the thread stops at the next rendition.
async fn make_and_keep(
    image: &ImageNow,
    pixels: RgbImage,
    sources: &Sources,
) -> Result<(), FunctionError> {
    let (give, mut made) = mpsc::channel::<(Rendition, Bytes)>(WRITES);
    let making = tokio::task::spawn_blocking(move || {
        make(pixels, |rendition, file| {
            give.blocking_send((rendition, file.into())).map_err(|_closed| Unmade::Stopped)
        })
    });
    stream::poll_fn(|context| made.poll_recv(context))
        .map(Ok)
        .try_for_each_concurrent(WRITES, async |(rendition, file)| {
            sources.keep(image, &rendition, file).await
        })
        .await?;
    match making.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Unmade::Picture(error))) => Err(undecodable(error)),
        Ok(Err(Unmade::Stopped)) => Err(FunctionError::Retry("it was stopped".to_owned())),
        Err(_panic) => Err(FunctionError::Retry("making renditions panicked".to_owned())),
    }
}

/// What was uploaded was measured then; whatever says more of itself now is damaged.
fn limits(image: &ImageNow) -> Limits {
    let max_pixels = u64::from(image.width) * u64::from(image.height);
    Limits { max_bytes: image.bytes, max_pixels }
}

/// An image that cannot be decoded now cannot be decoded later, unless its bytes are away.
fn undecodable(error: PictureError) -> FunctionError {
    match error {
        PictureError::Unavailable(_) => FunctionError::Unavailable(error.to_string()),
        damaged => FunctionError::Permanent(damaged.to_string()),
    }
}

#[async_trait]
impl Function for Renditions {
    fn name(&self) -> &'static str {
        "renditions"
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["ImageUploaded", "ImageRestored"]
    }

    fn outcomes(&self) -> &'static [&'static str] {
        &["AttachRenditions", "FailRenditions"]
    }

    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let Some(id) = trigger.image() else { return Ok(vec![]) };
        match sources.image(id).await? {
            Some(image) if wants_renditions(&image) => {
                let attached = self.attach(&image, sources).await;
                if sources.image(id).await?.is_none() {
                    // Erased while this was at work: what was kept since must go too.
                    sources.discard(&image).await?;
                    return Ok(vec![]);
                }
                Ok(vec![Outcome::AttachRenditions(attached?)])
            }
            _ => Ok(vec![]),
        }
    }

    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome> {
        let failed = |image| FunctionFailed { image, reason: reason.to_owned() };
        trigger.image().map(failed).map(Outcome::FailRenditions).into_iter().collect()
    }
}

/// In work and without renditions. One that failed is tried again when somebody asks.
fn wants_renditions(image: &ImageNow) -> bool {
    !image.voided && !image.has_renditions
}
