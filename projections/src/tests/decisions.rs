//! Figures of what models and readers make of each other, and of each day's work.

use domain::event::{CaseCorrected, Event, PatientErased, PatientRemoved, Priority, Stage};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::personal::Personal;
use domain::verdict::{ReadingMode, Verdict};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::histories::{block_on, choices, write};
use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::images::{ImageRow, ReadingWay};
use crate::statistics::{DecisionFigures, StatisticsView};
use crate::{ReadModels, Settings};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));

fn image(number: u8) -> ImageId {
    ImageId::of(PATIENT, &Sha256([number; 32]))
}

fn said(text: &str) -> Verdict {
    text.parse().unwrap()
}

/// Ten minutes after events were begun to be written.
fn today() -> Timestamp {
    "2026-03-01T12:10:00Z".parse().unwrap()
}

/// The figures of three days once these events are folded.
async fn figures(lab: &Lab, models: &ReadModels, events: Vec<Event<Personal>>) -> StatisticsView {
    let mut last = None;
    for event in events {
        last = Some(lab.append(event).await);
    }
    reach(models, last.unwrap()).await;
    models.statistics().at(3, today()).await.unwrap()
}

/// A case with images 1 to `count`, all called basophils by the model.
fn predicted_images(count: u8) -> Vec<Event<Personal>> {
    let mut events = vec![
        panel_defined("blood-cell"),
        patient_registered(PATIENT, "Zoë"),
        case_opened(CASE, PATIENT, Priority::Routine),
    ];
    events.extend((1..=count).map(|number| image_uploaded(PATIENT, CASE, "blood-cell", number)));
    events.extend((1..=count).map(|number| predicted(image(number), "blood-cell", 1, 0.2)));
    events
}

/// A reading and the final verdict that rests on it.
fn decided(number: u8, verdict: &str, mode: ReadingMode, bulk: bool) -> [Event<Personal>; 2] {
    let (id, verdict) = (image(number), said(verdict));
    [read_as(id, PATIENT, &verdict, mode, bulk), final_verdict(id, &verdict)]
}

#[tokio::test]
async fn agreement_is_counted_by_how_the_verdict_was_come_to() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let mut events = predicted_images(9);
    events.push(predicted(image(9), "blood-cell", 1, 0.97));
    let (unaided, aided) = (ReadingMode::Unaided, ReadingMode::Aided);
    events.extend(decided(1, "basophil", unaided, false));
    events.extend(decided(2, "neutrophil", unaided, false));
    events.extend(decided(3, "uncertain", unaided, false));
    events.extend(decided(4, "basophil", aided, false));
    events.extend(decided(5, "basophil", aided, false));
    events.extend(decided(6, "neutrophil", aided, false));
    events.extend(decided(7, "basophil", aided, true));
    events.extend(decided(8, "neutrophil", unaided, false));
    events.extend(decided(9, "neutrophil", aided, false));
    let ways = |figures: &StatisticsView| -> Vec<_> {
        let rows = figures.readings.iter();
        rows.map(|row| (row.way, row.inside, row.agreed, row.images)).collect()
    };
    let before = figures(&lab, &models, events).await;
    let (unaided, bulk) = (ReadingWay::Unaided, ReadingWay::Bulk);
    assert_eq!(
        ways(&before),
        [
            (unaided, true, 1, 3),
            (ReadingWay::Aided, true, 2, 3),
            (ReadingWay::Aided, false, 0, 1),
            (bulk, true, 1, 1)
        ]
    );
    assert!(before.readings.iter().all(|row| row.panel == panel("blood-cell")));
    assert!(before.readings.iter().all(|row| row.model == model(1)));

    // The reader sees the model and changes the verdict: it is unaided no more.
    let changed = said("basophil");
    let revised = vec![
        read_as(image(8), PATIENT, &changed, ReadingMode::Revised, false),
        amended(image(8), PATIENT, &said("neutrophil"), &changed),
    ];
    let after = figures(&lab, &models, revised).await;
    assert_eq!(ways(&after)[0], (unaided, true, 1, 2));
    assert_eq!(ways(&after)[3], (ReadingWay::Revised, true, 1, 1));
    let matrix: i64 = after.agreement.iter().map(|pair| pair.images).sum();
    assert_eq!(matrix, 9, "the matrix holds abstentions too");
}

#[tokio::test]
async fn every_decision_figure_stands_beside_what_it_is_of() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let mut events = predicted_images(6);
    events.push(predicted(image(6), "blood-cell", 1, 0.97));
    events.push(image_uploaded(PATIENT, CASE, "blood-cell", 7));
    events.push(image_uploaded(PATIENT, CASE, "blood-cell", 8));
    for (number, verdict) in
        [(1, "basophil"), (2, "neutrophil"), (3, "uncertain"), (4, "unsuitable"), (7, "other")]
    {
        events.extend(decided(number, verdict, ReadingMode::Aided, false));
    }
    let counted = figures(&lab, &models, events).await;
    let expected = DecisionFigures {
        panel: panel("blood-cell"),
        predicted: 6,
        outside: 1,
        verdicts: 5,
        uncertain: 1,
        other: 1,
        unsuitable: 1,
        compared: 2,
        disagreements: 1,
    };
    assert_eq!(counted.decisions, [expected]);
    assert_eq!((counted.images[0].unverified, counted.images[0].verified), (3, 5));

    let removed = Event::PatientRemoved(PatientRemoved { patient: PATIENT, reason: None });
    let after = figures(&lab, &models, vec![removed]).await;
    assert!(after.decisions.is_empty() && after.readings.is_empty(), "{after:?}");
}

#[tokio::test]
async fn each_day_of_the_laboratory_has_its_cases_and_its_predictions() {
    let lab = Lab::new().await;
    // Noon of 1 March in London is past midnight in Kiritimati.
    let zone = "Pacific/Kiritimati".parse().unwrap();
    let settings = Settings { zone, ..Settings::default() };
    let models = lab.models_as("read-models", settings).await;
    let _following = follow(&models);
    let (second, third) = (CaseId(Uuid::from_u128(3)), CaseId(Uuid::from_u128(4)));
    let mut events = predicted_images(2);
    events.push(predicted(image(2), "blood-cell", 1, 0.97));
    events.push(case_opened(second, PATIENT, Priority::Stat));
    events.push(case_opened(third, PATIENT, Priority::Stat));
    events.push(received_earlier(third, "2026-02-27T20:00:00Z"));
    events.push(concluded(second, PATIENT, Stage::Preliminary));
    events.push(concluded(CASE, PATIENT, Stage::Final));
    events.push(concluded(CASE, PATIENT, Stage::Final));
    let counted = figures(&lab, &models, events).await;
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    assert_eq!((counted.period.from, counted.period.to), (day("2026-02-28"), day("2026-03-02")));
    let days = |figures: &StatisticsView| -> Vec<_> {
        figures.cases_by_day.iter().map(|on| (on.day, on.received, on.concluded)).collect()
    };
    let by_day = [(day("2026-03-02"), 0, 1), (day("2026-03-01"), 2, 0), (day("2026-02-28"), 1, 0)];
    assert_eq!(days(&counted), by_day);
    let predicted: Vec<_> = counted.predicted.iter().collect();
    let [today] = predicted[..] else { panic!("one day, one label: {predicted:?}") };
    assert_eq!((today.day, &today.label), (day("2026-03-02"), &label("basophil")));
    assert_eq!((today.predictions, today.outside), (3, 1));

    // What was done stays done, whoever is erased.
    let erased = Event::PatientErased(PatientErased { patient: PATIENT });
    let after = figures(&lab, &models, vec![erased]).await;
    assert_eq!((days(&after), after.cases), (by_day.to_vec(), 0));
}

fn received_earlier(case: CaseId, at: &str) -> Event<Personal> {
    Event::CaseCorrected(CaseCorrected {
        case,
        patient: PATIENT,
        accession: None,
        specimen: None,
        collected_at: None,
        received_at: Some(at.parse().unwrap()),
        stain: None,
        priority: None,
        clinical_details: None,
    })
}

/// Counts the rows themselves.
fn recounted(rows: &[ImageRow], name: &str) -> DecisionFigures {
    let rows: Vec<_> =
        rows.iter().filter(|row| row.in_work() && row.panel == panel(name)).collect();
    let count =
        |holds: &dyn Fn(&ImageRow) -> bool| rows.iter().filter(|row| holds(row)).count() as i64;
    let is = |verdict: Verdict| count(&|row| row.verdict.as_ref() == Some(&verdict));
    let pair = |row: &ImageRow| match (&row.predicted_label, &row.verdict) {
        (Some(predicted), Some(Verdict::Label(given))) => Some(predicted == given),
        _ => None,
    };
    DecisionFigures {
        panel: panel(name),
        predicted: count(&|row| row.predicted_label.is_some()),
        outside: count(&|row| row.inside == Some(false)),
        verdicts: count(&|row| row.verdict.is_some()),
        uncertain: is(Verdict::Uncertain),
        other: is(Verdict::Other),
        unsuitable: is(Verdict::Unsuitable),
        compared: count(&|row| pair(row).is_some()),
        disagreements: count(&|row| pair(row) == Some(false)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 100, ..Default::default() })]

    #[test]
    fn counters_come_to_what_the_rows_come_to(choices in choices(160)) {
        block_on(async {
            let lab = Lab::new().await;
            let models = lab.models("read-models").await;
            let _following = follow(&models);
            let (_, last) = write(&lab, &choices).await;
            let Some(last) = last else { return };
            reach(&models, last).await;
            let figures = models.statistics().at(3, today()).await.unwrap();
            let rows = models.all::<ImageRow>().await.unwrap();
            for own in &figures.decisions {
                assert_eq!(own, &recounted(&rows, own.panel.as_str()));
            }
            let in_work = rows.iter().filter(|row| row.in_work()).count() as i64;
            let counted: i64 = figures.images.iter().map(|one| one.unverified + one.verified).sum();
            assert_eq!(counted, in_work);
            let compared: i64 = figures.decisions.iter().map(|one| one.compared).sum();
            let by_way: i64 = figures.readings.iter().map(|one| one.images).sum();
            assert_eq!(by_way, compared, "every verdict rests on a reading");
            let disagreed: i64 = figures.readings.iter().map(|one| one.images - one.agreed).sum();
            let differ: i64 = figures.decisions.iter().map(|one| one.disagreements).sum();
            assert_eq!(disagreed, differ);
        });
    }
}
