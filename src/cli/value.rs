//! Reading the values of options. Each refusal says what to write instead.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::Duration;

use infra::event_log::kurrent::KurrentLog;

/// Where metrics are served when nothing is said: the port of Prometheus' OpenTelemetry exporters.
pub const DEFAULT_METRICS: SocketAddr =
    SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9464));

/// What AWS Signature Version 4 signs a URL for, at most.
const LONGEST_LINK: Duration = Duration::from_secs(7 * 24 * 3600);

/// An address to listen on, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listen {
    /// Nowhere.
    Off,
    /// There.
    At(SocketAddr),
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::At(address) => address.fmt(f),
        }
    }
}

pub fn listen(text: &str) -> Result<Listen, String> {
    match text {
        "off" => Ok(Listen::Off),
        address => address
            .parse()
            .map(Listen::At)
            .map_err(|_| "write an address with a port, such as 127.0.0.1:9464, or off".to_owned()),
    }
}

/// Where the event log is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum EventLogAt {
    /// In the data directory.
    Embedded,
    /// On the KurrentDB of this URL.
    Kurrent(String),
}

impl fmt::Debug for EventLogAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may hold a password.
        f.write_str(match self {
            Self::Embedded => "Embedded",
            Self::Kurrent(_) => "Kurrent(…)",
        })
    }
}

/// What an option says: the text itself, or what the file holds that it names with `@`. So a password
/// stands neither in a list of processes nor in the environment.
pub fn said(text: &str) -> Result<String, String> {
    let Some(file) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    match std::fs::read_to_string(file) {
        Ok(content) => Ok(content.trim().to_owned()),
        Err(error) => Err(format!("{file} cannot be read: {error}")),
    }
}

pub fn event_log(text: &str) -> Result<EventLogAt, String> {
    match said(text)?.as_str() {
        "embedded" => Ok(EventLogAt::Embedded),
        url => KurrentLog::new(url).map(|_| EventLogAt::Kurrent(url.to_owned())).map_err(|_| {
            "write embedded, or a KurrentDB's URL, such as kurrentdb://host:2113?tls=false"
                .to_owned()
        }),
    }
}

/// Scheme and host, without a path.
pub fn origin(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    match text.strip_prefix("https://") {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(text.to_owned())
        }
        _ => Err("write https:// and the host, such as https://smears.example.org".to_owned()),
    }
}

pub fn size(text: &str) -> Result<u64, String> {
    infra::config::parse_size(text).map_err(|fault| fault.to_string())
}

pub fn duration(text: &str) -> Result<Duration, String> {
    match infra::config::parse_duration(text) {
        Ok(Duration::ZERO) => Err("write more than nothing, such as 10s".to_owned()),
        Ok(duration) => Ok(duration),
        Err(fault) => Err(fault.to_string()),
    }
}

/// How long a link is good: as long as a store signs for, at most.
pub fn link(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        valid if valid > LONGEST_LINK || valid < Duration::from_secs(1) => {
            Err("write a time from 1s to 7d, such as 5m".to_owned())
        }
        valid => Ok(valid),
    }
}

pub fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("write a whole number from 1 on, such as 4096".to_owned()),
    }
}

pub fn log_filter(text: &str) -> Result<String, String> {
    infra::telemetry::check(text).map_err(|fault| fault.to_string())?;
    Ok(text.to_owned())
}
