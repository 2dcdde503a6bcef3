//! Each engine is taken away from the built program at work, in every way that a network and a server
//! have: nothing acknowledged is lost or doubled, and all goes on by itself. How long that takes is
//! printed and not judged.
//!
//! `HEMACLASSIFY_TEST_OUTAGES` sets how often each is done; the table of many says more.

mod engine;
mod proof;
mod report;
mod work;

use std::path::Path;
use std::time::{Duration, Instant};

use engines::proxy::Condition;

use crate::client::Client;
use crate::pictures;
use crate::server::{self, Server};
use crate::servers::lend_credentials;
use engine::Engine;
use report::Row;
use work::Work;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Connections are refused.
    Cut,
    /// Answers come late.
    Slow,
    /// Connections are taken and nothing comes.
    HalfOpen,
    /// Connections that stand fall silent for good; new ones are sound.
    Forgotten,
    /// The server's process is killed, and started again.
    Restarted,
}

/// Those that are told apart by what the server says of itself come first.
const FAULTS: [Fault; 5] =
    [Fault::Cut, Fault::HalfOpen, Fault::Restarted, Fault::Slow, Fault::Forgotten];

/// How long a fault lasts that need not be noticed, and how much longer one that was.
const A_WHILE: Duration = Duration::from_secs(2);

/// Until when it must be back at all, or an engine that is away be noticed.
const AT_ALL: Duration = Duration::from_secs(180);

// The lines and the clients go on while a server is started and stopped.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_happens_to_an_engine_nothing_is_lost_or_doubled_and_all_goes_on() {
    let rounds = std::env::var("HEMACLASSIFY_TEST_OUTAGES");
    let rounds: u32 = rounds.ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut engines = engine::start(folder.path()).await;
    let options: Vec<String> = engines.iter().flat_map(|engine| engine.option.clone()).collect();
    let server = start(&data, &options).await;
    let work = Work::begin(&server).await;
    let mut rows = vec![];
    for _ in 0..rounds {
        for engine in &mut engines {
            for fault in FAULTS {
                rows.push(one(engine, fault, &server, &work).await);
            }
        }
    }
    let done = work.end().await;
    report::print(&rows, &done);
    proof::all_is_there_once(server, &data, &options, done).await;
}

async fn start(data: &Path, options: &[String]) -> Server {
    let mut program = server::program();
    lend_credentials(&mut program);
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let server = Server::spawn_as(program, data, &options);
    server.until_ready().await;
    server
}

/// One fault of one engine, and how it went.
async fn one(engine: &mut Engine, fault: Fault, server: &Server, work: &Work) -> Row {
    work.answers();
    let begun = Instant::now();
    let noticed = break_it(engine, fault, server).await;
    let lasted = begun.elapsed();
    let mended = Instant::now();
    match fault {
        Fault::Forgotten => {}
        Fault::Restarted => engine.resume(),
        _ => engine.line.set(Condition::Sound),
    }
    let back = recovered(mended, server, work).await;
    eprintln!("{}: {fault:?}: {back:?}", engine.name);
    Row { engine: engine.name, fault, lasted, noticed, answers: work.answers(), back }
}

/// Breaks it for a while, and says when the server said so of itself, if it has to.
async fn break_it(engine: &mut Engine, fault: Fault, server: &Server) -> Option<Duration> {
    let begun = Instant::now();
    match fault {
        Fault::Cut => engine.line.set(Condition::Cut),
        Fault::HalfOpen => engine.line.set(Condition::Silent),
        Fault::Restarted => engine.stop(),
        Fault::Slow => engine.line.set(Condition::Late(Duration::from_millis(300))),
        Fault::Forgotten => {
            engine.line.set(Condition::Forgotten);
            return None;
        }
    }
    if fault == Fault::Slow {
        tokio::time::sleep(A_WHILE).await;
        return None;
    }
    let client = Client::new(&server.url);
    loop {
        let ready = client.get("/readyz").await;
        if ready.status == 503 && ready.text().contains(engine.part) {
            break;
        }
        let late = begun.elapsed() > AT_ALL;
        assert!(!late, "{} is away, and the server says {}", engine.name, ready.text());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let noticed = begun.elapsed();
    tokio::time::sleep(A_WHILE).await;
    Some(noticed)
}

/// How long it took until everything went on.
#[derive(Debug)]
pub struct Back {
    /// A change was acknowledged.
    writes: Duration,
    /// An image that was uploaded then showed its prediction.
    predictions: Duration,
    /// The server said that it is ready.
    ready: Duration,
}

async fn recovered(mended: Instant, server: &Server, work: &Work) -> Back {
    let client = work.technologist();
    let works = async {
        work.register(&client).await;
        let writes = mended.elapsed();
        let image = work.upload(&client, pictures::file(work.seed())).await;
        let path = format!("/api/v1/images/{image}");
        while !predicted(&client, &path).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        (writes, mended.elapsed())
    };
    let is_ready = async {
        let client = Client::new(&server.url);
        while client.get("/readyz").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        mended.elapsed()
    };
    let all = async { tokio::join!(works, is_ready) };
    let all = tokio::time::timeout(AT_ALL, all).await;
    let ((writes, predictions), ready) = all.expect("it does not come back");
    Back { writes, predictions, ready }
}

async fn predicted(client: &Client, path: &str) -> bool {
    let answer = client.get(path).await;
    answer.status == 200 && answer.json()["predictions"][0].is_object()
}
