//! What every process that stays can be told, whatever it does.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use classify::Precision;

use super::value::{Listen, at_least_one, duration, listen, log_filter, size};
use super::{DEFAULT_METRICS, TracesArgs};

/// Where a process listens, and what it says of itself.
#[derive(Debug, Clone, Args)]
pub struct ProcessArgs {
    /// The address to listen on.
    #[arg(long, env = "HEMACLASSIFY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// How long the headers of a request may take to arrive, and a connection may idle.
    #[arg(long, env = "HEMACLASSIFY_HEADER_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub header_timeout: Duration,
    /// How many connections are held at once; more are closed as they come.
    #[arg(long, env = "HEMACLASSIFY_MAX_CONNECTIONS", default_value = "4096",
        value_parser = at_least_one)]
    pub max_connections: usize,
    /// The address that serves metrics (Prometheus) to those who watch over the server, or `off`.
    #[arg(long, env = "HEMACLASSIFY_METRICS_LISTEN", default_value_t = Listen::At(DEFAULT_METRICS),
        value_parser = listen)]
    pub metrics_listen: Listen,
    /// How log lines are written.
    #[arg(long, env = "HEMACLASSIFY_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// Which log lines are written: a level, or levels of parts, such as `info,web=debug`.
    #[arg(long, env = "HEMACLASSIFY_LOG_FILTER", default_value = "info", value_parser = log_filter)]
    pub log_filter: String,
    /// Where traces are sent, and how many.
    #[command(flatten)]
    pub traces: TracesArgs,
}

/// How networks are computed.
#[derive(Debug, Clone, Args)]
pub struct EngineArgs {
    /// The device that models run on: `cpu`, or `cuda:0` where the program was built for it.
    #[arg(long, env = "HEMACLASSIFY_DEVICE", default_value = "cpu")]
    pub device: String,
    /// How the network's values are stored: `f32`, or `bf16`, which is faster where the processor
    /// multiplies them by itself and a little less exact.
    #[arg(long, env = "HEMACLASSIFY_PRECISION", default_value_t)]
    pub precision: Precision,
}

/// Which models there are, and what they run on.
#[derive(Debug, Clone, Args)]
pub struct ModelArgs {
    /// The folder with the model packs.
    #[arg(long, env = "HEMACLASSIFY_MODELS", default_value = "./models")]
    pub models: PathBuf,
    /// How they are computed.
    #[command(flatten)]
    pub engine: EngineArgs,
    /// How much memory the decoding of images may take at once.
    #[arg(long, env = "HEMACLASSIFY_DECODE_MEMORY", default_value = "1GiB", value_parser = size)]
    pub decode_memory: u64,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}
