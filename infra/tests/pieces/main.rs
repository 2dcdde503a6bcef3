//! The pieces that are no ports: pictures, sealed texts, files and settings.

#![allow(clippy::unwrap_used, missing_docs)]

mod data_directory;
mod databases;
mod erasures;
mod key_file;
mod pictures;
mod room;
mod s3_location;
mod scrubbing;
mod sealed;
mod settings;
mod spool;
