//! Source: all that is found in one source for the claims that rest on it: each quote's place, and the value read there.
//!
//! The text is scanned once, however many claims rest on it. It never compares anything with a claim's value.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use hashbrown::HashMap;

use crate::claim::ClaimId;
use crate::document::{Document, SourceId};
use crate::evidence::{Anchor, AnchorDetail, ByteRange, Evidence, Mention, Reading, Status, Unread};
use crate::locale::Locale;
use crate::locate::{self, Wanted};
use crate::names::Name;
use crate::project::Project;
use crate::read::{self, Ask};
use crate::text::File;
use crate::text::origin::Origin;
use crate::text::fold::{Composed, composed};
use crate::value::{Kind, Unit, Value};

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
                locales.loaded.extend(Locale::load(tag).ok().map(|locale| (tag.clone(), locale)));
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

    fn named(&self, tag: Option<&str>) -> &Locale {
        let named = tag.and_then(|tag| self.loaded.iter().find(|(known, _)| known == tag));
        named.map_or_else(|| self.project(), |(_, locale)| locale)
    }
}

/// What the units of a project's claims mean, each looked up once.
pub struct Units {
    known: HashMap<Name, Unit>,
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
        Units { known }
    }

    fn get(&self, name: Name) -> Option<&Unit> {
        self.known.get(&name)
    }
}

/// What was found for the claims of a source.
pub fn evidence(
    project: &Project,
    id: SourceId,
    claims: &[ClaimId],
    locales: &Locales,
    units: &Units,
) -> Vec<(ClaimId, Evidence)> {
    if claims.is_empty() {
        return Vec::new();
    }
    let source = project.source(id);
    let Document::Text { file, part, .. } = &source.document else {
        let unreadable = || Evidence {
            anchor: Some(Anchor::without_place(Status::Unreadable, AnchorDetail::default())),
            reading: Err(Unread::NotLocated),
        };
        return claims.iter().map(|&claim| (claim, unreadable())).collect();
    };
    let file = project.files.get(*file);
    let quotes: Vec<Wanted<'_>> = claims
        .iter()
        .map(|&claim| {
            let (before, after, _) = project.claims.context(claim);
            Wanted { exact: project.claims.quote(claim), before, after }
        })
        .collect();
    let anchors = locate::locate(&file.text, part.clone(), &quotes);
    let stands = anchors.iter().any(|anchor| anchor.status.stands());
    let scanned = stands.then(|| Scanned::new(file, part, locales.named(source.locale.as_deref())));
    let read = |(&claim, anchor): (&ClaimId, Anchor)| {
        let reading = match (&scanned, &anchor.place) {
            (Some(scanned), Some(place)) => scanned.read(project, claim, place, source.published, units),
            _ => Err(Unread::NotLocated),
        };
        (claim, Evidence { anchor: Some(anchor), reading: reading.map(Box::new) })
    };
    claims.iter().zip(anchors).map(read).collect()
}

/// All figures of sources, asked for when a value differs. The last source is kept: claims of one source are judged in a row,
/// and a long source must not be read again for each of its slips.
#[derive(Default)]
pub struct Mentions {
    last: Mutex<Option<(SourceId, Arc<[Mention]>)>>,
}

impl Mentions {
    /// All figures of a source in order, their ranges in the file on disk.
    ///
    /// # Panics
    /// When another thread panicked while it read the source.
    pub fn of(&self, project: &Project, id: SourceId, locales: &Locales) -> Arc<[Mention]> {
        let mut last = self.last.lock().expect("reading a source never panics");
        match last.as_ref() {
            Some((known, mentions)) if *known == id => Arc::clone(mentions),
            _ => {
                let mentions: Arc<[Mention]> = mentions(project, id, locales).into();
                *last = Some((id, Arc::clone(&mentions)));
                mentions
            }
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

/// A source's text composed and scanned.
struct Scanned<'a> {
    composed: Composed<'a>,
    mentions: Vec<Mention>,
    locale: &'a Locale,
    /// Where the part that counts begins in the source's text.
    start: u32,
    /// Whether a stretch of the source's text was recognised from a picture.
    origin: Option<&'a Origin>,
}

impl<'a> Scanned<'a> {
    fn new(file: &'a File, part: &Range<u32>, locale: &'a Locale) -> Scanned<'a> {
        let composed = composed(file.text.get(part.start as usize..part.end as usize).unwrap_or_default());
        let mentions = read::mentions(&composed.text, locale);
        Scanned { composed, mentions, locale, start: part.start, origin: file.origin.as_deref() }
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
        let ask = Ask { focus, kind: row.kind, unit: units.get(row.unit), published };
        let reading = read::read(&self.composed.text, &self.mentions, quote, &ask, self.locale);
        match reading {
            Ok(reading) => {
                let mention = self.on_disk(reading.mention);
                if self.origin.is_some_and(|origin| origin.is_ocr(&mention.range)) {
                    return Err(Unread::Ocr(mention.range, mention.value));
                }
                Ok(Reading { mention, sentence: self.place(reading.sentence), inferred: reading.inferred })
            }
            Err(Unread::Several(places)) => Err(Unread::Several(places.into_iter().map(|place| self.place(place)).collect())),
            Err(Unread::Impossible(place, why)) => Err(Unread::Impossible(self.place(place), why)),
            Err(Unread::Unclear(place, values)) => Err(Unread::Unclear(self.place(place), values)),
            Err(unread) => Err(unread),
        }
    }

    /// A claim that states words is read as the words of its quote.
    fn words(&self, quote: ByteRange) -> Reading {
        let text = &self.composed.text;
        let words = text.get(quote.start as usize..quote.end as usize).unwrap_or_default().to_owned();
        let mention = Mention {
            range: quote.clone(),
            figure: quote.clone(),
            kind: Kind::Text,
            value: Value::Text(words),
            unit: None,
            hedge: None,
            unit_range: None,
            others: Vec::new(),
            remarks: Vec::new(),
        };
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
