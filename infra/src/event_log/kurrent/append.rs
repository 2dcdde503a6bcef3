//! Appends, each guarded by the revision it expects.
//!
//! One call each: over the client's batch call one refused append would end all that follow it.

use std::time::Instant;

use kurrentdb::{AppendToStreamOptions, CurrentRevision, Error, EventData, StreamState};

use super::super::check::check;
use super::super::{Appended, Direction, Expected, LogError, NewEvent, Position};
use super::connection::{Connection, log_error, within};
use super::record::proposed;

impl Connection {
    /// As [`super::super::EventLog::append`].
    pub(super) async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: &[NewEvent],
    ) -> Result<Appended, LogError> {
        check(stream, events)?;
        if stream.starts_with('$') {
            return Err(LogError::Invalid("streams that begin with $ are KurrentDB's own".into()));
        }
        let begun = Instant::now();
        let answer = self.write(stream, expected, events.iter().map(proposed).collect()).await;
        metrics::histogram!("event_log_append_seconds").record(begun.elapsed());
        match answer {
            Ok(appended) => {
                metrics::counter!("event_log_events_total").increment(events.len() as u64);
                Ok(appended)
            }
            Err(Error::WrongExpectedVersion { current, .. }) => {
                let actual = match current {
                    CurrentRevision::Current(revision) => Some(revision),
                    CurrentRevision::NoStream => None,
                };
                Err(LogError::WrongRevision { stream: stream.to_owned(), actual })
            }
            // Some of these events stand where they would go, and others do not.
            Err(Error::Grpc { message, .. }) if message.contains("Invalid Transaction") => {
                let last = self.read_stream(stream, None, Direction::Backwards, 1).await?;
                let actual = last.first().map(|event| event.revision);
                Err(LogError::WrongRevision { stream: stream.to_owned(), actual })
            }
            Err(error) => Err(log_error(error)),
        }
    }

    /// Appends what the server can take, also to its own streams.
    pub(super) async fn write(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<EventData>,
    ) -> Result<Appended, Error> {
        let state = match expected {
            Expected::NoStream => StreamState::NoStream,
            Expected::Revision(revision) => StreamState::StreamRevision(revision),
        };
        let options = AppendToStreamOptions::default().stream_state(state);
        let written = self.call(|client| {
            let (stream, options, events) = (stream.to_owned(), options.clone(), events.clone());
            async move { within(client.append_to_stream(stream, &options, events)).await }
        });
        let written = written.await?;
        let revision = written.next_expected_version;
        Ok(Appended { revision, position: Position(written.position.commit) })
    }
}
