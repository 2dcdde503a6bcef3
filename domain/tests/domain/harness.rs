//! Given these events, when this is decided, then those events or that refusal.

use std::convert::Infallible;
use std::fmt::Debug;

use domain::aggregate::{Aggregate, Decision, fold};
use domain::event::Event;
use domain::personal::{Opened, Personal};
use domain::refusal::Refuse;

/// What happened before.
pub struct Given<A> {
    state: Option<A>,
}

/// What was decided.
#[derive(Debug)]
pub struct When<R>(Decision<R>);

/// The state after these events.
pub fn given<A: Aggregate>(events: impl IntoIterator<Item = Event<Personal>>) -> Given<A> {
    let events: Vec<Event<Opened>> = events.into_iter().map(opened).collect();
    Given { state: fold(&events) }
}

/// An event as it is read back.
pub fn opened(event: Event<Personal>) -> Event<Opened> {
    event.try_map(|_, text| Ok::<_, Infallible>(Opened::Known(text))).unwrap()
}

impl<A> Given<A> {
    /// Decides on a state that is there.
    pub fn when<R>(&self, decide: impl FnOnce(&A) -> Decision<R>) -> When<R> {
        When(decide(self.state.as_ref().expect("the events given make a state")))
    }

    /// Decides on a state that may be there or not.
    pub fn when_maybe<R>(&self, decide: impl FnOnce(Option<&A>) -> Decision<R>) -> When<R> {
        When(decide(self.state.as_ref()))
    }

    /// The state itself.
    pub fn state(self) -> A {
        self.state.expect("the events given make a state")
    }
}

impl<R: Refuse + Debug + PartialEq> When<R> {
    /// These happened.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = Event<Personal>>) {
        assert_eq!(self.0.unwrap(), events.into_iter().collect::<Vec<_>>());
    }

    /// All was so already.
    #[track_caller]
    pub fn then_nothing(self) {
        self.then([]);
    }

    /// It was refused so, in one sentence and under a code.
    #[track_caller]
    pub fn then_refused(self, refusal: R) {
        let refused = self.0.unwrap_err();
        assert_eq!(refused, refusal);
        assert!(refused.to_string().len() > 10 && !refused.to_string().ends_with('.'));
        let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(refused.code().chars().all(kebab));
    }
}
