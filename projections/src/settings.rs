//! What a laboratory sets, as far as folds depend on it. Read models remember with which settings
//! they were built; others build them anew.

use std::fmt;
use std::str::FromStr;

use domain::case::Targets;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A laboratory's settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// How soon cases are to be concluded.
    pub targets: Targets,
    /// In which days the laboratory counts.
    pub zone: Zone,
}

/// A time zone with a name of the IANA time zone database.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(TimeZone);

/// Text that names no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no time zone of the IANA database, such as Europe/Berlin or UTC")]
pub struct UnknownZone(pub String);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// The day on which something happened.
    pub(crate) fn date(&self, time: Timestamp) -> Date {
        time.to_zoned(self.0.clone()).date()
    }

    /// The same, ISO 8601.
    pub(crate) fn day(&self, time: Timestamp) -> String {
        self.date(time).to_string()
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;
    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone(name.to_owned()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.iana_name().unwrap_or("UTC"))
    }
}

/// Settings as a checkpoint holds them.
#[derive(Serialize, Deserialize)]
struct Written {
    stat_ms: i64,
    urgent_ms: i64,
    routine_ms: i64,
    zone: String,
}

impl Settings {
    pub(crate) fn write(&self) -> String {
        let Targets { stat, urgent, routine } = self.targets;
        let written = Written {
            stat_ms: stat.as_millis() as i64,
            urgent_ms: urgent.as_millis() as i64,
            routine_ms: routine.as_millis() as i64,
            zone: self.zone.to_string(),
        };
        serde_json::to_string(&written).expect("settings hold nothing that JSON cannot")
    }

    /// None for what another program has written.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(text).ok()?;
        let targets = Targets {
            stat: SignedDuration::from_millis(written.stat_ms),
            urgent: SignedDuration::from_millis(written.urgent_ms),
            routine: SignedDuration::from_millis(written.routine_ms),
        };
        Some(Self { targets, zone: written.zone.parse().ok()? })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were_written() {
        let settings = Settings {
            targets: Targets { stat: SignedDuration::from_mins(45), ..Targets::default() },
            zone: "Europe/Berlin".parse().unwrap(),
        };
        assert_eq!(Settings::read(&settings.write()), Some(settings));
        assert_eq!(Settings::read("nonsense"), None);
    }

    #[test]
    fn a_day_ends_at_the_laboratorys_midnight() {
        let late = "2026-03-01T23:30:00Z".parse().unwrap();
        assert_eq!(Zone::default().day(late), "2026-03-01");
        assert_eq!("Europe/Berlin".parse::<Zone>().unwrap().day(late), "2026-03-02");
        assert!("Europe/Atlantis".parse::<Zone>().unwrap_err().to_string().contains("Atlantis"));
    }
}
