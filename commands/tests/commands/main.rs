//! Commands on the real log, state, vault and blobs, in a temporary directory each.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod audit;
mod cases;
mod claims;
mod common;
mod conclusions;
mod crashes;
mod critical;
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
