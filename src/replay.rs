//! `replay`: what happened to an image, a case or a patient; or the state as it was.

use domain::ids::{CaseId, ImageId, PatientId};
use projections::history::{AsOf, Entry};
use serde::Serialize;

use crate::cli::{ReplayArgs, Subject};
use crate::failure::Failure;
use crate::house::Archive;

/// Runs `replay …`.
///
/// # Errors
/// An unknown identifier, or a data directory that cannot be read.
pub async fn run(arguments: ReplayArgs) -> Result<(), Failure> {
    let archive = Archive::open(&arguments.data).await?;
    match &arguments.as_of {
        None => {
            let entries = timeline(&archive, &arguments).await?;
            match arguments.json {
                true => print_json(&entries)?,
                false => entries.iter().for_each(print_entry),
            }
        }
        Some(moment) => {
            let moment = moment.parse().map_err(|error| Failure::Usage(format!("{error}")))?;
            print_json(&state(&archive, &arguments, moment).await?)?;
        }
    }
    Ok(())
}

async fn timeline(archive: &Archive, arguments: &ReplayArgs) -> Result<Vec<Entry>, Failure> {
    let history = &archive.history;
    let found = match arguments.subject {
        Subject::Image => history.image(ImageId(arguments.id)).await?,
        Subject::Case => history.case(CaseId(arguments.id)).await?,
        Subject::Patient => history.patient(PatientId(arguments.id)).await?,
    };
    found.ok_or_else(|| unknown(arguments))
}

async fn state(
    archive: &Archive,
    arguments: &ReplayArgs,
    moment: AsOf,
) -> Result<serde_json::Value, Failure> {
    let targets = arguments.laboratory.settings().targets;
    let history = archive.history.clone().with_targets(targets);
    let value = match arguments.subject {
        Subject::Image => as_json(history.image_as_of(ImageId(arguments.id), moment).await?)?,
        Subject::Case => as_json(history.case_as_of(CaseId(arguments.id), moment).await?)?,
        Subject::Patient => as_json(history.patient_as_of(PatientId(arguments.id), moment).await?)?,
    };
    value.ok_or_else(|| unknown(arguments))
}

fn as_json(view: Option<impl Serialize>) -> serde_json::Result<Option<serde_json::Value>> {
    view.map(serde_json::to_value).transpose()
}

fn unknown(arguments: &ReplayArgs) -> Failure {
    let subject = format!("{:?}", arguments.subject).to_lowercase();
    let then = if arguments.as_of.is_some() { " at that moment" } else { "" };
    Failure::Failed(format!("there is no {subject} {}{then}", arguments.id))
}

fn print_json(value: &impl Serialize) -> serde_json::Result<()> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}

fn print_entry(entry: &Entry) {
    let at = entry.at.strftime("%Y-%m-%d %H:%M:%S");
    let role = entry.actor.role.map(|role| format!(" ({role})")).unwrap_or_default();
    let version =
        entry.actor.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    println!("{at} UTC  @{:<6} {}{role}{version}", entry.position, entry.actor.name);
    println!("    {}", entry.summary);
}
