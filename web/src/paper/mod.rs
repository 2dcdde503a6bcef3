//! The routes of the original HemaClassify, kept at the root for its clients: thin aliases over the
//! same handlers. What a request is about stands in the query instead of the path; bodies and
//! answers are those of `/api/v1`.

mod images;
mod patients;
mod token;
mod users;

pub use images::*;
pub use patients::*;
pub use token::*;
pub use users::*;
