//! Counters: what happened on a day, and what the images in work come to now.

use std::collections::HashMap;

use domain::event::Event;
use domain::personal::Opened;
use jiff::Timestamp;
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::Zone;
use crate::images::{ImageRow, ImageStatus};
use crate::row::row;
use crate::table::Table;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Measure {
    /// Images uploaded on a day.
    Uploads,
    /// Predictions of a label made on a day.
    Predictions,
    /// Final verdicts given on a day.
    Verdicts,
    /// Final verdicts amended on a day, by the new one.
    Amendments,
    /// Images in work without a final verdict, now.
    Unverified,
    /// Images in work with a final verdict, now.
    Verified,
    /// Images with this prediction shown and this final verdict, now.
    Agreement,
}

impl Measure {
    pub(crate) const OF_DAYS: [Self; 4] =
        [Self::Uploads, Self::Predictions, Self::Verdicts, Self::Amendments];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Uploads => "uploads",
            Self::Predictions => "predictions",
            Self::Verdicts => "verdicts",
            Self::Amendments => "amendments",
            Self::Unverified => "unverified",
            Self::Verified => "verified",
            Self::Agreement => "agreement",
        }
    }
}

/// What one counter counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Counted {
    measure: Measure,
    day: String,
    panel: String,
    model: String,
    label: String,
    verdict: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CounterRow {
    id: Uuid,
    pub(crate) measure: String,
    pub(crate) day: String,
    pub(crate) panel: String,
    pub(crate) model: String,
    pub(crate) label: String,
    pub(crate) verdict: String,
    pub(crate) amount: i64,
}

row!(
    CounterRow in "statistics", id: Uuid, measure, day, panel, model, label, verdict, amount
);

/// Makes a counter's id of what it counts.
const NAMESPACE: Uuid = Uuid::from_u128(0x5f0c_86a1_94f4_4dd4_a2f3_6e3a_90b0_1f27);

impl Counted {
    fn of(measure: Measure, panel: &str) -> Self {
        Self {
            measure,
            day: String::new(),
            panel: panel.to_owned(),
            model: String::new(),
            label: String::new(),
            verdict: String::new(),
        }
    }

    fn on(mut self, day: String) -> Self {
        self.day = day;
        self
    }

    fn label(mut self, label: &str) -> Self {
        self.label = label.to_owned();
        self
    }

    fn id(&self) -> Uuid {
        let measure = self.measure.as_str();
        let Self { day, panel, model, label, verdict, .. } = self;
        let name = format!("{measure}/{day}/{panel}/{model}/{label}/{verdict}");
        Uuid::new_v5(&NAMESPACE, name.as_bytes())
    }

    fn row(&self, id: Uuid, amount: i64) -> CounterRow {
        CounterRow {
            id,
            measure: self.measure.as_str().to_owned(),
            day: self.day.clone(),
            panel: self.panel.clone(),
            model: self.model.clone(),
            label: self.label.clone(),
            verdict: self.verdict.clone(),
            amount,
        }
    }
}

/// What a batch adds to the counters.
#[derive(Default)]
pub(crate) struct Counters {
    added: HashMap<Counted, i64>,
}

impl Counters {
    fn add(&mut self, counted: Counted, amount: i64) {
        *self.added.entry(counted).or_default() += amount;
    }

    /// Counts that something happened to an image, on a day of the laboratory.
    pub(crate) fn happened(
        &mut self,
        image: &ImageRow,
        event: &Event<Opened>,
        at: Timestamp,
        zone: &Zone,
    ) {
        let counted = |measure| Counted::of(measure, image.panel.as_str()).on(zone.day(at));
        let counted = match event {
            Event::ImageUploaded(_) => counted(Measure::Uploads),
            Event::PredictionRecorded(e) => {
                let of_panel = Counted::of(Measure::Predictions, e.panel.as_str());
                of_panel.on(zone.day(at)).label(e.label.as_str())
            }
            Event::FinalVerdictRecorded(e) => counted(Measure::Verdicts).label(e.verdict.as_str()),
            Event::FinalVerdictAmended(e) => counted(Measure::Amendments).label(e.verdict.as_str()),
            _ => return,
        };
        self.add(counted, 1);
    }

    /// Counts an image that is as it was no more, but as it is now.
    pub(crate) fn changed(&mut self, was: Option<&ImageRow>, is: Option<&ImageRow>) {
        let standing = |row: &ImageRow| {
            let measure = match row.status {
                ImageStatus::Unverified => Measure::Unverified,
                _ => Measure::Verified,
            };
            row.in_work().then(|| Counted::of(measure, row.panel.as_str()))
        };
        self.moved(was.and_then(standing), is.and_then(standing));
        self.moved(was.and_then(agreement), is.and_then(agreement));
    }

    fn moved(&mut self, from: Option<Counted>, to: Option<Counted>) {
        if from != to {
            from.into_iter().for_each(|counted| self.add(counted, -1));
            to.into_iter().for_each(|counted| self.add(counted, 1));
        }
    }

    /// Adds to the rows. A counter at nought has no row, so that it does not matter how events were
    /// batched.
    pub(crate) async fn write(self, db: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let added = self.added.into_iter().filter(|(_, amount)| *amount != 0);
        let added: Vec<_> =
            added.map(|(counted, amount)| (counted.id(), counted, amount)).collect();
        let mut table = Table::<CounterRow>::default();
        table.load(db, added.iter().map(|(id, _, _)| *id)).await?;
        for (id, counted, amount) in added {
            let amount = table.get(&id).map_or(0, |row| row.amount) + amount;
            table.set(id, (amount != 0).then(|| counted.row(id, amount)));
        }
        table.write(db).await
    }
}

/// The pair of the prediction shown and the final verdict, of an image in work.
fn agreement(row: &ImageRow) -> Option<Counted> {
    let (model, label) = (row.predicted_model?, row.predicted_label.as_ref()?);
    let verdict = row.verdict.as_ref()?;
    row.in_work().then(|| Counted {
        model: model.to_string(),
        label: label.as_str().to_owned(),
        verdict: verdict.as_str().to_owned(),
        ..Counted::of(Measure::Agreement, row.panel.as_str())
    })
}
