//! Numerals: a run of digits with its separators as an exact number, or why it is none.
//!
//! It looks at digits and separators alone; scale words, units and hedges are the business of `read`.

use super::lex::{Class, Gap, Token, digit};
use super::words::{Kinds, Role};
use super::{Locale, NumberError};
use crate::number::Exact;
use crate::value::{Figure, Qualifier};

/// Digits of a number that still may be counted as places; more is a code.
const DIGITS_MAX: usize = 60;

/// A numeral.
#[derive(Clone, Debug)]
pub(crate) struct Numeral {
    pub(crate) value: Exact,
    /// Decimal places as written.
    pub(crate) places: usize,
    /// The place after its last token.
    pub(crate) next: usize,
    /// Whether it has any separator.
    pub(crate) plain: bool,
    /// Whether it begins with a nought that is no nought before a point: 02.
    pub(crate) padded: bool,
    /// Digits in all.
    pub(crate) digits: usize,
    /// Another reading, and why it ranks lower or is certain.
    pub(crate) other: Option<(Exact, usize)>,
    /// What is to be said of the writing.
    pub(crate) remark: Option<&'static str>,
}

/// What a run of digits is.
#[derive(Clone, Debug)]
pub(crate) enum Run {
    /// A number.
    Numeral(Numeral),
    /// Grouped as no number is: 1.42.100; the place after it.
    Misgrouped(usize),
    /// An address, a version, a telephone number; the place after it.
    Code(usize),
}

/// One separator and the digits after it.
#[derive(Clone, Copy)]
struct Piece {
    mark: char,
    token: usize,
}

impl Locale {
    /// The numeral that begins at a digit token, without its sign.
    pub(crate) fn numeral(&self, text: &str, tokens: &[Token], at: usize) -> Run {
        self.numeral_in(text, tokens, at, false)
    }

    fn numeral_in(&self, text: &str, tokens: &[Token], at: usize, is_plain: bool) -> Run {
        if tokens.get(at).is_none_or(|token| token.class != Class::Digits) {
            return Run::Code(at + 1);
        }
        let mut pieces = [Piece { mark: '\0', token: at }; 16];
        let mut count = 1;
        let mut next = at + 1;
        while let Some(piece) = self.piece(text, tokens, next, count, pieces.first().map_or('\0', |piece| piece.mark)) {
            if let Some(slot) = pieces.get_mut(count) {
                *slot = piece;
            }
            count += 1;
            next = piece.token + 1;
            if let Some(first) = pieces.first_mut().filter(|first| first.mark == '\0') {
                first.mark = piece.mark;
            }
        }
        let Some(pieces) = pieces.get(..count) else { return Run::Code(next) };
        self.judge(&Digits { text, tokens, pieces, is_plain }, next)
    }

    /// A separator and digits that go on with a numeral.
    fn piece(&self, text: &str, tokens: &[Token], at: usize, count: usize, first_mark: char) -> Option<Piece> {
        let token = tokens.get(at)?;
        if token.class == Class::Mark && token.gap == Gap::None {
            let mark = text.get(token.start as usize..token.end as usize)?.chars().next()?;
            let digits = tokens.get(at + 1)?;
            let quote = matches!(mark, '\'' | '’') && width(text, digits) != 3;
            let separates = !quote && matches!(mark, '.' | ',' | '\'' | '’' | '٬' | '·');
            return (separates && digits.class == Class::Digits && digits.gap == Gap::None)
                .then_some(Piece { mark, token: at + 1 });
        }
        let mark = match token.gap {
            Gap::Space => ' ',
            Gap::Bound(space) => space,
            _ => return None,
        };
        let previous = tokens.get(at.checked_sub(1)?)?;
        let next_group =
            tokens.get(at + 1).is_some_and(|next| next.class == Class::Digits && next.gap == token.gap && width(text, next) == 3);
        // no number begins with noughts, so that "000" goes on with the one before it in any language
        let noughts = || text.get(token.start as usize..).is_some_and(|rest| rest.starts_with("00"));
        let fits = (self.spaces || mark != ' ' || count > 1 || next_group || noughts())
            && token.class == Class::Digits
            && width(text, token) == 3
            && width(text, previous) <= 3
            && (count == 1 || first_mark == mark)
            && (count > 1 || previous.class == Class::Digits);
        let more = tokens.get(at + 1);
        let glued = more.is_some_and(|more| more.gap == Gap::None && matches!(more.class, Class::Digits));
        (fits && !glued).then_some(Piece { mark, token: at })
    }

    fn judge(&self, digits: &Digits<'_>, next: usize) -> Run {
        if digits.pieces.len() == 1 {
            return digits.whole(next, 0, None).map_or(Run::Code(next), Run::Numeral);
        }
        let marks = || digits.pieces.iter().skip(1).map(|piece| piece.mark);
        let first = marks().next().unwrap_or('.');
        let last = marks().next_back().unwrap_or('.');
        let same = marks().all(|mark| mark == first);
        if !same {
            return self.mixed(digits, next, first, last);
        }
        if is_space(first) || matches!(first, '\'' | '’' | '٬') {
            return if digits.groups(0, self.group_pairs) { grouped(digits, next, None) } else { Run::Misgrouped(next) };
        }
        if digits.pieces.len() > 2 {
            return self.many(digits, next, first);
        }
        self.single(digits, next, first)
    }

    /// One separator: 1.421, 12,5, 3.5.
    fn single(&self, digits: &Digits<'_>, next: usize, mark: char) -> Run {
        let places = digits.length(1);
        let could_group = digits.groups(0, self.group_pairs);
        if mark == self.group {
            if could_group {
                return grouped(digits, next, None);
            }
            let decimal = places <= 2 || digits.is_nought() || mark == ',';
            return if decimal { self.decimal(digits, next, Some("number/foreign-separators")) } else { Run::Misgrouped(next) };
        }
        let run = self.decimal(digits, next, (mark != self.decimal).then_some("number/foreign-separators"));
        match run {
            // a cell of a table is plain, and its point is what its locale says
            Run::Numeral(mut numeral) if could_group && (mark == ',' || !digits.is_plain) => {
                numeral.other = digits.value(0).map(|value| (value, 0));
                Run::Numeral(numeral)
            }
            run => run,
        }
    }

    /// Several separators of one kind: 12.500.000, 192.168.0.1.
    fn many(&self, digits: &Digits<'_>, next: usize, mark: char) -> Run {
        // 192.168.100.200 alone is an address; "1.214.145.100 đồng" and "€1.214.145.100" are sums
        let before = digits.pieces.first().and_then(|first| digits.tokens.get(first.token.checked_sub(1)?));
        let priced = before.is_some_and(|token| self.words.kinds(token).meets(Kinds::one(Role::Prefix(0))));
        let is_figure = || mark == self.group && digits.groups(0, false) && (priced || digits.is_followed(next));
        if mark == '.' && digits.is_address() && !is_figure() {
            return Run::Code(next);
        }
        if digits.groups(0, self.group_pairs || mark == ',') {
            let remark = (mark != self.group).then_some("number/english-grouping");
            return grouped(digits, next, remark);
        }
        let three = |index| digits.length(index) == 3;
        let threes = digits.pieces.len() == 3 && (three(1) || three(2)) && !digits.is_nought() && digits.length(0) <= 3;
        if threes && mark == self.group { Run::Misgrouped(next) } else { Run::Code(next) }
    }

    /// Separators of two kinds: the last is the decimal one, the others group.
    fn mixed(&self, digits: &Digits<'_>, next: usize, first: char, last: char) -> Run {
        let inner = digits.pieces.len() - 2;
        let alike = digits.pieces.iter().skip(1).take(inner).all(|piece| piece.mark == first);
        if !alike || !matches!(last, '.' | ',') || !digits.groups(1, self.group_pairs || first == ',') {
            return Run::Misgrouped(next);
        }
        let foreign = last != self.decimal;
        let remark = foreign.then_some("number/foreign-separators");
        self.decimal(digits, next, remark)
    }

    fn decimal(&self, digits: &Digits<'_>, next: usize, remark: Option<&'static str>) -> Run {
        let places = digits.pieces.len().checked_sub(1).map_or(0, |last| digits.length(last));
        digits.whole(next, places, remark).map_or(Run::Code(next), Run::Numeral)
    }

    /// One plain number, the whole text.
    pub(super) fn plain_number(&self, text: &str) -> Result<Figure, NumberError> {
        let form = || NumberError::Form(text.to_owned());
        let tokens = self.tokens(text);
        let (at, negative) = match tokens.first().filter(|token| token.class == Class::Mark) {
            Some(token) => match text.get(token.start as usize..token.end as usize) {
                Some("-" | "−") => (1, true),
                Some("+") => (1, false),
                _ => return Err(form()),
            },
            None => (0, false),
        };
        if tokens.get(at).is_none_or(|token| token.class != Class::Digits || (at == 1 && token.gap != Gap::None)) {
            return Err(form());
        }
        let numeral = match self.numeral_in(text, &tokens, at, true) {
            Run::Numeral(numeral) if numeral.next == tokens.len() => numeral,
            Run::Misgrouped(next) if next == tokens.len() => return Err(NumberError::Grouping(text.to_owned())),
            _ => return Err(form()),
        };
        if let Some((other, _)) = &numeral.other {
            let (one, other) = (numeral.value.to_string(), other.to_string());
            return Err(NumberError::Unclear { text: text.to_owned(), one, other });
        }
        let shown = if negative { -&numeral.value } else { numeral.value };
        Ok(Figure { qualifier: Qualifier::Exact, shown, grain: grain(numeral.places), rounded: numeral.places > 0 })
    }
}

/// What one unit of the last of so many decimal places is worth.
pub(crate) fn grain(places: usize) -> Exact {
    Exact::power_of_ten(-i32::try_from(places).unwrap_or(i32::MAX))
}

fn width(text: &str, token: &Token) -> usize {
    text.get(token.start as usize..token.end as usize).map_or(0, |digits| digits.chars().count())
}

fn is_space(mark: char) -> bool {
    mark == ' ' || matches!(mark, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

fn grouped(digits: &Digits<'_>, next: usize, remark: Option<&'static str>) -> Run {
    digits.whole(next, 0, remark).map_or(Run::Code(next), Run::Numeral)
}

/// The digits of a run.
struct Digits<'r> {
    text: &'r str,
    tokens: &'r [Token],
    pieces: &'r [Piece],
    /// Whether the text is nothing but one number, as a cell of a table is.
    is_plain: bool,
}

impl Digits<'_> {
    fn piece(&self, index: usize) -> &str {
        let token = self.pieces.get(index).and_then(|piece| self.tokens.get(piece.token));
        token.and_then(|token| self.text.get(token.start as usize..token.end as usize)).unwrap_or_default()
    }

    fn length(&self, index: usize) -> usize {
        let piece = self.piece(index);
        if piece.is_ascii() { piece.len() } else { piece.chars().count() }
    }

    /// Whether its first piece is a lone nought.
    fn is_nought(&self) -> bool {
        self.piece(0).starts_with(['0', '０'])
    }

    /// Whether the pieces but the last `decimals` group by three (by two above the thousands if `pairs`).
    fn groups(&self, decimals: usize, pairs: bool) -> bool {
        let count = self.pieces.len().saturating_sub(decimals);
        let first = self.length(0);
        if count < 2 || first > 3 || self.is_nought() {
            return false;
        }
        let by_three = (1..count).all(|index| self.length(index) == 3);
        let by_two = pairs && self.length(count - 1) == 3 && first <= 2 && (1..count - 1).all(|index| self.length(index) == 2);
        by_three || by_two
    }

    /// Whether words or a sign of per cent come next, or the text of a plain number ends here.
    fn is_followed(&self, next: usize) -> bool {
        match self.tokens.get(next) {
            None => self.is_plain,
            Some(token) if token.class == Class::Word || token.class == Class::Sign => true,
            Some(token) => self.text.get(token.start as usize..token.end as usize) == Some("%"),
        }
    }

    /// Four numbers of one byte each.
    fn is_address(&self) -> bool {
        let byte = |index| {
            let piece = self.piece(index);
            (piece == "0" || !piece.starts_with('0')) && piece.parse::<u8>().is_ok()
        };
        self.pieces.len() == 4 && (0..4).all(byte)
    }

    fn count(&self) -> usize {
        (0..self.pieces.len()).map(|index| self.length(index)).sum()
    }

    /// The number of all digits with so many of them behind the point.
    fn value(&self, places: usize) -> Option<Exact> {
        let count = self.count();
        if count > DIGITS_MAX {
            return None;
        }
        let digits = (0..self.pieces.len()).flat_map(|index| self.piece(index).chars()).filter_map(digit);
        let exponent = -i32::try_from(places).ok()?;
        if count <= 36 {
            let mantissa = digits.fold(0i128, |sum, digit| sum * 10 + i128::from(digit));
            return Some(Exact::scaled(mantissa, exponent));
        }
        let written: String = digits.map(|digit| char::from(b'0' + digit)).collect();
        Some(&Exact::parse(&written)? * &Exact::power_of_ten(exponent))
    }

    fn whole(&self, next: usize, places: usize, remark: Option<&'static str>) -> Option<Numeral> {
        let padded = self.is_nought() && self.length(0) > 1;
        Some(Numeral {
            value: self.value(places)?,
            places,
            next,
            plain: self.pieces.len() == 1,
            padded,
            digits: self.count(),
            other: None,
            remark,
        })
    }
}
