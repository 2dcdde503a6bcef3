//! What each disease does to the blood: one file each, shares as data, with where they are from. Shares
//! without a figure in the literature are working ranges.

mod all;
mod apml;
mod cml;
mod ida;
mod normal;
mod thalassemia_major;
mod thalassemia_minor;

use crate::blood::Blood;
use crate::label::Label;
use crate::rng::Rng;

/// Something of a class.
struct Class {
    blood: fn(&mut Rng) -> Blood,
    sources: &'static [&'static str],
}

fn class(label: Label) -> Class {
    match label {
        Label::Normal => Class { blood: normal::blood, sources: normal::SOURCES },
        Label::Ida => Class { blood: ida::blood, sources: ida::SOURCES },
        Label::ThalassemiaMinor => {
            Class { blood: thalassemia_minor::blood, sources: thalassemia_minor::SOURCES }
        }
        Label::ThalassemiaMajor => {
            Class { blood: thalassemia_major::blood, sources: thalassemia_major::SOURCES }
        }
        Label::All => Class { blood: all::blood, sources: all::SOURCES },
        Label::Apml => Class { blood: apml::blood, sources: apml::SOURCES },
        Label::Cml => Class { blood: cml::blood, sources: cml::SOURCES },
        // Fields that cannot be read are anybody's; see `nuisance`.
        Label::Unsuitable => Class { blood: normal::blood, sources: &[] },
    }
}

/// The blood of a patient of a class: all fields of the patient are drawn from it.
pub fn blood(class_of: Label, rng: &mut Rng) -> Blood {
    (class(class_of).blood)(rng)
}

/// Where the features of a class are described.
pub fn sources(label: Label) -> &'static [&'static str] {
    class(label).sources
}
