//! Which log this is. KurrentDB has no name of its own for its data: whoever asks first gives one.

use uuid::Uuid;

use super::super::LogError;
use super::connection::Connection;

/// The document that holds it.
const NAME: &str = "log-identity";

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
