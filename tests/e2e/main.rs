//! The product as its users meet it: the built program, over HTTP and the command line.
#![allow(clippy::unwrap_used, missing_docs)]

mod backup;
mod client;
mod critical;
mod contract;
mod day;
mod export;
mod disk_full;
mod kill;
mod metrics;
mod migrate;
mod pictures;
mod server;
mod settings;
mod start;
mod tls;
mod validation;
