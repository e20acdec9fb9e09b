//! PDF: the words of each page in the order in which they are written, put into lines, cells and paragraphs by where they stand.
//!
//! A page that is a picture has no text and says so; letters whose meaning the file does not tell are never guessed.

#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "a PDF says where letters stand in floats; they order letters and never become a figure"
)]

use std::sync::Arc;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::dict::keys::CONTENTS;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, InterpreterSettings,
    RenderContent, SoftMask, TransformExt, interpret, interpret_page,
};

use super::build::{Builder, Gap, is_note_mark, power};
use super::encoding::Legacy;
use super::{Readable, Shown, Unreadable};
use crate::text::origin::Block;

mod layout;
mod streams;

use layout::{Line, Run};

/// Pages at most.
pub const PAGES_MAX: usize = 20_000;

/// Letters on one page at most.
pub const GLYPHS_MAX: usize = 1_000_000;

/// Letters, shapes, pictures and other steps of drawing in one file at most: forms that show each other many times over take no end.
pub const STEPS_MAX: usize = 20_000_000;

/// What a clip counts for, with which every form begins: showing a form takes the time of so many letters.
const CLIP_STEPS: usize = 20;

/// Bytes of the instructions of all pages at most, unpacked; several pages may share them.
pub const INSTRUCTIONS_BYTES_MAX: usize = 1 << 30;

/// Letters without a meaning, in thousandths of all, from which a file is not read.
const UNKNOWN_MAX: usize = 30;

/// Letters from which a page with a picture over most of it is taken for text on a ground, and not for a scan with a stamp.
const PICTURE_LETTERS_MAX: usize = 80;

/// Filled shapes from which a page without a single letter is taken for letters turned into outlines.
const SHAPES_MAX: usize = 100;

/// Places are counted in hundredths of a point.
const SCALE: f64 = 100.0;

/// The farthest place that is told from others: some 140 metres from the corner of a page.
const PLACE_MAX: f64 = 4.0e7;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    streams::bounded(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::Kind("a PDF that only opens with a password", "save it without one"),
        LoadPdfError::Invalid => Unreadable::Broken("a PDF", "it is damaged; print it anew".to_owned()),
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES_MAX {
        return Err(Unreadable::Limit { what: "pages", max: PAGES_MAX });
    }
    let cache = InterpreterCache::new();
    let mut read = Vec::with_capacity(pages.len());
    let (mut steps, mut unpacked) = (0, 0);
    for page in pages.iter() {
        // unpacked here and not by the page, which would keep them until the last page is read
        let instructions = instructions(page);
        unpacked += instructions.len();
        if unpacked > INSTRUCTIONS_BYTES_MAX {
            return Err(Unreadable::Limit { what: "bytes of instructions", max: INSTRUCTIONS_BYTES_MAX });
        }
        read.push(read_page(page, &instructions, &pdf, &cache, &mut steps));
    }
    let (letters, unknown) = read.iter().fold((0, 0), |(all, bad), page| (all + page.letters, bad + page.unknown));
    let pictures = read.iter().filter(|page| page.is_picture()).count();
    if letters == 0 {
        return Err(if pictures > 0 { Unreadable::Scan(read.len()) } else { Unreadable::Empty("a PDF") });
    }
    if unknown * 1000 > letters * UNKNOWN_MAX {
        return Err(Unreadable::Fonts { unknown, letters });
    }
    let legacy = Legacy::of_text(&sample(&read));
    let mut writer = Writer::new(&read, legacy);
    for (index, page) in read.iter().enumerate() {
        writer.page(u32::try_from(index + 1).unwrap_or(u32::MAX), page);
    }
    writer.finish()
}

/// Bytes of text by which an old Vietnamese encoding is told.
const SAMPLE_BYTES: usize = 16 << 10;

/// Words of the first pages. Fonts with an old encoding say of each letter what it was before they drew another one.
fn sample(pages: &[Content]) -> String {
    let mut sample = String::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        if sample.len() > SAMPLE_BYTES {
            break;
        }
        sample.push_str(&line.text());
        sample.push('\n');
    }
    sample
}

/// What one page holds.
struct Content {
    lines: Vec<Line>,
    letters: usize,
    unknown: usize,
    has_picture: bool,
    /// Filled shapes: letters that were turned into outlines are many.
    shapes: usize,
    height: i64,
}

impl Content {
    /// Whether what it says may be in a picture: a stamp or a page number over a scan is not its text.
    fn is_picture(&self) -> bool {
        self.has_picture && self.letters < PICTURE_LETTERS_MAX || self.letters == 0 && self.shapes > SHAPES_MAX
    }
}

/// What a page tells to draw: one stream, or several with a blank between them.
fn instructions(page: &Page<'_>) -> Vec<u8> {
    let mut all = Vec::new();
    let mut add = |stream: Stream<'_>| {
        if let Ok(bytes) = stream.decoded_data() {
            all.extend_from_slice(&bytes);
            all.push(b' ');
        }
    };
    match page.raw().get::<Stream<'_>>(CONTENTS) {
        Some(stream) => add(stream),
        None => page.raw().get::<Array<'_>>(CONTENTS).iter().flat_map(|array| array.iter::<Stream<'_>>()).for_each(add),
    }
    all
}

fn read_page<'a>(
    page: &'a Page<'a>,
    instructions: &[u8],
    pdf: &'a Pdf,
    cache: &'a InterpreterCache<'a>,
    steps: &mut usize,
) -> Content {
    let (width, height) = page.render_dimensions();
    let at = Affine::scale_non_uniform(SCALE, SCALE) * page.initial_transform(true).to_kurbo();
    let area = Rect::new(0.0, 0.0, SCALE * f64::from(width), SCALE * f64::from(height));
    let render_content = RenderContent::ANNOTATIONS;
    let settings = InterpreterSettings { warning_sink: Arc::new(|_| {}), render_content, ..InterpreterSettings::default() };
    let mut context = Context::new(at, area, cache, pdf.xref(), settings);
    let mut collector = Collector { page_area: area.area() as i64, steps: *steps, ..Collector::default() };
    interpret(TypedIter::new(instructions), page.resources(), &mut context, &mut collector);
    // what stands on the page in fields and stamps
    interpret_page(page, &mut context, &mut collector);
    *steps = collector.steps;
    let has_picture = collector.picture_area * 2 > collector.page_area;
    let runs = collector.runs.into_iter().filter(|run| has_picture || !run.is_invisible);
    Content {
        lines: layout::lines(runs),
        letters: collector.count - if has_picture { 0 } else { collector.invisible },
        unknown: collector.unknown,
        has_picture,
        shapes: collector.shapes,
        height: counted(area.y1),
    }
}

/// Collects the letters of a page.
#[derive(Default)]
struct Collector {
    runs: Vec<Run>,
    count: usize,
    invisible: usize,
    unknown: usize,
    page_area: i64,
    picture_area: i64,
    shapes: usize,
    /// Steps of drawing, those of earlier pages included.
    steps: usize,
    /// Marked stretches that are open, and whether each is a header, a page number or decoration.
    marked: Vec<bool>,
}

/// A place or a size in whole hundredths of a point, no farther away than can be reckoned with.
fn counted(place: f64) -> i64 {
    place.clamp(-PLACE_MAX, PLACE_MAX) as i64
}

/// Ends the reading of a file. The library goes on to the end of a page whatever its device says; unwinding, which the caller of
/// the reader catches, is the only way out.
fn stop(what: &'static str, max: usize) -> ! {
    std::panic::resume_unwind(Box::new(Unreadable::Limit { what, max }))
}

impl Collector {
    fn step(&mut self, count: usize) {
        self.steps += count;
        if self.steps > STEPS_MAX {
            stop("steps of drawing", STEPS_MAX);
        }
    }
}

impl<'a> Device<'a> for Collector {
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        self.marked.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step(CLIP_STEPS);
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, mode: &DrawMode) {
        self.step(1);
        self.shapes += usize::from(matches!(mode, DrawMode::Fill(_)));
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.step(1);
        let pixels = f64::from(image.width()).max(1.0);
        let corner = |x: f64, y: f64| props.transform * Point::new(x, y);
        let (origin, right, down) = (corner(0.0, 0.0), corner(pixels, 0.0), corner(0.0, f64::from(image.height()).max(1.0)));
        let area = Rect::from_points(origin, right).union(Rect::from_points(origin, down)).area();
        self.picture_area = self.picture_area.saturating_add((area as i64).min(self.page_area));
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.step(run.glyphs().len());
        if self.marked.contains(&true) {
            return;
        }
        let is_invisible = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.count += 1;
            if self.count > GLYPHS_MAX {
                stop("letters on one page", GLYPHS_MAX);
            }
            self.invisible += usize::from(is_invisible);
            let text = match glyph.as_unicode() {
                Some(BfString::Char(letter)) => layout::known(letter).map(String::from),
                Some(BfString::String(text)) => {
                    Some(text).filter(|text| text.chars().all(|letter| layout::known(letter).is_some()))
                }
                None => None,
            };
            let text = text.unwrap_or_else(|| {
                self.unknown += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            });
            let advance = match &**glyph {
                Drawn::Outline(glyph) => glyph.advance_width(),
                Drawn::Type3(glyph) => glyph.advance_width(),
            };
            let place = props.transform * glyph.transform();
            let point = |x: f64, y: f64| place * Point::new(x, y);
            let (start, end, up) = (point(0.0, 0.0), point(f64::from(advance.unwrap_or(500.0)), 0.0), point(0.0, 1000.0));
            let size = counted(start.distance(up));
            let (x, y, end) = (counted(start.x), counted(start.y), counted(end.x));
            self.runs.push(Run { x, y, end, size, text, is_invisible });
        }
    }
}

/// Writes pages one after the other.
struct Writer {
    builder: Builder,
    /// The old encoding of its letters.
    legacy: Option<Legacy>,
    /// What begins or ends most pages, with digits left out: headers, footers, page numbers.
    running: Vec<(String, i64)>,
    /// Notes and page numbers of a page that wait until its last paragraph has ended on the next one.
    held: Vec<(u32, Vec<Line>)>,
    last: Option<Line>,
    right: i64,
    tables: u16,
    row: u32,
    in_table: bool,
}

impl Writer {
    fn new(pages: &[Content], legacy: Option<Legacy>) -> Writer {
        Writer {
            builder: Builder::new(),
            legacy,
            running: layout::running(pages.iter().map(|page| page.lines.as_slice())),
            held: Vec::new(),
            last: None,
            right: 0,
            tables: 0,
            row: 0,
            in_table: false,
        }
    }

    fn page(&mut self, number: u32, page: &Content) {
        if page.is_picture() {
            self.builder.picture(number);
        }
        let (body, notes) = layout::parted(&page.lines, &self.running, page.height);
        let goes_on = body.first().is_some_and(|first| self.last.as_ref().is_some_and(|last| layout::goes_on(last, first)));
        if !goes_on {
            self.release();
        }
        let gap = match (&self.last, goes_on) {
            (Some(last), true) => layout::joint(last, body.first().map_or("", |line| line.first_word())),
            _ => Gap::Line,
        };
        self.builder.page(number, gap);
        let mut fresh = goes_on;
        for line in body {
            self.line(line, fresh, number);
            fresh = false;
        }
        if !notes.is_empty() {
            self.held.push((number, notes.into_iter().cloned().collect()));
        }
    }

    fn line(&mut self, line: &Line, joined: bool, page: u32) {
        let same = !joined && self.last.as_ref().is_some_and(|last| layout::is_same_paragraph(last, line, self.right));
        match (&self.last, joined || same) {
            (Some(last), true) => {
                let gap = layout::joint(last, line.first_word());
                self.builder.gap(gap);
                self.right = self.right.max(line.end);
            }
            _ => {
                if !self.held.is_empty() && self.held.iter().any(|(held, _)| *held < page) {
                    self.release();
                    self.builder.page(page, Gap::Line);
                }
                self.builder.gap(Gap::Line);
                self.right = line.end;
            }
        }
        self.cells(line);
        self.last = Some(line.clone());
    }

    fn cells(&mut self, line: &Line) {
        let is_row = line.cells.len() > 1;
        match (is_row, self.in_table) {
            (true, false) => {
                self.tables = self.tables.saturating_add(1);
                self.row = 0;
            }
            (true, true) => self.row = self.row.saturating_add(1),
            (false, true) => self.builder.block(None),
            (false, false) => {}
        }
        self.in_table = is_row;
        for (column, cell) in line.cells.iter().enumerate() {
            if is_row {
                self.builder.gap(Gap::Cell);
                let column = u16::try_from(column).unwrap_or(u16::MAX);
                self.builder.block(Some(Block::Cell { table: self.tables, column, row: self.row }));
            }
            for piece in &cell.pieces {
                let start = self.builder.len();
                if piece.space {
                    self.builder.gap(Gap::Space);
                }
                match piece.raised {
                    true if is_note_mark(&piece.text) => {
                        power(&piece.text, self.builder.last()).into_iter().for_each(|power| self.builder.put(power, None));
                    }
                    _ => match self.legacy {
                        Some(legacy) => self.builder.flow(&legacy.decoded(&piece.text), None),
                        None => self.builder.flow(&piece.text, None),
                    },
                }
                if piece.is_invisible {
                    self.builder.ocr_since(start);
                }
            }
        }
    }

    /// Writes what waits.
    fn release(&mut self) {
        for (number, lines) in std::mem::take(&mut self.held) {
            self.builder.page(number, Gap::Line);
            self.last = None;
            self.builder.block(None);
            for line in &lines {
                let same = self.last.as_ref().is_some_and(|last| layout::is_same_paragraph(last, line, self.right));
                self.builder.gap(match (&self.last, same) {
                    (Some(last), true) => layout::joint(last, line.first_word()),
                    _ => Gap::Line,
                });
                self.cells(line);
                self.last = Some(line.clone());
            }
            self.builder.gap(Gap::Line);
            self.builder.block(None);
            self.last = None;
        }
    }

    fn finish(mut self) -> Result<Readable, Unreadable> {
        self.release();
        self.builder.finish(None)
    }
}
