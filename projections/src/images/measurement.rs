//! What functions measured in an image's file: of each function what it said last.

use domain::event::MeasurementsRecorded;

use super::MeasurementView;
use crate::open::Moment;

/// All of an image's measurements, sorted by function, after one more answer.
pub(super) fn measured(
    all: Option<Vec<MeasurementView>>,
    e: &MeasurementsRecorded,
    at: &Moment,
) -> Vec<MeasurementView> {
    let mut all = all.unwrap_or_default();
    all.retain(|one| one.function != e.function);
    all.extend(e.measurements.iter().map(|one| MeasurementView {
        function: e.function.clone(),
        version: e.version.clone(),
        name: one.name.clone(),
        value: one.value,
        unit: one.unit.clone(),
        at: at.recorded_at,
    }));
    all.sort_by(|a, b| a.function.cmp(&b.function));
    all
}
