//! The card of a trained pack: what it learned from, how, and how far that goes.

use std::fmt::Write;

use domain::ids::Sha256;

use super::augment;
use super::checkpoint::Epoch;
use super::settings::Settings;
use crate::RESEARCH_USE;
use crate::pack::Manifest;

/// What is said of a model that learned from drawings.
pub const DEMONSTRATION: &str = "demonstration model, trained on synthetic images";

/// What the card tells.
pub struct Card<'a> {
    /// The pack's manifest.
    pub manifest: &'a Manifest,
    /// How it was trained.
    pub settings: &'a Settings,
    /// What the epochs came to.
    pub epochs: &'a [Epoch],
    /// The epoch whose weights were kept, counted from 1.
    pub kept: usize,
    /// What the data is called.
    pub data: &'a str,
    /// SHA-256 of training and validation pictures with their labels.
    pub digests: [Sha256; 2],
    /// Pictures of each label for training and validation.
    pub counts: &'a [[usize; 2]],
    /// How the split was made, in words.
    pub split: &'a str,
    /// Whether the pictures are drawn.
    pub synthetic: bool,
    /// What it began with, in words.
    pub began: &'a str,
    /// Pictures that could not be read.
    pub failed: usize,
    /// The program and its version.
    pub program: &'a str,
}

impl Card<'_> {
    /// The card as Markdown.
    pub fn text(&self) -> String {
        let Self {
            manifest,
            settings,
            epochs,
            kept,
            data,
            counts,
            split,
            began,
            failed,
            program,
            ..
        } = self;
        let demonstration = match self.synthetic {
            true => format!(
                "**This is a {DEMONSTRATION}.** It has learned drawings: how well it does on them says nothing about smears of patients.\n\n"
            ),
            false => String::new(),
        };
        let mut table = String::new();
        for (label, [training, validation]) in manifest.labels.iter().zip(*counts) {
            let _ = writeln!(table, "| {label} | {training} | {validation} |");
        }
        let [training, validation] =
            [0, 1].map(|side| counts.iter().map(|of| of[side]).sum::<usize>());
        let Settings {
            architecture,
            size,
            batch,
            learning_rate,
            weight_decay,
            smoothing,
            patience,
            seed,
            ..
        } = settings;
        let last = epochs.len();
        let result = match manifest.results.first() {
            Some(result) => {
                format!("{:.1} % of {} validation pictures", 100.0 * result.accuracy, result.images)
            }
            None => "not measured".to_owned(),
        };
        let calibration = &manifest.calibration;
        let [training_digest, validation_digest] = self.digests;
        let augmentations = augment::WORDS;
        format!(
            "# {name}

**{RESEARCH_USE}**

{demonstration}A model for the panel `{panel}`. It knows the labels below and no other: whatever it is shown, it gives one of them.

## What it learned from

{data}: {training} pictures to learn from, {validation} to validate on; {failed} could not be read and were left out. {split}

| label | training | validation |
| --- | ---: | ---: |
{table}
SHA-256 over a line for each picture, its file's SHA-256 and its label, sorted: training `{training_digest}`,
validation `{validation_digest}`.

## How it was trained

- `{architecture}` at {size} × {size} pixels. {began}
- Each class was shown as often as any other. Pictures were changed by chance: {augmentations}.
- AdamW with a rate of at most {learning_rate} (up in 5 % of the steps, then down as a cosine), weight decay {weight_decay} (not on
  biases and normalizations), {batch} pictures a step, label smoothing {smoothing}, weights averaged over steps.
- {last} epochs; the weights of epoch {kept} were kept, which had the lowest validation loss; it ends after {patience} epochs
  without a better one. Seed {seed}: the same pictures, settings, program and machine give the same weights.
- Temperature {temperature:.4} and energy threshold {energy:.4} were fitted on the validation pictures, the limits of looks on the training
  pictures.

Trained by `{program}`.

## Figures

Right: {result}. `evaluation.html` and `evaluation.json` hold intervals, each class, calibration, and what colours alone
would reach. **The epoch was chosen and the calibration fitted on these very pictures, so the figures flatter it**: measure
it on pictures that it never met before anything is concluded. `evaluation.html` shows mistakes with their pictures and file names:
look at it before the pack is handed on.

## Not for

Diagnosis, screening, triage, or any decision about a patient. Pictures of another stain, laboratory, microscope or magnification
than those it learned from. How often a label was met in training is not how often it occurs.
",
            name = manifest.name,
            panel = manifest.panel.id,
            temperature = calibration.temperature,
            energy = calibration.energy_threshold,
        )
    }
}
