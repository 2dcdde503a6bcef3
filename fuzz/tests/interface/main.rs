//! The HTTP interface on a whole installation, asked badly. Whatever comes, the answer is a
//! documented one, an error is a problem document, and nothing is a 500: the house checks every
//! answer for that.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

#[path = "../../../web/tests/http/house.rs"]
mod house;

mod cursors;
mod ranges;
mod refreshes;
mod requests;
mod stage;
mod tokens;
mod uploads;
