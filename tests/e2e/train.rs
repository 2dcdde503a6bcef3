//! `model train` as it is typed: from drawn fields to a pack that is evaluated and predicts.

use std::path::Path;

use serde_json::Value;

use crate::server::program;

fn run(words: &[&str], folder: &Path) -> std::process::Output {
    program().current_dir(folder).args(words).output().unwrap()
}

fn json(words: &[&str], folder: &Path) -> Value {
    let output = run(words, folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn drawn_fields_become_a_pack_that_is_evaluated_and_predicts() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let drawn = "samples generate --out fields --size 128 --patients 3 --fields 2 --class normal,all,unsuitable";
    assert!(run(&drawn.split(' ').collect::<Vec<_>>(), folder).status.success());
    let words = "model train --panel blood-disease --data fields/fields.csv --except unsuitable --out drawn \
                 --size 32 --epochs 2 --batch 4 --validation-part 0.3";
    let words: Vec<&str> = words.split_whitespace().collect();
    let trained = run(&words, folder);
    let (said, told) =
        (String::from_utf8_lossy(&trained.stdout), String::from_utf8_lossy(&trained.stderr));
    assert!(trained.status.success(), "{told}");
    assert!(said.contains("the pack is in drawn"), "{said}");
    assert!(told.contains("epoch 2: loss "), "{told}");
    assert!(!folder.join("drawn.training").exists(), "nothing is left beside the pack");

    let card = std::fs::read_to_string(folder.join("drawn/CARD.md")).unwrap();
    for sentence in [
        "demonstration model, trained on synthetic images",
        "For research use only. Not for use in diagnostic procedures.",
        "no patient's pictures stand on both sides",
        "| normal | 4 | 2 |",
        "| all | 4 | 2 |",
        "Seed 1",
    ] {
        assert!(card.contains(sentence), "{sentence}: {card}");
    }
    let told: Value =
        serde_json::from_slice(&std::fs::read(folder.join("drawn/evaluation.json")).unwrap())
            .unwrap();
    assert_eq!((&told["data"]["images"], &told["data"]["patients"]), (&4.into(), &2.into()));
    assert_eq!(told["baselines"]["colour"]["learned_from"]["by"], "folder");

    let inspected = json(&["model", "inspect", "drawn", "--json"], folder);
    assert_eq!(inspected["model"], told["model"]["digest"], "what was measured is what lies there");
    let right = told["accuracy"]["count"].as_f64().unwrap() / 4.0;
    assert_eq!(inspected["manifest"]["results"][0]["accuracy"], right);
    let table = std::fs::read_to_string(folder.join("fields/fields.csv")).unwrap();
    let known: Vec<&str> = table.lines().filter(|line| !line.contains("unsuitable")).collect();
    std::fs::write(folder.join("fields/known.csv"), known.join("\n")).unwrap();
    let report = json(&["model", "evaluate", "drawn", "fields/known.csv", "--json"], folder);
    assert_eq!(report["data"]["images"], 12);
    let field = "fields/all/all-0001-01.jpg";
    let predicted = json(&["model", "predict", "drawn", field, "--json"], folder);
    assert_eq!(predicted["files"][0]["probabilities"].as_array().unwrap().len(), 2);

    let again = run(&words, folder);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
}
