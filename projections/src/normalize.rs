//! Text as it is searched and sorted: lower case, without accents, one space between words.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The text in the form in which it is searched.
pub(crate) fn normalize(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match special(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that Unicode does not take apart.
fn special(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// How many characters of a text count where it is sorted by or looked up: as many as every engine
/// can keep an index of.
const KEY: usize = 400;

/// The text as it is sorted by and looked up.
pub(crate) fn key(text: &str) -> String {
    let mut key = normalize(text);
    if let Some((end, _)) = key.char_indices().nth(KEY) {
        key.truncate(end);
    }
    key
}

/// A search column: all of a row's texts in that form.
pub(crate) fn search(texts: &[Option<&str>]) -> String {
    normalize(&texts.iter().flatten().copied().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(normalize("  Müller-LÜDENSCHEIDT  "), "muller-ludenscheidt");
        assert_eq!(normalize("Łukasz Åse Weiß"), "lukasz ase weiss");
        assert_eq!(normalize("İstanbul"), "istanbul");
        assert_eq!(normalize("ﬁn ①"), "fin 1");
    }

    #[test]
    fn a_key_has_an_end_however_a_text_unfolds() {
        let unfolding = "\u{FDFA}".repeat(200);
        assert!(normalize(&unfolding).chars().count() > 3_000);
        assert_eq!(key(&unfolding).chars().count(), 400);
        assert_eq!(key("Weiß"), "weiss");
    }

    #[test]
    fn a_search_column_holds_every_text() {
        assert_eq!(search(&[Some("P-1"), None, Some("Zoë")]), "p-1 zoe");
    }
}
