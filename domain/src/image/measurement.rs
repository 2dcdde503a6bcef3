//! What functions measured in an image's file.

use std::collections::BTreeSet;

use super::{Image, Refusal};
use crate::aggregate::Decision;
use crate::event::{Event, Measurement, MeasurementsRecorded};

/// The most that one function may say of an image.
const MOST: usize = 32;
/// The longest name of a function, a version or a measurement, in characters.
const LONGEST_NAME: usize = 64;
/// The longest unit, in characters.
const LONGEST_UNIT: usize = 16;

/// A function measured the image. The same figures of the same version again change nothing, and
/// neither do those that come when the image is voided. The names and units leave no room for words,
/// so that nothing personal can come in.
pub fn record(image: &Image, found: MeasurementsRecorded) -> Decision<Refusal> {
    check(&found).map_err(|why| Refusal::MeasurementsUnfit { why })?;
    let known = image.measured_by(&found.function, &found.version) == Some(&found.measurements);
    Ok(if known || image.voided { vec![] } else { vec![Event::MeasurementsRecorded(found)] })
}

fn check(found: &MeasurementsRecorded) -> Result<(), &'static str> {
    let all = &found.measurements;
    let names: BTreeSet<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let rules = [
        (
            is_made_of(&found.function, '-'),
            "a function’s name is lower-case letters, digits and hyphens, at most 64",
        ),
        (
            is_print(&found.version, LONGEST_NAME),
            "a version is 1 to 64 characters that can be printed",
        ),
        ((1..=MOST).contains(&all.len()), "there must be 1 to 32 of them"),
        (names.len() == all.len(), "a name stands there twice"),
        (
            all.iter().all(|one| is_name(&one.name)),
            "a name is [a-z][a-z0-9_]*, at most 64 characters",
        ),
        (all.iter().all(|one| one.value.is_finite()), "a value is a finite number"),
        (all.iter().all(has_unit_or_none), "a unit is 1 to 16 characters that can be printed"),
    ];
    rules.into_iter().find(|(kept, _)| !kept).map_or(Ok(()), |(_, why)| Err(why))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && is_made_of(text, '_')
}

/// Lower-case letters, digits and this mark.
fn is_made_of(text: &str, mark: char) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == mark;
    (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(fits)
}

fn has_unit_or_none(one: &Measurement) -> bool {
    one.unit.as_ref().is_none_or(|unit| is_print(unit, LONGEST_UNIT))
}

/// Letters, digits and marks: nothing that turns the line round or that cannot be seen.
fn is_print(text: &str, longest: usize) -> bool {
    let seen = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() || " °·⁻‰".contains(c);
    (1..=longest).contains(&text.chars().count()) && text.chars().all(seen)
}
