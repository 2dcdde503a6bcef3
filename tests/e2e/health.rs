//! How a container learns how its server is.

use crate::server::{Server, run};

fn ask(server: &str, more: &[&str]) -> (Option<i32>, String) {
    let output = run(&[&["health", "--listen", server], more].concat(), "");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_whether_a_server_is_there_and_ready_for_work() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let address = server.url.strip_prefix("http://").unwrap().to_owned();
    assert_eq!(ask(&address, &[]), (Some(0), String::new()));
    assert_eq!(ask(&address, &["--ready"]), (Some(0), String::new()));
    let port = address.rsplit(':').next().unwrap();
    assert_eq!(ask(&format!("0.0.0.0:{port}"), &[]).0, Some(0), "an address for all is near, too");
    assert!(server.stop().success());

    let (code, words) = ask(&address, &[]);
    assert!(code == Some(1) && words.contains("nobody answers"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_lacks_is_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(Server::start(&data).await.stop().success());
    let server = Server::spawn(&data, &["--min-free", "1000000GiB"]);
    let address = server.url.strip_prefix("http://").unwrap();
    assert_eq!(ask(address, &[]).0, Some(0));
    let (code, words) = ask(address, &["--ready"]);
    assert!(code == Some(1) && words.contains("/room"), "{words}");
}
