//! Hostile input for every door of the product. A target is a property that holds for any bytes; it
//! is run on its seeds as they are, then on bytes that are nearly a seed. The targets are in `tests/`.

use std::fmt;
use std::path::Path;

use bolero::generator::bolero_generator::driver::Driver;
use bolero::generator::{ValueGenerator, produce};

/// What stands in many texts and numbers at an edge, and in many attacks.
const WORDS: [&[u8]; 20] = [
    b"",
    b"\0",
    b"\r\n",
    b"\"",
    b"null",
    b"{}",
    b"[[",
    b"-1",
    b"0",
    b"1e999",
    b"18446744073709551616",
    b"-9223372036854775809",
    b"../",
    b"%00",
    b"%ff",
    b"\xff\xff\xff\xff",
    b"\x80\0\0\0",
    b"' OR 1=1 --",
    "e\u{301}\u{202e}\u{1f9eb}".as_bytes(),
    b"=",
];

/// The seeds of a target: every file of its folder under `seeds/`, in the order of their names.
///
/// # Panics
/// When there are none: the target would test nothing.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    files(&folder)
}

/// Every file of a folder, in the order of their names.
///
/// # Panics
/// When there is none.
pub fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("the seeds are part of the project");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let seeds: Vec<_> = paths.iter().flat_map(std::fs::read).collect();
    assert!(!seeds.is_empty(), "no seeds in {}", folder.display());
    seeds
}

/// Input that shows itself as a byte string when it is found guilty.
#[derive(Clone)]
pub struct Input(pub Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// Bytes that are nearly a seed, and now and then any bytes at all.
#[derive(Debug, Clone)]
pub struct Nearly {
    seeds: Vec<Vec<u8>>,
}

impl Nearly {
    /// Bytes near these.
    pub fn of(seeds: Vec<Vec<u8>>) -> Self {
        Self { seeds }
    }

    fn seed<D: Driver>(&self, driver: &mut D) -> Option<Vec<u8>> {
        let which = pick(driver, self.seeds.len() + 1)?;
        match self.seeds.get(which) {
            Some(seed) => Some(seed.clone()),
            None => produce::<Vec<u8>>().generate(driver),
        }
    }

    /// Changes a place of the bytes in one of the ways in which real input goes wrong.
    fn edit<D: Driver>(&self, driver: &mut D, bytes: &mut Vec<u8>) -> Option<()> {
        let at = pick(driver, bytes.len() + 1)?;
        let end = (at + 1 + pick(driver, 16)?).min(bytes.len());
        match pick(driver, 8)? {
            0 if at < end => bytes[at] ^= 1 << pick(driver, 8)?,
            1 if at < end => bytes[at] = produce::<u8>().generate(driver)?,
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at),
            4 => {
                let span = bytes[at..end].repeat(1 + pick(driver, 40)?);
                bytes.splice(at..at, span);
            }
            5 => {
                let other = self.seed(driver)?;
                let from = pick(driver, other.len() + 1)?;
                bytes.splice(at.., other[from..].iter().copied());
            }
            6 => {
                let word = WORDS[pick(driver, WORDS.len())?];
                bytes.splice(at..end, word.iter().copied());
            }
            _ => {
                let word = WORDS[pick(driver, WORDS.len())?];
                bytes.splice(at..at, word.iter().copied());
            }
        }
        Some(())
    }
}

impl ValueGenerator for Nearly {
    type Output = Input;

    fn generate<D: Driver>(&self, driver: &mut D) -> Option<Input> {
        let mut bytes = self.seed(driver)?;
        for _ in 0..=pick(driver, 4)? {
            self.edit(driver, &mut bytes)?;
        }
        Some(Input(bytes))
    }
}

/// A number below `count`.
fn pick<D: Driver>(driver: &mut D, count: usize) -> Option<usize> {
    Some(usize::from(produce::<u16>().generate(driver)?) % count)
}

/// Runs a property on the seeds as they are, then on bytes near them: in `cargo test` for a few
/// seconds, with `cargo bolero test` for as long as one likes.
#[macro_export]
macro_rules! target {
    ($seeds:expr, $property:expr) => {{
        let (seeds, property) = ($seeds, std::panic::AssertUnwindSafe($property));
        for seed in &seeds {
            (*property)(seed);
        }
        bolero::check!()
            .with_generator($crate::Nearly::of(seeds))
            .with_iterations(1_000_000)
            .with_test_time(std::time::Duration::from_secs(3))
            .for_each(move |input: &$crate::Input| {
                let property = &property;
                (**property)(&input.0)
            });
    }};
}
