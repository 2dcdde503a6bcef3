//! The read models as the caller may see them.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::access::Viewer;
use projections::ReadModels;

use crate::caller::Caller;
use crate::problem::{Answer, Problem};

/// The read models as the caller of a [`Kind::Read`](crate::route::Kind::Read) route may see them. What
/// clinical routes show must be read through it. The guard leaves it in the request, so that an
/// answer is kept for those alone who may see the same.
#[derive(Clone)]
pub struct Seen(pub ReadModels);

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            tracing::error!("a route that does not say who looks is not answered");
            Problem::internal()
        })
    }
}

impl Caller {
    /// Who looks.
    pub fn viewer(&self) -> Viewer {
        Viewer { user: self.user, role: self.role }
    }
}
