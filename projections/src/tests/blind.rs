//! Blind reading: what a reader is not shown before reading an image, wherever it is looked for.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Role, Viewer};
use domain::event::{Event, PanelRevised, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256, UserId};
use domain::personal::Personal;
use domain::verdict::Verdict;
use infra::event_log::Position;
use proptest::prelude::*;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use super::histories::{block_on, choices, write};
use super::lab::{Lab, READER, follow, reach};
use super::random::*;
use crate::activity::{Change, Changes};
use crate::cases::{AlarmState, CaseFilter, CaseStatus};
use crate::history::{AsOf, Entry};
use crate::images::{ImageFilter, ImageStatus};
use crate::statistics::StatisticsView;
use crate::{Page, ReadModels};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));
const OTHER: UserId = UserId(Uuid::from_u128(8));

fn image(number: u8) -> ImageId {
    ImageId::of(PATIENT, &Sha256([number; 32]))
}

fn hematologist(user: UserId) -> Viewer {
    Viewer { user, role: Role::Hematologist }
}

fn revised(name: &str, blind: bool) -> Event<Personal> {
    Event::PanelRevised(PanelRevised {
        panel: panel(name),
        version: 2,
        title: name.to_owned(),
        labels: labels(),
        critical_threshold: 0.1,
        blind,
    })
}

/// A laboratory that follows, and the two of its readers.
struct Clinic {
    lab: Lab,
    models: ReadModels,
    _following: DropGuard,
}

impl Clinic {
    /// A case with three images of a blind panel: 1 and 2 predicted, 2 with a suspicion and read by
    /// [`READER`] as critical, 3 as it came.
    async fn open() -> Self {
        let lab = Lab::new().await;
        let models = lab.models("read-models").await;
        let following = follow(&models);
        lab.append(panel_defined("blood-cell")).await;
        lab.append(revised("blood-cell", true)).await;
        lab.append(patient_registered(PATIENT, "Zoë")).await;
        lab.append(case_opened(CASE, PATIENT, Priority::Routine)).await;
        for number in [1, 2, 3] {
            lab.append(image_uploaded(PATIENT, CASE, "blood-cell", number)).await;
        }
        for number in [1, 2] {
            lab.append(predicted(image(number), "blood-cell", number, 0.8)).await;
        }
        let clinic = Self { lab, models, _following: following };
        clinic.lab.append(suspected(image(2), "blood-cell", 2, 0.7)).await;
        clinic.lab.append(measured(image(2), "compression", 1)).await;
        for event in explained(image(2), 2, true) {
            clinic.lab.append(event).await;
        }
        clinic.read(2, "all").await;
        clinic
    }

    async fn read(&self, number: u8, verdict: &str) {
        let verdict: Verdict = verdict.parse().unwrap();
        self.lab.append(reading(image(number), PATIENT, &verdict)).await;
        self.lab.append(final_verdict(image(number), &verdict)).await;
    }

    /// All that has happened, as somebody may see it.
    async fn seen_by(&self, viewer: Viewer) -> ReadModels {
        reach(&self.models, self.head().await).await;
        self.models.seen_by(viewer).await.unwrap()
    }

    async fn head(&self) -> Position {
        use infra::event_log::EventLog as _;
        self.lab.log.head().await.unwrap().unwrap()
    }
}

async fn found(models: &ReadModels, filter: ImageFilter) -> BTreeSet<ImageId> {
    let page = models.images().list(&filter, &Page::default()).await.unwrap();
    page.items.into_iter().map(|listed| listed.image.id).collect()
}

#[tokio::test]
async fn who_has_yet_to_read_is_shown_the_image_alone() {
    let clinic = Clinic::open().await;
    let seen = clinic.seen_by(hematologist(OTHER)).await;
    assert_eq!(seen.shown_to(), Some(OTHER));
    for number in [1, 2] {
        let view = seen.images().get(image(number)).await.unwrap().unwrap();
        assert!(view.blind && view.case_critical);
        assert_eq!((view.predictions.len(), view.readings.len()), (0, 0));
        assert_eq!((view.measurements.len(), view.explanations.len()), (0, 0));
        assert_eq!((view.verdict, view.suspected, view.prediction_problem), (None, None, None));
        let status = if number == 2 { ImageStatus::Verified } else { ImageStatus::Unverified };
        assert_eq!(view.status, status, "that there is a verdict is no secret");
    }
}

#[tokio::test]
async fn who_has_read_an_image_sees_all_of_it_and_nothing_of_the_others() {
    let clinic = Clinic::open().await;
    let seen = clinic.seen_by(hematologist(READER)).await;
    let read = seen.images().get(image(2)).await.unwrap().unwrap();
    assert!(!read.blind);
    assert_eq!((read.predictions.len(), read.readings.len()), (1, 1));
    assert_eq!((read.measurements.len(), read.explanations.len()), (2, 1));
    assert_eq!(read.verdict.unwrap().label.as_str(), "all");
    assert!(seen.images().get(image(1)).await.unwrap().unwrap().blind);
}

#[tokio::test]
async fn who_gives_no_verdicts_sees_everything_and_so_do_readers_of_panels_that_are_not_blind() {
    let clinic = Clinic::open().await;
    for role in [Role::Admin, Role::Technologist, Role::Auditor] {
        let seen = clinic.seen_by(Viewer { user: OTHER, role }).await;
        assert_eq!(seen.shown_to(), None);
        let view = seen.images().get(image(2)).await.unwrap();
        assert_eq!(view, clinic.models.images().get(image(2)).await.unwrap(), "{role}");
    }
    clinic.lab.append(revised("blood-cell", false)).await;
    let seen = clinic.seen_by(hematologist(OTHER)).await;
    assert_eq!(seen.shown_to(), None);
    assert!(!seen.images().get(image(2)).await.unwrap().unwrap().blind);
}

#[tokio::test]
async fn no_filter_and_no_order_tells_what_is_withheld() {
    let clinic = Clinic::open().await;
    // What a model is unsure of comes first for those who may know.
    clinic.lab.append(predicted(image(3), "blood-cell", 2, 0.1)).await;
    let all = ImageFilter::default;
    let seen = clinic.seen_by(hematologist(OTHER)).await;
    for filter in [
        ImageFilter { predicted: Some(label("neutrophil")), ..all() },
        ImageFilter { verdict: Some(Verdict::Label(label("all"))), ..all() },
        ImageFilter { disagrees: Some(true), ..all() },
        ImageFilter { amended: Some(false), ..all() },
        ImageFilter { inside: Some(true), ..all() },
    ] {
        assert!(!found(&clinic.models, filter.clone()).await.is_empty(), "{filter:?}");
        assert_eq!(found(&seen, filter.clone()).await, BTreeSet::new(), "{filter:?}");
        assert_eq!(seen.images().count(&filter).await.unwrap(), 0);
        let reader = clinic.seen_by(hematologist(READER)).await;
        assert!(found(&reader, filter).await.is_subset(&BTreeSet::from([image(2)])));
    }
    assert_eq!(found(&seen, all()).await.len(), 3);
    let cases = CaseFilter { predicted: Some(label("basophil")), ..CaseFilter::default() };
    assert_eq!(clinic.models.cases().count(&cases).await.unwrap(), 1);
    assert_eq!(seen.cases().count(&cases).await.unwrap(), 0);

    for sort in ["worklist", "uncertainty", "-uncertainty", "confidence", "-confidence"] {
        let page = Page { sort: Some(sort.into()), ..Page::default() };
        let order = async |models: &ReadModels| {
            let page = models.images().list(&all(), &page).await.unwrap();
            page.items.into_iter().map(|listed| listed.image.id).collect::<Vec<_>>()
        };
        let mut plain = order(&seen).await;
        if sort.starts_with('-') {
            plain.reverse();
        }
        assert!(plain.is_sorted(), "{sort}: by the ids alone, for all came at the same time");
    }
}

#[tokio::test]
async fn a_case_says_that_something_critical_waits_and_not_what() {
    let clinic = Clinic::open().await;
    clinic.lab.append(predicted(image(3), "blood-cell", 2, 0.1)).await;
    clinic.lab.append(suspected(image(3), "blood-cell", 2, 0.6)).await;
    clinic.lab.append(declared(CASE, PATIENT)).await;
    clinic.lab.append(concluded(CASE, PATIENT, domain::event::Stage::Final)).await;
    let seen = clinic.seen_by(hematologist(OTHER)).await;
    let now = seen.cases().get(CASE).await.unwrap().unwrap();
    let then = seen.history().case_as_of(CASE, AsOf::Position(clinic.head().await)).await;
    assert_eq!(then.unwrap().unwrap(), now);
    assert!(now.blind && now.critical);
    assert_eq!((now.status, &now.conclusion), (CaseStatus::Concluded, &None));
    let alarm = now.alarm.unwrap();
    assert_eq!((alarm.state, alarm.findings.len()), (AlarmState::Declared, 3));
    for finding in alarm.findings {
        assert_eq!((finding.image, finding.label, finding.p), (None, None, None));
        assert_eq!((finding.finding, finding.by), (None, None));
    }
    let page = seen.cases().list(&CaseFilter::default(), &Page::default()).await.unwrap();
    let listed = &page.items[0];
    assert!(listed.case.blind && listed.concluded_by_name.is_none());
    let lead = listed.lead.as_ref().unwrap();
    assert!(lead.blind);
    assert_eq!(
        (&lead.label, lead.confidence, lead.uncertainty, lead.inside),
        (&None, None, None, None)
    );

    // Their own words are no secret to those who said them.
    let own = clinic.seen_by(hematologist(READER)).await.cases().get(CASE).await.unwrap().unwrap();
    assert!(own.blind && own.conclusion.is_some());
    let known = own.alarm.unwrap().findings.into_iter().filter(|finding| finding.by.is_some());
    assert_eq!(known.count(), 2, "the verdict and what was declared, not what a model suspects");

    for number in [1, 3] {
        clinic.read(number, "neutrophil").await;
    }
    let seen = clinic.seen_by(hematologist(READER)).await;
    let all = seen.cases().get(CASE).await.unwrap().unwrap();
    assert_eq!(all, clinic.models.cases().get(CASE).await.unwrap().unwrap());
}

#[tokio::test]
async fn figures_leave_blind_panels_out_for_readers() {
    let clinic = Clinic::open().await;
    let noon = "2026-03-01T23:00:00Z".parse().unwrap();
    let seen = clinic.seen_by(hematologist(READER)).await.statistics().at(30, noon).await.unwrap();
    let told = |figures: &StatisticsView| {
        let StatisticsView { predicted, labels, agreement, readings, decisions, .. } = figures;
        [predicted.len(), labels.len(), agreement.len(), readings.len(), decisions.len()]
    };
    assert_eq!(told(&seen), [0; 5]);
    let all = clinic.models.statistics().at(30, noon).await.unwrap();
    assert!(told(&all).iter().all(|figures| *figures > 0), "{all:?}");
    assert_eq!((seen.images, seen.days, seen.critical), (all.images, all.days, all.critical));
}

/// Type, and whether it is withheld.
fn told(entries: &[Entry]) -> Vec<(&str, bool)> {
    entries.iter().map(|entry| (entry.kind.as_str(), entry.blind)).collect()
}

#[tokio::test]
async fn histories_say_that_something_was_said() {
    let clinic = Clinic::open().await;
    clinic.lab.append(declared(CASE, PATIENT)).await;
    let seen = clinic.seen_by(hematologist(OTHER)).await;
    let entries = seen.history().image(image(2)).await.unwrap().unwrap();
    let withheld: Vec<_> = entries.iter().filter(|entry| entry.blind).collect();
    assert!(withheld.iter().all(|entry| entry.data.is_null()));
    assert!(withheld.iter().all(|e| e.summary == "Blind reading: shown after you record yours."));
    let kinds = [
        ("ImageUploaded", false),
        ("PredictionRecorded", true),
        ("CriticalFindingSuspected", true),
        ("MeasurementsRecorded", true),
        ("ExplanationRequested", true),
        ("ExplanationRecorded", true),
        ("ReadingRecorded", true),
        ("FinalVerdictRecorded", true),
    ];
    assert_eq!(told(&entries), kinds, "each by a command of its own");
    let of_case = seen.history().case(CASE).await.unwrap().unwrap();
    assert!(told(&of_case).contains(&("CriticalFindingDeclared", true)));
    let own = clinic.seen_by(hematologist(READER)).await.history().image(image(2)).await;
    assert!(own.unwrap().unwrap().iter().all(|entry| !entry.blind));
    let patient = clinic.models.history().patient(PATIENT).await.unwrap().unwrap();
    assert!(patient.iter().all(|entry| !entry.blind));
}

#[tokio::test]
async fn what_is_said_of_an_unread_image_is_told_as_a_change_of_its_case() {
    let clinic = Clinic::open().await;
    let changes = async |viewer| match clinic
        .seen_by(viewer)
        .await
        .activity()
        .after(Position(0), 100)
        .await
    {
        Ok(Changes::Since(changes)) => changes,
        other => panic!("{other:?}"),
    };
    let of = |changes: &[Change], kind: &str| {
        let change = changes.iter().rfind(|change| change.kind == kind).unwrap();
        (change.stream.clone(), change.case_id, change.image_id)
    };
    for (user, image) in [(OTHER, None), (READER, Some(image(2)))] {
        let changes = changes(hematologist(user)).await;
        let stream = image.map_or(CASE.stream(), |image| image.stream());
        for kind in ["CriticalFindingSuspected", "ReadingRecorded", "FinalVerdictRecorded"] {
            assert_eq!(of(&changes, kind), (stream.clone(), Some(CASE), image), "{kind}");
        }
        assert!(of(&changes, "ImageUploaded").2.is_some());
    }
}

#[tokio::test]
async fn the_past_is_as_blind_as_the_present() {
    let clinic = Clinic::open().await;
    let head = clinic.head().await;
    let moments = (1..=head.0).map(|position| AsOf::Position(Position(position)));
    let seen = clinic.seen_by(hematologist(OTHER)).await;
    let mut looked = 0;
    for moment in moments {
        for number in [1, 2, 3] {
            let Some(view) = seen.history().image_as_of(image(number), moment).await.unwrap()
            else {
                continue;
            };
            assert!(view.blind && view.predictions.is_empty() && view.verdict.is_none());
            looked += 1;
        }
    }
    assert!(looked > 10);
    // Who reads it sees how it was before, too.
    let reader = clinic.seen_by(hematologist(READER)).await;
    let before = AsOf::Position(Position(head.0 - 2));
    let view = reader.history().image_as_of(image(2), before).await.unwrap().unwrap();
    assert_eq!((view.blind, view.predictions.len(), view.readings.len()), (false, 1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 100, ..Default::default() })]

    /// The rule where rows are looked for, where views are made, and where the log is read.
    #[test]
    fn one_rule_holds_wherever_an_image_is_looked_for(choices in choices(120)) {
        block_on(async {
            let lab = Lab::new().await;
            let models = lab.models("read-models").await;
            let (world, _) = write(&lab, &choices).await;
            // Without one there is nothing to hold.
            let last = match world.patients.is_empty() {
                true => return,
                false => lab.append(revised("blood-cell", true)).await,
            };
            let _following = follow(&models);
            reach(&models, last).await;
            for viewer in [READER, OTHER].map(hematologist) {
                let seen = models.seen_by(viewer).await.unwrap();
                let ids = world.images();
                let mut db = models.db().await.unwrap();
                let by_rows = seen.sight.blind_images(&mut db, &ids).await.unwrap();
                for id in ids {
                    let Some(view) = seen.images().get(id).await.unwrap() else { continue };
                    assert_eq!(view.blind, by_rows.contains(&id), "{id}: rows and views");
                    let then = seen.history().image_as_of(id, AsOf::Position(last)).await.unwrap();
                    assert_eq!(then.unwrap().blind, view.blind, "{id}: log and views");
                }
                let mut of_labels = BTreeMap::new();
                for name in ["neutrophil", "basophil"] {
                    let predicted = Some(label(name));
                    let filter = ImageFilter { predicted, ..ImageFilter::default() };
                    of_labels.insert(name, found(&seen, filter).await);
                }
                let told: BTreeSet<_> = of_labels.into_values().flatten().collect();
                assert!(told.iter().all(|id| !by_rows.contains(id)), "filters tell nothing");
            }
        });
    }
}
