//! A house with somebody of every role signed in, a patient, a case and an image.

use std::collections::HashMap;

use axum::http::{HeaderValue, StatusCode, Uri};
use commands::testing::png;
use domain::access::Role;
use tokio::runtime::Runtime;

use crate::house::{Ask, House, Reply};

pub struct Stage {
    runtime: Runtime,
    pub house: House,
    tokens: HashMap<Role, String>,
    pub patient: String,
    pub case: String,
    pub image: String,
    pub file: Vec<u8>,
}

impl Stage {
    pub fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let mut stage = runtime.block_on(async {
            let house = House::open().await;
            let mut tokens = HashMap::new();
            for role in Role::ALL {
                tokens.insert(role, house.token(role).await);
            }
            let patient = house.patient(&tokens[&Role::Technologist], "P-1").await;
            (house, tokens, patient)
        });
        let (house, tokens, patient) = (stage.0, stage.1, std::mem::take(&mut stage.2));
        let (case, image, file) = (String::new(), String::new(), png(1));
        let mut stage = Self { runtime, house, tokens, patient, case, image, file };
        let path = format!("/api/v1/patients/{}/images", stage.patient);
        let files: [(&str, &[u8]); 1] = [("1.png", &stage.file)];
        let upload = stage.by(Role::Technologist, Ask::post(&path));
        let reply = stage.ask(upload.form(&[("panel", "blood-cell")], &files));
        stage.image = text(&reply, "/items/0/id");
        let path = format!("/api/v1/images/{}", stage.image);
        let token = &stage.tokens[&Role::Technologist];
        let shown = stage.runtime.block_on(stage.house.get_after(token, &path, &reply));
        stage.case = text(&shown, "/case_id");
        stage
    }

    pub fn by(&self, role: Role, ask: Ask) -> Ask {
        ask.bearer(&self.tokens[&role])
    }

    pub fn ask(&self, ask: Ask) -> Reply {
        let reply = self.runtime.block_on(self.house.ask(ask));
        assert_ne!(reply.status, StatusCode::INTERNAL_SERVER_ERROR, "{reply:?}");
        reply
    }
}

/// The text at a place of an answer.
pub fn text(reply: &Reply, pointer: &str) -> String {
    let text = reply.json.pointer(pointer).and_then(|value| value.as_str());
    text.unwrap_or_else(|| panic!("no {pointer} in {reply:?}")).to_owned()
}

/// Bytes as a header's value, if they can be one.
pub fn header(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    HeaderValue::try_from(text.clone()).is_ok().then_some(text)
}

/// Bytes as an address: as they are when they make one, else with what does not belong there in
/// percents.
pub fn address(bytes: &[u8]) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/?=&-_.~%+,:;@!$'()*".contains(&byte);
    let as_is = String::from_utf8_lossy(bytes).into_owned();
    // What follows a # is for the browser and never sent.
    let sent = as_is.starts_with('/') && !as_is.contains('#');
    if sent && as_is.parse::<Uri>().is_ok_and(|uri| uri.host().is_none()) {
        return Some(as_is);
    }
    let quoted: String = bytes
        .iter()
        .map(|byte| match plain(*byte) {
            true => char::from(*byte).to_string(),
            false => format!("%{byte:02x}"),
        })
        .collect();
    let fits =
        quoted.starts_with('/') && quoted.parse::<Uri>().is_ok_and(|uri| uri.host().is_none());
    fits.then_some(quoted)
}
