//! The HTTP interface: routes, sessions, OpenAPI, the embedded page.
