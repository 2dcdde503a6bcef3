#![allow(clippy::unwrap_used)]

use clap::{Arg, Command as ClapCommand, CommandFactory, Parser};

use super::{Cli, unsaid};

fn variable(argument: &Arg) -> Option<String> {
    argument.get_env().map(|name| name.to_string_lossy().into_owned())
}

/// Every command below this one, and itself.
fn all(command: &ClapCommand) -> Vec<&ClapCommand> {
    let below = command.get_subcommands().flat_map(all);
    std::iter::once(command).chain(below).collect()
}

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn every_setting_of_the_server_is_an_environment_variable_too() {
    let command = Cli::command();
    let settings: Vec<&Arg> = command.get_arguments().filter(|a| a.get_long().is_some()).collect();
    assert!(settings.len() > 15, "the settings are seen: {}", settings.len());
    for setting in settings {
        let name = setting.get_long().unwrap();
        if ["help", "version"].contains(&name) {
            continue;
        }
        let expected = format!("HEMACLASSIFY_{}", name.to_uppercase().replace('-', "_"));
        assert_eq!(variable(setting), Some(expected), "--{name}");
        assert!(setting.get_help().is_some(), "--{name} says what it is");
    }
}

#[test]
fn every_setting_and_command_stands_in_the_readme() {
    let readme = include_str!("../../README.md");
    let root = Cli::command();
    for setting in root.get_arguments().filter_map(Arg::get_long) {
        let known = ["help", "version"].contains(&setting);
        assert!(known || readme.contains(&format!("`--{setting}`")), "--{setting}");
    }
    for command in root.get_subcommands() {
        let name = command.get_name();
        assert!(readme.contains(&format!("`{name}")), "{name}");
    }
}

#[test]
fn a_variable_is_named_after_its_option_in_every_command() {
    let root = Cli::command();
    for command in all(&root) {
        for argument in command.get_arguments() {
            let Some(found) = variable(argument) else { continue };
            let name = argument.get_long().unwrap().to_uppercase().replace('-', "_");
            assert_eq!(found, format!("HEMACLASSIFY_{name}"), "{}", command.get_name());
        }
    }
}

#[test]
fn a_wrong_value_is_refused_in_words_that_help() {
    for (arguments, help) in [
        (&["--listen", "8080"] as &[_], "invalid socket address"),
        (&["--metrics-listen", "yes"], "127.0.0.1:9464, or off"),
        (&["--public-url", "http://smears.example.org"], "https://smears.example.org"),
        (&["--public-url", "https://smears.example.org/app"], "https://smears.example.org"),
        (&["--tls-certificate", "a.pem"], "--tls-key"),
        (&["--tls-key", "a.pem"], "--tls-certificate"),
        (&["--header-timeout", "10"], "15m"),
        (&["--header-timeout", "0s"], "more than nothing"),
        (&["--escalate-after", "soon"], "15m"),
        (&["--escalate-after", "0s"], "more than nothing"),
        (&["--max-connections", "0"], "from 1 on"),
        (&["--max-connections", "many"], "from 1 on"),
        (&["--requests-per-second", "many"], "invalid digit"),
        (&["--burst", "-5"], "unexpected argument '-5'"),
        (&["--event-log", "mysql://localhost"], "kurrentdb://host:2113"),
        (&["--read-models", "postgres://u:secret@host/s"], "mysql://user:password@host/schema"),
        (&["--state", "mysql://u:secret@host"], "mysql://user:password@host/schema"),
        (&["--roles", "web,backup"], "possible values: web, projections, functions"),
        (&["--max-file", "big"], "64MiB"),
        (&["--max-megapixels", "-1"], "unexpected argument '-1'"),
        (&["--max-megapixels", "1.5"], "invalid digit"),
        (&["--decode-memory", "1 Gigabyte"], "64MiB"),
        (&["--min-free", "5%"], "64MiB"),
        (&["--log-format", "xml"], "possible values: text, json"),
        (&["--log-filter", "web=loud"], "web=debug,info"),
        (&["--otlp-endpoint", "127.0.0.1:4317"], "http://127.0.0.1:4318"),
        (&["--otlp-endpoint", "http://me:hush@host"], "OTEL_EXPORTER_OTLP_HEADERS"),
        (&["--download-links", "8d"], "from 1s to 7d"),
        (&["--download-links", "soon"], "15m"),
        (&["--trace-ratio", "10%"], "from 0 to 1"),
        (&["--trace-ratio", "1.5"], "from 0 to 1"),
    ] {
        let refused = Cli::try_parse_from([&["hemaclassify"], arguments].concat()).unwrap_err();
        let message = refused.to_string();
        assert!(message.contains(help), "{arguments:?}: {message}");
        assert_eq!(refused.exit_code(), 2, "{arguments:?}");
    }
}

#[test]
fn a_refused_value_that_may_hold_a_password_is_not_repeated() {
    for option in ["--event-log", "--read-models", "--state", "--otlp-endpoint"] {
        let arguments = ["hemaclassify", option, "postgres://user:hush@host/schema"];
        let refused = unsaid(Cli::try_parse_from(arguments).unwrap_err()).to_string();
        assert!(refused.contains(option) && !refused.contains("hush"), "{refused}");
    }
}

#[test]
fn an_address_with_a_password_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state");
    std::fs::write(&file, "mysql://user:hush@localhost/schema\n").unwrap();
    let named = format!("@{}", file.display());
    let read = Cli::try_parse_from(["hemaclassify", "--state", &named]).unwrap();
    assert_eq!(read.serve.data.state.as_deref(), Some("mysql://user:hush@localhost/schema"));

    std::fs::write(&file, "postgres://user:hush@localhost/schema").unwrap();
    for option in ["--event-log", "--read-models", "--state"] {
        let refused = unsaid(Cli::try_parse_from(["hemaclassify", option, &named]).unwrap_err());
        assert!(!refused.to_string().contains("hush"), "{refused}");
        let refused = Cli::try_parse_from(["hemaclassify", option, "@/nowhere"]).unwrap_err();
        assert!(refused.to_string().contains("/nowhere cannot be read"), "{refused}");
    }
}
