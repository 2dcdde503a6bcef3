//! Pictures in files, predicted without a server: what the command line and measurements need.

use std::path::{Path, PathBuf};

use domain::ids::ModelId;
use futures::{Stream, StreamExt};
use infra::picture::{Limits, PicturePool, Source};
use serde::Serialize;

use crate::RESEARCH_USE;
use crate::engine::Engine;
use crate::predict::Prediction;

/// How many pictures are in work at once: as many as make full batches while others are decoded.
pub(crate) const AT_ONCE: usize = 16;

/// Bytes of memory that decoding may take.
const DECODING: u64 = 1 << 30;

/// What a model says of files.
#[derive(Debug, Serialize)]
pub struct FilePredictions {
    /// The pack's name.
    pub name: String,
    /// The pack's digest.
    pub model: ModelId,
    /// What the pack says must be told with every answer.
    pub statement: String,
    /// [`RESEARCH_USE`].
    pub research_use: &'static str,
    /// One for each file, in their order.
    pub files: Vec<FilePrediction>,
}

/// What a model says of a file.
#[derive(Debug, Serialize)]
pub struct FilePrediction {
    /// Which file.
    pub file: PathBuf,
    /// The prediction, when there is one.
    #[serde(flatten)]
    pub prediction: Option<Prediction>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// Predicts files; one that cannot be read is told and the others go on.
pub async fn predict_files(engine: &Engine, files: Vec<PathBuf>) -> FilePredictions {
    let manifest = engine.manifest();
    FilePredictions {
        name: manifest.name.clone(),
        model: engine.model(),
        statement: manifest.statement.clone(),
        research_use: RESEARCH_USE,
        files: predictions(engine, files).collect().await,
    }
}

/// Where pictures are decoded: on as many threads as there are processors.
pub(crate) fn pool() -> PicturePool {
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    PicturePool::new(threads, DECODING)
}

/// Predictions of files as they come, in their order.
fn predictions(engine: &Engine, files: Vec<PathBuf>) -> impl Stream<Item = FilePrediction> {
    let pictures = pool();
    let predict = move |file: PathBuf| {
        let pictures = pictures.clone();
        async move {
            let (prediction, problem) = match predict_file(engine, &pictures, &file).await {
                Ok(prediction) => (Some(prediction), None),
                Err(problem) => (None, Some(problem)),
            };
            FilePrediction { file, prediction, problem }
        }
    };
    futures::stream::iter(files).map(predict).buffered(AT_ONCE)
}

async fn predict_file(
    engine: &Engine,
    pictures: &PicturePool,
    file: &Path,
) -> Result<Prediction, String> {
    let source = Source::Path(file.to_owned());
    let picture =
        pictures.decode(source, Limits::default()).await.map_err(|error| error.to_string())?;
    engine.predict(picture.pixels, None).await.map_err(|error| error.to_string())
}
