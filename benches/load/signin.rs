//! Signing in beside what its password hash alone costs.

use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde_json::json;

use crate::drive::{self, Pace, Step};
use crate::http;
use crate::report;
use crate::seed::Seeded;
use crate::server::{PASSWORD, Server};

/// Clients that sign in without pause.
const CLIENTS: usize = 16;
/// Hashes at once, as the product computes them.
const AT_ONCE: usize = 2;

/// Measures both, one after the other.
pub async fn compare(server: &Server, seeded: &Seeded, lasting: Duration) {
    let hashes = hashes(lasting);
    let scripts = (0..CLIENTS).map(|number| {
        let username = &seeded.users[number].0;
        let body = json!({ "username": username, "password": PASSWORD });
        let request = http::send_json("POST", "/api/v1/session", "", &body).into();
        vec![Step { name: "sign in", request }]
    });
    let pace = Pace { ramp: Duration::ZERO, lasting };
    let measured = drive::run(server, scripts.collect(), pace).await;
    report::table(&format!("sign-in alone, {CLIENTS} clients"), &measured);
    let done: usize = measured.routes.values().map(|samples| samples.latencies.len()).sum();
    let rate = done as f64 / measured.wall.as_secs_f64();
    println!(
        "  sign-ins {rate:.1}/s; password hashes alone, {AT_ONCE} at once, {hashes:.1}/s: {:.0} %",
        100.0 * rate / hashes
    );
}

/// How many passwords a second this machine verifies, with the parameters of the product's hashes
/// (argon2id, 19 MiB, 2 passes, 1 lane).
fn hashes(lasting: Duration) -> f64 {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password(PASSWORD.as_bytes()).unwrap();
    let begun = Instant::now();
    let verify = || {
        let mut done = 0;
        while begun.elapsed() < lasting {
            argon2.verify_password(PASSWORD.as_bytes(), &hash).unwrap();
            done += 1;
        }
        done
    };
    let done: u32 = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(verify)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    f64::from(done) / begun.elapsed().as_secs_f64()
}
