//! The address of a schema on a MySQL or MariaDB server. It holds a password, which nobody gets to
//! read.

use std::net::IpAddr;

use url::Url;

use super::EMBEDDED;
use crate::cli::said;

/// MySQL's and MariaDB's, where the address names none.
const PORT: u16 = 3306;

/// Reads an option that is `embedded`, or such an address, or the file that holds it.
///
/// # Errors
/// The sentence that says what it may be; the text is not repeated.
pub fn parse(text: &str) -> Result<String, String> {
    let text = said(text)?;
    let text = text.as_str();
    match text == EMBEDDED {
        true => Ok(text.to_owned()),
        false if place(text).is_none() => {
            Err(format!("it is {EMBEDDED}, or mysql://user:password@host/schema"))
        }
        false if !says_how(text) => Err(
            "what goes there is personal: to a server of another machine say ?ssl-mode=VERIFY_IDENTITY, or \
             ?ssl-mode=DISABLED where the network itself is protected"
                .to_owned(),
        ),
        false => Ok(text.to_owned()),
    }
}

/// Whether nobody beyond this machine can listen without having been let: a server takes connections
/// in clear unless the client insists.
fn says_how(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let near = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    near || url.query_pairs().any(|(name, _)| ["ssl-mode", "sslmode"].contains(&&*name))
}

/// Which schema it is, whoever connects and how: `host:port/schema`. None when it is no such address.
pub fn place(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let schema = url.path().strip_prefix('/')?;
    let fits = ["mysql", "mariadb"].contains(&url.scheme())
        && !schema.is_empty()
        && !schema.contains(['/', '@']);
    let host = url.host_str().filter(|host| !host.is_empty() && fits)?;
    Some(format!("{}:{}/{schema}", host.to_ascii_lowercase(), url.port().unwrap_or(PORT)))
}

/// Whether two options name one schema.
pub fn is_same(one: &str, other: &str) -> bool {
    place(one).is_some_and(|one| place(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_engine_is_refused_without_being_repeated() {
        for fit in [
            EMBEDDED,
            "mysql://u:secret@localhost/s",
            "mariadb://127.0.0.1/s",
            "mysql://[::1]:33/s",
            "mysql://u:secret@h/s?ssl-mode=VERIFY_IDENTITY",
        ] {
            assert_eq!(parse(fit).as_deref(), Ok(fit));
        }
        for unfit in [
            "postgres://u:secret@h/s",
            "mysql://u:secret@h",
            "mysql://u:secret@h/",
            "mysql://u:se?secret@h/s",
            "mysql://u:12/secret@h/s",
            "mysql:secret",
            "mysql://u:secret@127.0.0.1.example.org/s",
            "mysql://u:secret@10.0.0.1/s?charset=ssl-mode",
            "",
        ] {
            assert!(parse(unfit).is_err_and(|words| !words.contains("secret")), "{unfit}");
        }
    }

    #[test]
    fn another_password_is_the_same_place() {
        let first = place("mysql://a:b@host/s");
        assert_eq!(first.as_deref(), Some("host:3306/s"));
        assert_eq!(first, place("mysql://c:d@HOST:3306/s?ssl-mode=REQUIRED"));
        assert_ne!(first, place("mysql://a:b@host/t"));
        assert_ne!(first, place("mysql://a:b@host:3307/s"));
        assert_eq!(place(EMBEDDED), None);
    }
}
