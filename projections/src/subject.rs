//! Which row an event is about.

use domain::event::Event;
use domain::ids::{CaseId, ImageId, ModelId, PanelId, PatientId, UserId};

/// The row that an event is folded into.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Subject<'a> {
    User(UserId),
    Patient(PatientId),
    Case(CaseId),
    Image(ImageId),
    Panel(&'a PanelId),
    Model(ModelId),
    /// The access record, which only grows.
    Access,
    /// None: no read model shows it.
    None,
}

/// The row that this event is folded into.
pub(crate) fn subject<P>(event: &Event<P>) -> Subject<'_> {
    match event {
        Event::UserRegistered(e) => Subject::User(e.user),
        Event::UserRenamed(e) => Subject::User(e.user),
        Event::RoleChanged(e) => Subject::User(e.user),
        Event::PasswordChanged(e) => Subject::User(e.user),
        Event::UserDeactivated(e) => Subject::User(e.user),
        Event::UserReactivated(e) => Subject::User(e.user),
        Event::PatientRegistered(e) => Subject::Patient(e.patient),
        Event::PatientCorrected(e) => Subject::Patient(e.patient),
        Event::PatientRemoved(e) => Subject::Patient(e.patient),
        Event::PatientErased(e) => Subject::Patient(e.patient),
        Event::PatientAbsorbed(e) => Subject::Patient(e.patient),
        Event::PatientMerged(e) => Subject::Patient(e.patient),
        Event::LegalHoldPlaced(e) => Subject::Patient(e.patient),
        Event::LegalHoldLifted(e) => Subject::Patient(e.patient),
        Event::CaseOpened(e) => Subject::Case(e.case),
        Event::CaseCorrected(e) => Subject::Case(e.case),
        Event::CaseClaimed(e) => Subject::Case(e.case),
        Event::ClaimReleased(e) => Subject::Case(e.case),
        Event::CaseWithdrawn(e) => Subject::Case(e.case),
        Event::CaseReinstated(e) => Subject::Case(e.case),
        Event::ConclusionIssued(e) => Subject::Case(e.case),
        Event::ConclusionAmended(e) => Subject::Case(e.case),
        Event::CriticalFindingDeclared(e) => Subject::Case(e.case),
        Event::CriticalResultNotified(e) => Subject::Case(e.case),
        Event::CriticalFindingEscalated(e) => Subject::Case(e.case),
        Event::ImageUploaded(e) => Subject::Image(e.image),
        Event::RenditionsAttached(e) => Subject::Image(e.image),
        Event::RenditionsFailed(e) => Subject::Image(e.image),
        Event::PredictionRecorded(e) => Subject::Image(e.image),
        Event::PredictionFailed(e) => Subject::Image(e.image),
        Event::MeasurementsRecorded(e) => Subject::Image(e.image),
        Event::ExplanationRequested(e) => Subject::Image(e.image),
        Event::ExplanationRecorded(e) => Subject::Image(e.image),
        Event::ExplanationFailed(e) => Subject::Image(e.image),
        Event::ReadingRecorded(e) => Subject::Image(e.image),
        Event::FinalVerdictRecorded(e) => Subject::Image(e.image),
        Event::FinalVerdictAmended(e) => Subject::Image(e.image),
        Event::ImageVoided(e) => Subject::Image(e.image),
        Event::ImageRestored(e) => Subject::Image(e.image),
        Event::ImageReassigned(e) => Subject::Image(e.image),
        Event::ImageTakenOver(e) => Subject::Image(e.image),
        Event::MixUpSuspected(e) => Subject::Image(e.image),
        Event::CriticalFindingSuspected(e) => Subject::Image(e.image),
        Event::PanelDefined(e) => Subject::Panel(&e.panel),
        Event::PanelRevised(e) => Subject::Panel(&e.panel),
        Event::ModelActivated(e) => Subject::Panel(&e.panel),
        Event::ModelDeactivated(e) => Subject::Panel(&e.panel),
        Event::ModelRegistered(e) => Subject::Model(e.model),
        Event::ModelEvaluated(e) => Subject::Model(e.model),
        Event::SignedIn(_)
        | Event::SignedOut(_)
        | Event::SignInRefused(_)
        | Event::AccessRefused(_)
        | Event::RecordsRead(_)
        | Event::RecordsExported(_) => Subject::Access,
        Event::AdministratorAppointed(_)
        | Event::AdministratorDismissed(_)
        | Event::NameReserved(_)
        | Event::ReservationConfirmed(_)
        | Event::ReservationReleased(_)
        | Event::BackfillRequested(_)
        | Event::BytesSeen(_) => Subject::None,
    }
}
