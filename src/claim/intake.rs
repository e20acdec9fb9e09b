//! Intake: takes claims of any format into the store, with their names, units, sources and values resolved.
//!
//! A claim with a mistake is reported and left out. Never repairs one, and never looks at a source's text.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::claim::error::{ClaimError, Hint};
use crate::claim::value::{NO_FIGURE, Numbers, Setting, Words, is_rounded, kind_of_unit, parse};
use crate::claim::{Claims, FIELDS, Field, Given, NewClaim, NewValue};
use crate::date::Date;
use crate::document::SourceId;
use crate::finding::Problem;
use crate::names::{Name, Names};
use crate::number::Exact;
use crate::text::{FileId, Span};
use crate::value::{Decimal, KINDS, Kind, Qualifier, Unit};

/// So many mistakes of one claims file are listed; the rest are counted.
pub const PROBLEMS_MAX: usize = 1_000;

/// So many names are compared for "did you mean" in one run, so that a million misspelt sources do not take an hour.
const COMPARISONS_MAX: usize = 500_000;

/// One claim as a format hands it over.
pub trait Row {
    /// The span of the whole row or table.
    fn span(&self) -> Span;

    /// The identifier, which may be put together from other fields.
    fn id(&self) -> Cow<'_, str>;

    /// The text of any other field; empty when the claim does not have it.
    fn text(&self, field: Field) -> &str;

    /// Where the text of a field begins in the file, if it stands there as it is meant.
    fn begins(&self, _field: Field) -> Option<u32> {
        None
    }

    /// Where a field is written.
    fn place(&self, field: Field) -> Option<Span>;

    /// Where to point at for a mistake in a field.
    fn mark(&self, field: Field) -> Span {
        self.place(field).filter(|span| span.end > span.start).unwrap_or_else(|| self.head())
    }

    /// The places of its fields, where the row cannot be read again by itself.
    fn places(&self) -> Vec<(Field, Span)> {
        Vec::new()
    }

    /// Whether a mistake in it is already reported, so that it is checked and not taken.
    fn is_faulty(&self) -> bool {
        false
    }

    /// Whether a key is there with a mistake that is already reported, so that it is not missing.
    fn is_tried(&self, _field: Field) -> bool {
        false
    }

    /// Where to point at when a key is missing.
    fn head(&self) -> Span {
        self.span()
    }
}

/// What a unit text stands for.
#[derive(Clone, Debug)]
struct Measured {
    scale: Exact,
    /// The scale as a power of ten, if it is one.
    power: Option<i16>,
    /// The unit; nothing for a claim without one.
    unit: Option<Unit>,
    kind: Kind,
}

/// An intake for a part of a file, which the store takes over afterwards.
pub struct Side<'a> {
    names: Names,
    claims: Claims,
    /// So many words it began with.
    shared_count: usize,
    dims: &'a [String],
    sources: &'a HashMap<Name, SourceId>,
    words: &'a Words,
    file: FileId,
    numbers: Numbers,
}

impl Side<'_> {
    /// Takes claims in.
    pub fn intake<T>(&mut self, take: impl FnOnce(&mut Intake<'_>) -> T) -> T {
        let mut intake = Intake::new(&mut self.names, &mut self.claims, self.dims, self.sources, self.words);
        intake.begin(self.file, self.numbers.clone(), &[]);
        take(&mut intake)
    }
}

/// Takes claims into the store.
pub struct Intake<'a> {
    /// All words that return.
    pub names: &'a mut Names,
    /// The store.
    pub claims: &'a mut Claims,
    /// The declared dimensions.
    pub dims: &'a [String],
    sources: &'a HashMap<Name, SourceId>,
    words: &'a Words,
    /// Units that were met, each looked up once.
    units: HashMap<Name, Measured>,
    /// For each slot the text of the row before and its name: neighbours mostly agree.
    last: Vec<(String, Name)>,
    last_date: (String, Option<Date>),
    dim_names: Vec<Name>,
    /// Identifiers of claims with a mistake, which are not in the store.
    aside: HashMap<String, Span>,
    numbers: Numbers,
    file: FileId,
    problems_start: usize,
    more: usize,
    comparisons: usize,
    /// How many of the claims with the identifier of another are reported.
    twins_count: usize,
}

impl<'a> Intake<'a> {
    /// An intake into `claims`.
    pub fn new(
        names: &'a mut Names,
        claims: &'a mut Claims,
        dims: &'a [String],
        sources: &'a HashMap<Name, SourceId>,
        words: &'a Words,
    ) -> Intake<'a> {
        Intake {
            names,
            claims,
            dims,
            sources,
            words,
            units: HashMap::new(),
            last: vec![(String::new(), Name::NONE); FIELDS.len() + dims.len()],
            last_date: (String::new(), None),
            dim_names: Vec::new(),
            aside: HashMap::new(),
            numbers: Numbers::Point,
            file: FileId(0),
            problems_start: 0,
            more: 0,
            comparisons: 0,
            twins_count: 0,
        }
    }

    /// An intake of its own for a part of the file that was begun, to be read on another core.
    pub fn side(&self) -> Side<'a> {
        Side {
            names: self.names.clone(),
            claims: self.claims.side(),
            shared_count: self.names.count(),
            dims: self.dims,
            sources: self.sources,
            words: self.words,
            file: self.file,
            numbers: self.numbers.clone(),
        }
    }

    /// Takes over what a side took in without a mistake. False, with nothing taken, where its claims have to be looked at one by
    /// one: some with mistakes may have the same identifiers, or they do not fit.
    pub fn take_over(&mut self, side: Side<'_>) -> bool {
        let fits = self.aside.is_empty() && self.claims.has_room_for(&side.claims);
        if fits {
            self.claims.take_over(side.claims, &side.names, self.names, side.shared_count);
        }
        fits
    }

    /// Begins a file.
    pub fn begin(&mut self, file: FileId, numbers: Numbers, problems: &[Problem]) {
        self.file = file;
        self.numbers = numbers;
        self.problems_start = problems.len();
        self.more = 0;
    }

    /// Counts the mistakes beyond [`PROBLEMS_MAX`] instead of keeping them; false when the store is full.
    pub fn goes_on(&mut self, problems: &mut Vec<Problem>) -> bool {
        let most = self.problems_start + PROBLEMS_MAX;
        if problems.len() > most {
            self.more += problems.len() - most;
            problems.truncate(most);
        }
        let is_full = !self.claims.has_room(0);
        if is_full {
            problems.push(ClaimError::TooMany(Span::new(self.file, 0..0)).into());
        }
        !is_full
    }

    /// Ends a file: reports identifiers that came twice, and says how many mistakes are not listed. `place` finds the identifier
    /// in a claim's row.
    pub fn finish(&mut self, problems: &mut Vec<Problem>, place: impl Fn(Span) -> Option<Span>) {
        self.claims.settle();
        let twins = self.claims.twins();
        for (twin, first) in twins.iter().skip(self.twins_count).take(PROBLEMS_MAX) {
            let span = |id| {
                let row = self.claims.span(id);
                let here = || if row.file == self.file { place(row) } else { None };
                self.claims.kept_span(id, Field::Id).or_else(here).unwrap_or(row)
            };
            problems.push(duplicate(self.claims.id_text(*twin), span(*twin), span(*first)));
        }
        self.more += (twins.len() - self.twins_count).saturating_sub(PROBLEMS_MAX);
        self.twins_count = twins.len();
        self.goes_on(problems);
        if self.more > 0 {
            problems.push(ClaimError::More { span: Span::new(self.file, 0..0), count: self.more }.into());
        }
    }

    /// Takes a cell of a wide table: an empty one is no claim, and neither is one with the dash or the dots that tables print for it.
    pub fn take_cell(&mut self, row: &impl Row, problems: &mut Vec<Problem>) {
        if !NO_FIGURE.contains(&row.text(Field::Value).trim()) {
            self.take(row, problems);
        }
    }

    /// Takes a claim.
    pub fn take(&mut self, row: &impl Row, problems: &mut Vec<Problem>) {
        let before = problems.len();
        let id = row.id();
        let (metric, stated) = (row.text(Field::Metric), row.text(Field::Value));
        if id.is_empty() || metric.is_empty() || stated.is_empty() {
            self.report_missing(row, &id, problems);
        }
        let metric = self.name(Field::Metric, metric);
        let mut dims = std::mem::take(&mut self.dim_names);
        dims.clear();
        for index in 0..self.dims.len() {
            let field = Field::Dim(u16::try_from(index).unwrap_or(u16::MAX));
            dims.push(self.name(field, row.text(field)));
        }
        let unit = self.name(Field::Unit, row.text(Field::Unit));
        let as_of = self.as_of(row, problems);
        let source = self.source(row, problems);
        let value = self.value(row, stated, unit, problems);
        let quote = row.text(Field::Quote);
        let (before_quote, after_quote, focus) = (row.text(Field::Before), row.text(Field::After), row.text(Field::Focus));
        if quote.is_empty() && !row.is_tried(Field::Quote) {
            self.check_context(row, problems);
        }
        match value.filter(|_| problems.len() == before && !row.is_faulty()) {
            None => self.set_aside(row, &id, problems),
            Some((value, kind)) => {
                let new = NewClaim {
                    id: Given { text: &id, at: row.begins(Field::Id) },
                    span: row.span(),
                    metric,
                    dims: &dims,
                    as_of,
                    unit,
                    value,
                    kind,
                    source,
                    quote: Given { text: quote, at: row.begins(Field::Quote) },
                    before: before_quote,
                    after: after_quote,
                    focus,
                    as_of_reason: row.text(Field::AsOfReason),
                    narrow: NARROW.map(|field| row.text(field)),
                    fields: row.places(),
                };
                self.add(new, row, problems);
            }
        }
        self.dim_names = dims;
    }

    fn add(&mut self, new: NewClaim<'_>, row: &impl Row, problems: &mut Vec<Problem>) {
        let (id, span) = (new.id.text, new.span);
        let bytes = [new.id.text, new.quote.text, new.before, new.after, new.focus, new.as_of_reason]
            .iter()
            .chain(&new.narrow)
            .map(|text| text.len())
            .sum();
        if !self.claims.has_room(bytes) {
            problems.push(ClaimError::TooMany(span).into());
            return;
        }
        if let Some(first) = self.aside.get(id) {
            problems.push(duplicate(id, row.mark(Field::Id), *first));
        }
        self.claims.add(new);
    }

    /// Remembers the identifier of a claim with a mistake, so that another with the same one is still seen.
    fn set_aside(&mut self, row: &impl Row, id: &str, problems: &mut Vec<Problem>) {
        if id.is_empty() {
            return;
        }
        self.claims.settle();
        let kept = self.claims.find(id);
        let kept = kept.map(|first| self.claims.kept_span(first, Field::Id).unwrap_or_else(|| self.claims.span(first)));
        match kept.or_else(|| self.aside.get(id).copied()) {
            Some(first) => problems.push(duplicate(id, row.mark(Field::Id), first)),
            None => {
                self.aside.insert(id.to_owned(), row.mark(Field::Id));
            }
        }
    }

    fn report_missing(&self, row: &impl Row, id: &str, problems: &mut Vec<Problem>) {
        let is_there = |field| match field {
            Field::Id => !id.is_empty(),
            other => !row.text(other).is_empty(),
        };
        for field in [Field::Id, Field::Metric, Field::Value] {
            if !is_there(field) && !row.is_tried(field) {
                let (span, key) = (row.mark(field), field.key(self.dims).to_owned());
                problems.push(ClaimError::MissingKey { span, id: id.to_owned(), key }.into());
            }
        }
    }

    /// The name of a text, most often that of the row before.
    fn name(&mut self, field: Field, text: &str) -> Name {
        if text.is_empty() {
            return Name::NONE;
        }
        let Some((last, name)) = self.last.get_mut(field.slot()) else {
            return self.names.add(text);
        };
        if last != text {
            *name = self.names.add(text);
            text.clone_into(last);
        }
        *name
    }

    fn as_of(&mut self, row: &impl Row, problems: &mut Vec<Problem>) -> Option<Date> {
        let text = row.text(Field::AsOf).trim();
        if text.is_empty() {
            return None;
        }
        if self.last_date.0 == text {
            return self.last_date.1;
        }
        match Date::parse(text) {
            Ok(date) => {
                text.clone_into(&mut self.last_date.0);
                self.last_date.1 = Some(date);
                Some(date)
            }
            Err(error) => {
                let (span, text) = (row.mark(Field::AsOf), text.to_owned());
                problems.push(ClaimError::AsOf { span, text, error }.into());
                None
            }
        }
    }

    fn source(&mut self, row: &impl Row, problems: &mut Vec<Problem>) -> Option<SourceId> {
        let text = row.text(Field::Source);
        if text.is_empty() {
            return None;
        }
        let name = self.name(Field::Source, text);
        let source = self.sources.get(&name).copied();
        if source.is_none() {
            let (span, hint) = (row.mark(Field::Source), self.source_hint(text));
            problems.push(ClaimError::UnknownSource { span, name: text.to_owned(), hint }.into());
        }
        source
    }

    fn source_hint(&mut self, text: &str) -> Hint {
        let known = || "sources are listed in `[[source]]` or in a file of `sources`".to_owned();
        self.comparisons += self.sources.len();
        if self.comparisons > COMPARISONS_MAX {
            return Hint::Known(known());
        }
        let mut names: Vec<(SourceId, Name)> = self.sources.iter().map(|(name, id)| (*id, *name)).collect();
        names.sort_unstable();
        Hint::new(text, names.iter().map(|(_, name)| self.names.get(*name)), known)
    }

    fn value(&mut self, row: &impl Row, text: &str, unit: Name, problems: &mut Vec<Problem>) -> Option<(NewValue, Kind)> {
        if text.is_empty() {
            return None;
        }
        let kind = kind_of(row, problems)?;
        let measured = self.units.entry(unit).or_insert_with(|| measured(unit, self.names, self.words));
        let numbers = &self.numbers;
        if let (None, Some(decimal)) = (kind, fast(text, numbers, measured)) {
            return Some((decimal, measured.kind));
        }
        let document = &*self.words.document;
        let setting = Setting { kind, scale: &measured.scale, unit: measured.unit.as_ref(), numbers, document: &document };
        match parse(text, &setting) {
            Ok((value, kind)) => Some((NewValue::Value(value), kind)),
            Err(error) => {
                problems.push(ClaimError::Value { span: row.mark(Field::Value), error }.into());
                None
            }
        }
    }

    /// Words around a quote that is not there are a mistake: somebody forgot the quote.
    fn check_context(&self, row: &impl Row, problems: &mut Vec<Problem>) {
        for field in AROUND.into_iter().filter(|field| !row.text(*field).is_empty()) {
            let key = field.key(self.dims).to_owned();
            problems.push(ClaimError::NoQuote { span: row.mark(field), key }.into());
        }
    }
}

/// The fields that only say more about a quote.
const AROUND: [Field; 7] = [Field::Before, Field::After, Field::Focus, Field::Cell, Field::Page, Field::Row, Field::Column];

/// The fields that say in which cell a quote stands.
const NARROW: [Field; 4] = [Field::Cell, Field::Page, Field::Row, Field::Column];

fn duplicate(id: &str, twin: Span, first: Span) -> Problem {
    ClaimError::DuplicateId { span: twin, first, id: id.to_owned() }.into()
}

/// The kind that a claim names: nothing for one that does not exist, `Some(None)` when it names none.
fn kind_of(row: &impl Row, problems: &mut Vec<Problem>) -> Option<Option<Kind>> {
    let text = row.text(Field::Kind).trim();
    if text.is_empty() {
        return if row.is_tried(Field::Kind) { None } else { Some(None) };
    }
    let kind = Kind::parse(text);
    if kind.is_none() {
        let names = || KINDS.iter().map(|(_, name)| *name);
        let hint = Hint::new(text, names(), || format!("kinds: {}", names().collect::<Vec<_>>().join(", ")));
        problems.push(ClaimError::UnknownKind { span: row.mark(Field::Kind), name: text.to_owned(), hint }.into());
        return None;
    }
    Some(kind)
}

fn measured(unit: Name, names: &Names, words: &Words) -> Measured {
    if !unit.is_some() {
        return Measured { scale: Exact::ONE, power: Some(0), unit: None, kind: Kind::Number };
    }
    let (scale, unit) = (words.unit)(names.get(unit));
    let place = if scale == Exact::ONE { Some(0) } else { scale.last_place() };
    let power = place.filter(|&place| Exact::power_of_ten(place) == scale).and_then(|place| i16::try_from(place).ok());
    Measured { power, kind: kind_of_unit(Some(&unit)), scale, unit: Some(unit) }
}

/// A plain decimal of at most 18 digits, without building a [`crate::value::Value`]. Anything with two readings is left to [`parse`].
fn fast(text: &str, numbers: &Numbers, measured: &Measured) -> Option<NewValue> {
    let power = measured.power?;
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut mantissa = 0i64;
    let mut point = None;
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() && index > 0 && !matches!(numbers, Numbers::Region(_)) => point = Some(index),
            _ => return None,
        }
    }
    let places = point.map_or(0, |point| digits.len() - point - 1);
    if point.is_some() && (places == 0 || places == 3) {
        return None; // `1.` is no number, and `1.421` may have two readings
    }
    let exponent = power.checked_sub(i16::try_from(places).ok()?)?;
    let mantissa = if negative { -mantissa } else { mantissa };
    let rounded = is_rounded(measured.kind, places > 0, power != 0);
    Some(NewValue::Decimal(Decimal { mantissa, exponent, rounded, qualifier: Qualifier::Exact }))
}
