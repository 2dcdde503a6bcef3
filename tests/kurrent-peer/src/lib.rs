//! A small server that speaks KurrentDB's protocol over the embedded event log, so that clients written
//! for KurrentDB, this project's and others', have an honest peer where there is no KurrentDB.
//!
//! It is one node, without TLS and without users, and no part of the product. Streams and persistent
//! subscriptions behave as KurrentDB's; deleting streams, projections and users are not there. One thing
//! the log below cannot do: the same event identifier in two streams is refused.

#![expect(clippy::result_large_err, reason = "the error is the protocol's own, and large")]

mod append;
mod faults;
mod filter;
mod groups;
mod log;
mod read;
mod running;
mod services;
mod wire;

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;
use tonic::transport::server::TcpIncoming;

pub use self::faults::{Ending, Faults};
pub use self::running::Running;
use crate::groups::Groups;
use crate::log::Log;
use crate::services::Server;
use crate::wire::client::gossip::gossip_server::GossipServer;
use crate::wire::client::persistent_subscriptions::persistent_subscriptions_server::PersistentSubscriptionsServer;
use crate::wire::client::server_features::server_features_server::ServerFeaturesServer;
use crate::wire::client::streams::streams_server::StreamsServer;

/// The most that a request may hold, in bytes.
const MAX_REQUEST: usize = 16 << 20;

/// How often who is connected is asked whether they are, and how long they have to answer: as long as
/// KurrentDB's own. What a group gave to somebody who is gone is given to another then.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// Serves the log in a directory, which is made when it is empty, for as long as this is waited for.
///
/// # Errors
/// When the log cannot be opened, or the listener fails.
pub async fn serve(
    listener: TcpListener,
    directory: &Path,
    faults: Faults,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let address = listener.local_addr()?;
    let log = Log::open(directory).await?;
    let groups = Groups::open(log.clone()).await?;
    let server = Server { log, groups, faults, address };
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    tonic::transport::Server::builder()
        .http2_keepalive_interval(Some(KEEP_ALIVE))
        .http2_keepalive_timeout(Some(KEEP_ALIVE))
        .add_service(StreamsServer::new(server.clone()).max_decoding_message_size(MAX_REQUEST))
        .add_service(PersistentSubscriptionsServer::new(server.clone()))
        .add_service(ServerFeaturesServer::new(server.clone()))
        .add_service(GossipServer::new(server))
        .serve_with_incoming(incoming)
        .await?;
    Ok(())
}
