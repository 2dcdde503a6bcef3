//! Commands on the real log, state, vault and blobs, in a temporary directory each.

#![allow(clippy::unwrap_used, missing_docs)]

mod audit;
mod cases;
mod common;
mod crashes;
mod execute;
mod models;
mod passwords;
mod patients;
mod predictions;
mod properties;
mod sessions;
mod setup;
mod uploads;
mod users;
mod verdicts;
