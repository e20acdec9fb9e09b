//! Markdown: what a reader of the rendered page sees, every word with its bytes.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::build::{Builder, Gap, Grid};
use super::html::Page;
use super::{Readable, Shown, Unreadable, encoding};
use crate::text::origin::Block;

/// Reads a page of Markdown.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    let text = encoding::decode(bytes, None)?.into_owned();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut writer = Writer { builder: Builder::mapped(), page: Page::default(), grid: None, tables: 0, notes: 0, code: false };
    for (event, range) in Parser::new_ext(&text, options | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS).into_offset_iter() {
        writer.event(event, range, &text)?;
    }
    writer.builder.finish(Some(text))
}

struct Writer {
    builder: Builder,
    page: Page,
    grid: Option<Grid>,
    tables: u16,
    notes: u32,
    code: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, text: &str) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words, range, text),
            Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                let raw = text.get(range.clone()).unwrap_or_default();
                let at = raw.find(words.as_ref()).map(|at| range.start + at);
                self.words(&words, at.map_or(range, |at| at..at + words.len()), text);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.page.feed(&html, range.start, &mut self.builder)?,
            Event::SoftBreak => self.builder.gap(Gap::Space),
            Event::HardBreak | Event::Rule => self.builder.gap(Gap::Line),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn words(&mut self, words: &str, range: Range<usize>, text: &str) {
        let is_same = text.get(range.clone()) == Some(words);
        match (self.code, is_same) {
            (false, true) => self.builder.flow(words, Some(range.start)),
            (false, false) => self.builder.put(words.trim_matches('\n'), Some(range)),
            (true, _) => {
                let mut at = range.start;
                for line in words.split_inclusive('\n') {
                    let body = line.trim_end_matches(['\n', '\r']);
                    self.builder.put(body, Some(at..at + body.len()));
                    if line.ends_with('\n') {
                        self.builder.gap(Gap::Line);
                    }
                    at += line.len();
                }
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.builder.heading(match level {
                HeadingLevel::H1 => 1,
                HeadingLevel::H2 => 2,
                HeadingLevel::H3 => 3,
                HeadingLevel::H4 => 4,
                HeadingLevel::H5 => 5,
                HeadingLevel::H6 => 6,
            }),
            Tag::Table(_) => {
                self.tables = self.tables.saturating_add(1);
                self.grid = Some(Grid::new(self.tables));
                self.builder.gap(Gap::Line);
            }
            Tag::TableHead | Tag::TableRow => {
                self.builder.gap(Gap::Line);
                self.grid.iter_mut().for_each(Grid::row);
            }
            Tag::TableCell => {
                self.builder.gap(Gap::Cell);
                let block = self.grid.as_mut().map(|grid| grid.cell(1, 1));
                self.builder.block(block);
            }
            Tag::FootnoteDefinition(_) => {
                self.notes += 1;
                self.builder.gap(Gap::Line);
                self.builder.block(Some(Block::Note(self.notes)));
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.code = true;
                self.builder.gap(Gap::Line);
            }
            Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::List(_) => self.builder.gap(Gap::Line),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.builder.heading_end(),
            TagEnd::Table => {
                self.grid = None;
                self.builder.gap(Gap::Line);
                self.builder.block(None);
            }
            TagEnd::TableCell => self.builder.gap(Gap::Cell),
            TagEnd::FootnoteDefinition => {
                self.builder.gap(Gap::Line);
                self.builder.block(None);
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.code = false;
                self.builder.gap(Gap::Line);
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::TableRow | TagEnd::TableHead => {
                self.builder.gap(Gap::Line);
            }
            _ => {}
        }
    }
}
