//! Forms with files: each file gets its answer, what is accepted can be read back, and nothing is
//! left on its way in.

use axum::http::StatusCode;
use domain::access::Role;

use crate::house::{Ask, Reply};
use crate::stage::Stage;

#[test]
fn uploads() {
    let stage = Stage::open();
    fuzz::target!(fuzz::seeds("uploads"), |bytes: &[u8]| {
        let path = format!("/api/v1/patients/{}/images", stage.patient);
        let ask = Ask::post(&path).body("multipart/form-data; boundary=edge", bytes);
        let reply = stage.ask(stage.by(Role::Technologist, ask));
        is_answered_file_by_file(&reply);
        let spool = stage.house.lab.path().join("spool");
        assert_eq!(std::fs::read_dir(spool).unwrap().count(), 0, "something was left behind");
    });
}

fn is_answered_file_by_file(reply: &Reply) {
    if reply.status != StatusCode::OK {
        assert!(reply.status.is_client_error(), "{reply:?}");
        return;
    }
    let items = reply.json["items"].as_array().unwrap();
    assert!(!items.is_empty(), "{reply:?}");
    for item in items {
        let refused = item["status"] == "refused";
        assert_eq!(item["id"].is_null(), refused, "{item}");
        assert_eq!(item["problem"].is_string(), refused, "{item}");
        assert!(refused || item["sha256"].as_str().is_some_and(|digest| digest.len() == 64));
    }
}
