//! Events that could happen, in any order that could happen; late ones too.

use domain::access::Role;
use domain::event::*;
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use domain::panel::{Label, Unit};
use domain::personal::Personal;
use domain::verdict::{Basis, ReadingMode, Verdict};
use jiff::Timestamp;
use uuid::Uuid;

use super::lab::{READER, personal};

pub(super) fn panel(name: &str) -> PanelId {
    name.parse().unwrap()
}

pub(super) fn label(name: &str) -> LabelId {
    name.parse().unwrap()
}

pub(super) fn model(number: u8) -> ModelId {
    ModelId(Sha256([number; 32]))
}

pub(super) fn received() -> Timestamp {
    "2026-03-01T08:30:00.000000999Z".parse().unwrap()
}

pub(super) fn labels() -> Vec<Label> {
    let label = |id: &str, name: &str| Label {
        id: label(id),
        name: name.to_owned(),
        code: id[..3].to_uppercase(),
        icd10: None,
        critical: false,
        retired: false,
    };
    vec![label("neutrophil", "neutrophil"), label("basophil", "basophil")]
}

pub(super) fn panel_defined(name: &str) -> Event<Personal> {
    let (panel, title) = (panel(name), name.to_owned());
    Event::PanelDefined(PanelDefined {
        panel,
        title,
        unit: Unit::Cell,
        labels: labels(),
        critical_threshold: 0.1,
    })
}

pub(super) fn model_registered(number: u8, of: &str) -> Event<Personal> {
    Event::ModelRegistered(ModelRegistered {
        model: model(number),
        name: format!("pack-{number}"),
        architecture: "hrnet_w18_small".into(),
        panel: panel(of),
        panel_version: 1,
        labels: vec![label("neutrophil"), label("basophil")],
        statement: "research use only, not for diagnostic procedures".into(),
        licence: "CC-BY-4.0".into(),
        card: "# Card".into(),
    })
}

pub(super) fn patient_registered(patient: PatientId, name: &str) -> Event<Personal> {
    Event::PatientRegistered(PatientRegistered {
        patient,
        number: personal(&format!("P-{name}")),
        name: personal(name),
        sex: Some(personal("female")),
        born_on: None,
        notes: None,
    })
}

pub(super) fn case_opened(case: CaseId, patient: PatientId, priority: Priority) -> Event<Personal> {
    Event::CaseOpened(CaseOpened {
        case,
        patient,
        accession: Some(personal(&format!("A-{}", case.0.as_fields().0))),
        specimen: Specimen::PeripheralBlood,
        collected_at: None,
        received_at: received(),
        stain: None,
        priority,
        clinical_details: None,
        implicit: false,
    })
}

/// An image's digest is made of its number, so that it is told by its name.
pub(super) fn image_uploaded(
    patient: PatientId,
    case: CaseId,
    of: &str,
    number: u8,
) -> Event<Personal> {
    let sha256 = Sha256([number; 32]);
    Event::ImageUploaded(ImageUploaded {
        image: ImageId::of(patient, &sha256),
        patient,
        case,
        panel: panel(of),
        file_name: personal(&format!("smear-{number}.jpg")),
        sha256,
        format: ImageFormat::Jpeg,
        bytes: 1000 + u64::from(number),
        width: 360,
        height: 363,
        optics: Optics::default(),
        uploaded_at: received(),
        uploaded_by: READER,
    })
}

pub(super) fn predicted(image: ImageId, of: &str, by: u8, uncertainty: f64) -> Event<Personal> {
    let inside = uncertainty < 0.95;
    let reasons = if inside { vec![] } else { vec!["unlike the training images".to_owned()] };
    Event::PredictionRecorded(PredictionRecorded {
        image,
        model: model(by),
        panel: panel(of),
        label: label(if by.is_multiple_of(2) { "neutrophil" } else { "basophil" }),
        confidence: 1.0 - uncertainty / 2.0,
        uncertainty,
        familiarity: Familiarity { inside, energy: -3.5, threshold: -1.0, reasons },
        probabilities: vec![Probability { label: label("neutrophil"), p: 1.0 / 3.0 }],
        device: "cpu".into(),
        precision: "f32".into(),
        duration_us: 12_345,
    })
}

pub(super) fn reading(image: ImageId, patient: PatientId, verdict: &Verdict) -> Event<Personal> {
    Event::ReadingRecorded(ReadingRecorded {
        image,
        patient,
        reader: READER,
        verdict: verdict.clone(),
        mode: ReadingMode::Aided,
        models: vec![],
        comment: Some(personal("large granules")),
        reason: None,
    })
}

pub(super) fn final_verdict(image: ImageId, verdict: &Verdict) -> Event<Personal> {
    let (verdict, basis) = (verdict.clone(), Basis::SingleReader);
    Event::FinalVerdictRecorded(FinalVerdictRecorded { image, verdict, basis, reader: READER })
}

struct Image {
    id: ImageId,
    patient: usize,
    panel: &'static str,
    voided: bool,
    verdict: Option<Verdict>,
}

/// What has happened so far, as far as it decides what can happen next.
#[derive(Default)]
pub(super) struct World {
    users: Vec<UserId>,
    pub(super) patients: Vec<PatientId>,
    pub(super) cases: Vec<(CaseId, usize)>,
    images: Vec<Image>,
    panels: u32,
    models: u8,
}

const PANELS: [&str; 2] = ["blood-cell", "blood-disease"];

impl World {
    pub(super) fn images(&self) -> Vec<ImageId> {
        self.images.iter().map(|image| image.id).collect()
    }

    /// The events that one random choice comes to; none when it cannot happen yet.
    pub(super) fn next(&mut self, what: u8, which: u16) -> Vec<Event<Personal>> {
        let pick = which as usize;
        match what % 20 {
            0 => self.user(pick),
            1 => vec![self.patient()],
            2..=4 => self.change_patient(what, pick),
            5 | 6 => self.case(pick),
            7 => self.panel_or_model(pick),
            8..=11 => self.upload(pick),
            _ => self.image(what, pick),
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
        vec![match pick % 4 {
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
        vec![match (what, pick % 3) {
            (3, 0) => Event::PatientRemoved(PatientRemoved { patient, reason: None }),
            (4, 0) => Event::PatientErased(PatientErased { patient }),
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

    fn panel_or_model(&mut self, pick: usize) -> Vec<Event<Personal>> {
        self.panels += 1;
        if self.panels == 1 {
            return PANELS.map(panel_defined).to_vec();
        }
        let (name, number) = (PANELS[pick % 2], self.models);
        vec![match pick % 3 {
            0 => Event::PanelRevised(PanelRevised {
                panel: panel(name),
                version: self.panels,
                title: "Blood".into(),
                labels: labels(),
                critical_threshold: 0.2,
            }),
            1 if number > 0 => {
                Event::ModelActivated(ModelActivated { panel: panel(name), model: model(number) })
            }
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
        let event = image_uploaded(self.patients[patient], case, panel, self.images.len() as u8);
        if let Event::ImageUploaded(e) = &event {
            let id = e.image;
            self.images.push(Image { id, patient, panel, voided: false, verdict: None });
        }
        vec![event]
    }

    fn image(&mut self, what: u8, pick: usize) -> Vec<Event<Personal>> {
        let index = pick % self.images.len().max(1);
        let Some(image) = self.images.get_mut(index) else { return vec![] };
        let (id, patient) = (image.id, self.patients[image.patient]);
        let verdicts = ["neutrophil", "basophil", "uncertain", "unsuitable"];
        let verdict: Verdict = verdicts[pick % 4].parse().unwrap();
        match what % 20 {
            12 => vec![Event::RenditionsAttached(RenditionsAttached {
                image: id,
                thumbnail: (254, 256),
                preview: (360, 363),
                tiles: None,
            })],
            13 => vec![Event::PredictionFailed(PredictionFailed {
                image: id,
                model: model(1),
                reason: "the file is damaged".into(),
            })],
            14 | 15 => {
                let uncertainty = f64::from(pick as u16 % 101) / 100.0;
                vec![predicted(id, image.panel, (pick % 3) as u8, uncertainty)]
            }
            16 | 17 if !image.voided => {
                let previous = image.verdict.replace(verdict.clone());
                let last = match previous {
                    None => final_verdict(id, &verdict),
                    Some(previous) => Event::FinalVerdictAmended(FinalVerdictAmended {
                        image: id,
                        patient,
                        verdict: verdict.clone(),
                        previous,
                        basis: Basis::SingleReader,
                        reader: READER,
                        reason: personal("second look"),
                    }),
                };
                vec![reading(id, patient, &verdict), last]
            }
            18 if !image.voided => {
                image.voided = true;
                vec![Event::ImageVoided(ImageVoided { image: id, patient, reason: None })]
            }
            _ if image.voided => {
                let own = |(_, owner): &&(CaseId, usize)| *owner == image.patient;
                let cases: Vec<_> = self.cases.iter().filter(own).collect();
                let panel_name = PANELS[pick % 2];
                if panel_name != image.panel {
                    image.verdict = None;
                }
                (image.voided, image.panel) = (false, panel_name);
                vec![Event::ImageRestored(ImageRestored {
                    image: id,
                    patient,
                    case: cases[pick % cases.len()].0,
                    panel: panel(panel_name),
                    file_name: personal("again.jpg"),
                })]
            }
            _ => vec![],
        }
    }
}
