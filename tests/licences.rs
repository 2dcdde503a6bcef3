//! Under which terms the dependencies come, and from where. The same lists stand in `deny.toml`, which
//! also looks for known vulnerabilities where their list can be had.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use cargo_metadata::{Metadata, MetadataCommand, Package};
use serde_json::Value;
use spdx::{Expression, LicenseReq};

/// Terms that let a binary be given on under Apache-2.0 or MIT.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The one place that dependencies come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn every_dependency_may_be_given_on() {
    let metadata = metadata();
    let unfit: Vec<String> = foreign(&metadata)
        .filter(|package| !package.license.as_deref().is_some_and(is_allowed))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect();
    assert!(unfit.is_empty(), "terms that are not on the list:\n{}", unfit.join("\n"));
}

#[test]
fn every_dependency_comes_from_the_registry() {
    let metadata = metadata();
    assert!(foreign(&metadata).count() > 300, "the dependencies were seen");
    let elsewhere: Vec<String> = foreign(&metadata)
        .filter(|package| package.source.as_ref().is_none_or(|source| source.repr != REGISTRY))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.source))
        .collect();
    assert!(elsewhere.is_empty(), "from elsewhere:\n{}", elsewhere.join("\n"));
}

/// What is in the dashboard is given on with it; what only builds and tests it is not.
#[test]
fn every_package_of_the_dashboard_may_be_given_on() {
    let lock = format!("{}/web/dashboard/package-lock.json", root());
    let lock: Value = serde_json::from_str(&std::fs::read_to_string(lock).unwrap()).unwrap();
    let packages = lock["packages"].as_object().unwrap().iter();
    let given_on = packages.filter(|(name, package)| !name.is_empty() && package["dev"] != true);
    let given_on: Vec<_> = given_on.collect();
    assert!(given_on.len() > 20, "the packages were seen");
    let unfit = given_on
        .into_iter()
        .filter(|(_, package)| !package["license"].as_str().is_some_and(is_allowed));
    let unfit: Vec<_> =
        unfit.map(|(name, package)| format!("{name}: {}", package["license"])).collect();
    assert!(unfit.is_empty(), "terms that are not on the list:\n{}", unfit.join("\n"));
}

#[test]
fn terms_are_judged_as_a_whole() {
    for fine in ["MIT", "MIT OR GPL-3.0-only", "Apache-2.0 AND ISC", "MIT/Apache-2.0"] {
        assert!(is_allowed(fine), "{fine}");
    }
    for unfit in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "AGPL-3.0-or-later", "", "Proprietary"] {
        assert!(!is_allowed(unfit), "{unfit}");
    }
}

#[test]
fn cargo_deny_has_the_same_lists() {
    let file = std::fs::read_to_string(format!("{}/deny.toml", root())).unwrap();
    let (_, licences) = file.split_once("[licenses]").unwrap();
    let (list, _) = licences.split_once("allow = [").unwrap().1.split_once(']').unwrap();
    let listed: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
    assert_eq!(listed, ALLOWED.into_iter().collect());
    let registry = REGISTRY.strip_prefix("registry+").unwrap();
    assert!(file.contains(&format!("allow-registry = [\"{registry}\"]")));
}

/// Whether terms allow what the list allows. Older packages write `/` for `OR`.
fn is_allowed(terms: &str) -> bool {
    let Ok(expression) = Expression::parse(&terms.replace('/', " OR ")) else { return false };
    let allowed: Vec<LicenseReq> = ALLOWED
        .iter()
        .flat_map(|one| {
            let one = Expression::parse(one).unwrap();
            one.requirements().map(|requirement| requirement.req.clone()).collect::<Vec<_>>()
        })
        .collect();
    expression.evaluate(|asked| allowed.contains(asked))
}

/// The packages that are not this project's own, for every platform.
fn foreign(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    metadata.packages.iter().filter(|package| !metadata.workspace_members.contains(&package.id))
}

fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(format!("{}/Cargo.toml", root()));
    command.other_options(["--locked".to_owned()]).exec().unwrap()
}

fn root() -> &'static str {
    env!("CARGO_MANIFEST_DIR")
}
