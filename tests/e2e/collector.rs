//! An OpenTelemetry collector that keeps what it is sent, for tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1 as otlp;
use otlp_prost::Message as _;

/// A span as it arrived. Ids are hexadecimal.
#[derive(Clone, Debug)]
pub struct Span {
    pub name: String,
    pub trace: String,
    pub id: String,
    pub parent: String,
    pub attributes: HashMap<String, String>,
    /// The process's `service.name` and `service.instance.id`.
    pub process: (String, String),
}

/// A collector that runs until the test's runtime ends.
pub struct Collector {
    pub url: String,
    spans: Arc<Mutex<Vec<Span>>>,
}

impl Collector {
    pub async fn start() -> Self {
        let spans = Arc::<Mutex<Vec<Span>>>::default();
        let router = Router::new().route("/v1/traces", post(take)).with_state(spans.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, spans }
    }

    /// What has come so far.
    pub fn spans(&self) -> Vec<Span> {
        self.spans.lock().unwrap().clone()
    }

    /// Waits until a trace has come that holds a span of each name, and whole: processes send when it
    /// suits them. Then one span's parent is elsewhere.
    pub async fn trace(&self, id: &str, names: &[&str]) -> Vec<Span> {
        let since = Instant::now();
        loop {
            let mut trace = self.spans();
            trace.retain(|span| span.trace == id);
            let missing: Vec<_> =
                names.iter().filter(|name| !trace.iter().any(|span| span.name == **name)).collect();
            let is_there = |id: &str| trace.iter().any(|other| other.id == id);
            let begins = trace.iter().filter(|span| !is_there(&span.parent)).count();
            if missing.is_empty() && begins == 1 {
                return trace;
            }
            assert!(
                since.elapsed() < Duration::from_secs(60),
                "no {missing:?}, or not whole: {trace:#?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn take(State(spans): State<Arc<Mutex<Vec<Span>>>>, body: Bytes) -> Bytes {
    let request = ExportTraceServiceRequest::decode(body).expect("a request in protobuf");
    for of_process in request.resource_spans {
        let resource = texts(&of_process.resource.unwrap_or_default().attributes);
        let said = |name: &str| resource.get(name).cloned().unwrap_or_default();
        let process = (said("service.name"), said("service.instance.id"));
        let arrived = of_process.scope_spans.into_iter().flat_map(|scope| scope.spans);
        spans.lock().unwrap().extend(arrived.map(|span| read(span, &process)));
    }
    Bytes::new()
}

fn read(span: otlp::Span, process: &(String, String)) -> Span {
    Span {
        name: span.name,
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        attributes: texts(&span.attributes),
        process: process.clone(),
    }
}

fn texts(attributes: &[KeyValue]) -> HashMap<String, String> {
    let text = |attribute: &KeyValue| {
        let value = match attribute.value.as_ref().and_then(|value| value.value.as_ref()) {
            Some(Value::StringValue(text)) => text.clone(),
            other => format!("{other:?}"),
        };
        (attribute.key.clone(), value)
    };
    attributes.iter().map(text).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
