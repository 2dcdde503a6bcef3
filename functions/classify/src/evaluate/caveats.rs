//! What must be said beside the figures, so that they promise no more than they hold.

use super::baseline::LearnedFrom;
use super::report::Evaluation;

/// Below this, resampling patients is rough.
const FEW_PATIENTS: u64 = 20;

/// Everything that a reader of these figures must know.
pub fn caveats(of: &Evaluation) -> Vec<String> {
    let mut all = vec![
        "These figures hold for images made like these. Another stain, analyser, laboratory or kind of \
         patient is in no interval."
            .to_owned(),
        "Whether the model learned from these images, or was chosen on them, the program cannot know; \
         compare the data's digest with what the pack says it was trained on."
            .to_owned(),
        patients(of),
        "PPV and NPV hold at the share of each class in this data, which is seldom that of a clinic."
            .to_owned(),
        "The temperature called fitted was fitted on these very images, which flatters it.".to_owned(),
    ];
    all.extend(absent(of));
    all.extend(failed(of));
    if !of.data.passed_over.is_empty() {
        let columns = of.data.passed_over.join(", ");
        all.push(format!("Nothing was read from the table's columns {columns}."));
    }
    all.extend(baseline(of));
    all
}

fn patients(of: &Evaluation) -> String {
    match of.data.patients {
        None => "The data names no patients: images are resampled one by one, as if they were \
                 independent. Images of one patient are alike, so the truth may lie further off."
            .to_owned(),
        Some(1) => {
            "All images are of one patient: there are no intervals, and nothing is known of \
                    another patient."
                .to_owned()
        }
        Some(patients) if patients < FEW_PATIENTS => format!(
            "The intervals resample {patients} patients; with so few they are rough, and rather too \
             narrow."
        ),
        Some(patients) => format!("The intervals resample {patients} patients, not single images."),
    }
}

fn absent(of: &Evaluation) -> Option<String> {
    let absent = of.scores.classes.iter().filter(|class| class.support == 0);
    let absent: Vec<&str> = absent.map(|class| class.label.as_str()).collect();
    (!absent.is_empty()).then(|| {
        format!("No image is of {}: nothing is known of how these are found.", absent.join(", "))
    })
}

fn failed(of: &Evaluation) -> Option<String> {
    (!of.data.failed.is_empty()).then(|| {
        format!("{} files could not be predicted and count in no figure.", of.data.failed.len())
    })
}

fn baseline(of: &Evaluation) -> Option<String> {
    let Some(colour) = &of.baselines.colour else {
        return Some(
            "No colour baseline: there were no other images to learn from, and too few here."
                .into(),
        );
    };
    Some(match &colour.learned_from {
        LearnedFrom::Folder { folder, images, left_out, failed } => {
            let mut told = format!("The colour baseline learned from {images} images of {folder}");
            if *left_out > 0 {
                told += &format!("; {left_out} of the same files or patients were left out");
            }
            if *failed > 0 {
                told += &format!("; {failed} could not be read");
            }
            told + "."
        }
        LearnedFrom::CrossValidation { folds, patients_apart } => {
            let apart = match patients_apart {
                true => "each patient's images in one part",
                false => "dealt out image by image, for no patients are named",
            };
            format!(
                "The colour baseline was cross-validated on these images in {folds} parts, {apart}."
            )
        }
    })
}
