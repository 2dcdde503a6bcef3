//! `model inspect`, `model predict`, `model evaluate`, `model train`, `model bench`.

mod bench;
mod evaluate;
mod train;

use std::path::Path;

use classify::{Engine, FilePredictions, Inspection, Pack};
use serde::Serialize;

use crate::cli::{EngineArgs, ModelCommand};
use crate::failure::Failure;
use crate::packs::engine_settings;

/// Runs `model …`.
///
/// # Errors
/// A pack that cannot be used, a device that is not there, a folder that cannot be measured on; and
/// when a file could not be predicted, after the others were.
pub async fn run(command: ModelCommand) -> Result<(), Failure> {
    match command {
        ModelCommand::Inspect { pack, json } => {
            let inspection = classify::inspect(&Pack::load(&pack)?);
            show(&inspection, json, print_inspection)
        }
        ModelCommand::Predict { pack, files, json, engine } => {
            let predictions = classify::predict_files(&start(&pack, &engine)?, files).await;
            show(&predictions, json, print_predictions)?;
            match predictions.files.iter().filter(|file| file.problem.is_some()).count() {
                0 => Ok(()),
                failed => Err(Failure::Failed(format!("{failed} files could not be predicted"))),
            }
        }
        ModelCommand::Evaluate(arguments) => evaluate::run(arguments).await,
        ModelCommand::Train(arguments) => train::run(arguments).await,
        ModelCommand::Bench(arguments) => bench::run(arguments).await,
    }
}

fn start(pack: &Path, engine: &EngineArgs) -> Result<Engine, Failure> {
    let (device, settings) = engine_settings(engine)?;
    Ok(Engine::start(&Pack::load(pack)?, device, settings)?)
}

fn show<T: Serialize>(value: &T, json: bool, print: fn(&T)) -> Result<(), Failure> {
    match json {
        true => println!("{}", serde_json::to_string_pretty(value)?),
        false => print(value),
    }
    Ok(())
}

fn print_inspection(inspection: &Inspection) {
    let manifest = &inspection.manifest;
    let labels: Vec<_> = manifest.labels.iter().map(|label| label.as_str()).collect();
    println!("{} ({})", manifest.name, manifest.architecture);
    println!("digest      {}", inspection.model);
    println!("panel       {} version {}", manifest.panel.id, manifest.panel.version);
    println!("labels      {}", labels.join(", "));
    println!("parameters  {} ({})", inspection.parameters, inspection.types.join(", "));
    println!("licence     {}", manifest.licence);
    println!("statement   {}", manifest.statement);
    println!("\n{}\n\n{}", inspection.card_head, inspection.research_use);
}

fn print_predictions(predictions: &FilePredictions) {
    for file in &predictions.files {
        let name = file.file.display();
        match (&file.prediction, &file.problem) {
            (Some(prediction), _) => {
                let familiarity = match prediction.familiarity.inside {
                    true => "inside".to_owned(),
                    false => format!("OUTSIDE: {}", prediction.familiarity.reasons.join("; ")),
                };
                println!(
                    "{name}: {} {:.2}, uncertainty {:.2}, {familiarity}",
                    prediction.label, prediction.confidence, prediction.uncertainty
                );
            }
            (None, problem) => println!("{name}: {}", problem.as_deref().unwrap_or("no answer")),
        }
    }
    println!("\n{}\n{}", predictions.statement, predictions.research_use);
}
