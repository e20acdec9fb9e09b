//! The one evaluator of conditions: over ranges, over four truth values, over claims with provenance.
//!
//! A group is first judged without words. Only an outcome that is kept is worked through a second time, to say what is missing
//! and which values went in.

mod comparing;
mod fields;
mod functions;
mod lists;
mod noise;
mod provenance;
mod shown;
mod texts;
mod totals;

pub use provenance::not_standing;

use std::borrow::Cow;
use std::rc::Rc;

use self::noise::Noise;
use super::bind::{Groups, Slot};
use super::units::Dims;
use super::{World, verdict_of};
use crate::claim::ClaimId;
use crate::date::{Date, Period};
use crate::document::SourceId;
use crate::expr::functions::Name as Function;
use crate::expr::{Expr, Node, Operation};
use crate::finding::Verdict;
use crate::names::Name;
use crate::number::Exact;
use crate::number::interval::Interval;
use crate::outcome::{Outcome, RuleId, Step, Subject};
use crate::rule::Rule;
use crate::said::Said;
use crate::truth::Truth;
use crate::value::Document;

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
    group: Option<(&'w Groups, usize)>,
    subject: Option<Subject>,
    usual: bool,
    mode: Mode,
    variables: Vec<Val<'w>>,
    /// In a side of a comparison a list that lacks a part may give a bound: a sum what its parts come to at least.
    bounding: bool,
    /// The parts that such a sum lacked.
    lacking: &'w [Name],
    explaining: bool,
    /// Claims whose date the source does not say, found while explaining.
    undated: Vec<ClaimId>,
    because: Vec<Said>,
    steps: Vec<Step>,
    notes: Vec<Said>,
}

impl<'w> Machine<'w> {
    pub(super) fn of_group(world: &'w World<'w>, rule: &'w Rule, groups: &'w Groups, group: usize) -> Machine<'w> {
        Machine::new(world, rule, Some((groups, group)), None)
    }

    pub(super) fn of_subject(world: &'w World<'w>, rule: &'w Rule, subject: Subject) -> Machine<'w> {
        Machine::new(world, rule, None, Some(subject))
    }

    fn new(world: &'w World<'w>, rule: &'w Rule, group: Option<(&'w Groups, usize)>, subject: Option<Subject>) -> Machine<'w> {
        Machine {
            world,
            rule,
            group,
            subject,
            usual: false,
            mode: Mode::Surely,
            variables: Vec::new(),
            bounding: false,
            lacking: &[],
            explaining: false,
            undated: Vec::new(),
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
        self.tell_undated(outcome);
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
        let bounding = self.bounding;
        self.bounding = bounding && keeps_bounds(expr);
        let value = self.eval_node(expr);
        self.bounding = bounding;
        value
    }

    fn eval_node(&mut self, expr: &'w Expr) -> Val<'w> {
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
            Node::Cells(_) => Val::Unknown,
            Node::Rows(table, cells) => self.rows(*table, cells),
            Node::Lookup(rows, column) => self.lookup(rows, *column),
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

    /// What is bound to a name.
    fn slot(&self, name: usize) -> Slot<'w> {
        self.group.map_or(Slot::Absent, |(groups, group)| groups.slot(self.rule, group, name))
    }

    fn bound(&mut self, name: usize) -> Val<'w> {
        match self.slot(name) {
            Slot::One(claim) => Val::Claim(claim),
            Slot::Many(claims, missing) => Val::List(List { items: Items::Claims(claims), missing, unsure: false }),
            Slot::Absent => {
                let word = self.rule.names.get(name).map_or("", |name| name.name.value.as_str()).to_owned();
                self.unknown(|| Said::new("unknown/no-claim").with("name", word))
            }
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
            let is_bare = left.dims.is_none() || right.dims.is_none();
            let (left, right) = (self.world.units.name(&left.dims), self.world.units.name(&right.dims));
            self.unknown(|| Said::new("unknown/unit-differs").with("left", left).with("right", right));
            if is_bare {
                self.unknown(|| Said::new("unknown/bare-number"));
            }
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
}

/// Whether a bound of a part is a bound of the whole: arithmetic over ranges is, what counts or chooses is not.
fn keeps_bounds(expr: &Expr) -> bool {
    match &expr.node {
        Node::Arithmetic(..) | Node::Negate(_) => true,
        Node::Call(function, _) => matches!(function.code, Function::Sum | Function::Min | Function::Max),
        _ => false,
    }
}
