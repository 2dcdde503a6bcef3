//! What a function may look at: the present state, and blobs. Nothing here appends.
//!
//! A function is handed its sources with each trigger, and knows nothing of where they come from:
//! from the installation, or from what a CloudEvent carried.

mod carried;
mod installation;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::ids::{ImageId, PanelId};
use infra::blobs::Link;
use infra::event_log::{Position, RecordedEvent};
use reqwest::Client;

pub use installation::Installation;

use crate::cloudevent::Present;
use crate::{FunctionError, ImageNow, PanelNow};
use carried::{Carried, elsewhere};

/// The present state of what a trigger is about, and the blobs beside it. Cheap to clone.
#[derive(Clone)]
pub struct Sources(Kind);

#[derive(Clone)]
enum Kind {
    Installation(Installation),
    Carried(Arc<Carried>),
}

impl Sources {
    /// The installation's own: everything as it is at the moment of asking.
    pub fn of(installation: Installation) -> Self {
        Self(Kind::Installation(installation))
    }

    /// What a CloudEvent carried, and a client that fetches the original from where it says. There
    /// is nothing else: no log, and no place for renditions.
    pub(crate) fn carried(present: Present, http: Client) -> Self {
        Self(Kind::Carried(Arc::new(Carried { present, http })))
    }

    /// An image as it is now; none when there is no such image, or its patient was erased.
    ///
    /// # Errors
    /// The log or the vault is away.
    pub async fn image(&self, id: ImageId) -> Result<Option<ImageNow>, FunctionError> {
        match &self.0 {
            Kind::Installation(installation) => installation.image(id).await,
            Kind::Carried(carried) => Ok(carried.image(id)),
        }
    }

    /// A panel as it is now; none when there is no such panel.
    ///
    /// # Errors
    /// The log is away.
    pub async fn panel(&self, id: &PanelId) -> Result<Option<PanelNow>, FunctionError> {
        match &self.0 {
            Kind::Installation(installation) => installation.panel(id).await,
            Kind::Carried(carried) => Ok(carried.panel(id)),
        }
    }

    /// The bytes that were uploaded.
    ///
    /// # Errors
    /// The blobs are away, or the original is lost: [`FunctionError::Permanent`].
    pub async fn original(&self, image: &ImageNow) -> Result<Bytes, FunctionError> {
        match &self.0 {
            Kind::Installation(installation) => installation.original(image).await,
            Kind::Carried(carried) => carried.original(image).await,
        }
    }

    /// A link to the bytes that were uploaded, good for so long; none where blobs have no links.
    ///
    /// # Errors
    /// The blobs are away.
    pub async fn link(
        &self,
        image: &ImageNow,
        valid: Duration,
    ) -> Result<Option<Link>, FunctionError> {
        match &self.0 {
            Kind::Installation(installation) => installation.link(image, valid).await,
            Kind::Carried(_) => Ok(None),
        }
    }

    /// Keeps a rendition beside the original, durably. One that is there already stays.
    ///
    /// # Errors
    /// The blobs are away.
    pub async fn keep(
        &self,
        image: &ImageNow,
        rendition: &(impl fmt::Display + Sync),
        bytes: Bytes,
    ) -> Result<(), FunctionError> {
        match &self.0 {
            Kind::Installation(installation) => installation.keep(image, rendition, bytes).await,
            Kind::Carried(_) => Err(elsewhere("a place for renditions")),
        }
    }

    /// Deletes everything that was kept of an image, whose patient was erased meanwhile.
    ///
    /// # Errors
    /// The blobs are away.
    pub async fn discard(&self, image: &ImageNow) -> Result<(), FunctionError> {
        match &self.0 {
            Kind::Installation(installation) => installation.discard(image).await,
            Kind::Carried(_) => Err(elsewhere("a place for renditions")),
        }
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
        match &self.0 {
            Kind::Installation(installation) => installation.events(after, types, limit).await,
            Kind::Carried(_) => Err(elsewhere("the event log")),
        }
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources(…)")
    }
}
