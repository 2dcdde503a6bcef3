//! The original, fetched by its link: no more than was announced, exactly what was uploaded.

use axum::http::StatusCode;
use runtime::{FunctionError, Outcome};

use crate::bench::{Bench, serve};
use crate::gauge::Gauge;

async fn ask(status: StatusCode, body: Vec<u8>) -> Result<Vec<Outcome>, FunctionError> {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let served = serve(Gauge::new()).await;
    bench.blobs.give_instead(status, body);
    bench.ask(&bench.remote(&served.url).await, &trigger).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_over_or_a_store_that_is_away_is_waited_for() {
    for status in [StatusCode::FORBIDDEN, StatusCode::SERVICE_UNAVAILABLE, StatusCode::FOUND] {
        let error = ask(status, vec![]).await.unwrap_err();
        assert!(matches!(error, FunctionError::Unavailable(_)), "{status}: {error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_that_is_gone_is_given_up_as_it_is_in_the_process() {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let served = serve(Gauge::new()).await;
    bench.laboratory.blobs.delete_prefix("patient/").await.unwrap();
    let inside = bench.ask(&*Gauge::new(), &trigger).await.unwrap_err();
    let pushed = bench.ask(&bench.remote(&served.url).await, &trigger).await.unwrap_err();
    for error in [inside, pushed] {
        let FunctionError::Permanent(reason) = &error else { panic!("{error:?}") };
        assert!(reason.contains("the original is missing"), "{reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_bytes_than_were_uploaded_are_never_looked_at() {
    for body in [b"another picture".to_vec(), vec![0; 8 << 20]] {
        let error = ask(StatusCode::OK, body).await.unwrap_err();
        let FunctionError::Retry(said) = &error else { panic!("{error:?}") };
        assert!(said.contains("was uploaded"), "{said}");
        assert!(!said.contains("http://127.0.0.1:") || !said.contains("/0"), "no link: {said}");
    }
}
