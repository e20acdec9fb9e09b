//! Expr: a rule's condition, typed and with its names resolved, as the one evaluator runs it.
//!
//! The language is CEL (Common Expression Language); its parser comes from the `cel` crate, its meaning is ours: over ranges
//! instead of floats, over four truth values instead of two.

pub mod compile;
pub mod functions;
pub mod units;

use std::ops::Range;

use crate::number::Exact;

/// Conditions longer than this many bytes are refused.
pub const CONDITION_BYTES_MAX: usize = 10_000;
/// Conditions nested deeper than this are refused.
pub const CONDITION_DEPTH_MAX: u16 = 64;

/// A condition, or a part of one.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it does.
    pub node: Node,
    /// Where it is written, in bytes of the condition.
    pub span: Range<usize>,
    /// What it gives.
    pub kind: Type,
}

/// What a part of a condition does.
#[derive(Clone, Debug)]
pub enum Node {
    /// An exact number.
    Number(Exact),
    /// Words.
    Text(String),
    /// True or false.
    Flag(bool),
    /// Nothing.
    Null,
    /// `[a, b]`
    List(Vec<Expr>),
    /// A name of the rule, by its place in `where`.
    Name(usize),
    /// The variable of a macro, by its depth: the outermost is 0.
    Variable(usize),
    /// The source that a rule with `each = "source"` is judged for.
    Source,
    /// The rule that a rule with `each = "rule"` is judged for.
    Rule,
    /// A reference table, by its place among those that the rule sees.
    Table(usize),
    /// `{'area': a, 'year': b}`: columns by name with the cells wanted, until a table gives them a meaning.
    Cells(Vec<(String, Expr)>),
    /// `table[{'area': a, 'year': b}]`: the rows of a table with these cells, by the places of the columns.
    Rows(usize, Vec<(usize, Expr)>),
    /// `lookup(table, {'area': a}, 'column')`: a column of the one row.
    Lookup(Box<Expr>, usize),
    /// `a.field`
    Field(Box<Expr>, Field),
    /// `has(a.field)`
    Has(Box<Expr>, Field),
    /// `a[b]`
    Index(Box<Expr>, Box<Expr>),
    /// `!a`
    Not(Box<Expr>),
    /// `-a`
    Negate(Box<Expr>),
    /// `a && b`
    And(Box<Expr>, Box<Expr>),
    /// `a || b`
    Or(Box<Expr>, Box<Expr>),
    /// `a == b`, `a <= b` and their kind
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a in b`
    In(Box<Expr>, Box<Expr>),
    /// `a + b` and its kind
    Arithmetic(Operation, Box<Expr>, Box<Expr>),
    /// `a ? b : c`
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a.matches('…')`, its pattern ready
    Matches(Box<Expr>, Box<regex_lite::Regex>),
    /// `f(a, b)` or `a.f(b)`
    Call(&'static functions::Function, Vec<Expr>),
    /// `list.exists(x, condition)` and its kind
    Fold(Fold, Box<Expr>, Box<Expr>),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::Unequal => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        }
    }
}

/// An arithmetic operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operation {
    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Operation::Add => "+",
            Operation::Subtract => "-",
            Operation::Multiply => "*",
            Operation::Divide => "/",
        }
    }
}

/// A macro over a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// `list.all(x, condition)`
    All,
    /// `list.exists(x, condition)`
    Exists,
    /// `list.exists_one(x, condition)`
    ExistsOne,
    /// `list.filter(x, condition)`
    Filter,
    /// `list.map(x, value)`
    Map,
}

/// A field of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The claimed value.
    Value,
    /// The value read.
    Found,
    /// The unit as written.
    Unit,
    /// What is measured.
    Metric,
    /// The identifier of a claim, source or rule.
    Id,
    /// The date a claim is true of.
    AsOf,
    /// Why the source need not say `as_of`.
    AsOfReason,
    /// The quote.
    Quote,
    /// Where the quote stands, in one word.
    Anchor,
    /// The source.
    Source,
    /// A declared dimension, by its place.
    Dim(usize),
    /// A column of the code list (by its place among the rule's tables) that is tied to a dimension: `total.area.parent`.
    DimColumn {
        /// The table.
        table: usize,
        /// The column.
        column: usize,
    },
    /// A column of a table's row.
    Column(usize),
    /// A part of a date, period or document number.
    Part(Part),
    /// The pinned digest of a source.
    Sha256,
    /// The digest of a source on disk.
    Digest,
    /// The pinned digest of the transcript of a source.
    TranscriptSha256,
    /// The digest of the transcript on disk.
    TranscriptDigest,
    /// The day a source was published.
    Published,
    /// How many groups a rule found.
    FoundCount,
    /// How many groups a rule must find: its `expect-min`, or one.
    ExpectedCount,
    /// Where a rule comes from: a pack's name; null for the project's own.
    Pack,
}

/// A part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `date.year`, and the year inside a document number
    Year,
    /// `date.month`
    Month,
    /// `date.day`
    Day,
    /// `period.start`
    Start,
    /// `period.end`
    End,
    /// `document.type`
    Type,
    /// `document.body`
    Body,
    /// `document.term`
    Term,
    /// `document.number`
    Number,
}

/// Every part of a value with its name.
pub const PARTS: &[(&str, Part)] = &[
    ("year", Part::Year),
    ("month", Part::Month),
    ("day", Part::Day),
    ("start", Part::Start),
    ("end", Part::End),
    ("type", Part::Type),
    ("body", Part::Body),
    ("term", Part::Term),
    ("number", Part::Number),
];

/// What a part of a condition gives, as far as it is known before any data is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Known only when data is read: a claim's value may be a figure, a date or a document number.
    Any,
    /// A truth value.
    Truth,
    /// A number.
    Number,
    /// A date or period.
    Date,
    /// Words.
    Text,
    /// A claim, which stands for its claimed value.
    Claim,
    /// A source.
    Source,
    /// A rule.
    Rule,
    /// A code of the code list that is tied to a dimension (its place among the rule's tables): `total.area`.
    Code(usize),
    /// A row of a table.
    Row(usize),
    /// A table.
    Table(usize),
    /// A list.
    List(Box<Type>),
    /// Cells by column.
    Cells,
    /// Nothing.
    Null,
}

impl Type {
    /// In words, for messages.
    pub fn name(&self) -> &'static str {
        match self {
            Type::Any => "a value",
            Type::Truth => "a condition (true or false)",
            Type::Number => "a number",
            Type::Date => "a date",
            Type::Text | Type::Code(_) => "text",
            Type::Claim => "a claim",
            Type::Source => "a source",
            Type::Rule => "a rule",
            Type::Row(_) => "a row of a table",
            Type::Table(_) => "a table",
            Type::List(_) => "a list",
            Type::Cells => "cells by column",
            Type::Null => "null",
        }
    }

    /// Whether it may turn out to be a number.
    pub fn may_be_number(&self) -> bool {
        matches!(self, Type::Number | Type::Any | Type::Claim)
    }

    /// Whether it may turn out to be words.
    pub fn may_be_text(&self) -> bool {
        matches!(self, Type::Text | Type::Any | Type::Claim | Type::Code(_))
    }

    /// Whether it may turn out to be a truth value.
    pub fn may_be_truth(&self) -> bool {
        matches!(self, Type::Truth | Type::Any)
    }

    /// Whether `==` may be asked of the two, and of `<` too if `ordered`.
    pub fn compares_with(&self, other: &Type, ordered: bool) -> bool {
        let class = |kind: &Type| match kind {
            Type::Any | Type::Claim => 0,
            Type::Number => 1,
            Type::Date => 2,
            Type::Text | Type::Code(_) => 3,
            Type::Truth => 4,
            Type::Null => 5,
            _ => 6,
        };
        let (left, right) = (class(self), class(other));
        let orderable = |class| class <= 2;
        if ordered {
            return orderable(left) && orderable(right) && (left == right || left == 0 || right == 0);
        }
        left != 6 && right != 6 && (left == right || left == 0 || right == 0 || left == 5 || right == 5)
    }
}
