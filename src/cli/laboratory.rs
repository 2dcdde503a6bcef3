//! What a laboratory sets.

use std::time::Duration;

use clap::Args;
use domain::case::Targets;
use jiff::SignedDuration;
use projections::{Settings, Zone};

use super::value::duration;

/// How soon a laboratory concludes, and in which days it counts. Read models that were built with
/// other settings are built anew.
#[derive(Debug, Clone, Args)]
pub struct LaboratoryArgs {
    /// How soon a stat case is to be concluded after it was received.
    #[arg(long, env = "HEMACLASSIFY_TURNAROUND_STAT", default_value = "1h", value_parser = duration)]
    pub turnaround_stat: Duration,
    /// How soon an urgent case is to be concluded.
    #[arg(long, env = "HEMACLASSIFY_TURNAROUND_URGENT", default_value = "4h",
        value_parser = duration)]
    pub turnaround_urgent: Duration,
    /// How soon a routine case is to be concluded.
    #[arg(long, env = "HEMACLASSIFY_TURNAROUND_ROUTINE", default_value = "24h",
        value_parser = duration)]
    pub turnaround_routine: Duration,
    /// The laboratory's time zone, as the IANA database names it: statistics count its days.
    #[arg(long, env = "HEMACLASSIFY_TIME_ZONE", default_value = "UTC")]
    pub time_zone: Zone,
}

impl LaboratoryArgs {
    /// As the read models take them.
    pub fn settings(&self) -> Settings {
        let target =
            |wanted: Duration| SignedDuration::try_from(wanted).unwrap_or(SignedDuration::MAX);
        let targets = Targets {
            stat: target(self.turnaround_stat),
            urgent: target(self.turnaround_urgent),
            routine: target(self.turnaround_routine),
        };
        Settings { targets, zone: self.time_zone.clone() }
    }
}
