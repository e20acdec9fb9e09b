//! A text in words, numbers and signs, for comparing passages. It never reads what a number says.

use std::ops::Range;

use super::guard::{is_letter, is_unspaced};
use crate::text::fold::is_mark;

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with their separators, and the numbers of documents: "104.700", "16/6/2022", "21-NQ/TW".
    Number,
    /// Letters, or one letter of a script without spaces.
    Word,
    /// Any other character.
    Sign,
    /// A note mark "[3]", a tag `<b>` or stars, which are not part of what is said.
    Markup,
}

/// A word, a number or a sign with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<u32>,
    pub(super) kind: Kind,
}

impl Word<'_> {
    /// Whether it says something: a word or a number.
    pub(super) fn speaks(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number)
    }
}

/// The words, numbers and signs of a text in order; spaces part them.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let (mut at, mut word_end) = (0, usize::MAX);
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let first = rest.chars().next()?;
        let (kind, length) = if at == word_end { measure(rest, first) } else { measure_signed(rest, first) };
        word_end = if matches!(first, '(' | '[' | '"') { usize::MAX } else { at + length };
        let word = Word { text: rest.get(..length)?, range: crate::text::offset(at)..crate::text::offset(at + length), kind };
        at += length;
        Some(word)
    })
}

/// A sign with digits right behind it belongs to them, unless something stands right before it.
fn measure_signed(rest: &str, first: char) -> (Kind, usize) {
    let number = rest.get(1..).filter(|_| matches!(first, '-' | '+')).map_or(0, number_length);
    if number > 0 { (Kind::Number, number + 1) } else { measure(rest, first) }
}

fn measure(rest: &str, first: char) -> (Kind, usize) {
    if first > '\u{2ff}' && is_unspaced(first) {
        return (Kind::Word, first.len_utf8() + length_while(rest.get(first.len_utf8()..).unwrap_or_default(), is_mark));
    }
    if is_digit(first) {
        return (Kind::Number, number_length(rest));
    }
    if is_letter(first) || is_mark(first) {
        let letter = |sign: char| is_letter(sign) || ((sign.is_numeric() || is_mark(sign)) && !is_unspaced(sign));
        return (Kind::Word, length_while(rest, letter));
    }
    match markup_length(rest, first) {
        0 => (Kind::Sign, first.len_utf8()),
        length => (Kind::Markup, length),
    }
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|sign| !belongs(sign)).unwrap_or(text.len())
}

/// Digits, a separator only where digits follow, and the letters of a document's number: "21-NQ/TW".
fn number_length(text: &str) -> usize {
    let mut length = length_while(text, is_digit);
    if length == 0 {
        return 0;
    }
    while let Some(more) = text.get(length..).map(continued).filter(|more| *more > 0) {
        length += more;
    }
    length
}

/// How many bytes at the start of a text continue a number.
fn continued(rest: &str) -> usize {
    let mut signs = rest.chars();
    let (Some(separator), Some(next)) = (signs.next(), signs.next()) else { return 0 };
    let after = rest.get(separator.len_utf8()..).unwrap_or_default();
    match separator {
        '.' | ',' | ':' | '/' if is_digit(next) => 1 + length_while(after, is_digit),
        '-' | '/' if next.is_uppercase() => 1 + length_while(after, |sign| sign.is_alphanumeric() && !is_unspaced(sign)),
        _ => 0,
    }
}

fn is_digit(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_digit() } else { sign.is_numeric() && !is_letter(sign) && !is_unspaced(sign) }
}

/// A tag has at most this many bytes.
const TAG_BYTES_MAX: usize = 64;

/// The length of a note mark, a tag or a run of stars at the start of a text; zero if there is none.
fn markup_length(rest: &str, first: char) -> usize {
    let inner = rest.get(1..).unwrap_or_default();
    let closed =
        |length: usize, close: &str| if inner.get(length..).is_some_and(|end| end.starts_with(close)) { length + 2 } else { 0 };
    match first {
        '[' => match length_while(inner, |sign| sign.is_ascii_digit()) {
            0 if inner.starts_with(|sign: char| sign.is_ascii_lowercase()) => closed(1, "]"),
            digits @ 1..=3 => closed(digits, "]"),
            _ => 0,
        },
        '<' if inner.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/') => {
            let length = length_while(inner, |sign| sign != '>' && sign != '<');
            if length <= TAG_BYTES_MAX { closed(length, ">") } else { 0 }
        }
        '*' | '_' | '`' => length_while(rest, |sign| sign == first),
        _ => 0,
    }
}

/// A number for a word; words with the same number are taken for equal, which chance brings about once in 10¹⁸.
pub(super) fn hash(word: &str) -> u64 {
    let mut sum = word.len() as u64;
    for chunk in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum = mix(sum.rotate_left(5) ^ u64::from_le_bytes(bytes));
    }
    sum
}

/// The same without regard to capital and small letters.
pub(super) fn hash_lower(word: &str) -> u64 {
    if word.chars().any(is_capital) { hash(&word.to_lowercase()) } else { hash(word) }
}

/// Whether a letter is a capital. Vietnamese letters are told without a table: small ones have odd numbers there.
fn is_capital(sign: char) -> bool {
    match sign {
        '\0'..='\u{7f}' => sign.is_ascii_uppercase(),
        '\u{df}'..='\u{ff}' => false,
        '\u{100}'..='\u{137}' | '\u{1ea0}'..='\u{1ef9}' => u32::from(sign) % 2 == 0,
        _ => sign.is_uppercase(),
    }
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (value ^ (value >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
