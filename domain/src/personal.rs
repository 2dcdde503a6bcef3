//! Personal data: three forms of one text, so that the wrong one does not compile.
//!
//! Decisions speak [`Personal`], the log holds [`Sealed`], readers get [`Opened`]. Only `Sealed`
//! can be serialized, so no plain name reaches an event by accident.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Plain personal text: a name, a number, a comment. Never printed, never serialized.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Personal(String);

impl Personal {
    /// Takes text in; outer white space goes.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let trimmed = text.trim();
        match trimmed.len() == text.len() {
            true => Self(text),
            false => Self(trimmed.to_owned()),
        }
    }

    /// The text itself, for sealing it or showing it to one who may see it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

/// Ciphertext under the key of the person it belongs to, in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

/// What a reader gets of a sealed text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opened {
    /// The text.
    Known(Personal),
    /// The key was destroyed on record: the text is gone for good.
    Erased,
}

impl Opened {
    /// The text, or none when it was erased.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text.reveal()),
            Self::Erased => None,
        }
    }
}
