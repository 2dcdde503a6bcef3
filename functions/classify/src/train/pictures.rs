//! Labelled pictures, decoded and brought to the input's size once, and kept in memory.

use domain::ids::Sha256;
use futures::StreamExt;
use image::RgbImage;
use sha2::Digest;

use super::split::Member;
use crate::appearance::Appearance;
use crate::evaluate::FailedFile;
use crate::evaluate::look::decoded;
use crate::files::{AT_ONCE, pool};
use crate::labelled::Sample;
use crate::pack::Input;

/// A labelled picture.
pub struct Picture {
    /// Where it came from.
    pub sample: Sample,
    /// The digest of its file.
    pub digest: Sha256,
    /// Pixels across and down, as it was.
    pub edges: (u32, u32),
    /// At the input's size.
    pub square: RgbImage,
    /// How it looks at that size.
    pub appearance: Appearance,
}

impl Picture {
    /// What the split asks of it.
    pub fn member(&self) -> Member {
        let Sample { label, patient, .. } = &self.sample;
        Member { label: *label, patient: patient.clone(), file: self.digest }
    }
}

/// Reads every picture; those that cannot be read are told apart. `done` hears how many were read.
pub async fn read(
    samples: Vec<Sample>,
    input: &Input,
    mut done: impl FnMut(usize, usize),
) -> (Vec<Picture>, Vec<FailedFile>) {
    let total = samples.len();
    let pictures = pool();
    let one = |sample: Sample| {
        let (pictures, input) = (pictures.clone(), input.clone());
        async move {
            let name = sample.name.clone();
            let read = async {
                // Decoding holds the file to its limits; only then it is read whole.
                let picture = decoded(&pictures, &sample.file).await?;
                let prepare = move || {
                    let digest = Sha256(sha2::Sha256::digest(std::fs::read(&sample.file)?).into());
                    let (edges, square) = (picture.dimensions(), input.square(&picture));
                    let appearance = Appearance::of(&square);
                    Ok::<_, std::io::Error>(Picture { sample, digest, edges, square, appearance })
                };
                let prepared = tokio::task::spawn_blocking(prepare).await;
                prepared.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
            };
            read.await.map_err(|problem| FailedFile { file: name, problem })
        }
    };
    let mut read = std::pin::pin!(futures::stream::iter(samples).map(one).buffered(AT_ONCE));
    let (mut good, mut failed) = (Vec::new(), Vec::new());
    while let Some(result) = read.next().await {
        match result {
            Ok(picture) => good.push(picture),
            Err(problem) => failed.push(problem),
        }
        done(good.len() + failed.len(), total);
    }
    (good, failed)
}
