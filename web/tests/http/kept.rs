//! Answers that are kept for the next who asks: never for longer than they are true, never past who
//! may not see them, never without a line in the access record.

use axum::http::StatusCode;
use domain::access::Role;
use serde_json::json;

use crate::house::{Ask, House, Reply};

async fn get(house: &House, token: &str, path: &str) -> Reply {
    house.ask(Ask::get(path).bearer(token)).await
}

#[tokio::test]
async fn what_many_read_is_the_same_until_somebody_changes_it() {
    let house = House::open().await;
    let technologist = house.token(Role::Technologist).await;
    let reader = house.token(Role::Hematologist).await;
    let path = format!("/api/v1/patients/{}", house.patient(&technologist, "P-1").await);
    let head = house.lab.log.head().await.unwrap().unwrap();
    let first = get(&house, &technologist, &format!("{path}?after={head}")).await;
    for token in [&technologist, &reader, &reader] {
        let again = get(&house, token, &path).await;
        assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body));
        assert_eq!(again.header("etag"), first.header("etag"));
    }
    let tag = first.header("etag").unwrap();
    let known = Ask::get(&path).bearer(&reader).header("if-none-match", tag);
    let unchanged = house.ask(known).await;
    assert_eq!((unchanged.status, unchanged.body.len()), (StatusCode::NOT_MODIFIED, 0));

    let change = Ask::patch(&path).bearer(&technologist).json(&json!({"name": "Ada Changed"}));
    let changed = house.ask(change).await;
    let list = house.get_after(&reader, "/api/v1/patients", &changed).await;
    assert_eq!(list.json["items"][0]["name"], "Ada Changed");
    // Whoever has seen the change somewhere sees it everywhere.
    for token in [&technologist, &reader] {
        assert_eq!(get(&house, token, &path).await.json["name"], "Ada Changed");
    }
    let known = Ask::get(&path).bearer(&reader).header("if-none-match", tag);
    assert_eq!(house.ask(known).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_one_may_see_is_not_shown_to_who_may_not_or_may_no_longer() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let auditor = house.token(Role::Auditor).await;
    let reader = house.another(&admin, Role::Hematologist).await;
    let leaver = house.another(&admin, Role::Technologist).await;
    let path = format!("/api/v1/patients/{}", house.patient(&leaver, "P-1").await);
    let head = house.lab.log.head().await.unwrap().unwrap();
    let after = format!("{path}?after={head}");
    for token in [&admin, &reader, &leaver] {
        assert_eq!(get(&house, token, &after).await.status, StatusCode::OK);
        assert_eq!(get(&house, token, &path).await.status, StatusCode::OK);
    }
    assert_eq!(get(&house, &auditor, &path).await.status, StatusCode::FORBIDDEN);
    let users = get(&house, &admin, "/api/v1/users").await;
    let id_of = |name: &str| {
        let items = users.json["items"].as_array().unwrap();
        let user = items.iter().find(|user| user["username"] == name).unwrap();
        user["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(get(&house, &reader, "/api/v1/users").await.status, StatusCode::FORBIDDEN);

    let demoted = format!("/api/v1/users/{}", id_of("another-hematologist"));
    let demote = Ask::patch(&demoted).bearer(&admin).json(&json!({"role": "auditor"}));
    assert_eq!(house.ask(demote).await.status, StatusCode::OK);
    let refused = get(&house, &reader, &path).await;
    assert!(matches!(refused.status.as_u16(), 401 | 403), "{refused:?}");

    let left = format!("/api/v1/users/{}", id_of("another-technologist"));
    assert_eq!(house.ask(Ask::delete(&left).bearer(&admin)).await.status, StatusCode::OK);
    assert_eq!(get(&house, &leaver, &path).await.status, StatusCode::UNAUTHORIZED);

    let out = house.ask(Ask::delete("/api/v1/session").bearer(&admin)).await;
    assert!(out.status.is_success(), "{out:?}");
    assert_eq!(get(&house, &admin, &path).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_kept_answer_too_goes_only_when_it_is_on_record_who_sees_it() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let first = house.token(Role::Hematologist).await;
    let second = house.another(&admin, Role::Hematologist).await;
    let technologist = house.token(Role::Technologist).await;
    let path = format!("/api/v1/patients/{}", house.patient(&technologist, "P-1").await);
    let head = house.lab.log.head().await.unwrap().unwrap();
    get(&house, &first, &format!("{path}?after={head}")).await;
    assert_eq!(get(&house, &first, &path).await.status, StatusCode::OK);

    house.lab.faults.refuse_appends();
    let unrecorded = get(&house, &second, &path).await;
    assert_eq!(unrecorded.status, StatusCode::SERVICE_UNAVAILABLE);
    house.lab.faults.heal();
    assert_eq!(get(&house, &second, &path).await.status, StatusCode::OK);

    let auditor = house.token(Role::Auditor).await;
    let head = house.lab.log.head().await.unwrap().unwrap();
    let record = format!("/api/v1/access?kind=read&limit=200&after={head}");
    let lines = get(&house, &auditor, &record).await;
    let items = lines.json["items"].as_array().unwrap();
    let of_route = items.iter().filter(|line| line["route"] == "GET /api/v1/patients/{id}");
    let readers: std::collections::BTreeSet<_> =
        of_route.map(|line| line["user_id"].to_string()).collect();
    assert_eq!(readers.len(), 2, "{lines:?}");
}
