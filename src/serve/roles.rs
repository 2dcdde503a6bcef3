//! What a process does of the work: all of it, or the share that it was given, by whichever command.

use std::path::Path;
use std::time::Duration;

use infra::picture::Limits;
use projections::Settings;

use crate::cli::{
    DataArgs, FunctionName, FunctionRunArgs, InterfaceArgs, ModelArgs, ProcessArgs, ProcessRole,
    ServeArgs,
};
use crate::demo;
use crate::failure::Failure;
use crate::function::Work;
use crate::house::{Folding, Places, Sizes};
use crate::serve::dispatch::{self, Call};

/// What this process does, and with what.
pub struct Share {
    /// Where it listens, and what it says of itself.
    pub process: ProcessArgs,
    /// Where the data lies.
    pub data: DataArgs,
    /// The role web: the HTTP interface.
    pub web: Option<InterfaceArgs>,
    /// The role projections: folds the read models, and does what one process of an installation
    /// does, one that has this role at a time. Critical findings are escalated after so long.
    pub projections: Option<Duration>,
    /// The role functions: those that are run here.
    pub functions: Vec<Work>,
    /// The role dispatch: functions that are called from here.
    pub calls: Vec<Call>,
    /// What models run on.
    pub models: ModelArgs,
    /// How read models are made, for whoever folds or reads them.
    pub settings: Option<Settings>,
    /// How much of the data directory's disk stays free, in bytes.
    pub min_free: u64,
    /// Ends when nothing was in work for so long.
    pub max_idle: Option<Duration>,
    /// An installation that is empty is filled for demonstration first.
    pub demo: bool,
}

impl Share {
    /// The share that `serve` was given.
    ///
    /// # Errors
    /// [`Failure::Usage`] when some of the work is left to other processes, which cannot reach the
    /// engines.
    pub fn of(arguments: ServeArgs) -> Result<Self, Failure> {
        let roles = arguments.roles;
        let has = |role| roles.contains(&role);
        let calls = calls(has(ProcessRole::Dispatch), arguments.dispatch.as_deref())?;
        let share = Self {
            web: has(ProcessRole::Web).then_some(arguments.interface),
            projections: has(ProcessRole::Projections).then_some(arguments.escalate_after),
            functions: match has(ProcessRole::Functions) {
                true => arguments.functions.into_iter().map(Work::usual).collect(),
                false => Vec::new(),
            },
            calls,
            settings: Some(arguments.laboratory.settings()),
            process: arguments.process,
            data: arguments.data,
            models: arguments.models,
            min_free: arguments.min_free,
            max_idle: None,
            demo: arguments.demo,
        };
        if share.demo {
            demo::check(&share)?;
        }
        if share.web.as_ref().is_some_and(|web| web.download_links.is_some()) {
            share.has_links("--download-links")?;
        }
        share.check_calls()?;
        let all = share.web.is_some() && share.projections.is_some() && has(ProcessRole::Functions);
        match all {
            true => Ok(share),
            false => share.on_servers("takes all roles (web,projections,functions)"),
        }
    }

    /// One function.
    ///
    /// # Errors
    /// As [`Share::of`].
    pub fn of_function(arguments: FunctionRunArgs) -> Result<Self, Failure> {
        let usual = Work::usual(arguments.function);
        let concurrency = arguments.concurrency.unwrap_or(usual.concurrency);
        let share = Self {
            process: arguments.process,
            data: arguments.data,
            web: None,
            projections: None,
            functions: vec![Work { concurrency, ..usual }],
            calls: Vec::new(),
            models: arguments.models,
            settings: None,
            min_free: 0,
            max_idle: arguments.max_idle,
            demo: false,
        };
        share.on_servers("runs the functions itself")
    }

    /// Refuses functions that cannot be called from here, or are run here as well.
    fn check_calls(&self) -> Result<(), Failure> {
        let here =
            |call: &&Call| self.functions.iter().any(|work| work.name() == call.settings.name);
        if let Some(call) = self.calls.iter().find(here) {
            let name = &call.settings.name;
            return Err(Failure::Usage(format!(
                "{name} would be run here and called as well: leave it out of --functions, or out of \
                 the file of --dispatch"
            )));
        }
        match self.calls.is_empty() {
            true => Ok(()),
            false => self.has_links("the role dispatch, which sends links,"),
        }
    }

    /// Refuses images in the data directory, which nobody but the server can reach.
    fn has_links(&self, what: &str) -> Result<(), Failure> {
        match Places::of(&self.data)?.embedded(&self.data)?.contains(&"--blobs") {
            false => Ok(()),
            true => Err(Failure::Usage(format!(
                "{what} is for images in an S3-compatible store: say which with --blobs, or leave it \
                 out"
            ))),
        }
    }

    /// Refuses engines that other processes cannot reach; says what their one process does instead.
    fn on_servers(self, instead: &str) -> Result<Self, Failure> {
        let embedded = Places::of(&self.data)?.embedded(&self.data)?;
        match embedded.is_empty() {
            true => Ok(self),
            false => Err(Failure::Usage(format!(
                "what is kept in the data directory belongs to one process, which {instead}. To share \
                 the work, say where on servers these are: {}",
                embedded.join(", ")
            ))),
        }
    }

    /// What this process does with the read models.
    pub fn folding(&self) -> Folding {
        match (self.projections, &self.settings) {
            (Some(_), Some(settings)) => Folding::With(settings.clone()),
            (Some(_), None) => Folding::AsBuilt,
            (None, settings) => Folding::Elsewhere(settings.clone().filter(|_| self.web.is_some())),
        }
    }

    /// How large what is looked at may be.
    pub fn sizes(&self) -> Sizes {
        let limits = self.web.as_ref().map(|web| Limits {
            max_bytes: web.max_file,
            max_pixels: web.max_megapixels.saturating_mul(1_000_000),
        });
        Sizes {
            limits: limits.unwrap_or_default(),
            decode_memory: self.models.decode_memory,
            min_free: self.min_free,
        }
    }

    /// Whether predictions are awaited of functions that are called, whose models must be known.
    pub fn awaits_predictions(&self) -> bool {
        self.calls.iter().any(Call::predicts)
    }

    /// Whether something here is predicted, so that models are needed.
    pub fn predicts(&self) -> bool {
        self.functions.iter().any(|work| work.function.predicts())
    }

    /// Whether images are predicted here as they come.
    pub fn classifies(&self) -> bool {
        self.functions.iter().any(|work| matches!(work.function, FunctionName::Classify))
    }
}

/// The functions that are called, when that is this process's.
fn calls(role: bool, file: Option<&Path>) -> Result<Vec<Call>, Failure> {
    match (role, file) {
        (true, Some(file)) => dispatch::read(file),
        (false, None) => Ok(Vec::new()),
        (true, None) => Err(Failure::Usage(
            "the role dispatch calls the functions that a file lists: name it with --dispatch"
                .to_owned(),
        )),
        (false, Some(_)) => {
            Err(Failure::Usage("--dispatch is for the role dispatch: add it to --roles".to_owned()))
        }
    }
}
