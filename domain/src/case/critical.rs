//! Critical findings of a case: declared by a reader, told to somebody, or told to nobody in time.
//!
//! What a model suspects and what a verdict says of an image stands in the image's stream; here is
//! what readers declare of the whole case, and whom they told.

use jiff::{SignedDuration, Timestamp};

use super::{Case, Refusal};
use crate::aggregate::Decision;
use crate::event::*;
use crate::ids::UserId;
use crate::image::LONGEST_TEXT;
use crate::personal::{Opened, Personal};
use crate::text::{filled, fits, given, same};

/// How far the clocks of a laboratory may be apart.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(5);

/// What a case's stream knows of its critical findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Critical {
    /// Every declared finding, oldest first.
    pub declared: Vec<Declared>,
    /// Who was told last.
    pub notified: Option<Notified>,
    /// Since when a finding had waited that was escalated last.
    pub escalated_since: Option<Timestamp>,
}

/// A finding that a reader declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// What was found.
    pub finding: Opened,
    /// Whether somebody was told after it was declared.
    pub told: bool,
}

/// That somebody was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Notified {
    /// Who was told.
    pub told: Opened,
    /// By which way.
    pub way: NotificationWay,
    /// When.
    pub at: Timestamp,
    /// Whether the receiver repeated the result.
    pub read_back: bool,
    /// What else there is to say.
    pub remark: Option<Opened>,
}

/// What a reader says of having told somebody. Empty optional texts count as none.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Who was told.
    pub told: Personal,
    /// By which way.
    pub way: NotificationWay,
    /// When; now when it is not said.
    pub at: Option<Timestamp>,
    /// Whether the receiver repeated the result.
    pub read_back: bool,
    /// What else there is to say; required with [`NotificationWay::Other`].
    pub remark: Option<Personal>,
    /// What was found; required when no finding of the case was declared.
    pub finding: Option<Personal>,
}

/// A reader declares what somebody must be told of. The same finding again is nothing new, until
/// somebody was told: then it is found once more.
pub fn declare(case: &Case, reader: UserId, finding: Personal) -> Decision<Refusal> {
    case.in_work()?;
    if !filled(&finding, LONGEST_TEXT) {
        return Err(Refusal::FindingUnfit);
    }
    let waits = |one: &Declared| !one.told && same(Some(&one.finding), Some(&finding));
    let known = case.critical.declared.iter().any(waits);
    Ok(if known { vec![] } else { vec![declared(case, reader, finding)] })
}

/// A reader told somebody. A finding that comes with it is declared in the same breath, unless it
/// was declared before. The same notification again is nothing new.
pub fn notify(
    case: &Case,
    reader: UserId,
    now: Timestamp,
    said: Notification,
) -> Decision<Refusal> {
    case.in_work()?;
    let said = Notification { remark: given(said.remark), finding: given(said.finding), ..said };
    check(case, now, &said)?;
    let known = |finding: &Personal| {
        case.critical.declared.iter().any(|one| same(Some(&one.finding), Some(finding)))
    };
    let finding = said.finding.clone().filter(|finding| !known(finding));
    if finding.is_none() && case.critical.repeats(&said) {
        return Ok(vec![]);
    }
    let declared = finding.map(|finding| declared(case, reader, finding));
    let notified = Event::CriticalResultNotified(CriticalResultNotified {
        case: case.id,
        patient: case.patient,
        told: said.told,
        way: said.way,
        // Never later than it is recorded, so that it settles nothing that is still to come.
        at: said.at.map_or(now, |at| at.min(now)),
        read_back: said.read_back,
        remark: said.remark,
        reader,
    });
    Ok(declared.into_iter().chain([notified]).collect())
}

/// Nobody was told of a finding that waits since then. Said once for the time it waits.
pub fn escalate(case: &Case, since: Timestamp) -> Decision<Refusal> {
    let Critical { notified, escalated_since, .. } = &case.critical;
    let told = notified.as_ref().is_some_and(|notified| notified.at >= since);
    let escalated = escalated_since.is_some_and(|escalated| escalated >= since);
    if told || escalated || case.withdrawn {
        return Ok(vec![]);
    }
    let escalated = CriticalFindingEscalated { case: case.id, patient: case.patient, since };
    Ok(vec![Event::CriticalFindingEscalated(escalated)])
}

fn declared(case: &Case, reader: UserId, finding: Personal) -> Event<Personal> {
    let (case, patient) = (case.id, case.patient);
    Event::CriticalFindingDeclared(CriticalFindingDeclared { case, patient, finding, reader })
}

fn check(case: &Case, now: Timestamp, said: &Notification) -> Result<(), Refusal> {
    let latest = now.saturating_add(CLOCKS_APART).unwrap_or(Timestamp::MAX);
    let remark = said.remark.as_ref();
    match said {
        _ if !filled(&said.told, 200) => Err(Refusal::ToldUnfit),
        _ if !remark.is_none_or(|remark| fits(remark, LONGEST_TEXT)) => {
            Err(Refusal::TextUnfit { pointer: "/remark" })
        }
        Notification { way: NotificationWay::Other, remark: None, .. } => {
            Err(Refusal::OtherWayNeedsRemark)
        }
        Notification { at: Some(at), .. } if *at > latest => Err(Refusal::NotifiedInFuture),
        Notification { at: Some(at), .. } if *at < case.received_at => {
            Err(Refusal::NotifiedBeforeReceived)
        }
        Notification { finding: Some(finding), .. } if !fits(finding, LONGEST_TEXT) => {
            Err(Refusal::FindingUnfit)
        }
        Notification { finding: None, .. } if case.critical.declared.is_empty() => {
            Err(Refusal::FindingNeeded)
        }
        _ => Ok(()),
    }
}

impl Critical {
    pub(super) fn declare(&mut self, e: &CriticalFindingDeclared<Opened>) {
        self.declared.push(Declared { finding: e.finding.clone(), told: false });
    }

    pub(super) fn notify(&mut self, e: &CriticalResultNotified<Opened>) {
        self.declared.iter_mut().for_each(|one| one.told = true);
        self.notified = Some(Notified {
            told: e.told.clone(),
            way: e.way,
            at: e.at,
            read_back: e.read_back,
            remark: e.remark.clone(),
        });
    }

    /// Whether the same notification was the last thing that happened.
    fn repeats(&self, said: &Notification) -> bool {
        let all_told = self.declared.iter().all(|one| one.told);
        all_told
            && self.notified.as_ref().is_some_and(|last| {
                same(Some(&last.told), Some(&said.told))
                    && same(last.remark.as_ref(), said.remark.as_ref())
                    && (last.way, Some(last.at)) == (said.way, said.at)
                    && last.read_back == said.read_back
            })
    }
}
