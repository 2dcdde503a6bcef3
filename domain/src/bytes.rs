//! Equal bytes: which images they are. The same picture as an image of two patients is a likely
//! mix-up.

use crate::aggregate::Aggregate;
use crate::event::{BytesSeen, Event};
use crate::ids::{ImageId, PatientId};
use crate::personal::{Opened, Personal};

/// What the name of every stream of equal bytes begins with; after it comes an HMAC of the digest.
pub const PREFIX: &str = "digest-";

/// Every image that the same bytes arrived as, in that order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    /// The images, each with its patient.
    pub seen: Vec<(ImageId, PatientId)>,
}

/// The bytes arrived as this image. Said once of an image.
pub fn see(bytes: Option<&Bytes>, image: ImageId, patient: PatientId) -> Vec<Event<Personal>> {
    let known = |(seen, _): &(ImageId, PatientId)| *seen == image;
    match bytes.is_some_and(|bytes| bytes.seen.iter().any(known)) {
        true => vec![],
        false => vec![Event::BytesSeen(BytesSeen { image, patient })],
    }
}

impl Bytes {
    /// The images that the same bytes are of other patients.
    pub fn of_others(&self, patient: PatientId) -> impl Iterator<Item = (ImageId, PatientId)> {
        self.seen.iter().copied().filter(move |(_, other)| *other != patient)
    }
}

impl Aggregate for Bytes {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::BytesSeen(e) = event else { return None };
        Some(Self { seen: vec![(e.image, e.patient)] })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        if let Event::BytesSeen(e) = event {
            self.seen.push((e.image, e.patient));
        }
    }
}
