//! Starts: which roles of words may begin a number, a date, a rank, a figure, or anything at all. They spare most words a search.

use crate::locale::words::{Kinds, Role};
use crate::value::Qualifier;

/// Roles that a word of a number may have.
pub(super) const NUMBERS: Kinds = Kinds::of(&[
    Role::Ones(0),
    Role::Tens(0),
    Role::Hundreds(0),
    Role::Hundred,
    Role::Scale(0),
    Role::Article,
    Role::Minus,
    Role::HalfWord,
    Role::OneAndHalf,
    Role::Part(0),
]);

/// Roles that a date may begin with.
pub(super) const DATES: Kinds = NUMBERS.and(Kinds::of(&[
    Role::Rank(0),
    Role::Month(0),
    Role::Weekday(0),
    Role::DayCue,
    Role::MonthCue,
    Role::QuarterCue,
    Role::YearCue,
    Role::PartOfDay,
    Role::PeriodCue,
    Role::Quarter(0),
    Role::HalfYear(0),
    Role::HalfCue,
    Role::Era(0),
    Role::From,
    Role::RangeBetween,
    Role::DecadeCue,
    Role::Of,
    Role::Ahead,
    Role::Since,
]));

/// Roles of what may stand after the first digits of a date.
pub(super) const DATE_GOES_ON: Kinds = Kinds::of(&[
    Role::RankEnd,
    Role::DayCue,
    Role::Month(0),
    Role::MonthCue,
    Role::YearCue,
    Role::Quarter(0),
    Role::QuarterCue,
    Role::HalfYear(0),
    Role::HalfCue,
    Role::Of,
    Role::And,
    Role::RangeAnd,
    Role::RangeTo,
    Role::Or,
    Role::Onward,
]);

/// Roles that a rank, or a name with a number, may begin with.
pub(super) const RANKS: Kinds = NUMBERS.and(Kinds::of(&[
    Role::Rank(0),
    Role::RankCue,
    Role::Label,
    Role::NumberLabel,
    Role::NameCue,
    Role::Named,
    Role::Postcode,
]));

/// Roles that a figure may begin with.
pub(super) const FIGURES: Kinds = NUMBERS.and(Kinds::of(&[
    Role::Before(Qualifier::Exact),
    Role::RangeFrom,
    Role::RangeBetween,
    Role::Prefix(0),
    Role::Vague,
    Role::VagueScale(0),
    Role::Span(0, 0),
    Role::Multiple(0),
]));

/// Roles that a proportion may begin with, before its numbers.
pub(super) const PROPORTIONS: Kinds = Kinds::of(&[Role::RatioEvery, Role::RatioRank]);

/// Roles that anything may begin with.
pub(super) const STARTS: Kinds = DATES.and(RANKS).and(FIGURES).and(PROPORTIONS).and(Kinds::of(&[Role::Skip]));

/// Roles of words that are the number, month or rank of something, after whatever words lead to it.
pub(super) const NUMBERED: Kinds = Kinds::of(&[
    Role::Ones(0),
    Role::Tens(0),
    Role::Hundreds(0),
    Role::Hundred,
    Role::TimesTen,
    Role::Scale(0),
    Role::Dozen(0),
    Role::HalfWord,
    Role::Half,
    Role::OneAndHalf,
    Role::Part(0),
    Role::Rank(0),
    Role::Month(0),
    Role::Weekday(0),
    Role::Quarter(0),
    Role::HalfYear(0),
    Role::HalfCue,
    Role::Era(0),
    Role::VagueScale(0),
    Role::Multiple(0),
]);

/// Roles of what days, months and halves are counted of.
pub(super) const RANKED: Kinds = Kinds::of(&[Role::Month(0), Role::MonthCue, Role::QuarterCue, Role::HalfCue]);

/// Roles that hours of the day may begin with: "từ 8 giờ đến 17 giờ".
pub(super) const HOURS_FROM: Kinds = Kinds::of(&[Role::RangeFrom, Role::From, Role::RangeBetween]);

/// An article and a unit: "a gallon".
pub(super) const ARTICLE: Kinds = Kinds::one(Role::Article);
pub(super) const UNIT: Kinds = Kinds::one(Role::Unit(0));

/// A kind of thing whose names end with numbers: "máy bay".
pub(super) const NAMED: Kinds = Kinds::one(Role::Named);

/// A quarter that begins with digits: 1분기.
pub(super) const QUARTER: Kinds = Kinds::one(Role::Quarter(0));
