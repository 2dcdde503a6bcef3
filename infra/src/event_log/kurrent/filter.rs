//! Filters for the server. Streams whose names begin with `$` are KurrentDB's own and never pass.

use kurrentdb::SubscriptionFilter;

use super::super::Filter;

/// After so many events looked at, the server says how far it is.
const WINDOW: u32 = 32;

/// The filter in the server's terms. It takes one pattern, or prefixes.
pub(super) fn filter(filter: &Filter) -> SubscriptionFilter {
    let filter = match filter {
        Filter::All => SubscriptionFilter::on_stream_name().regex(r"^[^\$]"),
        Filter::Types(kinds) => SubscriptionFilter::on_event_type().regex(one_of(kinds)),
        Filter::StreamPrefixes(prefixes) if prefixes.is_empty() => {
            SubscriptionFilter::on_stream_name().regex(one_of(&[]))
        }
        Filter::StreamPrefixes(prefixes) if prefixes.iter().any(String::is_empty) => {
            SubscriptionFilter::on_stream_name().regex(r"^[^\$]")
        }
        Filter::StreamPrefixes(prefixes) => prefixes
            .iter()
            .fold(SubscriptionFilter::on_stream_name(), SubscriptionFilter::add_prefix),
    };
    filter.max(WINDOW)
}

/// A pattern for exactly one of these texts: the server's prefixes would let longer ones through.
fn one_of(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| literal(text)).collect();
    format!(r"^(?:{})\z", texts.join("|"))
}

/// A text as a pattern that means only itself.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if r"\*+?|{}[]()^$.#".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_pattern_is_taken_literally() {
        assert_eq!(literal("Image%"), "Image%");
        assert_eq!(literal("a.b*(c)"), r"a\.b\*\(c\)");
        assert_eq!(one_of(&["A".into(), "A+".into()]), r"^(?:A|A\+)\z");
    }

    #[test]
    fn no_text_at_all_lets_nothing_through() {
        assert_eq!(one_of(&[]), r"^(?:)\z");
    }
}
