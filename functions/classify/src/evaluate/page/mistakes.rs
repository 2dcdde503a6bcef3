//! The worst mistakes as a contact sheet.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{Markup, html};

use super::super::mistakes::Mistake;
use super::super::report::Evaluation;
use super::super::words::confidence;

pub(super) fn sheet(of: &Evaluation) -> Markup {
    let wrong = of.accuracy.of - of.accuracy.count;
    html! {
        section {
            h2 { "The worst mistakes" }
            @if wrong == 0 {
                p { "None of these images was answered wrongly." }
            } @else {
                p { (of.mistakes.len()) " of " (wrong) " wrong answers, surest first. Dashed: called outside." }
                div.sheet { @for mistake in &of.mistakes { (shown(mistake)) } }
            }
        }
    }
}

fn shown(mistake: &Mistake) -> Markup {
    html! {
        figure.out[!mistake.inside] {
            div.stage {
                @match &mistake.thumbnail {
                    Some(jpeg) => img alt=(mistake.file) src=(format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(jpeg)));,
                    None => "no picture",
                }
            }
            figcaption {
                "is " b { (mistake.truth) } " (" (confidence(mistake.truth_probability)) ")" br;
                "said " b { (mistake.predicted) } " (" (confidence(mistake.confidence)) ")"
                @if !mistake.inside { span.violet { " outside" } }
                span.file { (mistake.file) }
            }
        }
    }
}
