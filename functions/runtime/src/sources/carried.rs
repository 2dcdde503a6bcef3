//! Sources that came with a CloudEvent: how things stood when it was sent, and a link.

use bytes::{Bytes, BytesMut};
use domain::ids::{ImageId, PanelId, Sha256};
use reqwest::{Client, Response, StatusCode};
use sha2::Digest as _;

use crate::cloudevent::Present;
use crate::{FunctionError, ImageNow, PanelNow};

/// What a CloudEvent said, and what fetches the original. Nothing else can be had here.
#[derive(Clone)]
pub(super) struct Carried {
    pub present: Present,
    pub http: Client,
}

impl Carried {
    pub(super) fn image(&self, id: ImageId) -> Option<ImageNow> {
        self.present.image.clone().filter(|image| image.id == id)
    }

    pub(super) fn panel(&self, id: &PanelId) -> Option<PanelNow> {
        self.present.panel.clone().filter(|panel| panel.id == *id)
    }

    /// Fetches the original: no byte more than was announced, and exactly what was uploaded.
    pub(super) async fn original(&self, image: &ImageNow) -> Result<Bytes, FunctionError> {
        let original = self.present.original.as_ref().filter(|_| self.image(image.id).is_some());
        let original = original.ok_or_else(|| elsewhere("an original"))?;
        let answer = self.http.get(&original.url).send().await.map_err(away)?;
        let bytes = take(expect_blob(answer)?, image.bytes).await?;
        match Sha256(sha2::Sha256::digest(&bytes).into()) == image.sha256 {
            true => Ok(bytes),
            false => Err(FunctionError::Retry(
                "what came by the link is not what was uploaded".to_owned(),
            )),
        }
    }
}

/// What only the installation itself has.
pub(super) fn elsewhere(what: &str) -> FunctionError {
    FunctionError::Permanent(format!("{what} cannot be had here"))
}

/// A link that is over is made anew with the next delivery: so its store counts as away.
fn expect_blob(answer: Response) -> Result<Response, FunctionError> {
    let status = answer.status();
    match status {
        StatusCode::OK => Ok(answer),
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            Err(FunctionError::Permanent("the original is missing".to_owned()))
        }
        _ => {
            let said = format!("the store of the images answered {status} to the link");
            Err(FunctionError::Unavailable(said))
        }
    }
}

async fn take(mut answer: Response, announced: u64) -> Result<Bytes, FunctionError> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(away)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > announced {
            let said = "the store of the images sends more than was uploaded";
            return Err(FunctionError::Retry(said.to_owned()));
        }
    }
    Ok(bytes.freeze())
}

/// In words without the link, which gives the image to whoever reads it.
fn away(error: reqwest::Error) -> FunctionError {
    FunctionError::Unavailable(format!("the link to the image: {}", error.without_url()))
}
