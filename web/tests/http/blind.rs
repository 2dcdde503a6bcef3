//! Blind reading over HTTP: on every address where patients' data is read, a reader who has yet to
//! read an image finds neither what the model says nor what another reader says.

use axum::http::{Method, StatusCode};
use commands::testing::{png, prediction};
use domain::access::{Action, Role};
use domain::event::Measurement;
use serde_json::{Value, json};
use web::route::{Access, Kind, Route};

use crate::clinic::{Clinic, id, image_at};
use crate::house::{Ask, Reply};

/// What may not be found, in lower case: the model's label, figures and name; the other reader's
/// verdict, remarks, conclusion and finding; what a function measured.
const SECRETS: [&str; 13] = [
    "basophil",
    "0.93125",
    "0.19375",
    "pack-of-secrets",
    "erythroblast",
    "dark chromatin",
    "monocyte",
    "left shift",
    "auer rods",
    "told-in-confidence",
    "nuclear_area",
    "nuclear area",
    "0.73125",
];

/// A blind panel with an image that a model suspects and another reader has read, and one that waits;
/// a case that the other reader has concluded.
struct Blind {
    clinic: Clinic,
    /// Who has read one of the images, concluded, found something critical and told somebody.
    other: String,
    patient: String,
    case: String,
    read: String,
    waiting: String,
}

async fn panel(clinic: &Clinic) -> Value {
    let panels = clinic.read(&clinic.admin, "/api/v1/panels").await.json;
    let all = panels["items"].as_array().unwrap();
    all.iter().find(|panel| panel["id"] == "blood-cell").unwrap().clone()
}

/// The revision that changes nothing of a panel.
fn revision(panel: &Value) -> Value {
    let mut revision = panel.clone();
    let fields = revision.as_object_mut().unwrap();
    fields.retain(|name, _| !["id", "unit", "active_model"].contains(&name.as_str()));
    revision
}

const PANEL: &str = "/api/v1/panels/blood-cell";

impl Blind {
    async fn open() -> Self {
        let clinic = Clinic::open().await;
        let other = clinic.house.another(&clinic.admin, Role::Hematologist).await;
        let mut blind = revision(&panel(&clinic).await);
        blind["blind"] = json!(true);
        let labels = blind["labels"].as_array_mut().unwrap();
        labels.iter_mut().for_each(|one| one["critical"] = json!(one["id"] == "basophil"));
        clinic.done(&clinic.admin, Ask::put(PANEL).json(&blind)).await;

        let patient = clinic.patient("P-1").await;
        let case = clinic.case(&patient).await;
        let read = image_at(&clinic.image(&case, "blood-cell", 1).await);
        let waiting = image_at(&clinic.image(&case, "blood-cell", 2).await);
        let model = clinic.house.lab.model("pack-of-secrets").await;
        for image in [&read, &waiting] {
            let image = id(image).parse().unwrap();
            let mut said = prediction(domain::ids::ImageId(image), model, "basophil");
            (said.confidence, said.uncertainty) = (0.93125, 0.19375);
            let function = clinic.house.lab.function("classify");
            clinic.house.lab.commands.record_prediction(&function, said).await.unwrap();
            let (name, unit) = ("nuclear_area".to_owned(), Some("mm²".to_owned()));
            let found = vec![Measurement { name, value: 0.73125, unit }];
            let function = clinic.house.lab.function("morphometry");
            let image = domain::ids::ImageId(image);
            clinic.house.lab.commands.record_measurements(&function, image, found).await.unwrap();
        }
        let blind = Self { clinic, other, patient, case, read, waiting };
        blind.let_the_other_work().await;
        blind
    }

    async fn let_the_other_work(&self) {
        let verdict = json!({"label": "erythroblast", "comment": "Dark chromatin."});
        let finding = json!({"finding": "Auer rods."});
        let told = json!({
            "told": "Dr. Ward", "way": "phone", "read_back": true, "remark": "told-in-confidence",
        });
        let conclusion = json!({
            "stage": "final",
            "impressions": [{"panel": "blood-cell", "label": "monocyte"}],
            "comment": "Left shift.",
        });
        for ask in [
            Ask::put(&format!("{}/verdict", self.read)).json(&verdict),
            Ask::post(&format!("{}/critical", self.case)).json(&finding),
            Ask::post(&format!("{}/notified", self.case)).json(&told),
            Ask::put(&format!("{}/conclusion", self.case)).json(&conclusion),
        ] {
            self.clinic.done(&self.other, ask).await;
        }
    }

    /// Every address of a route where this patient's data is read. A new route fails here until it
    /// is thought of.
    fn addresses(&self, route: &Route) -> Vec<String> {
        let Self { patient, case, read, waiting, .. } = self;
        let (person, image) = (id(patient), id(read));
        let with = |path: &str, queries: &[&str]| -> Vec<String> {
            let queries = queries.iter().map(|query| format!("{path}?{query}"));
            std::iter::once(path.to_owned()).chain(queries).collect()
        };
        let then = "as_of=2100-01-01T00:00:00Z";
        match route.path {
            "/api/v1/patients" | "/patient" => vec![
                route.path.to_owned(),
                format!("/patient?patient_id={person}"),
                format!("/patient?patient_id_status={person}"),
            ],
            "/api/v1/patients/{id}" => with(patient, &[then]),
            "/api/v1/patients/{id}/history" => vec![format!("{patient}/history")],
            "/api/v1/cases" => with(route.path, &["sort=worklist", "critical=true", "q=P-1"]),
            "/api/v1/patients/{id}/cases" => vec![format!("{patient}/cases")],
            "/api/v1/cases/{id}" => with(case, &[then]),
            "/api/v1/cases/{id}/history" => vec![format!("{case}/history")],
            "/api/v1/images" => with(
                route.path,
                &[
                    "sort=worklist",
                    "sort=-confidence",
                    "sort=uncertainty&limit=1",
                    "status=verified",
                ],
            ),
            "/api/v1/images/{id}" => [with(read, &[then]), with(waiting, &[then])].concat(),
            "/api/v1/images/{id}/history" => {
                vec![format!("{read}/history"), format!("{waiting}/history")]
            }
            "/image" => with(
                "/image",
                &[
                    &format!("image_id={image}"),
                    &format!("patient_id={person}"),
                    "unverified-image=",
                    "unverified-image-count=",
                    &format!("uncached-image=&image_id={image}"),
                ],
            ),
            "/api/v1/stats" => with(route.path, &["days=366"]),
            other => panic!("{other} is new: what does it tell a blind reader?"),
        }
    }
}

/// Where patients' data, or what follows from it, is read as JSON.
fn routes() -> Vec<Route> {
    let clinical = |route: &Route| match route.access {
        Access::May(Action::SeeAccess) => false,
        access => access.is_recorded() || route.path == "/api/v1/stats",
    };
    let mut routes = web::table();
    routes
        .retain(|route| route.method == Method::GET && route.kind == Kind::Read && clinical(route));
    routes
}

fn secrets_in(reply: &Reply) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(&reply.body).to_lowercase();
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

#[tokio::test]
async fn no_address_tells_a_blind_reader_what_models_and_others_say() {
    let blind = Blind::open().await;
    let clinic = &blind.clinic;
    clinic.read(&clinic.admin, &blind.case).await;
    let (mut asked, mut told) = (0, std::collections::BTreeSet::new());
    for address in routes().iter().flat_map(|route| blind.addresses(route)) {
        // Twice, so that answers are kept; none may be given to another.
        for _ in 0..2 {
            for token in [&clinic.technologist, &blind.other] {
                told.extend(secrets_in(&clinic.done(token, Ask::get(&address)).await));
            }
            let others = clinic.done(&blind.other, Ask::get(&address)).await;
            let ask = match others.header("etag") {
                Some(tag) => Ask::get(&address).header("if-none-match", tag),
                None => Ask::get(&address),
            };
            let reply = clinic.ask(&clinic.reader, ask).await;
            assert!(matches!(reply.status.as_u16(), 200 | 304), "{address}: {reply:?}");
            assert_eq!(secrets_in(&reply), [""; 0], "{address} tells them: {reply:?}");
            if secrets_in(&others) != [""; 0] {
                assert_eq!(reply.status, StatusCode::OK, "{address}: it is not the same");
                asked += 1;
            }
        }
    }
    assert_eq!(told.len(), SECRETS.len(), "those who may know are told: {told:?}");
    assert!(asked > 30, "only {asked} answers had a secret");
}

#[tokio::test]
async fn filters_find_for_a_blind_reader_what_that_reader_may_know() {
    let blind = Blind::open().await;
    let clinic = &blind.clinic;
    for (filter, known_to_the_other) in
        [("predicted=basophil", 1), ("verdict=erythroblast", 1), ("disagrees=true", 1)]
    {
        let path = format!("/api/v1/images?{filter}");
        assert_eq!(clinic.read(&clinic.reader, &path).await.json["total"], 0, "{filter}");
        assert_eq!(clinic.read(&blind.other, &path).await.json["total"], known_to_the_other);
        assert_ne!(clinic.read(&clinic.technologist, &path).await.json["total"], 0, "{filter}");
    }
    let cases = "/api/v1/cases?predicted=basophil";
    assert_eq!(clinic.read(&clinic.reader, cases).await.json["total"], 0);
    assert_eq!(clinic.read(&clinic.technologist, cases).await.json["total"], 1);
    let case = clinic.read(&clinic.reader, &blind.case).await.json;
    assert_eq!((&case["blind"], &case["status"]), (&json!(true), &json!("concluded")));
    assert!(!case["alarm"]["findings"].as_array().unwrap().is_empty(), "{case}");
}

#[tokio::test]
async fn who_reads_blind_reads_unaided_and_sees_the_rest_after() {
    let blind = Blind::open().await;
    let clinic = &blind.clinic;
    let give = |said: Value| Ask::put(&format!("{}/verdict", blind.read)).json(&said);
    let seen = clinic.read(&clinic.reader, &blind.read).await.json;
    assert_eq!((&seen["blind"], &seen["status"]), (&json!(true), &json!("verified")));

    for label in ["basophil", "erythroblast", "platelet"] {
        let bulk = json!({"label": label, "bulk": true});
        let refused = clinic.refused(&clinic.reader, give(bulk)).await;
        assert_eq!(refused, (409, "not-in-bulk".to_owned()));
    }
    // Another verdict needs a reason; here nobody can know that it is another one.
    clinic.done(&clinic.reader, give(json!({"label": "platelet"}))).await;
    let seen = clinic.read(&clinic.reader, &blind.read).await.json;
    assert_eq!(
        (&seen["blind"], &seen["predictions"][0]["label"]),
        (&json!(false), &json!("basophil"))
    );
    assert_eq!(seen["verdict"]["label"], "erythroblast", "it counts until it is amended");
    let modes = |seen: &Value| {
        let all = seen["readings"].as_array().unwrap().iter();
        all.map(|one| one["mode"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(modes(&seen), ["unaided", "unaided"]);
    let waiting = clinic.read(&clinic.reader, &blind.waiting).await.json;
    assert_eq!(waiting["blind"], true, "that one is yet to be read");

    let other = json!({"label": "basophil"});
    let silent = clinic.refused(&clinic.reader, give(other)).await;
    assert_eq!(silent.1, "amendment-needs-reason");
    clinic
        .done(&clinic.reader, give(json!({"label": "basophil", "reason": "I see it now."})))
        .await;
    let seen = clinic.read(&clinic.reader, &blind.read).await.json;
    assert_eq!(
        (modes(&seen)[2].as_str(), &seen["verdict"]["label"]),
        ("revised", &json!("basophil"))
    );
    let history = clinic.read(&clinic.reader, &format!("{}/history", blind.read)).await.json;
    let mut entries = history["items"].as_array().unwrap().iter();
    assert!(entries.all(|entry| entry["blind"] == false), "{history}");
}

#[tokio::test]
async fn what_one_command_said_of_an_unread_image_is_one_line_of_its_history() {
    let blind = Blind::open().await;
    let clinic = &blind.clinic;
    let path = format!("{}/history", blind.read);
    let types = async |token: &str| {
        let history = clinic.read(token, &path).await.json;
        let entries = history["items"].as_array().unwrap().iter();
        entries.map(|entry| entry["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let whole = ["ImageUploaded", "PredictionRecorded", "CriticalFindingSuspected"];
    let more = ["MeasurementsRecorded", "ReadingRecorded", "FinalVerdictRecorded"];
    let whole = [&whole[..], &more].concat();
    assert_eq!(types(&clinic.technologist).await, whole);
    let withheld =
        ["ImageUploaded", "PredictionRecorded", "MeasurementsRecorded", "ReadingRecorded"];
    assert_eq!(types(&clinic.reader).await, withheld);
}

#[tokio::test]
async fn who_reads_blind_can_neither_ask_for_a_map_nor_learn_that_there_is_one() {
    let blind = Blind::open().await;
    let clinic = &blind.clinic;
    let ask = || Ask::post(&format!("{}/explanations", blind.waiting));
    let refused = clinic.refused(&clinic.reader, ask()).await;
    assert_eq!(refused, (409, "image-yet-to-read".to_owned()));
    clinic.done(&clinic.technologist, ask()).await;
    let seen = clinic.read(&clinic.technologist, &blind.waiting).await.json;
    let one = &seen["explanations"][0];
    assert_eq!((&one["label"], &one["status"]), (&json!("basophil"), &json!("requested")));
    let seen = clinic.read(&clinic.reader, &blind.waiting).await.json;
    assert_eq!(seen["explanations"], json!([]));

    let model = one["model"].as_str().unwrap();
    let map = format!("{}/explanations/{model}/basophil", blind.waiting);
    let (patient, digest) = (id(&blind.patient), seen["sha256"].as_str().unwrap());
    let key = format!("patient/{patient}/{digest}.maps/{model}/basophil");
    clinic.house.lab.keep(&key, png(1)).await;
    let given = clinic.done(&clinic.technologist, Ask::get(&map)).await;
    assert_eq!(given.header("content-type"), Some("image/png"));
    assert_eq!(clinic.refused(&clinic.reader, Ask::get(&map)).await, (404, "not-found".to_owned()));
    let verdict = Ask::put(&format!("{}/verdict", blind.waiting)).json(&json!({"label": "ig"}));
    clinic.done(&clinic.reader, verdict).await;
    assert_eq!(clinic.read(&clinic.reader, &blind.waiting).await.json["blind"], false);
    clinic.done(&clinic.reader, Ask::get(&map)).await;
    let never = format!("{}/explanations/{model}/platelet", blind.waiting);
    assert_eq!(clinic.refused(&clinic.reader, Ask::get(&never)).await.0, 404);
}

#[tokio::test]
async fn administrators_revise_panels_from_the_version_they_saw() {
    let clinic = Clinic::open().await;
    let before = panel(&clinic).await;
    assert_eq!((&before["blind"], &before["version"]), (&json!(false), &json!(1)));
    let mut wanted = revision(&before);
    let same = clinic.done(&clinic.admin, Ask::put(PANEL).json(&wanted)).await;
    assert_eq!(same.json["changed"], false);
    wanted["blind"] = json!(true);
    wanted["critical_threshold"] = json!(0.25);
    wanted["labels"][0]["retired"] = json!(true);
    let put = |wanted: &Value| Ask::put(PANEL).json(wanted);
    for token in [&clinic.technologist, &clinic.reader] {
        assert_eq!(clinic.refused(token, put(&wanted)).await, (403, "forbidden".to_owned()));
    }
    clinic.done(&clinic.admin, put(&wanted)).await;
    let after = panel(&clinic).await;
    for field in ["title", "labels", "critical_threshold", "blind"] {
        assert_eq!(after[field], wanted[field], "{field}");
    }
    assert_eq!(after["version"], 2);

    wanted["title"] = json!("Cells");
    let late = clinic.refused(&clinic.admin, put(&wanted)).await;
    assert_eq!(late, (409, "panel-at-other-version".to_owned()));
    wanted["version"] = json!(2);
    wanted["labels"].as_array_mut().unwrap().remove(1);
    let lost = clinic.refused(&clinic.admin, put(&wanted)).await;
    assert_eq!(lost, (422, "label-deleted".to_owned()));
    let unknown = Ask::put("/api/v1/panels/none").json(&revision(&after));
    assert_eq!(clinic.refused(&clinic.admin, unknown).await.0, 404);
}

#[tokio::test]
async fn the_bytes_of_an_image_are_shown_to_who_reads_it_blind() {
    let blind = Blind::open().await;
    let clinic = &blind.clinic;
    clinic.read(&clinic.reader, &blind.read).await;
    let content = Ask::get(&format!("{}/content", blind.read));
    assert_eq!(clinic.done(&clinic.reader, content).await.body, png(1));
}
