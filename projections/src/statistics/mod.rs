//! The laboratory's figures.

mod turnaround;

use std::collections::BTreeMap;

use domain::ids::{LabelId, ModelId, PanelId};
use domain::verdict::Verdict;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::CaseRow;
use crate::counters::{CounterRow, Measure};
use crate::list::Listing;
use crate::patients::PatientRow;
use crate::{ReadError, ReadModels, patients};
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
    /// How often each label was predicted and given as verdict, ever.
    pub labels: Vec<LabelFigures>,
    /// How often readers agree with models, now.
    pub agreement: Vec<AgreementFigures>,
    /// How long cases took from received to first concluded for good, by priority, most urgent
    /// first: those concluded in the last days asked for.
    pub turnaround: Vec<TurnaroundFigures>,
    /// Cases in work that are past due and not concluded.
    pub overdue: i64,
    /// Cases in work with critical findings that wait for somebody to be told.
    pub critical: CriticalFigures,
}

/// A panel's images in work.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Without a final verdict.
    pub unverified: i64,
    /// With a final verdict.
    pub verified: i64,
}

/// What happened on a day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DayFigures {
    /// Which day, in the laboratory's time zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Images uploaded.
    pub uploads: i64,
    /// Predictions made.
    pub predictions: i64,
    /// Final verdicts given.
    pub verdicts: i64,
    /// Final verdicts amended.
    pub amendments: i64,
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

/// One pair of a model's label and the reader's verdict.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AgreementFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Which model.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// What the model said.
    #[schema(value_type = String)]
    pub predicted: LabelId,
    /// What the final verdict is.
    #[schema(value_type = String)]
    pub verdict: Verdict,
    /// On so many images.
    pub images: i64,
}

/// Queries over the figures.
#[derive(Clone, Copy)]
pub struct Statistics<'a>(pub(crate) &'a ReadModels);

impl Statistics<'_> {
    /// All figures, with those of the last `days` days on which something happened.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, days: u32) -> Result<StatisticsView, ReadError> {
        self.at(days, Timestamp::now()).await
    }

    /// The figures as they are at a time.
    pub(crate) async fn at(&self, days: u32, now: Timestamp) -> Result<StatisticsView, ReadError> {
        let counters = self.0.all::<CounterRow>().await?;
        let last = SignedDuration::from_hours(24 * i64::from(days));
        let since = now.saturating_sub(last).unwrap_or(Timestamp::MIN);
        let mut db = self.0.db().await?;
        let cases = Listing::new(&[], "").always("removed = 0");
        let cases = cases.count::<CaseRow>(&mut db).await? as i64;
        let patients = patients::in_work().count::<PatientRow>(&mut db).await? as i64;
        Ok(StatisticsView {
            patients,
            cases,
            images: in_work_by_panel(&counters)?,
            days: by_day(&counters, days as usize)?,
            labels: by_label(&counters)?,
            agreement: agreement(&counters)?,
            turnaround: turnaround::taken(&mut db, since).await?,
            overdue: turnaround::overdue(&mut db, now).await?,
            critical: turnaround::critical(&mut db).await?,
        })
    }
}

fn of(counters: &[CounterRow], measures: &[Measure]) -> Vec<(Measure, CounterRow)> {
    let measured = |row: &CounterRow| {
        let measure = measures.iter().find(|measure| measure.as_str() == row.measure)?;
        Some((*measure, row.clone()))
    };
    counters.iter().filter_map(measured).collect()
}

fn in_work_by_panel(counters: &[CounterRow]) -> Result<Vec<PanelFigures>, ReadError> {
    let mut panels = BTreeMap::new();
    for (measure, row) in of(counters, &[Measure::Unverified, Measure::Verified]) {
        let panel: PanelId = parse(&row.panel)?;
        let none = PanelFigures { panel: panel.clone(), unverified: 0, verified: 0 };
        let figures = panels.entry(panel).or_insert(none);
        match measure {
            Measure::Unverified => figures.unverified += row.amount,
            _ => figures.verified += row.amount,
        }
    }
    Ok(panels.into_values().collect())
}

fn by_day(counters: &[CounterRow], last: usize) -> Result<Vec<DayFigures>, ReadError> {
    let mut days: BTreeMap<(std::cmp::Reverse<Date>, PanelId), DayFigures> = BTreeMap::new();
    for (measure, row) in of(counters, &Measure::OF_DAYS) {
        let (day, panel): (Date, PanelId) = (parse(&row.day)?, parse(&row.panel)?);
        let key = (std::cmp::Reverse(day), panel.clone());
        let figures = days.entry(key).or_insert_with(|| DayFigures {
            day,
            panel,
            uploads: 0,
            predictions: 0,
            verdicts: 0,
            amendments: 0,
        });
        match measure {
            Measure::Uploads => figures.uploads += row.amount,
            Measure::Predictions => figures.predictions += row.amount,
            Measure::Verdicts => figures.verdicts += row.amount,
            _ => figures.amendments += row.amount,
        }
    }
    let mut seen = None;
    let mut count = 0;
    let within = |figures: &DayFigures| {
        count += usize::from(seen.replace(figures.day) != Some(figures.day));
        count <= last
    };
    Ok(days.into_values().take_while(within).collect())
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

fn agreement(counters: &[CounterRow]) -> Result<Vec<AgreementFigures>, ReadError> {
    let mut pairs = Vec::new();
    for (_, row) in of(counters, &[Measure::Agreement]) {
        pairs.push(AgreementFigures {
            panel: parse(&row.panel)?,
            model: parse(&row.model)?,
            predicted: parse(&row.label)?,
            verdict: parse(&row.verdict)?,
            images: row.amount,
        });
    }
    pairs.sort_by(|a, b| {
        let key = |f: &AgreementFigures| {
            (f.panel.clone(), f.model, f.predicted.clone(), f.verdict.clone())
        };
        key(a).cmp(&key(b))
    });
    Ok(pairs)
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, ReadError> {
    text.parse().map_err(|error: T::Err| ReadError::Damaged(error.to_string()))
}
