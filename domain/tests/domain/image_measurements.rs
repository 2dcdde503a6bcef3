//! What functions measure in images' files.

use domain::event::*;
use domain::image::{Image, Refusal, record_measurements};
use domain::personal::Personal;

use crate::harness::{When, given};
use crate::samples::*;

fn records(events: Vec<Event<Personal>>, found: MeasurementsRecorded) -> When<Refusal> {
    given::<Image>(events).when(|image| record_measurements(image, found))
}

fn recorded(version: &str, quality: f64) -> Event<Personal> {
    Event::MeasurementsRecorded(measured(version, quality))
}

#[test]
fn the_same_figures_of_the_same_version_are_recorded_once() {
    records(vec![uploaded()], measured("1", 85.0)).then([recorded("1", 85.0)]);
    let once = || vec![uploaded(), recorded("1", 85.0)];
    records(once(), measured("1", 85.0)).then_nothing();
    records(once(), measured("1", 84.0)).then([recorded("1", 84.0)]);
    records(once(), measured("2", 85.0)).then([recorded("2", 85.0)]);
    let other = MeasurementsRecorded { function: "focus".to_owned(), ..measured("1", 85.0) };
    records(once(), other.clone()).then([Event::MeasurementsRecorded(other)]);
}

#[test]
fn a_late_answer_of_an_older_version_does_not_take_the_newer_ones_place() {
    let both = vec![uploaded(), recorded("1", 85.0), recorded("2", 86.0)];
    records(both, measured("1", 85.0)).then_nothing();
}

#[test]
fn measurements_are_of_the_file_and_outlive_its_coming_back() {
    let back = vec![uploaded(), recorded("1", 85.0), voided(None), restored(blood_disease())];
    records(back, measured("1", 85.0)).then_nothing();
    records(vec![uploaded(), voided(None)], measured("1", 85.0)).then_nothing();
}

#[test]
fn a_measurement_moves_no_verdicts_revision() {
    let image: Image = given([uploaded(), recorded("1", 85.0)]).state();
    assert_eq!(image.case_revision, 1);
}

fn distorted(change: impl FnOnce(&mut MeasurementsRecorded)) -> &'static str {
    let mut found = measured("1", 85.0);
    change(&mut found);
    let image: Image = given([uploaded()]).state();
    match record_measurements(&image, found.clone()) {
        Err(Refusal::MeasurementsUnfit { why }) => why,
        other => panic!("{found:?} was taken: {other:?}"),
    }
}

#[test]
fn there_is_no_room_for_words() {
    for name in ["", "Quality", "jpeg quality", "7up", "_q", "größe", &"q".repeat(65)] {
        let why = distorted(|found| found.measurements[0].name = name.to_owned());
        assert!(why.contains("[a-z][a-z0-9_]*"), "{name}: {why}");
    }
    for unit in ["", "seventeen letters", "a\nb", "\u{202e}mm", "\u{200b}"] {
        let why = distorted(|found| found.measurements[0].unit = Some(unit.to_owned()));
        assert!(why.contains("a unit is"), "{unit:?}: {why}");
    }
    for function in ["", "Ada Example", "compression_1", &"f".repeat(65)] {
        let why = distorted(|found| found.function = function.to_owned());
        assert!(why.contains("a function’s name"), "{function}: {why}");
    }
    assert!(distorted(|found| found.version = String::new()).contains("version"));
    for unit in ["µm", "bit/px", "m·s⁻²", "%", "°"] {
        let mut found = measured("1", 85.0);
        found.measurements[0].unit = Some(unit.to_owned());
        records(vec![uploaded()], found.clone()).then([Event::MeasurementsRecorded(found)]);
    }
}

#[test]
fn a_value_is_a_number_and_a_name_stands_once() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(distorted(|found| found.measurements[1].value = value).contains("finite"));
    }
    assert!(distorted(|found| found.measurements.clear()).contains("1 to 32"));
    let many = |count: usize| {
        let one = measured("1", 85.0).measurements.swap_remove(0);
        let named = move |number| Measurement { name: format!("q{number}"), ..one.clone() };
        (0..count).map(named).collect::<Vec<_>>()
    };
    assert!(distorted(|found| found.measurements = many(33)).contains("1 to 32"));
    let most = MeasurementsRecorded { measurements: many(32), ..measured("1", 85.0) };
    records(vec![uploaded()], most.clone()).then([Event::MeasurementsRecorded(most)]);
    let twice = distorted(|found| found.measurements[1].name = "jpeg_quality".to_owned());
    assert!(twice.contains("twice"), "{twice}");
}
