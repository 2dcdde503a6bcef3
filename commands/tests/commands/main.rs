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
mod erasures;
mod execute;
mod explanations;
mod merges;
mod mix_ups;
mod models;
mod passwords;
mod patients;
mod predictions;
mod properties;
mod reassignments;
mod sessions;
mod setup;
mod uploads;
mod users;
mod verdicts;
mod withdrawals;
