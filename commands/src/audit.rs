//! Whether the archive still is what was written: every stream's hash chain, every original's bytes.

use std::collections::HashMap;
use std::sync::Arc;

use domain::event::{Event, decode};
use domain::ids::{PatientId, Sha256};
use futures::StreamExt as _;
use infra::blobs::Blobs;
use infra::event_log::chain::{self, ChainFault};
use infra::event_log::{Direction, EventLog, Filter, Position, RecordedEvent};
use sha2::Digest as _;

use crate::images::blob_key;

/// Events read at once.
const PAGE: usize = 1_000;

/// What was looked at, and found whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audited {
    /// Events whose hashes hold.
    pub events: u64,
    /// Streams whose chains hold.
    pub streams: u64,
    /// Originals whose digests hold.
    pub blobs: u64,
    /// The last event looked at; later ones were written meanwhile.
    pub position: Option<Position>,
}

/// The first thing that is not what was written.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// An event's own hash.
    #[error(transparent)]
    Chain(#[from] ChainFault),
    /// An event does not follow the one before it.
    #[error("revision {revision} of {stream} does not name the hash of the event before it")]
    Broken {
        /// Whose event.
        stream: String,
        /// Which one.
        revision: u64,
    },
    /// An event is gone, or there twice.
    #[error("{stream} goes on with revision {found} where {expected} was to come")]
    Revision {
        /// Whose event.
        stream: String,
        /// What was to come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// An event that this program cannot read.
    #[error("revision {revision} of {stream}: {reason}")]
    Unreadable {
        /// Whose event.
        stream: String,
        /// Which one.
        revision: u64,
        /// Why not.
        reason: String,
    },
    /// An original is gone.
    #[error("the original of {stream} (revision {revision}), {key}, is missing")]
    BlobMissing {
        /// The image's stream.
        stream: String,
        /// The event that speaks of it.
        revision: u64,
        /// Where it was to be.
        key: String,
    },
    /// An original's bytes are others.
    #[error("the original of {stream} (revision {revision}), {key}, has the digest {found}")]
    BlobChanged {
        /// The image's stream.
        stream: String,
        /// The event that speaks of it.
        revision: u64,
        /// Where it is.
        key: String,
        /// The digest that it has.
        found: Sha256,
    },
    /// The archive cannot be read now. Nothing is known of it.
    #[error("the archive cannot be read: {0}")]
    Unavailable(String),
}

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// What was looked at before the first fault, or in all.
    pub audited: Audited,
    /// The first fault, in the order of the log.
    pub fault: Option<Fault>,
}

/// Reads the log from its first event to its last and verifies each stream's chain, and the bytes
/// of each original as its event comes by. An erased patient's originals are not looked for.
pub async fn verify(log: Arc<dyn EventLog>, blobs: Arc<dyn Blobs>) -> Report {
    let mut audit = Audit { blobs, chains: HashMap::new(), audited: Audited::default() };
    let fault = audit.run(&*log).await.err();
    Report { audited: audit.audited, fault }
}

struct Audit {
    blobs: Arc<dyn Blobs>,
    chains: HashMap<String, Link>,
    audited: Audited,
}

/// A chain's end so far.
struct Link {
    next: u64,
    hash: String,
}

impl Audit {
    async fn run(&mut self, log: &dyn EventLog) -> Result<(), Fault> {
        let away = |error: infra::event_log::LogError| Fault::Unavailable(error.to_string());
        let end = log.head().await.map_err(away)?;
        let erased = erased(log).await.map_err(away)?;
        let mut beyond = None;
        loop {
            let page = log.read_all(beyond, Direction::Forwards, &Filter::All, PAGE);
            let page = page.await.map_err(away)?;
            for recorded in page.iter().filter(|event| Some(event.position) <= end) {
                self.check_event(recorded)?;
                self.check_original(recorded, &erased).await?;
                self.audited.position = Some(recorded.position);
            }
            match page.last() {
                Some(last) if page.len() == PAGE && Some(last.position) < end => {
                    beyond = Some(last.position);
                }
                _ => return Ok(()),
            }
        }
    }

    fn check_event(&mut self, recorded: &RecordedEvent) -> Result<(), Fault> {
        let (stream, revision) = (&recorded.stream, recorded.revision);
        let known = self.chains.get(stream);
        let expected = known.map_or(0, |link| link.next);
        if revision != expected {
            return Err(Fault::Revision { stream: stream.clone(), expected, found: revision });
        }
        let hash = chain::verify(recorded)?;
        let stored = decode(&recorded.kind, &recorded.metadata, &recorded.data);
        let stored = stored.map_err(|error| Fault::Unreadable {
            stream: stream.clone(),
            revision,
            reason: error.to_string(),
        })?;
        if stored.envelope.previous.as_ref() != known.map(|link| &link.hash) {
            return Err(Fault::Broken { stream: stream.clone(), revision });
        }
        self.audited.streams += u64::from(known.is_none());
        self.audited.events += 1;
        self.chains.insert(stream.clone(), Link { next: revision + 1, hash });
        Ok(())
    }

    async fn check_original(
        &mut self,
        recorded: &RecordedEvent,
        erased: &[PatientId],
    ) -> Result<(), Fault> {
        if recorded.kind != "ImageUploaded" {
            return Ok(());
        }
        let (stream, revision) = (recorded.stream.clone(), recorded.revision);
        let stored = decode(&recorded.kind, &recorded.metadata, &recorded.data)
            .map_err(|error| Fault::Unavailable(error.to_string()))?;
        let Event::ImageUploaded(e) = stored.event else { return Ok(()) };
        if erased.contains(&e.patient) {
            return Ok(());
        }
        let key = blob_key(e.patient, &e.sha256);
        let away = |error: &dyn std::fmt::Display| Fault::Unavailable(error.to_string());
        let found = self.blobs.get(&key, None).await.map_err(|error| away(&error))?;
        let Some(mut blob) = found else {
            return Err(Fault::BlobMissing { stream, revision, key: key.to_string() });
        };
        let mut digest = sha2::Sha256::new();
        while let Some(bytes) = blob.body.next().await {
            digest.update(bytes.map_err(|error| away(&error))?);
        }
        let found = Sha256(digest.finalize().into());
        if found != e.sha256 {
            return Err(Fault::BlobChanged { stream, revision, key: key.to_string(), found });
        }
        self.audited.blobs += 1;
        Ok(())
    }
}

/// Patients whose keys and originals were destroyed on record.
async fn erased(log: &dyn EventLog) -> Result<Vec<PatientId>, infra::event_log::LogError> {
    let filter = Filter::Types(vec!["PatientErased".to_owned()]);
    let (mut found, mut beyond) = (vec![], None);
    loop {
        let page = log.read_all(beyond, Direction::Forwards, &filter, PAGE).await?;
        found.extend(page.iter().filter_map(|event| PatientId::from_stream(&event.stream)));
        match page.last() {
            Some(last) if page.len() == PAGE => beyond = Some(last.position),
            _ => return Ok(found),
        }
    }
}
