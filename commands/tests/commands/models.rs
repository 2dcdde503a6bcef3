//! Panels and the models that predict for them.

use commands::CommandError;
use commands::testing::{Laboratory, blood_cell, pack};
use domain::event::ModelEvaluated;
use domain::ids::PanelId;
use domain::panel::{BLOOD_DISEASE, builtin};

use crate::common::{code, kinds};

#[tokio::test]
async fn the_built_in_panels_are_defined_once() {
    let lab = Laboratory::open().await;
    let again = lab.commands.define_panels(&lab.system("start")).await.unwrap();
    assert!(!again.changed && again.position.is_some());
    for panel in builtin() {
        assert_eq!(kinds(&lab, &panel.panel.stream()).await, ["PanelDefined"]);
    }
}

#[tokio::test]
async fn a_model_is_registered_activated_and_fills_in() {
    let lab = Laboratory::open().await;
    let (panel, model) = (blood_cell(), pack("a").model);
    let unknown = lab.commands.activate_model(&lab.admin(), &panel, model).await;
    assert!(matches!(unknown.unwrap_err(), CommandError::NotFound { what: "model" }));

    lab.commands.register_model(&lab.system("start"), pack("a")).await.unwrap();
    let again = lab.commands.register_model(&lab.system("start"), pack("a")).await.unwrap();
    assert!(!again.changed);
    let seen = |model| ModelEvaluated { model, calibrated: true, answers: None };
    let told = async |model| lab.commands.evaluate_model(&lab.system("start"), seen(model)).await;
    assert!(told(model).await.unwrap().changed);
    assert!(!told(model).await.unwrap().changed, "it is known already");
    assert_eq!(kinds(&lab, &model.stream()).await, ["ModelRegistered", "ModelEvaluated"]);
    let nobody = told(pack("b").model).await.unwrap_err();
    assert!(matches!(nobody, CommandError::NotFound { what: "model" }));
    let early = lab.commands.request_backfill(&lab.admin(), &panel, model).await;
    assert_eq!(code(&early.unwrap_err()), "model-not-active");
    let disease: PanelId = BLOOD_DISEASE.parse().unwrap();
    let elsewhere = lab.commands.activate_model(&lab.admin(), &disease, model).await;
    assert_eq!(code(&elsewhere.unwrap_err()), "model-of-other-panel");

    lab.commands.activate_model(&lab.admin(), &panel, model).await.unwrap();
    let context = lab.admin();
    lab.commands.request_backfill(&context, &panel, model).await.unwrap();
    lab.commands.request_backfill(&context, &panel, model).await.unwrap();
    lab.commands.deactivate_model(&lab.admin(), &panel).await.unwrap();
    let events = kinds(&lab, &panel.stream()).await;
    let expected = ["PanelDefined", "ModelActivated", "BackfillRequested", "ModelDeactivated"];
    assert_eq!(events, expected);
    assert!(lab.commands.load_panel(&panel).await.unwrap().ever_had_a_model());
}
