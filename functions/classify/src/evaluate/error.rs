//! Why labelled pictures cannot be measured on.

use std::path::PathBuf;

use crate::labelled::DataError;

/// Why a folder or a table of labelled pictures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The data cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Not one of its pictures could be predicted.
    #[error("not one picture of {} could be predicted; {first}", data.display())]
    NothingPredicted {
        /// Where they are.
        data: PathBuf,
        /// The first, and why not.
        first: String,
    },
    /// The folder of foreign pictures is empty.
    #[error("{} holds no files", .0.display())]
    NothingOutside(PathBuf),
}
