//! What a training was asked for, and what follows from that before the first step.

use std::path::{Path, PathBuf};

use domain::event::PanelDefined;
use domain::ids::{LabelId, Sha256};

use super::parameters::Values;
use super::pictures::{self, Picture};
use super::split::{Member, shared, split};
use super::{DEMONSTRATION, Progress, Settings, Sides, TrainError};
use crate::RESEARCH_USE;
use crate::device::Device;
use crate::hrnet::Variant;
use crate::labelled::{Sample, samples};
use crate::pack::{Input, Pack, Resize};

/// What to train, on what.
#[derive(Clone, Debug)]
pub struct Request {
    /// The panel whose labels are learned: those of which there are pictures.
    pub panel: PanelDefined,
    /// A folder that holds a folder for each label, or a table with patients.
    pub data: PathBuf,
    /// Other pictures to validate on; without them a part of the data is.
    pub validation: Option<PathBuf>,
    /// Names in the data that are left out.
    pub except: Vec<LabelId>,
    /// Where the pack is written: nothing may be there.
    pub out: PathBuf,
    /// A pack whose weights are begun with.
    pub from: Option<PathBuf>,
    /// How.
    pub settings: Settings,
    /// What computes.
    pub device: Device,
    /// Whether to go on with a training that was broken off.
    pub resume: bool,
    /// The licence of the weights, for the manifest.
    pub licence: String,
    /// The program and its version, for the card.
    pub program: String,
    /// When, for the evaluation.
    pub now: String,
}

/// What a training begins with.
pub(super) struct Begin {
    pub variant: Variant,
    pub input: Input,
    pub from: Option<Pack>,
}

impl Begin {
    /// The values that are taken over: without the classifier when the labels are others.
    pub fn values(&self, pack: &Pack, labels: &[LabelId]) -> Result<Values, TrainError> {
        let mut values = pack.values(&candle_core::Device::Cpu)?;
        if pack.manifest.labels != labels {
            values.retain(|name, _| !name.starts_with("classifier."));
        }
        Ok(values)
    }

    /// What it begins with, for the card.
    pub fn words(&self, labels: &[LabelId]) -> String {
        match &self.from {
            None => "It began with random weights.".to_owned(),
            Some(pack) => {
                let classifier = match pack.manifest.labels == labels {
                    true => "",
                    false => " but for the classifier, which began anew",
                };
                format!(
                    "It began with the weights of `{}` ({}){classifier}.",
                    pack.manifest.name, pack.digest
                )
            }
        }
    }
}

/// Sentences that several files of the pack hold.
pub(super) struct Words {
    pub statement: String,
    pub training_data: String,
    pub data: String,
    pub set: String,
    pub split: String,
    pub kept: usize,
}

impl Request {
    /// The pack's name: its folder's.
    pub(super) fn name(&self) -> String {
        named(&self.out)
    }

    /// Where the training lies until the pack is whole: beside it.
    pub(super) fn working_folder(&self) -> Result<PathBuf, TrainError> {
        if self.out.exists() {
            return Err(TrainError::Exists(self.out.clone()));
        }
        let folder = self.out.with_file_name(format!("{}.training", self.name()));
        match (folder.exists(), self.resume) {
            (true, false) => Err(TrainError::Unfinished(folder)),
            (false, true) => Err(TrainError::NothingToResume(folder)),
            _ => Ok(folder),
        }
    }

    /// The network and its input: those of the pack to begin with, or of the settings.
    pub(super) fn begin(&self) -> Result<Begin, TrainError> {
        let from = self.from.as_ref().map(Pack::load).transpose()?;
        let named: Variant = (self.settings.architecture.parse())
            .map_err(|error| TrainError::Setting(format!("{error}")))?;
        let input = match &from {
            Some(pack) if pack.variant != named => {
                return Err(TrainError::Setting(format!(
                    "{} is a {}, not a {named}",
                    pack.manifest.name, pack.variant
                )));
            }
            Some(pack) => Input { size: self.settings.size, ..pack.manifest.input.clone() },
            None => Input {
                size: self.settings.size,
                resize: Resize::Stretch,
                mean: [0.485, 0.456, 0.406],
                deviation: [0.229, 0.224, 0.225],
            },
        };
        Ok(Begin { variant: named, input, from })
    }

    /// The pictures of both sides. Labels come in the panel's order, or in that of the pack to begin with if
    /// it has the same.
    pub(super) async fn read(
        &self,
        Begin { input, from, .. }: &Begin,
        progress: &mut impl FnMut(Progress),
    ) -> Result<Sides, TrainError> {
        let panel: Vec<LabelId> = self.panel.labels.iter().map(|label| label.id.clone()).collect();
        let known: Vec<LabelId> = panel.iter().chain(&self.except).cloned().collect();
        let listed = samples(&self.data, &known)?;
        let others = self.validation.as_deref().map(|path| samples(path, &known)).transpose()?;
        let mut all = self.kept(listed.all, &known);
        let mut others = others.map(|others| self.kept(others.all, &known));
        let met = |label: &usize| all.iter().any(|sample| sample.label == *label);
        let mut labels: Vec<usize> = (0..panel.len()).filter(met).collect();
        if labels.len() < 2 {
            return Err(TrainError::Labels(labels.len()));
        }
        if let Some(pack) = from {
            let place =
                |label: &usize| pack.manifest.labels.iter().position(|l| *l == panel[*label]);
            let same = pack.manifest.labels.len() == labels.len();
            if same && labels.iter().all(|label| place(label).is_some()) {
                labels.sort_by_key(place);
            }
        }
        let renumber = |samples: &mut Vec<Sample>| -> Result<(), TrainError> {
            for sample in samples {
                let place = labels.iter().position(|label| *label == sample.label);
                sample.label =
                    place.ok_or_else(|| TrainError::Unsplit(panel[sample.label].clone()))?;
            }
            Ok(())
        };
        renumber(&mut all)?;
        others.as_mut().map_or(Ok(()), renumber)?;
        let labels: Vec<LabelId> = labels.iter().map(|label| panel[*label].clone()).collect();

        let total = all.len() + others.as_ref().map_or(0, Vec::len);
        let first = all.len();
        let (pictures, mut failed) =
            pictures::read(all, input, |done, _| progress(Progress::Reading(done, total))).await;
        let others = match others {
            Some(others) => {
                let (others, more) = pictures::read(others, input, |done, _| {
                    progress(Progress::Reading(first + done, total));
                })
                .await;
                failed.extend(more);
                Some(others)
            }
            None => None,
        };
        let patients = pictures.iter().all(|picture| picture.sample.patient.is_some());
        let (training, validation) = self.sides(pictures, others, &labels)?;
        Ok(Sides {
            labels,
            training,
            validation,
            failed,
            passed_over: listed.passed_over,
            patients,
            synthetic: is_synthetic(&self.data),
        })
    }

    fn kept(&self, samples: Vec<Sample>, known: &[LabelId]) -> Vec<Sample> {
        let kept = |sample: &Sample| !self.except.contains(&known[sample.label]);
        samples.into_iter().filter(kept).collect()
    }

    fn sides(
        &self,
        pictures: Vec<Picture>,
        others: Option<Vec<Picture>>,
        labels: &[LabelId],
    ) -> Result<(Vec<Picture>, Vec<Picture>), TrainError> {
        let members: Vec<Member> = pictures.iter().map(Picture::member).collect();
        let Some(others) = others else {
            let Settings { validation, seed, .. } = self.settings;
            let split = split(&members, labels.len(), validation, seed)
                .map_err(|label| TrainError::Unsplit(labels[label].clone()))?;
            let chosen = |at: &usize| split.validation.binary_search(at).is_ok();
            let (validation, training): (Vec<_>, Vec<_>) =
                pictures.into_iter().enumerate().partition(|(at, _)| chosen(at));
            let bare = |side: Vec<(usize, Picture)>| side.into_iter().map(|(_, of)| of).collect();
            return Ok((bare(training), bare(validation)));
        };
        let theirs: Vec<Member> = others.iter().map(Picture::member).collect();
        match shared(&theirs, &members) {
            Some(at) => Err(TrainError::Shared(others[at].sample.name.clone())),
            None if others.is_empty() => Err(TrainError::Unsplit(labels[0].clone())),
            None => Ok((pictures, others)),
        }
    }

    /// What tells this training from others: a checkpoint of another one is not gone on with.
    pub(super) fn run(
        &self,
        [training, validation]: &[Sha256; 2],
        labels: &[LabelId],
        begin: &Begin,
    ) -> Result<String, TrainError> {
        let settings = toml::to_string(&self.settings)
            .map_err(|error| TrainError::Setting(error.to_string()))?;
        let labels: Vec<_> = labels.iter().map(LabelId::as_str).collect();
        let from = begin.from.as_ref().map_or("nothing".to_owned(), |pack| pack.digest.to_string());
        Ok(format!(
            "{settings}labels {}\ntraining {training}\nvalidation {validation}\nfrom {from}\n",
            labels.join(" ")
        ))
    }

    /// What is told of the data.
    pub(super) fn words(&self, sides: &Sides, kept: usize) -> Words {
        let data = match self.data.is_file() {
            true => named(
                self.data
                    .canonicalize()
                    .unwrap_or(self.data.clone())
                    .parent()
                    .unwrap_or(&self.data),
            ),
            false => named(&self.data.canonicalize().unwrap_or(self.data.clone())),
        };
        let count = sides.training.len();
        let (drawn, limits) = match sides.synthetic {
            true => (
                format!("{}. ", capital(DEMONSTRATION)),
                "It has learned drawings and knows nothing of real smears. ",
            ),
            false => (String::new(), ""),
        };
        let by = match (&self.validation, sides.patients) {
            (Some(_), true) => "Validated on other pictures, of other patients.",
            (Some(_), false) => {
                "Validated on other pictures; not every picture names its patient, so whether the patients are others is not known."
            }
            (None, true) => "Split by patient: no patient's pictures stand on both sides.",
            (None, false) => {
                "Split by file, and by patient where one is named: equal files stand on one side, but whether other pictures of one patient stand on both is not known."
            }
        };
        Words {
            statement: format!(
                "{drawn}Learned from {count} pictures, {data}; knows {} labels of its panel and gives everything one of them. {limits}{RESEARCH_USE}",
                sides.labels.len()
            ),
            training_data: format!("{drawn}{count} pictures, {data}."),
            set: format!("validation part of {data}, {} pictures", sides.validation.len()),
            data,
            split: by.to_owned(),
            kept,
        }
    }
}

/// The last part of a path.
fn named(path: &Path) -> String {
    path.file_name().map_or("pack".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn capital(words: &str) -> String {
    let (first, rest) = words.split_at(1);
    first.to_uppercase() + rest
}

/// Whether the card beside the data says that no picture shows the blood of a person.
fn is_synthetic(data: &Path) -> bool {
    let folder = if data.is_file() { data.parent().unwrap_or(Path::new("")) } else { data };
    let card = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    card.to_lowercase().contains("synthetic images")
}
