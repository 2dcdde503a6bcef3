//! Lists: filters, search, keyset pages, totals; one SQL text for every engine.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::ReadError;
use crate::cursor::Cursor;
use crate::normalize::normalize;
use crate::page::{BadPage, Page, Paged};
use crate::row::Row;
use crate::table::bound;
use crate::value::{Cell as _, Column, Value};

/// Counting stops here when a list is filtered.
const COUNTED: i64 = 10_000;

/// What a sort key is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    Int,
    Real,
}

/// One way to sort a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sort {
    name: &'static str,
    /// An SQL expression that is never NULL.
    key: &'static str,
    kind: Kind,
}

impl Sort {
    pub(crate) const fn new(name: &'static str, key: &'static str, kind: Kind) -> Self {
        Self { name, key, kind }
    }
}

/// One list as it is asked for: which rows, found by which words, sorted how.
pub(crate) struct Listing {
    sorts: &'static [Sort],
    usual: &'static str,
    search: &'static [&'static str],
    conditions: Vec<(String, Vec<Value>)>,
    filtered: bool,
}

impl Listing {
    /// A list of all rows, sorted as said when the page does not say.
    pub(crate) fn new(sorts: &'static [Sort], usual: &'static str) -> Self {
        Self { sorts, usual, search: &[], conditions: Vec::new(), filtered: false }
    }

    /// A condition that belongs to the list itself.
    pub(crate) fn always(mut self, condition: &str) -> Self {
        self.conditions.push((condition.to_owned(), Vec::new()));
        self
    }

    /// Only rows whose column has this value, when one is asked for.
    pub(crate) fn only<V: Column>(self, column: &str, value: Option<&V>) -> Self {
        self.when(&format!("{column} = ?"), value)
    }

    /// Only rows that hold this condition on a value, when one is asked for.
    pub(crate) fn when<V: Column>(mut self, condition: &str, value: Option<&V>) -> Self {
        if let Some(value) = value {
            self.conditions.push((condition.to_owned(), vec![value.value()]));
            self.filtered = true;
        }
        self
    }

    /// Only rows that hold the one condition or, when that is asked for, the other.
    pub(crate) fn either(mut self, asked: Option<bool>, this: &str, that: &str) -> Self {
        if let Some(asked) = asked {
            self.conditions.push(((if asked { this } else { that }).to_owned(), Vec::new()));
            self.filtered = true;
        }
        self
    }

    /// A word is found when one of these conditions holds for `%word%`, escaped by `!`.
    pub(crate) fn search(mut self, conditions: &'static [&'static str]) -> Self {
        self.search = conditions;
        self
    }

    /// Every word of the search must be found.
    fn find(&mut self, words: &str) {
        for word in normalize(words).split_whitespace() {
            let pattern = Value::Text(Some(format!("%{}%", escape(word))));
            let any = self.search.join(" OR ");
            self.conditions.push((format!("({any})"), vec![pattern; self.search.len()]));
            self.filtered = true;
        }
    }

    fn sort(&self, asked: Option<&str>) -> Result<(Sort, bool), BadPage> {
        let asked = asked.unwrap_or(self.usual);
        let (name, descending) = match asked.strip_prefix('-') {
            Some(name) => (name, true),
            None => (asked, false),
        };
        let known = || self.sorts.iter().map(|sort| sort.name).collect::<Vec<_>>().join(", ");
        let sort = self.sorts.iter().find(|sort| sort.name == name).copied();
        sort.map(|sort| (sort, descending))
            .ok_or_else(|| BadPage::Sort { asked: asked.to_owned(), known: known() })
    }

    fn conditions(&self) -> (String, Vec<Value>) {
        let texts = self.conditions.iter().map(|(text, _)| text.as_str());
        let text = std::iter::once("1 = 1").chain(texts).collect::<Vec<_>>().join(" AND ");
        (text, self.conditions.iter().flat_map(|(_, values)| values.clone()).collect())
    }

    /// One page of the list.
    pub(crate) async fn page<R: Row>(
        mut self,
        db: &mut AnyConnection,
        page: &Page,
    ) -> Result<Paged<R>, ReadError> {
        let limit = page.limit.unwrap_or(50);
        if !(1..=200).contains(&limit) {
            return Err(BadPage::Limit.into());
        }
        self.find(page.q.as_deref().unwrap_or_default());
        let (sort, descending) = self.sort(page.sort.as_deref())?;
        let order = format!("{}{}", if descending { "-" } else { "" }, sort.name);
        let cursor = page.cursor.as_deref().map(|text| Cursor::read(text, &order)).transpose()?;
        let (total, total_capped) = self.total::<R>(db).await?;

        let rows = self.rows::<R>(db, sort, descending, cursor, limit + 1).await?;
        let more = rows.len() > limit as usize;
        let page = &rows[..rows.len().min(limit as usize)];
        let next_cursor = match page.last() {
            Some(last) if more => Some(Cursor::after::<R>(last, sort.kind)?.write(&order)),
            _ => None,
        };
        let items = page.iter().map(R::read).collect::<Result<_, _>>()?;
        Ok(Paged { items, next_cursor, total, total_capped })
    }

    async fn rows<R: Row>(
        &self,
        db: &mut AnyConnection,
        sort: Sort,
        descending: bool,
        cursor: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<AnyRow>, ReadError> {
        let (mut conditions, mut values) = self.conditions();
        let (beyond, direction) = if descending { ("<", "DESC") } else { (">", "ASC") };
        let (key, id) = (sort.key, R::COLUMNS[0]);
        if let Some(cursor) = cursor {
            // The first condition alone is what an index can be entered with.
            conditions.push_str(&format!(
                " AND {key} {beyond}= ? AND ({key} {beyond} ? OR {id} {beyond} ?)"
            ));
            values.extend([cursor.key.clone(), cursor.key, cursor.id]);
        }
        let sql = format!(
            "SELECT {}, {key} FROM {} WHERE {conditions} ORDER BY {key} {direction}, \
             {id} {direction} LIMIT ?",
            R::COLUMNS.join(", "),
            R::TABLE,
        );
        values.push(Value::Int(Some(i64::from(limit))));
        Ok(bound(&sql, values).fetch_all(&mut *db).await?)
    }

    /// How many rows there are; exact when the list is whole, else counted up to a limit.
    async fn total<R: Row>(&self, db: &mut AnyConnection) -> Result<(u64, bool), ReadError> {
        let (conditions, values) = self.conditions();
        let all = format!("FROM {} WHERE {conditions}", R::TABLE);
        let sql = match self.filtered {
            false => format!("SELECT COUNT(*) {all}"),
            true => format!("SELECT COUNT(*) FROM (SELECT 1 {all} LIMIT {}) AS some", COUNTED + 1),
        };
        let total: i64 = bound(&sql, values).fetch_one(&mut *db).await?.try_get(0)?;
        let capped = self.filtered && total > COUNTED;
        Ok((if capped { COUNTED } else { total } as u64, capped))
    }

    /// How many rows there are, exactly.
    pub(crate) async fn count<R: Row>(&self, db: &mut AnyConnection) -> Result<u64, ReadError> {
        let (conditions, values) = self.conditions();
        let sql = format!("SELECT COUNT(*) FROM {} WHERE {conditions}", R::TABLE);
        let total: i64 = bound(&sql, values).fetch_one(&mut *db).await?.try_get(0)?;
        Ok(total as u64)
    }
}

/// A word without meaning for LIKE.
fn escape(word: &str) -> String {
    word.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

impl<T> Paged<T> {
    /// The same page of other things.
    pub(crate) fn map<U>(self, view: impl FnMut(T) -> U) -> Paged<U> {
        Paged {
            items: self.items.into_iter().map(view).collect(),
            next_cursor: self.next_cursor,
            total: self.total,
            total_capped: self.total_capped,
        }
    }
}

impl<T> Paged<Option<T>> {
    /// Without what is no longer there.
    pub(crate) fn flatten(self) -> Paged<T> {
        Paged {
            items: self.items.into_iter().flatten().collect(),
            next_cursor: self.next_cursor,
            total: self.total,
            total_capped: self.total_capped,
        }
    }
}
