//! Each store made to fail, to hang, to answer late, and to do what it is asked without its answer
//! arriving: what was acknowledged is there once, what was not can be asked again.

#![allow(clippy::unwrap_used)]

#[path = "../e2e/client.rs"]
#[allow(dead_code)]
mod client;
#[path = "../e2e/pictures.rs"]
#[allow(dead_code)]
mod pictures;

mod blobs;
mod day;
mod house;
mod line;
mod log;
mod read_models;
mod state;
mod stores;
