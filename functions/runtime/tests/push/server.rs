//! A function server as any caller sees it.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use runtime::cloudevent::{self, CloudEvent, Mode, Present};
use runtime::{FunctionError, ServeSettings, Sources};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{Bench, SECRET, secrets, serve, serve_as};
use crate::gauge::Gauge;

/// A trigger of a new image, as a message of HTTP.
async fn message(bench: &Bench, mode: Mode) -> (HeaderMap, Bytes) {
    let (_, trigger) = bench.image(1).await;
    let sources = Sources::of(bench.installation());
    let present = Present::of(&trigger, &sources, Duration::from_secs(60)).await.unwrap();
    let event = CloudEvent::from_trigger(Uuid::nil(), &trigger, present).unwrap();
    cloudevent::encode(&[event], mode).unwrap()
}

/// What comes back: the status, the headers, the body.
async fn post(url: &str, headers: HeaderMap, body: Bytes) -> (u16, HeaderMap, Bytes) {
    let request = reqwest::Client::new().post(url).headers(headers).body(body);
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap())
}

async fn get(url: &str) -> (u16, Value) {
    let answer = reqwest::get(url).await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
}

fn problem((status, headers, body): (u16, HeaderMap, Bytes)) -> (u16, String) {
    assert_eq!(headers["content-type"], "application/problem+json");
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem["status"], status);
    (status, problem["detail"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_it_is() {
    let settings = ServeSettings { secrets: secrets(SECRET), ..ServeSettings::new() };
    let served = serve_as(Gauge::new(), settings).await;
    let expected = json!({
        "name": "gauge", "version": "1", "triggers": ["ImageUploaded"],
        "outcomes": ["AttachRenditions", "FailRenditions"], "specversion": "1.0", "signed": true,
    });
    assert_eq!(get(&served.url).await, (200, expected));
    let lost = reqwest::get(format!("{}/elsewhere", served.url)).await.unwrap();
    assert_eq!(lost.status(), StatusCode::NOT_FOUND);
    assert_eq!(lost.headers()["content-type"], "application/problem+json");
    let put = reqwest::Client::new().put(&served.url).send().await.unwrap();
    assert_eq!(put.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(put.headers()["content-type"], "application/problem+json");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_in_the_form_that_it_was_asked_in() {
    let bench = Bench::open().await;
    let served = serve(Gauge::new()).await;
    for mode in [Mode::Structured, Mode::Binary] {
        let (headers, body) = message(&bench, mode).await;
        let (status, headers, body) = post(&served.url, headers, body).await;
        assert_eq!(status, 200);
        assert_eq!(cloudevent::mode(&headers).unwrap(), mode);
        let outcome = cloudevent::decode(&headers, &body).unwrap().remove(0).into_outcome();
        assert_eq!(outcome.unwrap().kind(), "AttachRenditions");
    }
    let (headers, body) = message(&bench, Mode::Batch).await;
    assert_eq!(problem(post(&served.url, headers, body).await).0, 415);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_trigger_is_refused_with_the_reason() {
    let bench = Bench::open().await;
    let served = serve(Gauge::new()).await;
    let (headers, body) = message(&bench, Mode::Structured).await;
    let large = Bytes::from(vec![b' '; (1 << 20) + 1]);
    for (body, expected, words) in [
        (Bytes::from("{"), 400, "cannot be read"),
        (Bytes::from(r#"{"specversion":"0.3"}"#), 400, "cannot be read"),
        (large, 413, "1 MiB"),
    ] {
        let (status, detail) = problem(post(&served.url, headers.clone(), body).await);
        assert_eq!(status, expected, "{detail}");
        assert!(detail.contains(words), "{detail}");
    }
    let (status, detail) = problem(post(&served.url, HeaderMap::new(), body).await);
    assert_eq!(status, 415);
    assert!(detail.contains("application/cloudevents+json"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn full_it_tells_callers_to_come_later() {
    let bench = Bench::open().await;
    let function = Gauge::gated();
    let settings = ServeSettings { concurrency: 1, ..ServeSettings::new() };
    let activity = settings.activity.clone();
    let served = serve_as(function.clone(), settings).await;
    served.server.ready();
    let (headers, body) = message(&bench, Mode::Structured).await;
    let (url, first_headers, first_body) = (served.url.clone(), headers.clone(), body.clone());
    let first = tokio::spawn(async move { post(&url, first_headers, first_body).await });
    function.until_called(1).await;
    assert_eq!(activity.count(), 1);

    let (_, trigger) = bench.image(2).await;
    let error = bench.ask(&bench.remote(&served.url).await, &trigger).await.unwrap_err();
    assert!(matches!(error, FunctionError::Unavailable(_)), "it counts as no try: {error:?}");
    let answer = post(&served.url, headers.clone(), body.clone()).await;
    assert_eq!(answer.1["retry-after"], "1");
    assert_eq!(problem(answer).0, 429);

    function.gate.add_permits(2);
    assert_eq!(first.await.unwrap().0, 200);
    assert_eq!(post(&served.url, headers, body).await.0, 200);
    assert_eq!(activity.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_nothing_before_it_is_warm_and_nothing_when_it_stops() {
    let bench = Bench::open().await;
    let function = Gauge::gated();
    let grace = Duration::from_millis(200);
    let settings = ServeSettings { grace, ..ServeSettings::new() };
    let served = serve_as(function.clone(), settings).await;
    let ready = format!("{}/readyz", served.url);
    let (headers, body) = message(&bench, Mode::Structured).await;
    assert_eq!(get(&format!("{}/healthz", served.url)).await.0, 200);
    assert_eq!(get(&ready).await.0, 503);
    let early = problem(post(&served.url, headers.clone(), body.clone()).await);
    assert_eq!(early, (503, "The function is warming up.".to_owned()));

    served.server.ready();
    assert_eq!(get(&ready).await.0, 200);
    let (url, late_headers, late_body) = (served.url.clone(), headers.clone(), body.clone());
    let in_work = tokio::spawn(async move { post(&url, late_headers, late_body).await });
    function.until_called(1).await;
    served.stop.cancel();
    assert_eq!(get(&ready).await.0, 503);
    assert_eq!(problem(post(&served.url, headers, body).await).0, 503);
    // What does not finish within the grace is handed back, for another to do.
    assert_eq!(problem(in_work.await.unwrap()).0, 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_takes_too_long_has_failed() {
    let bench = Bench::open().await;
    let timeout = Duration::from_millis(100);
    let settings = ServeSettings { timeout, ..ServeSettings::new() };
    let served = serve_as(Gauge::gated(), settings).await;
    served.server.ready();
    let (headers, body) = message(&bench, Mode::Structured).await;
    let (status, detail) = problem(post(&served.url, headers, body).await);
    assert_eq!(status, 500);
    assert!(detail.contains("longer than 100ms"), "{detail}");
}
