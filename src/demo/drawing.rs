//! The images of the demonstration, drawn on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use samples::cells::{Kind, White};
use samples::{Field, Label};

use super::cases::{CASES, PATIENTS, Pictures, key};
use crate::failure::Failure;
use crate::progress::Stage;

/// Pixels of a field's edge.
const FIELD: u32 = 640;
/// Pixels of the edge of a field that cells are cut out of, and of a cell's square.
const CELLS: (u32, u32) = (1024, 240);
/// Cells of one field at most: more of the same tell nothing more.
const CELLS_OF_A_FIELD: usize = 8;

/// One image, and what was drawn.
pub struct Drawn {
    /// The picture as a JPEG.
    pub jpeg: Vec<u8>,
    /// What it is, as the panel calls it; or `unsuitable`.
    pub truth: &'static str,
    /// Micrometres a pixel.
    pub pixel: f64,
}

/// One field that is drawn for a case.
#[derive(Clone, Copy)]
struct Job {
    case: usize,
    label: Label,
    field: u32,
    cells: bool,
}

/// Draws everything: for each case its images. The same images each time.
///
/// # Errors
/// An encoder that fails.
pub fn draw() -> Result<Vec<Vec<Drawn>>, Failure> {
    let jobs = jobs();
    let mut stage = Stage::begin("drawing images");
    let (next, (say, hear)) = (AtomicUsize::new(0), mpsc::channel());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut drawn: Vec<Vec<Drawn>> = jobs.iter().map(|_| Vec::new()).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads.min(jobs.len()) {
            let (next, say, jobs) = (&next, say.clone(), &jobs);
            scope.spawn(move || {
                while let Some((index, job)) = take(next, jobs) {
                    // Nobody listens any more once one has failed.
                    if say.send((index, job.draw())).is_err() {
                        break;
                    }
                }
            });
        }
        drop(say);
        for (done, (index, images)) in hear.into_iter().enumerate() {
            drawn[index] = images?;
            stage.at(done as u64 + 1, done as u64 + 1, jobs.len() as u64);
        }
        Ok::<(), Failure>(())
    })?;
    stage.end();
    let mut cases: Vec<Vec<Drawn>> = CASES.iter().map(|_| Vec::new()).collect();
    for (job, images) in jobs.iter().zip(drawn) {
        cases[job.case].extend(images);
    }
    Ok(cases)
}

fn take<'a>(next: &AtomicUsize, jobs: &'a [Job]) -> Option<(usize, &'a Job)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    jobs.get(index).map(|job| (index, job))
}

fn jobs() -> Vec<Job> {
    let of_case = |(case, sent): (usize, &super::cases::Sent)| {
        let label = PATIENTS[sent.patient].label;
        let job = move |field, label, cells| Job { case, label, field, cells };
        let jobs: Vec<Job> = match sent.pictures {
            Pictures::Fields(good, bad) => {
                let good_ones = (0..good).map(|field| job(field, label, false));
                let bad_ones = (good..good + bad).map(|field| job(field, Label::Unsuitable, false));
                good_ones.chain(bad_ones).collect()
            }
            // Other fields than those of the panel of diseases.
            Pictures::Cells(fields) => {
                (0..fields).map(|field| job(20 + field, label, true)).collect()
            }
            Pictures::Nothing => Vec::new(),
        };
        jobs
    };
    CASES.iter().enumerate().flat_map(of_case).collect()
}

impl Job {
    fn draw(&self) -> Result<Vec<Drawn>, Failure> {
        let key = key(CASES[self.case].patient, self.field);
        if !self.cells {
            let jpeg = Field::draw(self.label, key, FIELD).to_jpeg()?;
            return Ok(vec![Drawn { jpeg, truth: self.label.id(), pixel: pixel(FIELD) }]);
        }
        let (size, square) = CELLS;
        let crops = Field::draw(self.label, key, size).crops(square)?;
        let named = crops.into_iter().filter_map(|crop| {
            Some(Drawn { jpeg: crop.jpeg, truth: cell(crop.kind)?, pixel: pixel(size) })
        });
        Ok(named.take(CELLS_OF_A_FIELD).collect())
    }
}

/// Micrometres a pixel of a field with so many pixels an edge: a round figure, as people would enter it.
fn pixel(size: u32) -> f64 {
    (f64::from(samples::paint::EDGE) / f64::from(size) * 1e4).round() / 1e4
}

/// What the panel of blood cells calls a cell; nothing for those that it has no label for.
fn cell(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::White(White::Neutrophil | White::Band) => Some("neutrophil"),
        Kind::White(White::Lymphocyte | White::GranularLymphocyte) => Some("lymphocyte"),
        Kind::White(White::Monocyte) => Some("monocyte"),
        Kind::White(White::Eosinophil) => Some("eosinophil"),
        Kind::White(White::Basophil) => Some("basophil"),
        Kind::White(White::Metamyelocyte | White::Myelocyte | White::Promyelocyte) => Some("ig"),
        Kind::Nrbc => Some("erythroblast"),
        _ => None,
    }
}
