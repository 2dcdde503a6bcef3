//! The document says what the router does.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::access::Role;
use serde_json::Value;

use crate::house::{Ask, House};

#[test]
fn the_document_is_as_committed() {
    let document = web::openapi::document().to_pretty_json().unwrap();
    let committed = include_str!("../../openapi.json").trim_end();
    assert!(
        document == committed,
        "web/openapi.json, which the dashboard is typed from, is not the interface's document. Write it anew: \
         HEMACLASSIFY_WITHOUT_DASHBOARD=1 cargo run -- openapi > web/openapi.json"
    );
}

#[test]
fn every_route_is_documented_and_nothing_else() {
    let document = serde_json::to_value(web::openapi::document()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut documented = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            documented.insert(format!("{} {path}", method.to_uppercase()));
            assert!(names.insert(operation["operationId"].to_string()), "{operation}");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            let tag = operation["tags"][0].as_str().unwrap();
            assert!(web::openapi::TAGS.iter().any(|(known, _)| *known == tag), "{tag}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let said = response.get("$ref").or(response.get("description"));
                assert!(said.is_some_and(|said| said != ""), "{method} {path} {status}");
            }
            let open = operation["security"].as_array().unwrap().is_empty();
            assert_eq!(open, operation["responses"].get("403").is_none() || open);
        }
    }
    let table = web::table();
    let routes = table.iter().map(|route| format!("{} {}", route.method, route.path));
    assert_eq!(documented, routes.collect());
}

#[test]
fn every_reference_leads_somewhere() {
    let document = serde_json::to_value(web::openapi::document()).unwrap();
    let text = document.to_string();
    for chapter in ["schemas", "responses"] {
        let known = &document["components"][chapter];
        let prefix = format!("#/components/{chapter}/");
        let references: Vec<&str> = text.split(&prefix).skip(1).collect();
        assert!(references.len() > 50);
        for reference in references {
            let name = reference.split('"').next().unwrap();
            assert!(known.get(name).is_some(), "{chapter}: {name}");
        }
    }
}

#[tokio::test]
async fn the_document_is_served() {
    let house = House::open().await;
    let reply = house.ask(Ask::get("/api/openapi.json")).await;
    assert_eq!(reply.json["info"]["title"], "HemaClassify");
}

#[tokio::test]
async fn every_list_is_sorted_as_the_document_says_and_in_no_other_way() {
    let house = House::open().await;
    let admin = house.token(Role::Admin).await;
    let technologist = house.token(Role::Technologist).await;
    let patient = house.patient(&technologist, "P-1").await;
    let head = house.lab.log.head().await.unwrap().unwrap();
    let document = serde_json::to_value(web::openapi::document()).unwrap();
    let mut lists = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array().into_iter().flatten();
        let Some(sort) = parameters.clone().find(|one| one["name"] == "sort") else { continue };
        lists += 1;
        let path = path.replace("{id}", &patient);
        let ask = |sort: &str| Ask::get(&format!("{path}?sort={sort}&after={head}")).bearer(&admin);
        let words = sort["schema"]["enum"].as_array().unwrap();
        for word in words.iter().map(|word| word.as_str().unwrap()) {
            let reply = house.ask(ask(word)).await;
            assert_eq!(reply.status, StatusCode::OK, "{path} {word}: {reply:?}");
        }
        let refused = house.ask(ask("nonsense")).await;
        let known = refused.json["detail"].as_str().unwrap().split_once("one of: ").unwrap().1;
        let known: BTreeSet<&str> = known.trim_end_matches('.').split(", ").collect();
        let told = words.iter().filter_map(Value::as_str).filter(|word| !word.starts_with('-'));
        assert_eq!(known, told.collect(), "{path}");
    }
    assert_eq!(lists, 9);
}
