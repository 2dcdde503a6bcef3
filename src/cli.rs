//! The command line, as types.

mod function;
mod laboratory;
mod process;
mod samples;
mod secret;
mod serve;
#[cfg(test)]
mod tests;
mod traces;
mod train;
mod transfer;
mod value;

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use classify::Precision;
use domain::access::Role;

pub use function::{FunctionCommand, FunctionName, FunctionRunArgs, FunctionServeArgs};
pub use laboratory::LaboratoryArgs;
pub use process::{EngineArgs, LogFormat, ModelArgs, ProcessArgs};
pub use samples::{GenerateArgs, SamplesCommand};
pub use secret::unsaid;
pub use serve::{InterfaceArgs, ProcessRole, ServeArgs};
pub use traces::TracesArgs;
pub use train::TrainArgs;
pub use transfer::TransferArgs;
use value::event_log;
pub use value::{DEFAULT_METRICS, EventLogAt, Listen, said};

/// Review of blood-smear images with a neural network as second reader.
///
/// For research use only. Not for use in diagnostic procedures.
#[derive(Debug, Parser)]
#[command(name = "hemaclassify", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; without it: serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve.
    #[command(flatten)]
    pub serve: ServeArgs,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run everything in one process (the default).
    Serve(Box<ServeArgs>),
    /// Run one function in a process of its own.
    #[command(subcommand)]
    Function(FunctionCommand),
    /// Manage users without the HTTP interface.
    #[command(subcommand)]
    User(UserCommand),
    /// The read models: where they stand, and building them anew.
    #[command(subcommand)]
    Projections(ProjectionsCommand),
    /// What happened to an image, a case or a patient, oldest first; or the state as it was.
    Replay(ReplayArgs),
    /// Prove that nothing was changed.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Copy the data to another place, also while a server runs.
    Backup(BackupArgs),
    /// Bring a backup back into a new folder.
    Restore(RestoreArgs),
    /// Carry the installation to another folder and other engines, while no server runs.
    Transfer(Box<TransferArgs>),
    /// Bring the data of an earlier version to this one's.
    Migrate(MigrateArgs),
    /// Look at, try and measure model packs.
    #[command(subcommand)]
    Model(ModelCommand),
    /// Draw images to try the program with.
    #[command(subcommand)]
    Samples(SamplesCommand),
    /// Ask the server of this machine how it is; exit code 1 when it does not answer that all is well.
    Health(HealthArgs),
    /// Print the OpenAPI document.
    Openapi,
}

/// Where the data lies.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// The folder that holds everything: log, state, read models, images, keys.
    #[arg(long, env = "HEMACLASSIFY_DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,
    /// The installation's key where a platform keeps it, such as a mounted secret: it is copied into
    /// a data directory that has none, and refused where another one is.
    #[arg(long, env = "HEMACLASSIFY_INSTALLATION_KEY", value_name = "FILE")]
    pub installation_key: Option<PathBuf>,
    /// Where the images lie: `embedded` in the data directory, or
    /// `s3://bucket/prefix?endpoint=https://store.example.org&region=us-east-1` in an S3-compatible
    /// store, without credentials. Once said, the data directory remembers it.
    #[arg(long, env = "HEMACLASSIFY_BLOBS", hide_env_values = true, value_name = "STORE")]
    pub blobs: Option<String>,
    /// Where the event log is kept: `embedded` in that folder, or on a KurrentDB, such as
    /// `kurrentdb://user:password@host:2113`; or `@FILE`, which holds the URL.
    #[arg(long, env = "HEMACLASSIFY_EVENT_LOG", default_value = "embedded", value_parser = event_log,
        hide_env_values = true)]
    pub event_log: EventLogAt,
    /// Where the state (credentials, sessions, keys) is kept: `embedded` in the data directory, or
    /// `mysql://user:password@host/schema` in a schema of a MySQL or MariaDB server; or `@FILE`, which
    /// holds the URL. Once said, the data directory remembers it.
    #[arg(
        long,
        env = "HEMACLASSIFY_STATE",
        hide_env_values = true,
        value_name = "STORE",
        value_parser = crate::engines::server::parse
    )]
    pub state: Option<String>,
    /// Where the read models live: `embedded` in the data directory, or
    /// `mysql://user:password@host/schema` in schemas of a MySQL or MariaDB server; or `@FILE`, which
    /// holds the URL. Once said, the data directory remembers it; the place used before is emptied.
    #[arg(
        long,
        env = "HEMACLASSIFY_READ_MODELS",
        hide_env_values = true,
        value_name = "STORE",
        value_parser = crate::engines::server::parse
    )]
    pub read_models: Option<String>,
}

/// What to back up, and where.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The folder of the backup, new or with an earlier one: then only new images are copied.
    pub folder: PathBuf,
    /// Leave the installation key out, because it is kept elsewhere.
    #[arg(long)]
    pub without_key: bool,
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
}

/// What to restore, and where.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The folder of the backup.
    pub backup: PathBuf,
    /// The installation key, when it is not in the backup.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The erasure list of the installation: whoever is on it is erased again.
    #[arg(long, value_name = "FILE")]
    pub erasures: Option<PathBuf>,
    /// Where the data is to lie: a folder that is new or empty.
    #[command(flatten)]
    pub data: DataArgs,
}

/// What to bring up to date.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Say what would be done, and do nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
}

/// Which server to ask, and what.
#[derive(Debug, Args)]
pub struct HealthArgs {
    /// The address that the server listens on, without TLS.
    #[arg(long, env = "HEMACLASSIFY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Whether it is ready for work (`/readyz`), not only there (`/healthz`).
    #[arg(long)]
    pub ready: bool,
}

/// Managing users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a user. The password comes from the terminal, or as one line on standard input.
    Add {
        /// The name to sign in with.
        name: String,
        /// What the user may do: admin, technologist, hematologist or auditor.
        #[arg(long)]
        role: Role,
        /// The person's name; the user name when it is not said.
        #[arg(long)]
        full_name: Option<String>,
        /// Where the data lies.
        #[command(flatten)]
        data: DataArgs,
    },
}

/// The read models.
#[derive(Debug, Subcommand)]
pub enum ProjectionsCommand {
    /// How far they are behind the log.
    Status {
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Where the data lies.
        #[command(flatten)]
        data: DataArgs,
    },
    /// Build them anew from the log, beside the live ones, then switch.
    Rebuild {
        /// Where the data lies.
        #[command(flatten)]
        data: DataArgs,
    },
}

/// What can be replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// One image.
    Image,
    /// One case with its images.
    Case,
    /// One patient with all cases and images.
    Patient,
}

/// What to replay.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// What the identifier names.
    pub subject: Subject,
    /// The identifier.
    pub id: uuid::Uuid,
    /// Show the state as it was at this position or time (RFC 3339) instead of the timeline.
    #[arg(long)]
    pub as_of: Option<String>,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// What the laboratory sets.
    #[command(flatten)]
    pub laboratory: LaboratoryArgs,
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
}

/// Proving.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check the hash chain of every stream and the digest of every image; name the first fault.
    Verify {
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Where the data lies.
        #[command(flatten)]
        data: DataArgs,
    },
    /// Write every event as a line of JSON, personal data opened; the last line counts the lines
    /// before it and says their SHA-256. That it was done is put on record.
    Export(ExportArgs),
}

/// What to export.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Only the events of this patient, with all cases and images.
    #[arg(long)]
    pub patient: Option<uuid::Uuid>,
    /// Only events recorded at this time (RFC 3339) or later.
    #[arg(long)]
    pub from: Option<jiff::Timestamp>,
    /// Only events recorded before this time.
    #[arg(long)]
    pub to: Option<jiff::Timestamp>,
    /// The file to write, which must not be there; standard output when it is not said.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
}

/// Model packs.
#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// Check a pack and show what it is.
    Inspect {
        /// The pack's folder.
        pack: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Predict image files.
    Predict {
        /// The pack's folder.
        pack: PathBuf,
        /// The image files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// As JSON, with logits and probabilities.
        #[arg(long)]
        json: bool,
        /// How it is computed.
        #[command(flatten)]
        engine: EngineArgs,
    },
    /// How long an image takes on this machine's processor, part by part, beside Candle's.
    Bench(BenchArgs),
    /// How good a pack is on labelled images, how honest its probabilities are, and what colours
    /// alone would reach.
    Evaluate(EvaluateArgs),
    /// Learn a pack from labelled images: weights, calibration, card and evaluation.
    Train(TrainArgs),
}

/// What to evaluate, on what.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// The pack's folder.
    pub pack: PathBuf,
    /// A folder that holds a folder for each class, or a CSV file with the columns `file`, `label`
    /// and, if known, `patient`; paths are those seen from its folder.
    pub data: PathBuf,
    /// The same with other images, which the colour baseline learns from; without it the baseline is
    /// cross-validated on the data.
    #[arg(long, value_name = "DATA")]
    pub baseline: Option<PathBuf>,
    /// A folder with images that are none of the model's business: how many are called inside?
    #[arg(long, value_name = "FOLDER")]
    pub outside: Option<PathBuf>,
    /// What resampling and dealing out begin with.
    #[arg(long, default_value = "1")]
    pub seed: u64,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// Also write a report with plots, one HTML file.
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,
    /// How it is computed.
    #[command(flatten)]
    pub engine: EngineArgs,
}

/// What to measure.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// The pack's folder.
    pub pack: PathBuf,
    /// The image file; a drawn one of 360 × 363 pixels when it is not said.
    #[arg(long, value_name = "FILE")]
    pub image: Option<PathBuf>,
    /// How the network's values are stored: `f32` or `bf16`.
    #[arg(long, default_value_t)]
    pub precision: Precision,
    /// Threads of the network.
    #[arg(long, default_value = "1")]
    pub threads: NonZeroUsize,
    /// Images that run at once.
    #[arg(long, default_value = "1")]
    pub batch: NonZeroUsize,
    /// How often everything is measured; the middle is told.
    #[arg(long, default_value = "20")]
    pub rounds: NonZeroUsize,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}
