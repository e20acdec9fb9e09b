//! Words: what the project's locale knows, as claims need it.
//!
//! The one place where `load` meets the locale data.

use crate::claim::value::{Separators, Words};
use crate::number::Exact;
use crate::value::{Document, Measure, Unit};

/// The words of a locale; nothing for a locale that is not known.
pub(super) fn of_locale(locale: &str) -> Option<Words> {
    separators(locale)?;
    Some(Words { unit: Box::new(unit), document: Box::new(document), separators: Box::new(separators) })
}

fn unit(text: &str) -> (Exact, Unit) {
    let measure = match text {
        "%" => Measure::Percent,
        "pp" => Measure::Points,
        _ => Measure::Counted,
    };
    (Exact::ONE, Unit { text: text.to_owned(), name: text.to_lowercase(), measure })
}

fn separators(locale: &str) -> Option<Separators> {
    match locale {
        "vi-VN" => Some(Separators { decimal: ',', group: vec!['.'] }),
        "en-GB" | "en-US" => Some(Separators { decimal: '.', group: vec![','] }),
        _ => None,
    }
}

/// `21-NQ/TW`, `30/2020/NĐ-CP`: figures, then signs in capitals.
fn document(text: &str) -> Option<Document> {
    let number: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = text.strip_prefix(&number).unwrap_or_default();
    let signs = |character: char| character.is_uppercase() || character.is_ascii_digit() || matches!(character, '/' | '-');
    let fits = !number.is_empty() && rest.starts_with(['-', '/']) && rest.chars().all(signs) && rest.contains(char::is_uppercase);
    fits.then(|| Document { text: text.to_owned(), number, year: None, kind: None, body: None, term: None })
}
