//! The labels of the panel of diseases, whose names are the folders' names.

/// What a field is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// Nothing wrong.
    Normal,
    /// Iron-deficiency anaemia.
    Ida,
    /// Thalassemia minor.
    ThalassemiaMinor,
    /// Thalassemia major.
    ThalassemiaMajor,
    /// Acute lymphoblastic leukaemia.
    All,
    /// Acute promyelocytic leukaemia.
    Apml,
    /// Chronic myeloid leukaemia, chronic phase.
    Cml,
    /// A field that nobody should read: no class of the panel.
    Unsuitable,
}

impl Label {
    /// The classes, in the panel's order.
    pub const CLASSES: [Self; 7] = [
        Self::Normal,
        Self::Ida,
        Self::ThalassemiaMinor,
        Self::ThalassemiaMajor,
        Self::All,
        Self::Apml,
        Self::Cml,
    ];

    /// The classes, and what has none.
    pub const EVERY: [Self; 8] = [
        Self::Normal,
        Self::Ida,
        Self::ThalassemiaMinor,
        Self::ThalassemiaMajor,
        Self::All,
        Self::Apml,
        Self::Cml,
        Self::Unsuitable,
    ];

    /// The label's id on the panel.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Ida => "ida",
            Self::ThalassemiaMinor => "thalassemia_minor",
            Self::ThalassemiaMajor => "thalassemia_major",
            Self::All => "all",
            Self::Apml => "apml",
            Self::Cml => "cml",
            Self::Unsuitable => "unsuitable",
        }
    }
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl std::str::FromStr for Label {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::EVERY.into_iter().find(|label| label.id() == text).ok_or_else(|| {
            let known = Self::EVERY.map(Self::id).join(", ");
            format!("there is no class {text}: say one of {known}")
        })
    }
}
