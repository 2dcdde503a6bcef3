//! What the tests of commands have in common.

use commands::testing::Laboratory;
use commands::{AddUser, CaseDetails, CommandError};
use domain::access::Role;
use domain::event::{Priority, Specimen};
use domain::ids::{CaseId, PatientId};
use domain::personal::Personal;
use infra::event_log::{Direction, Filter, RecordedEvent};
use jiff::Timestamp;

/// A refusal's code.
pub fn code(error: &CommandError) -> &'static str {
    match error {
        CommandError::Refused(refusal) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Every event of the log.
pub async fn all(lab: &Laboratory) -> Vec<RecordedEvent> {
    lab.log.read_all(None, Direction::Forwards, &Filter::All, 100_000).await.unwrap()
}

/// The types of a stream's events.
pub async fn kinds(lab: &Laboratory, stream: &str) -> Vec<String> {
    let events = lab.log.read_stream(stream, None, Direction::Forwards, 1_000).await.unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

/// A specimen, with an accession number or without.
pub fn case_details(accession: Option<&str>) -> CaseDetails {
    CaseDetails {
        accession: accession.map(Personal::new),
        specimen: Specimen::PeripheralBlood,
        collected_at: None,
        received_at: Timestamp::now(),
        stain: None,
        priority: Priority::Routine,
        clinical_details: None,
    }
}

/// A new case of a patient.
pub async fn open_case(lab: &Laboratory, patient: PatientId) -> CaseId {
    let (context, details) = (lab.technologist(), case_details(None));
    lab.commands.open_case(&context, patient, details).await.unwrap().value
}

/// Somebody to be added. The password is the same for the same name.
pub fn user(username: &str, role: Role) -> AddUser {
    AddUser {
        username: Personal::new(username),
        full_name: Personal::new("Some Body"),
        role,
        password: format!("{username}: gaudy otter 7"),
    }
}
