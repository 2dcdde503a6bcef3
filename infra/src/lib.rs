//! The substrate: event log, state, blobs, vault, pictures; knows nothing of blood.

pub mod event_log;
