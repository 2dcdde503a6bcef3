//! Signatures of Standard Webhooks: that a message comes from who knows the secret, and just now.
//!
//! Source: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use std::fmt;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use zeroize::Zeroizing;

/// How far the time of a message may be from the receiver's.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// What the text of a secret begins with.
const PREFIX: &str = "whsec_";
/// How many bytes a secret has.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The headers' names.
pub const ID: &str = "webhook-id";
/// When it was signed, in seconds since 1970.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// One signature or several, with spaces between.
pub const SIGNATURE: &str = "webhook-signature";

/// Secrets that both sides know: usually one, two while one follows the other.
#[derive(Clone)]
pub struct Secrets(Vec<Zeroizing<Vec<u8>>>);

/// Why a text holds no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a secret is written as whsec_ and the base64 of 24 to 64 random bytes, one a line; make one \
     with: echo whsec_$(head -c 32 /dev/urandom | base64)"
)]
pub struct BadSecret;

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// A header is missing or cannot be read.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// Signed too long ago, or a clock is wrong.
    #[error("it was signed more than five minutes from now: send it anew, or set the clock")]
    Time,
    /// Signed with another secret, or changed on the way.
    #[error("no signature fits: both sides must have the same secret")]
    Unfit,
}

/// The three headers of a signed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// See [`TIMESTAMP`].
    pub timestamp: String,
    /// See [`SIGNATURE`].
    pub signature: String,
}

impl Secrets {
    /// Reads secrets, one a line.
    ///
    /// # Errors
    /// [`BadSecret`], also when there is none.
    pub fn parse(text: &str) -> Result<Self, BadSecret> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let secrets: Vec<_> = lines.map(secret).collect::<Result<_, _>>()?;
        if secrets.is_empty() { Err(BadSecret) } else { Ok(Self(secrets)) }
    }

    /// Signs a message with each secret.
    pub fn sign(&self, id: &str, body: &[u8], now: Timestamp) -> Signed {
        let timestamp = now.as_second().to_string();
        let one = |secret: &Zeroizing<Vec<u8>>| {
            let code = mac(secret, id, &timestamp, body).finalize().into_bytes();
            format!("v1,{}", STANDARD.encode(code))
        };
        let signatures: Vec<_> = self.0.iter().map(one).collect();
        Signed { signature: signatures.join(" "), timestamp }
    }

    /// Believes a message, or says why not.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), BadSignature> {
        let (id, timestamp) = (header(headers, ID)?, header(headers, TIMESTAMP)?);
        let seconds = timestamp.parse().map_err(|_| BadSignature::Header(TIMESTAMP))?;
        let at = Timestamp::from_second(seconds).map_err(|_| BadSignature::Header(TIMESTAMP))?;
        if now.duration_since(at).abs() > TOLERANCE {
            return Err(BadSignature::Time);
        }
        let given = header(headers, SIGNATURE)?.split(' ');
        let codes = given.filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
        let fits = |code: &Vec<u8>| {
            let of = |secret: &Zeroizing<Vec<u8>>| {
                mac(secret, id, timestamp, body).verify_slice(code).is_ok()
            };
            self.0.iter().any(of)
        };
        // As many as both sides may have, or a sender makes work with one request.
        codes.take(8).any(|code| fits(&code)).then_some(()).ok_or(BadSignature::Unfit)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} of them)", self.0.len())
    }
}

fn secret(line: &str) -> Result<Zeroizing<Vec<u8>>, BadSecret> {
    let text = line.strip_prefix(PREFIX).ok_or(BadSecret)?;
    let bytes = Zeroizing::new(STANDARD.decode(text).map_err(|_| BadSecret)?);
    if BYTES.contains(&bytes.len()) { Ok(bytes) } else { Err(BadSecret) }
}

fn mac(secret: &[u8], id: &str, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(secret).expect("HMAC takes keys of any length");
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    mac
}

fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, BadSignature> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.filter(|value| !value.is_empty()).ok_or(BadSignature::Header(name))
}
