//! Functions as processes of their own.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, Subcommand, ValueEnum};

use super::value::{at_least_one, duration};
use super::{DataArgs, ModelArgs, ProcessArgs};

/// One function in a process.
#[derive(Debug, Subcommand)]
pub enum FunctionCommand {
    /// Take what waits for the function from the event log, beside others that do. Needs engines on
    /// servers.
    Run(Box<FunctionRunArgs>),
    /// Answer those who send the function its events over HTTP (CloudEvents). Needs no engine, no key
    /// and no credentials: only classify can be served so.
    Serve(Box<FunctionServeArgs>),
}

/// Which function takes what waits for it, and how.
#[derive(Debug, Clone, Args)]
pub struct FunctionRunArgs {
    /// The function.
    pub function: FunctionName,
    /// How many events are worked on at once; the function's own number when it is not said.
    #[arg(long, env = "HEMACLASSIFY_CONCURRENCY", value_parser = at_least_one)]
    pub concurrency: Option<usize>,
    /// End, with exit code 0, when nothing was in work for this long, such as `5m`. Without it the
    /// process stays.
    #[arg(long, env = "HEMACLASSIFY_MAX_IDLE", value_parser = duration)]
    pub max_idle: Option<Duration>,
    /// What every process has.
    #[command(flatten)]
    pub process: ProcessArgs,
    /// What models run on.
    #[command(flatten)]
    pub models: ModelArgs,
    /// Where the data lies.
    #[command(flatten)]
    pub data: DataArgs,
}

/// Which function answers, whom, and how.
#[derive(Debug, Clone, Args)]
pub struct FunctionServeArgs {
    /// The function.
    pub function: FunctionName,
    /// How many events are worked on at once; more are told to come later (429). The function's own
    /// number when it is not said.
    #[arg(long, env = "HEMACLASSIFY_CONCURRENCY", value_parser = at_least_one)]
    pub concurrency: Option<usize>,
    /// The file with the secret that callers sign with (Standard Webhooks), one a line while one
    /// follows another. Without it only loopback addresses are listened on.
    #[arg(long, env = "HEMACLASSIFY_SECRET_FILE", value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    /// Speak plain HTTP on an address that is no loopback, where the network itself is protected or a
    /// proxy ends TLS: links to images are then readable on the way.
    #[arg(long, env = "HEMACLASSIFY_ALLOW_PLAIN_HTTP", action = ArgAction::SetTrue,
        value_parser = BoolishValueParser::new())]
    pub allow_plain_http: bool,
    /// End, with exit code 0, when nothing was in work for this long, such as `5m`. Without it the
    /// process stays.
    #[arg(long, env = "HEMACLASSIFY_MAX_IDLE", value_parser = duration)]
    pub max_idle: Option<Duration>,
    /// What every process has.
    #[command(flatten)]
    pub process: ProcessArgs,
    /// What models run on.
    #[command(flatten)]
    pub models: ModelArgs,
}

/// A function of this product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FunctionName {
    /// Predicts images as they come.
    Classify,
    /// Makes thumbnails, previews and tiles.
    Renditions,
    /// Predicts the images that came before their model.
    Backfill,
    /// Draws where in an image a model sees a label, for those who ask.
    Explain,
}
