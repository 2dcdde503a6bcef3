//! A laboratory in a temporary directory: real log, state, vault and blobs, and events written as
//! commands write them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::access::Role;
use domain::envelope::{Actor, Envelope};
use domain::event::{Event, encode};
use domain::ids::{CaseId, ImageId, PatientId, UserId};
use domain::personal::{Personal, Sealed};
use engines::mariadb;
use infra::blobs::DirectoryBlobs;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{
    Direction, EventLog as _, Expected, Filter, NewEvent, Position, RecordedEvent, chain,
};
use infra::sql;
use infra::state::State;
use infra::vault::{Bound, InstallationKey, StateVault, SubjectKey, Vault};
use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{Column as _, Row as _, ValueRef as _};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::open::{Fact, Opener};
use crate::store::Store;
use crate::subject::{Subject, subject};
use crate::{Place, ReadModels, Settings, Status};

/// Whether the read models are files. `HEMACLASSIFY_TEST_READ_MODELS=mysql` lets every test here
/// run on a server instead, but those that look into the files.
pub(super) fn in_files() -> bool {
    std::env::var("HEMACLASSIFY_TEST_READ_MODELS").is_err()
}

pub(super) struct Lab {
    folder: tempfile::TempDir,
    pub(super) log: Arc<SqliteLog>,
    pub(super) vault: Arc<dyn Vault>,
    pub(super) blobs: Arc<DirectoryBlobs>,
    keys: Mutex<HashMap<Uuid, SubjectKey>>,
    schemas: Mutex<HashMap<String, String>>,
    clock: AtomicI64,
}

pub(super) const READER: UserId = UserId(Uuid::from_u128(7));

pub(super) fn personal(text: &str) -> Personal {
    Personal::new(text)
}

impl Lab {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let state = State::open(&sql::sqlite_url(&path("state.db"))).await.unwrap();
        let log = SqliteLog::open(&path("events.db"), state.pool().clone()).await.unwrap();
        let vault = StateVault::new(state, &InstallationKey::from_bytes([7; 32]));
        let blobs = DirectoryBlobs::open(&path("blobs")).unwrap();
        Self {
            log: Arc::new(log),
            vault: Arc::new(vault),
            blobs: Arc::new(blobs),
            keys: Mutex::default(),
            schemas: Mutex::default(),
            clock: AtomicI64::new(0),
            folder,
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the read models of that name live: in a directory, or on the server.
    pub(super) async fn place(&self, name: &str) -> Place {
        if in_files() {
            return Place::directory(&self.path(name)).unwrap();
        }
        let known = self.schemas.lock().unwrap().get(name).cloned();
        let url = match known {
            Some(url) => url,
            None => mariadb::schema().await,
        };
        self.schemas.lock().unwrap().insert(name.to_owned(), url.clone());
        Place::schemas(&url).await.unwrap()
    }

    /// Read models of that name, not yet following.
    pub(super) async fn models(&self, name: &str) -> ReadModels {
        self.models_with(name, self.vault.clone()).await
    }

    pub(super) async fn models_with(&self, name: &str, vault: Arc<dyn Vault>) -> ReadModels {
        let (log, blobs) = (self.log.clone(), self.blobs.clone());
        ReadModels::open(self.place(name).await, log, vault, blobs, None).await.unwrap()
    }

    /// Read models of that name that another keeps.
    pub(super) async fn onlooker(
        &self,
        name: &str,
        asked: Option<&Settings>,
    ) -> Option<ReadModels> {
        let (log, vault, blobs) = (self.log.clone(), self.vault.clone(), self.blobs.clone());
        ReadModels::attach(self.place(name).await, log, vault, blobs, asked).await.unwrap()
    }

    /// Read models with these settings.
    pub(super) async fn models_as(&self, name: &str, settings: Settings) -> ReadModels {
        let (log, vault, blobs) = (self.log.clone(), self.vault.clone(), self.blobs.clone());
        ReadModels::open(self.place(name).await, log, vault, blobs, Some(settings)).await.unwrap()
    }

    /// A second after the last one, and a few nanoseconds that SQL does not hold.
    fn now(&self) -> Timestamp {
        let seconds = self.clock.fetch_add(1, Ordering::Relaxed);
        let start: Timestamp = "2026-03-01T12:00:00.000000123Z".parse().unwrap();
        start + SignedDuration::from_secs(seconds)
    }

    /// The key as it was, also after it was destroyed: for events that come late.
    async fn key(&self, owner: Uuid) -> SubjectKey {
        if let Some(key) = self.keys.lock().unwrap().get(&owner) {
            return key.clone();
        }
        let key = self.vault.create(owner).await.unwrap();
        self.keys.lock().unwrap().insert(owner, key.clone());
        key
    }

    /// Gives an owner a key that the vault does not know.
    pub(super) fn foreign_key(&self, owner: Uuid) {
        self.keys.lock().unwrap().insert(owner, SubjectKey::from_bytes([9; 32]));
    }

    pub(super) async fn append(&self, event: Event<Personal>) -> Position {
        let who = Actor::Person { id: READER, role: Role::Hematologist };
        self.append_by(who, event).await
    }

    /// Seals, chains and appends an event to the stream of what it is about.
    pub(super) async fn append_by(&self, actor: Actor, event: Event<Personal>) -> Position {
        let stream = stream_of(&event);
        let id = Uuid::now_v7();
        let key = match event.key_owner() {
            Some(owner) => Some(self.key(owner).await),
            None => None,
        };
        let sealed = event.try_map(|field, text| {
            let place = Bound { stream: &stream, event: id, field };
            let key = key.as_ref().unwrap();
            Ok::<_, ()>(Sealed(key.seal(text.reveal(), place)))
        });
        let (kind, data) = encode(&sealed.unwrap());
        let last = self.log.read_stream(&stream, None, Direction::Backwards, 1).await.unwrap();
        let last: Option<&RecordedEvent> = last.first();
        let revision = last.map_or(0, |last| last.revision + 1);
        let envelope = Envelope {
            correlation: id,
            causation: None,
            traceparent: None,
            actor,
            command: id,
            recorded_at: self.now(),
            schema: domain::upcast::version(&kind),
            previous: last.and_then(|last| chain::hash_of(&last.metadata)).map(str::to_owned),
        };
        let metadata = serde_json::to_vec(&envelope).unwrap();
        let (metadata, _) = chain::seal(&stream, revision, id, &kind, &data, &metadata);
        let expected = last.map_or(Expected::NoStream, |last| Expected::Revision(last.revision));
        let event = NewEvent { id, kind, data: data.into(), metadata };
        self.log.append(&stream, expected, vec![event]).await.unwrap().position
    }

    /// Everything in the log, opened.
    pub(super) async fn facts(&self) -> Vec<Fact> {
        let all = self.log.read_all(None, Direction::Forwards, &Filter::All, 100_000).await;
        let mut opener = Opener::new(self.vault.clone());
        let mut facts = Vec::new();
        for event in all.unwrap() {
            facts.push(opener.open(&event).await.unwrap());
        }
        facts
    }

    /// The rows that these events come to, folded in batches of a size into an empty database.
    pub(super) async fn folded(&self, facts: &[Fact], size: usize) -> Vec<String> {
        let identity = self.log.identity().await.unwrap();
        let place = self.place("folded").await;
        let database = place.another().await.unwrap();
        let store = Store::create(database, identity, &Settings::default()).await.unwrap();
        let mut checkpoint = store.checkpoint().await.unwrap();
        for batch in facts.chunks(size) {
            checkpoint = store.fold(checkpoint, batch).await.unwrap();
        }
        let rows = dump(&store).await;
        store.pool.close().await;
        place.delete(&store.database).await.unwrap();
        rows
    }
}

/// Follows until dropped.
pub(super) fn follow(models: &ReadModels) -> DropGuard {
    let stop = CancellationToken::new();
    let (models, token) = (models.clone(), stop.clone());
    tokio::spawn(async move { models.run(token).await });
    stop.drop_guard()
}

pub(super) async fn reach(models: &ReadModels, position: Position) {
    models.wait_for(position, Duration::from_secs(20)).await.unwrap();
}

/// Waits until the status is as wanted.
pub(super) async fn status_where(models: &ReadModels, wanted: impl Fn(&Status) -> bool) -> Status {
    for _ in 0..1_000 {
        let status = models.status().await.unwrap();
        if wanted(&status) {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the status never became as wanted: {:?}", models.status().await);
}

/// Every row of every table as text, in order.
pub(super) async fn dump(store: &Store) -> Vec<String> {
    const TABLES: [&str; 13] = [
        "access",
        "checkpoint",
        "users",
        "patients",
        "erased_patients",
        "cases",
        "findings",
        "images",
        "image_predictions",
        "readings",
        "panels",
        "models",
        "statistics",
    ];
    let mut lines = Vec::new();
    for table in TABLES {
        let sql = format!("SELECT * FROM {table}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&store.pool).await.unwrap();
        let line = |row: &AnyRow| {
            let cells = row
                .columns()
                .iter()
                .map(|column| format!("{}={}", column.name(), cell(row, column.ordinal())));
            format!("{table}: {}", cells.collect::<Vec<_>>().join(" "))
        };
        let mut rows: Vec<String> = rows.iter().map(line).collect();
        rows.sort();
        lines.extend(rows);
    }
    lines
}

/// A value of whichever type it has.
fn cell(row: &AnyRow, index: usize) -> String {
    if row.try_get_raw(index).unwrap().is_null() {
        return "NULL".to_owned();
    }
    let text = row.try_get::<String, _>(index).map(|text| format!("{text:?}"));
    let number = || row.try_get::<i64, _>(index).map(|number| number.to_string());
    let real = || row.try_get::<f64, _>(index).map(|real| format!("{real:?}"));
    let bytes = || row.try_get::<Vec<u8>, _>(index).map(|bytes| format!("{bytes:02x?}"));
    text.or_else(|_| number()).or_else(|_| real()).or_else(|_| bytes()).unwrap()
}

fn stream_of(event: &Event<Personal>) -> String {
    match subject(event) {
        Subject::User(id) => id.stream(),
        Subject::Patient(id) => PatientId::stream(id),
        Subject::Case(id) => CaseId::stream(id),
        Subject::Image(id) => ImageId::stream(id),
        Subject::Panel(id) => id.stream(),
        Subject::Model(id) => id.stream(),
        Subject::Access => "access-2026-03-01".to_owned(),
        Subject::None => domain::ids::ADMINISTRATORS.to_owned(),
    }
}
