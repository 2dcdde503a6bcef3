//! The original's twenty routes, walked as a client of it would.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use commands::testing::png;
use domain::access::Role;
use serde_json::{Value, json};

use crate::house::{Ask, House, PASSWORD, Reply};

fn basic(username: &str, password: &str) -> Ask {
    let credentials = BASE64_STANDARD.encode(format!("{username}:{password}"));
    Ask::get("/getjwtaccesstoken").header("authorization", format!("Basic {credentials}"))
}

/// Somebody with a token of the original's own route.
struct Client<'a> {
    house: &'a House,
    token: String,
}

impl<'a> Client<'a> {
    async fn of(house: &'a House, role: Role) -> Self {
        house.user(role).await;
        let reply = house.ask(basic(role.as_str(), PASSWORD)).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        Self { house, token: reply.json["access_token"].as_str().unwrap().to_owned() }
    }

    async fn done(&self, ask: Ask) -> Reply {
        let path = ask.path.clone();
        let reply = self.house.ask(ask.bearer(&self.token)).await;
        assert!(reply.status.is_success(), "{path}: {reply:?}");
        reply
    }

    /// Reads after what was written before it.
    async fn read(&self, path: &str, written: &Reply) -> Value {
        self.house.get_after(&self.token, path, written).await.json
    }

    async fn status(&self, ask: Ask) -> StatusCode {
        self.house.ask(ask.bearer(&self.token)).await.status
    }
}

#[tokio::test]
async fn users_are_listed_added_found_changed_and_deleted() {
    let house = House::open().await;
    let admin = Client::of(&house, Role::Admin).await;
    let grace = json!({"username": "grace", "full_name": "Grace", "role": "technologist", "password": PASSWORD});
    let added = admin.done(Ask::post("/user").json(&grace)).await;
    let list = admin.read("/user", &added).await;
    assert_eq!(list["total"], 2);
    let one = admin.read("/user?uname=GRACE", &added).await;
    assert_eq!(one["full_name"], "Grace");

    let changed =
        admin.done(Ask::put("/user?uname=grace").json(&json!({"role": "hematologist"}))).await;
    assert_eq!(admin.read("/user?uname=grace", &changed).await["role"], "hematologist");
    let deleted = admin.done(Ask::delete("/user?uname=grace")).await;
    assert_eq!(admin.read("/user?uname=grace", &deleted).await["active"], false);
    assert_eq!(admin.status(Ask::get("/user?uname=nobody")).await, StatusCode::NOT_FOUND);
    assert_eq!(admin.status(Ask::delete("/user")).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn patients_are_listed_added_found_counted_changed_and_deleted() {
    let house = House::open().await;
    let technologist = Client::of(&house, Role::Technologist).await;
    let ada = json!({"number": "P 1/7", "name": "Ada"});
    let added = technologist.done(Ask::post("/patient").json(&ada)).await;
    let id = added.json["id"].as_str().unwrap();
    assert_eq!(technologist.read("/patient", &added).await["items"][0]["id"], id);
    let by_id = format!("/patient?patient_id={id}");
    assert_eq!(technologist.read(&by_id, &added).await["name"], "Ada");
    assert_eq!(technologist.read("/patient?patient_id=p%201/7", &added).await["id"], id);
    let status = technologist.read(&format!("/patient?patient_id_status={id}"), &added).await;
    assert_eq!(status, json!({"patient_id": id, "images_total": 0, "images_unverified": 0}));

    let changed = technologist.done(Ask::put(&by_id).json(&json!({"name": "Ada L."}))).await;
    assert_eq!(technologist.read(&by_id, &changed).await["name"], "Ada L.");
    let deleted = technologist.done(Ask::delete(&by_id)).await;
    assert_eq!(technologist.read("/patient", &deleted).await["total"], 0);
    assert_eq!(technologist.status(Ask::get(&by_id)).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn images_are_added_found_counted_decided_shown_and_deleted() {
    let house = House::open().await;
    let technologist = Client::of(&house, Role::Technologist).await;
    let reader = Client::of(&house, Role::Hematologist).await;
    let ada = json!({"number": "P-1", "name": "Ada"});
    technologist.done(Ask::post("/patient").json(&ada)).await;
    let (one, two) = (png(1), png(2));
    let files: [(&str, &[u8]); 2] = [("1.png", &one), ("2.png", &two)];
    let post = Ask::post("/image?patient_id=P-1").form(&[("panel", "blood-cell")], &files);
    // The number is looked up in the read models, which follow the log.
    let head = house.lab.log.head().await.unwrap().unwrap();
    technologist.done(Ask::get(&format!("/patient?after={head}"))).await;
    let added = technologist.done(post).await;
    let id = added.json["items"][0]["id"].as_str().unwrap();
    let image = format!("/image?image_id={id}");

    assert_eq!(reader.read("/image?patient_id=P-1", &added).await["total"], 2);
    assert_eq!(reader.read(&image, &added).await["id"], id);
    assert_eq!(reader.read("/image?unverified-image=", &added).await["total"], 2);
    let count = reader.read("/image?unverified-image-count=", &added).await;
    assert_eq!(count, json!({"count": 2}));

    let verdict = reader.done(Ask::put(&image).json(&json!({"label": "neutrophil"}))).await;
    assert_eq!(reader.read(&image, &verdict).await["verdict"]["label"], "neutrophil");
    let count = reader.read("/image?unverified-image-count=", &verdict).await;
    assert_eq!(count, json!({"count": 1}));

    let bytes = reader.done(Ask::get(&format!("/image?uncached-image=&image_id={id}"))).await;
    assert_eq!(bytes.body, one);
    assert_eq!(bytes.header("content-type"), Some("image/png"));
    assert_eq!(bytes.header("cache-control"), Some("no-store"));
    assert_eq!(bytes.header("etag"), None);
    let nameless = reader.status(Ask::get("/image?uncached-image=")).await;
    assert_eq!(nameless, StatusCode::BAD_REQUEST);

    let silent = technologist.status(Ask::delete(&image)).await;
    assert_eq!(silent, StatusCode::UNPROCESSABLE_ENTITY, "a verdict is there: it needs a reason");
    let reason = json!({"reason": "wrong slide"});
    let deleted = technologist.done(Ask::delete(&image).json(&reason)).await;
    assert_eq!(reader.read("/image?patient_id=P-1", &deleted).await["total"], 1);
}

#[tokio::test]
async fn a_token_is_given_for_the_right_password_alone() {
    let house = House::open().await;
    house.user(Role::Auditor).await;
    for ask in [
        Ask::get("/getjwtaccesstoken"),
        basic("auditor", "wrong"),
        Ask::get("/getjwtaccesstoken").header("authorization", "Basic nonsense"),
        Ask::get("/getjwtaccesstoken").bearer("auditor"),
    ] {
        let reply = house.ask(ask).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{reply:?}");
        assert!(reply.header("www-authenticate").unwrap().starts_with("Basic realm="));
        assert!(!reply.headers.contains_key("set-cookie"));
    }
}
