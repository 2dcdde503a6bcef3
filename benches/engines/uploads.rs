//! From an upload to its prediction, through the built program.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::pictures;
use crate::server::{Server, program};
use crate::servers;

/// How long each took, the shortest first.
pub async fn measured(data: &Path, embedded: bool, uploads: u32) -> Vec<Duration> {
    let mut program = program();
    if !embedded {
        servers::point(&mut program, data);
    }
    let server = Server::spawn_as(program, data, &[]);
    server.until_ready().await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("B-1", "Bench Example").await;
    let mut times = vec![];
    for seed in 0..uploads {
        let file = pictures::file(seed);
        let begun = Instant::now();
        let answer = technologist.upload(&patient, "blood-cell", &[file]).await.ok();
        let path = format!("/api/v1/images/{}", answer["items"][0]["id"].as_str().unwrap());
        loop {
            let seen = technologist.get(&path).await;
            if seen.status == 200 && seen.json()["predictions"][0].is_object() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        times.push(begun.elapsed());
    }
    server.stop();
    times.sort();
    times
}
