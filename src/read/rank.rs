//! Ranks: thứ năm, lần thứ XIII, khóa 13, 25th, twenty-fifth.
//!
//! Roman letters are numbers only after a word that asks for one.

use super::Scanner;
use super::starts::RANKED;
use crate::evidence::Mention;
use crate::locale::lex::Class;
use crate::locale::numeral::Run;
use crate::locale::words::{Found, Role};
use crate::number::Exact;
use crate::value::{Figure, Kind, Qualifier, Value};

impl Scanner<'_> {
    /// Reads a rank and gives the place after it.
    pub(super) fn rank(&mut self, at: usize) -> Option<usize> {
        let (value, figure, next) = self.rank_at(at)?;
        let shown = Exact::int(value);
        let value = Value::Figure(Figure { qualifier: Qualifier::Exact, shown, grain: Exact::ONE, rounded: false });
        let mention = Mention::plain(self.range(at, next), self.range(figure, next), Kind::Ordinal, value);
        self.out.mentions.push(mention);
        Some(next)
    }

    fn rank_at(&self, at: usize) -> Option<(i64, usize, usize)> {
        if self.is_weekday(at) {
            return None;
        }
        if let Some(cue) = self.is(at, Role::RankCue) {
            let number = self.cued_rank(cue);
            if let Some((value, next)) = number {
                return Some((value, cue, next));
            }
        }
        if let Some(cue) = self.is(at, Role::NumberLabel)
            && let Some((value, next)) = self.roman(cue).or_else(|| self.label_digits(cue)).or_else(|| self.cued_rank_word(cue))
        {
            return Some((value, cue, next));
        }
        if let Some(cue) = self.is(at, Role::Label)
            && let Some((value, next)) = self.roman(cue).or_else(|| self.cued_rank_name(cue))
        {
            return Some((value, cue, next));
        }
        self.rank_number(at).map(|(value, next)| (value, at, next))
    }

    /// A weekday written with a capital letter: "thứ Hai" is Monday, "lần thứ hai" a rank.
    fn is_weekday(&self, at: usize) -> bool {
        let found = self.role(at, |role| matches!(role, Role::Weekday(_)).then_some(()));
        let after_part = at > 0 && self.is(at - 1, Role::PartOfDay) == Some(at);
        found.is_some_and(|found| after_part || self.slice(found.next - 1).starts_with(char::is_uppercase))
    }

    /// "giải Nhì": a rank's own word after a label, where ranks need a cue.
    fn cued_rank_name(&self, at: usize) -> Option<(i64, usize)> {
        let found = self.rank_word(at).filter(|_| self.locale.ranks_cued)?;
        Some((found.what, found.next))
    }

    fn cued_rank_word(&self, at: usize) -> Option<(i64, usize)> {
        let cue = self.is(at, Role::RankCue)?;
        self.cued_rank(cue)
    }

    /// The number after a word for ranks: digits, Roman, a rank's own word or number words.
    fn cued_rank(&self, at: usize) -> Option<(i64, usize)> {
        if self.class(at) == Class::Digits {
            return self.label_digits(at);
        }
        let word = self.role(at, |role| match role {
            Role::Rank(value) => i64::try_from(value).ok(),
            _ => None,
        });
        if let Some(found) = word {
            return Some((found.what, found.next));
        }
        if let Some(found) = self.roman(at) {
            return Some(found);
        }
        let amount = self.amount(at).filter(|amount| !amount.digits && amount.fraction.is_none())?;
        let value = i64::try_from(amount.value.to_i128()?).ok().filter(|value| *value > 0)?;
        Some((value, amount.next))
    }

    fn label_digits(&self, at: usize) -> Option<(i64, usize)> {
        let value = self.plain_digits(at, 6)?;
        let joined = self.glued(at + 1)
            && (self.class(at + 1) == Class::Word
                || (matches!(self.mark(at + 1), Some('.' | ',' | '/' | '-'))
                    && self.glued(at + 2)
                    && self.class(at + 2) == Class::Digits));
        (!joined && !self.glued(at)).then_some((value, at + 1))
    }

    /// A rank in one or more words of its own: first, twenty-fifth, 25th.
    pub(super) fn rank_number(&self, at: usize) -> Option<(i64, usize)> {
        if self.class(at) == Class::Digits {
            // most figures end at a space, and then no ending is glued to them, were it not for groups set off by spaces
            if !self.glued(at + 1) && self.class(at + 1) != Class::Digits {
                return None;
            }
            let (value, last) = self.rank_digits(at)?;
            let end = self.glued(last).then(|| self.is(last, Role::RankEnd)).flatten()?;
            let more = self.glued(end) && matches!(self.class(end), Class::Word | Class::Digits);
            let unit = self
                .role(last, crate::locale::unit_of)
                .is_some_and(|unit| unit.next > end || (unit.next == end && self.class(end) != Class::Word));
            return (!more && !unit && self.rank_dot_fits(at, end)).then_some((value, end));
        }
        if let Some(found) = self.rank_word(at) {
            return (!self.locale.ranks_cued).then(|| self.chained(found.what, found.what, found.next));
        }
        let amount = self.amount(at).filter(|amount| !amount.digits && amount.fraction.is_none() && amount.next > at)?;
        let dash = self.is_dash(amount.next);
        let joint = if dash { amount.next + 1 } else { self.is(amount.next, Role::And).unwrap_or(amount.next) };
        let found = self.rank_word(joint)?;
        let whole = i64::try_from(amount.value.to_i128()?).ok()?;
        let value = self.rank_after(whole, found.what)?;
        Some(self.chained(value, found.what, found.next))
    }

    /// The digits of a rank, grouped or not: "10,000th".
    fn rank_digits(&self, at: usize) -> Option<(i64, usize)> {
        let Run::Numeral(numeral) = self.numeral(at) else {
            return Some((self.plain_digits(at, 9)?, at + 1));
        };
        let value = i64::try_from(numeral.value.to_i128()?).ok()?;
        (numeral.digits <= 9).then_some((value, numeral.next))
    }

    /// A point makes a rank only between an article and a word: "der 32. Band", but not "im Jahr 2020. Dann".
    fn rank_dot_fits(&self, at: usize, end: usize) -> bool {
        if self.mark(end - 1) != Some('.') {
            return true;
        }
        let known = at > 0
            && self.class(at - 1) == Class::Word
            && (self.is(at - 1, Role::Stop).is_some() || self.is(at - 1, Role::DateCue).is_some());
        (known || self.may(end, RANKED)) && self.width(at) <= 3 && self.class(end) == Class::Word
    }

    fn rank_word(&self, at: usize) -> Option<Found<i64>> {
        self.role(at, |role| match role {
            Role::Rank(value) => i64::try_from(value).ok(),
            _ => None,
        })
    }

    /// A rank word after a number: twenty-fifth adds, "dos milésimo" multiplies, "siebenundzwanzigste" stands the other way round.
    fn rank_after(&self, whole: i64, rank: i64) -> Option<i64> {
        let adds = (rank < 10 && whole % 10 == 0) || (rank < 100 && whole % 100 == 0) || (rank < 1000 && whole % 1000 == 0);
        let reversed = self.locale.reversed && rank < 100 && rank % 10 == 0 && (1..10).contains(&(whole % 100));
        let power = rank >= 100
            && rank.to_string().trim_end_matches('0') == "1"
            && (self.locale.ranks_chain || self.locale.compound || rank >= 1000);
        if power && whole % rank > 0 {
            let low = whole % rank;
            return low.checked_mul(rank).and_then(|high| high.checked_add(whole - low));
        }
        (adds || reversed).then(|| whole + rank)
    }

    /// The rank words that follow and add up: "centésimo vigésimo quinto".
    fn chained(&self, value: i64, last: i64, next: usize) -> (i64, usize) {
        let (mut value, mut last, mut next) = (value, last, next);
        while self.locale.ranks_chain
            && let Some(more) = self.rank_word(next)
            && more.what < last
            && more.what < 1000
            && last % 10 == 0
        {
            value += more.what;
            last = more.what;
            next = more.next;
        }
        (value, next)
    }

    /// A Roman number in its usual form.
    pub(super) fn roman(&self, at: usize) -> Option<(i64, usize)> {
        if self.class(at) != Class::Word || self.glued(at) || self.width(at) > 15 {
            return None;
        }
        let next_joined = self.glued(at + 1) && matches!(self.class(at + 1), Class::Digits);
        let value = roman(self.slice(at))?;
        (!next_joined).then_some((value, at + 1))
    }
}

/// The value of a Roman number in capital or small letters, if it is in its usual form: XIII is 13, IIX is nothing.
fn roman(text: &str) -> Option<i64> {
    let digit = |letter: char| {
        Some(match letter {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            'D' => 500,
            'M' => 1000,
            _ => return None,
        })
    };
    let same_case = text.chars().all(char::is_uppercase) || (text.chars().all(char::is_lowercase) && text.len() > 1);
    if !same_case || text.is_empty() {
        return None;
    }
    let mut total = 0;
    let mut digits = Vec::new();
    for letter in text.chars() {
        digits.push(digit(letter.to_ascii_uppercase())?);
    }
    for (index, value) in digits.iter().enumerate() {
        let next = digits.get(index + 1).copied().unwrap_or(0);
        if *value < next { total -= value } else { total += value }
    }
    (total > 0 && written_roman(total).eq_ignore_ascii_case(text)).then_some(total)
}

fn written_roman(value: i64) -> String {
    let steps = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = value;
    let mut out = String::new();
    for (worth, letters) in steps {
        while rest >= worth && out.len() < 20 {
            out.push_str(letters);
            rest -= worth;
        }
    }
    out
}
