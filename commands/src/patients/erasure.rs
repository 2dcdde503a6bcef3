//! A patient's data comes to its end.
//!
//! It goes on record first; from then on nothing more can be done with the patient. Then what could
//! still tell of it goes, in an order in which the last steps say that those before are done: the number
//! is free, kept answers are forgotten, the list that no backup holds has a line, the key is
//! destroyed, originals and renditions are deleted. After a crash anywhere reconciling goes on; every
//! step can be done again. The read models forget when they come to the record of it.
//!
//! All kept answers are forgotten, not only this patient's: an answer need not name whose data is
//! in it (a file that was refused has no image, only its name). What is lost is the word-for-word
//! repetition of answers of the last 24 hours. No command is done twice for it, because its id
//! stands in the events that it made. A request that began before and has not been answered yet
//! finds its place gone and keeps nothing.

use domain::access::Action;
use domain::ids::PatientId;
use domain::patient::{self, Patient};
use domain::personal::Opened;
use domain::refusal::Kind;
use infra::vault::KeyState;

use crate::error::{Refusal, state, vault};
use crate::execute::ATTEMPTS;
use crate::images::blobs;
use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Erases a patient for good, with every record that was merged into this one.
    ///
    /// # Errors
    /// [`CommandError::Refused`] under a legal hold, with its reason, and for a record that was
    /// merged: then the one that stays is to be erased. [`CommandError::Unavailable`]: it may be on
    /// record and not done; it will be, also without asking again.
    pub async fn erase_patient(
        &self,
        context: &Context,
        id: PatientId,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ErasePatient)?;
        let done = self.put_erasure_on_record(context, id).await?;
        self.finish_erasure(context, id).await?;
        Ok(done.map(|_| id))
    }

    /// Erases once more what a restored backup brought back. A legal hold was asked then, and is not
    /// now. A patient whom the backup does not know is as good as erased.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: ask again.
    pub async fn erase_again(&self, id: PatientId) -> Result<Done<PatientId>, CommandError> {
        let context = crate::processes::process("restore");
        let decide = |state: Option<&Patient>| {
            Ok(state.map(patient::follow_into_erasure).unwrap_or_default())
        };
        let done = self.execute::<Patient, _>(&context, &id.stream(), decide).await?;
        if done.value.is_some() {
            self.finish_erasure(&context, id).await?;
        }
        Ok(done.map(|_| id))
    }

    async fn put_erasure_on_record(
        &self,
        context: &Context,
        id: PatientId,
    ) -> Result<Done<Option<Patient>>, CommandError> {
        for _ in 0..ATTEMPTS {
            let seen = self.load_patient(id).await?;
            if !seen.erased {
                self.check_erasable(&seen).await?;
            }
            let decide = |state: Option<&Patient>| {
                let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
                match state.absorbed == seen.absorbed && state.hold == seen.hold {
                    true => Ok(patient::erase(state)?),
                    false => Err(CommandError::Busy),
                }
            };
            match self.execute(context, &id.stream(), decide).await {
                Err(CommandError::Busy) => tokio::task::yield_now().await,
                other => return other,
            }
        }
        Err(CommandError::Busy)
    }

    /// Whether nothing forbids it of the record itself and of those that became part of it.
    async fn check_erasable(&self, patient: &Patient) -> Result<(), CommandError> {
        if let Some(into) = patient.merged_into {
            return Err(patient::Refusal::Merged { into }.into());
        }
        if !self.awaited(patient).await?.is_empty() {
            return Err(patient::Refusal::MergeUnderWay.into());
        }
        not_held(patient)?;
        self.family(patient).await?.iter().try_for_each(not_held)
    }

    /// Does all that follows from a recorded erasure and is not done yet. Says whether it did anything.
    pub(crate) async fn finish_erasure(
        &self,
        context: &Context,
        id: PatientId,
    ) -> Result<bool, CommandError> {
        let patient = self.load_patient(id).await?;
        let mut did = false;
        for patient in self.family(&patient).await?.iter().chain([&patient]) {
            let follow = |state: Option<&Patient>| {
                Ok(state.map(patient::follow_into_erasure).unwrap_or_default())
            };
            let step = context.step("follow");
            self.execute::<Patient, _>(&step, &patient.id.stream(), follow).await?;
            did |= self.wipe(context, patient).await?;
        }
        Ok(did)
    }

    /// Everything that could still tell of one erased record.
    async fn wipe(&self, context: &Context, patient: &Patient) -> Result<bool, CommandError> {
        let (parts, owner) = (self.parts(), patient.id.0);
        let key = parts.vault.key(owner).await.map_err(vault)?;
        let destroyed = matches!(key, KeyState::Destroyed);
        if !destroyed {
            self.release_number(context, patient, &patient.id.stream()).await;
            parts.state.answers().forget().await.map_err(state)?;
            self.list_erasure(patient.id).await?;
            parts.vault.destroy(owner).await.map_err(vault)?;
        }
        Ok(self.sweep(patient.id).await? > 0 || !destroyed)
    }

    /// Adds the line that outlives backups; a restored one is erased again by it.
    async fn list_erasure(&self, patient: PatientId) -> Result<(), CommandError> {
        let (list, at) = (self.parts().erasures.clone(), self.now());
        let listed = tokio::task::spawn_blocking(move || list.append(patient.0, at)).await;
        let listed = listed.map_err(|error| CommandError::Internal(error.to_string()))?;
        listed.map_err(|error| CommandError::Unavailable(error.to_string()))
    }

    /// Deletes a patient's originals and renditions. Says how many there were.
    async fn sweep(&self, patient: PatientId) -> Result<u64, CommandError> {
        self.parts().blobs.delete_prefix(&format!("patient/{patient}/")).await.map_err(blobs)
    }

    /// Deletes what came in for a patient who was erased meanwhile. What stays now is deleted by
    /// reconciling.
    pub(crate) async fn sweep_erased(&self, patient: PatientId) {
        let swept = match self.load_patient(patient).await {
            Ok(patient) if patient.erased => self.sweep(patient.id).await.map(|_| ()),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = swept {
            tracing::warn!(%error, %patient, "whether the patient was erased meanwhile is not known");
        }
    }
}

/// Refuses for a hold, with its reason: whoever may erase may know it, and must, to act on it.
fn not_held(patient: &Patient) -> Result<(), CommandError> {
    match &patient.hold {
        None => Ok(()),
        Some(Opened::Known(reason)) => {
            let text = format!("{}: {}", patient::Refusal::LegalHold, reason.reveal());
            Err(CommandError::Refused(Refusal::new("legal-hold", Kind::Conflict, text)))
        }
        Some(Opened::Erased) => Err(patient::Refusal::LegalHold.into()),
    }
}
