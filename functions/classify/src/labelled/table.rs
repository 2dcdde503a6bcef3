//! A table of labelled pictures: CSV with the columns `file`, `label` and, if known, `patient`.
//!
//! Paths are those seen from the table's folder. What is not understood is refused, with its line.
//! Other columns are passed over and named in the report: one may be a misspelt `patient`, and then
//! intervals are narrower than they should be.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use csv::{ErrorKind, Position, ReaderBuilder, StringRecord, Trim};
use domain::ids::LabelId;

use super::{DataError, Sample, Samples, names};

/// Every picture that a table names, in its order.
pub(super) fn samples(table: &Path, labels: &[LabelId]) -> Result<Samples, DataError> {
    let text = fs::read(table)
        .map_err(|source| DataError::Unreadable { path: table.to_owned(), source })?;
    let refused = |error: csv::Error| {
        let number = error.position().map_or(1, |position| line_of(&text, position));
        line(table, number, in_words(error.into_kind()))
    };
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(&text[..]);
    let columns = Columns::of(reader.headers().map_err(refused)?)
        .map_err(|problem| line(table, 1, problem))?;
    let folder = table.parent().unwrap_or(Path::new(""));
    let mut first: HashMap<String, Position> = HashMap::new();
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record.map_err(refused)?;
        let position = record.position().cloned().unwrap_or_else(Position::new);
        // Lines are counted only where something is wrong.
        let wrong = |problem: String| line(table, line_of(&text, &position), problem);
        let sample = columns.sample(&record, folder, labels).map_err(&wrong)?;
        if let Some(before) = first.insert(sample.name.clone(), position.clone()) {
            let before = line_of(&text, &before);
            return Err(wrong(format!("{} stands in line {before} already", sample.name)));
        }
        all.push(sample);
    }
    match all.is_empty() {
        true => Err(DataError::EmptyTable(table.to_owned())),
        false => Ok(Samples { all, passed_over: columns.others }),
    }
}

/// The line that a record begins in. The reader's own count stops before empty lines.
fn line_of(text: &[u8], position: &Position) -> u64 {
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len());
    let empty = text[from..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
    1 + text[..from + empty].iter().filter(|byte| **byte == b'\n').count() as u64
}

/// What is read.
const KNOWN: [&str; 3] = ["file", "label", "patient"];

/// Where the columns stand.
struct Columns {
    file: usize,
    label: usize,
    patient: Option<usize>,
    /// The names of all others.
    others: Vec<String>,
}

impl Columns {
    fn of(heading: &StringRecord) -> Result<Self, String> {
        let names: Vec<&str> =
            heading.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(format!("the column `{name}` stands there twice"));
            }
        }
        let at = |name: &str| names.iter().position(|found| *found == name);
        let needed = |name: &str| at(name).ok_or(format!("the column `{name}` is missing"));
        let others = names.iter().filter(|name| !KNOWN.contains(name));
        let others = others.map(|name| (*name).to_owned()).collect();
        Ok(Self { file: needed("file")?, label: needed("label")?, patient: at("patient"), others })
    }

    fn sample(
        &self,
        record: &StringRecord,
        folder: &Path,
        labels: &[LabelId],
    ) -> Result<Sample, String> {
        let name = filled(record, self.file, "file")?;
        let label = filled(record, self.label, "label")?;
        let Some(number) = labels.iter().position(|known| known.as_str() == label) else {
            return Err(format!("`{label}` is not a label of the model: {}", names(labels)));
        };
        let patient = self.patient.map(|at| filled(record, at, "patient")).transpose()?;
        let file = folder.join(name);
        if !file.is_file() {
            return Err(format!("there is no file {}", file.display()));
        }
        let patient = patient.map(str::to_owned);
        Ok(Sample { file, name: name.to_owned(), label: number, patient })
    }
}

fn filled<'a>(record: &'a StringRecord, at: usize, column: &str) -> Result<&'a str, String> {
    let value = record.get(at).unwrap_or_default();
    if value.is_empty() { Err(format!("`{column}` is empty")) } else { Ok(value) }
}

fn line(table: &Path, line: u64, problem: String) -> DataError {
    DataError::Line { table: table.to_owned(), line, problem }
}

fn in_words(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::Utf8 { .. } => "it is not UTF-8 text".to_owned(),
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} fields, the heading {expected_len}")
        }
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Samples, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a b.png"), b"").unwrap();
        std::fs::write(folder.path().join("c.png"), b"").unwrap();
        let table = folder.path().join("table.csv");
        std::fs::write(&table, text).unwrap();
        let labels = ["ig", "platelet"].map(|name| name.parse().unwrap());
        samples(&table, &labels).map_err(|error| error.to_string())
    }

    #[test]
    fn a_table_names_files_labels_and_patients() {
        let text =
            "\u{feff}label,file,patient,seed\r\nig, a b.png ,P-1,7\nplatelet,\"c.png\",\"P,2\",\n";
        let Samples { all, passed_over } = read(text.as_bytes()).unwrap();
        assert_eq!(passed_over, ["seed"]);
        let found: Vec<_> =
            all.iter().map(|s| (s.name.as_str(), s.label, s.patient.as_deref())).collect();
        assert_eq!(found, [("a b.png", 0, Some("P-1")), ("c.png", 1, Some("P,2"))]);
        assert_eq!(read(b"file,label\nc.png,ig\n").unwrap().all[0].patient, None);
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_line() {
        for (text, expected) in [
            (
                "file,label\nc.png,ig\nc.png,unicorn\n",
                "table.csv, line 3: `unicorn` is not a label",
            ),
            ("file,label\nnone.png,ig\n", "line 2: there is no file"),
            ("file,label\nc.png,ig\n\nc.png,platelet\n", "line 4: c.png stands in line 2 already"),
            ("file,label\r\nc.png,ig\r\n\r\nc.png,ig,3\r\n", "line 4: it has 3 fields"),
            ("file,label,file\n", "line 1: the column `file` stands there twice"),
            ("file,patient\n", "line 1: the column `label` is missing"),
            ("file,label,patient\nc.png,ig,\n", "line 2: `patient` is empty"),
            ("file,label\nc.png,ig,7\n", "line 2: it has 3 fields, the heading 2"),
            ("file,label\n,ig\n", "line 2: `file` is empty"),
            ("file,label\n", "names no pictures"),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(expected), "{text:?}: {error}");
        }
        assert!(read(b"file,label\nc.png,\xff\n").unwrap_err().contains("line 2: it is not UTF-8"));
    }
}
