//! `model train`.

use classify::train::checkpoint::Epoch;
use classify::train::{Progress, Request, Settings, Trained, train};
use domain::event::PanelDefined;
use domain::ids::PanelId;

use super::evaluate;
use crate::cli::TrainArgs;
use crate::failure::Failure;
use crate::progress::Stage;

/// The part of the usual learning rate for weights that have learned already.
const GENTLER: f64 = 0.3;

/// Trains, tells how far it is, and what the new pack is worth.
///
/// # Errors
/// Data that makes no sense, settings that do not fit, a disk that does not take the pack.
pub async fn run(arguments: TrainArgs) -> Result<(), Failure> {
    let request = request(arguments)?;
    let mut watch = Watch::default();
    let trained = train(&request, |progress| watch.see(progress)).await?;
    watch.end();
    let Trained { pack, evaluation, failed } = trained;
    for failed in failed {
        eprintln!("not read: {}: {}", failed.file, failed.problem);
    }
    evaluate::print(&evaluation);
    println!("\nthe pack is in {}: {}", request.out.display(), pack.digest);
    Ok(())
}

fn request(arguments: TrainArgs) -> Result<Request, Failure> {
    let usual = if arguments.from.is_some() { 1e-3 * GENTLER } else { 1e-3 };
    let device = arguments.device.parse().map_err(|error| Failure::Usage(format!("{error}")))?;
    Ok(Request {
        panel: panel(&arguments.panel)?,
        data: arguments.data,
        validation: arguments.validation,
        except: arguments.except,
        out: arguments.out,
        from: arguments.from,
        settings: Settings {
            architecture: arguments.architecture,
            size: arguments.size,
            epochs: arguments.epochs,
            batch: arguments.batch,
            learning_rate: arguments.learning_rate.unwrap_or(usual),
            weight_decay: 0.05,
            smoothing: 0.05,
            patience: arguments.patience,
            validation: arguments.validation_part,
            seed: arguments.seed,
        },
        device,
        resume: arguments.resume,
        licence: arguments.licence,
        program: concat!("hemaclassify ", env!("CARGO_PKG_VERSION")).to_owned(),
        now: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    })
}

fn panel(id: &PanelId) -> Result<PanelDefined, Failure> {
    let panels = domain::panel::builtin();
    let known: Vec<_> = panels.iter().map(|panel| panel.panel.to_string()).collect();
    let unknown = || Failure::Usage(format!("“{id}” is no panel: {}", known.join(", ")));
    panels.iter().find(|panel| panel.panel == *id).cloned().ok_or_else(unknown)
}

/// Tells how far it is.
#[derive(Default)]
struct Watch {
    stage: Option<(&'static str, Stage)>,
}

impl Watch {
    fn see(&mut self, progress: Progress) {
        match progress {
            Progress::Reading(done, of) => {
                self.stage("reading images").at(done as u64, done as u64, of as u64);
            }
            Progress::Step { step, of, loss, seconds } => {
                let words = format!("step {step} of {of}, loss {loss:.4}, {seconds:.2} s a step");
                self.stage("training").says(step, of, words);
            }
            Progress::Epoch(epoch, Epoch { loss, validation_loss, accuracy }) => {
                let accuracy = 100.0 * accuracy;
                self.stage("training").tell(&format!(
                    "epoch {epoch}: loss {loss:.4}, validation {validation_loss:.4}, {accuracy:.1} % right"
                ));
            }
            Progress::Measuring(done, of) => {
                self.stage("evaluating").at(done as u64, done as u64, of as u64);
            }
        }
    }

    /// The stage of this name; one of another name has ended.
    fn stage(&mut self, name: &'static str) -> &mut Stage {
        if self.stage.as_ref().is_none_or(|(present, _)| *present != name) {
            self.end();
        }
        &mut self.stage.get_or_insert_with(|| (name, Stage::begin(name))).1
    }

    fn end(&mut self) {
        if let Some((_, stage)) = self.stage.take() {
            stage.end();
        }
    }
}
