//! Labelled pictures: a folder for each label, or a table.

mod error;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use domain::ids::LabelId;

pub use error::DataError;

/// A picture of which the truth is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where it is.
    pub file: PathBuf,
    /// What it is called in reports: where it is, seen from the data's folder.
    pub name: String,
    /// The number of its label.
    pub label: usize,
    /// Whose it is, when the data says so. It stands in no report.
    pub patient: Option<String>,
}

/// Labelled pictures.
#[derive(Clone, Debug)]
pub struct Samples {
    /// Each of them.
    pub all: Vec<Sample>,
    /// Columns of a table that nothing was read from.
    pub passed_over: Vec<String>,
}

/// Every picture of a folder or a table, in an order that is the same everywhere.
///
/// # Errors
/// See [`DataError`].
pub fn samples(path: &Path, labels: &[LabelId]) -> Result<Samples, DataError> {
    match path.is_file() {
        true => table::samples(path, labels),
        false => in_folders(path, labels),
    }
}

/// The labels' names, for words to people.
fn names(labels: &[LabelId]) -> String {
    labels.iter().map(LabelId::as_str).collect::<Vec<_>>().join(", ")
}

fn in_folders(root: &Path, labels: &[LabelId]) -> Result<Samples, DataError> {
    let mut all = Vec::new();
    for class in listed(root)?.into_iter().filter(|path| path.is_dir()) {
        let name = class.file_name().unwrap_or_default();
        let Some(label) = labels.iter().position(|label| name == label.as_str()) else {
            return Err(DataError::UnknownLabel { folder: class, known: names(labels) });
        };
        let files = listed(&class)?.into_iter().filter(|path| path.is_file());
        all.extend(files.map(|file| Sample {
            name: seen_from(root, &file),
            file,
            label,
            patient: None,
        }));
    }
    match all.is_empty() {
        true => Err(DataError::Empty(root.to_owned())),
        false => Ok(Samples { all, passed_over: Vec::new() }),
    }
}

/// Every file below a folder, sorted; links to folders are not followed, for they may go in circles.
pub(crate) fn files_below(root: &Path) -> Result<Vec<PathBuf>, DataError> {
    let mut files = Vec::new();
    for path in listed(root)? {
        match path.is_dir() {
            true if path.is_symlink() => {}
            true => files.extend(files_below(&path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}

/// A file's path as seen from a folder.
pub(crate) fn seen_from(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, DataError> {
    let unreadable = |source| DataError::Unreadable { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}
