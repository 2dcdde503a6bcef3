//! How images are sorted: for those from whom something may be withheld, images of blind panels stand
//! as if no model had said anything of them, read or not.

use crate::list::{Kind, Sort};
use crate::sight::Sight;

/// A key of a sort: of images of blind panels the one, of others the other.
macro_rules! blind {
    ($blind:literal, $seen:literal) => {
        concat!(
            "CASE WHEN panel IN (SELECT id FROM panels WHERE blind = 1) THEN ",
            $blind,
            " ELSE ",
            $seen,
            " END"
        )
    };
}

const SORTS: &[Sort] = &[
    Sort::new("uploaded_at", "uploaded_at", Kind::Int),
    Sort::new("worklist", "work_order", Kind::Text),
    Sort::new("file_name", "file_name", Kind::Text),
    Sort::new("confidence", "COALESCE(confidence, -1.0)", Kind::Real),
    Sort::new("uncertainty", "COALESCE(uncertainty, -1.0)", Kind::Real),
];

const BLIND_SORTS: &[Sort] = &[
    Sort::new("uploaded_at", "uploaded_at", Kind::Int),
    Sort::new("worklist", BLIND_WORK_ORDER, Kind::Text),
    Sort::new("file_name", "file_name", Kind::Text),
    Sort::new("confidence", blind!("-1.0", "COALESCE(confidence, -1.0)"), Kind::Real),
    Sort::new("uncertainty", blind!("-1.0", "COALESCE(uncertainty, -1.0)"), Kind::Real),
];

const BLIND_WORK_ORDER: &str = blind!("blind_order", "images.work_order");

/// The sorts for who looks.
pub(super) fn of(sight: &Sight) -> &'static [Sort] {
    match sight.reader() {
        Some(_) => BLIND_SORTS,
        None => SORTS,
    }
}

/// The worklist's order for who looks, as an SQL expression over images.
pub(crate) fn work_order(sight: &Sight) -> &'static str {
    match sight.reader() {
        Some(_) => BLIND_WORK_ORDER,
        None => "images.work_order",
    }
}
