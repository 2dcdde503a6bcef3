//! `serve`: everything in one process, or a share of it, from start to drained stop.

mod away;
mod background;
mod connections;
mod dispatch;
mod escalation;
mod folding;
mod forgetting;
pub mod http;
mod reach;
mod roles;
mod room;
mod setup_link;
mod tls;
mod warm_up;

use std::sync::Arc;
use std::time::Instant;

use axum_server::tls_rustls::RustlsConfig;
use futures::FutureExt as _;
use infra::telemetry::{self, Exporting};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use web::state::{AppState, Part, Readiness, Settings};
use web::token::Tokens;

use crate::cli::{InterfaceArgs, LogFormat, ProcessArgs, ServeArgs};
use crate::demo::Demo;
use crate::failure::Failure;
use crate::function::until_idle;
use crate::house::House;
use crate::metrics::Metrics;
use crate::packs::Packs;
use crate::queues::GroupQueues;
use background::Background;

pub use roles::Share;
pub use setup_link::forget as forget_setup_link;

/// Runs the server until SIGTERM or Ctrl-C.
///
/// # Errors
/// As [`take`].
pub async fn run(arguments: ServeArgs) -> Result<(), Failure> {
    take(Share::of(arguments)?).await
}

/// Does a share of the work until SIGTERM or Ctrl-C, or until there was nothing to do for as long as
/// the share says.
///
/// # Errors
/// Settings that make no sense, a data directory or an address that cannot be had.
pub async fn take(share: Share) -> Result<(), Failure> {
    let started = Instant::now();
    let process = &share.process;
    if let Some(interface) = &share.web {
        reach::check(interface, process.listen)?;
    }
    let exporting = start_log(process)?;
    let shutdown = stop_on_signals()?;
    let tls = certificate(share.web.as_ref(), &shutdown)?;
    let metrics = Metrics::start(process.metrics_listen).await?;
    let house = House::open(&share.data, share.sizes(), share.folding()).await?;
    let demo = Demo::of(&house).await?;
    demo.admit(share.demo)?;
    let listener = http::bind(process.listen).await?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{}", listener.local_addr()?);

    let readiness = Readiness::default();
    let packs = match share.predicts() {
        true => Packs::load(&share.models).await?,
        false => Packs::none(),
    };
    if share.predicts() {
        readiness.lacks(Part::Models, "The models are warming up.");
    }
    let mut background = Background::start(&house, &packs, &share, &readiness, &shutdown).await?;
    if share.demo {
        demo.fill(&house, share.classifies(), &url, &shutdown).await?;
    }
    println!("HemaClassify listens on {url} (data in {})", house.directory.root().display());
    let demonstration = share.demo || demo.is_one();
    let state = state(&house, share.web.as_ref(), demonstration, &readiness, &shutdown);
    let router = match &share.web {
        Some(interface) => {
            setup_link::offer(&house, interface.public_url.as_deref().unwrap_or(&url)).await?;
            web::router(state)
        }
        None => web::health_router(state),
    };
    if let Some(metrics) = metrics {
        println!("Metrics are at {}", metrics.url()?);
        background.spawn(metrics.serve(house.clone(), shutdown.clone()));
    }
    let ready = say_when_ready(house.clone(), readiness.clone(), started);
    background.spawn(shutdown.clone().run_until_cancelled_owned(ready).map(drop));

    let server = http::serve(listener, tls, router, limits(process), shutdown.clone());
    let outcome = tokio::select! {
        ended = server => ended.map_err(Failure::from),
        reason = house.engine.failed() => {
            Err(Failure::Failed(format!("the event log cannot be written: {reason}")))
        }
        () = house.turn.lost() => {
            Err(Failure::failed("another process has taken the state while its server was away"))
        }
        () = until_idle(share.max_idle, &background.activity, &readiness) => Ok(()),
    };
    readiness.set(false);
    shutdown.cancel();
    background.finish().await;
    packs.shut_down().await;
    house.close().await;
    exporting.finish().await;
    outcome
}

/// What the interface works with.
fn state(
    house: &House,
    interface: Option<&InterfaceArgs>,
    demonstration: bool,
    readiness: &Readiness,
    shutdown: &CancellationToken,
) -> AppState {
    let settings = interface.map(reach::settings).unwrap_or_default();
    AppState {
        commands: house.commands.clone(),
        reads: house.reads.clone(),
        tokens: Tokens::new(&house.key.derive("access tokens")),
        settings: Arc::new(Settings { demonstration, ..settings }),
        readiness: readiness.clone(),
        queues: Arc::new(GroupQueues::new(house.log.clone())),
        shutdown: shutdown.clone(),
    }
}

/// The certificate, followed from now on, when there is one.
fn certificate(
    interface: Option<&InterfaceArgs>,
    shutdown: &CancellationToken,
) -> Result<Option<RustlsConfig>, Failure> {
    let Some(files) = interface.and_then(tls::Files::named) else { return Ok(None) };
    let used = RustlsConfig::from_config(files.read()?);
    tls::follow(files, used.clone(), shutdown.clone())?;
    Ok(Some(used))
}

/// Ready for work once the read models hold what was in the log at the start; the line is printed
/// when nothing else is missing either.
async fn say_when_ready(house: House, readiness: Readiness, started: Instant) {
    house.reads.until_ready().await;
    readiness.set(true);
    readiness.until_nothing_is_missing().await;
    println!("Ready after {} ms.", started.elapsed().as_millis());
}

/// What connections may cost.
pub fn limits(process: &ProcessArgs) -> http::Limits {
    http::Limits { headers: process.header_timeout, connections: process.max_connections }
}

/// Begins to write log lines, and to send traces where there is a collector.
///
/// # Errors
/// A filter or a collector that cannot be used.
pub fn start_log(process: &ProcessArgs) -> Result<Exporting, Failure> {
    let format = match process.log_format {
        LogFormat::Text => telemetry::Format::Text,
        LogFormat::Json => telemetry::Format::Json,
    };
    let collector = process.traces.collector()?;
    Ok(telemetry::init(format, &process.log_filter, collector.as_ref())?)
}

/// Cancelled at the first SIGTERM or Ctrl-C; a second one ends the process at once.
pub fn stop_on_signals() -> Result<CancellationToken, Failure> {
    let shutdown = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = shutdown.clone();
    tokio::spawn(async move {
        for first in [true, false] {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            match first {
                true => stop.cancel(),
                false => std::process::exit(1),
            }
        }
    });
    Ok(shutdown)
}
