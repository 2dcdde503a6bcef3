//! Use cases that change something: load, decide, append.
