//! What an image adds to its case's alarm: one row for an image in work that a model suspects and no
//! reader has answered, or whose final verdict is critical.

use domain::ids::{CaseId, ImageId, LabelId, UserId};
use jiff::Timestamp;

use super::{FindingKind, FindingView};
use crate::row::row;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FindingRow {
    /// The image.
    pub(crate) id: ImageId,
    pub(crate) case_id: CaseId,
    pub(crate) kind: FindingKind,
    pub(crate) label: LabelId,
    pub(crate) p: Option<f64>,
    pub(crate) reader: Option<UserId>,
    /// Since when it is a finding of this case.
    pub(crate) at: Timestamp,
    pub(crate) position: u64,
}

row!(FindingRow in "findings", id: ImageId, case_id, kind, label, p, reader, at, position);

impl FindingRow {
    pub(super) fn view(&self) -> FindingView {
        FindingView {
            kind: self.kind,
            image: Some(self.id),
            label: Some(self.label.clone()),
            p: self.p,
            finding: None,
            by: self.reader,
            at: self.at,
        }
    }
}
