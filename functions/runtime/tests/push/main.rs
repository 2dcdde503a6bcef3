//! Functions that are called over HTTP: the same as in the process, and nobody else's.
#![allow(clippy::unwrap_used, missing_docs)]

mod answers;
mod bench;
mod gauge;
mod links;
mod server;
mod signed;
mod store;
mod ways;

use axum::Router;

/// Serves these routes for as long as the test runs.
pub async fn listen(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}
