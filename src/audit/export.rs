//! `audit export`: every event as a line of JSON, personal fields opened. The last line counts the
//! lines before it and digests them, so that a file that was cut off is noticed.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use domain::ids::PatientId;
use infra::event_log::Position;
use projections::history::{Exported, History};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::cli::ExportArgs;
use crate::control::{self, Request};
use crate::failure::Failure;
use crate::house::{Archive, House};

/// Events read at once.
const PAGE: usize = 1_000;

/// How the access record names it.
const NAME: &str = "audit export";

/// Writes the events out, after it is on record that they leave the house.
///
/// # Errors
/// An unknown patient, a file that is there already, a data directory that cannot be used.
pub async fn run(arguments: ExportArgs) -> Result<(), Failure> {
    let data = &arguments.data;
    let archive = Archive::open(data).await?;
    let patient = arguments.patient.map(PatientId);
    control::wherever(data, Request::RecordExport { patient }).await?;
    match &arguments.out {
        None => {
            drop(write(&archive.history, &arguments, patient, io::stdout().lock()).await?);
        }
        Some(path) => {
            let file = write(&archive.history, &arguments, patient, create(path)?).await?;
            file.sync_all()?;
        }
    }
    Ok(())
}

/// Puts on record that data leaves the house, in the process that has the data directory.
///
/// # Errors
/// A log that cannot be written: then nothing leaves.
pub async fn record_here(house: &House, patient: Option<PatientId>) -> Result<String, Failure> {
    house.commands.access().exported(NAME, patient).await?;
    Ok("The export is on record.".to_owned())
}

/// A file for its owner only: it holds personal data.
fn create(path: &Path) -> Result<File, Failure> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.map_err(|error| Failure::failed(format!("cannot write {}: {error}", path.display())))
}

async fn write<W: Write>(
    history: &History,
    arguments: &ExportArgs,
    patient: Option<PatientId>,
    out: W,
) -> Result<W, Failure> {
    let wanted = |event: &Exported| {
        arguments.from.is_none_or(|from| event.recorded_at >= from)
            && arguments.to.is_none_or(|to| event.recorded_at < to)
    };
    let mut lines = Lines::new(out);
    match patient {
        Some(id) => {
            let events = history.export_patient(id).await?;
            let events =
                events.ok_or_else(|| Failure::failed(format!("there is no patient {id}")))?;
            events.iter().filter(|event| wanted(event)).try_for_each(|event| lines.add(event))?;
        }
        None => {
            let head = history.head().await?;
            let mut beyond = None;
            while beyond < head {
                let page = history.export(beyond, PAGE).await?;
                let Some(last) = page.last() else { break };
                beyond = Some(Position(last.position));
                let until = page.iter().filter(|event| Some(Position(event.position)) <= head);
                until.filter(|event| wanted(event)).try_for_each(|event| lines.add(event))?;
            }
        }
    }
    lines.finish()
}

/// Lines of JSON, counted and digested.
struct Lines<W: Write> {
    out: BufWriter<W>,
    events: u64,
    digest: Sha256,
}

/// The last line.
#[derive(Serialize)]
struct End {
    /// How many lines there are before it.
    events: u64,
    /// The SHA-256 of those lines, with their line ends.
    sha256: String,
}

impl<W: Write> Lines<W> {
    fn new(out: W) -> Self {
        Self { out: BufWriter::new(out), events: 0, digest: Sha256::new() }
    }

    fn add(&mut self, event: &Exported) -> io::Result<()> {
        let line = line(event)?;
        self.digest.update(&line);
        self.events += 1;
        self.out.write_all(&line)
    }

    fn finish(mut self) -> Result<W, Failure> {
        let digest: [u8; 32] = self.digest.finalize().into();
        let sha256 = domain::ids::Sha256(digest).to_string();
        self.out.write_all(&line(&End { events: self.events, sha256 })?)?;
        Ok(self.out.into_inner().map_err(io::IntoInnerError::into_error)?)
    }
}

fn line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}
