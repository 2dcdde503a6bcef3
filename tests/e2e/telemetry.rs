//! Traces: one leads from a client's request to the fold of what followed, when somebody asks for it.

use std::collections::HashSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::client::Client;
use crate::collector::{Collector, Span};
use crate::pictures;
use crate::server::{PASSWORD, Server, program};
use crate::servers;
use crate::shared::Installation;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CLIENT: &str = "b7ad6b7169203331";
const UPLOAD: &str = "POST /api/v1/patients/{id}/images";

/// A server with these variables of OpenTelemetry's own, which sends soon.
async fn serve(data: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Server {
    let mut program = program();
    program.env("OTEL_BSP_SCHEDULE_DELAY", "50").envs(variables.iter().copied());
    let server = Server::spawn_as(program, data, arguments);
    server.until_ready().await;
    server
}

/// Uploads an image as part of a trace, and waits for its prediction.
async fn upload(client: &Client, patient: &str, seed: u32, traceparent: &str) -> String {
    let form = client.form(patient, "blood-cell", &[pictures::file(seed)]);
    let answer = client.send(form.header("traceparent", traceparent)).await.ok();
    let image = answer["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/images/{image}");
    client.until(&path, |image| image["predictions"][0].is_object()).await;
    image
}

/// The names from a span up to the one whose parent is elsewhere.
fn way_up<'a>(trace: &'a [Span], from: &str) -> Vec<&'a str> {
    let mut span = trace.iter().find(|span| span.name == from).expect("it is there");
    let mut names = vec![span.name.as_str()];
    while let Some(parent) = trace.iter().find(|other| other.id == span.parent) {
        assert!(names.len() < 20, "a circle: {names:?}");
        span = parent;
        names.push(&span.name);
    }
    assert_eq!(span.parent, CLIENT, "{names:?} begins with the client's own span");
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn one_trace_leads_from_a_clients_span_to_the_fold_of_the_prediction() {
    let collector = Collector::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = serve(&data, &[], &["--otlp-endpoint", &collector.url]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("T-4711", "Lise Example").await;

    let image = upload(&technologist, &patient, 1, &format!("00-{TRACE}-{CLIENT}-01")).await;
    let ends = ["fold ImageUploaded", "fold PredictionRecorded", "fold RenditionsAttached", UPLOAD];
    let trace = collector.trace(TRACE, &[&ends[..], &["infer"]].concat()).await;
    for (from, names) in [
        ("fold ImageUploaded", &["append image", UPLOAD] as &[_]),
        ("infer", &["classify ImageUploaded", "append image", UPLOAD]),
        (
            "fold PredictionRecorded",
            &["append image", "classify ImageUploaded", "append image", UPLOAD],
        ),
        (
            "fold RenditionsAttached",
            &["append image", "renditions ImageUploaded", "append image", UPLOAD],
        ),
    ] {
        assert_eq!(way_up(&trace, from), [&[from], names].concat());
    }
    // All of it is one tree.
    let roots = trace.iter().filter(|span| !trace.iter().any(|other| other.id == span.parent));
    assert_eq!(roots.map(|span| span.name.as_str()).collect::<Vec<_>>(), [UPLOAD]);

    let named = |name: &str| trace.iter().find(|span| span.name == name).unwrap();
    let request = &named(UPLOAD).attributes;
    assert_eq!(request["http.route"], "/api/v1/patients/{id}/images");
    assert_eq!(named("classify ImageUploaded").attributes["function.outcome"], "done");
    assert_eq!(
        named("classify ImageUploaded").attributes["event.stream"],
        format!("image-{image}")
    );
    assert_eq!(named(UPLOAD).process.0, "hemaclassify");

    // A caller who wants no trace gets none; nothing that was sent names anybody.
    let unwanted = "11f7651916cd43dd8448eb211c80319c";
    upload(&technologist, &patient, 2, &format!("00-{unwanted}-{CLIENT}-00")).await;
    server.signal(Signal::SIGTERM);
    server.ended().await;
    let all = collector.spans();
    assert!(all.iter().any(|span| span.name == "POST /api/v1/session"), "others have begun here");
    assert!(!all.iter().any(|span| span.trace == unwanted), "{all:#?}");
    let all = format!("{all:?}");
    for secret in ["Lise", "T-4711", PASSWORD, "chief", technologist.token().unwrap()] {
        assert!(!all.contains(secret), "{secret} was sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_collector_nothing_is_sent_and_the_event_names_the_clients_span() {
    let collector = Collector::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // Named, and switched off by OpenTelemetry's own variable.
    let off = [("OTEL_EXPORTER_OTLP_ENDPOINT", &*collector.url), ("OTEL_SDK_DISABLED", "true")];
    let server = serve(&data, &off, &[]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("T-4711", "Lise Example").await;
    let traceparent = format!("00-{TRACE}-{CLIENT}-01");
    let image = upload(&technologist, &patient, 1, &traceparent).await;
    server.signal(Signal::SIGTERM);
    server.ended().await;
    assert_eq!(collector.spans().len(), 0);
    let told = traceparents(&data, &image).await;
    assert!(told.len() > 1 && told.iter().all(|one| *one == traceparent), "{told:?}");

    // Named by that variable alone, it is used.
    let server = serve(&data, &off[..1], &[]).await;
    Client::new(&server.url).get("/api/v1/me").await;
    server.signal(Signal::SIGTERM);
    server.ended().await;
    let sent = collector.spans();
    assert!(sent.iter().any(|span| span.name == "GET /api/v1/me"), "{sent:#?}");
}

/// What an image's events say of their traces.
async fn traceparents(data: &Path, image: &str) -> Vec<String> {
    use infra::event_log::{Direction, EventLog, sqlite::SqliteLog};
    let log =
        SqliteLog::open_read_only(&servers::log_folder(data).join("events.db")).await.unwrap();
    let stream = format!("image-{image}");
    let events = log.read_stream(&stream, None, Direction::Backwards, 100).await.unwrap();
    let metadata = events.iter().map(|event| serde_json::from_slice(&event.metadata).unwrap());
    metadata.map(|told: Value| told["traceparent"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_silent_changes_nothing_but_a_number() {
    // It takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["--otlp-endpoint", &endpoint, "--metrics-listen", "127.0.0.1:0"];
    let server = serve(&data, &[], &arguments).await;
    let metrics = server.said("Metrics are at").await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("T-4711", "Lise Example").await;
    upload(&technologist, &patient, 1, &format!("00-{TRACE}-{CLIENT}-01")).await;

    let since = Instant::now();
    let lost = "trace_spans_total{result=\"lost\"}";
    while !reqwest::get(&metrics).await.unwrap().text().await.unwrap().contains(lost) {
        assert!(since.elapsed() < Duration::from_secs(30), "no span is counted as lost");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let since = Instant::now();
    server.signal(Signal::SIGTERM);
    let lines = server.ended().await;
    assert!(since.elapsed() < Duration::from_secs(10), "it took {:?} to end", since.elapsed());
    assert_eq!(lines.matches("The collector takes no traces").count(), 1, "said once: {lines}");
}

/// A function's process, ended with the test.
struct Function(Child);

impl Drop for Function {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts classify behind HTTP at an address, and waits until it is warm.
async fn called_at(address: &str, collector: &str) -> Function {
    let mut program = program();
    program.args(["function", "serve", "classify", "--metrics-listen", "off"]);
    program.args(["--listen", address, "--otlp-endpoint", collector]).stdout(Stdio::null());
    let function = Function(program.spawn().unwrap());
    let client = Client::new(&format!("http://{address}"));
    let since = Instant::now();
    while client.try_send(client.request("GET", "/readyz")).await.is_none_or(|it| it.status != 200)
    {
        assert!(since.elapsed() < Duration::from_secs(120), "the function is not ready");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    function
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trace_crosses_processes_to_a_function_that_is_called_and_back() {
    let collector = Collector::start().await;
    let sent = ["--otlp-endpoint", &collector.url];
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let called = folder.path().join("dispatch.toml");
    let lines = [
        "[[function]]",
        "name = \"classify\"",
        "version = \"1\"",
        &format!("url = \"http://{free}/\""),
        "triggers = [\"ImageUploaded\"]",
        "outcomes = [\"RecordPrediction\"]",
    ];
    std::fs::write(&called, lines.join("\n")).unwrap();

    let house = Installation::new().await;
    let roles = |roles| [&["serve", "--roles", roles], &sent[..]].concat();
    let _folding = house.start_as("first", &roles("projections")).await;
    let web = house.start_as("web", &roles("web")).await;
    let dispatch = ["--dispatch", called.to_str().unwrap()];
    let _dispatcher = house.start_as("third", &[&roles("dispatch")[..], &dispatch].concat()).await;
    let _function = called_at(&free, &collector.url).await;
    let chief = web.administrator().await;
    let technologist = web.user(&chief, "technologist").await;
    let patient = technologist.patient("T-4711", "Lise Example").await;
    upload(&technologist, &patient, 1, &format!("00-{TRACE}-{CLIENT}-01")).await;

    let trace = collector.trace(TRACE, &["infer", "fold PredictionRecorded"]).await;
    let whole = ["append image", "classify ImageUploaded", "append image", UPLOAD];
    assert_eq!(way_up(&trace, "fold PredictionRecorded")[1..], whole);
    // Its work at the other end is part of the dispatcher's try.
    let called = ["classify ImageUploaded", "classify ImageUploaded", "append image", UPLOAD];
    assert_eq!(way_up(&trace, "infer")[1..], called);
    let processes: HashSet<&str> = trace.iter().map(|span| span.process.1.as_str()).collect();
    assert_eq!(processes.len(), 4, "{trace:#?}");
}
