//! Which engines an installation runs on, each in the data directory or on a server of its own.
//! The data directory remembers what must not be forgotten of them.

pub mod blobs;
pub mod log;
pub mod read_models;
pub mod remembered;
pub mod server;
pub mod state;
pub mod turn;
mod waiting;

/// The word for the data directory itself.
const EMBEDDED: &str = "embedded";
