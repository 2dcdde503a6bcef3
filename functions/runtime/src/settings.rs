//! How a function is run: how many at once, how long, how often.

use std::time::Duration;

use infra::event_log::{Filter, GroupSettings};

use crate::{Activity, Function};

/// How a worker runs its function.
#[derive(Clone, Debug)]
pub struct WorkerSettings {
    /// How many triggers are worked on at once.
    pub concurrency: usize,
    /// How long one try may take.
    pub timeout: Duration,
    /// How long triggers in work may take to finish when the worker stops. Those that are not done
    /// by then are handed back.
    pub grace: Duration,
    /// Which events the group delivers, how often, and how far apart.
    pub group: GroupSettings,
    /// Where the worker counts what it has in work; its own, unless several count together.
    pub activity: Activity,
}

impl WorkerSettings {
    /// The usual settings for a function: 4 at once, two minutes each, 10 seconds to finish, 5
    /// retries.
    ///
    /// The log waits a week for a settlement, because every try is timed here, a worker that dies
    /// is noticed without it, a trigger may take many tries that each go on where the last stopped,
    /// and what is away is waited for without counting a try.
    pub fn new(function: &dyn Function) -> Self {
        let types = function.triggers().iter().map(|&kind| kind.to_owned()).collect();
        Self {
            concurrency: 4,
            timeout: Duration::from_secs(120),
            grace: Duration::from_secs(10),
            group: GroupSettings {
                settle_timeout: Duration::from_secs(7 * 24 * 3600),
                ..GroupSettings::new(Filter::Types(types))
            },
            activity: Activity::default(),
        }
    }
}
