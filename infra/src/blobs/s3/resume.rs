//! The bytes of a blob on their way: when the line breaks, the rest is asked for again.

use std::io;
use std::ops::Range;
use std::time::Duration;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::BoxStream;

use super::{Fault, S3Blobs};

/// How often the rest is asked for.
const TRIES: u32 = 4;

/// A range of an object's bytes, not all of which have come.
pub(super) struct Body {
    blobs: S3Blobs,
    object: String,
    /// Names the version that is being read: the rest of another must not follow.
    version: Option<String>,
    /// What is still to come.
    rest: Range<u64>,
    /// Where it comes from; none when the line has broken.
    source: Option<ByteStream>,
    broken: u32,
}

impl Body {
    pub(super) fn new(
        blobs: &S3Blobs,
        object: String,
        rest: Range<u64>,
        found: GetObjectOutput,
    ) -> Self {
        let (version, source) = (found.e_tag, Some(found.body));
        Self { blobs: blobs.clone(), object, version, rest, source, broken: 0 }
    }

    /// The bytes.
    pub(super) fn stream(self) -> BoxStream<'static, io::Result<Bytes>> {
        futures::stream::try_unfold(self, async |mut body| {
            Ok(body.next().await?.map(|bytes| (bytes, body)))
        })
        .boxed()
    }

    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        while !self.rest.is_empty() {
            let Some(source) = &mut self.source else {
                self.ask_again().await?;
                continue;
            };
            match source.next().await {
                Some(Ok(bytes)) => {
                    self.rest.start += bytes.len() as u64;
                    return Ok(Some(bytes));
                }
                Some(Err(error)) => self.breaks(io::Error::other(error)).await?,
                None => self.breaks(io::ErrorKind::UnexpectedEof.into()).await?,
            }
        }
        Ok(None)
    }

    /// Waits a little longer each time, and gives up in the end.
    async fn breaks(&mut self, why: io::Error) -> io::Result<()> {
        self.source = None;
        self.broken += 1;
        if self.broken > TRIES {
            return Err(why);
        }
        tracing::warn!(error = %why, "A blob broke off while it was read; the rest is asked for.");
        tokio::time::sleep(Duration::from_millis(50) * 4_u32.pow(self.broken - 1)).await;
        Ok(())
    }

    async fn ask_again(&mut self) -> io::Result<()> {
        let (object, version) = (self.object.clone(), self.version.clone());
        match self.blobs.fetch(object, Some(&self.rest), version).await {
            Ok(found) => self.source = Some(found.body),
            Err(Fault::Absent | Fault::Exists) => {
                let gone = "the blob was deleted while it was read";
                return Err(io::Error::new(io::ErrorKind::NotFound, gone));
            }
            Err(fault) => self.breaks(io::Error::other(fault.unexpected())).await?,
        }
        Ok(())
    }
}
