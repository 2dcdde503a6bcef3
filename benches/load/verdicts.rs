//! A reader at work, so that the read models move as they do in a day: what was kept of answers before a
//! verdict does not count after it.

use std::time::Duration;

use tokio::task::JoinHandle;

use crate::client::Client;

/// Lets a reader give so many verdicts a second, none when 0, until it is stopped.
pub fn give(reader: Client, a_second: u32, images: Vec<String>) -> Option<JoinHandle<()>> {
    let every = Duration::from_secs(1).checked_div(a_second)?;
    Some(tokio::spawn(go_on(reader, every, images)))
}

async fn go_on(reader: Client, every: Duration, images: Vec<String>) {
    let mut every = tokio::time::interval(every);
    for round in 0_u32.. {
        for image in &images {
            every.tick().await;
            let label = ["lymphocyte", "monocyte"][round as usize % 2];
            let said = serde_json::json!({ "label": label, "reason": "read again" });
            reader.put(&format!("/api/v1/images/{image}/verdict"), said).await.ok();
        }
    }
}
