//! `health`: whether the server of this machine answers. Containers ask so, which hold no other program
//! to ask with.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::cli::HealthArgs;
use crate::failure::Failure;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(4);
/// More than the longest answer, a problem document that names every part.
const LONGEST: u64 = 64 << 10;

/// Asks, and repeats what a server says that is not well.
///
/// # Errors
/// A server that cannot be reached, or that answers anything but 200.
pub fn run(arguments: &HealthArgs) -> Result<(), Failure> {
    let path = if arguments.ready { "/readyz" } else { "/healthz" };
    let answer = ask(near(arguments.listen), path)?;
    match answer.split(' ').nth(1) {
        Some("200") => Ok(()),
        _ => Err(Failure::Failed(format!("{path}: {answer}"))),
    }
}

/// Where to find on this machine what listens there.
fn near(mut listen: SocketAddr) -> SocketAddr {
    match listen {
        SocketAddr::V4(any) if any.ip().is_unspecified() => {
            listen.set_ip(Ipv4Addr::LOCALHOST.into())
        }
        SocketAddr::V6(any) if any.ip().is_unspecified() => {
            listen.set_ip(Ipv6Addr::LOCALHOST.into())
        }
        _ => {}
    }
    listen
}

fn ask(server: SocketAddr, path: &str) -> Result<String, Failure> {
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE)
        .map_err(|error| Failure::Failed(format!("nobody answers at {server}: {error}")))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
