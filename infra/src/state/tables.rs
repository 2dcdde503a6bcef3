//! What the state is made of, for those who carry all of it elsewhere: each table with its columns,
//! and the order that its rows have on every engine. Whose turn it is to write belongs to one engine
//! and is not part of it.

use sqlx::any::AnyRow;
use sqlx::query::Query;
use sqlx::{Any, Row as _};

/// A table.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Its primary key.
    pub(super) order: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
}

/// What a column holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Number,
    Text,
    Bytes,
}

/// What stands in a column of a row.
pub(super) enum Value {
    Number(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

use Kind::{Bytes, Number, Text};

/// All of them.
pub(super) const TABLES: [Table; 11] = [
    Table {
        name: "installation",
        order: "id",
        columns: &[("id", Number), ("identity", Bytes), ("log_id", Bytes)],
    },
    Table {
        name: "credentials",
        order: "user_id",
        columns: &[
            ("user_id", Bytes),
            ("name_key", Bytes),
            ("phc", Text),
            ("generation", Number),
            ("active", Number),
        ],
    },
    Table {
        name: "sessions",
        order: "id",
        columns: &[
            ("id", Bytes),
            ("user_id", Bytes),
            ("generation", Number),
            ("csrf", Bytes),
            ("expires_at", Number),
            ("absolute_expiry", Number),
        ],
    },
    Table {
        name: "refresh_tokens",
        order: "hash",
        columns: &[("hash", Bytes), ("session_id", Bytes), ("used", Number)],
    },
    Table {
        name: "answers",
        order: "id",
        columns: &[
            ("id", Bytes),
            ("fingerprint", Bytes),
            ("status", Number),
            ("headers", Text),
            ("body", Bytes),
            ("expires_at", Number),
        ],
    },
    Table {
        name: "throttles",
        order: "id",
        columns: &[("id", Bytes), ("failures", Number), ("last_failure", Number)],
    },
    Table {
        name: "leases",
        order: "name",
        columns: &[("name", Text), ("owner", Bytes), ("fence", Number), ("expires_at", Number)],
    },
    Table {
        name: "setup_tokens",
        order: "hash",
        columns: &[("hash", Bytes), ("expires_at", Number)],
    },
    Table {
        name: "subject_keys",
        order: "owner",
        columns: &[("owner", Bytes), ("wrapped", Bytes)],
    },
    Table {
        name: "subscription_groups",
        order: "name",
        columns: &[
            ("name", Text),
            ("log_id", Bytes),
            ("settings", Text),
            ("checkpoint_position", Number),
        ],
    },
    Table {
        name: "group_events",
        order: "group_name, position",
        columns: &[
            ("group_name", Text),
            ("position", Number),
            ("event_id", Bytes),
            ("state", Number),
            ("retries", Number),
            ("reason", Text),
            ("since", Number),
        ],
    },
];

impl Table {
    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.names(), self.name, self.order)
    }

    pub(super) fn insert(&self) -> String {
        let places = vec!["?"; self.columns.len()].join(", ");
        format!("INSERT INTO {} ({}) VALUES ({places})", self.name, self.names())
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// A row as [`Table::select`] gives it.
    pub(super) fn values(&self, row: &AnyRow) -> Result<Vec<Value>, sqlx::Error> {
        let value = |(at, (_, kind)): (usize, &(&str, Kind))| match kind {
            Number => Ok(Value::Number(row.try_get(at)?)),
            Text => Ok(Value::Text(row.try_get(at)?)),
            Bytes => Ok(Value::Bytes(row.try_get(at)?)),
        };
        self.columns.iter().enumerate().map(value).collect()
    }
}

type AnyQuery<'q> = Query<'q, Any, sqlx::any::AnyArguments>;

impl Value {
    pub(super) fn bind<'q>(&'q self, query: AnyQuery<'q>) -> AnyQuery<'q> {
        match self {
            Self::Number(number) => query.bind(*number),
            Self::Text(text) => query.bind(text.as_deref()),
            Self::Bytes(bytes) => query.bind(bytes.as_deref()),
        }
    }

    /// Bytes that no other value of the same column has.
    pub(super) fn canonical(&self) -> Option<Vec<u8>> {
        match self {
            Self::Number(number) => number.map(|number| number.to_be_bytes().to_vec()),
            Self::Text(text) => text.as_ref().map(|text| text.as_bytes().to_vec()),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
}
