//! A long day: clients of every kind at work on the built program for ten minutes. Tells the memory
//! that the server holds, minute by minute, and every answer that was not a success. Ends with exit
//! code 1 when there was one.
//!
//! `cargo bench --bench soak` (`--minutes`, `--clients`)
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

#[path = "../../tests/e2e/client.rs"]
mod client;
#[path = "../../tests/e2e/pictures.rs"]
mod pictures;
#[path = "../load/process.rs"]
mod process;
#[path = "../../tests/e2e/server.rs"]
mod server;
#[path = "../../tests/e2e/servers.rs"]
mod servers;
mod work;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use server::Server;
use work::{Tally, Work};

#[derive(Parser)]
struct Arguments {
    /// How long.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=120))]
    minutes: u64,
    /// How many at once.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(5..=500))]
    clients: u32,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let work = Arc::new(Work::prepare(&server).await);
    let until = Instant::now() + Duration::from_secs(arguments.minutes * 60);
    let clients = (0..arguments.clients).map(|number| tokio::spawn(work.clone().go(number, until)));
    let clients: Vec<_> = clients.collect();

    println!(
        "{:>6} {:>12} {:>10} {:>8} {:>8}",
        "minute", "memory, MiB", "answers", "images", "errors"
    );
    row(0, &server, &work.tally);
    for minute in 1..=arguments.minutes {
        tokio::time::sleep(Duration::from_secs(60)).await;
        row(minute, &server, &work.tally);
    }
    for client in clients {
        client.await.unwrap();
    }
    let errors = work.tally.errors();
    errors.iter().take(20).for_each(|error| println!("  {error}"));
    work.nothing_is_missing().await;
    server.stop();
    match errors.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn row(minute: u64, server: &Server, tally: &Tally) {
    let mib = process::resident(server.id()) / (1 << 20);
    let (answers, images, errors) = (tally.answers(), tally.images(), tally.errors().len());
    println!("{minute:>6} {mib:>12} {answers:>10} {images:>8} {errors:>8}");
}
