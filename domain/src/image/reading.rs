//! A reader's verdict on an image. With one reader a panel it is the final verdict at once, but
//! reading and final verdict are two facts, so that double reading changes no event.

use super::{Image, Reading, Refusal, check_text};
use crate::access::reads_blind;
use crate::aggregate::Decision;
use crate::event::{Event, FinalVerdictAmended, FinalVerdictRecorded, ReadingRecorded};
use crate::ids::UserId;
use crate::panel::{Panel, Unit};
use crate::personal::{Opened, Personal};
use crate::text::given;
use crate::verdict::{Basis, ReadingMode, Verdict};

/// What a reader says of an image.
#[derive(Clone, Debug)]
pub struct RecordVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// A remark; required with [`Verdict::Other`].
    pub comment: Option<Personal>,
    /// Why; required with [`Verdict::Unsuitable`] and to amend a verdict.
    pub reason: Option<Personal>,
    /// Said of many images at once.
    pub bulk: bool,
}

/// A reader gives a verdict: the first one counts, a later one amends it and says why. Who reads
/// blind cannot know of an earlier one, so a blind reading stands beside it and amends nothing; the
/// same reader, who sees it then, may.
pub fn record(
    image: &Image,
    panel: &Panel,
    reader: UserId,
    said: RecordVerdict,
) -> Decision<Refusal> {
    let said = RecordVerdict { comment: given(said.comment), reason: given(said.reason), ..said };
    image.in_work()?;
    if image.last_reading(reader).is_some_and(|last| repeats(&said, last)) && is_final(image, &said)
    {
        return Ok(vec![]);
    }
    check(panel, &said)?;
    let blind = reads_blind(panel.blind, image.last_reading(reader).is_some());
    if said.bulk {
        check_bulk(image, panel, blind, &said.verdict)?;
    }
    let reading = Event::ReadingRecorded(ReadingRecorded {
        image: image.id,
        patient: image.patient,
        reader,
        verdict: said.verdict.clone(),
        mode: mode(image, reader, blind, &said.verdict),
        bulk: said.bulk,
        models: image.present_models(),
        comment: said.comment.clone(),
        reason: said.reason.clone(),
    });
    let Some(last) = &image.verdict else {
        return Ok(vec![reading, first_verdict(image, reader, said)]);
    };
    if blind || (last.reader != reader && agrees(image, &said)) {
        return Ok(vec![reading]);
    }
    let reason = said.reason.ok_or(Refusal::AmendmentNeedsReason)?;
    let amended = Event::FinalVerdictAmended(FinalVerdictAmended {
        image: image.id,
        patient: image.patient,
        verdict: said.verdict,
        previous: last.verdict.clone(),
        basis: Basis::SingleReader,
        reader,
        reason,
    });
    Ok(vec![reading, amended])
}

fn first_verdict(image: &Image, reader: UserId, said: RecordVerdict) -> Event<Personal> {
    Event::FinalVerdictRecorded(FinalVerdictRecorded {
        image: image.id,
        verdict: said.verdict,
        basis: Basis::SingleReader,
        reader,
    })
}

fn check(panel: &Panel, said: &RecordVerdict) -> Result<(), Refusal> {
    check_text(said.comment.as_ref(), "/comment")?;
    check_text(said.reason.as_ref(), "/reason")?;
    match &said.verdict {
        Verdict::Label(id) => {
            let (label, panel_id) = (id.to_string(), panel.id.clone());
            match panel.label(id) {
                None => Err(Refusal::UnknownLabel { label, panel: panel_id }),
                Some(known) if known.retired => {
                    Err(Refusal::RetiredLabel { label, panel: panel_id })
                }
                Some(_) => Ok(()),
            }
        }
        Verdict::Other if said.comment.is_none() => Err(Refusal::OtherNeedsComment),
        Verdict::Unsuitable if said.reason.is_none() => Err(Refusal::UnsuitableNeedsReason),
        Verdict::Other | Verdict::Unsuitable | Verdict::Uncertain => Ok(()),
    }
}

/// Many images at once can only be confirmed: single cells as what the model takes them for, where it
/// knows them and says so to the reader, nobody has read them, and nothing critical hangs on it.
fn check_bulk(image: &Image, panel: &Panel, blind: bool, verdict: &Verdict) -> Result<(), Refusal> {
    let refuse = |why| Err(Refusal::NotInBulk { why });
    // First of all, for every other refusal tells something of what is withheld.
    if blind {
        return refuse("the image is read blind");
    }
    let Verdict::Label(label) = verdict else {
        return refuse("only what the model says can be confirmed so");
    };
    let critical = panel.label(label).is_some_and(|label| label.critical);
    match image.present_predictions().next_back() {
        _ if panel.unit != Unit::Cell => refuse("the image shows a whole field, not one cell"),
        _ if critical => refuse("the label is critical"),
        _ if image.verdict.is_some() => refuse("the image has a verdict"),
        None => refuse("no model has said anything of the image"),
        Some(said) if !said.inside => refuse("the image is outside what the model knows"),
        Some(said) if said.label != *label => refuse("the model says something else"),
        Some(_) => Ok(()),
    }
}

/// Whether somebody says again what is said already: the same verdict and nothing new beside it.
fn repeats(said: &RecordVerdict, last: &Reading) -> bool {
    let nothing_new = |new: &Option<Personal>, old: &Option<Opened>| {
        new.as_ref().is_none_or(|new| same(old.as_ref(), new))
    };
    said.verdict == last.verdict
        && nothing_new(&said.comment, &last.comment)
        && (said.verdict != Verdict::Unsuitable || nothing_new(&said.reason, &last.reason))
}

fn same(old: Option<&Opened>, new: &Personal) -> bool {
    old.and_then(Opened::known) == Some(new.reveal())
}

fn is_final(image: &Image, said: &RecordVerdict) -> bool {
    image.verdict.as_ref().is_some_and(|last| last.verdict == said.verdict)
}

/// Whether another reader says what counts already. Two that say `other` mean the same only when
/// their remarks are the same.
fn agrees(image: &Image, said: &RecordVerdict) -> bool {
    let remark_agrees = || {
        let last = image.verdict.as_ref().and_then(|last| image.last_reading(last.reader));
        let comment = last.and_then(|reading| reading.comment.as_ref());
        said.comment.as_ref().is_some_and(|new| same(comment, new))
    };
    is_final(image, said) && (said.verdict != Verdict::Other || remark_agrees())
}

/// How the image was read: whether a prediction was there and shown, and whether the reader changed
/// an own earlier verdict with it in view.
fn mode(image: &Image, reader: UserId, blind: bool, verdict: &Verdict) -> ReadingMode {
    let shown = !blind && !image.present_models().is_empty();
    let changed = image.last_reading(reader).is_some_and(|last| last.verdict != *verdict);
    match (shown, changed) {
        (false, _) => ReadingMode::Unaided,
        (true, false) => ReadingMode::Aided,
        (true, true) => ReadingMode::Revised,
    }
}
