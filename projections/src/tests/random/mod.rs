//! Events that could happen, in any order that could happen; late ones too.

mod cases;
mod events;
mod images;

use domain::access::Role;
use domain::event::*;
use domain::ids::{CaseId, ImageId, PatientId, Sha256, UserId};
use domain::panel::Label;
use domain::personal::Personal;
use domain::verdict::Verdict;
use uuid::Uuid;

pub(in crate::tests) use events::*;

use crate::tests::lab::personal;

struct Image {
    id: ImageId,
    number: u8,
    patient: usize,
    panel: &'static str,
    voided: bool,
    verdict: Option<Verdict>,
}

/// What has happened so far, as far as it decides what can happen next.
#[derive(Default)]
pub(in crate::tests) struct World {
    users: Vec<UserId>,
    pub(in crate::tests) patients: Vec<PatientId>,
    pub(in crate::tests) cases: Vec<(CaseId, usize)>,
    images: Vec<Image>,
    /// The records that were merged, and into which.
    merged: Vec<(usize, usize)>,
    erased: Vec<usize>,
    panels: u32,
    models: u8,
}

/// So many choices there are.
pub(in crate::tests) const CHOICES: u8 = 32;

const PANELS: [&str; 2] = ["blood-cell", "blood-disease"];

impl World {
    pub(in crate::tests) fn images(&self) -> Vec<ImageId> {
        self.images.iter().map(|image| image.id).collect()
    }

    /// The events that one random choice comes to; none when it cannot happen yet.
    pub(in crate::tests) fn next(&mut self, what: u8, which: u16) -> Vec<Event<Personal>> {
        let pick = which as usize;
        match what % CHOICES {
            0 => self.user(pick),
            1 => vec![self.patient()],
            2..=4 => self.change_patient(what, pick),
            5 | 6 => self.case(pick),
            7 => self.panel_or_model(pick),
            8..=11 => self.upload(pick),
            12..=19 => self.image(what, pick),
            20..=25 => self.conclude_and_alarm(what, pick),
            26 | 27 => self.suspect(pick),
            28 => self.move_within(pick),
            29 => self.move_to_another(pick),
            30 => self.merge(pick),
            _ => self.hold(pick),
        }
    }

    fn user(&mut self, pick: usize) -> Vec<Event<Personal>> {
        let Some(&user) = self.users.get(pick % (self.users.len() + 1)) else {
            let user = UserId(Uuid::from_u128(100 + self.users.len() as u128));
            self.users.push(user);
            let (username, full_name) = (personal("ünal"), personal("Reader Ünal"));
            let role = Role::Technologist;
            return vec![Event::UserRegistered(UserRegistered { user, username, full_name, role })];
        };
        vec![match pick / 2 % 4 {
            0 => Event::UserRenamed(UserRenamed { user, full_name: personal("Reader B") }),
            1 => Event::RoleChanged(RoleChanged { user, role: Role::Auditor }),
            2 => Event::UserDeactivated(UserDeactivated { user }),
            _ => Event::UserReactivated(UserReactivated { user }),
        }]
    }

    fn patient(&mut self) -> Event<Personal> {
        let patient = PatientId(Uuid::from_u128(1000 + self.patients.len() as u128));
        self.patients.push(patient);
        patient_registered(patient, &format!("Zoë {}", self.patients.len()))
    }

    fn change_patient(&mut self, what: u8, pick: usize) -> Vec<Event<Personal>> {
        let Some(&patient) = self.patients.get(pick % self.patients.len().max(1)) else {
            return vec![];
        };
        if (what, pick % 3) == (4, 0) {
            return self.erase(pick % self.patients.len());
        }
        vec![match (what, pick % 3) {
            (3, 0) => Event::PatientRemoved(PatientRemoved { patient, reason: None }),
            _ => Event::PatientCorrected(PatientCorrected {
                patient,
                number: None,
                name: Some(personal(&format!("Name {pick}"))),
                sex: Some(personal("")),
                born_on: Some(personal("1970-01-02")),
                notes: None,
            }),
        }]
    }

    fn case(&mut self, pick: usize) -> Vec<Event<Personal>> {
        if self.patients.is_empty() {
            return vec![];
        }
        let priority = [Priority::Routine, Priority::Urgent, Priority::Stat][pick % 3];
        let Some(&(case, patient)) = self.cases.get(pick % (self.cases.len() + 1)) else {
            let case = CaseId(Uuid::from_u128((2000 + self.cases.len() as u128) << 96));
            let patient = pick % self.patients.len();
            self.cases.push((case, patient));
            return vec![case_opened(case, self.patients[patient], priority)];
        };
        vec![Event::CaseCorrected(CaseCorrected {
            case,
            patient: self.patients[patient],
            accession: None,
            specimen: None,
            collected_at: Some(received()),
            received_at: None,
            stain: Some("May-Grünwald-Giemsa".into()),
            priority: Some(priority),
            clinical_details: Some(personal("pallor")),
        })]
    }

    /// The label as this revision has it.
    fn revised(&self, label: Label) -> Label {
        let critical = label.icd10.is_some() && self.panels.is_multiple_of(2);
        Label { name: format!("{} {}", label.name, self.panels), critical, ..label }
    }

    fn panel_or_model(&mut self, pick: usize) -> Vec<Event<Personal>> {
        self.panels += 1;
        if self.panels == 1 {
            return PANELS.map(panel_defined).to_vec();
        }
        let (name, number) = (PANELS[pick % 2], self.models);
        vec![match pick / 2 % 4 {
            0 => Event::PanelRevised(PanelRevised {
                panel: panel(name),
                version: self.panels,
                title: "Blood".into(),
                // What is critical changes; what was said before stays what it was.
                labels: labels().into_iter().map(|label| self.revised(label)).collect(),
                critical_threshold: 0.2,
                blind: pick.is_multiple_of(5),
            }),
            1 if number > 0 => {
                Event::ModelActivated(ModelActivated { panel: panel(name), model: model(number) })
            }
            2 if number > 0 => model_evaluated(number, (pick % 101) as u32),
            _ => {
                self.models += 1;
                model_registered(self.models, name)
            }
        }]
    }

    fn upload(&mut self, pick: usize) -> Vec<Event<Personal>> {
        let Some(&(case, patient)) = self.cases.get(pick % self.cases.len().max(1)) else {
            return vec![];
        };
        let panel = PANELS[pick % 2];
        let number = self.images.len() as u8;
        vec![self.arrive(number, case, patient, panel)]
    }

    fn arrive(
        &mut self,
        number: u8,
        case: CaseId,
        patient: usize,
        panel: &'static str,
    ) -> Event<Personal> {
        let id = ImageId::of(self.patients[patient], &Sha256([number; 32]));
        self.images.push(Image { id, number, patient, panel, voided: false, verdict: None });
        image_uploaded(self.patients[patient], case, panel, number)
    }

    fn merge(&mut self, pick: usize) -> Vec<Event<Personal>> {
        let count = self.patients.len().max(1);
        let (from, into) = (pick % count, pick / count % count);
        let alive = |id: usize| id < self.patients.len() && !self.erased.contains(&id);
        let circle = self.root(into) == from;
        if !alive(from) || !alive(into) || self.root(from) != from || circle {
            return vec![];
        }
        self.merged.push((from, into));
        merged(self.patients[from], self.patients[into]).to_vec()
    }

    /// The record that shows all that a record has.
    fn root(&self, id: usize) -> usize {
        let into = self.merged.iter().find(|(from, _)| *from == id);
        into.map_or(id, |(_, into)| self.root(*into))
    }

    /// Erases the record that stays, then those that became part of it.
    fn erase(&mut self, pick: usize) -> Vec<Event<Personal>> {
        let root = self.root(pick);
        let parts = (0..self.patients.len()).filter(|id| *id != root && self.root(*id) == root);
        let all: Vec<usize> = std::iter::once(root).chain(parts).collect();
        self.erased.extend(&all);
        let erased = |id: usize| PatientErased { patient: self.patients[id] };
        all.into_iter().map(erased).map(Event::PatientErased).collect()
    }

    fn hold(&self, pick: usize) -> Vec<Event<Personal>> {
        let Some(&patient) = self.patients.get(pick % self.patients.len().max(1)) else {
            return vec![];
        };
        let reason = personal("a lawsuit");
        vec![match pick % 2 {
            0 => Event::LegalHoldPlaced(LegalHoldPlaced { patient, reason }),
            _ => Event::LegalHoldLifted(LegalHoldLifted { patient, reason }),
        }]
    }

    /// The cases of whoever a record is.
    fn cases_of(&self, patient: usize) -> Vec<CaseId> {
        let root = self.root(patient);
        let own = |(_, owner): &&(CaseId, usize)| self.root(*owner) == root;
        self.cases.iter().filter(own).map(|(id, _)| *id).collect()
    }
}
