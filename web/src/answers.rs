//! Answers of reads: each tagged, and those that follow from the read models alone kept until the
//! read models change, so that what many ask for is read once.
//!
//! Only [`guard`](crate::guard) reaches here, after it has let the caller in. What is kept is kept for
//! those who may see the same ([`Whose`]): whatever else comes to decide what a viewer may see belongs
//! there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::Role;
use domain::ids::UserId;
use projections::ReadModels;
use tokio::sync::watch;

use crate::caller::Caller;
use crate::etag::{self, Revision};
use crate::problem::{self, Problem};
use crate::seen::Seen;

/// About as many bytes are kept in one generation. There are two: what is forgotten first is what
/// nobody asked for lately.
const KEPT: usize = 16 * 1024 * 1024;
/// What keeping an answer takes beside its text and body, in bytes, roughly.
const OVERHEAD: usize = 1_024;

/// From so many answers in the making on, those of which nothing came are forgotten.
const COMING: usize = 1_024;

/// Who may see the same: all of a role; of those from whom something may be withheld, the one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Whose {
    role: Role,
    person: Option<UserId>,
}

/// Left on an answer that follows from the read models and from who looks ([`Whose`]) alone: neither from
/// anything else that is asked for meanwhile, nor from the time unless it says until when.
#[derive(Debug, Clone, Copy)]
pub struct Lasting {
    /// Until when, where the answer follows from the time as well.
    pub until: Option<Instant>,
}

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
    /// Answers that somebody is reading at this moment.
    coming: HashMap<(Whose, Box<str>), Coming>,
}

/// Tells those who asked for the same meanwhile; closed without an answer, it leaves them to
/// themselves.
type Coming = watch::Receiver<Option<Arc<Answer>>>;

/// What is known of an answer that somebody asks for.
enum Known {
    Kept(Arc<Answer>),
    Coming(Coming),
    /// Nothing: whoever asked is to read it and tell the others.
    New(watch::Sender<Option<Arc<Answer>>>),
}

/// Whether the answers of a route last, as far as the last one said. Those of one that do not are
/// not worth waiting for.
#[derive(Default)]
pub struct Lasts(AtomicBool);

#[derive(Default)]
struct Generation {
    answers: HashMap<Whose, HashMap<Box<str>, Arc<Answer>>>,
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
    /// Of those who ask for the same at once, one reads and the others wait.
    pub async fn answer(&self, lasts: &Lasts, mut request: Request, next: Next) -> Response {
        let conditions = conditions(request.headers());
        // Before anything is read: an answer of later rows may count as one of these, never the
        // other way round.
        let edition = self.reads.edition();
        let place = match self.place(&mut request).await {
            Ok(place) => place,
            Err(problem) => return problem.into_response(),
        };
        let mut tell = None;
        if let Some((whose, target)) = &place {
            let known = self.lock().look(edition, *whose, target, lasts.get());
            match known {
                Some(Known::Kept(answer)) => return answer.to(&conditions),
                Some(Known::Coming(coming)) => {
                    if let Some(answer) = arrived(coming).await {
                        return answer.to(&conditions);
                    }
                }
                Some(Known::New(sender)) => tell = Some(sender),
                None => {}
            }
        }
        let answer = match Answer::of(next.run(request).await).await {
            Ok(answer) => Arc::new(answer),
            Err(response) => return response,
        };
        if let Some((whose, target)) = place {
            lasts.set(answer.lasts());
            if answer.lasts() {
                self.lock().keep(edition, whose, target.into(), answer.clone());
                tell.map(|tell| tell.send_replace(Some(answer.clone())));
            }
        }
        answer.to(&conditions)
    }

    /// Under what an answer can be kept: who may see it, and what was asked for. From now on the
    /// handler reads as the caller may see.
    async fn place(&self, request: &mut Request) -> problem::Answer<Option<(Whose, String)>> {
        let Some(viewer) = request.extensions().get::<Caller>().map(Caller::viewer) else {
            return Ok(None);
        };
        let reads = self.reads.seen_by(viewer).await?;
        let whose = Whose { role: viewer.role, person: reads.shown_to() };
        request.extensions_mut().insert(Seen(reads));
        let target = request.uri().path_and_query().filter(|_| *request.method() == Method::GET);
        Ok(target.map(|target| (whose, target.as_str().to_owned())))
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer that another is reading; none when nothing came of it.
async fn arrived(mut coming: Coming) -> Option<Arc<Answer>> {
    let answer = coming.wait_for(Option::is_some).await.ok()?;
    answer.clone()
}

/// Those headers that an answer depends on.
fn conditions(headers: &HeaderMap) -> HeaderMap {
    let known = headers.get_all(header::IF_NONE_MATCH);
    known.iter().map(|value| (header::IF_NONE_MATCH, value.clone())).collect()
}

impl Lasts {
    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self, lasts: bool) {
        self.0.store(lasts, Ordering::Relaxed);
    }
}

impl Kept {
    /// What is known of an answer; none when nobody is to wait for it.
    fn look(&mut self, edition: u64, whose: Whose, target: &str, wait: bool) -> Option<Known> {
        if let Some(answer) = self.find(edition, whose, target) {
            return Some(Known::Kept(answer));
        }
        // Who asks after a change does not wait for what was read before it.
        if !wait || !self.is_of(edition) {
            return None;
        }
        let key = (whose, Box::from(target));
        let coming = self.coming.get(&key).filter(|coming| coming.has_changed().is_ok());
        if let Some(coming) = coming {
            return Some(Known::Coming(coming.clone()));
        }
        if self.coming.len() >= COMING {
            self.coming.retain(|_, coming| coming.has_changed().is_ok());
        }
        let (tell, coming) = watch::channel(None);
        self.coming.insert(key, coming);
        Some(Known::New(tell))
    }

    /// Moves on to an edition; false when it is past.
    fn is_of(&mut self, edition: u64) -> bool {
        if self.edition < edition {
            *self = Self { edition, ..Self::default() };
        }
        self.edition == edition
    }

    fn find(&mut self, edition: u64, whose: Whose, target: &str) -> Option<Arc<Answer>> {
        if self.edition != edition {
            return None;
        }
        if let Some(answer) = self.young.find(whose, target) {
            return Some(answer);
        }
        let answer = self.old.find(whose, target)?;
        self.add(whose, target.into(), answer.clone());
        Some(answer)
    }

    fn keep(&mut self, edition: u64, whose: Whose, target: Box<str>, answer: Arc<Answer>) {
        if self.is_of(edition) {
            self.coming.remove(&(whose, target.clone()));
            self.add(whose, target, answer);
        }
    }

    fn add(&mut self, whose: Whose, target: Box<str>, answer: Arc<Answer>) {
        let size = OVERHEAD + target.len() + answer.body.len();
        if self.young.bytes + size > KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        if size <= KEPT {
            self.young.bytes += size;
            self.young.answers.entry(whose).or_default().insert(target, answer);
        }
    }
}

impl Generation {
    fn find(&self, whose: Whose, target: &str) -> Option<Arc<Answer>> {
        self.answers.get(&whose)?.get(target).filter(|answer| !answer.is_over()).cloned()
    }
}

impl Answer {
    fn lasts(&self) -> bool {
        self.parts.extensions.get::<Lasting>().is_some()
    }

    fn is_over(&self) -> bool {
        let lasting = self.parts.extensions.get::<Lasting>();
        lasting.and_then(|lasting| lasting.until).is_some_and(|until| until <= Instant::now())
    }

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

    fn all(role: Role) -> Whose {
        Whose { role, person: None }
    }

    fn size(kept: &mut Kept, edition: u64, whose: Whose, target: &str) -> Option<usize> {
        kept.find(edition, whose, target).map(|answer| answer.body.len())
    }

    #[test]
    fn an_answer_is_found_for_its_role_target_and_edition_alone() {
        let mut kept = Kept::default();
        kept.keep(3, all(Role::Admin), "/a".into(), answer(7));
        assert_eq!(size(&mut kept, 3, all(Role::Admin), "/a"), Some(7));
        assert_eq!(size(&mut kept, 3, all(Role::Auditor), "/a"), None);
        assert_eq!(size(&mut kept, 3, all(Role::Admin), "/b"), None);
        assert_eq!(size(&mut kept, 4, all(Role::Admin), "/a"), None);
    }

    #[test]
    fn what_one_reader_may_see_is_found_for_no_other() {
        let reader = |person: u128| {
            let person = (person > 0).then(|| UserId(uuid::Uuid::from_u128(person)));
            Whose { role: Role::Hematologist, person }
        };
        let mut kept = Kept::default();
        kept.keep(3, reader(1), "/a".into(), answer(7));
        assert_eq!(size(&mut kept, 3, reader(1), "/a"), Some(7));
        assert_eq!(size(&mut kept, 3, reader(2), "/a"), None);
        assert_eq!(size(&mut kept, 3, reader(0), "/a"), None);
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let mut kept = Kept::default();
        kept.keep(4, all(Role::Admin), "/a".into(), answer(1));
        kept.keep(3, all(Role::Admin), "/b".into(), answer(2));
        assert_eq!(size(&mut kept, 4, all(Role::Admin), "/b"), None);
        kept.keep(5, all(Role::Admin), "/b".into(), answer(3));
        assert_eq!(size(&mut kept, 5, all(Role::Admin), "/b"), Some(3));
        assert_eq!(size(&mut kept, 5, all(Role::Admin), "/a"), None);
    }

    #[test]
    fn what_follows_from_the_time_is_kept_until_it_is_over() {
        let lasting = |until: Instant| {
            let (mut parts, ()) = Response::new(()).into_parts();
            parts.extensions.insert(Lasting { until: Some(until) });
            Arc::new(Answer { parts, body: vec![0; 2].into() })
        };
        let mut kept = Kept::default();
        kept.keep(1, all(Role::Admin), "/past".into(), lasting(Instant::now()));
        let later = Instant::now() + std::time::Duration::from_secs(600);
        kept.keep(1, all(Role::Admin), "/now".into(), lasting(later));
        assert_eq!(size(&mut kept, 1, all(Role::Admin), "/past"), None);
        assert_eq!(size(&mut kept, 1, all(Role::Admin), "/now"), Some(2));
    }

    #[test]
    fn memory_is_bounded_and_what_is_asked_for_stays() {
        let mut kept = Kept::default();
        let large = KEPT / 8;
        for number in 0..40 {
            let target = format!("/{number}");
            kept.keep(1, all(Role::Admin), target.into(), answer(large));
            assert_eq!(size(&mut kept, 1, all(Role::Admin), "/0"), Some(large), "after {number}");
            assert!(kept.young.bytes + kept.old.bytes <= 2 * KEPT);
        }
        assert_eq!(size(&mut kept, 1, all(Role::Admin), "/1"), None);
        kept.keep(1, all(Role::Admin), "/all".into(), answer(KEPT + 1));
        assert_eq!(size(&mut kept, 1, all(Role::Admin), "/all"), None);
    }
}
