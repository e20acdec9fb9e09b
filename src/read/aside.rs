//! Asides: names, codes, addresses, telephone and list numbers, which look like figures and are none.
//!
//! They are recognised before figures, and kept only where that is asked for.

use super::Scanner;
use super::starts::RANKED;
use crate::evidence::ByteRange;
use crate::locale::lex::{Class, Gap};
use crate::locale::numeral::Run;
use crate::locale::words::Role;
use crate::number::Exact;

/// Tokens that are looked back at for the beginning of a name.
const CHUNK_MAX: usize = 16;

/// Words of a name between what bears it and its number: máy bay Boeing Dreamliner 787.
const NAME_WORDS_MAX: usize = 4;

/// Something that looks like a figure and is none: Covid-19, một lần nữa.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it stands, in bytes of the text.
    pub range: ByteRange,
    /// What it is.
    pub kind: AsideKind,
}

/// What something is that looks like a figure and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AsideKind {
    /// A name with a number: Covid-19, quốc lộ 18.
    Name,
    /// Letters and digits, or a pair of numbers that says nothing alone: H5N1, 3-1.
    Code,
    /// A telephone, card or account number.
    Phone,
    /// An e-mail or network address.
    Address,
    /// A version or section: 4.0.1.
    Version,
    /// An address on the web.
    Url,
    /// The number of a list item or heading.
    ListNumber,
    /// A phrase whose words count nothing: một số, Ba Chẽ.
    Idiom,
}

/// Every kind of aside with its name in JSON.
pub const ASIDES: &[(AsideKind, &str)] = &[
    (AsideKind::Name, "name"),
    (AsideKind::Code, "code"),
    (AsideKind::Phone, "phone"),
    (AsideKind::Address, "address"),
    (AsideKind::Version, "version"),
    (AsideKind::Url, "url"),
    (AsideKind::ListNumber, "list-number"),
    (AsideKind::Idiom, "idiom"),
];

impl AsideKind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        ASIDES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}
impl Scanner<'_> {
    /// Skips the number of a list item or heading at the start of a line: "1. ", "2) ".
    pub(super) fn list_number(&self) -> usize {
        let mut at = 0;
        while self.class(at) == Class::Digits
            && self.width(at) <= 2
            && matches!(self.mark(at + 1), Some('.' | ')'))
            && self.glued(at + 1)
        {
            // "1. März 2015": the point makes a rank of the day
            if self.may(at + 2, RANKED) && self.is(at + 1, Role::RankEnd).is_some() {
                return 0;
            }
            at += 2;
            if !self.glued(at) {
                return if self.class(at) == Class::Word || self.class(at) == Class::Sign { at } else { 0 };
            }
        }
        0
    }

    /// Keeps what is no figure, where that is asked for.
    pub(super) fn aside(&mut self, kind: AsideKind, at: usize, next: usize) {
        if self.keeps_asides && next > at {
            let range = self.range(at, next);
            self.out.asides.push(Aside { range, kind });
        }
    }

    /// The place after an address or another code that begins at a token.
    pub(super) fn past_code(&mut self, at: usize) -> usize {
        let mut next = at + 1;
        while self.glued(next) && self.tokens.get(next).is_some_and(|token| token.code) {
            next += 1;
        }
        if self.keeps_asides {
            let range = self.range(at, next);
            let words = self.text.get(range.start as usize..range.end as usize).unwrap_or_default();
            let kind = match words {
                words if words.contains("://") || words.starts_with("www.") => AsideKind::Url,
                words if words.contains('@') || words.contains(':') => AsideKind::Address,
                _ => AsideKind::Code,
            };
            self.out.asides.push(Aside { range, kind });
        }
        next
    }

    /// The first token of the run without spaces that holds a place.
    pub(super) fn chunk_start(&self, at: usize) -> usize {
        let mut start = at;
        while self.keeps_asides
            && start > 0
            && at - start < CHUNK_MAX
            && self.glued(start)
            && !matches!(self.mark(start - 1), Some('(' | '“' | '"' | ',' | '['))
        {
            start -= 1;
        }
        start
    }

    /// A word after which a number is a name, with that number: "quốc lộ 18", "Nghị quyết 02".
    pub(super) fn name(&mut self, at: usize) -> Option<usize> {
        let next = self.is(at, Role::NameCue)?;
        let next = if self.mark(next) == Some(':') || self.mark(next) == Some('.') { next + 1 } else { next };
        if self.class(next) != Class::Digits {
            return None;
        }
        if let Some(after) = self.document(next) {
            return Some(after);
        }
        if let Some(after) = self.telephone(next).or_else(|| self.pairs(next)) {
            self.aside(AsideKind::Phone, at, after);
            return Some(after);
        }
        let after = match self.numeral(next) {
            Run::Numeral(numeral) if numeral.value >= Exact::int(1000) && !numeral.plain => return None,
            Run::Numeral(numeral) => numeral.next,
            Run::Misgrouped(after) | Run::Code(after) => after,
        };
        let lettered = self.glued(after) && self.class(after) == Class::Word && self.width(after) == 1;
        if (self.unit_follows(after) && !lettered) || self.is(after, Role::Noun).is_some() {
            return None;
        }
        let end = self.past_chunk(after - 1);
        self.aside(AsideKind::Name, at, end);
        Some(end)
    }

    /// "máy bay Boeing 747", "the satellite Sputnik 2": a kind of thing, the words of its name in capitals, and the number they end with.
    pub(super) fn named(&mut self, at: usize) -> Option<usize> {
        let start = self.is(at, Role::Named)?;
        let capital = |at: usize| self.class(at) == Class::Word && self.slice(at).starts_with(char::is_uppercase);
        let number = (start..=start + NAME_WORDS_MAX).find(|at| !capital(*at)).filter(|number| *number > start)?;
        let plain = self.plain_digits(number, 4).is_some() && !self.glued(number);
        let after = number + 1;
        let counts =
            self.unit_follows(after) || self.is(after, Role::Noun).is_some() || matches!(self.mark(after), Some('%' | '/'));
        let joined = self.glued(after) && matches!(self.mark(after), Some('.' | ',')) && self.class(after + 1) == Class::Digits;
        if !plain || counts || (joined && self.glued(after + 1)) {
            return None;
        }
        let end = self.past_chunk(number);
        self.aside(AsideKind::Name, at, end);
        Some(end)
    }

    /// "San Francisco, CA 94105"
    pub(super) fn postcode(&mut self, at: usize) -> Option<usize> {
        let number = self.is(at, Role::Postcode)?;
        let comma = at > 0 && self.mark(at - 1) == Some(',');
        let spaced = self.gap(number) == Gap::Space && self.width(number) == 5 && self.plain_digits(number, 5).is_some();
        let digits = matches!(self.mark(number + 1), Some('.' | ',' | '/')) && self.class(number + 2) == Class::Digits;
        let counts = self.is(number + 1, Role::Noun).is_some()
            || self.locale.is_noun_word(self.text, &self.tokens, &self.paths, number + 1);
        if !comma || !spaced || counts || (digits && self.glued(number + 2)) {
            return None;
        }
        let end = self.past_chunk(number);
        self.aside(AsideKind::Code, at, end);
        Some(end)
    }

    /// Whether digits belong to a name or code: Covid-19, H5N1, #12.
    pub(super) fn is_code(&self, at: usize) -> bool {
        if at == 0 || !self.glued(at) {
            return false;
        }
        match self.class(at - 1) {
            Class::Word => true,
            Class::Mark => match self.mark(at - 1) {
                Some('#' | '№' | '^') => true,
                // "mid-1990s" is a date
                Some('-' | '–') if at > 1 && self.is(at - 2, Role::DateCue) == Some(at - 1) => false,
                Some('-' | '–' | '.' | '/') => at > 1 && self.glued(at - 1) && self.class(at - 2) == Class::Word,
                _ => false,
            },
            _ => false,
        }
    }

    /// The place after the run without spaces that holds a token, but for marks at its end.
    pub(super) fn past_chunk(&self, at: usize) -> usize {
        let mut next = at + 1;
        while self.glued(next) && matches!(self.class(next), Class::Word | Class::Digits | Class::Mark) && !self.closes(next) {
            next += 1;
        }
        next
    }

    /// Whether a mark ends a chunk: no word and no digit is glued to its far side, or it is a bracket, a comma or a quote mark.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.class(at) == Class::Mark
            && (!matches!(self.mark(at), Some('-' | '/' | '.' | ':' | '_' | '–')) || !self.glued(at + 1))
    }

    /// "91 123 45 67" after a word for a name: three groups of digits or more, not all of three.
    pub(super) fn pairs(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        let mut threes = self.width(at) <= 3;
        while next - at < 8 && self.class(next) == Class::Digits && self.gap(next) == Gap::Space {
            threes &= self.width(next) == 3;
            next += 1;
        }
        (next - at >= 3 && !threes).then_some(next)
    }

    /// "(202) 555-0143": digits in brackets, then groups of three to five that a dash joins.
    pub(super) fn area_code(&self, at: usize) -> Option<usize> {
        let group = |at: usize, widths: std::ops::RangeInclusive<usize>| {
            self.class(at) == Class::Digits && widths.contains(&self.width(at))
        };
        let brackets = self.mark(at) == Some('(') && group(at + 1, 2..=4) && self.mark(at + 2) == Some(')');
        let dash = matches!(self.mark(at + 4), Some('-' | '–' | '.')) && self.glued(at + 4) && self.glued(at + 5);
        let spaced = self.class(at + 4) == Class::Digits && self.gap(at + 4) == Gap::Space;
        if !brackets || !group(at + 3, 3..=5) || !(dash || spaced) {
            return None;
        }
        let last = if dash { at + 5 } else { at + 4 };
        (group(last, 4..=4) && self.ends_number(last + 1)).then_some(last + 1)
    }

    /// A telephone, card or account number: groups of digits that no number has.
    pub(super) fn telephone(&self, at: usize) -> Option<usize> {
        let plus = at > 0 && self.mark(at - 1) == Some('+') && self.glued(at);
        let mut next = at + 1;
        let (mut groups, mut digits, mut longest) = (1, self.width(at), self.width(at));
        let mut threes = true;
        while groups < 12 {
            if plus && matches!(self.mark(next), Some('(' | ')')) {
                next += 1;
                continue;
            }
            let joined = matches!(self.mark(next), Some('-' | '.')) && self.glued(next) && self.glued(next + 1);
            let digit = if joined { next + 1 } else { next };
            let spaced = !joined && (self.gap(digit) == Gap::Space || (plus && self.glued(digit)));
            if self.class(digit) != Class::Digits || !(joined || spaced) {
                break;
            }
            threes &= self.width(digit) == 3;
            digits += self.width(digit);
            longest = longest.max(self.width(digit));
            groups += 1;
            next = digit + 1;
        }
        let nought = self.slice(at).starts_with('0');
        let long = (nought && (9..=15).contains(&digits) && groups == 1)
            || (nought && digits >= 9 && groups > 1)
            || (plus && digits >= 8)
            || (groups >= 3 && digits >= 11 && (!threes || nought) && longest >= 4);
        long.then_some(next)
    }
}
