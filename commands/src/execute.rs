//! The one way to change anything: load the stream, decide, seal, chain, append, and when somebody
//! else was first, once more from the start.

use std::time::Duration;

use domain::aggregate::{Aggregate, advance};
use domain::envelope::Envelope;
use domain::event::{Event, encode};
use domain::personal::{Opened, Personal};
use domain::upcast;
use infra::event_log::{
    Appended, Direction, Expected, LogError, NewEvent, Position, RecordedEvent, chain,
};
use infra::telemetry::spans;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::error::{CommandError, log};
use crate::seal::Seals;
use crate::{Commands, Context, Done, Parts, traces};

/// Events read at once.
const PAGE: usize = 512;

/// How often a command decides anew before it gives up.
pub(crate) const ATTEMPTS: u32 = 16;

/// A stream as it is now.
pub(crate) struct Loaded<A> {
    /// Its state; none when there is no such stream.
    pub(crate) state: Option<A>,
    /// Its last event.
    last: Option<Last>,
    /// Where the command's own last event stands, when it was here before.
    done: Option<Position>,
}

/// The end of a stream.
pub(crate) struct Last {
    revision: u64,
    position: Position,
    hash: Option<String>,
}

impl From<&RecordedEvent> for Last {
    fn from(recorded: &RecordedEvent) -> Self {
        Self {
            revision: recorded.revision,
            position: recorded.position,
            hash: chain::hash_of(&recorded.metadata).map(str::to_owned),
        }
    }
}

impl<A> Loaded<A> {
    /// The newest event's position.
    pub(crate) fn position(&self) -> Option<Position> {
        self.last.as_ref().map(|last| last.position)
    }

    /// Whether the command was here before.
    pub(crate) fn is_done(&self) -> bool {
        self.done.is_some()
    }

    /// The state, or the answer that there is no such thing.
    pub(crate) fn found(self, what: &'static str) -> Result<A, CommandError> {
        self.state.ok_or(CommandError::NotFound { what })
    }
}

impl Commands {
    /// Reads a stream whole. `command` is looked for among its events.
    pub(crate) async fn load<A: Aggregate>(
        &self,
        stream: &str,
        command: Uuid,
    ) -> Result<Loaded<A>, CommandError> {
        let mut seals = Seals::new(&*self.parts().vault);
        let mut loaded = Loaded { state: None, last: None, done: None };
        loop {
            let from = loaded.last.as_ref().map_or(0, |last| last.revision + 1);
            let forwards = Direction::Forwards;
            let page = self.parts().log.read_stream(stream, Some(from), forwards, PAGE).await;
            let page = page.map_err(log)?;
            for recorded in &page {
                let (stored, event) = seals.open(recorded).await?;
                advance(&mut loaded.state, &event);
                if stored.envelope.command == command {
                    loaded.done = Some(recorded.position);
                }
            }
            if let Some(last) = page.last() {
                loaded.last = Some(last.into());
            }
            if page.len() < PAGE {
                return Ok(loaded);
            }
        }
    }

    /// Decides on a stream's present state and appends what was decided, once for each command.
    ///
    /// Answers with the state that follows. A command that was here before decides nothing.
    pub(crate) async fn execute<A, D>(
        &self,
        context: &Context,
        stream: &str,
        mut decide: D,
    ) -> Result<Done<Option<A>>, CommandError>
    where
        A: Aggregate,
        D: FnMut(Option<&A>) -> Result<Vec<Event<Personal>>, CommandError>,
    {
        for attempt in 0..ATTEMPTS {
            let loaded = self.load::<A>(stream, context.command).await?;
            if let Some(position) = loaded.done {
                let position = Some(position);
                return Ok(Done { value: loaded.state, position, changed: true });
            }
            let events = decide(loaded.state.as_ref())?;
            if events.is_empty() {
                let position = loaded.position();
                return Ok(Done { value: loaded.state, position, changed: false });
            }
            match self.parts().append(context, stream, loaded.last.as_ref(), &events).await {
                Ok(last) => {
                    let value = follow(loaded.state, events);
                    return Ok(Done { value, position: Some(last.position), changed: true });
                }
                Err(Failed::Conflict) => tokio::time::sleep(pause(attempt)).await,
                Err(Failed::Error(error)) => return Err(error),
            }
        }
        Err(CommandError::Busy)
    }
}

impl Parts {
    /// A stream's end, without what is before it; none when there is no such stream.
    pub(crate) async fn last(&self, stream: &str) -> Result<Option<Last>, CommandError> {
        let end = self.log.read_stream(stream, None, Direction::Backwards, 1).await;
        Ok(end.map_err(log)?.first().map(Last::from))
    }

    /// Seals and chains decided events and appends them. The only place that computes a hash.
    /// Answers with the stream's new end.
    pub(crate) async fn append(
        &self,
        context: &Context,
        stream: &str,
        last: Option<&Last>,
        events: &[Event<Personal>],
    ) -> Result<Last, Failed> {
        let span = traces::append(context, stream);
        let traceparent = spans::traceparent(&span).or_else(|| context.traceparent.clone());
        let mut seals = Seals::new(&*self.vault);
        let recorded_at = self.clock.now();
        let mut previous = last.and_then(|last| last.hash.clone());
        let first = last.map_or(0, |last| last.revision + 1);
        let mut sealed = Vec::with_capacity(events.len());
        for ((index, revision), event) in (first..).enumerate().zip(events) {
            let id = event_id(context.command, stream, index);
            let (kind, data) = encode(&seals.seal(stream, id, event.clone()).await?);
            let envelope = Envelope {
                correlation: context.correlation,
                causation: context.causation,
                traceparent: traceparent.clone(),
                actor: context.actor.clone(),
                command: context.command,
                recorded_at,
                schema: upcast::version(&kind),
                previous: previous.take(),
            };
            let metadata = serde_json::to_vec(&envelope)
                .map_err(|error| CommandError::Internal(error.to_string()))?;
            let (metadata, hash) = chain::seal(stream, revision, id, &kind, &data, &metadata);
            previous = Some(hash);
            sealed.push(NewEvent { id, kind, data: data.into(), metadata });
        }
        let expected = last.map_or(Expected::NoStream, |last| Expected::Revision(last.revision));
        match self.log.append(stream, expected, sealed).instrument(span).await {
            Ok(Appended { revision, position }) => Ok(Last { revision, position, hash: previous }),
            Err(LogError::WrongRevision { .. }) => Err(Failed::Conflict),
            Err(error) => Err(Failed::Error(log(error))),
        }
    }
}

/// Why an append came to nothing.
pub(crate) enum Failed {
    /// Somebody else was first.
    Conflict,
    Error(CommandError),
}

impl From<CommandError> for Failed {
    fn from(error: CommandError) -> Self {
        Self::Error(error)
    }
}

/// The same event of the same command has the same id, so that an append that was taken without
/// our hearing of it is taken once. The stream is part of it, for one command may touch several.
fn event_id(command: Uuid, stream: &str, index: usize) -> Uuid {
    Uuid::new_v5(&command, format!("{stream}/{index}").as_bytes())
}

/// The state after what was just appended.
fn follow<A: Aggregate>(mut state: Option<A>, events: Vec<Event<Personal>>) -> Option<A> {
    for event in events {
        let known = |_, text| Ok::<_, std::convert::Infallible>(Opened::Known(text));
        match event.try_map(known) {
            Ok(event) => advance(&mut state, &event),
            Err(never) => match never {},
        }
    }
    state
}

/// A little longer after each conflict, and never the same for two who met.
pub(crate) fn pause(attempt: u32) -> Duration {
    let longest = 1_000_u64 << attempt.min(6);
    let dice = Uuid::new_v4().as_u64_pair().1;
    Duration::from_micros(500 + dice % longest)
}

/// Refuses when what was read (`If-Match`) is not what is there.
pub(crate) fn unchanged(if_match: Option<u64>, actual: u64) -> Result<(), CommandError> {
    match if_match.is_none_or(|expected| expected == actual) {
        true => Ok(()),
        false => Err(CommandError::Precondition { actual }),
    }
}
