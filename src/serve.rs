//! `serve`: everything in one process, or a share of it, from start to drained stop.

mod away;
mod background;
mod connections;
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
use infra::picture::Limits;
use infra::telemetry;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use web::state::{AppState, Part, Readiness};
use web::token::Tokens;

use crate::cli::{LogFormat, ServeArgs};
use crate::failure::Failure;
use crate::house::{Folding, House, Sizes};
use crate::metrics::Metrics;
use crate::packs::Packs;
use crate::queues::GroupQueues;
use background::Background;
use roles::Roles;

pub use setup_link::forget as forget_setup_link;

/// Runs the server until SIGTERM or Ctrl-C.
///
/// # Errors
/// Settings that make no sense, a data directory or an address that cannot be had.
pub async fn run(arguments: ServeArgs) -> Result<(), Failure> {
    let started = Instant::now();
    reach::check(&arguments)?;
    let roles = Roles::of(&arguments)?;
    start_log(&arguments)?;
    let shutdown = stop_on_signals()?;
    let tls = certificate(&arguments, &shutdown)?;
    let metrics = Metrics::start(arguments.metrics_listen).await?;
    let settings = arguments.laboratory.settings();
    let folding = match roles.projections {
        true => Folding::With(settings),
        false => Folding::Elsewhere(settings),
    };
    let house = House::open(&arguments.data, sizes(&arguments), folding).await?;
    let listener = http::bind(arguments.listen).await?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{}", listener.local_addr()?);

    let readiness = Readiness::default();
    let packs = match roles.functions {
        true => Packs::load(&arguments.models, &arguments.device).await?,
        false => Packs::none(),
    };
    if roles.functions {
        readiness.lacks(Part::Models, "The models are warming up.");
    }
    let state = state(&house, &arguments, &readiness, &shutdown);
    let after = arguments.escalate_after;
    let mut background =
        Background::start(&house, &packs, roles, after, &readiness, &shutdown).await?;
    println!("HemaClassify listens on {url} (data in {})", house.directory.root().display());
    if roles.web {
        setup_link::offer(&house, arguments.public_url.as_deref().unwrap_or(&url)).await?;
    }
    if let Some(metrics) = metrics {
        println!("Metrics are at {}", metrics.url()?);
        background.spawn(metrics.serve(house.clone(), shutdown.clone()));
    }
    let ready = say_when_ready(house.clone(), readiness.clone(), started);
    background.spawn(shutdown.clone().run_until_cancelled_owned(ready).map(drop));

    let router = match roles.web {
        true => web::router(state),
        false => web::health_router(state),
    };
    let server = http::serve(listener, tls, router, limits(&arguments), shutdown.clone());
    let outcome = tokio::select! {
        ended = server => ended.map_err(Failure::from),
        reason = house.engine.failed() => {
            Err(Failure::Failed(format!("the event log cannot be written: {reason}")))
        }
        () = house.turn.lost() => {
            Err(Failure::failed("another process has taken the state while its server was away"))
        }
    };
    readiness.set(false);
    shutdown.cancel();
    background.finish().await;
    packs.shut_down().await;
    house.close().await;
    outcome
}

/// What the interface works with.
fn state(
    house: &House,
    arguments: &ServeArgs,
    readiness: &Readiness,
    shutdown: &CancellationToken,
) -> AppState {
    AppState {
        commands: house.commands.clone(),
        reads: house.reads.clone(),
        tokens: Tokens::new(&house.key.derive("access tokens")),
        settings: Arc::new(reach::settings(arguments)),
        readiness: readiness.clone(),
        queues: Arc::new(GroupQueues::new(house.log.clone())),
        shutdown: shutdown.clone(),
    }
}

/// The certificate, followed from now on, when there is one.
fn certificate(
    arguments: &ServeArgs,
    shutdown: &CancellationToken,
) -> Result<Option<RustlsConfig>, Failure> {
    let Some(files) = tls::Files::named(arguments) else { return Ok(None) };
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

fn limits(arguments: &ServeArgs) -> http::Limits {
    http::Limits { headers: arguments.header_timeout, connections: arguments.max_connections }
}

fn sizes(arguments: &ServeArgs) -> Sizes {
    Sizes {
        limits: Limits {
            max_bytes: arguments.max_file,
            max_pixels: arguments.max_megapixels.saturating_mul(1_000_000),
        },
        decode_memory: arguments.decode_memory,
        min_free: arguments.min_free,
    }
}

fn start_log(arguments: &ServeArgs) -> Result<(), Failure> {
    let format = match arguments.log_format {
        LogFormat::Text => telemetry::Format::Text,
        LogFormat::Json => telemetry::Format::Json,
    };
    Ok(telemetry::init(format, &arguments.log_filter)?)
}

/// Cancelled at the first SIGTERM or Ctrl-C; a second one ends the process at once.
fn stop_on_signals() -> Result<CancellationToken, Failure> {
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
