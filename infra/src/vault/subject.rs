//! A person's key, and what is sealed under it: XChaCha20-Poly1305 with a random nonce. The place
//! where a text belongs is bound to it, so that it opens nowhere else.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::VaultError;

const NONCE: usize = 24;

/// Where a sealed text belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound<'a> {
    /// The stream of the event that it is part of.
    pub stream: &'a str,
    /// The event.
    pub event: Uuid,
    /// The field of the event.
    pub field: &'a str,
}

impl Bound<'_> {
    /// Each part with its length before it, so that no two places give the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let parts = [self.stream.as_bytes(), self.event.as_bytes(), self.field.as_bytes()];
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

/// The key of one person.
#[derive(Clone)]
pub struct SubjectKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SubjectKey(…)")
    }
}

impl SubjectKey {
    /// A key of these bytes; for tests and adapters.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new random key.
    pub(super) fn random() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        fill(&mut bytes[..])?;
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Encrypts a text for one place: base64 of nonce and ciphertext.
    ///
    /// # Panics
    /// When the operating system gives no random bytes: nothing safe can be done then.
    pub fn seal(&self, plain: &str, bound: Bound<'_>) -> String {
        let sealed = encrypt(&self.0, plain.as_bytes(), &bound.bytes())
            .expect("the operating system gives random bytes");
        BASE64_STANDARD.encode(sealed)
    }

    /// Decrypts what was sealed for this place.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it was changed, or sealed for another place or under another
    /// key.
    pub fn open(&self, sealed: &str, bound: Bound<'_>) -> Result<String, VaultError> {
        let damaged = |reason: &str| VaultError::Damaged(reason.into());
        let sealed = BASE64_STANDARD.decode(sealed).map_err(|_| damaged("it is not base64"))?;
        let plain = decrypt(&self.0, &sealed, &bound.bytes())?;
        String::from_utf8(plain.to_vec()).map_err(|_| damaged("it is not text"))
    }
}

/// Nonce and ciphertext of `plain`, bound to `place`.
pub(super) fn encrypt(key: &[u8; 32], plain: &[u8], place: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0_u8; NONCE];
    fill(&mut nonce)?;
    let mut sealed = nonce.to_vec();
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place })
        .map_err(|_| VaultError::Damaged("the text is too long to be sealed".into()))?;
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// What [`encrypt`] was given.
pub(super) fn decrypt(
    key: &[u8; 32],
    sealed: &[u8],
    place: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let damaged = |reason: &str| VaultError::Damaged(reason.into());
    let (nonce, ciphertext) =
        sealed.split_first_chunk::<NONCE>().ok_or_else(|| damaged("it is too short"))?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: place })
        .map(Zeroizing::new)
        .map_err(|_| damaged("it was changed, or sealed for another place or under another key"))
}

fn fill(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|error| VaultError::Unavailable(error.to_string()))
}
