//! A process that ends when there is nothing to do, so that whoever starts processes as they are needed
//! can have none.

use std::time::Duration;

use runtime::Activity;
use web::state::Readiness;

/// Completes when nothing was in work for so long since the process was ready, and nothing is missing
/// that would keep work away. Never, when no time is given.
pub async fn until_idle(max_idle: Option<Duration>, activity: &Activity, readiness: &Readiness) {
    let Some(max_idle) = max_idle else { return std::future::pending().await };
    loop {
        readiness.until_nothing_is_missing().await;
        activity.until_idle_for(max_idle).await;
        if readiness.missing().is_empty() {
            println!("It ends: nothing was in work for {} s.", max_idle.as_secs_f64());
            return;
        }
    }
}
