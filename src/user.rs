//! `user add`: a user without the HTTP interface.

use std::io::{BufRead, IsTerminal};

use commands::{AddUser, Context};
use domain::access::Role;
use domain::envelope::Actor;
use domain::personal::Personal;

use crate::cli::UserCommand;
use crate::control::{self, Request};
use crate::failure::Failure;
use crate::house::House;

/// Runs `user …`.
///
/// # Errors
/// What is wrong with the name or the password, or a data directory that cannot be used.
pub async fn run(command: UserCommand) -> Result<(), Failure> {
    let UserCommand::Add { name, role, full_name, data } = command;
    let request = Request::AddUser {
        full_name: full_name.unwrap_or_else(|| name.clone()),
        username: name,
        role,
        password: password()?,
    };
    println!("{}", control::wherever(&data, request).await?);
    Ok(())
}

/// Adds a user, in the process that has the data directory.
///
/// # Errors
/// What the commands refuse.
pub async fn add(
    house: &House,
    username: String,
    full_name: String,
    role: Role,
    password: String,
) -> Result<String, Failure> {
    let context = Context::new(Actor::System { name: "command line".to_owned() });
    let user = AddUser {
        username: Personal::new(username.as_str()),
        full_name: Personal::new(full_name),
        role,
        password,
    };
    let done = house.commands.add_user(&context, user).await?;
    if role == Role::Admin {
        crate::serve::forget_setup_link(&house.directory);
    }
    Ok(format!("Added {username} as {role}: {}", done.value))
}

/// From the terminal, twice and unseen; or one line of standard input.
fn password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password: ")?;
        let second = rpassword::prompt_password("Again: ")?;
        return match first == second {
            true => Ok(first),
            false => Err(Failure::failed("the two passwords differ; nothing was added")),
        };
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
