//! Images that come, go and come back.

use super::{Image, Refusal, check_text};
use crate::aggregate::Decision;
use crate::event::*;
use crate::personal::Personal;
use crate::text::given;

/// What a file's arrival means for the image that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is new.
    New,
    /// It is there already.
    Duplicate,
    /// It was out of work and comes back.
    Restoration,
}

/// What a file's arrival means.
pub fn arrival(image: Option<&Image>) -> Arrival {
    match image {
        None => Arrival::New,
        Some(image) if image.voided => Arrival::Restoration,
        Some(_) => Arrival::Duplicate,
    }
}

/// A file arrived whole: a new image, a voided one that comes back, or nothing new. `mixed_up` says
/// whether the same bytes are an image of another patient.
pub fn receive(
    image: Option<&Image>,
    file: ImageUploaded<Personal>,
    mixed_up: bool,
) -> Decision<Refusal> {
    let suspected = MixUpSuspected { image: file.image };
    let mut events = match arrival(image) {
        Arrival::New => vec![Event::ImageUploaded(file)],
        Arrival::Duplicate => return Ok(vec![]),
        Arrival::Restoration => vec![Event::ImageRestored(ImageRestored {
            image: file.image,
            patient: file.patient,
            case: file.case,
            panel: file.panel,
            file_name: file.file_name,
        })],
    };
    if mixed_up && !image.is_some_and(|image| image.mix_up_suspected) {
        events.push(Event::MixUpSuspected(suspected));
    }
    Ok(events)
}

/// Whether images can have been taken so.
///
/// # Errors
/// [`Refusal::OpticsUnfit`]
pub fn check_optics(optics: &Optics) -> Result<(), Refusal> {
    let name = |name: &Option<String>| name.as_ref().is_none_or(|n| n.chars().count() <= 200);
    let scale = |microns: f64| microns > 0.0 && microns <= 1_000.0;
    let pointer = match optics {
        Optics { objective, .. } if !name(objective) => "/objective",
        Optics { scanner, .. } if !name(scanner) => "/scanner",
        Optics { microns_per_pixel, .. } if !microns_per_pixel.is_none_or(scale) => {
            "/microns_per_pixel"
        }
        _ => return Ok(()),
    };
    Err(Refusal::OpticsUnfit { pointer })
}

/// Takes an image out of work; with a reason once there is a verdict.
pub fn void(image: &Image, reason: Option<Personal>) -> Decision<Refusal> {
    let reason = given(reason);
    if image.voided {
        return Ok(vec![]);
    }
    if image.verdict.is_some() && reason.is_none() {
        return Err(Refusal::VoidNeedsReason);
    }
    check_text(reason.as_ref(), "/reason")?;
    Ok(vec![Event::ImageVoided(ImageVoided { image: image.id, patient: image.patient, reason })])
}
