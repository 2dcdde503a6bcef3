//! `model inspect`, `model predict`, `model evaluate`, `model bench`.

mod bench;

use std::io::{IsTerminal, Write};
use std::path::Path;

use classify::{Engine, Evaluation, FilePredictions, Inspection, Pack};
use domain::event::AnswerBand;
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
        ModelCommand::Evaluate { pack, data, json, engine } => {
            let evaluation = evaluate(&start(&pack, &engine)?, &data).await?;
            show(&evaluation, json, print_evaluation)
        }
        ModelCommand::Bench(arguments) => bench::run(arguments).await,
    }
}

fn start(pack: &Path, engine: &EngineArgs) -> Result<Engine, Failure> {
    let (device, settings) = engine_settings(engine)?;
    Ok(Engine::start(&Pack::load(pack)?, device, settings)?)
}

async fn evaluate(engine: &Engine, folder: &Path) -> Result<Evaluation, Failure> {
    let watched = std::io::stderr().is_terminal();
    let evaluation = classify::evaluate(engine, folder, |done, of| {
        if watched {
            eprint!("\r{done} of {of}");
            // A progress line that cannot be written is no reason to stop measuring.
            let _ = std::io::stderr().flush();
        }
    })
    .await?;
    if watched {
        eprintln!();
    }
    Ok(evaluation)
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

fn print_evaluation(evaluation: &Evaluation) {
    let [low, high] = evaluation.accuracy_95;
    println!(
        "accuracy {:.2} % of {} images (95 %: {:.2} to {:.2}); inside {:.1} %",
        100.0 * evaluation.accuracy,
        evaluation.images,
        100.0 * low,
        100.0 * high,
        100.0 * evaluation.inside
    );
    println!("\ntruth \\ predicted");
    for (label, row) in evaluation.labels.iter().zip(&evaluation.confusion) {
        let counts: Vec<_> = row.iter().map(|count| format!("{count:>6}")).collect();
        println!("{:<16}{}", label.as_str(), counts.concat());
    }
    println!("\nprobability   right of images inside");
    for AnswerBand { from, to, images, right } in &evaluation.answers {
        println!("{from:.2} to {to:.2} {right:>7} of {images}");
    }
    for failed in &evaluation.failed {
        println!("not predicted: {}: {}", failed.file.display(), failed.problem);
    }
    println!("\n{}\n{}", evaluation.statement, evaluation.research_use);
}
