//! One function with its worker.

use std::sync::Arc;

use classify::{Backfill, Classify, Explain, Predictor};
use infra::picture::PicturePool;
use renditions::Renditions;
use runtime::{Activity, Function, Installation, Worker, WorkerSettings};

use crate::cli::FunctionName;
use crate::house::House;
use crate::packs::Packs;

/// A function, and how many events it works on at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub function: FunctionName,
    /// How many at once.
    pub concurrency: usize,
}

impl FunctionName {
    /// Whether it needs models.
    pub fn predicts(self) -> bool {
        matches!(self, Self::Classify | Self::Backfill | Self::Explain)
    }

    /// The function, which predicts with these packs and decodes images here.
    pub fn with(self, packs: &Packs, pictures: &PicturePool) -> Arc<dyn Function> {
        let predictor = || Predictor::new(packs.engines(), pictures.clone());
        match self {
            Self::Classify => Arc::new(Classify::new(predictor())),
            Self::Backfill => Arc::new(Backfill::new(predictor())),
            Self::Explain => Arc::new(Explain::new(predictor())),
            Self::Renditions => Arc::new(Renditions::new(pictures.clone())),
        }
    }
}

impl Work {
    /// Its function's name.
    pub fn name(self) -> &'static str {
        match self.function {
            FunctionName::Classify => "classify",
            FunctionName::Renditions => "renditions",
            FunctionName::Backfill => "backfill",
            FunctionName::Explain => "explain",
        }
    }

    /// As many at once as suits the function.
    pub fn usual(function: FunctionName) -> Self {
        let concurrency = match function {
            // As many images in flight as the network takes in one batch, and as many being read.
            FunctionName::Classify => 16,
            FunctionName::Renditions => 2,
            FunctionName::Backfill | FunctionName::Explain => 1,
        };
        Self { function, concurrency }
    }

    /// Who does it, counted with what else the process has in work.
    pub fn worker(self, house: &House, packs: &Packs, activity: &Activity) -> Worker {
        let function = self.function.with(packs, &house.pictures);
        let (concurrency, activity) = (self.concurrency, activity.clone());
        let settings = WorkerSettings { concurrency, activity, ..WorkerSettings::new(&*function) };
        let (commands, blobs, log) =
            (house.commands.clone(), house.blobs.clone(), house.log.clone());
        Worker::new(function, Installation { commands, blobs, log }, settings)
    }
}
