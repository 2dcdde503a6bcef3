//! What the shipped pack answers: like its reference, and not of what it cannot know.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use candle_core::safetensors::load;
use classify::pack::WEIGHTS;
use classify::{
    Device, Engine, EngineSettings, Model, Pack, Precision, Prediction, evaluate, predict_files,
};
use image::{Rgb, RgbImage};

fn pack() -> Pack {
    Pack::load(common::shipped()).unwrap()
}

fn engine() -> Engine {
    Engine::start(&pack(), Device::Cpu, EngineSettings::default()).unwrap()
}

async fn answer(engine: &Engine, picture: RgbImage) -> Prediction {
    engine.predict(picture, None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawn_cell_is_inside_and_what_is_no_cell_is_outside() {
    let engine = engine();
    let inside = answer(&engine, common::cell(1)).await;
    assert!(inside.familiarity.inside, "{:?}", inside.familiarity);
    let ramp = |x: u32, _| Rgb([x as u8, 128, 255 - x as u8]);
    let mut grey = common::cell(1);
    for pixel in grey.pixels_mut() {
        let [r, g, b] = pixel.0.map(u32::from);
        *pixel = Rgb([((r + g + b) / 3) as u8; 3]);
    }
    for (what, picture) in [
        ("blank white", RgbImage::from_pixel(240, 240, Rgb([255; 3]))),
        ("blank as a smear's ground", RgbImage::from_pixel(240, 240, Rgb([245, 220, 200]))),
        ("black", RgbImage::new(240, 240)),
        ("noise", common::noise(240, 240)),
        ("a ramp", RgbImage::from_fn(240, 240, ramp)),
        ("a cell without colour", grey),
        ("a field, by its size", RgbImage::from_pixel(1280, 960, Rgb([230, 200, 190]))),
    ] {
        let familiarity = answer(&engine, picture).await.familiarity;
        assert!(!familiarity.inside && !familiarity.reasons.is_empty(), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_predicted_and_damaged_ones_told() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("good.png"), folder.path().join("bad.png"));
    common::cell(7).save(&good).unwrap();
    std::fs::write(&bad, b"no picture at all").unwrap();
    let engine = engine();
    let answers = predict_files(&engine, vec![bad.clone(), good, folder.path().join("none")]).await;
    let direct = answer(&engine, common::cell(7)).await;

    assert_eq!(answers.files[1].prediction.as_ref().unwrap().logits, direct.logits);
    let json = serde_json::to_value(&answers).unwrap();
    assert_eq!(json["research_use"], classify::RESEARCH_USE);
    assert_eq!(json["files"][0]["file"], bad.to_str().unwrap());
    assert!(json["files"][0]["problem"].as_str().unwrap().contains("not a JPEG, PNG"));
    assert_eq!(json["files"][0]["label"], serde_json::Value::Null);
    assert_eq!(json["files"][1]["logits"].as_array().unwrap().len(), 8);
    assert_eq!(json["files"][1]["probabilities"].as_array().unwrap().len(), 8);
    assert!(json["files"][2]["problem"].is_string());
}

#[test]
fn logits_are_those_of_the_reference() {
    let Some(folder) = common::shared("models/hrnet_w18_small_pbc8") else { return };
    let original = std::fs::read(folder.join(WEIGHTS)).unwrap();
    assert!(original == std::fs::read(common::shipped().join(WEIGHTS)).unwrap());
    let reference = load(folder.join("reference.safetensors"), &candle_core::Device::Cpu).unwrap();
    let x: Vec<f32> = reference["x"].flatten_all().unwrap().to_vec1().unwrap();
    let y: Vec<f32> = reference["y"].flatten_all().unwrap().to_vec1().unwrap();
    let model = Model::load(&pack(), Device::Cpu, Precision::F32).unwrap();
    let found = model.logits(x.chunks_exact(3 * 224 * 224)).unwrap().concat();
    let greatest = y.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
    let error = found.iter().zip(&y).fold(0.0_f32, |most, (a, b)| most.max((a - b).abs()));
    println!("relative error {:.1e}", error / greatest);
    assert_eq!(found.len(), 32);
    assert!(error / greatest <= 1e-4);
}

/// Minutes of work: all validation pictures, from the file to the answer.
#[tokio::test(flavor = "multi_thread")]
async fn accuracy_is_that_of_the_reference() {
    let Some(folder) = common::shared("data/pbc8/validation") else { return };
    let request = common::request(&folder);
    let report = evaluate(&engine(), &request, |_, _, _| {}).await.unwrap();
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
    assert_eq!((report.data.images, report.data.failed.len()), (1440, 0));
    let accuracy = report.scores.accuracy.value.unwrap();
    assert!((accuracy - 0.972).abs() <= 0.003, "accuracy {accuracy}");
    assert!(report.inside.share.unwrap() >= 0.98, "inside {:?}", report.inside);
    let told = pack().answers.unwrap().bands;
    assert_eq!(report.answers.len(), told.len());
    for (found, told) in report.answers.iter().zip(told) {
        assert_eq!((found.from, found.to), (told.from, told.to));
        // Another processor rounds otherwise, so that a picture may change its band.
        let near = |a: u32, b: u32| a.abs_diff(b) <= 2;
        assert!(near(found.images, told.images) && near(found.right, told.right), "{found:?}");
    }
    let calibration = report.calibration.as_ref().unwrap();
    assert!(calibration.unscaled.ece > 0.1 && calibration.pack.ece < 0.02, "the temperature mends");
    let fitted = report.fitted.unwrap().temperature;
    assert!((fitted - pack().manifest.calibration.temperature).abs() < 0.01, "{fitted}");
    let colour = report.baselines.colour.as_ref().unwrap();
    let reached = colour.scores.accuracy.value.unwrap();
    assert!((0.8..0.93).contains(&reached), "colours alone reach much: {reached}");
    assert!(colour.advantage.interval.unwrap()[0] > 0.05, "{:?}", colour.advantage);

    let halved = EngineSettings { precision: Precision::Bf16, ..EngineSettings::default() };
    let halved = Engine::start(&pack(), Device::Cpu, halved).unwrap();
    let halved = evaluate(&halved, &request, |_, _, _| {}).await.unwrap();
    let in_bf16 = halved.scores.accuracy.value.unwrap();
    println!("in bf16: accuracy {in_bf16}, inside {:?}", halved.inside);
    assert!((in_bf16 - accuracy).abs() <= 0.003, "in bf16: {in_bf16}");
    assert_eq!(halved.data.digest, report.data.digest);
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_fields_are_outside() {
    let Some(folder) = common::shared("data/chula_fields") else { return };
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|class| {
        std::fs::read_dir(class).unwrap().take(3).map(|file| file.unwrap().path())
    });
    let files: Vec<_> = files.collect();
    let answers = predict_files(&engine(), files).await;
    assert_eq!(answers.files.len(), 15);
    for file in answers.files {
        assert!(!file.prediction.unwrap().familiarity.inside, "{}", file.file.display());
    }
}
