//! What was measured, as a table.

use crate::drive::{Measured, Samples};

/// The paper that describes the original, its table of the same plan: 300 users, ten routes.
pub const PAPER: &str = "the paper's, on other hardware: 17.5 requests/s, mean 16,700 ms";

/// Prints a run.
pub fn table(title: &str, measured: &Measured) {
    println!("\n{title}");
    println!(
        "  {:<26} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>9}",
        "", "requests", "/s", "mean", "p50", "p90", "p99", "max ms", "errors", "MB"
    );
    let mut all = Samples::default();
    let seconds = measured.wall.as_secs_f64();
    for ((_, name), samples) in &measured.routes {
        line(name, samples, seconds);
        all.add(Samples {
            latencies: samples.latencies.clone(),
            server: samples.server.clone(),
            said: samples.said.clone(),
            ..*samples
        });
    }
    line("all", &all, seconds);
    if !all.server.is_empty() {
        println!("  the server's own time: {}", spread(&mut all.server.clone()));
    }
    for said in &all.said {
        println!("  error: {said}");
    }
    println!(
        "  {seconds:.1} s; processor time: server {:.1} s, generator {:.1} s",
        measured.server_cpu.as_secs_f64(),
        measured.own_cpu.as_secs_f64()
    );
}

fn line(name: &str, samples: &Samples, seconds: f64) {
    let mut sorted = samples.latencies.clone();
    sorted.sort_unstable();
    let at = |share| format!("{:.1}", milliseconds(&sorted, share));
    println!(
        "  {name:<26} {:>9} {:>9.0} {:>8.1} {:>8} {:>8} {:>8} {:>8} {:>7} {:>9.1}",
        sorted.len(),
        sorted.len() as f64 / seconds,
        mean(&sorted),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        samples.errors,
        samples.bytes as f64 / 1e6
    );
}

/// Percentiles in words.
pub fn spread(samples: &mut [u32]) -> String {
    samples.sort_unstable();
    let at = |share| milliseconds(samples, share);
    format!(
        "mean {:.2} ms, p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, max {:.2} ms",
        mean(samples),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    )
}

/// The sample that this share of all is not above (nearest rank).
fn milliseconds(sorted: &[u32], share: f64) -> f64 {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).map_or(f64::NAN, |us| f64::from(*us) / 1e3)
}

fn mean(samples: &[u32]) -> f64 {
    samples.iter().map(|us| f64::from(*us)).sum::<f64>() / samples.len().max(1) as f64 / 1e3
}
