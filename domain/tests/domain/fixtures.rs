//! One event of every type and version, as it lies in the log. They must be read for ever: never
//! change a file here, add one for each new version.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use domain::event::{Event, Stored, decode, encode};
use domain::upcast::version;
use serde::Deserialize;
use serde_json::Value;

/// An event as it lies in the log.
#[derive(Deserialize)]
pub struct Fixture {
    pub r#type: String,
    pub metadata: Value,
    pub data: Value,
}

impl Fixture {
    pub fn stored(&self) -> Stored {
        let (metadata, data) = (self.metadata.to_string(), self.data.to_string());
        decode(&self.r#type, metadata.as_bytes(), data.as_bytes()).unwrap()
    }
}

/// All of them.
pub fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|version| fs::read_dir(version.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap()).collect()
}

/// Every type there is: the names that the list of events itself has.
fn kinds() -> BTreeSet<String> {
    let source = include_str!("../../src/event.rs");
    let (_, list) = source.split_once("pub enum Event<P> {").unwrap();
    let (list, _) = list.split_once("\n}").unwrap();
    let name = |line: &str| Some(line.trim().split_once('(')?.0.to_owned());
    list.lines().filter(|line| !line.trim().starts_with("//")).filter_map(name).collect()
}

#[test]
fn every_type_has_a_fixture() {
    let kinds = kinds();
    assert!(kinds.len() >= 33, "the list of events was read: {kinds:?}");
    let covered: BTreeSet<String> = fixtures().into_iter().map(|f| f.r#type).collect();
    assert_eq!(covered, kinds);
}

#[test]
fn every_fixture_is_read_whole() {
    for fixture in fixtures() {
        let stored = fixture.stored();
        assert_eq!(stored.event.kind(), fixture.r#type);
        let (kind, data) = encode(&stored.event);
        let data: Value = serde_json::from_slice(&data).unwrap();
        assert_eq!(kind, fixture.r#type);
        if fixture.metadata["schema"] == version(&kind) {
            assert_eq!(data, fixture.data);
        }
        let mut envelope = serde_json::to_value(&stored.envelope).unwrap();
        envelope["hash"] = fixture.metadata["hash"].clone();
        assert_eq!(envelope, fixture.metadata, "{}", fixture.r#type);
    }
}

#[test]
fn a_panel_of_version_1_gets_the_threshold_that_all_had_then() {
    let old = |one: &Fixture| one.r#type == "PanelDefined" && one.metadata["schema"] == 1;
    let fixture = fixtures().into_iter().find(old).unwrap();
    let Event::PanelDefined(panel) = fixture.stored().event else { panic!("another type") };
    assert_eq!((panel.critical_threshold, panel.labels.len()), (0.1, 2));
}

#[test]
fn a_panel_of_before_blind_reading_is_not_blind() {
    let old = |one: &Fixture| one.r#type.starts_with("Panel") && one.metadata["schema"] != 3;
    let mut read = 0;
    for fixture in fixtures().into_iter().filter(old) {
        match fixture.stored().event {
            Event::PanelDefined(panel) => assert!(!panel.blind),
            Event::PanelRevised(panel) => assert!(!panel.blind),
            _ => panic!("another type"),
        }
        read += 1;
    }
    assert_eq!(read, 4, "two types in versions 1 and 2");
}

#[test]
fn a_reading_of_version_1_was_given_alone() {
    let old = |one: &Fixture| one.r#type == "ReadingRecorded" && one.metadata["schema"] == 1;
    let fixture = fixtures().into_iter().find(old).unwrap();
    let Event::ReadingRecorded(reading) = fixture.stored().event else { panic!("another type") };
    assert!(!reading.bulk);
}

#[test]
fn personal_fields_name_an_owner_whose_key_seals_them() {
    for fixture in fixtures() {
        let stored = fixture.stored();
        let (owner, mut fields) = (stored.event.key_owner(), vec![]);
        let note = |field, text| {
            fields.push(field);
            Ok::<_, std::convert::Infallible>(text)
        };
        stored.event.try_map(note).unwrap();
        assert_eq!(owner.is_some(), !fields.is_empty(), "{}: {fields:?}", fixture.r#type);
        let distinct: BTreeSet<_> = fields.iter().collect();
        assert_eq!(distinct.len(), fields.len(), "each field is bound by its own name");
    }
}

#[test]
fn what_a_newer_program_wrote_is_not_guessed_at() {
    let mut fixture = fixtures().swap_remove(0);
    fixture.metadata["schema"] = 99.into();
    let (metadata, data) = (fixture.metadata.to_string(), fixture.data.to_string());
    let error = decode(&fixture.r#type, metadata.as_bytes(), data.as_bytes()).unwrap_err();
    assert!(error.source.to_string().contains("newer program"), "{error}");
    assert!(decode("NeverHeardOf", metadata.as_bytes(), b"{}").is_err());
}
