//! Identifiers of people, specimens and images; and the names of their streams.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A UUID of its own type, with the prefix of the stream that it names.
macro_rules! stream_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What the name of every stream of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The name of the stream that holds this entity's events.
            pub fn stream(self) -> String {
                format!("{}{}", Self::PREFIX, self.0)
            }

            /// The identifier in a stream's name; none for a stream of another kind.
            pub fn from_stream(stream: &str) -> Option<Self> {
                stream.strip_prefix(Self::PREFIX)?.parse().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

stream_id!(
    /// A person whose blood is looked at.
    PatientId,
    "patient-"
);
stream_id!(
    /// One specimen of a patient, with the images taken of it.
    CaseId,
    "case-"
);
stream_id!(
    /// One image of a case.
    ImageId,
    "image-"
);
stream_id!(
    /// A person who signs in.
    UserId,
    "user-"
);

impl ImageId {
    /// The same bytes for the same patient are the same image: UUIDv5(patient, SHA-256), so that
    /// uploading them again is a duplicate by construction.
    pub fn of(patient: PatientId, content: &Sha256) -> Self {
        Self(Uuid::new_v5(&patient.0, &content.0))
    }
}

/// A short name in lower case, digits, `-` and `_`, that an administrator chose.
macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = BadSlug;
            fn from_str(text: &str) -> Result<Self, BadSlug> {
                check_slug(text).map(|()| Self(text.to_owned()))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

slug!(
    /// A panel: a set of labels that a reader chooses from, such as `blood-cell`.
    PanelId
);
slug!(
    /// One label of a panel, such as `ig`. Never one of the abstentions' words.
    LabelId
);

/// Text that cannot name a panel or a label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a name of 1 to 64 lower-case letters, digits, - and _")]
pub struct BadSlug(pub String);

fn check_slug(text: &str) -> Result<(), BadSlug> {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_';
    match (1..=64).contains(&text.len()) && text.bytes().all(fits) {
        true => Ok(()),
        false => Err(BadSlug(text.to_owned())),
    }
}

impl PanelId {
    /// What the name of every panel's stream begins with.
    pub const PREFIX: &'static str = "panel-";

    /// The name of the stream that holds this panel's events.
    pub fn stream(&self) -> String {
        format!("{}{}", Self::PREFIX, self.0)
    }
}

/// A model pack, named by its digest: other weights or another manifest are another model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(pub Sha256);

impl ModelId {
    /// What the name of every model's stream begins with.
    pub const PREFIX: &'static str = "model-";

    /// The name of the stream that holds this model's events.
    pub fn stream(&self) -> String {
        format!("{}{}", Self::PREFIX, self.0)
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ModelId {
    type Err = BadDigest;
    fn from_str(text: &str) -> Result<Self, BadDigest> {
        text.parse().map(Self)
    }
}

/// The one stream that says who is administrator.
pub const ADMINISTRATORS: &str = "administrators";

/// What the name of every stream of the access record begins with.
pub const ACCESS: &str = "access-";

/// The stream that says who came in and who read what on the day of a moment, in UTC.
pub fn access_stream(at: Timestamp) -> String {
    format!("{ACCESS}{}", at.strftime("%Y-%m-%d"))
}

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256(pub [u8; 32]);

/// Text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 digest is written as 64 hexadecimal digits")]
pub struct BadDigest;

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Sha256 {
    type Err = BadDigest;
    fn from_str(text: &str) -> Result<Self, BadDigest> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(BadDigest);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default() as u8;
            *byte = value(pair[0]) << 4 | value(pair[1]);
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
