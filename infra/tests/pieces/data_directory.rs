use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use infra::directory::{DataDirectory, DirectoryError, Paths, write_private};

#[test]
fn a_directory_is_made_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a/data");
    let data = DataDirectory::open(&root).unwrap();
    for path in [data.root().to_owned(), data.blobs(), data.spool(), data.read_models()] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700, "{path:?}");
    }
}

#[test]
fn a_second_program_is_refused_and_told_who_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let first = DataDirectory::open(folder.path()).unwrap();
    let refused = DataDirectory::open(folder.path()).unwrap_err();
    let process = std::process::id();
    assert!(matches!(refused, DirectoryError::InUse { process: Some(id), .. } if id == process));
    let message = refused.to_string();
    assert!(
        message.ends_with(&format!("is in use by another HemaClassify (process {process})")),
        "{message}"
    );
    drop(first);
    DataDirectory::open(folder.path()).unwrap();
}

#[test]
fn a_lock_left_by_a_crash_hinders_nobody() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(Paths::new(folder.path()).lock(), "123456789\n").unwrap();
    let data = DataDirectory::open(folder.path()).unwrap();
    let holder = fs::read_to_string(data.lock()).unwrap();
    assert_eq!(holder.trim(), std::process::id().to_string());
}

#[test]
fn the_spool_is_emptied_at_start_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDirectory::open(folder.path()).unwrap();
    fs::write(data.spool().join("half"), "upload").unwrap();
    fs::write(data.blobs().join("kept"), "blob").unwrap();
    drop(data);
    let data = DataDirectory::open(folder.path()).unwrap();
    assert_eq!(fs::read_dir(data.spool()).unwrap().count(), 0);
    assert!(data.blobs().join("kept").exists());
}

#[test]
fn what_cannot_be_a_directory_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "").unwrap();
    let refused = DataDirectory::open(&path).unwrap_err().to_string();
    assert!(refused.contains("/file cannot be used"), "{refused}");
}

#[test]
fn private_files_stay_private_when_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("setup-link");
    fs::write(&path, "a longer text that was there before").unwrap();
    write_private(&path, "https://host/").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "https://host/");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}
