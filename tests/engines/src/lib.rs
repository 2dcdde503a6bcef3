//! Real engines, started for tests, and a line to them that can be spoiled. No part of the product.

// What a test cannot have, ends it: there is nobody to hand an error to.
#![allow(clippy::unwrap_used)]

mod kept;
pub mod mariadb;
pub mod proxy;
pub mod seaweedfs;
