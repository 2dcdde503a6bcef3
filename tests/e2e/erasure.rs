//! Erasure, seen from outside: afterwards no byte in the data folder tells of the patient.

use std::path::Path;
use std::time::{Duration, Instant};

use image::ImageFormat;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::pictures;
use crate::server::{PASSWORD, Server, run, stdout};
use crate::traces::Traces;

/// What is written about a patient. Every text is one that nothing else says.
struct Person {
    number: &'static str,
    name: &'static str,
    born_on: &'static str,
    /// Goes into every other text.
    mark: &'static str,
    seed: u32,
}

const ERASED: Person = Person {
    number: "VX-ERASED-4711",
    name: "Zéphyrine “Quill” Featherstonehaugh",
    born_on: "1931-07-19",
    mark: "xylographer",
    seed: 501,
};

/// The same person, entered a second time, with another mark.
const TWICE: Person = Person {
    number: "VX-SECOND-4712",
    name: "Zephirina Fetherstonhaw",
    born_on: "1931-09-17",
    mark: "lithographer",
    seed: 601,
};

const KEPT: Person = Person {
    number: "KX-OTHERS-1234",
    name: "Wilhelmina Öxenfurt-Käsebier",
    born_on: "1944-11-23",
    mark: "typographer",
    seed: 701,
};

impl Person {
    /// A text of this person's: `what` says where it stands.
    fn text(&self, what: &str) -> String {
        format!("{what}-of-the-{}", self.mark)
    }

    /// Everything that is written about the person.
    fn texts(&self) -> Vec<String> {
        let what = [
            "notes",
            "accession",
            "details",
            "comment",
            "reason",
            "amended",
            "voided",
            "finding",
            "told",
            "remark",
            "conclusion",
            "tests",
            "merged",
            "lifted",
        ];
        let texts = what.iter().map(|what| self.text(what));
        let own = [self.number, self.name, self.born_on, self.mark].map(str::to_owned);
        own.into_iter().chain(texts).collect()
    }

    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let file = |at: u32| {
            let picture = pictures::sized(self.seed + at, 1_200, 700);
            (
                self.text(&format!("file{at}")) + ".png",
                pictures::encoded(&picture, ImageFormat::Png),
            )
        };
        let refused = (self.text("refused") + ".png", b"this is no picture".to_vec());
        vec![file(0), file(1), refused]
    }
}

/// A server with one user of each role.
struct Ward {
    server: Server,
    chief: Client,
    technologist: Client,
    hematologist: Client,
    auditor: Client,
}

impl Ward {
    async fn open(data: &Path) -> Self {
        let server = Server::start(data).await;
        let chief = server.administrator().await;
        let technologist = server.user(&chief, "technologist").await;
        let hematologist = server.user(&chief, "hematologist").await;
        let auditor = server.user(&chief, "auditor").await;
        Self { server, chief, technologist, hematologist, auditor }
    }

    /// One patient with a case, images, renditions, verdicts, a conclusion and a critical finding, each
    /// request under an idempotency key.
    async fn admit(&self, person: &Person) -> Admitted {
        let (mlt, reader) = (&self.technologist, &self.hematologist);
        let entered = json!({
            "number": person.number, "name": person.name, "sex": "female",
            "born_on": person.born_on, "notes": person.text("notes"),
        });
        let patient = id(&keyed(mlt, "POST", "/api/v1/patients", person, entered).await.ok());
        let specimen = json!({
            "specimen": "peripheral_blood", "accession": person.text("accession"),
            "clinical_details": person.text("details"),
        });
        let path = format!("/api/v1/patients/{patient}/cases");
        let case = id(&keyed(mlt, "POST", &path, person, specimen).await.ok());
        let items = upload(mlt, &case, person).await;
        let images: Vec<String> = items[..2].iter().map(id).collect();
        assert_eq!(items[2]["status"], "refused", "{items:#?}");
        self.read(person, &case, &images).await;
        let path = format!("/api/v1/images/{}", images[0]);
        mlt.until(&path, |image| image["predictions"][0].is_object()).await;
        let mut pictures = vec![];
        for rendition in ["thumbnail", "preview", "content"] {
            pictures.push(bytes_of(reader, &format!("{path}/{rendition}")).await);
        }
        Admitted { patient, case, images, pictures }
    }

    /// What readers say, with every remark and reason that can be given.
    async fn read(&self, person: &Person, case: &str, images: &[String]) {
        let reader = &self.hematologist;
        let verdict = format!("/api/v1/images/{}/verdict", images[0]);
        let said = json!({ "label": "other", "comment": person.text("comment") });
        keyed(reader, "PUT", &verdict, person, said).await.ok();
        let said = json!({
            "label": "unsuitable", "comment": person.text("remark"), "reason": person.text("reason"),
        });
        reader.put(&verdict, said).await.ok();
        let said = json!({ "label": "basophil", "reason": person.text("amended") });
        reader.put(&verdict, said).await.ok();
        let finding = json!({ "finding": person.text("finding") });
        keyed(reader, "POST", &format!("/api/v1/cases/{case}/critical"), person, finding)
            .await
            .ok();
        let told = json!({
            "told": person.text("told"), "way": "phone", "remark": person.text("remark"),
        });
        keyed(reader, "POST", &format!("/api/v1/cases/{case}/notified"), person, told).await.ok();
        let concluded = json!({
            "stage": "preliminary", "comment": person.text("conclusion"),
            "suggested_tests": person.text("tests"),
        });
        let path = format!("/api/v1/cases/{case}/conclusion");
        keyed(reader, "PUT", &path, person, concluded).await.ok();
        let gone = json!({ "reason": person.text("voided") });
        let voided = self.technologist.request("DELETE", &format!("/api/v1/images/{}", images[1]));
        let voided = self.technologist.try_send(voided.json(&gone)).await.unwrap();
        assert!(voided.status < 300, "{voided:?}");
    }
}

/// What an admission gave.
struct Admitted {
    patient: String,
    case: String,
    images: Vec<String>,
    /// The bytes of the first image and its renditions.
    pictures: Vec<Vec<u8>>,
}

fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap_or_else(|| panic!("no id: {answer}")).to_owned()
}

/// A request under an idempotency key that names the person, whose answer is kept.
async fn keyed(client: &Client, method: &str, path: &str, of: &Person, body: Value) -> Answer {
    let key = format!("{}-{}", of.text("key"), path.len());
    let request = client.request(method, path).header("Idempotency-Key", key).json(&body);
    client.try_send(request).await.expect("the server answers")
}

async fn upload(client: &Client, case: &str, person: &Person) -> Vec<Value> {
    let mut form = reqwest::multipart::Form::new().text("panel", "blood-cell");
    for (name, bytes) in person.files() {
        form = form.part("file", reqwest::multipart::Part::bytes(bytes).file_name(name));
    }
    let request = client.request("POST", &format!("/api/v1/cases/{case}/images"));
    let request = request.header("Idempotency-Key", person.text("upload")).multipart(form);
    let answer = client.try_send(request).await.expect("the server answers").ok();
    answer["items"].as_array().unwrap().clone()
}

async fn bytes_of(client: &Client, path: &str) -> Vec<u8> {
    let since = Instant::now();
    loop {
        let answer = client.get(path).await;
        if answer.status == 200 {
            return answer.body;
        }
        assert!(since.elapsed() < Duration::from_secs(120), "{path}: {}", answer.text());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn traces(person: &Person, admitted: &Admitted) -> Traces {
    let mut traces = Traces::default();
    for text in person.texts() {
        traces.text(&text);
    }
    for (at, (name, bytes)) in person.files().iter().enumerate() {
        traces.text(name);
        if at < 2 {
            traces.picture(bytes);
        }
    }
    for picture in &admitted.pictures {
        traces.picture(picture);
    }
    traces
}

/// Looks until nothing is found: the read models follow the record by themselves.
async fn until_gone(traces: &Traces, server: &Server) {
    let since = Instant::now();
    loop {
        let mut found = traces.under(&server.data);
        found.extend(traces.within("the server's own messages", server.printed().as_bytes()));
        if found.is_empty() {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(120), "still there: {found:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

// Searching blocks; connections are looked after by another thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_erasure_no_byte_in_the_data_folder_tells_of_the_patient() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ward = Ward::open(&data).await;
    let (erased, kept) = (ward.admit(&ERASED).await, ward.admit(&KEPT).await);
    let twice = ward.admit(&TWICE).await;
    let merge = json!({ "into": erased.patient, "reason": TWICE.text("merged") });
    ward.technologist.post(&format!("/api/v1/patients/{}/merge", twice.patient), merge).await.ok();
    stdout(run(&["projections", "rebuild", "--data-dir", data.to_str().unwrap()], ""));
    let (gone, also_gone) = (traces(&ERASED, &erased), traces(&TWICE, &twice));
    let stays = traces(&KEPT, &kept);
    for there in [&gone, &also_gone, &stays] {
        assert!(there.under(&data).len() > 20, "the search finds what is there");
    }

    refuse_what_must_be_refused(&ward, &erased.patient).await;
    let erase = format!("/api/v1/patients/{}/erase", erased.patient);
    let done = ward.chief.post(&erase, json!({ "password": PASSWORD })).await;
    assert_eq!(done.status, 200, "{done:?}");
    let position = done.position.clone().unwrap();
    until_gone(&gone, &ward.server).await;
    until_gone(&also_gone, &ward.server).await;

    nothing_answers(&ward, &erased, &position).await;
    all_is_whole(&ward, &kept, &data).await;
    assert!(ward.server.stop().success());
    for traces in [&gone, &also_gone] {
        assert_eq!(traces.under(&data), Vec::<String>::new(), "after the stop");
    }
    assert!(stays.under(&data).len() > 20, "the other patient is whole");
    let server = Server::start(&data).await;
    until_gone(&gone, &server).await;
}

/// A wrong password, another role, a legal hold.
async fn refuse_what_must_be_refused(ward: &Ward, patient: &str) {
    let erase = format!("/api/v1/patients/{patient}/erase");
    let wrong = ward.chief.post(&erase, json!({ "password": "not-the-password-at-all" })).await;
    assert_eq!(wrong.status, 403, "{wrong:?}");
    let role = ward.technologist.post(&erase, json!({ "password": PASSWORD })).await;
    assert_eq!(role.status, 403, "{role:?}");

    let hold = format!("/api/v1/patients/{patient}/legal-hold");
    let reason = json!({ "reason": ERASED.text("reason") });
    ward.chief.put(&hold, reason).await.ok();
    let held = ward.chief.post(&erase, json!({ "password": PASSWORD })).await;
    assert_eq!(held.status, 409, "{held:?}");
    assert!(held.text().contains(&ERASED.text("reason")), "{}", held.text());
    let lift =
        ward.chief.request("DELETE", &hold).json(&json!({ "reason": ERASED.text("lifted") }));
    ward.chief.try_send(lift).await.unwrap().ok();
}

/// Of the erased patient there is only that there was one.
async fn nothing_answers(ward: &Ward, erased: &Admitted, position: &str) {
    let patient = format!("/api/v1/patients/{}", erased.patient);
    let image = format!("/api/v1/images/{}", erased.images[0]);
    let case = format!("/api/v1/cases/{}", erased.case);
    let (content, thumbnail) = (format!("{image}/content"), format!("{image}/thumbnail"));
    let after = format!("{patient}?after={position}");
    for path in [&after, &case, &image, &content, &thumbnail] {
        let answer = ward.technologist.get(path).await;
        assert!([404, 410].contains(&answer.status), "{path}: {}", answer.text());
        assert!(answer.json()["title"].is_string(), "a clear problem: {}", answer.text());
    }
    let late = [pictures::file(ERASED.seed)];
    let late = ward.technologist.upload(&erased.patient, "blood-cell", &late).await;
    assert_eq!(late.status, 410, "{late:?}");
    let found = ward.technologist.get("/api/v1/patients?q=featherstonehaugh").await.ok();
    assert_eq!(found["items"], json!([]), "{found:#}");
    let history = ward.auditor.get(&format!("{patient}/history")).await.ok();
    let items = history["items"].as_array().unwrap_or_else(|| panic!("{history:#}"));
    assert!(items.iter().any(|item| item["type"] == "PatientErased"), "{history:#}");
    let entered = items.iter().find(|item| item["type"] == "PatientRegistered").unwrap();
    assert_eq!(entered["data"]["name"], "erased", "{entered:#}");
}

/// The other patient's data, and the archive.
async fn all_is_whole(ward: &Ward, kept: &Admitted, data: &Path) {
    let seen = ward.technologist.get(&format!("/api/v1/patients/{}", kept.patient)).await.ok();
    assert_eq!(seen["name"], KEPT.name);
    let path = format!("/api/v1/images/{}/content", kept.images[0]);
    assert_eq!(ward.technologist.get(&path).await.body, kept.pictures[2]);
    let audit = run(&["audit", "verify", "--data-dir", data.to_str().unwrap()], "");
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stderr));
}
