//! Who saw whose data is on record before the answer goes, on every route that shows any.

use axum::http::{Method, StatusCode};
use commands::testing::png;
use domain::access::Role;
use serde_json::{Value, json};
use web::route::Route;

use crate::house::{Ask, House, PASSWORD, Reply};

/// A house with one image, and somebody of each role.
struct Lab {
    house: House,
    technologist: String,
    hematologist: String,
    auditor: String,
    patient: String,
    case: String,
    image: String,
}

impl Lab {
    async fn open() -> Self {
        let house = House::open().await;
        let technologist = house.token(Role::Technologist).await;
        let hematologist = house.token(Role::Hematologist).await;
        let auditor = house.token(Role::Auditor).await;
        let patient = house.patient(&technologist, "P-1").await;
        let upload = Ask::post(&format!("/api/v1/patients/{patient}/images"))
            .bearer(&technologist)
            .form(&[("panel", "blood-cell")], &[("1.png", &png(1))]);
        let uploaded = house.ask(upload).await;
        let image = uploaded.json["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/images/{image}");
        let seen = house.get_after(&technologist, &path, &uploaded).await;
        let case = seen.json["case_id"].as_str().unwrap().to_owned();
        Self { house, technologist, hematologist, auditor, patient, case, image }
    }

    async fn get(&self, token: &str, path: &str) -> Reply {
        self.house.ask(Ask::get(path).bearer(token)).await
    }

    /// The lines of the record that a query finds, when the read models hold all of them.
    async fn record(&self, query: &str) -> Vec<Value> {
        let head = self.house.lab.log.head().await.unwrap().unwrap();
        let path = format!("/api/v1/access?limit=200&after={head}{query}");
        let reply = self.get(&self.auditor, &path).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        reply.json["items"].as_array().unwrap().clone()
    }

    /// An address of the route that answers, with something of the patient where it can.
    fn path(&self, route: &Route) -> String {
        let id = match route.path {
            path if path.contains("/patients/") => &self.patient,
            path if path.contains("/cases/") => &self.case,
            _ => &self.image,
        };
        route.path.replace("{id}", id)
    }

    /// Every route that reads what must not be seen unnoticed. What is made of an image only later
    /// goes through the same door as its original.
    fn routes() -> Vec<Route> {
        let later = ["/preview", "/thumbnail", "/tiles/{z}/{xy}", "/explanations/{model}/{label}"];
        let mut routes = web::table();
        routes.retain(|route| route.method == Method::GET && route.access.is_recorded());
        routes.retain(|route| !later.iter().any(|end| route.path.ends_with(end)));
        routes
    }

    fn token(&self, route: &Route) -> &str {
        match route.path {
            "/api/v1/access" => &self.auditor,
            _ => &self.hematologist,
        }
    }
}

fn of<'a>(lines: &'a [Value], route: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["route"] == route).collect()
}

#[tokio::test]
async fn every_route_that_shows_patients_says_whose_data_it_shows() {
    let lab = Lab::open().await;
    let routes = Lab::routes();
    assert!(routes.len() > 10, "{} routes are looked at", routes.len());
    for route in &routes {
        let reply = lab.get(lab.token(route), &lab.path(route)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}: {reply:?}", route.name);
    }
    let lines = lab.record("&kind=read").await;
    for route in &routes {
        let said = of(&lines, route.name);
        let patient = match route.path {
            "/api/v1/access" => Value::Null,
            _ => json!(lab.patient),
        };
        assert!(said.iter().any(|line| line["patient_id"] == patient), "{}", route.name);
    }
}

#[tokio::test]
async fn what_cannot_be_put_on_record_is_not_shown() {
    let lab = Lab::open().await;
    lab.house.lab.faults.refuse_appends();
    for route in Lab::routes() {
        let reply = lab.get(lab.token(&route), &lab.path(&route)).await;
        let away = (reply.status, reply.problem());
        assert_eq!(away, (StatusCode::SERVICE_UNAVAILABLE, "unavailable"), "{}", route.name);
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        assert!(!body.contains("Ada") && !body.contains(&lab.patient), "{}: {body}", route.name);
    }
    lab.house.lab.faults.heal();
    let path = format!("/api/v1/patients/{}", lab.patient);
    assert_eq!(lab.get(&lab.hematologist, &path).await.json["name"], "Ada Example");
    lab.house.lab.faults.refuse_appends();
    let again = lab.get(&lab.hematologist, &path).await;
    assert_eq!(again.status, StatusCode::OK, "that it was seen is on record: {again:?}");
}

#[tokio::test]
async fn an_unchanged_answer_and_a_part_of_the_bytes_are_reads_too() {
    let lab = Lab::open().await;
    let path = format!("/api/v1/images/{}", lab.image);
    let tag = lab.get(&lab.technologist, &path).await.header("etag").unwrap().to_owned();
    let unchanged = Ask::get(&path).bearer(&lab.hematologist).header("if-none-match", tag);
    assert_eq!(lab.house.ask(unchanged).await.status, StatusCode::NOT_MODIFIED);
    let content = format!("{path}/content");
    let part = Ask::get(&content).bearer(&lab.hematologist).header("range", "bytes=0-9");
    assert_eq!(lab.house.ask(part).await.status, StatusCode::PARTIAL_CONTENT);
    let lines = lab.record(&format!("&patient={}", lab.patient)).await;
    for route in ["GET /api/v1/images/{id}", "GET /api/v1/images/{id}/content"] {
        let hematologists = of(&lines, route).into_iter().filter(|l| l["role"] == "hematologist");
        assert_eq!(hematologists.count(), 1, "{route}");
    }
}

#[tokio::test]
async fn a_list_says_each_patient_and_an_empty_one_that_it_was_empty() {
    let lab = Lab::open().await;
    let other = lab.house.patient(&lab.technologist, "P-2").await;
    let head = lab.house.lab.log.head().await.unwrap().unwrap();
    lab.get(&lab.hematologist, &format!("/api/v1/patients?after={head}")).await;
    lab.get(&lab.hematologist, "/api/v1/images?status=voided").await;
    let lines = lab.record("&kind=read").await;
    let listed = of(&lines, "GET /api/v1/patients");
    let mut patients: Vec<_> = listed.iter().map(|line| line["patient_id"].as_str()).collect();
    patients.sort();
    let mut both = [Some(lab.patient.as_str()), Some(other.as_str())];
    both.sort();
    assert_eq!(patients, both);
    let empty = of(&lines, "GET /api/v1/images");
    assert_eq!((empty.len(), &empty[0]["patient_id"]), (1, &Value::Null));
}

#[tokio::test]
async fn who_is_turned_away_is_on_record_with_what_was_asked_for() {
    let lab = Lab::open().await;
    let path = format!("/api/v1/images/{}/verdict", lab.image);
    let ask = Ask::put(&path).bearer(&lab.technologist).json(&json!({"label": "basophil"}));
    assert_eq!(lab.house.ask(ask).await.status, StatusCode::FORBIDDEN);
    let lines = lab.record("&kind=access_refused").await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["route"], "PUT /api/v1/images/{id}/verdict");
    assert_eq!(lines[0]["subject"], json!(lab.image));
    assert_eq!(lines[0]["user_name"], "A technologist");
    assert_eq!(lines[0]["role"], "technologist");
}

#[tokio::test]
async fn auditors_and_administrators_search_the_record_and_nobody_else() {
    let lab = Lab::open().await;
    let admin = lab.house.token(Role::Admin).await;
    for token in [&lab.technologist, &lab.hematologist] {
        assert_eq!(lab.get(token, "/api/v1/access").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(lab.get(&admin, "/api/v1/access").await.status, StatusCode::OK);

    let wrong = json!({"username": "Nobody Atall", "password": PASSWORD});
    let refused = lab.house.ask(Ask::post("/api/v1/session").json(&wrong)).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let out = Ask::delete("/api/v1/session").bearer(&admin);
    assert_eq!(lab.house.ask(out).await.status, StatusCode::NO_CONTENT);

    assert_eq!(lab.record("&kind=signed_in").await.len(), 4);
    let refused = lab.record("&kind=sign_in_refused").await;
    assert_eq!((refused.len(), &refused[0]["user_id"]), (1, &Value::Null));
    let signed_out = lab.record("&kind=signed_out").await;
    assert_eq!((signed_out.len(), &signed_out[0]["user_name"]), (1, &json!("A admin")));
    let user = signed_out[0]["user_id"].as_str().unwrap();
    let own = lab.record(&format!("&user={user}")).await;
    assert!(own.iter().all(|line| line["user_id"] == user), "{own:?}");
    let kinds: Vec<_> = own.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["signed_out", "read", "signed_in"], "newest first");
    let at = own[1]["at"].as_str().unwrap();
    assert_eq!(lab.record(&format!("&user={user}&from={at}")).await.len(), 2);
    assert_eq!(lab.record(&format!("&user={user}&to={at}")).await.len(), 1);
    assert_eq!(lab.record(&format!("&user={user}&q=access")).await.len(), 1);
    let all = Value::Array(lab.record("").await).to_string();
    assert!(!all.contains("Atall") && !all.contains("Ada"), "{all}");
}

#[tokio::test]
async fn the_record_is_read_page_by_page() {
    let lab = Lab::open().await;
    let whole = lab.record("").await;
    assert!(whole.len() > 3);
    let to = whole[0]["at"].as_str().unwrap();
    let (mut found, mut cursor) = (vec![], String::new());
    loop {
        let path = format!("/api/v1/access?limit=1&to={to}{cursor}");
        let page = lab.get(&lab.auditor, &path).await.json;
        found.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, whole[1..]);
}
