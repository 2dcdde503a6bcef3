//! Gradients beside finite differences, trainings that go on to the bit, and what is refused.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::path::Path;

use candle_core::{Device as On, ModuleT, Tensor, Var};
use classify::Device;
use classify::hrnet::Variant;
use classify::train::loss::cross_entropy;
use classify::train::parameters::{Parameters, digest};
use classify::train::trainer::Trainer;
use classify::train::{Request, Settings, train};

const WHAT: (Variant, usize) = (Variant::W18Small, 3);

fn settings() -> Settings {
    Settings {
        architecture: WHAT.0.to_string(),
        size: 32,
        epochs: 1,
        batch: 4,
        learning_rate: 1e-3,
        weight_decay: 0.05,
        smoothing: 0.05,
        patience: 3,
        validation: 0.25,
        seed: 5,
    }
}

fn batch(seed: u32, images: usize, edge: usize) -> Tensor {
    let values: Vec<f32> = common::uniform(seed, images * 3 * edge * edge).collect();
    Tensor::from_vec(values, (images, 3, edge, edge), &On::Cpu).unwrap()
}

#[test]
fn gradients_are_those_of_finite_differences() {
    let parameters = Parameters::drawn(WHAT.0, WHAT.1, 1, &On::Cpu).unwrap();
    let network = parameters.network(WHAT.0, WHAT.1, &On::Cpu).unwrap();
    let x = batch(3, 3, 64);
    let loss = || cross_entropy(&network.forward_t(&x, true).unwrap(), &[0, 2, 1], 0.05).unwrap();
    let gradients = loss().backward().unwrap();
    let figure = || f64::from(loss().to_scalar::<f32>().unwrap());
    let named = |name: &str| parameters.learned().find(|(n, _)| *n == name).unwrap().1.clone();
    for name in [
        "conv1.weight",
        "bn2.weight",
        "stage3.0.branches.1.0.conv1.weight",
        "stage4.0.fuse_layers.0.3.1.bias",
        "downsamp_modules.1.0.weight",
        "final_layer.1.weight",
        "classifier.weight",
        "classifier.bias",
    ] {
        let var: Var = named(name);
        let gradient =
            gradients.get(var.as_tensor()).unwrap_or_else(|| panic!("{name}: none")).detach();
        let length =
            f64::from(gradient.sqr().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap())
                .sqrt();
        assert!(length > 1e-6, "{name}: {length}");
        let before = var.as_detached_tensor().copy().unwrap().detach();
        // A step that moves the loss by far more than f32 rounds, and by far less than it bends.
        let reach = (2e-3 / length).min(0.02);
        let moved = |by: f64| {
            var.set(&(&before + (&gradient * (by / length)).unwrap()).unwrap()).unwrap();
            figure()
        };
        let slope = (moved(reach) - moved(-reach)) / (2.0 * reach);
        var.set(&before).unwrap();
        println!("{name}: {length:.6} by gradients, {slope:.6} by differences");
        assert!((slope - length).abs() < 0.03 * length, "{name}: {length} for {slope}");
    }
}

/// A trainer with this seed before its first of four steps.
fn trainer(seed: u64) -> Trainer {
    let parameters = Parameters::drawn(WHAT.0, WHAT.1, seed, &On::Cpu).unwrap();
    Trainer::new(&settings(), WHAT, parameters, 4, "a test".to_owned(), &On::Cpu).unwrap()
}

fn steps(trainer: &mut Trainer, which: std::ops::Range<u32>) {
    for step in which {
        trainer.step(&batch(step, 4, 32), &[0, 1, 2, 0]).unwrap();
        if step == 1 {
            trainer.end_epoch(2, 1.0, 0.5);
        }
    }
}

#[test]
fn a_training_that_was_broken_off_goes_on_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint.safetensors");
    let mut straight = trainer(1);
    steps(&mut straight, 0..4);

    let mut first = trainer(1);
    steps(&mut first, 0..2);
    first.save(&path).unwrap();
    // Whatever the second one began with is replaced.
    let mut second = trainer(2);
    second.resume(&path).unwrap();
    assert_eq!((second.steps_done(), second.epochs()), (2, first.epochs()));
    steps(&mut second, 2..4);

    for of in [Trainer::average, Trainer::best] {
        assert_eq!(digest(of(&straight)).unwrap(), digest(of(&second)).unwrap());
    }
    assert_ne!(digest(straight.best()).unwrap(), digest(straight.average()).unwrap());
    let measured = straight.average()["bn1.running_mean"].to_vec1::<f32>().unwrap();
    assert!(measured.iter().any(|mean| *mean != 0.0), "running statistics are kept");

    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let damaged = trainer(1).resume(&path).unwrap_err().to_string();
    assert!(damaged.contains("cannot be gone on with"), "{damaged}");
}

fn request(data: &Path, out: &Path) -> Request {
    let panels = domain::panel::builtin();
    Request {
        panel: panels.into_iter().find(|panel| panel.panel.as_str() == "blood-cell").unwrap(),
        data: data.to_owned(),
        validation: None,
        except: Vec::new(),
        out: out.to_owned(),
        from: None,
        settings: settings(),
        device: Device::Cpu,
        resume: false,
        licence: "none".to_owned(),
        program: "a test".to_owned(),
        now: "2026-01-02T03:04:05Z".to_owned(),
    }
}

async fn refusal(request: &Request) -> String {
    train(request, |_| {}).await.err().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_trained_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (data, out) = (folder.path().join("data"), folder.path().join("pack"));
    for class in ["ig", "platelet"] {
        std::fs::create_dir_all(data.join(class)).unwrap();
    }
    common::cell(1).save(data.join("ig/1.png")).unwrap();
    let good = request(&data, &out);
    assert!(refusal(&good).await.contains("of 1 labels of the panel"));
    common::cell(1).save(data.join("platelet/1.png")).unwrap();
    assert!(refusal(&good).await.contains("of ig cannot be split"), "one file of each");

    let again = Request { validation: Some(data.clone()), ..good.clone() };
    assert!(refusal(&again).await.contains("is learned from as well"), "the same files");
    let odd = Request { settings: Settings { size: 100, ..settings() }, ..good.clone() };
    assert!(refusal(&odd).await.contains("multiple of 32"));
    let nothing = Request { resume: true, ..good.clone() };
    assert!(refusal(&nothing).await.contains("no training to go on with"));
    let other = Request {
        from: Some(common::shipped()),
        settings: Settings { architecture: "hrnet_w32".to_owned(), ..settings() },
        ..good.clone()
    };
    assert!(refusal(&other).await.contains("is a hrnet_w18_small, not a hrnet_w32"));
    let taken = Request { out: data.clone(), ..good.clone() };
    assert!(refusal(&taken).await.contains("is there already"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "only the data");
}
