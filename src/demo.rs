//! `serve --demo`: an empty installation is filled with invented patients and drawn images, so that a newcomer
//! sees the whole product. All of it comes in through the commands, as it does from people.
//!
//! What is done has identifiers of its own, so that filling that was broken off goes on where it stopped.

mod cases;
mod drawing;
mod filling;
mod reading;
mod staff;

use std::time::Instant;

use domain::envelope::{Actor, Envelope};
use infra::event_log::{Direction, Filter};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::failure::Failure;
use crate::house::{House, Places};
use crate::serve::Share;
use filling::Filling;

/// Who fills: the name stands in the record of the first user, and tells a demonstration for ever.
const ACTOR: &str = "demonstration";

/// What an installation is to the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Nobody is in it: no user, no patient.
    Nobody,
    /// It was being filled when the server ended.
    Begun,
    /// It was filled.
    Filled,
    /// It is somebody's.
    Somebodys,
}

/// Refuses a server that others could reach, and engines that others could work with.
///
/// # Errors
/// [`Failure::Usage`]
pub fn check(share: &Share) -> Result<(), Failure> {
    let refuse = |why: &str| Err(Failure::Usage(format!("--demo {why}")));
    if !share.process.listen.ip().is_loopback() {
        return refuse(
            "prints passwords: it is for an address of this machine, such as 127.0.0.1:8080",
        );
    }
    if share.web.as_ref().is_some_and(|web| web.public_url.is_some()) {
        return refuse("prints passwords: it is for this machine only, without --public-url");
    }
    match Places::of(&share.data)?.embedded(&share.data)?.len() {
        4 => Ok(()),
        _ => refuse("is for an installation that keeps everything in its data directory"),
    }
}

impl Demo {
    /// Finds out, by who registered the first user.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn of(house: &House) -> Result<Self, Failure> {
        let people = ["UserRegistered", "PatientRegistered"].map(str::to_owned);
        let filter = Filter::Types(people.into());
        let first = house.log.read_all(None, Direction::Forwards, &filter, 1).await?;
        let Some(first) = first.first() else { return Ok(Self::Nobody) };
        let envelope: Envelope = serde_json::from_slice(&first.metadata)?;
        if envelope.actor != actor() {
            return Ok(Self::Somebodys);
        }
        match staff::is_there(house, staff::last()).await? {
            true => Ok(Self::Filled),
            false => Ok(Self::Begun),
        }
    }

    /// Whether its images are drawn and its patients invented.
    pub fn is_one(self) -> bool {
        matches!(self, Self::Begun | Self::Filled)
    }

    /// Refuses to fill what is somebody's.
    ///
    /// # Errors
    /// [`Failure::Usage`]
    pub fn admit(self, wanted: bool) -> Result<(), Failure> {
        match self {
            Self::Somebodys if wanted => Err(Failure::Usage(
                "there are users or patients in this data directory, and --demo fills an empty one only: \
                 say another with --data-dir, or leave --demo out; nothing was changed"
                    .to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Fills what is not filled yet, unless the server is to stop, and says how to come in.
    ///
    /// # Errors
    /// Whatever the commands refuse, and whatever is away.
    pub async fn fill(
        self,
        house: &House,
        classifies: bool,
        url: &str,
        shutdown: &CancellationToken,
    ) -> Result<(), Failure> {
        if self == Self::Filled {
            say_again(house);
            return Ok(());
        }
        let began = Instant::now();
        println!(
            "Demonstration: drawn images, invented patients. For research use only. Not for use in diagnostic procedures."
        );
        let filling = Filling::new(house, classifies);
        let Some(filled) = shutdown.run_until_cancelled(filling.run()).await else { return Ok(()) };
        let passwords = filled?;
        println!("Filled in {:.1} s.", began.elapsed().as_secs_f64());
        println!("\nSign in at {url} as one of these; the passwords are not shown again:\n");
        staff::print(&passwords);
        Ok(())
    }
}

fn say_again(house: &House) {
    println!(
        "This demonstration was filled before, and nobody can look its passwords up. Without them, add an \
         administrator with `hemaclassify user add NAME --role admin --data-dir {}`, who gives the others new \
         ones on the page Users; or begin anew in another data directory.",
        house.directory.root().display()
    );
}

fn actor() -> Actor {
    Actor::System { name: ACTOR.to_owned() }
}

/// The identifier of something in the demonstration, the same in each: what was done is not done twice.
fn id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("hemaclassify demonstration {name}").as_bytes())
}
