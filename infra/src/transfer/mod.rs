//! Everything that an installation keeps, carried from one set of engines to another, with nobody at
//! work on either side.
//!
//! Each part can be broken off anywhere and begun again: what is there already is compared, what is
//! missing is added, and what is there and should not be is refused. Nothing counts before it has been
//! read again from the other side.

mod blobs;
mod events;
mod pages;

pub use blobs::{CopiedBlobs, copy_blobs};
pub use events::{ComparedEvents, append_events, compare_events, lay_groups};

use crate::blobs::{BlobError, BlobKey};
use crate::event_log::LogError;
use crate::spool::SpoolError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// A log cannot be read or written.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Blobs cannot be read or written.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// A blob cannot be laid down on its way.
    #[error(transparent)]
    Spool(#[from] SpoolError),
    /// The other log holds what this one does not.
    #[error(
        "the new event log holds another event where number {number} of the old one belongs: \
         revision {revision} of {stream}. It is not empty, or somebody else writes to it"
    )]
    Diverged {
        /// Counted from 1.
        number: u64,
        /// The stream of the event that is there.
        stream: String,
        /// Its revision.
        revision: u64,
    },
    /// The other log ends before this one does, though all was appended.
    #[error("the new event log ends after {found} events: it has lost some that it took")]
    Lost {
        /// How many there are.
        found: u64,
    },
    /// The other store holds a blob that this one does not.
    #[error("the new blob store holds {0}, which the old one does not: choose an empty place")]
    ForeignBlob(BlobKey),
    /// The other store holds other bytes.
    #[error("{0} is not the same in the new blob store")]
    OtherBlob(BlobKey),
    /// A blob went away while it was copied.
    #[error("{0} went away: somebody else works on the old blob store")]
    Gone(BlobKey),
}
