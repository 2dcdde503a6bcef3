//! Links: a blob for those who hold no credentials, for a while.

use std::fmt;

use jiff::Timestamp;

/// A URL that gives one blob to whoever has it, until its time is over.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// Where to send a GET. Whoever has it has the blob: it belongs into no log.
    pub url: String,
    /// From when on it is refused; earlier when the credentials that made it end earlier.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
