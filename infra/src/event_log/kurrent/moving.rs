//! What another log held, taken over: in one call for many appends, each guarded, which the server takes
//! in the order in which they leave.
//!
//! One refused append ends all that follow it, which is as it should be here; and single ones would each
//! wait for the network to acknowledge them.

use std::ops::Range;

use async_trait::async_trait;
use futures::poll;
use kurrentdb::{BatchAppendClient, Error, EventData, StreamState};
use std::task::Poll;

use super::super::check::MAX_APPEND_BYTES;
use super::super::moving::{Movable, Standing};
use super::super::{LogError, NewEvent, RecordedEvent};
use super::KurrentLog;
use super::connection::{log_error, within};
use super::record::proposed;

#[async_trait]
impl Movable for KurrentLog {
    async fn take_over(&self, events: &[RecordedEvent]) -> Result<(), LogError> {
        let taken = self.connection.call(|client| async move {
            let batch = within(client.batch_append(&Default::default())).await?;
            append_all(&batch, events).await
        });
        match taken.await {
            Err(Error::Grpc { message, .. }) if message.contains("WrongExpectedVersion") => {
                Err(LogError::Invalid("somebody else has written to its streams".into()))
            }
            taken => taken.map_err(log_error),
        }
    }

    async fn standings(&self) -> Result<Vec<Standing>, LogError> {
        self.groups.standings().await
    }

    async fn lay_groups(&self, standings: &[Standing]) -> Result<(), LogError> {
        for standing in standings {
            self.groups.lay(standing).await?;
        }
        Ok(())
    }
}

/// Sends all appends, one behind the other, and then waits for the answers.
async fn append_all(batch: &BatchAppendClient, events: &[RecordedEvent]) -> Result<(), Error> {
    let mut pending = Vec::new();
    for run in runs(events) {
        let run = &events[run];
        let state = match run[0].revision.checked_sub(1) {
            None => StreamState::NoStream,
            Some(revision) => StreamState::StreamRevision(revision),
        };
        let new: Vec<EventData> = run.iter().map(|event| proposed(&new(event))).collect();
        let mut append = Box::pin(batch.append_to_stream(&run[0].stream, state, new));
        // The first poll sends it.
        match poll!(&mut append) {
            Poll::Ready(answer) => drop(answer?),
            Poll::Pending => pending.push(append),
        }
    }
    for append in pending {
        within(append).await?;
    }
    Ok(())
}

/// Neighbours of one stream that go in one append.
fn runs(events: &[RecordedEvent]) -> Vec<Range<usize>> {
    let size = |event: &RecordedEvent| event.kind.len() + event.data.len() + event.metadata.len();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (at, event) in events.iter().enumerate() {
        bytes += size(event);
        match runs.last_mut() {
            Some(run) if events[run.start].stream == event.stream && bytes <= MAX_APPEND_BYTES => {
                run.end = at + 1;
            }
            _ => {
                bytes = size(event);
                runs.push(at..at + 1);
            }
        }
    }
    runs
}

fn new(event: &RecordedEvent) -> NewEvent {
    NewEvent {
        id: event.id,
        kind: event.kind.clone(),
        data: event.data.clone(),
        metadata: event.metadata.clone(),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::super::super::Position;
    use super::*;

    fn event(stream: &str, bytes: usize) -> RecordedEvent {
        RecordedEvent {
            position: Position(1),
            stream: stream.to_owned(),
            revision: 0,
            id: Uuid::nil(),
            kind: String::new(),
            data: Bytes::from(vec![0; bytes]),
            metadata: Bytes::new(),
            created: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn neighbours_of_one_stream_go_together_as_far_as_an_append_holds_them() {
        let half = MAX_APPEND_BYTES / 2;
        let events = [("a", 1), ("a", 1), ("b", half), ("b", half), ("b", 1), ("a", 1)];
        let events = events.map(|(stream, bytes)| event(stream, bytes));
        assert_eq!(runs(&events), [0..2, 2..4, 4..5, 5..6]);
        assert!(runs(&[]).is_empty());
    }
}
