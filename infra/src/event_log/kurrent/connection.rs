//! The client, and a new one when it is of no use any more.
//!
//! A client whose server once refused the connection answers nothing but "closed" for ever, and one whose
//! node went away stays with that node. So a client that failed is left to those who still use it, and the
//! next call makes another, at first at once and then with pauses between, for ever. Each first asks which log
//! it has come to: another may answer at the same address by now.

use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use kurrentdb::{Client, ClientSettings, Error};
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::super::LogError;
use super::identity;

/// No step of a call takes longer: after that the server counts as away.
const DEADLINE: Duration = Duration::from_secs(5);
/// The first and the longest pause after a connection that did not come about.
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The way to the server.
pub(super) struct Connection {
    settings: ClientSettings,
    current: Mutex<Current>,
    /// Which log it is, once that is known.
    log: OnceLock<Uuid>,
}

#[derive(Default)]
struct Current {
    client: Option<Client>,
    /// It has come to the log that is meant.
    recognized: bool,
    /// Which client this is, counted: one that failed is thrown away once, not by all who had it.
    number: u64,
    /// How often in a row no connection came about, and when the next is tried.
    failures: u32,
    not_before: Option<Instant>,
}

impl Connection {
    /// A connection that is made when it is first used. The URL's scheme is `kurrentdb` or `esdb`, its
    /// parameters are KurrentDB's.
    ///
    /// # Errors
    /// [`LogError::Invalid`] when this is no such URL.
    pub(super) fn new(url: &str) -> Result<Self, LogError> {
        let settings = impatient(url).parse().map_err(|_| {
            // The parser's words would repeat the password.
            LogError::Invalid("the event log's URL is not one of KurrentDB's".into())
        })?;
        Ok(Self { settings, current: Mutex::default(), log: OnceLock::new() })
    }

    /// From now on no other log is talked to.
    pub(super) fn stay_with(&self, log: Uuid) {
        self.log.get_or_init(|| log);
    }

    /// Calls the server; once more with a new client when the one that was there turns out to be of no
    /// use. What is called can be called twice: appends carry their events' identifiers.
    pub(super) async fn call<T, F>(&self, what: impl Fn(Client) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let (client, number) = self.client()?;
        match self.with(client, number, &what).await {
            Err(Error::ConnectionClosed | Error::ServerError(_) | Error::NotLeaderException(_)) => {
                self.discard(number, false);
            }
            outcome => return self.judged(number, outcome),
        }
        let (client, number) = self.client()?;
        let outcome = self.with(client, number, &what).await;
        self.judged(number, outcome)
    }

    /// The server went away for a moment at least: whoever answers now is asked first. The client would
    /// connect again without a word.
    pub(super) fn doubt(&self) {
        self.current().recognized = false;
    }

    async fn with<T, F>(
        &self,
        client: Client,
        number: u64,
        what: impl Fn(Client) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        self.recognize(&client, number).await?;
        what(client).await
    }

    /// Asks a new client which log it has come to.
    async fn recognize(&self, client: &Client, number: u64) -> Result<(), Error> {
        let Some(log) = self.log.get() else { return Ok(()) };
        if self.current().recognized {
            return Ok(());
        }
        if identity::read(client).await? != Some(*log) {
            let why = "another event log answers at this address".to_owned();
            return Err(Error::InitializationError(why));
        }
        let mut current = self.current();
        current.recognized |= current.number == number;
        Ok(())
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn judged<T>(&self, number: u64, outcome: Result<T, Error>) -> Result<T, Error> {
        match &outcome {
            Err(
                Error::ConnectionClosed
                | Error::GrpcConnectionError(_)
                | Error::ServerError(_)
                | Error::InitializationError(_)
                | Error::DeadlineExceeded,
            ) => self.discard(number, true),
            _ => self.succeeded(),
        }
        outcome
    }

    fn client(&self) -> Result<(Client, u64), Error> {
        let mut current = self.current();
        if let Some(client) = &current.client {
            return Ok((client.clone(), current.number));
        }
        if current.not_before.is_some_and(|then| Instant::now() < then) {
            return Err(Error::ConnectionClosed);
        }
        let client = Client::new(self.settings.clone())
            .map_err(|error| Error::InitializationError(error.to_string()))?;
        current.client = Some(client.clone());
        current.recognized = false;
        current.number += 1;
        Ok((client, current.number))
    }

    /// Leaves a client; the next is made after a pause when there was no connection at all.
    fn discard(&self, number: u64, pause: bool) {
        let mut current = self.current();
        if current.number != number || current.client.is_none() {
            return;
        }
        current.client = None;
        if pause {
            let pause = PAUSE.saturating_mul(2u32.saturating_pow(current.failures));
            current.not_before = Some(Instant::now() + pause.min(LONGEST_PAUSE));
            current.failures = current.failures.saturating_add(1);
        }
    }

    fn succeeded(&self) {
        let mut current = self.current();
        current.failures = 0;
        current.not_before = None;
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of the settings only the hosts: there may be a password.
        f.debug_struct("Connection").field("hosts", self.settings.hosts()).finish_non_exhaustive()
    }
}

/// One step of a call, which does not wait for ever.
pub(super) async fn within<T>(step: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(DEADLINE, step).await.unwrap_or(Err(Error::DeadlineExceeded))
}

/// The URL with a short wait before the first connection, which by default is half a second.
fn impatient(url: &str) -> String {
    if url.to_ascii_lowercase().contains("discoveryinterval=") {
        return url.to_owned();
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}discoveryInterval=20")
}

/// The codes of gRPC for what makes no sense however often it is asked: an invalid argument, a failed
/// precondition, out of range. All others may pass.
const SENSELESS: [i32; 3] = [3, 9, 11];

/// The client's error for who called the log.
pub(super) fn log_error(error: Error) -> LogError {
    match error {
        Error::ResourceNotFound
        | Error::ResourceDeleted
        | Error::ResourceAlreadyExists
        | Error::WrongExpectedVersion { .. }
        | Error::UnsupportedFeature => LogError::Invalid(error.to_string()),
        Error::Grpc { code, .. } if SENSELESS.contains(&(code as i32)) => {
            LogError::Invalid(error.to_string())
        }
        Error::AccessDenied => {
            LogError::Unavailable("KurrentDB refuses this user: it has to be one of $admins".into())
        }
        error => LogError::Unavailable(error.to_string()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_is_none_is_refused_without_its_password() {
        let refused = Connection::new("mysql://root:secret@db:3306").unwrap_err();
        assert!(matches!(&refused, LogError::Invalid(why) if !why.contains("secret")));
    }

    #[test]
    fn what_is_shown_of_it_holds_no_password() {
        let connection = Connection::new("kurrentdb://admin:secret@db:2113?tls=false").unwrap();
        let shown = format!("{connection:?}");
        assert!(shown.contains("db") && !shown.contains("secret"), "{shown}");
    }

    #[test]
    fn its_own_wait_is_kept() {
        let url = "kurrentdb://db?discoveryInterval=7";
        assert_eq!(impatient(url), url);
        assert_eq!(impatient("esdb://db?tls=false"), "esdb://db?tls=false&discoveryInterval=20");
    }

    #[tokio::test]
    async fn where_nobody_listens_it_says_so_at_once_and_again() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let connection = Connection::new(&format!("kurrentdb://{free}?tls=false")).unwrap();
        for _ in 0..3 {
            let begun = Instant::now();
            let info = connection.call(|client| async move { within(client.server_info()).await });
            assert!(matches!(log_error(info.await.unwrap_err()), LogError::Unavailable(_)));
            assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        }
    }
}
