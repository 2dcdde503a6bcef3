//! The laboratory's figures.

mod days;
mod standing;
mod turnaround;

use std::collections::BTreeMap;

use domain::ids::PanelId;
use domain::verdict::Verdict;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::{CaseRow, IN_WORK};
use crate::counters::{CounterRow, Measure};
use crate::list::Listing;
use crate::patients::PatientRow;
use crate::{ReadError, ReadModels, patients};
pub use days::{CaseDayFigures, DayFigures, PeriodView, PredictedFigures};
use standing::Standing;
pub use standing::{AgreementFigures, DecisionFigures, PanelFigures, ReadingFigures};
pub use turnaround::{CriticalFigures, TurnaroundFigures};

/// The laboratory's figures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatisticsView {
    /// Patients in work.
    pub patients: i64,
    /// Cases in work.
    pub cases: i64,
    /// Images in work, by panel.
    pub images: Vec<PanelFigures>,
    /// What happened on each day of the laboratory and panel, newest day first.
    pub days: Vec<DayFigures>,
    /// The days that `predicted` and `cases_by_day` are of: so many as were asked for, the last of
    /// them today.
    pub period: PeriodView,
    /// What models said on each day of the period, by panel and label, newest day first.
    pub predicted: Vec<PredictedFigures>,
    /// Cases received and concluded on every day of the period, newest first.
    pub cases_by_day: Vec<CaseDayFigures>,
    /// How often each label was predicted and given as verdict, ever.
    pub labels: Vec<LabelFigures>,
    /// How often readers agree with models, now.
    pub agreement: Vec<AgreementFigures>,
    /// The same by how the reader came to the verdict: with or without the model in view.
    pub readings: Vec<ReadingFigures>,
    /// What somebody should look into, now: images outside, abstentions, disagreements.
    pub decisions: Vec<DecisionFigures>,
    /// How long cases took from received to first concluded for good, by priority, most urgent
    /// first: those concluded in the last days asked for.
    pub turnaround: Vec<TurnaroundFigures>,
    /// Cases in work that are past due and not concluded.
    pub overdue: i64,
    /// Cases in work with critical findings that wait for somebody to be told.
    pub critical: CriticalFigures,
}

/// How often a label came up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LabelFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// A label or an abstention.
    #[schema(value_type = String)]
    pub label: Verdict,
    /// It led in so many predictions.
    pub predictions: i64,
    /// It was given, or amended to, so often.
    pub verdicts: i64,
}

/// Queries over the figures.
#[derive(Clone, Copy)]
pub struct Statistics<'a>(pub(crate) &'a ReadModels);

impl Statistics<'_> {
    /// All figures, with those of the last `days` days on which something happened. What models
    /// and readers say of the images of blind panels is left out for readers, whatever they have read:
    /// few images tell of each.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, days: u32) -> Result<StatisticsView, ReadError> {
        self.at(days, Timestamp::now()).await
    }

    /// The figures as they are at a time.
    pub(crate) async fn at(&self, days: u32, now: Timestamp) -> Result<StatisticsView, ReadError> {
        let counters = self.0.all::<CounterRow>().await?;
        let standing = Standing::all(&counters)?;
        let period = PeriodView::of(days, self.0.inner.store.get().settings.zone.date(now));
        let last = SignedDuration::from_hours(24 * i64::from(days));
        let since = now.saturating_sub(last).unwrap_or(Timestamp::MIN);
        let mut db = self.0.db().await?;
        let cases = Listing::new(&[], "").always("removed = 0").always(IN_WORK);
        let cases = cases.count::<CaseRow>(&mut db).await? as i64;
        let patients = patients::in_work().count::<PatientRow>(&mut db).await? as i64;
        Ok(StatisticsView {
            patients,
            cases,
            images: standing::in_work_by_panel(&standing),
            days: days::by_day(&counters, days as usize)?,
            period,
            predicted: self.told(days::predicted(&counters, period)?, |one| &one.panel),
            cases_by_day: days::cases(&counters, period)?,
            labels: self.told(by_label(&counters)?, |one| &one.panel),
            agreement: self.told(standing::agreement(&standing), |one| &one.panel),
            readings: self.told(standing::by_way(&standing), |one| &one.panel),
            decisions: self.told(standing::decisions(&standing), |one| &one.panel),
            turnaround: turnaround::taken(&mut db, since).await?,
            overdue: turnaround::overdue(&mut db, now).await?,
            critical: turnaround::critical(&mut db).await?,
        })
    }

    /// Those figures that are not withheld from who looks.
    fn told<T>(&self, mut figures: Vec<T>, panel: impl Fn(&T) -> &PanelId) -> Vec<T> {
        figures.retain(|one| !self.0.sight.withholds(panel(one)));
        figures
    }
}

fn of(counters: &[CounterRow], measures: &[Measure]) -> Vec<(Measure, CounterRow)> {
    let measured = |row: &CounterRow| {
        let measure = measures.iter().find(|measure| measure.as_str() == row.measure)?;
        Some((*measure, row.clone()))
    };
    counters.iter().filter_map(measured).collect()
}

fn by_label(counters: &[CounterRow]) -> Result<Vec<LabelFigures>, ReadError> {
    let mut labels = BTreeMap::new();
    for (measure, row) in of(counters, &Measure::OF_DAYS) {
        if measure == Measure::Uploads {
            continue;
        }
        let (panel, label): (PanelId, Verdict) = (parse(&row.panel)?, parse(&row.label)?);
        let none = LabelFigures {
            panel: panel.clone(),
            label: label.clone(),
            predictions: 0,
            verdicts: 0,
        };
        let figures = labels.entry((panel, label)).or_insert(none);
        match measure {
            Measure::Predictions => figures.predictions += row.amount,
            _ => figures.verdicts += row.amount,
        }
    }
    Ok(labels.into_values().collect())
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, ReadError> {
    text.parse().map_err(|error: T::Err| ReadError::Damaged(error.to_string()))
}
