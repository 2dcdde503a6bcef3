//! `model bench`.

use classify::{Bench, BenchSettings, Pack, bench};

use super::show;
use crate::cli::BenchArgs;
use crate::failure::Failure;

/// Measures, and tells.
///
/// # Errors
/// A pack or an image that cannot be used.
pub async fn run(arguments: BenchArgs) -> Result<(), Failure> {
    let BenchArgs { pack, image, precision, threads, batch, rounds, json } = arguments;
    let file = image.map(std::fs::read).transpose()?.map(Into::into);
    let settings = BenchSettings { precision, threads, batch, rounds };
    let measured = bench(&Pack::load(&pack)?, file, settings).await?;
    show(&measured, json, print)
}

fn print(bench: &Bench) {
    let Bench { model, architecture, precision, processor, threads, batch, rounds, .. } = bench;
    let [width, height] = bench.image;
    println!("{model} ({architecture}), {precision} on {processor}");
    println!("threads {threads}, batch {batch}, {rounds} rounds, image {width} × {height}\n");
    println!("for one image               wall ms   processor ms");
    for part in &bench.parts {
        println!("{:<26}{:>9.2}{:>15.2}", part.name, part.wall_ms, part.cpu_ms);
    }
    println!("\nnetwork / Candle's      {:.3}", bench.network_to_candle);
    println!("preparation / network   {:.3}", bench.preparation_to_network);
}
