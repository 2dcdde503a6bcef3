//! Decoding on threads of its own, with a budget of memory for all of it together.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{Semaphore, oneshot};

use super::decode::decode;
use super::header::{Survey, survey};
use super::{DecodedRgb, Header, Limits, PictureError, Source};

type Job = Box<dyn FnOnce() + Send>;

/// The budget is counted in these, for a semaphore counts to 2³².
const UNIT: u64 = 1024;

/// Decodes pictures. Cheap to clone; its threads end with the last clone.
#[derive(Clone, Debug)]
pub struct PicturePool {
    jobs: Sender<Job>,
    memory: Arc<Semaphore>,
    budget: u32,
}

impl PicturePool {
    /// A pool of so many threads that together use at most about `byte_budget` bytes of memory.
    pub fn new(threads: usize, byte_budget: u64) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..threads.max(1) {
            let queue = Arc::clone(&queue);
            let started = thread::Builder::new()
                .name(format!("picture-{number}"))
                .spawn(move || work(&queue));
            if let Err(error) = started {
                tracing::error!(error = %error, "a thread that decodes pictures could not start");
            }
        }
        let budget = u32::try_from(byte_budget / UNIT).unwrap_or(u32::MAX);
        let budget = budget.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
        Self { jobs, memory: Arc::new(Semaphore::new(budget as usize)), budget }
    }

    /// Reads a picture's header, within limits, and makes sure that the file is not cut off.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn header(&self, source: Source, limits: Limits) -> Result<Header, PictureError> {
        Ok(self.survey(&source, limits).await?.header)
    }

    /// Decodes a picture once there is a thread and memory for it. The budget counts it until it is
    /// decoded; from then on its memory is the caller's.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn decode(&self, source: Source, limits: Limits) -> Result<DecodedRgb, PictureError> {
        let survey = self.survey(&source, limits).await?;
        let budget = u64::from(self.budget) * UNIT;
        let units = u32::try_from(survey.cost.div_ceil(UNIT))
            .ok()
            .filter(|units| *units <= self.budget)
            .ok_or(PictureError::TooCostly { needed: survey.cost, budget })?;
        let memory = Arc::clone(&self.memory);
        let granted = memory.acquire_many_owned(units).await.map_err(|_| gone())?;
        self.run(move || {
            // Given back by the thread, also when nobody waits for the picture any more.
            let _granted = granted;
            decode(&source, &survey)
        })
        .await
    }

    async fn survey(&self, source: &Source, limits: Limits) -> Result<Survey, PictureError> {
        let source = source.clone();
        self.run(move || survey(&source, &limits)).await
    }

    /// Does work on one of the threads. A decoder that panics has met a file it cannot cope with.
    async fn run<T, F>(&self, work: F) -> Result<T, PictureError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, PictureError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = move || {
            if answer.is_closed() {
                return;
            }
            let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                Err(PictureError::Damaged("the decoder could not cope with it".into()))
            });
            // Whoever asked may have gone.
            let _ = answer.send(done);
        };
        self.jobs.send(Box::new(job)).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

fn gone() -> PictureError {
    PictureError::Unavailable("no thread decodes pictures".into())
}
