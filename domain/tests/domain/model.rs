//! Model packs that were seen.

use domain::event::*;
use domain::model::{Model, Refusal, register};

use crate::harness::{When, given};
use crate::samples::*;

fn registered(change: impl FnOnce(&mut ModelRegistered)) -> When<Refusal> {
    let mut pack = registration(MODEL, blood_cell());
    change(&mut pack);
    given::<Model>([]).when_maybe(|model| register(model, &panel(), pack))
}

#[test]
fn a_pack_is_registered_once() {
    let pack = || registration(MODEL, blood_cell());
    registered(|_| {}).then([Event::ModelRegistered(pack())]);
    given([Event::ModelRegistered(pack())])
        .when_maybe(|model: Option<&Model>| register(model, &panel(), pack()))
        .then_nothing();
}

#[test]
fn a_pack_says_only_what_its_panel_knows() {
    registered(|pack| pack.labels.clear()).then_refused(Refusal::NoLabels);
    registered(|pack| pack.labels.push(label("ig")))
        .then_refused(Refusal::DuplicateLabel(label("ig")));
    registered(|pack| pack.labels.push(label("blast")))
        .then_refused(Refusal::ForeignLabel(label("blast")));
    registered(|pack| pack.panel_version = 2)
        .then_refused(Refusal::PanelTooOld { wanted: 2, actual: 1 });
}
