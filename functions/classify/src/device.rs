//! What the network runs on. The only place that knows of CUDA.

use std::fmt;
use std::str::FromStr;

/// What the network runs on, chosen when the program starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Device {
    /// The processor.
    #[default]
    Cpu,
    /// An NVIDIA GPU, by number. Needs a program built with the feature `cuda`.
    Cuda(usize),
}

/// Why a device cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// The text names no device.
    #[error("“{0}” is not a device: cpu, cuda or cuda:NUMBER")]
    Unknown(String),
    /// The program knows nothing of GPUs.
    #[error("{0} was asked for, but this program was built without the feature `cuda`")]
    NotBuilt(Device),
    /// The GPU does not answer.
    #[error("{device} cannot be used: {problem}")]
    Away {
        /// Which.
        device: Device,
        /// What the driver says.
        problem: String,
    },
}

impl Device {
    /// Opens the device.
    pub(crate) fn open(self) -> Result<candle_core::Device, DeviceError> {
        match self {
            Self::Cpu => Ok(candle_core::Device::Cpu),
            Self::Cuda(number) => self.open_cuda(number),
        }
    }

    #[cfg(feature = "cuda")]
    fn open_cuda(self, number: usize) -> Result<candle_core::Device, DeviceError> {
        let away = |error: candle_core::Error| DeviceError::Away {
            device: self,
            problem: error.to_string(),
        };
        candle_core::Device::new_cuda(number).map_err(away)
    }

    #[cfg(not(feature = "cuda"))]
    fn open_cuda(self, _: usize) -> Result<candle_core::Device, DeviceError> {
        Err(DeviceError::NotBuilt(self))
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
        }
    }
}

impl FromStr for Device {
    type Err = DeviceError;
    fn from_str(text: &str) -> Result<Self, DeviceError> {
        let unknown = || DeviceError::Unknown(text.to_owned());
        match text.split_once(':') {
            None if text == "cpu" => Ok(Self::Cpu),
            None if text == "cuda" => Ok(Self::Cuda(0)),
            Some(("cuda", number)) => number.parse().map(Self::Cuda).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written() {
        for name in ["cpu", "cuda:0", "cuda:3"] {
            assert_eq!(name.parse::<Device>().unwrap().to_string(), name);
        }
        assert_eq!("cuda".parse(), Ok(Device::Cuda(0)));
        for name in ["", "gpu", "cuda:", "cuda:-1", "cpu:0"] {
            assert_eq!(name.parse::<Device>(), Err(DeviceError::Unknown(name.into())));
        }
    }

    #[cfg(not(feature = "cuda"))]
    #[test]
    fn a_program_without_the_feature_says_so() {
        let error = Device::Cuda(0).open().unwrap_err();
        assert_eq!(
            error.to_string(),
            "cuda:0 was asked for, but this program was built without the feature `cuda`"
        );
    }
}
