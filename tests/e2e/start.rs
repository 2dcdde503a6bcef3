//! Starting, stopping, starting again.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::server::{PASSWORD, Server, program, run};

#[tokio::test]
async fn a_first_start_prints_a_set_up_link_that_works_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let token = server.setup_token();
    assert!(server.printed().contains(&token), "the link is printed: {}", server.printed());
    let link = std::fs::metadata(server.data.join("setup-link")).unwrap();
    assert_eq!(link.permissions().mode() & 0o777, 0o600);

    server.administrator().await;
    let again = Client::new(&server.url)
        .post(
            "/api/v1/setup",
            serde_json::json!({
                "token": token, "username": "second", "full_name": "Second", "password": PASSWORD,
            }),
        )
        .await;
    assert!((400..500).contains(&again.status), "{again:?}");
    gone(&server.data.join("setup-link")).await;
}

async fn gone(file: &Path) {
    let since = Instant::now();
    while file.exists() {
        assert!(since.elapsed() < Duration::from_secs(5), "{} is still there", file.display());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_wrong_token_and_a_weak_password_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let client = Client::new(&server.url);
    let body = |token: &str, password: &str| {
        serde_json::json!({
            "token": token, "username": "chief", "full_name": "Dr. Chief", "password": password,
        })
    };
    let wrong = client.post("/api/v1/setup", body(&"A".repeat(43), PASSWORD)).await;
    assert!((400..500).contains(&wrong.status), "{wrong:?}");
    let weak = client.post("/api/v1/setup", body(&server.setup_token(), "password1234")).await;
    assert_eq!(weak.status, 422, "{weak:?}");
    // A refused attempt does not use the link up.
    server.administrator().await;
}

#[tokio::test]
async fn it_drains_on_sigterm_and_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data).await;
    let chief = server.administrator().await;
    server.user(&chief, "technologist").await;
    assert_eq!(server.stop().code(), Some(0));

    let server = Server::start(&data).await;
    assert!(!data.join("setup-link").exists(), "there is an administrator already");
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    technologist.patient("A-1", "Ada Example").await;
    assert_eq!(server.stop().code(), Some(0));
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data).await;
    let second =
        program().args(["--listen", "127.0.0.1:0", "--data-dir"]).arg(&data).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let message = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(message.contains("in use"), "{message}");
    server.until_ready().await;
}

#[tokio::test]
async fn user_add_works_with_and_without_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let path = data.to_str().unwrap();
    let add = |name: &str, role: &str| {
        run(&["user", "add", name, "--role", role, "--data-dir", path], &format!("{PASSWORD}\n"))
    };
    let first = add("chief", "admin");
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));

    let server = Server::start(&data).await;
    assert!(!data.join("setup-link").exists(), "the command line made an administrator");
    Client::new(&server.url).sign_in("chief", PASSWORD).await;
    let second = add("reader", "hematologist");
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    Client::new(&server.url).sign_in("reader", PASSWORD).await;
    let taken = add("reader", "hematologist");
    assert_eq!(taken.status.code(), Some(1));
    let usage = run(&["user", "add", "x", "--role", "king", "--data-dir", path], "");
    assert_eq!(usage.status.code(), Some(2));
}

#[tokio::test]
async fn plain_http_is_for_loopback_only() {
    let folder = tempfile::tempdir().unwrap();
    let refused = program()
        .args(["--listen", "0.0.0.0:0", "--data-dir"])
        .arg(folder.path().join("data"))
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("loopback"));
}
