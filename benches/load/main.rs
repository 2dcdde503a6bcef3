//! Load on the built program, over loopback: the plan of the paper that describes the original
//! HemaClassify (300 users within a second, ten routes), parts of it, sign-in alone, and a worklist
//! of 100,000 images. Measures, never judges. The generator shares the machine with the server; the
//! processor time of both is told. No model is loaded, so that no prediction competes.
//!
//! `cargo bench --bench load -- plan` (or `reads`, `small`, `sign-in`, `worklist`; without one, all)
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

#[path = "../../tests/e2e/client.rs"]
mod client;
mod drive;
mod http;
#[path = "../../projections/benches/past/mod.rs"]
mod past;
#[path = "../../tests/e2e/pictures.rs"]
mod pictures;
mod plan;
mod process;
mod report;
mod seed;
#[path = "../../tests/e2e/server.rs"]
mod server;
#[path = "../../tests/e2e/servers.rs"]
mod servers;
mod signin;
mod verdicts;
mod worklist;

use std::path::Path;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use drive::{Pace, Step};
use plan::{Part, Routes};
use seed::Seeded;
use server::Server;
use tokio::task::JoinHandle;

/// No packs. Limits that are looked at for each request and that nobody reaches: all of the load
/// comes from one address.
const SETTINGS: &[&str] =
    &["--models", "no-packs", "--requests-per-second", "1000000", "--burst", "1000000"];

#[derive(Parser)]
struct Arguments {
    /// What to measure; without any, everything.
    what: Vec<What>,
    /// Virtual users.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    users: u16,
    /// How long each run lasts.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=300))]
    seconds: u64,
    /// Whose addresses.
    #[arg(long, value_enum, default_value = "v1")]
    routes: Routes,
    /// Images in the worklist.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(5_000..=1_000_000))]
    images: u64,
    /// Verdicts that a reader gives in a second meanwhile, in the worklist and in one run of the small reads.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    verdicts: u32,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// All ten routes.
    Plan,
    /// The plan without signing in.
    Reads,
    /// The plan without signing in and without the image's bytes.
    Small,
    /// Signing in, beside the password hash alone.
    SignIn,
    /// A large worklist.
    Worklist,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    // The client of the seeding can speak TLS and wants to know by whose means, used or not.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wanted = |what| arguments.what.is_empty() || arguments.what.contains(&what);
    let folder = tempfile::tempdir().unwrap();
    if [What::Plan, What::Reads, What::Small, What::SignIn].into_iter().any(wanted) {
        of_the_paper(&folder.path().join("paper"), &arguments, wanted).await;
    }
    if wanted(What::Worklist) {
        of_the_worklist(&folder.path().join("worklist"), &arguments).await;
    }
}

/// Starts the program without model packs.
async fn start(data: &Path) -> Server {
    let server = Server::spawn(data, SETTINGS);
    server.until_ready().await;
    server
}

async fn of_the_paper(data: &Path, arguments: &Arguments, wanted: impl Fn(What) -> bool) {
    let server = start(data).await;
    let begun = Instant::now();
    let seeded = seed::installation(&server).await;
    let tokens = seed::sign_in(&server, &seeded.administrators, arguments.users.into()).await;
    println!(
        "{} users, {} patients, {} images, {} sessions, seeded in {:.1} s",
        seed::USERS,
        seed::PATIENTS,
        seed::IMAGES,
        tokens.len(),
        begun.elapsed().as_secs_f64()
    );
    let runs = [
        (What::Small, Part::SmallReads, "small reads: the plan without sign-in and image"),
        (What::Reads, Part::WithoutSignIn, "the plan without sign-in"),
        (What::Plan, Part::Whole, "the whole plan"),
    ];
    for (_, part, title) in runs.into_iter().filter(|(what, ..)| wanted(*what)) {
        let script = |(number, token): (usize, &String)| {
            plan::script(&seeded, token, number, arguments.routes, part)
        };
        let scripts = tokens.iter().enumerate().map(script).collect();
        through(&server, scripts, arguments, title).await;
        if part == Part::SmallReads {
            while_reading(&server, &seeded, &tokens, arguments).await;
        }
        if part == Part::Whole {
            println!("  {}", report::PAPER);
        }
    }
    if wanted(What::SignIn) {
        signin::compare(&server, &seeded, Duration::from_secs(arguments.seconds)).await;
    }
    server.stop();
}

/// The small reads once more while verdicts are given.
async fn while_reading(server: &Server, seeded: &Seeded, tokens: &[String], arguments: &Arguments) {
    let script = |(number, token): (usize, &String)| {
        plan::script(seeded, token, number, arguments.routes, Part::SmallReads)
    };
    let scripts = tokens.iter().enumerate().map(script).collect();
    let verdicts = verdicts::give(seeded.reader.clone(), arguments.verdicts, seeded.images.clone());
    let title = format!("the same while {} verdicts a second are given", arguments.verdicts);
    through(server, scripts, arguments, &title).await;
    verdicts.inspect(JoinHandle::abort);
}

async fn through(server: &Server, scripts: Vec<Vec<Step>>, arguments: &Arguments, title: &str) {
    let lasting = Duration::from_secs(arguments.seconds);
    let pace = Pace { ramp: Duration::from_secs(1), lasting };
    let measured = drive::run(server, scripts, pace).await;
    report::table(&format!("{title}, {} users within 1 s", arguments.users), &measured);
}

async fn of_the_worklist(data: &Path, arguments: &Arguments) {
    worklist::write(data, arguments.images).await;
    let server = Server::spawn(data, SETTINGS);
    let begun = Instant::now();
    server.until_ready().await;
    let chief = server.administrator().await;
    seed::until_quiet(&chief).await;
    println!("read models and functions caught up in {:.1} s", begun.elapsed().as_secs_f64());
    let lasting = Duration::from_secs(arguments.seconds);
    worklist::read(&server, &chief, lasting, arguments.verdicts).await;
    server.stop();
}
