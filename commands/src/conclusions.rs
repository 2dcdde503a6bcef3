//! What readers conclude of cases.

use domain::access::Action;
use domain::case;
use domain::ids::CaseId;
use domain::panel::Panel;
use uuid::Uuid;

use crate::execute::unchanged;
use crate::{CommandError, Commands, Conclusion, Context, Done};

impl Commands {
    /// Concludes a case of a patient in work: for now, for good, or in place of what was final.
    ///
    /// # Errors
    /// [`CommandError::Refused`], each case by its own code; [`CommandError::NotFound`];
    /// [`CommandError::Precondition`]
    pub async fn conclude(
        &self,
        context: &Context,
        id: CaseId,
        said: Conclusion,
        if_match: Option<u64>,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::Conclude)?;
        let reader = context.person(Action::Conclude)?;
        let panels = self.panels_of(&said).await?;
        let decide = |state: &case::Case| {
            unchanged(if_match, state.case_revision)?;
            Ok(case::conclude(state, &panels, reader, said.clone())?)
        };
        Ok(self.change_case(context, id, decide).await?.map(|case| case.id))
    }

    /// The panels of its impressions, as far as they exist.
    async fn panels_of(&self, said: &Conclusion) -> Result<Vec<Panel>, CommandError> {
        let mut panels = Vec::new();
        for panel in said.panels()? {
            panels.extend(self.load::<Panel>(&panel.stream(), Uuid::nil()).await?.state);
        }
        Ok(panels)
    }
}
