//! Rule: a condition over claims that are bound to names, as it was written, with the place of every field.

use crate::finding::Level;
use crate::table::At;
use crate::text::Span;

/// A rule as reports know it.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its identifier, unique in the project.
    pub id: At<String>,
    /// Its level.
    pub level: Level,
    /// Its sentence per language, as `("vi", "…")`, in the order in which they are written.
    pub says: Vec<(String, String)>,
    /// Why it is so and what to do, for its page.
    pub about: Option<String>,
    /// The condition as written, with the place of the literal.
    pub check: At<String>,
    /// The whole `[[rule]]` table.
    pub span: Span,
    /// The pack it came with, as `factlint:core`; nothing for a rule of the project.
    pub pack: Option<String>,
}

impl Head {
    /// Its sentence in a language, or in English, or its first one.
    pub fn says(&self, language: &str) -> Option<&str> {
        let find = |wanted: &str| self.says.iter().find(|(known, _)| known == wanted);
        find(language).or_else(|| find("en")).or(self.says.first()).map(|(_, text)| text.as_str())
    }
}
