//! Who, when and why of an event: its metadata in the log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;
use crate::ids::UserId;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person, with the role of that moment.
    Person {
        /// Who.
        id: UserId,
        /// With which role.
        role: Role,
    },
    /// A function, with its version.
    Function {
        /// Such as `classify`.
        name: String,
        /// The version of the code.
        version: String,
    },
    /// The installation itself: set-up, start, process managers.
    System {
        /// Which part, such as `setup`.
        name: String,
    },
}

impl Actor {
    /// The person, if it is one.
    pub fn person(&self) -> Option<UserId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// An event's metadata, as JSON in the log. The log adds the chain's hash as the last member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// What belongs together: one request of a person and all that followed.
    #[serde(rename = "$correlationId")]
    pub correlation: Uuid,
    /// The event that caused this one.
    #[serde(rename = "$causationId", default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<Uuid>,
    /// W3C Trace Context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// Who did it.
    pub actor: Actor,
    /// The command that decided it; the same command appends once.
    pub command: Uuid,
    /// When it was decided.
    pub recorded_at: Timestamp,
    /// The version of the data's shape.
    pub schema: u16,
    /// The hash of the stream's event before; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}
