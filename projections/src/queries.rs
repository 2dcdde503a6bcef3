//! How queries reach the tables.

use std::sync::Arc;

use infra::blobs::Blobs;
use infra::event_log::EventLog;
use sqlx::Any;
use sqlx::pool::PoolConnection;

use crate::list::Listing;
use crate::row::Row;
use crate::table::{bound, select};
use crate::value::Column;
use crate::{Page, Paged, ReadError, ReadModels};

impl ReadModels {
    /// A connection to the database that counts now.
    pub(crate) async fn db(&self) -> Result<PoolConnection<Any>, ReadError> {
        Ok(self.inner.store.read().await?)
    }

    /// Whether the database that counts answers.
    ///
    /// # Errors
    /// That it does not.
    pub async fn check(&self) -> Result<(), ReadError> {
        sqlx::query("SELECT 1").execute(&mut *self.db().await?).await?;
        Ok(())
    }

    pub(crate) fn log(&self) -> &Arc<dyn EventLog> {
        &self.inner.log
    }

    pub(crate) fn blobs(&self) -> &Arc<dyn Blobs> {
        &self.inner.blobs
    }

    /// One page of a list.
    pub(crate) async fn list<R: Row>(
        &self,
        listing: Listing,
        page: &Page,
    ) -> Result<Paged<R>, ReadError> {
        listing.page(&mut *self.db().await?, page).await
    }

    /// The row with this key.
    pub(crate) async fn one<R: Row>(&self, key: &R::Key) -> Result<Option<R>, ReadError> {
        let rows = self.rows(R::COLUMNS[0], std::slice::from_ref(key)).await?;
        Ok(rows.into_iter().next())
    }

    /// The rows whose column has one of these values.
    pub(crate) async fn rows<R: Row, V: Column>(
        &self,
        column: &str,
        values: &[V],
    ) -> Result<Vec<R>, ReadError> {
        Ok(select(&mut *self.db().await?, column, values).await?)
    }

    /// Every row of a small table.
    pub(crate) async fn all<R: Row>(&self) -> Result<Vec<R>, ReadError> {
        let sql = format!("SELECT {} FROM {}", R::COLUMNS.join(", "), R::TABLE);
        let rows = bound(&sql, []).fetch_all(&mut *self.db().await?).await?;
        Ok(rows.iter().map(R::read).collect::<Result<_, _>>()?)
    }
}
