//! Load, decide, seal, chain, append.

use std::collections::BTreeSet;

use commands::testing::{Laboratory, blood_cell, prediction, verdict};
use commands::{CommandError, PanelRevision};
use domain::event::decode;
use infra::event_log::chain;

use crate::common::{all, kinds};

#[tokio::test]
async fn every_event_names_its_command_and_the_hash_before_it() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let model = lab.model("a").await;
    lab.predict(image, model, "ig").await;
    lab.read(image, "ig").await;

    let events = all(&lab).await;
    let ids: BTreeSet<_> = events.iter().map(|event| event.id).collect();
    assert_eq!(ids.len(), events.len());
    let of_image: Vec<_> = events.iter().filter(|e| e.stream == image.stream()).collect();
    assert_eq!(of_image.len(), 4);
    let mut previous = None;
    for event in of_image {
        let stored = decode(&event.kind, &event.metadata, &event.data).unwrap();
        assert_eq!(stored.envelope.previous, previous);
        previous = Some(chain::verify(event).unwrap());
    }
}

#[tokio::test]
async fn many_at_once_on_one_stream_all_get_their_turn() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let mut models = vec![];
    for name in 0..8 {
        models.push(lab.model(&name.to_string()).await);
    }
    let all = models.iter().map(|model| lab.predict(image, *model, "ig"));
    futures::future::join_all(all).await;
    assert_eq!(lab.commands.load_image(image).await.unwrap().predictions.len(), 8);
}

#[tokio::test]
async fn a_log_that_is_away_is_said_to_be_away_and_nothing_happens() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let before = all(&lab).await.len();
    lab.faults.die_after(0);
    let refused = lab.commands.remove_patient(&lab.technologist(), patient, None, None).await;
    assert!(matches!(refused.unwrap_err(), CommandError::Unavailable(_)));
    lab.faults.heal();
    assert_eq!(all(&lab).await.len(), before);
}

#[tokio::test]
async fn what_is_so_already_appends_nothing_and_says_where_the_stream_is() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    lab.read(image, "ig").await;
    let said = lab.commands.record_verdict(&lab.hematologist(), image, verdict("ig"), None).await;
    let said = said.unwrap();
    assert!(!said.changed);
    let events = all(&lab).await;
    let last = events.iter().rfind(|event| event.stream == image.stream()).unwrap();
    assert_eq!(said.position, Some(last.position));
}

#[tokio::test]
async fn a_long_stream_is_read_to_its_end() {
    let lab = Laboratory::open().await;
    let panel = blood_cell();
    let mut labels = lab.commands.load_panel(&panel).await.unwrap().labels;
    // More revisions than one page of a read holds.
    for version in 1..=520 {
        labels[0].name = format!("Neutrophil, revised {version} times");
        let title = "Blood cells".to_owned();
        let labels = labels.clone();
        let revision =
            PanelRevision { version, title, labels, critical_threshold: 0.1, blind: false };
        let revised = lab.commands.revise_panel(&lab.admin(), &panel, revision).await.unwrap();
        assert_eq!(revised.value, version + 1);
    }
    assert_eq!(lab.commands.load_panel(&panel).await.unwrap().version, 521);
}

#[tokio::test]
async fn who_may_not_is_refused_before_anything_is_looked_at() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let model = lab.model("a").await;
    let before = all(&lab).await.len();
    let forbidden = |error| assert!(matches!(error, CommandError::Forbidden { .. }), "{error:?}");
    let (commands, auditor) = (&lab.commands, lab.person(domain::access::Role::Auditor));
    let details = lab.details("P-2");
    forbidden(commands.register_patient(&auditor, details).await.unwrap_err());
    forbidden(commands.remove_patient(&lab.admin(), patient, None, None).await.unwrap_err());
    forbidden(commands.void_image(&lab.hematologist(), image, None, None).await.unwrap_err());
    let said = commands.record_verdict(&lab.technologist(), image, verdict("ig"), None).await;
    forbidden(said.unwrap_err());
    let said = commands.record_verdict(&lab.system("x"), image, verdict("ig"), None).await;
    forbidden(said.unwrap_err());
    let predicted = prediction(image, model, "ig");
    forbidden(commands.record_prediction(&lab.hematologist(), predicted).await.unwrap_err());
    let activated = commands.activate_model(&lab.hematologist(), &blood_cell(), model).await;
    forbidden(activated.unwrap_err());
    let (context, target) = (lab.hematologist(), lab.target(patient));
    forbidden(commands.check_upload(&context, &target).await.unwrap_err());
    assert_eq!(all(&lab).await.len(), before);
    assert_eq!(kinds(&lab, &image.stream()).await.len(), 1);
}
