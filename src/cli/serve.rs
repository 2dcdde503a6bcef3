//! What a server can be told.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, ValueEnum};

use super::value::{duration, link, origin, size};
use super::{DataArgs, FunctionName, LaboratoryArgs, ModelArgs, ProcessArgs};

/// Settings of a server.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
    /// What the laboratory sets.
    #[command(flatten)]
    pub laboratory: LaboratoryArgs,
    /// What every process has.
    #[command(flatten)]
    pub process: ProcessArgs,
    /// How the interface is reached, and what it takes.
    #[command(flatten)]
    pub interface: InterfaceArgs,
    /// Fill an empty data directory with invented patients and drawn images first, to try everything with:
    /// users of every role, whose passwords are printed once. On this machine only.
    #[arg(long, env = "HEMACLASSIFY_DEMO", action = ArgAction::SetTrue,
        value_parser = BoolishValueParser::new())]
    pub demo: bool,
    /// What this process does. On embedded engines one process does everything.
    #[arg(
        long,
        env = "HEMACLASSIFY_ROLES",
        value_delimiter = ',',
        default_value = "web,projections,functions"
    )]
    pub roles: Vec<ProcessRole>,
    /// Which functions the role `functions` runs in this process.
    #[arg(
        long,
        env = "HEMACLASSIFY_FUNCTIONS",
        value_delimiter = ',',
        default_value = "classify,renditions,backfill,explain"
    )]
    pub functions: Vec<FunctionName>,
    /// The file that lists the functions which the role `dispatch` calls over HTTP (TOML).
    #[arg(long, env = "HEMACLASSIFY_DISPATCH", value_name = "FILE")]
    pub dispatch: Option<PathBuf>,
    /// What models run on.
    #[command(flatten)]
    pub models: ModelArgs,
    /// How much of the data directory's disk stays free: with less, nothing new is taken in, while
    /// reading and signing in go on.
    #[arg(long, env = "HEMACLASSIFY_MIN_FREE", default_value = "256MiB", value_parser = size)]
    pub min_free: u64,
    /// How long a critical finding may wait for somebody to be told of it; then it is escalated.
    #[arg(long, env = "HEMACLASSIFY_ESCALATE_AFTER", default_value = "30m", value_parser = duration)]
    pub escalate_after: Duration,
}

/// How the interface is reached, and what it takes.
#[derive(Debug, Clone, Args)]
pub struct InterfaceArgs {
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
    /// How many requests a second a session may make in the long run; an address ten times as many,
    /// what is open to anybody a tenth. 0 limits nobody.
    #[arg(long, env = "HEMACLASSIFY_REQUESTS_PER_SECOND", default_value_t = 200)]
    pub requests_per_second: u32,
    /// How many of them may come at once.
    #[arg(long, env = "HEMACLASSIFY_BURST", default_value_t = 1000)]
    pub burst: u32,
    /// The largest file that an upload may hold, such as `64MiB`.
    #[arg(long, env = "HEMACLASSIFY_MAX_FILE", default_value = "64MiB", value_parser = size)]
    pub max_file: u64,
    /// The most pixels that an image may have, in millions.
    #[arg(long, env = "HEMACLASSIFY_MAX_MEGAPIXELS", default_value_t = 100)]
    pub max_megapixels: u64,
    /// Send programs and downloads on to the store for an original, by a link that works for whoever
    /// has it, for so long, such as `5m`; images must lie in an S3-compatible store.
    #[arg(long, env = "HEMACLASSIFY_DOWNLOAD_LINKS", value_name = "DURATION", value_parser = link)]
    pub download_links: Option<Duration>,
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
    /// Calls functions that run elsewhere, over HTTP.
    Dispatch,
}
