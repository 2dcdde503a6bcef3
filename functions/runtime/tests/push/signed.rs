//! Whom a function believes, once it has a secret.

use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runtime::cloudevent::{self, CloudEvent, Mode, Present};
use runtime::signature::{ID, SIGNATURE, Secrets, TIMESTAMP};
use runtime::{Function, FunctionError, ServeSettings, Sources, Trigger};
use uuid::Uuid;

use crate::bench::{Bench, OTHER, SECRET, Served, secrets, serve_as};
use crate::gauge::Gauge;

async fn guarded(function: std::sync::Arc<dyn Function>) -> Served {
    let settings = ServeSettings { secrets: secrets(SECRET), ..ServeSettings::new() };
    let served = serve_as(function, settings).await;
    served.server.ready();
    served
}

/// Sends a trigger, signed at some time in the past with this secret.
async fn send(
    bench: &Bench,
    served: &Served,
    trigger: &Trigger,
    mode: Mode,
    signed: Option<(&str, SignedDuration)>,
) -> u16 {
    let sources = Sources::of(bench.installation());
    let present = Present::of(trigger, &sources, Duration::from_secs(60)).await.unwrap();
    let event = CloudEvent::from_trigger(Uuid::nil(), trigger, present).unwrap();
    let id = event.id.clone();
    let (headers, body) = cloudevent::encode(&[event], mode).unwrap();
    let mut request = reqwest::Client::new().post(&served.url).headers(headers);
    if let Some((secret, ago)) = signed {
        let signed = Secrets::parse(secret).unwrap().sign(&id, &body, Timestamp::now() - ago);
        request = request.header(ID, id).header(TIMESTAMP, signed.timestamp);
        request = request.header(SIGNATURE, signed.signature);
    }
    request.body(body).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_signs_with_the_secret_and_just_now_is_answered() {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let function = Gauge::new();
    let served = guarded(function.clone()).await;
    let (now, long_ago) = (SignedDuration::ZERO, SignedDuration::from_mins(6));
    for (mode, signed) in [
        (Mode::Structured, None),
        (Mode::Structured, Some((OTHER, now))),
        (Mode::Structured, Some((SECRET, long_ago))),
        // A signature covers the body, and says nothing of what stands in headers.
        (Mode::Binary, Some((SECRET, now))),
    ] {
        assert_eq!(send(&bench, &served, &trigger, mode, signed).await, 401, "{signed:?}");
    }
    assert_eq!(function.calls.load(Ordering::SeqCst), 0, "it never came to the function");
    let good = send(&bench, &served, &trigger, Mode::Structured, Some((SECRET, now))).await;
    assert_eq!(good, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_a_setting_to_mend_and_gives_up_nothing() {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let served = guarded(Gauge::new()).await;
    for secret in [None, secrets(OTHER)] {
        let remote = bench.remote_as(&served.url, |settings| settings.secrets = secret).await;
        let error = bench.ask(&remote, &trigger).await.unwrap_err();
        assert!(matches!(error, FunctionError::Unavailable(_)), "{error:?}");
    }
    let both = secrets(&format!("{OTHER}\n{SECRET}"));
    let remote = bench.remote_as(&served.url, |settings| settings.secrets = both).await;
    assert_eq!(bench.ask(&remote, &trigger).await.unwrap().len(), 1);
}
