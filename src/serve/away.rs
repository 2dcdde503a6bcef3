//! Watches the engines: while one of them does not answer the server is not ready.

use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use web::state::{Part, Readiness};

use crate::house::House;

/// How often each is asked, and how long it may take to answer.
const EVERY: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(10);

/// Who is watched, and what is said when it does not answer.
pub const ENGINES: [(Part, &str); 4] = [
    (Part::State, "The state does not answer."),
    (Part::Log, "The event log does not answer."),
    (Part::ReadModels, "The database of the read models does not answer."),
    (Part::Images, "The store of the images does not answer."),
];

/// Asks one of them until the server stops.
pub async fn watch(
    (part, sentence): (Part, &'static str),
    house: House,
    readiness: Readiness,
    shutdown: CancellationToken,
) {
    let mut every = tokio::time::interval(EVERY);
    let mut lacking = false;
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        let asked = timeout(LONGEST, ask(&house, part));
        let Some(answer) = shutdown.run_until_cancelled(asked).await else { return };
        let answer = answer.unwrap_or_else(|_| Err("it was waited for in vain".to_owned()));
        if let Err(error) = &answer {
            readiness.lacks(part, sentence);
            if !lacking {
                tracing::error!(engine = part.as_str(), error, "An engine does not answer.");
            }
        } else {
            readiness.has(part);
            if lacking {
                tracing::info!(engine = part.as_str(), "An engine answers again.");
            }
        }
        lacking = answer.is_err();
    }
}

async fn ask(house: &House, part: Part) -> Result<(), String> {
    match part {
        Part::State => house.state.ping().await.map_err(|error| error.to_string()),
        Part::Log => house.log.head().await.map(drop).map_err(|error| error.to_string()),
        Part::ReadModels => house.reads.check().await.map_err(|error| error.to_string()),
        Part::Images => house.blobs.check().await.map_err(|error| error.to_string()),
        Part::Server | Part::Models | Part::Room => Ok(()),
    }
}
