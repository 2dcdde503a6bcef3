//! Only so many connections at once: each costs a file and memory, and whoever opens thousands
//! must not keep the others out for good.

use std::future::{Ready, ready};
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service;

/// How long a client may leave an answer that is on its way to it lying.
const UNREAD: Duration = Duration::from_secs(60);

/// Ends the connection when nothing of what was sent is taken for so long. The system does it, without
/// anybody here waiting; where it cannot, the number of connections is the only bound.
#[cfg_attr(not(target_os = "linux"), expect(unused_variables))]
fn let_go_of_who_takes_nothing(stream: &TcpStream, after: Duration) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(after))?;
    Ok(())
}

/// Lets connections in while there is room, and closes the others.
#[derive(Debug, Clone)]
pub struct Gate {
    places: Arc<Semaphore>,
}

impl Gate {
    /// A gate with this many places.
    pub fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS))) }
    }

    fn enter<S>(&self, stream: &TcpStream, inner: S) -> io::Result<Held<S>> {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            metrics::counter!("http_connections_refused_total").increment(1);
            return Err(io::Error::other("there are too many connections"));
        };
        // An answer goes out as it is written, not when the client has acknowledged the last one.
        stream.set_nodelay(true)?;
        let_go_of_who_takes_nothing(stream, UNREAD)?;
        Ok(Held { inner, _place: Arc::new(Place::taken(place)) })
    }
}

impl<S> Accept<TcpStream, S> for Gate {
    type Stream = TcpStream;
    type Service = Held<S>;
    type Future = Ready<io::Result<(TcpStream, Held<S>)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(self.enter(&stream, service).map(|service| (stream, service)))
    }
}

/// A connection's service, and the connection's place with it.
#[derive(Debug, Clone)]
pub struct Held<S> {
    inner: S,
    _place: Arc<Place>,
}

impl<S: Service<R>, R> Service<R> for Held<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.inner.call(request)
    }
}

/// Counted while it is held.
#[derive(Debug)]
struct Place(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Place {
    fn taken(permit: OwnedSemaphorePermit) -> Self {
        metrics::gauge!("http_connections").increment(1);
        Self(permit)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::gauge!("http_connections").decrement(1);
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn who_asks_and_takes_nothing_is_let_go() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _idle = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (mut stream, _) = listener.accept().await.unwrap();
        let_go_of_who_takes_nothing(&stream, Duration::from_millis(300)).unwrap();
        let endless = async { while stream.write_all(&[0; 64 * 1024]).await.is_ok() {} };
        timeout(Duration::from_secs(30), endless).await.expect("the connection ends");
    }
}
