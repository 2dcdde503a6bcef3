//! A function that does what a test tells it, and counts how often it was asked.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use domain::event::{FunctionFailed, RenditionsAttached};
use futures::FutureExt;
use futures::future::BoxFuture;
use runtime::{Function, FunctionError, Outcome, Sources, Trigger};

pub type Answer = Result<Vec<Outcome>, FunctionError>;

type Script = dyn Fn(Trigger, usize) -> BoxFuture<'static, Answer> + Send + Sync;

pub struct Scripted {
    script: Box<Script>,
    calls: AtomicUsize,
}

impl Scripted {
    /// How often it was asked.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

/// A function that answers with this, told the trigger and how often it was asked before.
pub fn scripted<F>(script: impl Fn(Trigger, usize) -> F + Send + Sync + 'static) -> Arc<Scripted>
where
    F: Future<Output = Answer> + Send + 'static,
{
    let script = Box::new(move |trigger, call| script(trigger, call).boxed());
    Arc::new(Scripted { script, calls: AtomicUsize::new(0) })
}

/// That renditions are attached to the trigger's image: an outcome that any image can have.
pub fn attached(trigger: &Trigger) -> Outcome {
    Outcome::AttachRenditions(RenditionsAttached {
        image: trigger.image().unwrap(),
        thumbnail: (16, 12),
        preview: (16, 12),
        tiles: None,
    })
}

#[async_trait]
impl Function for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn version(&self) -> &str {
        "1.2.3"
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["ImageUploaded"]
    }

    fn outcomes(&self) -> &'static [&'static str] {
        &["AttachRenditions", "RecordPrediction", "FailRenditions", "Continue"]
    }

    async fn handle(&self, trigger: &Trigger, _: &Sources) -> Answer {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        (self.script)(trigger.clone(), call).await
    }

    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome> {
        let (image, reason) = (trigger.image().unwrap(), reason.to_owned());
        vec![Outcome::FailRenditions(FunctionFailed { image, reason })]
    }
}
