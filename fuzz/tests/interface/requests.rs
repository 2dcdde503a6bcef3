//! Whole requests: who, method, address with its query, and a JSON body.

use axum::http::Method;
use domain::access::Role;

use crate::house::Ask;
use crate::stage::{Stage, address};

#[test]
fn requests() {
    let stage = Stage::open();
    let seeds = fuzz::seeds("requests").into_iter().flat_map(|seed| filled(&stage, &seed));
    let seeds: Vec<Vec<u8>> = seeds.collect();
    for seed in &seeds {
        assert!(request(&stage, seed).is_some(), "{}", seed.escape_ascii());
    }
    fuzz::target!(seeds, |bytes: &[u8]| {
        if let Some(ask) = request(&stage, bytes) {
            stage.ask(ask);
        }
    });
}

/// The requests of a file, divided by empty lines, with the identifiers of this installation.
fn filled(stage: &Stage, seed: &[u8]) -> Vec<Vec<u8>> {
    let mut text = String::from_utf8(seed.to_vec()).unwrap();
    for (name, id) in
        [("{patient}", &stage.patient), ("{case}", &stage.case), ("{image}", &stage.image)]
    {
        text = text.replace(name, id);
    }
    text.split("\n\n").map(|one| one.trim().as_bytes().to_vec()).collect()
}

/// `role METHOD /address`, and the body on the lines after it.
fn request(stage: &Stage, bytes: &[u8]) -> Option<Ask> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, body) = (&bytes[..end], &bytes[(end + 1).min(bytes.len())..]);
    let mut words = line.splitn(3, |byte| *byte == b' ');
    let role: Role = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    let method = Method::from_bytes(words.next()?).ok()?;
    let address = address(words.next()?)?;
    let ask = stage.by(role, Ask::new(method, &address));
    Some(if body.is_empty() { ask } else { ask.body("application/json", body) })
}
