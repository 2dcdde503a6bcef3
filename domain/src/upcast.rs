//! Every version of an event that was ever written, brought to today's shape.
//!
//! Today every type is at version 1, so there is nothing to bring. The first change of a type adds
//! a plain function from its last version to the next, listed in [`upcast`], and a fixture.

use std::borrow::Cow;

/// The version that events are written with today.
pub const SCHEMA: u16 = 1;

/// An event's data in today's shape.
///
/// # Errors
/// A version that this program does not know, because a newer program wrote it.
pub fn upcast<'a>(
    kind: &str,
    version: u16,
    data: &'a [u8],
) -> Result<Cow<'a, [u8]>, serde_json::Error> {
    match version {
        SCHEMA => Ok(Cow::Borrowed(data)),
        newer => Err(serde::de::Error::custom(format_args!(
            "version {newer} of {kind} was written by a newer program"
        ))),
    }
}
