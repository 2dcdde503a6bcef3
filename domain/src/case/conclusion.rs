//! What a reader concludes of a case: for now, for good, amended.

use std::collections::BTreeSet;

use super::{Case, Refusal};
use crate::aggregate::Decision;
use crate::event::{ConclusionAmended, ConclusionIssued, Event, Impression, Stage};
use crate::ids::{PanelId, UserId};
use crate::image::LONGEST_TEXT;
use crate::panel::Panel;
use crate::personal::{Opened, Personal};
use crate::text::{fits, given, same};

/// The most impressions that one conclusion has.
pub const MOST_IMPRESSIONS: usize = 20;

/// What a reader says of a case, whole: it takes the place of what was said before. Empty optional
/// texts count as none.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// How far it goes.
    pub stage: Stage,
    /// What the morphology is consistent with, the leading one first.
    pub impressions: Vec<Impression>,
    /// What else there is to say; required without an impression.
    pub comment: Option<Personal>,
    /// Tests that would confirm it.
    pub suggested_tests: Option<Personal>,
    /// Why a final conclusion is amended; required for that and only then.
    pub reason: Option<Personal>,
}

/// What was concluded.
#[derive(Clone, Debug, PartialEq)]
pub struct Concluded {
    /// How far it goes.
    pub stage: Stage,
    /// What the morphology is consistent with, the leading one first.
    pub impressions: Vec<Impression>,
    /// What else there is to say.
    pub comment: Option<Opened>,
    /// Tests that would confirm it.
    pub suggested_tests: Option<Opened>,
}

/// A reader concludes. Until it is final each conclusion takes the place of the one before; then
/// only an amendment does, which says why. `panels` are those of the impressions, as far as they
/// exist. To say again what is said already changes nothing.
pub fn conclude(
    case: &Case,
    panels: &[Panel],
    reader: UserId,
    said: Conclusion,
) -> Decision<Refusal> {
    case.in_work()?;
    let said = Conclusion {
        comment: given(said.comment),
        suggested_tests: given(said.suggested_tests),
        reason: given(said.reason),
        ..said
    };
    said.check_texts()?;
    said.check_impressions(case.conclusion.as_ref(), panels)?;
    match &case.conclusion {
        Some(before) if before.says(&said) => Ok(vec![]),
        Some(before) if before.stage == Stage::Final => amend(case, reader, said),
        _ => issue(case, reader, said),
    }
}

fn issue(case: &Case, reader: UserId, said: Conclusion) -> Decision<Refusal> {
    if said.reason.is_some() {
        return Err(Refusal::ReasonWithoutAmendment);
    }
    Ok(vec![Event::ConclusionIssued(ConclusionIssued {
        case: case.id,
        patient: case.patient,
        stage: said.stage,
        impressions: said.impressions,
        comment: said.comment,
        suggested_tests: said.suggested_tests,
        reader,
    })])
}

fn amend(case: &Case, reader: UserId, said: Conclusion) -> Decision<Refusal> {
    if said.stage == Stage::Preliminary {
        return Err(Refusal::AlreadyFinal);
    }
    Ok(vec![Event::ConclusionAmended(ConclusionAmended {
        case: case.id,
        patient: case.patient,
        impressions: said.impressions,
        comment: said.comment,
        suggested_tests: said.suggested_tests,
        reader,
        reason: said.reason.ok_or(Refusal::AmendmentNeedsReason)?,
    })])
}

impl Conclusion {
    /// The panels that must be known to judge it.
    ///
    /// # Errors
    /// [`Refusal::TooManyImpressions`], so that nobody can ask for any number of panels.
    pub fn panels(&self) -> Result<BTreeSet<&PanelId>, Refusal> {
        match self.impressions.len() > MOST_IMPRESSIONS {
            true => Err(Refusal::TooManyImpressions),
            false => Ok(self.impressions.iter().map(|impression| &impression.panel).collect()),
        }
    }

    fn check_texts(&self) -> Result<(), Refusal> {
        let texts = [
            (&self.comment, "/comment"),
            (&self.suggested_tests, "/suggested_tests"),
            (&self.reason, "/reason"),
        ];
        let unfit = |text: &Personal| !fits(text, LONGEST_TEXT);
        match texts.into_iter().find(|(text, _)| text.as_ref().is_some_and(unfit)) {
            Some((_, pointer)) => Err(Refusal::TextUnfit { pointer }),
            None => Ok(()),
        }
    }

    fn check_impressions(
        &self,
        before: Option<&Concluded>,
        panels: &[Panel],
    ) -> Result<(), Refusal> {
        if self.impressions.is_empty() && self.comment.is_none() {
            return Err(Refusal::ConclusionEmpty);
        }
        self.panels()?;
        for (index, impression) in self.impressions.iter().enumerate() {
            if self.impressions[..index].contains(impression) {
                return Err(Refusal::DuplicateImpression(impression.label.clone()));
            }
            // A label that was retired since must not stand in the way of amending the rest.
            let stands = before.is_some_and(|before| before.impressions.contains(impression));
            offered(impression, panels, stands)?;
        }
        Ok(())
    }
}

/// Whether the panel has the label, and still offers it or need not.
fn offered(impression: &Impression, panels: &[Panel], stands: bool) -> Result<(), Refusal> {
    let Impression { panel, label } = impression.clone();
    let known = panels.iter().find(|known| known.id == panel);
    let known = known.ok_or_else(|| Refusal::UnknownPanel(panel.clone()))?;
    match known.label(&label) {
        None => Err(Refusal::UnknownLabel { label, panel }),
        Some(known) if known.retired && !stands => Err(Refusal::RetiredLabel { label, panel }),
        Some(_) => Ok(()),
    }
}

impl Concluded {
    pub(super) fn issued(e: &ConclusionIssued<Opened>) -> Self {
        Self {
            stage: e.stage,
            impressions: e.impressions.clone(),
            comment: e.comment.clone(),
            suggested_tests: e.suggested_tests.clone(),
        }
    }

    pub(super) fn amended(e: &ConclusionAmended<Opened>) -> Self {
        Self {
            stage: Stage::Final,
            impressions: e.impressions.clone(),
            comment: e.comment.clone(),
            suggested_tests: e.suggested_tests.clone(),
        }
    }

    fn says(&self, said: &Conclusion) -> bool {
        self.stage == said.stage
            && self.impressions == said.impressions
            && same(self.comment.as_ref(), said.comment.as_ref())
            && same(self.suggested_tests.as_ref(), said.suggested_tests.as_ref())
    }
}
