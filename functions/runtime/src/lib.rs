//! What runs functions: triggers, retries, parking, outcomes turned into commands.
//!
//! A **function** reacts to events: it makes thumbnails of an image, or asks a network what the
//! image shows. Each is a crate of its own that knows this trait and nothing of how it is run, so
//! that the same function runs inside the server, in a container of its own that pulls, or behind
//! CloudEvents over HTTP.
//!
//! # The contract
//!
//! - **A trigger is a hint.** It says that something may be worth doing, not what is so now. A
//!   function asks its [`Sources`] for the present state and does nothing when there is nothing
//!   left to do: the image was voided, the work is done.
//! - **At least once, in no promised order.** The same trigger can come twice, at the same time even,
//!   and a later one before an earlier one. A function gives the same answer each time, and writes
//!   blobs so that writing them again is harmless.
//! - **It decides nothing.** It answers with [`Outcome`]s: what it found. Whether that becomes an
//!   event is decided by the commands, which refuse the second prediction of one model.
//! - **It appends nothing.** The runtime turns outcomes into commands, with the trigger as their
//!   cause and an identifier that follows from the trigger: a second delivery appends nothing.
//! - **It says how it failed.** [`FunctionError::Unavailable`] when something that it needs is away,
//!   [`FunctionError::Retry`] when another try may do better, [`FunctionError::Permanent`] when none
//!   will. Retries are spaced and counted by the log; after
//!   the last, or at once when permanent, what [`Function::gave_up`] says is recorded and the event is
//!   parked for a person to look at. A panic and a try that takes too long count as retry.
//! - **Nothing personal leaves it.** Reasons and outcomes are words without personal data.
//!
//! A function's place in the log is its group's, not a projection's: rebuilding a projection
//! triggers nothing.

mod activity;
mod apply;
mod attempt;
mod backoff;
pub mod cloudevent;
mod error;
mod function;
mod http;
mod image_now;
mod outcome;
mod problem;
mod remote;
mod serve;
mod settings;
pub mod signature;
mod sources;
mod status;
mod traces;
mod trigger;
mod worker;

pub use activity::{Activity, InWork};
pub use apply::command_id;
pub use error::FunctionError;
pub use function::Function;
pub use image_now::{ImageNow, PanelNow};
pub use outcome::{Measured, Outcome};
pub use remote::{Remote, RemoteSettings};
pub use serve::{FunctionServer, ServeSettings};
pub use settings::WorkerSettings;
pub use sources::{Installation, Sources};
pub use status::{Counts, Snapshot, Status};
pub use trigger::{TRIGGERS, Trigger};
pub use worker::Worker;
