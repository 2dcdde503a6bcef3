//! Use cases that change something: load the stream, decide, append with expected revision.
//!
//! One file a family. Whoever asks gets [`Done`] or a [`CommandError`]; nothing here answers
//! HTTP, and nothing here reads a read model.

use std::fmt;
use std::sync::Arc;

use infra::blobs::Blobs;
use infra::erasures::ErasureList;
use infra::event_log::EventLog;
use infra::picture::PicturePool;
use infra::spool::Spool;
use infra::state::State;
use infra::vault::{InstallationKey, Vault};

mod access;
pub mod audit;
mod cases;
mod claims;
mod conclusions;
mod context;
mod critical;
mod error;
mod execute;
mod explanations;
mod idempotency;
mod images;
mod measurements;
mod models;
mod own_sessions;
mod panels;
mod passwords;
mod patients;
mod predictions;
mod processes;
mod renditions;
mod reservations;
mod seal;
mod secret;
mod sessions;
mod setup;
#[cfg(feature = "testing")]
pub mod testing;
mod traces;
mod users;
mod verdicts;

pub use access::{Access, Reader};
pub use context::{Clock, Context, SystemClock};
pub use domain::case::{
    Conclusion, Correction as CaseCorrection, Details as CaseDetails, Notification,
};
pub use domain::image::RecordVerdict;
pub use domain::patient::{Correction as PatientCorrection, Details as PatientDetails};
pub use domain::refusal::Kind;
pub use domain::user::Change as UserChange;
pub use error::{CommandError, Refusal};
pub use explanations::RequestExplanation;
pub use idempotency::{Answer, Begin};
pub use images::{Reassignment, Status, UploadLimits, UploadTarget, UploadedItem};
pub use infra::event_log::Position;
pub use infra::telemetry::spans;
pub use own_sessions::OwnSession;
pub use panels::PanelRevision;
pub use processes::Reconciled;
pub use secret::Secret;
pub use sessions::{Caller, SignedIn};
pub use users::AddUser;

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done<T> {
    /// What the command is about.
    pub value: T,
    /// The newest event known of; whoever reads after it reads what was written.
    pub position: Option<Position>,
    /// Whether anything happened, now or when the same command came before.
    pub changed: bool,
}

impl<T> Done<T> {
    /// The same, about something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Done<U> {
        Done { value: change(self.value), position: self.position, changed: self.changed }
    }

    /// The same after one more step of the command.
    fn and<U>(self, next: Done<U>) -> Done<T> {
        Done {
            value: self.value,
            position: self.position.max(next.position),
            changed: self.changed || next.changed,
        }
    }
}

/// What commands work with.
pub struct Parts {
    /// Where facts go.
    pub log: Arc<dyn EventLog>,
    /// Credentials, sessions, answers, throttles, the set-up token.
    pub state: State,
    /// Keys of patients and users.
    pub vault: Arc<dyn Vault>,
    /// Originals and renditions.
    pub blobs: Arc<dyn Blobs>,
    /// Where uploads arrive.
    pub spool: Spool,
    /// Where pictures are decoded.
    pub pictures: PicturePool,
    /// For names that are unique and for sign-in.
    pub key: InstallationKey,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How large a file may be.
    pub limits: UploadLimits,
    /// Who was erased, for backups that are restored.
    pub erasures: ErasureList,
}

/// Everything that can be asked for. Cheap to clone.
#[derive(Clone)]
pub struct Commands {
    house: Arc<House>,
}

struct House {
    parts: Arc<Parts>,
    recorder: access::Recorder,
    passwords: passwords::Passwords,
    callers: sessions::Callers,
    once: processes::Once,
    under_way: idempotency::UnderWay,
}

impl Commands {
    /// Ready for work with these parts. Must be called within a runtime, on which the access
    /// record's task runs for as long as there are commands.
    pub fn new(parts: Parts) -> Self {
        Self::over(Arc::new(parts))
    }

    fn over(parts: Arc<Parts>) -> Self {
        let house = House {
            recorder: access::Recorder::start(parts.clone()),
            parts,
            passwords: passwords::Passwords::new(),
            callers: sessions::Callers::default(),
            once: processes::Once::default(),
            under_way: idempotency::UnderWay::default(),
        };
        Self { house: Arc::new(house) }
    }

    fn parts(&self) -> &Parts {
        &self.house.parts
    }

    fn now(&self) -> jiff::Timestamp {
        self.parts().clock.now()
    }
}

impl fmt::Debug for Commands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Commands(…)")
    }
}
