//! What a pack is, for people: `model inspect`.

use domain::ids::ModelId;
use serde::Serialize;

use crate::RESEARCH_USE;
use crate::pack::{Manifest, Pack};

/// What a pack is.
#[derive(Debug, Serialize)]
pub struct Inspection {
    /// The digest of manifest and weights.
    pub model: ModelId,
    /// The manifest.
    pub manifest: Manifest,
    /// How many numbers the network holds.
    pub parameters: u64,
    /// The types that they are stored in.
    pub types: Vec<String>,
    /// The card's first paragraphs.
    pub card_head: String,
    /// [`RESEARCH_USE`].
    pub research_use: &'static str,
}

/// Paragraphs of the card that are shown: the title, what it is, what it must not be used for.
const PARAGRAPHS: usize = 3;

/// Tells what a pack is.
pub fn inspect(pack: &Pack) -> Inspection {
    let card = pack.card.split("\n\n").take(PARAGRAPHS);
    Inspection {
        model: pack.digest,
        manifest: pack.manifest.clone(),
        parameters: pack.parameters(),
        types: pack.types(),
        card_head: card.collect::<Vec<_>>().join("\n\n").trim().to_owned(),
        research_use: RESEARCH_USE,
    }
}
