//! The paper's plan: ten routes in the order of its JMeter file, as this product's own routes or as
//! the original's, which are aliases of them.

use clap::ValueEnum;
use serde_json::json;

use crate::drive::Step;
use crate::http;
use crate::seed::{Seeded, basic};
use crate::server::PASSWORD;

/// Under which addresses.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Routes {
    /// `/api/v1/…`
    V1,
    /// `/user`, `/patient`, `/image`, `/getjwtaccesstoken`
    Paper,
}

/// Which of the ten.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All.
    Whole,
    /// Not the sign-in.
    WithoutSignIn,
    /// Neither the sign-in nor the image's bytes.
    SmallReads,
}

/// How often a user goes through the plan before the same patient and image come again.
const ROUNDS: usize = 7;

/// The script of one of the virtual users, who are told apart by their numbers.
pub fn script(
    seeded: &Seeded,
    token: &str,
    number: usize,
    routes: Routes,
    part: Part,
) -> Vec<Step> {
    let rounds = (0..ROUNDS).flat_map(|round| {
        let about = About::choose(seeded, number * ROUNDS + round);
        match routes {
            Routes::V1 => about.v1(token),
            Routes::Paper => about.paper(token),
        }
    });
    rounds.filter(|step| part.has(step.name)).collect()
}

impl Part {
    fn has(self, name: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::WithoutSignIn => name != SIGN_IN,
            Self::SmallReads => name != SIGN_IN && name != CONTENT,
        }
    }
}

const SIGN_IN: &str = "sign in";
const CONTENT: &str = "an image of 4.3 MB";

/// What one round asks for.
struct About<'a> {
    username: &'a str,
    user: &'a str,
    patient: &'a str,
    image: &'a str,
    large: &'a str,
}

impl<'a> About<'a> {
    fn choose(seeded: &'a Seeded, number: usize) -> Self {
        let (username, user) = &seeded.users[number % seeded.users.len()];
        Self {
            username,
            user,
            patient: &seeded.patients[number % seeded.patients.len()],
            image: &seeded.images[number % seeded.images.len()],
            large: &seeded.large,
        }
    }

    fn v1(&self, token: &str) -> Vec<Step> {
        let Self { username, user, patient, image, large } = self;
        let credentials = json!({ "username": username, "password": PASSWORD });
        let get = |name, path: String| step(name, http::get(&format!("/api/v1/{path}"), token));
        vec![
            get("users", "users".into()),
            step(SIGN_IN, http::send_json("POST", "/api/v1/session", "", &credentials)),
            get("a user", format!("users/{user}")),
            get("count of unverified", "images?status=unverified&limit=1".into()),
            get(CONTENT, format!("images/{large}/content")),
            get("unverified images", "images?status=unverified".into()),
            get("a patient's images", format!("images?patient={patient}")),
            get("a patient", format!("patients/{patient}")),
            get("an image", format!("images/{image}")),
            get("patients", "patients".into()),
        ]
    }

    fn paper(&self, token: &str) -> Vec<Step> {
        let Self { username, patient, image, large, .. } = self;
        let get = |name, path: String| step(name, http::get(&path, token));
        vec![
            get("users", "/user".into()),
            step(SIGN_IN, http::get_basic("/getjwtaccesstoken", &basic(username))),
            get("a user", format!("/user?uname={username}")),
            get("count of unverified", "/image?unverified-image-count=".into()),
            get(CONTENT, format!("/image?uncached-image=&image_id={large}")),
            get("unverified images", "/image?unverified-image=".into()),
            get("a patient's images", format!("/image?patient_id={patient}")),
            get("a patient", format!("/patient?patient_id={patient}")),
            get("an image", format!("/image?image_id={image}")),
            get("patients", "/patient".into()),
        ]
    }
}

fn step(name: &'static str, request: Vec<u8>) -> Step {
    Step { name, request: request.into() }
}
