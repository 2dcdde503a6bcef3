//! A batch of events folded into every table: rows loaded once, changed in memory, written once.

use std::sync::Arc;

use domain::event::{Event, Impression};
use domain::ids::PanelId;
use sqlx::AnyConnection;

use crate::Settings;
use crate::access::AccessRow;
use crate::cases::{CaseRow, FindingRow};
use crate::counters::Counters;
use crate::images::{ImageRow, PredictionRow, ReadingRow};
use crate::models::{self, ModelRow};
use crate::open::Fact;
use crate::panels::{self, PanelRow};
use crate::patients::{ErasedRow, PatientRow};
use crate::subject::{Subject, subject};
use crate::table::Table;
use crate::users::{self, UserRow};

/// Every table, as far as a batch needs it.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) settings: Arc<Settings>,
    users: Table<UserRow>,
    pub(crate) panels: Table<PanelRow>,
    models: Table<ModelRow>,
    pub(crate) patients: Table<PatientRow>,
    pub(crate) erased: Table<ErasedRow>,
    pub(crate) cases: Table<CaseRow>,
    pub(crate) findings: Table<FindingRow>,
    pub(crate) images: Table<ImageRow>,
    pub(crate) predictions: Table<PredictionRow>,
    pub(crate) readings: Table<ReadingRow>,
    pub(crate) access: Table<AccessRow>,
    pub(crate) counters: Counters,
}

impl Batch {
    /// Loads the rows that these events are about.
    pub(crate) async fn load(
        db: &mut AnyConnection,
        settings: &Arc<Settings>,
        facts: &[Fact],
    ) -> Result<Self, sqlx::Error> {
        let mut batch = Self { settings: settings.clone(), ..Self::default() };
        let (mut users, mut panels, mut models) = (Vec::new(), Vec::new(), Vec::new());
        let (mut patients, mut cases, mut images) = (Vec::new(), Vec::new(), Vec::new());
        for fact in facts {
            match subject(&fact.event) {
                Subject::User(id) => users.push(id),
                Subject::Patient(id) => patients.push(id),
                Subject::Case(id) => cases.push(id),
                Subject::Image(id) => images.push(id),
                Subject::Panel(id) => panels.push(id.clone()),
                Subject::Model(id) => models.push(id),
                Subject::Access | Subject::None => {}
            }
            match &fact.event {
                Event::CaseOpened(e) => patients.push(e.patient),
                Event::PatientMerged(e) => patients.push(e.into),
                Event::ConclusionIssued(e) => panels.extend(of_panels(&e.impressions)),
                Event::ConclusionAmended(e) => panels.extend(of_panels(&e.impressions)),
                Event::ImageUploaded(e) => {
                    patients.push(e.patient);
                    cases.push(e.case);
                    panels.push(e.panel.clone());
                }
                Event::ImageRestored(e) => {
                    cases.push(e.case);
                    panels.push(e.panel.clone());
                }
                Event::ImageReassigned(e) => cases.push(e.to_case),
                _ => {}
            }
        }
        batch.users.load(db, users).await?;
        batch.models.load(db, models).await?;
        batch.images.load(db, images).await?;
        for row in batch.images.rows() {
            patients.push(row.patient_id);
            cases.push(row.case_id);
            panels.push(row.panel.clone());
        }
        batch.panels.load(db, panels).await?;
        batch.erased.load(db, patients.iter().copied()).await?;
        batch.load_patients(db, patients).await?;
        batch.cases.load(db, cases).await?;
        Ok(batch)
    }

    /// Folds one event.
    pub(crate) async fn fold(
        &mut self,
        db: &mut AnyConnection,
        fact: &Fact,
    ) -> Result<(), sqlx::Error> {
        let Fact { at, event, .. } = fact;
        match subject(event) {
            Subject::User(id) => {
                let row = users::fold(self.users.get(&id).cloned(), event, at);
                self.users.set(id, row);
            }
            Subject::Panel(id) => {
                let row = panels::fold(self.panels.get(id).cloned(), event);
                self.panels.set(id.clone(), row);
            }
            Subject::Model(id) => {
                let row = models::fold(self.models.get(&id).cloned(), event, at);
                self.models.set(id, row);
            }
            Subject::Patient(id) => self.fold_patient(db, id, fact).await?,
            Subject::Case(id) => self.fold_case(db, id, fact).await?,
            Subject::Image(id) => self.fold_image(db, id, fact).await?,
            Subject::Access => self.fold_access(db, fact).await?,
            Subject::None => {}
        }
        Ok(())
    }

    /// Writes what changed.
    pub(crate) async fn write(self, db: &mut AnyConnection) -> Result<(), sqlx::Error> {
        self.users.write(db).await?;
        self.panels.write(db).await?;
        self.models.write(db).await?;
        self.patients.write(db).await?;
        self.erased.write(db).await?;
        self.cases.write(db).await?;
        self.findings.write(db).await?;
        self.images.write(db).await?;
        self.predictions.write(db).await?;
        self.readings.write(db).await?;
        self.access.write(db).await?;
        self.counters.write(db).await
    }
}

fn of_panels(impressions: &[Impression]) -> impl Iterator<Item = PanelId> + '_ {
    impressions.iter().map(|impression| impression.panel.clone())
}
