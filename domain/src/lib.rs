//! Facts and decisions of blood-smear review: pure, without IO, clock or randomness.
//!
//! Time and identifiers come in as arguments; what leaves is a decision: events, or a refusal.

pub mod access;
pub mod administrators;
pub mod aggregate;
pub mod bytes;
pub mod case;
pub mod envelope;
pub mod event;
pub mod ids;
pub mod image;
pub mod model;
pub mod panel;
pub mod patient;
pub mod personal;
pub mod refusal;
pub mod reservation;
pub mod upcast;
pub mod user;
pub mod verdict;

mod field;
mod text;
