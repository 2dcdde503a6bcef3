//! What every answer says to the browser.

use axum::http::{Method, StatusCode};
use commands::testing::png;
use domain::access::Role;
use web::route::{Access, Kind};
use web::state::Settings;

use crate::access::ask;
use crate::house::{Ask, House, Reply};

/// By the OWASP Secure Headers Project.
const EVERYWHERE: [(&str, &str); 8] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-permitted-cross-domain-policies", "none"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
];

fn are_all_there(reply: &Reply, name: &str, open: bool) {
    for (header, value) in EVERYWHERE {
        assert_eq!(reply.header(header), Some(value), "{name}: {header}");
    }
    let policy = reply.header("content-security-policy").unwrap();
    for part in
        ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(part), "{name}: {policy}");
    }
    assert!(!policy.contains("unsafe-") && !policy.contains('*'), "{name}: {policy}");
    assert!(reply.header("permissions-policy").unwrap().contains("camera=()"), "{name}");
    for tells in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(reply.header(tells), None, "{name}: {tells}");
    }
    // What may be kept is asked about each time; anything else is not kept at all.
    match reply.header("cache-control").unwrap() {
        "no-store" => {}
        "private, no-cache" => assert!(reply.header("etag").is_some(), "{name}"),
        // The dashboard's page.
        "no-cache" => assert!(open && reply.header("etag").is_some(), "{name}"),
        // The pages' own files, which are the same for everybody.
        other if other.starts_with("public") => assert!(open, "{name}"),
        other => panic!("{name}: Cache-Control: {other}"),
    }
    if !reply.body.is_empty() {
        let kind = reply.header("content-type").unwrap_or_else(|| panic!("{name}: no type"));
        assert!(
            !kind.starts_with("text/") || kind.contains("utf-8") || kind.contains("event-stream")
        );
    }
}

#[tokio::test]
async fn every_answer_of_every_route_has_them_whether_let_in_or_not() {
    let house = House::with(Settings { secure: true, ..Settings::default() }).await;
    let tokens = [house.token(Role::Technologist).await, house.token(Role::Admin).await];
    let mut table = web::table();
    // Signing out comes last: it ends a session that the others need.
    table.sort_by_key(|route| route.path == "/api/v1/session" && route.method == Method::DELETE);
    for route in &table {
        let name = format!("{} {}", route.method, route.path);
        let open = route.access == Access::Open && route.kind == Kind::Plain;
        are_all_there(&house.ask(ask(route, "")).await, &name, open);
        for token in &tokens {
            are_all_there(&house.ask(ask(route, "").bearer(token)).await, &name, open);
        }
    }
    are_all_there(&house.ask(Ask::get("/api/v1/nowhere")).await, "nowhere", true);
    are_all_there(&house.ask(Ask::new(Method::TRACE, "/api/v1/me")).await, "TRACE", false);
}

#[tokio::test]
async fn methods_that_no_route_takes_are_refused() {
    let house = House::open().await;
    for method in [Method::TRACE, Method::CONNECT, Method::OPTIONS] {
        let reply = house.ask(Ask::new(method.clone(), "/api/v1/patients")).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test]
async fn nothing_that_changes_something_is_a_get() {
    for route in web::table() {
        let changes = matches!(route.kind, Kind::Write | Kind::Upload);
        assert!(!changes || route.method != Method::GET, "{}", route.path);
    }
    let open = web::table().into_iter().filter(|route| route.access == Access::Open);
    let open: Vec<&str> = open.map(|route| route.path).filter(|path| path.contains("v1")).collect();
    assert_eq!(open, ["/api/v1/setup", "/api/v1/session", "/api/v1/session/refresh"]);
}

#[tokio::test]
async fn a_page_that_signs_out_forgets_what_it_showed() {
    let house = House::open().await;
    let token = house.token(Role::Auditor).await;
    let out = house.ask(Ask::delete("/api/v1/session").bearer(&token)).await;
    assert_eq!(out.header("clear-site-data"), Some("\"cache\", \"cookies\", \"storage\""));
}

#[tokio::test]
async fn an_uploaded_file_comes_back_as_a_picture_under_a_name_of_our_own() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let file = png(1);
    let files: [(&str, &[u8]); 1] = [("../../evil\".html", &file)];
    let upload = Ask::post(&format!("/api/v1/patients/{patient}/images")).bearer(&token);
    let reply = house.ask(upload.form(&[("panel", "blood-cell")], &files)).await;
    let id = reply.json["items"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/images/{id}/content");
    house.get_after(&token, &format!("/api/v1/images/{id}"), &reply).await;
    let content = house.ask(Ask::get(&path).bearer(&token)).await;
    assert_eq!(content.header("content-type"), Some("image/png"));
    assert_eq!(
        content.header("content-disposition"),
        Some(&*format!("inline; filename=\"{id}.png\""))
    );
    assert_eq!(content.header("x-content-type-options"), Some("nosniff"));
}
