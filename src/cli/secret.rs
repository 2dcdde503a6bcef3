//! What a person gets to read of an option that cannot be read. clap repeats the value; one that may
//! hold a password stays unsaid.

use clap::error::{ContextKind, ContextValue, Error};

/// Options whose values may hold a password.
const SECRET: [&str; 7] = [
    "--event-log",
    "--otlp-endpoint",
    "--read-models",
    "--state",
    "--to-event-log",
    "--to-read-models",
    "--to-state",
];

/// The same refusal, without such a value.
pub fn unsaid(mut refusal: Error) -> Error {
    let secret = match refusal.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(option)) => SECRET.iter().any(|one| option.starts_with(one)),
        _ => false,
    };
    if secret {
        refusal.insert(ContextKind::InvalidValue, ContextValue::String("…".to_owned()));
    }
    refusal
}
