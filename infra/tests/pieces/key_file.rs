use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use infra::vault::{InstallationKey, KeyFileError};

#[test]
fn a_key_is_made_once_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("installation.key");
    let made = InstallationKey::load_or_create(&path).unwrap();
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!((metadata.len(), metadata.permissions().mode() & 0o777), (32, 0o600));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");

    let read = InstallationKey::load_or_create(&path).unwrap();
    assert_eq!(made.derive("test"), read.derive("test"));
}

#[test]
fn a_key_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("installation.key");
    InstallationKey::load_or_create(&path).unwrap();
    for mode in [0o640, 0o604, 0o660] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let refused = InstallationKey::load_or_create(&path).unwrap_err();
        assert!(matches!(refused, KeyFileError::Exposed { .. }), "{refused}");
        assert!(refused.to_string().contains(&format!("mode {mode:o}")), "{refused}");
    }
}

#[test]
fn a_damaged_key_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("installation.key");
    for bytes in [0, 31, 33, 1000] {
        fs::write(&path, vec![1; bytes]).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let refused = InstallationKey::load_or_create(&path).unwrap_err();
        assert!(matches!(refused, KeyFileError::Malformed { .. }), "{refused}");
        assert_eq!(fs::read(&path).unwrap().len(), bytes);
    }
}

#[test]
fn purposes_and_names_do_not_meet() {
    let key = InstallationKey::from_bytes([1; 32]);
    let hashes = [
        key.derive("a"),
        key.derive("b"),
        key.name_key("user", "ada"),
        key.name_key("user", "bob"),
        key.name_key("patient", "ada"),
        key.name_key("use", "rada"),
        InstallationKey::from_bytes([2; 32]).name_key("user", "ada"),
    ];
    for (at, hash) in hashes.iter().enumerate() {
        assert!(!hashes[..at].contains(hash), "{at}");
    }
    assert_eq!(key.name_key("user", "ada"), key.name_key("user", "ada"));
    assert_eq!(format!("{key:?}"), "InstallationKey(…)");
}

#[test]
fn a_missing_key_is_not_made_where_one_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("installation.key");
    let refused = InstallationKey::open(&path).unwrap_err();
    assert!(matches!(refused, KeyFileError::Missing { .. }), "{refused}");
    assert!(!path.exists());
    let made = InstallationKey::load_or_create(&path).unwrap();
    assert_eq!(InstallationKey::open(&path).unwrap().derive("test"), made.derive("test"));
}

#[test]
fn a_key_that_a_platform_mounts_is_brought_once_and_never_replaces_another() {
    let folder = tempfile::tempdir().unwrap();
    let [path, given, other] =
        ["installation.key", "mounted", "other"].map(|name| folder.path().join(name));
    fs::write(&given, [7; 32]).unwrap();
    fs::write(&other, [8; 32]).unwrap();
    // A platform's files are often open to a group.
    fs::set_permissions(&given, Permissions::from_mode(0o440)).unwrap();
    for _ in 0..2 {
        InstallationKey::bring(&given, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), [7; 32]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let refused = InstallationKey::bring(&other, &path).unwrap_err();
    assert!(matches!(refused, KeyFileError::Another { .. }), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), [7; 32]);

    for (bytes, name) in [(31, "short"), (33, "long")] {
        let damaged = folder.path().join(name);
        fs::write(&damaged, vec![1; bytes]).unwrap();
        let fresh = folder.path().join("fresh.key");
        let refused = InstallationKey::bring(&damaged, &fresh).unwrap_err();
        assert!(matches!(refused, KeyFileError::Malformed { .. }) && !fresh.exists(), "{refused}");
    }
}
