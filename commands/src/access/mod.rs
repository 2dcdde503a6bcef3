//! The access record: who came in, who was turned away, who read what, what left the house.
//!
//! Whoever hands something in hears when it is on the disk, and gives no answer before. What was
//! written down within the last minutes is not written again, so that reading costs next to nothing.

mod batch;
mod recent;
mod recorder;

use domain::access::Role;
use domain::event::{AccessRefused, Event, RecordsExported, SignInRefused, SignedIn, SignedOut};
use domain::ids::{PatientId, UserId};
use uuid::Uuid;

use crate::reservations::normalized;
use crate::{CommandError, Commands};
use batch::{Entry, Sighting};
pub(crate) use recorder::Recorder;

/// A person at a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reader {
    /// Who.
    pub user: UserId,
    /// With which role.
    pub role: Role,
    /// Where, such as `GET /api/v1/images/{id}`.
    pub route: &'static str,
}

/// Writes into the access record.
#[derive(Clone, Copy)]
pub struct Access<'a>(&'a Commands);

impl Commands {
    /// The access record.
    pub fn access(&self) -> Access<'_> {
        Access(self)
    }
}

impl Access<'_> {
    /// Whose data an answer shows; of nobody when a list has no row. Give the answer only after
    /// this.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`], [`CommandError::Full`]: it is not written down.
    pub async fn read(
        &self,
        reader: Reader,
        patients: impl IntoIterator<Item = PatientId>,
    ) -> Result<(), CommandError> {
        let at = self.0.now();
        let sighting = Sighting::new(reader, at, patients.into_iter().map(|patient| patient.0));
        let recorder = &self.0.house.recorder;
        match recorder.reads.unsaid(sighting) {
            None => Ok(()),
            Some(sighting) => recorder.record(Entry::Read(sighting)).await,
        }
    }

    /// A person asked for what the role does not allow.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub async fn refused(&self, reader: Reader, subject: Option<Uuid>) -> Result<(), CommandError> {
        let recorder = &self.0.house.recorder;
        let Some(sighting) = recorder.refusals.unsaid(Sighting::new(reader, self.0.now(), subject))
        else {
            return Ok(());
        };
        let Reader { user, role, route } = reader;
        let event = AccessRefused { user, role, route: route.to_owned(), subject };
        recorder.record(Entry::Other(Event::AccessRefused(event))).await?;
        recorder.refusals.said(&sighting);
        Ok(())
    }

    /// A person signed in.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub(crate) async fn signed_in(&self, user: UserId, address: &str) -> Result<(), CommandError> {
        let origin = self.keyed("address", address);
        self.happened(Event::SignedIn(SignedIn { user, origin })).await
    }

    /// A person signed out.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub(crate) async fn signed_out(&self, user: UserId) -> Result<(), CommandError> {
        self.happened(Event::SignedOut(SignedOut { user })).await
    }

    /// Somebody could not sign in under this name.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub(crate) async fn sign_in_refused(
        &self,
        username: &str,
        address: &str,
    ) -> Result<(), CommandError> {
        let name = self.keyed("sign-in", &normalized(username));
        let origin = self.keyed("address", address);
        self.happened(Event::SignInRefused(SignInRefused { name, origin })).await
    }

    /// Data is about to leave the house: all, or a patient's. `what` says how, such as `backup`.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub async fn exported(
        &self,
        what: &str,
        patient: Option<PatientId>,
    ) -> Result<(), CommandError> {
        let event = RecordsExported { what: what.to_owned(), patient };
        self.happened(Event::RecordsExported(event)).await
    }

    async fn happened(&self, event: Event<domain::personal::Personal>) -> Result<(), CommandError> {
        self.0.house.recorder.record(Entry::Other(event)).await
    }

    /// Stands for a text that the record must not hold.
    fn keyed(&self, kind: &str, text: &str) -> String {
        hex::encode(self.0.parts().key.name_key(&format!("access-{kind}"), text))
    }
}
