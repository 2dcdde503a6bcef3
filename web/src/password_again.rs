//! The own password, asked for again by a session that is open already.

use axum::http::StatusCode;
use commands::{CommandError, Commands, Context};

use crate::problem::{Answer, Problem};

/// Checks it.
///
/// # Errors
/// 403 when it is wrong: 401 would say that the session is over, and it is not. 429 after a few.
pub async fn check(commands: &Commands, context: &Context, password: &str) -> Answer<()> {
    commands.check_password(context, password).await.map_err(|error| match error {
        CommandError::Unauthenticated(text) => wrong(text),
        other => other.into(),
    })
}

fn wrong(text: &str) -> Problem {
    let status = StatusCode::FORBIDDEN;
    Problem::new(status, "wrong-password", "The password is wrong", text).at("/password", text)
}
