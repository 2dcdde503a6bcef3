//! Real cells through the running product: the reference's accuracy must come back.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::server::Server;

const CLASSES: [&str; 8] = [
    "basophil",
    "eosinophil",
    "erythroblast",
    "ig",
    "lymphocyte",
    "monocyte",
    "neutrophil",
    "platelet",
];

/// What the reference reached on these images, in percent.
const REFERENCE: f64 = 97.22;

#[tokio::test]
async fn the_validation_images_come_back_with_the_references_accuracy() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pbc8/validation");
    if !folder.exists() {
        eprintln!("SKIPPED: {} is not there, so no real image was predicted", folder.display());
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let server = Server::start(&temporary.path().join("data")).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("V-1", "Validation Set").await;

    let mut truth = HashMap::new();
    for class in CLASSES {
        let paths = std::fs::read_dir(folder.join(class)).unwrap();
        let files: Vec<_> = paths
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        for batch in files.chunks(60) {
            let answer = technologist.upload(&patient, "blood-cell", batch).await.ok();
            for item in answer["items"].as_array().unwrap() {
                assert_eq!(item["status"], "accepted", "{item}");
                truth.insert(item["id"].as_str().unwrap().to_owned(), class);
            }
        }
    }
    assert_eq!(truth.len(), 1_440);

    let mut right = 0;
    let mut inside = 0;
    for (image, class) in &truth {
        let path = format!("/api/v1/images/{image}");
        let seen = technologist.until(&path, |image| image["predictions"][0].is_object()).await;
        let prediction: &Value = &seen["predictions"][0];
        right += usize::from(prediction["label"] == *class);
        inside += usize::from(prediction["inside"] == true);
    }
    let accuracy = 100.0 * right as f64 / truth.len() as f64;
    eprintln!("accuracy {accuracy:.2} % of {}, {inside} inside", truth.len());
    assert!((accuracy - REFERENCE).abs() <= 0.3, "{accuracy:.2} % is not the reference's");
}
