//! What a manifest must be to make sense, beyond its shape.

use std::collections::HashSet;

use super::Manifest;
use super::manifest::{Calibration, Input, Resize, UnitRule};
use crate::appearance::AppearanceRule;

/// The largest input; a larger one is a slip of the keyboard.
const MAX_SIZE: u32 = 2048;

impl Manifest {
    /// The first thing that makes no sense, in words.
    pub(super) fn check(&self) -> Result<(), String> {
        let texts = [
            ("name", &self.name),
            ("statement", &self.statement),
            ("licence", &self.licence),
            ("training_data", &self.training_data),
        ];
        for (key, text) in texts {
            ensure(!text.trim().is_empty(), || format!("`{key}` is empty"))?;
        }
        let labels = self.labels.len();
        ensure(labels >= 2, || format!("`labels` must name two or more, not {labels}"))?;
        let mut seen = HashSet::new();
        for label in &self.labels {
            ensure(seen.insert(label), || format!("`labels` names {label} twice"))?;
        }
        ensure(self.panel.version >= 1, || "`panel.version` must be 1 or more".into())?;
        self.input.check()?;
        self.calibration.check()?;
        self.unit.check()?;
        self.appearance.as_ref().map_or(Ok(()), AppearanceRule::check)?;
        for result in &self.results {
            ensure((0.0..=1.0).contains(&result.accuracy), || {
                format!("`results.accuracy` must lie between 0 and 1, not {}", result.accuracy)
            })?;
        }
        Ok(())
    }
}

impl Input {
    fn check(&self) -> Result<(), String> {
        let size = self.size;
        ensure((32..=MAX_SIZE).contains(&size) && size.is_multiple_of(32), || {
            format!("`input.size` must be a multiple of 32 up to {MAX_SIZE}, not {size}")
        })?;
        if let Resize::CenterCrop { crop_pct } = self.resize {
            ensure(crop_pct > 0.0 && crop_pct <= 1.0, || {
                format!("`input.resize.crop_pct` must be above 0 and at most 1, not {crop_pct}")
            })?;
        }
        ensure(self.mean.iter().all(|mean| mean.is_finite()), || {
            "`input.mean` must be finite numbers".into()
        })?;
        ensure(self.deviation.iter().all(|value| value.is_finite() && *value > 0.0), || {
            "`input.deviation` must be finite numbers above 0".into()
        })
    }
}

impl Calibration {
    fn check(&self) -> Result<(), String> {
        ensure(self.temperature.is_finite() && self.temperature > 0.0, || {
            format!(
                "`calibration.temperature` must be a finite number above 0, not {}",
                self.temperature
            )
        })?;
        ensure(self.energy_threshold.is_finite(), || {
            "`calibration.energy_threshold` must be a finite number".into()
        })
    }
}

impl UnitRule {
    fn check(&self) -> Result<(), String> {
        let [least, most] = self.edge_pixels;
        ensure(1 <= least && least <= most, || {
            "`unit.edge_pixels` must be the least and the greatest, from 1".into()
        })?;
        ensure(self.max_aspect.is_finite() && self.max_aspect >= 1.0, || {
            format!("`unit.max_aspect` must be 1 or more, not {}", self.max_aspect)
        })?;
        let ranges = [
            ("unit.edge_microns", self.edge_microns),
            ("unit.microns_per_pixel", self.microns_per_pixel),
        ];
        for (key, range) in ranges {
            let sound = |[least, most]: [f64; 2]| least > 0.0 && least <= most && most.is_finite();
            ensure(range.is_none_or(sound), || {
                format!("`{key}` must be the least and the greatest, above 0")
            })?;
        }
        Ok(())
    }
}

impl AppearanceRule {
    fn check(&self) -> Result<(), String> {
        for (name, [least, most]) in self.ranges() {
            ensure(least.is_finite() && most.is_finite() && least <= most, || {
                format!("`appearance`: {name} must be the least and the greatest")
            })?;
        }
        Ok(())
    }
}

fn ensure(holds: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(problem()) }
}
