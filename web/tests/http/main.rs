//! The HTTP interface on a whole installation: real log, state, vault, blobs and read models.
#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod access_record;
mod clinic;
mod commands_once;
mod conclusions;
mod content;
mod critical;
mod dashboard;
mod erasure;
mod faults;
mod headers;
mod history;
mod house;
mod images;
mod kept;
mod limits;
mod live;
mod mending;
mod openapi;
mod pages;
mod paper;
mod problems;
mod records;
mod sessions;
mod upload;
