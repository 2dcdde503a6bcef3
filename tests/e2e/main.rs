//! The product as its users meet it: the built program, over HTTP and the command line.
#![allow(clippy::unwrap_used, missing_docs)]

mod backup;
mod client;
mod contract;
mod critical;
mod day;
mod disk_full;
mod erasure;
mod export;
mod kill;
mod kurrent;
mod metrics;
mod migrate;
mod mysql;
mod outages;
mod pictures;
mod roles;
mod s3;
mod server;
mod servers;
mod settings;
mod start;
mod state;
mod tls;
mod traces;
mod validation;
