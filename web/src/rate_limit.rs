//! How often somebody may ask: buckets of tokens by address and by session, in memory. A request
//! takes a token; an empty bucket answers 429 with `Retry-After` (RFC 6585).
//!
//! A laboratory sits behind one address, so an address may ask as much as ten sessions. What is open
//! to anybody, signing in and setting up, is ten times narrower than a session.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use crate::caller::Address;
use crate::problem::{Answer, Problem};
use crate::state::{AppState, Settings};

/// How many sessions' worth an address may ask.
const SESSIONS_AN_ADDRESS: u32 = 10;
/// By how much the open doors are narrower than a session.
const DOORS: u32 = 10;
/// After so many requests the buckets that are full again are forgotten.
const SWEEP: u32 = 4_096;

/// The limits of one server. Cheap to clone.
#[derive(Clone)]
pub struct RateLimits(Option<Arc<All>>);

struct All {
    addresses: Buckets<IpAddr>,
    doors: Buckets<IpAddr>,
    sessions: Buckets<Uuid>,
}

impl RateLimits {
    /// As the settings say; none at all when they say 0.
    pub fn new(settings: &Settings) -> Self {
        let rate = NonZeroU32::new(settings.requests_per_second);
        Self(rate.map(|rate| {
            let burst = NonZeroU32::new(settings.burst).unwrap_or(rate);
            let narrower = |number: NonZeroU32| number.get().div_ceil(DOORS);
            let narrower = |number| NonZeroU32::new(narrower(number)).unwrap_or(NonZeroU32::MIN);
            let wider = |number: NonZeroU32| {
                number.saturating_mul(NonZeroU32::MIN.saturating_add(SESSIONS_AN_ADDRESS - 1))
            };
            Arc::new(All {
                addresses: Buckets::new(wider(rate), wider(burst)),
                doors: Buckets::new(narrower(rate), narrower(burst)),
                sessions: Buckets::new(rate, burst),
            })
        }))
    }

    /// Takes a token of a session.
    ///
    /// # Errors
    /// 429 when there is none.
    pub fn session(&self, session: Uuid) -> Answer<()> {
        self.0.as_ref().map_or(Ok(()), |all| all.sessions.take(session))
    }

    /// Takes a token of an address for what is open to anybody and leads in.
    ///
    /// # Errors
    /// 429 when there is none.
    pub async fn door(&self, request: &mut Parts, state: &AppState) -> Answer<()> {
        let Some(all) = &self.0 else { return Ok(()) };
        let Address(address) = Address::from_request_parts(request, state).await?;
        all.doors.take(network(address))
    }

    async fn address(&self, request: &mut Parts, state: &AppState) -> Answer<()> {
        let Some(all) = &self.0 else { return Ok(()) };
        let Address(address) = Address::from_request_parts(request, state).await?;
        all.addresses.take(network(address))
    }
}

/// In front of everything, also of what is not there.
pub async fn by_address(
    State(known): State<Arc<(AppState, RateLimits)>>,
    request: Request,
    next: Next,
) -> Response {
    let (state, limits) = &*known;
    let (mut parts, body) = request.into_parts();
    match limits.address(&mut parts, state).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    }
}

/// Whom an address stands for: who has one of IPv6 has the 2^64 beside it too.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()
        }
        address => address,
    }
}

/// A bucket for each key.
struct Buckets<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    limiter: RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    taken: AtomicU32,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    fn new(rate: NonZeroU32, burst: NonZeroU32) -> Self {
        Self::with_clock(rate, burst, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Buckets<K, C> {
    fn with_clock(rate: NonZeroU32, burst: NonZeroU32, clock: C) -> Self {
        let quota = Quota::per_second(rate).allow_burst(burst);
        let limiter = RateLimiter::new(quota, HashMapStateStore::default(), clock.clone());
        Self { limiter, clock, taken: AtomicU32::new(0) }
    }

    fn take(&self, key: K) -> Answer<()> {
        if self.taken.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            tracing::warn!(wait_ms = wait.as_millis() as u64, "somebody asks too often");
            too_often(wait)
        })
    }
}

fn too_often(wait: Duration) -> Problem {
    let seconds = u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1);
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-requests",
        "Too many requests",
        format!("More requests came than are allowed. Ask again in {seconds} s."),
    )
    .retry_after(seconds)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn number(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap()
    }

    #[test]
    fn a_bucket_empties_by_itself_alone_and_fills_again() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets::with_clock(number(2), number(3), clock.clone());
        for _ in 0..3 {
            buckets.take("a").unwrap();
        }
        assert_eq!(buckets.take("a").unwrap_err().status(), StatusCode::TOO_MANY_REQUESTS);
        buckets.take("b").unwrap();
        clock.advance(Duration::from_millis(500));
        buckets.take("a").unwrap();
        assert!(buckets.take("a").is_err(), "half a second brings one token of two a second");
    }

    #[test]
    fn who_has_not_asked_for_long_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets::with_clock(number(1), number(1), clock.clone());
        for key in 0..SWEEP - 1 {
            buckets.take(key).unwrap();
        }
        clock.advance(Duration::from_secs(10));
        buckets.take(SWEEP).unwrap();
        assert_eq!(buckets.limiter.len(), 1);
    }

    #[test]
    fn neighbours_in_ipv6_are_one_and_an_ipv4_address_is_itself_however_written() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:0:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
        assert_ne!(of("10.0.0.1"), of("10.0.0.2"));
    }

    #[test]
    fn nothing_is_limited_by_a_rate_of_0() {
        assert!(RateLimits::new(&Settings::default()).0.is_none());
    }
}
