//! What every refusal says of itself, so that whoever answers a person need not know each one.

use std::fmt::Display;

/// How a refusal is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was sent makes no sense; the pointer (RFC 6901) says which member of it.
    Invalid {
        /// Such as `/number`.
        pointer: &'static str,
    },
    /// What was sent makes sense, but not as things stand.
    Conflict,
    /// What it was about was taken out of work.
    Gone,
}

/// A decision's "no". Its text is one clear sentence without personal data.
pub trait Refuse: Display {
    /// A name for programs, such as `patient-removed`. Never changes.
    fn code(&self) -> &'static str;

    /// How it is to be taken.
    fn kind(&self) -> Kind;
}

/// Implements [`Refuse`] as a table: each variant with its code and its kind.
macro_rules! refusals {
    ($type:ty { $($variant:pat => $code:literal, $kind:expr;)* }) => {
        impl $crate::refusal::Refuse for $type {
            fn code(&self) -> &'static str {
                #[allow(unused_variables)]
                match self { $($variant => $code,)* }
            }
            fn kind(&self) -> $crate::refusal::Kind {
                #[allow(unused_imports)]
                use $crate::refusal::Kind::{Conflict, Gone, Invalid};
                match self { $($variant => $kind,)* }
            }
        }
    };
}
pub(crate) use refusals;
