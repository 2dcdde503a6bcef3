//! What holds of every history.

use std::convert::Infallible;

use domain::administrators::Administrators;
use domain::aggregate::{Aggregate, fold};
use domain::case::Case;
use domain::event::{Event, PredictionRecorded, decode, encode};
use domain::image::Image;
use domain::model::Model;
use domain::panel::Panel;
use domain::patient::Patient;
use domain::personal::{Opened, Personal, Sealed};
use domain::reservation::Reservation;
use domain::user::User;
use proptest::prelude::*;

use crate::fixtures::{Fixture, fixtures};

/// Any event that was ever stored, read in full or erased.
fn any_event() -> impl Strategy<Value = Event<Opened>> {
    let all: Vec<Event<Sealed>> = fixtures().into_iter().map(|f| f.stored().event).collect();
    (proptest::sample::select(all), any::<bool>()).prop_map(|(event, erased)| {
        let open = |_, sealed: Sealed| match erased {
            true => Ok::<_, Infallible>(Opened::Erased),
            false => Ok(Opened::Known(Personal::new(sealed.0))),
        };
        event.try_map(open).unwrap()
    })
}

/// Folds from the first event on that can begin such a stream; it is deterministic.
fn folds<A: Aggregate + PartialEq + std::fmt::Debug>(history: &[Event<Opened>]) {
    for start in 0..history.len() {
        let once: Option<A> = fold(&history[start..]);
        assert_eq!(once, fold(&history[start..]));
    }
}

proptest! {
    #[test]
    fn folding_any_history_never_panics(history in proptest::collection::vec(any_event(), 0..12)) {
        folds::<User>(&history);
        folds::<Administrators>(&history);
        folds::<Reservation>(&history);
        folds::<Panel>(&history);
        folds::<Model>(&history);
        folds::<Patient>(&history);
        folds::<Case>(&history);
        folds::<Image>(&history);
    }

    #[test]
    fn what_is_encoded_decodes_to_the_same(
        index in 0..fixtures().len(),
        words in "\\PC{0,40}",
    ) {
        let fixture: Fixture = fixtures().swap_remove(index);
        let event = fixture.stored().event;
        let event = event.try_map(|_, _| Ok::<_, Infallible>(Sealed(words.clone()))).unwrap();
        let (kind, data) = encode(&event);
        prop_assert_eq!(&kind, event.kind());
        let read = decode(&kind, fixture.metadata.to_string().as_bytes(), &data).unwrap();
        prop_assert_eq!(read.event, event);
    }

    #[test]
    fn a_figure_is_read_to_the_last_bit_as_it_was_said(confidence in 0.0..1.0_f64) {
        let of_predictions = |fixture: &Fixture| fixture.r#type == "PredictionRecorded";
        let fixture = fixtures().into_iter().rfind(of_predictions).unwrap();
        let Event::PredictionRecorded(said) = fixture.stored().event else { unreachable!() };
        let event = Event::PredictionRecorded(PredictionRecorded { confidence, ..said });
        let (kind, data) = encode(&event);
        let read = decode(&kind, fixture.metadata.to_string().as_bytes(), &data).unwrap();
        prop_assert_eq!(read.event, event);
    }
}
