//! What must not be left in any file of the project: marks of unfinished work, traces of debugging,
//! paths of somebody's machine.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

/// Words, made of pieces so that this file does not find itself.
fn left_overs() -> Vec<String> {
    let macros = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!"));
    let marks = [("TO", "DO"), ("FIX", "ME"), ("X", "XX")].map(|(a, b)| format!("{a}{b}"));
    macros.into_iter().chain(marks).collect()
}

/// Folders that exist on one machine only.
fn private_folders() -> Vec<String> {
    let unix = ["home", "Users", "root", "work"].map(|folder| format!("/{folder}/"));
    unix.into_iter().chain([format!("C:\\{}", "Users")]).collect()
}

#[test]
fn no_file_holds_left_overs_or_private_paths() {
    let found: Vec<String> = files().flat_map(|(name, text)| findings(&name, &text)).collect();
    assert!(found.is_empty(), "left-overs:\n{}", found.join("\n"));
}

#[test]
fn the_search_sees_the_project_and_finds_what_it_looks_for() {
    let names: Vec<String> = files().map(|(name, _)| name).collect();
    for expected in ["Cargo.toml", "ARCHITECTURE.md", "src/main.rs", "domain/src/lib.rs"] {
        assert!(names.iter().any(|name| name == expected), "{expected} is not looked at");
    }
    for word in left_overs() {
        assert_eq!(findings("a", &format!("fine\n// {word} later")).len(), 1, "{word}");
        assert_eq!(findings("a", &format!("let not{word}here;")).len(), 0, "{word} inside a word");
    }
    for folder in private_folders() {
        assert_eq!(findings("a", &format!("open(\"{folder}x\")")).len(), 1, "{folder}");
        assert_eq!(findings("a", &format!("https://example.org{folder}x")).len(), 0, "{folder}");
    }
}

fn findings(name: &str, text: &str) -> Vec<String> {
    let line = |number: usize, word: &str| format!("{name}:{}: {word}", number + 1);
    let mut found = Vec::new();
    for (number, content) in text.lines().enumerate() {
        let words = left_overs().into_iter().filter(|word| stands_alone(content, word));
        let folders = private_folders().into_iter().filter(|folder| begins(content, folder));
        found.extend(words.chain(folders).map(|word| line(number, &word)));
    }
    found
}

/// Whether a word is there and no letter or digit touches it.
fn stands_alone(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let after = &line[at + word.len()..];
        !line[..at].ends_with(part) && (word.ends_with('!') || !after.starts_with(part))
    })
}

/// Whether a path begins there: not in the middle of an address or of a longer path.
fn begins(line: &str, folder: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || "_-./~}$*)".contains(c);
    line.match_indices(folder).any(|(at, _)| !line[..at].ends_with(inside))
}

/// Every text file that is part of the project. Lock files are written by tools.
fn files() -> impl Iterator<Item = (String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root)
        .output()
        .expect("git is needed to list the project's files");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).unwrap();
    let names: Vec<String> = names.split_terminator('\0').map(str::to_owned).collect();
    names
        .into_iter()
        .filter(|name| !name.ends_with(".lock") && !name.ends_with("-lock.json"))
        .filter_map(|name| {
            // A file that is deleted but not committed yet, or that holds no text.
            let text = String::from_utf8(std::fs::read(root.join(&name)).ok()?).ok()?;
            Some((name, text))
        })
}
