//! Settings as an operator gives them: by flag or by environment, and what a wrong one is told.

use std::process::Output;

use crate::server::program;

fn with(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut program = program();
    program.env("HEMACLASSIFY_DATA_DIR", folder.path().join("data"));
    program.env("HEMACLASSIFY_METRICS_LISTEN", "off");
    program.envs(variables.iter().copied()).args(arguments).output().unwrap()
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wrong_value_in_the_environment_is_named_and_refused() {
    for (name, value, expected) in [
        ("LISTEN", "8080", "--listen"),
        ("LISTEN", "0.0.0.0:8080", "--allow-plain-http"),
        ("TLS_CERTIFICATE", "server.pem", "--tls-key"),
        ("ALLOW_PLAIN_HTTP", "perhaps", "--allow-plain-http"),
        ("PUBLIC_URL", "smears.example.org", "https://"),
        ("HEADER_TIMEOUT", "soon", "15m"),
        ("MAX_CONNECTIONS", "-1", "from 1 on"),
        ("METRICS_LISTEN", "localhost", "127.0.0.1:9464, or off"),
        ("EVENT_LOG", "esdb://localhost:2113", "embedded engines only"),
        ("ROLES", "web", "takes all roles"),
        ("DEVICE", "tpu", "tpu"),
        ("MAX_FILE", "64 pounds", "64MiB"),
        ("MAX_MEGAPIXELS", "lots", "--max-megapixels"),
        ("DECODE_MEMORY", "1GB!", "64MiB"),
        ("MIN_FREE", "ten percent", "64MiB"),
        ("LOG_FORMAT", "xml", "text, json"),
        ("LOG_FILTER", "web=loud", "web=debug,info"),
    ] {
        let output = with(&[(&format!("HEMACLASSIFY_{name}"), value)], &[]);
        let said = message(&output);
        assert_eq!(output.status.code(), Some(2), "{name}={value}: {said}");
        assert!(said.contains(expected), "{name}={value}: {said}");
    }
}

#[test]
fn a_flag_wins_over_the_environment() {
    let wrong = [("HEMACLASSIFY_MAX_FILE", "64MiB"), ("HEMACLASSIFY_LISTEN", "127.0.0.1:0")];
    let output = with(&wrong, &["--max-file", "nothing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(message(&output).contains("nothing"), "{}", message(&output));
}

#[test]
fn a_folder_that_cannot_be_used_and_an_address_that_is_taken_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (arguments, expected) in [
        (["--data-dir", file.to_str().unwrap()], file.to_str().unwrap()),
        (["--listen", &address], &format!("cannot listen on {address}")),
    ] {
        let output = with(&[], &arguments);
        assert_eq!(output.status.code(), Some(1), "{}", message(&output));
        assert!(message(&output).contains(expected), "{}", message(&output));
    }
}
