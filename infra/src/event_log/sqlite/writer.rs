//! The only one who writes: a task that takes all appends that wait, commits them at once, and then
//! answers them. While one commit is being flushed to the disk the next one gathers.

use std::sync::Arc;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::super::{Appended, Expected, LogError, NewEvent};
use super::fault::Fault;
use super::plan::Plan;
use super::statements;
use super::tail::{Ended, Tail};

/// Appends that wait, and appends of one commit, at most.
pub(super) const MAX_BATCH: usize = 256;

/// A wish to append, and where its answer goes.
#[derive(Debug)]
pub(super) struct Append {
    pub(super) stream: String,
    pub(super) expected: Expected,
    pub(super) events: Vec<NewEvent>,
    pub(super) answer: Answer,
}

type Answer = oneshot::Sender<Result<Appended, LogError>>;

/// Answers decided but not yet given: nothing is true before it is on the disk.
type Decided = Vec<(Answer, Result<Appended, LogError>)>;

/// The writer's task.
pub(super) struct Writer {
    pub(super) connection: SqliteConnection,
    pub(super) appends: mpsc::Receiver<Append>,
    pub(super) tail: Arc<Tail>,
    pub(super) stop: CancellationToken,
}

impl Writer {
    /// Writes until it is told to stop, or nobody is left to ask, or the disk fails. Gives the
    /// connection back unless that failed.
    pub(super) async fn run(mut self) -> Option<SqliteConnection> {
        let _guard = Guard(self.tail.clone());
        let mut batch = Vec::with_capacity(MAX_BATCH);
        while self.gather(&mut batch).await {
            if let Err(reason) = self.write(std::mem::take(&mut batch)).await {
                tracing::error!(reason, "the event log's writer stopped: the disk or file failed");
                self.tail.end(Ended::Failed(reason));
                // Nothing more is read or written through this connection: the file's state is
                // known again only to who opens it anew.
                return None;
            }
        }
        self.tail.end(Ended::Closed);
        Some(self.connection)
    }

    /// Waits for appends; false when there will be none any more.
    async fn gather(&mut self, batch: &mut Vec<Append>) -> bool {
        tokio::select! {
            biased;
            () = self.stop.cancelled(), if !self.appends.is_closed() => self.appends.close(),
            taken = self.appends.recv_many(batch, MAX_BATCH) => return taken > 0,
        }
        // Those who asked before it closed are still served.
        self.appends.recv_many(batch, MAX_BATCH).await > 0
    }

    /// Writes a batch and answers everybody; fails when nothing can be written any more.
    async fn write(&mut self, batch: Vec<Append>) -> Result<(), String> {
        let (requests, answers): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|append| ((append.stream, append.expected, append.events), append.answer))
            .unzip();
        match self.commit(requests).await {
            Ok((plan, results)) => {
                metrics::counter!("event_log_events_total").increment(plan.accepted.len() as u64);
                metrics::histogram!("event_log_commit_size").record(plan.accepted.len() as f64);
                self.tail.push(plan.before, plan.accepted);
                answer(answers.into_iter().zip(results).collect());
                Ok(())
            }
            Err(fault) => {
                // SQLite may have rolled back by itself; then there is nothing left to undo.
                let _ = statements::rollback(&mut self.connection).await;
                answer(answers.into_iter().map(|to| (to, Err(fault.answer()))).collect());
                match fault {
                    Fault::Fatal(reason) => Err(reason),
                    Fault::Full(_) => {
                        self.tail.found_full();
                        Ok(())
                    }
                    Fault::Busy(_) => Ok(()),
                }
            }
        }
    }

    /// Decides the requests and makes what is accepted durable.
    async fn commit(
        &mut self,
        requests: Vec<(String, Expected, Vec<NewEvent>)>,
    ) -> Result<(Plan, Vec<Result<Appended, LogError>>), Fault> {
        let connection = &mut self.connection;
        statements::begin(connection).await?;
        let mut plan = Plan {
            before: statements::head(connection).await?,
            heads: statements::heads(connection, requests.iter().map(|r| r.0.as_str())).await?,
            known: statements::known(connection, requests.iter().flat_map(|r| &r.2)).await?,
            now: now(),
            accepted: Vec::new(),
        };
        let results = requests
            .into_iter()
            .map(|(stream, expected, events)| plan.take(stream, expected, events))
            .collect();
        if plan.accepted.is_empty() {
            statements::rollback(connection).await?;
        } else {
            statements::insert(connection, &plan.accepted).await?;
            statements::commit(connection).await?;
        }
        Ok((plan, results))
    }
}

/// However the writer ends, a panic included, everybody gets to know.
struct Guard(Arc<Tail>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.end(Ended::Failed("its writer ended unexpectedly".into()));
    }
}

/// The time as the file keeps it: whoever sees an event live sees the same as who reads it later.
fn now() -> Timestamp {
    let now = Timestamp::now();
    // Cutting off digits cannot leave the range of times.
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

fn answer(decided: Decided) {
    for (to, result) in decided {
        // Who does not wait any more finds out by asking again.
        let _ = to.send(result);
    }
}
