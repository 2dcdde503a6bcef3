//! docs/security.md lists every requirement of the first two levels, and the tests that it names are
//! there.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

/// The sections of ASVS 5.0.0 without the last chapter (WebRTC), how many requirements each has, and
/// which of them are of the third level.
const SECTIONS: [(&str, u32, &[RangeInclusive<u32>]); 72] = [
    ("1.1", 2, &[]),
    ("1.2", 10, &[10..=10]),
    ("1.3", 12, &[12..=12]),
    ("1.4", 3, &[]),
    ("1.5", 3, &[3..=3]),
    ("2.1", 3, &[]),
    ("2.2", 3, &[]),
    ("2.3", 5, &[5..=5]),
    ("2.4", 2, &[2..=2]),
    ("3.2", 3, &[3..=3]),
    ("3.3", 5, &[5..=5]),
    ("3.4", 8, &[7..=8]),
    ("3.5", 8, &[6..=8]),
    ("3.7", 5, &[3..=5]),
    ("4.1", 5, &[4..=5]),
    ("4.2", 5, &[2..=5]),
    ("4.3", 2, &[]),
    ("4.4", 4, &[]),
    ("5.1", 1, &[]),
    ("5.2", 6, &[4..=6]),
    ("5.3", 3, &[3..=3]),
    ("5.4", 3, &[]),
    ("6.1", 3, &[]),
    ("6.2", 12, &[]),
    ("6.3", 8, &[5..=8]),
    ("6.4", 6, &[5..=6]),
    ("6.5", 8, &[6..=8]),
    ("6.6", 4, &[4..=4]),
    ("6.8", 4, &[]),
    ("7.1", 3, &[]),
    ("7.2", 4, &[]),
    ("7.3", 2, &[]),
    ("7.4", 5, &[]),
    ("7.5", 3, &[3..=3]),
    ("7.6", 2, &[]),
    ("8.1", 4, &[3..=4]),
    ("8.2", 4, &[4..=4]),
    ("8.3", 3, &[2..=3]),
    ("8.4", 2, &[2..=2]),
    ("9.1", 3, &[]),
    ("9.2", 4, &[]),
    ("10.1", 2, &[]),
    ("10.2", 3, &[3..=3]),
    ("10.3", 5, &[5..=5]),
    ("10.4", 16, &[12..=16]),
    ("10.5", 5, &[]),
    ("10.6", 2, &[]),
    ("10.7", 3, &[]),
    ("11.1", 4, &[3..=4]),
    ("11.2", 5, &[4..=5]),
    ("11.3", 5, &[4..=5]),
    ("11.4", 4, &[]),
    ("11.5", 2, &[2..=2]),
    ("11.6", 2, &[2..=2]),
    ("12.1", 5, &[4..=5]),
    ("12.2", 2, &[]),
    ("12.3", 5, &[5..=5]),
    ("13.1", 4, &[2..=4]),
    ("13.2", 6, &[6..=6]),
    ("13.3", 4, &[3..=4]),
    ("13.4", 7, &[6..=7]),
    ("14.1", 2, &[]),
    ("14.2", 8, &[5..=8]),
    ("14.3", 3, &[]),
    ("15.1", 5, &[4..=5]),
    ("15.2", 5, &[4..=5]),
    ("15.3", 7, &[]),
    ("16.1", 1, &[]),
    ("16.2", 5, &[]),
    ("16.3", 4, &[]),
    ("16.4", 3, &[]),
    ("16.5", 4, &[4..=4]),
];

#[test]
fn every_requirement_of_two_levels_is_listed_once() {
    let mut listed = BTreeSet::new();
    for row in rows() {
        for number in row.numbers {
            assert!(listed.insert(number.clone()), "{number} is listed twice");
        }
    }
    assert_eq!(listed, required());
}

#[test]
fn what_is_met_says_how_and_the_tests_are_there() {
    let (mut named, mut missing) = (0, vec![]);
    for row in rows() {
        let states = ["met", "not met", "not applicable"];
        assert!(states.contains(&row.state.as_str()), "{:?}: {}", row.numbers, row.state);
        assert!(row.how.len() > 5, "{:?} does not say how", row.numbers);
        for (file, name) in tests_in(&row.how) {
            named += 1;
            if !is_there(&file, &name) {
                missing.push(format!("{:?}: {file}::{name}", row.numbers));
            }
        }
    }
    assert!(missing.is_empty(), "tests that are not there:\n{}", missing.join("\n"));
    assert!(named > 100, "the tests were seen: {named}");
    assert!(!is_there("tests/security.rs", "no_such_test"), "what is not there is missed");
}

struct Row {
    numbers: Vec<String>,
    state: String,
    how: String,
}

/// The rows whose first cell holds numbers of requirements.
fn rows() -> Vec<Row> {
    let page = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let cells = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.trim_end_matches('|').split('|').collect();
        let [numbers, _, state, how] = cells[..] else { return None };
        let numbers: Vec<String> = numbers.split(',').map(|one| one.trim().to_owned()).collect();
        let is_number =
            |text: &String| text.split('.').filter(|p| p.parse::<u32>().is_ok()).count();
        numbers.iter().all(|text| is_number(text) == 3).then(|| Row {
            numbers,
            state: state.trim().to_owned(),
            how: how.trim().to_owned(),
        })
    });
    cells.collect()
}

fn required() -> BTreeSet<String> {
    let mut required = BTreeSet::new();
    for (section, count, third_level) in SECTIONS {
        let numbers = (1..=count).filter(|n| !third_level.iter().any(|range| range.contains(n)));
        required.extend(numbers.map(|number| format!("{section}.{number}")));
    }
    required
}

/// Every `file.rs::test` in a text.
fn tests_in(text: &str) -> Vec<(String, String)> {
    let quoted = text.split('`').skip(1).step_by(2);
    let tests = quoted.filter_map(|code| code.split_once("::").filter(|(f, _)| f.ends_with(".rs")));
    tests.map(|(file, name)| (file.to_owned(), name.to_owned())).collect()
}

/// Whether a file has a test of this name, or any test at all for `*`. The contracts of ports bear no
/// marks: a macro runs their functions on each adapter.
fn is_there(file: &str, name: &str) -> bool {
    let Ok(source) = std::fs::read_to_string(root().join(file)) else { return false };
    let wanted = format!("fn {name}(");
    let contract = !source.contains("test]");
    let mut marked = contract;
    source.lines().map(str::trim).any(|line| {
        marked |= line.contains("test]") || line.contains("test(");
        let found = marked && (line.contains(&wanted) || name == "*" && line.contains("fn "));
        marked &= contract || !line.contains("fn ");
        found
    })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
