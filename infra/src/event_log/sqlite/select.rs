//! The statements that read events.

use sqlx::{QueryBuilder, Sqlite};

use super::super::{Direction, Filter, LogError};

/// Selects what a row of an event is made of.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.position, e.stream, e.revision, e.id, e.kind, e.created, e.data, e.metadata ",
            $rest
        )
    };
}

pub(super) const STREAM_FORWARDS: &str =
    select!("FROM events AS e WHERE e.stream = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?");

pub(super) const STREAM_BACKWARDS: &str = select!(
    "FROM events AS e WHERE e.stream = ? AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?"
);

pub(super) const AT: &str = select!("FROM events AS e WHERE e.position = ?");

/// SQLite joins at most 500 selects; nobody needs nearly as many.
const MAX_TERMS: usize = 100;

/// The statement that reads the whole log beyond a position; none when the filter lets nothing
/// through.
///
/// A filter becomes one select of positions for each of its terms, each reading its index in the
/// log's order, which SQLite merges as it goes: a page costs what it holds, not what the log holds.
pub(super) fn all(
    filter: &Filter,
    direction: Direction,
    beyond: i64,
    limit: i64,
) -> Result<Option<QueryBuilder<Sqlite>>, LogError> {
    let (past, order) = match direction {
        Direction::Forwards => (" > ", "ASC"),
        Direction::Backwards => (" < ", "DESC"),
    };
    let terms = match terms(filter) {
        Some(terms) if terms.is_empty() => return Ok(None),
        Some(terms) if terms.len() > MAX_TERMS => {
            return Err(LogError::Invalid(format!("a filter has at most {MAX_TERMS} terms")));
        }
        Some(terms) => terms,
        None => return Ok(Some(everything(past, order, beyond, limit))),
    };
    let mut query = QueryBuilder::new(select!("FROM ("));
    for (i, term) in terms.iter().enumerate() {
        query.push(if i == 0 { "" } else { " UNION ALL " });
        query.push("SELECT position FROM events WHERE position").push(past).push_bind(beyond);
        term.push(&mut query);
    }
    query.push(format!(" ORDER BY position {order} LIMIT ")).push_bind(limit);
    query.push(") AS found CROSS JOIN events AS e ON e.position = found.position");
    query.push(format!(" ORDER BY found.position {order}"));
    Ok(Some(query))
}

fn everything(past: &str, order: &str, beyond: i64, limit: i64) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(select!("FROM events AS e"));
    query.push(" WHERE e.position").push(past).push_bind(beyond);
    query.push(format!(" ORDER BY e.position {order} LIMIT ")).push_bind(limit);
    query
}

/// One thing that a filter lets through.
#[derive(Debug, PartialEq)]
enum Term<'a> {
    Kind(&'a str),
    Prefix(&'a str),
}

/// A filter's terms, none of them covering another (an event must not be found twice); none when
/// everything passes.
fn terms(filter: &Filter) -> Option<Vec<Term<'_>>> {
    match filter {
        Filter::All => None,
        Filter::Types(kinds) => {
            let mut kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            kinds.sort_unstable();
            kinds.dedup();
            Some(kinds.into_iter().map(Term::Kind).collect())
        }
        Filter::StreamPrefixes(prefixes) => {
            let mut prefixes: Vec<&str> = prefixes.iter().map(String::as_str).collect();
            // Sorted, a prefix stands right before all that it covers.
            prefixes.sort_unstable();
            prefixes.dedup_by(|next, kept| next.starts_with(*kept));
            let everything = prefixes.first() == Some(&"");
            (!everything).then(|| prefixes.into_iter().map(Term::Prefix).collect())
        }
    }
}

impl Term<'_> {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        match self {
            Self::Kind(kind) => {
                query.push(" AND kind = ").push_bind((*kind).to_owned());
            }
            Self::Prefix(prefix) => {
                let category = prefix.split_inclusive('-').next().filter(|c| c.ends_with('-'));
                if let Some(category) = category {
                    query.push(" AND category = ").push_bind(category.to_owned());
                }
                if category != Some(*prefix) {
                    push_range(query, prefix);
                }
            }
        }
    }
}

/// Streams that begin with a prefix are those between it and the next text that does not. The plus
/// signs keep SQLite from reading by stream, which would sort the whole range for each page.
fn push_range(query: &mut QueryBuilder<Sqlite>, prefix: &str) {
    query.push(" AND +stream >= ").push_bind(prefix.to_owned());
    if let Some(end) = past(prefix) {
        query.push(" AND +stream < ").push_bind(end);
    }
}

/// The first text after all that begin with this one, in the order of their UTF-8 bytes (which is
/// the order of their characters, and SQLite's); none when there is no such text.
fn past(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        // A range of characters steps over the surrogates, which no text holds.
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_where_no_text_begins_with_it_any_more() {
        assert_eq!(past("image-").as_deref(), Some("image."));
        assert_eq!(past("é").as_deref(), Some("ê"));
        assert_eq!(past("\u{d7ff}").as_deref(), Some("\u{e000}"));
        assert_eq!(past("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(past("\u{10ffff}"), None);
    }

    #[test]
    fn no_term_covers_another() {
        let prefixes = |texts: &[&str]| {
            Filter::StreamPrefixes(texts.iter().map(|&text| text.to_owned()).collect())
        };
        let filter = prefixes(&["b-", "a-1", "a-", "a-", "a-12", "c"]);
        let expected = ["a-", "b-", "c"].map(Term::Prefix);
        assert_eq!(terms(&filter).unwrap(), expected);
        assert_eq!(terms(&prefixes(&["a", ""])), None, "the empty prefix lets everything through");
        assert_eq!(
            terms(&Filter::Types(vec!["B".into(), "A".into(), "B".into()])).unwrap(),
            [Term::Kind("A"), Term::Kind("B")]
        );
    }
}
