//! A text in words, numbers and signs, for comparing passages. It never reads what a number says.

use std::ops::Range;

use super::guard::is_unspaced;
use crate::text::fold::is_mark;

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with their separators: "104.700", "16/6/2022".
    Number,
    /// Letters, or one letter of a script without spaces.
    Word,
    /// Any other character.
    Sign,
}

/// A word, a number or a sign with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<u32>,
    pub(super) kind: Kind,
}

/// The words, numbers and signs of a text in order; spaces part them.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let first = rest.chars().next()?;
        let (kind, length) = measure(rest, first);
        let word = Word { text: rest.get(..length)?, range: crate::text::offset(at)..crate::text::offset(at + length), kind };
        at += length;
        Some(word)
    })
}

fn measure(rest: &str, first: char) -> (Kind, usize) {
    if is_unspaced(first) {
        return (Kind::Word, first.len_utf8() + length_while(rest.get(first.len_utf8()..).unwrap_or_default(), is_mark));
    }
    if first.is_numeric() {
        return (Kind::Number, number_length(rest));
    }
    if first.is_alphabetic() || is_mark(first) {
        let letter = |sign: char| (sign.is_alphanumeric() || is_mark(sign)) && !is_unspaced(sign);
        return (Kind::Word, length_while(rest, letter));
    }
    (Kind::Sign, first.len_utf8())
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|sign| !belongs(sign)).unwrap_or(text.len())
}

/// Digits, and a separator only where digits follow.
fn number_length(text: &str) -> usize {
    let digit = |sign: char| sign.is_numeric() && !is_unspaced(sign);
    let mut length = length_while(text, digit);
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let separator = rest.chars().next().filter(|sign| matches!(sign, '.' | ',' | '/' | ':'));
        let after = separator.and_then(|sign| rest.get(sign.len_utf8()..)).unwrap_or_default();
        match length_while(after, digit) {
            0 => return length,
            digits => length += 1 + digits,
        }
    }
}
