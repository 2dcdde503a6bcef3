//! Files with words for people that keep a server from starting: on a side that is not complete, and on
//! one that was left, where a second installation would write beside the first.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use infra::directory::{Paths, write_private};
use jiff::Timestamp;

use crate::engines::remembered::is_absent;
use crate::failure::Failure;

const UNFINISHED: &str = "transfer-unfinished";
const MOVED: &str = "moved-to";

const HALF: &str = "A transfer into this folder has not ended. Nothing starts here before it has: give the same \
command again, or delete the folder.\n";

/// Refuses a data directory that nothing may start on.
///
/// # Errors
/// What it is, and what to do.
pub fn check(paths: &Paths) -> Result<(), Failure> {
    check_finished(paths)?;
    let Some(to) = moved_to(paths)? else { return Ok(()) };
    Err(Failure::failed(format!(
        "{} was transferred to {}: nothing starts here any more, so that no two installations write. If \
         the other one is given up, delete {}",
        paths.root().display(),
        to.display(),
        moved_file(paths.root()).display()
    )))
}

/// Refuses a data directory that a transfer has not completed.
///
/// # Errors
/// What to do.
pub fn check_finished(paths: &Paths) -> Result<(), Failure> {
    match is_unfinished(paths.root())? {
        false => Ok(()),
        true => Err(Failure::failed(format!(
            "a transfer to {} has not ended: give the same command again, or delete the folder",
            paths.root().display()
        ))),
    }
}

/// Whether a transfer into a folder has begun and not ended.
pub fn is_unfinished(root: &Path) -> io::Result<bool> {
    match fs::metadata(root.join(UNFINISHED)) {
        Err(error) if is_absent(&error) => Ok(false),
        found => found.map(|_| true),
    }
}

/// A transfer into this folder begins.
pub fn begun(root: &Path) -> io::Result<()> {
    write_private(&root.join(UNFINISHED), HALF)?;
    File::open(root)?.sync_all()
}

/// It has ended: the folder is an installation.
pub fn finished(root: &Path) -> io::Result<()> {
    fs::remove_file(root.join(UNFINISHED))?;
    File::open(root)?.sync_all()
}

/// Where a folder's data was transferred to.
pub fn moved_to(paths: &Paths) -> io::Result<Option<PathBuf>> {
    match fs::read_to_string(moved_file(paths.root())) {
        Err(error) if is_absent(&error) => Ok(None),
        text => Ok(text?.lines().nth(1).map(PathBuf::from)),
    }
}

/// A folder's data was transferred.
pub fn moved(root: &Path, to: &Path) -> io::Result<()> {
    let (to, now) = (fs::canonicalize(to)?, Timestamp::now());
    let text = format!(
        "The data of this installation was transferred to\n{}\nat {now}. Nothing starts here any more, so \
         that no two installations write. If the other one is given up, delete this file.\n",
        to.display()
    );
    let (file, new) = (moved_file(root), root.join("moved-to.new"));
    write_private(&new, &text)?;
    fs::rename(new, file)?;
    File::open(root)?.sync_all()
}

fn moved_file(root: &Path) -> PathBuf {
    root.join(MOVED)
}
