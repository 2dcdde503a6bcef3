//! The role `dispatch`: functions that are called over HTTP, as the file of `--dispatch` lists them.

mod entry;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use runtime::{Activity, Installation, Remote, RemoteSettings, Worker, WorkerSettings};
use serde::Deserialize;

use crate::failure::Failure;
use crate::house::House;
use entry::Entry;

/// What a try takes beyond the call itself: reading the present state, and a pause that a full
/// function asks for.
const BESIDE: Duration = Duration::from_secs(30);

/// A function that is called, and how many events at once.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function.
    pub settings: RemoteSettings,
    /// How many events at once.
    pub concurrency: usize,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    function: Vec<Entry>,
}

/// Reads the functions that a file lists.
///
/// # Errors
/// [`Failure::Usage`], which names the file, the function and what to write instead.
pub fn read(file: &Path) -> Result<Vec<Call>, Failure> {
    let refuse = |problem: String| Failure::Usage(format!("{}: {problem}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| refuse(error.to_string()))?;
    parse(&text).map_err(refuse)
}

fn parse(text: &str) -> Result<Vec<Call>, String> {
    let File { function } = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut names = BTreeSet::new();
    let mut calls = Vec::new();
    for entry in function {
        let name = entry.name.clone();
        let call = entry.call().map_err(|problem| format!("the function “{name}”: {problem}"))?;
        if !names.insert(name.clone()) {
            return Err(format!("the function “{name}” is there twice"));
        }
        calls.push(call);
    }
    match calls.is_empty() {
        true => Err("it lists no function: write [[function]]".to_owned()),
        false => Ok(calls),
    }
}

impl Call {
    /// Whether it predicts, so that models must be known.
    pub fn predicts(&self) -> bool {
        self.settings.outcomes.iter().any(|kind| kind == "RecordPrediction")
    }

    /// Who calls it, counted with what else the process has in work.
    ///
    /// # Errors
    /// A log that does not say which it is.
    pub async fn worker(&self, house: &House, activity: &Activity) -> Result<Worker, Failure> {
        let log = house.log.identity().await?;
        let function = Arc::new(Remote::new(self.settings.clone(), log)?);
        let settings = WorkerSettings {
            concurrency: self.concurrency,
            timeout: self.settings.timeout + BESIDE,
            activity: activity.clone(),
            ..WorkerSettings::new(&*function)
        };
        let (commands, blobs, log) =
            (house.commands.clone(), house.blobs.clone(), house.log.clone());
        Ok(Worker::new(function, Installation { commands, blobs, log }, settings))
    }
}
