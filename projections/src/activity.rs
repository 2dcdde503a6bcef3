//! What changed lately, by id: for pages that follow along.

use domain::ids::{CaseId, ImageId, PatientId};
use infra::event_log::Position;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ReadError, ReadModels};

/// How many changes are kept.
pub const KEPT: i64 = 10_000;

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
    /// When.
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
        let _ = (position, limit);
        todo!()
    }
}
