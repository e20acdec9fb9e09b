//! Problems: the messages about files and arguments in other languages than English.
//!
//! Their English stands where they are made, on the variant or beside the check, in one place with the facts. As in gettext it is the key
//! of the translation; the facts are found again by fitting the message to its template. A message that fits none stays as it is.

use super::{Piece, pieces};

/// The templates of a language: its code and its file.
pub(super) const PROBLEMS: &[(&str, &str)] = &[("vi", include_str!("problems.vi.toml"))];

/// What the name of a fact begins with that a translation does not repeat.
#[cfg(test)]
const SILENT: char = '_';

/// A message that is known by its English.
#[derive(Debug)]
pub(super) struct Problem {
    english: Vec<Part>,
    /// The same in the language.
    pub(super) words: Vec<Piece>,
}

/// A piece of an English template.
#[derive(Debug)]
enum Part {
    /// Words as they are.
    Plain(String),
    /// A fact; with `is_said` one that is a known message itself, and then in the language.
    Fact { name: String, is_said: bool },
}

/// Facts by their names.
pub(super) type Facts = Vec<(String, String)>;

/// The messages of a language, those with most words of their own first.
pub(super) fn read(language: &str) -> Vec<Problem> {
    let text = PROBLEMS.iter().find(|(code, _)| *code == language).map_or("", |(_, text)| *text);
    let table: std::collections::BTreeMap<String, String> =
        toml::from_str(text).expect("the files of words ship with factlint, and a test reads them all");
    let problem = |(english, words): (&String, &String)| Problem { english: parts(english), words: pieces(words) };
    let mut found: Vec<Problem> = table.iter().map(problem).collect();
    found.sort_by_key(|problem| std::cmp::Reverse(problem.plain_bytes()));
    found
}

fn parts(template: &str) -> Vec<Part> {
    let part = |piece| match piece {
        Piece::Plain(text) => Part::Plain(text),
        Piece::Fact(name, form) => Part::Fact { name, is_said: form == super::Form::Said },
    };
    pieces(template).into_iter().map(part).collect()
}

impl Problem {
    fn plain_bytes(&self) -> usize {
        let bytes = |part: &Part| match part {
            Part::Plain(text) => text.len(),
            Part::Fact { .. } => 0,
        };
        self.english.iter().map(bytes).sum()
    }

    /// The facts of an English message of this template; nothing for another message. `said` gives the words of a fact that is a
    /// message itself.
    pub(super) fn facts(&self, message: &str, said: &dyn Fn(&str) -> Option<String>) -> Option<Facts> {
        let mut facts = Facts::new();
        fit(&self.english, message, said, &mut facts).then(|| {
            facts.reverse();
            facts
        })
    }
}

/// Whether the rest of a message fits the rest of its template. Facts are as short as they can be, the last one first in `facts`.
fn fit(parts: &[Part], message: &str, said: &dyn Fn(&str) -> Option<String>, facts: &mut Facts) -> bool {
    let Some((part, rest)) = parts.split_first() else { return message.is_empty() };
    let (name, is_said) = match part {
        Part::Plain(text) => return message.strip_prefix(text.as_str()).is_some_and(|after| fit(rest, after, said, facts)),
        Part::Fact { name, is_said } => (name, *is_said),
    };
    let mut take = |fact: &str, after: &str| {
        let before = facts.len();
        let shown = if is_said { said(fact) } else { Some(fact.to_owned()) };
        match shown.filter(|_| !fact.is_empty() && fit(rest, after, said, facts)) {
            Some(shown) => facts.push((name.clone(), shown)),
            None => facts.truncate(before),
        }
        facts.len() > before
    };
    match rest.first() {
        Some(Part::Plain(next)) => message.match_indices(next.as_str()).any(|(at, _)| {
            let (fact, after) = message.split_at(at);
            take(fact, after)
        }),
        _ => take(message, ""),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::said::Words;

    fn check(english: &str, vietnamese: &str) {
        assert_eq!(Words::new("vi").problem(english), vietnamese);
        assert_eq!(Words::new("en").problem(english), english);
    }

    #[test]
    fn a_message_is_found_by_its_english_and_keeps_its_facts() {
        check("there is no source `bao`", "không có nguồn `bao`");
        check("the file has no key `lokale`", "tệp không có khóa `lokale`");
        check("`as_of` is `2022-06-31`: month 6 has no day 31", "`as_of` là `2022-06-31`: tháng 6 không có ngày 31");
        check(
            "12345 more mistakes of this kind are in this file from here on",
            "từ đây trở đi trong tệp còn 12.345 lỗi cùng loại",
        );
        // a fact that looks like a message is a fact all the same
        check("there is no source `a date`", "không có nguồn `a date`");
        check("something that nobody translated", "something that nobody translated");
    }

    #[test]
    fn a_translation_repeats_every_fact_that_is_not_silent() {
        for (language, text) in PROBLEMS {
            let table: std::collections::BTreeMap<String, String> = toml::from_str(text).expect("TOML");
            for (english, words) in &table {
                let names = |template: &str| -> BTreeSet<String> {
                    let named = |piece| match piece {
                        Piece::Fact(name, _) if !name.starts_with(SILENT) => Some(name),
                        _ => None,
                    };
                    pieces(template).into_iter().filter_map(named).collect()
                };
                assert_eq!(names(english), names(words), "{english} in {language}");
            }
        }
    }
}
