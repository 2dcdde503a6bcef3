//! A case's critical findings: what was declared, what stands in its images, who was told.

use domain::event::{CriticalFindingDeclared, CriticalResultNotified};
use domain::ids::UserId;
use domain::personal::Opened;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AlarmState, AlarmView, FindingKind, FindingRow, FindingView, NotifiedView};
use crate::open::{Moment, micros, plain, plain_or_none};

/// What the case's own stream says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CriticalPath {
    declared: Vec<Declared>,
    notified: Option<Notified>,
    escalated: Option<Escalated>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Declared {
    finding: String,
    by: UserId,
    at: Timestamp,
    position: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Notified {
    view: NotifiedView,
    position: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Escalated {
    at: Timestamp,
    position: u64,
}

/// A finding that stands, and where in the log it came.
struct Standing {
    finding: FindingView,
    position: u64,
}

/// Whether somebody must still be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alarm {
    /// Since when the oldest unsettled finding waits.
    pub(crate) since: Option<Timestamp>,
    /// When it was escalated.
    pub(crate) escalated_at: Option<Timestamp>,
}

impl CriticalPath {
    pub(super) fn declare(&mut self, e: &CriticalFindingDeclared<Opened>, at: &Moment) {
        let (finding, by) = (plain(&e.finding), e.reader);
        let (at, position) = (at.recorded_at, at.position.0);
        self.declared.push(Declared { finding, by, at, position });
    }

    pub(super) fn notify(&mut self, e: &CriticalResultNotified<Opened>, at: &Moment) {
        let view = NotifiedView {
            told: plain(&e.told),
            way: e.way,
            at: micros(e.at),
            read_back: e.read_back,
            remark: plain_or_none(e.remark.as_ref()),
            by: e.reader,
        };
        self.notified = Some(Notified { view, position: at.position.0 });
    }

    pub(super) fn escalate(&mut self, at: &Moment) {
        self.escalated = Some(Escalated { at: at.recorded_at, position: at.position.0 });
    }

    /// The alarm with what stands in the case's images.
    pub(super) fn alarm(&self, of_images: &[FindingRow]) -> Alarm {
        let standing = self.standing(of_images);
        let open = || standing.iter().filter(|one| self.unsettled(one));
        let first = open().map(|one| one.position).min();
        let after = |escalated: &&Escalated| first.is_some_and(|first| first < escalated.position);
        Alarm {
            since: open().map(|one| one.finding.at).min(),
            escalated_at: self.escalated.as_ref().filter(after).map(|escalated| escalated.at),
        }
    }

    /// As people see it; none when there never was anything critical.
    pub(super) fn view(&self, of_images: &[FindingRow], alarm: Alarm) -> Option<AlarmView> {
        let standing = self.standing(of_images);
        let notified = self.notified.as_ref().map(|notified| notified.view.clone());
        let told = notified.as_ref().map(|notified| notified.at);
        let mut open = standing.iter().filter(|one| self.unsettled(one)).peekable();
        let state = match open.peek().is_some() {
            false => AlarmState::Notified,
            true if open.all(|one| one.finding.kind == FindingKind::Suspected) => {
                AlarmState::Suspected
            }
            true => AlarmState::Declared,
        };
        Some(AlarmView {
            state,
            since: alarm.since.or(told)?,
            escalated_at: alarm.escalated_at,
            findings: standing.into_iter().map(|one| one.finding).collect(),
            notified,
        })
    }

    /// All findings that stand, in the order in which they came.
    fn standing(&self, of_images: &[FindingRow]) -> Vec<Standing> {
        let declared = self.declared.iter().map(Declared::standing);
        let of_images =
            of_images.iter().map(|row| Standing { finding: row.view(), position: row.position });
        let mut standing: Vec<_> = declared.chain(of_images).collect();
        // An image that came to the case with a finding has the position of its coming.
        standing.sort_by_key(|one| (one.position, one.finding.image));
        standing
    }

    /// Nobody was told since.
    fn unsettled(&self, one: &Standing) -> bool {
        self.notified.as_ref().is_none_or(|notified| notified.position < one.position)
    }
}

impl Declared {
    fn standing(&self) -> Standing {
        let finding = FindingView {
            kind: FindingKind::Declared,
            image: None,
            label: None,
            p: None,
            finding: Some(self.finding.clone()),
            by: Some(self.by),
            at: self.at,
        };
        Standing { finding, position: self.position }
    }
}
