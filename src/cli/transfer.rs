//! What to transfer, and where to.

use std::path::PathBuf;

use clap::Args;

use super::value::{EventLogAt, event_log};
use super::{DataArgs, LaboratoryArgs};

/// What to transfer, and where to.
#[derive(Debug, Args)]
pub struct TransferArgs {
    /// The folder that is to hold the data: new or empty, or left by a transfer that was broken off.
    #[arg(long, value_name = "FOLDER")]
    pub to: PathBuf,
    /// Where the images are to lie: `embedded` in that folder, or an `s3://` URL as of `--blobs`.
    #[arg(long, env = "HEMACLASSIFY_TO_BLOBS", hide_env_values = true, value_name = "STORE")]
    pub to_blobs: Option<String>,
    /// Where the event log is to be kept: `embedded` in that folder, or an empty KurrentDB, such as
    /// `kurrentdb://user:password@host:2113`.
    #[arg(long, env = "HEMACLASSIFY_TO_EVENT_LOG", default_value = "embedded",
        value_parser = event_log, hide_env_values = true)]
    pub to_event_log: EventLogAt,
    /// Where the state is to be kept: `embedded` in that folder, or in an empty schema,
    /// `mysql://user:password@host/schema`.
    #[arg(
        long,
        env = "HEMACLASSIFY_TO_STATE",
        hide_env_values = true,
        value_name = "STORE",
        value_parser = crate::engines::server::parse
    )]
    pub to_state: Option<String>,
    /// Where the read models are to live: `embedded` in that folder, or
    /// `mysql://user:password@host/schema`.
    #[arg(
        long,
        env = "HEMACLASSIFY_TO_READ_MODELS",
        hide_env_values = true,
        value_name = "STORE",
        value_parser = crate::engines::server::parse
    )]
    pub to_read_models: Option<String>,
    /// What the laboratory sets.
    #[command(flatten)]
    pub laboratory: LaboratoryArgs,
    /// Where the data lies now.
    #[command(flatten)]
    pub data: DataArgs,
}

impl TransferArgs {
    /// Where the data is to lie.
    pub fn target(&self) -> DataArgs {
        DataArgs {
            data_dir: self.to.clone(),
            installation_key: None,
            blobs: self.to_blobs.clone(),
            event_log: self.to_event_log.clone(),
            state: self.to_state.clone(),
            read_models: self.to_read_models.clone(),
        }
    }
}
