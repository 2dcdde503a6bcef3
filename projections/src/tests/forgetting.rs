//! What was erased is in no file, and databases of another schema make room.

use std::fs;
use std::time::Duration;

use domain::event::{Event, PatientErased, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::verdict::Verdict;
use infra::event_log::Position;
use uuid::Uuid;

use super::lab::{Lab, follow, in_files, reach};
use super::random::*;
use crate::ReadError;

fn patient(number: u128) -> PatientId {
    PatientId(Uuid::from_u128(1_000 + number))
}

/// A patient with a case and an image; every text of an odd one says `Unmistakable`.
async fn patient_with_all(lab: &Lab, number: u128) -> Position {
    let (id, case) = (patient(number), CaseId(Uuid::from_u128(number)));
    let name = if number % 2 == 1 { "Unmistakable" } else { "Ordinary" };
    let length = 1 + (number % 7) as usize;
    lab.append(patient_registered(id, &format!("{number} {}", name.repeat(length)))).await;
    lab.append(case_opened(case, id, Priority::Routine)).await;
    lab.append(declared(case, id)).await;
    lab.append(image_uploaded(id, case, "blood-cell", number as u8)).await;
    let image = ImageId::of(id, &Sha256([number as u8; 32]));
    lab.append(reading(image, id, &Verdict::Uncertain)).await
}

/// Whether a file of the read models holds the text; a server's files are not ours to look into.
fn holds(lab: &Lab, text: &str) -> bool {
    fs::read_dir(lab.path("read-models")).unwrap().any(|file| {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn what_was_erased_is_in_no_byte_of_any_file() {
    if !in_files() {
        return;
    }
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let mut last = Position(0);
    for number in 0..120 {
        last = patient_with_all(&lab, number).await;
    }
    reach(&models, last).await;
    // A file that a rebuild retires is one more place to forget in.
    models.rebuild(|_| ()).await.unwrap();
    assert!(holds(&lab, "Unmistakable"), "the search finds what is there");
    for number in (1..120).step_by(2) {
        let patient = patient(number);
        last = lab.append(Event::PatientErased(PatientErased { patient })).await;
        lab.vault.destroy(patient.0).await.unwrap();
    }
    models.forget_traces(last, Duration::from_secs(60)).await.unwrap();
    assert!(!holds(&lab, "Unmistakable") && !holds(&lab, "unmistakable"));
    assert!(holds(&lab, "Ordinary"), "the others are there");
    assert_eq!(models.patients().list(&Default::default()).await.unwrap().total, 60);

    let never = Position(last.0 + 1);
    let late = models.forget_traces(never, Duration::from_millis(10)).await.unwrap_err();
    assert!(matches!(late, ReadError::TracesLeft));
}

#[tokio::test]
async fn read_models_of_another_schema_or_other_folds_are_left_for_empty_ones() {
    let changes = [
        // What a program says that has another text of the first migration, or newer ones.
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1",
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (999, 'later', 1, x'00', 0)",
        "UPDATE checkpoint SET folds = folds - 1",
        "UPDATE checkpoint SET settings = 'nonsense'",
    ];
    for change in changes {
        let lab = Lab::new().await;
        let last = patient_with_all(&lab, 2).await;
        let models = lab.models("read-models").await;
        models.rebuild(|_| ()).await.unwrap();
        let store = models.inner.store.get();
        sqlx::query(change).execute(&store.pool).await.unwrap();
        store.pool.close().await;
        drop(models);

        let models = lab.models("read-models").await;
        assert_eq!(models.position(), None, "{change}");
        let _following = follow(&models);
        reach(&models, last).await;
        assert!(models.patients().get(patient(2)).await.unwrap().is_some());
        let names = models.inner.place.names().await.unwrap();
        assert!(!names.contains(&store.database.name), "the one that does not count was deleted");
    }
}
