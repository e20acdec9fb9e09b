//! The functions of conditions: one table of names, types, meaning and an example each.
//!
//! The documentation and the checks come from this table; what a function does is one arm of `judge::eval`.

use super::Type;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A number, or a claim that states one.
    Number,
    /// A date, or a claim that states one.
    Date,
    /// Words.
    Text,
    /// A claim.
    Claim,
    /// A list of numbers, or of claims that state them.
    Numbers,
    /// A list of words.
    Texts,
    /// A list, or words.
    Sized,
    /// Words in quote marks, known before any data is read.
    Literal,
}

impl Parameter {
    /// In words, for messages and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Number => "a number",
            Parameter::Date => "a date",
            Text => "text",
            Claim => "a claim",
            Numbers => "a list of numbers",
            Texts => "a list of texts",
            Sized => "a list or text",
            Literal => "text in quote marks",
        }
    }

    /// Whether a part of a condition may be given for it.
    pub fn takes(self, kind: &Type) -> bool {
        match self {
            Number => kind.may_be_number(),
            Parameter::Date => matches!(kind, Type::Date | Type::Any | Type::Claim | Type::Text),
            Text | Literal => kind.may_be_text(),
            Claim => matches!(kind, Type::Claim | Type::Any),
            Numbers => match kind {
                Type::List(item) => item.may_be_number(),
                Type::Any => true,
                _ => false,
            },
            Texts => match kind {
                Type::List(item) => item.may_be_text(),
                Type::Any => true,
                _ => false,
            },
            Sized => matches!(kind, Type::List(_) | Type::Table(_)) || kind.may_be_text(),
        }
    }
}

/// Which function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table says what each is")]
pub enum Name {
    Sum,
    Count,
    Min,
    Max,
    Abs,
    Date,
    Days,
    Pct,
    Qty,
    Share,
    Within,
    Size,
    Contains,
    StartsWith,
    EndsWith,
    Lower,
    FirstOf,
    LastOf,
    Located,
    Read,
    Agrees,
    SameUnit,
    SameHedge,
    Same,
    Before,
    After,
    Sentence,
}

/// A function of conditions.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Which it is.
    pub code: Name,
    /// What it takes; a method's text comes first.
    pub takes: &'static [Parameter],
    /// What it gives.
    pub gives: Type,
    /// Whether it is written `text.contains(…)`.
    pub method: bool,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// One example.
    pub example: &'static str,
}

use Parameter::{Claim, Literal, Number, Numbers, Sized, Text, Texts};

/// Every function.
pub const FUNCTIONS: &[Function] = &[
    function(
        "sum",
        Name::Sum,
        &[Numbers],
        Type::Number,
        "The sum of a list; unknown while an expected part is missing.",
        "sum(parts) == total",
    ),
    function(
        "count",
        Name::Count,
        &[Sized],
        Type::Number,
        "How many items a list has; unknown while an expected part is missing.",
        "count(parts) == 13",
    ),
    function("min", Name::Min, &[Numbers], Type::Number, "The smallest of a list.", "min(parts) >= 0"),
    function("max", Name::Max, &[Numbers], Type::Number, "The largest of a list.", "max(parts) <= total"),
    function("abs", Name::Abs, &[Number], Type::Number, "The distance from nought.", "abs(a - b) <= 5"),
    function("date", Name::Date, &[Literal], Type::Date, "A date written out.", "start <= date('2022-06-16')"),
    function(
        "days",
        Name::Days,
        &[Parameter::Date, Parameter::Date],
        Type::Number,
        "Days from the first date to the second; unknown while a year is not said.",
        "days(issued, published) <= 30",
    ),
    function("pct", Name::Pct, &[Number], Type::Number, "A percentage: 12.5 % is 0.125.", "share <= pct(100)"),
    function("qty", Name::Qty, &[Literal], Type::Number, "A quantity written out with its unit.", "land <= qty('500 ha')"),
    function("share", Name::Share, &[Number, Number], Type::Number, "Part over whole.", "women_share == share(women, people)"),
    function(
        "within",
        Name::Within,
        &[Number, Number, Number],
        Type::Truth,
        "Whether a number lies between two others, both included.",
        "within(rate, pct(0), pct(100))",
    ),
    function("size", Name::Size, &[Sized], Type::Number, "How many items a list has, or characters a text.", "size(claims) > 1"),
    method(
        "contains",
        Name::Contains,
        &[Text, Text],
        Type::Truth,
        "Whether a text holds another.",
        "c.quote.contains('Nghị quyết')",
    ),
    method(
        "startsWith",
        Name::StartsWith,
        &[Text, Text],
        Type::Truth,
        "Whether a text begins with another.",
        "c.quote.startsWith('ngày')",
    ),
    method(
        "endsWith",
        Name::EndsWith,
        &[Text, Text],
        Type::Truth,
        "Whether a text ends with another.",
        "before(c).endsWith('số ')",
    ),
    function("lower", Name::Lower, &[Text], Type::Text, "A text in lower case.", "lower(c.quote).contains('nghị quyết')"),
    function(
        "first_of",
        Name::FirstOf,
        &[Text, Texts],
        Type::Any,
        "The text of a list that stands first in another, as whole words; the longest where several begin there; null where none does.",
        "first_of(after(number), bodies.map(b, b.words)) == 'Tỉnh ủy'",
    ),
    function(
        "last_of",
        Name::LastOf,
        &[Text, Texts],
        Type::Any,
        "The text of a list that stands last in another, as whole words; null where none does.",
        "last_of(before(number), types.map(t, t.words)) == 'Nghị quyết'",
    ),
    function("located", Name::Located, &[Claim], Type::Truth, "Whether the quote of a claim stands in its source.", "located(c)"),
    function("read", Name::Read, &[Claim], Type::Truth, "Whether one figure was read in the quote.", "located(c) && read(c)"),
    function(
        "agrees",
        Name::Agrees,
        &[Claim],
        Type::Truth,
        "Whether the value claimed is the value read, as writings: digits and grain, not hedge and unit.",
        "agrees(c)",
    ),
    function("same_unit", Name::SameUnit, &[Claim], Type::Truth, "Whether the unit claimed is the unit read.", "same_unit(c)"),
    function(
        "same_hedge",
        Name::SameHedge,
        &[Claim],
        Type::Truth,
        "Whether the hedge claimed is the hedge read.",
        "same_hedge(c)",
    ),
    function(
        "same",
        Name::Same,
        &[Numbers],
        Type::Truth,
        "Whether all figures of a list can be one figure; two of the same grain only if their digits are the same.",
        "same(claims)",
    ),
    function(
        "before",
        Name::Before,
        &[Claim],
        Type::Text,
        "The words of the sentence before the figure that was read.",
        "before(number)",
    ),
    function(
        "after",
        Name::After,
        &[Claim],
        Type::Text,
        "The words of the sentence after the figure that was read.",
        "after(number)",
    ),
    function("sentence", Name::Sentence, &[Claim], Type::Text, "The sentence that the quote stands in.", "sentence(c)"),
];

const fn function(
    name: &'static str,
    code: Name,
    takes: &'static [Parameter],
    gives: Type,
    about: &'static str,
    example: &'static str,
) -> Function {
    Function { name, code, takes, gives, method: false, about, example }
}

const fn method(
    name: &'static str,
    code: Name,
    takes: &'static [Parameter],
    gives: Type,
    about: &'static str,
    example: &'static str,
) -> Function {
    Function { name, code, takes, gives, method: true, about, example }
}

/// The function of a name.
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}
