//! Specimens: how far their images are read, what was concluded, what somebody must be told of.

mod blind;
mod conclusion;
mod critical;
mod finding;
mod listed;
mod row;
mod view;

use std::collections::{HashMap, HashSet};

use domain::event::Priority;
use domain::ids::{CaseId, ImageId, LabelId, PanelId, PatientId, UserId};
use jiff::Timestamp;
use sqlx::Row as _;

use crate::list::{Kind, Listing, Sort};
use crate::sight::Sight;
use crate::table::bound;
use crate::value::{Cell as _, Column as _};
use crate::{Page, Paged, ReadError, ReadModels};

pub(crate) use finding::FindingRow;
use listed::Beside;
pub use listed::{LeadView, ListedCase};
pub(crate) use row::{CaseRow, fold};
pub use view::*;

/// Which cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFilter {
    /// Of one patient.
    pub patient: Option<PatientId>,
    /// So far; without it, all but withdrawn ones.
    pub status: Option<CaseStatus>,
    /// So urgent.
    pub priority: Option<Priority>,
    /// With a critical finding that waits for somebody to be told of it, or without.
    pub critical: Option<bool>,
    /// Not concluded and past due; or the others.
    pub overdue: Option<bool>,
    /// On which this person works now.
    pub claimed_by: Option<UserId>,
    /// On which somebody works now, or nobody.
    pub claimed: Option<bool>,
    /// With an image in work that is read against this panel.
    pub panel: Option<PanelId>,
    /// With an unverified image in whose latest prediction this label leads.
    pub predicted: Option<LabelId>,
    /// That the laboratory got before this time.
    pub received_before: Option<Timestamp>,
    /// That the laboratory got at this time or after.
    pub received_after: Option<Timestamp>,
    /// First concluded for good at this time or after.
    pub concluded_after: Option<Timestamp>,
}

const SORTS: &[Sort] = &[
    Sort::new("received_at", "received_at", Kind::Int),
    Sort::new("worklist", "work_order", Kind::Text),
    Sort::new("due_at", "due_at", Kind::Int),
    Sort::new("priority", "priority", Kind::Int),
    Sort::new("accession", "accession_key", Kind::Text),
    Sort::new("images_unverified", "images_unverified", Kind::Int),
];

/// A word is found in the row, or in its patient.
pub(crate) const SEARCH: &[&str] = &[
    "search LIKE ? ESCAPE '!'",
    "patient_id IN (SELECT id FROM patients WHERE search LIKE ? ESCAPE '!')",
];

/// Not opened in error.
pub(crate) const IN_WORK: &str = "status <> 'withdrawn'";

/// Not concluded by a time at which it was due.
const OVERDUE: &str = "status IN ('open', 'read') AND due_at < ?";

const CLAIMED: &str = "claimed_until IS NOT NULL AND claimed_until > ?";

// A case has few images: they are found by it. The signs keep engines from indexes of half the table.
const OF_PANEL: &str = "EXISTS (SELECT 1 FROM images WHERE images.case_id = cases.id \
     AND +images.removed = 0 AND +images.status <> 'voided' AND +images.panel = ?)";
const PREDICTED: &str = "EXISTS (SELECT 1 FROM images WHERE images.case_id = cases.id \
     AND +images.removed = 0 AND +images.status = 'unverified' AND images.predicted_label = ?)";

/// The same for those from whom models' predictions may be withheld: what is unverified they have
/// not read.
const PREDICTED_SEEN: &str = "EXISTS (SELECT 1 FROM images WHERE images.case_id = cases.id \
     AND +images.removed = 0 AND +images.status = 'unverified' AND images.predicted_label = ? \
     AND +images.panel NOT IN (SELECT id FROM panels WHERE blind = 1))";

impl CaseFilter {
    fn listing(&self, now: Timestamp, sight: &Sight) -> Listing {
        let predicted = if sight.reader().is_some() { PREDICTED_SEEN } else { PREDICTED };
        let asked = |wanted| (self.overdue == Some(wanted)).then_some(&now);
        let claimed = |wanted| (self.claimed == Some(wanted)).then_some(&now);
        let listing = Listing::new(SORTS, "-received_at").always("removed = 0");
        let listing = match self.status {
            Some(_) => listing.only("status", self.status.as_ref()),
            None => listing.always(IN_WORK),
        };
        listing
            .only("patient_id", self.patient.as_ref())
            .only("priority", self.priority.as_ref())
            .only("critical", self.critical.as_ref())
            .when(OVERDUE, asked(true))
            .when(&format!("NOT ({OVERDUE})"), asked(false))
            .only("claimed_by", self.claimed_by.as_ref())
            .when("claimed_until > ?", self.claimed_by.map(|_| &now))
            .when(CLAIMED, claimed(true))
            .when(&format!("NOT ({CLAIMED})"), claimed(false))
            .when(OF_PANEL, self.panel.as_ref())
            .when(predicted, self.predicted.as_ref())
            .when("received_at < ?", self.received_before.as_ref())
            .when("received_at >= ?", self.received_after.as_ref())
            .when("concluded_at >= ?", self.concluded_after.as_ref())
            .search(SEARCH)
    }
}

/// Queries over cases.
#[derive(Clone, Copy)]
pub struct Cases<'a>(pub(crate) &'a ReadModels);

impl Cases<'_> {
    /// One page of the cases in work. Sorts: `received_at` (usual, descending), `worklist` (critical
    /// findings that wait, then priority, then when it is due, then oldest), `due_at`, `priority`,
    /// `accession`, `images_unverified`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(
        &self,
        filter: &CaseFilter,
        page: &Page,
    ) -> Result<Paged<ListedCase>, ReadError> {
        let now = Timestamp::now();
        let rows = self.0.list::<CaseRow>(filter.listing(now, &self.0.sight), page).await?;
        let mut images = self.images(&rows.items).await?;
        let mut beside = Beside::of(&mut *self.0.db().await?, &rows.items, &self.0.sight).await?;
        Ok(rows.map(|row| beside.with(images.with(row, now))))
    }

    /// How many cases in work pass the filter, exactly.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn count(&self, filter: &CaseFilter) -> Result<u64, ReadError> {
        filter
            .listing(Timestamp::now(), &self.0.sight)
            .count::<CaseRow>(&mut *self.0.db().await?)
            .await
    }

    /// One case; none when its patient was removed or erased.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: CaseId) -> Result<Option<CaseView>, ReadError> {
        let row = self.0.one::<CaseRow>(&id).await?.filter(|row| !row.removed);
        let Some(row) = row else { return Ok(None) };
        Ok(Some(self.whole(row, Timestamp::now()).await?))
    }

    /// Cases in work with a critical finding that waits since before a time for somebody to be told,
    /// and was not escalated since; with since when, the longest waiting first.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn waiting(&self, before: Timestamp) -> Result<Vec<(CaseId, Timestamp)>, ReadError> {
        let sql = "SELECT id, alarm_since FROM cases \
                   WHERE alarm_since < ? AND escalated_at IS NULL AND removed = 0 \
                   ORDER BY alarm_since, id";
        let rows = bound(sql, [before.value()]).fetch_all(&mut *self.0.db().await?).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let since = Timestamp::from_sql(row.try_get(1)?).map_err(ReadError::Damaged)?;
            Ok((CaseId::read(row, 0)?, since))
        };
        rows.iter().map(read).collect()
    }

    /// A case with what stands in its images, as people see it at a time.
    pub(crate) async fn whole(&self, row: CaseRow, now: Timestamp) -> Result<CaseView, ReadError> {
        Ok(self.images(std::slice::from_ref(&row)).await?.with(row, now))
    }

    async fn images(&self, cases: &[CaseRow]) -> Result<OfImages, ReadError> {
        let ids: Vec<CaseId> = cases.iter().map(|row| row.id).collect();
        let mut findings: HashMap<_, Vec<_>> = HashMap::new();
        for row in self.0.rows::<FindingRow, _>("case_id", &ids).await? {
            findings.entry(row.case_id).or_default().push(row);
        }
        let sight = &self.0.sight;
        let unread = sight.blind_images_of(&mut *self.0.db().await?, &ids).await?;
        Ok(OfImages { findings, reader: sight.reader(), unread })
    }
}

/// What comes to cases from their images.
struct OfImages {
    findings: HashMap<CaseId, Vec<FindingRow>>,
    reader: Option<UserId>,
    /// Those that the reader is yet to read.
    unread: HashMap<CaseId, HashSet<ImageId>>,
}

impl OfImages {
    /// A case with it, without what is withheld from who looks.
    fn with(&mut self, row: CaseRow, now: Timestamp) -> CaseView {
        let id = row.id;
        let mut view = row.view(&self.findings.remove(&id).unwrap_or_default(), now);
        if let (Some(reader), Some(unread)) = (self.reader, self.unread.get(&id)) {
            view.withhold(reader, |image| unread.contains(&image));
        }
        view
    }
}
