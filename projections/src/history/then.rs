//! A moment of the past, with what was looked up of it.

use std::collections::HashMap;

use domain::event::Event;
use domain::ids::{CaseId, ImageId, PatientId};

use super::panels::Panels;
use super::{AsOf, History};
use crate::cases::{CaseRow, FindingRow};
use crate::images::Whole;
use crate::open::{Fact, Opener};
use crate::patients::PatientRow;
use crate::{ReadError, cases, patients};

/// A moment of the past.
pub(super) struct Then<'a> {
    history: &'a History,
    moment: AsOf,
    opener: Opener,
    panels: Panels,
    /// The record that each record was part of.
    roots: HashMap<PatientId, PatientId>,
}

impl<'a> Then<'a> {
    pub(super) fn new(history: &'a History, moment: AsOf) -> Self {
        let opener = Opener::new(history.vault.clone());
        let (panels, roots) = (Panels::default(), HashMap::new());
        Self { history, moment, opener, panels, roots }
    }

    /// An image from its own stream.
    pub(super) async fn image(&mut self, id: ImageId) -> Result<Option<Whole>, ReadError> {
        let facts = self.facts(&id.stream()).await?;
        Ok(Whole::of(&facts, &self.panels))
    }

    /// A case with what came from its images: their number and its alarm; and their findings.
    pub(super) async fn case(
        &mut self,
        id: CaseId,
    ) -> Result<Option<(CaseRow, Vec<FindingRow>)>, ReadError> {
        let facts = self.facts(&id.stream()).await?;
        let mut row = None;
        for Fact { at, event, .. } in &facts {
            let panels = self.panels.at(at.position);
            row = cases::fold(row, event, at, &panels, &self.history.targets);
        }
        let Some(mut case) = row else { return Ok(None) };
        case.patient_id = self.root(case.key_owner).await?;
        let mut findings = Vec::new();
        for image in self.images_of(case.patient_id).await? {
            if image.image.case_id == id {
                let (total, unverified) = image.image.counts();
                case.count(total, unverified);
                findings.extend(image.image.finding());
            }
        }
        case.ring(&findings);
        Ok(Some((case, findings)))
    }

    /// A patient from its own stream.
    pub(super) async fn patient(&mut self, id: PatientId) -> Result<Option<PatientRow>, ReadError> {
        let facts = self.facts(&id.stream()).await?;
        Ok(facts.iter().fold(None, |row, fact| patients::fold(row, &fact.event, &fact.at)))
    }

    /// A record's images and those of the records merged into it, voided ones too; none for a
    /// record that was merged into another.
    pub(super) async fn images_of(&mut self, id: PatientId) -> Result<Vec<Whole>, ReadError> {
        let mut images = Vec::new();
        for image in self.history.related(id).await?.images {
            let Some(whole) = self.image(image).await? else { continue };
            let owner = whole.image.key_owner;
            if self.root(owner).await? == id && !self.erased(owner).await? {
                images.push(whole);
            }
        }
        Ok(images)
    }

    /// The record that a record was part of.
    pub(super) async fn root(&mut self, id: PatientId) -> Result<PatientId, ReadError> {
        if let Some(root) = self.roots.get(&id) {
            return Ok(*root);
        }
        let chain = self.chain(id).await?;
        let root = chain.last().copied().unwrap_or(id);
        self.roots.insert(id, root);
        Ok(root)
    }

    /// Whether a record, or one that it was part of, was erased.
    pub(super) async fn erased(&mut self, id: PatientId) -> Result<bool, ReadError> {
        for id in self.chain(id).await? {
            let facts = self.facts(&id.stream()).await?;
            if facts.iter().any(|fact| matches!(fact.event, Event::PatientErased(_))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A record, the one that it was merged into, and so on.
    async fn chain(&mut self, id: PatientId) -> Result<Vec<PatientId>, ReadError> {
        let (mut chain, mut next) = (Vec::new(), Some(id));
        while let Some(id) = next.filter(|id| !chain.contains(id)) {
            chain.push(id);
            let facts = self.facts(&id.stream()).await?;
            next = facts.iter().rev().find_map(|fact| match &fact.event {
                Event::PatientMerged(e) => Some(e.into),
                _ => None,
            });
        }
        Ok(chain)
    }

    /// A stream's events up to the moment. Position decides, clocks inform: up to a time means up
    /// to the last event that was recorded at or before it.
    async fn facts(&mut self, stream: &str) -> Result<Vec<Fact>, ReadError> {
        let mut facts = Vec::new();
        for event in self.history.stream(stream).await? {
            facts.push(self.opener.open(&event).await?);
        }
        let before = |fact: &Fact| match self.moment {
            AsOf::Position(position) => fact.at.position <= position,
            AsOf::Time(time) => fact.at.recorded_at <= time,
        };
        let end = facts.iter().rposition(before).map_or(0, |last| last + 1);
        facts.truncate(end);
        self.panels.learn(self.history, &mut self.opener, &facts).await?;
        Ok(facts)
    }
}
