//! The list of images over all patients: whose each is, and those that somebody should look into.

use domain::ids::ImageId;
use serde_json::{Value, json};

use crate::clinic::{Clinic, id, image_at};
use crate::house::Ask;

fn files(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_list_names_both_identifiers_and_finds_what_model_and_reader_differ_on() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-17").await;
    let case = clinic.case(&patient).await;
    let named = Ask::patch(&case).json(&json!({"accession": "A-17"}));
    clinic.done(&clinic.technologist, named).await;
    let model = clinic.house.lab.model("a model").await;
    let mut images = Vec::new();
    for seed in 0..3 {
        let item = clinic.image(&case, "blood-cell", seed).await;
        let id: ImageId = item["id"].as_str().unwrap().parse().unwrap();
        clinic.house.lab.predict(id, model, "neutrophil").await;
        images.push(image_at(&item));
    }
    let verdict = async |image: &str, verdict: Value| {
        clinic.done(&clinic.reader, Ask::put(&format!("{image}/verdict")).json(&verdict)).await;
    };
    verdict(&images[0], json!({"label": "neutrophil"})).await;
    verdict(&images[1], json!({"label": "ig"})).await;
    verdict(&images[1], json!({"label": "monocyte", "reason": "second look"})).await;

    let list = async |query: &str| {
        clinic.read(&clinic.technologist, &format!("/api/v1/images{query}")).await.json
    };
    let all = list("").await;
    for item in all["items"].as_array().unwrap() {
        assert_eq!((&item["patient_number"], &item["accession"]), (&json!("P-17"), &json!("A-17")));
    }
    let [agreed, other, unread] = [0, 1, 2].map(|at| id(&images[at]));
    assert_eq!(files(&list("?disagrees=true").await), [other]);
    assert_eq!(files(&list("?disagrees=false").await), [agreed]);
    assert_eq!(files(&list("?amended=true").await), [other]);
    assert_eq!(files(&list("?inside=false").await), Vec::<&str>::new());
    let first = list("?inside=true&sort=-uploaded_at&limit=2").await;
    assert_eq!((files(&first), &first["total"]), (vec![unread, other], &json!(3)));
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = list(&format!("?inside=true&sort=-uploaded_at&cursor={cursor}")).await;
    assert_eq!(files(&rest), [agreed]);
}
