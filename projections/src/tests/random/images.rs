//! What happens to images.

use domain::event::*;
use domain::ids::{ImageId, Sha256};
use domain::personal::Personal;
use domain::verdict::{ReadingMode, Verdict};

use super::*;
use crate::tests::lab::personal;

impl World {
    pub(super) fn image(&mut self, what: u8, pick: usize) -> Vec<Event<Personal>> {
        let index = pick % self.images.len().max(1);
        let Some(owner) = self.images.get(index).map(|image| image.patient) else { return vec![] };
        let cases = self.cases_of(owner);
        let image = &mut self.images[index];
        let (id, patient) = (image.id, self.patients[owner]);
        let verdicts = ["neutrophil", "basophil", "uncertain", "all", "unsuitable"];
        let verdict: Verdict = verdicts[pick % 5].parse().unwrap();
        match what {
            12 if pick.is_multiple_of(3) => vec![measured(id, "compression", (pick % 5) as u8)],
            12 if pick % 3 == 1 => explained(id, (pick % 3) as u8, pick.is_multiple_of(2)).to_vec(),
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
                    Some(previous) => amended(id, patient, &previous, &verdict),
                };
                let modes = [ReadingMode::Unaided, ReadingMode::Aided, ReadingMode::Revised];
                let read = read_as(id, patient, &verdict, modes[pick % 3], pick % 7 == 1);
                vec![read, last]
            }
            18 if !image.voided => {
                image.voided = true;
                vec![Event::ImageVoided(ImageVoided { image: id, patient, reason: None })]
            }
            _ if image.voided => {
                let panel_name = PANELS[pick % 2];
                if panel_name != image.panel {
                    image.verdict = None;
                }
                (image.voided, image.panel) = (false, panel_name);
                vec![Event::ImageRestored(ImageRestored {
                    image: id,
                    patient,
                    case: cases[pick % cases.len()],
                    panel: panel(panel_name),
                    file_name: personal("again.jpg"),
                })]
            }
            _ => vec![],
        }
    }

    /// A prediction with what it suspects, or a mix-up.
    pub(super) fn suspect(&self, pick: usize) -> Vec<Event<Personal>> {
        let Some(image) = self.images.get(pick % self.images.len().max(1)) else { return vec![] };
        let (id, by) = (image.id, (pick % 3) as u8);
        match pick % 5 {
            0 => vec![Event::MixUpSuspected(MixUpSuspected { image: id })],
            _ => {
                let p = f64::from(pick as u16 % 100) / 100.0;
                vec![predicted(id, image.panel, by, 0.5), suspected(id, image.panel, by, p)]
            }
        }
    }

    /// To another case of the same patient.
    pub(super) fn move_within(&self, pick: usize) -> Vec<Event<Personal>> {
        let Some(image) = self.images.get(pick % self.images.len().max(1)) else { return vec![] };
        let cases = self.cases_of(image.patient);
        let (id, patient) = (image.id, self.patients[image.patient]);
        let to_patient = self.patients[self.root(image.patient)];
        vec![moved(id, patient, id, to_patient, cases[pick / 7 % cases.len()])]
    }

    /// To another patient, where it is another image.
    pub(super) fn move_to_another(&mut self, pick: usize) -> Vec<Event<Personal>> {
        let index = pick % self.images.len().max(1);
        let Some(image) = self.images.get(index) else { return vec![] };
        let (case, to) = self.cases[pick / 7 % self.cases.len()];
        let (number, panel, from) = (image.number, image.panel, image.id);
        let id = ImageId::of(self.patients[to], &Sha256([number; 32]));
        let known = self.images.iter().any(|image| image.id == id);
        if known || self.root(image.patient) == self.root(to) {
            return vec![];
        }
        let (patient, to_patient) = (self.patients[image.patient], self.patients[to]);
        self.images[index].voided = true;
        let uploaded = self.arrive(number, case, to, panel);
        let taken = Event::ImageTakenOver(ImageTakenOver { image: id, from });
        vec![uploaded, taken, moved(from, patient, id, to_patient, case)]
    }
}
