//! What becomes of what a function answers: allowed, broken, foreign, or none.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{Response, StatusCode};
use axum::routing::post;
use domain::ids::ImageId;
use runtime::{Function, FunctionError, Outcome};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::Bench;
use crate::listen;

/// A function of somebody else, which always answers this.
async fn answering(status: u16, media: &'static str, body: impl ToString) -> String {
    let body = body.to_string();
    let answer = move || async move {
        let answer = Response::builder().status(status).header("content-type", media);
        answer.header("retry-after", "0").body(Body::from(body)).unwrap()
    };
    listen(Router::new().route("/", post(answer))).await
}

fn attached(image: ImageId) -> Value {
    json!({
        "specversion": "1.0", "id": "1", "source": "/tests",
        "type": "hemaclassify.outcome.AttachRenditions",
        "data": { "image": image, "thumbnail": [1, 2], "preview": [3, 4], "tiles": null },
    })
}

async fn ask(status: u16, media: &'static str, body: impl ToString) -> FunctionError {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let remote = bench.remote(&answering(status, media, body).await).await;
    bench.ask(&remote, &trigger).await.unwrap_err()
}

const ONE: &str = "application/cloudevents+json; charset=utf-8";
const BATCH: &str = "application/cloudevents-batch+json";
const PROBLEM: &str = "application/problem+json";

#[tokio::test(flavor = "multi_thread")]
async fn one_outcome_several_or_none_are_taken_in_any_form() {
    let bench = Bench::open().await;
    let (image, trigger) = bench.image(1).await;
    let two = json!([attached(image), attached(image)]);
    for (status, media, body, expected) in [
        (200, ONE, attached(image), 1),
        (200, BATCH, two, 2),
        (200, BATCH, json!([]), 0),
        (204, ONE, Value::Null, 0),
    ] {
        let remote = bench.remote(&answering(status, media, body).await).await;
        assert_eq!(bench.ask(&remote, &trigger).await.unwrap().len(), expected, "{media}");
    }
    let binary = move || async move {
        let answer = Response::builder().header("content-type", "application/json");
        let answer = answer.header("ce-specversion", "1.0").header("ce-id", "1");
        let answer = answer.header("ce-type", "hemaclassify.outcome.AttachRenditions");
        let body = attached(image)["data"].to_string();
        answer.header("ce-source", "/tests").body(Body::from(body)).unwrap()
    };
    let url = listen(Router::new().route("/", post(binary))).await;
    let outcomes = bench.ask(&bench.remote(&url).await, &trigger).await.unwrap();
    assert!(matches!(&outcomes[..], [Outcome::AttachRenditions(one)] if one.image == image));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_says_whether_it_is_waited_for_tried_again_or_given_up() {
    let problem = json!({ "status": 422, "title": "No.", "detail": "torn\nin two" }).to_string();
    for status in [503, 429, 401, 403, 404, 405, 301] {
        let error = ask(status, "text/plain", "").await;
        assert!(matches!(error, FunctionError::Unavailable(_)), "{status}: {error:?}");
    }
    for status in [500, 502, 504, 408, 202] {
        let error = ask(status, "text/plain", "").await;
        assert!(matches!(error, FunctionError::Retry(_)), "{status}: {error:?}");
    }
    for status in [400, 413, 422] {
        let error = ask(status, PROBLEM, &problem).await;
        let FunctionError::Permanent(reason) = &error else { panic!("{status}: {error:?}") };
        assert!(reason.contains("torn in two"), "on one line: {reason}");
    }
    let long = json!({ "status": 422, "title": "No.", "detail": "x".repeat(9_000) });
    assert!(ask(422, PROBLEM, long).await.to_string().len() < 600, "nobody writes a book");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_tried_again() {
    let mut unknown = attached(ImageId(Uuid::nil()));
    unknown["type"] = json!("hemaclassify.outcome.Later");
    let large = "x".repeat(2 << 20);
    for (media, body) in [
        (ONE, "{"),
        (ONE, "[]"),
        (BATCH, "{}"),
        ("text/html", "<p>welcome</p>"),
        (ONE, &unknown.to_string()),
        (ONE, &large),
    ] {
        let error = ask(200, media, body).await;
        assert!(matches!(error, FunctionError::Retry(_)), "{media}: {error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outcomes_that_are_not_its_own_to_give_are_refused() {
    let other = ask(200, ONE, attached(ImageId(Uuid::nil()))).await;
    assert!(matches!(&other, FunctionError::Permanent(said) if said.contains("another image")));

    let bench = Bench::open().await;
    let (image, trigger) = bench.image(1).await;
    let mut event = attached(image);
    event["type"] = json!("hemaclassify.outcome.FailRenditions");
    event["data"] = json!({ "image": image, "reason": "no" });
    let remote = bench.remote(&answering(200, ONE, event).await).await;
    let error = bench.ask(&remote, &trigger).await.unwrap_err();
    let said = "the function answered FailRenditions, and may answer AttachRenditions";
    assert_eq!(error, FunctionError::Permanent(said.to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_followed_to_another_address() {
    let bench = Bench::open().await;
    let (image, trigger) = bench.image(1).await;
    let elsewhere = answering(200, ONE, attached(image)).await;
    for status in [StatusCode::FOUND, StatusCode::TEMPORARY_REDIRECT] {
        let target = elsewhere.clone();
        let send_on = move || async move { (status, [(LOCATION, target)]) };
        let url = listen(Router::new().route("/", post(send_on))).await;
        let error = bench.ask(&bench.remote(&url).await, &trigger).await.unwrap_err();
        assert!(matches!(error, FunctionError::Unavailable(_)), "{status}: {error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_there_is_waited_for_and_who_is_too_slow_is_asked_again() {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = bench.remote(&format!("http://{free}/")).await;
    let error = bench.ask(&nobody, &trigger).await.unwrap_err();
    assert!(matches!(error, FunctionError::Unavailable(_)), "{error:?}");

    let slow = || async { tokio::time::sleep(Duration::from_secs(60)).await };
    let url = listen(Router::new().route("/", post(slow))).await;
    let short = Duration::from_millis(200);
    let remote = bench.remote_as(&url, |settings| settings.timeout = short).await;
    let error = bench.ask(&remote, &trigger).await.unwrap_err();
    assert!(matches!(&error, FunctionError::Retry(said) if said.contains("took too long")));
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_up_a_prediction_is_told_beside_the_image() {
    let bench = Bench::open().await;
    let model = bench.laboratory.model("a").await;
    let (image, trigger) = bench.image(1).await;
    let url = answering(422, PROBLEM, "").await;
    let remote = bench.remote_as(&url, |settings| {
        settings.outcomes = vec!["RecordPrediction".to_owned()];
    });
    let remote = remote.await;
    bench.ask(&remote, &trigger).await.unwrap_err();
    let told = remote.gave_up(&trigger, "torn");
    let [Outcome::FailPrediction(failed)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((failed.image, failed.model, failed.reason.as_str()), (image, model, "torn"));
    let other = bench.remote(&url).await;
    bench.ask(&other, &trigger).await.unwrap_err();
    assert_eq!(other.gave_up(&trigger, "torn"), [], "it predicts nothing");
}
