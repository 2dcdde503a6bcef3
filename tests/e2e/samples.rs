//! `samples generate`: drawn fields, through the built program.

use crate::server::run;

#[test]
fn fields_are_drawn_into_a_new_folder_and_never_into_somebodys() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("fields");
    let arguments = ["samples", "generate", "--out", out.to_str().unwrap(), "--size", "128"];
    let few = ["--patients", "1", "--fields", "2", "--class", "apml,unsuitable", "--seed", "4"];
    let words = [&arguments[..], &few[..]].concat();

    let output = run(&words, "");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("4 fields"), "{said}");
    assert!(said.contains("Not for use in diagnostic procedures."), "{said}");
    for file in ["apml/apml-0001-01.jpg", "unsuitable/unsuitable-0001-02.jpg"] {
        image::open(out.join(file)).unwrap();
    }
    let table = std::fs::read_to_string(out.join("fields.csv")).unwrap();
    assert_eq!(table.lines().count(), 5, "{table}");
    assert!(out.join("README.md").exists());

    let again = run(&words, "");
    assert_eq!(again.status.code(), Some(2));
    let refusal = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(refusal.contains("is not empty"), "{refusal}");
    assert_eq!(std::fs::read_to_string(out.join("fields.csv")).unwrap(), table);
}

#[test]
fn a_class_that_there_is_not_is_named_with_those_that_there_are() {
    let output = run(&["samples", "generate", "--out", "nowhere", "--class", "gout"], "");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("gout") && said.contains("thalassemia_minor"), "{said}");
}

#[test]
fn the_classes_are_those_of_the_panel() {
    let panels = domain::panel::builtin();
    let panel = panels.iter().find(|panel| panel.panel.as_str() == "blood-disease").unwrap();
    let labels: Vec<&str> = panel.labels.iter().map(|label| label.id.as_str()).collect();
    assert_eq!(labels, samples::Label::CLASSES.map(samples::Label::id));
}
