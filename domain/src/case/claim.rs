//! Who works on a case, so that two readers do not do the same. A claim ends by itself and keeps
//! nobody from reading or concluding.

use jiff::{SignedDuration, Timestamp};

use super::{Case, Refusal};
use crate::aggregate::Decision;
use crate::event::{CaseClaimed, ClaimReleased, Event};
use crate::ids::UserId;

/// How long a claim holds unless claimed again.
pub const CLAIM_FOR: SignedDuration = SignedDuration::from_mins(15);

/// Who works on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub reader: UserId,
    /// Until when.
    pub until: Timestamp,
}

impl Claim {
    /// Whether it still holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

/// A reader begins to work on a case, or goes on with it. Refused while another reader does.
pub fn claim(case: &Case, reader: UserId, now: Timestamp) -> Decision<Refusal> {
    case.in_work()?;
    let until = now.saturating_add(CLAIM_FOR).unwrap_or(Timestamp::MAX);
    match case.claim {
        Some(held) if held.holds(now) && held.reader != reader => {
            Err(Refusal::Claimed { until: held.until })
        }
        Some(held) if held.reader == reader && held.until >= until => Ok(vec![]),
        _ => Ok(vec![Event::CaseClaimed(CaseClaimed { case: case.id, reader, until })]),
    }
}

/// A reader works on a case no more. Without an own claim that holds there is nothing to give up.
pub fn release(case: &Case, reader: UserId, now: Timestamp) -> Decision<Refusal> {
    let own = case.claim.filter(|held| held.reader == reader && held.holds(now));
    let released = |_| Event::ClaimReleased(ClaimReleased { case: case.id, reader });
    Ok(own.map(released).into_iter().collect())
}
