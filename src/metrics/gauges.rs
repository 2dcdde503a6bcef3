//! What is asked when somebody looks: where the read models, the functions and the disk stand. What
//! cannot be asked keeps its last value.

use infra::event_log::{Direction, EventLog, Filter, LogError, Position};
use jiff::Timestamp;

use crate::house::House;
use crate::queues::WaitingQueues;

/// Brings them up to date.
pub async fn collect(house: &House, queues: &WaitingQueues) {
    if let Err(error) = read_models(house).await {
        tracing::debug!(%error, "The read models' metrics are not known.");
    }
    if let Err(error) = functions(queues).await {
        tracing::debug!(%error, "The functions' metrics are not known.");
    }
    if let Ok(free) = house.room.free() {
        metrics::gauge!("disk_free_bytes").set(free as f64);
    }
    metrics::gauge!("disk_reserved_bytes").set(house.room.reserve() as f64);
}

async fn read_models(house: &House) -> Result<(), projections::ReadError> {
    let status = house.reads.status().await?;
    let Some(model) = status.read_models.first() else { return Ok(()) };
    let age = match model.lag {
        0 => 0.0,
        _ => age_after(&*house.log, model.position.map(Position)).await?,
    };
    metrics::gauge!("event_log_position").set(model.head.unwrap_or(0) as f64);
    metrics::gauge!("read_models_position").set(model.position.unwrap_or(0) as f64);
    metrics::gauge!("read_models_lag_events").set(model.lag as f64);
    metrics::gauge!("read_models_lag_seconds").set(age);
    metrics::gauge!("read_models_stopped").set(f64::from(u8::from(status.stopped.is_some())));
    Ok(())
}

async fn functions(queues: &WaitingQueues) -> Result<(), LogError> {
    for queue in queues.all().await? {
        let set = |name: &'static str, value: f64| {
            metrics::gauge!(name, "function" => queue.function.clone()).set(value);
        };
        set("function_waiting", queue.waiting as f64);
        set("function_in_flight", queue.in_flight as f64);
        set("function_parked", queue.parked as f64);
        set("function_oldest_seconds", queue.oldest_seconds);
    }
    Ok(())
}

/// The age in seconds of the first event after a position; 0 when there is none.
async fn age_after(log: &dyn EventLog, position: Option<Position>) -> Result<f64, LogError> {
    let next = log.read_all(position, Direction::Forwards, &Filter::All, 1).await?;
    let age = next.first().map(|event| Timestamp::now().duration_since(event.created));
    Ok(age.map_or(0.0, |age| age.as_secs_f64().max(0.0)))
}
