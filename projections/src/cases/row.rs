//! A case's row and its fold.

use domain::case::{Targets, due};
use domain::event::{CaseCorrected, CaseOpened, Event, Priority, Specimen};
use domain::ids::{CaseId, PatientId, UserId};
use domain::personal::Opened;
use jiff::Timestamp;

use super::critical::{Alarm, CriticalPath};
use super::{
    CaseStatus, CaseView, ClaimView, ConclusionStatus, ConclusionView, FindingRow, WithdrawnView,
    conclusion,
};
use crate::normalize::{key, search};
use crate::open::{Moment, correct, micros, plain, plain_or_none};
use crate::order::{Urgency, oldest_first};
use crate::panels::Labels;
use crate::row::row;
use crate::value::Json;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CaseRow {
    pub(crate) id: CaseId,
    /// Whose it is; after a merger the record that stays.
    pub(crate) patient_id: PatientId,
    /// Whose key seals its texts.
    pub(crate) key_owner: PatientId,
    pub(crate) accession: Option<String>,
    accession_key: String,
    specimen: Specimen,
    collected_at: Option<Timestamp>,
    pub(crate) received_at: Timestamp,
    stain: Option<String>,
    pub(crate) priority: Priority,
    clinical_details: Option<String>,
    implicit: bool,
    opened_at: Timestamp,
    images_total: i64,
    images_unverified: i64,
    status: CaseStatus,
    due_at: Timestamp,
    conclusion: Option<Json<ConclusionView>>,
    pub(crate) concluded_at: Option<Timestamp>,
    critical_path: Json<CriticalPath>,
    critical: bool,
    pub(crate) alarm_since: Option<Timestamp>,
    escalated_at: Option<Timestamp>,
    claimed_by: Option<UserId>,
    claimed_until: Option<Timestamp>,
    withdrawn: Option<Json<WithdrawnView>>,
    work_order: String,
    pub(crate) removed: bool,
    case_revision: u64,
    search: String,
}

row!(
    CaseRow in "cases", id: CaseId, patient_id, key_owner, accession, accession_key, specimen,
    collected_at, received_at, stain, priority, clinical_details, implicit, opened_at, images_total,
    images_unverified, status, due_at, conclusion, concluded_at, critical_path, critical,
    alarm_since, escalated_at, claimed_by, claimed_until, withdrawn, work_order, removed,
    case_revision, search
);

/// One case after one more event of its own. What its images add to its alarm is not in it: see
/// [`CaseRow::ring`].
pub(crate) fn fold(
    row: Option<CaseRow>,
    event: &Event<Opened>,
    at: &Moment,
    labels: &dyn Labels,
    targets: &Targets,
) -> Option<CaseRow> {
    if let Event::CaseOpened(e) = event {
        return Some(CaseRow::opened(e, at).arrange(targets));
    }
    let mut row = row?;
    row.case_revision += u64::from(event.moves_case_revision());
    match event {
        Event::CaseCorrected(e) => row.correct(e),
        Event::CaseClaimed(e) => row.claim(Some((e.reader, e.until))),
        Event::ClaimReleased(_) => row.claim(None),
        Event::CaseWithdrawn(e) => row.withdraw(plain(&e.reason), at),
        Event::CaseReinstated(_) => row.withdrawn = None,
        Event::ConclusionIssued(e) => row.conclude(conclusion::issued(e, at, labels)),
        Event::ConclusionAmended(e) => row.conclude(conclusion::amended(e, at, labels)),
        Event::CriticalFindingDeclared(e) => row.critical_path.0.declare(e, at),
        Event::CriticalResultNotified(e) => row.critical_path.0.notify(e, at),
        Event::CriticalFindingEscalated(_) => row.critical_path.0.escalate(at),
        _ => {}
    }
    Some(row.arrange(targets))
}

impl CaseRow {
    fn opened(e: &CaseOpened<Opened>, at: &Moment) -> Self {
        Self {
            id: e.case,
            patient_id: e.patient,
            key_owner: e.patient,
            accession: plain_or_none(e.accession.as_ref()),
            accession_key: String::new(),
            specimen: e.specimen,
            collected_at: e.collected_at.map(micros),
            received_at: micros(e.received_at),
            stain: e.stain.clone(),
            priority: e.priority,
            clinical_details: plain_or_none(e.clinical_details.as_ref()),
            implicit: e.implicit,
            opened_at: at.recorded_at,
            images_total: 0,
            images_unverified: 0,
            status: CaseStatus::Open,
            due_at: Timestamp::MAX,
            conclusion: None,
            concluded_at: None,
            critical_path: Json(CriticalPath::default()),
            critical: false,
            alarm_since: None,
            escalated_at: None,
            claimed_by: None,
            claimed_until: None,
            withdrawn: None,
            work_order: String::new(),
            removed: false,
            case_revision: 1,
            search: String::new(),
        }
    }

    fn correct(&mut self, e: &CaseCorrected<Opened>) {
        correct(&mut self.accession, e.accession.as_ref());
        correct(&mut self.clinical_details, e.clinical_details.as_ref());
        self.specimen = e.specimen.unwrap_or(self.specimen);
        self.collected_at = e.collected_at.map(micros).or(self.collected_at);
        self.received_at = e.received_at.map_or(self.received_at, micros);
        self.priority = e.priority.unwrap_or(self.priority);
        if let Some(stain) = &e.stain {
            self.stain = Some(stain.clone()).filter(|stain| !stain.is_empty());
        }
    }

    fn claim(&mut self, claim: Option<(UserId, Timestamp)>) {
        self.claimed_by = claim.map(|(reader, _)| reader);
        self.claimed_until = claim.map(|(_, until)| micros(until));
    }

    fn conclude(&mut self, conclusion: ConclusionView) {
        if conclusion.status != ConclusionStatus::Preliminary {
            self.concluded_at = self.concluded_at.or(Some(conclusion.at));
        }
        self.conclusion = Some(Json(conclusion));
    }

    fn withdraw(&mut self, reason: String, at: &Moment) {
        self.claim(None);
        self.withdrawn = Some(Json(WithdrawnView { at: at.recorded_at, reason }));
    }

    /// Whether it was opened in error, as its own stream says.
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.withdrawn.is_some()
    }

    /// Counts images that came or went.
    pub(crate) fn count(&mut self, total: i64, unverified: i64) {
        self.images_total += total;
        self.images_unverified += unverified;
        self.status = self.progress();
    }

    /// How far it is. A withdrawn case to which an image came all the same is shown, so that the image
    /// is not lost from sight.
    fn progress(&self) -> CaseStatus {
        let read = self.images_unverified == 0;
        match self.concluded_at {
            Some(_) => CaseStatus::Concluded,
            None if self.images_total == 0 && self.is_withdrawn() => CaseStatus::Withdrawn,
            None if self.images_total > 0 && read => CaseStatus::Read,
            None => CaseStatus::Open,
        }
    }

    /// Sounds or stills the alarm, by its own stream and what stands in its images.
    pub(crate) fn ring(&mut self, of_images: &[FindingRow]) {
        let Alarm { since, escalated_at } = self.critical_path.0.alarm(of_images);
        (self.critical, self.alarm_since, self.escalated_at) =
            (since.is_some(), since, escalated_at);
        self.work_order = oldest_first(self.urgency().order(), self.received_at);
    }

    /// What decides where it and its images stand in a worklist.
    pub(crate) fn urgency(&self) -> Urgency {
        Urgency { critical: self.critical, priority: self.priority, due_at: self.due_at }
    }

    /// What follows from the rest.
    fn arrange(mut self, targets: &Targets) -> Self {
        self.status = self.progress();
        self.due_at = micros(due(self.received_at, self.priority, targets));
        self.work_order = oldest_first(self.urgency().order(), self.received_at);
        self.accession_key = key(self.accession.as_deref().unwrap_or_default());
        self.search = search(&[self.accession.as_deref(), self.stain.as_deref()]);
        self
    }

    /// Who works on it, and who concluded it.
    pub(super) fn people(&self) -> impl Iterator<Item = UserId> {
        let concluded_by = self.conclusion.as_ref().map(|conclusion| conclusion.0.by);
        self.claimed_by.into_iter().chain(concluded_by)
    }

    /// As people see it at a time, with what stands in its images.
    pub(crate) fn view(self, of_images: &[FindingRow], now: Timestamp) -> CaseView {
        let alarm = Alarm { since: self.alarm_since, escalated_at: self.escalated_at };
        CaseView {
            alarm: self.critical_path.0.view(of_images, alarm),
            blind: false,
            claim: self.claim_at(now),
            id: self.id,
            patient_id: self.patient_id,
            accession: self.accession,
            specimen: self.specimen,
            collected_at: self.collected_at,
            received_at: self.received_at,
            stain: self.stain,
            priority: self.priority,
            due_at: self.due_at,
            clinical_details: self.clinical_details,
            status: self.status,
            conclusion: self.conclusion.map(|conclusion| conclusion.0),
            concluded_at: self.concluded_at,
            critical: self.critical,
            withdrawn: self.withdrawn.map(|withdrawn| withdrawn.0),
            implicit: self.implicit,
            opened_at: self.opened_at,
            images_total: self.images_total,
            images_unverified: self.images_unverified,
            case_revision: self.case_revision,
        }
    }

    /// A claim ends by itself.
    fn claim_at(&self, now: Timestamp) -> Option<ClaimView> {
        let (by, until) = (self.claimed_by?, self.claimed_until?);
        (now < until).then_some(ClaimView { by, until })
    }
}
