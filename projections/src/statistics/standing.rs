//! What models and readers say of the images in work, now.

use std::collections::BTreeMap;

use domain::ids::{LabelId, ModelId, PanelId};
use domain::verdict::Verdict;
use serde::Serialize;
use utoipa::ToSchema;

use super::{of, parse};
use crate::ReadError;
use crate::counters::{CounterRow, Measure};
use crate::images::ReadingWay;
use crate::value::Column as _;

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

/// How often the final verdict is the label that leads in the latest prediction, by how the verdict
/// was come to. Images without a prediction and verdicts that name no label are left aside.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReadingFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Which model.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// `unaided`, `aided`, `revised` or `bulk`. A revised reading is one that no longer counts as
    /// unaided or aided, and a bulk one can only agree.
    pub way: ReadingWay,
    /// Whether the images are inside what the model knows.
    pub inside: bool,
    /// So many images.
    pub images: i64,
    /// On so many of them both name the same label.
    pub agreed: i64,
}

/// What somebody should look into, in a panel's images in work: each count beside what it is of.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DecisionFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// With a prediction.
    pub predicted: i64,
    /// Of those predicted: outside what the model knows.
    pub outside: i64,
    /// With a final verdict.
    pub verdicts: i64,
    /// Of those with a verdict: the reader cannot decide.
    pub uncertain: i64,
    /// Of those with a verdict: something that the panel has no label for.
    pub other: i64,
    /// Of those with a verdict: the image cannot be read.
    pub unsuitable: i64,
    /// With a prediction and with a label as final verdict.
    pub compared: i64,
    /// Of those compared: the two labels differ.
    pub disagreements: i64,
}

/// So many images of which the same was said.
pub(super) struct Standing {
    panel: PanelId,
    prediction: Option<Prediction>,
    verdict: Option<Verdict>,
    way: Option<ReadingWay>,
    images: i64,
}

struct Prediction {
    model: ModelId,
    label: LabelId,
    inside: bool,
}

impl Standing {
    /// All images in work.
    pub(super) fn all(counters: &[CounterRow]) -> Result<Vec<Self>, ReadError> {
        of(counters, &[Measure::Standing]).iter().map(|(_, row)| Self::read(row)).collect()
    }

    fn read(row: &CounterRow) -> Result<Self, ReadError> {
        let prediction = match row.label.is_empty() {
            true => None,
            false => Some(Prediction {
                model: parse(&row.model)?,
                label: parse(&row.label)?,
                inside: row.inside != "0",
            }),
        };
        let way = Some(row.way.clone()).filter(|way| !way.is_empty());
        Ok(Self {
            panel: parse(&row.panel)?,
            prediction,
            verdict: Some(&row.verdict)
                .filter(|text| !text.is_empty())
                .map(|text| parse(text))
                .transpose()?,
            way: way.map(ReadingWay::from_sql).transpose().map_err(ReadError::Damaged)?,
            images: row.amount,
        })
    }

    /// Whether both name the same label; none where one of them names none.
    fn agrees(&self) -> Option<bool> {
        let Some(Verdict::Label(label)) = &self.verdict else { return None };
        Some(self.prediction.as_ref()?.label == *label)
    }
}

pub(super) fn in_work_by_panel(all: &[Standing]) -> Vec<PanelFigures> {
    let mut panels = BTreeMap::new();
    for one in all {
        let panel = one.panel.clone();
        let none = PanelFigures { panel: panel.clone(), unverified: 0, verified: 0 };
        let figures = panels.entry(panel).or_insert(none);
        match one.verdict {
            None => figures.unverified += one.images,
            Some(_) => figures.verified += one.images,
        }
    }
    panels.into_values().collect()
}

pub(super) fn agreement(all: &[Standing]) -> Vec<AgreementFigures> {
    let mut pairs = BTreeMap::new();
    for one in all {
        let (Some(prediction), Some(verdict)) = (&one.prediction, &one.verdict) else { continue };
        let predicted = prediction.label.clone();
        let key = (one.panel.clone(), prediction.model, predicted, verdict.clone());
        *pairs.entry(key).or_insert(0) += one.images;
    }
    let figures = |((panel, model, predicted, verdict), images)| AgreementFigures {
        panel,
        model,
        predicted,
        verdict,
        images,
    };
    pairs.into_iter().map(figures).collect()
}

pub(super) fn by_way(all: &[Standing]) -> Vec<ReadingFigures> {
    let mut ways = BTreeMap::new();
    for one in all {
        let (Some(prediction), Some(way), Some(agrees)) = (&one.prediction, one.way, one.agrees())
        else {
            continue;
        };
        let (panel, model, inside) = (one.panel.clone(), prediction.model, prediction.inside);
        let none =
            ReadingFigures { panel: panel.clone(), model, way, inside, images: 0, agreed: 0 };
        let figures = ways.entry((panel, model, way, !inside)).or_insert(none);
        figures.images += one.images;
        figures.agreed += if agrees { one.images } else { 0 };
    }
    ways.into_values().collect()
}

pub(super) fn decisions(all: &[Standing]) -> Vec<DecisionFigures> {
    let mut panels: BTreeMap<PanelId, DecisionFigures> = BTreeMap::new();
    for one in all {
        let none = || DecisionFigures::none(one.panel.clone());
        panels.entry(one.panel.clone()).or_insert_with(none).add(one);
    }
    panels.into_values().collect()
}

impl DecisionFigures {
    fn none(panel: PanelId) -> Self {
        Self {
            panel,
            predicted: 0,
            outside: 0,
            verdicts: 0,
            uncertain: 0,
            other: 0,
            unsuitable: 0,
            compared: 0,
            disagreements: 0,
        }
    }

    fn add(&mut self, one: &Standing) {
        let so_many = |holds: bool| if holds { one.images } else { 0 };
        let outside = one.prediction.as_ref().map(|prediction| !prediction.inside);
        self.predicted += so_many(outside.is_some());
        self.outside += so_many(outside == Some(true));
        self.verdicts += so_many(one.verdict.is_some());
        self.uncertain += so_many(one.verdict == Some(Verdict::Uncertain));
        self.other += so_many(one.verdict == Some(Verdict::Other));
        self.unsuitable += so_many(one.verdict == Some(Verdict::Unsuitable));
        self.compared += so_many(one.agrees().is_some());
        self.disagreements += so_many(one.agrees() == Some(false));
    }
}
