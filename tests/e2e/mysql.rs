//! The product with its read models on a server: MariaDB.

use std::path::Path;

use engines::mariadb;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use crate::pictures;
use crate::server::{PASSWORD, Server, run, stdout};

const NUMBER: &str = "P-0815-unmistakable";

#[tokio::test]
async fn a_day_on_a_server_from_upload_to_erasure_and_back_home() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let url = mariadb::schema().await;
    let server = start(&data, &["--read-models", &url]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let hematologist = server.user(&chief, "hematologist").await;
    let patient = technologist.patient(NUMBER, "Grace Example").await;
    let uploaded = technologist.upload(&patient, "blood-cell", &[pictures::file(1)]).await.ok();
    let image = format!("/api/v1/images/{}", uploaded["items"][0]["id"].as_str().unwrap());
    technologist.until(&image, |image| image["predictions"][0].is_object()).await;
    let verdict = serde_json::json!({"label": "basophil"});
    hematologist.put(&format!("{image}/verdict"), verdict).await.ok();
    hematologist.until(&image, |image| image["verdict"]["label"] == "basophil").await;
    let held = schemas(&url).await;
    assert_eq!(held.len(), 1);
    assert!(holds(&url, &held[0], NUMBER).await, "the search finds what is there");

    // It is remembered, and a rebuild beside what serves switches to another schema.
    assert!(server.stop().success());
    let server = start(&data, &[]).await;
    stdout(run(&["projections", "rebuild", "--data-dir", data.to_str().unwrap()], ""));
    let chief = chief.at(&server.url);
    let found = chief.get(&format!("/api/v1/patients?q={NUMBER}")).await.ok();
    assert_eq!(found["total"], 1);
    let rebuilt = until_one(&url).await;
    assert_ne!(rebuilt, held[0]);

    let erase = serde_json::json!({"password": PASSWORD});
    chief.post(&format!("/api/v1/patients/{patient}/erase"), erase).await.ok();
    let gone = |list: &serde_json::Value| list["total"] == 0;
    chief.until(&format!("/api/v1/patients?q={NUMBER}"), gone).await;
    assert!(!holds(&url, &rebuilt, NUMBER).await);

    // Back home nothing is left on the server.
    assert!(server.stop().success());
    let server = start(&data, &["--read-models", "embedded"]).await;
    assert_eq!(schemas(&url).await, Vec::<String>::new());
    chief.at(&server.url).get("/api/v1/users").await.ok();
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_said_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let url = "mysql://hema:very-secret@127.0.0.1:1/hema";
    let output = run(&["serve", "--data-dir", data.to_str().unwrap(), "--read-models", url], "");
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("--read-models cannot be used"), "{words}");
    assert!(!words.contains("very-secret"), "{words}");
}

async fn start(data: &Path, more: &[&str]) -> Server {
    let server = Server::spawn(data, more);
    server.until_ready().await;
    server
}

/// The schemas that read models were built in.
async fn schemas(url: &str) -> Vec<String> {
    let name = url.rsplit('/').next().unwrap();
    let mut server = sqlx::AnyConnection::connect(url).await.unwrap();
    let names = "SELECT schema_name FROM information_schema.schemata";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut server).await.unwrap();
    names.into_iter().filter(|one| one.starts_with(&format!("{name}_read_"))).collect()
}

/// The one that is left when those that do not count were dropped.
async fn until_one(url: &str) -> String {
    for _ in 0..300 {
        if let [one] = &schemas(url).await[..] {
            return one.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the schema that does not count any more was not dropped");
}

/// Whether a text stands in any row of any table.
async fn holds(url: &str, schema: &str, text: &str) -> bool {
    let mut server = sqlx::AnyConnection::connect(url).await.unwrap();
    let columns = "SELECT table_name, column_name FROM information_schema.columns \
                   WHERE table_schema = ? AND data_type IN ('varchar', 'mediumtext')";
    let columns = sqlx::query(columns).bind(schema).fetch_all(&mut server).await.unwrap();
    assert!(columns.len() > 50, "the columns were seen");
    for column in columns {
        let (table, column): (String, String) = (column.get(0), column.get(1));
        let count = format!("SELECT COUNT(*) FROM {schema}.{table} WHERE {column} LIKE ?");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .bind(format!("%{text}%"))
            .fetch_one(&mut server)
            .await
            .unwrap();
        if count > 0 {
            return true;
        }
    }
    false
}
