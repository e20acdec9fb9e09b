//! Terminal: each finding as a picture of the claim, the words in the source and the rule, or as one line; then the counts.
//!
//! It writes colours only when told so, and never a character of a source that could steer the terminal.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::{DecorStyle, Effects, Style as Paint};
use annotate_snippets::{AnnotationKind, Element, Group, Level as Seen, Origin, Renderer, Snippet};

use super::Style;
use super::excerpt::{Excerpt, excerpts, harmless};
use super::sarif::encoded;
use crate::report::{Detail, Entry, Label, Mark, Report, Severity};
use crate::said::Words;
use crate::text::{FileId, Files, Place};

/// Columns of a picture. Lines are cut before, so that this is never reached.
const WIDTH_MAX: usize = 400;

/// Each finding as a picture, then the counts.
pub(super) fn full(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.statistics {
        return statistics(report, style, out);
    }
    let renderer = renderer(style);
    writeln!(out, "{}\n", report.head(report.words()))?;
    let left_off = each(report, style, |entry| writeln!(out, "{}\n", tidy(&renderer.render(&[picture(report, style, entry)]))))?;
    counts(report, style, left_off, out)
}

/// The mistakes in the files as pictures.
pub(super) fn problems(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = renderer(style);
    for entry in report.problems(report.words()) {
        writeln!(out, "{}\n", tidy(&renderer.render(&[picture(report, style, &entry)])))?;
    }
    Ok(())
}

fn renderer(style: &Style) -> Renderer {
    let base = if style.color { Renderer::styled() } else { Renderer::plain() };
    base.decor_style(DecorStyle::Unicode).term_width(WIDTH_MAX).hyperlink(style.links)
}

/// Each finding in one line, `path:line:column: level[rule]: message`, then the counts.
pub(super) fn concise(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.statistics {
        return statistics(report, style, out);
    }
    let mut found = false;
    let left_off = each(report, style, |entry| {
        found = true;
        let place = entry.labels.first().map_or(String::new(), |label| linked(report, style, &label.place));
        let level = report.words().text(entry.severity.code(), &[]);
        writeln!(out, "{place}{level}[{}]: {}", harmless(entry.code), harmless(&entry.headline))
    })?;
    if found {
        writeln!(out)?;
    }
    writeln!(out, "{}", report.head(report.words()))?;
    counts(report, style, left_off, out)
}

/// `path:line:column: `, as a link to the file where the terminal opens links.
fn linked(report: &Report<'_>, style: &Style, place: &Place) -> String {
    let text = harmless(&report.words().place(place));
    match url(report, style, place) {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\: "),
        None => format!("{text}: "),
    }
}

/// The address of a file on this machine, where links are wanted.
fn url(report: &Report<'_>, style: &Style, place: &Place) -> Option<String> {
    let file = report.file_of(place).filter(|_| style.links)?;
    let path = file.to_string_lossy().replace('\\', "/");
    Some(format!("file:///{}", encoded(path.trim_start_matches('/'))))
}

/// Counts by rule, the most first, then the counts of the run.
fn statistics(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let rows = report.statistics();
    let numbers: Vec<String> = rows.iter().map(|row| report.words().figure(&row.count.to_string())).collect();
    let width = numbers.iter().map(String::len).max().unwrap_or(0);
    for (row, number) in rows.iter().zip(numbers) {
        let level = report.words().text(row.severity.code(), &[]);
        writeln!(out, "{number:>width$}  {level}[{}]", harmless(&row.code))?;
    }
    if !rows.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{}", report.head(report.words()))?;
    counts(report, style, 0, out)
}

/// Hands over the problems and the findings, up to the limit, and gives how many are left.
fn each(report: &Report<'_>, style: &Style, mut show: impl FnMut(&Entry<'_>) -> io::Result<()>) -> io::Result<usize> {
    let detail = if report.detail() == Detail::All { Detail::All } else { Detail::Findings };
    let limit = style.limit.unwrap_or(usize::MAX);
    for entry in report.problems(report.words()).chain(report.outcomes(detail, report.words())).take(limit) {
        show(&entry)?;
    }
    Ok(report.listed_count(detail).saturating_sub(limit))
}

fn counts(report: &Report<'_>, style: &Style, left_off: usize, out: &mut dyn Write) -> io::Result<()> {
    if left_off > 0 {
        writeln!(out, "{}\n", report.words().text("summary/left-off", &[("count", &left_off.to_string())]))?;
    }
    let bold = if style.color { Paint::new().effects(Effects::BOLD) } else { Paint::new() };
    for (index, line) in report.summary_lines(report.words()).iter().enumerate() {
        let paint = if index == 0 { bold } else { Paint::new() };
        writeln!(out, "{paint}{}{paint:#}", harmless(line))?;
    }
    Ok(())
}

/// One entry as annotate-snippets draws it. What somebody accepted is named and not drawn.
fn picture<'p>(report: &'p Report<'_>, style: &Style, entry: &'p Entry<'_>) -> Group<'p> {
    let words = report.words();
    let title = seen(entry.severity, words).primary_title(harmless(&entry.headline)).id(harmless(entry.code));
    let title = match entry.labels.first().and_then(|label| url(report, style, &label.place)) {
        Some(url) => title.id_url(url),
        None => title,
    };
    let mut group = Group::with_title(title);
    group = match report.files() {
        Some(files) if entry.severity != Severity::Waived => group.elements(snippets(files, &entry.labels, words)),
        _ => group.elements(entry.labels.first().map(|label| origin(label, words))),
    };
    if entry.places_left_off > 0 {
        let more = words.text("note/parts-left-off", &[("count", &entry.places_left_off.to_string())]);
        group = group.element(note(words, "level/note", Seen::NOTE, &more));
    }
    let notes = entry.notes.iter().map(|text| note(words, "level/note", Seen::NOTE, text));
    let help = entry.help.iter().map(|text| note(words, "level/help", Seen::HELP, text));
    group.elements(notes.chain(help))
}

/// A picture without the line that the renderer puts between a place of our own and its excerpt.
fn tidy(picture: &str) -> String {
    let lines: Vec<&str> = picture.lines().filter(|line| !is_filler(line)).map(str::trim_end).collect();
    lines.join("\n")
}

/// Whether a line holds nothing but the sign for "another file", colours aside.
fn is_filler(line: &str) -> bool {
    let mut pieces = line.split("\u{1b}[");
    let plain: String = pieces.next().into_iter().chain(pieces.filter_map(|piece| Some(piece.split_once('m')?.1))).collect();
    plain.trim() == "⸬"
}

fn note<'p>(words: &Words, code: &str, level: Seen<'static>, text: &str) -> Element<'p> {
    level.with_name(words.text(code, &[])).message(harmless(text)).into()
}

/// A severity with its name in the reader's language.
fn seen(severity: Severity, words: &Words) -> Seen<'static> {
    let level = match severity {
        Severity::Error => Seen::ERROR,
        Severity::Warning => Seen::WARNING,
        Severity::Unknown => Seen::INFO,
        Severity::Note | Severity::Known | Severity::Possible | Severity::Waived => Seen::NOTE,
        Severity::Holds | Severity::NotApplicable => Seen::HELP,
    };
    level.with_name(words.text(severity.code(), &[]))
}

/// The labels as excerpts of their files, in the order in which the files first appear; the primary place comes first.
fn snippets<'p>(files: &Files, labels: &[Label], words: &Words) -> Vec<Element<'p>> {
    let mut order: Vec<FileId> = Vec::new();
    for label in labels {
        if !order.contains(&label.span.file) {
            order.push(label.span.file);
        }
    }
    let mut elements = Vec::new();
    for id in order {
        let inside: Vec<&Label> = labels.iter().filter(|label| label.span.file == id).collect();
        let ranges: Vec<Range<usize>> = inside.iter().map(|label| label.span.range()).collect();
        let mut cut = excerpts(files.get(id), &ranges);
        cut.sort_by_key(|excerpt| !excerpt.marks.iter().any(|(index, _)| inside[*index].mark == Mark::Primary));
        for excerpt in cut {
            let mut excerpt = excerpt;
            let first = excerpt.marks.iter().map(|(index, _)| inside[*index]).min_by_key(|label| label.mark);
            elements.extend(first.map(|label| origin(label, words)).map(Element::from));
            // Lines are those of the file, or the rows and paragraphs that a person counts, where the text is what a reader sees in it.
            if let Some(label) = first.filter(|_| files.get(id).origin.is_some()) {
                excerpt.line = label.place.number();
            }
            elements.push(snippet(&inside, excerpt).into());
        }
    }
    elements
}

fn origin<'p>(label: &Label, words: &Words) -> Origin<'p> {
    let place = &label.place;
    match place.has_lines {
        true => Origin::path(harmless(&place.path)).line(place.start.line).char_column(place.start.column),
        false => Origin::path(harmless(&words.place(place))),
    }
}

fn snippet<'p>(labels: &[&Label], excerpt: Excerpt) -> Snippet<'p, annotate_snippets::Annotation<'p>> {
    let annotations = excerpt.marks.iter().map(|(index, range)| {
        let label = labels[*index];
        let kind = if label.mark == Mark::Primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let text = (!label.text.is_empty()).then(|| harmless(&label.text));
        kind.span(range.clone()).label(text)
    });
    let annotations: Vec<_> = annotations.collect();
    // The excerpt is cut already; folding it again would only add marks of omission.
    Snippet::source(excerpt.text).fold(false).line_start(excerpt.line).annotations(annotations)
}
