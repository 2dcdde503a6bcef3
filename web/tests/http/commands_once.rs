//! Idempotency keys, positions, entity tags and `If-Match`.

use axum::http::StatusCode;
use domain::access::Role;
use serde_json::json;

use crate::house::{Ask, House};

#[tokio::test]
async fn the_same_key_and_body_is_done_once_and_answered_the_same() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let ask = |key: &str, name: &str| {
        let patient = json!({"number": "P-1", "name": name});
        Ask::post("/api/v1/patients").bearer(&token).header("idempotency-key", key).json(&patient)
    };
    let first = house.ask(ask("k1", "Ada")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
    let second = house.ask(ask("k1", "Ada")).await;
    assert_eq!((second.status, &second.body), (first.status, &first.body));
    for name in ["position", "location", "content-type"] {
        assert_eq!(second.header(name), first.header(name), "{name}");
    }
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(first.header("idempotency-replayed"), None);

    let other = house.ask(ask("k1", "Eve")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.problem(), "key-used-for-another");
    let bad = house.ask(ask("", "Ada")).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);

    let all = house.get_after(&token, "/api/v1/patients", &first).await;
    assert_eq!(all.json["total"], 1);
}

#[tokio::test]
async fn a_refusal_is_not_kept_under_its_key() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let in_the_way = house.patient(&token, "P-1").await;
    let ask = || {
        let patient = json!({"number": "P-1", "name": "Ada"});
        Ask::post("/api/v1/patients").bearer(&token).header("idempotency-key", "k").json(&patient)
    };
    assert_eq!(house.ask(ask()).await.status, StatusCode::CONFLICT);
    let path = format!("/api/v1/patients/{in_the_way}");
    let renumber = Ask::patch(&path).bearer(&token).json(&json!({"number": "P-2"}));
    assert_eq!(house.ask(renumber).await.status, StatusCode::OK);
    assert_eq!(house.ask(ask()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_same_key_of_another_person_is_another_request() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let first = house.token(Role::Technologist).await;
    let user = json!({"username": "second", "full_name": "S", "role": "technologist", "password": crate::house::PASSWORD});
    assert_eq!(
        house.ask(Ask::post("/api/v1/users").bearer(&admin).json(&user)).await.status,
        StatusCode::CREATED
    );
    let who = json!({"username": "second", "password": crate::house::PASSWORD});
    let second = house.ask(Ask::post("/api/v1/session").json(&who)).await;
    let second = second.json["access_token"].as_str().unwrap();
    let ask = |token: &str, number: &str| {
        let patient = json!({"number": number, "name": "Ada"});
        Ask::post("/api/v1/patients").bearer(token).header("idempotency-key", "k").json(&patient)
    };
    let one = house.ask(ask(&first, "P-1")).await;
    let two = house.ask(ask(second, "P-2")).await;
    assert_eq!((one.status, two.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_ne!(one.json["id"], two.json["id"]);
}

#[tokio::test]
async fn a_read_after_a_position_shows_what_was_written_or_says_that_it_cannot() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    for number in ["P-1", "P-2", "P-3"] {
        let patient = json!({"number": number, "name": "Ada"});
        let made = house.ask(Ask::post("/api/v1/patients").bearer(&token).json(&patient)).await;
        let read = house.get_after(&token, made.header("location").unwrap(), &made).await;
        assert_eq!(read.json["number"], number);
    }
    let far = house.ask(Ask::get("/api/v1/patients?after=999999").bearer(&token)).await;
    assert_eq!((far.status, far.problem()), (StatusCode::GATEWAY_TIMEOUT, "not-yet"));
}

#[tokio::test]
async fn an_unchanged_read_is_304_and_a_change_against_an_old_state_is_412() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = json!({"number": "P-1", "name": "Ada"});
    let made = house.ask(Ask::post("/api/v1/patients").bearer(&token).json(&patient)).await;
    let path = made.header("location").unwrap().to_owned();
    let read = house.get_after(&token, &path, &made).await;
    let tag = read.header("etag").unwrap().to_owned();
    assert_eq!(read.header("cache-control"), Some("private, no-cache"));
    let again = house.ask(Ask::get(&path).bearer(&token).header("if-none-match", &tag)).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again.header("etag"), Some(tag.as_str()));

    let rename = |name: &str, tag: &str| {
        let ask = Ask::patch(&path).bearer(&token).header("if-match", tag);
        ask.json(&json!({"name": name}))
    };
    let changed = house.ask(rename("Ada Lovelace", &tag)).await;
    assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
    let late = house.ask(rename("Ada Byron", &tag)).await;
    assert_eq!((late.status, late.problem()), (StatusCode::PRECONDITION_FAILED, "changed-since"));
    let bad = house.ask(rename("Ada Byron", "no tag")).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let now = house.get_after(&token, &path, &changed).await;
    assert_eq!(now.json["name"], "Ada Lovelace");
    assert_ne!(now.header("etag"), Some(tag.as_str()));
}

#[tokio::test]
async fn what_a_crash_cut_off_before_its_answer_was_kept_is_answered_by_the_same_key() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = json!({"number": "P-1", "name": "Ada"});
    let ask = || {
        let ask = Ask::post("/api/v1/patients").bearer(&token);
        ask.header("idempotency-key", "k").json(&patient)
    };
    // Given: the process ended after the patient was entered and before that was answered.
    let me = house.ask(Ask::get("/api/v1/me").bearer(&token)).await;
    let user: uuid::Uuid = me.json["id"].as_str().unwrap().parse().unwrap();
    let command = uuid::Uuid::new_v5(&user, b"POST /api/v1/patients\nk");
    let body = patient.to_string();
    let fingerprint = house.state.tokens.keyed_digest(&[b"", body.as_bytes()]);
    let now = jiff::Timestamp::now();
    house.lab.state.answers().begin(command, &fingerprint, now).await.unwrap();
    let details = commands::PatientDetails {
        number: domain::personal::Personal::new("P-1"),
        name: domain::personal::Personal::new("Ada"),
        sex: None,
        born_on: None,
        notes: None,
    };
    let actor =
        domain::envelope::Actor::Person { id: domain::ids::UserId(user), role: Role::Technologist };
    let context = commands::Context::new(actor).with_command(command);
    let entered = house.lab.commands.register_patient(&context, details).await.unwrap();

    // When: the client, who heard nothing, asks again.
    let answer = house.ask(ask()).await;

    // Then: it hears of the patient that was entered, and there is one.
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    assert_eq!(answer.json["id"], entered.value.to_string());
    assert_eq!(answer.json["changed"], true);
    let list = house.get_after(&token, "/api/v1/patients", &answer).await;
    assert_eq!(list.json["total"], 1);
    assert_eq!(house.ask(ask()).await.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn of_two_requests_with_one_key_at_once_one_is_done_and_the_other_waits_or_hears_the_same() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let ask = || {
        let patient = json!({"number": "P-1", "name": "Ada"});
        Ask::post("/api/v1/patients").bearer(&token).header("idempotency-key", "k").json(&patient)
    };
    let (one, two) = tokio::join!(house.ask(ask()), house.ask(ask()));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses[0], StatusCode::CREATED);
    assert!(matches!(statuses[1], StatusCode::CREATED | StatusCode::CONFLICT), "{one:?} {two:?}");
    let again = house.ask(ask()).await;
    assert_eq!(again.status, StatusCode::CREATED);
    let list = house.get_after(&token, "/api/v1/patients", &again).await;
    assert_eq!(list.json["total"], 1);
}

#[tokio::test]
async fn a_key_belongs_to_what_the_query_names() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let (one, two) = (house.patient(&token, "P-1").await, house.patient(&token, "P-2").await);
    let head = house.lab.log.head().await.unwrap().unwrap();
    house.ask(Ask::get(&format!("/api/v1/patients?after={head}")).bearer(&token)).await;
    for patient in [&one, &two] {
        let ask = Ask::delete(&format!("/patient?patient_id={patient}")).bearer(&token);
        let removed = house.ask(ask.header("idempotency-key", "k")).await;
        assert_eq!(removed.json["id"], *patient, "{removed:?}");
    }
}

#[tokio::test]
async fn the_present_revision_of_a_user_is_asked_for_like_any_other() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let user = json!({"username": "grace", "full_name": "Grace", "role": "auditor", "password": crate::house::PASSWORD});
    let made = house.ask(Ask::post("/api/v1/users").bearer(&admin).json(&user)).await;
    let path = made.header("location").unwrap().to_owned();
    let tag = house.get_after(&admin, &path, &made).await.header("etag").unwrap().to_owned();
    let rename = |name: &str| {
        let ask = Ask::patch(&path).bearer(&admin).header("if-match", &tag);
        ask.json(&json!({"full_name": name}))
    };
    assert_eq!(house.ask(rename("Grace H.")).await.status, StatusCode::OK);
    assert_eq!(house.ask(rename("Grace B.")).await.status, StatusCode::PRECONDITION_FAILED);
    let password = json!({"password": "an even quieter harbour"});
    let set = Ask::post(&format!("{path}/password")).bearer(&admin).json(&password);
    let set = house.ask(set).await;
    let read = house.get_after(&admin, &path, &set).await;
    let tag = read.header("etag").unwrap();
    let ask = Ask::delete(&path).bearer(&admin).header("if-match", tag);
    let gone = house.ask(ask).await;
    assert_eq!(gone.status, StatusCode::OK, "the view counts as the log does: {gone:?}");
}
