//! Passwords: which ones are good enough, and argon2id over them away from the async threads.

use std::time::Instant;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::refusal::Kind;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use zxcvbn::{Score, zxcvbn};

use crate::CommandError;
use crate::error::Refusal;

/// The fewest characters.
const SHORTEST: usize = 12;
/// The most characters.
const LONGEST: usize = 256;
/// How much of a password is judged; the time that it takes grows faster than the text.
const JUDGED: usize = 72;
/// What anybody would guess of a password for this product. Listed in docs/security.md.
const PLACE: [&str; 12] = [
    "hemaclassify",
    "hematology",
    "laboratory",
    "microscope",
    "smear",
    "giemsa",
    "leukemia",
    "blood",
    "admin",
    "technologist",
    "hematologist",
    "auditor",
];
/// Hashes computed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// An attempt at a password. The next one waits until this is dropped.
pub(crate) struct Attempt<'a> {
    /// Whether it was the password.
    pub(crate) right: bool,
    _turn: SemaphorePermit<'a>,
}

/// Computes and checks hashes.
pub(crate) struct Passwords {
    permits: Semaphore,
    nobodys: OnceCell<String>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self { permits: Semaphore::new(AT_ONCE), nobodys: OnceCell::new() }
    }

    /// Judges a password and computes its hash as a PHC string. `about` is what anybody would guess
    /// first: the user's names.
    pub(crate) async fn accept(
        &self,
        password: &str,
        about: &[&str],
        pointer: &'static str,
    ) -> Result<String, CommandError> {
        let password = password.to_owned();
        let about: Vec<String> = about.iter().map(|text| (*text).to_owned()).collect();
        self.compute(move || {
            judge(&password, &about, pointer)?;
            hash(&password)
        })
        .await?
    }

    /// Whether the password is the one. Without a hash it takes as long and is not. `allowed` is
    /// asked when it is this attempt's turn, and the turn lasts until the caller has counted a
    /// failure, so that many at once do not outrun a throttle.
    pub(crate) async fn verify<F>(
        &self,
        password: &str,
        phc: Option<String>,
        allowed: F,
    ) -> Result<Attempt<'_>, CommandError>
    where
        F: Future<Output = Result<(), CommandError>>,
    {
        let known = phc.is_some();
        let phc = match phc {
            Some(phc) => phc,
            None => self.nobodys().await?,
        };
        let password = password.to_owned();
        let turn = self.permit().await?;
        allowed.await?;
        let same = blocking(move || {
            let parsed = PasswordHash::new(&phc).map_err(broken)?;
            Ok::<_, CommandError>(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok())
        });
        Ok(Attempt { right: same.await?? && known, _turn: turn })
    }

    /// The hash of a password that nobody has.
    async fn nobodys(&self) -> Result<String, CommandError> {
        let make = || async {
            let password = crate::Secret::random()?;
            self.compute(move || hash(password.reveal())).await?
        };
        self.nobodys.get_or_try_init(make).await.cloned()
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        let _permit = self.permit().await?;
        blocking(work).await
    }

    async fn permit(&self) -> Result<SemaphorePermit<'_>, CommandError> {
        self.permits.acquire().await.map_err(broken)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    let begun = Instant::now();
    let done = tokio::task::spawn_blocking(work).await.map_err(broken);
    metrics::histogram!("password_hash_seconds").record(begun.elapsed());
    done
}

fn broken(error: impl std::fmt::Display) -> CommandError {
    CommandError::Internal(format!("password hashing failed: {error}"))
}

/// argon2id with the parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Result<Argon2<'static>, CommandError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, CommandError> {
    let hash: PasswordHash = argon2()?.hash_password(password.as_bytes()).map_err(broken)?;
    Ok(hash.to_string())
}

fn judge(password: &str, about: &[String], pointer: &'static str) -> Result<(), CommandError> {
    let refused = |code, text: &str| {
        Err(CommandError::Refused(Refusal::new(code, Kind::Invalid { pointer }, text)))
    };
    match password.chars().count() {
        0..SHORTEST => {
            return refused("password-too-short", "a password has 12 characters or more");
        }
        SHORTEST..=LONGEST => {}
        _ => return refused("password-too-long", "a password has 256 characters at most"),
    }
    let judged: String = password.chars().take(JUDGED).collect();
    let words = about.iter().flat_map(|text| text.split_whitespace().chain([text.as_str()]));
    let words: Vec<&str> = words.chain(PLACE).collect();
    if zxcvbn(&judged, &words).score() < Score::Three {
        return refused(
            "password-too-common",
            "the password is too easy to guess: several unrelated words make a good one",
        );
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<&'static str> {
        let about = ["edith.example".to_owned(), "Edith Exemplary".to_owned()];
        match judge(password, &about, "/password") {
            Ok(()) => None,
            Err(CommandError::Refused(refusal)) => Some(refusal.code()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_password_is_long_and_no_common_one() {
        assert_eq!(code("short-enough"), None);
        assert_eq!(code("gaudy otter 7"), None);
        assert_eq!(code("Tr0ub4dor&3"), Some("password-too-short"));
        assert_eq!(code("password1234"), Some("password-too-common"));
        assert_eq!(code("aaaaaaaaaaaaaaaa"), Some("password-too-common"));
        assert_eq!(code("edith.example"), Some("password-too-common"));
        assert_eq!(code("EdithExemplary"), Some("password-too-common"));
        assert_eq!(code(&"grüner Specht ".repeat(19)), Some("password-too-long"));
    }

    #[test]
    fn words_of_the_place_do_not_make_a_password() {
        for password in ["hemaclassify1", "Hematologist2026", "LaboratoryBlood"] {
            assert_eq!(code(password), Some("password-too-common"), "{password}");
        }
        assert_eq!(code("giemsa tessellates violet otters"), None);
    }

    #[tokio::test]
    async fn a_password_is_of_any_kind_and_taken_as_it_is() {
        let long = "Ünïcode 🧫 and spaces ".repeat(12);
        let long: String = long.chars().take(LONGEST).collect();
        for password in
            ["nothing but lower letters", "839214750612 ab9938471", " Trailing otter ", &long]
        {
            let passwords = Passwords::new();
            let phc = passwords.accept(password, &[], "/password").await.unwrap();
            let right = async |text: &str| {
                let phc = Some(phc.clone());
                passwords.verify(text, phc, async { Ok(()) }).await.unwrap().right
            };
            assert!(right(password).await, "{password}");
            assert!(!right(&password.to_uppercase()).await, "{password}");
            assert!(
                !right(&format!("{password} ")).await
                    && !right(&password.chars().skip(1).collect::<String>()).await
            );
        }
    }

    #[tokio::test]
    async fn only_the_password_itself_verifies() {
        let passwords = Passwords::new();
        let phc = passwords.accept("gaudy otter 7", &[], "/password").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify = async |text: &str, phc| {
            passwords.verify(text, phc, async { Ok(()) }).await.unwrap().right
        };
        assert!(verify("gaudy otter 7", Some(phc.clone())).await);
        assert!(!verify("gaudy otter 8", Some(phc)).await);
        assert!(!verify("gaudy otter 7", None).await);
    }
}
