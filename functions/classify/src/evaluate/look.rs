//! Pictures in files, looked at once: digest, colours, prediction.

use std::path::{Path, PathBuf};

use domain::ids::Sha256;
use futures::{Stream, StreamExt};
use image::RgbImage;
use infra::picture::{Limits, PicturePool, Source};
use sha2::Digest;

use super::colour::Colours;
use crate::Prediction;
use crate::engine::Engine;
use crate::files::{AT_ONCE, pool};

/// What is kept of a picture.
pub(super) struct Look {
    /// The digest of its file.
    pub digest: Sha256,
    /// Its colours.
    pub colours: Colours,
}

/// Each file's look and prediction, in their order; or why there is none.
pub(super) fn predicted(
    engine: &Engine,
    files: Vec<PathBuf>,
) -> impl Stream<Item = Result<(Look, Prediction), String>> {
    let pictures = pool();
    let predict = move |file: PathBuf| {
        let pictures = pictures.clone();
        async move {
            let (look, picture) = look(&pictures, &file).await?;
            let predicted = engine.predict(picture, None).await;
            predicted.map(|prediction| (look, prediction)).map_err(|error| error.to_string())
        }
    };
    futures::stream::iter(files).map(predict).buffered(AT_ONCE)
}

/// Each file's look, in their order; or why there is none.
pub(super) fn looked(files: Vec<PathBuf>) -> impl Stream<Item = Result<Look, String>> {
    let pictures = pool();
    let one = move |file: PathBuf| {
        let pictures = pictures.clone();
        async move { look(&pictures, &file).await.map(|(look, _)| look) }
    };
    futures::stream::iter(files).map(one).buffered(AT_ONCE)
}

async fn look(pictures: &PicturePool, file: &Path) -> Result<(Look, RgbImage), String> {
    // Decoding holds the file to its limits; only then it is read whole.
    let picture = decoded(pictures, file).await?;
    let path = file.to_owned();
    let look = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::read(&path)?;
        let digest = Sha256(sha2::Sha256::digest(&bytes).into());
        Ok::<_, std::io::Error>((Look { digest, colours: Colours::of(&picture) }, picture))
    });
    look.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

/// A file's picture.
pub(crate) async fn decoded(pictures: &PicturePool, file: &Path) -> Result<RgbImage, String> {
    let source = Source::Path(file.to_owned());
    let decoded = pictures.decode(source, Limits::default()).await;
    decoded.map(|picture| picture.pixels).map_err(|error| error.to_string())
}

/// The digest of pictures and what they are said to be: SHA-256 over a line for each, its file's
/// digest and its label, sorted. Neither names nor order of files change it.
pub(crate) fn digest<'a>(of: impl Iterator<Item = (Sha256, &'a str)>) -> Sha256 {
    let mut lines: Vec<String> = of.map(|(file, label)| format!("{file} {label}\n")).collect();
    lines.sort();
    Sha256(sha2::Sha256::digest(lines.concat()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_contents_and_labels_not_of_their_order() {
        let (a, b) = (Sha256([1; 32]), Sha256([2; 32]));
        let one = digest([(a, "ig"), (b, "platelet")].into_iter());
        assert_eq!(one, digest([(b, "platelet"), (a, "ig")].into_iter()));
        assert_ne!(one, digest([(a, "platelet"), (b, "ig")].into_iter()));
        assert_ne!(one, digest([(a, "ig"), (b, "platelet"), (b, "platelet")].into_iter()));
    }
}
