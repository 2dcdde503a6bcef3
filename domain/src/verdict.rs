//! What a reader says of an image.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{BadSlug, LabelId};

/// One of the panel's labels, or an abstention. An abstention is a verdict too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// One of the panel's labels.
    Label(LabelId),
    /// The reader cannot decide between the labels.
    Uncertain,
    /// Something that the panel has no label for; a comment says what.
    Other,
    /// The image cannot be read; a reason says why, and the technologist is asked for another.
    Unsuitable,
}

impl Verdict {
    /// The words of the abstentions, which no label may take.
    pub const ABSTENTIONS: [&'static str; 3] = ["uncertain", "other", "unsuitable"];

    /// The verdict as one word: the label, or the abstention's name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Label(label) => label.as_str(),
            Self::Uncertain => Self::ABSTENTIONS[0],
            Self::Other => Self::ABSTENTIONS[1],
            Self::Unsuitable => Self::ABSTENTIONS[2],
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Verdict {
    type Err = BadSlug;
    fn from_str(text: &str) -> Result<Self, BadSlug> {
        Ok(match text {
            "uncertain" => Self::Uncertain,
            "other" => Self::Other,
            "unsuitable" => Self::Unsuitable,
            label => Self::Label(label.parse()?),
        })
    }
}

impl Serialize for Verdict {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Verdict {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// How an image was read, as far as the reader had seen a model's prediction of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingMode {
    /// No prediction was there, or none was shown.
    Unaided,
    /// A prediction was shown.
    Aided,
    /// The reader changed an own earlier reading after a prediction was shown.
    Revised,
}

/// What a final verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// One reader's reading.
    SingleReader,
    /// Two readers agreed.
    Agreement,
    /// A third reader decided between two.
    Adjudication,
}
