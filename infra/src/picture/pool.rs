//! Decoding on threads of its own, with a budget of memory for all of it together.

use std::path::PathBuf;

use bytes::Bytes;

use super::{DecodedRgb, Limits, PictureError};

/// Where a picture comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// Memory, which the budget does not count.
    Bytes(Bytes),
}

/// Decodes pictures. Cheap to clone.
#[derive(Clone, Debug)]
pub struct PicturePool {}

impl PicturePool {
    /// A pool of so many threads that together use at most about `byte_budget` bytes of memory.
    pub fn new(_threads: usize, _byte_budget: u64) -> Self {
        todo!()
    }

    /// Decodes a picture once there is a thread and memory for it.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn decode(
        &self,
        _source: Source,
        _limits: Limits,
    ) -> Result<DecodedRgb, PictureError> {
        todo!()
    }
}
