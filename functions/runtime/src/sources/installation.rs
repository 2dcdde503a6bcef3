//! Sources over the installation itself: its commands, blobs and log.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use commands::{CommandError, Commands};
use domain::ids::{ImageId, PanelId};
use infra::blobs::{BlobKey, Blobs, Link};
use infra::event_log::{Direction, EventLog, Filter, Position, RecordedEvent};

use crate::{FunctionError, ImageNow, PanelNow};

/// What an installation's functions are run over. Cheap to clone.
#[derive(Clone)]
pub struct Installation {
    /// What outcomes become, and where the present state is read.
    pub commands: Commands,
    /// Originals and renditions.
    pub blobs: Arc<dyn Blobs>,
    /// Where triggers come from.
    pub log: Arc<dyn EventLog>,
}

impl Installation {
    pub(super) async fn image(&self, id: ImageId) -> Result<Option<ImageNow>, FunctionError> {
        let Some(image) = found(self.commands.load_image(id).await)? else { return Ok(None) };
        let patient = found(self.commands.load_patient(image.patient).await)?;
        let kept = patient.is_some_and(|patient| !patient.erased);
        Ok(kept.then(|| ImageNow::from(image)))
    }

    pub(super) async fn panel(&self, id: &PanelId) -> Result<Option<PanelNow>, FunctionError> {
        Ok(found(self.commands.load_panel(id).await)?.map(PanelNow::from))
    }

    pub(super) async fn original(&self, image: &ImageNow) -> Result<Bytes, FunctionError> {
        let bytes = self.blobs.read(key(image)?).await?;
        bytes.ok_or_else(|| FunctionError::Permanent("the original is missing".to_owned()))
    }

    pub(super) async fn link(
        &self,
        image: &ImageNow,
        valid: Duration,
    ) -> Result<Option<Link>, FunctionError> {
        Ok(self.blobs.link(key(image)?, valid).await?)
    }

    pub(super) async fn keep(
        &self,
        image: &ImageNow,
        rendition: &impl fmt::Display,
        bytes: Bytes,
    ) -> Result<(), FunctionError> {
        let key = BlobKey::new(format!("{}{rendition}", key(image)?))
            .map_err(|bad| FunctionError::Permanent(bad.to_string()))?;
        self.blobs.put_bytes(&key, bytes).await?;
        Ok(())
    }

    pub(super) async fn discard(&self, image: &ImageNow) -> Result<(), FunctionError> {
        self.blobs.delete_prefix(key(image)?.as_str()).await?;
        Ok(())
    }

    pub(super) async fn events(
        &self,
        after: Option<Position>,
        types: &[&str],
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, FunctionError> {
        let filter = Filter::Types(types.iter().map(|&kind| kind.to_owned()).collect());
        Ok(self.log.read_all(after, Direction::Forwards, &filter, limit).await?)
    }
}

/// Where an image's bytes lie, of one that came from these sources.
fn key(image: &ImageNow) -> Result<&BlobKey, FunctionError> {
    let unknown = || FunctionError::Permanent("this image comes from elsewhere".to_owned());
    image.original.as_ref().ok_or_else(unknown)
}

fn found<T>(loaded: Result<T, CommandError>) -> Result<Option<T>, FunctionError> {
    match loaded {
        Ok(value) => Ok(Some(value)),
        Err(CommandError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
