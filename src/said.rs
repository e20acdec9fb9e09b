//! Said: a message as a code with its facts, so that any language can word it and machines need not parse it.
//!
//! The words are data (`said/*.toml`), one file per language. Nothing here decides what is said, and an unknown code is
//! printed with its facts, never dropped.

use std::collections::BTreeMap;

/// A message: a stable code and named facts. The words are in `said/*.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// `area/what`: `quote/absent`, `slip/transposed`, `unknown/no-claim`.
    pub code: &'static str,
    /// The facts by their placeholder, in the order in which they were given.
    pub facts: Vec<(&'static str, String)>,
}

impl Said {
    /// A message without facts.
    pub fn new(code: &'static str) -> Said {
        Said { code, facts: Vec::new() }
    }

    /// The same with a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl ToString) -> Said {
        self.facts.push((name, fact.to_string()));
        self
    }

    /// The area of its code: `slip` of `slip/transposed`.
    pub fn area(&self) -> &'static str {
        self.code.split_once('/').map_or(self.code, |(area, _)| area)
    }
}

/// A fact by its placeholder.
pub type Fact<'a> = (&'a str, &'a str);

/// Every language of messages: its code and its words. The first is what the others fall back to.
pub const LANGUAGES: &[(&str, &str)] = &[("en", include_str!("said/en.toml")), ("vi", include_str!("said/vi.toml"))];

/// The language for a tag such as `vi`, `vi-VN` or `vi_VN.UTF-8`; nothing for one that has no words here.
///
/// ```
/// assert_eq!(factlint::said::language("vi_VN.UTF-8"), Some("vi"));
/// ```
pub fn language(tag: &str) -> Option<&'static str> {
    let wanted = tag.split(['-', '_', '.']).next().unwrap_or_default();
    LANGUAGES.iter().map(|(code, _)| *code).find(|code| code.eq_ignore_ascii_case(wanted))
}

/// Digits of a number from which on its thousands are set apart.
const GROUPED_DIGITS_MIN: usize = 4;

/// Characters of a digest that are shown.
const DIGEST_CHARS: usize = 12;

/// The words of one language, parsed once.
#[derive(Debug)]
pub struct Words {
    language: &'static str,
    templates: Templates,
    fallback: Templates,
}

type Templates = BTreeMap<String, Vec<Piece>>;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Words as they are.
    Plain(String),
    /// A fact, in a form: `{claimed:figure}`.
    Fact(String, Form),
}

/// How a fact is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// As it is.
    Plain,
    /// As a figure of the language, its hedge in words: `> 104700` becomes "over 104,700".
    Figure,
    /// The beginning of a digest.
    Digest,
    /// Not the fact, but one of two words by its number: `{count:place|places}`.
    Plural(String, String),
}

impl Words {
    /// The words of a language of [`LANGUAGES`]; those of the first for any other.
    pub fn new(tag: &str) -> Words {
        let (first, first_text) = LANGUAGES[0];
        let (code, text) = language(tag)
            .and_then(|wanted| LANGUAGES.iter().find(|(code, _)| *code == wanted))
            .map_or((first, first_text), |(code, text)| (*code, *text));
        let fallback = if code == first { Templates::new() } else { templates(first_text) };
        Words { language: code, templates: templates(text), fallback }
    }

    /// Their language, as `vi`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// A message in words. `context` holds facts that every message may use: the claim, its source, the rule.
    ///
    /// ```
    /// use factlint::said::{Said, Words};
    /// let said = Said::new("unknown/no-claim").with("name", "total");
    /// assert_eq!(Words::new("en").say(&said, &[]), "no claim for `total`");
    /// assert_eq!(Words::new("vi").say(&said, &[]), "không có số nào cho `total`");
    /// ```
    pub fn say(&self, said: &Said, context: &[Fact<'_>]) -> String {
        let facts: Vec<Fact<'_>> =
            said.facts.iter().map(|(name, fact)| (*name, fact.as_str())).chain(context.iter().copied()).collect();
        match self.template(said.code) {
            Some(pieces) => self.fill(pieces, &facts),
            None => bare(said),
        }
    }

    /// A message of the report's own, by its code.
    pub fn text(&self, code: &str, facts: &[Fact<'_>]) -> String {
        self.template(code).map_or_else(|| code.to_owned(), |pieces| self.fill(pieces, facts))
    }

    /// Whether there are words for a code.
    pub fn knows(&self, code: &str) -> bool {
        self.template(code).is_some()
    }

    /// A value as the language writes it: `> 104700` is "over 104,700" or "trên 104.700", `5..7` is "5–7".
    ///
    /// Units and everything that is no number stay as they are.
    pub fn figure(&self, text: &str) -> String {
        if let Some((sign, rest)) = text.split_once(' ')
            && let Some(pieces) = self.template(&format!("sign/{sign}"))
        {
            return self.fill(pieces, &[("figure", &self.figure(rest))]);
        }
        match text.split_once("..") {
            Some((from, to)) if !from.is_empty() && to.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                self.text("figure/range", &[("from", &self.figure(from)), ("to", &self.figure(to))])
            }
            _ => self.numbers(text),
        }
    }

    /// A condition worked out, as a reader writes it: `5142 <= 4971` becomes "5,142 ≤ 4,971".
    pub fn condition(&self, text: &str) -> String {
        let signs = |word: &str| match word {
            "<=" => "≤".to_owned(),
            ">=" => "≥".to_owned(),
            "==" => "=".to_owned(),
            "!=" => "≠".to_owned(),
            "*" => "×".to_owned(),
            word => self.numbers(word),
        };
        text.split(' ').map(signs).collect::<Vec<_>>().join(" ")
    }

    /// The text with every number in it, set apart by spaces and brackets, as the language writes numbers.
    fn numbers(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 4);
        for piece in text.split_inclusive([' ', '(', '[', ')', ']']) {
            let inner = piece.trim_end_matches([' ', '(', '[', ')', ']', ',']);
            let (number, percent) = inner.strip_suffix('%').map_or((inner, ""), |number| (number, "%"));
            out.push_str(&self.number(number).unwrap_or_else(|| number.to_owned()));
            out.push_str(percent);
            out.push_str(piece.strip_prefix(inner).unwrap_or_default());
        }
        out
    }

    /// A plain decimal with the separators of the language; nothing for anything else.
    ///
    /// Four digits that can be a year are left together: a year with a separator would be wrong, a count without one is not.
    fn number(&self, text: &str) -> Option<String> {
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("−", digits));
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_plain(whole) || !is_plain(places) || digits.ends_with('.') {
            return None;
        }
        let is_year = places.is_empty() && whole.len() == 4 && (whole.starts_with("19") || whole.starts_with("20"));
        let keeps = is_year || whole.len() < GROUPED_DIGITS_MIN || whole.starts_with('0');
        let whole = if keeps { whole.to_owned() } else { grouped(whole, &self.text("figure/group", &[])) };
        let point = if places.is_empty() { String::new() } else { self.text("figure/decimal", &[]) };
        Some(format!("{sign}{whole}{point}{places}"))
    }

    fn template(&self, code: &str) -> Option<&[Piece]> {
        self.templates.get(code).or_else(|| self.fallback.get(code)).map(Vec::as_slice)
    }

    fn fill(&self, pieces: &[Piece], facts: &[Fact<'_>]) -> String {
        let fact = |name: &str| facts.iter().find(|(known, _)| *known == name).map_or("?", |(_, fact)| *fact);
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Plain(text) => out.push_str(text),
                Piece::Fact(name, Form::Plain) => out.push_str(fact(name)),
                Piece::Fact(name, Form::Figure) => out.push_str(&self.figure(fact(name))),
                Piece::Fact(name, Form::Digest) => out.extend(fact(name).chars().take(DIGEST_CHARS)),
                Piece::Fact(name, Form::Plural(one, many)) => out.push_str(if fact(name) == "1" { one } else { many }),
            }
        }
        out
    }
}

/// A message without words: its code and its facts.
fn bare(said: &Said) -> String {
    let facts: Vec<String> = said.facts.iter().map(|(name, fact)| format!("{name}: {fact}")).collect();
    if facts.is_empty() { said.code.to_owned() } else { format!("{} ({})", said.code, facts.join(", ")) }
}

/// Digits with a separator before every three from the right.
fn grouped(digits: &str, separator: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * separator.len());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

fn templates(text: &str) -> Templates {
    let areas: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(text).expect("the files of words ship with factlint, and a test reads them all");
    let mut found = Templates::new();
    for (area, entries) in areas {
        for (what, template) in entries {
            found.insert(format!("{area}/{what}"), pieces(&template));
        }
    }
    found
}

/// A template taken apart: `{name}`, `{name:figure}`, `{name:digest}`, `{name:one|many}`; everything else is words.
fn pieces(template: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((before, (inside, after))) =
        rest.split_once('{').and_then(|(before, after)| after.split_once('}').map(|split| (before, split)))
    {
        if !before.is_empty() {
            found.push(Piece::Plain(before.to_owned()));
        }
        let (name, form) = inside.split_once(':').unwrap_or((inside, ""));
        found.push(Piece::Fact(name.to_owned(), form_of(form)));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Plain(rest.to_owned()));
    }
    found
}

fn form_of(text: &str) -> Form {
    match text {
        "" => Form::Plain,
        "figure" => Form::Figure,
        "digest" => Form::Digest,
        words => {
            let (one, many) = words.split_once('|').unwrap_or((words, words));
            Form::Plural(one.to_owned(), many.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(pieces: &[Piece]) -> Vec<&str> {
        let mut names: Vec<&str> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Fact(name, _) => Some(name.as_str()),
                Piece::Plain(_) => None,
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn every_language_has_the_same_codes_and_placeholders() {
        let english = templates(LANGUAGES[0].1);
        for (language, text) in LANGUAGES {
            let other = templates(text);
            assert_eq!(english.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "codes of {language}");
            for (code, template) in &english {
                assert_eq!(placeholders(template), placeholders(&other[code]), "{code} in {language}");
            }
        }
    }

    #[test]
    fn nothing_promises_more_than_was_checked() {
        for (language, text) in LANGUAGES {
            let text = text.to_lowercase();
            for promise in ["verified", "all good", "no errors", "đã xác minh", "không có lỗi", "100%"] {
                assert!(!text.contains(promise), "{language} says {promise:?}");
            }
        }
    }

    #[test]
    fn figures_are_written_as_the_language_does() {
        let check = |text: &str, english: &str, vietnamese: &str| {
            assert_eq!(Words::new("en").figure(text), english);
            assert_eq!(Words::new("vi-VN").figure(text), vietnamese);
        };
        check("> 104700", "over 104,700", "trên 104.700");
        check("4971 chi bộ", "4,971 chi bộ", "4.971 chi bộ");
        check("~< 1.50 %", "nearly 1.50 %", "gần 1,50 %");
        check("-2.5", "−2.5", "−2,5");
        check("5..7", "5–7", "5–7");
        check("2022", "2022", "2022");
        check("2022-06-16", "2022-06-16", "2022-06-16");
        check("2021/..", "2021/..", "2021/..");
        check("21-NQ/TW", "21-NQ/TW", "21-NQ/TW");
        check("1250000000000 VND", "1,250,000,000,000 VND", "1.250.000.000.000 VND");
        check("2/3", "2/3", "2/3");
        check("", "", "");
    }

    #[test]
    fn a_condition_is_shown_with_the_signs_of_print() {
        let check = |text: &str, english: &str, vietnamese: &str| {
            assert_eq!(Words::new("en").condition(text), english);
            assert_eq!(Words::new("vi").condition(text), vietnamese);
        };
        check("5142 <= 4971", "5,142 ≤ 4,971", "5.142 ≤ 4.971");
        check("sum(1200, 3.5) == 12", "sum(1,200, 3.5) = 12", "sum(1.200, 3,5) = 12");
        check("date(2022-06-16).year == 2022", "date(2022-06-16).year = 2022", "date(2022-06-16).year = 2022");
    }

    #[test]
    fn an_unknown_code_is_printed_with_its_facts() {
        let said = Said::new("moon/full").with("day", 3);
        assert_eq!(Words::new("vi").say(&said, &[]), "moon/full (day: 3)");
        assert_eq!(Words::new("xx").language(), "en");
    }
}
