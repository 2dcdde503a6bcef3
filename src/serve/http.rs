//! The HTTP server: TLS or not, limits on what a connection may cost, and an orderly end.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::connections::Gate;
use crate::failure::Failure;

/// How long requests may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(15);
/// The headers of a request, in bytes. How many there may be is hyper's own limit, 100.
const HEADERS: usize = 64 * 1024;
/// Requests of one HTTP/2 connection at once.
const STREAMS: u32 = 128;
/// Streams that a client may begin and take back at once before it is sent away (CVE-2023-44487).
const RESETS: usize = 20;
/// A silent HTTP/2 connection is asked after this long, and closed when it does not answer as long.
const PING: Duration = Duration::from_secs(20);

/// What connections may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long the headers of a request, or a TLS handshake, may take.
    pub headers: Duration,
    /// How many connections are held at once.
    pub connections: usize,
}

/// Takes the address.
///
/// # Errors
/// When it cannot be had.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .map_err(|error| Failure::Failed(format!("cannot listen on {address}: {error}")))
}

/// Answers until told to stop, then lets the requests under way finish.
///
/// # Errors
/// What the listener says.
pub async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    router: Router,
    limits: Limits,
    shutdown: CancellationToken,
) -> std::io::Result<()> {
    let handle = Handle::new();
    let server = limited(Server::from_listener(listener), limits).handle(handle.clone());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let gate = Gate::new(limits.connections);
    tokio::spawn(drain(handle.clone(), shutdown));
    match tls {
        None => server.acceptor(gate).serve(service).await,
        Some(config) => {
            let tls = RustlsAcceptor::new(config).handshake_timeout(limits.headers).acceptor(gate);
            server.acceptor(tls).serve(service).await
        }
    }?;
    match handle.connection_count() {
        0 => {}
        cut => tracing::warn!(
            http.connections = cut,
            drain_seconds = DRAIN.as_secs(),
            "Requests did not finish in time and were cut off."
        ),
    }
    Ok(())
}

/// Hyper gives a header's sender no limit unless told; before the first header is there, it has not
/// even settled on a protocol, which has a limit of its own.
fn limited(mut server: Server<SocketAddr>, limits: Limits) -> Server<SocketAddr> {
    let mut http = server.http_builder().http1();
    http.header_read_timeout(limits.headers).max_buf_size(HEADERS);
    http.http2()
        .max_header_list_size(HEADERS as u32)
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESETS)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING);
    server.first_request_timeout(limits.headers)
}

async fn drain(handle: Handle<SocketAddr>, shutdown: CancellationToken) {
    shutdown.cancelled().await;
    handle.graceful_shutdown(Some(DRAIN));
}
