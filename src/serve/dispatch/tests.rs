#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::parse;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX\n";

/// A function that nobody objects to, with these lines in place of its own.
fn entry(changes: &[(&str, &str)]) -> String {
    let mut lines = vec![
        ("name", "\"compression\""),
        ("version", "\"1\""),
        ("url", "\"http://127.0.0.1:8090/\""),
        ("triggers", "[\"ImageUploaded\", \"ImageRestored\"]"),
        ("outcomes", "[\"RecordMeasurements\"]"),
    ];
    for (name, value) in changes {
        lines.retain(|(known, _)| known != name);
        lines.push((name, value));
    }
    let lines = lines.iter().filter(|(_, value)| !value.is_empty());
    let lines: Vec<_> = lines.map(|(name, value)| format!("{name} = {value}\n")).collect();
    format!("[[function]]\n{}", lines.concat())
}

#[test]
fn a_function_is_read_with_the_usual_settings() {
    let calls = parse(&entry(&[])).unwrap();
    let [call] = &calls[..] else { panic!("{calls:?}") };
    let settings = &call.settings;
    assert_eq!((settings.name.as_str(), settings.version.as_str()), ("compression", "1"));
    assert_eq!((call.concurrency, settings.timeout), (4, Duration::from_secs(60)));
    assert!(settings.secrets.is_none() && !call.predicts());
}

#[test]
fn beyond_this_machine_it_is_signed_and_encrypted_unless_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, SECRET).unwrap();
    let file = format!("{:?}", file.to_str().unwrap());
    let far = ("url", "\"https://functions.example.org/\"");
    let plain = ("url", "\"http://compression:8090/\"");
    let (secret, allowed) = (("secret_file", file.as_str()), ("allow_plain_http", "true"));
    for (changes, refused) in [
        (&[far][..], Some("name a secret_file")),
        (&[far, secret], None),
        (&[plain, allowed], Some("name a secret_file")),
        (&[plain, secret], Some("allow_plain_http = true")),
        (&[plain, secret, allowed], None),
    ] {
        let parsed = parse(&entry(changes));
        match refused {
            None => assert!(parsed.unwrap()[0].settings.secrets.is_some()),
            Some(words) => {
                let said = parsed.unwrap_err();
                assert!(said.contains(words) && said.contains("compression"), "{said}");
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_write() {
    for (changes, words) in [
        (("name", "\"Compression!\""), "lower-case letters"),
        (("name", ""), "missing field `name`"),
        (("secret", "\"whsec_hush\""), "unknown field `secret`"),
        (("url", "\"ftp://example.org\""), "https://functions.example.org"),
        (("url", "\"http://user:hush@127.0.0.1/\""), "name a secret_file"),
        (("triggers", "[]"), "at least one"),
        (("triggers", "[\"PatientRegistered\"]"), "ImageUploaded"),
        (("outcomes", "[\"AttachRenditions\"]"), "RecordPrediction"),
        (("concurrency", "0"), "from 1 to 256"),
        (("timeout", "\"soon\""), "15m"),
        (("timeout", "\"1h\""), "at most 15m"),
        (("secret_file", "\"/nowhere/at/all\""), "/nowhere/at/all"),
    ] {
        let said = parse(&entry(&[changes])).unwrap_err();
        assert!(said.contains(words), "{changes:?}: {said}");
        assert!(!said.contains("user:hush"), "{said}");
    }
    assert!(parse("").unwrap_err().contains("function"));
    assert!(parse(&entry(&[]).repeat(2)).unwrap_err().contains("twice"));
}
