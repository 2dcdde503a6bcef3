//! Files come in, each judged by itself.

use axum::http::StatusCode;
use commands::testing::png;
use domain::access::Role;

use crate::house::{Ask, House};

const FIELDS: [(&str, &str); 4] = [
    ("panel", "blood-cell"),
    ("objective", "100x/1.4 oil"),
    ("microns_per_pixel", "0.07"),
    ("scanner", ""),
];

#[tokio::test]
async fn good_bad_and_doubled_files_of_one_request_each_get_their_answer() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let (one, two) = (png(1), png(2));
    let cut = &two[..two.len() / 2];
    let files: [(&str, &[u8]); 6] = [
        ("one.png", &one),
        ("empty.png", b""),
        ("note.txt", b"not a picture"),
        ("cut.png", cut),
        ("one again.png", &one),
        ("folder/two.png", &two),
    ];
    let path = format!("/api/v1/patients/{patient}/images");
    let reply = house.ask(Ask::post(&path).bearer(&token).form(&FIELDS, &files)).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    let items = reply.json["items"].as_array().unwrap();
    let status: Vec<&str> = items.iter().map(|item| item["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["accepted", "refused", "refused", "refused", "duplicate", "accepted"]);
    for item in items {
        assert_eq!(item["id"].is_null(), item["status"] == "refused", "{item}");
        assert_eq!(item.get("problem").is_some(), item["status"] == "refused", "{item}");
    }
    assert_eq!(items[0]["id"], items[4]["id"]);
    assert_eq!(items[5]["file_name"], "two.png");

    let list = house.get_after(&token, "/api/v1/images", &reply).await;
    assert_eq!(list.json["total"], 2);
    let image = format!("/api/v1/images/{}", items[0]["id"].as_str().unwrap());
    let image = house.ask(Ask::get(&image).bearer(&token)).await;
    assert_eq!(image.json["file_name"], "one.png");
    assert_eq!(image.json["optics"]["objective"], "100x/1.4 oil");
    assert_eq!(image.json["optics"]["microns_per_pixel"], 0.07);
    assert_eq!(image.json["optics"]["scanner"], serde_json::Value::Null);
    assert_eq!(image.json["sha256"], items[0]["sha256"]);

    let again = house.ask(Ask::post(&path).bearer(&token).form(&FIELDS, &files[..1])).await;
    assert_eq!(again.json["items"][0]["status"], "duplicate");
}

#[tokio::test]
async fn images_of_one_request_share_its_case_and_a_named_case_gets_its_own() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let (one, two, three) = (png(1), png(2), png(3));
    let path = format!("/api/v1/patients/{patient}/images");
    let files: [(&str, &[u8]); 2] = [("1.png", &one), ("2.png", &two)];
    let reply = house.ask(Ask::post(&path).bearer(&token).form(&FIELDS, &files)).await;
    let cases = format!("/api/v1/patients/{patient}/cases");
    let list = house.get_after(&token, &cases, &reply).await;
    assert_eq!(list.json["total"], 1, "{list:?}");
    assert_eq!(list.json["items"][0]["images_total"], 2);
    assert_eq!(list.json["items"][0]["implicit"], true);

    let open = Ask::post(&cases).bearer(&token);
    let open = house.ask(open.json(&serde_json::json!({"specimen": "bone_marrow"}))).await;
    assert_eq!(open.status, StatusCode::CREATED, "{open:?}");
    let case = open.header("location").unwrap().to_owned();
    let upload = Ask::post(&format!("{case}/images")).bearer(&token);
    let reply = house.ask(upload.form(&FIELDS, &[("3.png", &three)])).await;
    assert_eq!(reply.json["items"][0]["status"], "accepted", "{reply:?}");
    let read = house.get_after(&token, &case, &reply).await;
    assert_eq!(read.json["images_total"], 1);
}

#[tokio::test]
async fn a_request_that_cannot_go_anywhere_is_refused_as_a_whole() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let path = format!("/api/v1/patients/{patient}/images");
    let nobody = format!("/api/v1/patients/{}/images", uuid::Uuid::from_u128(9));
    let file = png(1);
    let files: [(&str, &[u8]); 1] = [("1.png", &file)];
    let post = |path: &str| Ask::post(path).bearer(&token);
    let long = "x".repeat(2000);
    let cases = [
        (post(&path).form(&[], &files), 400, Some("/panel")),
        (post(&path).form(&[("panel", "Not a panel")], &files), 400, Some("/panel")),
        (post(&path).form(&[("panel", "unknown")], &files), 404, None),
        (
            post(&path).form(&[("panel", "blood-cell"), ("colour", "red")], &files),
            400,
            Some("/colour"),
        ),
        (
            post(&path).form(&[("panel", "blood-cell"), ("microns_per_pixel", "few")], &files),
            400,
            Some("/microns_per_pixel"),
        ),
        (post(&path).form(&FIELDS, &[]), 400, Some("/file")),
        (post(&path).form(&[("panel", &long)], &files), 413, None),
        (post(&nobody).form(&FIELDS, &files), 404, None),
        (post(&path).json(&serde_json::json!({})), 415, None),
        (post(&path).body("multipart/form-data; boundary=edge", "no form"), 400, None),
    ];
    for (at, (ask, status, pointer)) in cases.into_iter().enumerate() {
        let reply = house.ask(ask).await;
        assert_eq!(reply.status.as_u16(), status, "{at}: {reply:?}");
        assert_eq!(reply.json["errors"][0]["pointer"].as_str(), pointer, "{at}: {reply:?}");
    }
    let list = house.ask(Ask::get("/api/v1/images").bearer(&token)).await;
    assert_eq!(list.json["total"], 0);
}

#[tokio::test]
async fn a_form_that_breaks_off_keeps_what_was_taken_before() {
    let house = House::open().await;
    let token = house.token(Role::Technologist).await;
    let patient = house.patient(&token, "P-1").await;
    let path = format!("/api/v1/patients/{patient}/images");
    let (one, two) = (png(1), png(2));
    let files: [(&str, &[u8]); 2] = [("1.png", &one), ("2.png", &two)];
    let whole = Ask::post(&path).bearer(&token).form(&FIELDS, &files).request();
    let bytes = axum::body::to_bytes(whole.into_body(), usize::MAX).await.unwrap();
    let broken = bytes.slice(..bytes.len() - 40);
    let ask = Ask::post(&path).bearer(&token).body("multipart/form-data; boundary=edge", broken);
    let reply = house.ask(ask).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    let items = reply.json["items"].as_array().unwrap();
    assert_eq!(items[0]["status"], "accepted");
    assert!(items[1..].iter().all(|item| item["status"] == "refused"), "{reply:?}");
    assert!(items.len() > 1);
}
