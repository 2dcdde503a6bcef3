//! The report as one HTML file that needs nothing else: no script, no address, no font.
//!
//! Every text goes through the template's escaping; only the style sheet and the plots' own markup
//! do not.

mod confusion;
mod forest;
mod mistakes;
mod plot;
mod reliability;
mod risk;
mod tables;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::report::{Evaluation, FailedFile};
use super::words::{points, proportion};

const STYLE: &str = include_str!("style.css");

/// The whole report.
pub fn page(of: &Evaluation) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Even if something slipped through: nothing is fetched and nothing runs.
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                title { "Evaluation of " (of.model.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (head(of))
                    (scores(of))
                    (caveats(of))
                    (honesty(of))
                    (by_class(of))
                    (confused(of))
                    (risky(of))
                    (familiar(of))
                    (mistakes::sheet(of))
                    (failed(&of.data.failed))
                    p.foot { (of.research_use) }
                }
            }
        }
    }
    .into_string()
}

fn head(of: &Evaluation) -> Markup {
    let patients = match of.data.patients {
        Some(patients) => format!("of {patients} patients"),
        None => "patients not named".to_owned(),
    };
    html! {
        header {
            h1 { "Evaluation of " (of.model.name) }
            p.use { (of.research_use) }
            p { (of.model.statement) }
            dl {
                dt { "Data" } dd { (of.data.source) ": " (of.data.images) " images, " (patients) }
                dt { "Digest of the data" } dd.mono { (of.data.digest) }
                dt { "Digest of the model" } dd.mono { (of.model.digest) }
                dt { "Network" } dd { (of.model.architecture) ", on " (of.model.device) " in " (of.model.precision) }
                dt { "Trained on" } dd { (of.model.training_data) }
                dt { "Licence of the weights" } dd { (of.model.licence) }
                dt { "Measured" } dd { (of.measured_at) " with " (of.program) }
                dt { "Intervals" } dd {
                    "95 %, percentiles of " (of.data.resamples) " resamples of "
                    (if of.data.patients.is_some() { "patients" } else { "images" })
                    ", seed " (of.data.seed)
                }
            }
        }
    }
}

fn scores(of: &Evaluation) -> Markup {
    html! {
        section {
            h2 { "Scores, beside what colours alone reach" }
            p {
                "The colour baseline sees how often each colour is met in an image, and no shape. What it reaches "
                "needs no knowledge of cells. Where every resample agrees there is no interval; shares that are 0 or 1 then have Wilson’s."
            }
            (tables::scores(of))
            @if let Some(colour) = &of.baselines.colour {
                p { "The model's accuracy less that of colours alone: " b { (points(&colour.advantage)) } "." }
            }
            p {
                "Counted as if images were independent (Wilson): " (proportion(&of.accuracy))
                "; of the images called inside, " (proportion(&of.accuracy_inside)) "."
            }
        }
    }
}

fn caveats(of: &Evaluation) -> Markup {
    html! {
        section {
            h2 { "What to know before believing it" }
            ul { @for caveat in &of.caveats { li { (caveat) } } }
        }
    }
}

fn honesty(of: &Evaluation) -> Markup {
    let Some(calibration) = &of.calibration else { return html! {} };
    html! {
        section {
            h2 { "Is it right as often as it says?" }
            p {
                "On the dashed line it would be. Below it the model says more than it holds. The area of a mark, and the bars, "
                "say how many images are behind it."
            }
            div.pair {
                (reliability::diagram(&calibration.unscaled, "Without temperature"))
                (reliability::diagram(&calibration.pack, "With the pack’s temperature"))
            }
            div.scroll { (tables::calibration(calibration)) }
            div.scroll { (tables::answers(of)) }
        }
    }
}

fn by_class(of: &Evaluation) -> Markup {
    html! {
        section {
            h2 { "Class by class" }
            (forest::plot(&of.scores.classes))
            div.scroll { (tables::classes(&of.scores.classes)) }
            @if let Some(colour) = &of.baselines.colour {
                h3 { "The same of colours alone" }
                div.scroll { (tables::classes(&colour.scores.classes)) }
            }
        }
    }
}

fn confused(of: &Evaluation) -> Markup {
    html! {
        section {
            h2 { "What was taken for what" }
            (confusion::heat_map(&of.labels, &of.confusion))
        }
    }
}

fn risky(of: &Evaluation) -> Markup {
    html! {
        section.whole {
            h2 { "If only the surest answers were heard" }
            (risk::plot(&of.risk_coverage))
        }
    }
}

fn familiar(of: &Evaluation) -> Markup {
    html! {
        section {
            h2 { "Inside and outside what the model knows" }
            p { "Of this data called inside: " (proportion(&of.inside)) "." }
            @if let Some(outside) = &of.outside {
                p { "Foreign images from " (outside.folder) " called inside, wrongly: " (proportion(&outside.inside)) "." }
                div.scroll { (tables::outside(outside)) }
                (failed(&outside.failed))
            } @else {
                p { "No foreign images were shown to it, so nothing is known here of what it would take for its own." }
            }
        }
    }
}

fn failed(files: &[FailedFile]) -> Markup {
    html! {
        @if !files.is_empty() {
            section {
                h2 { "Not predicted: " (files.len()) " files" }
                ul { @for file in files { li { (file.file) ": " (file.problem) } } }
            }
        }
    }
}
