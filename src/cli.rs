//! The command line, as types.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::access::Role;

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
    Serve(ServeArgs),
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
    /// Look at, try and measure model packs.
    #[command(subcommand)]
    Model(ModelCommand),
    /// Print the OpenAPI document.
    Openapi,
}

/// Where the data lies.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// The folder that holds everything: log, state, read models, images, keys.
    #[arg(long, env = "HEMACLASSIFY_DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,
}

/// Settings of a server.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
    /// The address to listen on. Plain HTTP, so loopback addresses only.
    #[arg(long, env = "HEMACLASSIFY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address that clients use when a proxy with TLS stands in front, such as
    /// `https://smears.example.org`. Then cookies are for TLS only, and the proxy's
    /// `X-Forwarded-For` says who a client is.
    #[arg(long, env = "HEMACLASSIFY_PUBLIC_URL", value_parser = origin)]
    pub public_url: Option<String>,
    /// The event log's engine.
    #[arg(long, env = "HEMACLASSIFY_EVENT_LOG", default_value = "embedded", value_parser = embedded)]
    pub event_log: String,
    /// The read models' engine.
    #[arg(long, env = "HEMACLASSIFY_READ_MODELS", default_value = "embedded", value_parser = embedded)]
    pub read_models: String,
    /// The images' store.
    #[arg(long, env = "HEMACLASSIFY_BLOBS", default_value = "embedded", value_parser = embedded)]
    pub blobs: String,
    /// What this process does. On embedded engines one process does everything.
    #[arg(
        long,
        env = "HEMACLASSIFY_ROLES",
        value_delimiter = ',',
        default_value = "web,projections,functions"
    )]
    pub roles: Vec<ProcessRole>,
    /// The folder with the model packs.
    #[arg(long, env = "HEMACLASSIFY_MODELS", default_value = "./models")]
    pub models: PathBuf,
    /// The device that models run on: `cpu`, or `cuda:0` where the program was built for it.
    #[arg(long, env = "HEMACLASSIFY_DEVICE", default_value = "cpu")]
    pub device: String,
    /// The largest file that an upload may hold, such as `64MiB`.
    #[arg(long, env = "HEMACLASSIFY_MAX_FILE", default_value = "64MiB", value_parser = size)]
    pub max_file: u64,
    /// The most pixels that an image may have, in millions.
    #[arg(long, env = "HEMACLASSIFY_MAX_MEGAPIXELS", default_value_t = 100)]
    pub max_megapixels: u64,
    /// How much memory the decoding of images may take at once.
    #[arg(long, env = "HEMACLASSIFY_DECODE_MEMORY", default_value = "1GiB", value_parser = size)]
    pub decode_memory: u64,
    /// How log lines are written.
    #[arg(long, env = "HEMACLASSIFY_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
}

/// One share of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProcessRole {
    /// The HTTP interface.
    Web,
    /// The read models.
    Projections,
    /// The functions.
    Functions,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
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
        /// The device: `cpu` or `cuda:0`.
        #[arg(long, env = "HEMACLASSIFY_DEVICE", default_value = "cpu")]
        device: String,
    },
    /// Accuracy and confusion matrix on a folder for each class.
    Evaluate {
        /// The pack's folder.
        pack: PathBuf,
        /// The folder that holds a folder for each class.
        data: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// The device: `cpu` or `cuda:0`.
        #[arg(long, env = "HEMACLASSIFY_DEVICE", default_value = "cpu")]
        device: String,
    },
}

fn embedded(text: &str) -> Result<String, String> {
    match text {
        "embedded" => Ok(text.to_owned()),
        other => Err(format!(
            "this version has embedded engines only; it knows no engine for “{other}”. Leave the option out"
        )),
    }
}

/// Scheme and host, without a path.
fn origin(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    match text.strip_prefix("https://") {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(text.to_owned())
        }
        _ => Err("write https:// and the host, such as https://smears.example.org".to_owned()),
    }
}

fn size(text: &str) -> Result<u64, String> {
    infra::config::parse_size(text).map_err(|fault| fault.to_string())
}
