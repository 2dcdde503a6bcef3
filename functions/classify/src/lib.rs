//! The classify function: HRNet in Candle, model packs, batching, evaluation.
//!
//! ```text
//! pack ──► model ──► engine ──► function    predictions of images, as events
//!      │                   └──► files, evaluate    the same for files, on the command line
//!      └──► explainer ──► function    where the model sees what speaks for a label
//! labelled pictures ──► train ──► pack
//! ```
//!
//! A [`Pack`] is a checked folder; [`Engine::start`] builds its network on a [`Device`] and runs it
//! on a thread of its own; [`Classify`] asks the engine for the images that events bring, and
//! [`Backfill`] for those that came before; [`Explain`] asks the [`Explainer`].
//! [`preprocess`], [`predict`], [`unit`] and [`appearance`] are pure: picture to input, logits to
//! prediction, measures and looks to reasons why the model should be silent.

pub mod answers;
pub mod appearance;
mod bench;
pub mod calibrate;
pub mod device;
pub mod engine;
pub mod evaluate;
mod explain;
pub mod files;
pub mod function;
pub mod hrnet;
pub mod inspect;
pub mod labelled;
pub mod model;
pub mod pack;
mod precision;
pub mod predict;
pub mod preprocess;
pub mod random;
mod resize;
pub mod train;
pub mod unit;

pub use bench::{Bench, BenchError, BenchSettings, bench};
pub use device::Device;
pub use engine::{Engine, EngineError, EngineSettings};
pub use evaluate::{Evaluation, EvaluationError, evaluate};
pub use explain::{Explainer, Explanation, ExplanationError};
pub use files::{FilePrediction, FilePredictions, predict_files};
pub use function::{Backfill, Classify, Explain, Predictor};
pub use inspect::{Inspection, inspect};
pub use model::{Model, ModelError};
pub use pack::{Pack, PackError};
pub use precision::{Precision, UnknownPrecision};
pub use predict::Prediction;

/// What stands beside every score and on every answer.
pub const RESEARCH_USE: &str = "For research use only. Not for use in diagnostic procedures.";
