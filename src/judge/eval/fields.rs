//! Fields: what a claim, a source, a rule, a row or a value says of itself.

use std::borrow::Cow;
use std::rc::Rc;

use super::noise::Noise;
use super::{Machine, Mode, Number, Val};
use crate::claim::ClaimId;
use crate::date::Date;
use crate::document::{Document as SourceText, SourceId};
use crate::evidence::Unread;
use crate::expr::{Field, Part};
use crate::names::Name;
use crate::number::Exact;
use crate::number::interval::Interval;
use crate::outcome::{RuleId, Tally};
use crate::rule::table::Cell;
use crate::said::Said;
use crate::text::Span;
use crate::truth::Truth;
use crate::value::{Kind, Qualifier, Value};

impl<'w> Machine<'w> {
    /// The claimed value of a claim, any other value as it is.
    pub(super) fn plain(&mut self, value: Val<'w>) -> Val<'w> {
        match value {
            Val::Claim(claim) => self.claimed(claim),
            other => other,
        }
    }

    pub(super) fn claimed(&mut self, claim: ClaimId) -> Val<'w> {
        let row = self.world.claims.get(claim);
        let decimal = self.world.claims.plain_decimal(claim).filter(|decimal| !decimal.rounded);
        if let Some(decimal) = decimal.filter(|_| !matches!(row.kind, Kind::Percent | Kind::Points | Kind::Date)) {
            let range = Interval::point(Exact::scaled(i128::from(decimal.mantissa), i32::from(decimal.exponent)));
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

    fn found(&mut self, claim: ClaimId) -> Val<'w> {
        match &self.world.evidence(claim).reading {
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

    pub(super) fn unread(&mut self, unread: &Unread) -> Val<'w> {
        self.unknown(|| match unread {
            Unread::NoQuote => Said::new("quote/none"),
            Unread::NotLocated => Said::new("unknown/not-located"),
            Unread::Nothing => Said::new("unknown/no-figure"),
            Unread::Several(places) => Said::new("unknown/mark-the-figure").with("figures", places.len()),
            Unread::Impossible(_, why) => Said::new("unknown/impossible").with("why", why),
            Unread::Ocr(_, value) => Said::new("unknown/ocr").with("reading", value),
            Unread::Unclear(_, values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                Said::new("unknown/unclear").with("readings", values.join(" / "))
            }
        })
    }

    fn word(name: Name) -> Val<'w> {
        if name.is_some() { Val::Name(name) } else { Val::Null }
    }

    pub(super) fn field(&mut self, of: Val<'w>, field: &'w Field) -> Val<'w> {
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

    pub(super) fn not_in_table(&mut self, table: usize, key: Name) -> Val<'w> {
        let (table, key) = (&self.world.tables[table].name, self.world.names.get(key));
        self.unknown(|| Said::new("unknown/not-in-table").with("table", table).with("key", key))
    }

    pub(super) fn cell(&self, table: usize, row: u32, column: usize) -> Val<'w> {
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
            Field::AsOfReason => match self.world.claims.as_of_reason(claim) {
                "" => Val::Null,
                reason => Val::Text(Cow::Borrowed(reason)),
            },
            Field::Quote => match self.world.claims.quote(claim) {
                "" => Val::Null,
                quote => Val::Text(Cow::Borrowed(quote)),
            },
            Field::Anchor => match self.world.status(claim) {
                Some(status) => Val::Text(Cow::Borrowed(status.name())),
                None => Val::Null,
            },
            Field::Source => row.source.map_or(Val::Null, Val::Source),
            Field::Dim(dim) => Self::word(self.world.claims.dims(claim)[*dim]),
            _ => Val::Unknown,
        }
    }

    fn source_field(&mut self, source: SourceId, field: &Field) -> Val<'w> {
        let source = &self.world.sources[source.0 as usize];
        let transcript = source.transcript.as_ref();
        let pinned =
            |pinned: Option<&'w (String, Span)>| pinned.map_or(Val::Null, |(pinned, _)| Val::Text(Cow::Borrowed(pinned)));
        match field {
            Field::Id => Val::Name(source.id),
            Field::Published => source.published.map_or(Val::Null, |day| Val::Date(Date::of_day(day))),
            Field::Sha256 => pinned(source.sha256.as_ref()),
            Field::TranscriptSha256 => pinned(transcript.and_then(|transcript| transcript.sha256.as_ref())),
            Field::TranscriptDigest => match transcript.and_then(|transcript| transcript.digest.as_deref()) {
                Some(digest) => Val::Text(Cow::Borrowed(digest)),
                None => self.unknown(|| Said::new("quote/unreadable")),
            },
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
            Field::FoundCount => count(self.world.tallies.get(rule.0 as usize).map_or(0, Tally::found)),
            Field::ExpectedCount => count(head.expect_min.unwrap_or(1)),
            _ => Val::Unknown,
        }
    }

    pub(super) fn part(&mut self, of: Val<'w>, part: Part) -> Val<'w> {
        let count = |value: i64| Val::Number(Number::plain(Interval::point(Exact::int(value))));
        let between = |(first, last): (i8, i8)| {
            Val::Number(Number::plain(Interval::closed(Exact::int(first.into()), Exact::int(last.into()))))
        };
        let text = |text: &Option<String>| text.as_ref().map_or(Val::Null, |text| Val::Text(Cow::Owned(text.clone())));
        match (&of, part) {
            (Val::Unknown, _) => Val::Unknown,
            (Val::Null, _) => Val::Null,
            (Val::Date(date), Part::Year) => match date.year() {
                Some(year) => count(year.into()),
                None => self.unknown(|| Said::new("unknown/no-year").with("date", date)),
            },
            (Val::Date(date), Part::Month) => between(date.months()),
            (Val::Date(date), Part::Day) => between(date.month_days()),
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

    pub(super) fn has(&mut self, of: Val<'w>, field: &'w Field) -> Val<'w> {
        let value = self.field(of.clone(), field);
        if let (Field::Part(part @ (Part::Month | Part::Day)), Val::Date(date)) = (field, self.plain(of)) {
            let said = if *part == Part::Month { date.month() } else { date.day() };
            return Val::Truth(Truth::from(said.is_some()));
        }
        match value {
            Val::Null => Val::Truth(Truth::False),
            Val::Unknown => Val::Truth(if *field == Field::Found { Truth::False } else { Truth::Unknown }),
            _ => Val::Truth(Truth::True),
        }
    }
}

fn part_name(part: Part) -> &'static str {
    crate::expr::PARTS.iter().find(|(_, known)| *known == part).map_or("", |(name, _)| name)
}
