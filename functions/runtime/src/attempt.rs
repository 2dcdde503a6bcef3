//! One trigger, from its delivery to its settlement.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt;
use infra::event_log::{Delivery, Settlement};
use tracing::{Instrument as _, debug, error, warn};

use crate::apply::apply;
use crate::backoff::Backoff;
use crate::error::is_moot;
use crate::status::Counts;
use crate::{
    Function, FunctionError, Installation, Outcome, Sources, Trigger, WorkerSettings, traces,
};

/// What works on deliveries: a function, what it looks at, and what its outcomes become.
pub(crate) struct Runner {
    pub function: Arc<dyn Function>,
    pub installation: Installation,
    pub sources: Sources,
    pub settings: WorkerSettings,
    pub counts: Arc<Counts>,
}

impl Runner {
    /// Works on one delivery and settles it. Dropped before that, it hands the delivery back.
    pub async fn run(self: Arc<Self>, delivery: Delivery) {
        let _work = self.settings.activity.enter();
        let mut in_flight = self.counts.enter();
        let function = self.function.name();
        let begun = Instant::now();
        let span = traces::attempt(function, &delivery);
        let settlement = self.work(&delivery).instrument(span.clone()).await;
        traces::settled(&span, outcome(&settlement));
        metrics::histogram!("function_seconds", "function" => function).record(begun.elapsed());
        let event = delivery.event.id;
        match &settlement {
            Settlement::Done => in_flight.done(),
            Settlement::Retry(reason) => {
                warn!(function, event.id = %event, event.retries = delivery.retries, reason, "A function failed and will be tried again");
                in_flight.retried();
            }
            Settlement::Park(reason) => {
                error!(function, event.id = %event, event.retries = delivery.retries, reason, "A function gave up on an event");
                in_flight.parked();
            }
        }
        let labels = [("function", function), ("outcome", outcome(&settlement))];
        metrics::counter!("function_outcomes_total", &labels).increment(1);
        delivery.settle(settlement);
    }

    async fn work(&self, delivery: &Delivery) -> Settlement {
        let mut trigger = match Trigger::read(delivery.event.clone(), delivery.retries) {
            Ok(trigger) => trigger,
            Err(unreadable) => return Settlement::Park(unreadable.to_string()),
        };
        let mut backoff = Backoff::new();
        loop {
            match self.once(&trigger).await {
                Ok(None) => return Settlement::Done,
                Ok(cursor) => trigger.cursor = cursor,
                Err(FunctionError::Unavailable(reason)) => self.pause(&mut backoff, &reason).await,
                Err(FunctionError::Retry(reason)) if !self.is_last(&trigger) => {
                    return Settlement::Retry(reason);
                }
                Err(FunctionError::Retry(reason) | FunctionError::Permanent(reason)) => {
                    return self.give_up(&trigger, reason).await;
                }
            }
        }
    }

    fn is_last(&self, trigger: &Trigger) -> bool {
        trigger.retries >= self.settings.group.max_retries
    }

    /// One try: ask the function, record what it found. Gives where to go on, if there is more.
    async fn once(&self, trigger: &Trigger) -> Result<Option<String>, FunctionError> {
        let mut cursor = None;
        for outcome in self.ask(trigger).await? {
            match outcome {
                Outcome::Continue { cursor: next } => cursor = Some(next),
                outcome => self.record(trigger, outcome).await?,
            }
        }
        Ok(cursor)
    }

    async fn ask(&self, trigger: &Trigger) -> Result<Vec<Outcome>, FunctionError> {
        let call = AssertUnwindSafe(self.function.handle(trigger, &self.sources)).catch_unwind();
        match tokio::time::timeout(self.settings.timeout, call).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_panic)) => Err(FunctionError::Retry("the function panicked".to_owned())),
            Err(_elapsed) => {
                let limit = self.settings.timeout;
                Err(FunctionError::Retry(format!("the function took longer than {limit:?}")))
            }
        }
    }

    /// Records an outcome. One that the present state makes moot is no failure.
    async fn record(&self, trigger: &Trigger, outcome: Outcome) -> Result<(), FunctionError> {
        let kind = outcome.kind();
        match apply(&self.installation.commands, &*self.function, trigger, outcome).await {
            Ok(()) => Ok(()),
            Err(refused) if is_moot(&refused) => {
                debug!(outcome = kind, event.id = %trigger.event.id, %refused, "An outcome came too late");
                Ok(())
            }
            Err(failed) => Err(failed.into()),
        }
    }

    /// Records what the function says when it gives up, then asks for the event to be parked.
    async fn give_up(&self, trigger: &Trigger, reason: String) -> Settlement {
        let say = AssertUnwindSafe(|| self.function.gave_up(trigger, &reason));
        let mut backoff = Backoff::new();
        for outcome in catch_unwind(say).unwrap_or_default() {
            loop {
                match self.record(trigger, outcome.clone()).await {
                    Ok(()) => break,
                    Err(FunctionError::Unavailable(away)) => self.pause(&mut backoff, &away).await,
                    Err(failed) => {
                        error!(outcome = outcome.kind(), event.id = %trigger.event.id, %failed, "That a function gave up could not be recorded");
                        break;
                    }
                }
            }
        }
        Settlement::Park(reason)
    }

    /// Something is away: wait for it here, which counts as no try and keeps others waiting too.
    async fn pause(&self, backoff: &mut Backoff, reason: &str) {
        warn!(function = self.function.name(), reason, "A function waits for what is away");
        backoff.wait().await;
    }
}

/// What became of a trigger, for those who watch over the server.
fn outcome(settlement: &Settlement) -> &'static str {
    match settlement {
        Settlement::Done => "done",
        Settlement::Retry(_) => "retried",
        Settlement::Park(_) => "parked",
    }
}
