//! A laboratory at work, for the tests of what readers and technologists do: a case with an image,
//! somebody of each role.

use axum::http::StatusCode;
use commands::testing::png;
use domain::access::Role;
use serde_json::{Value, json};

use crate::house::{Ask, House, Reply};

pub struct Clinic {
    pub house: House,
    pub technologist: String,
    pub reader: String,
    pub admin: String,
}

impl Clinic {
    pub async fn open() -> Self {
        let house = House::open().await;
        let technologist = house.token(Role::Technologist).await;
        let reader = house.token(Role::Hematologist).await;
        let admin = house.token(Role::Admin).await;
        Self { house, technologist, reader, admin }
    }

    /// A new patient; gives the address.
    pub async fn patient(&self, number: &str) -> String {
        format!("/api/v1/patients/{}", self.house.patient(&self.technologist, number).await)
    }

    /// A new case of a patient; gives the address.
    pub async fn case(&self, patient: &str) -> String {
        let case = json!({"specimen": "peripheral_blood", "priority": "urgent"});
        let ask = Ask::post(&format!("{patient}/cases")).bearer(&self.technologist).json(&case);
        let reply = self.house.ask(ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        reply.header("location").unwrap().to_owned()
    }

    /// A new image of a patient or case, as the answer says of it.
    pub async fn image(&self, owner: &str, panel: &str, seed: u32) -> Value {
        let ask = Ask::post(&format!("{owner}/images")).bearer(&self.technologist);
        let reply = self.house.ask(ask.form(&[("panel", panel)], &[("1.png", &png(seed))])).await;
        assert_eq!(reply.json["items"][0]["status"], "accepted", "{reply:?}");
        reply.json["items"][0].clone()
    }

    pub async fn ask(&self, token: &str, ask: Ask) -> Reply {
        self.house.ask(ask.bearer(token)).await
    }

    /// Does what must succeed.
    pub async fn done(&self, token: &str, ask: Ask) -> Reply {
        let path = ask.path.clone();
        let reply = self.ask(token, ask).await;
        assert!(reply.status.is_success(), "{path}: {reply:?}");
        reply
    }

    /// Is refused; gives the status and the word of the problem.
    pub async fn refused(&self, token: &str, ask: Ask) -> (u16, String) {
        let path = ask.path.clone();
        let reply = self.ask(token, ask).await;
        assert!(reply.status.is_client_error(), "{path}: {reply:?}");
        (reply.status.as_u16(), reply.problem().to_owned())
    }

    /// Reads after all that was written.
    pub async fn read(&self, token: &str, path: &str) -> Reply {
        let head = self.house.lab.log.head().await.unwrap().unwrap();
        let sign = if path.contains('?') { '&' } else { '?' };
        self.done(token, Ask::get(&format!("{path}{sign}after={head}"))).await
    }
}

/// The last part of an address.
pub fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// The address of an image.
pub fn image_at(item: &Value) -> String {
    format!("/api/v1/images/{}", item["id"].as_str().unwrap())
}
