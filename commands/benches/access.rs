//! What the access record costs a read: when it is on record already, and when it is not. Measures,
//! never asserts.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use commands::Reader;
use commands::testing::Laboratory;
use domain::access::Role;
use domain::ids::{PatientId, UserId};
use uuid::Uuid;

const LASTS: Duration = Duration::from_secs(3);

fn reader(user: u128) -> Reader {
    let user = UserId(Uuid::from_u128(user));
    Reader { user, role: Role::Hematologist, route: "GET /api/v1/images/{id}" }
}

fn patients(from: u128, count: u128) -> impl Iterator<Item = PatientId> {
    (from..from + count).map(|number| PatientId(Uuid::from_u128(number)))
}

#[tokio::main]
async fn main() {
    let lab = Arc::new(Laboratory::open().await);
    for count in [1, 50, 200] {
        warm(&lab, count).await;
    }
    for readers in [1, 64, 300] {
        cold(&lab, readers).await;
    }
}

/// The same reader reads the same again and again.
async fn warm(lab: &Laboratory, count: u128) {
    let (start, mut reads) = (Instant::now(), 0_u64);
    while start.elapsed() < LASTS {
        for _ in 0..1_000 {
            lab.commands.access().read(reader(1), patients(1, count)).await.unwrap();
            reads += 1;
        }
    }
    let nanoseconds = start.elapsed().as_nanos() / u128::from(reads);
    println!("on record already, {count} patients: {nanoseconds} ns a read");
}

/// Each reader reads another patient each time.
async fn cold(lab: &Arc<Laboratory>, readers: u128) {
    let start = Instant::now();
    let tasks = (0..readers).map(|user| {
        let lab = lab.clone();
        tokio::spawn(async move {
            let mut reads = 0_u128;
            while start.elapsed() < LASTS {
                let patient = patients((user + 1) << 64 | readers << 32 | reads, 1);
                lab.commands.access().read(reader(user), patient).await.unwrap();
                reads += 1;
            }
            reads
        })
    });
    let reads: u128 =
        futures::future::join_all(tasks).await.into_iter().map(|reads| reads.unwrap()).sum();
    let rate = reads as f64 / start.elapsed().as_secs_f64();
    println!("not on record yet, {readers} readers at once: {rate:.0} reads/s");
}
