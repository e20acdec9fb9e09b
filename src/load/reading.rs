//! Reading: `[reading.vi]` of `factlint.toml`, the words that a project adds to a language or takes from it.
//!
//! Each is tried on the language's own data, so that a word for a unit that does not exist is told where it is written.

use toml::de::DeValue;

use crate::claim::error::Hint;
use crate::finding::Problem;
use crate::load::error::ConfigError;
use crate::load::words;
use crate::locale::own::{Own, OwnError, OwnWords};
use crate::locale::{Locale, TAGS};
use crate::number::Exact;
use crate::table::{At, Entry, Table};
use crate::text::Span;
use crate::value::QUALIFIERS;

/// The largest number that a word may stand for, unless it is a power of ten.
const NUMBER_MAX: u64 = 999;

/// The words of every language, in the order in which they are written.
pub(super) fn read(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) -> Vec<OwnWords> {
    let Some(reading) = table.table("reading", "[reading]", problems) else {
        return Vec::new();
    };
    reading.entries().into_iter().filter_map(|(tag, entry)| of_language(tag, entry, problems)).collect()
}

fn of_language(tag: At<String>, entry: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<OwnWords> {
    if !words::is_known(&tag.value) {
        let known = || "name a language or a locale, as in `[reading.vi]` or `[reading.en-GB]`".to_owned();
        let hint = Hint::new(&tag.value, TAGS.iter().map(|tag| tag.split('-').next().unwrap_or(tag)), known);
        problems.push(ConfigError::UnknownLocale { span: tag.span, name: tag.value, hint }.into());
        return None;
    }
    let mut table = entry.table(&tag.value, "a language of [reading]", problems)?;
    let mut said = Vec::new();
    for phrase in phrases(&mut table, "forget", problems) {
        said.push((phrase.span, Own::Forget(phrase.value)));
    }
    units(&mut table, &mut said, problems);
    words_of(&mut table, "units", &mut said, problems);
    words_of(&mut table, "money", &mut said, problems);
    for (key, make) in [("nouns", Own::Noun as fn(String) -> Own), ("names", Own::Name), ("labels", Own::Label)] {
        said.extend(phrases(&mut table, key, problems).into_iter().map(|phrase| (phrase.span, make(phrase.value))));
    }
    hedges(&mut table, "hedges", false, &mut said, problems);
    hedges(&mut table, "hedges-after", true, &mut said, problems);
    numbers(&mut table, &mut said, problems);
    table.finish(problems);
    Some(OwnWords { words: tried(&tag.value, said, problems), tag: tag.value })
}

/// The words that the language can take; what it cannot is reported.
fn tried(tag: &str, said: Vec<(Span, Own)>, problems: &mut Vec<Problem>) -> Vec<Own> {
    let Ok(mut locale) = Locale::load(tag) else { return Vec::new() };
    let mut taken = Vec::new();
    for (span, own) in said {
        match locale.adopt(&own) {
            Ok(()) => taken.push(own),
            Err(error) => problems.push(refused(span, error, &locale)),
        }
    }
    taken
}

fn refused(span: Span, error: OwnError, locale: &Locale) -> Problem {
    let why = error.to_string();
    let hint = match &error {
        OwnError::Unit(name) => {
            let known = || "units go by their symbols, as `km²`, `kg`, `year`, and currencies by their codes".to_owned();
            Hint::new(name, locale.unit_names(), known)
        }
        OwnError::Forget(_) | OwnError::Measure(_) => Hint::Known(String::new()),
    };
    ConfigError::Reading { span, why, hint }.into()
}

/// A list of phrases, none of them empty.
fn phrases(table: &mut Table<'_, '_>, key: &'static str, problems: &mut Vec<Problem>) -> Vec<At<String>> {
    let found = table.texts(key, problems).unwrap_or_default();
    found.into_iter().filter(|phrase| says_something(key, phrase, problems)).collect()
}

fn says_something(key: &str, phrase: &At<String>, problems: &mut Vec<Problem>) -> bool {
    let empty = phrase.value.trim().is_empty();
    if empty {
        problems.push(ConfigError::Empty { span: phrase.span, key: key.to_owned() }.into());
    }
    !empty
}

/// `units = { "cm" = ["phân"] }`, `money = { VND = ["cành"] }`
fn words_of(table: &mut Table<'_, '_>, key: &'static str, said: &mut Vec<(Span, Own)>, problems: &mut Vec<Problem>) {
    let Some(table) = table.table(key, "words by unit", problems) else { return };
    for (unit, entry) in table.entries() {
        let listed = match entry.value {
            DeValue::Array(_) => entry.items(),
            _ => vec![entry],
        };
        for item in listed {
            let phrase = item.text(&unit.value, problems).filter(|phrase| says_something(&unit.value, phrase, problems));
            said.extend(phrase.map(|phrase| (unit.span, Own::Word { unit: unit.value.clone(), phrase: phrase.value })));
        }
    }
}

/// `[[reading.vi.unit]]` with `name`, `is = "1000 m²"` and `words`.
fn units(table: &mut Table<'_, '_>, said: &mut Vec<(Span, Own)>, problems: &mut Vec<Problem>) {
    for mut unit in table.tables("unit", "a unit", problems) {
        let name = unit.required_text("name", problems).filter(|name| says_something("name", name, problems));
        let is = unit.required_text("is", problems).and_then(|is| measure(&is, problems));
        let mut words = phrases(&mut unit, "words", problems);
        unit.finish(problems);
        if let (Some(name), Some((times, of))) = (name, is) {
            words.push(name.clone());
            let phrases = words.into_iter().map(|word| word.value).collect();
            said.push((of.span, Own::Unit { name: name.value, times, of: of.value, phrases }));
        }
    }
}

/// `1000 m²`: how many of which known unit.
fn measure(is: &At<String>, problems: &mut Vec<Problem>) -> Option<(Exact, At<String>)> {
    let parts = is.value.trim().split_once(char::is_whitespace);
    let found = parts.and_then(|(times, of)| Some((Exact::parse(times)?, of.trim().to_owned())));
    let Some((times, of)) = found.filter(|(times, _)| *times > Exact::ZERO) else {
        let why = format!("`is` is `{}`, and it must be a number with a decimal point and a unit", is.value);
        let hint = Hint::Known("write how many of which unit one of it is, as `1000 m²`".to_owned());
        problems.push(ConfigError::Reading { span: is.span, why, hint }.into());
        return None;
    };
    Some((times, At { value: of, span: is.span }))
}

/// `hedges = { about = ["tròm trèm"] }`
fn hedges(table: &mut Table<'_, '_>, key: &'static str, after: bool, said: &mut Vec<(Span, Own)>, problems: &mut Vec<Problem>) {
    let Some(mut table) = table.table(key, "a table of hedges", problems) else { return };
    for (qualifier, name, _) in QUALIFIERS {
        let found = phrases(&mut table, name, problems).into_iter();
        said.extend(found.map(|phrase| (phrase.span, Own::Hedge { qualifier: *qualifier, after, phrase: phrase.value })));
    }
    table.finish(problems);
}

/// `numbers = { "chục" = 14 }`
fn numbers(table: &mut Table<'_, '_>, said: &mut Vec<(Span, Own)>, problems: &mut Vec<Problem>) {
    let Some(table) = table.table("numbers", "number words", problems) else { return };
    for (phrase, entry) in table.entries() {
        let value = entry.exact().and_then(|value| u64::try_from(value.to_i128()?).ok());
        let fits = |value: &u64| *value <= NUMBER_MAX || value.to_string().trim_end_matches('0') == "1";
        match value.filter(fits) {
            Some(value) => said.push((phrase.span, Own::Number { phrase: phrase.value, value })),
            None => {
                let why = format!("`{}` must be a whole number up to {NUMBER_MAX} or a power of ten", phrase.value);
                problems.push(ConfigError::Reading { span: entry.span, why, hint: Hint::Known(String::new()) }.into());
            }
        }
    }
}
