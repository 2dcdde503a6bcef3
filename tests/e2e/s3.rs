//! The product with its images in an S3-compatible store: SeaweedFS.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use engines::proxy::{Condition, Proxy};
use engines::seaweedfs::{ACCESS_KEY, SECRET_KEY, SeaweedFs};
use futures::TryStreamExt as _;
use image::ImageFormat;
use infra::blobs::Blobs as _;
use infra::blobs::s3::{Credentials, Location, Patience, S3Blobs};
use serde_json::json;

use crate::client::{Client, builder};
use crate::pictures;
use crate::server::{self, PASSWORD, Server, run_as, stdout};
use crate::servers::{lend_credentials, s3_url};

/// A bucket of a test's own.
struct Bucket {
    server: Arc<SeaweedFs>,
    name: String,
}

impl Bucket {
    async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = tokio::task::spawn_blocking(SeaweedFs::shared).await.unwrap();
        let name = format!("smears-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        server.make_bucket(&name);
        Self { server, name }
    }

    fn url(&self) -> String {
        url(&self.name, self.server.address())
    }

    /// What is in it.
    async fn keys(&self) -> Vec<String> {
        let location: Location = self.url().parse().unwrap();
        let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "tests");
        let blobs = S3Blobs::new(&location, Patience::default(), Some(credentials)).await;
        let keys: Vec<_> = blobs.list("").await.unwrap().try_collect().await.unwrap();
        keys.iter().map(ToString::to_string).collect()
    }

    async fn keys_of(&self, patient: &str) -> Vec<String> {
        let prefix = format!("patient/{patient}/");
        self.keys().await.into_iter().filter(|key| key.starts_with(&prefix)).collect()
    }
}

fn url(bucket: &str, server: std::net::SocketAddr) -> String {
    s3_url(&format!("{bucket}/lab-1"), server)
}

/// The program with these credentials and no others.
fn program(access_key: &str) -> Command {
    let mut program = server::program();
    lend_credentials(&mut program);
    program.env("AWS_ACCESS_KEY_ID", access_key);
    program
}

async fn start(data: &Path, more: &[&str]) -> Server {
    let server = Server::spawn_as(program(ACCESS_KEY), data, more);
    server.until_ready().await;
    server
}

fn run(arguments: &[&str]) -> Output {
    run_as(program(ACCESS_KEY), arguments, "")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Uploads a picture that has tiles, and waits for all that is made of it.
async fn upload(client: &Client, patient: &str, seed: u32) -> (String, Vec<u8>) {
    let picture = pictures::sized(seed, 1_200, 700);
    let bytes = pictures::encoded(&picture, ImageFormat::Png);
    let file = ("smear.png".to_owned(), bytes.clone());
    let answer = client.upload(patient, "blood-cell", &[file]).await.ok();
    let image = answer["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/images/{image}");
    client.until(&path, |image| image["predictions"][0].is_object()).await;
    let since = Instant::now();
    while client.get(&format!("{path}/tiles/0/0_0")).await.status != 200 {
        assert!(since.elapsed() < Duration::from_secs(120), "no tiles");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (image, bytes)
}

/// Whole, and in parts.
async fn is_served(client: &Client, image: &str, bytes: &[u8]) {
    let path = format!("/api/v1/images/{image}");
    let content = client.get(&format!("{path}/content")).await;
    assert!(content.status == 200 && content.body == bytes, "{}", content.status);
    for (range, expected) in
        [("bytes=10-19", &bytes[10..20]), ("bytes=-7", &bytes[bytes.len() - 7..])]
    {
        let part = client.request("GET", &format!("{path}/content")).header("Range", range);
        let part = client.try_send(part).await.unwrap();
        assert_eq!((part.status, part.body.as_slice()), (206, expected), "{range}");
    }
    let beyond = client.request("GET", &format!("{path}/content"));
    let beyond = beyond.header("Range", format!("bytes={}-", bytes.len()));
    assert_eq!(client.try_send(beyond).await.unwrap().status, 416);
    for rendition in ["thumbnail", "preview", "tiles/0/0_0"] {
        assert_eq!(client.get(&format!("{path}/{rendition}")).await.status, 200, "{rendition}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_upload_to_erasure_everything_lies_in_the_bucket_and_leaves_it() {
    let bucket = Bucket::new().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let talkative = ["--log-filter", "debug,sqlx=info"];
    let server = start(&data, &[&["--blobs", &bucket.url()][..], &talkative].concat()).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("S-1", "Ada Example").await;
    let other = technologist.patient("S-2", "Grace Example").await;
    let (image, bytes) = upload(&technologist, &patient, 1).await;
    let (kept, kept_bytes) = upload(&technologist, &other, 2).await;
    is_served(&technologist, &image, &bytes).await;
    assert!(bucket.keys_of(&patient).await.len() > 3, "the original and what was made of it");
    assert_eq!(bucket.keys().await.iter().filter(|key| !key.starts_with("patient/")).count(), 0);
    let lying = std::fs::read_dir(data.join("blobs")).unwrap().count();
    assert_eq!(lying, 0, "nothing in the data directory");
    for secret in [SECRET_KEY, ACCESS_KEY, &patient] {
        assert!(!server.printed().contains(secret), "{}", server.printed());
    }
    assert!(server.stop().success());

    // What is said once is remembered; what would look in another place is refused.
    let refused = run(&["audit", "verify", "--blobs", "embedded", "--data-dir", text(&data)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(message(&refused).contains("the images lie in s3://"), "{}", message(&refused));
    stdout(run(&["audit", "verify", "--data-dir", text(&data)]));
    let server = start(&data, &[]).await;
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    is_served(&technologist, &image, &bytes).await;

    let chief = Client::new(&server.url).sign_in("chief", PASSWORD).await;
    let erase = format!("/api/v1/patients/{patient}/erase");
    chief.post(&erase, json!({ "password": PASSWORD })).await.ok();
    assert_eq!(bucket.keys_of(&patient).await, [""; 0], "nothing of the patient is left");
    let gone = technologist.get(&format!("/api/v1/images/{image}/content")).await;
    assert!([404, 410].contains(&gone.status), "{gone:?}");
    is_served(&technologist, &kept, &kept_bytes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_holds_the_images_and_goes_back_to_a_folder_or_another_bucket() {
    let (bucket, elsewhere) = (Bucket::new().await, Bucket::new().await);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (data, backup) = (path("data"), path("backup"));
    let server = start(&data, &["--blobs", &bucket.url()]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("S-3", "Ada Example").await;
    let (image, bytes) = upload(&technologist, &patient, 3).await;
    stdout(run(&["backup", text(&backup), "--data-dir", text(&data)]));
    let again = stdout(run(&["backup", text(&backup), "--data-dir", text(&data)]));
    assert!(again.contains(" 0 of them new"), "{again}");
    assert!(server.stop().success());

    let (near, far) = (path("near"), path("far"));
    let said = stdout(run(&["restore", text(&backup), "--data-dir", text(&near)]));
    assert!(said.contains("1 originals are whole"), "{said}");
    let there = elsewhere.url();
    let refused = run(&["audit", "verify", "--data-dir", text(&near), "--blobs", &there]);
    assert!(message(&refused).contains("the images lie in the data directory"), "{refused:?}");
    let said = run(&["restore", text(&backup), "--data-dir", text(&far), "--blobs", &there]);
    let said = stdout(said);
    assert!(said.contains("1 originals are whole"), "{said}");
    assert_eq!(elsewhere.keys().await, bucket.keys().await);
    for data in [&near, &far] {
        let server = start(data, &[]).await;
        let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
        is_served(&technologist, &image, &bytes).await;
        assert!(server.stop().success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_store_is_away_the_server_says_so_and_afterwards_all_is_there() {
    let bucket = Bucket::new().await;
    let line = Proxy::to(bucket.server.address()).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = start(&data, &["--blobs", &url(&bucket.name, line.address())]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("S-4", "Ada Example").await;
    let (image, bytes) = upload(&technologist, &patient, 4).await;

    line.set(Condition::Cut);
    let since = Instant::now();
    loop {
        let ready = technologist.get("/readyz").await;
        if ready.status == 503 && ready.text().contains("/images") {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(90), "{ready:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let late = technologist.upload(&patient, "blood-cell", &[pictures::file(5)]).await;
    assert!(late.status == 503 && late.retry_after.is_some(), "{late:?}");
    let content = technologist.get(&format!("/api/v1/images/{image}/content")).await;
    assert!(content.status == 503 && content.retry_after.is_some(), "{content:?}");
    technologist.get(&format!("/api/v1/images/{image}")).await.ok();

    line.set(Condition::Sound);
    server.until_ready().await;
    is_served(&technologist, &image, &bytes).await;
    upload(&technologist, &patient, 5).await;
    stdout(run(&["audit", "verify", "--data-dir", text(&data)]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_cannot_succeed_says_what_to_do() {
    let bucket = Bucket::new().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let missing = url("no-such-bucket", bucket.server.address());
    let mut without = program(ACCESS_KEY);
    without.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_PROFILE");
    let there = bucket.url();
    for (program, url, expected) in [
        (program(ACCESS_KEY), &missing, "there is no bucket no-such-bucket: create it"),
        (program("nobody"), &there, "access is denied: check the credentials"),
        (without, &there, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    ] {
        let arguments = ["serve", "--metrics-listen", "off", "--data-dir", text(&data), "--blobs"];
        let failed = run_as(program, &[&arguments[..], &[url.as_str()]].concat(), "");
        assert_eq!(failed.status.code(), Some(1), "{expected}: {}", message(&failed));
        assert!(message(&failed).contains(expected), "{expected}: {}", message(&failed));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_link_is_on_record_good_for_a_while_and_only_for_who_is_signed_in() {
    let bucket = Bucket::new().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let valid = Duration::from_secs(3);
    let server = start(&data, &["--blobs", &bucket.url(), "--download-links", "3s"]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let hematologist = server.user(&chief, "hematologist").await;
    let patient = technologist.patient("S-6", "Ada Example").await;
    let (image, bytes) = upload(&technologist, &patient, 6).await;
    let content = format!("{}/api/v1/images/{image}/content", server.url);
    let waiting = builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let ask = || waiting.get(&content).bearer_auth(hematologist.token().unwrap());

    let signed_out = waiting.get(&content).send().await.unwrap();
    assert_eq!(signed_out.status(), 401);
    assert!(!signed_out.headers().contains_key("location"), "{:?}", signed_out.headers());

    let since = Instant::now();
    let sent_on = ask().send().await.unwrap();
    assert_eq!(sent_on.status(), 307);
    let header = |name: &str| sent_on.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    let link = header("location");
    assert!(link.starts_with(&format!("http://{}/", bucket.server.address())), "another host");
    assert!(!server.printed().contains("X-Amz-Signature"), "a link is in no log");
    let record = format!("/api/v1/access?kind=read&patient={patient}&q=content");
    let record = chief.until(&record, |record| record["items"][0].is_object()).await;
    assert_eq!(record["items"].as_array().unwrap().len(), 1, "{record:#}");

    // Nobody is asked who they are there: as long as it is good, and not longer.
    let given = waiting.get(&link).send().await.unwrap();
    assert_eq!(given.status(), 200);
    assert_eq!(given.bytes().await.unwrap(), bytes);
    while since.elapsed() < valid + Duration::from_secs(1) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(waiting.get(&link).send().await.unwrap().status(), 403);

    // What a page shows comes from its own origin, and so does what was made of the original.
    let shown = ask().header("sec-fetch-mode", "no-cors").send().await.unwrap();
    assert_eq!((shown.status().as_u16(), shown.bytes().await.unwrap()), (200, bytes.into()));
    for rendition in ["thumbnail", "preview", "tiles/0/0_0"] {
        let path = format!("/api/v1/images/{image}/{rendition}");
        assert_eq!(technologist.get(&path).await.status, 200, "{rendition}");
    }
}

#[test]
fn links_are_refused_where_the_images_lie_in_the_data_directory() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["serve", "--data-dir", text(&data), "--download-links", "5m"];
    let refused =
        run_as(server::program(), &[&arguments[..], &["--blobs", "embedded"]].concat(), "");
    assert_eq!(refused.status.code(), Some(2), "{}", message(&refused));
    assert!(message(&refused).contains("S3-compatible store"), "{}", message(&refused));
}
