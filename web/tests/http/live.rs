//! What changes, as it changes.

use std::time::Duration;

use axum::body::BodyDataStream;
use domain::access::Role;
use futures::StreamExt;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::house::{Ask, House};

struct Follower {
    body: BodyDataStream,
    seen: String,
}

impl Follower {
    async fn new(house: &House, token: &str, last: Option<&str>) -> Self {
        let ask = Ask::get("/api/v1/live").bearer(token);
        let ask = match last {
            Some(last) => ask.header("last-event-id", last),
            None => ask,
        };
        let response = house.router.clone().oneshot(ask.request()).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), seen: String::new() }
    }

    /// Reads on until a text was said.
    async fn until(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let piece = timeout(Duration::from_secs(10), self.body.next()).await;
            let piece = piece.unwrap_or_else(|_| panic!("no {text} in {}", self.seen));
            let piece = piece.unwrap_or_else(|| panic!("ended before {text}: {}", self.seen));
            self.seen.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }

    async fn ends(mut self) {
        let rest = async { while self.body.next().await.is_some() {} };
        timeout(Duration::from_secs(10), rest).await.expect("the stream ends");
    }
}

#[tokio::test]
async fn changes_are_said_and_can_be_resumed() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let head = house.lab.log.head().await.unwrap().unwrap();
    let caught_up = format!("/api/v1/patients?after={head}");
    house.ask(Ask::get(&caught_up).bearer(&token)).await;
    let mut follower = Follower::new(&house, &token, None).await;
    let patient = house.patient(&token, "P-1").await;
    follower.until(&patient).await;
    assert!(follower.seen.contains("event: change"), "{}", follower.seen);
    assert!(follower.seen.contains("PatientRegistered"), "{}", follower.seen);
    assert!(!follower.seen.contains("Ada Example"), "names are not for the stream");

    let mut resumed = Follower::new(&house, &token, Some(&head.to_string())).await;
    resumed.until(&patient).await;
    let mut unknown = Follower::new(&house, &token, Some("nonsense")).await;
    unknown.until("event: reset").await;
}

#[tokio::test]
async fn the_stream_ends_with_the_session_and_with_the_server() {
    let house = House::open().await;
    let token = house.token(Role::Auditor).await;
    let first = Follower::new(&house, &token, None).await;
    house.ask(Ask::delete("/api/v1/session").bearer(&token)).await;
    first.ends().await;

    let again = house.sign_in(Role::Auditor).await;
    let second = Follower::new(&house, again.json["access_token"].as_str().unwrap(), None).await;
    house.state.shutdown.cancel();
    second.ends().await;
}

#[tokio::test]
async fn what_readers_say_of_a_case_is_told_by_its_id_and_without_a_word_of_it() {
    let clinic = crate::clinic::Clinic::open().await;
    let case = clinic.case(&clinic.patient("P-1").await).await;
    clinic.read(&clinic.reader, &case).await;
    let mut follower = Follower::new(&clinic.house, &clinic.reader, None).await;
    let finding = serde_json::json!({"finding": "Blasts with Auer rods."});
    clinic.done(&clinic.reader, Ask::post(&format!("{case}/critical")).json(&finding)).await;
    clinic.done(&clinic.reader, Ask::post(&format!("{case}/claim"))).await;
    follower.until("CriticalFindingDeclared").await;
    follower.until("CaseClaimed").await;
    assert!(follower.seen.contains(&format!("\"case_id\":\"{}\"", crate::clinic::id(&case))));
    assert!(!follower.seen.contains("Auer"), "{}", follower.seen);
}
