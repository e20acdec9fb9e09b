//! Claims: a value, the words it was taken from and the document they stand in, kept small enough for millions.
//!
//! Keeps what was read and finds it again; judges nothing and touches no disk.

pub mod csv;
pub mod error;
pub mod intake;
pub mod record;
mod side;
pub mod toml;
pub mod value;

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use crate::date::Date;
use crate::document::SourceId;
use crate::names::Name;
use crate::text::{FileId, Files, Span};
use crate::value::{Decimal, Kind, Qualifier, Value};

/// A claim of the project, by its place in [`Claims`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub u32);

/// A field of a claim that a report can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The identifier.
    Id,
    /// The value.
    Value,
    /// The unit.
    Unit,
    /// The quote.
    Quote,
    /// The source.
    Source,
    /// The date it is true of.
    AsOf,
    /// What is measured.
    Metric,
    /// The kind of its value.
    Kind,
    /// Words before the quote.
    Before,
    /// Words after the quote.
    After,
    /// The figure in the quote that is meant.
    Focus,
    /// Why the quote and what stands around it need not say `as_of`.
    AsOfReason,
    /// The cell that the quote stands in: `Sheet1!C14`.
    Cell,
    /// The page that it stands on.
    Page,
    /// The words of a cell in its row of a table.
    Row,
    /// The words of a cell in its column of a table.
    Column,
    /// A declared dimension, by its place in the declaration.
    Dim(u16),
}

/// Every field that a claim may have without a declaration, with its key. The order is that of [`Field::slot`].
pub const FIELDS: &[(Field, &str)] = &[
    (Field::Id, "id"),
    (Field::Metric, "metric"),
    (Field::AsOf, "as_of"),
    (Field::Value, "value"),
    (Field::Unit, "unit"),
    (Field::Kind, "kind"),
    (Field::Source, "source"),
    (Field::Quote, "quote"),
    (Field::Before, "before"),
    (Field::After, "after"),
    (Field::Focus, "focus"),
    (Field::AsOfReason, "as_of_reason"),
    (Field::Cell, "cell"),
    (Field::Page, "page"),
    (Field::Row, "row"),
    (Field::Column, "column"),
];

impl Field {
    /// Its place in a table of all fields: those of [`FIELDS`], then the dimensions.
    pub fn slot(self) -> usize {
        match self {
            Field::Id => 0,
            Field::Metric => 1,
            Field::AsOf => 2,
            Field::Value => 3,
            Field::Unit => 4,
            Field::Kind => 5,
            Field::Source => 6,
            Field::Quote => 7,
            Field::Before => 8,
            Field::After => 9,
            Field::Focus => 10,
            Field::AsOfReason => 11,
            Field::Cell => 12,
            Field::Page => 13,
            Field::Row => 14,
            Field::Column => 15,
            Field::Dim(index) => FIELDS.len() + usize::from(index),
        }
    }

    /// The field of a key: `quote`, or the name of a declared dimension.
    pub fn of_key(key: &str, dims: &[String]) -> Option<Field> {
        let known = FIELDS.iter().find(|(_, name)| *name == key).map(|(field, _)| *field);
        known.or_else(|| {
            let index = dims.iter().position(|dim| dim == key)?;
            Some(Field::Dim(u16::try_from(index).ok()?))
        })
    }

    /// Its key.
    pub fn key(self, dims: &[String]) -> &str {
        match self {
            Field::Dim(index) => dims.get(usize::from(index)).map_or("", String::as_str),
            field => FIELDS.get(field.slot()).map_or("", |(_, name)| name),
        }
    }
}

/// Where the fields of a CSV file's claims stand: a column for each slot, or none.
pub type Columns = Vec<Option<u16>>;

/// A stretch of the file that a claim is written in, or of the store's own text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    start: u32,
    /// In bytes; with [`Words::OWN`] for one of the store's own text.
    length: u32,
}

/// Words of a new claim.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// The words.
    pub text: &'a str,
    /// Where they begin in the claim's file, if they stand there as they are meant.
    pub at: Option<u32>,
}

impl<'a> From<&'a str> for Given<'a> {
    fn from(text: &'a str) -> Given<'a> {
        Given { text, at: None }
    }
}

impl Words {
    const OWN: u32 = 1 << 31;

    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }

    fn is_own(self) -> bool {
        self.length & Words::OWN != 0
    }
}

/// What a claim states: in place where it is a plain decimal, else a row of [`Claims::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stated {
    Decimal(Decimal),
    Kept(u32),
}

/// One claim.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Its identifier, unique in the project.
    pub id: Words,
    /// The file it is written in.
    pub file: FileId,
    /// The first byte of its row or table.
    pub start: u32,
    /// The byte after its row or table.
    pub end: u32,
    /// What is measured.
    pub metric: Name,
    /// The day, month or year it is true of, as a row of [`Claims::dates`] plus one; nought when it says none.
    as_of: u32,
    /// The unit as written.
    pub unit: Name,
    /// What it states.
    stated: Stated,
    /// What kind of thing it states.
    pub kind: Kind,
    /// Its source, if it has one.
    pub source: Option<SourceId>,
    /// The words it was taken from; empty when it has none.
    pub quote: Words,
    /// Row of [`Claims::contexts`] plus one; nought when the quote has no context.
    context: u32,
}

/// Words around a quote, and the part of it that is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// Words before it.
    pub before: Words,
    /// Words after it.
    pub after: Words,
    /// The figure in it that is meant.
    pub focus: Words,
    /// Why nothing in the source need say `as_of`.
    pub as_of_reason: Words,
    /// Cell, page, row and column that the quote stands in.
    pub narrow: [Words; 4],
}

impl Context {
    fn is_empty(&self) -> bool {
        [self.before, self.after, self.focus, self.as_of_reason].iter().chain(&self.narrow).all(|words| words.is_empty())
    }
}

/// All claims of a project.
#[derive(Debug, Default)]
pub struct Claims {
    rows: Vec<Claim>,
    /// The dimensions of all claims, one row after the other.
    dims: Vec<Name>,
    dims_count: usize,
    text: String,
    /// The texts of the files that claims are written in, by file.
    texts: Vec<Option<Arc<String>>>,
    values: Vec<Value>,
    dates: Vec<Date>,
    date_rows: HashMap<Date, u32>,
    contexts: Vec<Context>,
    last_date: Option<(Date, u32)>,
    /// Places of the fields of claims that are written in TOML, where a row cannot be read again by itself.
    spans: HashMap<ClaimId, Vec<(Field, Span)>>,
    /// Claims by their identifier: its hash and the row.
    table: HashTable<(u32, u32)>,
    /// The hashes of the last claims, which are not in the table yet.
    pending: Vec<u32>,
    /// Claims whose identifier an earlier one has.
    twins: Vec<(ClaimId, ClaimId)>,
    hasher: DefaultHashBuilder,
    /// The columns of each CSV file.
    columns: HashMap<FileId, Columns>,
    /// Whether it is read beside another store, which will take it over and compare identifiers.
    is_side: bool,
}

/// What a new claim states: a plain decimal without building a [`Value`], or any value.
#[derive(Clone, Debug)]
pub enum NewValue {
    /// A decimal without a hedge: 4971, 12.50.
    Decimal(Decimal),
    /// Anything else.
    Value(Value),
}

/// A claim on its way into [`Claims`].
#[derive(Debug)]
pub struct NewClaim<'a> {
    /// Its identifier.
    pub id: Given<'a>,
    /// Its row or table.
    pub span: Span,
    /// What is measured.
    pub metric: Name,
    /// One name per declared dimension; [`Name::NONE`] where it has none.
    pub dims: &'a [Name],
    /// What it is true of.
    pub as_of: Option<Date>,
    /// The unit as written.
    pub unit: Name,
    /// What it states, the unit's scale word multiplied in.
    pub value: NewValue,
    /// What kind of thing it states.
    pub kind: Kind,
    /// Its source.
    pub source: Option<SourceId>,
    /// The words it was taken from; empty when it has none.
    pub quote: Given<'a>,
    /// Words before the quote.
    pub before: &'a str,
    /// Words after the quote.
    pub after: &'a str,
    /// The figure in the quote that is meant.
    pub focus: &'a str,
    /// Why the quote and what stands around it need not say `as_of`.
    pub as_of_reason: &'a str,
    /// Cell, page, row and column that the quote stands in; each may be empty.
    pub narrow: [&'a str; 4],
    /// Places of its fields, for claims written in TOML.
    pub fields: Vec<(Field, Span)>,
}

impl Claims {
    /// A store for claims with this many dimensions.
    pub fn new(dims_count: usize) -> Claims {
        Claims { dims_count, ..Claims::default() }
    }

    /// Makes room for more claims.
    pub fn reserve(&mut self, claims_count: usize, text_bytes: usize) {
        self.rows.reserve(claims_count);
        self.dims.reserve(claims_count * self.dims_count);
        self.text.reserve(text_bytes);
        self.table.reserve(claims_count, |&(hash, _)| spread(hash));
    }

    /// Whether words of so many bytes still fit; offsets into them are 32 bits.
    pub fn has_room(&self, bytes: usize) -> bool {
        let fits = bytes < Words::OWN as usize && self.text.len() + bytes <= crate::text::FILE_BYTES_MAX;
        fits && self.rows.len() < CLAIMS_MAX
    }

    /// Whether the claims of another store still fit.
    pub fn has_room_for(&self, other: &Claims) -> bool {
        self.has_room(other.text.len()) && self.rows.len() + other.rows.len() < CLAIMS_MAX
    }

    /// The claim of an identifier, among those that [`Claims::settle`] has seen.
    pub fn find(&self, id: &str) -> Option<ClaimId> {
        let hash = self.hash(id);
        let same = |&(known, row): &(u32, u32)| known == hash && self.id_text(ClaimId(row)) == id;
        self.table.find(spread(hash), same).map(|&(_, row)| ClaimId(row))
    }

    /// Enters the identifiers of the last claims into the table; together, since each waits for memory by itself.
    pub fn settle(&mut self) {
        let mut table = std::mem::take(&mut self.table);
        let pending = std::mem::take(&mut self.pending);
        let first = self.rows.len() - pending.len();
        for (index, hash) in pending.into_iter().enumerate() {
            let row = ClaimId(crate::text::offset(first + index));
            let same = |&(known, other): &(u32, u32)| known == hash && self.id_text(ClaimId(other)) == self.id_text(row);
            match table.entry(spread(hash), same, |&(hash, _)| spread(hash)) {
                Entry::Occupied(known) => self.twins.push((row, ClaimId(known.get().1))),
                Entry::Vacant(place) => drop(place.insert((hash, row.0))),
            }
        }
        self.table = table;
    }

    /// The claims whose identifier an earlier one has, each with the earlier one; [`Claims::remove_twins`] forgets them.
    pub fn twins(&self) -> &[(ClaimId, ClaimId)] {
        &self.twins
    }

    /// Takes out the claims whose identifier an earlier one has; those after them move up.
    pub fn remove_twins(&mut self) {
        let twins = std::mem::take(&mut self.twins);
        if twins.is_empty() {
            return;
        }
        let mut gone = vec![false; self.rows.len()];
        twins.iter().for_each(|(twin, _)| gone[twin.0 as usize] = true);
        let kept: Vec<u32> = self.ids().map(|id| id.0).filter(|row| !gone[*row as usize]).collect();
        let dims_count = self.dims_count;
        let dims = kept.iter().flat_map(|&row| &self.dims[row as usize * dims_count..(row as usize + 1) * dims_count]);
        self.dims = dims.copied().collect();
        self.rows = kept.iter().map(|&row| self.rows[row as usize]).collect();
        let mut spans = std::mem::take(&mut self.spans);
        let moved = (0..).zip(&kept).filter_map(|(new, old)| Some((ClaimId(new), spans.remove(&ClaimId(*old))?)));
        self.spans = moved.collect();
        self.table.clear();
        self.pending = self.ids().map(|id| self.hash(self.id_text(id))).collect();
        self.settle();
    }

    /// Remembers the text of a CSV file, and where the fields of its claims stand.
    pub fn keep_file(&mut self, file: FileId, text: &Arc<String>, columns: Columns) {
        let place = file.0 as usize;
        if self.texts.len() <= place {
            self.texts.resize(place + 1, None);
        }
        self.texts[place] = Some(Arc::clone(text));
        self.columns.insert(file, columns);
    }

    /// Takes a claim in. Whether another one has its identifier shows in [`Claims::twins`].
    ///
    /// # Panics
    /// When all identifiers and quotes together pass 4 GiB, which [`Claims::has_room`] rules out.
    pub fn add(&mut self, new: NewClaim<'_>) -> ClaimId {
        let row = crate::text::offset(self.rows.len());
        self.pending.push(self.hash(new.id.text));
        let id = ClaimId(row);
        self.dims.extend((0..self.dims_count).map(|index| new.dims.get(index).copied().unwrap_or(Name::NONE)));
        let as_of = new.as_of.map_or(0, |date| self.keep_date(date) + 1);
        let context = Context {
            before: self.keep(new.before.into()),
            after: self.keep(new.after.into()),
            focus: self.keep(new.focus.into()),
            as_of_reason: self.keep(new.as_of_reason.into()),
            narrow: new.narrow.map(|words| self.keep(words.into())),
        };
        let context = if context.is_empty() {
            0
        } else {
            self.contexts.push(context);
            crate::text::offset(self.contexts.len())
        };
        let row = Claim {
            id: self.keep(new.id),
            file: new.span.file,
            start: new.span.start,
            end: new.span.end,
            metric: new.metric,
            as_of,
            unit: new.unit,
            stated: self.keep_value(new.value),
            kind: new.kind,
            source: new.source,
            quote: self.keep(new.quote),
            context,
        };
        self.rows.push(row);
        if !new.fields.is_empty() {
            self.spans.insert(id, new.fields);
        }
        if self.pending.len() >= PENDING_MAX && !self.is_side {
            self.settle();
        }
        id
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// All of them, in the order in which they were read.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = ClaimId> + use<> {
        (0..crate::text::offset(self.rows.len())).map(ClaimId)
    }

    /// A claim's row.
    pub fn get(&self, id: ClaimId) -> &Claim {
        &self.rows[id.0 as usize]
    }

    /// The span of its row or table.
    pub fn span(&self, id: ClaimId) -> Span {
        let row = self.get(id);
        Span { file: row.file, start: row.start, end: row.end }
    }

    /// Words of a claim that is written in `file`.
    fn words(&self, file: FileId, words: Words) -> &str {
        let text = match words.is_own() {
            true => Some(&self.text),
            false => self.texts.get(file.0 as usize).and_then(Option::as_deref),
        };
        let (start, length) = (words.start as usize, (words.length & !Words::OWN) as usize);
        text.and_then(|text| text.get(start..start + length)).unwrap_or_default()
    }

    /// A claim's identifier.
    pub fn id_text(&self, id: ClaimId) -> &str {
        let row = self.get(id);
        self.words(row.file, row.id)
    }

    /// A claim's quote; empty when it has none.
    pub fn quote(&self, id: ClaimId) -> &str {
        let row = self.get(id);
        self.words(row.file, row.quote)
    }

    /// The words around a claim's quote, and the figure in it that is meant; each may be empty.
    pub fn context(&self, id: ClaimId) -> (&str, &str, &str) {
        let Some(row) = self.get(id).context.checked_sub(1) else { return ("", "", "") };
        let Context { before, after, focus, .. } = self.contexts[row as usize];
        let words = |words| self.words(self.get(id).file, words);
        (words(before), words(after), words(focus))
    }

    /// Cell, page, row and column that a claim's quote stands in; each may be empty. Nothing where none is named.
    pub fn narrow(&self, id: ClaimId) -> Option<[&str; 4]> {
        let row = self.get(id);
        let Context { narrow, .. } = self.contexts[row.context.checked_sub(1)? as usize];
        let found = narrow.map(|words| self.words(row.file, words));
        found.iter().any(|words| !words.is_empty()).then_some(found)
    }

    /// Why the quote of a claim and what stands around it need not say its `as_of`; empty where that is not said.
    pub fn as_of_reason(&self, id: ClaimId) -> &str {
        let row = self.get(id);
        let context = row.context.checked_sub(1).map(|context| self.contexts[context as usize]);
        context.map_or("", |context| self.words(row.file, context.as_of_reason))
    }

    /// A claim's dimensions, in the order in which the project declares them.
    pub fn dims(&self, id: ClaimId) -> &[Name] {
        let start = id.0 as usize * self.dims_count;
        &self.dims[start..start + self.dims_count]
    }

    /// The date it is true of.
    pub fn as_of(&self, id: ClaimId) -> Option<Date> {
        self.get(id).as_of.checked_sub(1).map(|row| self.dates[row as usize])
    }

    /// A number that is equal for equal dates and nought for none, to group by.
    pub fn as_of_key(&self, id: ClaimId) -> u32 {
        self.get(id).as_of
    }

    /// The date of a key of [`Claims::as_of_key`].
    pub fn date_of_key(&self, key: u32) -> Option<Date> {
        key.checked_sub(1).map(|row| self.dates[row as usize])
    }

    /// How many keys of [`Claims::as_of_key`] there are, nought included.
    pub fn as_of_keys_count(&self) -> usize {
        self.dates.len() + 1
    }

    /// What it states, if that is a decimal, without building a [`Value`].
    pub fn decimal(&self, id: ClaimId) -> Option<Decimal> {
        match self.get(id).stated {
            Stated::Decimal(decimal) => Some(decimal),
            Stated::Kept(_) => None,
        }
    }

    /// The same without a hedge.
    pub fn plain_decimal(&self, id: ClaimId) -> Option<Decimal> {
        self.decimal(id).filter(|decimal| decimal.qualifier == Qualifier::Exact)
    }

    /// What it states.
    pub fn value(&self, id: ClaimId) -> Value {
        match self.get(id).stated {
            Stated::Decimal(decimal) => Value::Figure(decimal.figure()),
            Stated::Kept(row) => self.values[row as usize].clone(),
        }
    }

    /// Where a field of a claim written in TOML stands.
    pub fn kept_span(&self, id: ClaimId, field: Field) -> Option<Span> {
        self.spans.get(&id)?.iter().find(|(known, _)| *known == field).map(|(_, span)| *span)
    }

    /// The column of a field in the CSV file of a claim; nothing for one in TOML, or where no column fills the field.
    pub fn column(&self, id: ClaimId, field: Field) -> Option<usize> {
        self.columns.get(&self.get(id).file)?.get(field.slot()).copied().flatten().map(usize::from)
    }

    /// Whether a claim is a row, or a cell of one, of a CSV file.
    pub fn is_row(&self, id: ClaimId) -> bool {
        self.columns.contains_key(&self.get(id).file)
    }

    /// Gives a claim another quote, other words around it and another focus, to see what these would lead to.
    ///
    /// # Panics
    /// When all identifiers and quotes together pass 4 GiB, which [`Claims::has_room`] rules out.
    pub fn requote(&mut self, id: ClaimId, quote: &str, before: &str, after: &str, focus: &str) {
        let quote = self.keep(Given { text: quote, at: None });
        let old = self.get(id).context.checked_sub(1).map(|row| self.contexts[row as usize]).unwrap_or_default();
        let [before, after, focus] = [before, after, focus].map(|text| self.keep(Given { text, at: None }));
        let context = Context { before, after, focus, ..old };
        self.contexts.push(context);
        let context = crate::text::offset(self.contexts.len());
        let row = &mut self.rows[id.0 as usize];
        (row.quote, row.context) = (quote, context);
    }

    /// The upper half of an identifier's hash; kept beside the row, it spares most looks at the row.
    fn hash(&self, id: &str) -> u32 {
        (self.hasher.hash_one(id) >> 32) as u32
    }

    fn keep(&mut self, given: Given<'_>) -> Words {
        let length = crate::text::offset(given.text.len());
        match given.at {
            _ if length == 0 => Words::default(),
            Some(start) => Words { start, length },
            None => {
                let start = crate::text::offset(self.text.len());
                self.text.push_str(given.text);
                Words { start, length: length | Words::OWN }
            }
        }
    }

    /// Rows that follow each other mostly share their date.
    fn keep_date(&mut self, date: Date) -> u32 {
        if let Some((_, row)) = self.last_date.filter(|(last, _)| *last == date) {
            return row;
        }
        let row = *self.date_rows.entry(date).or_insert_with(|| {
            self.dates.push(date);
            crate::text::offset(self.dates.len() - 1)
        });
        self.last_date = Some((date, row));
        row
    }

    /// A plain decimal fits in place; everything else goes to the overflow.
    fn keep_value(&mut self, value: NewValue) -> Stated {
        let value = match value {
            NewValue::Decimal(decimal) => return Stated::Decimal(decimal),
            NewValue::Value(value) => value,
        };
        if let Some(decimal) = value.as_figure().and_then(Decimal::of) {
            return Stated::Decimal(decimal);
        }
        self.values.push(value);
        Stated::Kept(crate::text::offset(self.values.len() - 1))
    }
}

/// A project has fewer claims than this.
const CLAIMS_MAX: usize = u32::MAX as usize / 2;

/// So many identifiers wait for the table.
const PENDING_MAX: usize = 4_096;

/// The table takes its place from the lower bits of a hash and its tag from the upper ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

/// Where a field of a claim is written: its kept place for TOML, its column for CSV, else the claim's row or table.
pub fn field_span(files: &Files, claims: &Claims, id: ClaimId, field: Field) -> Span {
    let row = claims.span(id);
    let in_row = || {
        let column = claims.columns.get(&row.file)?.get(field.slot()).copied().flatten()?;
        record::field(files.get(row.file), row, usize::from(column))
    };
    claims.kept_span(id, field).or_else(in_row).unwrap_or(row)
}
