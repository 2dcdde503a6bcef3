//! The laboratory's figures: each count beside what it is of.

use domain::ids::ImageId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::clinic::{Clinic, image_at};
use crate::house::Ask;

#[tokio::test]
async fn figures_tell_what_was_done_on_each_day_and_where_readers_and_models_part() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-1").await;
    let case = clinic.case(&patient).await;
    let model = clinic.house.lab.model("a model").await;
    let mut images = Vec::new();
    for seed in 0..3 {
        let item = clinic.image(&case, "blood-cell", seed).await;
        images.push((image_at(&item), item["id"].as_str().unwrap().parse::<ImageId>().unwrap()));
    }
    let verdict = async |image: &str, label: &str| {
        let verdict = Ask::put(&format!("{image}/verdict")).json(&json!({"label": label}));
        clinic.done(&clinic.reader, verdict).await;
    };
    // One is read before the model has answered, one after.
    verdict(&images[0].0, "neutrophil").await;
    for (_, id) in &images {
        clinic.house.lab.predict(*id, model, "neutrophil").await;
    }
    verdict(&images[1].0, "ig").await;

    let figures = clinic.read(&clinic.admin, "/api/v1/stats?days=3").await.json;
    let row = |way: &str, agreed: u8| {
        json!({"panel": "blood-cell", "model": model, "way": way, "inside": true, "images": 1,
            "agreed": agreed})
    };
    assert_eq!(figures["readings"], json!([row("unaided", 1), row("aided", 0)]), "{figures}");
    let decisions = json!([{"panel": "blood-cell", "predicted": 3, "outside": 0, "verdicts": 2,
        "uncertain": 0, "other": 0, "unsuitable": 0, "compared": 2, "disagreements": 1}]);
    assert_eq!(figures["decisions"], decisions);
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    assert_eq!(figures["period"]["to"], json!(today));
    let days = figures["cases_by_day"].as_array().unwrap();
    assert_eq!(days.len(), 3);
    assert_eq!(days[0], json!({"day": today, "received": 1, "concluded": 0}));
    let predicted = json!([{"day": today, "panel": "blood-cell", "label": "neutrophil",
        "predictions": 3, "outside": 0}]);
    assert_eq!(figures["predicted"], predicted);
}
