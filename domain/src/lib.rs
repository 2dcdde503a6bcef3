//! Facts and decisions of blood-smear review: pure, without IO, clock or randomness.
//!
//! Time and identifiers come in as arguments; what leaves is a decision: events, or a refusal.

pub mod access;
pub mod envelope;
pub mod event;
pub mod ids;
pub mod panel;
pub mod personal;
pub mod upcast;
pub mod verdict;

mod field;
