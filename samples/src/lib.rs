//! Synthetic blood-smear fields of the seven classes of the panel of diseases, and fields that nobody
//! should read: drawn cell by cell from published morphology, for demonstration.
//!
//! A field is decided in this order: the patient's blood ([`classes`]), how the field was chosen
//! ([`framing`]), what stands where ([`plan`]), the drawing in optical density ([`cells`], [`paint`]), the
//! photograph ([`camera`]). Stain, framing, specks and camera are drawn without knowing the class.

pub mod artefact;
pub mod blood;
pub mod camera;
pub mod cells;
pub mod classes;
pub mod crop;
pub mod field;
pub mod framing;
pub mod label;
pub mod nuisance;
pub mod paint;
pub mod plan;
pub mod point;
pub mod rng;
pub mod set;

pub use crop::Crop;
pub use field::Field;
pub use label::Label;
pub use plan::Plan;
pub use rng::Key;
pub use set::{Order, Refusal, generate};
