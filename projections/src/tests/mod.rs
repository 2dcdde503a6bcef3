//! The read models on the real log, state, vault and blobs.

mod access;
mod as_of;
mod content;
mod faults;
mod histories;
mod lab;
mod paging;
mod random;
mod rebuilding;
mod timeline;
mod worklist;
