//! `function serve`: a function that others call, with nothing but models and what they send.

use std::time::Duration;

use futures::FutureExt as _;
use infra::picture::PicturePool;
use runtime::{Activity, FunctionServer, ServeSettings};
use tokio_util::sync::CancellationToken;
use web::state::{Part, Readiness};

use super::{Work, secrets, until_idle};
use crate::cli::{FunctionName, FunctionServeArgs};
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::packs::Packs;
use crate::serve::{self, http};

/// Between tries of a model that fails.
const AGAIN: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or Ctrl-C, or until nothing was in work for as long as the arguments say.
///
/// # Errors
/// Settings that make no sense, models or an address that cannot be had.
pub async fn run(arguments: FunctionServeArgs) -> Result<(), Failure> {
    check(&arguments)?;
    let settings = settings(&arguments)?;
    let FunctionServeArgs { function: name, process, models, max_idle, .. } = &arguments;
    let exporting = serve::start_log(process)?;
    let stop = serve::stop_on_signals()?;
    let metrics = Metrics::start(process.metrics_listen).await?;
    let listener = http::bind(process.listen).await?;
    let packs = Packs::load(models).await?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let function = name.with(&packs, &PicturePool::new(threads, models.decode_memory));
    let activity: Activity = settings.activity.clone();
    let server = FunctionServer::new(function, settings, stop.clone())?;
    println!("The function listens on http://{}", listener.local_addr()?);
    if let Some(metrics) = metrics {
        println!("Metrics are at {}", metrics.url()?);
        tokio::spawn(metrics.serve_counts(stop.clone()));
    }
    let readiness = Readiness::default();
    readiness.lacks(Part::Models, "The models are warming up.");
    readiness.set(true);
    tokio::spawn(warm_up(packs.clone(), server.clone(), readiness.clone(), stop.clone()));
    let serving =
        http::serve(listener, None, server.router(), serve::limits(process), stop.clone());
    let mut serving = std::pin::pin!(serving.fuse());
    let outcome = tokio::select! {
        ended = &mut serving => ended.map_err(Failure::from),
        () = until_idle(*max_idle, &activity, &readiness) => {
            stop.cancel();
            serving.await.map_err(Failure::from)
        }
    };
    packs.shut_down().await;
    exporting.finish().await;
    outcome
}

/// Refuses what cannot be served, and a way that lets others read along or ask.
fn check(arguments: &FunctionServeArgs) -> Result<(), Failure> {
    if arguments.function != FunctionName::Classify {
        return Err(Failure::Usage(
            "only classify can be served: renditions and explain write files and backfill reads the \
             event log, so they pull (function run)"
                .to_owned(),
        ));
    }
    let address = arguments.process.listen.ip();
    if address.is_loopback() {
        return Ok(());
    }
    let missing = match (&arguments.secret_file, arguments.allow_plain_http) {
        (None, _) => "--secret-file, or anybody who reaches it is answered",
        (_, false) => {
            "--allow-plain-http where the network itself is protected, or a proxy with TLS \
                       before 127.0.0.1"
        }
        _ => return Ok(()),
    };
    Err(Failure::Usage(format!("{address} is no loopback address: it needs {missing}")))
}

fn settings(arguments: &FunctionServeArgs) -> Result<ServeSettings, Failure> {
    let concurrency = arguments.concurrency.unwrap_or(Work::usual(arguments.function).concurrency);
    let secrets = arguments.secret_file.as_deref().map(secrets).transpose()?;
    Ok(ServeSettings { concurrency, secrets, ..ServeSettings::new() })
}

/// Nothing is taken before every model has answered once.
async fn warm_up(
    packs: Packs,
    server: FunctionServer,
    readiness: Readiness,
    stop: CancellationToken,
) {
    while let Err(error) = packs.warm_up_all().await {
        tracing::error!(%error, "A model does not answer.");
        if stop.run_until_cancelled(tokio::time::sleep(AGAIN)).await.is_none() {
            return;
        }
    }
    server.ready();
    readiness.has(Part::Models);
    println!("Ready.");
}
