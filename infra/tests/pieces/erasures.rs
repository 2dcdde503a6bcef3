use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use infra::erasures::{Erasure, ErasureList, ErasureListError};
use jiff::Timestamp;
use uuid::Uuid;

fn erasure(number: u128) -> Erasure {
    let at = Timestamp::from_second(1_700_000_000 + number as i64).unwrap();
    Erasure { subject: Uuid::from_u128(number), at }
}

fn add(list: &ErasureList, number: u128) {
    list.append(erasure(number).subject, erasure(number).at).unwrap();
}

#[test]
fn what_is_added_is_read_in_order_by_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("erasures");
    let list = ErasureList::new(&path);
    assert_eq!(list.read().unwrap(), []);

    add(&list, 1);
    add(&list, 2);
    assert_eq!(ErasureList::new(&path).read().unwrap(), [erasure(1), erasure(2)]);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_line_that_a_crash_cut_short_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("erasures");
    let list = ErasureList::new(&path);
    add(&list, 1);
    fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"0000").unwrap();
    assert_eq!(list.read().unwrap(), [erasure(1)]);

    add(&list, 2);
    assert_eq!(list.read().unwrap(), [erasure(1), erasure(2)]);
}

#[test]
fn a_last_line_without_an_end_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("erasures");
    fs::write(&path, format!("{} {}", erasure(1).subject, erasure(1).at)).unwrap();
    let list = ErasureList::new(&path);
    add(&list, 2);
    assert_eq!(list.read().unwrap(), [erasure(1), erasure(2)]);
}

#[test]
fn a_line_that_is_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("erasures");
    let line = format!("{} {}\n", erasure(1).subject, erasure(1).at);
    fs::write(&path, format!("{line}\nGrace Example\n{line}")).unwrap();
    let refused = ErasureList::new(&path).read().unwrap_err();
    assert!(matches!(refused, ErasureListError::Line { line: 3, .. }), "{refused}");
}
