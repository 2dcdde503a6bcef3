//! docs/functions.md says what the program does: its examples are read by the types that read the real
//! thing, its tables are compared with the code, and its signature is made again.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use runtime::cloudevent::CloudEvent;
use runtime::signature::Secrets;
use runtime::{Outcome, TRIGGERS};
use serde_json::Value;

const PAGE: &str = include_str!("../docs/functions.md");

/// The contents of the page's blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let after = PAGE.split(opening.as_str()).skip(1);
    after.map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// The cells of the table that begins with this header.
fn table(header: &str) -> Vec<Vec<&'static str>> {
    let (_, rows) = PAGE.split_once(header).unwrap_or_else(|| panic!("no table {header}"));
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// The words of a cell that stand in code.
fn words(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_example_is_read_by_what_reads_the_real_thing() {
    let (mut triggers, mut outcomes) = (BTreeSet::new(), BTreeSet::new());
    for block in blocks("json") {
        let value: Value =
            serde_json::from_str(block).unwrap_or_else(|bad| panic!("{bad}: {block}"));
        if value["type"].as_str().is_some_and(|kind| kind.contains(".event.")) {
            let event: CloudEvent = serde_json::from_str(block).unwrap();
            let (trigger, present) = event.into_trigger().unwrap();
            assert!(present.image.is_some() && present.panel.is_some());
            assert_eq!(present.original.unwrap().sha256, present.image.unwrap().sha256);
            triggers.insert(trigger.event.kind);
        } else if value.is_array() || value["specversion"].is_string() {
            let batch = if value.is_array() { block.to_owned() } else { format!("[{block}]") };
            let events: Vec<CloudEvent> = serde_json::from_str(&batch).unwrap();
            let read = events.into_iter().map(|event| event.into_outcome().unwrap());
            outcomes.extend(read.map(|outcome| Outcome::kind(&outcome)));
        } else {
            let known = value["detail"].is_string() || value["waiting"].is_u64();
            assert!(known, "what is this an example of? {block}");
        }
    }
    assert_eq!(triggers, BTreeSet::from(["ImageUploaded".to_owned()]));
    let all = ["Continue", "FailPrediction", "RecordMeasurements", "RecordPrediction"];
    assert_eq!(outcomes, BTreeSet::from(all));
}

#[test]
fn a_function_can_be_told_of_what_the_page_lists_and_finds_the_fields_there() {
    let rows = table("| type | when | fields |");
    let listed: BTreeSet<&str> = rows.iter().map(|row| words(row[0])[0]).collect();
    assert_eq!(listed, TRIGGERS.into_iter().collect());
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/tests/fixtures");
    for row in rows {
        let kind = words(row[0])[0];
        let newest = (1..).map(|version| fixtures.join(format!("v{version}/{kind}.json")));
        let newest = newest.take_while(|file| file.exists()).last().unwrap();
        let event: Value = serde_json::from_slice(&std::fs::read(newest).unwrap()).unwrap();
        for field in words(row[2]) {
            assert!(event["data"].get(field).is_some(), "{kind} has no field {field}");
        }
    }
}

#[test]
fn the_worked_example_of_a_signature_is_made_again() {
    let (_, example) = PAGE.split_once("| secret | ").unwrap();
    let rows: Vec<&str> =
        example.lines().take(5).map(|line| *words(line).last().unwrap()).collect();
    let [secret, id, timestamp, body, signature] = rows[..] else { panic!("{rows:?}") };
    let now = Timestamp::from_second(timestamp.parse().unwrap()).unwrap();
    let signed = Secrets::parse(secret).unwrap().sign(id, body.as_bytes(), now);
    assert_eq!((signed.timestamp.as_str(), signed.signature.as_str()), (timestamp, signature));
}
