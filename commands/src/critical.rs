//! Critical findings of cases: declared, told, escalated when nobody is told.

use domain::access::Action;
use domain::case::{self, Case};
use domain::ids::CaseId;
use domain::personal::Personal;
use jiff::Timestamp;

use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done, Notification};

impl Commands {
    /// Declares that a case of a patient in work shows what somebody must be told of at once. No
    /// model is asked.
    ///
    /// # Errors
    /// [`CommandError::Refused`], [`CommandError::NotFound`], [`CommandError::Precondition`]
    pub async fn declare_critical(
        &self,
        context: &Context,
        id: CaseId,
        finding: Personal,
        if_match: Option<u64>,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::ReportCritical)?;
        let reader = context.person(Action::ReportCritical)?;
        let decide = |state: &Case| {
            unchanged(if_match, state.case_revision)?;
            Ok(case::declare_critical(state, reader, finding.clone())?)
        };
        Ok(self.change_case(context, id, decide).await?.map(|case| case.id))
    }

    /// Records that somebody was told of what a case of a patient in work shows. With nothing
    /// declared, what was found is declared with it, in one append.
    ///
    /// # Errors
    /// [`CommandError::Refused`], [`CommandError::NotFound`], [`CommandError::Precondition`]
    pub async fn notify_critical(
        &self,
        context: &Context,
        id: CaseId,
        said: Notification,
        if_match: Option<u64>,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::ReportCritical)?;
        let reader = context.person(Action::ReportCritical)?;
        let decide = |state: &Case| {
            unchanged(if_match, state.case_revision)?;
            Ok(case::notify_critical(state, reader, self.now(), said.clone())?)
        };
        Ok(self.change_case(context, id, decide).await?.map(|case| case.id))
    }

    /// Records that a finding of a case waits since then and nobody was told. Once for that time.
    /// Only the installation itself asks for this.
    ///
    /// # Errors
    /// [`CommandError::Forbidden`] for a person; [`CommandError::Refused`] when the patient was
    /// removed; [`CommandError::NotFound`]
    pub async fn escalate_critical(
        &self,
        context: &Context,
        id: CaseId,
        since: Timestamp,
    ) -> Result<Done<CaseId>, CommandError> {
        context.no_person(Action::ReportCritical)?;
        let decide = |state: &Case| Ok(case::escalate_critical(state, since)?);
        Ok(self.change_case(context, id, decide).await?.map(|case| case.id))
    }
}
