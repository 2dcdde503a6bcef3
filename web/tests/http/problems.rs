//! Every way of asking badly, and what is said of it.

use axum::http::{Method, StatusCode};
use domain::access::Role;
use serde_json::json;

use crate::house::{Ask, House};

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_too() {
    let house = House::open().await;
    let nowhere = house.ask(Ask::get("/api/v1/nowhere")).await;
    assert_eq!((nowhere.status, nowhere.problem()), (StatusCode::NOT_FOUND, "no-such-route"));
    let method = house.ask(Ask::new(Method::PUT, "/api/v1/patients")).await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(method.problem(), "method-not-allowed");
    let allow = method.header("allow").unwrap();
    assert!(allow.contains("GET") && allow.contains("POST"), "{allow}");
}

#[tokio::test]
async fn a_bad_body_is_refused_with_the_place_that_is_wrong() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patients = || Ask::post("/api/v1/patients").bearer(&token);
    let cases = [
        (patients().body("application/json", "{"), 400, "not-json", None),
        (patients().body("application/json", ""), 400, "not-json", None),
        (patients().body("text/plain", "{}"), 415, "not-json", None),
        (patients(), 415, "not-json", None),
        (patients().json(&json!({"name": "A"})), 400, "invalid-input", Some("")),
        (
            patients().json(&json!({"number": 3, "name": "A"})),
            400,
            "invalid-input",
            Some("/number"),
        ),
        (
            patients().json(&json!({"number": "1", "name": "A", "colour": "red"})),
            400,
            "invalid-input",
            Some("/colour"),
        ),
        (
            patients().json(&json!({"number": "1", "name": "A", "sex": "purple"})),
            422,
            "unknown-sex",
            Some("/sex"),
        ),
        (
            patients().json(&json!({"number": " ", "name": "A"})),
            422,
            "patient-number-unfit",
            Some("/number"),
        ),
        (
            patients().body("application/json", vec![b' '; 1024 * 1024 + 1]),
            413,
            "body-too-large",
            None,
        ),
    ];
    for (ask, status, word, pointer) in cases {
        let reply = house.ask(ask).await;
        assert_eq!((reply.status.as_u16(), reply.problem()), (status, word), "{reply:?}");
        let said = reply.json["errors"][0]["pointer"].as_str();
        assert_eq!(said, pointer, "{reply:?}");
    }
}

#[tokio::test]
async fn a_bad_query_is_refused_with_the_parameter_that_is_wrong() {
    let house = House::open().await;
    let token = house.token(Role::Hematologist).await;
    let id = uuid::Uuid::from_u128(3);
    let cases = [
        ("/api/v1/images?colour=red".to_owned(), "/colour"),
        ("/api/v1/images?limit=0".to_owned(), "/limit"),
        ("/api/v1/images?limit=201".to_owned(), "/limit"),
        ("/api/v1/images?limit=many".to_owned(), "/limit"),
        ("/api/v1/images?limit=1&limit=2".to_owned(), "/limit"),
        ("/api/v1/images?sort=colour".to_owned(), "/sort"),
        ("/api/v1/images?cursor=x".to_owned(), "/cursor"),
        ("/api/v1/images?patient=x".to_owned(), "/patient"),
        ("/api/v1/images?status=lost".to_owned(), "/status"),
        ("/api/v1/images?disagrees=perhaps".to_owned(), "/disagrees"),
        ("/api/v1/images?after=soon".to_owned(), "/after"),
        ("/api/v1/stats?days=0".to_owned(), "/days"),
        ("/api/v1/me?colour=red".to_owned(), "/colour"),
        (format!("/api/v1/images/{id}?as_of=yesterday"), "/as_of"),
        (format!("/api/v1/images/{id}/content?download=1"), "/download"),
    ];
    for (path, pointer) in cases {
        let reply = house.ask(Ask::get(&path).bearer(&token)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path}: {reply:?}");
        assert_eq!(reply.json["errors"][0]["pointer"], pointer, "{path}: {reply:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_contradicts_say_so() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    for path in ["/api/v1/patients/x", "/api/v1/images/x/content", "/api/v1/images/x/tiles/z/0"] {
        let reply = house.ask(Ask::get(path).bearer(&token)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    let id = house.patient(&token, "P-1").await;
    let again = json!({"number": "p-1", "name": "Somebody else"});
    let taken = house.ask(Ask::post("/api/v1/patients").bearer(&token).json(&again)).await;
    assert_eq!(taken.status, StatusCode::CONFLICT, "{taken:?}");
    let path = format!("/api/v1/patients/{id}");
    let removed = house.ask(Ask::delete(&path).bearer(&token)).await;
    assert_eq!(removed.status, StatusCode::OK);
    let change = Ask::patch(&path).bearer(&token).json(&json!({"name": "Ada Other"}));
    assert_eq!(house.ask(change).await.status, StatusCode::GONE);
}
