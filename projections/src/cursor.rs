//! Where a page ended: the last row's sort key and id, and the order in which they mean something.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::list::Kind;
use crate::page::BadPage;
use crate::row::Row;
use crate::value::{Cell as _, Value};

/// The place after a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cursor {
    pub(crate) key: Value,
    pub(crate) id: Value,
}

/// Its written form, before base64. A real number travels as its bits, so that it comes back as
/// exactly the same.
#[derive(Serialize, Deserialize)]
struct Written {
    order: String,
    key: Key,
    id: Key,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Key {
    Text(String),
    Int(i64),
    Real(u64),
    Blob(Vec<u8>),
}

impl Cursor {
    /// The place after a row, whose sort key was selected after its columns.
    pub(crate) fn after<R: Row>(row: &AnyRow, kind: Kind) -> Result<Self, sqlx::Error> {
        let column = R::COLUMNS.len();
        let key = match kind {
            Kind::Text => Value::Text(Some(row.try_get(column)?)),
            Kind::Int => Value::Int(Some(row.try_get(column)?)),
            Kind::Real => Value::Real(Some(row.try_get(column)?)),
        };
        Ok(Self { key, id: R::read(row)?.key().value() })
    }

    /// As text for a client, which need not understand it.
    pub(crate) fn write(self, order: &str) -> String {
        let order = order.to_owned();
        let written = Written { order, key: Key::from(self.key), id: Key::from(self.id) };
        let json = serde_json::to_vec(&written).expect("a cursor holds nothing that JSON cannot");
        BASE64.encode(json)
    }

    /// From a client, for this order only.
    pub(crate) fn read(text: &str, order: &str) -> Result<Self, BadPage> {
        let json = BASE64.decode(text).map_err(|_| BadPage::Cursor)?;
        let written: Written = serde_json::from_slice(&json).map_err(|_| BadPage::Cursor)?;
        match written.order == order {
            true => Ok(Self { key: written.key.into(), id: written.id.into() }),
            false => Err(BadPage::Cursor),
        }
    }
}

impl From<Value> for Key {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.unwrap_or_default()),
            Value::Int(int) => Self::Int(int.unwrap_or_default()),
            Value::Real(real) => Self::Real(real.unwrap_or_default().to_bits()),
            Value::Blob(blob) => Self::Blob(blob.unwrap_or_default()),
        }
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Text(text) => Self::Text(Some(text)),
            Key::Int(int) => Self::Int(Some(int)),
            Key::Real(bits) => Self::Real(Some(f64::from_bits(bits))),
            Key::Blob(blob) => Self::Blob(Some(blob)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_exactly_and_only_for_its_order() {
        let cursor =
            Cursor { key: Value::Real(Some(0.1 + 0.2)), id: Value::Blob(Some(vec![0, 255])) };
        let text = cursor.clone().write("-confidence");
        assert_eq!(Cursor::read(&text, "-confidence").unwrap(), cursor);
        assert_eq!(Cursor::read(&text, "confidence"), Err(BadPage::Cursor));
        assert_eq!(Cursor::read("nonsense", "confidence"), Err(BadPage::Cursor));
    }
}
