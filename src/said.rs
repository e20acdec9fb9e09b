//! Said: a message as a code with its facts, so that any language can word it and machines need not parse it.
//!
//! The words are data (`said/*.toml`), one file per language. Nothing here decides what is said, and an unknown code is
//! printed with its facts, never dropped.

mod problems;

use std::collections::BTreeMap;

use crate::text::Place;
use crate::text::origin::Spot;

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

/// Signs between two values, as conditions are written and as they are shown.
const OPERATORS: &[(&str, &str)] = &[
    ("<=", "≤"),
    (">=", "≥"),
    ("==", "="),
    ("!=", "≠"),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "−"),
    ("*", "×"),
    ("/", "÷"),
    ("=", "="),
];

/// Digits of a number from which on its thousands are set apart.
const GROUPED_DIGITS_MIN: usize = 4;

/// Decimal places shown of a fraction, and of one in per cent.
const DECIMAL_PLACES: u32 = 4;
const PERCENT_PLACES: u32 = 2;

/// Characters of words from a source that a message carries.
const WORDS_CHARS_MAX: usize = 60;

/// Characters of a digest that are shown.
const DIGEST_CHARS: usize = 12;

/// The words of one language, parsed once.
#[derive(Debug)]
pub struct Words {
    language: &'static str,
    templates: Templates,
    fallback: Templates,
    problems: Vec<problems::Problem>,
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
    /// A term of the program in the language, where there is one: "a plain number".
    Term,
    /// The beginning of words that may be long.
    Short,
    /// A message about files, in the language.
    Said,
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
        Words { language: code, templates: templates(text), fallback, problems: problems::read(code) }
    }

    /// Their language, as `vi`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// A message in words. `context` holds facts that every message may use: the claim, its source, the rule. Where a fact is
    /// missing, the template that does without it is taken.
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
        let Some(pieces) = self.template(said.code) else { return bare(said) };
        let lacks = |piece: &Piece| match piece {
            Piece::Fact(name, _) => !facts.iter().any(|(known, fact)| known == name && !fact.is_empty()),
            Piece::Plain(_) => false,
        };
        let instead = pieces.iter().any(lacks).then(|| self.template(&format!("{}-bare", said.code))).flatten();
        self.fill(instead.unwrap_or(pieces), &facts)
    }

    /// A message of the report's own, by its code.
    pub fn text(&self, code: &str, facts: &[Fact<'_>]) -> String {
        self.template(code).map_or_else(|| code.to_owned(), |pieces| self.fill(pieces, facts))
    }

    /// A place in a document as a person would look it up: "page 3, paragraph 2", "Sheet1!C14".
    pub fn spot(&self, spot: &Spot) -> String {
        let numbered = |code, number: Option<u32>| number.map(|number| self.text(code, &[("number", &number.to_string())]));
        let cell = match (&spot.sheet, &spot.cell) {
            (Some(sheet), Some(cell)) => Some(format!("{sheet}!{cell}")),
            (sheet, cell) => sheet.as_ref().or(cell.as_ref()).cloned(),
        };
        let parts = [
            numbered("spot/page", spot.page),
            numbered("spot/table", spot.table),
            cell,
            numbered("spot/paragraph", spot.paragraph),
            numbered("spot/note", spot.note),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// A place as a report names it: `bao.txt:3:14`, or "bao.pdf, page 3, paragraph 2" where the file has no lines.
    pub fn place(&self, place: &Place) -> String {
        match &place.spot {
            Some(spot) if !place.has_lines => format!("{}, {}", place.path, self.spot(spot)),
            None if !place.has_lines => place.path.clone(),
            _ => format!("{}:{}:{}", place.path, place.start.line, place.start.column),
        }
    }

    /// A message about files or arguments, which is made in English, in the language; in English where nobody translated it.
    ///
    /// ```
    /// use factlint::said::Words;
    /// assert_eq!(Words::new("vi").problem("there is no source `bao`"), "không có nguồn `bao`");
    /// ```
    pub fn problem(&self, english: &str) -> String {
        self.find_problem(english).unwrap_or_else(|| english.to_owned())
    }

    fn find_problem(&self, english: &str) -> Option<String> {
        self.problems.iter().find_map(|problem| {
            let facts = problem.facts(english, &|part| self.find_problem(part))?;
            let facts: Vec<Fact<'_>> = facts.iter().map(|(name, fact)| (name.as_str(), fact.as_str())).collect();
            Some(self.fill(&problem.words, &facts))
        })
    }

    /// Whether there are words for a code.
    pub fn knows(&self, code: &str) -> bool {
        self.template(code).is_some()
    }

    /// A value as the language writes it: `> 104700` is "over 104,700" or "trên 104.700", `5..7` is "5–7", `2022-06-16` is
    /// "16 June 2022" or "16/6/2022".
    ///
    /// Units and everything that is no number stay as they are.
    pub fn figure(&self, text: &str) -> String {
        if let Some((sign, rest)) = text.split_once(' ')
            && let Some(pieces) = self.template(&format!("sign/{sign}"))
        {
            return self.fill(pieces, &[("figure", &self.figure(rest))]);
        }
        if let Some(date) = self.date(text).or_else(|| self.period(text)) {
            return date;
        }
        match text.split_once("..") {
            Some((from, to)) if !from.is_empty() && to.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                self.text("figure/range", &[("from", &self.figure(from)), ("to", &self.figure(to))])
            }
            _ => self.numbers(text),
        }
    }

    /// A date written as `2022-06-16`, `XXXX-08-03`, `2022-06` or `2022-Q2`; nothing for anything else, a bare year included.
    fn date(&self, text: &str) -> Option<String> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|year| *year == "XXXX" || is_digits(year, 4))?;
        let (second, day) = (parts.next()?, parts.next());
        if parts.next().is_some() {
            return None;
        }
        let quarter = second.strip_prefix('Q').filter(|quarter| is_digits(quarter, 1));
        let code = match (quarter, day) {
            (Some(_), None) => "date/quarter",
            (None, None) if is_digits(second, 2) => "date/month",
            (None, Some(day)) if is_digits(second, 2) && is_digits(day, 2) => "date/day",
            _ => return None,
        };
        let code = if year == "XXXX" { format!("{code}-of-no-year") } else { code.to_owned() };
        let month = self.text(&format!("month/{}", second.trim_start_matches('0')), &[]);
        let day = day.unwrap_or_default().trim_start_matches('0');
        Some(self.text(&code, &[("year", year), ("month", &month), ("day", day), ("quarter", quarter.unwrap_or_default())]))
    }

    /// A condition worked out, as a reader writes it: `> 104700 <= 98340` becomes "over 104,700 ≤ 98,340".
    ///
    /// A sign where a value is awaited is a hedge; after a value it compares. A fraction is followed by its decimal, in per cent
    /// where the other side is: `26.9 % == 412/1421` becomes "26.9 % = 412/1421 ≈ 28.99 %".
    pub fn condition(&self, text: &str) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut hedge = None;
        let mut is_awaited = true;
        let in_percent = text.contains('%');
        for word in text.split(' ') {
            let sign = OPERATORS.iter().find(|(written, _)| *written == word).map(|(_, shown)| *shown);
            match (is_awaited, sign) {
                (false, Some(sign)) => {
                    out.push(sign.to_owned());
                    is_awaited = true;
                }
                (true, _) if self.knows(&format!("sign/{word}")) => hedge = Some(word),
                _ => {
                    out.push(match hedge.take() {
                        Some(hedge) => self.figure(&format!("{hedge} {word}")),
                        None => self.operand(word, in_percent),
                    });
                    is_awaited = false;
                }
            }
        }
        out.join(" ")
    }

    /// A value in a condition: a date or a number of the language, a fraction with its decimal.
    fn operand(&self, word: &str, in_percent: bool) -> String {
        if let Some(date) = self.date(word) {
            return date;
        }
        let shown = self.numbers(word);
        match decimal_of(word, if in_percent { PERCENT_PLACES + 2 } else { DECIMAL_PLACES }) {
            None => shown,
            Some(decimal) if in_percent => {
                let percent = self.numbers(&shifted(&decimal, 2));
                format!("{shown} ≈ {}", self.text("figure/percent", &[("figure", &percent)]))
            }
            Some(decimal) => format!("{shown} ≈ {}", self.numbers(&decimal)),
        }
    }

    /// The text with every number in it, set apart by spaces and brackets, as the language writes numbers.
    /// `2022/2025`, `2021-06/..`: the sides as dates.
    fn period(&self, text: &str) -> Option<String> {
        let (from, until) = text.split_once('/')?;
        let side = |side: &str| if is_digits(side, 4) { Some(side.to_owned()) } else { self.date(side) };
        match (from, until) {
            ("..", until) => Some(self.text("date/period-until", &[("until", &side(until)?)])),
            (from, "..") => Some(self.text("date/period-from", &[("from", &side(from)?)])),
            (from, until) => Some(self.text("date/period", &[("from", &side(from)?), ("until", &side(until)?)])),
        }
    }

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

    fn term(&self, text: &str) -> String {
        let code = format!("term/{text}");
        if self.knows(&code) { self.text(&code, &[]) } else { text.to_owned() }
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
                Piece::Fact(name, Form::Term) => out.push_str(&self.term(fact(name))),
                Piece::Fact(name, Form::Short) => push_short(&mut out, fact(name)),
                Piece::Fact(name, Form::Said) => out.push_str(&self.problem(fact(name))),
                Piece::Fact(name, Form::Plural(one, many)) => out.push_str(if fact(name) == "1" { one } else { many }),
            }
        }
        out
    }
}

/// The decimal next to a fraction `n/d`; nothing for a period of two years and for anything else.
fn decimal_of(text: &str, places: u32) -> Option<String> {
    let (top, bottom) = text.split_once('/')?;
    if is_digits(top, 4) && is_digits(bottom, 4) && top.starts_with(['1', '2']) && bottom.starts_with(['1', '2']) {
        return None;
    }
    let (top, bottom): (i128, i128) = (top.parse().ok()?, bottom.parse().ok()?);
    let power = 10i128.checked_pow(places)?;
    let scaled = top.abs().checked_mul(power)?.checked_add(bottom / 2)?.checked_div(bottom)?;
    let sign = if top < 0 { "-" } else { "" };
    Some(format!("{sign}{}.{:0width$}", scaled / power, scaled % power, width = places as usize))
}

/// A decimal with its point some places further right: 0.2899 becomes 28.99.
fn shifted(decimal: &str, places: usize) -> String {
    let (whole, rest) = decimal.split_once('.').unwrap_or((decimal, ""));
    let (moved, rest) = rest.split_at_checked(places).unwrap_or((rest, ""));
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    format!("{}{whole}.{rest}", if whole.is_empty() { "0" } else { "" })
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn push_short(out: &mut String, text: &str) {
    match text.char_indices().nth(WORDS_CHARS_MAX) {
        Some((end, _)) => {
            out.push_str(text.get(..end).unwrap_or_default().trim_end());
            out.push('…');
        }
        None => out.push_str(text),
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

/// A template taken apart: `{name}`, `{name:figure}`, `{name:digest}`, `{name:short}`, `{name:term}`,
/// `{name:said}`, `{name:one|many}`; everything else is words.
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
        "short" => Form::Short,
        "term" => Form::Term,
        "said" => Form::Said,
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
    fn the_words_that_must_not_promise_the_truth_are_kept() {
        let check = |code: &str, english: &str, vietnamese: &str| {
            for (language, expected) in [("en", english), ("vi", vietnamese)] {
                let found = Words::new(language).text(code, &[]);
                assert!(found.contains(expected), "{code}: {found}");
            }
        };
        check("summary/head", "does not mean true: the source may be wrong", "không có nghĩa là số đúng: nguồn có thể sai");
        check("quote/stands", "quote stands in source", "trích dẫn có trong nguồn");
        check("verdict/holds", "consistent with the rule", "không mâu thuẫn với quy tắc");
        check("verdict/possible", "not ruled out (rounding)", "chưa loại trừ (do làm tròn)");
        check("verdict/unknown", "not enough data:", "chưa đủ dữ liệu:");
        check("verdict/waived", "accepted", "đã chấp nhận");
        check("summary/no-difference", "no difference found", "không thấy lệch");
        check("summary/not-checked", "not checked", "chưa kiểm");
        check("draft/backed", "matches", "khớp nguồn");
        check("draft/differs", "differs from source", "lệch nguồn");
        check("draft/derived", "recomputed from source:", "tính lại từ nguồn:");
        check("draft/unbacked", "not found in the loaded sources", "chưa thấy trong nguồn đã nạp");
        check("draft/not-checked", "not checked:", "chưa kiểm:");
        check("draft/proposed", "proposed by machine, confirmed by nobody", "máy đề xuất, chưa ai xác nhận");
        check("draft/doubted", "look here first", "nên xem lại trước");
        check("note/nouns-differ", "different nouns", "khác loại đếm");
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
        check("2022-06-16", "16 June 2022", "16/6/2022");
        check("XXXX-08-03", "3 August, year not said", "3/8, không nói năm");
        check("2022-10", "October 2022", "tháng 10/2022");
        check("XXXX-02", "February, year not said", "tháng 2, không nói năm");
        check("2022-Q2", "quarter 2 of 2022", "quý 2/2022");
        check("2022/2025", "2022 to 2025", "2022 – 2025");
        check("2021-06/..", "from June 2021 on", "từ tháng 6/2021");
        check("2021/..", "from 2021 on", "từ 2021");
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
        check("> 104700 <= 98340", "over 104,700 ≤ 98,340", "trên 104.700 ≤ 98.340");
        check("12.5 % == ~ 0.125", "12.5 % = about 0.125", "12,5 % = khoảng 0,125");
        check("26.9 % == 412/1421", "26.9 % = 412/1421 ≈ 28.99 %", "26,9 % = 412/1421 ≈ 28,99 %");
        check("0.5 >= 1/3", "0.5 ≥ 1/3 ≈ 0.3333", "0,5 ≥ 1/3 ≈ 0,3333");
        check("2022/2025 == 2021/2025", "2022/2025 = 2021/2025", "2022/2025 = 2021/2025");
        check("2022-06-16 == 2022-06-26", "16 June 2022 = 26 June 2022", "16/6/2022 = 26/6/2022");
        check("1 % == 1/20000", "1 % = 1/20000 ≈ 0.01 %", "1 % = 1/20000 ≈ 0,01 %");
        check("date(2022-06-16).year == 2022", "date(2022-06-16).year = 2022", "date(2022-06-16).year = 2022");
    }

    #[test]
    fn a_missing_fact_has_its_own_words() {
        let check = |said: Said, expected: &str| assert_eq!(Words::new("en").say(&said, &[("rule", "total")]), expected);
        check(Said::new("rule/judged-nothing"), "rule `total` judged nothing");
        check(Said::new("rule/judged-nothing").with("filter", ""), "rule `total` judged nothing");
        check(Said::new("rule/judged-nothing").with("filter", "no claims"), "rule `total` judged nothing: no claims");
    }

    #[test]
    fn an_unknown_code_is_printed_with_its_facts() {
        let said = Said::new("moon/full").with("day", 3);
        assert_eq!(Words::new("vi").say(&said, &[]), "moon/full (day: 3)");
        assert_eq!(Words::new("xx").language(), "en");
    }
}
