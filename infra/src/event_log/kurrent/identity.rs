//! Which log this is. KurrentDB has no name of its own for its data: whoever asks first gives one.

use kurrentdb::{Client, Error, ReadStreamOptions, StreamPosition};
use uuid::Uuid;

use super::super::LogError;
use super::connection::{Connection, within};
use super::documents;

/// The document that holds it.
const NAME: &str = "log-identity";

/// The identity of the log that a client has come to; none when it has none yet.
pub(super) async fn read(client: &Client) -> Result<Option<Uuid>, Error> {
    let last = ReadStreamOptions::default().position(StreamPosition::End).backwards().max_count(1);
    let read = async {
        let mut events = client.read_stream(documents::stream(NAME), &last).await?;
        events.next().await
    };
    let event = match within(read).await {
        Ok(found) => found.and_then(|found| found.event),
        Err(Error::ResourceNotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(event.and_then(|event| documents::parse(&event.data).flatten()))
}

/// The log's identity; the first time it is written, and of many who write at once one wins.
pub(super) async fn identity(connection: &Connection) -> Result<Uuid, LogError> {
    loop {
        let document = connection.document::<Uuid>(NAME).await?;
        if let Some(identity) = document.value {
            return Ok(identity);
        }
        let new = Uuid::new_v4();
        if connection.put_document(NAME, &document, &new).await? {
            return Ok(new);
        }
    }
}
