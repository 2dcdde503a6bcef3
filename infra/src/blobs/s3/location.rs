//! Where blobs lie in an S3-compatible store, written as one URL:
//! `s3://bucket/prefix?endpoint=http://127.0.0.1:8333&region=us-east-1&path_style=true`.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::{Host, Url};

use crate::blobs::key::BlobKey;

/// Why a text names no place in an S3-compatible store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LocationError(String);

/// The example that refusals show.
const EXAMPLE: &str =
    "write s3://bucket/prefix?endpoint=https://store.example.org&region=us-east-1";

/// Where credentials belong.
const CREDENTIALS: &str = "credentials do not belong into the URL, which others see: give them \
     with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or with a profile in \
     AWS_SHARED_CREDENTIALS_FILE";

/// A bucket, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The bucket's name.
    pub bucket: String,
    /// What every key begins with: empty, or segments that end with a slash.
    pub prefix: String,
    /// The server, unless it is AWS itself.
    pub endpoint: Option<String>,
    /// The region, unless the environment or a profile says it.
    pub region: Option<String>,
    /// Whether the bucket stands in the path instead of the host's name. Without a word: with an
    /// endpoint.
    pub path_style: bool,
    /// The profile of the shared configuration, unless the environment says it.
    pub profile: Option<String>,
}

impl Location {
    /// Whether a text is meant to be one.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("s3:")
    }
}

fn refused(problem: impl fmt::Display) -> LocationError {
    LocationError(format!("{problem}: {EXAMPLE}"))
}

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        // Never repeats the text: it may hold what must not be shown.
        let url =
            Url::parse(text).map_err(|why| refused(format_args!("this is no URL ({why})")))?;
        if url.scheme() != "s3" {
            return Err(refused("the URL begins with s3://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LocationError(CREDENTIALS.to_owned()));
        }
        if url.port().is_some() || url.fragment().is_some() {
            return Err(refused("a port or a # has no place here; the server is the endpoint"));
        }
        let mut location = Self {
            bucket: bucket(url.host_str().unwrap_or_default())?,
            prefix: prefix(url.path())?,
            endpoint: None,
            region: None,
            path_style: false,
            profile: None,
        };
        location.options(&url)?;
        Ok(location)
    }
}

impl Location {
    fn options(&mut self, url: &Url) -> Result<(), LocationError> {
        let (mut path_style, mut plain) = (None, false);
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.into_owned()) {
                (_, value) if value.is_empty() => {
                    return Err(refused(format_args!("{name} says nothing")));
                }
                ("endpoint", value) => self.endpoint = Some(endpoint(&value)?),
                ("region", value) => self.region = Some(value),
                ("profile", value) => self.profile = Some(value),
                ("path_style", value) => path_style = Some(yes_or_no(&name, &value)?),
                ("allow_plain_http", value) => plain = yes_or_no(&name, &value)?,
                _ => return Err(unknown(&name)),
            }
        }
        self.path_style = path_style.unwrap_or(self.endpoint.is_some());
        match &self.endpoint {
            Some(endpoint) if !plain && is_readable_on_the_way(endpoint) => Err(refused(
                "over plain HTTP patients' images are readable on the way: use https://, or say \
                 allow_plain_http=true where the network itself is protected",
            )),
            _ => Ok(()),
        }
    }
}

fn unknown(name: &str) -> LocationError {
    let lower = name.to_lowercase();
    if ["key", "secret", "token", "password"].iter().any(|word| lower.contains(word)) {
        return LocationError(CREDENTIALS.to_owned());
    }
    refused(format_args!(
        "there is no option {name}, only endpoint, region, path_style, profile and \
         allow_plain_http"
    ))
}

/// S3's rule for names of buckets, which other stores follow.
fn bucket(name: &str) -> Result<String, LocationError> {
    let allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
    };
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let bytes = name.as_bytes();
    let fits = (3..=63).contains(&bytes.len()) && bytes.iter().copied().all(allowed);
    match fits && ends(bytes.first().copied()) && ends(bytes.last().copied()) {
        true => Ok(name.to_owned()),
        false => {
            Err(refused("a bucket's name has 3 to 63 lower-case letters, digits, hyphens and dots"))
        }
    }
}

fn prefix(path: &str) -> Result<String, LocationError> {
    let path = path.trim_matches('/');
    match path {
        "" => Ok(String::new()),
        path if BlobKey::new(path).is_ok() => Ok(format!("{path}/")),
        _ => Err(refused(
            "the prefix after the bucket has segments of letters, digits, '.', '_' and '-'",
        )),
    }
}

fn endpoint(text: &str) -> Result<String, LocationError> {
    let wrong =
        || refused("the endpoint is the server's address, such as https://store.example.org");
    let url = Url::parse(text).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(LocationError(CREDENTIALS.to_owned()));
    }
    let plain = url.query().is_none() && url.fragment().is_none() && url.has_host();
    match plain && matches!(url.scheme(), "http" | "https") {
        true => Ok(text.trim_end_matches('/').to_owned()),
        false => Err(wrong()),
    }
}

fn is_readable_on_the_way(endpoint: &str) -> bool {
    let Ok(url) = Url::parse(endpoint) else { return true };
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "http" && !loopback
}

fn yes_or_no(name: &str, value: &str) -> Result<bool, LocationError> {
    value.parse().map_err(|_| refused(format_args!("{name} is true or false")))
}

impl fmt::Display for Location {
    /// Bucket and prefix, and the server when it is not AWS itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.prefix)?;
        match &self.endpoint {
            Some(endpoint) => write!(f, " at {endpoint}"),
            None => Ok(()),
        }
    }
}
