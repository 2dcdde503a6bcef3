//! Who came in, who was turned away, who saw whose data: the access record, for auditors.

use std::collections::{BTreeSet, HashMap};

use domain::access::Role;
use domain::event::{Event, RecordRead};
use domain::ids::{PatientId, UserId};
use domain::personal::Opened;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::batch::Batch;
use crate::list::{Kind, Listing, Sort};
use crate::open::{Fact, Moment, micros};
use crate::row::row;
use crate::users::UserRow;
use crate::{Page, Paged, ReadError, ReadModels};

/// Rows that wait in memory before they are written: an event may say many reads, a batch holds
/// many events, and no fold looks at these rows again.
const WAITING: usize = 4_096;

/// What a line of the access record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessKind {
    /// A user signed in.
    SignedIn,
    /// A user signed out.
    SignedOut,
    /// Somebody could not sign in.
    SignInRefused,
    /// A user asked for what the role does not allow.
    AccessRefused,
    /// A user saw a patient's data.
    Read,
    /// Data left the installation in a file.
    Exported,
}

/// One line of the access record.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccessView {
    /// Which.
    pub id: Uuid,
    /// When. A read that was repeated within ten minutes is said once.
    pub at: Timestamp,
    /// What happened.
    pub kind: AccessKind,
    /// Who, when it is known.
    #[schema(value_type = Option<Uuid>)]
    pub user_id: Option<UserId>,
    /// The person's name of now.
    pub user_name: Option<String>,
    /// With which role, of then.
    #[schema(value_type = Option<String>)]
    pub role: Option<Role>,
    /// The route; of an export, how it was made.
    #[schema(example = "GET /api/v1/images/{id}")]
    pub route: Option<String>,
    /// Whose data it was; none for a list without rows, or for an export of everything.
    #[schema(value_type = Option<Uuid>)]
    pub patient_id: Option<PatientId>,
    /// The thing that a refused request named; or the name that was typed at a refused sign-in, as a
    /// keyed digest.
    pub subject: Option<String>,
    /// The address that a sign-in came from, as a keyed digest: the same for the same address.
    pub origin: Option<String>,
    /// The event's position in the log.
    pub position: u64,
}

/// Which lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AccessFilter {
    /// Of one user.
    pub user: Option<UserId>,
    /// About one patient.
    pub patient: Option<PatientId>,
    /// Of one kind.
    pub kind: Option<AccessKind>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AccessRow {
    pub(crate) id: Uuid,
    at: Timestamp,
    kind: AccessKind,
    user_id: Option<UserId>,
    role: Option<Role>,
    route: Option<String>,
    patient_id: Option<PatientId>,
    subject: Option<String>,
    origin: Option<String>,
    position: u64,
}

row!(
    AccessRow in "access", id: Uuid, at, kind, user_id, role, route, patient_id, subject, origin,
    position
);

impl AccessRow {
    fn new(kind: AccessKind, at: &Moment) -> Self {
        Self {
            id: at.event,
            at: at.recorded_at,
            kind,
            user_id: None,
            role: None,
            route: None,
            patient_id: None,
            subject: None,
            origin: None,
            position: at.position.0,
        }
    }
}

/// The lines that an event comes to.
fn rows(event: &Event<Opened>, at: &Moment) -> Vec<AccessRow> {
    let new = |kind| AccessRow::new(kind, at);
    let row = match event {
        Event::RecordsRead(e) => {
            let reads = e.reads.iter().enumerate();
            return reads.flat_map(|(index, read)| read_rows(index, read, at)).collect();
        }
        Event::SignedIn(e) => AccessRow {
            user_id: Some(e.user),
            origin: Some(e.origin.clone()),
            ..new(AccessKind::SignedIn)
        },
        Event::SignedOut(e) => AccessRow { user_id: Some(e.user), ..new(AccessKind::SignedOut) },
        Event::SignInRefused(e) => AccessRow {
            subject: Some(e.name.clone()),
            origin: Some(e.origin.clone()),
            ..new(AccessKind::SignInRefused)
        },
        Event::AccessRefused(e) => AccessRow {
            user_id: Some(e.user),
            role: Some(e.role),
            route: Some(e.route.clone()),
            subject: e.subject.map(|subject| subject.to_string()),
            ..new(AccessKind::AccessRefused)
        },
        Event::RecordsExported(e) => AccessRow {
            route: Some(e.what.clone()),
            patient_id: e.patient,
            ..new(AccessKind::Exported)
        },
        _ => return vec![],
    };
    vec![row]
}

/// One line a patient; one of nobody for a list without rows.
fn read_rows(index: usize, read: &RecordRead, at: &Moment) -> Vec<AccessRow> {
    let line = |(number, patient_id): (usize, Option<PatientId>)| AccessRow {
        id: Uuid::new_v5(&at.event, format!("{index}/{number}").as_bytes()),
        at: micros(read.at),
        user_id: Some(read.user),
        role: Some(read.role),
        route: Some(read.route.clone()),
        patient_id,
        ..AccessRow::new(AccessKind::Read, at)
    };
    match read.patients.is_empty() {
        true => vec![line((0, None))],
        false => read.patients.iter().copied().map(Some).enumerate().map(line).collect(),
    }
}

impl Batch {
    pub(crate) async fn fold_access(
        &mut self,
        db: &mut AnyConnection,
        Fact { at, event, .. }: &Fact,
    ) -> Result<(), sqlx::Error> {
        for row in rows(event, at) {
            self.access.set(row.id, Some(row));
        }
        if self.access.len() >= WAITING {
            std::mem::take(&mut self.access).write(db).await?;
        }
        Ok(())
    }
}

const SORTS: &[Sort] = &[Sort::new("at", "at", Kind::Int)];

/// Queries over the access record.
#[derive(Clone, Copy)]
pub struct AccessRecord<'a>(pub(crate) &'a ReadModels);

impl AccessRecord<'_> {
    /// One page of the record, newest first unless asked otherwise. Sorts: `at`. Searches routes.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(
        &self,
        filter: &AccessFilter,
        page: &Page,
    ) -> Result<Paged<AccessView>, ReadError> {
        let listing = Listing::new(SORTS, "-at")
            .search(&["LOWER(route) LIKE ? ESCAPE '!'"])
            .only("user_id", filter.user.as_ref())
            .only("patient_id", filter.patient.as_ref())
            .only("kind", filter.kind.as_ref())
            .when("at >= ?", filter.from.as_ref())
            .when("at < ?", filter.to.as_ref());
        let page = self.0.list::<AccessRow>(listing, page).await?;
        let names = self.names(&page.items).await?;
        Ok(page.map(|row| view(row, &names)))
    }

    async fn names(&self, rows: &[AccessRow]) -> Result<HashMap<UserId, String>, ReadError> {
        let users: BTreeSet<UserId> = rows.iter().filter_map(|row| row.user_id).collect();
        let users: Vec<UserId> = users.into_iter().collect();
        let found = self.0.rows::<UserRow, _>("id", &users).await?;
        Ok(found.into_iter().map(|user| (user.id, user.full_name)).collect())
    }
}

fn view(row: AccessRow, names: &HashMap<UserId, String>) -> AccessView {
    AccessView {
        id: row.id,
        at: row.at,
        kind: row.kind,
        user_id: row.user_id,
        user_name: row.user_id.and_then(|user| names.get(&user).cloned()),
        role: row.role,
        route: row.route,
        patient_id: row.patient_id,
        subject: row.subject,
        origin: row.origin,
        position: row.position,
    }
}
