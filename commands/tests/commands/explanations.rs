//! Where models see labels: who may ask, and who may answer.

use commands::testing::{Laboratory, prediction};
use commands::{CommandError, RequestExplanation};
use domain::access::Role;
use domain::event::{Area, ExplanationFailed, ExplanationRecorded};
use domain::ids::{ImageId, ModelId};
use uuid::Uuid;

use crate::common::{code, kinds};

fn found(image: ImageId, model: ModelId) -> ExplanationRecorded {
    ExplanationRecorded {
        image,
        model,
        label: "basophil".parse().unwrap(),
        area: Area { left: 0, top: 0, width: 1, height: 1 },
        columns: 56,
        rows: 56,
        logit: 2.5,
        support: 3.25,
        opposition: -1.5,
        bias: 0.75,
        peak: 0.0625,
    }
}

#[tokio::test]
async fn persons_ask_and_functions_answer() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let ask = |context, wanted| {
        let lab = &lab;
        async move { lab.commands.request_explanation(&context, image, wanted).await }
    };
    let leading = RequestExplanation::default;
    let early = ask(lab.technologist(), leading()).await.unwrap_err();
    assert_eq!(code(&early), "image-not-predicted");
    let model = lab.model("a").await;
    let said = prediction(image, model, "basophil");
    lab.commands.record_prediction(&lab.function("classify"), said).await.unwrap();

    assert!(ask(lab.technologist(), leading()).await.unwrap().changed);
    assert!(!ask(lab.hematologist(), leading()).await.unwrap().changed, "it was asked already");
    let other = RequestExplanation { label: Some("platelet".parse().unwrap()), ..leading() };
    assert!(ask(lab.admin(), other).await.unwrap().changed);
    let auditor = ask(lab.person(Role::Auditor), leading()).await.unwrap_err();
    assert!(matches!(auditor, CommandError::Forbidden { .. }), "{auditor}");
    let function = ask(lab.function("classify"), leading()).await.unwrap_err();
    assert!(matches!(function, CommandError::Forbidden { .. }), "only persons ask: {function}");

    let answer = lab.commands.record_explanation(&lab.technologist(), found(image, model)).await;
    assert!(matches!(answer.unwrap_err(), CommandError::Forbidden { .. }), "only functions answer");
    let explain = || lab.function("explain");
    let answer = lab.commands.record_explanation(&explain(), found(image, model)).await;
    assert!(answer.unwrap().changed);
    let again = lab.commands.record_explanation(&explain(), found(image, model)).await;
    assert!(!again.unwrap().changed);
    let failure = ExplanationFailed {
        image,
        model,
        label: "platelet".parse().unwrap(),
        reason: "the original is missing".to_owned(),
    };
    assert!(lab.commands.explanation_failed(&explain(), failure).await.unwrap().changed);
    let expected = [
        "ImageUploaded",
        "PredictionRecorded",
        "ExplanationRequested",
        "ExplanationRequested",
        "ExplanationRecorded",
        "ExplanationFailed",
    ];
    assert_eq!(kinds(&lab, &image.stream()).await, expected);
    let nowhere = ImageId(Uuid::now_v7());
    let nowhere = lab.commands.record_explanation(&explain(), found(nowhere, model)).await;
    assert!(matches!(nowhere.unwrap_err(), CommandError::NotFound { what: "image" }));
}
