//! One page of a list: how much, from where, in which order.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a client asks of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// How many items: 1 to 200, 50 when not said.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// The field to sort by; `-field` for descending.
    pub sort: Option<String>,
    /// Words that must all be found.
    pub q: Option<String>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Paged<T> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last.
    pub next_cursor: Option<String>,
    /// How many there are on all pages together.
    pub total: u64,
    /// There are more than `total`; counting stopped there.
    pub total_capped: bool,
}

/// A page that cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPage {
    /// The limit is out of range.
    #[error("limit must be 1 to 200")]
    Limit,
    /// The list cannot be sorted so.
    #[error("cannot sort by “{asked}”; one of: {known}")]
    Sort {
        /// What was asked for.
        asked: String,
        /// What the list can be sorted by.
        known: String,
    },
    /// The cursor is none of this list in this order.
    #[error("this cursor belongs to another list or another order")]
    Cursor,
}

impl BadPage {
    /// The parameter that is wrong.
    pub fn parameter(&self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Sort { .. } => "sort",
            Self::Cursor => "cursor",
        }
    }
}
