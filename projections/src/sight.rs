//! Whose eyes read: what a reader of blind panels is not shown before reading an image.
//!
//! The rule is [`Viewer::is_blind`]. [`READ`] is the same rule where rows are looked for; a test holds
//! the two together.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Viewer;
use domain::ids::{CaseId, ImageId, PanelId, UserId};
use sqlx::AnyConnection;

use crate::table::{bound, marks};
use crate::value::Cell as _;
use crate::{ReadError, ReadModels};

/// What of an image an unread row may not tell: that it is of a panel that is not blind, or that this
/// person has read it.
pub(crate) const READ: &str = "(panel NOT IN (SELECT id FROM panels WHERE blind = 1) OR EXISTS \
     (SELECT 1 FROM readings WHERE readings.image_id = images.id AND readings.reader = ? \
     AND readings.position > images.panel_since))";

/// Whose eyes. Usually those that see everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sight(Option<Arc<Blind>>);

/// A reader, while there are blind panels.
#[derive(Debug)]
struct Blind {
    viewer: Viewer,
    panels: Arc<[PanelId]>,
}

impl Sight {
    fn of(viewer: Viewer, panels: Arc<[PanelId]>) -> Self {
        let sees_all = panels.is_empty() || !viewer.is_reader();
        Self((!sees_all).then(|| Arc::new(Blind { viewer, panels })))
    }

    /// The reader from whom something may be withheld; none when nothing is.
    pub(crate) fn reader(&self) -> Option<UserId> {
        self.0.as_ref().map(|blind| blind.viewer.user)
    }

    /// Whether what models and others say of the images of a panel may be withheld.
    pub(crate) fn withholds(&self, panel: &PanelId) -> bool {
        self.is_blind(panel, |_| false)
    }

    /// Whether it is withheld of one image of a panel, which a person has read or not.
    pub(crate) fn is_blind(&self, panel: &PanelId, has_read: impl FnOnce(UserId) -> bool) -> bool {
        self.0.as_ref().is_some_and(|blind| {
            let Blind { viewer, panels } = &**blind;
            viewer.is_blind(panels.contains(panel), has_read(viewer.user))
        })
    }

    /// Those of these images of which it is withheld.
    pub(crate) async fn blind_images(
        &self,
        db: &mut AnyConnection,
        images: &[ImageId],
    ) -> Result<HashSet<ImageId>, ReadError> {
        let Some(reader) = self.reader().filter(|_| !images.is_empty()) else {
            return Ok(HashSet::new());
        };
        let sql =
            format!("SELECT id FROM images WHERE id IN ({}) AND NOT {READ}", marks(images.len()));
        let values = images.iter().map(|id| id.value()).chain([reader.value()]);
        let rows = bound(&sql, values).fetch_all(db).await?;
        let read = |row: &sqlx::any::AnyRow| ImageId::read(row, 0);
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    /// The images in work of these cases of which it is withheld.
    pub(crate) async fn blind_images_of(
        &self,
        db: &mut AnyConnection,
        cases: &[CaseId],
    ) -> Result<HashMap<CaseId, HashSet<ImageId>>, ReadError> {
        let mut blind: HashMap<_, HashSet<_>> = HashMap::new();
        let Some(reader) = self.reader().filter(|_| !cases.is_empty()) else { return Ok(blind) };
        let sql = format!(
            "SELECT case_id, id FROM images WHERE case_id IN ({}) AND +removed = 0 \
             AND +status <> 'voided' AND NOT {READ}",
            marks(cases.len())
        );
        let values = cases.iter().map(|id| id.value()).chain([reader.value()]);
        for row in bound(&sql, values).fetch_all(db).await? {
            blind.entry(CaseId::read(&row, 0)?).or_default().insert(ImageId::read(&row, 1)?);
        }
        Ok(blind)
    }
}

/// The panels that are blind, as of an edition of the read models.
#[derive(Default)]
pub(crate) struct BlindPanels(Mutex<Option<(u64, Arc<[PanelId]>)>>);

impl BlindPanels {
    /// Those of now.
    async fn now(&self, reads: &ReadModels) -> Result<Arc<[PanelId]>, ReadError> {
        // Before the rows are read: those of a later edition may count as of this one.
        let edition = reads.edition();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, panels)) = known.filter(|(of, _)| *of == edition) {
            return Ok(panels);
        }
        let rows = bound("SELECT id FROM panels WHERE blind = 1", []);
        let rows = rows.fetch_all(&mut *reads.db().await?).await?;
        let read = |row: &sqlx::any::AnyRow| PanelId::read(row, 0);
        let panels: Arc<[PanelId]> = rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((edition, panels.clone()));
        Ok(panels)
    }
}

impl ReadModels {
    /// The same read models as this viewer may see them. Without it they show everything.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn seen_by(&self, viewer: Viewer) -> Result<Self, ReadError> {
        let panels = match viewer.is_reader() {
            true => self.inner.blind_panels.now(self).await?,
            false => [].into(),
        };
        Ok(Self { inner: self.inner.clone(), sight: Sight::of(viewer, panels) })
    }

    /// Whom these read models are shown to, when somebody else may be shown something else; none when
    /// they show everything.
    pub fn shown_to(&self) -> Option<UserId> {
        self.sight.reader()
    }
}
