//! Who works on which case.

use domain::access::Action;
use domain::case::{self, Case};
use domain::ids::CaseId;
use jiff::Timestamp;

use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Claims a case of a patient in work, or extends an own claim. Says until when it holds.
    ///
    /// # Errors
    /// [`CommandError::Refused`] with the code `case-claimed` while another reader works on it, or
    /// when the patient was removed; [`CommandError::NotFound`]
    pub async fn claim_case(
        &self,
        context: &Context,
        id: CaseId,
    ) -> Result<Done<Timestamp>, CommandError> {
        context.permit(Action::Conclude)?;
        let reader = context.person(Action::Conclude)?;
        let decide = |state: &Case| Ok(case::claim(state, reader, self.now())?);
        let done = self.change_case(context, id, decide).await?;
        let own = |case: Case| case.claim.filter(|claim| claim.reader == reader);
        // The same command again, after the claim was given up: it is over by now.
        Ok(done.map(|case| own(case).map_or_else(|| self.now(), |claim| claim.until)))
    }

    /// Gives up an own claim. Without one that holds there is nothing to do.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when the patient was removed; [`CommandError::NotFound`]
    pub async fn release_claim(
        &self,
        context: &Context,
        id: CaseId,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::Conclude)?;
        let reader = context.person(Action::Conclude)?;
        let decide = |state: &Case| Ok(case::release(state, reader, self.now())?);
        Ok(self.change_case(context, id, decide).await?.map(|case| case.id))
    }
}
