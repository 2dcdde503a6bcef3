//! Where the state is kept: in the data directory, or in a schema of a MySQL or MariaDB server. It
//! holds the keys of all personal data and is never rebuilt, so no command may begin it anew where
//! one is already, or work with another installation's: the data directory remembers where it is, and
//! the state knows whose it is.

use infra::directory::Paths;
use infra::sql::{self, Engine, sqlite_url};
use infra::state::{Copied, Hold, Snapshot, State, StateError, copy};
use infra::vault::InstallationKey;
use uuid::Uuid;

use super::waiting::until_there;
use super::{EMBEDDED, remembered, server};
use crate::cli::DataArgs;
use crate::failure::Failure;

/// Where the state is kept.
#[derive(Clone, PartialEq)]
pub enum Place {
    /// In the data directory.
    Embedded,
    /// In the schema of this address, which may hold a password.
    Server(String),
}

/// The schema version that a state has, and the one that this program brings it to.
pub struct Version {
    /// None where there is no state yet.
    pub found: Option<i64>,
    /// The newest that this program knows.
    pub known: i64,
}

impl Place {
    /// What the options say, or else what the data directory remembers.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an option that names another place than the one that has the state.
    pub fn of(arguments: &DataArgs) -> Result<Self, Failure> {
        let paths = Paths::new(&arguments.data_dir);
        let said = arguments.state.as_deref().map(Self::read);
        let known = match remembered::read(&paths.state_url())? {
            Some(url) => Some(Self::read(&url)),
            None if paths.state().try_exists().unwrap_or(false) => Some(Self::Embedded),
            None => None,
        };
        match (said, known) {
            (Some(said), Some(known)) if said.name() != known.name() => Err(moved(&said, &known)),
            (said, known) => Ok(said.or(known).unwrap_or(Self::Embedded)),
        }
    }

    /// What the options say, for a data directory that is still to be made.
    pub fn said(arguments: &DataArgs) -> Self {
        arguments.state.as_deref().map_or(Self::Embedded, Self::read)
    }

    /// The option was looked at when it was read.
    fn read(text: &str) -> Self {
        if text == EMBEDDED { Self::Embedded } else { Self::Server(text.to_owned()) }
    }

    /// How people call it.
    pub fn name(&self) -> String {
        match self {
            Self::Embedded => "the data directory".to_owned(),
            Self::Server(url) => server::place(url).unwrap_or_default(),
        }
    }

    /// Refuses two installations whose states would be in one schema.
    ///
    /// # Errors
    /// When they would.
    pub fn check_apart(&self, other: &Self) -> Result<(), Failure> {
        match self == &Self::Embedded || self.name() != other.name() {
            true => Ok(()),
            false => Err(Failure::Usage(
                "the states of both sides would be in one schema: name another".to_owned(),
            )),
        }
    }

    /// Opens it for work, and remembers it. Only an installation that has not `begun` gets a state
    /// that is nobody's yet.
    ///
    /// # Errors
    /// A server that does not answer, a state that is missing or another installation's.
    pub async fn open(
        &self,
        paths: &Paths,
        key: &InstallationKey,
        begun: bool,
    ) -> Result<State, Failure> {
        let Self::Server(url) = self else {
            if begun && !paths.state().try_exists()? {
                return Err(self.missing());
            }
            let state = State::open(&sqlite_url(&paths.state())).await?;
            self.look(state.installation().claim(identity(key)).await)?;
            return Ok(state);
        };
        let state = until_there("the state", is_away, || State::open(url)).await;
        let state = self.look(state)?;
        match begun {
            true => self.is_ours(&state, key).await?,
            false => self.look(state.installation().claim(identity(key)).await)?,
        }
        remembered::write(&paths.state_url(), url)?;
        Ok(state)
    }

    /// Brings another state here, whole or not at all, and remembers that it is here.
    ///
    /// # Errors
    /// A server that does not answer, or has another installation's state.
    pub async fn receive(&self, from: &State, paths: &Paths) -> Result<Copied, Failure> {
        let to = self.look(State::open(&self.url(paths)).await)?;
        let copied = copy(from, &to).await;
        to.close().await;
        let copied = self.look(copied)?;
        if let Self::Server(url) = self {
            remembered::write(&paths.state_url(), url)?;
        }
        Ok(copied)
    }

    fn url(&self, paths: &Paths) -> String {
        match self {
            Self::Embedded => sqlite_url(&paths.state()),
            Self::Server(url) => url.clone(),
        }
    }

    /// Opens it to be looked at; a server may run beside it.
    ///
    /// # Errors
    /// As [`Place::open`].
    pub async fn open_to_read(
        &self,
        paths: &Paths,
        key: &InstallationKey,
    ) -> Result<State, Failure> {
        let url = match self {
            Self::Embedded => sqlite_url(&std::fs::canonicalize(paths.state())?),
            Self::Server(url) => url.clone(),
        };
        let state = self.look(State::open(&url).await)?;
        match (self, state.installation().identity().await?) {
            // Written by a version that did not say whose it is.
            (Self::Embedded, None) => {}
            _ => self.is_ours(&state, key).await?,
        }
        Ok(state)
    }

    /// Has it for this process alone.
    ///
    /// # Errors
    /// When another process has it.
    pub async fn hold(&self, state: &State) -> Result<Hold, Failure> {
        let held = self.look(Hold::take(state).await)?;
        held.ok_or_else(|| {
            Failure::failed(format!(
                "the state at {} is in use by another HemaClassify",
                self.name()
            ))
        })
    }

    /// Refuses a schema in which something is, before a state is brought into it.
    ///
    /// # Errors
    /// A server that does not answer.
    pub async fn check_empty(&self) -> Result<(), Failure> {
        let Self::Server(url) = self else { return Ok(()) };
        let state = self.look(State::open(url).await)?;
        let held = self.look(Snapshot::take(&state).await)?.measure().await?;
        state.close().await;
        match held.rows {
            0 => Ok(()),
            _ => Err(Failure::failed(format!(
                "{} holds a state already: restore into an empty schema",
                self.name()
            ))),
        }
    }

    /// Which version of its schema it has, without changing it.
    ///
    /// # Errors
    /// A server that does not answer.
    pub async fn version(&self, paths: &Paths) -> Result<Version, Failure> {
        let (found, engine) = match self {
            Self::Embedded => (sql::version(&paths.state()).await?, Engine::Sqlite),
            Self::Server(url) => (self.look(sql::version_on(url).await)?, Engine::MySql),
        };
        Ok(Version { found, known: sql::STATE.newest(engine) })
    }

    async fn is_ours(&self, state: &State, key: &InstallationKey) -> Result<(), Failure> {
        match state.installation().identity().await? {
            None => Err(self.missing()),
            Some(_) => self.look(state.installation().check(identity(key)).await),
        }
    }

    fn look<T, E: Into<StateError>>(&self, outcome: Result<T, E>) -> Result<T, Failure> {
        outcome.map_err(|error| match error.into() {
            StateError::Another => Failure::failed(format!(
                "the state in {} is another installation's: its keys were made under another \
                 installation.key",
                self.name()
            )),
            error => {
                Failure::failed(format!("the state in {} cannot be used: {error}", self.name()))
            }
        })
    }

    fn missing(&self) -> Failure {
        Failure::failed(format!(
            "the state of this installation is not in {}: nobody can sign in and nothing personal can \
             be read without it. Say where it is with --state, or restore a backup",
            self.name()
        ))
    }
}

/// What a state that belongs to this key is known by.
fn identity(key: &InstallationKey) -> Uuid {
    let derived =
        u128::from_be_bytes(*key.derive("state").first_chunk().expect("of 32 bytes there are 16"));
    Uuid::from_u128(derived)
}

fn is_away(error: &StateError) -> bool {
    matches!(error, StateError::Unavailable(_))
}

fn moved(said: &Place, known: &Place) -> Failure {
    Failure::Usage(format!(
        "the state is kept in {}, and --state says {}. To move it: hemaclassify transfer",
        known.name(),
        said.name()
    ))
}
