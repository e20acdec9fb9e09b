//! Choice: which of several places or figures a claim means, where somebody says so or the names of its dimensions tell. The value of
//! the claim is never asked.
//!
//! A name tells where it stands with one place, and every other place has the name of something else of the same dimension.

use std::ops::Range;

use hashbrown::HashSet;

use super::quote::Quote;
use crate::claim::ClaimId;
use crate::evidence::{ByteRange, Evidence, Fold, FoldSet};
use crate::project::Project;
use crate::read::sentence;
use crate::run::text_of;
use crate::said::Said;
use crate::source::Locales;
use crate::text::fold::Folded;
use crate::text::{BYTE_ORDER_MARK, Span};

/// More names of one dimension than this are not looked for.
const NAMES_MAX: usize = 5_000;

/// Places that a message lists.
const PLACES_SHOWN_MAX: usize = 5;

/// For each dimension all names that claims have there, made comparable, each once.
pub(super) struct KnownNames(Vec<Vec<String>>);

impl KnownNames {
    pub(super) fn of(project: &Project) -> KnownNames {
        let names_of = |dim: usize| {
            let mut seen = HashSet::new();
            let names = project.claims.ids().map(|claim| project.claims.dims(claim)[dim]);
            let new = names.filter(|name| name.is_some() && seen.len() <= NAMES_MAX && seen.insert(*name));
            let all: Vec<String> = new.map(|name| comparable(project.names.get(name))).collect();
            if all.len() > NAMES_MAX { Vec::new() } else { all }
        };
        KnownNames((0..project.dims.len()).map(names_of).collect())
    }
}

fn comparable(text: &str) -> String {
    let classes = FoldSet::usual().union([Fold::Case].into_iter().collect());
    Folded::new(text, classes).text().trim().to_owned()
}

/// A claim whose place or figure is to be chosen.
pub(super) struct Look<'a> {
    pub(super) project: &'a Project,
    pub(super) claim: ClaimId,
    pub(super) evidence: &'a Evidence,
    pub(super) known: &'a KnownNames,
    pub(super) locales: &'a Locales,
    /// The number that somebody chose, from 1.
    pub(super) choice: Option<usize>,
}

impl Look<'_> {
    fn id(&self) -> &str {
        self.project.claims.id_text(self.claim)
    }

    /// The place of a quote that stands in several, with the shortest words that tell it from the others.
    pub(super) fn place(&self) -> Result<(Quote, Vec<Said>), Said> {
        let detail = self.evidence.anchor.as_ref().and_then(|anchor| anchor.detail.as_ref());
        let (places, contexts) = detail.map_or((&[][..], &[][..]), |detail| (&detail.places[..], &detail.contexts[..]));
        let sentences: Vec<String> = places.iter().map(|place| self.sentence(place)).collect();
        let index = self.chosen("fix/left-ambiguous", places, &sentences, |place| self.line(place))?;
        let context = contexts.get(index).filter(|context| !(context.before.is_empty() && context.after.is_empty()));
        let Some(context) = context else { return Err(Said::new("fix/left-alike").with("id", self.id())) };
        let key = if context.before.is_empty() { "`after`" } else { "`before`" };
        let old = Quote::of(self.project, self.claim);
        let quote = Quote { before: context.before.clone(), after: context.after.clone(), ..old };
        let line = places.get(index).map(|place| self.line(place)).unwrap_or_default();
        Ok((quote, vec![Said::new("fix/chosen").with("id", self.id()).with("key", key).with("line", line)]))
    }

    /// The figure of a quote that has several, marked by `focus`.
    pub(super) fn figure(&self, figures: &[ByteRange], mended: Option<(Quote, Vec<Said>)>) -> Result<(Quote, Vec<Said>), Said> {
        let clauses = self.clauses(figures);
        let index = self.chosen("fix/left-several", figures, &clauses, |figure| self.words(figure))?;
        let words = figures.get(index).map(|figure| self.slice(figure).trim().to_owned()).unwrap_or_default();
        let quote = mended.map_or_else(|| Quote::of(self.project, self.claim), |(quote, _)| quote);
        let place = self.evidence.anchor.as_ref().and_then(|anchor| anchor.place.clone()).unwrap_or_default();
        if self.slice(&place).matches(&words).count() != 1 {
            return Err(Said::new("fix/left-twice").with("id", self.id()));
        }
        let said = Said::new("fix/focused").with("id", self.id()).with("figure", &words);
        Ok((Quote { focus: words, ..quote }, vec![said]))
    }

    /// The one that somebody chose, or that the names of the claim's dimensions tell.
    fn chosen(
        &self,
        code: &'static str,
        ranges: &[ByteRange],
        around: &[String],
        shown: impl Fn(&ByteRange) -> String,
    ) -> Result<usize, Said> {
        let count = ranges.len();
        match self.choice {
            Some(number @ 1..) if number <= count => return Ok(number - 1),
            Some(number) => {
                return Err(Said::new("fix/beyond").with("id", self.id()).with("number", number).with("count", count));
            }
            None => {}
        }
        self.told(around).ok_or_else(|| {
            let first = ranges.iter().take(PLACES_SHOWN_MAX).enumerate();
            let mut places: Vec<String> = first.map(|(index, range)| format!("{} = {}", index + 1, shown(range))).collect();
            places.extend((count > PLACES_SHOWN_MAX).then(|| "…".to_owned()));
            Said::new(code).with("id", self.id()).with("count", count).with("places", places.join(", "))
        })
    }

    fn words(&self, range: &ByteRange) -> String {
        self.slice(range).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where a place stands, as a person looks it up: `bao.txt:12`, `bao.pdf p. 3 ¶ 2`, `thu.xlsx Thu!C4`.
    fn line(&self, range: &ByteRange) -> String {
        let source = self.project.claims.get(self.claim).source.map(|source| self.project.source(source));
        let Some(crate::document::Document::Text { file, .. }) = source.map(|source| &source.document) else {
            return String::new();
        };
        let place = self.project.files.place(Span { file: *file, start: range.start, end: range.end });
        let Some(spot) = place.spot.filter(|_| !place.has_lines) else { return format!("{}:{}", place.path, place.start.line) };
        let page = spot.page.map(|page| format!("p. {page}"));
        let cell =
            spot.cell.as_ref().map(|cell| spot.sheet.as_ref().map_or_else(|| cell.clone(), |sheet| format!("{sheet}!{cell}")));
        let paragraph = spot.paragraph.map(|paragraph| format!("¶ {paragraph}"));
        [Some(place.path), page, cell, paragraph].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The one place that names what the claim is about, where every other names something else of the same dimension.
    fn told(&self, around: &[String]) -> Option<usize> {
        let dims = self.project.claims.dims(self.claim);
        let told = dims.iter().zip(&self.known.0).filter(|(own, _)| own.is_some()).filter_map(|(own, known)| {
            let own = comparable(self.project.names.get(*own));
            let others: Vec<&str> = known.iter().map(String::as_str).filter(|name| is_apart(name, &own)).collect();
            let named = |text: &String| (has_word(text, &own), others.iter().any(|name| has_word(text, name)));
            let all: Vec<(bool, bool)> = around.iter().map(named).collect();
            let is_told = all.iter().all(|named| matches!(named, (true, false) | (false, true)));
            let mut own = all.iter().enumerate().filter(|(_, named)| named.0).map(|(index, _)| index);
            own.next().filter(|_| is_told && own.next().is_none())
        });
        let told: Vec<usize> = told.collect();
        told.first().copied().filter(|first| told.iter().all(|other| other == first))
    }

    fn text(&self) -> &str {
        let source = self.project.claims.get(self.claim).source.map(|source| self.project.source(source));
        source.and_then(|source| text_of(self.project, source)).unwrap_or_default()
    }

    fn slice(&self, range: &ByteRange) -> &str {
        self.text().get(range.start as usize..range.end as usize).unwrap_or_default().trim_start_matches(BYTE_ORDER_MARK)
    }

    fn sentence(&self, place: &Range<u32>) -> String {
        let source = self.project.claims.get(self.claim).source.map(|source| self.project.source(source));
        let locale = self.locales.named(source.and_then(|source| source.locale.as_deref()));
        comparable(self.slice(&sentence(self.text(), place.clone(), locale)))
    }

    /// For each figure the words between the signs that part it from its neighbours; nothing where two figures share them.
    fn clauses(&self, figures: &[ByteRange]) -> Vec<String> {
        let place = self.evidence.anchor.as_ref().and_then(|anchor| anchor.place.clone()).unwrap_or_default();
        let parts = |from: u32, to: u32| self.slice(&(from..to)).find([',', ';', '\n']).map(|at| from + crate::text::offset(at));
        let mut starts = vec![place.start];
        for (one, next) in figures.iter().zip(figures.iter().skip(1)) {
            starts.push(parts(one.end, next.start).unwrap_or(place.end));
        }
        starts.push(place.end);
        let clause =
            |(start, end): (&u32, &u32)| if start < end { comparable(self.slice(&(*start..*end))) } else { String::new() };
        starts.iter().zip(starts.iter().skip(1)).map(clause).collect()
    }
}

/// Whether two names are of different things, and not one a part of the other: "Hạ Long", "thành phố Hạ Long".
fn is_apart(name: &str, own: &str) -> bool {
    !name.is_empty() && !own.is_empty() && !has_word(name, own) && !has_word(own, name)
}

/// Whether a text has a name in it as words of its own.
fn has_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + name.len()..).unwrap_or_default());
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}
