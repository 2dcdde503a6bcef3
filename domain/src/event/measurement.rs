//! What functions measure in images' files.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::ImageId;

/// One figure, with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// What was measured: `[a-z][a-z0-9_]*`, at most 64 characters.
    pub name: String,
    /// How much of it; finite.
    pub value: f64,
    /// In which unit, at most 16 characters that can be printed; none for a pure number.
    #[serde(default)]
    pub unit: Option<String>,
}

/// See [`Event::MeasurementsRecorded`]. Names, figures and units only: there is no field for words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasurementsRecorded {
    /// Which image.
    pub image: ImageId,
    /// The function that measured.
    pub function: String,
    /// The version of its code.
    pub version: String,
    /// What it found, in its order: 1 to 32, each name once.
    pub measurements: Vec<Measurement>,
}
