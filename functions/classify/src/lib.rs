//! The classify function: HRNet in Candle, model packs, batching, evaluation.

pub mod device;
pub mod engine;
pub mod hrnet;
pub mod model;
pub mod pack;
pub mod predict;
pub mod preprocess;
pub mod unit;

pub use device::Device;
pub use engine::{Engine, EngineError, EngineSettings};
pub use model::{Model, ModelError};
pub use pack::{Pack, PackError};
pub use predict::Prediction;

/// What stands beside every score and on every answer.
pub const RESEARCH_USE: &str = "For research use only. Not for use in diagnostic procedures.";
