//! Who may depend on whom among the project's own packages, and that ARCHITECTURE.md says the same.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Dependency, DependencyKind, Metadata, MetadataCommand};

/// Every package with its folder, and the packages that it may know.
const TABLE: [(&str, &str, &[&str]); 14] = [
    ("domain", "domain", &[]),
    ("infra", "infra", &[]),
    ("commands", "commands", &["domain", "infra"]),
    ("projections", "projections", &["domain", "infra"]),
    ("runtime", "functions/runtime", &["domain", "infra", "commands"]),
    ("classify", "functions/classify", &["domain", "infra", "commands", "runtime", "fused"]),
    ("fused", "functions/fused", &[]),
    ("renditions", "functions/renditions", &["domain", "infra", "commands", "runtime"]),
    ("samples", "samples", &[]),
    ("web", "web", &["domain", "commands", "projections"]),
    ("fuzz", "fuzz", &["domain", "infra", "commands", "projections", "web"]),
    ("engines", "tests/engines", &[]),
    ("kurrent-peer", "tests/kurrent-peer", &["infra"]),
    (
        "hemaclassify",
        "src",
        &[
            "domain",
            "infra",
            "commands",
            "projections",
            "runtime",
            "classify",
            "renditions",
            "samples",
            "web",
        ],
    ),
];

/// Features that exist for other packages' tests. With nothing but them, tests may cross the table.
const TEST_FEATURES: [&str; 2] = ["testing", "contract"];

/// Packages that exist for tests, which anybody's tests may use.
const TEST_PACKAGES: [&str; 2] = ["engines", "kurrent-peer"];

#[test]
fn no_package_depends_on_one_that_it_may_not_know() {
    let workspace = workspace();
    let names: BTreeSet<&str> = packages(&workspace).map(|package| package.name.as_str()).collect();
    assert_eq!(
        names,
        TABLE.iter().map(|(name, ..)| *name).collect(),
        "the table lists all packages"
    );

    let forbidden: Vec<String> = packages(&workspace)
        .flat_map(|package| {
            package.dependencies.iter().map(move |known| (package.name.as_str(), known))
        })
        .filter(|(_, known)| names.contains(known.name.as_str()))
        .filter(|(package, known)| !allowed(package).contains(&known.name.as_str()))
        .filter(|(_, known)| !only_for_tests(known))
        .map(|(package, known)| format!("{package} → {} ({})", known.name, known.kind))
        .collect();
    assert!(forbidden.is_empty(), "arrows that are not in the table: {forbidden:#?}");
}

#[test]
fn the_table_is_read_from_real_arrows() {
    // Guards the test above: were no arrow found, it would say nothing.
    let workspace = workspace();
    let arrows: BTreeSet<(&str, &str)> = packages(&workspace)
        .flat_map(|package| {
            package.dependencies.iter().map(|to| (package.name.as_str(), to.name.as_str()))
        })
        .collect();
    for arrow in [("commands", "domain"), ("commands", "infra"), ("hemaclassify", "web")] {
        assert!(arrows.contains(&arrow), "{arrow:?} is not there");
    }
}

#[test]
fn the_architecture_page_shows_the_same_table() {
    let page = std::fs::read_to_string(format!("{}/ARCHITECTURE.md", root())).unwrap();
    let shown = shown(&page);
    for (name, folder, known) in TABLE {
        let row = shown.get(folder).unwrap_or_else(|| panic!("no row for {folder}/ ({name})"));
        let expected = match name {
            "hemaclassify" => BTreeSet::from(["all"]),
            _ => known.iter().copied().collect(),
        };
        assert_eq!(*row, expected, "the row of {folder}/");
    }
}

/// Folders and what they may import, from the page's table: `| folders | what | imports |`.
fn shown(page: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut table = BTreeMap::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [folders, _, imports] = cells[..] else { continue };
        let imports: BTreeSet<&str> = words(imports).filter(|word| *word != "–").collect();
        for folder in words(folders) {
            table.insert(folder.trim_matches('`').trim_end_matches('/'), imports.clone());
        }
    }
    table
}

fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn allowed(package: &str) -> &'static [&'static str] {
    TABLE.iter().find(|(name, ..)| *name == package).map(|(.., known)| *known).unwrap_or_default()
}

fn only_for_tests(known: &Dependency) -> bool {
    let by_feature = !known.features.is_empty()
        && known.features.iter().all(|feature| TEST_FEATURES.contains(&feature.as_str()));
    let for_tests = by_feature || TEST_PACKAGES.contains(&known.name.as_str());
    known.kind == DependencyKind::Development && for_tests
}

fn packages(workspace: &Metadata) -> impl Iterator<Item = &cargo_metadata::Package> {
    workspace.packages.iter().filter(|package| package.source.is_none())
}

fn workspace() -> Metadata {
    let manifest = format!("{}/Cargo.toml", root());
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap()
}

fn root() -> &'static str {
    env!("CARGO_MANIFEST_DIR")
}
