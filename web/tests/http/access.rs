//! Every role on every route, from the router's own table.

use std::collections::HashMap;

use axum::http::{Method, StatusCode};
use domain::access::{Role, may};
use web::route::{Access, Kind, Route};

use crate::house::{Ask, House};

/// A request that reaches the route's handler, or is refused in front of it.
pub fn ask(route: &Route, query: &str) -> Ask {
    let id = match route.path.contains("/models/") {
        true => "ab".repeat(32),
        false => uuid::Uuid::from_u128(5).to_string(),
    };
    let path = route.path.replace("{id}", &id).replace("{z}", "0").replace("{xy}", "0_0");
    let ask = Ask::new(route.method.clone(), &format!("{path}{query}"));
    match route.kind {
        Kind::Write | Kind::Session if route.method != Method::DELETE => {
            ask.json(&serde_json::json!({}))
        }
        Kind::Upload => ask.form(&[("panel", "blood-cell")], &[("a.png", b"x")]),
        _ => ask,
    }
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_or_with_a_bad_one() {
    let house = House::open().await;
    for route in web::table().iter().filter(|route| route.access != Access::Open) {
        let name = format!("{} {}", route.method, route.path);
        let reply = house.ask(ask(route, "")).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{name}");
        assert_eq!(reply.problem(), "not-signed-in", "{name}");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"), "{name}");
        let reply = house.ask(ask(route, "").bearer("not.a.token")).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{name}");
        let reply = house.ask(ask(route, "").header("authorization", "Basic YTpi")).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{name}");
    }
}

#[tokio::test]
async fn every_role_gets_exactly_what_the_table_allows() {
    let house = House::open().await;
    let mut tokens = HashMap::new();
    for role in Role::ALL {
        tokens.insert(role, house.token(role).await);
    }
    let mut refused = 0;
    // Signing out comes last: it ends the session that the others need.
    let mut table = web::table();
    table.sort_by_key(|route| route.path == "/api/v1/session" && route.method == Method::DELETE);
    for route in &table {
        for role in Role::ALL {
            for (query, as_of) in [("", false), ("?as_of=1", true)] {
                if as_of && route.access != Access::NowOrThen {
                    continue;
                }
                let reply = house.ask(ask(route, query).bearer(&tokens[&role])).await;
                let name = format!("{} {}{query} as {role}", route.method, route.path);
                let allowed = route.access.action(as_of).is_none_or(|action| may(role, action));
                assert!(reply.status.as_u16() < 500, "{name}: {reply:?}");
                if allowed {
                    assert_ne!(reply.status, StatusCode::FORBIDDEN, "{name}: {reply:?}");
                    let open = route.access == Access::Open;
                    assert!(open || reply.status != StatusCode::UNAUTHORIZED, "{name}: {reply:?}");
                } else {
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{name}");
                    assert_eq!(reply.problem(), "forbidden", "{name}");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 50, "only {refused} refusals: the table allows nearly everything");
}
