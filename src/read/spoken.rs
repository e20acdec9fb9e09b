//! Number words: "hai mươi ba nghìn", "two hundred and five", "einundzwanzig", "ba phần tư" as exact values.
//!
//! A word that may be something else ("năm" is five or year) is a number only where its neighbours say so.

use super::Scanner;
use super::amount::{Amount, PARTS_MAX, Sum, blank, scale_of, with_parts};
use super::starts::NUMBERS;
use crate::locale::lex::{Class, digit};
use crate::locale::words::Role;
use crate::number::Exact;

/// Decimals that are read aloud; more is a list of digits.
const DECIMALS_MAX: usize = 20;

/// Number words below a thousand.
pub(super) struct Group {
    pub(super) value: i64,
    /// The place after its last word.
    pub(super) next: usize,
    /// One word of a single digit: may be a tail of the scale before it.
    pub(super) single: bool,
    /// How many words it has.
    pub(super) words: usize,
}

/// What was counted last in a group.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Start,
    Ones,
    Tens,
    Hundred,
    Done,
}

/// A group while its words are counted.
struct Count {
    value: i64,
    /// The ones that were counted last; tens may still be made of them.
    last: i64,
    /// What stands before "and": "three hundred and two dozen" is 324.
    base: i64,
    stage: Stage,
    next: usize,
    words: usize,
}

/// A number word in its group.
struct Word {
    role: Role,
    /// A word such as "and" joins it to those before.
    joined: bool,
    at: usize,
    next: usize,
}

/// A number in words while its groups and scales are added up.
struct Spoken {
    sum: Sum,
    next: usize,
    /// The power of ten of its last word.
    exponent: i32,
    words: usize,
    /// It is one group of one word.
    lone: bool,
}

/// How reading goes on after a group.
enum Step {
    /// With the next group.
    On,
    /// The number ends here.
    End,
    /// It ended at a place behind, with decimals or a half.
    Over(usize),
}

impl Count {
    fn add(&mut self, value: i64, stage: Stage) -> Stage {
        self.value += value;
        stage
    }

    fn set(&mut self, value: i64, stage: Stage) -> Stage {
        self.value = value;
        stage
    }
}

/// Groups and scales.
impl Scanner<'_> {
    /// A number in words, a fraction too: "hai mươi ba nghìn", "two hundred and five", "ba phần tư".
    pub(super) fn words_amount(&self, at: usize) -> Option<Amount> {
        let amount = self.whole_words(at)?;
        self.spoken_fraction(amount)
    }

    /// A number in words without a fraction bar; what stands below the bar has none of its own.
    fn whole_words(&self, at: usize) -> Option<Amount> {
        let mut spoken = Spoken { sum: Sum::default(), next: at, exponent: 0, words: 0, lone: false };
        for part in 0..PARTS_MAX {
            let start = if part > 0 { self.joint(spoken.next) } else { at };
            let Some(group) = self.group(start).or_else(|| self.bare_scale(start, part)) else { break };
            if part == 0
                && let Some(amount) = self.with_glued_half(&group)
            {
                return Some(amount);
            }
            match self.add_group(&mut spoken, &group, start, part) {
                Step::On => {}
                Step::End => break,
                Step::Over(next) => return self.finish_words(at, spoken.sum, next, spoken.exponent, PARTS_MAX),
            }
        }
        if spoken.next == at {
            return None;
        }
        let whole = Group { value: 0, next: spoken.next, single: false, words: 0 };
        if let Some(after) = self.decimals(&whole, &mut spoken.sum, &mut spoken.exponent) {
            return self.finish_words(at, spoken.sum, after, spoken.exponent, PARTS_MAX);
        }
        let mut amount = self.finish_words(at, spoken.sum, spoken.next, spoken.exponent, spoken.words)?;
        amount.shy = spoken.lone;
        Some(amount)
    }

    /// Adds a group with the scales after it.
    fn add_group(&self, spoken: &mut Spoken, group: &Group, start: usize, part: usize) -> Step {
        spoken.words += group.words;
        if let Some(next) = self.decimals(group, &mut spoken.sum, &mut spoken.exponent) {
            return Step::Over(next);
        }
        let Some(found) = self.role(group.next, scale_of) else {
            self.add_last(spoken, group, start, part);
            return Step::End;
        };
        let value = Exact::int(group.value);
        let lowest = spoken.sum.lowest();
        // "one million, two hundred thousand", but "forty thousand, one million" are two numbers
        let comma = part > 0 && self.mark(start - 1) == Some(',');
        let rises = comma && found.what >= lowest;
        let overlaps = rises || (part > 0 && found.what < lowest && value >= Exact::power_of_ten(lowest - found.what));
        if overlaps || !spoken.sum.scale(&value, found.what) {
            return Step::End;
        }
        spoken.exponent = found.what;
        spoken.next = self.more_scales(&mut spoken.sum, &mut spoken.exponent, found.next);
        match self.half_after(spoken.next) {
            Some(after) => {
                spoken.exponent -= 1;
                spoken.sum.parts.push((Exact::scaled(5, spoken.exponent), spoken.exponent));
                Step::Over(after)
            }
            None => Step::On,
        }
    }

    /// Adds a group without a scale: the ones of the number, or a tail such as that of "triệu tư".
    fn add_last(&self, spoken: &mut Spoken, group: &Group, start: usize, part: usize) {
        let value = Exact::int(group.value);
        let lowest = spoken.sum.lowest();
        let other = part > 0 && self.is_other_word(start);
        if part > 0 && group.single && self.locale.tails && start == spoken.next && !other {
            spoken.exponent = lowest - 1;
            spoken.sum.parts.push((Exact::scaled(i128::from(group.value), lowest - 1), lowest - 1));
        } else if other || (part > 0 && value >= Exact::power_of_ten(lowest)) {
            return;
        } else {
            spoken.exponent = 0;
            spoken.sum.parts.push((value, 0));
        }
        spoken.lone = part == 0 && group.words == 1;
        spoken.next = group.next;
    }

    /// The place after further scales: "nghìn tỷ", "mil millones".
    fn more_scales(&self, sum: &mut Sum, exponent: &mut i32, at: usize) -> usize {
        let mut next = at;
        while let Some(more) = self.role(next, scale_of) {
            if !sum.scale(&Exact::ZERO, more.what) {
                break;
            }
            *exponent += more.what;
            next = more.next;
        }
        next
    }

    /// The decimals said aloud after a group, with the scale after them: "phẩy hai bốn", "một chấm năm triệu".
    pub(super) fn decimals(&self, group: &Group, sum: &mut Sum, exponent: &mut i32) -> Option<usize> {
        let point = self.is(group.next, Role::Point)?;
        let (digits, next) = self.spoken_digits(point);
        let places = i32::try_from(digits.len()).ok().filter(|places| *places > 0)?;
        let decimals = &Exact::parse(&digits)? * &Exact::power_of_ten(-places);
        let value = &Exact::int(group.value) + &decimals;
        *exponent = -places;
        let scale = self.role(next, scale_of).filter(|found| sum.parts.is_empty() || found.what < sum.lowest());
        let Some(found) = scale else {
            sum.parts.push((value, -places));
            return Some(next);
        };
        sum.scale(&value, found.what);
        *exponent += found.what;
        Some(self.more_scales(sum, exponent, found.next))
    }

    /// Digits after a decimal point: one by one, or one number in digits or words.
    fn spoken_digits(&self, at: usize) -> (String, usize) {
        let mut digits = String::new();
        let mut next = at;
        while let Some((one, after)) = self.spoken_digit(next, &digits).filter(|_| digits.len() < DECIMALS_MAX) {
            digits.push_str(&one.to_string());
            next = after;
        }
        if !digits.is_empty() {
            return (digits, next);
        }
        if self.plain_digits(at, 9).is_some() {
            let written = self.slice(at).chars().filter_map(digit);
            return (written.map(|digit| char::from(b'0' + digit)).collect(), at + 1);
        }
        match self.group(at) {
            Some(group) => (group.value.to_string(), group.next),
            None => (digits, at),
        }
    }

    /// A single digit word; "năm" after other digits is a year, unless a number goes on.
    fn spoken_digit(&self, at: usize, before: &str) -> Option<(i64, usize)> {
        let found = self.role(at, |role| match role {
            Role::Ones(value) if value < 10 => Some(i64::from(value)),
            _ => None,
        })?;
        let unit = self.is_unit_not_digit(at) && before.bytes().any(|digit| digit != b'0');
        let ends = unit && self.role(found.next, scale_of).is_none() && !self.number_word(found.next);
        (!ends).then_some((found.what, found.next))
    }
}

/// Groups below a thousand.
impl Scanner<'_> {
    /// Number words below a thousand.
    pub(super) fn group(&self, at: usize) -> Option<Group> {
        if !self.may(at, NUMBERS) {
            return None;
        }
        let mut count = Count { value: 0, last: 0, base: 0, stage: Stage::Start, next: at, words: 0 };
        while count.words < PARTS_MAX
            && let Some(word) = self.group_word(&count)
        {
            if word.joined && count.stage == Stage::Hundred {
                count.base = count.value;
            }
            let Some(stage) = self.count_word(&mut count, &word) else { break };
            count.stage = stage;
            count.words += 1;
            count.next = word.next;
        }
        let whole_hundreds = count.value % 100 == 0 && count.value > 0 && count.stage == Stage::Hundred;
        if let Some(next) = self.is(count.next, Role::Half).filter(|_| whole_hundreds) {
            return Some(Group { value: count.value + 50, next, single: false, words: count.words + 1 });
        }
        let single = count.words == 1 && count.stage == Stage::Ones;
        (count.stage != Stage::Start).then_some(Group { value: count.value, next: count.next, single, words: count.words })
    }

    /// The next word of a group, if it may go on.
    fn group_word(&self, count: &Count) -> Option<Word> {
        let goes_on = |role| matches!(role, Role::Dozen(_) | Role::Hundred).then_some(());
        if count.stage == Stage::Done && (self.locale.tails || self.role(count.next, goes_on).is_none()) {
            return None;
        }
        let at = self.inner_joint(count.next, count.words);
        let joined = at != count.next && self.mark(count.next).is_none();
        let found = self.role(at, number_role).or_else(|| self.role(at, article_role))?;
        Some(Word { role: found.what, joined, at, next: found.next })
    }

    fn follows(&self, word: &Word, wanted: fn(Role) -> bool) -> bool {
        self.role(word.next, |role| wanted(role).then_some(())).is_some()
    }

    /// Counts a word; nothing if it does not belong to the group.
    fn count_word(&self, count: &mut Count, word: &Word) -> Option<Stage> {
        let stage = count.stage;
        Some(match word.role {
            Role::Ones(ones) => return self.count_ones(count, word, i64::from(ones)),
            Role::TimesTen if stage == Stage::Ones && count.last < 10 => count.add(count.last * 9, Stage::Tens),
            Role::Tens(tens) if matches!(stage, Stage::Start | Stage::Hundred) => count.add(i64::from(tens), Stage::Tens),
            Role::Tens(tens) if stage == Stage::Ones && self.locale.reversed && word.joined && count.last < 10 => {
                count.add(i64::from(tens), Stage::Done)
            }
            Role::Hundred if stage == Stage::Start => {
                let alone = self.locale.bare_hundred || (self.locale.tails && self.hundred_tail(word.next));
                return alone.then(|| count.set(100, Stage::Hundred));
            }
            Role::Hundred if stage != Stage::Hundred && count.value < 100 && !word.joined => {
                count.set(count.value * 100, Stage::Hundred)
            }
            Role::Hundreds(hundreds) if stage == Stage::Start => count.set(i64::from(hundreds), Stage::Hundred),
            Role::Article if stage == Stage::Start && self.follows(word, multiplies) => {
                count.last = 1;
                count.set(1, Stage::Ones)
            }
            Role::Dozen(dozen) if count.words > 0 => {
                count.set(count.base + (count.value - count.base) * i64::from(dozen), Stage::Done)
            }
            _ => return None,
        })
    }

    /// Counts a word for ones, alone or after tens, hundreds or other ones.
    fn count_ones(&self, count: &mut Count, word: &Word, ones: i64) -> Option<Stage> {
        let tens_follow = self.follows(word, |role| role == Role::TimesTen);
        if count.words > 0 && !tens_follow && self.is_other_ones(count, word) {
            return None;
        }
        match count.stage {
            Stage::Start => {
                count.last = ones;
                Some(count.set(ones, Stage::Ones))
            }
            Stage::Ones => {
                let pair = self.locale.pairs && (1..10).contains(&count.last) && ones < 10 && !word.joined;
                let free = !tens_follow && !self.follows(word, |role| role == Role::Hundred);
                (pair && free).then(|| count.add(count.last * 9 + ones, Stage::Done))
            }
            Stage::Tens => {
                let teens = self.locale.vigesimal && matches!(count.value % 100, 60 | 80) && ones < 20;
                (ones < 10 || teens).then(|| count.add(ones, Stage::Done))
            }
            Stage::Hundred => self.ones_after_hundred(count, word, ones, tens_follow),
            Stage::Done => None,
        }
    }

    /// Ones after a hundred: units, the beginning of tens, or tenths of the hundred ("trăm hai").
    fn ones_after_hundred(&self, count: &mut Count, word: &Word, ones: i64, tens_follow: bool) -> Option<Stage> {
        if self.follows(word, |role| role == Role::Hundred) {
            return None;
        }
        let pair = self.follows(word, |role| matches!(role, Role::Ones(_))) && !self.is_other_word(word.next);
        if self.locale.tails && !word.joined && !tens_follow && !pair {
            return Some(count.add(ones * 10, Stage::Done));
        }
        count.last = ones;
        let reversed = self.locale.reversed && ones < 10 && self.inner_joint(word.next, 1) != word.next;
        let more = tens_follow || reversed || (self.locale.tails && !word.joined && pair);
        Some(count.add(ones, if more { Stage::Ones } else { Stage::Done }))
    }

    /// Whether a digit word inside a group is rather a unit: "hai mươi năm" is twenty years.
    fn is_other_ones(&self, count: &Count, word: &Word) -> bool {
        let pair = count.stage == Stage::Hundred
            && self.follows(word, |role| matches!(role, Role::Ones(_)))
            && !self.is_other_word(word.next);
        self.is_other_word(word.at) && !pair && !word.joined
    }
}

/// Words about words: joints, halves, fractions, look-alikes.
impl Scanner<'_> {
    pub(super) fn number_word(&self, at: usize) -> bool {
        self.role(at, |role| {
            matches!(
                role,
                Role::OneAndHalf
                    | Role::Ones(_)
                    | Role::Tens(_)
                    | Role::Hundreds(_)
                    | Role::Hundred
                    | Role::Scale(_)
                    | Role::Dozen(_)
            )
            .then_some(())
        })
        .is_some()
    }

    /// "zweieinhalb", "zweieinhalb Millionen": a half glued to a number in words.
    fn with_glued_half(&self, group: &Group) -> Option<Amount> {
        let and = if self.glued(group.next) { self.is(group.next, Role::And).unwrap_or(group.next) } else { group.next };
        let next = self.is(and, Role::Half).filter(|_| self.glued(and) && !self.locale.tails)?;
        let value = &Exact::int(group.value) + &Exact::scaled(5, -1);
        self.scales(blank(value, Exact::scaled(1, -1), next, false))
    }

    /// "rưỡi" after a scale; in other languages "and a half".
    fn half_after(&self, at: usize) -> Option<usize> {
        let joined = self.is(at, Role::And).unwrap_or(at);
        self.is(joined, Role::Half)
    }

    /// A scale without a number before it: "triệu rưỡi", "nghìn hai"; it needs a tail.
    fn bare_scale(&self, at: usize, part: usize) -> Option<Group> {
        let scale = self.role(at, scale_of)?;
        if part == 0 && self.locale.bare_scale && scale.what == 3 {
            return Some(Group { value: 1, next: at, single: false, words: 1 });
        }
        if part > 0 || !self.locale.tails {
            return None;
        }
        let tail = self.is(scale.next, Role::Half).is_some()
            || self.role(scale.next, |role| matches!(role, Role::Ones(_)).then_some(())).is_some_and(|tail| {
                !self.is_other_word(scale.next) && self.role(tail.next, |role| multiplies(role).then_some(())).is_none()
            });
        tail.then_some(Group { value: 1, next: at, single: false, words: 1 })
    }

    /// The place after words and marks that join the parts of a number.
    fn joint(&self, at: usize) -> usize {
        let comma = self.mark(at) == Some(',') && self.glued(at);
        // "three million, two hundred", but "eenentwintigduizend, honderdtwintig" are two numbers of one word each
        let apart = |group: &Group| (at + 2..group.next).any(|word| !self.glued(word));
        if comma && self.group(at + 1).is_some_and(|group| self.role(group.next, scale_of).is_some() || apart(&group)) {
            return at + 1;
        }
        let hyphen = self.mark(at) == Some('-') && self.glued(at) && self.glued(at + 1);
        let start = if hyphen { at + 1 } else { at };
        match self.is(start, Role::And) {
            Some(next) if self.group(next).is_some() && !self.part_starts(next) => next,
            _ => start,
        }
    }

    pub(super) fn finish_words(&self, at: usize, sum: Sum, next: usize, exponent: i32, words: usize) -> Option<Amount> {
        let scaled = sum.parts.iter().any(|(_, exponent)| *exponent > 0);
        let mut amount = blank(sum.total(), Exact::power_of_ten(exponent), next, false);
        amount.scaled = scaled;
        amount.shy = words <= 1 && next == at + 1 && !scaled;
        amount.plain = false;
        Some(amount)
    }

    /// "ba phần tư", "two thirds", "hai ba chia mười hai"
    fn spoken_fraction(&self, amount: Amount) -> Option<Amount> {
        if amount.scaled || amount.grain != Exact::ONE {
            return Some(amount);
        }
        let hyphen = self.mark(amount.next) == Some('-') && self.glued(amount.next);
        let at = if hyphen { amount.next + 1 } else { amount.next };
        let part = self.role(at, |role| match role {
            Role::Part(bottom) => i64::try_from(bottom).ok(),
            _ => None,
        });
        if let Some(group) = self.group(at)
            && let Some(next) = self.is(group.next, Role::PartEnd)
        {
            let bottom = Exact::int(group.value);
            let value = amount.value.checked_div(&bottom)?;
            return Some(with_parts(value, Some((amount.value, bottom)), next));
        }
        let rank_too = self.role(at, |role| matches!(role, Role::Rank(_)).then_some(())).is_some();
        let whole = amount.value.to_i128().unwrap_or(0);
        let power = |bottom: i64| rank_too && whole != 1 && bottom >= 100 && (self.locale.ranks_chain || bottom >= 1_000_000);
        let is_rank =
            |bottom: i64| (whole >= 20 && whole % 10 == 0 && bottom <= 10) || (whole >= 100 && whole % 100 == 0 && bottom < 100);
        let (bottom, next) = match part {
            Some(found)
                if power(found.what) || (rank_too && is_rank(found.what)) || (self.glued(at) && !hyphen && found.what > 10) =>
            {
                return Some(amount);
            }
            Some(found) => (Exact::int(found.what), found.next),
            None => {
                let Some(after) = self
                    .is(amount.next, Role::Over)
                    .filter(|after| self.is(*after, Role::Hundred).is_none() || *after > amount.next + 1)
                else {
                    return Some(amount);
                };
                if self.role(amount.next, |role| matches!(role, Role::Unit(_)).then_some(())).is_some() {
                    return Some(amount);
                }
                let Some(bottom) = self.whole_words(after) else { return Some(amount) };
                (bottom.value, bottom.next)
            }
        };
        let Some(value) = amount.value.checked_div(&bottom) else { return Some(amount) };
        Some(with_parts(value, Some((amount.value, bottom)), next))
    }

    /// "trăm hai", "trăm rưỡi": a hundred without a number before it needs a tail.
    fn hundred_tail(&self, at: usize) -> bool {
        let ones = self.role(at, |role| matches!(role, Role::Ones(_)).then_some(()));
        let tens = ones.as_ref().is_some_and(|ones| self.is(ones.next, Role::TimesTen).is_some());
        self.is(at, Role::Half).is_some() || (ones.is_some() && !tens && !self.is_other_word(at))
    }

    /// The place after a joint inside a group: "hundred and five", "twenty-one", "trăm linh hai".
    fn inner_joint(&self, at: usize, words: usize) -> usize {
        if words == 0 {
            return at;
        }
        if self.is_dash(at) && self.glued(at) && self.glued(at + 1) && self.class(at + 1) == Class::Word {
            return self.is(at + 1, Role::And).filter(|next| self.is_dash(*next)).map_or(at + 1, |next| next + 1);
        }
        match self.is(at, Role::And) {
            Some(next) if self.part_starts(next) && !(self.locale.tens_and && self.ends_tens(at)) => at,
            Some(next) if self.role(next, |role| matches!(role, Role::Ones(_) | Role::Tens(_)).then_some(())).is_some() => next,
            _ => at,
        }
    }

    /// Whether a word for tens ends before a place: "treinta y dos quintos" is 32 fifths.
    fn ends_tens(&self, at: usize) -> bool {
        at > 0 && self.role(at - 1, |role| matches!(role, Role::Tens(_)).then_some(())).is_some()
    }

    /// Whether a fraction in words begins here: "tre quarti", "un quarto".
    pub(super) fn part_starts(&self, at: usize) -> bool {
        let first = self.role(at, |role| matches!(role, Role::Ones(_) | Role::Article).then_some(()));
        first.is_some_and(|first| {
            let part = |role| matches!(role, Role::Part(_) | Role::HalfWord).then_some(());
            self.role(first.next, part).is_some() && !self.glued(first.next)
        })
    }

    /// Whether a digit word is more likely a unit here: "năm" after a number is a year.
    fn is_unit_not_digit(&self, at: usize) -> bool {
        self.role(at, |role| matches!(role, Role::Unit(_)).then_some(())).is_some()
            && self.role(at, |role| matches!(role, Role::Ones(_)).then_some(())).is_some()
    }

    /// The same, and no scale or hundred follows that would make it a digit.
    fn is_other_word(&self, at: usize) -> bool {
        let Some(found) = self.role(at, |role| matches!(role, Role::Ones(_)).then_some(())) else { return false };
        self.is_unit_not_digit(at) && self.role(found.next, |role| multiplies(role).then_some(())).is_none()
    }
}

fn number_role(role: Role) -> Option<Role> {
    let number =
        matches!(role, Role::Ones(_) | Role::Tens(_) | Role::TimesTen | Role::Hundred | Role::Hundreds(_) | Role::Dozen(_));
    number.then_some(role)
}

fn article_role(role: Role) -> Option<Role> {
    (role == Role::Article).then_some(role)
}

fn multiplies(role: Role) -> bool {
    matches!(role, Role::Hundred | Role::TimesTen | Role::Scale(_) | Role::Dozen(_))
}
