//! What the guards write into the access record: who saw whose data, who was turned away.

use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use commands::{Commands, Reader};
use uuid::Uuid;

use crate::problem::{Answer, Problem};
use crate::shown::Shown;

/// Gives an answer that shows patients' data only when it is written down whose data it shows, and
/// to whom.
pub async fn read(commands: &Commands, reader: Reader, mut response: Response) -> Response {
    let status = response.status();
    // Who is told that nothing changed, or where else it is, has seen it too.
    if !status.is_success() && !status.is_redirection() {
        return response;
    }
    let Some(Shown(patients)) = response.extensions_mut().remove() else {
        tracing::error!(
            http.route = reader.route,
            "an answer does not say whose data it shows and is not given"
        );
        return Problem::internal().into_response();
    };
    match commands.access().read(reader, patients).await {
        Ok(()) => response,
        Err(error) => {
            tracing::error!(%error, "what was read cannot be written down and is not shown");
            let detail = "It cannot be written down now that you saw this, so it is not shown. \
                          Try again shortly.";
            Problem::unavailable(detail).into_response()
        }
    }
}

/// Writes down that somebody's role was not enough.
///
/// # Errors
/// 503 when that cannot be written.
pub async fn refusal(
    commands: &Commands,
    reader: Reader,
    template: &str,
    request: &Parts,
) -> Answer<()> {
    let subject = subject(template, request.uri.path());
    Ok(commands.access().refused(reader, subject).await?)
}

/// The one thing that a path names.
fn subject(template: &str, path: &str) -> Option<Uuid> {
    let place = template.split('/').position(|part| part == "{id}")?;
    path.split('/').nth(place)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thing_that_a_path_names_is_found_by_its_route() {
        let id = Uuid::from_u128(7);
        let named = |path: &str| subject("/api/v1/images/{id}/verdict", path);
        assert_eq!(named(&format!("/api/v1/images/{id}/verdict")), Some(id));
        assert_eq!(named("/api/v1/images/none/verdict"), None);
        assert_eq!(subject("/api/v1/users", "/api/v1/users"), None);
    }
}
