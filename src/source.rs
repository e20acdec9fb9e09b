//! Source: all that is found in one source for the claims that rest on it: each quote's place, and the value read there.
//!
//! The text is scanned once, however many claims rest on it. It never compares anything with a claim's value.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use hashbrown::HashMap;
use jiff::civil::Date as Day;

use crate::claim::ClaimId;
use crate::date::{Date, Part};
use crate::document::cells::{self, Cells};
use crate::document::{Document, Source, SourceId};
use crate::evidence::{Anchor, AnchorDetail, ByteRange, Evidence, Found, Inferred, Mention, Reading, Status, Unread};
use crate::locale::Locale;
use crate::locate::{self, Wanted};
use crate::names::Name;
use crate::number::Exact;
use crate::project::Project;
use crate::read::{self, Ask, Expected, Layout};
use crate::rule::metric::{self, Metric};
use crate::text::File;
use crate::text::fold::{Composed, composed};
use crate::text::origin::Origin;
use crate::value::{Kind, Measure, Unit, Value};

/// The locales that a project's texts are written in, each loaded once.
pub struct Locales {
    loaded: Vec<(String, Locale)>,
}

impl Locales {
    /// Those of the project and of its sources. An unknown locale is reported when the project loads, and its texts are read
    /// as those of the project are.
    pub fn of(project: &Project) -> Locales {
        let tags =
            std::iter::once(&project.config.locale).chain(project.sources.iter().filter_map(|source| source.locale.as_ref()));
        let mut locales = Locales { loaded: Vec::new() };
        for tag in tags {
            if !locales.loaded.iter().any(|(known, _)| known == tag) {
                locales.loaded.extend(Locale::load_with(tag, &project.config.reading).ok().map(|locale| (tag.clone(), locale)));
            }
        }
        locales
    }

    /// One locale, for examples.
    pub fn single(locale: Locale) -> Locales {
        Locales { loaded: vec![(locale.tag().to_owned(), locale)] }
    }

    /// That of the project.
    ///
    /// # Panics
    /// Never: `load` replaces a locale that it does not know by one that it does.
    pub fn project(&self) -> &Locale {
        &self.loaded.first().expect("load replaces an unknown locale of the project").1
    }

    /// The locale of a tag; that of the project without one.
    pub fn named(&self, tag: Option<&str>) -> &Locale {
        let named = tag.and_then(|tag| self.loaded.iter().find(|(known, _)| known == tag));
        named.map_or_else(|| self.project(), |(_, locale)| locale)
    }
}

/// What the units of a project's claims mean, each looked up once, and what the project says of its metrics.
pub struct Units {
    known: HashMap<Name, Unit>,
    metrics: HashMap<Name, Expected>,
}

impl Units {
    /// The units of all claims of a project.
    pub fn of(project: &Project, locales: &Locales) -> Units {
        let mut known = HashMap::new();
        let mut last = Name::NONE;
        for claim in project.claims.ids() {
            let name = project.claims.get(claim).unit;
            if name.is_some() && name != last {
                known.entry(name).or_insert_with(|| locales.project().unit(project.names.get(name)).1);
                last = name;
            }
        }
        let metrics = project.metrics.iter();
        let metrics =
            metrics.filter_map(|metric| Some((project.names.find(&metric.id.value)?, expected(metric, locales.project()))));
        Units { known, metrics: metrics.collect() }
    }

    fn get(&self, name: Name) -> Option<&Unit> {
        self.known.get(&name)
    }
}

/// What a metric says of the figure that a quote means.
fn expected(metric: &Metric, locale: &Locale) -> Expected {
    let unit = metric.unit.as_ref().map(|words| locale.unit(&words.value).1);
    let words = metric.words.iter().map(|words| composed(words.value.trim()).text.to_lowercase()).collect();
    Expected { unit, words, whole: metric.kind == Some(metric::Kind::Count) }
}

/// What was found for the claims of a source, in their order.
pub fn evidence(project: &Project, id: SourceId, claims: &[ClaimId], locales: &Locales, units: &Units) -> Found {
    let mut found = Found::default();
    if claims.is_empty() {
        return found;
    }
    let source = project.source(id);
    let Document::Text { file, part, .. } = &source.document else {
        let unreadable = || Evidence {
            anchor: Some(Anchor::without_place(Status::Unreadable, AnchorDetail::default())),
            reading: Err(Unread::NotLocated),
        };
        claims.iter().for_each(|_| found.push(unreadable()));
        return found;
    };
    let file = project.files.get(*file);
    let quotes: Vec<Wanted<'_>> = claims
        .iter()
        .map(|&claim| {
            let (before, after, _) = project.claims.context(claim);
            Wanted { exact: project.claims.quote(claim), before, after }
        })
        .collect();
    let mut anchors = locate::locate(&file.text, part.clone(), &quotes);
    narrow(project, claims, file, part, &quotes, &mut anchors);
    on_pictures(project, source, file, claims, &mut anchors);
    if source.transcript.is_some() {
        anchors.iter_mut().for_each(transcribed);
    }
    let stands = anchors.iter().any(|anchor| anchor.status.stands());
    let scanned = stands.then(|| Scanned::new(file, part, locales.named(source.locale.as_deref())));
    let read = |(&claim, anchor): (&ClaimId, Anchor)| {
        let reading = match (&scanned, &anchor.place) {
            (Some(scanned), Some(place)) => scanned.read(project, claim, place, source.published, units),
            _ => Err(Unread::NotLocated),
        };
        Evidence { anchor: Some(anchor), reading }
    };
    claims.iter().zip(anchors).for_each(|pair| found.push(read(pair)));
    found
}

/// Looks again for the quotes of claims that name a cell or a page, only there.
fn narrow(project: &Project, claims: &[ClaimId], file: &File, part: &Range<u32>, quotes: &[Wanted<'_>], anchors: &mut [Anchor]) {
    let mut cells = None;
    for ((&claim, quote), anchor) in claims.iter().zip(quotes).zip(anchors) {
        let Some([cell, page, row, column]) = project.claims.narrow(claim) else { continue };
        let cells = cells.get_or_insert_with(|| Cells::new(file, part));
        *anchor = match &cells.find(cell, page, row, column)[..] {
            [] => Anchor::without_place(Status::Absent, AnchorDetail::default()),
            [range] => locate::locate(&file.text, range.clone(), std::slice::from_ref(quote))
                .pop()
                .unwrap_or_else(|| Anchor::without_place(Status::Absent, AnchorDetail::default())),
            ranges => {
                Anchor::without_place(Status::Ambiguous, AnchorDetail { places: ranges.to_vec(), ..AnchorDetail::default() })
            }
        };
    }
}

/// A quote that is not in the text of its source may stand on a page that is a picture: that cannot be told, and is never called
/// absent. One that stands there with other words keeps its difference, and the pages beside it.
fn on_pictures(project: &Project, source: &Source, file: &File, claims: &[ClaimId], anchors: &mut [Anchor]) {
    let Some(origin) = file.origin.as_deref().filter(|origin| !origin.pictures.is_empty()) else { return };
    for (&claim, anchor) in claims.iter().zip(anchors) {
        if !matches!(anchor.status, Status::Absent | Status::Altered | Status::Truncated) {
            continue;
        }
        let named = project.claims.narrow(claim).and_then(|[_, page, ..]| page.trim().parse::<u32>().ok());
        let is_meant = |page: &u32| source.has_page(*page) && named.is_none_or(|named| named == *page);
        let pictures: Vec<u32> = origin.pictures.iter().copied().filter(is_meant).collect();
        if pictures.is_empty() {
            continue;
        }
        if anchor.status == Status::Absent {
            anchor.status = Status::Unreadable;
        }
        anchor.detail.get_or_insert_default().pictures = pictures;
    }
}

/// A quote that stands in a transcript is never said to stand in the scan.
fn transcribed(anchor: &mut Anchor) {
    if matches!(anchor.status, Status::Exact | Status::Normalised | Status::Elided) {
        anchor.status = Status::Transcribed;
    }
}

/// All figures of sources and how their texts are laid out, asked for when a value differs or a date is looked for. The last source
/// is kept: claims of one source are judged in a row, and a long source must not be read again for each of them.
#[derive(Default)]
pub struct Mentions {
    last: Mutex<Option<(SourceId, Told)>>,
}

/// What a source says: its figures, with their ranges in the file on disk, and where its headings and tables stand in its part.
#[derive(Clone)]
struct Told {
    mentions: Arc<[Mention]>,
    layout: Arc<Layout>,
}

impl Mentions {
    /// All figures of a source in order, their ranges in the file on disk.
    pub fn of(&self, project: &Project, id: SourceId, locales: &Locales) -> Arc<[Mention]> {
        self.told(project, id, locales).mentions
    }

    /// What a source says of dates around the place of a quote: in its sentence, in the headings above it, in the caption
    /// and the head of the column of its table; and the day on which the source was published.
    pub fn dates(&self, project: &Project, id: SourceId, place: &ByteRange, locales: &Locales) -> Vec<Value> {
        let source = project.source(id);
        let Document::Text { file, part, .. } = &source.document else { return Vec::new() };
        let Told { mentions, layout } = self.told(project, id, locales);
        let text = project.files.get(*file).text.get(part.start as usize..part.end as usize).unwrap_or_default();
        let here = place.start - part.start..place.end - part.start;
        let sentence = read::sentence(text, here.clone(), locales.named(source.locale.as_deref()));
        let (headings, captions) = (layout.headings_of(here.start), layout.captions_of(text, here.start));
        let around = std::iter::once(sentence).chain(headings).chain(captions);
        let mut dates: Vec<Value> = around.flat_map(|range| dates_in(&mentions, range, part.start, source.published)).collect();
        dates.extend(source.published.map(|day| Value::Date(Date::of_day(day))));
        dates
    }

    /// # Panics
    /// When another thread panicked while it read the source.
    fn told(&self, project: &Project, id: SourceId, locales: &Locales) -> Told {
        let mut last = self.last.lock().expect("reading a source never panics");
        match last.as_ref() {
            Some((known, told)) if *known == id => told.clone(),
            _ => {
                let told = Told { mentions: mentions(project, id, locales).into(), layout: layout(project, id, locales).into() };
                *last = Some((id, told.clone()));
                told
            }
        }
    }
}

/// The dates and periods of a stretch of a text, a year that only the day of publication decides put in. A bare year that is all of
/// a stretch, as the head of a column, is one too.
fn dates_in(mentions: &[Mention], range: ByteRange, start: u32, published: Option<Day>) -> Vec<Value> {
    let range = range.start + start..range.end + start;
    let first = mentions.partition_point(|mention| mention.figure.start < range.start);
    let here = mentions.iter().skip(first).take_while(|mention| mention.figure.end <= range.end);
    let date = |mention: &Mention| match &mention.value {
        Value::Date(date) if date.year().is_none() => {
            let year = published.and_then(|published| read::nearest_year(date, published));
            Some(Value::Date(year.and_then(|year| date.in_year(year).ok()).unwrap_or(*date)))
        }
        Value::Date(_) | Value::Period(_) => Some(mention.value.clone()),
        _ => year(mention).filter(|_| range.end - range.start <= mention.figure.end - mention.figure.start + YEAR_ROOM),
    };
    here.filter_map(date).collect()
}

/// Signs that may stand beside a year in a cell that says nothing else: spaces, marks of emphasis.
const YEAR_ROOM: u32 = 8;

/// A number that can be a year: "2022" over a column.
fn year(mention: &Mention) -> Option<Value> {
    let number = mention.value.as_figure()?.shown.to_i128()?;
    let year = i16::try_from(number).ok().filter(|year| (1800..=2200).contains(year))?;
    Date::new(Some(year), Part::Year).ok().map(Value::Date)
}

fn layout(project: &Project, id: SourceId, locales: &Locales) -> Layout {
    let source = project.source(id);
    match &source.document {
        Document::Unreadable { .. } => Layout::default(),
        Document::Text { file, part, .. } => {
            let text = project.files.get(*file).text.get(part.start as usize..part.end as usize).unwrap_or_default();
            Layout::of(text, locales.named(source.locale.as_deref()))
        }
    }
}

fn mentions(project: &Project, id: SourceId, locales: &Locales) -> Vec<Mention> {
    let source = project.source(id);
    match &source.document {
        Document::Unreadable { .. } => Vec::new(),
        Document::Text { file, part, .. } => {
            let scanned = Scanned::new(project.files.get(*file), part, locales.named(source.locale.as_deref()));
            scanned.mentions.iter().map(|mention| scanned.on_disk(mention.clone())).collect()
        }
    }
}

/// A unit that a table states for its figures.
struct TableUnit {
    words: String,
    scale: Exact,
    unit: Unit,
}

/// Gives a reading the unit that its table states, and says so.
fn take_unit(reading: &mut Reading, stated: TableUnit) {
    let Value::Figure(figure) = &mut reading.mention.value else { return };
    if stated.scale != Exact::ONE {
        figure.shown = &figure.shown * &stated.scale;
        figure.grain = &figure.grain * &stated.scale;
        figure.rounded = true;
    }
    reading.mention.kind = match stated.unit.measure {
        Measure::Counted => reading.mention.kind,
        Measure::Percent => Kind::Percent,
        Measure::Points => Kind::Points,
        Measure::Money(_) => Kind::Money,
        Measure::Measured { .. } => Kind::Quantity,
    };
    reading.mention.unit = (!stated.unit.text.is_empty()).then_some(stated.unit);
    reading.inferred.push(Inferred { what: "unit", value: stated.words, from: "table" });
}

/// A source's text composed and scanned.
struct Scanned<'a> {
    composed: Composed<'a>,
    mentions: Vec<Mention>,
    locale: &'a Locale,
    /// Where the part that counts begins in the source's text.
    start: u32,
    /// Whether a stretch of the source's text was recognised from a picture.
    origin: Option<&'a Origin>,
    file: &'a File,
}

impl<'a> Scanned<'a> {
    fn new(file: &'a File, part: &Range<u32>, locale: &'a Locale) -> Scanned<'a> {
        let composed = composed(file.text.get(part.start as usize..part.end as usize).unwrap_or_default());
        let mentions = read::mentions(&composed.text, locale);
        Scanned { composed, mentions, locale, start: part.start, origin: file.origin.as_deref(), file }
    }

    fn read(
        &self,
        project: &Project,
        claim: ClaimId,
        place: &ByteRange,
        published: Option<jiff::civil::Date>,
        units: &Units,
    ) -> Result<Reading, Unread> {
        let quote = self.composed.map.from_original(place.start - self.start..place.end - self.start);
        let row = project.claims.get(claim);
        if row.kind == Kind::Text {
            return Ok(self.words(quote));
        }
        let (_, _, focus) = project.claims.context(claim);
        let ask = Ask { focus, kind: row.kind, unit: units.get(row.unit), metric: units.metrics.get(&row.metric), published };
        let reading = read::read(&self.composed.text, &self.mentions, quote, &ask, self.locale);
        match reading {
            Ok(reading) => {
                let mention = self.on_disk(reading.mention);
                if self.origin.is_some_and(|origin| origin.is_ocr(&mention.range)) {
                    return Err(Unread::Ocr(mention.range, mention.value));
                }
                let mut reading = Reading { mention, sentence: self.place(reading.sentence), inferred: reading.inferred };
                if let Some(stated) = ask.unit.and_then(|_| self.table_unit(&reading.mention)) {
                    take_unit(&mut reading, stated);
                }
                Ok(reading)
            }
            Err(Unread::Several(places)) => Err(Unread::Several(places.into_iter().map(|place| self.place(place)).collect())),
            Err(Unread::Impossible(place, why)) => Err(Unread::Impossible(self.place(place), why)),
            Err(Unread::Unclear(place, values)) => Err(Unread::Unclear(self.place(place), values)),
            Err(unread) => Err(unread),
        }
    }

    /// The unit that the head or the caption of a table states for a figure in it that has none: "Thực hiện (triệu đồng)", "Đơn vị:
    /// triệu đồng". A claim without a unit speaks of the digits alone.
    fn table_unit(&self, mention: &Mention) -> Option<TableUnit> {
        if mention.unit.is_some() || mention.kind != Kind::Number {
            return None;
        }
        let stated = cells::stated(self.file, mention.range.start)?;
        let known = |words: &String| {
            let (scale, unit) = self.locale.unit(words);
            let is_unit = scale != Exact::ONE || unit.measure != Measure::Counted;
            is_unit.then(|| TableUnit { words: words.clone(), scale, unit })
        };
        stated.iter().find_map(known)
    }

    /// A claim that states words is read as the words of its quote.
    fn words(&self, quote: ByteRange) -> Reading {
        let text = &self.composed.text;
        let words = text.get(quote.start as usize..quote.end as usize).unwrap_or_default().to_owned();
        let mention = Mention::plain(quote.clone(), quote.clone(), Kind::Text, Value::Text(words));
        let sentence = self.place(read::sentence(text, quote, self.locale));
        Reading { mention: self.on_disk(mention), sentence, inferred: Vec::new() }
    }

    /// A range of the composed text as one of the file on disk.
    fn place(&self, range: ByteRange) -> ByteRange {
        let original = self.composed.map.to_original(range);
        original.start + self.start..original.end + self.start
    }

    fn on_disk(&self, mention: Mention) -> Mention {
        Mention {
            range: self.place(mention.range),
            figure: self.place(mention.figure),
            hedge: mention.hedge.map(|range| self.place(range)),
            unit_range: mention.unit_range.map(|range| self.place(range)),
            ..mention
        }
    }
}
