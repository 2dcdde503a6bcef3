//! Who works in the demonstration.

use commands::{AddUser, CommandError, Context};
use domain::access::Role;
use domain::envelope::Actor;
use domain::ids::UserId;
use domain::personal::Personal;
use uuid::Uuid;

use crate::failure::Failure;
use crate::house::House;

/// One of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    username: &'static str,
    full_name: &'static str,
    role: Role,
}

pub const ADMINISTRATOR: Member =
    Member { username: "admin", full_name: "Alex Admin", role: Role::Admin };
pub const TECHNOLOGIST: Member =
    Member { username: "technologist", full_name: "Tess Technologist", role: Role::Technologist };
pub const HEMATOLOGIST: Member =
    Member { username: "hematologist", full_name: "Hana Hematologist", role: Role::Hematologist };
pub const COLLEAGUE: Member =
    Member { username: "colleague", full_name: "Hugo Hematologist", role: Role::Hematologist };
const AUDITOR: Member =
    Member { username: "auditor", full_name: "Audrey Auditor", role: Role::Auditor };

/// Those who come before there is work.
pub const AT_FIRST: [Member; 4] = [ADMINISTRATOR, TECHNOLOGIST, HEMATOLOGIST, COLLEAGUE];

/// Who comes when all is there: so an installation without is not filled yet.
pub const fn last() -> Member {
    AUDITOR
}

/// A member with a password that was made just now. Not printable by accident.
pub struct Password {
    member: Member,
    password: String,
}

impl Member {
    fn id(self) -> UserId {
        UserId(super::id(self.username))
    }

    /// This person does something that happens once.
    pub fn does(self, what: &str) -> Context {
        let actor = Actor::Person { id: self.id(), role: self.role };
        Context::new(actor).with_command(super::id(what))
    }
}

/// Whether a member was added already.
///
/// # Errors
/// A log that cannot be read.
pub async fn is_there(house: &House, member: Member) -> Result<bool, Failure> {
    match house.commands.load_user(member.id()).await {
        Ok(_) => Ok(true),
        Err(CommandError::NotFound { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Adds a member with a new password; one who is there already gets it.
///
/// # Errors
/// What the commands refuse.
pub async fn admit(house: &House, member: Member) -> Result<Password, Failure> {
    let password = password();
    if is_there(house, member).await? {
        let context = Context::new(super::actor());
        house.commands.set_password(&context, member.id(), &password).await?;
        return Ok(Password { member, password });
    }
    let context = Context::new(super::actor()).with_command(member.id().0);
    let user = AddUser {
        username: Personal::new(member.username),
        full_name: Personal::new(member.full_name),
        role: member.role,
        password: password.clone(),
    };
    house.commands.add_user(&context, user).await?;
    Ok(Password { member, password })
}

/// 64 random bits, in groups that can be typed. The digits 13 to 20 of a UUID are not all random.
fn password() -> String {
    let digits = Uuid::new_v4().simple().to_string();
    [&digits[..4], &digits[4..8], &digits[8..12], &digits[20..24]].join("-")
}

/// Prints who is there, on standard output, where no log collects it.
pub fn print(all: &[Password]) {
    println!("  {:<13} {:<13} {:<19} name", "role", "user name", "password");
    for Password { member, password } in all {
        let Member { username, full_name, role } = member;
        println!("  {:<13} {username:<13} {password}  {full_name}", role.as_str());
    }
    println!();
}
