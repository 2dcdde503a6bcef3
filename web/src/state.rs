//! What every handler can reach.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRef;
use commands::Commands;
use projections::ReadModels;
use tokio_util::sync::CancellationToken;

use crate::cookies::Cookies;
use crate::operations::Queues;
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
}

impl Settings {
    /// How cookies are named and marked.
    pub fn cookies(&self) -> Cookies {
        Cookies { secure: self.secure }
    }
}

/// Whether requests are welcome. Not ready until said, by whoever starts the server.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// Says so, or takes it back when the server is about to stop.
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }

    /// What was said last.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
