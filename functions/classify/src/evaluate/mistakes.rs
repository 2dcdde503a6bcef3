//! The worst mistakes: wrong answers that the model was surest of, as small pictures.

use std::path::PathBuf;

use domain::ids::LabelId;
use infra::picture::{encode_jpeg, resize};
use serde::Serialize;

use super::look::decoded;
use crate::files::pool;

/// The most that are shown.
pub const SHOWN: usize = 24;

/// The longer edge of a small picture, in pixels.
const EDGE: u32 = 120;

/// A wrong answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mistake {
    /// Which picture, seen from the data's folder.
    pub file: String,
    /// What it is.
    pub truth: LabelId,
    /// What was said.
    pub predicted: LabelId,
    /// The probability of what was said.
    pub confidence: f64,
    /// The probability of what is true.
    pub truth_probability: f64,
    /// Whether the model took it to be inside what it knows.
    pub inside: bool,
    /// Where it is.
    #[serde(skip)]
    pub path: PathBuf,
    /// A small JPEG of it, when it could be made.
    #[serde(skip)]
    pub thumbnail: Option<Vec<u8>>,
}

/// The worst of them, surest first, with small pictures.
pub(super) async fn worst(mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
    mistakes.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    mistakes.truncate(SHOWN);
    let pictures = pool();
    for mistake in &mut mistakes {
        let picture = decoded(&pictures, &mistake.path).await.ok();
        mistake.thumbnail = picture.and_then(|picture| {
            let (width, height) = within(picture.dimensions());
            encode_jpeg(&resize(&picture, width, height).ok()?, 82).ok()
        });
    }
    mistakes
}

/// Both edges made to fit, in proportion; nothing is made larger.
fn within((width, height): (u32, u32)) -> (u32, u32) {
    let scale = f64::from(EDGE) / f64::from(width.max(height));
    let edge = |of: u32| ((f64::from(of) * scale.min(1.0)).round() as u32).max(1);
    (edge(width), edge(height))
}

#[cfg(test)]
mod tests {
    #[test]
    fn small_pictures_keep_their_proportion() {
        assert_eq!(super::within((240, 240)), (120, 120));
        assert_eq!(super::within((1280, 960)), (120, 90));
        assert_eq!(super::within((100, 50)), (100, 50));
        assert_eq!(super::within((4000, 3)), (120, 1));
    }
}
