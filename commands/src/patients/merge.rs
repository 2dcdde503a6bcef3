//! Two records of one person become one.
//!
//! The record that stays takes the other in, then the other says that it is part of it: two streams,
//! and a crash may come in between. What is half done is finished by reconciling. Cases and
//! images of the record that goes keep its id and its key, and count as those of the one that
//! stays. So does its number: it is written on tubes and forms still, and nobody else may get it.

use domain::access::Action;
use domain::ids::PatientId;
use domain::patient::{self, Patient};
use domain::personal::Personal;

use crate::execute::{ATTEMPTS, unchanged};
use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Merges a record into another one, which it answers with. Both must be in work.
    ///
    /// # Errors
    /// [`CommandError::NotFound`], [`CommandError::Refused`], [`CommandError::Precondition`]
    pub async fn merge_patients(
        &self,
        context: &Context,
        from: PatientId,
        into: PatientId,
        reason: Personal,
        if_match: Option<u64>,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let before = self.load::<Patient>(&from.stream(), context.command).await?;
        let (again, position) = (before.is_done(), before.position());
        let patient = before.found("patient")?;
        if again || patient.merged_into == Some(into) {
            return Ok(Done { value: into, position, changed: again });
        }
        unchanged(if_match, patient.revision)?;
        // Judged before anything is written.
        patient::merge(&patient, into, &self.awaited(&patient).await?, reason.clone())?;
        let take_in = |state: Option<&Patient>| {
            let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
            Ok(patient::absorb(state, from)?)
        };
        let taken_in = self.execute::<Patient, _>(context, &into.stream(), take_in).await?;
        let merged = self.become_part(context, from, into, reason).await?;
        Ok(merged.map(|_| into).and(taken_in))
    }

    /// The second step: the record that was taken in says so itself.
    pub(crate) async fn become_part(
        &self,
        context: &Context,
        from: PatientId,
        into: PatientId,
        reason: Personal,
    ) -> Result<Done<Option<Patient>>, CommandError> {
        for _ in 0..ATTEMPTS {
            let seen = self.load_patient(from).await?;
            if seen.merged_into != Some(into) {
                self.load_patient(into).await?.in_work()?;
            }
            let awaited = self.awaited(&seen).await?;
            let decide = |state: Option<&Patient>| {
                let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
                match state.absorbed == seen.absorbed {
                    true => Ok(patient::merge(state, into, &awaited, reason.clone())?),
                    // It took another one in since: look at that one too.
                    false => Err(CommandError::Busy),
                }
            };
            match self.execute(context, &from.stream(), decide).await {
                Err(CommandError::Busy) => tokio::task::yield_now().await,
                other => return other,
            }
        }
        Err(CommandError::Busy)
    }

    /// The records that this one took in and that have not become part of it yet. One that went
    /// elsewhere, or out of work, never will.
    pub(super) async fn awaited(&self, patient: &Patient) -> Result<Vec<PatientId>, CommandError> {
        let mut awaited = vec![];
        for &other in &patient.absorbed {
            if self.load_patient(other).await?.in_work().is_ok() {
                awaited.push(other);
            }
        }
        Ok(awaited)
    }

    /// The records that became part of this one, straight or through others.
    pub(crate) async fn family(&self, patient: &Patient) -> Result<Vec<Patient>, CommandError> {
        let (mut family, mut open) = (vec![], vec![patient.clone()]);
        while let Some(next) = open.pop() {
            for &other in &next.absorbed {
                let other = self.load_patient(other).await?;
                if other.merged_into == Some(next.id) {
                    family.push(other.clone());
                    open.push(other);
                }
            }
        }
        Ok(family)
    }
}
