//! What every state, vault and blob store must do, written against the ports, and the embedded
//! adapters that are held to it. Another adapter implements [`Fixture`] and is named below.

#![allow(clippy::unwrap_used, missing_docs)]

mod blobs;
mod directory_blobs;
mod embedded;
mod state;
mod vault;

/// An engine of one's own for each test.
pub(crate) trait Fixture: Sized {
    /// Empty.
    async fn start() -> Self;

    /// Ends without an orderly close and starts again on the same data.
    async fn restart(self) -> Self;
}

/// Defines a test for each case of a contract.
macro_rules! contract {
    ($fixture:ty, $module:path { $($case:ident)* }) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            use $module as module;
            module::$case(<$fixture as crate::Fixture>::start().await).await;
        })*
    };
}
pub(crate) use contract;
