//! Builds the dashboard into the binary, so that one `cargo build` gives the whole product.
//!
//! Its packages are installed when their lock has changed, its client is generated from
//! `openapi.json` and its types are checked: a page that does not fit the interface fails the build.
//! `HEMACLASSIFY_WITHOUT_DASHBOARD=1` leaves the page out, and then nothing but Rust is needed.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Leaves the page out.
const SWITCH: &str = "HEMACLASSIFY_WITHOUT_DASHBOARD";
/// The oldest Node that the page's tools run on.
const NODE: (u32, u32) = (20, 19);
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
/// What is no source of the page: packages, the browser tests, what is generated.
const NO_SOURCES: [&str; 4] = ["node_modules", "e2e", "dist", "schema.d.ts"];

fn main() {
    println!("cargo::rerun-if-env-changed={SWITCH}");
    if let Err(failure) = run() {
        for line in failure.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let made = out.join("dashboard");
    fs::create_dir_all(&made)?;
    match std::env::var(SWITCH).is_ok_and(|value| value == "1") {
        true => fs::remove_dir_all(&made).and_then(|()| fs::create_dir(&made))?,
        false => build(Path::new("dashboard"), &made)?,
    }
    let mut list = String::new();
    embed(&made, "", &mut list)?;
    Ok(fs::write(out.join("dashboard.rs"), format!("&[\n{list}]\n"))?)
}

fn build(page: &Path, made: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=openapi.json");
    watch(page)?;
    look_for_node()?;
    // Builds into other folders share the installed packages: one at a time.
    let turn = File::create(page.join(".build-lock"))?;
    turn.lock()?;
    install(page)?;
    let folder = made.to_str().ok_or("the build folder's name is not Unicode")?;
    npm(page, &["run", "--silent", "build", "--", "--outDir", folder, "--emptyOutDir"])
}

/// Writes what was made as a list of names and contents, for the program to include.
fn embed(folder: &Path, prefix: &str, list: &mut String) -> Result<(), Box<dyn Error>> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let name = format!("{prefix}{}", name.to_str().ok_or("a file's name is not Unicode")?);
        match entry.file_type()?.is_dir() {
            true => embed(&path, &format!("{name}/"), list)?,
            false => writeln!(list, "    ({name:?}, include_bytes!({path:?})),")?,
        }
    }
    Ok(())
}

/// Asks for another build when a source changes. Never watches a folder: Cargo would look at all that is in it.
fn watch(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if NO_SOURCES.iter().any(|no| name == *no) || name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => watch(&entry.path())?,
            false => println!("cargo::rerun-if-changed={}", entry.path().display()),
        }
    }
    Ok(())
}

fn look_for_node() -> Result<(), String> {
    let (major, minor) = NODE;
    let missing = |what: &str| {
        format!(
            "{what}: the dashboard is built with Node {major}.{minor} or newer and its npm. Install them, \
             or set {SWITCH}=1 to build without the page."
        )
    };
    let found = Command::new("node").arg("--version").output();
    let found = found.map_err(|_| missing("Node was not found"))?.stdout;
    let found = String::from_utf8_lossy(&found).trim().to_owned();
    let mut numbers = found.trim_start_matches('v').split('.').map_while(|part| part.parse().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < NODE {
        return Err(missing(&format!("Node is {found}")));
    }
    match Command::new(NPM).arg("--version").output() {
        Ok(output) if output.status.success() => Ok(()),
        _ => Err(missing("npm was not found")),
    }
}

/// Installs the page's packages when they are not those of the lock.
fn install(page: &Path) -> Result<(), Box<dyn Error>> {
    let lock = fs::read(page.join("package-lock.json"))?;
    let installed = page.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    npm(page, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    Ok(fs::write(installed, lock)?)
}

fn npm(page: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new(NPM).args(arguments).current_dir(page).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    Err(format!(
        "npm {} failed in web/dashboard ({SWITCH}=1 builds without the page):\n{said}",
        arguments.join(" ")
    )
    .into())
}
