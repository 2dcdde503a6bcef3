//! Who asks too often, sends too slowly or sends too much.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use commands::testing::png;
use domain::access::Role;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;
use web::pace::Patience;
use web::state::Settings;

use crate::house::{Ask, House, Reply};

/// Sessions may ask 20 times at once, addresses 200 times, and sign in twice.
fn narrow() -> Settings {
    Settings { requests_per_second: 1, burst: 20, ..Settings::default() }
}

/// Asks until it is too often.
async fn until_refused(house: &House, ask: impl Fn() -> Ask) -> (usize, Reply) {
    for count in 0..2_000 {
        let reply = house.ask(ask()).await;
        if reply.status == StatusCode::TOO_MANY_REQUESTS {
            return (count, reply);
        }
    }
    panic!("2,000 requests in a row were all let in");
}

#[tokio::test]
async fn a_session_that_asks_too_often_is_told_when_to_come_back() {
    let house = House::with(narrow()).await;
    let busy = house.token(Role::Technologist).await;
    let other = house.token(Role::Auditor).await;
    let (count, refused) = until_refused(&house, || Ask::get("/api/v1/me").bearer(&busy)).await;
    assert!(count >= 20, "{count}");
    assert_eq!(refused.problem(), "too-many-requests");
    let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    let reply = house.ask(Ask::get("/api/v1/me").bearer(&other)).await;
    assert_eq!(reply.status, StatusCode::OK, "another session is not to suffer");
}

#[tokio::test]
async fn an_address_is_limited_wherever_it_asks() {
    let house = House::with(narrow()).await;
    let (count, refused) = until_refused(&house, || Ask::get("/api/v1/nowhere")).await;
    assert!(count >= 200, "{count}");
    assert_eq!(refused.problem(), "too-many-requests");
    let (count, _) = until_refused(&house, || Ask::get("/healthz")).await;
    assert!(count < 200, "{count}");
}

#[tokio::test]
async fn an_address_is_the_one_that_a_known_proxy_tells() {
    let house = House::with(Settings { behind_proxy: true, ..narrow() }).await;
    let from = |address: &str| Ask::get("/healthz").header("x-forwarded-for", address);
    until_refused(&house, || from("10.0.0.1")).await;
    assert_eq!(house.ask(from("10.0.0.2")).await.status, StatusCode::OK);
    let forged = house.ask(from("10.0.0.2, 10.0.0.1")).await;
    assert_eq!(forged.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_open_doors_are_the_narrowest() {
    let house = House::with(narrow()).await;
    let who = json!({"username": "nobody", "password": "not the password"});
    let doors = [
        Ask::post("/api/v1/session").json(&who),
        Ask::post("/api/v1/session/refresh").json(&json!({})),
        Ask::post("/api/v1/setup").json(&json!({})),
    ];
    let mut refused = vec![];
    for ask in doors {
        refused.push(house.ask(ask).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, [false, false, true], "two are let in, whichever they are");
}

/// The house behind a real socket.
async fn serve(house: &House) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = house.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// Sends pieces, one after each pause, and reads what is answered in the end.
async fn converse(address: SocketAddr, pieces: &[Vec<u8>], pause: Duration) -> String {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut receive, mut send) = stream.into_split();
    let pieces = pieces.to_vec();
    let sending = tokio::spawn(async move {
        for piece in pieces {
            if send.write_all(&piece).await.is_err() {
                break;
            }
            tokio::time::sleep(pause).await;
        }
        // The connection stays open: what follows is silence, not an end.
        std::future::pending::<()>().await
    });
    let mut answer = vec![0; 64 * 1024];
    let mut length = 0;
    let reading = async {
        while !String::from_utf8_lossy(&answer[..length]).contains("\r\n\r\n{") {
            match receive.read(&mut answer[length..]).await {
                Ok(0) | Err(_) => break,
                Ok(read) => length += read,
            }
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), reading).await;
    sending.abort();
    in_time.expect("an answer");
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

fn impatient() -> Settings {
    let patience = Patience {
        json: Duration::from_millis(300),
        silence: Duration::from_millis(300),
        grace: Duration::from_millis(900),
        ..Patience::default()
    };
    Settings { patience, ..Settings::default() }
}

/// The head of a request to upload, with a body of this length or without end.
fn upload_head(token: &str, patient: &str) -> Vec<u8> {
    format!(
        "POST /api/v1/patients/{patient}/images HTTP/1.1\r\nHost: lab\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 100000000\r\n\r\n\
         --edge\r\nContent-Disposition: form-data; name=\"panel\"\r\n\r\nblood-cell\r\n"
    )
    .into_bytes()
}

const FILE: &[u8] =
    b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.png\"\r\n\r\n";

async fn technologist(settings: Settings) -> (House, SocketAddr, Vec<u8>) {
    let house = House::with(settings).await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let address = serve(&house).await;
    let head = upload_head(&token, &patient);
    (house, address, head)
}

fn spooled(house: &House) -> usize {
    std::fs::read_dir(house.lab.path().join("spool")).unwrap().count()
}

/// What was on its way in is deleted in the background.
async fn until_the_spool_is_empty(house: &House) {
    let empty = async {
        while spooled(house) > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), empty).await.expect("the spool is emptied");
}

#[tokio::test]
async fn a_json_body_that_does_not_come_is_given_up() {
    let house = House::with(impatient()).await;
    let head = b"POST /api/v1/session HTTP/1.1\r\nHost: lab\r\nContent-Type: application/json\r\n\
        Content-Length: 50\r\n\r\n{";
    let answer = converse(serve(&house).await, &[head.to_vec()], Duration::ZERO).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("body-too-slow"), "{answer}");
}

#[tokio::test]
async fn an_upload_that_falls_silent_is_given_up_and_leaves_nothing() {
    let (house, address, head) = technologist(impatient()).await;
    let half = png(1)[..40].to_vec();
    let pieces = [head, FILE.to_vec(), half];
    let answer = converse(address, &pieces, Duration::from_millis(10)).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("The form came too slowly"), "{answer}");
    until_the_spool_is_empty(&house).await;
}

#[tokio::test]
async fn an_upload_that_trickles_is_given_up_and_leaves_nothing() {
    let (house, address, head) = technologist(impatient()).await;
    let drops = std::iter::repeat_n(vec![b'x'], 200);
    let pieces: Vec<Vec<u8>> = [head, FILE.to_vec()].into_iter().chain(drops).collect();
    let answer = converse(address, &pieces, Duration::from_millis(50)).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    until_the_spool_is_empty(&house).await;
}

#[tokio::test]
async fn what_came_in_before_the_silence_is_kept_and_said() {
    let (house, address, head) = technologist(impatient()).await;
    let whole = [FILE, &png(1), b"\r\n", FILE].concat();
    let answer = converse(address, &[head, whole], Duration::from_millis(10)).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"accepted\"") && answer.contains("\"refused\""), "{answer}");
    until_the_spool_is_empty(&house).await;
}

#[tokio::test]
async fn the_head_of_a_part_that_never_ends_is_given_up() {
    let (house, address, head) = technologist(Settings::default()).await;
    let endless = std::iter::repeat_n(vec![b'x'; 16 * 1024], 10_000);
    let pieces = [head, b"--edge\r\nX-Endless: ".to_vec()].into_iter().chain(endless);
    let pieces: Vec<Vec<u8>> = pieces.collect();
    let answer = converse(address, &pieces, Duration::ZERO).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("broken-form"), "{answer}");
    until_the_spool_is_empty(&house).await;
}

#[tokio::test]
async fn a_file_that_is_too_large_does_not_lose_the_next() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let field = b"--edge\r\nContent-Disposition: form-data; name=\"panel\"\r\n\r\nblood-cell\r\n";
    let megabyte = Bytes::from(vec![0; 1 << 20]);
    let large = std::iter::repeat_n(megabyte, 66);
    let end = [b"\r\n", FILE, &png(1), b"\r\n--edge--\r\n"].concat();
    let chunks = [Bytes::from([field, FILE].concat())].into_iter().chain(large).chain([end.into()]);
    let body = futures::stream::iter(chunks.map(Ok::<_, std::io::Error>));
    let path = format!("/api/v1/patients/{patient}/images");
    let ask = Ask::post(&path).bearer(&token).body("multipart/form-data; boundary=edge", vec![]);
    let (parts, _) = ask.request().into_parts();
    let request = axum::http::Request::from_parts(parts, Body::from_stream(body));
    let response = house.router.clone().oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let items = serde_json::from_slice::<serde_json::Value>(&body).unwrap();
    assert_eq!(items["items"][0]["status"], "refused", "{items}");
    assert!(items["items"][0]["problem"].as_str().unwrap().contains("larger"), "{items}");
    assert_eq!(items["items"][1]["status"], "accepted", "{items}");
}
