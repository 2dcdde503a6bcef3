//! Patients: entered under a unique number, corrected, removed from work; merged, held, erased.

use domain::access::Action;
use domain::event::{Event, NameKind};
use domain::ids::PatientId;
use domain::patient::{self, Patient};
use domain::personal::{Opened, Personal};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done, PatientCorrection, PatientDetails};

mod erasure;
mod holds;
mod merge;

impl Commands {
    /// Enters a patient, whose id is the command's.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when something is unfit or the number is another patient's.
    pub async fn register_patient(
        &self,
        context: &Context,
        details: PatientDetails,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let (id, today) = (PatientId(context.command), self.today());
        let stream = id.stream();
        let number = self.name(NameKind::PatientNumber, details.number.reveal());
        let before = self.load::<Patient>(&stream, context.command).await?;
        let mut held = Timestamp::MAX;
        if before.state.is_none() {
            patient::register(id, details.clone(), today)?;
            held = self.reserve(context, &number, &stream).await?;
        }
        let decide = |state: Option<&Patient>| match state {
            Some(_) => Ok(vec![]),
            None => {
                self.still_held(held)?;
                Ok(patient::register(id, details.clone(), today)?)
            }
        };
        let done = self.execute(context, &stream, decide).await?;
        self.confirm_quietly(context, &number, &stream).await;
        Ok(done.map(|_| id))
    }

    /// Corrects what is known of a patient. A corrected number is reserved first, and the old one
    /// is released last.
    ///
    /// # Errors
    /// [`CommandError::Refused`], [`CommandError::Precondition`]
    pub async fn correct_patient(
        &self,
        context: &Context,
        id: PatientId,
        wanted: PatientCorrection,
        if_match: Option<u64>,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let (stream, today) = (id.stream(), self.today());
        let loaded = self.load::<Patient>(&stream, context.command).await?;
        let (again, before) = (loaded.is_done(), loaded.found("patient")?);
        let decide = |state: Option<&Patient>| {
            let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
            unchanged(if_match, state.revision)?;
            Ok(patient::correct(state, wanted.clone(), today)?)
        };
        let taken = if again { None } else { self.new_number(&before, &decide(Some(&before))?) };
        let mut held = Timestamp::MAX;
        if let Some(number) = &taken {
            held = self.reserve(context, number, &stream).await?;
        }
        let done = self.execute(context, &stream, |state| {
            self.still_held(held)?;
            decide(state)
        });
        let done = done.await?;
        if let Some(number) = &taken {
            self.confirm_quietly(context, number, &stream).await;
            self.release_number(context, &before, &stream).await;
        }
        Ok(done.map(|_| id))
    }

    /// Removes a patient from work. The history stays; the number is free again.
    ///
    /// # Errors
    /// [`CommandError::NotFound`], [`CommandError::Precondition`]
    pub async fn remove_patient(
        &self,
        context: &Context,
        id: PatientId,
        reason: Option<Personal>,
        if_match: Option<u64>,
    ) -> Result<Done<PatientId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let stream = id.stream();
        let decide = |state: Option<&Patient>| {
            let state = state.ok_or(CommandError::NotFound { what: "patient" })?;
            unchanged(if_match, state.revision)?;
            Ok(patient::remove(state, reason.clone())?)
        };
        let done = self.execute::<Patient, _>(context, &stream, decide).await?;
        if let Some(patient) = &done.value {
            self.release_number(context, patient, &stream).await;
        }
        Ok(done.map(|_| id))
    }

    /// A patient's present state.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn load_patient(&self, id: PatientId) -> Result<Patient, CommandError> {
        self.load(&id.stream(), uuid::Uuid::nil()).await?.found("patient")
    }

    /// The record that a patient's cases and images are of: the one that stays when it was merged.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn survivor(&self, id: PatientId) -> Result<Patient, CommandError> {
        let mut patient = self.load_patient(id).await?;
        while let Some(into) = patient.merged_into {
            patient = self.load_patient(into).await?;
        }
        Ok(patient)
    }

    /// The same, when there is work on it: what every command on a case or an image asks first.
    pub(crate) async fn in_work(&self, id: PatientId) -> Result<Patient, CommandError> {
        let patient = self.survivor(id).await?;
        patient.in_work()?;
        Ok(patient)
    }

    /// The number that a correction takes, when it is another name than the present one.
    fn new_number(
        &self,
        before: &Patient,
        events: &[Event<Personal>],
    ) -> Option<crate::reservations::Name> {
        let number = events.iter().find_map(|event| match event {
            Event::PatientCorrected(e) => e.number.as_ref(),
            _ => None,
        })?;
        let new = self.name(NameKind::PatientNumber, number.reveal());
        let known = before.number.known().map(|text| self.name(NameKind::PatientNumber, text));
        (known.as_ref() != Some(&new)).then_some(new)
    }

    pub(crate) async fn release_number(&self, context: &Context, patient: &Patient, stream: &str) {
        if let Opened::Known(number) = &patient.number {
            let number = self.name(NameKind::PatientNumber, number.reveal());
            self.release_quietly(context, &number, stream).await;
        }
    }

    /// The day it is anywhere on Earth: nobody is refused for being born today further east.
    fn today(&self) -> Date {
        let easternmost = self.now().saturating_add(SignedDuration::from_hours(14));
        easternmost.unwrap_or(Timestamp::MAX).to_zoned(TimeZone::UTC).date()
    }
}
