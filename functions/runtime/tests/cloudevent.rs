//! Triggers and outcomes as CloudEvents: what is sent is what arrives, byte for byte.
#![allow(clippy::unwrap_used, missing_docs)]

use async_trait::async_trait;
use bytes::Bytes;
use domain::event::{Event, FunctionFailed};
use domain::ids::ImageId;
use infra::event_log::{Position, RecordedEvent};
use runtime::cloudevent::{self, BadCloudEvent, CloudEvent, Mode, Original, Present};
use runtime::{Function, FunctionError, Outcome, Sources, Trigger, command_id};
use serde_json::value::RawValue;
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
    fn outcomes(&self) -> &'static [&'static str] {
        &["FailRenditions"]
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

/// How things stood when it was sent.
fn present() -> Present {
    let digest = "00".repeat(32);
    let image = json!({
        "id": IMAGE, "panel": "blood-cell", "voided": false, "sha256": digest, "format": "jpeg",
        "bytes": 4711, "width": 360, "height": 363, "optics": {"microns_per_pixel": 0.1},
        "predicted_by": ["11".repeat(32)], "has_renditions": true,
    });
    let labels = ["basophil", "eosinophil"];
    let panel = json!({ "id": "blood-cell", "labels": labels, "active_model": "11".repeat(32) });
    Present {
        image: serde_json::from_value(image).unwrap(),
        panel: serde_json::from_value(panel).unwrap(),
        original: Some(Original {
            url: "https://store.example.org/a?signature=b".to_owned(),
            expires_at: "2026-11-23T05:15:00Z".parse().unwrap(),
            media_type: "image/jpeg".to_owned(),
            bytes: 4711,
            sha256: digest.parse().unwrap(),
        }),
    }
}

fn failure() -> Outcome {
    let reason = "the picture is damaged".to_owned();
    Outcome::FailRenditions(FunctionFailed { image: ImageId(IMAGE), reason })
}

#[test]
fn a_trigger_is_a_structured_cloudevent() {
    let event = CloudEvent::from_trigger(LOG, &trigger(), present()).unwrap();
    let json: Value = serde_json::to_value(&event).unwrap();
    let metadata: Value = serde_json::from_slice(&recorded().metadata).unwrap();
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
            "retries": "2",
            "cursor": "page 3",
            "data": {
                "event": {"image": IMAGE.to_string(), "reason": "zu groß!"},
                "metadata": metadata,
                "image": {
                    "id": IMAGE.to_string(),
                    "panel": "blood-cell",
                    "voided": false,
                    "sha256": "00".repeat(32),
                    "format": "jpeg",
                    "bytes": 4711,
                    "width": 360,
                    "height": 363,
                    "optics": {"objective": null, "microns_per_pixel": 0.1, "scanner": null},
                    "predicted_by": ["11".repeat(32)],
                    "has_renditions": true,
                },
                "panel": {
                    "id": "blood-cell",
                    "labels": ["basophil", "eosinophil"],
                    "active_model": "11".repeat(32),
                },
                "original": {
                    "url": "https://store.example.org/a?signature=b",
                    "expires_at": "2026-11-23T05:15:00Z",
                    "media_type": "image/jpeg",
                    "bytes": 4711,
                    "sha256": "00".repeat(32),
                },
            },
        })
    );
    // Names of attributes are lower-case letters and digits, by the specification.
    let names = json.as_object().unwrap().keys();
    assert!(names.flat_map(|name| name.bytes()).all(|c| c.is_ascii_lowercase()));
}

#[test]
fn a_trigger_arrives_byte_for_byte() {
    let sent =
        serde_json::to_string(&CloudEvent::from_trigger(LOG, &trigger(), present()).unwrap())
            .unwrap();
    let event = serde_json::from_str::<CloudEvent>(&sent).unwrap();
    let (arrived, beside) = event.into_trigger().unwrap();
    assert_eq!((&arrived, beside), (&trigger(), present()));
    assert_eq!(arrived.event.metadata, recorded().metadata);
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
    let good = CloudEvent::from_trigger(LOG, &trigger(), present()).unwrap();
    let refused = |event: CloudEvent| event.into_trigger().unwrap_err();
    let version = CloudEvent { specversion: "0.3".to_owned(), ..good.clone() };
    assert!(matches!(refused(version), BadCloudEvent::Version(version) if version == "0.3"));
    let kind = CloudEvent { r#type: "org.example.Other".to_owned(), ..good.clone() };
    assert!(matches!(refused(kind), BadCloudEvent::Type(_)));
    let unknown = CloudEvent { r#type: "hemaclassify.event.Later".to_owned(), ..good.clone() };
    assert!(matches!(refused(unknown), BadCloudEvent::Unreadable(_)));
    let position = CloudEvent { position: Some("-1".to_owned()), ..good.clone() };
    assert!(matches!(refused(position), BadCloudEvent::Attribute("position")));
    let data = RawValue::from_string(r#"{"event":{}}"#.to_owned()).unwrap();
    let bare = CloudEvent { data, ..good.clone() };
    assert!(matches!(refused(bare), BadCloudEvent::Content(_)));
    assert!(matches!(good.into_outcome().unwrap_err(), BadCloudEvent::Type(_)));
}

#[test]
fn each_form_of_a_message_holds_the_same_event() {
    let sent = CloudEvent::from_trigger(LOG, &trigger(), present()).unwrap();
    for mode in [Mode::Structured, Mode::Binary, Mode::Batch] {
        let events = std::slice::from_ref(&sent);
        let (headers, body) = cloudevent::encode(events, mode).unwrap();
        assert_eq!(cloudevent::mode(&headers).unwrap(), mode);
        let mut arrived = cloudevent::decode(&headers, &body).unwrap();
        let (trigger_of, beside) = arrived.remove(0).into_trigger().unwrap();
        assert_eq!((trigger_of, beside), (trigger(), present()), "{mode:?}");
    }
    let (headers, body) = cloudevent::encode(std::slice::from_ref(&sent), Mode::Binary).unwrap();
    assert_eq!(headers["ce-type"], "hemaclassify.event.RenditionsFailed");
    assert_eq!(headers["ce-cursor"], "page%203", "what no header holds is percent-encoded");
    assert_eq!(body, sent.data.get().as_bytes());
    let (headers, body) = cloudevent::encode(&[sent.clone(), sent], Mode::Binary).unwrap();
    assert_eq!(headers["content-type"], cloudevent::BATCH, "two do not fit into one");
    assert_eq!(cloudevent::decode(&headers, &body).unwrap().len(), 2);
}

#[test]
fn a_message_that_does_not_say_its_form_is_refused() {
    for media in ["text/plain", "application/json", "application/cloudevents+xml"] {
        let headers = [("content-type".parse().unwrap(), media.parse().unwrap())];
        let refused = cloudevent::decode(&headers.into_iter().collect(), b"{}").unwrap_err();
        assert!(matches!(refused, BadCloudEvent::Form(_)), "{media}");
        assert!(refused.to_string().contains(media), "{refused}");
    }
}
