//! Everything in one process on real stores, with a line to the log and one to the blobs that a test
//! can break, reached through real HTTP.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use classify::{Classify, Device, Engine, EngineSettings, Pack, Predictor};
use commands::{AddUser, Commands, Context, Parts, SystemClock, UploadLimits, audit};
use domain::access::Role;
use domain::envelope::Actor;
use domain::personal::Personal;
use infra::blobs::{Blobs, DirectoryBlobs};
use infra::erasures::ErasureList;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{Direction, EventLog, Filter};
use infra::picture::PicturePool;
use infra::spool::Spool;
use infra::sql::sqlite_url;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault, Vault};
use projections::{Place, ReadModels};
use renditions::Renditions;
use runtime::{Function, Installation, Worker, WorkerSettings};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::operations::{QueueView, Queues};
use web::state::{AppState, Readiness, Settings};
use web::token::Tokens;

use crate::client::Client;
use crate::line::Line;
use crate::stores::{FarBlobs, FarLog, Intruder};

pub const PASSWORD: &str = "violet-Giemsa-tessellate-47";

/// A whole installation.
pub struct House {
    folder: TempDir,
    /// To the event log.
    pub log_line: Arc<Line>,
    /// To the blobs.
    pub blob_line: Arc<Line>,
    log: Arc<dyn EventLog>,
    blobs: Arc<dyn Blobs>,
    /// The read models, with nothing between.
    pub reads: ReadModels,
    url: String,
    stop: CancellationToken,
    _tasks: JoinSet<()>,
}

impl House {
    /// Opens one with a technologist and a hematologist, ready for work.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let key = InstallationKey::from_bytes([3; 32]);
        let state = State::open(&sqlite_url(&path("state.db"))).await.unwrap();
        let log: Arc<dyn EventLog> =
            Arc::new(SqliteLog::open(&path("events.db"), state.pool().clone()).await.unwrap());
        let blobs: Arc<dyn Blobs> = Arc::new(DirectoryBlobs::open(&path("blobs")).unwrap());
        let (log_line, blob_line) = (Arc::new(Line::default()), Arc::new(Line::default()));
        let far_log: Arc<dyn EventLog> =
            Arc::new(FarLog { log: log.clone(), line: log_line.clone() });
        let far_blobs: Arc<dyn Blobs> =
            Arc::new(FarBlobs { blobs: blobs.clone(), line: blob_line.clone() });
        let vault: Arc<dyn Vault> = Arc::new(StateVault::new(state.clone(), &key));
        let pictures = PicturePool::new(2, 256 << 20);
        let place = Place::directory(&path("read-models")).unwrap();
        let reads =
            ReadModels::open(place, far_log.clone(), vault.clone(), far_blobs.clone(), None);
        let reads = reads.await.unwrap();
        let commands = Commands::new(Parts {
            log: far_log.clone(),
            state,
            vault,
            blobs: far_blobs.clone(),
            spool: Spool::open(&path("spool")).unwrap(),
            pictures: pictures.clone(),
            key: key.clone(),
            clock: Arc::new(SystemClock),
            limits: UploadLimits::default(),
            erasures: ErasureList::new(path("erasures")),
        });
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let (projector, ended) = (reads.clone(), stop.clone());
        tasks.spawn(async move { projector.run(ended).await });
        let engine = furnish(&commands).await;
        let installation =
            Installation { commands: commands.clone(), blobs: far_blobs, log: far_log.clone() };
        let predictor = Predictor::new(vec![engine], pictures.clone());
        work(&mut tasks, Arc::new(Classify::new(predictor)), &installation, &stop);
        work(&mut tasks, Arc::new(Renditions::new(pictures)), &installation, &stop);
        let readiness = Readiness::default();
        readiness.set(true);
        let state = AppState {
            commands,
            reads: reads.clone(),
            tokens: Tokens::new(&[9; 32]),
            settings: Arc::new(Settings::default()),
            readiness,
            queues: Arc::new(NoQueues),
            shutdown: stop.clone(),
        };
        let url = listen(&mut tasks, state, &stop).await;
        Self { folder, log_line, blob_line, log, blobs, reads, url, stop, _tasks: tasks }
    }

    /// Nobody yet.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// Signed in.
    pub async fn user(&self, role: Role) -> Client {
        self.client().sign_in(role.as_str(), PASSWORD).await
    }

    /// A second connection to the state.
    pub async fn state_intruder(&self) -> Intruder {
        Intruder::at(&self.path("state.db")).await
    }

    /// A second connection to the read models that count.
    pub async fn read_models_intruder(&self) -> Intruder {
        let place = self.path("read-models");
        let current = std::fs::read_to_string(place.join("current")).unwrap();
        Intruder::at(&place.join(current.trim())).await
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How many events of a type the log holds.
    pub async fn count(&self, kind: &str) -> usize {
        let filter = Filter::Types(vec![kind.to_owned()]);
        self.log.read_all(None, Direction::Forwards, &filter, 10_000).await.unwrap().len()
    }

    /// Waits until the log holds so many events of a type.
    pub async fn until_count(&self, kind: &str, wanted: usize) {
        let wait = async {
            while self.count(kind).await < wanted {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(120), wait).await;
        assert!(waited.is_ok(), "{} of {wanted} {kind}", self.count(kind).await);
    }

    /// The chain is whole, and the read models come to hold all of the log.
    pub async fn is_whole(&self) {
        let head = self.log.head().await.unwrap().unwrap();
        self.reads.wait_for(head, Duration::from_secs(120)).await.unwrap();
        let report = audit::verify(self.log.clone(), self.blobs.clone()).await;
        assert!(report.fault.is_none(), "{:?}", report.fault);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Panels, the shipped model, users.
async fn furnish(commands: &Commands) -> Engine {
    let system = || Context::new(Actor::System { name: "test".to_owned() });
    commands.define_panels(&system()).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/blood-cell-hrnet-w18-small");
    let pack = Pack::load(&folder).unwrap();
    let panel = pack.manifest.panel.id.clone();
    commands.register_model(&system(), pack.registration()).await.unwrap();
    commands.activate_model(&system(), &panel, pack.digest).await.unwrap();
    for role in [Role::Technologist, Role::Hematologist] {
        let user = AddUser {
            username: Personal::new(role.as_str()),
            full_name: Personal::new(format!("The {role}")),
            role,
            password: PASSWORD.to_owned(),
        };
        commands.add_user(&system(), user).await.unwrap();
    }
    Engine::start(&pack, Device::default(), EngineSettings::default()).unwrap()
}

/// Retries come quickly here, and never end in parking: the store comes back.
fn work(
    tasks: &mut JoinSet<()>,
    function: Arc<dyn Function>,
    installation: &Installation,
    stop: &CancellationToken,
) {
    let mut settings = WorkerSettings { concurrency: 2, ..WorkerSettings::new(&*function) };
    settings.group.min_backoff = Duration::from_millis(20);
    settings.group.max_backoff = Duration::from_millis(200);
    settings.group.settle_timeout = Duration::from_secs(5);
    let worker = Worker::new(function, installation.clone(), settings);
    let stop = stop.clone();
    tasks.spawn(async move { worker.run(stop).await });
}

async fn listen(tasks: &mut JoinSet<()>, state: AppState, stop: &CancellationToken) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let service = web::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let stop = stop.clone().cancelled_owned();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop);
    tasks.spawn(async move { server.await.unwrap() });
    url
}

/// Nobody looks at the queues here.
struct NoQueues;

#[async_trait::async_trait]
impl Queues for NoQueues {
    async fn list(&self) -> Result<Vec<QueueView>, String> {
        Ok(vec![])
    }

    async fn replay(&self, _: uuid::Uuid) -> Result<u64, String> {
        Ok(0)
    }
}
