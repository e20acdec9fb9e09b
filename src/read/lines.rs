//! Lines: which line breaks only wrap a sentence, and which end something. It looks at the shape of two lines, never at numbers.

use crate::locale::Locale;

/// Bytes of a line from which the next one may go on with it; shorter ones are headings, cells or verses.
const WRAPPED_BYTES_MIN: usize = 20;
/// The same where the next line begins with a capital letter, as a new item would.
const CAPITAL_BYTES_MIN: usize = 30;
/// Lines that go on with each other at most: more is no paragraph.
const LINES_MAX: usize = 400;

/// The end of the stretch that begins at `start`: the line, and the lines that go on with it.
pub(super) fn stretch_end(text: &str, start: usize, locale: &Locale) -> usize {
    let mut line_start = start;
    let mut lines = 0;
    loop {
        lines += 1;
        let end = line_end(text, line_start);
        let next = text.get(end + 1..line_end(text, (end + 1).min(text.len()))).unwrap_or_default();
        if end >= text.len() || lines == LINES_MAX || !wraps(text.get(line_start..end).unwrap_or_default(), next, locale) {
            return end;
        }
        line_start = end + 1;
    }
}

/// The start of the stretch that a place lies in.
pub(super) fn stretch_start(text: &str, at: usize, locale: &Locale) -> usize {
    let mut start = line_start(text, at);
    while let Some(before_end) = start.checked_sub(1) {
        let before_start = line_start(text, before_end);
        let line = text.get(start..line_end(text, start)).unwrap_or_default();
        if !wraps(text.get(before_start..before_end).unwrap_or_default(), line, locale) {
            break;
        }
        start = before_start;
    }
    start
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes().get(..at).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |line| line + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.as_bytes().get(at..).and_then(|after| memchr::memchr(b'\n', after)).map_or(text.len(), |line| at + line)
}

/// Whether a line goes on in the next one: it is long, ends no sentence, and neither looks like a row of a table or a list.
fn wraps(line: &str, next: &str, locale: &Locale) -> bool {
    let (line, next) = (line.trim(), next.trim());
    let (Some(last), Some(first)) = (line.chars().next_back(), next.chars().next()) else { return false };
    let ends = locale.sentence_ends.contains(&last) || matches!(last, ':' | ';' | '…');
    let item = first == '#' || is_item(next);
    let least = if first.is_uppercase() { CAPITAL_BYTES_MIN } else { WRAPPED_BYTES_MIN };
    line.len() >= least && !ends && !item && !is_numbered(next) && !is_tabular(line) && !is_tabular(next)
}

/// Whether a line has columns, and so is a row of a table.
pub(super) fn is_tabular(line: &str) -> bool {
    line.contains('\t') || line.contains("  ") || line.contains('|')
}

/// Whether a line is an item of a list: "- Công tác".
pub(super) fn is_item(line: &str) -> bool {
    line.starts_with(['-', '•', '*', '+', '–', '—'])
}

/// "1. Công tác", "2) Tổ chức"
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    line.len() - rest.len() <= 2 && rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}
