//! Counters: what happened on a day, and what the images in work come to now.

use std::collections::HashMap;

use domain::event::Event;
use domain::ids::LabelId;
use domain::personal::Opened;
use domain::verdict::Verdict;
use jiff::Timestamp;
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::Zone;
use crate::cases::CaseRow;
use crate::images::ImageRow;
use crate::row::row;
use crate::table::Table;
use crate::value::Column;

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
    /// Cases received on a day, as far as is known now.
    Received,
    /// Cases first concluded for good on a day.
    Concluded,
    /// Images in work with this prediction shown and this final verdict, or without, now.
    Standing,
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
            Self::Received => "received",
            Self::Concluded => "concluded",
            Self::Standing => "standing",
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
    inside: String,
    verdict: String,
    way: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CounterRow {
    id: Uuid,
    pub(crate) measure: String,
    pub(crate) day: String,
    pub(crate) panel: String,
    pub(crate) model: String,
    pub(crate) label: String,
    /// Whether the image is inside what the model knows: `1` or `0`, empty without a prediction.
    pub(crate) inside: String,
    pub(crate) verdict: String,
    /// How the verdict was come to; empty without one, or where that is not known.
    pub(crate) way: String,
    pub(crate) amount: i64,
}

row!(
    CounterRow in "statistics", id: Uuid, measure, day, panel, model, label, inside, verdict, way,
    amount
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
            inside: String::new(),
            verdict: String::new(),
            way: String::new(),
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

    fn inside(mut self, inside: Option<bool>) -> Self {
        self.inside = inside.map_or_else(String::new, |inside| u8::from(inside).to_string());
        self
    }

    fn id(&self) -> Uuid {
        let measure = self.measure.as_str();
        let Self { day, panel, model, label, inside, verdict, way, .. } = self;
        let name = format!("{measure}/{day}/{panel}/{model}/{label}/{inside}/{verdict}/{way}");
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
            inside: self.inside.clone(),
            verdict: self.verdict.clone(),
            way: self.way.clone(),
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
                let of_day = of_panel.on(zone.day(at)).label(e.label.as_str());
                of_day.inside(Some(e.familiarity.inside))
            }
            Event::FinalVerdictRecorded(e) => counted(Measure::Verdicts).label(e.verdict.as_str()),
            Event::FinalVerdictAmended(e) => counted(Measure::Amendments).label(e.verdict.as_str()),
            _ => return,
        };
        self.add(counted, 1);
    }

    /// Counts an image that is as it was no more, but as it is now.
    pub(crate) fn changed(&mut self, was: Option<&ImageRow>, is: Option<&ImageRow>) {
        self.moved(was.and_then(standing), is.and_then(standing));
    }

    /// Counts a case on the days on which it was received and first concluded for good. It stays
    /// counted when its patient is removed or erased: the work was done. A withdrawn one never was
    /// any.
    pub(crate) fn case(&mut self, was: Option<&CaseRow>, is: &CaseRow, zone: &Zone) {
        let on = |measure, time| Counted::of(measure, "").on(zone.day(time));
        let received =
            |row: &CaseRow| (!row.is_withdrawn()).then(|| on(Measure::Received, row.received_at));
        self.moved(was.and_then(received), received(is));
        let concluded = |row: &CaseRow| Some(on(Measure::Concluded, row.concluded_at?));
        self.moved(was.and_then(concluded), concluded(is));
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

/// What model and reader say of an image in work.
fn standing(row: &ImageRow) -> Option<Counted> {
    let verdict = row.verdict.as_ref().map(Verdict::as_str);
    let counted = Counted {
        model: row.predicted_model.map(|model| model.to_string()).unwrap_or_default(),
        verdict: verdict.unwrap_or_default().to_owned(),
        way: row.verdict_way.as_ref().map(Column::to_sql).unwrap_or_default(),
        ..Counted::of(Measure::Standing, row.panel.as_str())
    };
    let label = row.predicted_label.as_ref().map(LabelId::as_str);
    row.in_work().then(|| counted.label(label.unwrap_or_default()).inside(row.inside))
}
