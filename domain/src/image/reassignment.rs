//! Images that went to the wrong patient or case go to the right one.
//!
//! Within one patient an image stays what it is and keeps what was said of it. With another patient
//! it is another image, for the patient is part of its identity and of its key: that one is new in the
//! other patient's work, is predicted anew and waits for a verdict; this one leaves work and names it.

use super::{Image, LONGEST_TEXT, Refusal, receive};
use crate::aggregate::Decision;
use crate::event::*;
use crate::ids::{CaseId, ImageId, PatientId};
use crate::personal::Personal;
use crate::text::{filled, given};

/// Where an image goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Which image it is there: the same one within one patient.
    pub image: ImageId,
    /// Whose.
    pub patient: PatientId,
    /// Of which specimen.
    pub case: CaseId,
}

/// The image goes there, and says why.
pub fn reassign(image: &Image, to: Destination, reason: Personal) -> Decision<Refusal> {
    image.in_work()?;
    if to.image == image.id && to.case == image.case {
        return Err(Refusal::SamePlace);
    }
    let reason = given(Some(reason)).ok_or(Refusal::ReassignmentNeedsReason)?;
    if !filled(&reason, LONGEST_TEXT) {
        return Err(Refusal::TextUnfit { pointer: "/reason" });
    }
    Ok(vec![Event::ImageReassigned(ImageReassigned {
        image: image.id,
        patient: image.patient,
        to_image: to.image,
        to_patient: to.patient,
        to_case: to.case,
        reason,
    })])
}

/// The other patient's image comes into being, or back into work. Is it there already, the same
/// bytes having come for the right patient too, then nothing more happens to it.
pub fn take_over(
    image: Option<&Image>,
    file: ImageUploaded<Personal>,
    from: ImageId,
    mixed_up: bool,
) -> Decision<Refusal> {
    let taken_over = ImageTakenOver { image: file.image, from };
    let mut events = receive(image, file, mixed_up)?;
    if !events.is_empty() {
        events.push(Event::ImageTakenOver(taken_over));
    }
    Ok(events)
}
