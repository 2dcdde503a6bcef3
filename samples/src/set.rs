//! A folder of fields: one folder a label, a table of all fields, and a card that says what it is.

mod card;
mod table;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::field::Field;
use crate::label::Label;
use crate::rng::Key;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder, which must be new or empty.
    pub folder: PathBuf,
    /// Of all draws.
    pub seed: u64,
    /// Patients of each label.
    pub patients: u32,
    /// Fields of each patient.
    pub fields: u32,
    /// Pixels of a field's edge; 1024 are 0.10 µm a pixel.
    pub size: u32,
    /// Labels to draw.
    pub labels: Vec<Label>,
    /// Threads that draw. They change nothing but the time.
    pub threads: NonZeroUsize,
}

/// Why there is no set.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Somebody's files are there.
    #[error("{} is not empty: say a new or an empty folder", .0.display())]
    NotEmpty(PathBuf),
    /// The folder is a file.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// Nothing was asked for.
    #[error("there is nothing to draw: no patients, no fields or no class")]
    Nothing,
    /// A picture that is too small to show a cell, or larger than is drawn.
    #[error("fields are drawn on {least} to {most} pixels an edge, not on {0}", least = SIZES[0], most = SIZES[1])]
    Size(u32),
    /// The disk.
    #[error("{} could not be written", .0.display())]
    Disk(PathBuf, #[source] std::io::Error),
    /// The encoder.
    #[error("a field could not be encoded")]
    Encoder(#[from] image::ImageError),
}

/// Pixels of an edge, least and most. A thread holds some 50 bytes a pixel.
pub const SIZES: [u32; 2] = [128, 2048];

/// Draws the set and says after each field how many are done of how many. The table is written last:
/// a folder without it is not whole.
///
/// # Errors
/// [`Refusal`]; files that were written before stay.
pub fn generate(order: &Order, mut progress: impl FnMut(usize, usize)) -> Result<usize, Refusal> {
    let fields = fields(order)?;
    prepare(order)?;
    let next = AtomicUsize::new(0);
    let (say, hear) = mpsc::channel();
    let mut rows: Vec<Option<String>> = vec![None; fields.len()];
    std::thread::scope(|scope| {
        for _ in 0..order.threads.get().min(fields.len()) {
            let (next, say, fields) = (&next, say.clone(), &fields);
            scope.spawn(move || {
                while let Some(field) = fields.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Nobody listens any more once one has failed.
                    if say.send((field.index, field.write(order))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(say);
        for (done, (index, row)) in hear.into_iter().enumerate() {
            rows[index] = Some(row?);
            progress(done + 1, fields.len());
        }
        Ok::<(), Refusal>(())
    })?;
    let rows = rows.into_iter().flatten();
    write(&order.folder.join("fields.csv"), table::of(rows).as_bytes())?;
    Ok(fields.len())
}

/// A field of a set.
struct Ordered {
    index: usize,
    label: Label,
    key: Key,
}

impl Ordered {
    fn patient(&self) -> String {
        format!("{}-{:04}", self.label, self.key.patient + 1)
    }

    /// Draws and writes it, and gives its row of the table.
    fn write(&self, order: &Order) -> Result<String, Refusal> {
        let field = Field::draw(self.label, self.key, order.size);
        let number = self.key.field.unwrap_or_default() + 1;
        let patient = self.patient();
        let file = format!("{}/{patient}-{number:02}.jpg", self.label);
        write(&order.folder.join(&file), &field.to_jpeg()?)?;
        Ok(table::row(&file, &patient, self.key.seed, &field.plan))
    }
}

fn fields(order: &Order) -> Result<Vec<Ordered>, Refusal> {
    if !(SIZES[0]..=SIZES[1]).contains(&order.size) {
        return Err(Refusal::Size(order.size));
    }
    let mut fields = Vec::new();
    for label in Label::EVERY.into_iter().filter(|label| order.labels.contains(label)) {
        for patient in 0..order.patients {
            for field in 0..order.fields {
                let key = Key { seed: order.seed, patient, field: Some(field) };
                fields.push(Ordered { index: fields.len(), label, key });
            }
        }
    }
    if fields.is_empty() { Err(Refusal::Nothing) } else { Ok(fields) }
}

/// Makes the folders, and writes the card.
fn prepare(order: &Order) -> Result<(), Refusal> {
    let folder = &order.folder;
    let fault = |error| Refusal::Disk(folder.clone(), error);
    if folder.exists() && !folder.is_dir() {
        return Err(Refusal::NotAFolder(folder.clone()));
    }
    std::fs::create_dir_all(folder).map_err(fault)?;
    if std::fs::read_dir(folder).map_err(fault)?.next().is_some() {
        return Err(Refusal::NotEmpty(folder.clone()));
    }
    for label in &order.labels {
        std::fs::create_dir_all(folder.join(label.id())).map_err(fault)?;
    }
    write(&folder.join("README.md"), card::of(order).as_bytes())
}

/// Writes a file that was not there.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let file = std::fs::File::create_new(path);
    file.and_then(|mut file| std::io::Write::write_all(&mut file, bytes))
        .map_err(|error| Refusal::Disk(path.to_owned(), error))
}
