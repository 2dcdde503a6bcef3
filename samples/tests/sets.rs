//! Sets of drawn fields: the same bytes each time, whatever draws them; and whole.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;

use samples::{Field, Key, Label, Order, Refusal, generate};
use sha2::{Digest, Sha256};

fn order(folder: &Path, threads: usize) -> Order {
    Order {
        folder: folder.to_owned(),
        seed: 11,
        patients: 2,
        fields: 3,
        size: 128,
        labels: Label::EVERY.to_vec(),
        threads: NonZeroUsize::new(threads).unwrap(),
    }
}

/// All files below a folder, by their path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in std::fs::read_dir(one).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let set = |name: &str, threads| {
        let folder = folder.path().join(name);
        generate(&order(&folder, threads), |_, _| {}).unwrap();
        files(&folder)
    };
    let (one, three) = (set("one", 1), set("three", 3));
    assert_eq!(one.len(), 8 * 2 * 3 + 2, "fields, table and card");
    assert!(one == three, "what three threads drew is what one drew");
}

#[test]
fn a_field_has_the_bytes_that_it_always_had() {
    // Promised for every machine: nothing that is drawn goes through the system's own functions. The
    // digest changes when the drawing does, on purpose, and then a seed gives other pictures.
    let key = Key { seed: 1, patient: 3, field: Some(1) };
    let field = Field::draw(Label::Cml, key, 256);
    let digest = Sha256::digest(field.to_jpeg().unwrap());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, "fe75b7f6bed9f399b1358a166ea1a8e6e1a76fa9c1f7ce6a16bf1a49cad06e4e");
}

#[test]
fn every_file_decodes_and_stands_in_the_table_with_its_patient() {
    let folder = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    let drawn = generate(&order(folder.path(), 2), |done, of| said.push((done, of))).unwrap();
    assert_eq!(said.last(), Some(&(drawn, drawn)));

    let table = std::fs::read_to_string(folder.path().join("fields.csv")).unwrap();
    let (head, rows) = table.split_once('\n').unwrap();
    let columns = head.split(',').count();
    let mut nuisances = BTreeSet::new();
    let mut patients: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows.lines() {
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!(cells.len(), columns, "{row}");
        let [file, label, patient, seed, _, nuisance, ..] = cells[..] else { panic!("{row}") };
        assert!(file.starts_with(&format!("{label}/{patient}-")), "{row}");
        assert_eq!(seed, "11");
        patients.entry(label).or_default().insert(patient);
        nuisances.insert(nuisance);
        let picture = image::open(folder.path().join(file)).unwrap();
        assert_eq!((picture.width(), picture.height()), (128, 128), "{file}");
        let red: usize = cells[7..19].iter().map(|count| count.parse::<usize>().unwrap()).sum();
        assert!(red > 8, "there are red cells: {row}");
    }
    assert_eq!(rows.lines().count(), drawn);
    assert_eq!(patients.len(), 8, "{patients:?}");
    assert!(patients.values().all(|patients| patients.len() == 2), "{patients:?}");
    assert!(nuisances.len() > 3, "{nuisances:?}");
    let card = std::fs::read_to_string(folder.path().join("README.md")).unwrap();
    assert!(card.contains("Not for use in diagnostic procedures."), "{card}");
    assert!(card.contains("Bennett et al. (FAB) 1976"), "{card}");
}

#[test]
fn a_class_looks_the_same_whichever_others_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let (all, one) = (folder.path().join("all"), folder.path().join("one"));
    generate(&order(&all, 2), |_, _| {}).unwrap();
    generate(&Order { labels: vec![Label::Ida], ..order(&one, 2) }, |_, _| {}).unwrap();
    let name = "ida/ida-0002-03.jpg";
    assert_eq!(files(&one)[name], files(&all)[name]);
    assert!(!one.join("normal").exists());
}

#[test]
fn somebodys_folder_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let refusal = generate(&order(folder.path(), 1), |_, _| {}).unwrap_err();
    assert!(matches!(refusal, Refusal::NotEmpty(_)), "{refusal}");
    assert!(refusal.to_string().contains("is not empty"), "{refusal}");
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn what_cannot_be_drawn_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new");
    for wrong in [
        Order { size: 64, ..order(&out, 1) },
        Order { size: 100_000, ..order(&out, 1) },
        Order { labels: Vec::new(), ..order(&out, 1) },
    ] {
        assert!(generate(&wrong, |_, _| {}).is_err(), "{wrong:?}");
        assert!(!out.exists());
    }
}
