//! A blob's key: checked text, safe as a path in a directory and as a key in an object store.

use std::fmt;
use std::str::FromStr;

/// The longest key: what object stores take.
const LONGEST: usize = 1024;
/// The longest segment: what file systems take.
const LONGEST_SEGMENT: usize = 255;

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no blob key: segments of letters, digits, '.', '_' and '-' that do not begin with \
     a dot, with '/' between them"
)]
pub struct KeyError(String);

/// Segments of letters, digits, `.`, `_` and `-`, with `/` between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobKey(String);

impl BlobKey {
    /// A key of this text.
    ///
    /// # Errors
    /// [`KeyError`] when it is none.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        if text.len() <= LONGEST && text.split('/').all(is_segment) {
            Ok(Self(text))
        } else {
            Err(KeyError(text))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// No segment begins with a dot, which leaves `.` and `..` out, and hidden files to the store.
fn is_segment(segment: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=LONGEST_SEGMENT).contains(&segment.len())
        && !segment.starts_with('.')
        && segment.bytes().all(allowed)
}

/// Whether keys can begin with this: the beginning of a key, or nothing.
pub(super) fn is_prefix(prefix: &str) -> bool {
    let whole = prefix.strip_suffix('/').unwrap_or(prefix);
    prefix.is_empty() || BlobKey::new(whole).is_ok()
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for BlobKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::new(text)
    }
}
