//! Every fact that the log can hold, in one list.
//!
//! `P` is the form of personal text: [`Personal`](crate::personal::Personal) when decided,
//! [`Sealed`](crate::personal::Sealed) in the log, [`Opened`](crate::personal::Opened) when read.
//! The meaning of a stored event never changes: a change is a new version with an upcaster.

use serde::{Deserialize, Serialize};

mod access;
mod case;
mod claim;
mod conclusion;
mod critical;
mod explanation;
mod image;
mod measurement;
mod panel;
mod patient;
mod prediction;
mod reading;
mod reservation;
mod user;

pub use access::*;
pub use case::*;
pub use claim::*;
pub use conclusion::*;
pub use critical::*;
pub use explanation::*;
pub use image::*;
pub use measurement::*;
pub use panel::*;
pub use patient::*;
pub use prediction::*;
pub use reading::*;
pub use reservation::*;
pub use user::*;

pub use crate::field::{KeyOwner, Stored, Unreadable, decode, encode};

/// A fact. Serialized as `{"type": …, "data": …}`; the log keeps the two apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event<P> {
    /// A person got an account.
    UserRegistered(UserRegistered<P>),
    /// A user's full name was corrected.
    UserRenamed(UserRenamed<P>),
    /// A user got another role.
    RoleChanged(RoleChanged),
    /// A user set, or was given, another password. The password itself is in no event.
    PasswordChanged(PasswordChanged),
    /// A user can no longer sign in.
    UserDeactivated(UserDeactivated),
    /// A deactivated user can sign in again.
    UserReactivated(UserReactivated),

    /// A user became administrator.
    AdministratorAppointed(AdministratorAppointed),
    /// A user is administrator no more.
    AdministratorDismissed(AdministratorDismissed),

    /// A name that must be unique was taken, for a while, until confirmed.
    NameReserved(NameReserved),
    /// The owner of a reserved name exists; the name is taken for good.
    ReservationConfirmed(ReservationConfirmed),
    /// A name is free again.
    ReservationReleased(ReservationReleased),

    /// A panel of labels was set up.
    PanelDefined(PanelDefined),
    /// A panel's labels were changed: added, renamed or retired, never deleted.
    PanelRevised(PanelRevised),
    /// From now on this model predicts for the panel.
    ModelActivated(ModelActivated),
    /// No model predicts for the panel any more.
    ModelDeactivated(ModelDeactivated),
    /// A model pack was seen and checked by this installation.
    ModelRegistered(ModelRegistered),
    /// What a model pack says of how often the model is right was seen, for the first time or anew.
    ModelEvaluated(ModelEvaluated),
    /// Images of the panel without a prediction of the active model are to get one.
    BackfillRequested(BackfillRequested),

    /// A patient was entered.
    PatientRegistered(PatientRegistered<P>),
    /// What is known of a patient was corrected. Only the fields that changed are there.
    PatientCorrected(PatientCorrected<P>),
    /// A patient was removed from work; the history stays.
    PatientRemoved(PatientRemoved<P>),
    /// A patient's key was destroyed, and every derived copy with it.
    PatientErased(PatientErased),
    /// A second record of a patient was found and belongs to this one from now on.
    PatientAbsorbed(PatientAbsorbed),
    /// A patient's record became part of another record of the same person.
    PatientMerged(PatientMerged<P>),
    /// The patient's data must be kept: nobody may erase it.
    LegalHoldPlaced(LegalHoldPlaced<P>),
    /// The patient's data need not be kept any longer.
    LegalHoldLifted(LegalHoldLifted<P>),

    /// A specimen was entered.
    CaseOpened(CaseOpened<P>),
    /// What is known of a specimen was corrected. Only the fields that changed are there.
    CaseCorrected(CaseCorrected<P>),
    /// A reader works on the case, until a time.
    CaseClaimed(CaseClaimed),
    /// A reader works on the case no more.
    ClaimReleased(ClaimReleased),
    /// A case was opened in error and is out of work; the history stays.
    CaseWithdrawn(CaseWithdrawn<P>),
    /// A withdrawn case is back in work.
    CaseReinstated(CaseReinstated),
    /// A reader concluded: for now, or for good.
    ConclusionIssued(ConclusionIssued<P>),
    /// A final conclusion was amended, with a reason.
    ConclusionAmended(ConclusionAmended<P>),
    /// A reader found what somebody must be told of at once.
    CriticalFindingDeclared(CriticalFindingDeclared<P>),
    /// Somebody who must know of a critical finding was told.
    CriticalResultNotified(CriticalResultNotified<P>),
    /// Nobody was told of a critical finding in time.
    CriticalFindingEscalated(CriticalFindingEscalated),

    /// An image's bytes are stored.
    ImageUploaded(ImageUploaded<P>),
    /// Thumbnail, preview and tiles of an image are stored.
    RenditionsAttached(RenditionsAttached),
    /// Thumbnail, preview and tiles could not be made.
    RenditionsFailed(FunctionFailed),
    /// A model predicted an image's class.
    PredictionRecorded(PredictionRecorded),
    /// A model gives a critical label more than the panel lets pass in silence.
    CriticalFindingSuspected(CriticalFindingSuspected),
    /// A model could not predict an image's class.
    PredictionFailed(PredictionFailed),
    /// A function measured something in an image's file.
    MeasurementsRecorded(MeasurementsRecorded),
    /// Somebody asked where in an image a model sees what speaks for a label.
    ExplanationRequested(ExplanationRequested),
    /// It was found where, and a map of it is stored.
    ExplanationRecorded(ExplanationRecorded),
    /// It could not be found where.
    ExplanationFailed(ExplanationFailed),
    /// A reader gave a verdict.
    ReadingRecorded(ReadingRecorded<P>),
    /// An image has a final verdict.
    FinalVerdictRecorded(FinalVerdictRecorded),
    /// An image's final verdict was amended, with a reason.
    FinalVerdictAmended(FinalVerdictAmended<P>),
    /// An image was taken out of work.
    ImageVoided(ImageVoided<P>),
    /// A voided image was uploaded again and is back in work.
    ImageRestored(ImageRestored<P>),
    /// An image went to the patient or case that it is of.
    ImageReassigned(ImageReassigned<P>),
    /// An image came from another patient or case, whose it was not.
    ImageTakenOver(ImageTakenOver),
    /// The same bytes are an image of another patient: one of the two is mixed up.
    MixUpSuspected(MixUpSuspected),
    /// Bytes arrived as an image of a patient. One stream for equal bytes.
    BytesSeen(BytesSeen),

    /// A user signed in.
    SignedIn(SignedIn),
    /// A user signed out.
    SignedOut(SignedOut),
    /// Somebody could not sign in.
    SignInRefused(SignInRefused),
    /// A user asked for what the role does not allow.
    AccessRefused(AccessRefused),
    /// Users read data of patients.
    RecordsRead(RecordsRead),
    /// Data left the installation in a file.
    RecordsExported(RecordsExported),
}
