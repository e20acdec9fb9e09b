//! Excerpt: the few words around marked places, cut out of a file of any size and made harmless.
//!
//! It never hands out a whole long line, and never a character that could steer a terminal or turn the reading direction.

use std::ops::Range;

use crate::text::File;

/// Lines between two marks up to which they share an excerpt.
const GAP_LINES_MAX: usize = 2;

/// Lines that a mark shows; a longer one ends there.
const MARK_LINES_MAX: usize = 5;

/// Bytes up to which a line is shown whole: about a hundred letters of Vietnamese.
const LINE_BYTES_MAX: usize = 140;

/// Characters shown on both sides of a mark in a longer line.
const AROUND_CHARS: usize = 32;

/// Characters of a long mark that are shown at its beginning, and at its end.
const MARK_CHARS: (usize, usize) = (60, 24);

/// What stands for what was cut.
const CUT: char = '…';

/// A few lines of a file with marked places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of its first line, from 1.
    pub(super) line: usize,
    /// The lines.
    pub(super) text: String,
    /// The marked byte ranges of `text`, each with its place among the marks that were asked for.
    pub(super) marks: Vec<(usize, Range<usize>)>,
}

/// Cuts the excerpts for byte ranges of a file, in the order of the file; near ones share an excerpt.
pub(super) fn excerpts(file: &File, marks: &[Range<usize>]) -> Vec<Excerpt> {
    let mut marks: Vec<(usize, Range<usize>)> = marks.iter().cloned().enumerate().collect();
    marks.sort_by_key(|(_, mark)| (mark.start, mark.end));
    // the next line of what a reader sees need not be the next one of the file
    let gap = if file.origin.is_some() { 0 } else { GAP_LINES_MAX };
    let mut clusters: Vec<Vec<(usize, Range<usize>)>> = Vec::new();
    let mut line_end = 0;
    for (index, mark) in marks {
        let mark = mark.start..shown_end(file, &mark);
        let line = file.line(mark.start).0;
        match clusters.last_mut() {
            Some(cluster) if line <= line_end + gap => cluster.push((index, mark.clone())),
            _ => clusters.push(vec![(index, mark.clone())]),
        }
        line_end = line_end.max(file.line(mark.end).0);
    }
    clusters.into_iter().map(|cluster| cut(file, cluster)).collect()
}

/// Where a mark ends in the excerpt: a mark over many lines ends with the last line that is shown.
fn shown_end(file: &File, mark: &Range<usize>) -> usize {
    let mut range = file.line(mark.start).1;
    for _ in 1..MARK_LINES_MAX {
        match next_line(file, range.end) {
            Some(next) if range.end < mark.end => range = next,
            _ => break,
        }
    }
    mark.end.min(range.end.max(mark.start))
}

/// The byte range of the line after the one that ends at `end`.
fn next_line(file: &File, end: usize) -> Option<Range<usize>> {
    let break_at = file.text.get(end..)?.find('\n')?;
    Some(file.line(end + break_at + 1).1)
}

fn cut(file: &File, marks: Vec<(usize, Range<usize>)>) -> Excerpt {
    let first = marks.first().map_or(0, |(_, mark)| mark.start);
    let last = marks.iter().map(|(_, mark)| mark.end).max().unwrap_or(first);
    let (line, mut range) = file.line(first);
    let mut sheet = Sheet::new(marks);
    loop {
        sheet.line(file.slice(range.clone()), range.start);
        match next_line(file, range.end) {
            Some(next) if next.start <= last && range.end < last => {
                sheet.text.push('\n');
                range = next;
            }
            _ => break,
        }
    }
    let marks = sheet.found.into_iter().filter_map(|(index, mark)| mark.map(|mark| (index, mark))).collect();
    Excerpt { line, text: sheet.text, marks }
}

/// An excerpt while it is written.
struct Sheet {
    text: String,
    /// The marks as byte ranges of the file.
    marks: Vec<(usize, Range<usize>)>,
    /// The same as byte ranges of `text`, once they are reached.
    found: Vec<(usize, Option<Range<usize>>)>,
}

impl Sheet {
    fn new(marks: Vec<(usize, Range<usize>)>) -> Sheet {
        let found = marks.iter().map(|(index, _)| (*index, None)).collect();
        Sheet { text: String::new(), marks, found }
    }

    /// Adds the line that begins at byte `start` of the file, cut around its marks.
    fn line(&mut self, line: &str, start: usize) {
        let inside: Vec<Range<usize>> = self
            .marks
            .iter()
            .filter(|(_, mark)| mark.start <= start + line.len() && mark.end >= start)
            .map(|(_, mark)| mark.start.saturating_sub(start)..(mark.end - start).min(line.len()))
            .collect();
        let mut end = 0;
        for window in windows(line, &inside) {
            if window.start > end {
                self.text.push(CUT);
            }
            end = window.end;
            for (at, letter) in line.get(window.clone()).unwrap_or_default().char_indices() {
                self.reached(start + window.start + at);
                push_harmless(&mut self.text, letter);
            }
            self.reached(start + window.end);
        }
        if end < line.len() {
            self.text.push(CUT);
        }
    }

    /// Notes where a byte of the file came to stand.
    fn reached(&mut self, at: usize) {
        let here = self.text.len();
        for ((_, mark), (_, found)) in self.marks.iter().zip(&mut self.found) {
            match found {
                None if at >= mark.start => *found = Some(here..here),
                Some(range) if at <= mark.end => range.end = here,
                _ => {}
            }
        }
    }
}

/// The parts of a line that are shown: all of a short one, else the words around each mark.
fn windows(line: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    if line.len() <= LINE_BYTES_MAX {
        return std::iter::once(0..line.len()).collect();
    }
    let mut wanted: Vec<Range<usize>> = marks.iter().flat_map(|mark| around(line, mark)).collect();
    if wanted.is_empty() {
        wanted.push(0..forward(line, 0, AROUND_CHARS * 2));
    }
    wanted.sort_by_key(|window| window.start);
    let mut found: Vec<Range<usize>> = Vec::new();
    for window in wanted {
        match found.last_mut() {
            Some(last) if window.start <= last.end + AROUND_CHARS / 2 => last.end = last.end.max(window.end),
            _ => found.push(window),
        }
    }
    found
}

/// The windows around one mark: one, or its beginning and its end when it is long.
fn around(line: &str, mark: &Range<usize>) -> Vec<Range<usize>> {
    let (head, tail) = (forward(line, mark.start, MARK_CHARS.0), back(line, mark.end, MARK_CHARS.1));
    let (start, end) = (word_start(line, mark.start), word_end(line, mark.end));
    if head < tail { [start..head, tail..end].into() } else { std::iter::once(start..end).collect() }
}

/// Some characters before a byte, from the beginning of a word on.
fn word_start(line: &str, at: usize) -> usize {
    let start = back(line, at, AROUND_CHARS);
    let space = line.get(start..at).and_then(|before| before.find(' '));
    if start == 0 { 0 } else { space.map_or(start, |space| start + space + 1) }
}

/// Some characters after a byte, to the end of a word.
fn word_end(line: &str, at: usize) -> usize {
    let end = forward(line, at, AROUND_CHARS);
    let space = line.get(at..end).and_then(|after| after.rfind(' '));
    if end == line.len() { end } else { space.map_or(end, |space| at + space) }
}

fn back(line: &str, at: usize, chars: usize) -> usize {
    let before = line.get(..at).unwrap_or_default();
    before.char_indices().rev().take(chars).last().map_or(at.min(line.len()), |(start, _)| start)
}

fn forward(line: &str, at: usize, chars: usize) -> usize {
    let after = line.get(at..).unwrap_or_default();
    after.char_indices().nth(chars).map_or(line.len(), |(end, _)| at + end)
}

/// Text in which nothing steers a terminal: a message with the words of an untrusted source.
pub(super) fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        push_harmless(&mut out, letter);
    }
    out
}

fn push_harmless(out: &mut String, letter: char) {
    match letter {
        '\t' => out.push_str("    "),
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + letter as u32).unwrap_or(char::REPLACEMENT_CHARACTER)),
        '\u{7f}' => out.push('␡'),
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            out.push(char::REPLACEMENT_CHARACTER);
        }
        // They take no room, and terminals disagree about it.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
        letter => out.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::{excerpts, harmless};
    use crate::text::{File, Role};

    /// Marks `[…]` in a text by hand and shows them in its excerpts.
    fn check(text: &str, expected: &[(usize, &str)]) {
        let plain = text.replace(['[', ']'], "");
        let mut marks = Vec::new();
        for (count, (start, _)) in text.match_indices('[').enumerate() {
            let end = text.get(start..).and_then(|rest| rest.find(']')).expect("marks of this test close");
            marks.push(start - 2 * count..start + end - 1 - 2 * count);
        }
        let file = File::new("bao.txt".into(), Role::Source, plain);
        let shown = |excerpt: super::Excerpt| {
            let mut text = excerpt.text;
            let mut marks = excerpt.marks;
            marks.sort_by_key(|(_, mark)| std::cmp::Reverse(mark.start));
            for (_, mark) in marks {
                text.insert(mark.end, ']');
                text.insert(mark.start, '[');
            }
            (excerpt.line, text)
        };
        let found: Vec<(usize, String)> = excerpts(&file, &marks).into_iter().map(shown).collect();
        let found: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        check("một\nToàn tỉnh có [4.971] chi bộ\nba", &[(2, "Toàn tỉnh có [4.971] chi bộ")]);
        check("\u{feff}[Ngày 3/8]\r\nhai", &[(1, "[Ngày 3/8]")]);
        check("cuối[]", &[(1, "cuối[]")]);
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let long = "chữ ".repeat(100);
        check(
            &format!("{long}có [4.971] chi bộ {long}và [13] đảng bộ"),
            &[(
                1,
                "…chữ chữ chữ chữ chữ chữ chữ có [4.971] chi bộ chữ chữ chữ chữ chữ chữ…chữ chữ chữ chữ chữ chữ chữ và [13] đảng bộ",
            )],
        );
    }

    #[test]
    fn far_marks_have_their_own_excerpts() {
        check("[một]\nhai\n[ba]\nbốn\nnăm\nsáu\n[bảy]", &[(1, "[một]\nhai\n[ba]"), (7, "[bảy]")]);
    }

    #[test]
    fn a_mark_over_many_lines_ends_early() {
        check("[1\n2\n3\n4\n5\n6\n7]\n8", &[(1, "[1\n2\n3\n4\n5]")]);
        check("a [b\nc] d", &[(1, "a [b\nc] d")]);
    }

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(harmless("\u{1b}[31mđỏ\u{202e}\u{9b}\n\u{200b}"), "␛[31mđỏ\u{fffd}\u{fffd}␊");
    }
}
