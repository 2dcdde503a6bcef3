//! Which images a list shows, and what it says of each beside the image itself.

use domain::event::{Event, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::personal::Personal;
use domain::verdict::Verdict;
use infra::event_log::Position;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::images::ImageFilter;
use crate::{Page, ReadModels};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));

fn image(number: u8) -> ImageId {
    ImageId::of(PATIENT, &Sha256([number; 32]))
}

async fn given(lab: &Lab, events: Vec<Event<Personal>>) -> Option<Position> {
    let mut last = None;
    for event in events {
        last = Some(lab.append(event).await);
    }
    last
}

/// The numbers of the images that pass, page by page and in the order of upload; counting them
/// comes to the same.
async fn listed(models: &ReadModels, filter: ImageFilter) -> Vec<String> {
    let sort = Some("file_name".to_owned());
    let mut page = Page { limit: Some(1), sort, ..Page::default() };
    let mut names = Vec::new();
    loop {
        let got = models.images().list(&filter, &page).await.unwrap();
        names.extend(got.items.into_iter().map(|listed| listed.image.file_name));
        page.cursor = got.next_cursor;
        if page.cursor.is_none() {
            break;
        }
    }
    assert_eq!(models.images().count(&filter).await.unwrap(), names.len() as u64);
    names.iter().map(|name| name.replace("smear-", "").replace(".jpg", "")).collect()
}

#[tokio::test]
async fn images_are_found_by_what_model_and_reader_make_of_each_other() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let said = |label: &str| Verdict::Label(label.parse().unwrap());
    let mut events = vec![
        panel_defined("blood-cell"),
        patient_registered(PATIENT, "Zoë"),
        case_opened(CASE, PATIENT, Priority::Routine),
    ];
    events.extend((1..=7).map(|number| image_uploaded(PATIENT, CASE, "blood-cell", number)));
    // The model calls 1, 2 and 3 basophils; 4 too, which is outside what it knows; 5 was called one
    // thing and then another; 6 and 7 were never looked at by it.
    events.extend((1..=3).map(|number| predicted(image(number), "blood-cell", 1, 0.2)));
    events.push(predicted(image(4), "blood-cell", 1, 0.97));
    events.push(predicted(image(5), "blood-cell", 1, 0.2));
    events.push(predicted(image(5), "blood-cell", 2, 0.2));
    // The reader agrees on 1, not on 2; abstains on 3; says of 5 what was said first, and of 6 what
    // nobody said before.
    events.push(final_verdict(image(1), &said("basophil")));
    events.push(final_verdict(image(2), &said("neutrophil")));
    events.push(final_verdict(image(3), &Verdict::Uncertain));
    events.push(final_verdict(image(5), &said("basophil")));
    events.push(final_verdict(image(6), &said("basophil")));
    events.push(amended(image(6), PATIENT, &said("basophil"), &said("neutrophil")));
    reach(&models, given(&lab, events).await.unwrap()).await;

    let all = ImageFilter::default;
    let disagrees =
        async |asked| listed(&models, ImageFilter { disagrees: Some(asked), ..all() }).await;
    assert_eq!(disagrees(true).await, ["2", "5"]);
    assert_eq!(disagrees(false).await, ["1"]);
    let amended =
        async |asked| listed(&models, ImageFilter { amended: Some(asked), ..all() }).await;
    assert_eq!(amended(true).await, ["6"]);
    assert_eq!(amended(false).await, ["1", "2", "3", "5"]);
    let inside = async |asked| listed(&models, ImageFilter { inside: Some(asked), ..all() }).await;
    assert_eq!(inside(true).await, ["1", "2", "3", "5"]);
    assert_eq!(inside(false).await, ["4"]);
    let both = ImageFilter { inside: Some(true), disagrees: Some(true), ..all() };
    assert_eq!(listed(&models, both).await, ["2", "5"]);
}

#[tokio::test]
async fn images_are_found_by_when_they_arrived() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let noon: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let mut events = vec![
        panel_defined("blood-cell"),
        patient_registered(PATIENT, "Zoë"),
        case_opened(CASE, PATIENT, Priority::Routine),
    ];
    for number in 1..=3 {
        let mut uploaded = image_uploaded(PATIENT, CASE, "blood-cell", number);
        if let Event::ImageUploaded(image) = &mut uploaded {
            image.uploaded_at = noon + SignedDuration::from_hours(i64::from(number));
        }
        events.push(uploaded);
    }
    reach(&models, given(&lab, events).await.unwrap()).await;
    let second = Some(noon + SignedDuration::from_hours(2));
    let all = ImageFilter::default;
    let before = ImageFilter { uploaded_before: second, ..all() };
    assert_eq!(listed(&models, before).await, ["1"]);
    let after = ImageFilter { uploaded_after: second, ..all() };
    assert_eq!(listed(&models, after).await, ["2", "3"]);
}

#[tokio::test]
async fn a_listed_image_says_whose_it_is_and_of_which_case() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let (kept, nameless) = (PatientId(Uuid::from_u128(3)), CaseId(Uuid::from_u128(4)));
    let mut unnamed = case_opened(nameless, PATIENT, Priority::Routine);
    if let Event::CaseOpened(case) = &mut unnamed {
        case.accession = None;
    }
    let mut events = vec![
        patient_registered(PATIENT, "Zoë"),
        patient_registered(kept, "Zoe"),
        case_opened(CASE, PATIENT, Priority::Routine),
        unnamed,
        image_uploaded(PATIENT, CASE, "blood-cell", 1),
        image_uploaded(PATIENT, nameless, "blood-cell", 2),
    ];
    let identifiers = async |at: Option<Position>| {
        reach(&models, at.unwrap()).await;
        let page = Page { sort: Some("file_name".into()), ..Page::default() };
        let images = models.images().list(&ImageFilter::default(), &page).await.unwrap();
        let two = images.items.into_iter().map(|one| (one.patient_number, one.accession));
        two.collect::<Vec<_>>()
    };
    let accession = Some("A-0".to_owned());
    let at = given(&lab, std::mem::take(&mut events)).await;
    let before = [("P-Zoë".to_owned(), accession.clone()), ("P-Zoë".to_owned(), None)];
    assert_eq!(identifiers(at).await, before);

    // Once the record is part of another, the other's number stands there.
    let at = given(&lab, merged(PATIENT, kept).to_vec()).await;
    let after = [("P-Zoe".to_owned(), accession), ("P-Zoe".to_owned(), None)];
    assert_eq!(identifiers(at).await, after);
}
