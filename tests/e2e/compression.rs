//! A function of somebody else's, in another language, called over HTTP: `deploy/functions/compression.py`
//! as its own process beside an installation on servers.

use std::io::{BufRead, BufReader, Cursor};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use image::codecs::jpeg::JpegEncoder;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::client::Client;
use crate::pictures::{cell, encoded};
use crate::shared::Installation;

/// What operators are told: its example of a file is the one that is used here.
const PAGE: &str = include_str!("../../docs/functions.md");
/// What both sides know.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn scripts() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/functions")
}

/// The function, and where it listens.
struct Function {
    child: Child,
    address: String,
}

impl Function {
    fn start(secret: &Path, listen: &str) -> Self {
        let mut child = Command::new("python3")
            .current_dir(scripts())
            .args(["-B", "compression.py", "--listen", listen, "--secret-file"])
            .arg(secret)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.rsplit(' ').next().unwrap().to_owned();
        std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| eprintln!("{line}"))
        });
        Self { child, address }
    }

    /// Asks it to end; it ends with 0.
    fn stop(mut self) {
        kill(Pid::from_raw(self.child.id() as i32), Signal::SIGTERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // One that has ended answers with an error that says nothing new.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn jpeg(seed: u32, quality: u8) -> (String, Vec<u8>) {
    let mut file = Cursor::new(vec![]);
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(&cell(seed)).unwrap();
    (format!("quality-{quality}.jpg"), file.into_inner())
}

/// What stands beside an image under a name.
fn figure(image: &Value, name: &str) -> Option<f64> {
    let all = image["measurements"].as_array().unwrap();
    all.iter().find(|one| one["name"] == name)?["value"].as_f64()
}

async fn measured(client: &Client, image: &str) -> Value {
    let has_any = |image: &Value| image["measurements"][0].is_object();
    client.until(&format!("/api/v1/images/{image}"), has_any).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_in_python_measures_what_is_uploaded() {
    let house = Installation::new().await;
    let folder = tempfile::tempdir().unwrap();
    let (secret, dispatch) = (folder.path().join("secret"), folder.path().join("dispatch.toml"));
    std::fs::write(&secret, SECRET).unwrap();
    let function = Function::start(&secret, "127.0.0.1:0");
    let address = function.address.clone();
    let (_, file) = PAGE.split_once("```toml\n").unwrap();
    let (file, _) = file.split_once("```").unwrap();
    let file = file.replace("http://compression:8090", &format!("http://{address}"));
    let file = file.replace("/run/secrets/compression", secret.to_str().unwrap());
    std::fs::write(&dispatch, file).unwrap();
    let server = house.start("first", "projections,web").await;
    let _worker = house.start("worker", "functions").await;
    let words = ["serve", "--roles", "dispatch", "--dispatch", dispatch.to_str().unwrap()];
    let _dispatcher = house.start_as("dispatcher", &words).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("M-0001", "Mary Example").await;

    let mut files: Vec<_> = [60, 85, 95].map(|quality| jpeg(u32::from(quality), quality)).into();
    files.push(("cell.png".to_owned(), encoded(&cell(1), image::ImageFormat::Png)));
    let uploaded = technologist.upload(&patient, "blood-cell", &files).await.ok();
    let ids: Vec<_> = uploaded["items"].as_array().unwrap().iter().collect();
    for ((item, (name, bytes)), quality) in
        ids.iter().zip(&files).zip([Some(60.0), Some(85.0), Some(95.0), None])
    {
        let image = measured(&technologist, item["id"].as_str().unwrap()).await;
        assert_eq!(figure(&image, "jpeg_quality"), quality, "{name}: {image:#}");
        let pixels = f64::from(240 * 240);
        assert_eq!(figure(&image, "bits_per_pixel"), Some(bytes.len() as f64 * 8.0 / pixels));
        let first = &image["measurements"][0];
        assert_eq!((&first["function"], &first["version"]), (&"compression".into(), &"1".into()));
    }

    // While it is away what is uploaded waits, and is measured when it is back.
    function.stop();
    let waiting = technologist.upload(&patient, "blood-cell", &[jpeg(7, 70)]).await.ok();
    let id = waiting["items"][0]["id"].as_str().unwrap().to_owned();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let path = format!("/api/v1/images/{id}");
    let image = technologist.get(&path).await.ok();
    assert_eq!(image["measurements"], serde_json::json!([]));
    let back = Function::start(&secret, &address);
    assert_eq!(figure(&measured(&technologist, &id).await, "jpeg_quality"), Some(70.0));
    back.stop();

    let history = technologist.get(&format!("{path}/history")).await.ok();
    let told = history["items"].as_array().unwrap();
    let told = told.iter().filter(|entry| entry["type"] == "MeasurementsRecorded");
    let told: Vec<_> = told.map(|entry| entry["summary"].as_str().unwrap()).collect();
    assert!(told.len() == 1 && told[0].contains("jpeg quality 70"), "{told:?}");
}

#[test]
fn its_own_tests_pass() {
    let tests = ["-B", "-m", "unittest"];
    let output = Command::new("python3").current_dir(scripts()).args(tests).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
