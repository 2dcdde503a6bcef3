//! What every handler can reach.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use commands::Commands;
use projections::ReadModels;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::cookies::Cookies;
use crate::operations::Queues;
use crate::pace::Patience;
use crate::token::Tokens;

/// What the composition root gives this room. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// What changes something.
    pub commands: Commands,
    /// What is read.
    pub reads: ReadModels,
    /// Access tokens.
    pub tokens: Tokens,
    /// How this server is reached.
    pub settings: Arc<Settings>,
    /// Set by the composition root when everything has warmed up.
    pub readiness: Readiness,
    /// How functions are doing.
    pub queues: Arc<dyn Queues>,
    /// Ends the streams that stay open, so that the server can.
    pub shutdown: CancellationToken,
}

/// How this server is reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Clients come over TLS, ended here or before: cookies are `Secure`, HSTS is said.
    pub secure: bool,
    /// Origins that pages of this server may have, such as `https://smears.example.org`, when a proxy
    /// stands before it. Empty: the origin that the `Host` header makes.
    pub origins: Vec<String>,
    /// A proxy stands before this server and says in `X-Forwarded-For` whom it speaks for. Only
    /// then is that header believed.
    pub behind_proxy: bool,
    /// How many requests a second a session may make in the long run; 0 limits nobody.
    pub requests_per_second: u32,
    /// How many of them may come at once.
    pub burst: u32,
    /// Originals are given by links to the store, which are good for so long; none: by this server.
    pub download_links: Option<Duration>,
    /// How long is waited for what clients send.
    pub patience: Patience,
    /// The installation was filled for demonstration: drawn images, invented patients.
    pub demonstration: bool,
}

impl Settings {
    /// How cookies are named and marked.
    pub fn cookies(&self) -> Cookies {
        Cookies { secure: self.secure }
    }
}

/// A part of the server without which requests are not welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The server as a whole: it starts, or is about to stop.
    Server,
    /// The models have answered once.
    Models,
    /// There is room for new data.
    Room,
    /// The state (credentials, sessions, keys) answers.
    State,
    /// The event log answers.
    Log,
    /// The database of the read models answers.
    ReadModels,
    /// The store of the images answers.
    Images,
}

impl Part {
    /// Its name for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Models => "models",
            Self::Room => "room",
            Self::State => "state",
            Self::Log => "event-log",
            Self::ReadModels => "read-models",
            Self::Images => "images",
        }
    }
}

/// Whether requests are welcome. Not ready until said, by whoever starts the server.
#[derive(Debug, Clone)]
pub struct Readiness(Arc<watch::Sender<BTreeMap<Part, &'static str>>>);

impl Default for Readiness {
    fn default() -> Self {
        let readiness = Self(Arc::default());
        readiness.set(false);
        readiness
    }
}

impl Readiness {
    /// Says so of the server as a whole, or takes it back when it is about to stop.
    pub fn set(&self, ready: bool) {
        match ready {
            true => self.has(Part::Server),
            false => self.lacks(Part::Server, "The server is starting, or about to stop."),
        }
    }

    /// A part is not as it must be: why, in one sentence.
    pub fn lacks(&self, part: Part, why: &'static str) {
        self.0.send_modify(|missing| {
            missing.insert(part, why);
        });
    }

    /// A part is as it must be.
    pub fn has(&self, part: Part) {
        self.0.send_modify(|missing| {
            missing.remove(&part);
        });
    }

    /// What is missing, each part with a sentence. Nothing when requests are welcome.
    pub fn missing(&self) -> Vec<(Part, &'static str)> {
        self.0.borrow().iter().map(|(part, why)| (*part, *why)).collect()
    }

    /// Waits until nothing is missing.
    pub async fn until_nothing_is_missing(&self) {
        // The sender lives as long as this does: the wait ends only with nothing missing.
        let _ = self.0.subscribe().wait_for(BTreeMap::is_empty).await;
    }
}
