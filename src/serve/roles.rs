//! What a process does of the work: all of it, or the share that it was given.

use crate::cli::{ProcessRole, ServeArgs};
use crate::failure::Failure;
use crate::house::Places;

/// The roles of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    /// The HTTP interface.
    pub web: bool,
    /// Folds the read models, and does what one process of an installation does: one that has this
    /// role at a time.
    pub projections: bool,
    /// Runs functions.
    pub functions: bool,
}

impl Roles {
    /// Those that the arguments name.
    ///
    /// # Errors
    /// [`Failure::Usage`] when some are left to other processes, which cannot reach the engines.
    pub fn of(arguments: &ServeArgs) -> Result<Self, Failure> {
        let has = |role| arguments.roles.contains(&role);
        let roles = Self {
            web: has(ProcessRole::Web),
            projections: has(ProcessRole::Projections),
            functions: has(ProcessRole::Functions),
        };
        let embedded = Places::of(&arguments.data)?.embedded(&arguments.data)?;
        if !roles.are_all() && !embedded.is_empty() {
            return Err(Failure::Usage(format!(
                "what is kept in the data directory belongs to one process, which takes all roles \
                 (web,projections,functions). To share the work, say where on servers these are: {}",
                embedded.join(", ")
            )));
        }
        Ok(roles)
    }

    /// Whether nothing is left to other processes.
    pub fn are_all(self) -> bool {
        self.web && self.projections && self.functions
    }
}
