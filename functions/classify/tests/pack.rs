//! A pack is checked when it is loaded: whatever is wrong is named.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::Path;

use classify::pack::{ANSWERS, CARD, MANIFEST, PackError, TensorFaults, WEIGHTS, load_all};
use classify::{Device, Model, Pack, Precision, inspect};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use tempfile::TempDir;

/// A copy of the shipped pack, whose manifest and weights a test can spoil.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        for file in [MANIFEST, WEIGHTS, CARD] {
            fs::copy(common::shipped().join(file), copy.path().join(file)).unwrap();
        }
        copy
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn with_manifest(self, from: &str, to: &str) -> Self {
        let path = self.path().join(MANIFEST);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "the manifest has no {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// The weights after a change of the list of tensors.
    fn with_tensors(
        self,
        change: impl FnOnce(&mut Vec<(String, Dtype, Vec<usize>, Vec<u8>)>),
    ) -> Self {
        let path = self.path().join(WEIGHTS);
        let bytes = fs::read(&path).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let mut tensors: Vec<_> = file
            .iter()
            .map(|(name, view)| {
                (name.to_owned(), view.dtype(), view.shape().to_vec(), view.data().to_vec())
            })
            .collect();
        change(&mut tensors);
        let views = tensors.iter().map(|(name, dtype, shape, data)| {
            (name, TensorView::new(*dtype, shape.clone(), data).unwrap())
        });
        fs::write(path, safetensors::serialize(views, None).unwrap()).unwrap();
        self
    }

    /// What the pack says of how often it was right.
    fn with_answers(self, text: &str) -> Self {
        fs::write(self.path().join(ANSWERS), text).unwrap();
        self
    }

    fn error(&self) -> PackError {
        match Pack::load(self.path()) {
            Err(error) => error,
            Ok(_) => panic!("the pack was taken"),
        }
    }
}

#[test]
fn the_shipped_pack_says_what_must_be_said() {
    let pack = Pack::load(common::shipped()).unwrap();
    assert_eq!(pack.variant.as_str(), "hrnet_w18_small");
    assert_eq!((pack.types(), pack.manifest.labels.len()), (vec!["f16".to_owned()], 8));
    let registration = pack.registration();
    for text in [&registration.statement, &registration.card] {
        for said in ["healthy donors", "no blasts", classify::RESEARCH_USE] {
            assert!(text.contains(said), "{said:?} is not said in:\n{text}");
        }
    }
    let inspection = inspect(&pack);
    assert_eq!((inspection.model, inspection.parameters), (pack.digest, 11_178_888));
    assert!(inspection.card_head.contains(classify::RESEARCH_USE));
}

#[test]
fn all_packs_of_a_folder_are_found() {
    let packs = load_all(common::shipped().join("..")).unwrap();
    assert!(packs.iter().any(|pack| pack.manifest.name == "blood-cell-hrnet-w18-small"));
}

#[test]
fn manifest_and_weights_make_the_digest_and_the_card_does_not() {
    let digest = |copy: &Copy| Pack::load(copy.path()).unwrap().digest;
    let shipped = Pack::load(common::shipped()).unwrap().digest;
    assert_eq!(digest(&Copy::new()), shipped);
    let card = Copy::new();
    fs::write(card.path().join(CARD), "# Mended").unwrap();
    assert_eq!(digest(&card), shipped);
    assert_eq!(digest(&Copy::new().with_answers("set = \"others\"\nbands = []")), shipped);
    assert_ne!(
        digest(&Copy::new().with_manifest("temperature = 0.4", "temperature = 0.5")),
        shipped
    );
    let weights = Copy::new().with_tensors(|tensors| tensors[0].3[0] ^= 1);
    assert_ne!(digest(&weights), shipped);
}

#[test]
fn a_pack_tells_how_often_its_answers_were_right_or_is_silent_on_it() {
    let shipped = Pack::load(common::shipped()).unwrap();
    let evaluation = shipped.evaluation();
    assert!(evaluation.calibrated);
    let answers = evaluation.answers.unwrap();
    let of_all: u32 = answers.bands.iter().map(|band| band.images).sum();
    assert!((1_400..=1_440).contains(&of_all), "those inside of 1,440: {of_all}");
    assert!(answers.set.contains("validation"), "{}", answers.set);
    assert!(shipped.card.contains("model evaluate"), "the card says how they are counted");

    let old = Copy::new().with_manifest("temperature = 0.424", "temperature = 1.0");
    let silent = Pack::load(old.path()).unwrap().evaluation();
    assert_eq!((silent.calibrated, silent.answers), (false, None));
    let band = |band: &str| format!("set = \"some\"\n[[bands]]\n{band}");
    let senseless = Copy::new().with_answers(&band("from = 0.5\nto = 0.8\nimages = 3\nright = 4"));
    let error = senseless.error().to_string();
    assert!(error.contains(ANSWERS) && error.contains("4 right of 3"), "{error}");
    let misspelt = Copy::new().with_answers(&band("from = 0.5\nto = 0.8\nimages = 3\nwrong = 4"));
    assert!(misspelt.error().to_string().contains("unknown field `wrong`"));
}

#[test]
fn a_missing_file_is_named() {
    for file in [MANIFEST, WEIGHTS, CARD] {
        let copy = Copy::new();
        fs::remove_file(copy.path().join(file)).unwrap();
        let PackError::MissingFile(path) = copy.error() else { panic!("{:?}", copy.error()) };
        assert!(path.ends_with(file));
    }
}

#[test]
fn a_manifest_of_another_shape_is_told_where() {
    let misspelt = Copy::new().with_manifest("max_aspect", "max_aspekt").error().to_string();
    assert!(misspelt.contains("unknown field `max_aspekt`"), "{misspelt}");
    let lacking = Copy::new().with_manifest("licence = ", "# ").error().to_string();
    assert!(lacking.contains("missing field `licence`"), "{lacking}");
    let rule = Copy::new().with_manifest("\"stretch\"", "\"squash\"").error().to_string();
    assert!(rule.contains("unknown variant `squash`"), "{rule}");
    let slug = Copy::new().with_manifest("\"ig\"", "\"I G\"").error().to_string();
    assert!(slug.contains("“I G” is not a name"), "{slug}");
}

#[test]
fn bad_numbers_and_texts_are_told_by_key() {
    for (from, to, expected) in [
        ("size = 224", "size = 225", "`input.size` must be a multiple of 32"),
        ("size = 224", "size = 0", "`input.size` must be a multiple of 32"),
        ("0.229", "0.0", "`input.deviation` must be finite numbers above 0"),
        ("0.485", "nan", "`input.mean` must be finite"),
        ("temperature = 0", "temperature = -0", "`calibration.temperature` must be"),
        ("energy_threshold = ", "energy_threshold = inf # ", "`calibration.energy_threshold`"),
        ("[64, 512]", "[512, 64]", "`unit.edge_pixels`"),
        ("max_aspect = 1", "max_aspect = 0", "`unit.max_aspect`"),
        ("[10.0, 60.0]", "[0.0, 60.0]", "`unit.edge_microns`"),
        ("contrast = [", "contrast = [inf, 1] # ", "`appearance`: contrast"),
        ("version = 1", "version = 0", "`panel.version`"),
        ("\"stretch\"", "\"center-crop\", crop_pct = 1.5", "`input.resize.crop_pct`"),
        ("\"ig\"", "\"basophil\"", "`labels` names basophil twice"),
        ("name = \"blood-cell-hrnet-w18-small\"", "name = \" \"", "`name` is empty"),
    ] {
        let error = Copy::new().with_manifest(from, to).error();
        assert!(matches!(error, PackError::Senseless { .. }), "{from} → {to}: {error}");
        assert!(error.to_string().contains(expected), "{from} → {to}: {error}");
    }
}

#[test]
fn an_unknown_network_is_told_with_those_that_are_known() {
    let error = Copy::new().with_manifest("hrnet_w18_small\"", "hrnet_w99\"").error().to_string();
    assert!(error.contains("“hrnet_w99”") && error.contains("hrnet_w48"), "{error}");
}

#[test]
fn a_label_too_many_or_too_few_is_counted() {
    let more = Copy::new().with_manifest("    \"ig\",", "    \"ig\",\n    \"blast\",").error();
    assert_eq!(more.to_string(), "the manifest names 9 labels, but the network has 8 outputs");
    let fewer = Copy::new().with_manifest("    \"ig\",", "").error();
    assert!(matches!(fewer, PackError::LabelCount { labels: 7, outputs: 8 }), "{fewer}");
}

#[test]
fn tensors_that_are_not_the_networks_are_named() {
    let copy = Copy::new().with_tensors(|tensors| {
        let at = |tensors: &[(String, _, _, _)], name: &str| {
            tensors.iter().position(|(other, ..)| other == name).unwrap()
        };
        let bias = at(tensors, "bn1.bias");
        tensors.remove(bias);
        let weight = at(tensors, "conv2.weight");
        tensors[weight].2 = vec![64, 64, 9];
        let kind = at(tensors, "bn2.weight");
        (tensors[kind].1, tensors[kind].2) = (Dtype::I16, vec![64]);
        tensors.push(("layer9.weight".to_owned(), Dtype::F32, vec![1], vec![0; 4]));
    });
    let error = copy.error();
    let PackError::Tensors { faults, .. } = &error else { panic!("{error}") };
    let expected = TensorFaults {
        missing: vec!["bn1.bias".into()],
        extra: vec!["layer9.weight".into()],
        misshaped: vec!["conv2.weight [64, 64, 9] for [64, 64, 3, 3]".into()],
        mistyped: vec!["bn2.weight I16".into()],
    };
    assert_eq!(**faults, expected);
    assert_eq!(
        error.to_string(),
        "the weights are not those of a hrnet_w18_small: missing: bn1.bias; not part of it: \
         layer9.weight; of another shape: conv2.weight [64, 64, 9] for [64, 64, 3, 3]; of an \
         unknown type: bn2.weight I16"
    );
}

#[test]
fn weights_of_another_variant_are_refused_without_a_flood() {
    let error = Copy::new().with_manifest("hrnet_w18_small\"", "hrnet_w18\"").error().to_string();
    assert!(error.contains("missing: ") && error.contains(" more"), "{error}");
    assert!(error.len() < 1500, "{} characters", error.len());
}

#[test]
fn what_is_no_finite_number_is_found() {
    for (dtype, sick) in [
        (Dtype::F16, half::f16::INFINITY.to_le_bytes().to_vec()),
        (Dtype::BF16, half::bf16::NAN.to_le_bytes().to_vec()),
        (Dtype::F32, f32::NEG_INFINITY.to_le_bytes().to_vec()),
    ] {
        let copy = Copy::new().with_tensors(|tensors| {
            let bias = tensors.iter_mut().find(|(name, ..)| name == "classifier.bias").unwrap();
            bias.1 = dtype;
            bias.3 = [vec![0; 7 * sick.len()], sick].concat();
        });
        let error = copy.error();
        assert!(
            matches!(&error, PackError::NotFinite(name) if name == "classifier.bias"),
            "{error}"
        );
    }
}

#[test]
fn cut_weights_are_no_weights() {
    let copy = Copy::new();
    let path = copy.path().join(WEIGHTS);
    let bytes = fs::read(&path).unwrap();
    for cut in [&bytes[..bytes.len() / 2], &bytes[..5], b""] {
        fs::write(&path, cut).unwrap();
        assert!(matches!(copy.error(), PackError::Weights { .. }), "{}", copy.error());
    }
}

#[test]
fn weights_are_read_from_three_types() {
    let input: Vec<f32> = common::uniform(5, 3 * 64 * 64).collect();
    let logits = |folder: &Path| {
        let mut pack = Pack::load(folder).unwrap();
        pack.manifest.input.size = 64;
        let model = Model::load(&pack, Device::Cpu, Precision::F32).unwrap();
        model.logits([input.as_slice()].into_iter()).unwrap().concat()
    };
    let stored_as = |dtype: Dtype, write: fn(f32) -> Vec<u8>| {
        let copy = Copy::new().with_tensors(|tensors| {
            for (_, kind, _, data) in tensors {
                assert_eq!(*kind, Dtype::F16);
                let halves = data.as_chunks().0.iter().map(|pair| half::f16::from_le_bytes(*pair));
                (*kind, *data) = (dtype, halves.flat_map(|value| write(value.to_f32())).collect());
            }
        });
        logits(copy.path())
    };
    let f16 = logits(&common::shipped());
    assert_eq!(stored_as(Dtype::F32, |value| value.to_le_bytes().to_vec()), f16);
    let bf16 = stored_as(Dtype::BF16, |value| half::bf16::from_f32(value).to_le_bytes().to_vec());
    let differences = bf16.iter().zip(&f16).map(|(a, b)| (a - b).abs());
    let most = differences.fold(0.0_f32, f32::max);
    assert!(0.0 < most && most < 0.3, "eight bits of each weight are left: {most}");
}

#[test]
fn what_pytorch_counts_while_training_is_passed_over() {
    let copy = Copy::new().with_tensors(|tensors| {
        tensors.push(("bn1.num_batches_tracked".to_owned(), Dtype::I64, vec![], vec![0; 8]));
    });
    Pack::load(copy.path()).unwrap();
}
