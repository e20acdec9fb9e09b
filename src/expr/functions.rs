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
    /// A list of claims.
    Claims,
    /// A list.
    List,
    /// A code of a dimension that a code list is tied to: `total.area`.
    Code,
    /// A reference table.
    Table,
    /// Cells by column: `{'area': c.area, 'year': 2022}`.
    Cells,
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
            Claims => "a list of claims",
            Parameter::List => "a list",
            Code => "a code of a listed dimension",
            Parameter::Table => "a table",
            Cells => "cells by column in braces",
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
            Claims => match kind {
                Type::List(item) => matches!(**item, Type::Claim | Type::Any),
                kind => *kind == Type::Any,
            },
            Parameter::List => matches!(kind, Type::List(_) | Type::Table(_) | Type::Any),
            Code => matches!(kind, Type::Code(_)),
            Parameter::Table => matches!(kind, Type::Table(_)),
            Cells => *kind == Type::Cells,
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
    Mean,
    Abs,
    Round,
    Date,
    Today,
    Period,
    Year,
    Month,
    Days,
    Pct,
    Qty,
    Share,
    Ratio,
    Change,
    Within,
    Size,
    Distinct,
    Increasing,
    Rank,
    Complete,
    Base,
    Previous,
    Parent,
    Children,
    Lookup,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    Lower,
    FirstOf,
    LastOf,
    Located,
    Read,
    Agrees,
    SameUnit,
    SameHedge,
    InUnit,
    Whole,
    Same,
    Dated,
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
    /// What it gives, as far as that does not hang on what it is given.
    pub gives: Type,
    /// Whether it is written `text.contains(…)`.
    pub method: bool,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// One example.
    pub example: &'static str,
}

use Parameter::{Cells, Claim, Claims, Code, Literal, Number, Numbers, Sized, Text, Texts};

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
    function("mean", Name::Mean, &[Numbers], Type::Number, "The sum of a list over how many items it has.", "mean(parts) <= 50"),
    function("abs", Name::Abs, &[Number], Type::Number, "The distance from nought.", "abs(a - b) <= 5"),
    function(
        "round",
        Name::Round,
        &[Number, Number],
        Type::Number,
        "A number to so many decimal places, −3 for whole thousands; a half goes away from nought.",
        "round(share(women, people), 3) == women_share",
    ),
    function("date", Name::Date, &[Literal], Type::Date, "A date written out.", "start <= date('2022-06-16')"),
    function(
        "today",
        Name::Today,
        &[],
        Type::Date,
        "The day of the run: `--today`, else the day in UTC.",
        "days(c.as_of, today()) <= 365",
    ),
    function("period", Name::Period, &[Literal], Type::Date, "A period written out.", "term == period('2022/2025')"),
    function(
        "year",
        Name::Year,
        &[Parameter::Date],
        Type::Number,
        "The year of a date; unknown while it is not said.",
        "year(issued) == year(c.as_of)",
    ),
    function(
        "month",
        Name::Month,
        &[Parameter::Date],
        Type::Number,
        "The month of a date, 1 to 12; null where it is not said.",
        "month(c.as_of) == 12",
    ),
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
    function("ratio", Name::Ratio, &[Number, Number], Type::Number, "The first over the second.", "ratio(members, cells) >= 3"),
    function(
        "change",
        Name::Change,
        &[Number, Number],
        Type::Number,
        "From the first number to the second, as a share of the first: 0.05 is 5 % more.",
        "growth == change(earlier, later)",
    ),
    function(
        "within",
        Name::Within,
        &[Number, Number, Number],
        Type::Truth,
        "Whether a number lies between two others, both included.",
        "within(rate, pct(0), pct(100))",
    ),
    function("size", Name::Size, &[Sized], Type::Number, "How many items a list has, or characters a text.", "size(claims) > 1"),
    function(
        "distinct",
        Name::Distinct,
        &[Parameter::List],
        Type::Any,
        "The different items of a list; unknown where ranges leave open whether two are one.",
        "size(distinct(claims.map(c, c.source.id))) >= 2",
    ),
    function(
        "increasing",
        Name::Increasing,
        &[Claims],
        Type::Truth,
        "Whether the figures never fall in the order of their `as_of`; equal ones are no fall.",
        "increasing(doses)",
    ),
    function(
        "rank",
        Name::Rank,
        &[Number, Numbers],
        Type::Number,
        "One and how many of a list are greater; open where ranges leave it open.",
        "rank(own, all) == place",
    ),
    function(
        "complete",
        Name::Complete,
        &[Parameter::List],
        Type::Truth,
        "Whether every part that the code list expects has a claim, whatever `missing` says.",
        "complete(parts)",
    ),
    function(
        "base",
        Name::Base,
        &[Claims],
        Type::Claim,
        "The claim of a list with the earliest `as_of`: what an index takes as 100.",
        "series.all(c, c >= base(series))",
    ),
    function(
        "previous",
        Name::Previous,
        &[Claim, Claims],
        Type::Claim,
        "The claim of a list whose `as_of` is the last before that of a claim; null where none is. In `match` it makes pairs of neighbours.",
        "series.all(c, previous(c, series) == null || c >= previous(c, series))",
    ),
    function(
        "parent",
        Name::Parent,
        &[Code],
        Type::Text,
        "The code above a code: the column `parent` of the code list.",
        "parent(part.area) == total.area",
    ),
    function(
        "children",
        Name::Children,
        &[Code],
        Type::Any,
        "The codes below a code, in the order of the code list.",
        "size(children(total.area)) == 13",
    ),
    function(
        "lookup",
        Name::Lookup,
        &[Parameter::Table, Cells, Literal],
        Type::Any,
        "A column of the one row of a table that has certain cells; unknown where no row has them, or several that differ.",
        "people == lookup(census, {'area': people.area, 'year': year(people.as_of)}, 'people')",
    ),
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
    method(
        "matches",
        Name::Matches,
        &[Text, Literal],
        Type::Truth,
        "Whether a regular expression fits a part of a text; `^` and `$` stand for its ends. Also written `matches(text, '…')`.",
        "c.quote.matches('[0-9]+ chi bộ')",
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
        "in_unit",
        Name::InUnit,
        &[Claim, Literal],
        Type::Truth,
        "Whether the unit of a claim is the one written out or converts to it, as km² to ha. A figure without a unit is in any, only a percentage \
         has to be one.",
        "in_unit(land, 'ha')",
    ),
    function(
        "whole",
        Name::Whole,
        &[Claim],
        Type::Truth,
        "Whether the figure of a claim is a whole number as it is shown: 1,2 triệu is one, 12.5 is none.",
        "whole(members)",
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
        "dated",
        Name::Dated,
        &[Claim],
        Type::Truth,
        "Whether the source says the `as_of` of a claim where its quote stands: in its sentence, in a heading above it, in the caption or the head \
         of the column of its table, or as the day on which the source was published. Open where it says less, as a year for a month.",
        "!has(c.as_of) || dated(c)",
    ),
    function(
        "before",
        Name::Before,
        &[Claim],
        Type::Text,
        "The words of the sentence before the figure that was read.",
        "before(number).endsWith('số ')",
    ),
    function(
        "after",
        Name::After,
        &[Claim],
        Type::Text,
        "The words of the sentence after the figure that was read.",
        "after(number).startsWith(' đảng viên')",
    ),
    function(
        "sentence",
        Name::Sentence,
        &[Claim],
        Type::Text,
        "The sentence that the quote stands in.",
        "sentence(c).contains('đảng viên')",
    ),
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

impl Function {
    /// What it gives, in words.
    pub fn gives_name(&self) -> &'static str {
        match self.code {
            Name::Distinct | Name::Children => "a list",
            _ => self.gives.name(),
        }
    }

    /// What it gives for values of these types: a list of the same, a code of the same list.
    pub fn gives_for(&self, first: Option<&Type>) -> Type {
        match (self.code, first) {
            (Name::Parent, Some(code)) => code.clone(),
            (Name::Children, Some(code)) => Type::List(Box::new(code.clone())),
            (Name::Distinct, Some(Type::Table(table))) => Type::List(Box::new(Type::Row(*table))),
            (Name::Distinct, Some(list)) => list.clone(),
            _ => self.gives.clone(),
        }
    }
}

/// The function of a name.
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}
