//! What a function may look at: the present state, and blobs. Nothing here appends.

use std::sync::Arc;

use commands::{CommandError, Commands};
use domain::event::{Event, Stored, decode};
use domain::ids::{ImageId, ModelId, PanelId};
use domain::image::Image;
use domain::model::Model;
use domain::panel::Panel;
use infra::blobs::{BlobError, BlobKey, Blobs};
use infra::event_log::{Direction, EventLog, Filter, LogError, Position, RecordedEvent};

use crate::FunctionError;

/// The present state of what triggers are about, and the blobs beside it.
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
}
