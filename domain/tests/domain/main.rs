//! The domain's tests: what is decided, what is refused, what must be read for ever.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod administrators;
mod bytes;
mod case;
mod case_claims;
mod case_conclusions;
mod case_critical;
mod case_properties;
mod case_withdrawal;
mod fixtures;
mod harness;
mod image_explanations;
mod image_measurements;
mod image_predictions;
mod image_reassignment;
mod image_uploads;
mod image_verdicts;
mod model;
mod panel;
mod patient;
mod patient_erasure;
mod patient_merge;
mod patient_merge_races;
mod properties;
mod reservation;
mod samples;
mod user;
