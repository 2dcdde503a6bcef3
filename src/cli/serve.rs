//! What a server can be told.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, ValueEnum};

use super::value::{Listen, at_least_one, duration, listen, log_filter, origin, size};
use super::{DEFAULT_METRICS, DataArgs, LaboratoryArgs};

/// Settings of a server.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
    /// What the laboratory sets.
    #[command(flatten)]
    pub laboratory: LaboratoryArgs,
    /// The address to listen on.
    #[arg(long, env = "HEMACLASSIFY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The server's certificate with its chain (PEM): then it speaks HTTPS. Read again on SIGHUP.
    #[arg(long, env = "HEMACLASSIFY_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, env = "HEMACLASSIFY_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Speak plain HTTP on an address that is no loopback: passwords and patients' data are then
    /// readable on the way.
    #[arg(long, env = "HEMACLASSIFY_ALLOW_PLAIN_HTTP", action = ArgAction::SetTrue,
        value_parser = BoolishValueParser::new())]
    pub allow_plain_http: bool,
    /// The address that clients use when a proxy with TLS stands in front, such as
    /// `https://smears.example.org`. Then cookies are for TLS only, and the proxy's
    /// `X-Forwarded-For` says who a client is.
    #[arg(long, env = "HEMACLASSIFY_PUBLIC_URL", value_parser = origin)]
    pub public_url: Option<String>,
    /// How long the headers of a request may take to arrive, and a connection may idle.
    #[arg(long, env = "HEMACLASSIFY_HEADER_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub header_timeout: Duration,
    /// How many connections are held at once; more are closed as they come.
    #[arg(long, env = "HEMACLASSIFY_MAX_CONNECTIONS", default_value = "4096",
        value_parser = at_least_one)]
    pub max_connections: usize,
    /// How many requests a second a session may make in the long run; an address ten times as many,
    /// what is open to anybody a tenth. 0 limits nobody.
    #[arg(long, env = "HEMACLASSIFY_REQUESTS_PER_SECOND", default_value_t = 200)]
    pub requests_per_second: u32,
    /// How many of them may come at once.
    #[arg(long, env = "HEMACLASSIFY_BURST", default_value_t = 1000)]
    pub burst: u32,
    /// The address that serves metrics (Prometheus) to those who watch over the server, or `off`.
    #[arg(long, env = "HEMACLASSIFY_METRICS_LISTEN", default_value_t = Listen::At(DEFAULT_METRICS),
        value_parser = listen)]
    pub metrics_listen: Listen,
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
    /// How much of the data directory's disk stays free: with less, nothing new is taken in, while
    /// reading and signing in go on.
    #[arg(long, env = "HEMACLASSIFY_MIN_FREE", default_value = "256MiB", value_parser = size)]
    pub min_free: u64,
    /// How long a critical finding may wait for somebody to be told of it; then it is escalated.
    #[arg(long, env = "HEMACLASSIFY_ESCALATE_AFTER", default_value = "30m", value_parser = duration)]
    pub escalate_after: Duration,
    /// How log lines are written.
    #[arg(long, env = "HEMACLASSIFY_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// Which log lines are written: a level, or levels of parts, such as `info,web=debug`.
    #[arg(long, env = "HEMACLASSIFY_LOG_FILTER", default_value = "info", value_parser = log_filter)]
    pub log_filter: String,
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
