//! Functions in this process: which, and how they are run.

mod begin;
mod idle;
mod secret;
mod served;
mod work;

use crate::cli::FunctionCommand;
use crate::failure::Failure;
use crate::serve;

pub use begin::begin;
pub use idle::until_idle;
pub use secret::secrets;
pub use work::Work;

/// Runs the command.
///
/// # Errors
/// As each command says.
pub async fn run(command: FunctionCommand) -> Result<(), Failure> {
    match command {
        FunctionCommand::Run(arguments) => {
            serve::take(serve::Share::of_function(*arguments)?).await
        }
        FunctionCommand::Serve(arguments) => served::run(*arguments).await,
    }
}
