//! The dashboard out of the binary. A build without it shows the plain pages, and says so here.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use web::dashboard;

use crate::house::{Ask, House, Reply};

/// The most that the first page may weigh on the line, scripts and style together.
const FIRST_LOAD: usize = 200_000;

fn left_out() -> bool {
    let left_out = !dashboard::is_there();
    if left_out {
        eprintln!("skipped: this build is without the dashboard");
    }
    left_out
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

fn address(pattern: &str) -> String {
    pattern.replace("{id}", &uuid::Uuid::from_u128(5).to_string())
}

/// What the page names of its own files.
fn files_of(page: &str) -> BTreeSet<&str> {
    let named = page.split('"').filter(|part| part.starts_with("/dashboard/"));
    named.collect()
}

#[tokio::test]
async fn every_address_of_the_dashboard_is_its_page_and_no_other_is() {
    if left_out() {
        return;
    }
    let house = House::open().await;
    let page = text(&house.ask(Ask::get("/")).await);
    for pattern in dashboard::addresses() {
        let reply = house.ask(Ask::get(&address(pattern))).await;
        assert_eq!(reply.status, StatusCode::OK, "{pattern}");
        assert_eq!(reply.header("cache-control"), Some("no-cache"), "{pattern}");
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(text(&reply), page, "{pattern}");
    }
    for unknown in
        ["/nowhere", "/cases/a/b", "/index.html", "/dashboard", "/dashboard/assets/no.js"]
    {
        let reply = house.ask(Ask::get(unknown)).await;
        assert_eq!(
            (reply.status, reply.problem()),
            (StatusCode::NOT_FOUND, "no-such-route"),
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn what_a_browser_has_is_not_sent_again() {
    if left_out() {
        return;
    }
    let house = House::open().await;
    let page = house.ask(Ask::get("/")).await;
    let tag = page.header("etag").unwrap();
    let again = house.ask(Ask::get("/").header("if-none-match", tag)).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    for file in files_of(&text(&page)) {
        let reply = house.ask(Ask::get(file)).await;
        assert_eq!(reply.status, StatusCode::OK, "{file}");
        assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
}

#[tokio::test]
async fn files_come_in_the_smallest_form_that_the_browser_understands() {
    if left_out() {
        return;
    }
    let house = House::open().await;
    let page = text(&house.ask(Ask::get("/")).await);
    let mut first_load = 0;
    for file in files_of(&page) {
        let plain = house.ask(Ask::get(file)).await;
        let gzip = house.ask(Ask::get(file).header("accept-encoding", "gzip")).await;
        let brotli = house.ask(Ask::get(file).header("accept-encoding", "gzip, br")).await;
        assert_eq!(plain.header("content-encoding"), None);
        assert_eq!(gzip.header("vary"), Some("accept-encoding"));
        assert!(brotli.body.len() <= gzip.body.len() && gzip.body.len() <= plain.body.len());
        // The smallest are smallest as they are.
        if plain.body.len() > 1_000 {
            assert_eq!(gzip.header("content-encoding"), Some("gzip"), "{file}");
            assert_eq!(brotli.header("content-encoding"), Some("br"), "{file}");
            assert_ne!(gzip.header("etag"), brotli.header("etag"));
        }
        first_load += gzip.body.len();
    }
    assert!(first_load > 0 && first_load <= FIRST_LOAD, "{first_load} bytes");
}
