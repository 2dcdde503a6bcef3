//! A group that runs in a task of its own, whatever it is told.

use std::fmt;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// A group's task, and how it is told something.
pub(in super::super) struct Running<Command> {
    commands: mpsc::Sender<Command>,
    task: JoinHandle<()>,
}

impl<Command> Running<Command> {
    pub(in super::super) fn new(commands: mpsc::Sender<Command>, task: JoinHandle<()>) -> Self {
        Self { commands, task }
    }

    /// Where it listens; none when it has ended.
    pub(in super::super) fn listening(&self) -> Option<mpsc::Sender<Command>> {
        (!self.commands.is_closed()).then(|| self.commands.clone())
    }

    /// Tells it to stop, and waits until it has ended.
    pub(in super::super) async fn stop(self, stop: fn(oneshot::Sender<()>) -> Command) {
        let (stopped, wait) = oneshot::channel();
        if self.commands.send(stop(stopped)).await.is_ok() {
            let _ = wait.await;
        }
        // A group that panicked has ended as well.
        let _ = self.task.await;
    }
}

/// Whatever it is told needs not be shown.
impl<Command> fmt::Debug for Running<Command> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("task", &self.task).finish_non_exhaustive()
    }
}
