//! How long cases take, which are late, and which findings nobody was told of.

use std::collections::BTreeMap;

use domain::event::Priority;
use jiff::Timestamp;
use serde::Serialize;
use sqlx::{AnyConnection, Row as _};
use utoipa::ToSchema;

use crate::ReadError;
use crate::table::bound;
use crate::value::{Cell as _, Value};

/// How long cases of a priority took from received to first concluded for good.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TurnaroundFigures {
    /// Which priority: `stat`, `urgent`, `routine`.
    #[schema(value_type = String)]
    pub priority: Priority,
    /// So many cases.
    pub count: i64,
    /// Half of them took at most so many seconds; none without a case.
    pub p50_s: Option<f64>,
    /// Nine of ten took at most so many seconds; none without a case.
    pub p90_s: Option<f64>,
}

/// Cases in work with critical findings that wait for somebody to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CriticalFigures {
    /// So many wait.
    pub unnotified: i64,
    /// Of so many of them, those who must know were reminded.
    pub escalated: i64,
}

const PRIORITIES: [Priority; 3] = [Priority::Stat, Priority::Urgent, Priority::Routine];

/// From received to first concluded for good, of the cases concluded since a time. Clocks may be
/// apart: what was concluded before it was received took no time.
pub(super) async fn taken(
    db: &mut AnyConnection,
    since: Timestamp,
) -> Result<Vec<TurnaroundFigures>, ReadError> {
    let sql = "SELECT priority, concluded_at - received_at FROM cases WHERE concluded_at >= ?";
    let mut taken: BTreeMap<Priority, Vec<i64>> = BTreeMap::new();
    for row in bound(sql, [since.value()]).fetch_all(db).await? {
        let micros: i64 = row.try_get(1)?;
        taken.entry(Priority::read(&row, 0)?).or_default().push(micros.max(0));
    }
    let figures = |priority| {
        let mut micros = taken.remove(&priority).unwrap_or_default();
        micros.sort_unstable();
        TurnaroundFigures {
            priority,
            count: micros.len() as i64,
            p50_s: percentile(&micros, 50),
            p90_s: percentile(&micros, 90),
        }
    };
    Ok(PRIORITIES.map(figures).to_vec())
}

/// The smallest of the sorted values that so many of a hundred do not exceed (nearest rank), in
/// seconds.
fn percentile(sorted: &[i64], of_hundred: usize) -> Option<f64> {
    let rank = (sorted.len() * of_hundred).div_ceil(100);
    let micros = sorted.get(rank.checked_sub(1)?)?;
    Some(*micros as f64 / 1e6)
}

/// Cases in work that were due and are not concluded.
pub(super) async fn overdue(db: &mut AnyConnection, now: Timestamp) -> Result<i64, ReadError> {
    let sql = "SELECT COUNT(*) FROM cases \
               WHERE removed = 0 AND status IN ('open', 'read') AND due_at < ?";
    count(db, sql, [now.value()]).await
}

/// Cases in work with a critical finding that waits for somebody to be told.
pub(super) async fn critical(db: &mut AnyConnection) -> Result<CriticalFigures, ReadError> {
    let waiting = "SELECT COUNT(*) FROM cases WHERE removed = 0 AND alarm_since IS NOT NULL";
    let escalated = format!("{waiting} AND escalated_at IS NOT NULL");
    Ok(CriticalFigures {
        unnotified: count(db, waiting, []).await?,
        escalated: count(db, &escalated, []).await?,
    })
}

async fn count<const N: usize>(
    db: &mut AnyConnection,
    sql: &str,
    values: [Value; N],
) -> Result<i64, ReadError> {
    Ok(bound(sql, values).fetch_one(db).await?.try_get(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let micros: Vec<i64> = (1..=10).map(|seconds| seconds * 1_000_000).collect();
        assert_eq!((percentile(&micros, 50), percentile(&micros, 90)), (Some(5.0), Some(9.0)));
        assert_eq!(
            (percentile(&micros[..1], 50), percentile(&micros[..1], 90)),
            (Some(1.0), Some(1.0))
        );
        assert_eq!(percentile(&[], 50), None);
    }
}
