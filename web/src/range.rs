//! Byte ranges (RFC 9110, section 14): one range a request.

use projections::content::Span;

/// The part that a `Range` header asks for. None for all of it: no header, another unit, several
/// ranges, or nonsense, which the standard wants ignored.
pub fn parse(header: Option<&str>) -> Option<Span> {
    let set = header?.trim().strip_prefix("bytes=")?;
    let (first, last) = set.split_once('-')?;
    match (number(first)?, number(last)?) {
        (None, Some(suffix)) => Some(Span::Last(suffix)),
        (Some(first), None) => Some(Span::From(first, None)),
        (Some(first), Some(last)) if first <= last => Some(Span::From(first, Some(last))),
        _ => None,
    }
}

/// The number in a text, if there is a text; none at all when the text is no number.
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    match (text.is_empty(), text.bytes().all(|byte| byte.is_ascii_digit())) {
        (true, _) => Some(None),
        // A number beyond u64 is beyond every file too.
        (false, true) => Some(Some(text.parse().unwrap_or(u64::MAX))),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        assert_eq!(parse(Some("bytes=0-3")), Some(Span::From(0, Some(3))));
        assert_eq!(parse(Some("bytes=4-")), Some(Span::From(4, None)));
        assert_eq!(parse(Some("bytes=-3")), Some(Span::Last(3)));
        let beyond = Some(Span::From(u64::MAX, None));
        assert_eq!(parse(Some("bytes=99999999999999999999-")), beyond);
    }

    #[test]
    fn nonsense_and_several_ranges_are_ignored() {
        for header in ["bytes=3-1", "bytes=a-b", "bytes=-", "lines=1-2", "bytes=0-1,3-4", "bytes"] {
            assert_eq!(parse(Some(header)), None, "{header}");
        }
        assert_eq!(parse(None), None);
    }
}
