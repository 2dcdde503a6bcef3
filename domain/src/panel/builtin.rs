//! The two panels that every installation begins with.

use super::{CRITICAL_THRESHOLD, Label, Unit};
use crate::event::PanelDefined;
use crate::ids::{LabelId, PanelId};

/// The panel of single cells.
pub const BLOOD_CELL: &str = "blood-cell";

/// The panel of diseases, read off a field of view.
pub const BLOOD_DISEASE: &str = "blood-disease";

/// The built-in panels as they are first defined; administrators revise them afterwards.
pub fn builtin() -> Vec<PanelDefined> {
    vec![blood_cell(), blood_disease()]
}

fn blood_cell() -> PanelDefined {
    let label = |id, name, code| label(id, name, code, None, false);
    PanelDefined {
        panel: id(BLOOD_CELL),
        title: "Blood cells".to_owned(),
        unit: Unit::Cell,
        labels: vec![
            label("neutrophil", "Neutrophil", "NEU"),
            label("lymphocyte", "Lymphocyte", "LYM"),
            label("monocyte", "Monocyte", "MON"),
            label("eosinophil", "Eosinophil", "EOS"),
            label("basophil", "Basophil", "BAS"),
            label("ig", "Immature granulocyte", "IG"),
            label("erythroblast", "Erythroblast", "NRBC"),
            label("platelet", "Platelet", "PLT"),
        ],
        critical_threshold: CRITICAL_THRESHOLD,
        blind: false,
    }
}

/// ICD-10 (WHO, 2019) codes; normal has none.
fn blood_disease() -> PanelDefined {
    PanelDefined {
        panel: id(BLOOD_DISEASE),
        title: "Blood diseases".to_owned(),
        unit: Unit::Field,
        labels: vec![
            label("normal", "Normal", "NOR", None, false),
            label("ida", "Iron-deficiency anaemia", "IDA", Some("D50.9"), false),
            label("thalassemia_minor", "Thalassemia minor", "TMI", Some("D56.3"), false),
            label("thalassemia_major", "Thalassemia major", "TMA", Some("D56.1"), false),
            label("all", "Acute lymphoblastic leukaemia", "ALL", Some("C91.0"), true),
            label("apml", "Acute promyelocytic leukaemia", "APL", Some("C92.4"), true),
            label("cml", "Chronic myeloid leukaemia", "CML", Some("C92.1"), false),
        ],
        critical_threshold: CRITICAL_THRESHOLD,
        blind: false,
    }
}

fn id(name: &str) -> PanelId {
    name.parse().expect("the built-in panels' names are well formed")
}

fn label(id: &str, name: &str, code: &str, icd10: Option<&str>, critical: bool) -> Label {
    let id: LabelId = id.parse().expect("the built-in labels' names are well formed");
    let (name, code) = (name.to_owned(), code.to_owned());
    Label { id, name, code, icd10: icd10.map(str::to_owned), critical, retired: false }
}
