//! HemaClassify: review of blood-smear images with a neural network as second reader.

mod audit;
mod backup;
mod cli;
mod control;
mod demo;
mod engines;
mod failure;
mod function;
mod health;
mod house;
mod metrics;
mod migrate;
mod model;
mod packs;
mod progress;
mod projections_command;
mod queues;
mod replay;
mod samples_command;
mod serve;
mod transfer;
mod user;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Command};
use failure::Failure;

/// Many small answers at once: the system's allocator takes a tenth of their time more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Whoever speaks TLS and brings no cryptography of their own gets this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::try_parse().unwrap_or_else(|refusal| cli::unsaid(refusal).exit());
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("hemaclassify: {failure}");
            failure.code()
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        None => serve::run(cli.serve).await,
        Some(Command::Serve(arguments)) => serve::run(*arguments).await,
        Some(Command::Function(command)) => function::run(command).await,
        Some(Command::User(command)) => user::run(command).await,
        Some(Command::Projections(command)) => projections_command::run(command).await,
        Some(Command::Replay(arguments)) => replay::run(arguments).await,
        Some(Command::Audit(command)) => audit::run(command).await,
        Some(Command::Backup(arguments)) => backup::back_up(arguments).await,
        Some(Command::Restore(arguments)) => backup::restore(arguments).await,
        Some(Command::Transfer(arguments)) => transfer::run(*arguments).await,
        Some(Command::Migrate(arguments)) => migrate::run(arguments).await,
        Some(Command::Model(command)) => model::run(command).await,
        Some(Command::Samples(command)) => samples_command::run(command).await,
        Some(Command::Health(arguments)) => health::run(&arguments),
        Some(Command::Openapi) => {
            println!("{}", web::openapi::document().to_pretty_json()?);
            Ok(())
        }
    }
}
