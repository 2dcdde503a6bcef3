//! The trait that every function implements.

use async_trait::async_trait;

use crate::{FunctionError, Outcome, Sources, Trigger};

/// Something that reacts to events. See the crate's documentation for the contract.
#[async_trait]
pub trait Function: Send + Sync + 'static {
    /// Its name, which is its group's name in the log: once given, it stays.
    fn name(&self) -> &'static str;

    /// The version of its code, recorded with everything that it finds.
    fn version(&self) -> &str;

    /// The types of the events that it wants to see.
    fn triggers(&self) -> &'static [&'static str];

    /// The kinds of outcomes that it may come back with; see [`Outcome::kind`].
    fn outcomes(&self) -> &'static [&'static str];

    /// Looks at what is there and says what it found; nothing when there is nothing to do.
    ///
    /// May be dropped at any await: when it takes too long, and when the process stops.
    ///
    /// # Errors
    /// [`FunctionError::Retry`] and [`FunctionError::Permanent`], as each says.
    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError>;

    /// What to record when the trigger is put aside, for a reason in words without personal data.
    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome>;
}
