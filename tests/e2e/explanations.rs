//! Where the model sees a class: asked over HTTP, answered by the function, looked at.

use serde_json::{Value, json};

use crate::pictures;
use crate::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_where_the_model_sees_a_class_gets_a_map() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::spawn(&folder.path().join("data"), &[]);
    server.until_ready().await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let auditor = server.user(&chief, "auditor").await;
    let patient = technologist.patient("M-0001", "Mary Example").await;
    let files = [pictures::file(3)];
    let uploaded = technologist.upload(&patient, "blood-cell", &files).await.ok();
    let path = format!("/api/v1/images/{}", uploaded["items"][0]["id"].as_str().unwrap());
    let predicted = |image: &Value| image["predictions"][0].is_object();
    let image = technologist.until(&path, predicted).await;
    let leading = image["predictions"][0]["label"].as_str().unwrap().to_owned();
    assert_eq!(image["explanations"], json!([]));

    let ask = format!("{path}/explanations");
    technologist.post(&ask, json!({})).await.ok();
    let other = if leading == "platelet" { "neutrophil" } else { "platelet" };
    technologist.post(&ask, json!({ "label": other })).await.ok();
    let drawn = |image: &Value| {
        let all = image["explanations"].as_array().unwrap();
        all.len() == 2 && all.iter().all(|one| one["status"] == "ready")
    };
    let image = technologist.until(&path, drawn).await;
    let mut maps = vec![];
    for (one, label) in image["explanations"].as_array().unwrap().iter().zip([&*leading, other]) {
        assert_eq!(one["label"], label);
        let figure = |name: &str| one["map"][name].as_f64().unwrap();
        let sum = figure("support") + figure("opposition") + figure("bias");
        assert!((sum - figure("logit")).abs() < 1e-3, "{one:#}");
        let area = json!({ "left": 0, "top": 0, "width": 240, "height": 240 });
        assert_eq!(one["map"]["area"], area);
        let map = format!("{ask}/{}/{label}", one["model"].as_str().unwrap());
        let answer = technologist.get(&map).await;
        assert_eq!(answer.status, 200);
        let picture = image::load_from_memory(&answer.body).unwrap();
        assert_eq!((picture.width(), picture.height()), (56, 56));
        assert_eq!(auditor.get(&map).await.status, 403);
        maps.push(answer.body);
    }
    assert_ne!(maps[0], maps[1], "each class has its own");

    let again = technologist.post(&ask, json!({ "label": other })).await.ok();
    assert_eq!(again["changed"], false);
    let unknown = technologist.post(&ask, json!({ "label": "blast" })).await;
    assert_eq!(
        (unknown.status, unknown.json()["errors"][0]["pointer"].as_str()),
        (422, Some("/label"))
    );
    let history = auditor.get(&format!("{path}/history")).await.ok();
    let told = history["items"].as_array().unwrap().iter();
    assert_eq!(told.filter(|one| one["type"] == "ExplanationRecorded").count(), 2);
}
