//! The one-time link with which the first administrator is set up.

use std::io;

use infra::directory::{DataDirectory, write_private};

use crate::failure::Failure;
use crate::house::House;

/// Prints a fresh link, and writes it to a file that only its owner can read, while there is no
/// administrator. Never in a log line.
///
/// # Errors
/// A state that does not answer, a file that cannot be written.
pub async fn offer(house: &House, url: &str) -> Result<(), Failure> {
    let Some(token) = house.commands.offer_setup().await? else {
        forget(&house.directory);
        return Ok(());
    };
    let link = format!("{url}/setup#{}", token.reveal());
    write_private(&house.directory.setup_link(), format!("{link}\n"))?;
    eprintln!("Set up the first administrator within 60 minutes: {link}");
    Ok(())
}

/// Removes the file once the link is of no use.
pub fn forget(directory: &DataDirectory) {
    match std::fs::remove_file(directory.setup_link()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "The set-up link's file could not be removed.");
        }
        _ => {}
    }
}
