//! What a line of the router's table is made of.

use std::time::Duration;

use axum::http::Method;
use axum::routing::MethodRouter;
use domain::access::Action;

use crate::state::AppState;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever comes.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Those signed in whose role may do this, by the table in `domain::access`.
    May(Action),
    /// Those who may see clinical data; with `?as_of=`, those who may see histories.
    NowOrThen,
}

impl Access {
    /// What the role of a caller must allow; none when any will do.
    pub fn action(self, as_of: bool) -> Option<Action> {
        match self {
            Self::Open | Self::SignedIn => None,
            Self::May(action) => Some(action),
            Self::NowOrThen if as_of => Some(Action::SeeHistory),
            Self::NowOrThen => Some(Action::SeeClinical),
        }
    }

    /// Whether whoever may use a route to read may see there what must not be seen unnoticed:
    /// patients' data, or the record of who saw it.
    pub fn is_recorded(self) -> bool {
        use Action::{SeeAccess, SeeClinical, SeeHistory};
        matches!(self, Self::NowOrThen | Self::May(SeeClinical | SeeHistory | SeeAccess))
    }
}

/// How a route is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Gives JSON: entity tags, reads of one's own writes.
    Read,
    /// Gives an image's bytes, tagged by the handler.
    Bytes,
    /// Takes JSON and changes something: idempotency keys, runs to its end when the client leaves.
    Write,
    /// Signs in or out, or sets up: JSON, but its answers hold secrets, so none is kept.
    Session,
    /// Takes files of any number; each is limited by itself.
    Upload,
    /// Stays open.
    Live,
    /// A page for people, health, the document: nothing special.
    Plain,
}

impl Kind {
    /// How long the answer may take to begin; none for those that go at their client's pace.
    pub fn time_limit(self) -> Option<Duration> {
        match self {
            Self::Upload | Self::Live => None,
            _ => Some(Duration::from_secs(30)),
        }
    }
}

/// One line of the table.
pub struct Route {
    /// Method and path, as the access record names the route.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with `{names}` for its parts.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// How it is treated.
    pub kind: Kind,
    /// What answers.
    pub handler: MethodRouter<AppState>,
}

/// Writes the table down once: routes and their documentation come from the same lines.
macro_rules! routes {
    ($($method:ident $path:literal, $access:expr, $kind:ident => $module:ident :: $handler:ident;)*) => {
        /// Every route of the interface, in the order of the documentation.
        pub fn table() -> Vec<Route> {
            use $crate::route::Access::{May, NowOrThen, Open, SignedIn};
            vec![$(Route {
                name: concat!(stringify!($method), " ", $path),
                method: axum::http::Method::$method,
                path: $path,
                access: $access,
                kind: $crate::route::Kind::$kind,
                handler: axum::routing::on(
                    axum::routing::MethodFilter::$method,
                    $crate::$module::$handler,
                ),
            }),*]
        }

        /// The documentation that stands at the handlers.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($module::$handler),*))]
        pub(crate) struct Operations;
    };
}

pub(crate) use routes;
