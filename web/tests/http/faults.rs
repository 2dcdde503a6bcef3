//! What is away says so, and nothing is done twice.

use axum::http::StatusCode;
use domain::access::Role;
use serde_json::json;

use crate::house::{Ask, House};

#[tokio::test]
async fn while_the_log_is_away_commands_answer_503_and_then_happen_once() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let ask = || {
        let patient = json!({"number": "P-1", "name": "Ada"});
        Ask::post("/api/v1/patients").bearer(&token).header("idempotency-key", "k").json(&patient)
    };
    // The number is reserved, then the log falls silent.
    house.lab.faults.die_after(1);
    let away = house.ask(ask()).await;
    assert_eq!((away.status, away.problem()), (StatusCode::SERVICE_UNAVAILABLE, "unavailable"));
    assert!(!away.json.to_string().contains("turned it off"), "inner reasons go to the log only");
    house.lab.faults.heal();
    let made = house.ask(ask()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let again = house.ask(ask()).await;
    assert_eq!(again.body, made.body);
    let list = house.get_after(&token, "/api/v1/patients", &made).await;
    assert_eq!(list.json["total"], 1);
}

#[tokio::test]
async fn when_sessions_cannot_be_looked_up_nobody_gets_in() {
    let house = House::open().await;
    let token = house.token(Role::Auditor).await;
    assert_eq!(house.ask(Ask::get("/api/v1/me").bearer(&token)).await.status, StatusCode::OK);
    house.lab.state.close().await;
    // What was looked up before holds for a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let away = house.ask(Ask::get("/api/v1/me").bearer(&token)).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE, "{away:?}");
}
