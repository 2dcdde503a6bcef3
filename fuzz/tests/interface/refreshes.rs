//! The refresh cookie: only the live token with its own CSRF secret goes on.

use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use domain::access::Role;
use serde_json::json;
use web::cookies::Cookies;

use crate::house::{Ask, Reply};
use crate::stage::{Stage, header};

/// The tokens that are good now.
struct Live {
    refresh: String,
    csrf: String,
}

impl Live {
    fn of(reply: &Reply) -> Self {
        Self { refresh: reply.cookie("hema_refresh"), csrf: reply.cookie("hema_csrf") }
    }

    /// A cookie header in which `@` and `#` stand for the tokens.
    fn fill(&self, text: &str) -> String {
        text.replace('@', &self.refresh).replace('#', &self.csrf)
    }

    fn are_in(&self, cookie: &str) -> bool {
        let value = HeaderValue::try_from(cookie).unwrap();
        let headers = HeaderMap::from_iter([(HeaderName::from_static("cookie"), value)]);
        let cookies = Cookies { secure: false };
        let refresh = cookies.refresh(&headers) == Some(self.refresh.as_str());
        refresh && cookies.csrf(&headers) == Some(self.csrf.as_str())
    }
}

#[test]
fn refreshes() {
    let stage = Stage::open();
    let who = json!({"username": "auditor", "password": crate::house::PASSWORD});
    let signed_in = stage.ask(Ask::post("/api/v1/session").json(&who));
    assert_eq!(signed_in.status, StatusCode::OK);
    let live = Mutex::new(Live::of(&signed_in));
    fuzz::target!(fuzz::seeds("refreshes"), |bytes: &[u8]| {
        let mut live = live.lock().unwrap();
        let Some(cookie) = header(live.fill(&String::from_utf8_lossy(bytes)).as_bytes()) else {
            return;
        };
        let ask = Ask::post("/api/v1/session/refresh").header("origin", "http://lab:8080");
        let ask = ask.header("x-csrf-token", &live.csrf).header("cookie", &cookie).json(&json!({}));
        let reply = stage.ask(ask);
        assert_eq!(reply.status == StatusCode::OK, live.are_in(&cookie), "{cookie}: {reply:?}");
        if reply.status == StatusCode::OK {
            *live = Live::of(&reply);
        }
    });
    let me = stage.ask(stage.by(Role::Auditor, Ask::get("/api/v1/me")));
    assert_eq!(me.status, StatusCode::OK, "another session of the same user is not touched");
}
