//! A peer in a test's own process, which can be cut off and started again.

use std::net::SocketAddr;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::{Faults, serve};

/// How long an address may still be in use, in steps of [`STEP`].
const STEPS: u32 = 200;
const STEP: Duration = Duration::from_millis(20);

/// A running peer. Dropping it cuts everybody off, in the middle of whatever it did.
#[derive(Debug)]
pub struct Running {
    runtime: Option<Runtime>,
    address: SocketAddr,
    faults: Faults,
}

impl Running {
    /// Starts one at an address (port 0 takes a free one) over the data in a directory.
    ///
    /// # Panics
    /// When the address cannot be had.
    pub fn start(listen: SocketAddr, directory: &Path) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a test may start threads");
        let listener = bind(&runtime, listen);
        let address = listener.local_addr().expect("a listener has an address");
        let (faults, directory) = (Faults::default(), directory.to_owned());
        let ends = faults.clone();
        runtime.spawn(async move {
            if let Err(error) = serve(listener, &directory, ends).await {
                tracing::error!(%error, "the peer ended");
            }
        });
        Self { runtime: Some(runtime), address, faults }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where clients find it.
    pub fn url(&self) -> String {
        format!("kurrentdb://{}?tls=false", self.address)
    }

    /// What can be done to those who are connected.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }
}

/// Whoever was cut off may still have the address for a moment.
fn bind(runtime: &Runtime, listen: SocketAddr) -> TcpListener {
    for _ in 0..STEPS {
        let _context = runtime.enter();
        let bound = std::net::TcpListener::bind(listen)
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .and_then(TcpListener::from_std);
        if let Ok(listener) = bound {
            return listener;
        }
        sleep(STEP);
    }
    panic!("{listen} cannot be had");
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
