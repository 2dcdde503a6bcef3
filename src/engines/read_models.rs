//! Where the read models live: in the data directory, or in schemas of a MySQL or MariaDB server.
//! The data directory remembers where, so that a place that is given up is emptied: nobody would
//! look there when a patient is erased.

use std::sync::Arc;
use std::time::Duration;

use infra::blobs::Blobs;
use infra::directory::Paths;
use infra::event_log::EventLog;
use infra::vault::Vault;
use projections::{Place, ReadModels};
use tokio::time::{Instant, sleep};

use super::turn::Turn;
use super::{EMBEDDED, remembered, server};
use crate::cli::DataArgs;
use crate::failure::Failure;
use crate::house::Folding;

/// How long a start waits for read models that another process is to make, and between two looks.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_secs(1);

/// What read models are made of.
pub struct Sources {
    /// The event log.
    pub log: Arc<dyn EventLog>,
    /// Keys of personal data.
    pub vault: Arc<dyn Vault>,
    /// Images.
    pub blobs: Arc<dyn Blobs>,
}

/// Opens the read models in a place. Those that are shared are taken as another process keeps them;
/// whoever folds makes them when there are none, in its turn.
///
/// # Errors
/// A place that does not answer; shared ones that nobody makes.
pub async fn open(
    place: Place,
    sources: Sources,
    turn: &Turn,
    folding: Folding,
) -> Result<ReadModels, Failure> {
    let Sources { log, vault, blobs } = sources;
    let (settings, folds) = match folding {
        Folding::AsBuilt => (None, true),
        Folding::With(settings) => (Some(settings), true),
        Folding::Elsewhere(settings) => (settings, false),
    };
    if !turn.is_shared() {
        return Ok(ReadModels::open(place, log, vault, blobs, settings).await?);
    }
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        let (at, log) = (place.clone(), log.clone());
        let (vault, blobs) = (vault.clone(), blobs.clone());
        let kept =
            ReadModels::attach(at, log.clone(), vault.clone(), blobs.clone(), settings.as_ref());
        if let Some(kept) = kept.await? {
            return Ok(kept);
        }
        if folds && let Some(_mine) = turn.take().await? {
            return Ok(ReadModels::open(place, log, vault, blobs, settings).await?);
        }
        tracing::warn!("Nobody has built the read models that this process needs yet.");
        sleep(LOOK).await;
    }
    Err(Failure::failed(
        "no process keeps read models as this version and these settings would make them: start one \
         that has the role projections, or stop the one that keeps others",
    ))
}

/// The place that the option names, or else the one that the data directory remembers. One that was
/// used before and is not any more is emptied first.
///
/// # Errors
/// A place that does not answer.
pub async fn place(said: Option<&str>, paths: &Paths) -> Result<Place, Failure> {
    let known = remembered::read(&paths.read_models_url())?;
    let wanted = said.or(known.as_deref()).unwrap_or(EMBEDDED);
    let place = reach(wanted, paths).await?;
    let before = known.as_deref().unwrap_or(EMBEDDED);
    if before != wanted {
        give_up(before, wanted, paths).await?;
        remembered::write(&paths.read_models_url(), wanted)?;
    }
    Ok(place)
}

/// Whether they live on a server, as far as can be known before anything is opened.
///
/// # Errors
/// A data directory that cannot be read.
pub fn on_server(said: Option<&str>, paths: &Paths) -> Result<bool, Failure> {
    let known = remembered::read(&paths.read_models_url())?;
    Ok(said.or(known.as_deref()).unwrap_or(EMBEDDED) != EMBEDDED)
}

/// Refuses two installations whose read models would live in one place.
///
/// # Errors
/// When they would.
pub fn check_apart(one: &DataArgs, other: &DataArgs) -> Result<(), Failure> {
    let known = remembered::read(&Paths::new(&one.data_dir).read_models_url())?;
    let url = one.read_models.as_deref().or(known.as_deref()).unwrap_or(EMBEDDED);
    match &other.read_models {
        Some(said) if server::is_same(url, said) => Err(Failure::Usage(
            "the read models of both sides would live in one place: name another schema".to_owned(),
        )),
        _ => Ok(()),
    }
}

async fn reach(url: &str, paths: &Paths) -> Result<Place, Failure> {
    match url {
        EMBEDDED => Ok(Place::directory(&paths.read_models())?),
        server => Place::schemas(server)
            .await
            .map_err(|error| Failure::failed(format!("--read-models cannot be used: {error}"))),
    }
}

/// Empties the place that was used before, unless it is the same one reached in another way.
async fn give_up(before: &str, wanted: &str, paths: &Paths) -> Result<(), Failure> {
    // Who connects, and how, may have changed.
    if server::place(before) == server::place(wanted) {
        return Ok(());
    }
    let emptied = match reach(before, paths).await {
        Ok(place) => place.empty().await.map_err(Failure::from),
        Err(away) => Err(away),
    };
    emptied.map_err(|error| {
        Failure::failed(format!(
            "the read models lived elsewhere before, and are to be deleted there, for they hold \
             patients' data: {error}. Make that place reachable once more, or drop its schemas and \
             delete {}",
            paths.read_models_url().display()
        ))
    })
}
