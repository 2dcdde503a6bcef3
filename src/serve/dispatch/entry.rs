//! One function of the file, read and judged.

use std::path::PathBuf;
use std::time::Duration;

use runtime::{RemoteSettings, TRIGGERS};
use serde::Deserialize;
use url::{Host, Url};

use super::Call;
use crate::failure::Failure;
use crate::function::secrets;

/// What a function that stores nothing may answer.
const OUTCOMES: [&str; 4] =
    ["RecordPrediction", "FailPrediction", "RecordMeasurements", "Continue"];

/// How many events at once when nothing is said.
const CONCURRENCY: usize = 4;
/// How long an answer may take when nothing is said, and at most.
const TIMEOUT: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// As it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub name: String,
    version: String,
    url: String,
    triggers: Vec<String>,
    outcomes: Vec<String>,
    secret_file: Option<PathBuf>,
    concurrency: Option<usize>,
    timeout: Option<String>,
    #[serde(default)]
    allow_plain_http: bool,
}

impl Entry {
    pub(super) fn call(self) -> Result<Call, String> {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        if !(1..=40).contains(&self.name.len())
            || !self.name.chars().all(|letter| plain(letter) || letter == '-')
        {
            return Err("a name has 1 to 40 lower-case letters, digits and hyphens".to_owned());
        }
        if !(1..=40).contains(&self.version.chars().count()) {
            return Err("version has 1 to 40 characters".to_owned());
        }
        known("triggers", &self.triggers, &TRIGGERS)?;
        known("outcomes", &self.outcomes, &OUTCOMES)?;
        let concurrency = self.concurrency.unwrap_or(CONCURRENCY);
        if !(1..=256).contains(&concurrency) {
            return Err("concurrency is a number from 1 to 256".to_owned());
        }
        Ok(Call {
            concurrency,
            settings: RemoteSettings {
                url: self.url()?,
                timeout: self.timeout()?,
                secrets: self.secrets()?,
                name: self.name,
                version: self.version,
                triggers: self.triggers,
                outcomes: self.outcomes,
            },
        })
    }

    fn url(&self) -> Result<Url, String> {
        let example = "url is an address such as https://functions.example.org/compression";
        let url = Url::parse(&self.url).map_err(|_| example.to_owned())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(example.to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("credentials do not belong into the url: name a secret_file".to_owned());
        }
        if is_loopback(&url) {
            return Ok(url);
        }
        if self.secret_file.is_none() {
            return Err("beyond this machine what is sent is signed: name a secret_file".to_owned());
        }
        match url.scheme() == "http" && !self.allow_plain_http {
            true => {
                Err("over plain HTTP links to images are readable on the way: use https://, or \
                         say allow_plain_http = true where the network itself is protected"
                    .to_owned())
            }
            false => Ok(url),
        }
    }

    fn timeout(&self) -> Result<Duration, String> {
        let Some(text) = &self.timeout else { return Ok(TIMEOUT) };
        match infra::config::parse_duration(text).map_err(|error| error.to_string())? {
            Duration::ZERO => Err("timeout is more than nothing, such as 60s".to_owned()),
            // The link that is sent with an event is good for as long.
            long if long > LONGEST => Err("timeout is at most 15m".to_owned()),
            timeout => Ok(timeout),
        }
    }

    fn secrets(&self) -> Result<Option<runtime::signature::Secrets>, String> {
        let told = |failure: Failure| failure.to_string();
        self.secret_file.as_deref().map(secrets).transpose().map_err(told)
    }
}

fn known(what: &str, named: &[String], all: &[&str]) -> Result<(), String> {
    let unknown = named.iter().find(|name| !all.contains(&name.as_str()));
    match (named.is_empty(), unknown) {
        (_, Some(name)) => {
            Err(format!("{what}: “{name}” is none of them, which are {}", all.join(", ")))
        }
        (true, None) => Err(format!("{what} names at least one of {}", all.join(", "))),
        (false, None) => Ok(()),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
