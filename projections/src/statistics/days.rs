//! What happened, by day of the laboratory.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::ids::{LabelId, PanelId};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{of, parse};
use crate::ReadError;
use crate::counters::{CounterRow, Measure};

/// Days of the laboratory, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeriodView {
    /// The first of them.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last of them.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
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

/// How often models said something on a day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PredictedFigures {
    /// Which day, in the laboratory's time zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// The label that led.
    #[schema(value_type = String)]
    pub label: LabelId,
    /// In so many predictions.
    pub predictions: i64,
    /// Of which so many are of images outside what the model knows, where the label means nothing.
    pub outside: i64,
}

/// Cases that came in and that were done on a day; also those of patients removed or erased since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseDayFigures {
    /// Which day, in the laboratory's time zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Cases received.
    pub received: i64,
    /// Cases first concluded for good.
    pub concluded: i64,
}

impl PeriodView {
    /// So many days that end on one.
    pub(super) fn of(days: u32, to: Date) -> Self {
        let back = i64::from(days) - 1;
        Self { from: to.checked_sub(back.days()).unwrap_or(Date::MIN), to }
    }

    fn holds(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// The last days on which something happened to images, newest first.
pub(super) fn by_day(counters: &[CounterRow], last: usize) -> Result<Vec<DayFigures>, ReadError> {
    let mut days: BTreeMap<(Reverse<Date>, PanelId), DayFigures> = BTreeMap::new();
    for (measure, row) in of(counters, &Measure::OF_DAYS) {
        let (day, panel): (Date, PanelId) = (parse(&row.day)?, parse(&row.panel)?);
        let key = (Reverse(day), panel.clone());
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

/// What models said in a period, newest day first.
pub(super) fn predicted(
    counters: &[CounterRow],
    period: PeriodView,
) -> Result<Vec<PredictedFigures>, ReadError> {
    let mut all: BTreeMap<(Reverse<Date>, PanelId, LabelId), PredictedFigures> = BTreeMap::new();
    for (_, row) in of(counters, &[Measure::Predictions]) {
        let day: Date = parse(&row.day)?;
        if !period.holds(day) {
            continue;
        }
        let (panel, label): (PanelId, LabelId) = (parse(&row.panel)?, parse(&row.label)?);
        let key = (Reverse(day), panel.clone(), label.clone());
        let none = PredictedFigures { day, panel, label, predictions: 0, outside: 0 };
        let figures = all.entry(key).or_insert(none);
        figures.predictions += row.amount;
        figures.outside += if row.inside == "0" { row.amount } else { 0 };
    }
    Ok(all.into_values().collect())
}

/// What became of cases on every day of a period, newest first.
pub(super) fn cases(
    counters: &[CounterRow],
    period: PeriodView,
) -> Result<Vec<CaseDayFigures>, ReadError> {
    let days = period.from.series(1.day()).take_while(|day| *day <= period.to);
    let none = |day| (day, CaseDayFigures { day, received: 0, concluded: 0 });
    let mut days: BTreeMap<Date, CaseDayFigures> = days.map(none).collect();
    for (measure, row) in of(counters, &[Measure::Received, Measure::Concluded]) {
        let Some(figures) = days.get_mut(&parse(&row.day)?) else { continue };
        match measure {
            Measure::Received => figures.received += row.amount,
            _ => figures.concluded += row.amount,
        }
    }
    Ok(days.into_values().rev().collect())
}
