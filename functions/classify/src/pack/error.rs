//! Why a pack cannot be used.

use std::io;
use std::path::PathBuf;

use crate::hrnet::UnknownVariant;

/// How many names of tensors an error says before it counts the rest.
const NAMED: usize = 4;

/// Why a pack cannot be used. Each says what to mend.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file of the pack is not there.
    #[error("the pack is incomplete: there is no {}", .0.display())]
    MissingFile(PathBuf),
    /// A file of the pack cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The manifest, or the list of answers, is no TOML, or has keys that are missing, unknown or of another type.
    #[error("{} cannot be understood: {problem}", path.display())]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        problem: String,
    },
    /// Their numbers or texts make no sense.
    #[error("{}: {problem}", path.display())]
    Senseless {
        /// Which file.
        path: PathBuf,
        /// Which key and why.
        problem: String,
    },
    /// The manifest names a network that this program cannot build.
    #[error("`architecture`: {0}")]
    Architecture(#[from] UnknownVariant),
    /// The weights are no safetensors file, or a cut one.
    #[error("{} is not a safetensors file: {problem}", path.display())]
    Weights {
        /// Which file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// The network has another number of outputs than the manifest has labels.
    #[error("the manifest names {labels} labels, but the network has {outputs} outputs")]
    LabelCount {
        /// How many labels.
        labels: usize,
        /// How many outputs.
        outputs: usize,
    },
    /// The tensors are not those of the network.
    #[error("the weights are not those of a {architecture}: {}", .faults.describe())]
    Tensors {
        /// Which network.
        architecture: String,
        /// What is wrong with them.
        faults: Box<TensorFaults>,
    },
    /// A weight is infinite or not a number.
    #[error("tensor {0} holds a value that is not a finite number")]
    NotFinite(String),
    /// The weights could not be brought to the device.
    #[error("the network cannot be built: {0}")]
    Device(#[from] candle_core::Error),
}

/// Tensors that are not as the network has them, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TensorFaults {
    /// The network needs it, the file lacks it.
    pub missing: Vec<String>,
    /// The file has it, the network knows nothing of it.
    pub extra: Vec<String>,
    /// With the shape that it has and the one that the network needs.
    pub misshaped: Vec<String>,
    /// With the type that it has, which is none of f32, f16, bf16.
    pub mistyped: Vec<String>,
}

impl TensorFaults {
    /// Whether there is nothing wrong.
    pub fn is_empty(&self) -> bool {
        let Self { missing, extra, misshaped, mistyped } = self;
        [missing, extra, misshaped, mistyped].iter().all(|names| names.is_empty())
    }

    fn describe(&self) -> String {
        let kinds = [
            ("missing", &self.missing),
            ("not part of it", &self.extra),
            ("of another shape", &self.misshaped),
            ("of an unknown type", &self.mistyped),
        ];
        let told = kinds.iter().filter(|(_, names)| !names.is_empty());
        told.map(|(what, names)| list(what, names)).collect::<Vec<_>>().join("; ")
    }
}

fn list(what: &str, names: &[String]) -> String {
    let shown = names[..names.len().min(NAMED)].join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => format!("{what}: {shown}"),
        more => format!("{what}: {shown} and {more} more"),
    }
}
