//! How far the read models are.

use std::sync::atomic::Ordering;

use infra::event_log::{Direction, Filter};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Inner, ReadError};

/// The read models by name. They are folded together, so they are always equally far.
const NAMES: [&str; 8] =
    ["users", "patients", "cases", "images", "panels", "models", "statistics", "access"];

/// Counting events behind stops here.
const COUNTED: usize = 10_000;

/// How far the read models are behind the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Status {
    /// Each read model.
    pub read_models: Vec<ReadModelStatus>,
    /// Why nothing goes on; it is tried again and again. None when all is well.
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

/// How far the read models are.
pub(crate) async fn status(inner: &Inner) -> Result<Status, ReadError> {
    let position = *inner.course.position.borrow();
    let health = inner.course.health.borrow().clone();
    let head = inner.log.head().await?;
    let lag = match head > position {
        true => {
            let behind =
                inner.log.read_all(position, Direction::Forwards, &Filter::All, COUNTED).await?;
            behind.len() as u64
        }
        false => 0,
    };
    let one = |name: &str| ReadModelStatus {
        name: name.to_owned(),
        position: position.map(|position| position.0),
        head: head.map(|head| head.0),
        lag,
        caught_up: health.caught_up && health.stopped.is_none(),
    };
    Ok(Status {
        read_models: NAMES.map(one).to_vec(),
        stopped: health.stopped.clone(),
        rebuilding: inner.rebuilding.load(Ordering::Acquire),
    })
}
