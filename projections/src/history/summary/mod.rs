//! One sentence for each event.

mod cases;
mod images;

use domain::event::*;
use domain::ids::{LabelId, PanelId};
use domain::personal::Opened;
use domain::verdict::Verdict;

use crate::open::{plain, plain_or_none};

/// What a sentence needs besides the event.
pub(super) struct Told<'a> {
    /// Who did it.
    pub(super) who: &'a str,
    /// The model's name, when the event is about one.
    pub(super) model: &'a str,
    /// What a verdict is called.
    pub(super) label: &'a dyn Fn(&Verdict) -> String,
    /// What a panel calls a label.
    pub(super) label_of: &'a dyn Fn(&PanelId, &LabelId) -> String,
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
        Event::PatientAbsorbed(e) => {
            format!("{who} took the record {} of the same person into this one", e.absorbed)
        }
        Event::PatientMerged(e) => {
            let reason = plain(&e.reason);
            format!("{who} merged this record into the record {}: {reason}", e.into)
        }
        Event::LegalHoldPlaced(e) => {
            format!("{who} placed a legal hold on the data: {}", plain(&e.reason))
        }
        Event::LegalHoldLifted(e) => format!("{who} lifted the legal hold: {}", plain(&e.reason)),

        Event::CaseOpened(e) => cases::opened(e, who),
        Event::CaseCorrected(e) => format!("{who} corrected {}", list(&cases::fields(e))),
        Event::CaseClaimed(e) => cases::claimed(e, who),
        Event::ClaimReleased(_) => format!("{who} works on the case no more"),
        Event::CaseWithdrawn(e) => {
            format!("{who} withdrew the case as opened in error: {}", plain(&e.reason))
        }
        Event::CaseReinstated(_) => format!("{who} took the withdrawn case back into work"),
        Event::ConclusionIssued(e) => cases::concluded(e, told),
        Event::ConclusionAmended(e) => cases::amended(e, told),
        Event::CriticalFindingDeclared(e) => {
            format!("{who} declared a critical finding: {}", plain(&e.finding))
        }
        Event::CriticalResultNotified(e) => cases::notified(e, who),
        Event::CriticalFindingEscalated(e) => {
            let since = cases::minute(e.since);
            format!("Nobody was told of the critical finding since {since}: it was escalated")
        }

        Event::ImageUploaded(e) => images::uploaded(e, who),
        Event::RenditionsAttached(e) if e.tiles.is_some() => {
            format!("{who} made thumbnail, preview and tiles")
        }
        Event::RenditionsAttached(_) => format!("{who} made thumbnail and preview"),
        Event::RenditionsFailed(e) => format!("{who} could not make a preview: {}", e.reason),
        Event::PredictionRecorded(e) => images::predicted(e, told),
        Event::PredictionFailed(e) => format!("{model} could not predict: {}", e.reason),
        Event::MeasurementsRecorded(e) => images::measured(e),
        Event::ExplanationRequested(e) => {
            format!("{who} asked {model} for a map of “{}”", images::named(&e.label, told))
        }
        Event::ExplanationRecorded(e) => {
            format!("{model} has a map of “{}”", images::named(&e.label, told))
        }
        Event::ExplanationFailed(e) => {
            let label = images::named(&e.label, told);
            format!("{model} has no map of “{label}”: {}", e.reason)
        }
        Event::CriticalFindingSuspected(e) => images::suspected(e, told),
        Event::ReadingRecorded(e) => images::read(e, told),
        Event::FinalVerdictRecorded(e) => images::decided(e, told),
        Event::FinalVerdictAmended(e) => images::amended(e, told),
        Event::ImageVoided(e) => {
            format!("{who} took the image out of work{}", because(e.reason.as_ref()))
        }
        Event::ImageRestored(e) => {
            format!("{who} uploaded “{}” again: the image is back in work", plain(&e.file_name))
        }
        Event::ImageReassigned(e) => images::reassigned(e, who),
        Event::ImageTakenOver(e) => {
            format!("{who} took the image over: it was the image {} of another patient", e.from)
        }
        Event::MixUpSuspected(_) => {
            "The same bytes are an image of another patient: one of the two may be mixed up"
                .to_owned()
        }

        Event::UserRegistered(e) => {
            format!("{who} added the user {}, {}", plain(&e.username), e.role)
        }
        Event::UserRenamed(e) => format!("{who} named the user {}", plain(&e.full_name)),
        Event::RoleChanged(e) => format!("{who} gave the user the role {}", e.role),
        Event::PasswordChanged(_) => format!("{who} set another password"),
        Event::UserDeactivated(_) => format!("{who} deactivated the user"),
        Event::UserReactivated(_) => format!("{who} let the user sign in again"),
        Event::AdministratorAppointed(e) => format!("{who} made {} administrator", e.user),
        Event::AdministratorDismissed(e) => format!("{who} dismissed the administrator {}", e.user),
        Event::NameReserved(_) => format!("{who} reserved a name"),
        Event::ReservationConfirmed(_) => format!("{who} took the reserved name for good"),
        Event::ReservationReleased(_) => format!("{who} gave the name back"),

        Event::PanelDefined(e) => format!("{who} set up the panel “{}”", e.title),
        Event::PanelRevised(e) => format!("{who} revised the panel, to version {}", e.version),
        Event::ModelActivated(_) => format!("{who} let {model} predict for the panel"),
        Event::ModelDeactivated(_) => format!("{who} let {model} predict no more"),
        Event::ModelRegistered(e) => format!("{who} found the model {}", e.name),
        Event::ModelEvaluated(_) => format!("{who} saw how often {model} was right"),
        Event::BackfillRequested(_) => {
            format!("{who} asked for predictions of {model} on the images that have none")
        }
        Event::BytesSeen(_) => format!("{who} saw the bytes of an image"),

        Event::SignedIn(_) => "A user signed in".to_owned(),
        Event::SignedOut(_) => "A user signed out".to_owned(),
        Event::SignInRefused(_) => "Somebody could not sign in".to_owned(),
        Event::AccessRefused(e) => format!("A user was refused {}", e.route),
        Event::RecordsRead(e) => format!("Users read data of patients ({} times)", e.reads.len()),
        Event::RecordsExported(e) => format!("Data left in a file: {}", e.what),
    }
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

fn because(reason: Option<&Opened>) -> String {
    plain_or_none(reason).map_or_else(String::new, |reason| format!(": {reason}"))
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
