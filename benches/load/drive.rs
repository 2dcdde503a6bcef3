//! Virtual users: each has a connection of its own and goes round and round its script.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::task::LocalSet;
use tokio::time::{Instant as Then, sleep_until};

use crate::http::Connection;
use crate::process::cpu_time;
use crate::server::Server;

/// One request of a script.
#[derive(Clone)]
pub struct Step {
    /// What it is counted under.
    pub name: &'static str,
    pub request: Rc<[u8]>,
}

/// What came of the requests of one name.
#[derive(Default)]
pub struct Samples {
    /// From the first byte sent to the last received, in microseconds.
    pub latencies: Vec<u32>,
    /// What the server said that it took, in microseconds.
    pub server: Vec<u32>,
    pub errors: u64,
    /// What went wrong, each kind once.
    pub said: BTreeSet<String>,
    pub bytes: u64,
}

/// One run.
pub struct Measured {
    /// By place in the script and name.
    pub routes: BTreeMap<(usize, &'static str), Samples>,
    pub wall: Duration,
    pub server_cpu: Duration,
    pub own_cpu: Duration,
}

/// How a run goes.
#[derive(Clone, Copy)]
pub struct Pace {
    /// All users have begun after this.
    pub ramp: Duration,
    /// How long no user stops.
    pub lasting: Duration,
}

/// Lets each script's user go round until the time is over.
pub async fn run(server: &Server, scripts: Vec<Vec<Step>>, pace: Pace) -> Measured {
    let address: SocketAddr = server.url.trim_start_matches("http://").parse().unwrap();
    let (server_cpu, own_cpu) = (cpu_time(server.id()), cpu_time(std::process::id()));
    let (begun, count) = (Instant::now(), scripts.len() as u32);
    let users = LocalSet::new();
    let mut under_way = Vec::new();
    for (number, script) in (0..).zip(scripts) {
        let from = begun + pace.ramp * number / count;
        under_way.push(users.spawn_local(user(address, script, from, begun + pace.lasting)));
    }
    users.await;
    let mut measured = Measured {
        routes: BTreeMap::new(),
        wall: begun.elapsed(),
        server_cpu: cpu_time(server.id()) - server_cpu,
        own_cpu: cpu_time(std::process::id()) - own_cpu,
    };
    for user in under_way {
        for (route, samples) in user.await.unwrap() {
            measured.routes.entry(route).or_default().add(samples);
        }
    }
    measured
}

/// One user; a broken connection is an error and is opened again.
async fn user(
    address: SocketAddr,
    script: Vec<Step>,
    from: Instant,
    until: Instant,
) -> BTreeMap<(usize, &'static str), Samples> {
    let mut routes: BTreeMap<_, Samples> = BTreeMap::new();
    sleep_until(Then::from_std(from)).await;
    let mut connection = Connection::open(address).await.expect("the server takes connections");
    let places = places(&script);
    for (step, place) in script.iter().zip(&places).cycle() {
        let sent = Instant::now();
        if sent >= until {
            break;
        }
        let samples = routes.entry((*place, step.name)).or_default();
        match connection.send(&step.request).await {
            Ok(answer) => {
                samples.latencies.push(sent.elapsed().as_micros() as u32);
                samples.server.extend(answer.server);
                samples.bytes += answer.bytes;
                if !(200..300).contains(&answer.status) {
                    samples.wrong(format!("{} answered {}", step.name, answer.status));
                }
            }
            Err(error) => {
                samples.wrong(format!("{}: {error}", step.name));
                connection = Connection::open(address).await.expect("the server takes connections");
            }
        }
    }
    routes
}

/// Where each step's name first stands in the script, for an orderly table.
fn places(script: &[Step]) -> Vec<usize> {
    let first = |step: &Step| script.iter().position(|other| other.name == step.name);
    script.iter().map(|step| first(step).unwrap_or_default()).collect()
}

impl Samples {
    fn wrong(&mut self, said: String) {
        self.errors += 1;
        self.said.insert(said);
    }

    pub fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.server.extend(other.server);
        self.errors += other.errors;
        self.said.extend(other.said);
        self.bytes += other.bytes;
    }
}
