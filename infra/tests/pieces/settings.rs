use std::time::Duration;

use infra::config::{ConfigError, format_size, parse_duration, parse_size};
use proptest::prelude::*;

#[test]
fn sizes_are_read_as_people_write_them() {
    for (text, bytes) in [
        ("0", 0),
        ("65536", 65_536),
        ("512b", 512),
        ("64MiB", 64 << 20),
        (" 64 mib ", 64 << 20),
        ("1.5GiB", 3 << 29),
        ("10MB", 10_000_000),
        ("0.5KiB", 512),
        ("2TiB", 2 << 40),
        ("18446744073709551615", u64::MAX),
    ] {
        assert_eq!(parse_size(text), Ok(bytes), "{text:?}");
    }
}

#[test]
fn what_is_no_size_is_refused_with_an_example() {
    for text in ["", "MiB", "-1", "1.", ".5GiB", "1.2.3", "64 Mi B", "1e9", "20000000TiB", "64MiBs"]
    {
        assert_eq!(parse_size(text), Err(ConfigError::Size(text.into())), "{text:?}");
    }
    assert!(parse_size("lots").unwrap_err().to_string().contains("64MiB"));
}

#[test]
fn durations_are_read_as_people_write_them() {
    for (text, milliseconds) in [
        ("250ms", 250),
        ("90s", 90_000),
        ("15m", 900_000),
        ("1.5h", 5_400_000),
        ("30 d", 2_592_000_000),
    ] {
        assert_eq!(parse_duration(text), Ok(Duration::from_millis(milliseconds)), "{text:?}");
    }
    for text in ["", "15", "15 minutes", "-1s", "s"] {
        assert_eq!(parse_duration(text), Err(ConfigError::Duration(text.into())), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_size_written_is_the_size_read(bytes: u64, shift in 0..40_u32) {
        let bytes = bytes >> shift << shift.min(30);
        prop_assert_eq!(parse_size(&format_size(bytes)), Ok(bytes));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9. kKmMgGtTiIbBsShHdD-]{0,12}") {
        let _ = (parse_size(&text), parse_duration(&text));
    }
}
