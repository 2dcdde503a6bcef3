//! A whole installation in a temporary directory, on the real log, state, vault and blobs, with a
//! clock that tests turn. For the tests of this and other crates.
