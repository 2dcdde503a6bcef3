//! Access tokens: short-lived, signed with EdDSA, worth nothing without a live session.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::UserId;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long an access token is good for.
pub const LIFETIME: Duration = Duration::from_secs(12 * 60);

/// As many tokens are remembered as checked.
const CHECKED: usize = 4_096;

const ISSUER: &str = "hemaclassify";
const AUDIENCE: &str = "hemaclassify-api";
/// RFC 9068: a token of another purpose is never taken for an access token.
const TYPE: &str = "at+jwt";

/// Signs and checks access tokens with one key. Cheap to clone.
#[derive(Clone)]
pub struct Tokens(Arc<Keys>);

struct Keys {
    key_id: String,
    signing: EncodingKey,
    checking: DecodingKey,
    digest_key: [u8; 32],
    checked: Checked,
}

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Who signed in.
    pub sub: Uuid,
    /// The session; ended, the token is worth nothing.
    pub sid: Uuid,
    /// The user's generation when it was signed; a later one makes the token worthless.
    pub generation: i64,
    iss: String,
    aud: String,
    iat: i64,
    nbf: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
}

/// A token that is not one of ours, or no longer good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// Its time is over: refresh the session.
    #[error("the access token has expired")]
    Expired,
    /// It was not signed here, for this, in this way.
    #[error("the access token is not valid")]
    Invalid,
}

impl Tokens {
    /// Tokens under the key that this seed (32 secret bytes, kept by the installation) makes.
    pub fn new(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let public = key.verifying_key();
        let document = key.to_pkcs8_der().expect("an Ed25519 key always has a PKCS #8 form");
        Self(Arc::new(Keys {
            key_id: hex::encode(&Sha256::digest(public.as_bytes())[..8]),
            signing: EncodingKey::from_ed_der(document.as_bytes()),
            checking: DecodingKey::from_ed_der(public.as_bytes()),
            digest_key: Sha256::new().chain_update(b"digest").chain_update(seed).finalize().into(),
            checked: Checked::default(),
        }))
    }

    /// A digest that only this installation can make, for comparing what must not be kept. The
    /// parts' lengths are digested too, so that none can be taken for a piece of another.
    pub fn keyed_digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let keyed = Sha256::new().chain_update(self.0.digest_key);
        let length = |part: &[u8]| (part.len() as u64).to_be_bytes();
        let all =
            parts.iter().fold(keyed, |sum, part| sum.chain_update(length(part)).chain_update(part));
        all.finalize().into()
    }

    /// A token for a session, good from `now` on for [`LIFETIME`].
    pub fn issue(&self, user: UserId, session: Uuid, generation: i64, now: Timestamp) -> String {
        let lifetime = i64::try_from(LIFETIME.as_secs()).unwrap_or(i64::MAX);
        let claims = Claims {
            sub: user.0,
            sid: session,
            generation,
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: now.as_second().saturating_add(lifetime),
        };
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(self.0.key_id.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        jsonwebtoken::encode(&header, &claims, &self.0.signing)
            .expect("claims are plain JSON and the key was made above")
    }

    /// What a token says, if it is one of ours and good now.
    ///
    /// # Errors
    /// [`BadToken`]; which check failed beyond the time is nobody's business.
    pub fn check(&self, token: &str) -> Result<Claims, BadToken> {
        let digest = Sha256::digest(token.as_bytes()).into();
        if let Some(claims) = self.0.checked.get(&digest) {
            return Ok(claims);
        }
        let claims = self.verify(token)?;
        self.0.checked.keep(digest, claims.clone());
        Ok(claims)
    }

    fn verify(&self, token: &str) -> Result<Claims, BadToken> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| BadToken::Invalid)?;
        let ours = header.alg == Algorithm::EdDSA
            && header.typ.as_deref() == Some(TYPE)
            && header.kid.as_deref() == Some(self.0.key_id.as_str());
        if !ours {
            return Err(BadToken::Invalid);
        }
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        rules.validate_nbf = true;
        rules.leeway = 2;
        match jsonwebtoken::decode::<Claims>(token, &self.0.checking, &rules) {
            Ok(data) => Ok(data.claims),
            Err(fault) if *fault.kind() == jsonwebtoken::errors::ErrorKind::ExpiredSignature => {
                Err(BadToken::Expired)
            }
            Err(_) => Err(BadToken::Invalid),
        }
    }
}

/// Tokens whose signatures were found good, by their digests: checking one takes longer than most
/// answers. That a signature is good stays so; the time is looked at again each time, and whether
/// the session lives is not decided here.
#[derive(Default)]
struct Checked(Mutex<HashMap<[u8; 32], Claims>>);

impl Checked {
    fn get(&self, digest: &[u8; 32]) -> Option<Claims> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(digest).filter(|claims| claims.lasts()).cloned()
    }

    fn keep(&self, digest: [u8; 32], claims: Claims) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CHECKED {
            known.retain(|_, claims| claims.lasts());
        }
        if known.len() < CHECKED {
            known.insert(digest, claims);
        }
    }
}

impl Claims {
    /// Whether its time is not over.
    fn lasts(&self) -> bool {
        Timestamp::now().as_second() < self.exp
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jiff::SignedDuration;

    use super::*;

    fn issue(tokens: &Tokens, now: Timestamp) -> String {
        tokens.issue(UserId(Uuid::from_u128(1)), Uuid::from_u128(2), 3, now)
    }

    /// The token with one part of it replaced.
    fn with_part(token: &str, part: usize, json: &serde_json::Value) -> String {
        let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        parts[part] = URL_SAFE_NO_PAD.encode(json.to_string());
        parts.join(".")
    }

    #[test]
    fn a_token_says_who_and_which_session() {
        let tokens = Tokens::new(&[7; 32]);
        let claims = tokens.check(&issue(&tokens, Timestamp::now())).unwrap();
        assert_eq!(
            (claims.sub, claims.sid, claims.generation),
            (Uuid::from_u128(1), Uuid::from_u128(2), 3)
        );
    }

    #[test]
    fn a_token_that_was_good_is_looked_at_again_when_its_time_is_over() {
        let tokens = Tokens::new(&[7; 32]);
        let old = issue(&tokens, Timestamp::now() - SignedDuration::from_mins(13));
        let claims = tokens.check(&issue(&tokens, Timestamp::now())).unwrap();
        let over = Claims { exp: Timestamp::now().as_second() - 60, ..claims };
        tokens.0.checked.keep(Sha256::digest(old.as_bytes()).into(), over);
        assert_eq!(tokens.check(&old), Err(BadToken::Expired));
    }

    #[test]
    fn not_more_tokens_are_remembered_than_there_is_room_for() {
        let tokens = Tokens::new(&[7; 32]);
        let claims = tokens.check(&issue(&tokens, Timestamp::now())).unwrap();
        for number in 0..=CHECKED {
            let mut digest = [0; 32];
            digest[..8].copy_from_slice(&number.to_be_bytes());
            tokens.0.checked.keep(digest, claims.clone());
        }
        assert_eq!(tokens.0.checked.0.lock().unwrap().len(), CHECKED);
    }

    #[test]
    fn an_old_token_and_one_from_the_future_are_refused() {
        let tokens = Tokens::new(&[7; 32]);
        let now = Timestamp::now();
        let old = issue(&tokens, now - SignedDuration::from_mins(13));
        let early = issue(&tokens, now + SignedDuration::from_mins(1));
        assert_eq!(tokens.check(&old), Err(BadToken::Expired));
        assert_eq!(tokens.check(&early), Err(BadToken::Invalid));
    }

    #[test]
    fn a_token_of_another_key_is_refused() {
        let foreign = issue(&Tokens::new(&[8; 32]), Timestamp::now());
        assert_eq!(Tokens::new(&[7; 32]).check(&foreign), Err(BadToken::Invalid));
    }

    #[test]
    fn another_algorithm_type_key_or_content_is_refused() {
        let tokens = Tokens::new(&[7; 32]);
        let good = issue(&tokens, Timestamp::now());
        let kid = tokens.0.key_id.clone();
        let header = |alg: &str, typ: &str, kid: &str| serde_json::json!({"alg": alg, "typ": typ, "kid": kid});
        assert!(tokens.check(&with_part(&good, 0, &header("none", TYPE, &kid))).is_err());
        assert!(tokens.check(&with_part(&good, 0, &header("HS256", TYPE, &kid))).is_err());
        assert!(tokens.check(&with_part(&good, 0, &header("EdDSA", "JWT", &kid))).is_err());
        assert!(tokens.check(&with_part(&good, 0, &header("EdDSA", TYPE, "other"))).is_err());
        let mut claims = serde_json::to_value(tokens.check(&good).unwrap()).unwrap();
        claims["sub"] = serde_json::json!(Uuid::from_u128(9));
        assert!(tokens.check(&with_part(&good, 1, &claims)).is_err());
        for junk in ["", ".", "..", "a.b.c", "ä.ö.ü"] {
            assert_eq!(tokens.check(junk), Err(BadToken::Invalid));
        }
    }
}
