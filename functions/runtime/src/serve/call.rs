//! From a trigger to the answer: asked within the time there is, a panic and a stop included.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::FutureExt as _;
use tracing::Instrument as _;

use super::FunctionServer;
use super::receive::Received;
use crate::cloudevent::{self, BadCloudEvent, CloudEvent, Mode};
use crate::problem::Problem;
use crate::{FunctionError, Outcome, Sources, Trigger, traces};

impl FunctionServer {
    /// Answers one request.
    pub(super) async fn answer(&self, request: Request) -> Result<Response, Problem> {
        if let Some(why) = self.away() {
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Not ready.", why));
        }
        let Received { trigger, present, mode, traceparent } = self.receive(request).await?;
        let full = |_| {
            let words = "As many triggers are in work as may be.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "The function is full.", words)
        };
        let _room = self.0.room.try_acquire().map_err(full)?;
        let _in_work = self.0.settings.activity.enter();
        let begun = Instant::now();
        let sources = Sources::carried(present, self.0.http.clone());
        let span = traces::served(self.0.function.name(), &trigger, traceparent.as_deref());
        let answered = self.ask(&trigger, &sources).instrument(span.clone()).await;
        let outcome = self.count(begun, &answered);
        traces::settled(&span, outcome);
        let outcomes = answered.inspect_err(|error| self.tell(&trigger, error))?;
        self.message(&trigger, &outcomes, mode).map_err(|error| {
            FunctionError::Retry(format!("the outcome cannot be sent: {error}")).into()
        })
    }

    async fn ask(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let call = AssertUnwindSafe(self.0.function.handle(trigger, sources)).catch_unwind();
        let limit = self.0.settings.timeout;
        tokio::select! {
            answer = tokio::time::timeout(limit, call) => match answer {
                Ok(Ok(answer)) => answer,
                Ok(Err(_panic)) => Err(FunctionError::Retry("the function panicked".to_owned())),
                Err(_elapsed) => {
                    Err(FunctionError::Retry(format!("the function took longer than {limit:?}")))
                }
            },
            () = self.end_of_grace() => {
                Err(FunctionError::Unavailable("the function has stopped".to_owned()))
            }
        }
    }

    async fn end_of_grace(&self) {
        self.0.stop.cancelled().await;
        tokio::time::sleep(self.0.settings.grace).await;
    }

    fn message(
        &self,
        trigger: &Trigger,
        outcomes: &[Outcome],
        mode: Mode,
    ) -> Result<Response, BadCloudEvent> {
        if outcomes.is_empty() {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let event = |outcome| CloudEvent::from_outcome(&*self.0.function, trigger, outcome);
        let events: Vec<_> = outcomes.iter().map(event).collect::<Result<_, _>>()?;
        Ok(cloudevent::encode(&events, mode)?.into_response())
    }

    fn count(
        &self,
        begun: Instant,
        answered: &Result<Vec<Outcome>, FunctionError>,
    ) -> &'static str {
        let function = self.0.function.name();
        let outcome = match answered {
            Ok(_) => "done",
            Err(FunctionError::Unavailable(_) | FunctionError::Retry(_)) => "retried",
            Err(FunctionError::Permanent(_)) => "parked",
        };
        metrics::histogram!("function_seconds", "function" => function).record(begun.elapsed());
        let labels = [("function", function), ("outcome", outcome)];
        metrics::counter!("function_outcomes_total", &labels).increment(1);
        outcome
    }

    fn tell(&self, trigger: &Trigger, error: &FunctionError) {
        let function = self.0.function.name();
        tracing::warn!(function, event.id = %trigger.event.id, reason = %error, "A trigger has failed");
    }
}
