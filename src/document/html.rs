//! HTML: what a reader of the page sees, every word with its bytes. Scripts, styles, comments, hidden parts and navigation are left out.
//!
//! It builds no tree and never calls itself, so that no depth of nesting can harm it.

use hashbrown::{HashMap, HashSet};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::build::{Builder, Gap, Grid, is_note_mark, power};
use super::{Readable, Shown, Unreadable, encoding};

/// Elements open inside each other at most.
pub const ELEMENTS_OPEN_MAX: usize = 50_000;

/// Bytes at the beginning of a page in which it may name its encoding.
const META_BYTES: usize = 4096;

/// Elements whose content no reader sees.
const UNSEEN: &[&str] = &[
    "script", "style", "head", "title", "template", "noscript", "iframe", "noembed", "noframes", "object", "audio", "video",
    "canvas", "datalist", "select", "textarea", "nav", "desc", "metadata", "rp",
];

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "ol",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Elements that never have content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that end others that were left open, up to the elements that hold them.
const CLOSES: &[(&str, &[&str], &[&str])] = &[
    ("li", &["li"], &["ul", "ol", "menu"]),
    ("dt", &["dt", "dd"], &["dl"]),
    ("dd", &["dt", "dd"], &["dl"]),
    ("td", &["td", "th"], &["table", "tr"]),
    ("th", &["td", "th"], &["table", "tr"]),
    ("tr", &["tr"], &["table"]),
    ("tbody", &["tbody", "thead", "tfoot"], &["table"]),
    ("tfoot", &["tbody", "thead", "tfoot"], &["table"]),
    ("thead", &["tbody", "thead", "tfoot"], &["table"]),
    ("body", &["head"], &[]),
];

/// Open elements that are looked through for one that a new element ends.
const LOOK_BACK: usize = 64;

/// Reads a page.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    let text = encoding::decode(bytes, declared(bytes).as_deref())?.into_owned();
    let mut builder = Builder::mapped();
    let mut page = Page::default();
    page.feed(&text, 0, &mut builder)?;
    builder.finish(Some(text))
}

/// The encoding that a page names in its head.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(META_BYTES)).unwrap_or_default()).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let name: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
        .collect();
    Some(name)
}

/// An element that is open.
struct Open {
    name: Box<str>,
    /// Whether nobody sees what is in it.
    unseen: bool,
    /// Whether spaces and line breaks in it count.
    kept: bool,
}

/// A start tag while it is read.
#[derive(Default)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A page while it is read; a document that holds pieces of HTML feeds them one after the other.
#[derive(Default)]
pub(super) struct Page {
    open: Vec<Open>,
    counts: HashMap<Box<str>, usize>,
    /// How many of the open elements are not seen, and how many keep their spaces.
    unseen: usize,
    kept: usize,
    /// Classes and identifiers that the page's own style hides.
    hidden: HashSet<String>,
    style: bool,
    grids: Vec<Grid>,
    tables: u16,
}

/// What the tokenizer hands over.
enum Token {
    Start(Tag),
    End(String),
    Text(Span<usize>),
}

impl Page {
    /// Reads a piece of HTML that begins at byte `base` of its file.
    pub(super) fn feed(&mut self, html: &str, base: usize, builder: &mut Builder) -> Result<(), Unreadable> {
        let mut tag = Tag::default();
        let emitter = CallbackEmitter::new(move |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Token> {
            let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            match event {
                CallbackEvent::OpenStartTag { name } => tag = Tag { name: lossy(name), attributes: Vec::new() },
                CallbackEvent::AttributeName { name } => tag.attributes.push((lossy(name), String::new())),
                CallbackEvent::AttributeValue { value } => {
                    if let Some((_, last)) = tag.attributes.last_mut() {
                        *last = lossy(value);
                    }
                }
                CallbackEvent::CloseStartTag { .. } => return Some(Token::Start(std::mem::take(&mut tag))),
                CallbackEvent::EndTag { name } => return Some(Token::End(lossy(name))),
                CallbackEvent::String { .. } => return Some(Token::Text(span)),
                CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
            }
            None
        });
        for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
            match token {
                Token::Start(tag) => self.start(&tag, builder)?,
                Token::End(name) => self.end(&name, builder),
                Token::Text(span) => self.text(html, span.start..span.end, base, builder),
            }
            if builder.is_full() {
                break;
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag, builder: &mut Builder) -> Result<(), Unreadable> {
        let name = tag.name.as_str();
        if let Some((_, closed, until)) = CLOSES.iter().find(|(new, ..)| *new == name) {
            self.close_left_open(closed, until, builder);
        }
        if BLOCKS.contains(&name) && self.counts.get("p").is_some_and(|open| *open > 0) {
            self.close_left_open(&["p"], &["table", "td", "th", "div", "section", "article", "body", "li"], builder);
        }
        if self.unseen == 0 {
            self.shape(tag, builder);
        }
        if VOID.contains(&name) {
            return Ok(());
        }
        if self.open.len() >= ELEMENTS_OPEN_MAX {
            return Err(Unreadable::Limit { what: "elements inside each other", max: ELEMENTS_OPEN_MAX });
        }
        let (unseen, kept) = (self.is_unseen(tag), name == "pre");
        self.style = name == "style";
        self.unseen += usize::from(unseen);
        self.kept += usize::from(kept);
        *self.counts.entry(name.into()).or_default() += 1;
        self.open.push(Open { name: name.into(), unseen, kept });
        Ok(())
    }

    /// What a start tag does to the text around it.
    fn shape(&mut self, tag: &Tag, builder: &mut Builder) {
        let number = |key: &str| tag.attribute(key).and_then(|text| text.trim().parse::<u16>().ok()).unwrap_or(1);
        match tag.name.as_str() {
            "br" => builder.gap(Gap::Line),
            "table" => {
                self.tables = self.tables.saturating_add(1);
                self.grids.push(Grid::new(self.tables));
            }
            "tr" => self.grids.iter_mut().rev().take(1).for_each(Grid::row),
            "td" | "th" => {
                builder.gap(Gap::Cell);
                if let Some(grid) = self.grids.last_mut() {
                    let block = grid.cell(number("colspan"), u32::from(number("rowspan")));
                    builder.block(Some(block));
                }
            }
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                builder.heading(name.bytes().next_back().map_or(6, |digit| digit - b'0'));
            }
            _ => {}
        }
        let inside_cell = self.counts.get("td").copied().unwrap_or(0) + self.counts.get("th").copied().unwrap_or(0) > 0;
        if BLOCKS.contains(&tag.name.as_str()) {
            // Blocks inside a cell are parted by a space, so that the cells of a row stay on its line.
            builder.gap(if inside_cell && tag.name != "tr" && tag.name != "table" { Gap::Space } else { Gap::Line });
        }
    }

    fn is_unseen(&self, tag: &Tag) -> bool {
        let style = tag.attribute("style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
        let classes = tag.attribute("class").unwrap_or_default().split_whitespace();
        UNSEEN.contains(&tag.name.as_str())
            || tag.attribute("hidden").is_some()
            || tag.attribute("role").is_some_and(|role| role.eq_ignore_ascii_case("navigation"))
            || tag.name == "dialog" && tag.attribute("open").is_none()
            || hides(&style)
            || !self.hidden.is_empty()
                && (classes.into_iter().any(|class| self.hidden.contains(&format!(".{class}")))
                    || tag.attribute("id").is_some_and(|id| self.hidden.contains(&format!("#{id}"))))
    }

    /// Ends elements that were left open, as a browser does.
    fn close_left_open(&mut self, closed: &[&str], until: &[&str], builder: &mut Builder) {
        let mut inner = self.open.iter().rev().take(LOOK_BACK);
        let found = inner.find_map(|open| match open.name.as_ref() {
            name if closed.contains(&name) => Some(Some(open.name.clone())),
            name if until.contains(&name) => Some(None),
            _ => None,
        });
        if let Some(Some(name)) = found {
            self.end(&name, builder);
        }
    }

    /// Ends the innermost open element of a name, and with it those inside; an end without a beginning means nothing.
    fn end(&mut self, name: &str, builder: &mut Builder) {
        if self.counts.get(name).is_none_or(|open| *open == 0) {
            if name == "p" || name == "br" {
                builder.gap(Gap::Line);
            }
            return;
        }
        while let Some(open) = self.open.pop() {
            self.unseen -= usize::from(open.unseen);
            self.kept -= usize::from(open.kept);
            if let Some(count) = self.counts.get_mut(&open.name) {
                *count -= 1;
            }
            if self.unseen == 0 && !open.unseen {
                self.close(&open.name, builder);
            }
            if *open.name == *name {
                break;
            }
        }
        self.style = false;
    }

    fn close(&mut self, name: &str, builder: &mut Builder) {
        let inside_cell = self.counts.get("td").copied().unwrap_or(0) + self.counts.get("th").copied().unwrap_or(0) > 0;
        match name {
            "td" | "th" => builder.gap(Gap::Cell),
            "table" => {
                self.grids.pop();
                builder.gap(Gap::Line);
                builder.block(None);
            }
            "tr" => builder.gap(Gap::Line),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => builder.heading_end(),
            _ if BLOCKS.contains(&name) => builder.gap(if inside_cell { Gap::Space } else { Gap::Line }),
            _ => {}
        }
    }

    fn text(&mut self, html: &str, range: std::ops::Range<usize>, base: usize, builder: &mut Builder) {
        let Some(raw) = html.get(range.clone()) else { return };
        if self.style {
            self.learn_style(raw);
        }
        if self.unseen > 0 {
            return;
        }
        if self.counts.get("sup").is_some_and(|open| *open > 0) && is_note_mark(raw) {
            // The mark of a footnote is no part of the figure before it; the power of a unit is.
            if let Some(power) = power(raw, builder.last()) {
                let start = base + range.start;
                builder.put(power, Some(start..start + raw.len()));
            }
            return;
        }
        let mut at = base + range.start;
        let mut rest = raw;
        while !rest.is_empty() {
            let (plain, entity) = rest.split_at_checked(rest.find('&').unwrap_or(rest.len())).unwrap_or((rest, ""));
            self.words(plain, at, builder);
            at += plain.len();
            let length = entity_length(entity);
            let (written, after) = entity.split_at_checked(length).unwrap_or((entity, ""));
            if !written.is_empty() {
                builder.put(&decoded(written), Some(at..at + written.len()));
            }
            at += written.len();
            rest = after;
        }
    }

    fn words(&self, words: &str, at: usize, builder: &mut Builder) {
        if self.kept == 0 {
            return builder.flow(words, Some(at));
        }
        let mut at = at;
        for line in words.split_inclusive('\n') {
            let body = line.trim_end_matches(['\n', '\r']);
            builder.put(body, Some(at..at + body.len()));
            if line.ends_with('\n') {
                builder.gap(Gap::Line);
            }
            at += line.len();
        }
    }

    /// Learns which classes and identifiers a style hides; rules for print or small screens are not looked at.
    fn learn_style(&mut self, css: &str) {
        let mut depth = 0usize;
        let mut start = 0;
        let mut selector = "";
        for (at, letter) in css.char_indices() {
            match letter {
                '{' => {
                    if depth == 0 {
                        selector = css.get(start..at).unwrap_or_default();
                    }
                    depth += 1;
                    start = at + 1;
                }
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && !selector.contains('@') {
                        let body = css.get(start..at).unwrap_or_default().to_ascii_lowercase();
                        let body: String = body.chars().filter(|letter| !letter.is_whitespace()).collect();
                        if hides(&body) {
                            let names = selector.rsplit("*/").next().unwrap_or_default().split(',').map(str::trim);
                            let simple =
                                |name: &&str| name.starts_with(['.', '#']) && !name.contains([' ', ':', '>', '[', '+', '~']);
                            self.hidden.extend(names.filter(simple).map(str::to_owned));
                        }
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
}

/// Whether a style without spaces hides what it is for.
fn hides(style: &str) -> bool {
    ["display:none", "visibility:hidden", "font-size:0;", "opacity:0;"].iter().any(|rule| style.contains(rule))
        || style.ends_with("font-size:0")
        || style.ends_with("opacity:0")
}

/// The bytes of a character reference at the beginning; 1 for a sign that begins none.
fn entity_length(text: &str) -> usize {
    if text.is_empty() {
        return 0;
    }
    let name = text.bytes().skip(1).take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    1 + name + usize::from(text.as_bytes().get(1 + name) == Some(&b';'))
}

/// What a character reference stands for.
fn decoded(written: &str) -> String {
    match written {
        "&nbsp;" => "\u{a0}".to_owned(),
        "&amp;" => "&".to_owned(),
        "&lt;" => "<".to_owned(),
        "&gt;" => ">".to_owned(),
        "&quot;" => "\"".to_owned(),
        _ => Tokenizer::new(written)
            .flatten()
            .filter_map(|token| match token {
                html5gum::Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
                _ => None,
            })
            .collect(),
    }
}
