//! Which fields to draw, and where to.

use std::num::NonZeroU32;
use std::path::PathBuf;

use ::samples::Label;
use clap::{Args, Subcommand};

/// Drawn images.
#[derive(Debug, Subcommand)]
pub enum SamplesCommand {
    /// Draw synthetic smear fields of the panel of diseases: a folder for each class, a table of what was
    /// drawn, a card. For demonstration: they show the blood of nobody.
    Generate(GenerateArgs),
}

/// Which fields to draw.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The folder to write into: new or empty.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Of all draws: the same seed gives the same files.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Patients of each class.
    #[arg(long, default_value = "8")]
    pub patients: NonZeroU32,
    /// Fields of each patient.
    #[arg(long, default_value = "6")]
    pub fields: NonZeroU32,
    /// Pixels of a field's edge, which is 102.4 µm long.
    #[arg(long, default_value_t = 1024, value_name = "PIXELS")]
    pub size: u32,
    /// Only these classes; `unsuitable` is what nobody should read. All when it is not said.
    #[arg(long = "class", value_name = "LABEL", value_delimiter = ',')]
    pub classes: Vec<Label>,
}
