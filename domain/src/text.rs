//! Rules for text that people type.

use crate::personal::{Opened, Personal};

/// Whether the text has no more than so many characters, none of them a control character other
/// than line breaks and tabs.
pub(crate) fn fits(text: &Personal, longest: usize) -> bool {
    let text = text.reveal();
    text.chars().count() <= longest
        && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// The same, and something is written.
pub(crate) fn filled(text: &Personal, longest: usize) -> bool {
    !text.is_empty() && fits(text, longest)
}

/// An optional text, where an empty one counts as none.
pub(crate) fn given(text: Option<Personal>) -> Option<Personal> {
    text.filter(|text| !text.is_empty())
}

/// What an optional field is to become, if that differs from what it is.
/// An empty text clears it.
pub(crate) fn change(known: Option<&Opened>, wanted: Option<Personal>) -> Option<Personal> {
    wanted.filter(|wanted| match known {
        None => !wanted.is_empty(),
        Some(known) => known.known() != Some(wanted.reveal()),
    })
}

/// Whether an optional text is known already, word for word. An erased one is no word's equal.
pub(crate) fn same(known: Option<&Opened>, new: Option<&Personal>) -> bool {
    known.map(Opened::known) == new.map(|new| Some(new.reveal()))
}

/// An optional field after a correction.
pub(crate) fn corrected(field: &mut Option<Opened>, correction: Option<&Opened>) {
    match correction {
        None => {}
        Some(Opened::Known(text)) if text.is_empty() => *field = None,
        Some(text) => *field = Some(text.clone()),
    }
}
