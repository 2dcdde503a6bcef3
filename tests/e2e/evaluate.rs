//! `model evaluate` as it is typed.

use std::path::Path;

use serde_json::Value;

use crate::pictures;
use crate::server::program;

const PACK: &str = "models/blood-cell-hrnet-w18-small";

fn evaluate(arguments: &[&Path]) -> std::process::Output {
    let mut program = program();
    program.current_dir(env!("CARGO_MANIFEST_DIR"));
    program.args(["model", "evaluate", PACK]).args(arguments).output().unwrap()
}

#[test]
fn drawn_pictures_give_text_json_and_one_page() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (at, label) in ["ig", "ig", "platelet", "platelet"].into_iter().enumerate() {
        std::fs::create_dir_all(folder.join("data").join(label)).unwrap();
        let file = folder.join("data").join(label).join(format!("{at}.png"));
        pictures::cell(at as u32 * 3).save(file).unwrap();
    }
    std::fs::create_dir_all(folder.join("foreign")).unwrap();
    image::RgbImage::new(200, 200).save(folder.join("foreign/black.png")).unwrap();
    let (data, foreign, page) =
        (folder.join("data"), folder.join("foreign"), folder.join("r.html"));
    let outside = [&data, Path::new("--outside"), &foreign];

    let json =
        evaluate(&[&outside[..], &[Path::new("--json"), Path::new("--report"), &page]].concat());
    assert!(json.status.success(), "{}", String::from_utf8_lossy(&json.stderr));
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&report["format"], &report["data"]["images"]), (&Value::from(2), &Value::from(4)));
    assert_eq!(report["outside"]["inside"]["count"], 0, "a black picture is no cell");
    assert_eq!(report["baselines"]["colour"]["learned_from"]["by"], "cross-validation");
    assert_eq!(report["data"]["digest"].as_str().unwrap().len(), 64);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    assert!(page.contains(report["measured_at"].as_str().unwrap()));

    let text = evaluate(&outside);
    let text = String::from_utf8(text.stdout).unwrap();
    for told in [
        "accuracy",
        "colours alone",
        "always ig",
        "Cohen's κ",
        "foreign images",
        "For research use only.",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[test]
fn a_table_that_makes_no_sense_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("data.csv");
    std::fs::write(&table, "file,label\nnone.png,ig\n").unwrap();
    let refused = evaluate(&[&table]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("data.csv, line 2: there is no file"), "{told}");

    let earlier = folder.path().join("report.html");
    std::fs::write(&earlier, "an earlier report").unwrap();
    assert_eq!(evaluate(&[&table, Path::new("--report"), &earlier]).status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&earlier).unwrap(), "an earlier report");

    let nowhere = folder.path().join("no/folder/report.html");
    let refused = evaluate(&[&table, Path::new("--report"), &nowhere]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("cannot write"), "{told}");
}
