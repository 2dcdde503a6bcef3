//! One event between its three forms, and between memory and bytes.

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::envelope::Envelope;
use crate::event::*;
use crate::personal::Sealed;
use crate::upcast::upcast;

/// Whose key seals an event's personal fields.
pub type KeyOwner = Uuid;

/// An event as the log holds it, with its envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Who, when, why.
    pub envelope: Envelope,
    /// What, personal fields sealed.
    pub event: Event<Sealed>,
}

/// Bytes in the log that are no event this version knows.
#[derive(Debug, thiserror::Error)]
#[error("event type {kind} cannot be read: {source}")]
pub struct Unreadable {
    /// The type's name.
    pub kind: String,
    /// What is wrong with it.
    #[source]
    pub source: serde_json::Error,
}

/// Reads an event from its type, its metadata and its data, whatever version wrote it.
pub fn decode(kind: &str, metadata: &[u8], data: &[u8]) -> Result<Stored, Unreadable> {
    let unreadable = |source| Unreadable { kind: kind.to_owned(), source };
    let envelope: Envelope = serde_json::from_slice(metadata).map_err(unreadable)?;
    let data = upcast(kind, envelope.schema, data).map_err(unreadable)?;
    let mut tagged = Vec::with_capacity(data.len() + kind.len() + 24);
    tagged.extend_from_slice(br#"{"type":""#);
    tagged.extend_from_slice(kind.as_bytes());
    tagged.extend_from_slice(br#"","data":"#);
    tagged.extend_from_slice(&data);
    tagged.push(b'}');
    let event = serde_json::from_slice(&tagged).map_err(unreadable)?;
    Ok(Stored { envelope, event })
}

/// Writes an event as its type and its data.
pub fn encode(event: &Event<Sealed>) -> (String, Vec<u8>) {
    #[derive(Deserialize)]
    struct Tagged<'a> {
        r#type: &'a str,
        #[serde(borrow)]
        data: &'a RawValue,
    }
    let text = serde_json::to_string(event).expect("events hold nothing that JSON cannot");
    let tagged: Tagged<'_> = serde_json::from_str(&text).expect("it was written one line above");
    (tagged.r#type.to_owned(), tagged.data.get().as_bytes().to_vec())
}

impl<P> Event<P> {
    /// The type's name in the log.
    pub fn kind(&self) -> &'static str {
        macro_rules! names {
            ($($name:ident)*) => { match self { $(Self::$name(_) => stringify!($name),)* } };
        }
        names!(
            UserRegistered UserRenamed RoleChanged PasswordChanged UserDeactivated UserReactivated
            AdministratorAppointed AdministratorDismissed NameReserved ReservationConfirmed
            ReservationReleased PanelDefined PanelRevised ModelActivated ModelDeactivated
            ModelRegistered ModelEvaluated BackfillRequested PatientRegistered PatientCorrected PatientRemoved
            PatientErased CaseOpened CaseCorrected ImageUploaded RenditionsAttached
            RenditionsFailed PredictionRecorded PredictionFailed ReadingRecorded
            FinalVerdictRecorded FinalVerdictAmended ImageVoided ImageRestored PatientAbsorbed
            PatientMerged LegalHoldPlaced LegalHoldLifted CaseClaimed ClaimReleased CaseWithdrawn
            CaseReinstated
            ConclusionIssued ConclusionAmended CriticalFindingSuspected
            CriticalFindingDeclared CriticalResultNotified CriticalFindingEscalated
            ImageReassigned ImageTakenOver MixUpSuspected BytesSeen SignedIn SignedOut
            SignInRefused AccessRefused RecordsRead RecordsExported MeasurementsRecorded
            ExplanationRequested ExplanationRecorded ExplanationFailed
        )
    }

    /// Whether a person changed the image or case it is of. Only such events move its
    /// `case_revision`, which `If-Match` names: a prediction that comes in meanwhile spoils no
    /// verdict, and neither does a question.
    pub fn moves_case_revision(&self) -> bool {
        !matches!(
            self,
            Self::RenditionsAttached(_)
                | Self::RenditionsFailed(_)
                | Self::PredictionRecorded(_)
                | Self::PredictionFailed(_)
                | Self::MeasurementsRecorded(_)
                | Self::ExplanationRequested(_)
                | Self::ExplanationRecorded(_)
                | Self::ExplanationFailed(_)
                | Self::CriticalFindingSuspected(_)
                | Self::CriticalFindingEscalated(_)
                | Self::CaseClaimed(_)
                | Self::ClaimReleased(_)
                | Self::ImageTakenOver(_)
                | Self::MixUpSuspected(_)
        )
    }

    /// Whose key seals the personal fields; none for an event that has no such fields.
    pub fn key_owner(&self) -> Option<KeyOwner> {
        match self {
            Self::UserRegistered(e) => Some(e.user.0),
            Self::UserRenamed(e) => Some(e.user.0),
            Self::PatientRegistered(e) => Some(e.patient.0),
            Self::PatientCorrected(e) => Some(e.patient.0),
            Self::PatientRemoved(e) => Some(e.patient.0),
            Self::CaseOpened(e) => Some(e.patient.0),
            Self::CaseCorrected(e) => Some(e.patient.0),
            Self::CaseWithdrawn(e) => Some(e.patient.0),
            Self::ImageUploaded(e) => Some(e.patient.0),
            Self::ReadingRecorded(e) => Some(e.patient.0),
            Self::FinalVerdictAmended(e) => Some(e.patient.0),
            Self::ImageVoided(e) => Some(e.patient.0),
            Self::ImageRestored(e) => Some(e.patient.0),
            Self::ImageReassigned(e) => Some(e.patient.0),
            Self::PatientMerged(e) => Some(e.patient.0),
            Self::LegalHoldPlaced(e) => Some(e.patient.0),
            Self::LegalHoldLifted(e) => Some(e.patient.0),
            Self::ConclusionIssued(e) => Some(e.patient.0),
            Self::ConclusionAmended(e) => Some(e.patient.0),
            Self::CriticalFindingDeclared(e) => Some(e.patient.0),
            Self::CriticalResultNotified(e) => Some(e.patient.0),
            _ => None,
        }
    }

    /// The same event with every personal field in another form. `change` gets the field's name,
    /// which is part of what the seal binds.
    pub fn try_map<Q, E>(
        self,
        mut change: impl FnMut(&'static str, P) -> Result<Q, E>,
    ) -> Result<Event<Q>, E> {
        let mut one = |field, value| change(field, value);
        macro_rules! may {
            ($field:literal, $value:expr) => {
                $value.map(|value| one($field, value)).transpose()?
            };
        }
        Ok(match self {
            Self::UserRegistered(e) => Event::UserRegistered(UserRegistered {
                user: e.user,
                username: one("username", e.username)?,
                full_name: one("full_name", e.full_name)?,
                role: e.role,
            }),
            Self::UserRenamed(e) => Event::UserRenamed(UserRenamed {
                user: e.user,
                full_name: one("full_name", e.full_name)?,
            }),
            Self::PatientRegistered(e) => Event::PatientRegistered(PatientRegistered {
                patient: e.patient,
                number: one("number", e.number)?,
                name: one("name", e.name)?,
                sex: may!("sex", e.sex),
                born_on: may!("born_on", e.born_on),
                notes: may!("notes", e.notes),
            }),
            Self::PatientCorrected(e) => Event::PatientCorrected(PatientCorrected {
                patient: e.patient,
                number: may!("number", e.number),
                name: may!("name", e.name),
                sex: may!("sex", e.sex),
                born_on: may!("born_on", e.born_on),
                notes: may!("notes", e.notes),
            }),
            Self::PatientRemoved(e) => Event::PatientRemoved(PatientRemoved {
                patient: e.patient,
                reason: may!("reason", e.reason),
            }),
            Self::CaseOpened(e) => Event::CaseOpened(CaseOpened {
                case: e.case,
                patient: e.patient,
                accession: may!("accession", e.accession),
                specimen: e.specimen,
                collected_at: e.collected_at,
                received_at: e.received_at,
                stain: e.stain,
                priority: e.priority,
                clinical_details: may!("clinical_details", e.clinical_details),
                implicit: e.implicit,
            }),
            Self::CaseCorrected(e) => Event::CaseCorrected(CaseCorrected {
                case: e.case,
                patient: e.patient,
                accession: may!("accession", e.accession),
                specimen: e.specimen,
                collected_at: e.collected_at,
                received_at: e.received_at,
                stain: e.stain,
                priority: e.priority,
                clinical_details: may!("clinical_details", e.clinical_details),
            }),
            Self::CaseWithdrawn(e) => Event::CaseWithdrawn(CaseWithdrawn {
                case: e.case,
                patient: e.patient,
                reason: one("reason", e.reason)?,
            }),
            Self::ImageUploaded(e) => Event::ImageUploaded(ImageUploaded {
                image: e.image,
                patient: e.patient,
                case: e.case,
                panel: e.panel,
                file_name: one("file_name", e.file_name)?,
                sha256: e.sha256,
                format: e.format,
                bytes: e.bytes,
                width: e.width,
                height: e.height,
                optics: e.optics,
                uploaded_at: e.uploaded_at,
                uploaded_by: e.uploaded_by,
            }),
            Self::ReadingRecorded(e) => Event::ReadingRecorded(ReadingRecorded {
                image: e.image,
                patient: e.patient,
                reader: e.reader,
                verdict: e.verdict,
                mode: e.mode,
                bulk: e.bulk,
                models: e.models,
                comment: may!("comment", e.comment),
                reason: may!("reason", e.reason),
            }),
            Self::FinalVerdictAmended(e) => Event::FinalVerdictAmended(FinalVerdictAmended {
                image: e.image,
                patient: e.patient,
                verdict: e.verdict,
                previous: e.previous,
                basis: e.basis,
                reader: e.reader,
                reason: one("reason", e.reason)?,
            }),
            Self::ImageVoided(e) => Event::ImageVoided(ImageVoided {
                image: e.image,
                patient: e.patient,
                reason: may!("reason", e.reason),
            }),
            Self::ImageRestored(e) => Event::ImageRestored(ImageRestored {
                image: e.image,
                patient: e.patient,
                case: e.case,
                panel: e.panel,
                file_name: one("file_name", e.file_name)?,
            }),
            Self::ImageReassigned(e) => Event::ImageReassigned(ImageReassigned {
                image: e.image,
                patient: e.patient,
                to_image: e.to_image,
                to_patient: e.to_patient,
                to_case: e.to_case,
                reason: one("reason", e.reason)?,
            }),
            Self::PatientMerged(e) => Event::PatientMerged(PatientMerged {
                patient: e.patient,
                into: e.into,
                reason: one("reason", e.reason)?,
            }),
            Self::LegalHoldPlaced(e) => Event::LegalHoldPlaced(LegalHoldPlaced {
                patient: e.patient,
                reason: one("reason", e.reason)?,
            }),
            Self::LegalHoldLifted(e) => Event::LegalHoldLifted(LegalHoldLifted {
                patient: e.patient,
                reason: one("reason", e.reason)?,
            }),
            Self::ConclusionIssued(e) => Event::ConclusionIssued(ConclusionIssued {
                case: e.case,
                patient: e.patient,
                stage: e.stage,
                impressions: e.impressions,
                comment: may!("comment", e.comment),
                suggested_tests: may!("suggested_tests", e.suggested_tests),
                reader: e.reader,
            }),
            Self::ConclusionAmended(e) => Event::ConclusionAmended(ConclusionAmended {
                case: e.case,
                patient: e.patient,
                impressions: e.impressions,
                comment: may!("comment", e.comment),
                suggested_tests: may!("suggested_tests", e.suggested_tests),
                reader: e.reader,
                reason: one("reason", e.reason)?,
            }),
            Self::CriticalFindingDeclared(e) => {
                Event::CriticalFindingDeclared(CriticalFindingDeclared {
                    case: e.case,
                    patient: e.patient,
                    finding: one("finding", e.finding)?,
                    reader: e.reader,
                })
            }
            Self::CriticalResultNotified(e) => {
                Event::CriticalResultNotified(CriticalResultNotified {
                    case: e.case,
                    patient: e.patient,
                    told: one("told", e.told)?,
                    way: e.way,
                    at: e.at,
                    read_back: e.read_back,
                    remark: may!("remark", e.remark),
                    reader: e.reader,
                })
            }
            Self::PatientAbsorbed(e) => Event::PatientAbsorbed(e),
            Self::CaseClaimed(e) => Event::CaseClaimed(e),
            Self::ClaimReleased(e) => Event::ClaimReleased(e),
            Self::CaseReinstated(e) => Event::CaseReinstated(e),
            Self::CriticalFindingSuspected(e) => Event::CriticalFindingSuspected(e),
            Self::CriticalFindingEscalated(e) => Event::CriticalFindingEscalated(e),
            Self::ImageTakenOver(e) => Event::ImageTakenOver(e),
            Self::MixUpSuspected(e) => Event::MixUpSuspected(e),
            Self::BytesSeen(e) => Event::BytesSeen(e),
            Self::SignedIn(e) => Event::SignedIn(e),
            Self::SignedOut(e) => Event::SignedOut(e),
            Self::SignInRefused(e) => Event::SignInRefused(e),
            Self::AccessRefused(e) => Event::AccessRefused(e),
            Self::RecordsRead(e) => Event::RecordsRead(e),
            Self::RecordsExported(e) => Event::RecordsExported(e),
            Self::RoleChanged(e) => Event::RoleChanged(e),
            Self::PasswordChanged(e) => Event::PasswordChanged(e),
            Self::UserDeactivated(e) => Event::UserDeactivated(e),
            Self::UserReactivated(e) => Event::UserReactivated(e),
            Self::AdministratorAppointed(e) => Event::AdministratorAppointed(e),
            Self::AdministratorDismissed(e) => Event::AdministratorDismissed(e),
            Self::NameReserved(e) => Event::NameReserved(e),
            Self::ReservationConfirmed(e) => Event::ReservationConfirmed(e),
            Self::ReservationReleased(e) => Event::ReservationReleased(e),
            Self::PanelDefined(e) => Event::PanelDefined(e),
            Self::PanelRevised(e) => Event::PanelRevised(e),
            Self::ModelActivated(e) => Event::ModelActivated(e),
            Self::ModelDeactivated(e) => Event::ModelDeactivated(e),
            Self::ModelRegistered(e) => Event::ModelRegistered(e),
            Self::ModelEvaluated(e) => Event::ModelEvaluated(e),
            Self::BackfillRequested(e) => Event::BackfillRequested(e),
            Self::PatientErased(e) => Event::PatientErased(e),
            Self::RenditionsAttached(e) => Event::RenditionsAttached(e),
            Self::RenditionsFailed(e) => Event::RenditionsFailed(e),
            Self::PredictionRecorded(e) => Event::PredictionRecorded(e),
            Self::PredictionFailed(e) => Event::PredictionFailed(e),
            Self::MeasurementsRecorded(e) => Event::MeasurementsRecorded(e),
            Self::ExplanationRequested(e) => Event::ExplanationRequested(e),
            Self::ExplanationRecorded(e) => Event::ExplanationRecorded(e),
            Self::ExplanationFailed(e) => Event::ExplanationFailed(e),
            Self::FinalVerdictRecorded(e) => Event::FinalVerdictRecorded(e),
        })
    }
}
