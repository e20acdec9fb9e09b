//! Reading a spanned TOML table: required and optional keys, unknown keys, exact numbers, each mistake at its characters.
//!
//! Number literals stay text (`tolerance = 0.10` is ten hundredths and never a float), and every value keeps its place.
//! A mistake is reported and reading goes on; a key that was never asked for is unknown.

use std::ops::Range;

use jiff::civil::Date as Day;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Problem, nearest};
use crate::number::Exact;
use crate::text::{BYTE_ORDER_MARK, File, FileId, Span};

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it is written, quote marks included.
    pub span: Span,
}

/// Parses a file and hands its top-level table to `read`. Syntax errors are reported at their place; then `read` is not
/// called, so that one missing bracket does not show as a hundred unknown keys.
pub fn parse<T>(
    file_id: FileId,
    file: &File,
    problems: &mut Vec<Problem>,
    read: impl FnOnce(Table<'_, '_>, &mut Vec<Problem>) -> T,
) -> Option<T> {
    let text = file.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&file.text);
    let shift = file.text.len() - text.len();
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        problems.extend(errors.iter().map(|error| {
            let range = error.span().unwrap_or(0..0);
            let message = format!("this is not TOML: {}", error.message().trim());
            Problem::error("toml/syntax", message, Span::new(file_id, shift + range.start..shift + range.end))
        }));
        return None;
    }
    let span = Span::new(file_id, 0..file.text.len());
    Some(read(Table { entries: table.get_ref(), file: file_id, shift, span, what: "the file", asked: Vec::new() }, problems))
}

/// One TOML table being read.
pub struct Table<'t, 'i> {
    entries: &'t DeTable<'i>,
    file: FileId,
    shift: usize,
    /// Where the table is written.
    pub span: Span,
    what: &'static str,
    asked: Vec<&'static str>,
}

/// One TOML value with its place, for keys that may hold several forms.
pub struct Entry<'t, 'i> {
    /// The value.
    pub value: &'t DeValue<'i>,
    /// Where it is written.
    pub span: Span,
    file: FileId,
    shift: usize,
}

impl<'t, 'i> Table<'t, 'i> {
    /// The value of a key, if it is there. The key counts as known from now on.
    pub fn entry(&mut self, key: &'static str) -> Option<Entry<'t, 'i>> {
        self.asked.push(key);
        let value = self.entries.get(key)?;
        Some(self.at(value))
    }

    /// All keys and values, in the order in which they are written; for tables whose keys the user names.
    pub fn entries(&self) -> Vec<(At<String>, Entry<'t, 'i>)> {
        let mut all: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| {
                let span = self.place(key.span());
                (At { value: key.get_ref().to_string(), span }, self.at(value))
            })
            .collect();
        all.sort_by_key(|(key, _)| key.span);
        all
    }

    /// A text; another type is a problem.
    pub fn text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<At<String>> {
        self.entry(key)?.text(key, problems)
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<At<String>> {
        match self.entry(key) {
            Some(entry) => entry.text(key, problems),
            None => {
                let message = format!("{} needs the key `{key}`", self.what);
                problems.push(Problem::error("toml/missing-key", message, self.head()));
                None
            }
        }
    }

    /// Yes or no; another type is a problem.
    pub fn flag(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<At<bool>> {
        let entry = self.entry(key)?;
        match entry.value {
            DeValue::Boolean(value) => Some(At { value: *value, span: entry.span }),
            _ => entry.wrong(key, "true or false", problems),
        }
    }

    /// A list of texts; one text stands for a list of one.
    pub fn texts(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Vec<At<String>>> {
        let entry = self.entry(key)?;
        match entry.value {
            DeValue::String(_) => Some(entry.text(key, problems).into_iter().collect()),
            DeValue::Array(_) => Some(entry.items().into_iter().filter_map(|item| item.text(key, problems)).collect()),
            _ => entry.wrong(key, "a list of texts", problems),
        }
    }

    /// A day, as a TOML date or as text.
    pub fn day(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<At<Day>> {
        let entry = self.entry(key)?;
        let day = match entry.value {
            DeValue::Datetime(_) | DeValue::String(_) => entry.scalar().and_then(|text| text.parse().ok()),
            _ => None,
        };
        match day {
            Some(value) => Some(At { value, span: entry.span }),
            None => entry.wrong(key, "a day such as 2022-06-16", problems),
        }
    }

    /// A table under a key; another type is a problem.
    pub fn table(&mut self, key: &'static str, what: &'static str, problems: &mut Vec<Problem>) -> Option<Table<'t, 'i>> {
        self.entry(key)?.table(key, what, problems)
    }

    /// The tables of `[[key]]`.
    pub fn tables(&mut self, key: &'static str, what: &'static str, problems: &mut Vec<Problem>) -> Vec<Table<'t, 'i>> {
        let Some(entry) = self.entry(key) else {
            return Vec::new();
        };
        match entry.value {
            DeValue::Array(_) => entry.items().into_iter().filter_map(|item| item.table(key, what, problems)).collect(),
            _ => {
                entry.wrong::<()>(key, &format!("tables, written `[[{key}]]`"), problems);
                Vec::new()
            }
        }
    }

    /// Reports every key that was never asked for, with the known one that is nearest.
    pub fn finish(self, problems: &mut Vec<Problem>) {
        for (key, _) in self.entries() {
            if self.asked.contains(&key.value.as_str()) {
                continue;
            }
            let message = format!("{} has no key `{}`", self.what, key.value);
            let problem = Problem::error("toml/unknown-key", message, key.span);
            problems.push(match nearest(&key.value, self.asked.iter().copied()) {
                Some(known) => problem.help(format!("did you mean `{known}`?")),
                None => problem.help(format!("known keys: {}", self.asked.join(", "))),
            });
        }
    }

    /// A span for messages about the whole table: its first line, which names it.
    pub fn head(&self) -> Span {
        let start = self.span.start;
        Span { end: self.span.end.min(start + 1), ..self.span }
    }

    fn at(&self, value: &'t Spanned<DeValue<'i>>) -> Entry<'t, 'i> {
        Entry { value: value.get_ref(), span: self.place(value.span()), file: self.file, shift: self.shift }
    }

    fn place(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.shift + range.start..self.shift + range.end)
    }
}

impl<'t, 'i> Entry<'t, 'i> {
    /// The text; another type is a problem.
    pub fn text(self, key: &str, problems: &mut Vec<Problem>) -> Option<At<String>> {
        match self.value {
            DeValue::String(text) => Some(At { value: text.to_string(), span: self.span }),
            _ => self.wrong(key, "text in quote marks", problems),
        }
    }

    /// The items of a list; nothing for another type.
    pub fn items(&self) -> Vec<Entry<'t, 'i>> {
        let DeValue::Array(items) = self.value else {
            return Vec::new();
        };
        items
            .iter()
            .map(|item| Entry {
                value: item.get_ref(),
                span: Span::new(self.file, self.shift + item.span().start..self.shift + item.span().end),
                file: self.file,
                shift: self.shift,
            })
            .collect()
    }

    /// The table; another type is a problem.
    pub fn table(self, key: &str, what: &'static str, problems: &mut Vec<Problem>) -> Option<Table<'t, 'i>> {
        match self.value {
            DeValue::Table(entries) => {
                Some(Table { entries, file: self.file, shift: self.shift, span: self.span, what, asked: Vec::new() })
            }
            _ => self.wrong(key, "a table", problems),
        }
    }

    /// The characters of a text, number or date as written, without quote marks; nothing for lists, tables and flags.
    pub fn scalar(&self) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => None,
        }
    }

    /// An exact number, from a literal or from text.
    pub fn exact(&self) -> Option<Exact> {
        match self.value {
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_) => Exact::parse(&self.scalar()?),
            _ => None,
        }
    }

    /// Reports that the value has the wrong type, and gives nothing.
    pub fn wrong<T>(&self, key: &str, expected: &str, problems: &mut Vec<Problem>) -> Option<T> {
        let message = format!("`{key}` must be {expected}, and this is {}", type_name(self.value));
        problems.push(Problem::error("toml/wrong-type", message, self.span).saying(format!("expected {expected}")));
        None
    }
}

/// What a value is, for messages.
fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The place of a part of a TOML text, escapes and line continuations accounted for.
///
/// `written` is the span of the whole literal with its quote marks, `part` a byte range of the text that it stands for.
pub fn inside(file: &File, written: Span, part: Range<usize>) -> Span {
    let literal = file.slice(written.range());
    let offsets = literal_offsets(literal);
    let at = |index: usize| offsets.get(index).copied().unwrap_or(literal.len());
    let start = written.start as usize + at(part.start);
    let end = written.start as usize + at(part.end).max(at(part.start));
    Span::new(written.file, start..end.max(start))
}

/// For every byte of the text that a TOML literal stands for, and for its end, where it is written inside the literal.
fn literal_offsets(literal: &str) -> Vec<usize> {
    let (open, raw) = match literal.as_bytes() {
        [b'"', b'"', b'"', ..] => (3, false),
        [b'\'', b'\'', b'\'', ..] => (3, true),
        [b'\'', ..] => (1, true),
        [b'"', ..] => (1, false),
        _ => return (0..=literal.len()).collect(),
    };
    let mut at = open;
    let end = literal.len().saturating_sub(open).max(at);
    let rest = |at: usize| literal.get(at..end).unwrap_or_default();
    if open == 3 {
        // a line break right after the opening marks does not count
        at += if rest(at).starts_with("\r\n") { 2 } else { usize::from(rest(at).starts_with('\n')) };
    }
    let mut offsets = Vec::with_capacity(literal.len());
    while let Some(character) = rest(at).chars().next() {
        let escape = if raw || character != '\\' { None } else { rest(at).chars().nth(1) };
        let (written, meant) = match escape {
            None => (character.len_utf8(), character.len_utf8()),
            Some('u' | 'U' | 'x') => escaped_character(rest(at)),
            Some(space) if space.is_whitespace() => {
                let after = rest(at).get(1..).unwrap_or_default();
                (1 + after.len() - after.trim_start().len(), 0)
            }
            Some(_) => (2, 1), // \e, \n, \" and their kind stand for one byte
        };
        offsets.extend((0..meant).map(|step| if escape.is_none() { at + step } else { at }));
        at += written.max(1);
    }
    offsets.push(at);
    offsets
}

/// How many bytes `\u00e9` takes as written, and how many the character has that it stands for.
fn escaped_character(text: &str) -> (usize, usize) {
    let digits = match text.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        _ => 8,
    };
    let code = text.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
}
