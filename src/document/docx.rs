//! DOCX: paragraphs, tables and notes of a Word file as its reader sees them: deletions, comments and hidden text left out, insertions kept.

use hashbrown::HashMap;

use super::build::{Builder, Gap, Grid};
use super::encoding::Legacy;
use super::zipped::{Attributes, Node, Zipped};
use super::{Readable, Shown, Unreadable};
use crate::text::origin::Block;

/// Elements whose text, or whose properties from before a tracked change, no reader of the final document sees.
const UNSEEN: &[&str] = &["del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPrChange", "pPrChange"];

/// Reads a Word file.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    let mut zipped = Zipped::open(bytes, "a Word document")?;
    let levels = heading_levels(&mut zipped)?;
    let mut writer = Writer::new(levels, Fonts::read(&mut zipped)?);
    if !zipped.each("word/document.xml", |node| writer.node(node))? {
        return Err(zipped.lacks("word/document.xml"));
    }
    for (file, kind) in [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")] {
        writer.builder.gap(Gap::Line);
        writer.notes_of = Some(kind);
        zipped.each(file, |node| writer.node(node))?;
    }
    writer.builder.finish(None)
}

/// The styles that are headings, with their level from 1.
fn heading_levels(zipped: &mut Zipped<'_>) -> Result<HashMap<String, u8>, Unreadable> {
    let mut levels = HashMap::new();
    let mut style = String::new();
    zipped.each("word/styles.xml", |node| {
        match node {
            Node::Start("style", attributes) => style = attributes.get("styleId").unwrap_or_default(),
            Node::Start("name", attributes) => {
                let name = attributes.get("val").unwrap_or_default().to_lowercase();
                let level = name.strip_prefix("heading ").and_then(|level| level.parse().ok());
                levels.extend(level.filter(|level| (1..=9).contains(level)).map(|level| (style.clone(), level)));
            }
            Node::Start("outlineLvl", attributes) => {
                let level: Option<u8> = attributes.number("val");
                levels.extend(level.filter(|level| *level < 9).map(|level| (style.clone(), level + 1)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(levels)
}

/// The fonts of styles, as far as they draw other letters than the file has.
#[derive(Default)]
struct Fonts {
    /// For each style its font, and the style that it is based on.
    styles: HashMap<String, Style>,
    /// That of paragraphs without a style.
    paragraph: String,
    /// That of text whose style has none.
    usual: Option<Legacy>,
}

#[derive(Default)]
struct Style {
    font: Font,
    based_on: Option<String>,
}

/// A font that is named, and the old encoding that it is of, if any; nothing where another place names it.
type Font = Option<Option<Legacy>>;

/// Styles based on each other that are looked through.
const STYLES_DEEP: usize = 12;

impl Fonts {
    fn read(zipped: &mut Zipped<'_>) -> Result<Fonts, Unreadable> {
        let mut fonts = Fonts::default();
        let mut style: Option<String> = None;
        zipped.each("word/styles.xml", |node| {
            match node {
                Node::Start("style", attributes) => {
                    let id = attributes.get("styleId").unwrap_or_default();
                    let is_usual = attributes.get("default").is_some_and(|value| matches!(value.as_str(), "1" | "true"));
                    if is_usual && attributes.get("type").is_some_and(|kind| kind == "paragraph") {
                        fonts.paragraph.clone_from(&id);
                    }
                    fonts.styles.insert(id.clone(), Style::default());
                    style = Some(id);
                }
                Node::End("style") => style = None,
                Node::Start("basedOn", attributes) => {
                    let known = style.as_ref().and_then(|style| fonts.styles.get_mut(style));
                    known.into_iter().for_each(|style| style.based_on = attributes.get("val"));
                }
                Node::Start("rFonts", attributes) => match style.as_ref() {
                    None => fonts.usual = font(attributes).flatten(),
                    Some(style) => fonts.styles.get_mut(style).into_iter().for_each(|style| style.font = font(attributes)),
                },
                _ => {}
            }
            Ok(())
        })?;
        Ok(fonts)
    }

    /// The font that a style or one that it is based on names.
    fn of_style(&self, id: &str) -> Font {
        let next = |style: &&Style| style.based_on.as_ref().and_then(|id| self.styles.get(id));
        std::iter::successors(self.styles.get(id), next).take(STYLES_DEEP).find_map(|style| style.font)
    }
}

fn font(attributes: &Attributes<'_>) -> Font {
    attributes.get("ascii").or_else(|| attributes.get("hAnsi")).map(|name| Legacy::of_font(&name))
}

struct Writer {
    builder: Builder,
    levels: HashMap<String, u8>,
    fonts: Fonts,
    /// The font of the run, and that of its paragraph.
    run: Font,
    paragraph: Font,
    unseen: usize,
    /// Inside the text of a run.
    text: bool,
    /// The run is hidden.
    hidden: bool,
    properties: bool,
    /// The mark at the paragraph's end was deleted: it goes on in the next one.
    joined: bool,
    grids: Vec<Grid>,
    tables: u16,
    cell: Cell,
    /// References to notes in the order of the text, with their kind.
    references: Vec<(&'static str, String)>,
    notes_of: Option<&'static str>,
}

#[derive(Default)]
struct Cell {
    deep: usize,
    span: u16,
    continues: bool,
    pending: bool,
}

impl Writer {
    fn new(levels: HashMap<String, u8>, fonts: Fonts) -> Writer {
        Writer {
            builder: Builder::new(),
            levels,
            fonts,
            run: None,
            paragraph: None,
            unseen: 0,
            text: false,
            hidden: false,
            properties: false,
            joined: false,
            grids: Vec::new(),
            tables: 0,
            cell: Cell::default(),
            references: Vec::new(),
            notes_of: None,
        }
    }

    fn node(&mut self, node: Node<'_>) -> Result<(), Unreadable> {
        self.builder.has_room()?;
        match node {
            Node::Start(name, attributes) => self.start(name, attributes),
            Node::End(name) => self.end(name),
            Node::Text(text) if self.text && self.unseen == 0 && !self.hidden => {
                self.begin_cell();
                match self.run.or(self.paragraph).unwrap_or(self.fonts.usual) {
                    Some(legacy) => self.builder.put(&legacy.drawn(text), None),
                    None => self.builder.put(text, None),
                }
            }
            Node::Text(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "rPr" | "pPr" => self.properties = true,
            "del" if self.properties => self.joined = true,
            "moveFrom" | "ins" | "moveTo" if self.properties => {}
            _ if UNSEEN.contains(&name) => self.unseen += 1,
            "rStyle" | "rFonts" | "vanish" | "pStyle" | "outlineLvl" if self.unseen > 0 => {}
            "note" => {}
            "footnote" | "endnote" => self.note(name, attributes),
            "footnoteReference" | "endnoteReference" if self.notes_of.is_none() && self.unseen == 0 => {
                let kind = if name == "footnoteReference" { "footnote" } else { "endnote" };
                self.references.extend(attributes.get("id").map(|id| (kind, id)));
            }
            "p" => self.paragraph = self.fonts.of_style(&self.fonts.paragraph),
            "r" => (self.hidden, self.run) = (false, None),
            "rStyle" => self.run = self.run.or(attributes.get("val").and_then(|style| self.fonts.of_style(&style))),
            "rFonts" => self.run = font(attributes).or(self.run),
            "vanish" => self.hidden = attributes.get("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off")),
            "t" => self.text = true,
            "tab" if !self.properties => self.gap(if self.cell.deep > 0 { Gap::Space } else { Gap::Cell }),
            "br" | "cr" => self.gap(if self.cell.deep > 0 { Gap::Space } else { Gap::Line }),
            "noBreakHyphen" if self.unseen == 0 && !self.hidden => self.builder.put("-", None),
            "pStyle" => {
                let style = attributes.get("val").unwrap_or_default();
                self.paragraph = self.fonts.of_style(&style).or(self.paragraph);
                let level = self.levels.get(&style).copied();
                level.into_iter().filter(|_| self.cell.deep == 0).for_each(|level| self.builder.heading(level));
            }
            "outlineLvl" if self.cell.deep == 0 => {
                let level: Option<u8> = attributes.number("val");
                level.into_iter().filter(|level| *level < 9).for_each(|level| self.builder.heading(level + 1));
            }
            "tbl" => {
                self.tables = self.tables.saturating_add(1);
                self.grids.push(Grid::new(self.tables));
                self.builder.gap(Gap::Line);
            }
            "tr" => {
                self.builder.gap(Gap::Line);
                self.grids.iter_mut().rev().take(1).for_each(Grid::row);
            }
            "tc" => {
                self.builder.gap(Gap::Cell);
                self.cell = Cell { deep: self.cell.deep + 1, span: 1, continues: false, pending: true };
            }
            "gridSpan" => self.cell.span = attributes.number("val").unwrap_or(1),
            "vMerge" => self.cell.continues = attributes.get("val").is_none_or(|value| value == "continue"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "rPr" | "pPr" => self.properties = false,
            "del" | "moveFrom" if self.properties => {}
            _ if UNSEEN.contains(&name) => self.unseen = self.unseen.saturating_sub(1),
            "t" => self.text = false,
            "p" => {
                let joined = std::mem::take(&mut self.joined);
                if !joined && self.cell.deep == 0 {
                    self.builder.heading_end();
                }
                self.gap(if joined {
                    Gap::None
                } else if self.cell.deep > 0 {
                    Gap::Space
                } else {
                    Gap::Line
                });
            }
            "tc" => {
                self.begin_cell();
                self.cell.deep = self.cell.deep.saturating_sub(1);
                self.builder.gap(Gap::Cell);
            }
            "tr" => self.builder.gap(Gap::Line),
            "tbl" => {
                self.grids.pop();
                self.builder.gap(Gap::Line);
                self.builder.block(None);
            }
            "footnote" | "endnote" => self.unseen = 0,
            _ => {}
        }
    }

    fn gap(&mut self, gap: Gap) {
        if self.unseen == 0 {
            self.builder.gap(gap);
        }
    }

    /// Places a cell once its properties are known.
    fn begin_cell(&mut self) {
        if std::mem::take(&mut self.cell.pending) {
            let block = self.grids.last_mut().map(|grid| grid.cell(self.cell.span, 1));
            self.builder.block(block);
        }
    }

    /// Begins a note; the lines that part notes from the text are none.
    fn note(&mut self, name: &str, attributes: &Attributes<'_>) {
        let is_separator = attributes.get("type").is_some_and(|kind| kind != "normal");
        let id = attributes.get("id").unwrap_or_default();
        let number = self.references.iter().position(|(kind, known)| *kind == name && *known == id);
        self.unseen = usize::from(is_separator);
        self.builder.gap(Gap::Line);
        let number = number.and_then(|index| u32::try_from(index + 1).ok());
        self.builder.block(number.map(Block::Note));
    }
}
