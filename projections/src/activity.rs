//! What changed lately, by id: for pages that follow along.
//!
//! Has no table: the log says what changed, the read models how far it may be told, so that a page
//! that is told of a change finds it there.

use std::collections::HashMap;

use domain::ids::{CaseId, ImageId, ModelId, PanelId, PatientId, UserId};
use infra::event_log::{Direction, Filter, Position, RecordedEvent};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::CaseRow;
use crate::history::tells;
use crate::images::ImageRow;
use crate::{ReadError, ReadModels};

/// Who is further behind than so many changes loads everything anew.
pub const KEPT: usize = 1_000;

/// The streams whose changes are told. Reading and signing in change nothing that a page shows.
const SHOWN: [&str; 6] = [
    PatientId::PREFIX,
    CaseId::PREFIX,
    ImageId::PREFIX,
    UserId::PREFIX,
    PanelId::PREFIX,
    ModelId::PREFIX,
];

/// Something changed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// The event's position: the id in the live stream.
    pub position: u64,
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The stream that changed, such as `image-…`.
    pub stream: String,
    /// The patient, if one is concerned.
    #[schema(value_type = Option<Uuid>)]
    pub patient_id: Option<PatientId>,
    /// The case, if one is concerned.
    #[schema(value_type = Option<Uuid>)]
    pub case_id: Option<CaseId>,
    /// The image, if one is concerned.
    #[schema(value_type = Option<Uuid>)]
    pub image_id: Option<ImageId>,
    /// When the log took it.
    pub at: Timestamp,
}

/// What changed after a position.
#[derive(Clone, Debug, PartialEq)]
pub enum Changes {
    /// These, oldest first; fewer than asked for means that there are no more.
    Since(Vec<Change>),
    /// It is too long ago, or unknown: load everything anew and go on from this position.
    Reset(Option<Position>),
}

/// Queries over what changed.
#[derive(Clone, Copy)]
pub struct Activity<'a>(pub(crate) &'a ReadModels);

impl Activity<'_> {
    /// What changed after a position, at most `limit`. Wait for more with
    /// [`ReadModels::positions`].
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn after(&self, position: Position, limit: u32) -> Result<Changes, ReadError> {
        let reached = self.0.position();
        if reached < Some(position) {
            return Ok(Changes::Reset(reached));
        }
        let shown = Filter::StreamPrefixes(SHOWN.map(str::to_owned).to_vec());
        let all = self.0.log().read_all(Some(position), Direction::Forwards, &shown, KEPT + 1);
        let mut events = all.await?;
        if events.len() > KEPT {
            return Ok(Changes::Reset(reached));
        }
        events.retain(|event| Some(event.position) <= reached);
        events.truncate(limit as usize);
        Ok(Changes::Since(self.changes(events).await?))
    }

    /// Whose and of which case an image is, and whose a case is, the read models know. What is said
    /// of an image that the viewer is yet to read is told as a change of its case: something critical
    /// must be seen there at once, but not in which image.
    async fn changes(&self, events: Vec<RecordedEvent>) -> Result<Vec<Change>, ReadError> {
        let streams = || events.iter().map(|event| event.stream.as_str());
        let images: Vec<_> = streams().filter_map(ImageId::from_stream).collect();
        let cases: Vec<_> = streams().filter_map(CaseId::from_stream).collect();
        let unread = self.0.sight.blind_images(&mut *self.0.db().await?, &images).await?;
        let images = self.0.rows::<ImageRow, _>("id", &images).await?;
        let cases = self.0.rows::<CaseRow, _>("id", &cases).await?;
        let images: HashMap<_, _> = images.into_iter().map(|row| (row.id, row)).collect();
        let cases: HashMap<_, _> = cases.into_iter().map(|row| (row.id, row)).collect();
        let change = |mut event: RecordedEvent| {
            let mut image_id = ImageId::from_stream(&event.stream);
            let image = image_id.and_then(|id| images.get(&id));
            let case_id =
                CaseId::from_stream(&event.stream).or_else(|| image.map(|row| row.case_id));
            let case = case_id.and_then(|id| cases.get(&id));
            let patient_id = PatientId::from_stream(&event.stream)
                .or_else(|| image.map(|row| row.patient_id))
                .or_else(|| case.map(|row| row.patient_id));
            let withheld = tells(&event.kind) && image_id.is_some_and(|id| unread.contains(&id));
            if let Some(case) = case_id.filter(|_| withheld) {
                (event.stream, image_id) = (case.stream(), None);
            }
            Change {
                position: event.position.0,
                kind: event.kind,
                stream: event.stream,
                patient_id,
                case_id,
                image_id,
                at: event.created,
            }
        };
        Ok(events.into_iter().map(change).collect())
    }
}
