//! Walk: a line from left to right, at each place the first reading that fits.

use std::ops::Range;

use super::amount::is_vulgar;
use super::aside::AsideKind;
use super::starts::{
    ARTICLE, DATE_GOES_ON, DATES, FIGURES, HOURS_FROM, NAMED, NUMBERED, PROPORTIONS, QUARTER, RANKS, STARTS, UNIT,
};
use super::{Scanner, Trouble};
use crate::evidence::{Mention, Remark};
use crate::locale::lex::{Class, Gap, Token, lex};
use crate::locale::numeral::Run;
use crate::locale::words::{Kinds, Role};
use crate::value::{Kind, Value};

impl Scanner<'_> {
    pub(super) fn stretch(&mut self, range: Range<usize>) {
        let (start, text) = (range.start, self.text);
        let Some(line) = text.get(range) else { return };
        self.tokens.clear();
        lex(line, crate::text::offset(start), &mut self.tokens);
        self.locale.words.name(text, &mut self.tokens, &mut self.folded);
        self.locale.split_compounds(text, &mut self.tokens);
        self.paths.reset(self.tokens.len());
        self.look_ahead();
        let mut at = self.list_number();
        self.aside(AsideKind::ListNumber, 0, at);
        while let Some(token) = self.tokens.get(at) {
            if token.code {
                at = self.past_code(at);
                continue;
            }
            if self.is_silent(at, token) {
                at += 1;
                continue;
            }
            at = self.item(at).filter(|next| *next > at).unwrap_or(at + 1);
        }
    }

    /// Whether nothing begins at a token.
    pub(super) fn is_silent(&self, at: usize, token: &Token) -> bool {
        match token.class {
            Class::Digits => false,
            Class::Mark if self.signs_digits(at) => false,
            _ => {
                let kinds = self.locale.words.kinds(token);
                // a name that a number ends is of words that no language lists
                let leads = self.keeps_asides || kinds.meets(NAMED) || self.near.get(at).copied().unwrap_or(true);
                token.word == 0 || !leads || !kinds.meets(STARTS)
            }
        }
    }

    /// Finds the tokens from which known words and marks alone lead to a number: nothing begins at another word.
    pub(super) fn look_ahead(&mut self) {
        let mut leads = std::mem::take(&mut self.near);
        let mut near = false;
        let mut after = Kinds::default();
        leads.clear();
        leads.extend(self.tokens.iter().rev().map(|token| {
            let kinds = if token.word == 0 { Kinds::default() } else { self.locale.words.kinds(token) };
            let holds = token.class == Class::Digits
                || kinds.meets(NUMBERED)
                || (kinds.meets(ARTICLE) && after.meets(UNIT))
                || self.may_be_number(token);
            near = holds || (near && (token.word != 0 || token.class != Class::Word));
            after = kinds;
            near
        }));
        leads.reverse();
        self.near = leads;
    }

    /// A Roman number, or a fraction in one character.
    pub(super) fn may_be_number(&self, token: &Token) -> bool {
        let bytes = self.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or_default();
        let roman = |byte: &u8| matches!(byte | 0x20, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
        match token.class {
            Class::Word => bytes.iter().all(roman),
            Class::Mark => bytes.len() > 1,
            _ => false,
        }
    }

    /// A mark glued to digits may be their sign.
    pub(super) fn signs_digits(&self, at: usize) -> bool {
        self.class(at) == Class::Mark
            && ((self.class(at + 1) == Class::Digits && self.glued(at + 1)) || self.mark(at).is_some_and(is_vulgar))
    }

    /// Reads what begins at a place and gives the place after it.
    pub(super) fn item(&mut self, at: usize) -> Option<usize> {
        if self.class(at) == Class::Digits {
            return Some(self.digits_item(at));
        }
        if let Some(next) = self.is(at, Role::Skip) {
            self.aside(AsideKind::Idiom, at, next);
            return Some(next);
        }
        if self.mark(at) == Some('+')
            && let Some(next) = self.telephone(at + 1)
        {
            self.aside(AsideKind::Phone, at, next);
            return Some(next);
        }
        if let Some(next) = self.area_code(at) {
            self.aside(AsideKind::Phone, at, next);
            return Some(next);
        }
        let kinds = self.tokens.get(at).map(|token| self.locale.words.kinds(token)).unwrap_or_default();
        let mut found = None;
        if kinds.meets(HOURS_FROM) {
            found = self.hours(at);
        }
        if found.is_none() && kinds.meets(DATES) {
            found = self.time(at);
        }
        if found.is_none() && kinds.meets(PROPORTIONS) {
            found = self.for_every(at).or_else(|| self.each_rank(at));
        }
        if found.is_none() && kinds.meets(RANKS) {
            found = self.rank(at).or_else(|| self.name(at)).or_else(|| self.named(at)).or_else(|| self.postcode(at));
        }
        if found.is_none() && (kinds.meets(FIGURES) || self.class(at) == Class::Mark) {
            found = self.figure(at);
        }
        found
    }

    /// Reads what begins with digits.
    pub(super) fn digits_item(&mut self, at: usize) -> usize {
        if let Some(next) = self.is(at, Role::Skip) {
            self.aside(AsideKind::Idiom, at, next);
            return next;
        }
        if let Some(next) = self.document(at) {
            return next;
        }
        if self.is_code(at) {
            let next = self.past_chunk(at);
            let kind = if self.class_before(at) == Class::Mark && self.width(at) < 5 { AsideKind::Name } else { AsideKind::Code };
            let start = self.chunk_start(at);
            self.aside(kind, start, next);
            return next;
        }
        let dated = self.may_be_date(at);
        let time = self.hours(at).or_else(|| self.clock(at)).or_else(|| if dated { self.time(at) } else { None });
        if let Some(next) = time.or_else(|| self.rank(at)) {
            return next;
        }
        if let Some(next) = self.telephone(at) {
            self.aside(AsideKind::Phone, at, next);
            return next;
        }
        if let Some(next) = self.spaced_group(at) {
            return next;
        }
        match self.numeral(at) {
            Run::Misgrouped(next) => {
                let range = self.range(at, next);
                let text = "its separators group the digits as no number does".to_owned();
                self.out.problems.push(Trouble { range, code: "number/grouping", text });
                next
            }
            Run::Code(next) => {
                let points = (at..next).filter(|mark| self.mark(*mark) == Some('.')).count();
                let kind = match points {
                    3 => AsideKind::Address,
                    0 => AsideKind::Code,
                    _ => AsideKind::Version,
                };
                self.aside(kind, at, next);
                next
            }
            Run::Numeral(numeral) => match self.figure(at) {
                Some(next) => next,
                None => {
                    let next = self.past_chunk(numeral.next - 1);
                    self.aside(AsideKind::Code, at, next);
                    next
                }
            },
        }
    }

    /// Whether digits are as many as a day, month or year has, and what stands after them can go on with a date: spares most figures
    /// the search for one.
    pub(super) fn may_be_date(&self, at: usize) -> bool {
        let joint = |at: usize| matches!(self.mark(at), Some('/' | '.' | ',')) || self.is_dash(at);
        match self.width(at) {
            4 => true,
            1 | 2 => {
                self.class(at + 1) == Class::Digits || joint(at + 1) || self.may(at + 1, DATE_GOES_ON) || self.may(at, QUARTER)
            }
            _ => false,
        }
    }

    /// "1 .421": a space has come into a number, which then is none.
    pub(super) fn spaced_group(&mut self, at: usize) -> Option<usize> {
        let group = |mark: usize| self.mark(mark) == Some(self.locale.group) && self.glued(mark + 1) && self.width(mark + 1) == 3;
        let digits = |mark: usize| self.class(mark + 1) == Class::Digits;
        let stray = self.width(at) <= 3 && self.gap(at + 1) == Gap::Space && group(at + 1) && digits(at + 1);
        if !stray || self.slice(at).starts_with('0') {
            return None;
        }
        let mut next = at + 3;
        while group(next) && digits(next) && self.glued(next) {
            next += 2;
        }
        let text = "a space stands inside its groups of digits".to_owned();
        self.out.problems.push(Trouble { range: self.range(at, next), code: "number/spacing", text });
        Some(next)
    }

    pub(super) fn document(&mut self, at: usize) -> Option<usize> {
        if self.glued(at) && matches!(self.class_before(at), Class::Word | Class::Digits) {
            return None;
        }
        let found = self.locale.match_document(self.text, &self.tokens, at)?;
        let range = self.range(at, found.next);
        let remark = found.remark.map(|code| Remark { code, text: format!("the usual form is {}", found.document.text) });
        let value = Value::Document(Box::new(found.document));
        let mention = Mention::plain(range.clone(), range, Kind::Document, value);
        self.out.mentions.push(Mention { remarks: remark.into_iter().collect(), ..mention });
        Some(found.next)
    }
}
