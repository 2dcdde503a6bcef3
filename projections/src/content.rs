//! An image's bytes: the original and what was made of it.

use std::io;
use std::ops::Range;

use bytes::Bytes;
use domain::ids::ImageId;
use futures::stream::BoxStream;

use crate::{ReadError, ReadModels};

/// Which bytes of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// An image's bytes.
#[derive(Clone, Copy)]
pub struct Contents<'a>(pub(crate) &'a ReadModels);

impl Contents<'_> {
    /// The entity tag of an image's bytes, without opening them; none for an unknown image.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn etag(&self, id: ImageId, what: Rendition) -> Result<Option<String>, ReadError> {
        let _ = (id, what);
        todo!()
    }

    /// Opens an image's bytes, or a part of them.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn open(
        &self,
        id: ImageId,
        what: Rendition,
        part: Option<Span>,
    ) -> Result<Found, ReadError> {
        let _ = (id, what, part);
        todo!()
    }
}
