//! Passwords never leave the state.

use commands::testing::Laboratory;
use domain::access::Role;

use crate::common::{all, user};

#[tokio::test]
async fn no_password_and_no_hash_is_in_an_event() {
    let lab = Laboratory::open().await;
    let anna = user("anna", Role::Admin);
    let id = lab.commands.add_user(&lab.system("setup"), anna).await.unwrap().value;
    lab.commands.set_password(&lab.admin(), id, "another gaudy otter").await.unwrap();
    let events = all(&lab).await;
    assert!(events.iter().any(|event| event.kind == "PasswordChanged"));
    for event in events {
        let text = String::from_utf8_lossy(&event.data).into_owned();
        assert!(!text.contains("otter") && !text.contains("argon2"), "{}", event.kind);
    }
}
