//! Cursors of lists: one that was not issued leads to a page or to a refusal.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use domain::access::Role;

use crate::house::Ask;
use crate::stage::Stage;

/// Lists with an order each, and who may see them.
const LISTS: [(Role, &str); 7] = [
    (Role::Technologist, "/api/v1/patients?sort=name"),
    (Role::Technologist, "/api/v1/patients?sort=-registered_at"),
    (Role::Technologist, "/api/v1/images?sort=-uploaded_at"),
    (Role::Technologist, "/api/v1/images?sort=confidence"),
    (Role::Hematologist, "/api/v1/images?sort=worklist"),
    (Role::Admin, "/api/v1/users?sort=username"),
    (Role::Admin, "/api/v1/users"),
];

#[test]
fn cursors() {
    let stage = Stage::open();
    let seeds: Vec<Vec<u8>> = LISTS.iter().filter_map(|list| issued(&stage, list)).collect();
    assert!(seeds.len() >= 4, "cursors were issued: {}", seeds.len());
    fuzz::target!(seeds, |bytes: &[u8]| {
        let sum: usize = bytes.iter().map(|byte| usize::from(*byte)).sum();
        turn_the_page(&stage, LISTS[sum % LISTS.len()], bytes);
    });
}

/// What is inside a cursor of a list, if it has a second page.
fn issued(stage: &Stage, (role, path): &(Role, &str)) -> Option<Vec<u8>> {
    let sign = if path.contains('?') { '&' } else { '?' };
    if path.contains("patients") {
        let patient = serde_json::json!({"number": path, "name": "Ada Example"});
        stage.ask(stage.by(Role::Technologist, Ask::post("/api/v1/patients")).json(&patient));
    }
    let first = stage.ask(stage.by(*role, Ask::get(&format!("{path}{sign}limit=1"))));
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    let cursor = first.json["next_cursor"].as_str()?;
    let next = stage.ask(stage.by(*role, Ask::get(&format!("{path}{sign}cursor={cursor}"))));
    assert_eq!(next.status, StatusCode::OK, "{next:?}");
    Some(BASE64.decode(cursor).unwrap())
}

fn turn_the_page(stage: &Stage, (role, path): (Role, &str), bytes: &[u8]) {
    let sign = if path.contains('?') { '&' } else { '?' };
    let cursor = BASE64.encode(bytes);
    let ask = Ask::get(&format!("{path}{sign}limit=3&cursor={cursor}"));
    let reply = stage.ask(stage.by(role, ask));
    match reply.status {
        StatusCode::OK => assert!(reply.json["items"].as_array().unwrap().len() <= 3),
        StatusCode::BAD_REQUEST => assert_eq!(reply.json["errors"][0]["pointer"], "/cursor"),
        other => panic!("{other} for {}", bytes.escape_ascii()),
    }
}
