//! Cases: opened for a patient, with a unique accession number when there is one; corrected;
//! withdrawn.

use domain::access::Action;
use domain::case::{self, Case};
use domain::event::{Event, NameKind};
use domain::ids::{CaseId, PatientId};
use domain::personal::{Opened, Personal};
use jiff::Timestamp;

use crate::execute::unchanged;
use crate::reservations::Name;
use crate::{CaseCorrection, CaseDetails, CommandError, Commands, Context, Done};

mod withdrawal;

impl Commands {
    /// Opens a case for a patient in work. Its id is the command's.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] without such a patient; [`CommandError::Refused`] when the
    /// patient was removed, something is unfit, or the accession number is another case's.
    pub async fn open_case(
        &self,
        context: &Context,
        patient: PatientId,
        details: CaseDetails,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let id = CaseId(context.command);
        let stream = id.stream();
        let accession = details.accession.as_ref().filter(|text| !text.is_empty());
        let accession = accession.map(|text| self.name(NameKind::Accession, text.reveal()));
        let before = self.load::<Case>(&stream, context.command).await?;
        let mut held = Timestamp::MAX;
        if before.state.is_none() {
            self.load_patient(patient).await?.in_work()?;
            case::open(id, patient, details.clone())?;
            held = self.reserve_accession(context, accession.as_ref(), &stream).await?;
        }
        let decide = |state: Option<&Case>| match state {
            Some(_) => Ok(vec![]),
            None => {
                self.still_held(held)?;
                Ok(case::open(id, patient, details.clone())?)
            }
        };
        let done = self.execute(context, &stream, decide).await?;
        if let Some(accession) = &accession {
            self.confirm_quietly(context, accession, &stream).await;
        }
        Ok(done.map(|_| id))
    }

    /// Corrects what is known of a case. A corrected accession number is reserved first, and the
    /// old one is released last.
    ///
    /// # Errors
    /// [`CommandError::Refused`], [`CommandError::Precondition`]
    pub async fn correct_case(
        &self,
        context: &Context,
        id: CaseId,
        wanted: CaseCorrection,
        if_match: Option<u64>,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let stream = id.stream();
        let loaded = self.load::<Case>(&stream, context.command).await?;
        let (again, before) = (loaded.is_done(), loaded.found("case")?);
        if !again {
            self.in_work(before.patient).await?;
        }
        let decide = |state: Option<&Case>| {
            let state = state.ok_or(CommandError::NotFound { what: "case" })?;
            unchanged(if_match, state.case_revision)?;
            Ok(case::correct(state, wanted.clone())?)
        };
        let events = if again { vec![] } else { decide(Some(&before))? };
        let old = before.accession.as_ref().and_then(Opened::known);
        let old = old.map(|text| self.name(NameKind::Accession, text));
        let new = corrected_accession(&events);
        let taken = new
            .filter(|text| !text.is_empty())
            .map(|text| self.name(NameKind::Accession, text.reveal()))
            .filter(|name| old.as_ref() != Some(name));
        let held = self.reserve_accession(context, taken.as_ref(), &stream).await?;
        let done = self.execute(context, &stream, |state| {
            self.still_held(held)?;
            decide(state)
        });
        let done = done.await?;
        if let Some(name) = &taken {
            self.confirm_quietly(context, name, &stream).await;
        }
        let given_up = taken.is_some() || new.is_some_and(Personal::is_empty);
        if let Some(old) = old.filter(|_| given_up) {
            self.release_quietly(context, &old, &stream).await;
        }
        Ok(done.map(|_| id))
    }

    /// A case's present state.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn load_case(&self, id: CaseId) -> Result<Case, CommandError> {
        self.load(&id.stream(), uuid::Uuid::nil()).await?.found("case")
    }

    /// Decides on a case of a patient in work. What the same command did before stands, whatever
    /// became of the patient since.
    pub(crate) async fn change_case(
        &self,
        context: &Context,
        id: CaseId,
        decide: impl Fn(&Case) -> Result<Vec<Event<Personal>>, CommandError>,
    ) -> Result<Done<Case>, CommandError> {
        let missing = || CommandError::NotFound { what: "case" };
        let stream = id.stream();
        let loaded = self.load::<Case>(&stream, context.command).await?;
        if !loaded.is_done() {
            self.in_work(loaded.found("case")?.patient).await?;
        }
        let decide = |state: Option<&Case>| decide(state.ok_or_else(missing)?);
        let Done { value, position, changed } = self.execute(context, &stream, decide).await?;
        Ok(Done { value: value.ok_or_else(missing)?, position, changed })
    }

    async fn reserve_accession(
        &self,
        context: &Context,
        accession: Option<&Name>,
        owner: &str,
    ) -> Result<Timestamp, CommandError> {
        match accession {
            Some(accession) => self.reserve(context, accession, owner).await,
            None => Ok(Timestamp::MAX),
        }
    }
}

fn corrected_accession(events: &[Event<Personal>]) -> Option<&Personal> {
    events.iter().find_map(|event| match event {
        Event::CaseCorrected(e) => e.accession.as_ref(),
        _ => None,
    })
}
