//! What a table's row is: a plain struct whose fields are its columns.

use std::hash::Hash;

use sqlx::any::AnyRow;

use crate::value::{Column, Value};

/// A row of a table. The first column is its key.
pub(crate) trait Row: Clone + PartialEq + Send + Sync + Unpin + 'static {
    /// What tells one row from another.
    type Key: Column + Clone + Eq + Hash + Send + Sync;
    /// The table's name.
    const TABLE: &'static str;
    /// The columns' names.
    const COLUMNS: &'static [&'static str];
    /// The row's key.
    fn key(&self) -> &Self::Key;
    /// The columns' values.
    fn values(&self) -> Vec<Value>;
    /// Reads a row whose columns were selected in order.
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error>;
}

/// `row!(Struct in "table", id: Key, other, columns)`.
macro_rules! row {
    ($name:ident in $table:literal, $key:ident: $key_type:ty $(, $column:ident)* $(,)?) => {
        impl $crate::row::Row for $name {
            type Key = $key_type;
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[stringify!($key), $(stringify!($column)),*];
            fn key(&self) -> &$key_type {
                &self.$key
            }
            fn values(&self) -> Vec<$crate::value::Value> {
                use $crate::value::Cell as _;
                vec![self.$key.value(), $(self.$column.value()),*]
            }
            fn read(row: &sqlx::any::AnyRow) -> Result<Self, sqlx::Error> {
                let mut next = 0..;
                let mut index = || next.next().unwrap_or_default();
                Ok(Self {
                    $key: $crate::value::Cell::read(row, index())?,
                    $($column: $crate::value::Cell::read(row, index())?),*
                })
            }
        }
    };
}

pub(crate) use row;
