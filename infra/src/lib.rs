//! The substrate: event log, state, blobs, vault, pictures; knows nothing of blood.

pub mod backup;
pub mod blobs;
pub mod config;
pub mod directory;
pub mod erasures;
pub mod event_log;
pub mod picture;
pub mod room;
pub mod spool;
pub mod sql;
pub mod state;
pub mod telemetry;
pub mod transfer;
pub mod vault;
