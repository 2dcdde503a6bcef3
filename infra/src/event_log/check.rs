//! What no engine appends.

use std::collections::HashSet;

use super::{LogError, NewEvent};

/// An append's events together, at most, in bytes: what KurrentDB takes by default, so that a log can
/// move from engine to engine.
pub const MAX_APPEND_BYTES: usize = 1 << 20;

/// Refuses what no stream could hold.
pub(super) fn check(stream: &str, events: &[NewEvent]) -> Result<(), LogError> {
    let text = |text: &str| !text.is_empty() && !text.contains('\0');
    let size = |event: &NewEvent| event.kind.len() + event.data.len() + event.metadata.len();
    let bytes: usize = events.iter().map(size).sum();
    let mut ids = HashSet::new();
    let problem = if !text(stream) {
        "a stream's name is not empty and holds no NUL".to_owned()
    } else if events.is_empty() {
        "there is nothing to append".to_owned()
    } else if !events.iter().all(|event| text(&event.kind)) {
        "an event type's name is not empty and holds no NUL".to_owned()
    } else if let Some(event) = events.iter().find(|event| !ids.insert(event.id)) {
        format!("event {} is there twice", event.id)
    } else if bytes > MAX_APPEND_BYTES {
        format!("{bytes} bytes are more than an append may hold ({MAX_APPEND_BYTES})")
    } else {
        return Ok(());
    };
    Err(LogError::Invalid(problem))
}
