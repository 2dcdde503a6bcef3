//! `model evaluate`.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use classify::evaluate::bootstrap::Figure;
use classify::evaluate::calibration::Honesty;
use classify::evaluate::scores::Scores;
use classify::evaluate::words::{
    number, number_with_interval, percent, percent_with_interval, points, proportion,
};
use classify::evaluate::{Request, Stage, page};
use classify::{Evaluation, evaluate};
use domain::event::AnswerBand;

use super::{show, start};
use crate::cli::EvaluateArgs;
use crate::failure::Failure;

/// Measures, tells, and writes the report.
///
/// # Errors
/// A pack that cannot be used, data that makes no sense, a report that cannot be written.
pub async fn run(arguments: EvaluateArgs) -> Result<(), Failure> {
    let EvaluateArgs { pack, data, baseline, outside, seed, json, report, engine } = arguments;
    if let Some(path) = &report {
        // Before minutes of work, not after them; an earlier report stays until there is a new one.
        let opened = OpenOptions::new().append(true).create(true).open(path);
        opened.map_err(|error| unwritable(path, &error))?;
    }
    let request = Request {
        data,
        baseline,
        outside,
        seed,
        program: concat!("hemaclassify ", env!("CARGO_PKG_VERSION")).to_owned(),
        measured_at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    };
    let evaluation = evaluate(&start(&pack, &engine)?, &request, progress()).await?;
    if let Some(path) = &report {
        fs::write(path, page::page(&evaluation)).map_err(|error| unwritable(path, &error))?;
    }
    show(&evaluation, json, print)
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::failed(format!("cannot write {}: {error}", path.display()))
}

/// A line that is written over, where somebody watches.
fn progress() -> impl FnMut(Stage, usize, usize) {
    let watched = std::io::stderr().is_terminal();
    move |stage, done, of| {
        if watched {
            let what = match stage {
                Stage::Data => "predicted",
                Stage::Baseline => "read for the colour baseline",
                Stage::Outside => "foreign images predicted",
            };
            let end = if done == of { "\n" } else { "" };
            eprint!("\r{done} of {of} {what}{end}");
            // A progress line that cannot be written is no reason to stop measuring.
            let _ = std::io::stderr().flush();
        }
    }
}

pub(super) fn print(of: &Evaluation) {
    let patients = match of.data.patients {
        Some(patients) => format!("{patients} patients"),
        None => "patients not named".to_owned(),
    };
    println!("{} on {} images, {patients}: {}", of.model.name, of.data.images, of.data.source);
    println!("model {}\ndata  {}\n", of.model.digest, of.data.digest);
    print_scores(of);
    print_classes(&of.scores);
    print_confusion(of);
    print_calibration(of);
    print_familiarity(of);
    for failed in &of.data.failed {
        println!("not predicted: {}: {}", failed.file, failed.problem);
    }
    println!();
    for caveat in &of.caveats {
        println!("- {caveat}");
    }
    println!("\n{}\n{}", of.model.statement, of.research_use);
}

fn print_scores(of: &Evaluation) {
    type Row = (&'static str, fn(&Scores) -> Figure, fn(&Figure) -> String);
    const ROWS: [Row; 5] = [
        ("accuracy", |of| of.accuracy, percent_with_interval),
        ("balanced accuracy", |of| of.balanced_accuracy, percent_with_interval),
        ("macro F1", |of| of.macro_f1, number_with_interval),
        ("Cohen's κ", |of| of.kappa, number_with_interval),
        ("calibration error", |of| of.ece, number_with_interval),
    ];
    let majority = &of.baselines.majority;
    let always = format!("always {}", majority.label);
    println!("{:<19}{:<26}{:<26}{always}", "", "model (95 %)", "colours alone");
    for (name, figure, say) in ROWS {
        let colour = match &of.baselines.colour {
            Some(colour) => say(&figure(&colour.scores)),
            None => "not measured".to_owned(),
        };
        let (model, constant) = (say(&figure(&of.scores)), say(&figure(&majority.scores)));
        println!("{name:<19}{model:<26}{colour:<26}{constant}");
    }
    if let Some(colour) = &of.baselines.colour {
        println!("accuracy above that of colours alone: {}", points(&colour.advantage));
    }
    println!("right: {} (Wilson)", proportion(&of.accuracy));
}

fn print_classes(of: &Scores) {
    println!(
        "\n{:<16}{:>7}  sensitivity (95 %)        PPV (95 %)                F1",
        "class", "images"
    );
    for class in &of.classes {
        let f1 = class.f1.value.map_or("not defined".to_owned(), number);
        println!(
            "{:<16}{:>7}  {:<26}{:<26}{f1}",
            class.label.as_str(),
            class.support,
            percent_with_interval(&class.sensitivity),
            percent_with_interval(&class.ppv)
        );
    }
}

fn print_confusion(of: &Evaluation) {
    println!("\ntruth \\ predicted");
    for (label, row) in of.labels.iter().zip(&of.confusion) {
        let counts: Vec<_> = row.iter().map(|count| format!("{count:>6}")).collect();
        println!("{:<16}{}", label.as_str(), counts.concat());
    }
    println!("\nprobability   right of images inside");
    for AnswerBand { from, to, images, right } in &of.answers {
        println!("{from:.2} to {to:.2} {right:>7} of {images}");
    }
}

fn print_calibration(of: &Evaluation) {
    let Some(calibration) = &of.calibration else { return };
    println!(
        "\n{:<24}{:>11}{:>8}{:>14}{:>8}{:>8}",
        "probabilities", "temperature", "ECE", "ECE (counts)", "Brier", "NLL"
    );
    let row = |name: &str, honesty: &Honesty| {
        let Honesty { temperature, ece, ece_equal_mass, brier, negative_log_likelihood, .. } =
            honesty;
        println!(
            "{name:<24}{temperature:>11.3}{ece:>8.4}{ece_equal_mass:>14.4}{brier:>8.4}{negative_log_likelihood:>8.4}"
        );
    };
    row("without temperature", &calibration.unscaled);
    row("with the pack's", &calibration.pack);
    row("fitted on these images", &calibration.fitted);
}

fn print_familiarity(of: &Evaluation) {
    println!("\ninside: {}", proportion(&of.inside));
    let Some(outside) = &of.outside else { return };
    let area = |of: Option<f64>| of.map_or("not defined".to_owned(), number);
    println!("foreign images called inside: {}", proportion(&outside.inside));
    println!(
        "\n{:<28}{:>7}{:>10}{:>14}{:>14}",
        "foreign images", "images", "inside", "AUROC energy", "AUROC looks"
    );
    for source in &outside.sources {
        println!(
            "{:<28}{:>7}{:>10}{:>14}{:>14}",
            source.name,
            source.inside.of,
            percent(source.inside.share),
            area(source.auroc_energy),
            area(source.auroc_appearance)
        );
    }
    for failed in &outside.failed {
        println!("not predicted: {}: {}", failed.file, failed.problem);
    }
}
