//! Why labelled pictures cannot be used.

use std::io;
use std::path::PathBuf;

/// Why a folder or a table of labelled pictures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It cannot be read or listed.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A folder names no label of the model.
    #[error("{} is not named after a label of the model: {known}", folder.display())]
    UnknownLabel {
        /// Which.
        folder: PathBuf,
        /// The model's labels.
        known: String,
    },
    /// A line of a table makes no sense.
    #[error("{}, line {line}: {problem}", table.display())]
    Line {
        /// The table.
        table: PathBuf,
        /// Counted from 1, the heading too.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// There is nothing to measure.
    #[error("{} holds no pictures in folders named after labels", .0.display())]
    Empty(PathBuf),
    /// A table has a heading and nothing else.
    #[error("{} names no pictures", .0.display())]
    EmptyTable(PathBuf),
}
