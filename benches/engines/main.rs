//! The same work on the embedded engines and on servers of this machine, side by side in one run:
//! appends, catching up, and from an upload to its prediction. The servers are `tests/kurrent-peer`,
//! which speaks KurrentDB's protocol, MariaDB and SeaweedFS; what a genuine KurrentDB, a network and
//! disks of their own add or save is not seen here. Measures, never judges.
//!
//! `cargo bench --bench engines` (`-- --events 20000 --uploads 60`)
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

#[path = "../../tests/e2e/client.rs"]
mod client;
#[path = "../../projections/benches/past/mod.rs"]
mod past;
#[path = "../../tests/e2e/pictures.rs"]
mod pictures;
#[path = "../../tests/e2e/server.rs"]
mod server;
#[path = "../../tests/e2e/servers.rs"]
mod servers;
mod substrate;
mod table;
mod uploads;

use clap::Parser;
use substrate::Substrate;
use table::Table;

/// Writers at once.
const WRITERS: [usize; 3] = [1, 16, 64];

/// How much is done.
#[derive(Parser)]
struct Arguments {
    /// Events that the read models catch up with.
    #[arg(long, default_value_t = 20_000)]
    events: u64,
    /// Images that are uploaded, one after the other.
    #[arg(long, default_value_t = 60)]
    uploads: u32,
    /// Cargo says so to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let mut table = Table::default();
    for embedded in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let log = Substrate::open(&folder.path().join("log"), embedded).await;
        for writers in WRITERS {
            let what = format!("appends, {writers} at once");
            table.rate(&what, log.appends(writers).await);
        }
        log.close().await;
        let past = Substrate::open(&folder.path().join("past"), embedded).await;
        table.rate("events caught up with", past.catch_up(arguments.events).await);
        past.close().await;
        let data = folder.path().join("data");
        let times = uploads::measured(&data, embedded, arguments.uploads).await;
        table.time("upload to prediction, median", times[times.len() / 2]);
        table.time("upload to prediction, p95", times[times.len() * 95 / 100]);
    }
    print!("{table}");
}
