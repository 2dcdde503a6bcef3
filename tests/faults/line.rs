//! The line between the program and a store, and what is wrong with it.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condition {
    /// It is done and answered.
    Sound,
    /// It fails at once; nothing is done.
    Cut,
    /// It waits until the line is otherwise, and is done then.
    Silent,
    /// It is done after a while.
    Late(Duration),
    /// It is done, and the answer is lost.
    Deaf,
}

/// The call did not come to an answer.
pub struct Broken;

/// A line that a test can break and mend.
pub struct Line(watch::Sender<Condition>);

impl Default for Line {
    fn default() -> Self {
        Self(watch::Sender::new(Condition::Sound))
    }
}

impl Line {
    /// From now on it is so.
    pub fn set(&self, condition: Condition) {
        self.0.send_replace(condition);
    }

    /// One call over the line.
    pub async fn call<T>(&self, work: impl Future<Output = T>) -> Result<T, Broken> {
        let condition = *self.0.borrow();
        match condition {
            Condition::Sound => {}
            Condition::Cut => return Err(Broken),
            Condition::Silent => {
                let mut changes = self.0.subscribe();
                let spoken = changes.wait_for(|now| *now != Condition::Silent).await;
                spoken.map_err(|_| Broken)?;
            }
            Condition::Late(pause) => tokio::time::sleep(pause).await,
            Condition::Deaf => {
                work.await;
                return Err(Broken);
            }
        }
        Ok(work.await)
    }
}
