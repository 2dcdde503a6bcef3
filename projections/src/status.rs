//! How far the read models are.

use serde::Serialize;
use utoipa::ToSchema;

/// How far the read models are behind the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Status {
    /// Each read model.
    pub read_models: Vec<ReadModelStatus>,
    /// Why nothing goes on, and since how many attempts; none when all is well.
    pub stopped: Option<String>,
    /// A rebuild is under way.
    pub rebuilding: bool,
}

/// How far one read model is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReadModelStatus {
    /// Which.
    pub name: String,
    /// The last event it holds.
    pub position: Option<u64>,
    /// The last event of the log.
    pub head: Option<u64>,
    /// How many events it is behind; counting stops at 10,000.
    pub lag: u64,
    /// It follows live.
    pub caught_up: bool,
}

/// How far a rebuild is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Events read so far.
    pub events: u64,
    /// The last one's position.
    pub position: Option<u64>,
    /// The log's last position when the rebuild began.
    pub head: Option<u64>,
}
