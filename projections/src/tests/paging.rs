//! Pages: every row once, in order, under every sort.

use std::collections::BTreeSet;

use domain::event::Priority;
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::images::ImageFilter;
use crate::page::BadPage;
use crate::{Page, ReadError, ReadModels};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));
const IMAGES: u8 = 25;

/// Many images that are equal in what lists are sorted by; some without a prediction.
async fn images(lab: &Lab) -> ReadModels {
    let models = lab.models("read-models").await;
    let following = follow(&models);
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    let mut last = lab.append(case_opened(CASE, PATIENT, Priority::Urgent)).await;
    for number in 0..IMAGES {
        lab.append(image_uploaded(PATIENT, CASE, "blood-cell", number)).await;
        if !number.is_multiple_of(5) {
            let image = ImageId::of(PATIENT, &Sha256([number; 32]));
            let uncertainty = f64::from(number % 4) * 0.3;
            last = lab.append(predicted(image, "blood-cell", 1, uncertainty)).await;
        }
    }
    reach(&models, last).await;
    drop(following);
    models
}

#[tokio::test]
async fn every_image_comes_once_under_every_sort() {
    let lab = Lab::new().await;
    let models = images(&lab).await;
    for sort in ["uploaded_at", "worklist", "file_name", "confidence", "uncertainty"] {
        let mut orders = Vec::new();
        for sort in [sort.to_owned(), format!("-{sort}")] {
            let mut page = Page { limit: Some(4), sort: Some(sort), ..Page::default() };
            let mut seen = Vec::new();
            loop {
                let got = models.images().list(&ImageFilter::default(), &page).await.unwrap();
                assert_eq!((got.total, got.total_capped), (u64::from(IMAGES), false));
                seen.extend(got.items.into_iter().map(|listed| listed.image.id));
                page.cursor = got.next_cursor;
                if page.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), usize::from(IMAGES));
            assert_eq!(seen.len(), usize::from(IMAGES), "{page:?}");
            orders.push(seen);
        }
        orders[1].reverse();
        assert_eq!(orders[0], orders[1], "{sort}");
    }
}

#[tokio::test]
async fn a_page_that_makes_no_sense_is_refused() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let refused = async |page: Page| match models.patients().list(&page).await {
        Err(ReadError::Page(bad)) => bad,
        other => panic!("{other:?}"),
    };
    let page = Page::default;
    assert_eq!(refused(Page { limit: Some(0), ..page() }).await, BadPage::Limit);
    assert_eq!(refused(Page { limit: Some(201), ..page() }).await, BadPage::Limit);
    assert_eq!(refused(Page { cursor: Some("x".into()), ..page() }).await, BadPage::Cursor);
    let bad = refused(Page { sort: Some("colour".into()), ..page() }).await;
    assert!(bad.to_string().contains("name, number"), "{bad}");
}
