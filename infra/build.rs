//! Embeds the SQL of `migrations/<which>/<engine>/*.sql`, so that a new file needs no list kept.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../migrations");
    let root = root.canonicalize()?;
    let mut code = String::new();
    for (which, engine) in [
        ("state", "sqlite"),
        ("state", "mysql"),
        ("read_models", "sqlite"),
        ("read_models", "mysql"),
    ] {
        let folder = root.join(which).join(engine);
        let name = format!("{which}_{engine}").to_uppercase();
        println!("cargo::rerun-if-changed={}", folder.display());
        let _ = writeln!(code, "const {name}: &[Migration] = &[");
        for (version, description, path) in migrations(&folder)? {
            let _ = writeln!(
                code,
                "Migration {{ version: {version}, description: {description:?}, sql: include_str!({path:?}) }},"
            );
        }
        code.push_str("];\n");
    }
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("migrations.rs"), code)
}

/// The folder's `<number>_<description>.sql`, by number.
fn migrations(folder: &Path) -> io::Result<Vec<(u32, String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".sql") else { continue };
        let parts =
            stem.split_once('_').and_then(|(number, rest)| Some((number.parse().ok()?, rest)));
        let (version, description) = parts.ok_or_else(|| {
            io::Error::other(format!("{name} is not named <number>_<description>.sql"))
        })?;
        found.push((version, description.replace('_', " "), path.display().to_string()));
    }
    found.sort();
    match found.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => {
            Err(io::Error::other(format!("two migrations have the number {}", pair[0].0)))
        }
        None => Ok(found),
    }
}
