//! What readers said: one row a reading.

use domain::event::ReadingRecorded;
use domain::ids::{ImageId, UserId};
use domain::personal::Opened;
use domain::verdict::{ReadingMode, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ReadingView, ReadingWay};
use crate::open::{Moment, plain_or_none};
use crate::row::row;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadingRow {
    pub(crate) id: Uuid,
    pub(crate) image_id: ImageId,
    pub(crate) reader: UserId,
    pub(crate) verdict: Verdict,
    mode: ReadingMode,
    bulk: bool,
    pub(crate) comment: Option<String>,
    reason: Option<String>,
    recorded_at: Timestamp,
    pub(crate) position: u64,
}

row!(
    ReadingRow in "readings", id: Uuid, image_id, reader, verdict, mode, bulk, comment,
    reason, recorded_at, position
);

/// The last reading of an image, as its row holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LastReading {
    pub(super) reader: UserId,
    pub(super) way: ReadingWay,
}

impl LastReading {
    pub(super) fn new(e: &ReadingRecorded<Opened>) -> Self {
        let way = match e.mode {
            _ if e.bulk => ReadingWay::Bulk,
            ReadingMode::Unaided => ReadingWay::Unaided,
            ReadingMode::Aided => ReadingWay::Aided,
            ReadingMode::Revised => ReadingWay::Revised,
        };
        Self { reader: e.reader, way }
    }
}

impl ReadingRow {
    /// The row of a reading, named by its event.
    pub(crate) fn new(e: &ReadingRecorded<Opened>, at: &Moment) -> Self {
        Self {
            id: at.event,
            image_id: e.image,
            reader: e.reader,
            verdict: e.verdict.clone(),
            mode: e.mode,
            bulk: e.bulk,
            comment: plain_or_none(e.comment.as_ref()),
            reason: plain_or_none(e.reason.as_ref()),
            recorded_at: at.recorded_at,
            position: at.position.0,
        }
    }

    pub(crate) fn view(&self) -> ReadingView {
        ReadingView {
            label: self.verdict.clone(),
            mode: self.mode,
            bulk: self.bulk,
            comment: self.comment.clone(),
            reason: self.reason.clone(),
            by: self.reader,
            at: self.recorded_at,
        }
    }
}
