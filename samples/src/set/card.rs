//! The card of a set: what it is, what it is not, and where its features are described.

use crate::classes;
use crate::label::Label;
use crate::set::Order;

/// The card as Markdown.
pub fn of(order: &Order) -> String {
    let Order { seed, patients, fields, size, .. } = order;
    let version = env!("CARGO_PKG_VERSION");
    let pixel = 1000.0 * crate::paint::EDGE / *size as f32;
    let labels = Label::EVERY.into_iter().filter(|label| order.labels.contains(label));
    let labels: Vec<Label> = labels.collect();
    let ids: Vec<&str> = labels.iter().map(|label| label.id()).collect();
    let ids = ids.join(",");
    let sources: Vec<String> = labels
        .iter()
        .filter(|label| !classes::sources(**label).is_empty())
        .map(|label| format!("- `{label}`: {}", classes::sources(*label).join("; ")))
        .collect();
    let sources = sources.join("\n");
    format!(
        "# Synthetic blood-smear fields

Demonstration, synthetic images; For research use only. Not for use in diagnostic procedures.

No image shows the blood of a person. Every cell was drawn by a program from written descriptions, and a
model that tells these classes apart has learned the drawings: how well it does on them says nothing about
smears of patients.

- Fields of {size} × {size} pixels, 102.4 µm an edge, {pixel:.0} nm a pixel; {patients} patients of each label, {fields} fields of each patient.
- One folder a label, named as on the panel `blood-disease`. `unsuitable` holds fields without a class: crenated,
  with precipitate, overlapping, too thick, too thin, out of focus.
- `fields.csv` has a row a field: file, label, patient, seed, what is particular to the patient (`variant`), what is
  wrong with the field (`nuisance`), whether it is centred on a nucleated cell, and how many cells of each kind have their
  middle in it. Split by `patient`, never by field.
- Stain, thickness, specks, light and focus were drawn without knowing the label: the n-th patient of every
  label has the same, so none of them tells labels apart. About 70 % of all fields are centred on a nucleated cell.
- Written by `hemaclassify samples generate --seed {seed} --patients {patients} --fields {fields} --size {size} --class {ids}`, version {version}.
  The same version and arguments give the same bytes, whatever the machine and the number of threads.

## Where the features are described

Shares and sizes come from these sources where they give figures; the rest are working ranges. Nobody of these authors
has seen or approved the drawings.

{sources}
"
    )
}
