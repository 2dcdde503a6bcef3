//! What a function may look at: the present state, and blobs. Nothing here appends.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use commands::{CommandError, Commands};
use domain::ids::{ImageId, ModelId, PanelId};
use domain::image::Image;
use domain::model::Model;
use domain::panel::Panel;
use infra::blobs::{BlobKey, Blobs};
use infra::event_log::{Direction, EventLog, Filter, Position, RecordedEvent};

use crate::FunctionError;

/// The present state of what triggers are about, and the blobs beside it. Cheap to clone.
#[derive(Clone)]
pub struct Sources {
    commands: Commands,
    blobs: Arc<dyn Blobs>,
    log: Arc<dyn EventLog>,
}

impl Sources {
    /// Sources over these.
    pub fn new(commands: Commands, blobs: Arc<dyn Blobs>, log: Arc<dyn EventLog>) -> Self {
        Self { commands, blobs, log }
    }

    /// An image as it is now; none when there is no such image, or its patient was erased.
    ///
    /// # Errors
    /// The log or the vault is away.
    pub async fn image(&self, id: ImageId) -> Result<Option<Image>, FunctionError> {
        let Some(image) = found(self.commands.load_image(id).await)? else { return Ok(None) };
        let patient = found(self.commands.load_patient(image.patient).await)?;
        Ok(patient.is_some_and(|patient| !patient.erased).then_some(image))
    }

    /// A panel as it is now; none when there is no such panel.
    ///
    /// # Errors
    /// The log is away.
    pub async fn panel(&self, id: &PanelId) -> Result<Option<Panel>, FunctionError> {
        found(self.commands.load_panel(id).await)
    }

    /// A model as it is now; none when this installation never saw it.
    ///
    /// # Errors
    /// The log is away.
    pub async fn model(&self, id: ModelId) -> Result<Option<Model>, FunctionError> {
        found(self.commands.load_model(id).await)
    }

    /// The bytes that were uploaded.
    ///
    /// # Errors
    /// The blobs are away, or the original is lost: [`FunctionError::Permanent`].
    pub async fn original(&self, image: &Image) -> Result<Bytes, FunctionError> {
        let bytes = self.blobs.read(&original_key(image)).await?;
        bytes.ok_or_else(|| FunctionError::Permanent("the original is missing".to_owned()))
    }

    /// Keeps a rendition beside the original, durably. One that is there already stays.
    ///
    /// # Errors
    /// The blobs are away.
    pub async fn keep(
        &self,
        image: &Image,
        rendition: &impl fmt::Display,
        bytes: Bytes,
    ) -> Result<(), FunctionError> {
        let key = format!("{}{rendition}", original_key(image));
        let key = BlobKey::new(key).map_err(|bad| FunctionError::Permanent(bad.to_string()))?;
        self.blobs.put_bytes(&key, bytes).await?;
        Ok(())
    }

    /// Deletes everything that was kept of an image, whose patient was erased meanwhile.
    ///
    /// # Errors
    /// The blobs are away.
    pub async fn discard(&self, image: &Image) -> Result<(), FunctionError> {
        self.blobs.delete_prefix(original_key(image).as_str()).await?;
        Ok(())
    }

    /// Events of these types after a position, oldest first, at most `limit`.
    ///
    /// # Errors
    /// The log is away.
    pub async fn events(
        &self,
        after: Option<Position>,
        types: &[&str],
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, FunctionError> {
        let filter = Filter::Types(types.iter().map(|&kind| kind.to_owned()).collect());
        Ok(self.log.read_all(after, Direction::Forwards, &filter, limit).await?)
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources(…)")
    }
}

/// Where the bytes that were uploaded lie.
fn original_key(image: &Image) -> BlobKey {
    BlobKey::new(format!("patient/{}/{}", image.patient, image.sha256))
        .expect("a UUID and a digest are letters, digits and dashes")
}

fn found<T>(loaded: Result<T, CommandError>) -> Result<Option<T>, FunctionError> {
    match loaded {
        Ok(value) => Ok(Some(value)),
        Err(CommandError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
