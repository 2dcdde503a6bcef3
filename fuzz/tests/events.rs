//! The log's bytes: whatever lies there, reading it ends; what can be read can be written and read
//! again, the same.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;

use domain::envelope::Envelope;
use domain::event::{decode, encode};
use domain::upcast::version;
use serde_json::Value;

/// Every event that was ever written in any version, as a line each of type, metadata and data.
fn stored() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/fixtures");
    let versions = std::fs::read_dir(fixtures).unwrap().map(|version| version.unwrap().path());
    let files = versions.flat_map(|version| fuzz::files(&version));
    let lines = files.map(|file| {
        let event: Value = serde_json::from_slice(&file).unwrap();
        format!("{}\n{}\n{}", event["type"].as_str().unwrap(), event["metadata"], event["data"])
    });
    lines.map(String::into_bytes).collect()
}

#[test]
fn events() {
    fuzz::target!(stored(), reads_or_refuses);
}

fn reads_or_refuses(bytes: &[u8]) {
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (kind, metadata, data) = (String::from_utf8_lossy(line()), line(), line());
    let Ok(stored) = decode(&kind, metadata, data) else { return };
    assert_eq!(stored.event.kind(), kind);
    let mut personal = 0;
    let seen = stored.event.clone().try_map(|_, sealed| {
        personal += 1;
        Ok::<_, std::convert::Infallible>(sealed)
    });
    assert_eq!(seen.unwrap(), stored.event);
    assert!(personal == 0 || stored.event.key_owner().is_some(), "nobody's key seals {kind}");

    let (kind, data) = encode(&stored.event);
    let today = Envelope { schema: version(&kind), ..stored.envelope };
    let again = decode(&kind, &serde_json::to_vec(&today).unwrap(), &data).unwrap();
    assert_eq!((again.event, again.envelope), (stored.event, today));
}
