//! The report's tables.

use maud::{Markup, html};

use super::super::bootstrap::Figure;
use super::super::calibration::{CalibrationReport, Honesty};
use super::super::interval::Proportion;
use super::super::outside::OutsideReport;
use super::super::report::Evaluation;
use super::super::scores::{ClassScores, Scores};
use super::super::words::{NOT_DEFINED, number, percent};

/// A row of the first table: its name, which figure, and how it is said.
type Row = (&'static str, fn(&Scores) -> Figure, fn(f64) -> String);

const ROWS: [Row; 5] = [
    ("Accuracy", |of| of.accuracy, in_percent),
    ("Balanced accuracy", |of| of.balanced_accuracy, in_percent),
    ("Macro F1", |of| of.macro_f1, number),
    ("Cohen’s κ", |of| of.kappa, number),
    ("Expected calibration error", |of| of.ece, number),
];

pub(super) fn scores(of: &Evaluation) -> Markup {
    let colour = of.baselines.colour.as_ref().map(|colour| &colour.scores);
    let majority = &of.baselines.majority;
    html! {
        div.scroll {
            table {
                thead { tr { th { "Score" } th { "Model" } th { "Colours alone" } th { "Always " (majority.label) } } }
                tbody {
                    @for (name, figure, say) in ROWS {
                        tr {
                            td { (name) }
                            td.main { (cell(&figure(&of.scores), say)) }
                            td { @match colour { Some(colour) => (cell(&figure(colour), say)), None => span.none { "not measured" } } }
                            td { (cell(&figure(&majority.scores), say)) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn classes(classes: &[ClassScores]) -> Markup {
    let columns: [fn(&ClassScores) -> Figure; 5] =
        [|c| c.prevalence, |c| c.sensitivity, |c| c.specificity, |c| c.ppv, |c| c.npv];
    html! {
        table {
            thead { tr { th { "Class" } th { "Images" } th { "Share here" } th { "Sensitivity" } th { "Specificity" } th { "PPV" } th { "NPV" } th { "F1" } } }
            tbody {
                @for class in classes {
                    tr {
                        td { (class.label) }
                        td { (class.support) }
                        @for column in columns { td { (cell(&column(class), in_percent)) } }
                        td { (cell(&class.f1, number)) }
                    }
                }
            }
        }
    }
}

pub(super) fn calibration(of: &CalibrationReport) -> Markup {
    let row = |name: &str, honesty: &Honesty| {
        html! {
            tr {
                td { (name) }
                td { (number(honesty.temperature)) }
                td { (number(honesty.ece)) }
                td { (number(honesty.ece_equal_mass)) }
                td { (number(honesty.brier)) }
                td { (number(honesty.negative_log_likelihood)) }
            }
        }
    };
    html! {
        table {
            thead { tr { th { "Probabilities" } th { "Temperature" } th { "ECE, 15 equal widths" } th { "ECE, equal counts" } th { "Brier (0 to 2)" } th { "Neg. log likelihood" } } }
            tbody {
                (row("without temperature", &of.unscaled))
                (row("with the pack’s", &of.pack))
                (row("fitted on these images", &of.fitted))
            }
        }
    }
}

pub(super) fn answers(of: &Evaluation) -> Markup {
    html! {
        table {
            thead { tr { th { "Probability of the leading class" } th { "Images inside" } th { "Right" } th { "Share" } } }
            tbody {
                @for band in &of.answers {
                    @let right = Proportion::new(u64::from(band.right), u64::from(band.images));
                    tr {
                        td { (format!("{:.2} to {:.2}", band.from, band.to)) }
                        td { (band.images) }
                        td { (band.right) }
                        td { (counted(&right)) }
                    }
                }
            }
        }
    }
}

pub(super) fn outside(of: &OutsideReport) -> Markup {
    html! {
        table {
            thead { tr { th { "Foreign images" } th { "Images" } th { "Called inside" } th { "AUROC, energy" } th { "AUROC, looks" } } }
            tbody {
                @for source in &of.sources {
                    tr {
                        td { (source.name) }
                        td { (source.inside.of) }
                        td { (counted(&source.inside)) }
                        td { (area(source.auroc_energy)) }
                        td { (area(source.auroc_appearance)) }
                    }
                }
                tr {
                    td { b { "all" } }
                    td { (of.inside.of) }
                    td { (counted(&of.inside)) }
                    td { (area(of.auroc_energy)) }
                    td { (area(of.auroc_appearance)) }
                }
            }
        }
        p { "AUROC: the chance that a foreign image scores as less familiar than one of this data; 0.5 tells nothing. Size and scale are judged besides, and are in neither." }
    }
}

fn counted(of: &Proportion) -> Markup {
    let [low, high] = of.interval.map(|edge| 100.0 * edge);
    html! { (percent(of.share)) small { (format!("{low:.1} to {high:.1}")) } }
}

fn area(of: Option<f64>) -> String {
    of.map_or(NOT_DEFINED.to_owned(), number)
}

fn in_percent(share: f64) -> String {
    percent(Some(share))
}

/// A figure with its interval below it.
fn cell(figure: &Figure, say: fn(f64) -> String) -> Markup {
    html! {
        @match (figure.value, figure.interval) {
            (None, _) => span.none { (NOT_DEFINED) },
            (Some(value), None) => { (say(value)) small { "no interval" } },
            (Some(value), Some([low, high])) => { (say(value)) small { (say(low).replace(" %", "")) " to " (say(high)) } },
        }
    }
}
