//! An image's bytes: the original and what was made of it.

use std::io;
use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use domain::ids::{ImageId, LabelId, ModelId, PatientId};
use futures::stream::BoxStream;
use infra::blobs::{BlobKey, Link};

use crate::images::ImageRow;
use crate::{ReadError, ReadModels};

/// Which bytes of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rendition {
    /// As it was uploaded.
    Original,
    /// At most 1024 pixels along an edge.
    Preview,
    /// At most 256 pixels along an edge.
    Thumbnail,
    /// One deep-zoom tile.
    Tile {
        /// The level; 0 is one pixel.
        level: u32,
        /// The column.
        x: u32,
        /// The row.
        y: u32,
    },
    /// Where a model sees what speaks for a label.
    Map {
        /// The model.
        model: ModelId,
        /// The label.
        label: LabelId,
    },
}

/// A part of the bytes, as HTTP asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// From this byte to this one, inclusive, or to the end.
    From(u64, Option<u64>),
    /// The last so many bytes.
    Last(u64),
}

/// Bytes on their way.
pub struct Content {
    /// How many bytes there are in all.
    pub len: u64,
    /// Those that come; all of them when no part was asked for.
    pub range: Range<u64>,
    /// The media type.
    pub media_type: &'static str,
    /// A strong entity tag with its quotes: the content's digest and which rendition it is.
    pub etag: String,
    /// The bytes of the range.
    pub body: BoxStream<'static, io::Result<Bytes>>,
}

/// What a request for bytes comes to.
pub enum Found {
    /// These.
    Content(Content),
    /// The part lies outside: there are only so many bytes.
    OutOfRange(u64),
    /// There is no such image, or the rendition is not there (yet).
    Nothing,
}

impl Rendition {
    /// What follows the original's key.
    fn suffix(&self) -> String {
        match self {
            Self::Original => String::new(),
            Self::Preview => ".preview".to_owned(),
            Self::Thumbnail => ".thumbnail".to_owned(),
            Self::Tile { level, x, y } => format!(".tiles/{level}/{x}_{y}"),
            Self::Map { model, label } => format!(".maps/{model}/{label}"),
        }
    }

    fn key(&self, image: &ImageRow) -> BlobKey {
        let (patient, digest) = (image.key_owner, image.sha256);
        BlobKey::new(format!("patient/{patient}/{digest}{}", self.suffix()))
            .expect("identifiers, digests and numbers make a key")
    }

    /// Renditions are always made as JPEG; a map needs what JPEG has not, opacity.
    fn media_type(&self, image: &ImageRow) -> &'static str {
        match self {
            Self::Original => image.format.media_type(),
            Self::Map { .. } => "image/png",
            _ => "image/jpeg",
        }
    }

    fn etag(&self, image: &ImageRow) -> String {
        format!("\"{}{}\"", image.sha256, self.suffix().replace('/', "."))
    }
}

impl Span {
    /// The bytes that it means of so many; none when it lies outside.
    fn of(self, len: u64) -> Option<Range<u64>> {
        let range = match self {
            Self::From(start, end) => start..end.map_or(len, |end| end.saturating_add(1).min(len)),
            Self::Last(count) => len.saturating_sub(count)..len,
        };
        (!range.is_empty()).then_some(range)
    }
}

/// An image's bytes.
#[derive(Clone, Copy)]
pub struct Contents<'a>(pub(crate) &'a ReadModels);

impl Contents<'_> {
    /// Whose an image is, and the entity tag of its bytes, without opening them; none for an unknown
    /// image.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn etag(
        &self,
        id: ImageId,
        what: &Rendition,
    ) -> Result<Option<(PatientId, String)>, ReadError> {
        let image = self.image(id).await?;
        Ok(image.map(|image| (image.patient_id, what.etag(&image))))
    }

    /// Whose an image is, and a link to its original for whoever has it, good for so long; none for an
    /// unknown image, and no link in a store that has none.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn link(
        &self,
        id: ImageId,
        valid: Duration,
    ) -> Result<Option<(PatientId, Option<Link>)>, ReadError> {
        let Some(image) = self.image(id).await? else { return Ok(None) };
        let link = self.0.blobs().link(&Rendition::Original.key(&image), valid).await?;
        Ok(Some((image.patient_id, link)))
    }

    /// Opens an image's bytes, or a part of them.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn open(
        &self,
        id: ImageId,
        what: &Rendition,
        part: Option<Span>,
    ) -> Result<Found, ReadError> {
        let Some(image) = self.image(id).await? else { return Ok(Found::Nothing) };
        let (key, blobs) = (what.key(&image), self.0.blobs());
        // Of a part only the length is asked for at first.
        let asked = part.map(|_| 0..0);
        let Some(mut blob) = blobs.get(&key, asked).await? else { return Ok(Found::Nothing) };
        let mut range = 0..blob.len;
        if let Some(part) = part {
            let Some(part) = part.of(blob.len) else { return Ok(Found::OutOfRange(blob.len)) };
            range = part;
            // Erased in between: then there is nothing.
            let Some(again) = blobs.get(&key, Some(range.clone())).await? else {
                return Ok(Found::Nothing);
            };
            blob = again;
        }
        Ok(Found::Content(Content {
            len: blob.len,
            range,
            media_type: what.media_type(&image),
            etag: what.etag(&image),
            body: blob.body,
        }))
    }

    /// An image of a patient in work.
    async fn image(&self, id: ImageId) -> Result<Option<ImageRow>, ReadError> {
        Ok(self.0.one::<ImageRow>(&id).await?.filter(|row| !row.removed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_at_the_end_and_refused_beyond_it() {
        assert_eq!(Span::From(0, None).of(10), Some(0..10));
        assert_eq!(Span::From(2, Some(4)).of(10), Some(2..5));
        assert_eq!(Span::From(2, Some(u64::MAX)).of(10), Some(2..10));
        assert_eq!(Span::From(10, None).of(10), None);
        assert_eq!(Span::From(5, Some(4)).of(10), None);
        assert_eq!(Span::Last(4).of(10), Some(6..10));
        assert_eq!(Span::Last(40).of(10), Some(0..10));
        assert_eq!(Span::Last(0).of(10), None);
    }
}
