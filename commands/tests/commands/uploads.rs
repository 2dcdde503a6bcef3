//! Files that arrive, each judged by itself.

use commands::testing::{Laboratory, bytes, chunks, png};
use commands::{CommandError, Status, UploadTarget};
use domain::event::Optics;
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use infra::blobs::BlobKey;
use sha2::Digest as _;
use uuid::Uuid;

use crate::common::{case_details, code, kinds};

#[tokio::test]
async fn a_file_becomes_an_image_of_a_new_case() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let item = lab.upload(patient, png(1)).await;
    assert_eq!((item.status, item.file_name.as_str()), (Status::Accepted, "cell.png"));
    let sha256 = Sha256(sha2::Sha256::digest(png(1)).into());
    assert_eq!((item.id, item.sha256), (Some(ImageId::of(patient, &sha256)), Some(sha256)));
    let image = lab.commands.load_image(item.id.unwrap()).await.unwrap();
    assert_eq!((image.width, image.height, image.bytes), (32, 24, png(1).len() as u64));
    let case = lab.commands.load_case(image.case).await.unwrap();
    assert!(case.implicit && case.patient == patient);
    let key = BlobKey::new(format!("patient/{patient}/{sha256}")).unwrap();
    assert_eq!(lab.blobs.read(&key).await.unwrap().unwrap(), png(1));
}

#[tokio::test]
async fn one_bad_file_never_loses_the_others() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let (context, target) = (lab.technologist(), lab.target(patient));
    let mut cut_off = png(3);
    cut_off.truncate(60);
    let mut flipped = png(4);
    flipped[45] ^= 0xff;
    let files = [cut_off, png(1), vec![], b"GIF89a is no format of ours".to_vec(), flipped, png(2)];
    let mut items = vec![];
    for (index, file) in files.into_iter().enumerate() {
        let step = context.step(&index.to_string());
        let name = format!("C:\\slides\\{index}.jpg");
        let item = lab.commands.receive_file(&step, &target, name, chunks(file, 7)).await;
        items.push(item.unwrap());
    }
    let status: Vec<_> = items.iter().map(|item| item.status).collect();
    use Status::{Accepted, Refused};
    assert_eq!(status, [Refused, Accepted, Refused, Refused, Refused, Accepted]);
    assert!(items[2].problem.as_deref().unwrap().contains("empty"));
    assert_eq!(items[5].file_name, "5.jpg");
    let first = lab.commands.load_image(items[1].id.unwrap()).await.unwrap();
    let second = lab.commands.load_image(items[5].id.unwrap()).await.unwrap();
    assert_eq!(first.case, second.case, "one request opens one case");
    assert_eq!(kinds(&lab, &first.case.stream()).await, ["CaseOpened"]);
    let kept = files_under(&lab, "blobs") + files_under(&lab, "spool");
    assert_eq!(kept, 2, "nothing is kept of what was refused");
}

fn files_under(lab: &Laboratory, folder: &str) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(&lab.path().join(folder))
}

#[tokio::test]
async fn a_request_of_refused_files_opens_no_case() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    lab.upload(patient, b"no picture".to_vec()).await;
    let events = crate::common::all(&lab).await;
    assert!(!events.iter().any(|event| event.kind == "CaseOpened"));
}

#[tokio::test]
async fn the_same_bytes_are_a_duplicate_or_after_voiding_a_restoration() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let again = lab.upload(patient, png(1)).await;
    assert_eq!((again.status, again.id), (Status::Duplicate, Some(image)));
    lab.commands.void_image(&lab.technologist(), image, None, None).await.unwrap();
    let back = lab.upload(patient, png(1)).await;
    assert_eq!((back.status, back.id), (Status::Restored, Some(image)));
    let expected = ["ImageUploaded", "ImageVoided", "ImageRestored"];
    assert_eq!(kinds(&lab, &image.stream()).await, expected);
    let other = lab.patient("P-2").await;
    assert_eq!(lab.upload(other, png(1)).await.status, Status::Accepted);
}

#[tokio::test]
async fn one_file_twice_in_a_request_is_accepted_once() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let (context, target) = (lab.technologist(), lab.target(patient));
    let receive = |step: &str| {
        let (lab, context, target) = (&lab, context.step(step), &target);
        async move {
            let name = "a.png".to_owned();
            let item = lab.commands.receive_file(&context, target, name, bytes(png(1))).await;
            item.unwrap().status
        }
    };
    let both = tokio::join!(receive("0"), receive("1"));
    assert!(matches!(
        both,
        (Status::Accepted, Status::Duplicate) | (Status::Duplicate, Status::Accepted)
    ));
    let accepted = if both.0 == Status::Accepted { "0" } else { "1" };
    assert_eq!(receive(accepted).await, Status::Accepted, "made again, it is answered again");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_while_it_comes() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let (context, target) = (lab.technologist(), lab.target(patient));
    // 64 MiB and a little more, of which no more is read than it takes to know.
    let chunk = bytes::Bytes::from(vec![0_u8; 1 << 20]);
    let endless =
        futures::stream::repeat_with(move || Ok::<_, std::convert::Infallible>(chunk.clone()));
    let name = "large.tif".to_owned();
    let item = lab.commands.receive_file(&context, &target, name, endless).await.unwrap();
    assert_eq!((item.status, item.sha256), (Status::Refused, None));
    assert!(item.problem.unwrap().contains("larger than 67108864 bytes"));
    assert_eq!(files_under(&lab, "spool"), 0);
}

#[tokio::test]
async fn a_wrong_target_is_an_error_of_the_request() {
    let lab = Laboratory::open().await;
    let (patient, other) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let opened = lab.commands.open_case(&lab.technologist(), other, case_details(None)).await;
    let of_other = opened.unwrap().value;
    let check = |target: UploadTarget| {
        let lab = &lab;
        async move { lab.commands.check_upload(&lab.technologist(), &target).await.unwrap_err() }
    };
    let base = || lab.target(patient);
    let nobody = PatientId(Uuid::now_v7());
    let unknown = check(UploadTarget { patient: nobody, ..base() }).await;
    assert!(matches!(unknown, CommandError::NotFound { what: "patient" }));
    let panel = "no-such-panel".parse().unwrap();
    let unknown = check(UploadTarget { panel, ..base() }).await;
    assert!(matches!(unknown, CommandError::NotFound { what: "panel" }));
    for case in [CaseId(Uuid::now_v7()), of_other] {
        let unknown = check(UploadTarget { case: Some(case), ..base() }).await;
        assert!(matches!(unknown, CommandError::NotFound { what: "case" }));
    }
    let optics = Optics { microns_per_pixel: Some(-1.0), ..Optics::default() };
    let unfit = check(UploadTarget { optics, ..base() }).await;
    assert_eq!(code(&unfit), "optics-unfit");
}

#[tokio::test]
async fn a_late_upload_to_a_removed_patient_ends_consistent() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    // The patient is removed while the file's bytes are coming in, after the first check.
    let slow = async_remove(&lab, patient);
    let (context, target) = (lab.technologist(), lab.target(patient));
    let name = "late.png".to_owned();
    let item = lab.commands.receive_file(&context, &target, name, Box::pin(slow)).await.unwrap();
    assert_eq!(item.status, Status::Accepted);
    let image = lab.commands.load_image(item.id.unwrap()).await.unwrap();
    assert!(lab.commands.load_patient(patient).await.unwrap().removed);
    assert!(lab.commands.load_case(image.case).await.unwrap().patient == patient);
    let report = commands::audit::verify(lab.log.clone(), lab.blobs.clone()).await;
    assert!(report.fault.is_none() && report.audited.blobs == 1);
    let next = lab.commands.check_upload(&context, &target).await.unwrap_err();
    assert_eq!(code(&next), "patient-removed");
}

/// A body during which the patient is removed.
fn async_remove(
    lab: &Laboratory,
    patient: PatientId,
) -> impl futures::Stream<Item = Result<bytes::Bytes, std::convert::Infallible>> {
    futures::stream::once(async move {
        let removed = lab.commands.remove_patient(&lab.technologist(), patient, None, None).await;
        assert!(removed.unwrap().changed);
        Ok(bytes::Bytes::from(png(1)))
    })
}
