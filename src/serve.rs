//! `serve`: everything in one process, from start to drained stop.

mod background;
mod setup_link;

use std::sync::Arc;
use std::time::{Duration, Instant};

use infra::picture::Limits;
use infra::telemetry;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use web::state::{AppState, Readiness, Settings};
use web::token::Tokens;

use crate::cli::{LogFormat, ProcessRole, ServeArgs};
use crate::failure::Failure;
use crate::house::{House, Sizes};
use crate::packs::Packs;
use crate::queues::GroupQueues;
use background::Background;

pub use setup_link::forget as forget_setup_link;

/// How long requests may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(15);

/// Runs the server until SIGTERM or Ctrl-C.
///
/// # Errors
/// Settings that make no sense, a data directory or an address that cannot be had.
pub async fn run(arguments: ServeArgs) -> Result<(), Failure> {
    let started = Instant::now();
    check(&arguments)?;
    start_log(arguments.log_format)?;
    let house = House::open(&arguments.data.data_dir, sizes(&arguments)).await?;
    let listener = TcpListener::bind(arguments.listen).await.map_err(|error| {
        Failure::Failed(format!("cannot listen on {}: {error}", arguments.listen))
    })?;
    let url = format!("http://{}", listener.local_addr()?);
    let shutdown = stop_on_signals()?;

    let packs = Packs::load(&arguments.models, &arguments.device).await?;
    let readiness = Readiness::default();
    let state = AppState {
        commands: house.commands.clone(),
        reads: house.reads.clone(),
        tokens: Tokens::new(&house.key.derive("access tokens")),
        settings: Arc::new(settings(&arguments)),
        readiness: readiness.clone(),
        queues: Arc::new(GroupQueues::new(house.log.clone())),
        shutdown: shutdown.clone(),
    };
    let background = Background::start(&house, &packs, &shutdown).await?;
    println!("HemaClassify listens on {url} (data in {})", house.directory.root().display());
    setup_link::offer(&house, arguments.public_url.as_deref().unwrap_or(&url)).await?;
    background.until_caught_up(&house, &shutdown).await;
    readiness.set(true);
    println!("Ready after {} ms.", started.elapsed().as_millis());

    let outcome = serve(listener, state, &house, &shutdown).await;
    readiness.set(false);
    shutdown.cancel();
    background.finish().await;
    packs.shut_down().await;
    house.close().await;
    outcome
}

/// Answers requests until told to stop, then lets those under way finish. Ends with a failure when
/// the event log does.
async fn serve(
    listener: TcpListener,
    state: AppState,
    house: &House,
    shutdown: &CancellationToken,
) -> Result<(), Failure> {
    let stopping = shutdown.clone().cancelled_owned();
    let service = web::router(state).into_make_service_with_connect_info::<std::net::SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stopping);
    let overdue = async {
        shutdown.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = server.into_future() => ended.map_err(Failure::from),
        () = overdue => {
            tracing::warn!(seconds = DRAIN.as_secs(), "Requests did not finish in time.");
            Ok(())
        }
        reason = house.log.failed() => {
            Err(Failure::Failed(format!("the event log cannot be written: {reason}")))
        }
    }
}

fn check(arguments: &ServeArgs) -> Result<(), Failure> {
    if !arguments.listen.ip().is_loopback() {
        return Err(Failure::Usage(format!(
            "plain HTTP is for loopback addresses only, and {} is none; \
             put a proxy with TLS before 127.0.0.1",
            arguments.listen.ip()
        )));
    }
    let all = [ProcessRole::Web, ProcessRole::Projections, ProcessRole::Functions];
    if !all.iter().all(|role| arguments.roles.contains(role)) {
        return Err(Failure::Usage(
            "embedded engines belong to one process, which takes all roles: \
             web,projections,functions"
                .to_owned(),
        ));
    }
    Ok(())
}

fn sizes(arguments: &ServeArgs) -> Sizes {
    Sizes {
        limits: Limits {
            max_bytes: arguments.max_file,
            max_pixels: arguments.max_megapixels.saturating_mul(1_000_000),
        },
        decode_memory: arguments.decode_memory,
    }
}

/// How clients reach this server: straight, or through a proxy that ends TLS.
fn settings(arguments: &ServeArgs) -> Settings {
    Settings {
        secure: arguments.public_url.is_some(),
        behind_proxy: arguments.public_url.is_some(),
        origins: arguments.public_url.iter().cloned().collect(),
    }
}

fn start_log(format: LogFormat) -> Result<(), Failure> {
    let format = match format {
        LogFormat::Text => telemetry::Format::Text,
        LogFormat::Json => telemetry::Format::Json,
    };
    let filter = std::env::var("RUST_LOG").unwrap_or_else(|_| "info".to_owned());
    Ok(telemetry::init(format, &filter)?)
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
