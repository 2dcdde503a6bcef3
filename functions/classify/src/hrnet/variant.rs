//! The published sizes of the network.

use std::fmt;
use std::str::FromStr;

/// How wide the first and highest resolution is, how deep the network: W18 has 18 channels there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// `hrnet_w18_small`: the smallest, 16 channels at the highest resolution.
    W18Small,
    /// `hrnet_w18_small_v2`.
    W18SmallV2,
    /// `hrnet_w18`.
    W18,
    /// `hrnet_w32`.
    W32,
    /// `hrnet_w48`.
    W48,
}

impl Variant {
    /// All that can be built.
    pub const ALL: [Self; 5] = [Self::W18Small, Self::W18SmallV2, Self::W18, Self::W32, Self::W48];

    /// The name that timm gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::W18Small => "hrnet_w18_small",
            Self::W18SmallV2 => "hrnet_w18_small_v2",
            Self::W18 => "hrnet_w18",
            Self::W32 => "hrnet_w32",
            Self::W48 => "hrnet_w48",
        }
    }

    /// The figures that its layers are built from.
    pub(super) fn config(self) -> Config {
        let wide = |width: usize| [width, 2 * width, 4 * width, 8 * width];
        let full = |width| Config {
            stem_blocks: 4,
            stem_width: 64,
            widths: wide(width),
            modules: [1, 4, 3],
            blocks: 4,
        };
        match self {
            Self::W18Small => Config {
                stem_blocks: 1,
                stem_width: 32,
                widths: wide(16),
                modules: [1, 1, 1],
                blocks: 2,
            },
            Self::W18SmallV2 => {
                Config { stem_blocks: 2, modules: [1, 3, 2], blocks: 2, ..full(18) }
            }
            Self::W18 => full(18),
            Self::W32 => full(32),
            Self::W48 => full(48),
        }
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Text that names no variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no network that this program can build: hrnet_w18_small, hrnet_w18_small_v2, hrnet_w18, hrnet_w32 or hrnet_w48"
)]
pub struct UnknownVariant(pub String);

impl FromStr for Variant {
    type Err = UnknownVariant;
    fn from_str(text: &str) -> Result<Self, UnknownVariant> {
        Self::ALL
            .into_iter()
            .find(|variant| variant.as_str() == text)
            .ok_or_else(|| UnknownVariant(text.to_owned()))
    }
}

/// What tells one variant from another.
pub(super) struct Config {
    /// Bottleneck blocks of the first stage, which has one resolution.
    pub stem_blocks: usize,
    /// Channels inside those blocks; a quarter of what they give.
    pub stem_width: usize,
    /// Channels of each resolution, the highest first.
    pub widths: [usize; 4],
    /// Exchange modules of the second, third and fourth stage.
    pub modules: [usize; 3],
    /// Basic blocks of one resolution in one module.
    pub blocks: usize,
}
