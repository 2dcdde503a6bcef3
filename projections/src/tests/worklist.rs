//! What readers find in their worklist, and in the figures.

use domain::event::{CaseCorrected, Event, PatientErased, PatientRemoved, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::verdict::Verdict;
use uuid::Uuid;

use super::lab::{Lab, READER, dump, follow, in_files, personal, reach};
use super::random::*;
use crate::cases::{CaseFilter, CaseStatus};
use crate::images::{ImageFilter, ImageStatus};
use crate::{Page, ReadModels};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));

fn image(number: u8) -> ImageId {
    ImageId::of(PATIENT, &Sha256([number; 32]))
}

async fn case_in(lab: &Lab) {
    lab.append(panel_defined("blood-cell")).await;
    lab.append(model_registered(1, "blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë Łuk")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Routine)).await;
}

async fn worklist(models: &ReadModels) -> Vec<String> {
    let page = Page { sort: Some("worklist".into()), ..Page::default() };
    let images = models.images().list(&ImageFilter::default(), &page).await.unwrap();
    images.items.into_iter().map(|listed| listed.image.file_name).collect()
}

#[tokio::test]
async fn an_image_goes_from_upload_to_verdict() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    let at = lab.append(predicted(image(1), "blood-cell", 1, 0.2)).await;
    reach(&models, at).await;

    let view = models.images().get(image(1)).await.unwrap().unwrap();
    assert_eq!(view.status, ImageStatus::Unverified);
    assert_eq!(view.predictions[0].model_name, "pack-1");
    assert!(view.predictions[0].statement.contains("research use only"));
    assert_eq!((view.verdict.is_none(), view.case_revision), (true, 1));
    let patient = models.patients().get(PATIENT).await.unwrap().unwrap();
    assert_eq!((patient.images_total, patient.images_unverified), (1, 1));

    let verdict = Verdict::Label(label("basophil"));
    lab.append(reading(image(1), PATIENT, &verdict)).await;
    let at = lab.append(final_verdict(image(1), &verdict)).await;
    reach(&models, at).await;

    let view = models.images().get(image(1)).await.unwrap().unwrap();
    let given = view.verdict.unwrap();
    assert_eq!((view.status, view.case_revision), (ImageStatus::Verified, 3));
    assert_eq!((given.label, given.by), (verdict, READER));
    assert_eq!(given.comment.as_deref(), Some("large granules"));
    let case = models.cases().get(CASE).await.unwrap().unwrap();
    assert_eq!((case.status, case.images_total), (CaseStatus::Read, 1));

    let figures = models.statistics().get(30).await.unwrap();
    assert_eq!((figures.patients, figures.cases), (1, 1));
    assert_eq!((figures.images[0].unverified, figures.images[0].verified), (0, 1));
    let day = &figures.days[0];
    assert_eq!((day.uploads, day.predictions, day.verdicts, day.amendments), (1, 1, 1, 0));
    assert_eq!(figures.agreement.len(), 1);
    assert_eq!(figures.agreement[0].predicted, label("basophil"));
}

#[tokio::test]
async fn urgent_comes_first_then_the_unsure_then_the_old() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    let urgent = CaseId(Uuid::from_u128(3));
    lab.append(case_opened(urgent, PATIENT, Priority::Urgent)).await;
    for (number, case) in [(1, CASE), (2, CASE), (3, CASE), (4, urgent)] {
        lab.append(image_uploaded(PATIENT, case, "blood-cell", number)).await;
    }
    lab.append(predicted(image(1), "blood-cell", 1, 0.05)).await;
    lab.append(predicted(image(2), "blood-cell", 1, 0.97)).await;
    lab.append(predicted(image(3), "blood-cell", 1, 0.55)).await;
    let at = lab.append(predicted(image(4), "blood-cell", 1, 0.05)).await;
    reach(&models, at).await;
    let order = ["smear-4.jpg", "smear-2.jpg", "smear-3.jpg", "smear-1.jpg"];
    assert_eq!(worklist(&models).await, order);

    let stat = Event::CaseCorrected(CaseCorrected {
        case: CASE,
        patient: PATIENT,
        accession: None,
        specimen: None,
        collected_at: None,
        received_at: None,
        stain: None,
        priority: Some(Priority::Stat),
        clinical_details: None,
    });
    let at = lab.append(stat).await;
    reach(&models, at).await;
    let order = ["smear-2.jpg", "smear-3.jpg", "smear-1.jpg", "smear-4.jpg"];
    assert_eq!(worklist(&models).await, order);
}

/// The worklist after these events.
async fn after(events: [Event<domain::personal::Personal>; 2]) -> Vec<String> {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    let [first, second] = events;
    lab.append(first).await;
    let at = lab.append(second).await;
    reach(&models, at).await;
    assert_eq!(models.images().get(image(1)).await.unwrap(), None);
    assert_eq!(models.cases().get(CASE).await.unwrap(), None);
    let figures = models.statistics().get(30).await.unwrap();
    assert!(figures.images.is_empty(), "{figures:?}");
    worklist(&models).await
}

#[tokio::test]
async fn a_removed_patients_image_is_out_of_work_whichever_came_first() {
    let upload = || image_uploaded(PATIENT, CASE, "blood-cell", 1);
    let removal = || Event::PatientRemoved(PatientRemoved { patient: PATIENT, reason: None });
    assert!(after([upload(), removal()]).await.is_empty());
    assert!(after([removal(), upload()]).await.is_empty());
}

#[tokio::test]
async fn of_an_erased_patient_nothing_is_left_whatever_comes_late() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    lab.append(predicted(image(1), "blood-cell", 1, 0.2)).await;
    lab.append(reading(image(1), PATIENT, &Verdict::Uncertain)).await;
    let at = lab.append(Event::PatientErased(PatientErased { patient: PATIENT })).await;
    lab.vault.destroy(PATIENT.0).await.unwrap();
    reach(&models, at).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 2)).await;
    let at = lab.append(predicted(image(1), "blood-cell", 2, 0.2)).await;
    reach(&models, at).await;

    assert!(worklist(&models).await.is_empty());
    let rows = dump(&models.inner.store.get()).await;
    for table in ["patients:", "cases:", "images:", "image_predictions:", "readings:"] {
        assert!(!rows.iter().any(|row| row.starts_with(table)), "{rows:#?}");
    }
    assert!(rows.iter().any(|row| row.starts_with("erased_patients:")));
    let files = in_files().then(|| std::fs::read_dir(lab.path("read-models")).unwrap());
    for file in files.into_iter().flatten() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|window| window == "Zoë Łu".as_bytes()));
    }
}

#[tokio::test]
async fn words_are_found_without_case_and_accents_also_by_the_patient() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    let at = lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    reach(&models, at).await;
    let page = |q: &str| Page { q: Some(q.into()), ..Page::default() };
    let all = ImageFilter::default();
    for (words, found) in [("zoe LUK", 1), ("smear-1", 1), ("zoe nobody", 0), ("%", 0), ("_", 0)] {
        assert_eq!(
            models.patients().list(&page(words)).await.unwrap().total,
            u64::from(found == 1 && words != "smear-1"),
            "{words}"
        );
        assert_eq!(models.images().list(&all, &page(words)).await.unwrap().total, found, "{words}");
    }
    let cases = models.cases().list(&CaseFilter::default(), &page("zoe")).await.unwrap();
    assert_eq!(cases.total, 1);
    assert!(models.patients().by_number(" p-zoë ŁUK ").await.unwrap().is_some());
    let verified = ImageFilter { status: Some(ImageStatus::Verified), ..all };
    assert_eq!(models.images().count(&verified).await.unwrap(), 0);
}

#[tokio::test]
async fn users_panels_and_models_are_listed() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    let user = domain::ids::UserId(Uuid::from_u128(9));
    lab.append(Event::UserRegistered(domain::event::UserRegistered {
        user,
        username: personal("ünal"),
        full_name: personal("Reader B"),
        role: domain::access::Role::Hematologist,
    }))
    .await;
    let of_model = async || models.models().list().await.unwrap().swap_remove(0);
    reach(&models, lab.append(model_evaluated(2, 71)).await).await;
    let silent = of_model().await;
    assert_eq!((silent.calibrated, silent.answers), (None, None), "another's is not its own");
    reach(&models, lab.append(model_evaluated(1, 70)).await).await;
    reach(&models, lab.append(model_evaluated(1, 71)).await).await;
    let told = of_model().await;
    let [unsure] = told.answers.unwrap()[..] else { panic!("one band") };
    assert_eq!((unsure.from, unsure.to, unsure.images, unsure.right), (0.5, 0.8, 100, 71));
    assert_eq!(
        (told.calibrated, told.answers_set.as_deref()),
        (Some(true), Some("validation images"))
    );
    let active = domain::event::ModelActivated { panel: panel("blood-cell"), model: model(1) };
    let at = lab.append(Event::ModelActivated(active)).await;
    reach(&models, at).await;
    let found = models.users().by_username("UNAL").await.unwrap().unwrap();
    assert_eq!((found.id, found.active), (user, true));
    let people = models.users().people().await.unwrap();
    assert_eq!((people[0].id, people[0].full_name.as_str()), (user, "Reader B"));
    assert!(models.models().list().await.unwrap()[0].active);
    let panels = models.panels().list().await.unwrap();
    assert_eq!(panels[0].active_model, Some(model(1)));
    assert_eq!(panels[0].labels[1].id, label("basophil"));
}

#[tokio::test]
async fn a_listed_case_says_what_is_to_be_read_first_and_by_whom() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    case_in(&lab).await;
    lab.append(Event::UserRegistered(domain::event::UserRegistered {
        user: READER,
        username: personal("reader"),
        full_name: personal("Reader B"),
        role: domain::access::Role::Hematologist,
    }))
    .await;
    for number in [1, 2, 3] {
        lab.append(image_uploaded(PATIENT, CASE, "blood-cell", number)).await;
    }
    lab.append(predicted(image(1), "blood-cell", 1, 0.2)).await;
    lab.append(predicted(image(2), "blood-cell", 1, 0.9)).await;
    let until = "2200-01-01T00:00:00Z".parse().unwrap();
    let claimed = domain::event::CaseClaimed { case: CASE, reader: READER, until };
    let at = lab.append(Event::CaseClaimed(claimed)).await;
    reach(&models, at).await;

    let first = ImageFilter { case: Some(CASE), ..ImageFilter::default() };
    let page = Page { sort: Some("worklist".into()), ..Page::default() };
    let first = models.images().list(&first, &page).await.unwrap().items.swap_remove(0).image;
    let cases = models.cases();
    let listed = cases.list(&CaseFilter::default(), &Page::default()).await.unwrap().items;
    let [listed] = &listed[..] else { panic!("one case: {listed:?}") };
    let lead = listed.lead.as_ref().unwrap();
    assert_eq!(
        (lead.image_id, &lead.label),
        (first.id, &first.predictions.first().map(|p| p.label.clone()))
    );
    assert_eq!(listed.claimed_by_name.as_deref(), Some("Reader B"));
    assert_eq!(listed.concluded_by_name, None);
    assert!(!listed.patient_number.is_empty());
    assert_eq!(listed.panels, ["blood-cell".parse().unwrap()]);

    let count = async |filter| cases.count(&filter).await.unwrap();
    let all = CaseFilter::default;
    assert_eq!(count(CaseFilter { panel: "blood-cell".parse().ok(), ..all() }).await, 1);
    assert_eq!(count(CaseFilter { panel: "blood-disease".parse().ok(), ..all() }).await, 0);
    let label = first.predictions[0].label.clone();
    assert_eq!(count(CaseFilter { predicted: Some(label), ..all() }).await, 1);
    assert_eq!(count(CaseFilter { predicted: "unheard-of".parse().ok(), ..all() }).await, 0);
    let received = Some(listed.case.received_at);
    assert_eq!(count(CaseFilter { received_before: received, ..all() }).await, 0);
    assert_eq!(count(CaseFilter { received_after: received, ..all() }).await, 1);
    assert_eq!(count(CaseFilter { concluded_after: received, ..all() }).await, 0);

    for number in [1, 2, 3] {
        let verdict = Verdict::Label("basophil".parse().unwrap());
        lab.append(final_verdict(image(number), &verdict)).await;
    }
    let at = lab
        .append(Event::ClaimReleased(domain::event::ClaimReleased { case: CASE, reader: READER }))
        .await;
    reach(&models, at).await;
    let read =
        cases.list(&CaseFilter::default(), &Page::default()).await.unwrap().items.swap_remove(0);
    assert_eq!((read.lead, read.claimed_by_name), (None, None));
}
