//! Fills an installation: staff, patients, cases, images, what was read of them.

use std::convert::Infallible;

use axum::body::Bytes;
use commands::{CaseDetails, PatientDetails, UploadTarget};
use domain::event::Optics;
use domain::ids::{CaseId, ImageId, PatientId};
use domain::panel::{BLOOD_CELL, BLOOD_DISEASE};
use domain::personal::Personal;
use jiff::{SignedDuration, Timestamp};

use super::cases::{CASES, PATIENTS, Person, Pictures, Sent};
use super::drawing::{self, Drawn};
use super::reading::{self, Taken};
use super::staff::{self, Password, TECHNOLOGIST};
use crate::failure::Failure;
use crate::house::House;
use crate::progress::Stage;

/// What an installation is filled with, and how far it is.
pub struct Filling<'a> {
    pub house: &'a House,
    /// Whether images are predicted in this process as they come, so that their predictions can be waited for.
    pub classifies: bool,
}

impl<'a> Filling<'a> {
    /// Of this installation.
    pub fn new(house: &'a House, classifies: bool) -> Self {
        Self { house, classifies }
    }

    /// Does all of it, and gives the passwords of the staff.
    ///
    /// # Errors
    /// What the commands refuse.
    pub async fn run(&self) -> Result<Vec<Password>, Failure> {
        let drawing = tokio::task::spawn_blocking(drawing::draw);
        let mut passwords = Vec::new();
        for member in staff::AT_FIRST {
            passwords.push(staff::admit(self.house, member).await?);
        }
        // There is an administrator: who has the set-up link can do nothing with it.
        crate::serve::forget_setup_link(&self.house.directory);
        let mut patients = Vec::new();
        for person in &PATIENTS {
            patients.push(self.register(person).await?);
        }
        let drawn = drawing.await??;
        let mut stage = Stage::begin("taking images in");
        let of = drawn.iter().map(Vec::len).sum::<usize>() as u64;
        let (mut cases, mut done) = (Vec::new(), 0);
        for (sent, images) in CASES.iter().zip(drawn) {
            let case = self.open(sent, patients[sent.patient]).await?;
            let mut taken = Vec::new();
            for (number, image) in images.into_iter().enumerate() {
                let target = self.target(sent, patients[sent.patient], case, &image)?;
                taken.push(self.upload(sent, number, target, image).await?);
                done += 1;
                stage.at(done, done, of);
            }
            cases.push((case, taken));
        }
        stage.end();
        reading::all(self, &cases).await?;
        passwords.push(staff::admit(self.house, staff::last()).await?);
        Ok(passwords)
    }

    async fn register(&self, person: &Person) -> Result<PatientId, Failure> {
        let context = TECHNOLOGIST.does(person.number);
        let details = PatientDetails {
            number: Personal::new(person.number),
            name: Personal::new(person.name),
            sex: Some(Personal::new(person.sex)),
            born_on: Some(Personal::new(person.born_on)),
            notes: Some(Personal::new("Invented for the demonstration.")),
        };
        Ok(self.house.commands.register_patient(&context, details).await?.value)
    }

    async fn open(&self, sent: &Sent, patient: PatientId) -> Result<CaseId, Failure> {
        let context = TECHNOLOGIST.does(sent.accession);
        let ago = |minutes| Timestamp::now() - SignedDuration::from_mins(minutes);
        let details = CaseDetails {
            accession: Some(Personal::new(sent.accession)),
            specimen: sent.specimen,
            collected_at: Some(ago(sent.received + 25)),
            received_at: ago(sent.received),
            stain: Some("drawn as May-Grünwald-Giemsa".to_owned()),
            priority: sent.priority,
            clinical_details: Some(Personal::new(sent.details)),
        };
        Ok(self.house.commands.open_case(&context, patient, details).await?.value)
    }

    fn target(
        &self,
        sent: &Sent,
        patient: PatientId,
        case: CaseId,
        image: &Drawn,
    ) -> Result<UploadTarget, Failure> {
        let panel = match sent.pictures {
            Pictures::Cells(_) => BLOOD_CELL,
            Pictures::Fields(..) | Pictures::Nothing => BLOOD_DISEASE,
        };
        let optics = Optics {
            objective: None,
            microns_per_pixel: Some(image.pixel),
            scanner: Some("drawn, not photographed".to_owned()),
        };
        let request = super::id(sent.accession);
        Ok(UploadTarget { patient, case: Some(case), panel: panel.parse()?, optics, request })
    }

    async fn upload(
        &self,
        sent: &Sent,
        number: usize,
        target: UploadTarget,
        image: Drawn,
    ) -> Result<Taken, Failure> {
        let what = if target.panel.as_str() == BLOOD_CELL { "cell" } else { "field" };
        // The name tells nothing of what was drawn.
        let name = format!("{what}-{:02}.jpg", number + 1);
        let context = TECHNOLOGIST.does(&format!("{} {name}", sent.accession));
        let body = futures::stream::iter([Ok::<_, Infallible>(Bytes::from(image.jpeg))]);
        let item = self.house.commands.receive_file(&context, &target, name, body).await?;
        let refused = || Failure::failed(item.problem.as_deref().unwrap_or("an image was refused"));
        let id: ImageId = item.id.ok_or_else(refused)?;
        Ok(Taken { id, panel: target.panel, truth: image.truth })
    }
}
