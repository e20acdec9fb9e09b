//! Words: what the project's locale knows, as claims need it.
//!
//! The one place where `load` meets the locale data.

use crate::claim::value::{Separators, Words};
use crate::number::Exact;
use crate::value::{Measure, Unit};

/// The words of a locale; nothing for a locale that is not known.
pub(super) fn of_locale(locale: &str) -> Option<Words> {
    separators(locale)?;
    Some(Words { unit: Box::new(unit), document: Box::new(|_| None), separators: Box::new(separators) })
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
