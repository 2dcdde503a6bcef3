//! Answers of reads: each tagged, and those that follow from the read models alone kept until the
//! read models change, so that what many ask for is read once.
//!
//! Only [`guard`](crate::guard) reaches here, after it has let the caller in. What is kept is kept for
//! the role that saw it: whatever else comes to decide what a viewer may see belongs into the key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::Role;
use projections::ReadModels;

use crate::caller::Caller;
use crate::etag::{self, Revision};
use crate::problem::Problem;

/// About as many bytes are kept in one generation. There are two: what is forgotten first is what
/// nobody asked for lately.
const KEPT: usize = 16 * 1024 * 1024;
/// What keeping an answer takes beside its text and body, in bytes, roughly.
const OVERHEAD: usize = 1_024;

/// Left on an answer that follows from the read models and the caller's role alone: neither from the
/// time nor from anything else that is asked for meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Lasting;

/// Answers that were given lately. Cheap to clone.
#[derive(Clone)]
pub struct Answers {
    reads: ReadModels,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    /// The read models' edition that all of them are of.
    edition: u64,
    young: Generation,
    old: Generation,
}

#[derive(Default)]
struct Generation {
    answers: HashMap<Role, HashMap<Box<str>, Arc<Answer>>>,
    bytes: usize,
}

/// A successful answer with its tag.
struct Answer {
    parts: Parts,
    body: Bytes,
}

impl Answers {
    /// None yet, of these read models.
    pub fn new(reads: ReadModels) -> Self {
        Self { reads, kept: Arc::default() }
    }

    /// Answers a read: from what is kept, or by its handler. 304 to a client that has it.
    pub async fn answer(&self, request: Request, next: Next) -> Response {
        let conditions = conditions(request.headers());
        let place = place(&request);
        // Before anything is read: an answer of later rows may count as one of these, never the
        // other way round.
        let edition = self.reads.edition();
        if let Some((role, target)) = &place
            && let Some(answer) = self.lock().find(edition, *role, target)
        {
            return answer.to(&conditions);
        }
        let answer = match Answer::of(next.run(request).await).await {
            Ok(answer) => Arc::new(answer),
            Err(response) => return response,
        };
        if let Some((role, target)) = place
            && answer.parts.extensions.get::<Lasting>().is_some()
        {
            self.lock().keep(edition, role, target.into(), answer.clone());
        }
        answer.to(&conditions)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Under what an answer can be kept: who may see it, and what was asked for.
fn place(request: &Request) -> Option<(Role, String)> {
    let caller = request.extensions().get::<Caller>()?;
    let target = request.uri().path_and_query()?.as_str();
    (*request.method() == Method::GET).then(|| (caller.role, target.to_owned()))
}

/// Those headers that an answer depends on.
fn conditions(headers: &HeaderMap) -> HeaderMap {
    let known = headers.get_all(header::IF_NONE_MATCH);
    known.iter().map(|value| (header::IF_NONE_MATCH, value.clone())).collect()
}

impl Kept {
    fn find(&mut self, edition: u64, role: Role, target: &str) -> Option<Arc<Answer>> {
        if self.edition != edition {
            return None;
        }
        if let Some(answer) = self.young.find(role, target) {
            return Some(answer);
        }
        let answer = self.old.find(role, target)?;
        self.add(role, target.into(), answer.clone());
        Some(answer)
    }

    fn keep(&mut self, edition: u64, role: Role, target: Box<str>, answer: Arc<Answer>) {
        if self.edition > edition {
            return;
        }
        if self.edition < edition {
            *self = Self { edition, ..Self::default() };
        }
        self.add(role, target, answer);
    }

    fn add(&mut self, role: Role, target: Box<str>, answer: Arc<Answer>) {
        let size = OVERHEAD + target.len() + answer.body.len();
        if self.young.bytes + size > KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        if size <= KEPT {
            self.young.bytes += size;
            self.young.answers.entry(role).or_default().insert(target, answer);
        }
    }
}

impl Generation {
    fn find(&self, role: Role, target: &str) -> Option<Arc<Answer>> {
        self.answers.get(&role)?.get(target).cloned()
    }
}

impl Answer {
    /// Tags what a handler answered. What is no success, or says for itself how it may be kept, stays
    /// as it is.
    async fn of(response: Response) -> Result<Self, Response> {
        let says = response.headers().contains_key(header::CACHE_CONTROL);
        if response.status() != StatusCode::OK || says {
            return Err(response);
        }
        let (mut parts, body) = response.into_parts();
        // What handlers of reads answer lies in memory already.
        let body = to_bytes(body, usize::MAX).await;
        let body = body.map_err(|_| Problem::internal().into_response())?;
        let tag = etag::of(parts.extensions.get::<Revision>().copied(), &body);
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            parts.headers.insert(header::ETAG, tag);
        }
        let cache = HeaderValue::from_static("private, no-cache");
        parts.headers.insert(header::CACHE_CONTROL, cache);
        Ok(Self { parts, body })
    }

    /// The response to a client, who may have it already.
    fn to(&self, conditions: &HeaderMap) -> Response {
        let mut parts = self.parts.clone();
        let tag = parts.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        if !tag.is_some_and(|tag| etag::none_match_names(conditions, tag)) {
            return Response::from_parts(parts, Body::from(self.body.clone()));
        }
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        Response::from_parts(parts, Body::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(size: usize) -> Arc<Answer> {
        let (parts, ()) = Response::new(()).into_parts();
        Arc::new(Answer { parts, body: vec![0; size].into() })
    }

    fn size(kept: &mut Kept, edition: u64, role: Role, target: &str) -> Option<usize> {
        kept.find(edition, role, target).map(|answer| answer.body.len())
    }

    #[test]
    fn an_answer_is_found_for_its_role_target_and_edition_alone() {
        let mut kept = Kept::default();
        kept.keep(3, Role::Admin, "/a".into(), answer(7));
        assert_eq!(size(&mut kept, 3, Role::Admin, "/a"), Some(7));
        assert_eq!(size(&mut kept, 3, Role::Auditor, "/a"), None);
        assert_eq!(size(&mut kept, 3, Role::Admin, "/b"), None);
        assert_eq!(size(&mut kept, 4, Role::Admin, "/a"), None);
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let mut kept = Kept::default();
        kept.keep(4, Role::Admin, "/a".into(), answer(1));
        kept.keep(3, Role::Admin, "/b".into(), answer(2));
        assert_eq!(size(&mut kept, 4, Role::Admin, "/b"), None);
        kept.keep(5, Role::Admin, "/b".into(), answer(3));
        assert_eq!(size(&mut kept, 5, Role::Admin, "/b"), Some(3));
        assert_eq!(size(&mut kept, 5, Role::Admin, "/a"), None);
    }

    #[test]
    fn memory_is_bounded_and_what_is_asked_for_stays() {
        let mut kept = Kept::default();
        let large = KEPT / 8;
        for number in 0..40 {
            let target = format!("/{number}");
            kept.keep(1, Role::Admin, target.into(), answer(large));
            assert_eq!(size(&mut kept, 1, Role::Admin, "/0"), Some(large), "after {number}");
            assert!(kept.young.bytes + kept.old.bytes <= 2 * KEPT);
        }
        assert_eq!(size(&mut kept, 1, Role::Admin, "/1"), None);
        kept.keep(1, Role::Admin, "/all".into(), answer(KEPT + 1));
        assert_eq!(size(&mut kept, 1, Role::Admin, "/all"), None);
    }
}
