//! HTTPS with a certificate from files, and what a connection may cost.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use rcgen::{CertifiedKey, generate_simple_self_signed};

use crate::client::{Client, builder};
use crate::server::{PASSWORD, Server, program};

/// A certificate for this machine and its key, as files.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn make(folder: &Path) -> Self {
        let files = Self { certificate: folder.join("server.pem"), key: folder.join("server.key") };
        files.renew();
        files
    }

    /// Another certificate in the same files.
    fn renew(&self) {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
        std::fs::write(&self.certificate, cert.pem()).unwrap();
        std::fs::write(&self.key, signing_key.serialize_pem()).unwrap();
    }

    fn arguments(&self) -> [&str; 4] {
        let text = |path: &'_ PathBuf| path.to_str().unwrap().to_owned().leak() as &str;
        ["--tls-certificate", text(&self.certificate), "--tls-key", text(&self.key)]
    }

    /// A client that trusts the certificate and nothing else.
    fn http(&self) -> reqwest::Client {
        let pem = std::fs::read(&self.certificate).unwrap();
        let root = reqwest::Certificate::from_pem(&pem).unwrap();
        builder().tls_certs_only([root]).build().unwrap()
    }
}

async fn ready(http: &reqwest::Client, url: &str) {
    let since = Instant::now();
    while !http.get(format!("{url}/readyz")).send().await.unwrap().status().is_success() {
        assert!(since.elapsed() < Duration::from_secs(60), "not ready");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn with_a_certificate_it_speaks_https_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::make(folder.path());
    let server = Server::spawn(&folder.path().join("data"), &files.arguments());
    assert!(server.url.starts_with("https://"), "{}", server.url);
    let http = files.http();
    ready(&http, &server.url).await;

    let setup = serde_json::json!({
        "token": server.setup_token(), "username": "chief", "full_name": "Dr. Chief", "password": PASSWORD,
    });
    let url = |path: &str| format!("{}{path}", server.url);
    let made = http.post(url("/api/v1/setup")).json(&setup).send().await.unwrap();
    assert!(made.status().is_success(), "{made:?}");
    let who = serde_json::json!({ "username": "chief", "password": PASSWORD });
    let signed_in = http.post(url("/api/v1/session")).json(&who).send().await.unwrap();
    assert_eq!(signed_in.version(), reqwest::Version::HTTP_2);
    assert!(signed_in.headers().contains_key("strict-transport-security"));
    let cookies: Vec<_> = signed_in.headers().get_all("set-cookie").iter().collect();
    assert!(!cookies.is_empty());
    for cookie in cookies {
        assert!(cookie.to_str().unwrap().contains("; Secure"), "{cookie:?}");
    }

    let plain = server.url.replace("https://", "http://");
    let plainly = builder().build().unwrap().get(format!("{plain}/healthz"));
    assert!(plainly.send().await.is_err(), "plain HTTP is not answered");
    let stranger = builder().tls_certs_only([]).build().unwrap();
    assert!(stranger.get(url("/healthz")).send().await.is_err(), "the certificate is not trusted");
    assert_eq!(server.stop().code(), Some(0));
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::make(folder.path());
    let server = Server::spawn(&folder.path().join("data"), &files.arguments());
    let first = files.http();
    ready(&first, &server.url).await;

    files.renew();
    let health = format!("{}/healthz", server.url);
    assert!(files.http().get(&health).send().await.is_err(), "not before it is told");
    server.signal(Signal::SIGHUP);
    let since = Instant::now();
    while files.http().get(&health).send().await.is_err() {
        assert!(since.elapsed() < Duration::from_secs(20), "{}", server.printed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(first.get(&health).send().await.is_ok(), "connections that are there go on");

    // A file that cannot be used changes nothing.
    std::fs::write(&files.key, "nothing").unwrap();
    server.signal(Signal::SIGHUP);
    let since = Instant::now();
    while !server.printed().contains("the old one stays") {
        assert!(since.elapsed() < Duration::from_secs(20), "{}", server.printed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(files.http().get(&health).send().await.is_ok());
}

#[test]
fn files_that_cannot_be_used_are_named_with_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let [mine, others] = ["mine", "others"].map(|name| {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        Files::make(&folder.path().join(name))
    });
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "no certificate here").unwrap();
    let gone = folder.path().join("gone.pem");
    for (certificate, key, expected) in [
        (&mine.certificate, &others.key, "is not that of the first certificate"),
        (&text, &mine.key, "notes.txt holds no certificate"),
        (&mine.certificate, &text, "notes.txt holds no private key"),
        (&mine.key, &mine.key, "server.key holds no certificate"),
        (&gone, &mine.key, "cannot read"),
    ] {
        let output = program()
            .args(["--listen", "127.0.0.1:0", "--metrics-listen", "off", "--data-dir"])
            .arg(folder.path().join("data"))
            .arg("--tls-certificate")
            .arg(certificate)
            .arg("--tls-key")
            .arg(key)
            .output()
            .unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(message.contains(expected), "{message}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn plain_http_beyond_this_machine_must_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = program()
        .args(["--listen", "0.0.0.0:0", "--metrics-listen", "off", "--data-dir"])
        .arg(folder.path().join("data"))
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    for way in ["--tls-certificate", "--public-url", "--allow-plain-http"] {
        assert!(message.contains(way), "{message}");
    }

    let server = Server::spawn(
        &folder.path().join("data"),
        &["--listen", "0.0.0.0:0", "--allow-plain-http"],
    );
    assert!(server.url.starts_with("http://0.0.0.0:"), "{}", server.url);
    assert_eq!(server.stop().code(), Some(0));
}

#[tokio::test]
async fn a_slow_sender_of_headers_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::spawn(&data, &["--header-timeout", "1s"]);
    server.until_ready().await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let request = b"GET /healthz HTTP/1.1\r\nHost: here\r\nX-Slow: very";

    for first in ["", "GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"] {
        let address = address.clone();
        let held = tokio::task::spawn_blocking(move || drip(&address, first.as_bytes(), request));
        let held = held.await.unwrap();
        assert!(held < Duration::from_secs(8), "held for {held:?} after {first:?}");
    }
    assert_eq!(Client::new(&server.url).get("/healthz").await.status, 200);
}

/// Sends bytes at once, then others one by one, as slowly as it takes for a long time. Says how long
/// it could.
fn drip(address: &str, first: &[u8], slowly: &[u8]) -> Duration {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(400))).unwrap();
    stream.write_all(first).unwrap();
    let since = Instant::now();
    for byte in slowly {
        let mut answer = [0; 4096];
        let closed = match stream.read(&mut answer) {
            Ok(0) => true,
            Ok(_) => false,
            Err(error) => !matches!(
                error.kind(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
            ),
        };
        if closed || stream.write_all(&[*byte]).is_err() {
            break;
        }
    }
    since.elapsed()
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let http = builder().build().unwrap();
    let ask = || http.get(format!("{}/healthz", server.url));
    assert_eq!(ask().header("x-long", "a".repeat(80 << 10)).send().await.unwrap().status(), 431);
    let many = (0..200).fold(ask(), |request, at| request.header(format!("x-{at}"), "1"));
    assert_eq!(many.send().await.unwrap().status(), 431);
    assert_eq!(ask().header("x-long", "a".repeat(8 << 10)).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn one_connection_too_many_is_closed_and_room_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let limits = ["--max-connections", "2", "--header-timeout", "60s"];
    let server = Server::spawn(&folder.path().join("data"), &limits);
    let address = server.url.trim_start_matches("http://").to_owned();
    let crowd = tokio::task::spawn_blocking(move || {
        let mut held = vec![let_in(&address), let_in(&address)];
        assert!(!is_answered(&mut TcpStream::connect(&address).unwrap()), "the third is closed");
        assert!(held.iter_mut().all(is_answered), "the two are not disturbed");
        drop(held);
        let_in(&address);
    });
    crowd.await.unwrap();
}

/// A connection that is answered; waits for one.
fn let_in(address: &str) -> TcpStream {
    let since = Instant::now();
    loop {
        let mut stream = TcpStream::connect(address).unwrap();
        if is_answered(&mut stream) {
            return stream;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "nobody is let in");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn is_answered(stream: &mut TcpStream) -> bool {
    let mut answer = [0; 4096];
    let sent = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n");
    sent.and_then(|()| stream.read(&mut answer)).is_ok_and(|bytes| bytes > 0)
}
