//! What happened to an image.

use domain::event::*;
use domain::ids::LabelId;
use domain::personal::Opened;
use domain::verdict::{Basis, ReadingMode, Verdict};

use super::Told;
use crate::open::plain;

pub(super) fn uploaded(e: &ImageUploaded<Opened>, who: &str) -> String {
    let (name, (width, height)) = (plain(&e.file_name), (e.width, e.height));
    format!("{who} uploaded “{name}” ({width} × {height} pixels) for {}", e.panel)
}

pub(super) fn predicted(e: &PredictionRecorded, told: &Told<'_>) -> String {
    let label = named(&e.label, told);
    let outside = match e.familiarity.inside {
        true => "",
        false => "; the image is outside what the model knows",
    };
    format!("{} predicted “{label}” ({}{outside})", told.model, probability(e.confidence))
}

/// What a label is called.
pub(super) fn named(label: &LabelId, told: &Told<'_>) -> String {
    (told.label)(&Verdict::Label(label.clone()))
}

/// Every figure, with its name in words.
pub(super) fn measured(e: &MeasurementsRecorded) -> String {
    let figure = |one: &Measurement| {
        let unit = one.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        format!("{} {}{unit}", one.name.replace('_', " "), rounded(one.value))
    };
    let figures: Vec<String> = e.measurements.iter().map(figure).collect();
    format!("{} {} measured {}", e.function, e.version, figures.join(", "))
}

/// A figure with at most four decimals; what that would make nothing, or a line of digits, as a
/// power of ten.
fn rounded(value: f64) -> String {
    if value != 0.0 && !(1e-3..1e15).contains(&value.abs()) {
        return format!("{value:.3e}");
    }
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a model gives a label, with two decimals and never as certain: a network's 1.00 is none.
fn probability(p: f64) -> String {
    format!("{:.2}", p.min(0.99))
}

pub(super) fn read(e: &ReadingRecorded<Opened>, told: &Told<'_>) -> String {
    let mode = match e.mode {
        ReadingMode::Unaided => "unaided",
        ReadingMode::Aided => "aided",
        ReadingMode::Revised => "revised",
    };
    let model = match (&told.predicted, e.mode) {
        (Some((label, p)), ReadingMode::Aided | ReadingMode::Revised) => {
            format!("; the model had said {label}, {}", probability(*p))
        }
        _ => String::new(),
    };
    let bulk = if e.bulk { ", with others of its class" } else { "" };
    format!("{} recorded “{}” ({mode}{bulk}{model})", told.who, (told.label)(&e.verdict))
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::SingleReader => "single reader",
        Basis::Agreement => "two readers agreed",
        Basis::Adjudication => "adjudicated",
    }
}

pub(super) fn suspected(e: &CriticalFindingSuspected, told: &Told<'_>) -> String {
    let label = (told.label_of)(&e.panel, &e.label);
    let outside = if e.inside { "" } else { "; the image is outside what the model knows" };
    let (model, p, threshold) = (told.model, probability(e.p), e.threshold);
    format!("{model} gives the critical “{label}” {p}; the panel asks for {threshold:.2}{outside}")
}

pub(super) fn decided(e: &FinalVerdictRecorded, told: &Told<'_>) -> String {
    format!("“{}” became the final verdict ({})", (told.label)(&e.verdict), basis(e.basis))
}

pub(super) fn amended(e: &FinalVerdictAmended<Opened>, told: &Told<'_>) -> String {
    let (from, to) = ((told.label)(&e.previous), (told.label)(&e.verdict));
    let (who, reason) = (told.who, plain(&e.reason));
    format!("{who} amended the final verdict from “{from}” to “{to}”: {reason}")
}

pub(super) fn reassigned(e: &ImageReassigned<Opened>, who: &str) -> String {
    let reason = plain(&e.reason);
    match e.to_image == e.image {
        true => format!("{who} moved the image to the case {}: {reason}", e.to_case),
        false => format!(
            "{who} gave the image to the patient whose it is, as the image {}: {reason}",
            e.to_image
        ),
    }
}
