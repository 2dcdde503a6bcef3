//! The product as its users meet it: the built program, over HTTP and the command line.
#![allow(clippy::unwrap_used, missing_docs)]

mod client;
mod day;
mod kill;
mod metrics;
mod pictures;
mod server;
mod start;
mod tls;
mod validation;
