//! The closed vocabularies of requests as the document tells them. Their meaning is the domain's,
//! which reads them; a test holds the two together.
#![allow(dead_code, reason = "they only describe; the domain's types are what is read")]

use utoipa::ToSchema;

/// What a person is in the laboratory.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Role {
    /// Manages users, models and operations.
    Admin,
    /// Enters patients and specimens, uploads images.
    Technologist,
    /// Reads images and decides.
    Hematologist,
    /// Replays histories; changes nothing.
    Auditor,
}

/// What was taken from the patient.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Specimen {
    /// Peripheral blood.
    PeripheralBlood,
    /// Bone-marrow aspirate.
    BoneMarrow,
    /// Capillary blood.
    CapillaryBlood,
    /// Cord blood.
    CordBlood,
    /// Something else; the clinical details say what.
    Other,
}

/// How soon a case is wanted.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Priority {
    /// In turn.
    Routine,
    /// Before the others.
    Urgent,
    /// At once.
    Stat,
}

/// How far a conclusion goes.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Stage {
    /// What can be said already; more is to come.
    Preliminary,
    /// What is said; only an amendment follows.
    Final,
}

/// By which way somebody was told.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum NotificationWay {
    /// By telephone.
    Phone,
    /// Face to face.
    InPerson,
    /// By a message that only the receiver can read.
    SecureMessage,
    /// Otherwise; the remark says how.
    Other,
}

/// The name of a panel or of a label of one.
#[derive(ToSchema)]
#[schema(pattern = "^[a-z0-9_-]{1,64}$", example = "neutrophil")]
pub struct Name(String);

/// A SHA-256 digest.
#[derive(ToSchema)]
#[schema(pattern = "^[0-9a-fA-F]{64}$")]
pub struct Digest(String);

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use domain::{access, event, ids};
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};
    use utoipa::PartialSchema;

    use super::*;

    /// Every word that the document tells is read as `D`; says how many there are.
    fn read<S: PartialSchema, D: DeserializeOwned>() -> usize {
        let schema = serde_json::to_value(S::schema()).unwrap();
        let words = schema["enum"].as_array().unwrap();
        for word in words {
            assert!(serde_json::from_value::<D>(word.clone()).is_ok(), "{word}");
        }
        let nonsense = serde_json::from_value::<D>(json!("nonsense")).err().unwrap().to_string();
        let known = nonsense.split_once("expected").unwrap().1.matches('`').count() / 2;
        assert_eq!(words.len(), known, "the domain knows others: {nonsense}");
        known
    }

    #[test]
    fn the_document_tells_the_words_that_the_domain_reads() {
        assert_eq!(read::<Role, access::Role>(), access::Role::ALL.len());
        read::<Specimen, event::Specimen>();
        read::<Priority, event::Priority>();
        read::<Stage, event::Stage>();
        read::<NotificationWay, event::NotificationWay>();
    }

    #[test]
    fn names_are_told_as_they_are_read() {
        let schema: Value = serde_json::to_value(Name::schema()).unwrap();
        assert_eq!(schema["pattern"], "^[a-z0-9_-]{1,64}$");
        assert!("a-b_9".parse::<ids::LabelId>().is_ok());
        for unfit in ["", "A", "a b", &"a".repeat(65)] {
            assert!(unfit.parse::<ids::LabelId>().is_err(), "{unfit}");
        }
    }
}
