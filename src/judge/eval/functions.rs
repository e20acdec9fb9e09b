//! Functions over lists, dates and codes, each an arm of the evaluator; they never decide what the ranges leave open.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Items, List, Machine, Number, Val};
use crate::claim::ClaimId;
use crate::date::{Date, Period};
use crate::expr::functions::Name as Function;
use crate::expr::{Comparison, Expr, Node, Operation, Part, Type};
use crate::names::Name;
use crate::number::Exact;
use crate::number::interval::{Bound, Interval};
use crate::rule::Missing;
use crate::rule::table::PARENT;
use crate::said::Said;
use crate::truth::Truth;
use crate::value::{Kind, Measure, Qualifier, Value};

/// Decimal places to which a number is rounded at most, before and after the point.
const PLACES_MAX: i32 = 100;

impl<'w> Machine<'w> {
    pub(super) fn call(&mut self, function: Function, arguments: &'w [Expr]) -> Val<'w> {
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
            Function::Base => self.base(&arguments[0]),
            Function::Previous => self.previous(&arguments[0], &arguments[1]),
            // compiled to what it looks up
            Function::Lookup => Val::Unknown,
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
            Function::InUnit => match (self.eval(&arguments[0]), &arguments[1].node) {
                (Val::Claim(claim), Node::Text(unit)) => self.is_in_unit(claim, unit),
                _ => Val::Unknown,
            },
            Function::Whole => match self.eval(&arguments[0]) {
                Val::Claim(claim) => self.is_whole(claim),
                _ => Val::Unknown,
            },
            Function::Dated => match self.eval(&arguments[0]) {
                Val::Claim(claim) => Val::Truth(self.dated(claim)),
                _ => Val::Unknown,
            },
            Function::Before | Function::After | Function::Sentence => match self.eval(&arguments[0]) {
                Val::Claim(claim) => self.surroundings(function, claim),
                _ => Val::Unknown,
            },
        }
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

    /// Whether the unit of a claim is the wanted one or converts to it. Digits alone are taken to be in it, but not as a percentage,
    /// since 0.95 and 95 % are told apart by nothing else.
    fn is_in_unit(&mut self, claim: ClaimId, wanted: &str) -> Val<'w> {
        let row = self.world.claims.get(claim);
        let (_, unit) = (self.world.input.unit)(wanted);
        let claimed = self.world.units.get(row.unit).map(|known| &known.unit);
        let fits = match (row.kind, claimed) {
            (Kind::Percent, _) => unit.measure == Measure::Percent,
            (Kind::Points, _) => unit.measure == Measure::Points,
            (_, Some(claimed)) => claimed.is_of(&unit),
            (_, None) => !matches!(unit.measure, Measure::Percent | Measure::Points),
        };
        if fits {
            return Val::Truth(Truth::True);
        }
        let words = match (row.kind, claimed) {
            (Kind::Percent, _) => "%",
            (Kind::Points, _) => "pp",
            (_, claimed) => claimed.map_or("", |unit| &unit.text),
        };
        let code = if words.is_empty() { "unit/no-percentage" } else { "unit/of-metric" };
        Val::Truth(self.fails(|| Said::new(code).with("claimed", words).with("unit", wanted)))
    }

    /// Whether the figure of a claim is whole as shown; of a range both ends.
    fn is_whole(&mut self, claim: ClaimId) -> Val<'w> {
        let row = self.world.claims.get(claim);
        let value = self.world.claims.value(claim);
        let percent = matches!(row.kind, Kind::Percent | Kind::Points);
        let whole = |shown: &Exact| if percent { (shown * &Exact::scaled(1, -2)).is_whole() } else { shown.is_whole() };
        let fits = match &value {
            Value::Figure(figure) => whole(&figure.shown),
            Value::Range(low, high) => whole(&low.shown) && whole(&high.shown),
            _ => return self.unknown(|| Said::new("unknown/no-number")),
        };
        let shown = if percent { format!("{value} %") } else { value.to_string() };
        Val::Truth(if fits { Truth::True } else { self.fails(|| Said::new("value/not-whole").with("claimed", shown)) })
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

    /// The sum of a list over how many items it has.
    pub(super) fn mean(&mut self, list: &'w Expr) -> Val<'w> {
        let Val::Number(sum) = self.aggregate(Function::Sum, list) else { return Val::Unknown };
        let Some(items) = self.list(list) else { return Val::Unknown };
        let absent = if self.rule.missing == Missing::Zero { items.missing.len() } else { 0 };
        let count = whole(items.items.count(self.world) + absent);
        match sum.range.over(&Interval::point(count)) {
            Some(range) => Val::Number(Number::new(range, sum.dims)),
            None => self.unknown(|| Said::new("unknown/empty-list")),
        }
    }

    pub(super) fn round(&mut self, of: &'w Expr, places: &'w Expr) -> Val<'w> {
        let (Some(number), Some(places)) = (self.number(of), self.number(places)) else { return Val::Unknown };
        let places = places.range.as_point().and_then(Exact::to_i128).and_then(|places| i32::try_from(places).ok());
        match places.filter(|places| places.abs() <= PLACES_MAX) {
            Some(places) => Val::Number(Number::new(rounded(&number.range, places), number.dims)),
            None => self.unknown(|| Said::new("unknown/impossible").with("why", "decimal places are a small whole number")),
        }
    }

    /// `new / old - 1`, in which `old` stands once: (new - old) / old would let it be two values at a time.
    pub(super) fn change(&mut self, old: &'w Expr, new: &'w Expr) -> Val<'w> {
        let (Some(old), Some(new)) = (self.number(old), self.number(new)) else { return Val::Unknown };
        if !self.same_dims(&old, &new) {
            return Val::Unknown;
        }
        match new.range.over(&old.range) {
            Some(ratio) => Val::Number(Number::plain(ratio.minus(&Interval::point(Exact::ONE)))),
            None => self.unknown(|| Said::new("unknown/divided-by-nought")),
        }
    }

    pub(super) fn period(&mut self, text: &'w Expr) -> Val<'w> {
        let Node::Text(text) = &text.node else { return Val::Unknown };
        match Period::parse(text) {
            Ok(period) => Val::Period(period),
            Err(error) => self.unknown(|| Said::new("unknown/impossible").with("why", error)),
        }
    }

    pub(super) fn part_of(&mut self, date: &'w Expr, part: Part) -> Val<'w> {
        let date = self.eval(date);
        let date = self.plain(date);
        self.part(date, part)
    }

    /// Each item that differs from all before it. Two that may or may not be one leave the list unsure.
    pub(super) fn distinct(&mut self, list: &'w Expr) -> Val<'w> {
        let Some(list) = self.list(list) else { return Val::Unknown };
        let mut kept: Vec<Val<'w>> = Vec::new();
        let mut unsure = list.unsure;
        for place in 0..list.items.count(self.world) {
            let item = list.items.get(place, self.world);
            match self.is_among(&item, &kept) {
                Truth::True => {}
                Truth::False => kept.push(item),
                Truth::Open | Truth::Unknown => {
                    unsure = true;
                    kept.push(item);
                }
            }
        }
        Val::List(List { items: Items::Values(kept.into()), missing: list.missing, unsure })
    }

    fn is_among(&mut self, item: &Val<'w>, kept: &[Val<'w>]) -> Truth {
        let mut truth = Truth::False;
        for other in kept {
            let same = match (item, other) {
                (Val::Source(one), Val::Source(other)) => Truth::from(one == other),
                (Val::Row(_, one), Val::Row(_, other)) => Truth::from(one == other),
                _ => self.compare_values(Comparison::Equal, item.clone(), other.clone()),
            };
            truth = truth.or(same);
            if truth == Truth::True {
                break;
            }
        }
        truth
    }

    /// The claims of a list in the order of their dates; nothing where a date is missing, or two have no order.
    fn series(&mut self, list: &List<'w>) -> Option<Vec<(Date, ClaimId)>> {
        let mut series: Vec<(Date, ClaimId)> = Vec::new();
        for place in 0..list.items.count(self.world) {
            let Val::Claim(claim) = list.items.get(place, self.world) else { return None };
            series.push((self.day_of(claim)?, claim));
        }
        series.sort_by_key(|(date, claim)| (date.days(), *claim));
        let unordered = series.windows(2).find(|pair| pair[0].0.before(&pair[1].0) != Truth::True);
        if let Some([(_, one), (_, other)]) = unordered {
            let claims = [one, other].map(|claim| self.world.claims.id_text(*claim)).join(", ");
            self.unknown(|| Said::new("unknown/no-order").with("claims", claims));
            return None;
        }
        Some(series)
    }

    fn day_of(&mut self, claim: ClaimId) -> Option<Date> {
        let date = self.world.claims.as_of(claim).filter(|date| date.days().is_some());
        if date.is_none() {
            let id = self.world.claims.id_text(claim);
            self.unknown(|| Said::new("unknown/field-absent").with("field", format!("{id}.as_of")));
        }
        date
    }

    /// The claim with the earliest date.
    fn base(&mut self, list: &'w Expr) -> Val<'w> {
        let Some(list) = self.list(list) else { return Val::Unknown };
        if self.unsure(&list) == Truth::Unknown {
            return Val::Unknown;
        }
        match self.series(&list) {
            Some(series) => series.first().map_or(Val::Null, |(_, claim)| Val::Claim(*claim)),
            None => Val::Unknown,
        }
    }

    /// The claim with the last date before that of another; null where none is before it.
    fn previous(&mut self, of: &'w Expr, list: &'w Expr) -> Val<'w> {
        let Val::Claim(own) = self.eval(of) else { return Val::Unknown };
        let Some(list) = self.list(list) else { return Val::Unknown };
        if self.unsure(&list) == Truth::Unknown {
            return Val::Unknown;
        }
        let (Some(day), Some(series)) = (self.day_of(own), self.series(&list)) else { return Val::Unknown };
        let before = series.partition_point(|(date, _)| date.before(&day) == Truth::True);
        let touches = series.get(before).is_some_and(|(date, claim)| *claim != own && date.before(&day) != Truth::False);
        if touches {
            return self.unknown(|| Said::new("unknown/incomparable"));
        }
        before.checked_sub(1).map_or(Val::Null, |place| Val::Claim(series[place].1))
    }

    /// Whether the figures of a series never fall: each against the greatest before it.
    pub(super) fn increasing(&mut self, list: &'w Expr) -> Val<'w> {
        let Some(list) = self.list(list) else { return Val::Unknown };
        let mut truth = !self.unsure(&list);
        let Some(series) = self.series(&list) else { return Val::Unknown };
        let mut greatest: Option<Number> = None;
        for (_, claim) in series {
            let Some(number) = self.number_of(Val::Claim(claim)) else { return Val::Unknown };
            greatest = match greatest {
                None => Some(number),
                Some(before) => {
                    if !self.same_dims(&before, &number) {
                        return Val::Unknown;
                    }
                    truth = truth.and(before.range.at_most_equal(&number.range));
                    Some(Number::new(before.range.max(&number.range), number.dims))
                }
            };
        }
        Val::Truth(truth)
    }

    /// One and how many of a list are greater; the claim itself is not greater than itself.
    pub(super) fn rank(&mut self, of: &'w Expr, list: &'w Expr) -> Val<'w> {
        let own = self.eval(of);
        let Some(list) = self.list(list) else { return Val::Unknown };
        if self.unsure(&list) == Truth::Unknown {
            return Val::Unknown;
        }
        let (mut surely, mut perhaps) = (1, 1);
        for place in 0..list.items.count(self.world) {
            let other = list.items.get(place, self.world);
            if matches!((&own, &other), (Val::Claim(own), Val::Claim(other)) if own == other) {
                continue;
            }
            match self.compare_values(Comparison::Less, own.clone(), other) {
                Truth::True => (surely, perhaps) = (surely + 1, perhaps + 1),
                Truth::Open => perhaps += 1,
                Truth::False => {}
                Truth::Unknown => return Val::Unknown,
            }
        }
        Val::Number(Number::plain(Interval::closed(whole(surely), whole(perhaps))))
    }

    pub(super) fn complete(&mut self, list: &'w Expr) -> Val<'w> {
        let Some(list) = self.list(list) else { return Val::Unknown };
        if !list.missing.is_empty() {
            self.missing_part(list.missing);
            return Val::Truth(Truth::False);
        }
        Val::Truth(if list.unsure { Truth::Unknown } else { Truth::True })
    }

    pub(super) fn parent(&mut self, code: &'w Expr) -> Val<'w> {
        let Some((table, column, code)) = self.listed(code) else { return Val::Unknown };
        match self.world.tables[table].rows_of(code).first() {
            Some(&row) => self.cell(table, row, column),
            None => self.not_in_table(table, code),
        }
    }

    pub(super) fn children(&mut self, code: &'w Expr) -> Val<'w> {
        let Some((table, column, code)) = self.listed(code) else { return Val::Unknown };
        let list = &self.world.tables[table];
        if list.rows_of(code).is_empty() {
            return self.not_in_table(table, code);
        }
        let rows = list.rows_with(column, code).iter();
        let items: Rc<[Val<'w>]> = rows.filter_map(|&row| list.key_of_row(row as usize)).map(Val::Name).collect();
        Val::List(List { items: Items::Values(items), missing: &[], unsure: false })
    }

    /// A code with its list and the column that names the code above.
    fn listed(&mut self, code: &'w Expr) -> Option<(usize, usize, Name)> {
        let Type::Code(table) = code.kind else { return None };
        let column = self.world.tables[table].column(PARENT)?;
        match self.eval(code) {
            Val::Name(name) => Some((table, column, name)),
            Val::Null => {
                self.unknown(|| Said::new("unknown/field-absent").with("field", PARENT));
                None
            }
            _ => None,
        }
    }
}

fn whole(count: usize) -> Exact {
    Exact::whole(i128::try_from(count).unwrap_or(i128::MAX))
}

/// Every value of a range rounded: a half goes away from nought, and an open end on a half is not reached.
fn rounded(range: &Interval, places: i32) -> Interval {
    let (up, down) = (Exact::power_of_ten(places), Exact::power_of_ten(-places));
    let half = Exact::ONE.half();
    let at = |value: &Exact, floor: bool| {
        let scaled = value * &up;
        let whole = if floor { (&scaled + &half).floor() } else { -&(&half - &scaled).floor() };
        &whole * &down
    };
    let low = match range.low() {
        Bound::Unbounded => Bound::Unbounded,
        Bound::Open(value) => Bound::Closed(at(&value, true)),
        Bound::Closed(value) => Bound::Closed(at(&value, !value.is_negative())),
    };
    let high = match range.high() {
        Bound::Unbounded => Bound::Unbounded,
        Bound::Open(value) => Bound::Closed(at(&value, false)),
        Bound::Closed(value) => Bound::Closed(at(&value, !value.is_negative())),
    };
    Interval::new(low, high).unwrap_or_else(|| range.clone())
}

#[cfg(test)]
mod tests {
    use super::{Exact, Interval, rounded};

    fn check(range: &Interval, places: i32, expected: &str) {
        assert_eq!(rounded(range, places).to_string(), expected, "{range}");
    }

    #[test]
    fn every_value_of_a_range_is_rounded() {
        let number = |text: &str| Exact::parse(text).expect("a number of this test");
        let point = |text: &str| Interval::point(number(text));
        check(&point("2.5"), 0, "3");
        check(&point("-2.5"), 0, "-3");
        check(&point("2.4999"), 0, "2");
        check(&point("1452"), -3, "1000");
        check(&point("0.12345"), 3, "0.123");
        check(&Interval::closed(number("1.4"), number("1.5")), 0, "[1, 2]");
        check(&Interval::new(super::Bound::Open(number("1.4")), super::Bound::Open(number("1.5"))).expect("a range"), 0, "1");
        check(&Interval::above(number("2.5")), 0, "[3, ∞)");
        check(&Interval::below(number("2.5")), 0, "(−∞, 2]");
    }
}
