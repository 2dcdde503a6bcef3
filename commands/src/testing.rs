//! A whole installation in a temporary directory, on the real log, state, vault and blobs, with a
//! clock that tests turn. For the tests of this and other crates; it panics where tests should.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use domain::access::Role;
use domain::envelope::Actor;
use domain::ids::UserId;
use infra::blobs::{BlobKey, Blobs, DirectoryBlobs};
use infra::erasures::ErasureList;
use infra::event_log::EventLog;
use infra::event_log::sqlite::SqliteLog;
use infra::picture::PicturePool;
use infra::spool::Spool;
use infra::sql::sqlite_url;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault, Vault};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Clock, Commands, Context, Parts, UploadLimits};

mod faults;
mod samples;

pub use faults::{Faults, FaultyLog};
pub use samples::{blood_cell, bytes, chunks, pack, png, prediction, verdict};

/// An installation for one test.
pub struct Laboratory {
    directory: Arc<TempDir>,
    sqlite: Arc<SqliteLog>,
    /// The commands.
    pub commands: Commands,
    /// The log that the commands append to.
    pub log: Arc<dyn EventLog>,
    /// The state.
    pub state: State,
    /// The vault.
    pub vault: Arc<dyn Vault>,
    /// The blobs.
    pub blobs: Arc<dyn Blobs>,
    /// Where pictures are decoded.
    pub pictures: PicturePool,
    /// What time the commands think it is.
    pub clock: Arc<TestClock>,
    /// What goes wrong with the log.
    pub faults: Arc<Faults>,
}

impl Laboratory {
    /// A new installation with the two built-in panels.
    pub async fn open() -> Self {
        let directory = Arc::new(tempfile::tempdir().expect("a temporary directory"));
        let laboratory = Self::on(directory, Arc::new(TestClock::default())).await;
        let context = laboratory.system("start");
        laboratory.commands.define_panels(&context).await.expect("the built-in panels");
        laboratory
    }

    /// The same installation after its process ended and began again; nothing goes wrong any more.
    pub async fn restart(self) -> Self {
        let Self { directory, sqlite, state, clock, commands, .. } = self;
        drop(commands);
        sqlite.close().await;
        state.close().await;
        Self::on(directory, clock).await
    }

    async fn on(directory: Arc<TempDir>, clock: Arc<TestClock>) -> Self {
        let path = |name: &str| directory.path().join(name);
        let state = State::open(&sqlite_url(&path("state.db"))).await.expect("the state opens");
        let events = path("events.db");
        let sqlite = SqliteLog::open(&events, state.pool().clone()).await;
        let sqlite = Arc::new(sqlite.expect("the log opens"));
        let faults = Arc::new(Faults::default());
        let log: Arc<dyn EventLog> = Arc::new(FaultyLog::new(sqlite.clone(), faults.clone()));
        let key = InstallationKey::from_bytes([7; 32]);
        let vault: Arc<dyn Vault> = Arc::new(StateVault::new(state.clone(), &key));
        let blobs = DirectoryBlobs::open(&path("blobs")).expect("the blobs open");
        let blobs: Arc<dyn Blobs> = Arc::new(blobs);
        let pictures = PicturePool::new(2, 256 << 20);
        let commands = Commands::new(Parts {
            log: log.clone(),
            state: state.clone(),
            vault: vault.clone(),
            blobs: blobs.clone(),
            spool: Spool::open(&path("spool")).expect("the spool opens"),
            pictures: pictures.clone(),
            key,
            clock: clock.clone(),
            limits: UploadLimits::default(),
            erasures: ErasureList::new(path("erasures")),
        });
        Self { directory, sqlite, commands, log, state, vault, blobs, pictures, clock, faults }
    }

    /// The commands of another process that works with the same parts.
    pub fn another_process(&self) -> Commands {
        Commands::over(self.commands.house.parts.clone())
    }

    /// The installation's folder.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Keeps bytes as a function would.
    pub async fn keep(&self, key: &str, bytes: Vec<u8>) {
        let key = BlobKey::new(key).expect("a key");
        self.blobs.put_bytes(&key, bytes.into()).await.expect("it is kept");
    }

    /// A fresh command of a person with this role; the same person each time.
    pub fn person(&self, role: Role) -> Context {
        Context::new(Actor::Person { id: reader(role), role })
    }

    /// A fresh command of a technologist.
    pub fn technologist(&self) -> Context {
        self.person(Role::Technologist)
    }

    /// A fresh command of a hematologist.
    pub fn hematologist(&self) -> Context {
        self.person(Role::Hematologist)
    }

    /// A fresh command of an administrator.
    pub fn admin(&self) -> Context {
        self.person(Role::Admin)
    }

    /// A fresh command of the installation itself.
    pub fn system(&self, name: &str) -> Context {
        Context::new(Actor::System { name: name.to_owned() })
    }

    /// A fresh command of a function.
    pub fn function(&self, name: &str) -> Context {
        Context::new(Actor::Function { name: name.to_owned(), version: "1".to_owned() })
    }
}

/// The person that [`Laboratory::person`] means. No account goes with it.
pub fn reader(role: Role) -> UserId {
    UserId(Uuid::new_v5(&Uuid::NAMESPACE_OID, role.as_str().as_bytes()))
}

/// The machine's clock, as far ahead as a test turns it, until a test stops it.
#[derive(Debug, Default)]
pub struct TestClock {
    ahead_us: AtomicI64,
    stopped: OnceLock<Timestamp>,
}

impl TestClock {
    /// Lets time pass.
    pub fn advance(&self, seconds: i64) {
        self.ahead_us.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// From now on time passes only when the clock is turned.
    pub fn stop(&self) {
        self.stopped.get_or_init(Timestamp::now);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_micros(self.ahead_us.load(Ordering::SeqCst));
        let now = self.stopped.get().copied().unwrap_or_else(Timestamp::now);
        now.saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }
}
