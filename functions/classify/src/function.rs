//! The functions: an image came or came back, or a backfill was asked for.
//!
//! They are two, each with its own group in the log, so that a backfill of a hundred thousand images
//! keeps no new image waiting. What they have in common is the [`Predictor`].

mod backfill;
mod classify;
mod explain;
mod predictor;

pub use backfill::Backfill;
pub use classify::Classify;
pub use explain::Explain;
pub use predictor::Predictor;
