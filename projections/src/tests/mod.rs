//! The read models on the real log, state, vault and blobs.

mod access;
mod as_of;
mod blind;
mod content;
mod critical;
mod decisions;
mod explanations;
mod faults;
mod figures;
mod forgetting;
mod histories;
mod lab;
mod listing;
mod measurements;
mod merging;
mod onlooking;
mod paging;
mod random;
mod rebuilding;
mod timeline;
mod withdrawals;
mod worklist;
