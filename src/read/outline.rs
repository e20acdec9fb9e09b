//! The short form of a mention, one line: what tests and the examples in locale files compare.

use crate::evidence::Mention;

/// A mention in one line: `number > 104700 đảng viên`, `date XXXX-08-03`, `document 21-NQ/TW`.
pub fn outline(mention: &Mention) -> String {
    let unit = mention.unit.as_ref().map(|unit| format!(" {}", unit.name)).unwrap_or_default();
    format!("{} {}{unit}", mention.kind.name(), mention.value)
}
