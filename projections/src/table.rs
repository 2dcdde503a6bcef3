//! A unit of work over one table: the rows that a batch of events needs are loaded once, changed in
//! memory, and written once.

use std::collections::HashMap;

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::row::Row;
use crate::value::{Cell as _, Column, Value};

/// Statements come in few sizes, so that the engine prepares each only once.
const READ_SIZES: [usize; 5] = [1, 4, 16, 64, 256];
const DELETE_SIZES: [usize; 3] = [256, 16, 1];
const WRITE_SIZES: [usize; 4] = [128, 32, 8, 1];

/// The rows of one table that a batch works on.
pub(crate) struct Table<R: Row> {
    slots: HashMap<R::Key, Slot<R>>,
}

struct Slot<R> {
    row: Option<R>,
    changed: bool,
}

impl<R: Row> Default for Table<R> {
    fn default() -> Self {
        Self { slots: HashMap::new() }
    }
}

impl<R: Row> Table<R> {
    /// Loads the rows with these keys, as far as they are not here yet.
    pub(crate) async fn load(
        &mut self,
        db: &mut AnyConnection,
        keys: impl IntoIterator<Item = R::Key>,
    ) -> Result<(), sqlx::Error> {
        let mut missing = Vec::new();
        for key in keys {
            self.slots.entry(key.clone()).or_insert_with(|| {
                missing.push(key);
                Slot { row: None, changed: false }
            });
        }
        for row in select(db, R::COLUMNS[0], &missing).await? {
            self.slots.insert(R::key(&row).clone(), Slot { row: Some(row), changed: false });
        }
        Ok(())
    }

    /// Loads the rows whose column has this value, as far as they are not here yet.
    pub(crate) async fn load_where<V: Column>(
        &mut self,
        db: &mut AnyConnection,
        column: &'static str,
        value: &V,
    ) -> Result<(), sqlx::Error> {
        for row in select::<R, V>(db, column, std::slice::from_ref(value)).await? {
            let slot = Slot { row: Some(row), changed: false };
            if let Some(row) = &slot.row {
                self.slots.entry(row.key().clone()).or_insert(slot);
            }
        }
        Ok(())
    }

    /// A row that was loaded, as it is now.
    pub(crate) fn get(&self, key: &R::Key) -> Option<&R> {
        debug_assert!(self.slots.contains_key(key), "a row of {} was not loaded", R::TABLE);
        self.slots.get(key)?.row.as_ref()
    }

    /// Whether a row is here, or known to be missing.
    pub(crate) fn has(&self, key: &R::Key) -> bool {
        self.slots.contains_key(key)
    }

    /// How many rows are here, or known to be missing.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The rows that are here.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &R> {
        self.slots.values().filter_map(|slot| slot.row.as_ref())
    }

    /// The keys of the rows that are here and pass.
    pub(crate) fn keys_where(&self, pass: impl Fn(&R) -> bool) -> Vec<R::Key> {
        self.rows().filter(|row| pass(row)).map(|row| row.key().clone()).collect()
    }

    /// What a row is from now on; none deletes it.
    pub(crate) fn set(&mut self, key: R::Key, row: Option<R>) {
        self.slots.insert(key, Slot { row, changed: true });
    }

    /// Changes a row that was loaded.
    pub(crate) fn change(&mut self, key: &R::Key, change: impl FnOnce(&mut R)) {
        debug_assert!(self.slots.contains_key(key), "a row of {} was not loaded", R::TABLE);
        if let Some(Slot { row: Some(row), changed }) = self.slots.get_mut(key) {
            change(row);
            *changed = true;
        }
    }

    /// Writes what changed.
    pub(crate) async fn write(self, db: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let (mut replaced, mut deleted) = (Vec::new(), Vec::new());
        for (key, slot) in self.slots {
            match slot.row {
                Some(row) if slot.changed => replaced.push(row),
                None if slot.changed => deleted.push(key),
                _ => {}
            }
        }
        replace(db, &replaced).await?;
        delete::<R>(db, &deleted).await
    }
}

/// The rows whose column has one of these values.
pub(crate) async fn select<R: Row, V: Column>(
    db: &mut AnyConnection,
    column: &str,
    values: &[V],
) -> Result<Vec<R>, sqlx::Error> {
    let mut rows = Vec::new();
    for part in values.chunks(READ_SIZES[READ_SIZES.len() - 1]) {
        // Each statement is a way to the engine and back: one that asks for a value twice is less
        // than two that do not.
        let fits = READ_SIZES.into_iter().find(|size| part.len() <= *size);
        let size = fits.unwrap_or(part.len());
        let sql = format!(
            "SELECT {} FROM {} WHERE {column} IN ({})",
            R::COLUMNS.join(", "),
            R::TABLE,
            marks(size)
        );
        let values = part.iter().chain(part.last().into_iter().cycle()).take(size);
        let values = values.map(|value| value.value());
        for row in bound(&sql, values).fetch_all(&mut *db).await? {
            rows.push(R::read(&row)?);
        }
    }
    Ok(rows)
}

/// Writes whole rows, over those that have their keys.
async fn replace<R: Row>(db: &mut AnyConnection, rows: &[R]) -> Result<(), sqlx::Error> {
    let one = format!("({})", marks(R::COLUMNS.len()));
    for part in parts(rows, &WRITE_SIZES) {
        let sql = format!(
            "REPLACE INTO {} ({}) VALUES {}",
            R::TABLE,
            R::COLUMNS.join(", "),
            vec![one.as_str(); part.len()].join(", ")
        );
        bound(&sql, part.iter().flat_map(R::values)).execute(&mut *db).await?;
    }
    Ok(())
}

async fn delete<R: Row>(db: &mut AnyConnection, keys: &[R::Key]) -> Result<(), sqlx::Error> {
    for part in parts(keys, &DELETE_SIZES) {
        let marks = marks(part.len());
        let sql = format!("DELETE FROM {} WHERE {} IN ({marks})", R::TABLE, R::COLUMNS[0]);
        bound(&sql, part.iter().map(|key| key.value())).execute(&mut *db).await?;
    }
    Ok(())
}

/// A statement with its parameters. All text in it comes from this crate, never from outside.
pub(crate) fn bound(
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> sqlx::query::Query<'static, sqlx::Any, sqlx::any::AnyArguments> {
    let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    values.into_iter().fold(query, |query, value| value.bind(query))
}

/// As many question marks.
pub(crate) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Cuts a list into parts of the given sizes, largest first.
fn parts<'a, T>(all: &'a [T], sizes: &'a [usize]) -> impl Iterator<Item = &'a [T]> {
    let mut rest = all;
    std::iter::from_fn(move || {
        let size = sizes.iter().find(|size| **size <= rest.len())?;
        let (part, after) = rest.split_at(*size);
        rest = after;
        Some(part)
    })
}
