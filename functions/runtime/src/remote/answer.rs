//! What may be answered: outcomes that the function was given, of the trigger's own image.

use super::Remote;
use crate::cloudevent::CloudEvent;
use crate::{FunctionError, Outcome, Trigger};

impl Remote {
    /// The outcome that an answer stands for, if it may.
    pub(super) fn judge(
        &self,
        trigger: &Trigger,
        answer: CloudEvent,
    ) -> Result<Outcome, FunctionError> {
        let broken = |bad| FunctionError::Retry(format!("the answer cannot be read: {bad}"));
        let outcome = answer.into_outcome().map_err(broken)?;
        let kind = outcome.kind();
        if !self.outcomes.contains(&kind) {
            let allowed = self.outcomes.join(", ");
            return Err(FunctionError::Permanent(format!(
                "the function answered {kind}, and may answer {allowed}"
            )));
        }
        // Most outcomes are of an image; one that is must be of this one.
        if outcome.image().is_some() && outcome.image() != trigger.image() {
            return Err(FunctionError::Permanent(format!(
                "the function answered {kind} of another image than it was asked about"
            )));
        }
        Ok(outcome)
    }
}
