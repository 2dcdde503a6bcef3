//! Reads, in pages that the server sends as they are taken.

use kurrentdb::{Error, ReadAllOptions, ReadStream, ReadStreamOptions, StreamPosition};

use super::super::{Direction, Filter, LogError, Position, RecordedEvent};
use super::connection::{Connection, log_error, within};
use super::filter::filter;
use super::record::{place, recorded};

impl Connection {
    /// As [`super::super::EventLog::read_stream`].
    pub(super) async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.read_links(stream, from, direction, limit, false)
            .await
            .map(|events| events.into_iter().map(|(event, _)| event).collect())
    }

    /// The same, each event with the metadata of the link that led to it, if links are followed.
    pub(super) async fn read_links(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
        follow: bool,
    ) -> Result<Vec<(RecordedEvent, bytes::Bytes)>, LogError> {
        let end = match direction {
            Direction::Forwards => StreamPosition::Start,
            Direction::Backwards => StreamPosition::End,
        };
        let mut options = ReadStreamOptions::default()
            .position(from.map_or(end, StreamPosition::Position))
            .max_count(limit);
        if follow {
            options = options.resolve_link_tos();
        }
        let options = match direction {
            Direction::Forwards => options.forwards(),
            Direction::Backwards => options.backwards(),
        };
        let read = self.call(|client| {
            let (options, stream) = (options.clone(), stream.to_owned());
            async move {
                match within(client.read_stream(stream, &options)).await {
                    Ok(events) => all(events).await,
                    Err(error) => Err(error),
                }
            }
        });
        let events = match read.await {
            Ok(events) => events,
            // A stream that is not there is an empty one.
            Err(Error::ResourceNotFound) => Vec::new(),
            Err(error) => return Err(log_error(error)),
        };
        let mut found = Vec::with_capacity(events.len());
        for mut resolved in events {
            let link = resolved.link.take().map(|link| link.custom_metadata).unwrap_or_default();
            if let Some(event) = recorded(resolved)? {
                found.push((event, link));
            }
        }
        Ok(found)
    }

    /// As [`super::super::EventLog::read_all`].
    pub(super) async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        wanted: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let end = match direction {
            Direction::Forwards => StreamPosition::Start,
            Direction::Backwards => StreamPosition::End,
        };
        // Forwards the server begins with the event at the position itself.
        let options = ReadAllOptions::default()
            .position(beyond.map_or(end, |at| StreamPosition::Position(place(at))))
            .filter(filter(wanted))
            .max_count(limit.saturating_add(1));
        let options = match direction {
            Direction::Forwards => options.forwards(),
            Direction::Backwards => options.backwards(),
        };
        let read = self.call(|client| {
            let options = options.clone();
            async move { all(within(client.read_all(&options)).await?).await }
        });
        let mut found = Vec::new();
        for resolved in read.await.map_err(log_error)? {
            let Some(event) = recorded(resolved)? else { continue };
            let further = beyond.is_none_or(|beyond| match direction {
                Direction::Forwards => event.position > beyond,
                Direction::Backwards => event.position < beyond,
            });
            if further && found.len() < limit && passes(wanted, &event) {
                found.push(event);
            }
        }
        Ok(found)
    }

    /// As [`super::super::EventLog::head`].
    pub(super) async fn head(&self) -> Result<Option<Position>, LogError> {
        let last = self.read_all(None, Direction::Backwards, &Filter::All, 1).await?;
        Ok(last.first().map(|event| event.position))
    }
}

/// Whether an event is one of this log's and passes a filter, also where the server is less exact.
pub(super) fn passes(wanted: &Filter, event: &RecordedEvent) -> bool {
    !event.stream.starts_with('$') && wanted.matches(event)
}

async fn all(mut events: ReadStream) -> Result<Vec<kurrentdb::ResolvedEvent>, Error> {
    let mut all = Vec::new();
    while let Some(event) = within(events.next()).await? {
        all.push(event);
    }
    Ok(all)
}
