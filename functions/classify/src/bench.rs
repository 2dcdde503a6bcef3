//! How long one image takes, from the file's bytes to its logits, on this machine.
//!
//! All parts are measured in turn, round after round, so that whatever else the machine does meets
//! them alike; what is told is the middle of all rounds. It measures and judges nothing.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use bytes::Bytes;
use candle_core::{ModuleT, Tensor};
use fused::Processor;
use image::RgbImage;
use infra::picture::{Limits, PictureError, PicturePool, Source, encode_jpeg};
use nix::time::{ClockId, clock_gettime};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;

use crate::device::Device;
use crate::model::{Model, ModelError};
use crate::pack::{Pack, PackError};
use crate::precision::Precision;
use crate::preprocess::EmptyPicture;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct BenchSettings {
    /// How the network's values are stored.
    pub precision: Precision,
    /// Threads of the network.
    pub threads: NonZeroUsize,
    /// Images that run at once.
    pub batch: NonZeroUsize,
    /// How often everything is measured.
    pub rounds: NonZeroUsize,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Bench {
    /// The pack's name.
    pub model: String,
    /// Its network.
    pub architecture: String,
    /// How the network's values are stored.
    pub precision: Precision,
    /// The instructions that were used.
    pub processor: String,
    /// Threads of the network.
    pub threads: NonZeroUsize,
    /// Images that ran at once.
    pub batch: NonZeroUsize,
    /// How often everything was measured.
    pub rounds: NonZeroUsize,
    /// Pixels of the image, across and down.
    pub image: [u32; 2],
    /// What it is made of, for one image.
    pub parts: Vec<Part>,
    /// The network's processor time over Candle's, of the same rounds.
    pub network_to_candle: f64,
    /// The processor time of decoding and resizing over the network's.
    pub preparation_to_network: f64,
}

/// One part of the way, for one image.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Which.
    pub name: &'static str,
    /// Milliseconds that passed.
    pub wall_ms: f64,
    /// Milliseconds of all processors together.
    pub cpu_ms: f64,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The picture cannot be decoded.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The picture has no pixels.
    #[error(transparent)]
    Empty(#[from] EmptyPicture),
    /// The network cannot be built.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The pack cannot be used.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Candle failed.
    #[error("Candle failed: {0}")]
    Candle(#[from] candle_core::Error),
    /// The system gives no threads.
    #[error("the system gives no threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Measures a pack's network, and all that comes before it, on the picture in `file`; on a drawn one
/// when there is none.
///
/// # Errors
/// See [`BenchError`].
pub async fn bench(
    pack: &Pack,
    file: Option<Bytes>,
    settings: BenchSettings,
) -> Result<Bench, BenchError> {
    let BenchSettings { precision, threads, batch, rounds } = settings;
    let file = file.map_or_else(drawn, Ok)?;
    let model = Model::load(pack, Device::Cpu, precision)?;
    let candle = pack.network(&candle_core::Device::Cpu)?;
    let pool = ThreadPoolBuilder::new().num_threads(threads.get()).build()?;
    let pictures = PicturePool::new(1, u64::MAX);
    let decode = || pictures.decode(Source::Bytes(file.clone()), Limits::default());
    let picture = decode().await?.pixels;
    let input = pack.manifest.input.prepare(&picture)?.input;
    let inputs = vec![input; batch.get()];
    let images = inputs.iter().map(Vec::as_slice);
    let size = pack.manifest.input.size as usize;
    let shape = (batch.get(), 3, size, size);
    let tensor = Tensor::from_vec(inputs.concat(), shape, &candle_core::Device::Cpu)?;

    let mut clocks = [const { Clock::new() }; 4];
    // The first round finds memory that was never touched, and counts nothing.
    for round in 0..=rounds.get() {
        let [decoding, resizing, network, oracle] = &mut clocks;
        if round == 1 {
            for clock in [&mut *decoding, resizing, network, oracle] {
                clock.laps.clear();
            }
        }
        let begun = Lap::begin();
        decode().await?;
        decoding.laps.push(begun.end());
        resizing.lap(|| pack.manifest.input.prepare(&picture))?;
        network.lap(|| install(&pool, || model.logits(images.clone())))?;
        oracle.lap(|| install(&pool, || candle.forward_t(&tensor, false)))?;
    }
    let [decoding, resizing, network, oracle] = clocks;
    let parts = vec![
        decoding.part("decode", 1),
        resizing.part("resize and normalize", 1),
        network.part("network", batch.get()),
        oracle.part("network, by Candle in f32", batch.get()),
    ];
    let cpu = |at: usize| parts[at].cpu_ms;
    Ok(Bench {
        model: pack.manifest.name.clone(),
        architecture: pack.manifest.architecture.clone(),
        precision,
        processor: Processor::here().to_string(),
        threads,
        batch,
        rounds,
        image: picture.dimensions().into(),
        network_to_candle: cpu(2) / cpu(3),
        preparation_to_network: (cpu(0) + cpu(1)) / cpu(2),
        parts,
    })
}

/// A JPEG file of the size of a single cell's: a round one on a bright ground, with some grain.
fn drawn() -> Result<Bytes, PictureError> {
    let grain = |x: u32, y: u32| ((x * 1_103 + y * 7_919) ^ (x * y)) % 13;
    let picture = RgbImage::from_fn(360, 363, |x, y| {
        let inside = x.abs_diff(180).pow(2) + y.abs_diff(181).pow(2) < 90 * 90;
        let ground: [u32; 3] = if inside { [130, 80, 160] } else { [230, 205, 190] };
        image::Rgb(ground.map(|level| (level + grain(x, y)) as u8))
    });
    Ok(encode_jpeg(&picture, 90)?.into())
}

fn install<T: Send>(pool: &ThreadPool, work: impl FnOnce() -> T + Send) -> T {
    pool.install(work)
}

/// Laps of one part: time that passed, and time of all processors.
struct Clock {
    laps: Vec<(Duration, Duration)>,
}

impl Clock {
    const fn new() -> Self {
        Self { laps: Vec::new() }
    }

    fn lap<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Lap::begin();
        let done = work();
        self.laps.push(begun.end());
        done
    }

    /// The middle of all laps, for each of so many images.
    fn part(&self, name: &'static str, images: usize) -> Part {
        let middle = |of: fn(&(Duration, Duration)) -> Duration| {
            let mut times: Vec<_> = self.laps.iter().map(of).collect();
            times.sort();
            1000.0 * times[times.len() / 2].as_secs_f64() / images as f64
        };
        Part { name, wall_ms: middle(|lap| lap.0), cpu_ms: middle(|lap| lap.1) }
    }
}

struct Lap {
    wall: Instant,
    cpu: Duration,
}

impl Lap {
    fn begin() -> Self {
        Self { wall: Instant::now(), cpu: processor_time() }
    }

    fn end(self) -> (Duration, Duration) {
        (self.wall.elapsed(), processor_time().saturating_sub(self.cpu))
    }
}

/// What all threads of this process have used; nothing where the system does not tell.
fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
