//! What an installation has before its first function runs: panels, so that images can come, and the
//! functions' queues, so that what waits is counted and whoever starts processes as they are needed knows
//! that one is.

use clap::ValueEnum as _;
use commands::Context;
use domain::envelope::Actor;
use runtime::WorkerSettings;

use crate::cli::FunctionName;
use crate::failure::Failure;
use crate::house::House;
use crate::packs::Packs;

/// Makes what is not there. A queue that is keeps what its processes have said of it.
///
/// # Errors
/// The log is away.
pub async fn begin(house: &House) -> Result<(), Failure> {
    let context = Context::new(Actor::System { name: "start".to_owned() });
    house.commands.define_panels(&context).await?;
    let known = house.log.groups().await?;
    for name in FunctionName::value_variants() {
        let function = name.with(&Packs::none(), &house.pictures);
        if known.iter().all(|group| group.name != function.name()) {
            let settings = WorkerSettings::new(&*function).group;
            house.log.ensure_group(function.name(), settings).await?;
        }
    }
    Ok(())
}
