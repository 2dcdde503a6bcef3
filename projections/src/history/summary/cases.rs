//! What happened to a case.

use domain::event::*;
use domain::personal::Opened;
use jiff::Timestamp;

use super::{Told, given, list};
use crate::open::{plain, plain_or_none};

pub(super) fn opened(e: &CaseOpened<Opened>, who: &str) -> String {
    let accession = plain_or_none(e.accession.as_ref()).map(|number| format!(" {number}"));
    let accession = accession.unwrap_or_default();
    let priority = match e.priority {
        Priority::Routine => "",
        Priority::Urgent => ", urgent",
        Priority::Stat => ", stat",
    };
    let how = if e.implicit { " for an upload" } else { "" };
    format!("{who} opened the case{accession}{how}{priority}")
}

pub(super) fn fields(e: &CaseCorrected<Opened>) -> Vec<&'static str> {
    let fields = [
        ("the accession number", e.accession.is_some()),
        ("the specimen", e.specimen.is_some()),
        ("when it was taken", e.collected_at.is_some()),
        ("when it arrived", e.received_at.is_some()),
        ("the stain", e.stain.is_some()),
        ("the priority", e.priority.is_some()),
        ("the clinical details", e.clinical_details.is_some()),
    ];
    given(&fields)
}

pub(super) fn claimed(e: &CaseClaimed, who: &str) -> String {
    format!("{who} works on the case until {}, or longer", minute(e.until))
}

pub(super) fn concluded(e: &ConclusionIssued<Opened>, told: &Told<'_>) -> String {
    let stage = match e.stage {
        Stage::Preliminary => "for now",
        Stage::Final => "for good",
    };
    let what = said(&e.impressions, e.comment.as_ref(), told);
    format!("{} concluded {stage}: {what}", told.who)
}

pub(super) fn amended(e: &ConclusionAmended<Opened>, told: &Told<'_>) -> String {
    let what = said(&e.impressions, e.comment.as_ref(), told);
    format!("{} amended the conclusion to: {what} ({})", told.who, plain(&e.reason))
}

/// The impressions; without one, the comment.
fn said(impressions: &[Impression], comment: Option<&Opened>, told: &Told<'_>) -> String {
    let name = |one: &Impression| format!("“{}”", (told.label_of)(&one.panel, &one.label));
    let names: Vec<_> = impressions.iter().map(name).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    match names.is_empty() {
        false => format!("consistent with {}", list(&names)),
        true => plain_or_none(comment).unwrap_or_else(|| list(&names)),
    }
}

pub(super) fn notified(e: &CriticalResultNotified<Opened>, who: &str) -> String {
    let way = match e.way {
        NotificationWay::Phone => "by telephone",
        NotificationWay::InPerson => "face to face",
        NotificationWay::SecureMessage => "by secure message",
        NotificationWay::Other => "otherwise",
    };
    let read_back = if e.read_back { ", who repeated the result" } else { "" };
    let remark = plain_or_none(e.remark.as_ref()).map(|remark| format!(": {remark}"));
    let (told, at) = (plain(&e.told), minute(e.at));
    format!("{who} told {told} {way} at {at}{read_back}{}", remark.unwrap_or_default())
}

/// A time as sentences say it.
pub(super) fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
