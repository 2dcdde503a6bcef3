//! Which instructions the processor has.

/// The instructions that the work is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Processor {
    /// AVX-512 with its own products of bf16.
    Avx512Bf16,
    /// AVX-512.
    Avx512,
    /// AVX2 and fused multiply-add.
    Avx2,
    /// What every processor has.
    Portable,
}

impl Processor {
    /// The best that this machine has.
    pub fn here() -> Self {
        Self::all_here()[0]
    }

    /// All that this machine has, the best first.
    pub fn all_here() -> Vec<Self> {
        let all = [Self::Avx512Bf16, Self::Avx512, Self::Avx2, Self::Portable];
        all.into_iter().filter(|processor| processor.is_here()).collect()
    }

    #[cfg(target_arch = "x86_64")]
    pub(crate) fn is_here(self) -> bool {
        let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        let avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl");
        match self {
            Self::Avx512Bf16 => avx512 && is_x86_feature_detected!("avx512bf16"),
            Self::Avx512 => avx512,
            Self::Avx2 => avx2,
            Self::Portable => true,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub(crate) fn is_here(self) -> bool {
        self == Self::Portable
    }

    /// Whether this machine multiplies bf16 by itself; others widen it first, which saves memory only.
    pub fn multiplies_bf16(self) -> bool {
        self == Self::Avx512Bf16
    }

    /// How many blocks of output channels one tile has, for so many blocks in all. Tiles of two
    /// blocks read each pixel once for both.
    pub(crate) fn blocks_of_a_tile(self, blocks: usize) -> usize {
        match self {
            Self::Avx2 | Self::Portable => 1,
            _ if blocks.is_multiple_of(2) => 2,
            _ if blocks.is_multiple_of(3) => 3,
            _ => 1,
        }
    }
}

impl std::fmt::Display for Processor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Avx512Bf16 => "AVX-512 BF16",
            Self::Avx512 => "AVX-512",
            Self::Avx2 => "AVX2",
            Self::Portable => "portable",
        })
    }
}
