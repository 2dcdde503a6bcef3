//! Outcomes turned into commands, in one place.

use commands::{CommandError, Commands, Context};
use domain::envelope::Actor;
use infra::event_log::RecordedEvent;
use uuid::Uuid;

use crate::{Function, Outcome, Trigger};

/// The identifier of the command that records an outcome.
///
/// It follows from the trigger, the function with its version, and what the outcome is about (not
/// from its place among the outcomes, which may differ the second time), so that a trigger that is
/// delivered again appends nothing new.
pub fn command_id(function: &dyn Function, trigger: &RecordedEvent, outcome: &Outcome) -> Uuid {
    let image = outcome.image().map(|image| image.to_string()).unwrap_or_default();
    let model = outcome.model().map(|model| model.to_string()).unwrap_or_default();
    let name = [function.name(), function.version(), outcome.kind(), &image, &model].join("\n");
    Uuid::new_v5(&trigger.id, name.as_bytes())
}

/// Records an outcome: by this function, because of this trigger.
pub(crate) async fn apply(
    commands: &Commands,
    function: &dyn Function,
    trigger: &Trigger,
    outcome: Outcome,
) -> Result<(), CommandError> {
    let context = context(function, trigger, &outcome);
    match outcome {
        Outcome::RecordPrediction(found) => commands.record_prediction(&context, found).await?,
        Outcome::FailPrediction(failed) => commands.prediction_failed(&context, failed).await?,
        Outcome::AttachRenditions(found) => commands.attach_renditions(&context, found).await?,
        Outcome::FailRenditions(failed) => commands.renditions_failed(&context, failed).await?,
        Outcome::RecordMeasurements(found) => {
            commands.record_measurements(&context, found.image, found.measurements).await?
        }
        Outcome::RecordExplanation(found) => commands.record_explanation(&context, found).await?,
        Outcome::FailExplanation(failed) => commands.explanation_failed(&context, failed).await?,
        Outcome::Continue { .. } => return Ok(()),
    };
    Ok(())
}

fn context(function: &dyn Function, trigger: &Trigger, outcome: &Outcome) -> Context {
    let envelope = &trigger.stored.envelope;
    Context {
        actor: Actor::Function {
            name: function.name().to_owned(),
            version: function.version().to_owned(),
        },
        command: command_id(function, &trigger.event, outcome),
        correlation: envelope.correlation,
        causation: Some(trigger.event.id),
        traceparent: envelope.traceparent.clone(),
    }
}
