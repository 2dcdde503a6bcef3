//! Between Rust's types and the four that every SQL engine knows.

use domain::access::Role;
use domain::event::{ImageFormat, Priority, Specimen};
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use domain::panel::Unit;
use domain::verdict::{Basis, ReadingMode, Verdict};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row as _};
use uuid::Uuid;

/// A value to bind; none is SQL's NULL.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Blob(Option<Vec<u8>>),
    Text(Option<String>),
    Int(Option<i64>),
    Real(Option<f64>),
}

impl Value {
    /// Binds it to a query's next parameter.
    pub(crate) fn bind(self, query: Query<'_, Any, AnyArguments>) -> Query<'_, Any, AnyArguments> {
        match self {
            Self::Blob(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Int(value) => query.bind(value),
            Self::Real(value) => query.bind(value),
        }
    }
}

/// A type with a column: it is one of the four, and how.
pub(crate) trait Column: Sized {
    /// What the engine holds.
    type Sql: for<'r> sqlx::Decode<'r, Any> + sqlx::Type<Any>;
    /// Wraps what the engine holds.
    fn wrap(sql: Option<Self::Sql>) -> Value;
    /// To the engine.
    fn to_sql(&self) -> Self::Sql;
    /// From the engine.
    fn from_sql(sql: Self::Sql) -> Result<Self, String>;
}

/// A field of a row: a column, or an optional one.
pub(crate) trait Cell: Sized {
    fn value(&self) -> Value;
    fn read(row: &AnyRow, index: usize) -> Result<Self, sqlx::Error>;
}

impl<T: Column> Cell for T {
    fn value(&self) -> Value {
        T::wrap(Some(self.to_sql()))
    }
    fn read(row: &AnyRow, index: usize) -> Result<Self, sqlx::Error> {
        decoded(T::from_sql(row.try_get(index)?))
    }
}

impl<T: Column> Cell for Option<T> {
    fn value(&self) -> Value {
        T::wrap(self.as_ref().map(T::to_sql))
    }
    fn read(row: &AnyRow, index: usize) -> Result<Self, sqlx::Error> {
        let sql: Option<T::Sql> = row.try_get(index)?;
        sql.map(|sql| decoded(T::from_sql(sql))).transpose()
    }
}

fn decoded<T>(value: Result<T, String>) -> Result<T, sqlx::Error> {
    value.map_err(|error| sqlx::Error::Decode(error.into()))
}

/// `Type: Sql, Value's variant, to, from`.
macro_rules! column {
    ($($type:ty: $sql:ty, $variant:ident, $to:expr, $from:expr;)*) => {$(
        impl Column for $type {
            type Sql = $sql;
            fn wrap(sql: Option<$sql>) -> Value { Value::$variant(sql) }
            fn to_sql(&self) -> $sql {
                let to: fn(&Self) -> $sql = $to;
                to(self)
            }
            fn from_sql(sql: $sql) -> Result<Self, String> {
                let from: fn($sql) -> Result<Self, String> = $from;
                from(sql)
            }
        }
    )*};
}

column! {
    i64: i64, Int, |v| *v, Ok;
    u64: i64, Int, |v| *v as i64, |v| v.try_into().map_err(text);
    u32: i64, Int, |v| i64::from(*v), |v| v.try_into().map_err(text);
    bool: i64, Int, |v| i64::from(*v), |v| Ok(v != 0);
    f64: f64, Real, |v| *v, Ok;
    String: String, Text, Clone::clone, Ok;
    Timestamp: i64, Int, |v| v.as_microsecond(), |v| Timestamp::from_microsecond(v).map_err(text);
    Priority: i64, Int, |v| rank(*v), from_rank;
    Uuid: Vec<u8>, Blob, |v| v.as_bytes().to_vec(), uuid;
    PatientId: Vec<u8>, Blob, |v| v.0.as_bytes().to_vec(), |v| uuid(v).map(Self);
    CaseId: Vec<u8>, Blob, |v| v.0.as_bytes().to_vec(), |v| uuid(v).map(Self);
    ImageId: Vec<u8>, Blob, |v| v.0.as_bytes().to_vec(), |v| uuid(v).map(Self);
    UserId: Vec<u8>, Blob, |v| v.0.as_bytes().to_vec(), |v| uuid(v).map(Self);
    Sha256: Vec<u8>, Blob, |v| v.0.to_vec(), digest;
    ModelId: Vec<u8>, Blob, |v| v.0.0.to_vec(), |v| digest(v).map(Self);
    PanelId: String, Text, |v| v.as_str().to_owned(), |v| v.parse().map_err(text);
    LabelId: String, Text, |v| v.as_str().to_owned(), |v| v.parse().map_err(text);
    Verdict: String, Text, |v| v.as_str().to_owned(), |v| v.parse().map_err(text);
    Role: String, Text, |v| v.as_str().to_owned(), |v| v.parse().map_err(text);
    Specimen: String, Text, word, from_word;
    ImageFormat: String, Text, word, from_word;
    Unit: String, Text, word, from_word;
    ReadingMode: String, Text, word, from_word;
    Basis: String, Text, word, from_word;
    crate::images::ReadingWay: String, Text, word, from_word;
    crate::access::AccessKind: String, Text, word, from_word;
    crate::images::ImageStatus: String, Text, word, from_word;
    crate::cases::CaseStatus: String, Text, word, from_word;
    crate::cases::FindingKind: String, Text, word, from_word;
}

/// JSON kept as text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: serde::Serialize + DeserializeOwned> Column for Json<T> {
    type Sql = String;
    fn wrap(sql: Option<String>) -> Value {
        Value::Text(sql)
    }
    fn to_sql(&self) -> String {
        serde_json::to_string(&self.0).expect("rows hold nothing that JSON cannot")
    }
    fn from_sql(sql: String) -> Result<Self, String> {
        serde_json::from_str(&sql).map(Self).map_err(text)
    }
}

/// The first to be done is the smallest.
fn rank(priority: Priority) -> i64 {
    match priority {
        Priority::Stat => 0,
        Priority::Urgent => 1,
        Priority::Routine => 2,
    }
}

fn from_rank(rank: i64) -> Result<Priority, String> {
    match rank {
        0 => Ok(Priority::Stat),
        1 => Ok(Priority::Urgent),
        2 => Ok(Priority::Routine),
        other => Err(format!("{other} is no priority")),
    }
}

/// An enum's one word, as it is written in JSON.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a plain enum is written as one word, not {other:?}"),
    }
}

fn from_word<T: DeserializeOwned>(word: String) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(text)
}

fn uuid(bytes: Vec<u8>) -> Result<Uuid, String> {
    Uuid::from_slice(&bytes).map_err(text)
}

fn digest(bytes: Vec<u8>) -> Result<Sha256, String> {
    bytes.try_into().map(Sha256).map_err(|_| "a digest has 32 bytes".to_owned())
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
