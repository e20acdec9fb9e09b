//! Words: what the project's locale knows, as claims need it.
//!
//! The one place where `load` meets the locale data.

use std::sync::Arc;

use crate::claim::value::{Separators, Words};
use crate::document::Shown;
use crate::locale::{Locale, TAGS};
use crate::project::Config;

/// Whether a locale is known; told from the list of tags, since a list of sources asks it once a row.
pub(super) fn is_known(tag: &str) -> bool {
    let language = |known: &str| known.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case(tag));
    TAGS.iter().any(|known| known.eq_ignore_ascii_case(tag) || language(known))
}

/// The words of a project's locale, its own among them; nothing for a locale that is not known.
pub(super) fn of_project(config: &Config) -> Option<Words> {
    let locale = Arc::new(Locale::load_with(&config.locale, &config.reading).ok()?);
    let documents = Arc::clone(&locale);
    Some(Words {
        unit: Box::new(move |text| locale.unit(text)),
        document: Box::new(move |text| documents.document(text)),
        separators: Box::new(separators),
    })
}

/// How a spreadsheet shows its figures in a locale; as in the United States for one that is not known.
pub(super) fn shown(tag: &str) -> Shown {
    Locale::load(tag).map_or(Shown::PLAIN, |locale| {
        let (decimal, group) = locale.separators();
        Shown { decimal, group, month_first: locale.is_month_first() }
    })
}

/// The separators of a locale; nothing for one that is not known.
pub(super) fn separators(tag: &str) -> Option<Separators> {
    let (decimal, group) = Locale::load(tag).ok()?.separators();
    Some(Separators { decimal, group: vec![group] })
}
