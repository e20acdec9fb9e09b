//! The one evaluator of conditions: over ranges, over four truth values, over claims with provenance.
//!
//! A group is first judged without words. Only an outcome that is kept is worked through a second time, to say what is missing
//! and which values went in.

mod functions;
mod noise;

use std::borrow::Cow;
use std::rc::Rc;

use super::bind::{Groups, Slot};
use super::compare::{self, Claimed};
use super::units::Dims;
use super::{World, verdict_of};
use crate::claim::ClaimId;
use crate::date::{Date, Period};
use crate::document::{Document as SourceText, SourceId};
use crate::evidence::{Anchor, Reading, Status, Unread};
use crate::expr::functions::Name as Function;
use crate::expr::{Comparison, Expr, Field, Fold, Node, Operation, Part};
use crate::finding::Verdict;
use crate::names::Name;
use crate::number::Exact;
use crate::number::interval::Interval;
use crate::outcome::{Outcome, RuleId, Step, Subject};
use crate::rule::table::Cell;
use crate::rule::{Missing, Rule, Tolerance};
use crate::said::Said;
use crate::text::offset;
use crate::truth::Truth;
use crate::value::{Document, Kind, Qualifier, Value};
use noise::Noise;

/// Steps that an outcome shows at most; a condition over a long list has many.
const STEPS_MAX: usize = 6;

/// A number with what it measures.
#[derive(Clone, Debug)]
struct Number {
    range: Interval,
    dims: Dims,
    /// In the second pass, of a number made from figures that were rounded independently: the sum of the squares of what each
    /// was rounded to. Nothing in the first pass, for exact numbers and where anything else made the range.
    noise: Noise,
}

impl Number {
    fn new(range: Interval, dims: Dims) -> Number {
        Number { range, dims, noise: Noise::NONE }
    }

    fn plain(range: Interval) -> Number {
        Number::new(range, Dims::NONE)
    }
}

/// What a part of a condition gives.
#[derive(Clone, Debug)]
enum Val<'w> {
    Truth(Truth),
    Number(Number),
    Date(Date),
    Period(Period),
    Document(Rc<Document>),
    Name(Name),
    Text(Cow<'w, str>),
    Claim(ClaimId),
    Source(SourceId),
    Rule(RuleId),
    Row(usize, u32),
    Table(usize),
    List(List<'w>),
    Null,
    Unknown,
}

#[derive(Clone, Debug)]
struct List<'w> {
    items: Items<'w>,
    /// Parts that are expected and absent.
    missing: &'w [Name],
    /// Some of the items may not belong to it.
    unsure: bool,
}

#[derive(Clone, Debug)]
enum Items<'w> {
    Claims(&'w [ClaimId]),
    Rows(usize, &'w [u32]),
    Table(usize),
    Values(Rc<[Val<'w>]>),
}

/// How a claim's figure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Everything that the writing allows.
    Surely,
    /// As shown, and hedged figures as usual: for order.
    Shown,
    /// What rounds to it, and hedged figures as usual: for equality.
    Rounded,
}

/// Evaluates the conditions of a rule for one group.
pub(super) struct Machine<'w> {
    world: &'w World<'w>,
    rule: &'w Rule,
    slots: Vec<Slot<'w>>,
    subject: Option<Subject>,
    usual: bool,
    mode: Mode,
    variables: Vec<Val<'w>>,
    /// A sum that is a side of a comparison of its own may be what its parts come to at least.
    bounding: bool,
    /// The parts that such a sum lacked.
    lacking: &'w [Name],
    explaining: bool,
    because: Vec<Said>,
    steps: Vec<Step>,
    notes: Vec<Said>,
}

impl<'w> Machine<'w> {
    pub(super) fn of_group(world: &'w World<'w>, rule: &'w Rule, groups: &'w Groups, group: usize) -> Machine<'w> {
        let slots = (0..rule.names.len()).map(|name| groups.slot(rule, group, name)).collect();
        Machine::new(world, rule, slots, None)
    }

    pub(super) fn of_subject(world: &'w World<'w>, rule: &'w Rule, subject: Subject) -> Machine<'w> {
        Machine::new(world, rule, Vec::new(), Some(subject))
    }

    fn new(world: &'w World<'w>, rule: &'w Rule, slots: Vec<Slot<'w>>, subject: Option<Subject>) -> Machine<'w> {
        Machine {
            world,
            rule,
            slots,
            subject,
            usual: false,
            mode: Mode::Surely,
            variables: Vec::new(),
            bounding: false,
            lacking: &[],
            explaining: false,
            because: Vec::new(),
            steps: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The verdict, and whether a possible one is unlikely.
    pub(super) fn verdict(&mut self) -> (Verdict, bool) {
        if !self.speaks() {
            return (Verdict::NotApplicable, false);
        }
        let truth = self.truth(&self.rule.check);
        let unlikely = truth == Truth::Open && self.usually() == Truth::False;
        (verdict_of(truth), unlikely)
    }

    /// Whether the rule speaks of the group at all: its `when` is true, or open.
    pub(super) fn speaks(&mut self) -> bool {
        let when = self.rule.when.as_ref().map(|when| self.truth(when));
        matches!(when, None | Some(Truth::True | Truth::Open))
    }

    /// The truth of the condition for the values that a reader expects.
    fn usually(&mut self) -> Truth {
        self.usual = true;
        self.mode = Mode::Rounded;
        let truth = self.truth(&self.rule.check);
        self.usual = false;
        self.mode = Mode::Surely;
        truth
    }

    /// Works the condition through once more, and says why it came out so.
    pub(super) fn explain(&mut self, outcome: &mut Outcome) {
        self.explaining = true;
        self.truth(&self.rule.check);
        self.explaining = false;
        if matches!(outcome.verdict, Verdict::Fails | Verdict::Unknown) {
            outcome.because.append(&mut self.because);
        }
        outcome.because.append(&mut self.notes);
        outcome.because.dedup();
        outcome.steps.append(&mut self.steps);
    }

    fn unknown(&mut self, said: impl FnOnce() -> Said) -> Val<'w> {
        if self.explaining {
            let said = said();
            if !self.because.contains(&said) {
                self.because.push(said);
            }
        }
        Val::Unknown
    }

    fn fails(&mut self, said: impl FnOnce() -> Said) -> Truth {
        self.unknown(said);
        Truth::False
    }

    fn truth(&mut self, expr: &'w Expr) -> Truth {
        match self.eval(expr) {
            Val::Truth(truth) => truth,
            _ => Truth::Unknown,
        }
    }

    fn eval(&mut self, expr: &'w Expr) -> Val<'w> {
        match &expr.node {
            Node::Number(value) => Val::Number(Number::plain(Interval::point(value.clone()))),
            Node::Text(text) => Val::Text(Cow::Borrowed(text)),
            Node::Flag(flag) => Val::Truth(Truth::from(*flag)),
            Node::Null => Val::Null,
            Node::List(items) => {
                let items: Rc<[Val<'w>]> = items.iter().map(|item| self.eval(item)).collect();
                Val::List(List { items: Items::Values(items), missing: &[], unsure: false })
            }
            Node::Name(name) => self.bound(*name),
            Node::Variable(depth) => self.variables.get(*depth).cloned().unwrap_or(Val::Unknown),
            Node::Source => match &self.subject {
                Some(Subject::Source(source)) => Val::Source(*source),
                _ => Val::Unknown,
            },
            Node::Rule => match &self.subject {
                Some(Subject::Rule(rule)) => Val::Rule(*rule),
                _ => Val::Unknown,
            },
            Node::Table(table) => Val::Table(*table),
            Node::Field(of, field) => {
                let of = self.eval(of);
                self.field(of, field)
            }
            Node::Has(of, field) => {
                let of = self.eval(of);
                self.has(of, field)
            }
            Node::Index(of, key) => self.index(of, key),
            Node::Not(of) => Val::Truth(!self.truth(of)),
            Node::Negate(of) => match self.number(of) {
                Some(number) => Val::Number(Number { range: number.range.negated(), ..number }),
                None => Val::Unknown,
            },
            Node::And(left, right) => Val::Truth(match self.truth(left) {
                Truth::False => Truth::False,
                left => left.and(self.truth(right)),
            }),
            Node::Or(left, right) => Val::Truth(match self.truth(left) {
                Truth::True => Truth::True,
                left => left.or(self.truth(right)),
            }),
            Node::Compare(comparison, left, right) => Val::Truth(self.compare(*comparison, left, right, expr)),
            Node::In(item, list) => self.is_in(item, list),
            Node::Arithmetic(operation, left, right) => self.arithmetic(*operation, left, right),
            Node::Choose(test, yes, no) => self.choose(test, yes, no),
            Node::Call(function, arguments) => self.call(function.code, arguments),
            Node::Matches(text, pattern) => match self.text(text) {
                Some(text) => Val::Truth(Truth::from(pattern.is_match(&text))),
                None => Val::Unknown,
            },
            Node::Fold(fold, list, body) => self.fold(*fold, list, body),
        }
    }

    fn bound(&mut self, name: usize) -> Val<'w> {
        match self.slots.get(name).copied() {
            Some(Slot::One(claim)) => Val::Claim(claim),
            Some(Slot::Many(claims, missing)) => Val::List(List { items: Items::Claims(claims), missing, unsure: false }),
            Some(Slot::Absent) | None => {
                let word = self.rule.names.get(name).map_or("", |name| name.name.value.as_str()).to_owned();
                self.unknown(|| Said::new("unknown/no-claim").with("name", word))
            }
        }
    }

    // Values of claims and fields

    /// The claimed value of a claim, any other value as it is.
    fn plain(&mut self, value: Val<'w>) -> Val<'w> {
        match value {
            Val::Claim(claim) => self.claimed(claim),
            other => other,
        }
    }

    fn claimed(&mut self, claim: ClaimId) -> Val<'w> {
        let row = self.world.claims.get(claim);
        if let (Some((mantissa, exponent)), true) = (self.world.claims.exact_decimal(claim), row.kind != Kind::Percent)
            && row.kind != Kind::Points
            && row.kind != Kind::Date
        {
            let range = Interval::point(Exact::scaled(i128::from(mantissa), i32::from(exponent)));
            return Val::Number(self.in_unit(range, row.unit));
        }
        let value = self.world.claims.value(claim);
        let hundredth = matches!(row.kind, Kind::Percent | Kind::Points);
        let rounded = self.usual && value.as_figure().is_some_and(|figure| figure.qualifier == Qualifier::Exact);
        match self.value(value, hundredth) {
            Val::Number(number) => {
                let number = if hundredth { number } else { self.in_unit(number.range, row.unit) };
                let noise = if rounded { Noise::of(&number.range) } else { Noise::NONE };
                Val::Number(Number { noise, ..number })
            }
            other => other,
        }
    }

    fn in_unit(&self, range: Interval, unit: Name) -> Number {
        match self.world.units.get(unit) {
            None => Number::plain(range),
            Some(known) => {
                let range = match &known.factor {
                    Some(factor) => range.times(&Interval::point(factor.clone())),
                    None => range,
                };
                Number::new(range, known.dims.clone())
            }
        }
    }

    /// A written value as the evaluator takes it; per cent become their fraction.
    fn value(&self, value: Value, hundredth: bool) -> Val<'w> {
        match value {
            Value::Figure(_) | Value::Range(..) => {
                let range = self.range(&value);
                let range = if hundredth { range.times(&Interval::point(Exact::scaled(1, -2))) } else { range };
                Val::Number(Number::plain(range))
            }
            Value::Date(date) => Val::Date(date),
            Value::Period(period) => Val::Period(period),
            Value::Document(document) => Val::Document(Rc::new(*document)),
            Value::Text(text) => Val::Text(Cow::Owned(text)),
        }
    }

    fn range(&self, value: &Value) -> Interval {
        let hedged = value.as_figure().is_some_and(|figure| figure.qualifier != Qualifier::Exact);
        let range = match self.mode {
            Mode::Surely => value.surely(),
            Mode::Shown => value.usually(),
            Mode::Rounded if hedged => value.usually(),
            Mode::Rounded => value.surely(),
        };
        range.unwrap_or_else(Interval::everything)
    }

    fn reading(&self, claim: ClaimId) -> Result<&'w Reading, &'w Unread> {
        self.world.evidence(claim).reading.as_deref()
    }

    fn found(&mut self, claim: ClaimId) -> Val<'w> {
        match self.reading(claim) {
            Err(unread) => self.unread(unread),
            Ok(reading) => {
                let mention = &reading.mention;
                let hundredth = matches!(mention.kind, Kind::Percent | Kind::Points);
                match self.value(mention.value.clone(), hundredth) {
                    Val::Number(number) => match &mention.unit {
                        Some(unit) if !hundredth => {
                            let (dims, factor) = self.world.units.foreign(unit);
                            let range = match factor {
                                Some(factor) => number.range.times(&Interval::point(factor)),
                                None => number.range,
                            };
                            Val::Number(Number::new(range, dims))
                        }
                        _ => Val::Number(number),
                    },
                    other => other,
                }
            }
        }
    }

    fn unread(&mut self, unread: &'w Unread) -> Val<'w> {
        self.unknown(|| match unread {
            Unread::NoQuote => Said::new("quote/none"),
            Unread::NotLocated => Said::new("unknown/not-located"),
            Unread::Nothing => Said::new("unknown/no-figure"),
            Unread::Several(places) => Said::new("unknown/mark-the-figure").with("figures", places.len()),
            Unread::Impossible(_, why) => Said::new("unknown/impossible").with("why", why),
            Unread::Unclear(_, values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                Said::new("unknown/unclear").with("readings", values.join(" / "))
            }
            Unread::Ocr(_, value) => Said::new("unknown/ocr").with("reading", value),
        })
    }

    fn word(name: Name) -> Val<'w> {
        if name.is_some() { Val::Name(name) } else { Val::Null }
    }

    fn field(&mut self, of: Val<'w>, field: &'w Field) -> Val<'w> {
        match (of, field) {
            (Val::Unknown, _) => Val::Unknown,
            (Val::Null, _) => Val::Null,
            (Val::Claim(claim), Field::Part(part)) => {
                let value = self.claimed(claim);
                self.part(value, *part)
            }
            (Val::Claim(claim), field) => self.claim_field(claim, field),
            (Val::Source(source), field) => self.source_field(source, field),
            (Val::Rule(rule), field) => self.rule_field(rule, field),
            (Val::Row(table, row), Field::Column(column)) => self.cell(table, row, *column),
            (Val::Name(code), Field::DimColumn { table, column }) => match self.world.tables[*table].rows_of(code).first() {
                Some(&row) => self.cell(*table, row, *column),
                None => self.not_in_table(*table, code),
            },
            (value, Field::Part(part)) => self.part(value, *part),
            _ => self.unknown(|| Said::new("unknown/field-absent").with("field", "")),
        }
    }

    fn not_in_table(&mut self, table: usize, key: Name) -> Val<'w> {
        let (table, key) = (&self.world.tables[table].name, self.world.names.get(key));
        self.unknown(|| Said::new("unknown/not-in-table").with("table", table).with("key", key))
    }

    fn cell(&self, table: usize, row: u32, column: usize) -> Val<'w> {
        match self.world.tables[table].cell(row as usize, column) {
            Cell::Null => Val::Null,
            Cell::Text(name) => Val::Name(*name),
            Cell::Number(value) => Val::Number(Number::plain(Interval::point(value.clone()))),
            Cell::Date(date) => Val::Date(*date),
        }
    }

    fn claim_field(&mut self, claim: ClaimId, field: &Field) -> Val<'w> {
        let row = self.world.claims.get(claim);
        match field {
            Field::Value => self.claimed(claim),
            Field::Found => self.found(claim),
            Field::Unit => Self::word(row.unit),
            Field::Metric => Self::word(row.metric),
            Field::Id => Val::Text(Cow::Borrowed(self.world.claims.id_text(claim))),
            Field::AsOf => self.world.claims.as_of(claim).map_or(Val::Null, Val::Date),
            Field::Quote => match self.world.claims.quote(claim) {
                "" => Val::Null,
                quote => Val::Text(Cow::Borrowed(quote)),
            },
            Field::Anchor => match &self.world.evidence(claim).anchor {
                Some(anchor) => Val::Text(Cow::Borrowed(anchor.status.name())),
                None => Val::Null,
            },
            Field::Source => row.source.map_or(Val::Null, Val::Source),
            Field::Dim(dim) => Self::word(self.world.claims.dims(claim)[*dim]),
            _ => Val::Unknown,
        }
    }

    fn source_field(&mut self, source: SourceId, field: &Field) -> Val<'w> {
        let source = &self.world.sources[source.0 as usize];
        match field {
            Field::Id => Val::Name(source.id),
            Field::Published => source.published.map_or(Val::Null, |day| Val::Date(Date::of_day(day))),
            Field::Sha256 => source.sha256.as_ref().map_or(Val::Null, |(pinned, _)| Val::Text(Cow::Borrowed(pinned))),
            Field::Digest => match &source.document {
                SourceText::Text { digest, .. } => Val::Text(Cow::Borrowed(digest)),
                SourceText::Unreadable { why, .. } => self.unknown(|| Said::new("quote/unreadable").with("why", why)),
            },
            _ => Val::Unknown,
        }
    }

    fn rule_field(&self, rule: RuleId, field: &Field) -> Val<'w> {
        let head = &self.world.input.rules.get(rule.0 as usize).unwrap_or(self.rule);
        let count = |count: u64| Val::Number(Number::plain(Interval::point(Exact::whole(i128::from(count)))));
        match field {
            Field::Id => Val::Text(Cow::Owned(head.head.id.value.clone())),
            // an example stands for a rule of the project
            Field::Pack if self.world.input.rules.is_empty() => Val::Null,
            Field::Pack => head.head.pack.as_ref().map_or(Val::Null, |pack| Val::Text(Cow::Owned(pack.clone()))),
            Field::FoundCount => count(self.world.tallies.get(rule.0 as usize).map_or(0, super::Tally::found)),
            Field::ExpectedCount => count(head.expect_min.unwrap_or(1)),
            _ => Val::Unknown,
        }
    }

    fn part(&mut self, of: Val<'w>, part: Part) -> Val<'w> {
        let count = |value: i64| Val::Number(Number::plain(Interval::point(Exact::int(value))));
        let text = |text: &Option<String>| text.as_ref().map_or(Val::Null, |text| Val::Text(Cow::Owned(text.clone())));
        match (&of, part) {
            (Val::Unknown, _) => Val::Unknown,
            (Val::Null, _) => Val::Null,
            (Val::Date(date), Part::Year) => match date.year() {
                Some(year) => count(year.into()),
                None => self.unknown(|| Said::new("unknown/no-year").with("date", date)),
            },
            (Val::Date(date), Part::Month) => date.month().map_or(Val::Null, |month| count(month.into())),
            (Val::Date(date), Part::Day) => date.day().map_or(Val::Null, |day| count(day.into())),
            (Val::Period(period), Part::Start) => period.from.map_or(Val::Null, Val::Date),
            (Val::Period(period), Part::End) => period.until.map_or(Val::Null, Val::Date),
            (Val::Document(document), Part::Type) => text(&document.kind),
            (Val::Document(document), Part::Body) => text(&document.body),
            (Val::Document(document), Part::Year) => document.year.map_or(Val::Null, |year| count(year.into())),
            (Val::Document(document), Part::Term) => document.term.map_or(Val::Null, |term| count(term.into())),
            (Val::Document(document), Part::Number) => Val::Text(Cow::Owned(document.number.clone())),
            _ => self.unknown(|| Said::new("unknown/field-absent").with("field", part_name(part))),
        }
    }

    fn has(&mut self, of: Val<'w>, field: &'w Field) -> Val<'w> {
        match self.field(of, field) {
            Val::Null => Val::Truth(Truth::False),
            Val::Unknown => Val::Truth(if *field == Field::Found { Truth::False } else { Truth::Unknown }),
            _ => Val::Truth(Truth::True),
        }
    }

    // Lists and tables

    fn index(&mut self, of: &'w Expr, key: &'w Expr) -> Val<'w> {
        let of = self.eval(of);
        let key = self.eval(key);
        let key = self.plain(key);
        match of {
            Val::Table(table) => match self.key(&key) {
                Key::Word(name) => match self.world.tables[table].rows_of(name) {
                    [] => self.not_in_table(table, name),
                    rows => Val::List(List { items: Items::Rows(table, rows), missing: &[], unsure: false }),
                },
                Key::Foreign(word) => {
                    let table = &self.world.tables[table].name;
                    self.unknown(|| Said::new("unknown/not-in-table").with("table", table).with("key", word))
                }
                Key::None => self.unknown(|| Said::new("unknown/field-absent").with("field", "key")),
            },
            Val::List(list) => {
                let place = match &key {
                    Val::Number(number) => {
                        number.range.as_point().and_then(Exact::to_i128).and_then(|place| usize::try_from(place).ok())
                    }
                    _ => None,
                };
                match place.filter(|&place| place < list.items.count(self.world)) {
                    Some(place) => list.items.get(place, self.world),
                    None => self.unknown(|| Said::new("unknown/field-absent").with("field", "[…]")),
                }
            }
            _ => Val::Unknown,
        }
    }

    /// A value as the key of a table: words as they are, numbers by their digits, documents by their canonical form.
    fn key(&self, value: &Val<'w>) -> Key {
        let find = |word: String| match self.world.names.find(&word) {
            Some(name) => Key::Word(name),
            None => Key::Foreign(word),
        };
        match value {
            Val::Name(name) => Key::Word(*name),
            Val::Text(text) => find(text.to_string()),
            Val::Document(document) => find(document.text.clone()),
            Val::Date(date) => find(date.to_string()),
            Val::Number(number) => number.range.as_point().map_or(Key::None, |value| find(value.to_string())),
            _ => Key::None,
        }
    }

    fn is_in(&mut self, item: &'w Expr, list: &'w Expr) -> Val<'w> {
        let item = self.eval(item);
        let item = self.plain(item);
        match self.eval(list) {
            _ if matches!(item, Val::Unknown) => Val::Unknown,
            Val::Table(table) => match self.key(&item) {
                Key::Word(name) => Val::Truth(Truth::from(!self.world.tables[table].rows_of(name).is_empty())),
                Key::Foreign(_) => Val::Truth(Truth::False),
                Key::None => Val::Unknown,
            },
            Val::List(list) => {
                let mut truth = self.unsure(&list);
                for place in 0..list.items.count(self.world) {
                    let other = list.items.get(place, self.world);
                    truth = truth.or(self.compare_values(Comparison::Equal, item.clone(), other));
                }
                Val::Truth(truth)
            }
            _ => Val::Unknown,
        }
    }

    /// Unknown for a list of which something is missing, else false: what `exists` starts from.
    fn unsure(&mut self, list: &List<'w>) -> Truth {
        if list.unsure {
            return Truth::Unknown;
        }
        if list.missing.is_empty() || self.rule.missing == Missing::Ignore {
            return Truth::False;
        }
        if self.rule.missing == Missing::Unknown {
            self.missing_part(list.missing);
            return Truth::Unknown;
        }
        Truth::False
    }

    fn missing_part(&mut self, missing: &'w [Name]) {
        let names = self.world.names;
        self.unknown(|| {
            let parts: Vec<&str> = missing.iter().map(|&part| names.get(part)).collect();
            Said::new("unknown/missing-part").with("parts", parts.join(", "))
        });
    }

    fn fold(&mut self, fold: Fold, list: &'w Expr, body: &'w Expr) -> Val<'w> {
        let list = match self.eval(list) {
            Val::List(list) => list,
            Val::Table(table) => List { items: Items::Table(table), missing: &[], unsure: false },
            _ => return Val::Unknown,
        };
        let unsure = self.unsure(&list);
        let count = list.items.count(self.world);
        let items = (0..count).map(|place| list.items.get(place, self.world));
        let mut truth = if fold == Fold::All { !unsure } else { unsure };
        let mut kept: Vec<Val<'w>> = Vec::new();
        let mut yes = 0;
        let mut doubtful = unsure == Truth::Unknown;
        for item in items {
            self.variables.push(item.clone());
            match fold {
                Fold::All => truth = truth.and(self.truth(body)),
                Fold::Exists => truth = truth.or(self.truth(body)),
                Fold::Map => kept.push(self.eval(body)),
                Fold::ExistsOne | Fold::Filter => match self.truth(body) {
                    Truth::True => {
                        yes += 1;
                        kept.push(item);
                    }
                    Truth::False => {}
                    Truth::Open | Truth::Unknown => doubtful = true,
                },
            }
            self.variables.pop();
            let decided = (fold == Fold::All && truth == Truth::False) || (fold == Fold::Exists && truth == Truth::True);
            if decided {
                break;
            }
        }
        match fold {
            Fold::All | Fold::Exists => Val::Truth(truth),
            Fold::ExistsOne if doubtful && yes <= 1 => Val::Truth(Truth::Unknown),
            Fold::ExistsOne => Val::Truth(Truth::from(yes == 1)),
            Fold::Map | Fold::Filter => Val::List(List {
                items: Items::Values(kept.into()),
                missing: list.missing,
                unsure: doubtful && list.missing.is_empty(),
            }),
        }
    }

    fn choose(&mut self, test: &'w Expr, yes: &'w Expr, no: &'w Expr) -> Val<'w> {
        match self.truth(test) {
            Truth::True => self.eval(yes),
            Truth::False => self.eval(no),
            undecided => match (self.eval(yes), self.eval(no)) {
                (Val::Truth(yes), Val::Truth(no)) if yes == no => Val::Truth(yes),
                (Val::Truth(_), Val::Truth(_)) => Val::Truth(undecided),
                _ => Val::Unknown,
            },
        }
    }

    // Numbers

    fn number(&mut self, expr: &'w Expr) -> Option<Number> {
        let value = self.eval(expr);
        self.number_of(value)
    }

    fn number_of(&mut self, value: Val<'w>) -> Option<Number> {
        match self.plain(value) {
            Val::Number(number) => Some(number),
            Val::Unknown => None,
            _ => {
                self.unknown(|| Said::new("unknown/no-number"));
                None
            }
        }
    }

    /// Two numbers that measure the same; nought fits everything.
    fn same_dims(&mut self, left: &Number, right: &Number) -> bool {
        let nought = |number: &Number| number.dims.is_none() && number.range.as_point().is_some_and(Exact::is_zero);
        let same = left.dims == right.dims || nought(left) || nought(right);
        if !same {
            let (left, right) = (self.world.units.name(&left.dims), self.world.units.name(&right.dims));
            self.unknown(|| Said::new("unknown/unit-differs").with("left", left).with("right", right));
        }
        same
    }

    fn arithmetic(&mut self, operation: Operation, left: &'w Expr, right: &'w Expr) -> Val<'w> {
        let (left, right) = (self.eval(left), self.eval(right));
        if let (Operation::Add, Some(one), Some(other)) = (operation, self.text_of(&left), self.text_of(&right)) {
            return Val::Text(Cow::Owned(format!("{one}{other}")));
        }
        let (Some(left), Some(right)) = (self.number_of(left), self.number_of(right)) else { return Val::Unknown };
        let result = match operation {
            Operation::Add | Operation::Subtract => {
                if !self.same_dims(&left, &right) {
                    return Val::Unknown;
                }
                let noise = self.noise_of_sum(&left, &right);
                let dims = if left.dims.is_none() { right.dims } else { left.dims };
                let range =
                    if operation == Operation::Add { left.range.plus(&right.range) } else { left.range.minus(&right.range) };
                Number { range, dims, noise }
            }
            Operation::Multiply => {
                let noise = if self.usual { Noise::of_product(&left, &right) } else { Noise::NONE };
                Number { range: left.range.times(&right.range), dims: left.dims.with(&right.dims, 1), noise }
            }
            Operation::Divide => match left.range.over(&right.range) {
                Some(range) => Number::new(range, left.dims.with(&right.dims, -1)),
                None => return self.unknown(|| Said::new("unknown/divided-by-nought")),
            },
        };
        Val::Number(result)
    }

    /// The words of a plain text; a claim's value is not taken for words here, since `+` of two claims adds numbers.
    fn text_of(&self, value: &Val<'w>) -> Option<String> {
        match value {
            Val::Text(text) => Some(text.to_string()),
            Val::Name(name) => Some(self.world.names.get(*name).to_owned()),
            _ => None,
        }
    }

    // Comparison

    fn compare(&mut self, comparison: Comparison, left: &'w Expr, right: &'w Expr, whole: &'w Expr) -> Truth {
        if !self.explaining
            && self.rule.tolerance.is_none()
            && let (Some(left), Some(right)) = (self.plain_count(left), self.plain_count(right))
        {
            return Truth::from(match comparison {
                Comparison::Equal => left == right,
                Comparison::Unequal => left != right,
                Comparison::Less => left < right,
                Comparison::AtMost => left <= right,
                Comparison::Greater => left > right,
                Comparison::AtLeast => left >= right,
            });
        }
        let mode = self.mode;
        if self.usual {
            let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
            self.mode = if equality { Mode::Rounded } else { Mode::Shown };
        }
        let total = self.explaining && (is_sum(left) || is_sum(right));
        let (left, right) = (self.side(left), self.side(right));
        let lacking = std::mem::take(&mut self.lacking);
        let mut step = self.explaining.then(|| {
            let (left, right) = (self.show_beside(&left, &right), self.show_beside(&right, &left));
            format!("{left} {} {right}", comparison.sign())
        });
        if self.explaining {
            self.note_nouns(&left, &right);
        }
        let sides = total.then(|| (left.clone(), right.clone()));
        let truth = match self.compare_values(comparison, left, right) {
            // the parts that are there decide nothing
            Truth::Open if !lacking.is_empty() => {
                self.missing_part(lacking);
                Truth::Unknown
            }
            truth => truth,
        };
        self.mode = mode;
        if let (Truth::False, Some(step), Some((left, right))) = (truth, &mut step, sides) {
            step.push_str(&self.imbalance(&left, &right));
        }
        if let Some(text) = step.filter(|_| self.steps.len() < STEPS_MAX) {
            let written = self.rule.head.check.span;
            let span = match self.rule.filled {
                true => written,
                false => crate::table::inside(self.world.input.files.get(written.file), written, whole.span.clone()),
            };
            self.steps.push(Step { span, text });
        }
        truth
    }

    /// A side of a comparison; a sum there may be a lower bound.
    fn side(&mut self, expr: &'w Expr) -> Val<'w> {
        self.bounding = matches!(&expr.node, Node::Call(function, _) if function.code == Function::Sum);
        let value = self.eval(expr);
        self.bounding = false;
        value
    }

    /// How much more the left side of a total is than the right one: ` (+1)`, ` (−0.5…−0.1)`.
    fn imbalance(&mut self, left: &Val<'w>, right: &Val<'w>) -> String {
        let (one, other) = (self.number_of(left.clone()), self.number_of(right.clone()));
        let (Some(one), Some(other)) = (one, other) else { return String::new() };
        let factor = self.factor_of(left).or_else(|| self.factor_of(right)).unwrap_or(Exact::ONE);
        let Some(more) = one.range.minus(&other.range).over(&Interval::point(factor)) else { return String::new() };
        let signed = |value: &Exact| {
            let sign = if value.is_negative() { "−" } else { "+" };
            format!("{sign}{}", value.abs())
        };
        match (more.low().value(), more.high().value()) {
            (Some(low), Some(high)) if low == high => format!(" ({})", signed(low)),
            (Some(low), Some(high)) => format!(" ({}…{})", signed(low), signed(high)),
            _ => String::new(),
        }
    }

    /// What is known of the rounding in a sum or a difference; nothing in the first pass.
    fn noise_of_sum(&self, left: &Number, right: &Number) -> Noise {
        if self.usual { Noise::of_sum(left, right) } else { Noise::NONE }
    }

    /// The number of a part that is a literal or an exact count without a unit that measures, and the sum of such counts: most
    /// conditions compare nothing else, and a million of them need no ranges.
    fn plain_count(&mut self, expr: &'w Expr) -> Option<Exact> {
        match &expr.node {
            Node::Number(value) => Some(value.clone()),
            Node::Name(name) => match self.slots.get(*name)? {
                Slot::One(claim) => self.plain_claim(*claim),
                _ => None,
            },
            Node::Call(function, arguments) if function.code == Function::Sum => match &arguments.first()?.node {
                Node::Name(name) => match self.slots.get(*name)? {
                    Slot::Many(claims, []) => {
                        claims.iter().try_fold(Exact::ZERO, |sum, &claim| Some(&sum + &self.plain_claim(claim)?))
                    }
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    fn plain_claim(&self, claim: ClaimId) -> Option<Exact> {
        let (mantissa, exponent) = self.world.claims.exact_decimal(claim)?;
        let row = self.world.claims.get(claim);
        let counts = matches!(row.kind, Kind::Number | Kind::Ordinal)
            && self.world.units.get(row.unit).is_none_or(|known| known.dims.is_none());
        counts.then(|| Exact::scaled(i128::from(mantissa), i32::from(exponent)))
    }

    /// Two claims that count different things may be compared, and the report says so.
    fn note_nouns(&mut self, left: &Val<'w>, right: &Val<'w>) {
        let (Val::Claim(left), Val::Claim(right)) = (left, right) else { return };
        let unit = |claim: &ClaimId| self.world.units.get(self.world.claims.get(*claim).unit);
        if let (Some(one), Some(other)) = (unit(left), unit(right))
            && one.dims.is_none()
            && other.dims.is_none()
            && one.unit.name != other.unit.name
        {
            let said = Said::new("note/nouns-differ").with("left", &one.unit.text).with("right", &other.unit.text);
            self.notes.push(said);
        }
    }

    fn compare_values(&mut self, comparison: Comparison, left: Val<'w>, right: Val<'w>) -> Truth {
        let (left, right) = (self.plain(left), self.plain(right));
        match comparison {
            Comparison::Equal => self.equal(&left, &right),
            Comparison::Unequal => !self.equal(&left, &right),
            Comparison::Less => self.less(&left, &right),
            Comparison::Greater => self.less(&right, &left),
            Comparison::AtMost => self.at_most(&left, &right, false),
            Comparison::AtLeast => self.at_most(&right, &left, true),
        }
    }

    fn equal(&mut self, left: &Val<'w>, right: &Val<'w>) -> Truth {
        match (left, right) {
            (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
            (Val::Null, Val::Null) => Truth::True,
            (Val::Null, _) | (_, Val::Null) => Truth::False,
            (Val::Number(left), Val::Number(right)) => {
                if !self.same_dims(left, right) {
                    return Truth::Unknown;
                }
                match &self.rule.tolerance {
                    None if self.usual && noise::is_improbable(left, right) => Truth::False,
                    None => left.range.equal(&right.range),
                    Some(tolerance) => left.range.minus(&right.range).abs().at_most_equal(&allowance(tolerance, &right.range)),
                }
            }
            (Val::Date(left), Val::Date(right)) => left.equal(right),
            (Val::Period(left), Val::Period(right)) => periods_equal(left, right),
            (Val::Truth(left), Val::Truth(right)) if left.is_decided() && right.is_decided() => Truth::from(left == right),
            (Val::Name(left), Val::Name(right)) => Truth::from(left == right),
            (Val::Document(left), Val::Document(right)) => Truth::from(left.text == right.text),
            (left, right) => match (self.words(left), self.words(right)) {
                (Some(left), Some(right)) => Truth::from(left == right),
                _ => self.incomparable(),
            },
        }
    }

    fn words(&self, value: &Val<'w>) -> Option<String> {
        match value {
            Val::Document(document) => Some(document.text.clone()),
            Val::Number(number) => number.range.as_point().map(ToString::to_string),
            other => self.text_of(other),
        }
    }

    fn incomparable(&mut self) -> Truth {
        self.unknown(|| Said::new("unknown/incomparable"));
        Truth::Unknown
    }

    fn less(&mut self, left: &Val<'w>, right: &Val<'w>) -> Truth {
        match (left, right) {
            (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
            (Val::Number(left), Val::Number(right)) if self.same_dims(left, right) => left.range.less(&right.range),
            (Val::Date(left), Val::Date(right)) => left.before(right),
            (Val::Number(_), Val::Number(_)) => Truth::Unknown,
            _ => self.incomparable(),
        }
    }

    /// `left <= right`; a tolerance is a share of the right side as written, so of `left` in `right >= left` written around.
    fn at_most(&mut self, left: &Val<'w>, right: &Val<'w>, turned: bool) -> Truth {
        match (left, right) {
            (Val::Unknown, _) | (_, Val::Unknown) => Truth::Unknown,
            (Val::Number(left), Val::Number(right)) => {
                if !self.same_dims(left, right) {
                    return Truth::Unknown;
                }
                match &self.rule.tolerance {
                    None => left.range.at_most_equal(&right.range),
                    Some(tolerance) => {
                        let written_right = if turned { &left.range } else { &right.range };
                        left.range.minus(&right.range).at_most_equal(&allowance(tolerance, written_right))
                    }
                }
            }
            (Val::Date(left), Val::Date(right)) => !right.before(left),
            _ => self.incomparable(),
        }
    }

    // Functions

    fn call(&mut self, function: Function, arguments: &'w [Expr]) -> Val<'w> {
        match function {
            Function::Sum | Function::Min | Function::Max => self.aggregate(function, &arguments[0]),
            Function::Count | Function::Size => self.size(&arguments[0]),
            Function::Abs => match self.number(&arguments[0]) {
                Some(number) => Val::Number(Number::new(number.range.abs(), number.dims)),
                None => Val::Unknown,
            },
            Function::Date => match &arguments[0].node {
                Node::Text(text) => match Date::parse(text) {
                    Ok(date) => Val::Date(date),
                    Err(error) => self.unknown(|| Said::new("unknown/impossible").with("why", error)),
                },
                _ => Val::Unknown,
            },
            Function::Days => self.days(&arguments[0], &arguments[1]),
            Function::Pct => match self.number(&arguments[0]) {
                Some(number) => Val::Number(Number::plain(number.range.times(&Interval::point(Exact::scaled(1, -2))))),
                None => Val::Unknown,
            },
            Function::Mean => self.mean(&arguments[0]),
            Function::Round => self.round(&arguments[0], &arguments[1]),
            Function::Change => self.change(&arguments[0], &arguments[1]),
            Function::Today => Val::Date(Date::of_day(self.world.input.today)),
            Function::Period => self.period(&arguments[0]),
            Function::Year => self.part_of(&arguments[0], Part::Year),
            Function::Month => self.part_of(&arguments[0], Part::Month),
            Function::Distinct => self.distinct(&arguments[0]),
            Function::Increasing => self.increasing(&arguments[0]),
            Function::Rank => self.rank(&arguments[0], &arguments[1]),
            Function::Complete => self.complete(&arguments[0]),
            Function::Parent => self.parent(&arguments[0]),
            Function::Children => self.children(&arguments[0]),
            Function::Qty => self.quantity(&arguments[0]),
            Function::Share | Function::Ratio => self.arithmetic(Operation::Divide, &arguments[0], &arguments[1]),
            Function::Within => self.within(arguments),
            Function::Contains | Function::StartsWith | Function::EndsWith | Function::Matches => {
                self.text_test(function, arguments)
            }
            Function::Lower => match self.text(&arguments[0]) {
                Some(text) => Val::Text(Cow::Owned(text.to_lowercase())),
                None => Val::Unknown,
            },
            Function::FirstOf | Function::LastOf => self.standing_in(function == Function::FirstOf, arguments),
            Function::Same => self.same(&arguments[0]),
            Function::Located | Function::Read | Function::Agrees | Function::SameUnit | Function::SameHedge => {
                match self.eval(&arguments[0]) {
                    Val::Claim(claim) => Val::Truth(self.provenance(function, claim)),
                    _ => Val::Unknown,
                }
            }
            Function::Before | Function::After | Function::Sentence => match self.eval(&arguments[0]) {
                Val::Claim(claim) => self.surroundings(function, claim),
                _ => Val::Unknown,
            },
        }
    }

    fn list(&mut self, expr: &'w Expr) -> Option<List<'w>> {
        match self.eval(expr) {
            Val::List(list) => Some(list),
            Val::Table(table) => Some(List { items: Items::Table(table), missing: &[], unsure: false }),
            _ => None,
        }
    }

    fn aggregate(&mut self, function: Function, of: &'w Expr) -> Val<'w> {
        let bounding = function == Function::Sum && std::mem::take(&mut self.bounding);
        let Some(list) = self.list(of) else { return Val::Unknown };
        if bounding && self.is_bound(of, &list) {
            return self.at_least(&list);
        }
        if self.unsure(&list) == Truth::Unknown {
            return Val::Unknown;
        }
        self.aggregate_list(function, &list)
    }

    /// Whether parts are missing of which none can be below nought.
    fn is_bound(&self, of: &Expr, list: &List<'w>) -> bool {
        let non_negative = matches!(of.node, Node::Name(name) if self.rule.names.get(name).is_some_and(|name| name.non_negative));
        non_negative && !list.missing.is_empty() && !list.unsure && self.rule.missing == Missing::Unknown
    }

    /// The sum of the parts that are there, or more.
    fn at_least(&mut self, list: &List<'w>) -> Val<'w> {
        let Val::Number(sum) = self.aggregate_list(Function::Sum, list) else { return Val::Unknown };
        self.lacking = list.missing;
        Val::Number(Number::new(sum.range.plus(&Interval::at_least(Exact::ZERO)), sum.dims))
    }

    fn aggregate_list(&mut self, function: Function, list: &List<'w>) -> Val<'w> {
        let zero = || Number::plain(Interval::point(Exact::ZERO));
        let absent_zero = self.rule.missing == Missing::Zero && !list.missing.is_empty();
        let mut result = (function == Function::Sum || absent_zero).then(zero);
        for place in 0..list.items.count(self.world) {
            let item = list.items.get(place, self.world);
            let Some(number) = self.number_of(item) else { return Val::Unknown };
            result = match result {
                None => Some(number),
                Some(sum) => {
                    if !self.same_dims(&sum, &number) {
                        return Val::Unknown;
                    }
                    let (range, noise) = match function {
                        Function::Min => (sum.range.min(&number.range), Noise::NONE),
                        Function::Max => (sum.range.max(&number.range), Noise::NONE),
                        _ => (sum.range.plus(&number.range), self.noise_of_sum(&sum, &number)),
                    };
                    Some(Number { range, dims: if sum.dims.is_none() { number.dims } else { sum.dims }, noise })
                }
            };
        }
        match result {
            Some(number) => Val::Number(number),
            None => self.unknown(|| Said::new("unknown/empty-list")),
        }
    }

    fn size(&mut self, of: &'w Expr) -> Val<'w> {
        let count =
            |count: usize| Val::Number(Number::plain(Interval::point(Exact::whole(i128::try_from(count).unwrap_or(i128::MAX)))));
        let value = self.eval(of);
        if let Some(text) = self.text_of(&value) {
            return count(text.chars().count());
        }
        let list = match value {
            Val::List(list) => list,
            Val::Table(table) => List { items: Items::Table(table), missing: &[], unsure: false },
            _ => return Val::Unknown,
        };
        if self.unsure(&list) == Truth::Unknown { Val::Unknown } else { count(list.items.count(self.world)) }
    }

    fn days(&mut self, from: &'w Expr, until: &'w Expr) -> Val<'w> {
        let (from, until) = (self.eval(from), self.eval(until));
        let (Val::Date(from), Val::Date(until)) = (self.plain(from), self.plain(until)) else { return Val::Unknown };
        let (Some((a, b)), Some((c, d))) = (from.days(), until.days()) else {
            let date = if from.year().is_none() { from } else { until };
            return self.unknown(|| Said::new("unknown/no-year").with("date", date));
        };
        let between = |from: jiff::civil::Date, until: jiff::civil::Date| {
            Exact::int(from.until(until).map_or(0, |span| i64::from(span.get_days())))
        };
        Val::Number(Number::plain(Interval::closed(between(b, c), between(a, d))))
    }

    fn quantity(&mut self, text: &'w Expr) -> Val<'w> {
        let Node::Text(text) = &text.node else { return Val::Unknown };
        let (number, unit) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let Some(value) = Exact::parse(number) else {
            return self.unknown(|| Said::new("unknown/impossible").with("why", format!("`{text}` is no quantity")));
        };
        let (scale, unit) = (self.world.input.unit)(unit.trim());
        let (dims, factor) = self.world.units.foreign(&unit);
        let value = &value * &scale;
        let value = factor.map_or(value.clone(), |factor| &value * &factor);
        Val::Number(Number::new(Interval::point(value), dims))
    }

    fn within(&mut self, arguments: &'w [Expr]) -> Val<'w> {
        let values: Vec<Val<'w>> = arguments.iter().map(|argument| self.eval(argument)).collect();
        let [value, low, high] = values.try_into().unwrap_or([Val::Unknown, Val::Unknown, Val::Unknown]);
        let above = self.compare_values(Comparison::AtMost, low, value.clone());
        Val::Truth(above.and(self.compare_values(Comparison::AtMost, value, high)))
    }

    fn text(&mut self, expr: &'w Expr) -> Option<String> {
        let value = self.eval(expr);
        let value = self.plain(value);
        self.words(&value)
    }

    fn text_test(&mut self, function: Function, arguments: &'w [Expr]) -> Val<'w> {
        let (Some(text), Some(part)) = (self.text(&arguments[0]), self.text(&arguments[1])) else { return Val::Unknown };
        Val::Truth(Truth::from(match function {
            Function::StartsWith => text.starts_with(&part),
            Function::EndsWith => text.ends_with(&part),
            _ => text.contains(&part),
        }))
    }

    fn standing_in(&mut self, first: bool, arguments: &'w [Expr]) -> Val<'w> {
        let Some(text) = self.text(&arguments[0]) else { return Val::Unknown };
        let Some(list) = self.list(&arguments[1]) else { return Val::Unknown };
        let mut best: Option<(usize, String)> = None;
        for place in 0..list.items.count(self.world) {
            let item = list.items.get(place, self.world);
            let Some(word) = self.text_of(&item).filter(|word| !word.is_empty()) else { continue };
            let Some(at) = whole_word(&text, &word, first) else { continue };
            let better = best.as_ref().is_none_or(|(known, longest)| {
                let nearer = if first { at < *known } else { at > *known };
                nearer || (at == *known && word.len() > longest.len())
            });
            if better {
                best = Some((at, word));
            }
        }
        best.map_or(Val::Null, |(_, word)| Val::Text(Cow::Owned(word)))
    }

    /// Whether all figures can be one figure: their ranges share a value, and two of one grain show the same digits.
    fn same(&mut self, list: &'w Expr) -> Val<'w> {
        let Some(List { items: Items::Claims(claims), .. }) = self.list(list) else { return Val::Unknown };
        let mut shared: Option<Number> = None;
        let mut shown: Vec<(Exact, Exact)> = Vec::new();
        for &claim in claims {
            let value = self.world.claims.value(claim);
            let Some(figure) = value.as_figure() else { return Val::Truth(Truth::True) };
            let Some(number) = self.number_of(Val::Claim(claim)) else { return Val::Unknown };
            if let Some(known) = &shared {
                if !self.same_dims(known, &number) {
                    return Val::Unknown;
                }
                match known.range.intersection(&number.range) {
                    None => return Val::Truth(Truth::False),
                    Some(range) => shared = Some(Number::new(range, number.dims)),
                }
            } else {
                shared = Some(number);
            }
            if figure.qualifier == Qualifier::Exact {
                match shown.iter().find(|(grain, _)| *grain == figure.grain) {
                    Some((_, known)) if *known != figure.shown => return Val::Truth(Truth::False),
                    Some(_) => {}
                    None => shown.push((figure.grain.clone(), figure.shown.clone())),
                }
            }
        }
        Val::Truth(Truth::True)
    }

    // Provenance

    fn provenance(&mut self, function: Function, claim: ClaimId) -> Truth {
        if function == Function::Located {
            return self.located(claim);
        }
        let reading = match self.reading(claim) {
            Ok(reading) => reading,
            Err(unread) => {
                self.unread(unread);
                // a quote without a single digit does not carry the claim; one with digits may hold a figure not understood
                let digits = self.world.claims.quote(claim).contains(char::is_numeric);
                let none = function == Function::Read && *unread == Unread::Nothing && !digits;
                return if none { Truth::False } else { Truth::Unknown };
            }
        };
        if function == Function::Read {
            return Truth::True;
        }
        let value = self.world.claims.value(claim);
        let row = self.world.claims.get(claim);
        let unit = self.world.units.get(row.unit).map(|known| &known.unit);
        let claimed = Claimed { value: &value, kind: row.kind, unit };
        let agreement = match function {
            Function::Agrees => compare::agrees(&claimed, reading),
            Function::SameHedge => compare::same_hedge(&claimed, reading, self.words_at(claim, reading.mention.hedge.clone())),
            _ => {
                let after = self.words_at(claim, Some(reading.mention.figure.end..reading.sentence.end));
                let sentence = self.words_at(claim, Some(reading.sentence.clone()));
                match compare::same_unit(&claimed, reading, after, sentence) {
                    Ok(Truth::Unknown) => {
                        self.unknown(|| Said::new("unknown/no-unit"));
                        return Truth::Unknown;
                    }
                    Ok(truth) => return truth,
                    Err(said) => Err(said),
                }
            }
        };
        match agreement {
            Ok(()) => Truth::True,
            Err(said) => {
                self.fails(|| said);
                if self.explaining && function == Function::Agrees {
                    let mentions = row.source.map(|source| (self.world.input.mentions)(source));
                    self.because.extend(compare::slips(&claimed, reading, mentions.as_deref().unwrap_or_default()));
                }
                Truth::False
            }
        }
    }

    fn located(&mut self, claim: ClaimId) -> Truth {
        let Some(anchor) = &self.world.evidence(claim).anchor else {
            self.unknown(|| Said::new("quote/none"));
            return Truth::Unknown;
        };
        if anchor.status.stands() {
            return Truth::True;
        }
        let source = self.world.claims.get(claim).source.map(|source| &self.world.sources[source.0 as usize]);
        let why = match source.map(|source| &source.document) {
            Some(SourceText::Unreadable { why, .. }) => why.as_str(),
            _ => "",
        };
        let said = || not_standing(anchor, why);
        match anchor.status {
            // whether it stands there cannot be told
            Status::Ambiguous | Status::Unreadable | Status::ElidedRisky => {
                self.unknown(said);
                Truth::Unknown
            }
            _ => self.fails(said),
        }
    }

    fn surroundings(&mut self, function: Function, claim: ClaimId) -> Val<'w> {
        match self.reading(claim) {
            Err(unread) => self.unread(unread),
            Ok(reading) => {
                let (sentence, figure) = (&reading.sentence, &reading.mention.figure);
                let range = match function {
                    Function::Before => sentence.start..figure.start,
                    Function::After => figure.end..sentence.end,
                    _ => sentence.clone(),
                };
                Val::Text(Cow::Owned(plain_text(self.words_at(claim, Some(range)))))
            }
        }
    }

    fn words_at(&self, claim: ClaimId, range: Option<std::ops::Range<u32>>) -> &'w str {
        let source = self.world.claims.get(claim).source.map(|source| &self.world.sources[source.0 as usize].document);
        match (source, range) {
            (Some(SourceText::Text { file, .. }), Some(range)) => {
                self.world.input.files.get(*file).slice(range.start as usize..range.end as usize)
            }
            _ => "",
        }
    }

    // Words for the worked-out line

    /// By what the figure of a claim in a measured unit is multiplied: 10,000 for ha.
    fn factor_of(&self, value: &Val<'w>) -> Option<Exact> {
        let Val::Claim(claim) = value else { return None };
        let row = self.world.claims.get(*claim);
        let percent = matches!(row.kind, Kind::Percent | Kind::Points);
        if percent { None } else { self.world.units.get(row.unit)?.factor.clone() }
    }

    /// A number that was worked out, in the measured unit of the claim on the other side.
    fn show_beside(&self, value: &Val<'w>, other: &Val<'w>) -> String {
        let (Val::Number(number), Some(factor)) = (value, self.factor_of(other)) else { return self.show(value) };
        match number.range.over(&Interval::point(factor)) {
            Some(range) => self.show(&Val::Number(Number::plain(range))),
            None => self.show(value),
        }
    }

    fn show(&self, value: &Val<'w>) -> String {
        match value {
            Val::Claim(claim) => {
                let value = self.world.claims.value(*claim).to_string();
                let row = self.world.claims.get(*claim);
                let percent = matches!(row.kind, Kind::Percent) && !value.ends_with('%');
                if percent { format!("{value} %") } else { value }
            }
            Val::Number(number) => shorten(number.range.as_point().map_or_else(|| number.range.to_string(), ToString::to_string)),
            Val::Date(date) => date.to_string(),
            Val::Period(period) => period.to_string(),
            Val::Document(document) => document.text.clone(),
            Val::Name(name) => self.world.names.get(*name).to_owned(),
            Val::Text(text) => shorten(text.to_string()),
            Val::Truth(truth) => format!("{truth:?}").to_lowercase(),
            Val::List(list) => format!("[{} …]", list.items.count(self.world)),
            Val::Source(source) => self.world.names.get(self.world.sources[source.0 as usize].id).to_owned(),
            Val::Row(..) | Val::Table(_) | Val::Rule(_) => "…".to_owned(),
            Val::Null => "null".to_owned(),
            Val::Unknown => "?".to_owned(),
        }
    }
}

/// Whether a side of a comparison is a total of parts.
fn is_sum(expr: &Expr) -> bool {
    match &expr.node {
        Node::Call(function, _) => function.code == Function::Sum,
        Node::Arithmetic(_, left, right) => is_sum(left) || is_sum(right),
        _ => false,
    }
}

enum Key {
    Word(Name),
    Foreign(String),
    None,
}

impl<'w> Items<'w> {
    fn count(&self, world: &World<'_>) -> usize {
        match self {
            Items::Claims(claims) => claims.len(),
            Items::Rows(_, rows) => rows.len(),
            Items::Table(table) => world.tables[*table].rows_count(),
            Items::Values(values) => values.len(),
        }
    }

    fn get(&self, place: usize, _: &World<'_>) -> Val<'w> {
        match self {
            Items::Claims(claims) => Val::Claim(claims[place]),
            Items::Rows(table, rows) => Val::Row(*table, rows[place]),
            Items::Table(table) => Val::Row(*table, offset(place)),
            Items::Values(values) => values[place].clone(),
        }
    }
}

fn not_standing(anchor: &Anchor, why: &str) -> Said {
    let detail = anchor.detail.as_deref();
    let change = detail.and_then(|detail| detail.changes.first());
    let with_change = |said: Said| match change {
        Some(change) => said.with("quoted", &change.quoted).with("printed", &change.printed),
        None => said,
    };
    match (anchor.status, detail.and_then(|detail| detail.difference)) {
        (Status::Ambiguous, _) => Said::new("quote/ambiguous").with("count", detail.map_or(0, |detail| detail.places.len())),
        (Status::Unreadable, _) => Said::new("quote/unreadable").with("why", why),
        (Status::Altered, Some(crate::evidence::Difference::Number)) => with_change(Said::new("quote/altered-number")),
        (Status::Altered, _) => with_change(Said::new("quote/altered-words")),
        (Status::Truncated, _) => Said::new("quote/truncated"),
        (Status::ElidedRisky, _) => Said::new("quote/elided-risky"),
        _ => Said::new("quote/absent"),
    }
}

/// Words of a source as conditions compare them: composed letters, and one space for line breaks and runs of spaces.
fn plain_text(text: &str) -> String {
    let composed = crate::text::fold::composed(text);
    let mut plain = String::with_capacity(composed.text.len());
    for character in composed.text.chars() {
        match character {
            space if space.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            other => plain.push(other),
        }
    }
    plain
}

/// What two numbers may differ by.
fn allowance(tolerance: &Tolerance, right: &Interval) -> Interval {
    match tolerance {
        Tolerance::Absolute(amount) => Interval::point(amount.clone()),
        Tolerance::Relative(share) => right.abs().times(&Interval::point(share.clone())),
    }
}

fn periods_equal(left: &Period, right: &Period) -> Truth {
    let side = |left: Option<Date>, right: Option<Date>| match (left, right) {
        (None, None) => Truth::True,
        (Some(left), Some(right)) if left.part() == right.part() && left.year() == right.year() => Truth::from(left == right),
        (Some(left), Some(right)) => left.equal(&right),
        _ => Truth::False,
    };
    side(left.from, right.from).and(side(left.until, right.until))
}

fn part_name(part: Part) -> &'static str {
    crate::expr::PARTS.iter().find(|(_, known)| *known == part).map_or("", |(name, _)| name)
}

/// The first or last place where a word stands whole in a text.
fn whole_word(text: &str, word: &str, first: bool) -> Option<usize> {
    let whole = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let mut places = text.match_indices(word).map(|(at, _)| at).filter(whole);
    if first { places.next() } else { places.last() }
}

/// Long fractions are cut for the eye; the value itself never is.
fn shorten(text: String) -> String {
    const CHARACTERS_MAX: usize = 60;
    if text.chars().count() <= CHARACTERS_MAX {
        return text;
    }
    let cut: String = text.chars().take(CHARACTERS_MAX).collect();
    format!("{cut}…")
}
