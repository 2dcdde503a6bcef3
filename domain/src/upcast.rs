//! Every version of an event that was ever written, brought to today's shape.
//!
//! A type's version is counted by itself. A change of a type adds a plain function from its last
//! version to the next, a line in [`upcast`], and fixtures of the new version beside the old ones.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// The version that events of this type are written with today.
pub fn version(kind: &str) -> u16 {
    match kind {
        "PanelDefined" | "PanelRevised" => 3,
        "ReadingRecorded" => 2,
        _ => 1,
    }
}

/// An event's data in today's shape.
///
/// # Errors
/// A version that this program does not know, because a newer program wrote it; data that is no
/// JSON.
pub fn upcast<'a>(
    kind: &str,
    written: u16,
    data: &'a [u8],
) -> Result<Cow<'a, [u8]>, serde_json::Error> {
    match (kind, written) {
        (_, current) if current == version(kind) => Ok(Cow::Borrowed(data)),
        ("PanelDefined" | "PanelRevised", 1) => changed(data, |panel| {
            with_critical_threshold(panel);
            with_blind(panel);
        }),
        ("PanelDefined" | "PanelRevised", 2) => changed(data, with_blind),
        ("ReadingRecorded", 1) => changed(data, with_bulk),
        _ => Err(serde::de::Error::custom(format_args!(
            "version {written} of {kind} was written by a newer program"
        ))),
    }
}

fn changed(
    data: &[u8],
    change: impl FnOnce(&mut Map<String, Value>),
) -> Result<Cow<'_, [u8]>, serde_json::Error> {
    let mut fields = serde_json::from_slice(data)?;
    change(&mut fields);
    serde_json::to_vec(&fields).map(Cow::Owned)
}

/// Panels of version 1 had no threshold for critical labels; what they get is what every panel had
/// when thresholds came. Never to be changed, for it is part of what was written.
fn with_critical_threshold(panel: &mut Map<String, Value>) {
    panel.insert("critical_threshold".to_owned(), 0.1.into());
}

/// Panels of versions 1 and 2 were not blind: readers saw what there was to see.
fn with_blind(panel: &mut Map<String, Value>) {
    panel.insert("blind".to_owned(), false.into());
}

/// Readings of version 1 were given one by one: there was no other way.
fn with_bulk(reading: &mut Map<String, Value>) {
    reading.insert("bulk".to_owned(), false.into());
}
