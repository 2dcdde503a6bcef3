//! Users, patients, cases, panels, models and figures: entered, found, corrected.

use axum::http::StatusCode;
use domain::access::Role;
use domain::event::{AnswerBand, Answers, ModelEvaluated};
use serde_json::{Value, json};

use crate::house::{Ask, House, PASSWORD};

#[tokio::test]
async fn users_are_added_found_and_changed() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let user = json!({"username": "grace", "full_name": "Grace", "role": "technologist", "password": PASSWORD});
    let made = house.ask(Ask::post("/api/v1/users").bearer(&admin).json(&user)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let path = made.header("location").unwrap().to_owned();
    let change = json!({"full_name": "Grace Hopper", "role": "hematologist"});
    let changed = house.ask(Ask::patch(&path).bearer(&admin).json(&change)).await;
    assert_eq!(changed.json["changed"], true, "{changed:?}");
    let read = house.get_after(&admin, &path, &changed).await;
    assert_eq!(read.json["full_name"], "Grace Hopper");
    assert_eq!(read.json["role"], "hematologist");
    assert!(read.json.get("password").is_none());
    let again = house.ask(Ask::patch(&path).bearer(&admin).json(&change)).await;
    assert_eq!(again.json["changed"], false);
    let list = house.ask(Ask::get("/api/v1/users?q=hopper").bearer(&admin)).await;
    assert_eq!(list.json["items"].as_array().unwrap().len(), 1);
    let password = json!({"password": "an even quieter harbour"});
    let set = Ask::post(&format!("{path}/password")).bearer(&admin).json(&password);
    assert_eq!(house.ask(set).await.status, StatusCode::OK);
    let end = house.ask(Ask::delete(&format!("{path}/sessions")).bearer(&admin)).await;
    assert_eq!(end.status, StatusCode::OK);
}

#[tokio::test]
async fn the_last_administrator_cannot_be_demoted() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let me = house.ask(Ask::get("/api/v1/me").bearer(&admin)).await;
    let path = format!("/api/v1/users/{}", me.json["id"].as_str().unwrap());
    let demote = Ask::patch(&path).bearer(&admin).json(&json!({"role": "auditor"}));
    assert_eq!(house.ask(demote).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn null_clears_and_absent_leaves_alone() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = json!({"number": "P-1", "name": "Ada", "sex": "female", "notes": "a note"});
    let made = house.ask(Ask::post("/api/v1/patients").bearer(&token).json(&patient)).await;
    let path = made.header("location").unwrap().to_owned();
    let correct = Ask::patch(&path).bearer(&token).json(&json!({"notes": null, "name": "Ada L."}));
    let corrected = house.ask(correct).await;
    let read = house.get_after(&token, &path, &corrected).await;
    assert_eq!(read.json["notes"], Value::Null);
    assert_eq!(read.json["name"], "Ada L.");
    assert_eq!(read.json["sex"], "female");
}

#[tokio::test]
async fn lists_are_paged_to_their_end() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    for number in 0..5 {
        house.patient(&token, &format!("P-{number}")).await;
    }
    let head = house.lab.log.head().await.unwrap().unwrap();
    let mut path = format!("/api/v1/patients?limit=2&sort=-number&after={head}");
    let mut seen = vec![];
    loop {
        let page = house.ask(Ask::get(&path).bearer(&token)).await;
        assert_eq!(page.json["total"], 5, "{page:?}");
        let items = page.json["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["number"].as_str().unwrap().to_owned()));
        let Some(cursor) = page.json["next_cursor"].as_str() else { break };
        path = format!("/api/v1/patients?limit=2&sort=-number&cursor={cursor}");
    }
    assert_eq!(seen, ["P-4", "P-3", "P-2", "P-1", "P-0"]);
}

#[tokio::test]
async fn cases_are_opened_and_corrected() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let cases = format!("/api/v1/patients/{patient}/cases");
    let case = json!({
        "accession": "H-26-1", "specimen": "peripheral_blood", "collected_at": "2026-05-01T08:00:00Z",
        "received_at": "2026-05-01T09:00:00Z", "stain": "May-Grünwald-Giemsa", "priority": "urgent"
    });
    let made = house.ask(Ask::post(&cases).bearer(&token).json(&case)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let path = made.header("location").unwrap().to_owned();
    let read = house.get_after(&token, &path, &made).await;
    assert_eq!(read.json["accession"], "H-26-1");
    assert_eq!(read.json["priority"], "urgent");
    let tag = read.header("etag").unwrap().to_owned();
    let correct = |stain: Value| {
        let ask = Ask::patch(&path).bearer(&token).header("if-match", &tag);
        ask.json(&json!({"stain": stain}))
    };
    let corrected = house.ask(correct(Value::Null)).await;
    assert_eq!(corrected.status, StatusCode::OK, "{corrected:?}");
    let late = house.ask(correct(json!("Wright"))).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    let read = house.get_after(&token, &path, &corrected).await;
    assert_eq!(read.json["stain"], Value::Null);
    let none = format!("{cases}?status=read");
    assert_eq!(house.ask(Ask::get(&none).bearer(&token)).await.json["total"], 0);
    let early = json!({"specimen": "other", "collected_at": "2026-05-02T08:00:00Z", "received_at": "2026-05-01T09:00:00Z"});
    let early = house.ask(Ask::post(&cases).bearer(&token).json(&early)).await;
    assert_eq!(early.problem(), "received-before-collected");
}

#[tokio::test]
async fn models_are_listed_activated_and_asked_to_catch_up() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let first = house.lab.model("first").await;
    let second = house.lab.model("second").await;
    let head = house.lab.log.head().await.unwrap().unwrap();
    let panels = house.ask(Ask::get(&format!("/api/v1/panels?after={head}")).bearer(&admin)).await;
    assert_eq!(panels.json["items"].as_array().unwrap().len(), 2);
    let models = house.ask(Ask::get("/api/v1/models").bearer(&admin)).await;
    assert_eq!(models.json["items"].as_array().unwrap().len(), 2);
    assert_eq!(models.json["items"][0]["answers"], Value::Null, "its pack tells nothing");
    let band = AnswerBand { from: 0.5, to: 0.8, images: 100, right: 71 };
    let answers = Answers { set: "validation images".to_owned(), bands: vec![band] };
    let seen = ModelEvaluated { model: first, calibrated: true, answers: Some(answers) };
    let (commands, start) = (&house.lab.commands, house.lab.system("start"));
    let position = commands.evaluate_model(&start, seen).await.unwrap().position.unwrap();
    let path = format!("/api/v1/models?after={position}");
    let models = house.ask(Ask::get(&path).bearer(&admin)).await;
    let told = &models.json["items"][0];
    assert_eq!(
        (&told["calibrated"], &told["answers_set"]),
        (&json!(true), &json!("validation images"))
    );
    assert_eq!(told["answers"], json!([{"from": 0.5, "to": 0.8, "images": 100, "right": 71}]));

    let post = |model: &dyn std::fmt::Display, what: &str| {
        Ask::post(&format!("/api/v1/models/{model}/{what}")).bearer(&admin)
    };
    let backfill = house.ask(post(&second, "backfill")).await;
    assert!(backfill.status.is_client_error(), "only the active model catches up: {backfill:?}");
    let active = house.ask(post(&second, "activate")).await;
    assert_eq!(active.json["changed"], true, "{active:?}");
    let backfill = house.ask(post(&second, "backfill")).await;
    assert_eq!(backfill.status, StatusCode::OK, "{backfill:?}");
    let models = house.get_after(&admin, "/api/v1/models", &active).await;
    for model in models.json["items"].as_array().unwrap() {
        assert_eq!(model["active"], model["id"] == second.to_string(), "{model}");
        assert!(model["id"] == first.to_string() || model["id"] == second.to_string());
    }
    let unknown = house.ask(post(&"ab".repeat(32), "activate")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let figures = house.ask(Ask::get("/api/v1/stats?days=7").bearer(&admin)).await;
    assert_eq!(figures.status, StatusCode::OK);
}

#[tokio::test]
async fn what_comes_in_while_a_list_is_read_neither_doubles_nor_hides_what_was_there() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    for number in ["P-1", "P-3", "P-5", "P-7"] {
        house.patient(&token, number).await;
    }
    let head = house.lab.log.head().await.unwrap().unwrap();
    let first = format!("/api/v1/patients?sort=number&limit=2&after={head}");
    let first = house.ask(Ask::get(&first).bearer(&token)).await;
    // One in front of the cursor, one behind it.
    house.patient(&token, "P-2").await;
    house.patient(&token, "P-6").await;
    let head = house.lab.log.head().await.unwrap().unwrap();
    let cursor = first.json["next_cursor"].as_str().unwrap();
    let rest = format!("/api/v1/patients?sort=number&cursor={cursor}&after={head}");
    let rest = house.ask(Ask::get(&rest).bearer(&token)).await;
    let numbers = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["number"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&first.json), ["P-1", "P-3"]);
    assert_eq!(numbers(&rest.json), ["P-5", "P-6", "P-7"]);
    assert_eq!(rest.json["total"], 6);
    let other = format!("/api/v1/patients?sort=name&cursor={cursor}");
    let other = house.ask(Ask::get(&other).bearer(&token)).await;
    assert_eq!(other.json["errors"][0]["pointer"], "/cursor", "{other:?}");
}
