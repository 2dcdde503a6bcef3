//! Where the read models live: in the data directory, or in schemas of a MySQL or MariaDB server.
//! The data directory remembers where, so that a place that is given up is emptied: nobody would
//! look there when a patient is erased.

use infra::directory::Paths;
use projections::Place;

use super::{EMBEDDED, remembered, server};
use crate::failure::Failure;

/// The place that the option names, or else the one that the data directory remembers. One that was
/// used before and is not any more is emptied first.
///
/// # Errors
/// A place that does not answer.
pub async fn place(said: Option<&str>, paths: &Paths) -> Result<Place, Failure> {
    let known = remembered::read(&paths.read_models_url())?;
    let wanted = said.or(known.as_deref()).unwrap_or(EMBEDDED);
    let place = open(wanted, paths).await?;
    let before = known.as_deref().unwrap_or(EMBEDDED);
    if before != wanted {
        give_up(before, wanted, paths).await?;
        remembered::write(&paths.read_models_url(), wanted)?;
    }
    Ok(place)
}

async fn open(url: &str, paths: &Paths) -> Result<Place, Failure> {
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
    let emptied = match open(before, paths).await {
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
