//! Legal holds.

use domain::access::Action;
use domain::ids::PatientId;
use domain::patient::{self, Patient};
use domain::personal::Personal;

use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// From now on nobody may erase the patient. Another reason takes the place of the one before.
    ///
    /// # Errors
    /// [`CommandError::Refused`] without a reason, and for an erased or merged record.
    pub async fn place_hold(
        &self,
        context: &Context,
        id: PatientId,
        reason: Personal,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ErasePatient)?;
        let decide = |state: Option<&Patient>| {
            let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
            Ok(patient::place_hold(state, reason.clone())?)
        };
        let done = self.execute::<Patient, _>(context, &id.stream(), decide).await?;
        Ok(done.map(|_| id))
    }

    /// The patient may be erased again.
    ///
    /// # Errors
    /// [`CommandError::Refused`] without a reason, and for an erased record.
    pub async fn lift_hold(
        &self,
        context: &Context,
        id: PatientId,
        reason: Personal,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ErasePatient)?;
        let decide = |state: Option<&Patient>| {
            let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
            Ok(patient::lift_hold(state, reason.clone())?)
        };
        let done = self.execute::<Patient, _>(context, &id.stream(), decide).await?;
        Ok(done.map(|_| id))
    }
}
