//! A stream's events folded to what decisions need to know.

use crate::event::Event;
use crate::personal::{Opened, Personal};

/// What a decision comes to: facts to append (none when all is so already), or a refusal.
pub type Decision<R> = Result<Vec<Event<Personal>>, R>;

/// The present state of one stream.
pub trait Aggregate: Sized {
    /// The state after a stream's first event; none when a stream of this kind cannot begin so.
    fn start(event: &Event<Opened>) -> Option<Self>;

    /// Takes one more event in. An event of another kind of stream changes nothing.
    fn apply(&mut self, event: &Event<Opened>);
}

/// One step of a fold: from nothing to the first state, then from state to state.
pub fn advance<A: Aggregate>(state: &mut Option<A>, event: &Event<Opened>) {
    match state {
        Some(state) => state.apply(event),
        None => *state = A::start(event),
    }
}

/// The state after all these events; none for none.
pub fn fold<'a, A: Aggregate>(events: impl IntoIterator<Item = &'a Event<Opened>>) -> Option<A> {
    let mut state = None;
    events.into_iter().for_each(|event| advance(&mut state, event));
    state
}
