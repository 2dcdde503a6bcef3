//! What holds of every sequence of commands.

use commands::testing::{Laboratory, png, verdict};
use commands::{CommandError, Context, RecordVerdict};
use domain::ids::{ImageId, ModelId, PatientId};
use domain::personal::Personal;
use proptest::prelude::*;

use crate::common::all;

/// Something that somebody does to one of three images.
#[derive(Clone, Copy, Debug)]
enum Step {
    Upload(u32),
    Void(usize, bool),
    Read(usize, &'static str, bool),
    Predict(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<(Step, bool)>> {
    let label = proptest::sample::select(vec!["ig", "basophil", "uncertain", "other", "blast"]);
    let step = prop_oneof![
        (0..3_u32).prop_map(Step::Upload),
        (0..3_usize, any::<bool>()).prop_map(|(image, reason)| Step::Void(image, reason)),
        (0..3_usize, label, any::<bool>()).prop_map(|(i, label, why)| Step::Read(i, label, why)),
        (0..3_usize, 0..2_usize).prop_map(|(image, model)| Step::Predict(image, model)),
    ];
    proptest::collection::vec((step, any::<bool>()), 1..12)
}

/// Does a step; says whether anything happened, or that it was refused.
async fn take(
    lab: &Laboratory,
    context: &Context,
    patient: PatientId,
    models: [ModelId; 2],
    step: Step,
) -> Result<bool, CommandError> {
    let image = |index: usize| {
        let content = sha2_of(&png(index as u32));
        ImageId::of(patient, &content)
    };
    let why = |given: bool| given.then(|| Personal::new("because"));
    match step {
        Step::Upload(seed) => {
            let target = commands::UploadTarget { request: context.command, ..lab.target(patient) };
            let file = commands::testing::bytes(png(seed));
            let item = lab.commands.receive_file(context, &target, "a.png".into(), file).await?;
            Ok(item.status != commands::Status::Duplicate)
        }
        Step::Void(index, reason) => {
            let done = lab.commands.void_image(context, image(index), why(reason), None).await?;
            Ok(done.changed)
        }
        Step::Read(index, label, reason) => {
            let said = RecordVerdict { reason: why(reason), ..verdict(label) };
            let done = lab.commands.record_verdict(context, image(index), said, None).await?;
            Ok(done.changed)
        }
        Step::Predict(index, model) => {
            let found = commands::testing::prediction(image(index), models[model], "ig");
            Ok(lab.commands.record_prediction(context, found).await?.changed)
        }
    }
}

fn sha2_of(bytes: &[u8]) -> domain::ids::Sha256 {
    use sha2::Digest as _;
    domain::ids::Sha256(sha2::Sha256::digest(bytes).into())
}

/// Who does such a step.
fn who(lab: &Laboratory, step: Step) -> Context {
    match step {
        Step::Upload(_) | Step::Void(..) => lab.technologist(),
        Step::Read(..) => lab.hematologist(),
        Step::Predict(..) => lab.function("classify"),
    }
}

/// Takes the steps, each a second time when told to; the second time must change nothing.
async fn run(steps: Vec<(Step, bool)>) {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let models = [lab.model("a").await, lab.model("b").await];
    for (step, again) in steps {
        let context = who(&lab, step);
        let first = take(&lab, &context, patient, models, step).await;
        let before = all(&lab).await.len();
        if again && let Ok(changed) = first {
            let second = take(&lab, &context, patient, models, step).await;
            assert_eq!(second.unwrap(), changed, "the same command, the same answer: {step:?}");
            assert_eq!(all(&lab).await.len(), before, "appended once: {step:?}");
        }
    }
    for index in 0..3 {
        let id = ImageId::of(patient, &sha2_of(&png(index)));
        if let Ok(image) = lab.commands.load_image(id).await {
            let mut models = image.present_models();
            models.dedup();
            assert_eq!(models.len(), image.predictions.len(), "one prediction of each model");
        }
    }
    let report = commands::audit::verify(lab.log.clone(), lab.blobs.clone()).await;
    assert!(report.fault.is_none(), "{:?}", report.fault);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_command_happens_once_and_the_chain_holds(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(steps));
    }
}
