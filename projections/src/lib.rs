//! Read models: one file each with its table, its fold and its queries.
//!
//! A projector follows the event log and folds each event into every table, in one transaction with
//! its checkpoint. Everything here can be built again from the log; nothing here decides anything.

pub mod access;
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

mod batch;
mod checkpoint;
mod clinical;
mod counters;
mod cursor;
mod feed;
mod indexes;
mod list;
mod normalize;
mod onlooker;
mod open;
mod order;
mod place;
mod projector;
mod queries;
mod rebuild;
mod row;
mod settings;
mod sight;
mod spans;
mod store;
mod subject;
mod table;
mod traces;
mod value;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use infra::blobs::Blobs;
use infra::event_log::EventLog;
use infra::vault::Vault;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use projector::Course;
use sight::{BlindPanels, Sight};
use store::{Current, Store};

pub use access::AccessView;
pub use cases::CaseView;
pub use error::{NotYet, ReadError};
pub use history::History;
pub use images::ImageView;
pub use infra::event_log::Position;
pub use models::ModelView;
pub use page::{Page, Paged};
pub use panels::PanelView;
pub use patients::PatientView;
pub use place::Place;
pub use settings::{Settings, UnknownZone, Zone};
pub use status::{Progress, Status};
pub use users::UserView;

/// The read models, their projector and their queries, as somebody may see them. Cheap to clone.
#[derive(Clone)]
pub struct ReadModels {
    inner: Arc<Inner>,
    sight: Sight,
}

struct Inner {
    place: Place,
    identity: Uuid,
    log: Arc<dyn EventLog>,
    vault: Arc<dyn Vault>,
    blobs: Arc<dyn Blobs>,
    history: History,
    store: Current,
    blind_panels: BlindPanels,
    /// Held while folding into the database that counts, and while switching to another.
    turn: Mutex<()>,
    /// A rebuild is under way.
    rebuilding: AtomicBool,
    /// Held while databases that do not count are made or deleted; keeps what deletes the one that
    /// counted before.
    retired: Mutex<Option<JoinHandle<()>>>,
    course: Course,
}

impl Inner {
    /// Deletes what a crashed rebuild left, unless one is under way.
    async fn clear(&self) {
        let Ok(_held) = self.retired.try_lock() else { return };
        if let Err(error) = self.place.clear().await {
            tracing::warn!(%error, "old read models were not deleted");
        }
    }
}

/// Opens the database that counts. One that other folds or settings have built is left for an empty
/// one.
async fn open_store(
    place: &Place,
    identity: Uuid,
    asked: Option<Settings>,
) -> Result<Store, ReadError> {
    if let Some(database) = place.current().await? {
        if let Some(store) = Store::open(database, identity, asked.as_ref()).await? {
            return Ok(store);
        }
        tracing::info!("the read models are of another version and are built again");
    }
    let settings = asked.unwrap_or_default();
    let store = Store::create(place.another().await?, identity, &settings).await?;
    place.switch(&store.database).await?;
    Ok(store)
}

impl ReadModels {
    /// Opens, or makes, the read models in their place. Those built with other settings are left,
    /// and built anew once they follow the log; who names no settings keeps those that they were
    /// built with, or makes them with the usual ones.
    ///
    /// # Errors
    /// Read models of another log; a place that cannot be used.
    pub async fn open(
        place: Place,
        log: Arc<dyn EventLog>,
        vault: Arc<dyn Vault>,
        blobs: Arc<dyn Blobs>,
        settings: Option<Settings>,
    ) -> Result<Self, ReadError> {
        let identity = log.identity().await?;
        let store = open_store(&place, identity, settings).await?;
        Self::over(place, identity, store, log, vault, blobs).await
    }

    /// Opens read models that another process keeps, and changes nothing. None when there are none
    /// yet, or none that this version of the program and these settings would make.
    ///
    /// # Errors
    /// Read models of another log; a place that does not answer.
    pub async fn attach(
        place: Place,
        log: Arc<dyn EventLog>,
        vault: Arc<dyn Vault>,
        blobs: Arc<dyn Blobs>,
        settings: Option<&Settings>,
    ) -> Result<Option<Self>, ReadError> {
        let identity = log.identity().await?;
        let Some(database) = place.current().await? else { return Ok(None) };
        let Some(store) = Store::attach(database, identity).await? else { return Ok(None) };
        if settings.is_some_and(|asked| *asked != *store.settings) {
            return Ok(None);
        }
        Self::over(place, identity, store, log, vault, blobs).await.map(Some)
    }

    async fn over(
        place: Place,
        identity: Uuid,
        store: Store,
        log: Arc<dyn EventLog>,
        vault: Arc<dyn Vault>,
        blobs: Arc<dyn Blobs>,
    ) -> Result<Self, ReadError> {
        let checkpoint = store.checkpoint().await?;
        let targets = store.settings.targets;
        let store = Current::new(store);
        let index = history::Index::new(store.clone());
        let history = History::new(log.clone(), vault.clone());
        let history = history.with_targets(targets).with_index(index);
        Ok(Self {
            inner: Arc::new(Inner {
                place,
                identity,
                log,
                vault,
                blobs,
                history,
                store,
                blind_panels: BlindPanels::default(),
                turn: Mutex::default(),
                rebuilding: AtomicBool::default(),
                retired: Mutex::default(),
                course: Course::new(checkpoint.position),
            }),
            sight: Sight::default(),
        })
    }

    /// Follows the log until told to stop: first what is missing, then live. What fails is tried
    /// again, later and later, and said by [`ReadModels::status`]; no event is ever skipped.
    pub async fn run(&self, shutdown: CancellationToken) {
        projector::run(self, shutdown).await;
    }

    /// Looks on while another process follows the log, until told to stop: what is read here is then
    /// as far as it is there. Read models that live in files belong to one process.
    pub async fn watch(&self, shutdown: CancellationToken) {
        onlooker::run(self, shutdown).await;
    }

    /// The last event that the read models hold.
    pub fn position(&self) -> Option<Position> {
        *self.inner.course.position.borrow()
    }

    /// The same, to be waited on.
    pub fn positions(&self) -> watch::Receiver<Option<Position>> {
        self.inner.course.position.subscribe()
    }

    /// Moves whenever rows change, those of the access record left aside: what was read from the
    /// others at one edition holds until the next. Counts from when the program started.
    pub fn edition(&self) -> u64 {
        self.inner.course.edition.load(Ordering::Acquire)
    }

    /// Waits until the read models hold the event at a position.
    ///
    /// # Errors
    /// [`NotYet`] when the time is over.
    pub async fn wait_for(&self, position: Position, limit: Duration) -> Result<(), NotYet> {
        let mut positions = self.positions();
        let reached = positions.wait_for(|reached| *reached >= Some(position));
        let in_time = tokio::time::timeout(limit, reached).await.is_ok_and(|held| held.is_ok());
        match in_time {
            true => Ok(()),
            false => Err(NotYet { wanted: position, reached: self.position() }),
        }
    }

    /// Whether everything that was in the log at the start is there, and nothing has stopped.
    pub fn ready(&self) -> bool {
        let health = self.inner.course.health.borrow();
        health.caught_up && health.stopped.is_none()
    }

    /// Waits until [`ReadModels::ready`] says so.
    pub async fn until_ready(&self) {
        let mut health = self.inner.course.health.subscribe();
        // The sender lives as long as these read models: the wait ends only when they are ready.
        let _ = health.wait_for(|now| now.caught_up && now.stopped.is_none()).await;
    }

    /// How far each read model is.
    ///
    /// # Errors
    /// A log that does not answer.
    pub async fn status(&self) -> Result<Status, ReadError> {
        status::status(&self.inner).await
    }

    /// Builds everything anew beside what is there, which serves until the new is complete.
    ///
    /// # Errors
    /// A rebuild under way already; a log, vault or disk that fails: what was there stays.
    pub async fn rebuild(&self, progress: impl FnMut(Progress) + Send) -> Result<(), ReadError> {
        rebuild::rebuild(&self.inner, progress).await
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

    /// Who came in, who saw whose data.
    pub fn access(&self) -> access::AccessRecord<'_> {
        access::AccessRecord(self)
    }

    /// What changed lately.
    pub fn activity(&self) -> activity::Activity<'_> {
        activity::Activity(self)
    }

    /// What happened, and how things stood.
    pub fn history(&self) -> History {
        self.inner.history.clone().with_sight(self.sight.clone())
    }

    /// Images' bytes.
    pub fn content(&self) -> content::Contents<'_> {
        content::Contents(self)
    }
}
