//! Panels, and the models that predict for them.

use domain::event::*;
use domain::model::Model;
use domain::panel::{
    Label, Panel, Refusal, Revision, activate, builtin, deactivate, define, request_backfill,
    revise,
};
use domain::personal::Personal;

use crate::harness::{When, given};
use crate::samples::*;

fn cells() -> crate::harness::Given<Panel> {
    given([panel_defined(&blood_cell())])
}

fn activated(model: domain::ids::ModelId) -> Event<Personal> {
    Event::ModelActivated(ModelActivated { panel: blood_cell(), model })
}

fn model(of: domain::ids::PanelId) -> Model {
    given([Event::ModelRegistered(registration(MODEL, of))]).state()
}

#[test]
fn the_two_built_in_panels_are_as_the_laboratory_knows_them() {
    let shown: Vec<String> = builtin()
        .iter()
        .flat_map(|panel| {
            let line = |label: &Label| {
                let icd10 = label.icd10.as_deref().unwrap_or("-");
                let critical = if label.critical { " critical" } else { "" };
                format!("{} {} {} {icd10}{critical}", panel.panel, label.id, label.code)
            };
            panel.labels.iter().map(line).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        shown,
        [
            "blood-cell neutrophil NEU -",
            "blood-cell lymphocyte LYM -",
            "blood-cell monocyte MON -",
            "blood-cell eosinophil EOS -",
            "blood-cell basophil BAS -",
            "blood-cell ig IG -",
            "blood-cell erythroblast NRBC -",
            "blood-cell platelet PLT -",
            "blood-disease normal NOR -",
            "blood-disease ida IDA D50.9",
            "blood-disease thalassemia_minor TMI D56.3",
            "blood-disease thalassemia_major TMA D56.1",
            "blood-disease all ALL C91.0 critical",
            "blood-disease apml APL C92.4 critical",
            "blood-disease cml CML C92.1",
        ]
    );
}

#[test]
fn a_panel_is_defined_once() {
    for defined in builtin() {
        let expected = Event::PanelDefined(defined.clone());
        given([]).when_maybe(|panel| define(panel, defined)).then([expected]);
    }
    let other = PanelDefined { title: "Other".to_owned(), ..builtin().remove(0) };
    cells().when_maybe(|panel| define(panel, other)).then_nothing();
}

/// A revision of the panel as it was first defined, to what it is.
fn same() -> Revision {
    Revision {
        version: 1,
        title: "Blood cells".to_owned(),
        labels: panel().labels,
        critical_threshold: 0.1,
        blind: false,
    }
}

/// The panel's labels, changed.
fn revised(change: impl FnOnce(&mut Vec<Label>)) -> When<Refusal> {
    let mut revision = same();
    change(&mut revision.labels);
    cells().when(|panel| revise(panel, revision))
}

fn blast() -> Label {
    Label {
        id: label("blast"),
        name: "Blast".to_owned(),
        code: "BLA".to_owned(),
        icd10: None,
        critical: true,
        retired: false,
    }
}

#[test]
fn a_revision_adds_renames_and_retires() {
    let mut labels = panel().labels;
    labels[5].retired = true;
    labels[6].name = "Nucleated red cell".to_owned();
    labels.push(blast());
    let expected = PanelRevised {
        panel: blood_cell(),
        version: 2,
        title: "Blood cells".to_owned(),
        labels: labels.clone(),
        critical_threshold: 0.2,
        blind: false,
    };
    let revision = || Revision { labels: labels.clone(), critical_threshold: 0.2, ..same() };
    let events = [panel_defined(&blood_cell()), Event::PanelRevised(expected.clone())];
    cells().when(|panel| revise(panel, revision())).then([Event::PanelRevised(expected)]);
    let again = given::<Panel>(events);
    again.when(|panel| revise(panel, revision())).then_nothing();
    let fewer = Revision { labels: labels[..8].to_vec(), ..same() };
    again
        .when(|panel| revise(panel, fewer))
        .then_refused(Refusal::OtherVersion { expected: 1, actual: 2 });
    assert_eq!(again.state().version, 2);
}

#[test]
fn a_panel_is_read_blind_from_a_revision_on() {
    let expected = PanelRevised {
        panel: blood_cell(),
        version: 2,
        title: "Blood cells".to_owned(),
        labels: panel().labels,
        critical_threshold: 0.1,
        blind: true,
    };
    let blind = || Revision { blind: true, ..same() };
    assert!(!panel().blind);
    cells().when(|panel| revise(panel, blind())).then([Event::PanelRevised(expected.clone())]);
    let events = [panel_defined(&blood_cell()), Event::PanelRevised(expected)];
    let revised = given::<Panel>(events);
    revised.when(|panel| revise(panel, blind())).then_nothing();
    assert!(revised.state().blind);
}

#[test]
fn what_no_panel_can_be_is_refused() {
    revised(|_| {}).then_nothing();
    revised(|labels| drop(labels.remove(0)))
        .then_refused(Refusal::LabelDeleted(label("neutrophil")));
    revised(|labels| labels.iter_mut().for_each(|label| label.retired = true))
        .then_refused(Refusal::NoLabels);
    revised(|labels| labels.push(labels[0].clone()))
        .then_refused(Refusal::DuplicateLabel(label("neutrophil")));
    for word in ["uncertain", "other", "unsuitable"] {
        revised(|labels| labels.push(Label { id: label(word), ..blast() }))
            .then_refused(Refusal::ReservedWord(label(word)));
    }
    revised(|labels| labels.push(Label { name: " ".to_owned(), ..blast() }))
        .then_refused(Refusal::LabelUnfit(label("blast")));
    revised(|labels| labels.push(Label { code: "TOO-LONG-A-CODE".to_owned(), ..blast() }))
        .then_refused(Refusal::LabelUnfit(label("blast")));
    let untitled = Revision { title: String::new(), ..same() };
    cells().when(|panel| revise(panel, untitled)).then_refused(Refusal::TitleUnfit);
    for threshold in [0.0, 1.1, f64::NAN] {
        let unfit = Revision { critical_threshold: threshold, ..same() };
        cells().when(|panel| revise(panel, unfit)).then_refused(Refusal::ThresholdUnfit);
    }
}

#[test]
fn a_panel_has_one_active_model_whose_labels_are_its_own() {
    let ours = model(blood_cell());
    cells().when(|panel| activate(panel, &ours)).then([activated(MODEL)]);
    let active = || given::<Panel>([panel_defined(&blood_cell()), activated(MODEL)]);
    active().when(|panel| activate(panel, &ours)).then_nothing();
    cells()
        .when(|panel| activate(panel, &model(blood_disease())))
        .then_refused(Refusal::ModelOfOtherPanel(blood_disease()));
    let mut foreign = ours.clone();
    foreign.labels.push(label("blast"));
    cells()
        .when(|panel| activate(panel, &foreign))
        .then_refused(Refusal::ModelWithForeignLabel(label("blast")));

    let stopped =
        || Event::ModelDeactivated(ModelDeactivated { panel: blood_cell(), model: MODEL });
    active().when(deactivate).then([stopped()]);
    cells().when(deactivate).then_nothing();
    let idle: Panel = given([panel_defined(&blood_cell()), activated(MODEL), stopped()]).state();
    assert_eq!((idle.active_model, idle.ever_had_a_model()), (None, true));
}

#[test]
fn only_the_active_model_fills_in_what_is_missing() {
    let active = given::<Panel>([panel_defined(&blood_cell()), activated(MODEL)]);
    let asked = BackfillRequested { panel: blood_cell(), model: MODEL };
    active.when(|panel| request_backfill(panel, MODEL)).then([Event::BackfillRequested(asked)]);
    active.when(|panel| request_backfill(panel, OTHER_MODEL)).then_refused(Refusal::NotActive);
    cells().when(|panel| request_backfill(panel, MODEL)).then_refused(Refusal::NotActive);
}
