//! Which streams belong together: a patient's records, cases and images. Streams of another patient
//! never do, also when an image went from one to the other: each names the other's id.

use std::collections::BTreeSet;

use domain::event::{Event, decode};
use domain::ids::{CaseId, ImageId, PatientId};
use infra::event_log::{Direction, Filter, Position, RecordedEvent};
use sqlx::AnyConnection;

use super::History;
use crate::ReadError;
use crate::cases::CaseRow;
use crate::checkpoint;
use crate::images::ImageRow;
use crate::patients::{ErasedRow, PatientRow};
use crate::store::Current;
use crate::table::select;

/// How many events are read at once.
const PAGE: usize = 5_000;

/// A patient's records, cases and images, in the order of their ids.
#[derive(Default)]
pub(super) struct Related {
    /// The record itself and those that were ever merged into it.
    pub(super) records: BTreeSet<PatientId>,
    pub(super) cases: BTreeSet<CaseId>,
    pub(super) images: BTreeSet<ImageId>,
}

/// The read models, as an index of who has which cases and images.
#[derive(Clone)]
pub(crate) struct Index {
    store: Current,
}

impl Index {
    pub(crate) fn new(store: Current) -> Self {
        Self { store }
    }

    /// What these records have, up to the position given with it; none of erased ones, of whom the
    /// read models know nothing.
    async fn related(
        &self,
        records: &BTreeSet<PatientId>,
    ) -> Result<Option<(Option<Position>, Related)>, ReadError> {
        let mut db = self.store.read().await?;
        // The checkpoint first: what is folded after it is read twice, never missed.
        let position = checkpoint::load(&mut db).await?.position;
        let ids: Vec<_> = records.iter().copied().collect();
        if !select::<ErasedRow, _>(&mut db, "id", &ids).await?.is_empty() {
            return Ok(None);
        }
        let shown: Vec<_> = roots(&mut db, ids).await?.into_iter().collect();
        let cases = select::<CaseRow, _>(&mut db, "patient_id", &shown).await?;
        let images = select::<ImageRow, _>(&mut db, "patient_id", &shown).await?;
        let cases = cases.into_iter().filter(|row| records.contains(&row.key_owner));
        let images = images.into_iter().filter(|row| records.contains(&row.key_owner));
        let related = Related {
            records: records.clone(),
            cases: cases.map(|row| row.id).collect(),
            images: images.map(|row| row.id).collect(),
        };
        Ok(Some((position, related)))
    }
}

/// The records under which all of these are shown now.
async fn roots(
    db: &mut AnyConnection,
    ids: Vec<PatientId>,
) -> Result<BTreeSet<PatientId>, sqlx::Error> {
    let (mut roots, mut seen, mut next) = (BTreeSet::new(), BTreeSet::new(), ids);
    while !next.is_empty() {
        seen.extend(next.iter().copied());
        let rows = select::<PatientRow, _>(db, "id", &next).await?;
        let merged: Vec<_> = rows.iter().filter_map(|row| row.merged_into).collect();
        roots.extend(rows.iter().filter(|row| row.merged_into.is_none()).map(|row| row.id));
        next = merged.into_iter().filter(|id| !seen.contains(id)).collect();
    }
    Ok(roots)
}

impl History {
    /// All events of a stream.
    pub(super) async fn stream(&self, stream: &str) -> Result<Vec<RecordedEvent>, ReadError> {
        let mut events: Vec<RecordedEvent> = Vec::new();
        loop {
            let from = events.last().map(|event| event.revision + 1);
            let page = self.log.read_stream(stream, from, Direction::Forwards, PAGE).await?;
            let more = page.len() == PAGE;
            events.extend(page);
            if !more {
                return Ok(events);
            }
        }
    }

    /// What a record has, and the records that were ever merged into it: from the read models as far
    /// as they go, from the log beyond.
    pub(super) async fn related(&self, id: PatientId) -> Result<Related, ReadError> {
        let records = self.records(id).await?;
        let indexed = match &self.index {
            Some(index) => index.related(&records).await?,
            None => None,
        };
        let (mut beyond, mut related) = indexed.unwrap_or_default();
        related.records = records;
        let filter = Filter::Types(vec!["CaseOpened".into(), "ImageUploaded".into()]);
        loop {
            let page = self.log.read_all(beyond, Direction::Forwards, &filter, PAGE).await?;
            for event in &page {
                match decode(&event.kind, &event.metadata, &event.data)?.event {
                    Event::CaseOpened(e) if related.records.contains(&e.patient) => {
                        related.cases.insert(e.case);
                    }
                    Event::ImageUploaded(e) if related.records.contains(&e.patient) => {
                        related.images.insert(e.image);
                    }
                    _ => {}
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => beyond = Some(last.position),
                _ => return Ok(related),
            }
        }
    }

    /// A record and those that were ever merged into it, or into one of them.
    async fn records(&self, id: PatientId) -> Result<BTreeSet<PatientId>, ReadError> {
        let (mut records, mut next) = (BTreeSet::from([id]), vec![id]);
        while let Some(id) = next.pop() {
            for event in self.stream(&id.stream()).await? {
                if let Event::PatientAbsorbed(e) =
                    decode(&event.kind, &event.metadata, &event.data)?.event
                    && records.insert(e.absorbed)
                {
                    next.push(e.absorbed);
                }
            }
        }
        Ok(records)
    }
}

/// Whose case it is, by its events.
pub(super) fn patient_of(case: &[RecordedEvent]) -> Result<Option<PatientId>, ReadError> {
    let Some(first) = case.first() else { return Ok(None) };
    match decode(&first.kind, &first.metadata, &first.data)?.event {
        Event::CaseOpened(e) => Ok(Some(e.patient)),
        _ => Ok(None),
    }
}

/// Whether an image was ever of a case, by the image's events.
pub(super) fn belongs(image: &[RecordedEvent], case: CaseId) -> Result<bool, ReadError> {
    let placing = ["ImageUploaded", "ImageRestored", "ImageReassigned"];
    for event in image.iter().filter(|event| placing.contains(&event.kind.as_str())) {
        match decode(&event.kind, &event.metadata, &event.data)?.event {
            Event::ImageUploaded(e) if e.case == case => return Ok(true),
            Event::ImageRestored(e) if e.case == case => return Ok(true),
            Event::ImageReassigned(e) if e.to_image == e.image && e.to_case == case => {
                return Ok(true);
            }
            _ => {}
        }
    }
    Ok(false)
}
