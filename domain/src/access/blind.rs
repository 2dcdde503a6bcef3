//! Blind reading: on an image of a blind panel, a reader sees neither what models say nor what other
//! readers say before giving a reading; nor what functions measured, for a function of somebody else's
//! can put an opinion into a number.

use super::{Action, Role, may};
use crate::ids::UserId;

/// Somebody who looks: what is shown follows from who it is, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// Who.
    pub user: UserId,
    /// With which role.
    pub role: Role,
}

impl Viewer {
    /// Whether the viewer may give verdicts, and so reads blind where a panel is blind. The others
    /// see everything, for nothing that they see can sway a verdict of theirs.
    pub fn is_reader(self) -> bool {
        may(self.role, Action::RecordVerdict)
    }

    /// Whether what models, functions and others say of an image is withheld from the viewer. `has_read`: the
    /// viewer has given a reading of it, under the panel that it is read against.
    pub fn is_blind(self, panel_is_blind: bool, has_read: bool) -> bool {
        self.is_reader() && reads_blind(panel_is_blind, has_read)
    }
}

/// Whether a reader who looks at an image sees neither models nor measurements nor others. What is shown and how a
/// reading is recorded both follow from this.
pub fn reads_blind(panel_is_blind: bool, has_read: bool) -> bool {
    panel_is_blind && !has_read
}
