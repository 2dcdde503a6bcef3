//! The client with which functions and their originals are reached.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// A client that goes where it is sent and nowhere else: it follows nobody to another address, and
/// asks no proxy that an environment names.
///
/// # Errors
/// When TLS cannot be had.
pub(crate) fn client(timeout: Duration) -> Result<Client, reqwest::Error> {
    ClientBuilder::new()
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .timeout(timeout)
        .build()
}
