//! A hub's connection to its group, in a task of its own: the client panics when the server ends the call
//! with OK, and then only this task is gone.

use std::sync::Arc;

use kurrentdb::{
    Client, Error, NakAction, PersistentSubscription, PersistentSubscriptionEvent,
    SubscribeToPersistentSubscriptionOptions,
};
use tokio::sync::mpsc;
use tokio::time::{Duration, sleep};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use super::super::super::RecordedEvent;
use super::super::connection::{Connection, within};
use super::super::record::recorded;

/// How long the last answers may take to leave.
const LINGER: Duration = Duration::from_millis(200);

/// An event as the server gave it.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) event: RecordedEvent,
    pub(super) retries: u32,
}

/// What the server is told of an event.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    Done,
    Retry(String),
    Park(String),
}

/// A connection. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Link {
    given: mpsc::Receiver<Given>,
    verdicts: mpsc::UnboundedSender<(Uuid, Verdict)>,
    task: AbortOnDropHandle<Error>,
}

impl Link {
    /// Opens one that gives at most so many events before some are answered.
    pub(super) fn open(connection: Arc<Connection>, group: String, held: usize) -> Self {
        let (give, given) = mpsc::channel(held);
        let (verdicts, to_say) = mpsc::unbounded_channel();
        let task = AbortOnDropHandle::new(tokio::spawn(run(connection, group, held, give, to_say)));
        Self { given, verdicts, task }
    }

    /// The next event; none when the connection ended.
    pub(super) async fn next(&mut self) -> Option<Given> {
        self.given.recv().await
    }

    /// Tells the server what became of an event.
    pub(super) fn say(&self, event: Uuid, verdict: Verdict) {
        // A connection that ended is noticed where events are waited for.
        let _ = self.verdicts.send((event, verdict));
    }

    /// Why it ended; none when the client panicked.
    pub(super) async fn ended(self) -> Option<Error> {
        self.task.await.ok()
    }

    /// Says what is still to be said, and ends.
    pub(super) async fn close(self) {
        drop(self.verdicts);
        // However it ends, it is over.
        let _ = self.task.await;
    }
}

async fn run(
    connection: Arc<Connection>,
    group: String,
    held: usize,
    give: mpsc::Sender<Given>,
    mut verdicts: mpsc::UnboundedReceiver<(Uuid, Verdict)>,
) -> Error {
    let options = SubscribeToPersistentSubscriptionOptions::default().buffer_size(held);
    let joined = connection.call(|client: Client| {
        let (group, options) = (group.clone(), options.clone());
        async move {
            let joining = client.subscribe_to_persistent_subscription_to_all(group, &options);
            within(joining).await
        }
    });
    let mut subscription = match joined.await {
        Ok(subscription) => subscription,
        Err(error) => return error,
    };
    loop {
        let outcome = tokio::select! {
            biased;
            verdict = verdicts.recv() => match verdict {
                Some((event, verdict)) => say(&mut subscription, event, verdict).await,
                None => {
                    sleep(LINGER).await;
                    return Error::ConnectionClosed;
                }
            },
            said = subscription.next_subscription_event() => match said {
                Ok(said) => pass_on(said, &give).await,
                Err(error) => Err(error),
            },
        };
        if let Err(error) = outcome {
            return error;
        }
    }
}

async fn pass_on(
    said: PersistentSubscriptionEvent,
    give: &mpsc::Sender<Given>,
) -> Result<(), Error> {
    let PersistentSubscriptionEvent::EventAppeared { event, retry_count } = said else {
        return Ok(());
    };
    let event = recorded(event).map_err(|error| Error::InternalParsingError(error.to_string()))?;
    let Some(event) = event else { return Ok(()) };
    let retries = u32::try_from(retry_count).unwrap_or(u32::MAX);
    give.send(Given { event, retries }).await.map_err(|_| Error::ConnectionClosed)
}

async fn say(
    subscription: &mut PersistentSubscription,
    event: Uuid,
    verdict: Verdict,
) -> Result<(), Error> {
    match verdict {
        Verdict::Done => subscription.ack_ids([event]).await,
        Verdict::Retry(reason) => subscription.nack_ids([event], NakAction::Retry, reason).await,
        Verdict::Park(reason) => subscription.nack_ids([event], NakAction::Park, reason).await,
    }
}
