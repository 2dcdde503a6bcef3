//! The same picture as an image of two patients.

use commands::testing::{Laboratory, png};
use commands::{Reassignment, Status};
use domain::envelope::Envelope;
use domain::event::{Event, ImageUploaded, encode};
use domain::ids::{ImageId, PatientId, Sha256};
use domain::personal::{Personal, Sealed};
use infra::event_log::{Expected, NewEvent, chain};
use infra::vault::{Bound, KeyState};
use sha2::Digest as _;
use uuid::Uuid;

use crate::common::{all, kinds};

#[tokio::test]
async fn the_same_picture_of_another_patient_is_taken_with_a_warning_that_names_nobody() {
    let lab = Laboratory::open().await;
    let (first, second) = (lab.patient("P-1").await, lab.patient("P-2").await);
    assert_eq!(lab.upload(first, png(1)).await.warning, None);
    assert_eq!(lab.upload(first, png(1)).await.warning, None, "a duplicate is no mix-up");
    let item = lab.upload(second, png(1)).await;
    assert_eq!(item.status, Status::Accepted);
    let warning = item.warning.unwrap();
    assert!(!warning.contains("P-1") && !warning.contains(&first.to_string()), "{warning}");
    let image = item.id.unwrap();
    assert_eq!(kinds(&lab, &image.stream()).await, ["ImageUploaded", "MixUpSuspected"]);
    assert!(lab.upload(second, png(1)).await.warning.is_some(), "said again of the duplicate");
    assert_eq!(lab.upload(second, png(2)).await.warning, None, "another picture");
}

#[tokio::test]
async fn what_is_no_other_persons_or_out_of_work_is_no_mix_up() {
    let lab = Laboratory::open().await;
    let target = lab.patient("P-0").await;
    let voided = lab.patient("P-1").await;
    let image = lab.image(voided, 1).await;
    lab.commands.void_image(&lab.technologist(), image, None, None).await.unwrap();
    assert_eq!(lab.upload(target, png(1)).await.warning, None, "it was voided");

    let erased = lab.patient("P-2").await;
    lab.image(erased, 2).await;
    lab.commands.erase_patient(&lab.admin(), erased).await.unwrap();
    assert_eq!(lab.upload(target, png(2)).await.warning, None, "it was erased");

    let merged = lab.patient("P-3").await;
    lab.image(merged, 3).await;
    let reason = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), merged, target, reason, None).await.unwrap();
    assert_eq!(lab.upload(target, png(3)).await.warning, None, "it is the same person");

    let (from, third) = (lab.patient("P-4").await, lab.patient("P-5").await);
    let image = lab.image(from, 4).await;
    let wanted =
        Reassignment { patient: Some(target), case: None, reason: Personal::new("swapped") };
    lab.commands.reassign_image(&lab.technologist(), image, wanted, None).await.unwrap();
    assert!(lab.upload(third, png(4)).await.warning.is_some(), "but where it went, it is");
}

#[tokio::test]
async fn of_two_that_come_at_once_at_least_one_is_warned_of() {
    for seed in 0..8 {
        let lab = Laboratory::open().await;
        let (first, second) = (lab.patient("P-1").await, lab.patient("P-2").await);
        let both = tokio::join!(lab.upload(first, png(seed)), lab.upload(second, png(seed)));
        assert!(both.0.warning.is_some() || both.1.warning.is_some());
    }
}

#[tokio::test]
async fn a_new_image_costs_one_append_more() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    lab.image(patient, 1).await;
    let before = all(&lab).await.len();
    let case = lab.commands.load_image(lab.image(patient, 2).await).await.unwrap().case;
    let events: Vec<_> = all(&lab).await.into_iter().skip(before).collect();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["CaseOpened", "BytesSeen", "ImageUploaded"], "{case}");
    let digest = lab.commands.load_image(lab.image(patient, 1).await).await.unwrap().sha256;
    for event in &events {
        assert!(!event.stream.contains(&digest.to_string()), "a digest can be looked up");
    }
}

#[tokio::test]
async fn an_upload_that_was_cut_off_after_its_bytes_were_said_still_counts() {
    let lab = Laboratory::open().await;
    let (first, second) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let (context, target) = (lab.technologist(), lab.target(first));
    lab.faults.die_after(2);
    let file = commands::testing::bytes(png(1));
    let cut_off = lab.commands.receive_file(&context, &target, "a.png".to_owned(), file).await;
    assert!(cut_off.is_err());
    let lab = lab.restart().await;
    assert!(lab.upload(second, png(1)).await.warning.is_some());
}

/// An image as it was recorded before equal bytes were recognized: without a word of its bytes.
async fn image_from_before(lab: &Laboratory, patient: PatientId, content: &[u8]) {
    let sha256 = Sha256(sha2::Sha256::digest(content).into());
    let image = ImageId::of(patient, &sha256);
    let like = lab.commands.load_image(lab.image(patient, 100).await).await.unwrap();
    let (stream, id) = (image.stream(), Uuid::now_v7());
    let KeyState::Present(key) = lab.vault.key(patient.0).await.unwrap() else { panic!("no key") };
    let place = Bound { stream: &stream, event: id, field: "file_name" };
    let (kind, data) = encode(&Event::ImageUploaded(ImageUploaded {
        image,
        patient,
        case: like.case,
        panel: like.panel,
        file_name: Sealed(key.seal("before.png", place)),
        sha256,
        format: like.format,
        bytes: content.len() as u64,
        width: like.width,
        height: like.height,
        optics: like.optics,
        uploaded_at: like.uploaded_at,
        uploaded_by: like.uploaded_by,
    }));
    let envelope = serde_json::to_vec(&Envelope {
        correlation: id,
        causation: None,
        traceparent: None,
        actor: lab.technologist().actor,
        command: id,
        recorded_at: like.uploaded_at,
        schema: 1,
        previous: None,
    });
    let (metadata, _) = chain::seal(&stream, 0, id, &kind, &data, &envelope.unwrap());
    let event = NewEvent { id, kind, data: data.into(), metadata };
    lab.log.append(&stream, Expected::NoStream, vec![event]).await.unwrap();
}

#[tokio::test]
async fn images_from_before_are_remembered_once() {
    let lab = Laboratory::open().await;
    let (first, second) = (lab.patient("P-1").await, lab.patient("P-2").await);
    image_from_before(&lab, first, &png(1)).await;
    image_from_before(&lab, first, &png(2)).await;
    assert_eq!(lab.commands.reconcile().await.unwrap().remembered, 2);
    let events = all(&lab).await.len();
    assert_eq!(lab.commands.reconcile().await.unwrap().remembered, 0);
    let lab = lab.restart().await;
    assert_eq!(lab.commands.reconcile().await.unwrap().remembered, 0);
    assert_eq!(all(&lab).await.len(), events, "nothing is said twice");
    assert!(lab.upload(second, png(1)).await.warning.is_some());
}

#[tokio::test]
async fn remembering_that_was_cut_off_goes_on() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    for seed in 1..=3 {
        image_from_before(&lab, patient, &png(seed)).await;
    }
    lab.faults.die_after(1);
    assert!(lab.commands.reconcile().await.is_err());
    let lab = lab.restart().await;
    assert_eq!(lab.commands.reconcile().await.unwrap().remembered, 2);
}
