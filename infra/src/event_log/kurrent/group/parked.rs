//! What the server has put aside for a group: links in a stream of its own, each with the reason.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout_at};

use super::super::super::moving::Remembered;
use super::super::super::{Direction, LogError, Parked};
use super::super::connection::{Connection, log_error, within};

/// How long replaying one event waits for the others to be parked again.
const PARKED_AGAIN: Duration = Duration::from_secs(5);

/// What is said with a park, so that it says as much as any other log: the server keeps a text.
#[derive(Serialize, Deserialize)]
pub(super) struct Note {
    reason: String,
    retries: u32,
    at: Timestamp,
}

/// The text for an event that is parked now.
pub(super) fn note(reason: String, retries: u32) -> String {
    text(Note { reason, retries, at: Timestamp::now() })
}

/// The text for an event that was parked before.
pub(super) fn same_note(parked: &Parked) -> String {
    text(Note { reason: parked.reason.clone(), retries: parked.retries, at: parked.parked_at })
}

/// The text for an event that another log had parked.
pub(super) fn note_of(one: &Remembered) -> String {
    text(Note { reason: one.reason.clone(), retries: one.retries, at: one.since })
}

fn text(note: Note) -> String {
    // A note has nothing in it that JSON could not hold.
    serde_json::to_string(&note).unwrap_or(note.reason)
}

/// What the server says of a parked event.
#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    reason: String,
    added: Option<Timestamp>,
}

impl Connection {
    /// A group's parked events, oldest first. An event that was parked and is not there any more is not
    /// listed.
    pub(super) async fn parked(&self, name: &str) -> Result<Vec<Parked>, LogError> {
        let stream = format!("$persistentsubscription-$all::{name}-parked");
        let links = self.read_links(&stream, None, Direction::Forwards, usize::MAX, true).await?;
        let mut parked: Vec<Parked> = links
            .into_iter()
            .map(|(event, link)| {
                let Note { reason, retries, at } = read(&link, event.created);
                Parked { event, retries, reason, parked_at: at }
            })
            .collect();
        parked.sort_by_key(|parked| parked.event.position);
        Ok(parked)
    }

    /// Has the server deliver everything again that a group has parked.
    pub(super) async fn replay_group(&self, name: &str) -> Result<(), LogError> {
        let replayed =
            self.call(|client| {
                let name = name.to_owned();
                async move {
                    within(client.replay_parked_messages_to_all(name, &Default::default())).await
                }
            });
        replayed.await.map_err(log_error)
    }

    /// Waits until these are parked again; not for ever, as somebody else may have been given them.
    pub(super) async fn until_parked(
        &self,
        name: &str,
        answered: oneshot::Receiver<()>,
        these: &[Parked],
    ) -> Result<(), LogError> {
        let until = Instant::now() + PARKED_AGAIN;
        if timeout_at(until, answered).await.is_err() {
            return Ok(());
        }
        while Instant::now() < until {
            let parked = self.parked(name).await?;
            let there = |one: &Parked| parked.iter().any(|parked| parked.event.id == one.event.id);
            if these.iter().all(there) {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

/// Reads a link's metadata. The server puts a line of its own before the client's reason; a reason that is
/// no note was given by somebody else, or by the server.
fn read(link: &[u8], unknown: Timestamp) -> Note {
    let link = serde_json::from_slice(link).unwrap_or(Link { reason: String::new(), added: None });
    let own = link.reason.split_once('\n').map_or(link.reason.as_str(), |(_, own)| own);
    serde_json::from_str(own).unwrap_or_else(|_| Note {
        reason: own.to_owned(),
        retries: 0,
        at: link.added.unwrap_or(unknown),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn link(reason: &str) -> Vec<u8> {
        let added = "2026-11-01T10:00:00Z";
        serde_json::json!({ "reason": reason, "added": added }).to_string().into_bytes()
    }

    #[test]
    fn a_note_comes_back_as_it_was() {
        let text = note("line one\nline two".into(), 3);
        let said = format!("Client explicitly NAK'ed message.\n{text}");
        let note = read(&link(&said), Timestamp::UNIX_EPOCH);
        assert_eq!((note.reason.as_str(), note.retries), ("line one\nline two", 3));
    }

    #[test]
    fn what_the_server_parked_is_shown_with_its_words() {
        let note = read(&link("Reached retry count of 10"), Timestamp::UNIX_EPOCH);
        assert_eq!((note.reason.as_str(), note.retries), ("Reached retry count of 10", 0));
        assert_eq!(note.at, "2026-11-01T10:00:00Z".parse().unwrap());
    }
}
