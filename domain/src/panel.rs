//! Panels: the labels that an image can be read as. Data, not code: administrators revise them.

use serde::{Deserialize, Serialize};

use crate::ids::LabelId;

/// What one image of a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// One cell, cut out.
    Cell,
    /// A field of view with many cells.
    Field,
}

/// One thing that an image can be read as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Its name in events and in the interface.
    pub id: LabelId,
    /// Its name for people.
    pub name: String,
    /// A few capital letters where space is short.
    pub code: String,
    /// ICD-10 (WHO) code, for conclusions; never attached to a prediction.
    pub icd10: Option<String>,
    /// A finding that somebody must be told of at once.
    pub critical: bool,
    /// Kept for what was read before, no longer offered.
    pub retired: bool,
}
