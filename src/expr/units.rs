//! Units of a condition: what each part of it measures, as far as metrics and written quantities say, so that adding hectares to
//! people is a mistake of the rule before any data is read.
//!
//! It never looks at claims: what no metric says is not checked, and a number without a unit fits any. Units of one kind (ha and km²)
//! convert, and counted nouns measure nothing, as when rules are judged.

use std::ops::Range;

use super::compile::Mistake;
use super::functions::{Function, Name};
use super::{Expr, Field, Fold, Node, Operation};
use crate::number::Exact;
use crate::text::Span;
use crate::value::{Measure, Unit};

/// What the figures of a metric measure, with the words that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// Dimensions and currencies with their powers, in order; none for counts and shares.
    powers: Vec<(String, i8)>,
    /// Its unit as written: "ha", "đồng/ha". Empty for a count that names none, and where the units of a quotient have cancelled.
    unit: String,
    /// The metric that says so, and where; nothing for a quantity that the condition writes out.
    said_by: Option<(String, Span)>,
}

/// What is known of a part of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: no metric says it, or it is no number.
    Nothing,
    /// A number without a unit, which fits any.
    Bare,
    /// One quantity, or a list of it.
    Is(Quantity),
    /// A list of different ones, or one claim of several metrics.
    Mixed(Box<(Quantity, Quantity)>),
}

/// What the metrics of a name say of it: `unit` of each with where it is written; nothing where one of them says none.
pub fn of_metrics<'m>(
    units: impl Iterator<Item = Option<(&'m str, &'m str, Span)>>,
    unit: &dyn Fn(&str) -> (Exact, Unit),
) -> Known {
    let mut all: Vec<Quantity> = Vec::new();
    for said in units {
        let Some((metric, words, span)) = said else { return Known::Nothing };
        let quantity = Quantity::of(&unit(words).1, words);
        all.push(Quantity { said_by: Some((metric.to_owned(), span)), ..quantity });
    }
    together(all.into_iter().map(Known::Is))
}

/// Every place of a condition where units do not go together.
pub fn check(expr: &Expr, text: &str, names: &[Known], unit: &dyn Fn(&str) -> (Exact, Unit)) -> Vec<Mistake> {
    let mut checker = Checker { text, names, unit, variables: Vec::new(), mistakes: Vec::new() };
    checker.known(expr);
    checker.mistakes
}

impl Quantity {
    fn of(unit: &Unit, words: &str) -> Quantity {
        let powers = match &unit.measure {
            Measure::Counted | Measure::Percent | Measure::Points => Vec::new(),
            Measure::Money(code) => vec![(code.clone(), 1)],
            Measure::Measured { dimension, .. } => vec![(dimension.clone(), 1)],
        };
        Quantity { powers, unit: words.to_owned(), said_by: None }
    }

    /// A product (`sign` 1) or quotient (`sign` −1) of two.
    fn with(&self, other: &Quantity, sign: i8) -> Quantity {
        let mut powers = self.powers.clone();
        for (dimension, power) in &other.powers {
            let change = power.saturating_mul(sign);
            match powers.iter_mut().find(|(known, _)| known == dimension) {
                Some((_, known)) => *known = known.saturating_add(change),
                None => powers.push((dimension.clone(), change)),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        powers.sort();
        let unit = match (self.unit.as_str(), other.unit.as_str()) {
            _ if powers.is_empty() => String::new(),
            (one, "") => one.to_owned(),
            ("", other) if sign < 0 => format!("1/{other}"),
            ("", other) => other.to_owned(),
            (one, other) => format!("{one}{}{other}", if sign < 0 { "/" } else { "·" }),
        };
        Quantity { powers, unit, said_by: None }
    }

    fn inverse(&self) -> Quantity {
        Quantity { powers: Vec::new(), unit: String::new(), said_by: None }.with(self, -1)
    }

    /// The quantity in words, for the part of the condition that has it.
    fn said(&self, part: &str) -> String {
        match &self.said_by {
            _ if self.unit.is_empty() => format!("`{part}` has no unit"),
            Some((metric, _)) => format!("`{part}` is in {} (metric `{metric}`)", self.unit),
            None => format!("`{part}` is in {}", self.unit),
        }
    }
}

/// One quantity for several parts of a list: what they all have, or two that differ.
fn together(parts: impl Iterator<Item = Known>) -> Known {
    let mut whole = Known::Bare;
    for part in parts {
        whole = match (whole, part) {
            (Known::Nothing, _) | (_, Known::Nothing) => return Known::Nothing,
            (Known::Is(one), Known::Is(other)) if one.powers != other.powers => Known::Mixed(Box::new((one, other))),
            (Known::Bare, part) => part,
            (whole, _) => whole,
        };
    }
    whole
}

struct Checker<'a> {
    text: &'a str,
    names: &'a [Known],
    unit: &'a dyn Fn(&str) -> (Exact, Unit),
    variables: Vec<Known>,
    mistakes: Vec<Mistake>,
}

impl Checker<'_> {
    fn known(&mut self, expr: &Expr) -> Known {
        match &expr.node {
            Node::Number(_) => Known::Bare,
            Node::Name(place) => self.names.get(*place).cloned().unwrap_or(Known::Nothing),
            Node::Variable(depth) => self.variables.get(*depth).cloned().unwrap_or(Known::Nothing),
            Node::Field(of, Field::Value | Field::Found) => self.known(of),
            // the cells of a table are numbers without a unit
            Node::Field(of, Field::Column(_) | Field::DimColumn { .. }) | Node::Lookup(of, _) => {
                self.known(of);
                Known::Bare
            }
            Node::Field(of, _) | Node::Has(of, _) | Node::Not(of) | Node::Matches(of, _) => {
                self.known(of);
                Known::Nothing
            }
            Node::Negate(of) => self.known(of),
            Node::Index(of, key) => {
                self.known(key);
                self.known(of)
            }
            Node::And(left, right) | Node::Or(left, right) => {
                self.known(left);
                self.known(right);
                Known::Nothing
            }
            Node::Compare(comparison, left, right) => {
                self.pair(comparison.sign(), left, right);
                Known::Nothing
            }
            Node::In(left, right) => {
                self.pair("in", left, right);
                Known::Nothing
            }
            Node::Arithmetic(operation, left, right) => self.arithmetic(*operation, left, right),
            Node::Choose(test, yes, no) => {
                self.known(test);
                let (yes, no) = (self.known(yes), self.known(no));
                if yes == no { yes } else { Known::Nothing }
            }
            Node::List(items) => {
                let items: Vec<Known> = items.iter().map(|item| self.known(item)).collect();
                together(items.into_iter())
            }
            Node::Call(function, arguments) => self.call(function, arguments),
            Node::Fold(fold, list, body) => {
                let list = self.known(list);
                self.variables.push(list.clone());
                let body = self.known(body);
                self.variables.pop();
                match fold {
                    Fold::Filter => list,
                    Fold::Map => body,
                    Fold::All | Fold::Exists | Fold::ExistsOne => Known::Nothing,
                }
            }
            Node::Cells(cells) => self.each(cells.iter().map(|(_, cell)| cell)),
            Node::Rows(_, cells) => self.each(cells.iter().map(|(_, cell)| cell)),
            Node::Text(_) | Node::Flag(_) | Node::Null | Node::Source | Node::Rule | Node::Table(_) => Known::Nothing,
        }
    }

    /// Looks at parts that say nothing of the whole.
    fn each<'e>(&mut self, parts: impl Iterator<Item = &'e Expr>) -> Known {
        for part in parts {
            self.known(part);
        }
        Known::Nothing
    }

    fn arithmetic(&mut self, operation: Operation, left: &Expr, right: &Expr) -> Known {
        match operation {
            Operation::Add | Operation::Subtract => self.pair(operation.sign(), left, right),
            Operation::Multiply => self.product(left, right, 1),
            Operation::Divide => self.product(left, right, -1),
        }
    }

    fn product(&mut self, left: &Expr, right: &Expr, sign: i8) -> Known {
        match (self.known(left), self.known(right)) {
            (Known::Is(left), Known::Is(right)) => Known::Is(left.with(&right, sign)),
            (Known::Is(left), Known::Bare) => Known::Is(left),
            (Known::Bare, Known::Is(right)) => Known::Is(if sign < 0 { right.inverse() } else { right }),
            (Known::Bare, Known::Bare) => Known::Bare,
            _ => Known::Nothing,
        }
    }

    /// Two parts that must measure one thing; what they measure.
    fn pair(&mut self, sign: &str, left: &Expr, right: &Expr) -> Known {
        match (self.known(left), self.known(right)) {
            (Known::Is(one), Known::Is(other)) if one.powers != other.powers => {
                self.mistake(sign, (left, &one), (right, &other));
                Known::Nothing
            }
            (Known::Is(one), Known::Is(_) | Known::Bare) | (Known::Bare, Known::Is(one)) => Known::Is(one),
            (Known::Bare, Known::Bare) => Known::Bare,
            _ => Known::Nothing,
        }
    }

    fn call(&mut self, function: &Function, arguments: &[Expr]) -> Known {
        match (function.code, arguments) {
            (Name::Sum | Name::Min | Name::Max | Name::Mean | Name::Same | Name::Increasing, [list]) => {
                let known = self.known(list);
                if let Known::Mixed(pair) = &known {
                    self.mixed(function.name, list, &pair.0, &pair.1);
                }
                known
            }
            (Name::Abs | Name::Round | Name::Base | Name::Distinct, [of, rest @ ..]) => {
                self.each(rest.iter());
                self.known(of)
            }
            (Name::Previous, [of, _]) => self.known(of),
            (Name::Ratio, [left, right]) => self.product(left, right, -1),
            (Name::Share | Name::Change, [left, right]) => {
                self.pair(function.name, left, right);
                Known::Bare
            }
            (Name::Rank, [left, list]) => {
                self.pair(function.name, left, list);
                Known::Bare
            }
            (Name::Within, [value, low, high]) => {
                self.pair(function.name, value, low);
                self.pair(function.name, value, high);
                Known::Nothing
            }
            (Name::Qty, [Expr { node: Node::Text(text), .. }]) => self.written(text),
            (Name::Pct, [of]) => {
                self.known(of);
                Known::Is(Quantity { powers: Vec::new(), unit: "%".to_owned(), said_by: None })
            }
            (code, arguments) => {
                self.each(arguments.iter());
                let bare = [Name::Count, Name::Size, Name::Year, Name::Month, Name::Days].contains(&code);
                if bare { Known::Bare } else { Known::Nothing }
            }
        }
    }

    /// "500 ha"
    fn written(&self, text: &str) -> Known {
        match text.trim().split_once(' ') {
            None => Known::Bare,
            Some((_, words)) => Known::Is(Quantity::of(&(self.unit)(words.trim()).1, words.trim())),
        }
    }

    fn mistake(&mut self, sign: &str, (left, one): (&Expr, &Quantity), (right, other): (&Expr, &Quantity)) {
        let (one_said, other_said) = (one.said(self.part(left)), other.said(self.part(right)));
        let message = format!("`{sign}` takes two figures of one kind of unit: {one_said}, and {other_said}");
        let help = "multiply or divide them instead, or mend the condition or the `unit` of a metric";
        self.push(right.span.clone(), message, help, [one, other]);
    }

    fn mixed(&mut self, function: &str, list: &Expr, one: &Quantity, other: &Quantity) {
        let part = self.part(list);
        let (one_said, other_said) = (one.said(part), other.said(part));
        let message = format!("`{function}` takes figures of one kind of unit: {one_said}, and {other_said}");
        let help = "select metrics of one kind of unit in `where`, or mend the `unit` of a metric";
        self.push(list.span.clone(), message, help, [one, other]);
    }

    fn push(&mut self, range: Range<usize>, message: String, help: &str, quantities: [&Quantity; 2]) {
        let also = quantities.into_iter().filter_map(|quantity| Some((quantity.said_by.as_ref()?.1, String::new())));
        self.mistakes.push(Mistake { range, message, help: Some(help.to_owned()), also: also.collect() });
    }

    /// A part of the condition as written.
    fn part(&self, expr: &Expr) -> &str {
        self.text.get(expr.span.clone()).unwrap_or_default()
    }
}
