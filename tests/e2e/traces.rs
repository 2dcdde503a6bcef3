//! Searching files for what must not be there, in every form that it could have.

use std::collections::HashMap;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

/// How long the beginning of a form is by which it is looked up.
const HEAD: usize = 8;

/// What is looked for: each form by its first bytes, in lower case.
pub struct Traces {
    forms: HashMap<Vec<u8>, Vec<Form>>,
    /// Whether a form begins with these two bytes: most places are passed by without a look more.
    begins: Vec<bool>,
}

impl Default for Traces {
    fn default() -> Self {
        Self { forms: HashMap::new(), begins: vec![false; 1 << 16] }
    }
}

struct Form {
    bytes: Vec<u8>,
    what: String,
}

impl Traces {
    /// Looks for a text: as it is, without accents, in UTF-16, escaped as in JSON, in hexadecimal
    /// and in base64 wherever it may begin; whatever the case of its letters.
    pub fn text(&mut self, text: &str) {
        let lower = text.to_lowercase();
        let plain: String = lower.chars().filter_map(without_accent).collect();
        for (how, text) in [("", text), ("lower case ", &lower), ("plain ", &plain)] {
            let name = |form: &str| format!("“{text}” ({how}{form})");
            self.add(name("UTF-8"), text.as_bytes());
            let units: Vec<u16> = text.encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            self.add(name("UTF-16LE"), &little);
            self.add(name("UTF-16BE"), &big);
            self.add(name("JSON"), escaped(text).as_bytes());
            self.encoded(&name("encoded"), text.as_bytes());
        }
    }

    /// Looks for pieces of a picture's bytes that no other picture has.
    pub fn picture(&mut self, bytes: &[u8]) {
        let length = 24;
        assert!(bytes.len() > 40 * length, "this is no picture");
        for part in 1..8 {
            // Neither the header nor tables that every picture of its kind has.
            let at = bytes.len() / 2 + part * (bytes.len() / 2 - length) / 8;
            let piece = &bytes[at..at + length];
            let distinct: std::collections::HashSet<&u8> = piece.iter().collect();
            if distinct.len() > 8 {
                self.add(format!("a picture’s bytes at {at}"), piece);
                self.encoded(&format!("a picture’s bytes at {at}, encoded"), piece);
            }
        }
    }

    fn encoded(&mut self, name: &str, bytes: &[u8]) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.add(name.to_owned(), hex.as_bytes());
        for shift in 0..3 {
            let shifted = [&vec![0; shift][..], bytes].concat();
            for text in
                [BASE64_STANDARD_NO_PAD.encode(&shifted), BASE64_URL_SAFE_NO_PAD.encode(&shifted)]
            {
                // The first and last letters depend on what stands beside.
                let inner = &text.as_bytes()[if shift == 0 { 0 } else { 4 }..text.len() - 3];
                self.add(name.to_owned(), inner);
            }
        }
    }

    /// A form; one that is shorter than what is looked up by says too little.
    fn add(&mut self, what: String, form: &[u8]) {
        let bytes = form.to_ascii_lowercase();
        if let Some(head) = bytes.get(..HEAD) {
            let forms = self.forms.entry(head.to_vec()).or_default();
            self.begins[two(head)] = true;
            if !forms.iter().any(|known| known.bytes == bytes) {
                forms.push(Form { bytes, what });
            }
        }
    }

    /// Everything that is found in the files of a folder and those below, each form once a file.
    pub fn under(&self, folder: &Path) -> Vec<String> {
        let mut found = vec![];
        for entry in std::fs::read_dir(folder).into_iter().flatten().map_while(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                found.extend(self.under(&path));
                continue;
            }
            found.extend(self.within("a name", path.as_os_str().as_encoded_bytes()));
            // One that is deleted at this moment, or a socket, has no bytes.
            if let Ok(bytes) = std::fs::read(&path) {
                found.extend(self.within(&path.display().to_string(), &bytes));
            }
        }
        found
    }

    /// Everything that is found in these bytes, each form once.
    pub fn within(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        let bytes = bytes.to_ascii_lowercase();
        let mut found = std::collections::BTreeSet::new();
        for (at, head) in bytes.windows(HEAD).enumerate() {
            if !self.begins[two(head)] {
                continue;
            }
            for form in self.forms.get(head).into_iter().flatten() {
                if bytes[at..].starts_with(&form.bytes) {
                    found.insert(format!("{} in {place}", form.what));
                }
            }
        }
        found.into_iter().collect()
    }
}

fn two(head: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([head[0], head[1]]))
}

/// The letter without what stands above it; none for marks that read models leave out too.
fn without_accent(letter: char) -> Option<char> {
    match letter {
        'é' => Some('e'),
        'ö' => Some('o'),
        'ä' => Some('a'),
        '“' | '”' => None,
        other => Some(other),
    }
}

/// As a cautious writer of JSON has it: nothing but ASCII.
fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut escaped, unit| {
        match u8::try_from(unit) {
            Ok(byte @ (b'"' | b'\\')) => escaped.extend(['\\', char::from(byte)]),
            Ok(byte @ 0x20..=0x7e) => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("\\u{unit:04x}")),
        }
        escaped
    })
}

#[test]
fn every_form_is_found_where_it_is_and_not_where_it_is_not() {
    let mut traces = Traces::default();
    traces.text("Zéphyrine Quill");
    let encode = |text: &str| BASE64_STANDARD_NO_PAD.encode(text);
    let texts = [
        "so said Zéphyrine Quill of it".to_owned(),
        "key: zephyrine quill".to_owned(),
        r#"{"name": "Z\u00e9phyrine Quill"}"#.to_owned(),
        encode("Zéphyrine Quill"),
        encode("1Zéphyrine Quill2"),
        encode("12Zéphyrine Quill34"),
        "zéphyrine quill".bytes().map(|byte| format!("{byte:02X}")).collect(),
    ];
    for text in &texts {
        assert!(!traces.within("a text", text.as_bytes()).is_empty(), "{text}");
    }
    let wide: Vec<u8> = "Zéphyrine Quill".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(traces.within("a text", &wide).len(), 1);
    assert!(traces.within("a text", b"Zephyr and quill, quill and zephyr").is_empty());

    let mut state = 88_172_645_463_325_252_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        // Xorshift (Marsaglia 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    })
    .take(4_000)
    .collect();
    let mut pictures = Traces::default();
    pictures.picture(&noise);
    assert!(pictures.within("a file", &noise).len() > 3);
    assert!(pictures.within("a file", &noise[..1_900]).is_empty());
}
