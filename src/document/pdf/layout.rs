//! Layout: letters put into lines and cells, lines into paragraphs, by where they stand. Places are hundredths of a point, from the top.

use hashbrown::HashMap;

use crate::document::build::Gap;

/// A letter with its place.
pub(super) struct Run {
    /// Where it begins.
    pub(super) x: i64,
    /// Its base line.
    pub(super) y: i64,
    /// Where the next letter would begin.
    pub(super) end: i64,
    /// Its size.
    pub(super) size: i64,
    /// What it says.
    pub(super) text: String,
    /// Whether it is drawn without colour, as the text under a scan is.
    pub(super) is_invisible: bool,
}

/// Letters of one line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) end: i64,
    pub(super) size: i64,
    /// What stands far apart in it.
    pub(super) cells: Vec<Cell>,
    /// Whether it ends with a blank, while it is written.
    blank: bool,
}

/// What stands together in a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) pieces: Vec<Piece>,
}

/// Letters that are alike.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether a space stands before it.
    pub(super) space: bool,
    /// Whether it is small and stands above the line.
    pub(super) raised: bool,
    pub(super) is_invisible: bool,
}

/// A letter that means something: not one of a font's own, nor a control character.
pub(super) fn known(letter: char) -> Option<char> {
    let own = matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | char::REPLACEMENT_CHARACTER);
    (!own && (!letter.is_control() || letter.is_whitespace())).then_some(letter)
}

impl Line {
    /// The text, cells parted by tabs.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (index, cell) in self.cells.iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            for piece in &cell.pieces {
                if piece.space {
                    text.push(' ');
                }
                text.push_str(&piece.text);
            }
        }
        text
    }

    /// The beginning of its first word.
    pub(super) fn first_word(&self) -> &str {
        self.cells.first().and_then(|cell| cell.pieces.first()).map_or("", |piece| piece.text.as_str())
    }

    fn last_char(&self) -> Option<char> {
        let pieces = self.cells.iter().rev().flat_map(|cell| cell.pieces.iter().rev());
        pieces.filter(|piece| !piece.raised).find_map(|piece| piece.text.trim_end().chars().next_back())
    }

    fn is_row(&self) -> bool {
        self.cells.len() > 1
    }

    fn push(&mut self, run: &Run, raised: bool) {
        let gap = run.x - self.end;
        let is_empty = self.cells.iter().all(|cell| cell.pieces.is_empty());
        // Without a blank between them, words stand closer together than cells do.
        let least = if self.blank { self.size * 150 } else { self.size * 60 };
        if gap * 100 > least && !is_empty {
            self.cells.push(Cell::default());
        }
        let Some(cell) = self.cells.last_mut() else { return };
        let space = (self.blank || gap * 100 > self.size * 18) && !cell.pieces.is_empty();
        match cell.pieces.last_mut() {
            Some(piece) if piece.raised == raised && piece.is_invisible == run.is_invisible => {
                if space {
                    piece.text.push(' ');
                }
                piece.text.push_str(&run.text);
            }
            _ => cell.pieces.push(Piece { text: run.text.clone(), space, raised, is_invisible: run.is_invisible }),
        }
        self.blank = false;
        self.end = self.end.max(run.end).max(run.x);
    }
}

/// Letters on one base line, in the order in which they are drawn.
struct Row {
    y: i64,
    size: i64,
    runs: Vec<(Run, bool)>,
}

/// The lines of a page, in the order in which they are written.
pub(super) fn lines(runs: impl Iterator<Item = Run>) -> Vec<Line> {
    let mut rows: Vec<Row> = Vec::new();
    for run in runs {
        let size = run.size.max(1);
        let fits = rows.last().map(|row| {
            let down = run.y - row.y;
            let near = row.runs.last().is_some_and(|(last, _)| (run.x - last.end).abs() < row.size);
            let raised = size * 100 <= row.size * 88 && down < 0 && -down * 10 < row.size * 8 && near;
            (down.abs() * 10 < row.size.min(size) * 3, raised)
        });
        match (fits, rows.last_mut()) {
            (Some((_, true)), Some(row)) => row.runs.push((run, true)),
            (Some((true, _)), Some(row)) => {
                row.size = row.size.max(size);
                row.runs.push((run, false));
            }
            _ if run.text.trim().is_empty() => {}
            _ => rows.push(Row { y: run.y, size, runs: vec![(run, false)] }),
        }
    }
    rows.into_iter().filter_map(line).collect()
}

/// A row of letters as a line. A font that lacks a letter has it drawn from another one later, so that their order is not the reader's.
fn line(mut row: Row) -> Option<Line> {
    row.runs.sort_by_key(|(run, _)| run.x);
    let first = row.runs.iter().map(|(run, _)| run).find(|run| !run.text.trim().is_empty())?;
    let mut line = Line { x: first.x, y: row.y, end: first.x, size: row.size, cells: vec![Cell::default()], blank: false };
    let mut last: Option<&Run> = None;
    for (run, raised) in &row.runs {
        // Letters that are drawn twice, a hair apart, are one bold letter.
        if last.is_some_and(|last| (last.x - run.x).abs() * 12 < row.size && last.text == run.text) {
            continue;
        }
        last = Some(run);
        if !run.text.trim().is_empty() {
            line.push(run, *raised);
        } else if run.x - line.end < line.size {
            line.blank |= line.end > line.x;
            line.end = line.end.max(run.end.min(run.x + line.size));
        }
    }
    Some(line)
}

/// Whether a line goes on in the next one of the same page.
pub(super) fn is_same_paragraph(last: &Line, next: &Line, right: i64) -> bool {
    if last.is_row() || next.is_row() {
        return false;
    }
    let down = next.y - last.y;
    let alike = (last.size - next.size).abs() * 10 <= last.size;
    if down < -last.size {
        return goes_on(last, next);
    }
    let near = down > 0 && down * 10 < last.size * 19;
    let indented = next.x > last.x + last.size / 2;
    let ended = (right - last.end) * 4 > (right - last.x).max(1);
    alike && near && !indented && !ended
}

/// Whether a paragraph goes on at the top of the next column or page.
pub(super) fn goes_on(last: &Line, next: &Line) -> bool {
    let ends = last.last_char().is_none_or(|letter| matches!(letter, '.' | '!' | '?' | ':' | ';' | '”' | '"' | '…' | '。'));
    let begins = next.first_word().chars().next().is_some_and(|letter| letter.is_lowercase() || letter.is_ascii_digit() || !ends);
    let alike = (last.size - next.size).abs() * 10 <= last.size;
    !last.is_row() && !next.is_row() && !ends && begins && alike
}

/// What parts two lines of one paragraph: a line break where a word is broken or two figures meet, else a space.
pub(super) fn joint(last: &Line, next: &str) -> Gap {
    match (last.last_char(), next.chars().next()) {
        (Some('-' | '\u{2010}' | '\u{ad}'), _) => Gap::Wrap,
        (Some(one), Some(other)) if one.is_ascii_digit() && other.is_ascii_digit() => Gap::Wrap,
        _ => Gap::Space,
    }
}

/// Lines at the top and the bottom of a page that are compared with those of other pages.
const EDGE_LINES: usize = 2;

fn sign(line: &Line) -> (String, i64) {
    let text: String = line.text().chars().map(|letter| if letter.is_ascii_digit() { '#' } else { letter }).collect();
    let mut short = text.trim().to_owned();
    while short.contains("##") {
        short = short.replace("##", "#");
    }
    (short, line.y / 500)
}

/// What stands at the edge of most pages.
pub(super) fn running<'l>(pages: impl Iterator<Item = &'l [Line]>) -> Vec<(String, i64)> {
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    let mut total = 0;
    for lines in pages {
        total += 1;
        let mut signs: Vec<(String, i64)> = edges(lines).map(sign).collect();
        signs.sort();
        signs.dedup();
        for sign in signs {
            *counts.entry(sign).or_default() += 1;
        }
    }
    let least = (total / 3).max(3);
    let mut found: Vec<(String, i64)> = counts.into_iter().filter(|(_, count)| *count >= least).map(|(sign, _)| sign).collect();
    found.sort();
    found
}

fn edges(lines: &[Line]) -> impl Iterator<Item = &Line> {
    let last = lines.len().saturating_sub(EDGE_LINES).max(EDGE_LINES.min(lines.len()));
    lines.iter().take(EDGE_LINES).chain(lines.iter().skip(last))
}

/// The running text of a page, and what does not belong to it: headers, page numbers, footnotes.
pub(super) fn parted<'l>(lines: &'l [Line], running: &[(String, i64)], height: i64) -> (Vec<&'l Line>, Vec<&'l Line>) {
    let body_size = common_size(lines);
    let lowest = lines.iter().filter(|line| line.size * 100 > body_size * 92).map(|line| line.y).max().unwrap_or(0);
    let is_edge = |index: usize| index < EDGE_LINES || index + EDGE_LINES >= lines.len();
    let is_note = |line: &Line| line.size * 100 <= body_size * 92 && line.y > lowest && line.y * 2 > height;
    let is_number = |line: &Line| {
        let text = line.text();
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || "-–—|".contains(letter));
        !text.is_empty()
            && text.len() <= 4
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (line.y * 12 > height * 11 || line.y * 12 < height)
    };
    let mut parted = (Vec::new(), Vec::new());
    for (index, line) in lines.iter().enumerate() {
        let aside = is_note(line) || is_edge(index) && (is_number(line) || running.binary_search(&sign(line)).is_ok());
        if aside { parted.1.push(line) } else { parted.0.push(line) }
    }
    parted
}

/// The size that most letters of a page have.
fn common_size(lines: &[Line]) -> i64 {
    let mut counts: Vec<(i64, usize)> = Vec::new();
    for line in lines {
        let count = line.text().len();
        match counts.iter_mut().find(|(size, _)| *size == line.size) {
            Some((_, all)) => *all += count,
            None => counts.push((line.size, count)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(size, _)| size)
}
