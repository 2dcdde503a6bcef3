//! One sentence for each event.

use domain::event::*;
use domain::personal::Opened;
use domain::verdict::{Basis, ReadingMode, Verdict};

use crate::open::{plain, plain_or_none};

/// What a sentence needs besides the event.
pub(super) struct Told<'a> {
    /// Who did it.
    pub(super) who: &'a str,
    /// The model's name, when the event is about one.
    pub(super) model: &'a str,
    /// What a verdict is called.
    pub(super) label: &'a dyn Fn(&Verdict) -> String,
    /// What the model had said of the image: the label's name and its probability.
    pub(super) predicted: Option<(String, f64)>,
}

/// The event in plain words.
pub(super) fn summary(event: &Event<Opened>, told: &Told<'_>) -> String {
    let (who, model) = (told.who, told.model);
    match event {
        Event::PatientRegistered(e) => format!("{who} entered the patient {}", plain(&e.number)),
        Event::PatientCorrected(e) => format!("{who} corrected {}", list(&patient_fields(e))),
        Event::PatientRemoved(e) => {
            format!("{who} removed the patient from work{}", because(e.reason.as_ref()))
        }
        Event::PatientErased(_) => format!("{who} erased the patient’s personal data for good"),
        Event::CaseOpened(e) => opened(e, who),
        Event::CaseCorrected(e) => format!("{who} corrected {}", list(&case_fields(e))),
        Event::ImageUploaded(e) => {
            let (name, (width, height)) = (plain(&e.file_name), (e.width, e.height));
            format!("{who} uploaded “{name}” ({width} × {height} pixels) for {}", e.panel)
        }
        Event::RenditionsAttached(e) if e.tiles.is_some() => {
            format!("{who} made thumbnail, preview and tiles")
        }
        Event::RenditionsAttached(_) => format!("{who} made thumbnail and preview"),
        Event::RenditionsFailed(e) => format!("{who} could not make a preview: {}", e.reason),
        Event::PredictionRecorded(e) => predicted(e, told),
        Event::PredictionFailed(e) => format!("{model} could not predict: {}", e.reason),
        Event::ReadingRecorded(e) => read(e, told),
        Event::FinalVerdictRecorded(e) => {
            format!("“{}” became the final verdict ({})", (told.label)(&e.verdict), basis(e.basis))
        }
        Event::FinalVerdictAmended(e) => {
            let (from, to) = ((told.label)(&e.previous), (told.label)(&e.verdict));
            let reason = plain(&e.reason);
            format!("{who} amended the final verdict from “{from}” to “{to}”: {reason}")
        }
        Event::ImageVoided(e) => {
            format!("{who} took the image out of work{}", because(e.reason.as_ref()))
        }
        Event::ImageRestored(e) => {
            format!("{who} uploaded “{}” again: the image is back in work", plain(&e.file_name))
        }
        other => format!("{who}: {}", other.kind()),
    }
}

fn opened(e: &CaseOpened<Opened>, who: &str) -> String {
    let accession = plain_or_none(e.accession.as_ref()).map(|number| format!(" {number}"));
    let accession = accession.unwrap_or_default();
    let priority = match e.priority {
        Priority::Routine => "",
        Priority::Urgent => ", urgent",
        Priority::Stat => ", stat",
    };
    let how = if e.implicit { " for an upload" } else { "" };
    format!("{who} opened the case{accession}{how}{priority}")
}

fn predicted(e: &PredictionRecorded, told: &Told<'_>) -> String {
    let label = (told.label)(&Verdict::Label(e.label.clone()));
    let outside = match e.familiarity.inside {
        true => "",
        false => "; the image is outside what the model knows",
    };
    format!("{} predicted “{label}” ({:.2}{outside})", told.model, e.confidence)
}

fn read(e: &ReadingRecorded<Opened>, told: &Told<'_>) -> String {
    let mode = match e.mode {
        ReadingMode::Unaided => "unaided",
        ReadingMode::Aided => "aided",
        ReadingMode::Revised => "revised",
    };
    let model = match (&told.predicted, e.mode) {
        (Some((label, p)), ReadingMode::Aided | ReadingMode::Revised) => {
            format!("; the model had said {label}, {p:.2}")
        }
        _ => String::new(),
    };
    format!("{} recorded “{}” ({mode}{model})", told.who, (told.label)(&e.verdict))
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::SingleReader => "single reader",
        Basis::Agreement => "two readers agreed",
        Basis::Adjudication => "adjudicated",
    }
}

fn because(reason: Option<&Opened>) -> String {
    plain_or_none(reason).map_or_else(String::new, |reason| format!(": {reason}"))
}

fn patient_fields(e: &PatientCorrected<Opened>) -> Vec<&'static str> {
    let fields = [
        ("the number", e.number.is_some()),
        ("the name", e.name.is_some()),
        ("the sex", e.sex.is_some()),
        ("the day of birth", e.born_on.is_some()),
        ("the notes", e.notes.is_some()),
    ];
    given(&fields)
}

fn case_fields(e: &CaseCorrected<Opened>) -> Vec<&'static str> {
    let fields = [
        ("the accession number", e.accession.is_some()),
        ("the specimen", e.specimen.is_some()),
        ("when it was taken", e.collected_at.is_some()),
        ("when it arrived", e.received_at.is_some()),
        ("the stain", e.stain.is_some()),
        ("the priority", e.priority.is_some()),
        ("the clinical details", e.clinical_details.is_some()),
    ];
    given(&fields)
}

fn given(fields: &[(&'static str, bool)]) -> Vec<&'static str> {
    fields.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect()
}

/// `a, b and c`.
fn list(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
