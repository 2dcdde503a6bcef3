//! The secrets with which calls of functions are signed, from files only: what stands on a command line
//! or in an environment is seen by others.

use std::path::Path;

use runtime::signature::Secrets;

use crate::failure::Failure;

/// Reads a file of secrets.
///
/// # Errors
/// [`Failure::Usage`] for a file that cannot be read, or holds something else.
pub fn secrets(file: &Path) -> Result<Secrets, Failure> {
    let refuse = |problem: String| Failure::Usage(format!("{}: {problem}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| refuse(error.to_string()))?;
    Secrets::parse(&text).map_err(|bad| refuse(bad.to_string()))
}
