//! Triggers and outcomes as CloudEvents: what is sent is what arrives, byte for byte.
#![allow(clippy::unwrap_used, missing_docs)]

use async_trait::async_trait;
use bytes::Bytes;
use domain::event::{Event, FunctionFailed};
use domain::ids::ImageId;
use infra::event_log::{Position, RecordedEvent};
use runtime::cloudevent::{BadCloudEvent, CloudEvent};
use runtime::{Function, FunctionError, Outcome, Sources, Trigger, command_id};
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

const LOG: Uuid = uuid!("019a0000-0000-7000-8000-000000000001");
const IMAGE: Uuid = uuid!("5f0c9d2e-0000-5000-8000-000000000002");
const EVENT: Uuid = uuid!("019a0000-0000-7000-8000-000000000003");
const REQUEST: Uuid = uuid!("019a0000-0000-7000-8000-000000000004");
const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

struct Sketch;

#[async_trait]
impl Function for Sketch {
    fn name(&self) -> &'static str {
        "sketch"
    }
    fn version(&self) -> &str {
        "1.2.3"
    }
    fn triggers(&self) -> &'static [&'static str] {
        &["RenditionsFailed"]
    }
    async fn handle(&self, _: &Trigger, _: &Sources) -> Result<Vec<Outcome>, FunctionError> {
        Ok(vec![])
    }
    fn gave_up(&self, _: &Trigger, _: &str) -> Vec<Outcome> {
        vec![]
    }
}

/// An event as another program might have written it: white space and order are its own.
fn recorded() -> RecordedEvent {
    let data = format!("{{ \"reason\" : \"zu groß\\u0021\",\n \"image\":\"{IMAGE}\" }}");
    let metadata = format!(
        "{{\"actor\":{{\"kind\":\"system\",\"name\":\"test\"}}, \"$correlationId\":\"{REQUEST}\",\
         \"traceparent\":\"{TRACE}\",\"command\":\"{REQUEST}\",\
         \"recorded_at\":\"2026-11-23T05:00:00Z\",\"schema\":1,\"hash\":\"00\"}}"
    );
    RecordedEvent {
        position: Position(u64::MAX - 1),
        stream: ImageId(IMAGE).stream(),
        revision: 7,
        id: EVENT,
        kind: "RenditionsFailed".to_owned(),
        data: Bytes::from(data),
        metadata: Bytes::from(metadata),
        created: "2026-11-23T05:00:00.123456Z".parse().unwrap(),
    }
}

fn trigger() -> Trigger {
    let read = Trigger::read(recorded(), 2).unwrap();
    Trigger { cursor: Some("page 3".to_owned()), ..read }
}

fn failure() -> Outcome {
    let reason = "the picture is damaged".to_owned();
    Outcome::FailRenditions(FunctionFailed { image: ImageId(IMAGE), reason })
}

#[test]
fn a_trigger_is_a_structured_cloudevent() {
    let event = CloudEvent::from_trigger(LOG, &trigger()).unwrap();
    let json: Value = serde_json::to_value(&event).unwrap();
    let metadata = std::str::from_utf8(&recorded().metadata).unwrap().to_owned();
    assert_eq!(
        json,
        json!({
            "specversion": "1.0",
            "id": EVENT.to_string(),
            "source": format!("urn:uuid:{LOG}"),
            "type": "hemaclassify.event.RenditionsFailed",
            "subject": format!("image-{IMAGE}"),
            "time": "2026-11-23T05:00:00.123456Z",
            "datacontenttype": "application/json",
            "traceparent": TRACE,
            "correlationid": REQUEST.to_string(),
            "position": (u64::MAX - 1).to_string(),
            "revision": "7",
            "metadata": metadata,
            "retries": "2",
            "cursor": "page 3",
            "data": {"image": IMAGE.to_string(), "reason": "zu groß!"},
        })
    );
    // Names of attributes are lower-case letters and digits, by the specification.
    let names = json.as_object().unwrap().keys();
    assert!(names.flat_map(|name| name.bytes()).all(|c| c.is_ascii_lowercase()));
}

#[test]
fn a_trigger_arrives_byte_for_byte() {
    let sent = serde_json::to_string(&CloudEvent::from_trigger(LOG, &trigger()).unwrap()).unwrap();
    let arrived = serde_json::from_str::<CloudEvent>(&sent).unwrap().into_trigger().unwrap();
    assert_eq!(arrived, trigger());
    assert_eq!(arrived.event.data, recorded().data);
    assert!(matches!(arrived.stored.event, Event::RenditionsFailed(_)));
}

#[test]
fn an_outcome_arrives_and_names_its_cause() {
    for outcome in [failure(), Outcome::Continue { cursor: "page 4".to_owned() }] {
        let event = CloudEvent::from_outcome(&Sketch, &trigger(), &outcome).unwrap();
        assert_eq!(event.causationid, Some(EVENT));
        assert_eq!(event.correlationid, Some(REQUEST));
        assert_eq!(event.traceparent.as_deref(), Some(TRACE));
        assert_eq!(event.source, "/functions/sketch/1.2.3");
        assert_eq!(event.r#type, format!("hemaclassify.outcome.{}", outcome.kind()));
        let sent = serde_json::to_string(&event).unwrap();
        let arrived: CloudEvent = serde_json::from_str(&sent).unwrap();
        assert_eq!(arrived.into_outcome().unwrap(), outcome);
    }
}

#[test]
fn an_outcomes_id_follows_from_its_trigger_and_from_nothing_else() {
    let id = |outcome| command_id(&Sketch, &recorded(), &outcome);
    assert_eq!(id(failure()), id(failure()));
    let other = FunctionFailed { image: ImageId(REQUEST), reason: String::new() };
    assert_ne!(id(failure()), id(Outcome::FailRenditions(other)));
    let later = RecordedEvent { id: REQUEST, ..recorded() };
    assert_ne!(id(failure()), command_id(&Sketch, &later, &failure()));
}

#[test]
fn what_is_not_spoken_here_is_refused_by_name() {
    let good = CloudEvent::from_trigger(LOG, &trigger()).unwrap();
    let refused = |event: CloudEvent| event.into_trigger().unwrap_err();
    let version = CloudEvent { specversion: "0.3".to_owned(), ..good.clone() };
    assert!(matches!(refused(version), BadCloudEvent::Version(version) if version == "0.3"));
    let kind = CloudEvent { r#type: "org.example.Other".to_owned(), ..good.clone() };
    assert!(matches!(refused(kind), BadCloudEvent::Type(_)));
    let unknown = CloudEvent { r#type: "hemaclassify.event.Later".to_owned(), ..good.clone() };
    assert!(matches!(refused(unknown), BadCloudEvent::Unreadable(_)));
    let position = CloudEvent { position: Some("-1".to_owned()), ..good.clone() };
    assert!(matches!(refused(position), BadCloudEvent::Attribute("position")));
    let bare = CloudEvent { metadata: None, ..good.clone() };
    assert!(matches!(refused(bare), BadCloudEvent::Attribute("metadata")));
    assert!(matches!(good.into_outcome().unwrap_err(), BadCloudEvent::Type(_)));
}
