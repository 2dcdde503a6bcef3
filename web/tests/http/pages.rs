//! Pages for people, health, operations.

use axum::http::StatusCode;
use domain::access::Role;

use crate::house::{Ask, House, PARKED};

#[tokio::test]
async fn pages_are_whole_and_hold_to_their_own_policy() {
    let house = House::open().await;
    for path in ["/", "/setup", "/api/docs"] {
        let reply = house.ask(Ask::get(path)).await;
        let text = String::from_utf8(reply.body.clone()).unwrap();
        assert_eq!(reply.status, StatusCode::OK);
        assert!(text.contains("For research use only. Not for use in diagnostic procedures."));
        assert!(!text.contains("style=") && !text.contains("<style"), "{path} has inline styles");
        assert!(
            !text.contains("onclick") && !text.contains("<script>"),
            "{path} has inline scripts"
        );
        assert!(!text.contains("http://") && !text.contains("https://"), "{path} calls elsewhere");
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
    }
    for path in ["/assets/page.css", "/assets/setup.js"] {
        assert_eq!(house.ask(Ask::get(path)).await.status, StatusCode::OK);
    }
    let docs = house.ask(Ask::get("/api/docs")).await;
    let docs = String::from_utf8(docs.body).unwrap();
    for route in web::table() {
        assert!(docs.contains(&format!("<code>{}</code>", route.path)), "{}", route.path);
    }
}

#[tokio::test]
async fn ready_means_warm_and_caught_up() {
    let house = House::open().await;
    assert_eq!(house.ask(Ask::get("/healthz")).await.status, StatusCode::OK);
    let ready = async {
        while house.ask(Ask::get("/readyz")).await.status != StatusCode::OK {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), ready).await.unwrap();
    house.state.readiness.set(false);
    let reply = house.ask(Ask::get("/readyz")).await;
    assert_eq!((reply.status, reply.problem()), (StatusCode::SERVICE_UNAVAILABLE, "not-ready"));
}

#[tokio::test]
async fn operators_see_queues_and_replay_what_was_parked() {
    let house = House::open().await;
    let token = house.token(Role::Admin).await;
    let reply = house.ask(Ask::get("/api/v1/operations").bearer(&token)).await;
    assert_eq!(reply.json["functions"][0]["name"], "classify");
    assert!(!reply.json["projections"]["read_models"].as_array().unwrap().is_empty());
    let replay = |id: uuid::Uuid| {
        let path = format!("/api/v1/operations/parked/{id}/replay");
        Ask::post(&path).bearer(&token)
    };
    assert_eq!(house.ask(replay(PARKED)).await.json["functions"], 1);
    let unknown = house.ask(replay(uuid::Uuid::from_u128(1))).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_request_keeps_the_number_that_it_came_with() {
    let house = House::open().await;
    let id = uuid::Uuid::from_u128(42).to_string();
    let reply = house.ask(Ask::get("/healthz").header("x-request-id", &id)).await;
    assert_eq!(reply.header("x-request-id"), Some(id.as_str()));
    let reply = house.ask(Ask::get("/healthz").header("x-request-id", "Jane Doe")).await;
    assert_ne!(reply.header("x-request-id"), Some("Jane Doe"));
}
