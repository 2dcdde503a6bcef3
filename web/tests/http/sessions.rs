//! Signing in, staying signed in, and being thrown out.

use axum::http::StatusCode;
use domain::access::Role;
use serde_json::json;
use web::state::Settings;

use crate::house::{Ask, House, PASSWORD, Reply};

const OURS: &str = "http://lab:8080";

/// The cookies of a reply, as a browser sends them back.
fn cookies(reply: &Reply) -> String {
    let names = ["hema_access", "hema_refresh", "hema_csrf"];
    names.map(|name| format!("{name}={}", reply.cookie(name))).join("; ")
}

fn refresh(reply: &Reply) -> Ask {
    Ask::post("/api/v1/session/refresh")
        .header("cookie", cookies(reply))
        .header("origin", OURS)
        .header("x-csrf-token", reply.cookie("hema_csrf"))
        .json(&json!({}))
}

#[tokio::test]
async fn the_first_administrator_is_made_with_the_link_and_only_once() {
    let house = House::open().await;
    let token = house.setup_token().await;
    let with = |token: &str, password: &str| {
        let who =
            json!({"token": token, "username": "ada", "full_name": "Ada", "password": password});
        Ask::post("/api/v1/setup").json(&who)
    };
    let wrong = house.ask(with("guess", PASSWORD)).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let weak = house.ask(with(token.reveal(), "short")).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(weak.json["errors"][0]["pointer"], "/password");
    let made = house.ask(with(token.reveal(), PASSWORD)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let again = house.ask(with(token.reveal(), PASSWORD)).await;
    assert_eq!(again.status, StatusCode::GONE);

    let who = json!({"username": "ADA ", "password": PASSWORD});
    let signed_in = house.ask(Ask::post("/api/v1/session").json(&who)).await;
    assert_eq!(signed_in.status, StatusCode::OK);
    assert_eq!(signed_in.json["user"]["role"], "admin");
    assert_eq!(signed_in.json["token_type"], "Bearer");
    let token = signed_in.json["access_token"].as_str().unwrap();
    let me = house.ask(Ask::get("/api/v1/me").bearer(token)).await;
    assert_eq!(me.json["username"], "ada");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_sound_the_same_and_are_slowed_down() {
    let house = House::open().await;
    house.user(Role::Auditor).await;
    let try_as = |name: &str| {
        let who = json!({"username": name, "password": "not the password"});
        Ask::post("/api/v1/session").json(&who)
    };
    let wrong = house.ask(try_as("auditor")).await;
    let unknown = house.ask(try_as("nobody")).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.body, unknown.body);
    let mut slowed = false;
    for _ in 0..20 {
        slowed |= house.ask(try_as("auditor")).await.status == StatusCode::TOO_MANY_REQUESTS;
        if slowed {
            break;
        }
    }
    assert!(slowed, "twenty wrong passwords in a row were all tried");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_session() {
    let house = House::open().await;
    house.user(Role::Auditor).await;
    let first = house.sign_in(Role::Auditor).await;
    let second = house.ask(refresh(&first)).await;
    assert_eq!(second.status, StatusCode::OK, "{second:?}");
    assert_ne!(first.cookie("hema_refresh"), second.cookie("hema_refresh"));
    let token = second.json["access_token"].as_str().unwrap();
    assert_eq!(house.ask(Ask::get("/api/v1/me").bearer(token)).await.status, StatusCode::OK);

    // Well after the exchange, so that this is no doubled request of the same page.
    house.lab.clock.advance(120);
    assert_eq!(house.ask(refresh(&first)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.ask(refresh(&second)).await.status, StatusCode::UNAUTHORIZED);
    let me = house.ask(Ask::get("/api/v1/me").bearer(token)).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookies_back() {
    let house = House::open().await;
    let token = house.token(Role::Auditor).await;
    let out = house.ask(Ask::delete("/api/v1/session").bearer(&token)).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert_eq!(out.cookie("hema_access"), "");
    let me = house.ask(Ask::get("/api/v1/me").bearer(&token)).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_deactivation_and_a_new_role_count_at_once() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let reader = house.token(Role::Hematologist).await;
    let me = house.ask(Ask::get("/api/v1/me").bearer(&reader)).await;
    let path = format!("/api/v1/users/{}", me.json["id"].as_str().unwrap());

    let change = Ask::patch(&path).bearer(&admin).json(&json!({"role": "auditor"}));
    assert_eq!(house.ask(change).await.status, StatusCode::OK);
    let patients = house.ask(Ask::get("/api/v1/patients").bearer(&reader)).await;
    assert!(matches!(patients.status.as_u16(), 401 | 403), "{patients:?}");

    let again = house.sign_in(Role::Hematologist).await;
    let again = again.json["access_token"].as_str().unwrap();
    assert_eq!(house.ask(Ask::get("/api/v1/me").bearer(again)).await.status, StatusCode::OK);
    let gone = house.ask(Ask::delete(&path).bearer(&admin)).await;
    assert_eq!(gone.status, StatusCode::OK);
    let me = house.ask(Ask::get("/api/v1/me").bearer(again)).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED);
    let who = json!({"username": "hematologist", "password": PASSWORD});
    let refused = house.ask(Ask::post("/api/v1/session").json(&who)).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn with_cookies_a_change_must_come_from_the_page_itself() {
    let house = House::open().await;
    house.user(Role::Technologist).await;
    let signed_in = house.sign_in(Role::Technologist).await;
    let csrf = signed_in.cookie("hema_csrf");
    let patient = || {
        let patient = json!({"number": "P-1", "name": "Ada"});
        Ask::post("/api/v1/patients").header("cookie", cookies(&signed_in)).json(&patient)
    };
    let refused = [
        (patient(), "foreign-origin"),
        (patient().header("x-csrf-token", &csrf), "foreign-origin"),
        (
            patient().header("origin", "http://evil.example").header("x-csrf-token", &csrf),
            "foreign-origin",
        ),
        (patient().header("origin", OURS), "csrf"),
        (patient().header("origin", OURS).header("x-csrf-token", "guess"), "csrf"),
    ];
    for (ask, word) in refused {
        let reply = house.ask(ask).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert_eq!(reply.problem(), word);
    }
    let made = house.ask(patient().header("origin", OURS).header("x-csrf-token", &csrf)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let read = Ask::get("/api/v1/patients").header("cookie", cookies(&signed_in));
    assert_eq!(house.ask(read).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_in_or_refresh() {
    let house = House::open().await;
    house.user(Role::Auditor).await;
    let who = json!({"username": "auditor", "password": PASSWORD});
    let foreign = Ask::post("/api/v1/session").header("origin", "http://evil.example").json(&who);
    assert_eq!(house.ask(foreign).await.problem(), "foreign-origin");
    let signed_in = house.sign_in(Role::Auditor).await;
    let bare = || {
        let cookie = cookies(&signed_in);
        Ask::post("/api/v1/session/refresh").header("cookie", cookie).json(&json!({}))
    };
    assert_eq!(house.ask(bare()).await.problem(), "foreign-origin");
    assert_eq!(house.ask(bare().header("origin", OURS)).await.problem(), "csrf");
    // The refusals have not spent the token.
    assert_eq!(house.ask(refresh(&signed_in)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_it() {
    let house = House::with(Settings { secure: true, ..Settings::default() }).await;
    house.user(Role::Auditor).await;
    let signed_in = house.sign_in(Role::Auditor).await;
    assert!(!signed_in.cookie("__Host-hema_access").is_empty());
    assert!(signed_in.header("strict-transport-security").is_some());
    let read = |name: &str| {
        let cookie = format!("{name}={}", signed_in.cookie("__Host-hema_access"));
        Ask::get("/api/v1/me").header("cookie", cookie)
    };
    assert_eq!(house.ask(read("__Host-hema_access")).await.status, StatusCode::OK);
    assert_eq!(house.ask(read("hema_access")).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_own_sessions_are_seen_and_another_one_is_ended_with_the_password() {
    let house = House::open().await;
    let here = house.token(Role::Auditor).await;
    let who = json!({"username": "auditor", "password": PASSWORD});
    let there = house.ask(Ask::post("/api/v1/session").json(&who)).await;
    let there = there.json["access_token"].as_str().unwrap().to_owned();
    let technologist = house.token(Role::Technologist).await;

    let seen = house.ask(Ask::get("/api/v1/me/sessions").bearer(&here)).await;
    let sessions = seen.json["items"].as_array().unwrap();
    assert_eq!(sessions.len(), 2, "{seen:?}");
    let other = sessions.iter().find(|session| session["present"] == false).unwrap();
    assert!(other["began_at"].as_str() < other["expires_at"].as_str());
    let path = format!("/api/v1/me/sessions/{}/end", other["id"].as_str().unwrap());

    let with = |token: &str, password: &str| {
        Ask::post(&path).bearer(token).json(&json!({"password": password}))
    };
    let wrong = house.ask(with(&here, "guess")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let anothers = house.ask(with(&technologist, PASSWORD)).await;
    assert_eq!(anothers.status, StatusCode::NOT_FOUND, "it is not theirs");
    assert_eq!(house.ask(with(&here, PASSWORD)).await.status, StatusCode::NO_CONTENT);

    let me = |token: &str| house.ask(Ask::get("/api/v1/me").bearer(token));
    assert_eq!(me(&there).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(me(&here).await.status, StatusCode::OK);
    let left = house.ask(Ask::get("/api/v1/me/sessions").bearer(&here)).await;
    assert_eq!(left.json["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_own_password_is_changed_with_the_present_one() {
    let house = House::open().await;
    let token = house.token(Role::Auditor).await;
    let change = |present: &str, next: &str| {
        let body = json!({"current_password": present, "new_password": next});
        Ask::post("/api/v1/me/password").bearer(&token).json(&body)
    };
    let wrong = house.ask(change("guess", "another quiet harbour")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.json["errors"][0]["pointer"], "/current_password");
    let weak = house.ask(change(PASSWORD, "password1234")).await;
    assert_eq!(weak.json["errors"][0]["pointer"], "/new_password");
    let done = house.ask(change(PASSWORD, "another quiet harbour")).await;
    assert_eq!(done.status, StatusCode::OK);
    let me = house.ask(Ask::get("/api/v1/me").bearer(&token)).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED, "sessions began with the old password");
}

#[tokio::test]
async fn who_guesses_is_slowed_by_address_too_which_only_a_known_proxy_may_tell() {
    let guess = |at: u8| {
        let who = json!({"username": format!("user{at}"), "password": "not the password"});
        let ask = Ask::post("/api/v1/session").json(&who);
        ask.header("x-forwarded-for", format!("1.2.3.4, 10.0.0.{at}"))
    };
    for behind_proxy in [false, true] {
        let house = House::with(Settings { behind_proxy, ..Settings::default() }).await;
        let mut slowed = false;
        for at in 0..20 {
            slowed |= house.ask(guess(at)).await.status == StatusCode::TOO_MANY_REQUESTS;
        }
        assert_eq!(slowed, !behind_proxy);
    }
}
