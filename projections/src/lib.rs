//! Read models: one file each with its table, its fold and its queries.

pub mod activity;
pub mod cases;
pub mod content;
pub mod error;
pub mod history;
pub mod images;
pub mod models;
pub mod page;
pub mod panels;
pub mod patients;
pub mod statistics;
pub mod status;
pub mod users;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use infra::blobs::Blobs;
use infra::event_log::EventLog;
use infra::vault::Vault;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub use cases::CaseView;
pub use error::{NotYet, ReadError};
pub use history::History;
pub use images::ImageView;
pub use infra::event_log::Position;
pub use models::ModelView;
pub use page::{Page, Paged};
pub use panels::PanelView;
pub use patients::PatientView;
pub use status::{Progress, Status};
pub use users::UserView;

/// The read models, their projector and their queries. Cheap to clone.
#[derive(Clone)]
pub struct ReadModels {
    inner: Arc<Inner>,
}

struct Inner {
    history: History,
}

impl ReadModels {
    /// Opens, or makes, the read models in a directory.
    ///
    /// # Errors
    /// Read models of another log; a directory that cannot be used.
    pub async fn open(
        directory: &Path,
        log: Arc<dyn EventLog>,
        vault: Arc<dyn Vault>,
        blobs: Arc<dyn Blobs>,
    ) -> Result<Self, ReadError> {
        let _ = (directory, log, vault, blobs);
        todo!()
    }

    /// Follows the log until told to stop: first what is missing, then live.
    pub async fn run(&self, shutdown: CancellationToken) {
        let _ = shutdown;
        todo!()
    }

    /// The last event that the read models hold.
    pub fn position(&self) -> Option<Position> {
        todo!()
    }

    /// The same, to be waited on.
    pub fn positions(&self) -> watch::Receiver<Option<Position>> {
        todo!()
    }

    /// Waits until the read models hold the event at a position.
    ///
    /// # Errors
    /// [`NotYet`] when the time is over.
    pub async fn wait_for(&self, position: Position, limit: Duration) -> Result<(), NotYet> {
        let _ = (position, limit);
        todo!()
    }

    /// Whether everything that was in the log at the start is there, and nothing has stopped.
    pub fn ready(&self) -> bool {
        todo!()
    }

    /// How far each read model is.
    ///
    /// # Errors
    /// A log that does not answer.
    pub async fn status(&self) -> Result<Status, ReadError> {
        todo!()
    }

    /// Builds everything anew beside what is there, which serves until the new is complete.
    ///
    /// # Errors
    /// A rebuild under way already; a log, vault or disk that fails: what was there stays.
    pub async fn rebuild(&self, progress: impl FnMut(Progress) + Send) -> Result<(), ReadError> {
        let _ = progress;
        todo!()
    }

    /// Users.
    pub fn users(&self) -> users::Users<'_> {
        users::Users(self)
    }

    /// Patients.
    pub fn patients(&self) -> patients::Patients<'_> {
        patients::Patients(self)
    }

    /// Cases.
    pub fn cases(&self) -> cases::Cases<'_> {
        cases::Cases(self)
    }

    /// Images.
    pub fn images(&self) -> images::Images<'_> {
        images::Images(self)
    }

    /// Panels.
    pub fn panels(&self) -> panels::Panels<'_> {
        panels::Panels(self)
    }

    /// Models.
    pub fn models(&self) -> models::Models<'_> {
        models::Models(self)
    }

    /// Figures.
    pub fn statistics(&self) -> statistics::Statistics<'_> {
        statistics::Statistics(self)
    }

    /// What changed lately.
    pub fn activity(&self) -> activity::Activity<'_> {
        activity::Activity(self)
    }

    /// What happened, and how things stood.
    pub fn history(&self) -> &History {
        &self.inner.history
    }

    /// Images' bytes.
    pub fn content(&self) -> content::Contents<'_> {
        content::Contents(self)
    }
}
