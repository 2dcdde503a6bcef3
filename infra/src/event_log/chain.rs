//! The hash chain: each event's metadata ends with a SHA-256 over the event and, through the
//! metadata's `previous` member, over every event of its stream before it.
//!
//! The preimage is a row of fields, each preceded by its length in bytes (u64, big endian), so that
//! no byte can move from one field to the next unnoticed: stream, revision (u64, big endian), id
//! (16 bytes), type, data, metadata without its `hash` member. Position and `created` are the
//! engine's own and are not covered: they change when a log moves to another engine.

use bytes::Bytes;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::RecordedEvent;

const MEMBER: &[u8] = b"\"hash\":\"";
const END: &[u8] = b"\"}";
const HEX_LEN: usize = 64;

/// Why an event's hash does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// The metadata does not end with a hash.
    #[error("revision {revision} of {stream} carries no hash")]
    Missing {
        /// Whose event.
        stream: String,
        /// Which one.
        revision: u64,
    },
    /// Some byte of the event is not what it was when it was sealed.
    #[error(
        "revision {revision} of {stream} was changed: it carries hash {carried} and has {found}"
    )]
    Changed {
        /// Whose event.
        stream: String,
        /// Which one.
        revision: u64,
        /// The hash in its metadata.
        carried: String,
        /// The hash of its bytes.
        found: String,
    },
}

/// Seals an event that will get this revision: gives its metadata with the hash as last member, and
/// the hash in lower-case hexadecimal, which the next event's `previous` names.
///
/// # Panics
/// When the metadata is not a JSON object in its shortest form (begins with `{`, ends with `}`).
pub fn seal(
    stream: &str,
    revision: u64,
    id: Uuid,
    kind: &str,
    data: &[u8],
    metadata: &[u8],
) -> (Bytes, String) {
    assert!(
        metadata.starts_with(b"{") && metadata.ends_with(b"}"),
        "metadata to seal must be a JSON object"
    );
    let hash = digest(stream, revision, id, kind, data, metadata);
    let open = &metadata[..metadata.len() - 1];
    let mut sealed = Vec::with_capacity(metadata.len() + MEMBER.len() + HEX_LEN + END.len());
    sealed.extend_from_slice(open);
    if open != b"{" {
        sealed.push(b',');
    }
    sealed.extend_from_slice(MEMBER);
    sealed.extend_from_slice(hash.as_bytes());
    sealed.extend_from_slice(END);
    (sealed.into(), hash)
}

/// Checks an event against the hash it carries and gives that hash. That the next event's
/// `previous` names it is for the caller to check.
///
/// # Errors
/// [`ChainFault`] when the hash is missing or any covered byte was changed.
pub fn verify(event: &RecordedEvent) -> Result<String, ChainFault> {
    let Some((open, carried)) = split(&event.metadata) else {
        return Err(ChainFault::Missing { stream: event.stream.clone(), revision: event.revision });
    };
    let metadata = [open, b"}"].concat();
    let found =
        digest(&event.stream, event.revision, event.id, &event.kind, &event.data, &metadata);
    if found == carried {
        return Ok(found);
    }
    Err(ChainFault::Changed {
        stream: event.stream.clone(),
        revision: event.revision,
        carried: carried.to_owned(),
        found,
    })
}

/// The hash that sealed metadata carries; none when it carries none.
pub fn hash_of(metadata: &[u8]) -> Option<&str> {
    split(metadata).map(|(_, hash)| hash)
}

/// Sealed metadata up to the hash member (without the comma before it), and the hash.
fn split(metadata: &[u8]) -> Option<(&[u8], &str)> {
    let rest = metadata.strip_suffix(END)?;
    let (rest, hash) = rest.split_at_checked(rest.len().checked_sub(HEX_LEN)?)?;
    let open = rest.strip_suffix(MEMBER)?;
    let open = if open == b"{" { open } else { open.strip_suffix(b",")? };
    let hex = hash.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    hex.then(|| std::str::from_utf8(hash).ok().map(|hash| (open, hash)))?
}

fn digest(
    stream: &str,
    revision: u64,
    id: Uuid,
    kind: &str,
    data: &[u8],
    metadata: &[u8],
) -> String {
    let revision = revision.to_be_bytes();
    let fields: [&[u8]; 6] =
        [stream.as_bytes(), &revision, id.as_bytes(), kind.as_bytes(), data, metadata];
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
