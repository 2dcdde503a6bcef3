//! Where the read models live: in the data directory, or in schemas of a MySQL or MariaDB server.
//! The data directory remembers where, so that a place that is given up is emptied: nobody would
//! look there when a patient is erased.

use infra::directory::Paths;
use projections::Place;

use super::remembered;
use crate::failure::Failure;

/// The word for the data directory's own folder.
pub const EMBEDDED: &str = "embedded";

/// Reads the option: `embedded`, or a `mysql://` URL with a schema.
///
/// # Errors
/// The sentence that says what it may be; the text is not repeated, for it may hold a password.
pub fn parse(text: &str) -> Result<String, String> {
    let server = text.starts_with("mysql://") || text.starts_with("mariadb://");
    match text == EMBEDDED || server {
        true => Ok(text.to_owned()),
        false => Err(format!("it is {EMBEDDED}, or mysql://user:password@host/schema")),
    }
}

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
    if is_same_place(before, wanted) {
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

/// Whether two addresses differ at most in who connects and how.
fn is_same_place(one: &str, other: &str) -> bool {
    let place = |url: &str| {
        let url = url.split('?').next().unwrap_or_default();
        url.rsplit_once('@').map_or(url, |(_, host)| host).to_owned()
    };
    place(one) == place(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_engine_is_refused_without_being_repeated() {
        for fit in [EMBEDDED, "mysql://u:secret@h/s", "mariadb://h/s"] {
            assert_eq!(parse(fit).as_deref(), Ok(fit));
        }
        let refused = parse("postgres://u:secret@h/s");
        assert!(refused.is_err_and(|words| !words.contains("secret")));
    }

    #[test]
    fn another_password_is_the_same_place() {
        assert!(is_same_place("mysql://a:b@host/s", "mysql://c:d@host/s?ssl-mode=REQUIRED"));
        assert!(!is_same_place("mysql://a:b@host/s", "mysql://a:b@host/t"));
        assert!(!is_same_place("embedded", "mysql://a:b@host/t"));
    }
}
