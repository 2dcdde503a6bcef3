//! `samples generate`.

use std::num::NonZeroUsize;

use samples::{Label, Order, Refusal};

use crate::cli::{GenerateArgs, SamplesCommand};
use crate::failure::Failure;
use crate::progress::Stage;

/// Runs `samples …`.
///
/// # Errors
/// A folder that is not empty, a size that is not drawn, a disk that does not take the files.
pub async fn run(command: SamplesCommand) -> Result<(), Failure> {
    let SamplesCommand::Generate(arguments) = command;
    let order = order(arguments);
    let folder = order.folder.display().to_string();
    let drawn = tokio::task::spawn_blocking(move || draw(&order)).await??;
    println!("{drawn} fields in {folder}");
    println!(
        "Demonstration, synthetic images; For research use only. Not for use in diagnostic procedures."
    );
    Ok(())
}

fn order(arguments: GenerateArgs) -> Order {
    let GenerateArgs { out, seed, patients, fields, size, classes } = arguments;
    Order {
        folder: out,
        seed,
        patients: patients.get(),
        fields: fields.get(),
        size,
        labels: if classes.is_empty() { Label::EVERY.to_vec() } else { classes },
        threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    }
}

fn draw(order: &Order) -> Result<usize, Failure> {
    let mut stage = Stage::begin("drawing fields");
    let drawn = samples::generate(order, |done, of| stage.at(done as u64, done as u64, of as u64));
    stage.end();
    drawn.map_err(|refusal| match refusal {
        Refusal::Disk(..) | Refusal::Encoder(_) => Failure::from(refusal),
        _ => Failure::Usage(refusal.to_string()),
    })
}
