//! A case in a list: with what a worklist's row says beside the case itself.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{CaseId, ImageId, LabelId, PanelId, PatientId, UserId};
use serde::Serialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::{CaseRow, CaseView};
use crate::ReadError;
use crate::images::{ImageRow, work_order};
use crate::patients::PatientRow;
use crate::sight::Sight;
use crate::table::{bound, marks, select};
use crate::users::UserRow;
use crate::value::Cell as _;

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ListedCase {
    /// The case.
    #[serde(flatten)]
    pub case: CaseView,
    /// The number that the laboratory knows the patient by.
    pub patient_number: String,
    /// The panels that its images in work are read against.
    #[schema(value_type = Vec<String>)]
    pub panels: Vec<PanelId>,
    /// The unverified image that comes first in the worklist's order; none when all are read.
    pub lead: Option<LeadView>,
    /// The name of who works on it now.
    pub claimed_by_name: Option<String>,
    /// The name of who concluded it, or amended that.
    pub concluded_by_name: Option<String>,
}

/// The image of a case that is to be read first, with the latest prediction.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LeadView {
    /// Which.
    #[schema(value_type = Uuid)]
    pub image_id: ImageId,
    /// Its panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Withheld, for the viewer is yet to read it: what the model says.
    pub blind: bool,
    /// The label that leads; none before a model has answered.
    #[schema(value_type = Option<String>)]
    pub label: Option<LabelId>,
    /// Its probability.
    pub confidence: Option<f64>,
    /// 0 sure, 1 knows nothing.
    pub uncertainty: Option<f64>,
    /// Whether the image looks like what the model learned from.
    pub inside: Option<bool>,
}

/// What rows of other tables say of the cases on a page.
pub(super) struct Beside {
    numbers: HashMap<PatientId, String>,
    names: HashMap<UserId, String>,
    panels: HashMap<CaseId, BTreeSet<PanelId>>,
    leads: HashMap<CaseId, LeadView>,
}

impl Beside {
    /// Reads it, each table once.
    pub(super) async fn of(
        db: &mut AnyConnection,
        cases: &[CaseRow],
        sight: &Sight,
    ) -> Result<Self, ReadError> {
        let ids: Vec<CaseId> = cases.iter().map(|row| row.id).collect();
        let patients: BTreeSet<PatientId> = cases.iter().map(|row| row.patient_id).collect();
        let people: BTreeSet<UserId> = cases.iter().flat_map(CaseRow::people).collect();
        let patients: Vec<_> = patients.into_iter().collect();
        let people: Vec<_> = people.into_iter().collect();
        let numbers = select::<PatientRow, _>(&mut *db, "id", &patients).await?;
        let names = select::<UserRow, _>(&mut *db, "id", &people).await?;
        let mut panels: HashMap<_, BTreeSet<_>> = HashMap::new();
        for (case, panel) in panels_of(&mut *db, &ids).await? {
            panels.entry(case).or_default().insert(panel);
        }
        Ok(Self {
            numbers: numbers.into_iter().map(|row| (row.id, row.number)).collect(),
            names: names.into_iter().map(|row| (row.id, row.full_name)).collect(),
            panels,
            leads: leads_of(&mut *db, &ids, sight).await?,
        })
    }

    /// A case with it.
    pub(super) fn with(&mut self, case: CaseView) -> ListedCase {
        let name = |of: Option<UserId>| of.and_then(|id| self.names.get(&id).cloned());
        ListedCase {
            patient_number: self.numbers.get(&case.patient_id).cloned().unwrap_or_default(),
            panels: self.panels.remove(&case.id).into_iter().flatten().collect(),
            lead: self.leads.remove(&case.id),
            claimed_by_name: name(case.claim.as_ref().map(|claim| claim.by)),
            concluded_by_name: name(case.conclusion.as_ref().map(|conclusion| conclusion.by)),
            case,
        }
    }
}

/// Nobody has read it, or it would not be what is to be read first.
fn lead(row: ImageRow, sight: &Sight) -> LeadView {
    let blind = sight.withholds(&row.panel);
    let mut lead = LeadView {
        blind,
        image_id: row.id,
        panel: row.panel,
        label: row.predicted_label,
        confidence: row.confidence,
        uncertainty: row.uncertainty,
        inside: row.inside,
    };
    if blind {
        lead.withhold();
    }
    lead
}

async fn panels_of(
    db: &mut AnyConnection,
    cases: &[CaseId],
) -> Result<Vec<(CaseId, PanelId)>, ReadError> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT DISTINCT case_id, panel FROM images \
         WHERE case_id IN ({}) AND +removed = 0 AND +status <> 'voided'",
        marks(cases.len())
    );
    let rows = bound(&sql, cases.iter().map(|id| id.value())).fetch_all(&mut *db).await?;
    let read = |row: &sqlx::any::AnyRow| Ok((CaseId::read(row, 0)?, PanelId::read(row, 1)?));
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

async fn leads_of(
    db: &mut AnyConnection,
    cases: &[CaseId],
    sight: &Sight,
) -> Result<HashMap<CaseId, LeadView>, ReadError> {
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let order = work_order(sight);
    let sql = format!(
        "SELECT (SELECT id FROM images WHERE images.case_id = cases.id AND +images.removed = 0 \
         AND +images.status = 'unverified' ORDER BY {order}, images.id LIMIT 1) AS lead_id \
         FROM cases WHERE id IN ({})",
        marks(cases.len())
    );
    let rows = bound(&sql, cases.iter().map(|id| id.value())).fetch_all(&mut *db).await?;
    let read = |row: &sqlx::any::AnyRow| Option::<ImageId>::read(row, 0);
    let leads = rows.iter().map(read).collect::<Result<Vec<_>, sqlx::Error>>()?;
    let leads: Vec<ImageId> = leads.into_iter().flatten().collect();
    let rows = select::<ImageRow, _>(db, "id", &leads).await?;
    Ok(rows.into_iter().map(|row| (row.case_id, lead(row, sight))).collect())
}
