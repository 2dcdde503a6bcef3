//! Reading settings: sizes like `64MiB`, durations like `15m`.

use std::time::Duration;

/// Why a setting cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not a size.
    #[error("{0:?} is not a size: write bytes, or a number with KiB, MiB, GiB, TiB (64MiB)")]
    Size(String),
    /// Not a duration.
    #[error("{0:?} is not a duration: write a number with ms, s, m, h or d (15m)")]
    Duration(String),
}

/// Bytes of a size: `65536`, `64KiB`, `64 MiB`, `1.5GiB`, `10MB` (decimal units as well).
///
/// # Errors
/// [`ConfigError::Size`] when it is none, is negative, or is more than 2⁶⁴ bytes.
pub fn parse_size(text: &str) -> Result<u64, ConfigError> {
    const UNITS: [(&str, u64); 10] = [
        ("", 1),
        ("b", 1),
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("tb", 1_000_000_000_000),
    ];
    scaled(text, &UNITS)
        .and_then(|bytes| u64::try_from(bytes).ok())
        .ok_or_else(|| ConfigError::Size(text.into()))
}

/// A duration: `250ms`, `90s`, `15m`, `1.5h`, `30d`.
///
/// # Errors
/// [`ConfigError::Duration`] when it is none.
pub fn parse_duration(text: &str) -> Result<Duration, ConfigError> {
    const UNITS: [(&str, u64); 5] =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    scaled(text, &UNITS)
        .and_then(|milliseconds| u64::try_from(milliseconds).ok())
        .map(Duration::from_millis)
        .ok_or_else(|| ConfigError::Duration(text.into()))
}

/// The size with the largest binary unit that writes it exactly; [`parse_size`] reads it back.
pub fn format_size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 4] =
        [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    let exact = UNITS.iter().find(|(_, unit)| bytes >= *unit && bytes.is_multiple_of(*unit));
    match exact {
        Some((name, unit)) => format!("{}{name}", bytes / unit),
        None => bytes.to_string(),
    }
}

/// A number with up to nine decimals times its unit, rounded down; exact, without floats.
fn scaled(text: &str, units: &[(&str, u64)]) -> Option<u128> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim_start().to_ascii_lowercase();
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    if decimals.is_empty() || decimals.len() > 9 {
        return None;
    }
    let scale = 10_u128.pow(u32::try_from(decimals.len()).ok()?);
    let thousandths = whole.parse::<u64>().ok()? as u128 * scale + decimals.parse::<u128>().ok()?;
    thousandths.checked_mul(u128::from(*factor)).map(|product| product / scale)
}
