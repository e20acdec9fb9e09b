//! Where a passage may start and end: never inside a number, a word or a letter with its marks.

use std::ops::Range;

use crate::text::fold::{is_mark, is_zero_width};

/// Whether a character is a letter of a script with spaces. Latin letters, Vietnamese ones included, are told without a table.
pub(super) fn is_letter(sign: char) -> bool {
    match sign {
        '\0'..='\u{7f}' => sign.is_ascii_alphabetic(),
        '\u{c0}'..='\u{24f}' => sign != '×' && sign != '÷',
        '\u{1e00}'..='\u{1eff}' => true,
        _ => sign.is_alphabetic() && !is_unspaced(sign),
    }
}

/// Whether taking this range out of the text would cut a number or a word in two, as "Có 150" does in "Có 1500".
pub(super) fn cuts(text: &str, range: &Range<u32>) -> bool {
    cuts_at(text, range.start as usize, false) || cuts_at(text, range.end as usize, true)
}

/// So many characters around a place are looked at.
const NEAR_MAX: usize = 64;

/// What stands around a place, without marks that take no room.
struct Around<'a> {
    left: &'a str,
    right: &'a str,
}

impl Around<'_> {
    fn before(&self) -> impl Iterator<Item = char> {
        self.left.chars().rev().take(NEAR_MAX).filter(|sign| !is_zero_width(*sign))
    }

    fn after(&self) -> impl Iterator<Item = char> {
        self.right.chars().take(NEAR_MAX).filter(|sign| !is_zero_width(*sign))
    }
}

fn cuts_at(text: &str, at: usize, is_end: bool) -> bool {
    let (Some(left), Some(right)) = (text.get(..at), text.get(at..)) else { return true };
    let around = Around { left, right };
    let (Some(before), Some(after)) = (around.before().next(), around.after().next()) else { return false };
    is_mark(after)
        || cuts_word(before, after)
        || cuts_number(&around, before, after, is_end)
        || (!is_end && cuts_sign(&around, before, after))
}

/// Scripts without spaces may be cut between any two letters.
fn cuts_word(before: char, after: char) -> bool {
    let joins = |sign: char| is_letter(sign) || ((sign.is_numeric() || is_mark(sign)) && !is_unspaced(sign));
    joins(before) && joins(after)
}

fn cuts_number(around: &Around<'_>, before: char, after: char, is_end: bool) -> bool {
    let second_after = around.after().nth(1).is_some_and(is_digit);
    let second_before = around.before().nth(1).is_some_and(is_digit);
    let inside = (is_digit(before) && is_separator(after) && second_after)
        || (is_separator(before) && second_before && is_digit(after))
        || (is_digit(before) && is_digit(after));
    inside && !(is_end && leaves_out_year(around, after)) || cuts_group(around, before, after)
}

/// A space that does not break may part groups of three digits: "2 318" is one number, but two are "2023 15".
fn cuts_group(around: &Around<'_>, before: char, after: char) -> bool {
    let digits = |signs: &mut dyn Iterator<Item = char>| signs.take_while(|sign| is_digit(*sign)).count();
    let (left, right) = match (is_group_space(before), is_group_space(after)) {
        (true, false) => (digits(&mut around.before().skip(1)), digits(&mut around.after())),
        (false, true) => (digits(&mut around.before()), digits(&mut around.after().skip(1))),
        _ => return false,
    };
    (1..=3).contains(&left) && right == 3
}

/// "ngày 3/7" may be taken from "ngày 3/7/2022", and "tháng 7" from "tháng 7/2022": the year is left out, no number is cut.
fn leaves_out_year(around: &Around<'_>, after: char) -> bool {
    let year = around.after().skip(1).take_while(|sign| is_digit(*sign)).count() == 4;
    let ends =
        !around.after().nth(5).is_some_and(|sign| is_separator(sign) && around.after().nth(6).is_some_and(char::is_alphanumeric));
    let part: String = around.before().take_while(|sign| is_digit(*sign)).take(3).collect();
    let month = part.chars().rev().collect::<String>().parse::<u8>().is_ok_and(|month| (1..=12).contains(&month));
    after == '/' && year && ends && month
}

/// The sign of "đạt −2,5 %" belongs to the number; the hyphen of "COVID-19" does not.
fn cuts_sign(around: &Around<'_>, before: char, after: char) -> bool {
    let sign = matches!(before, '-' | '\u{2212}' | '\u{2013}' | '+');
    let free = around.before().nth(1).is_none_or(|sign| sign.is_whitespace() || matches!(sign, '(' | '[' | '"' | '“'));
    sign && is_digit(after) && free
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || (sign > '\u{7f}' && !is_letter(sign) && sign.is_numeric() && !is_unspaced(sign))
}

fn is_separator(sign: char) -> bool {
    matches!(sign, '.' | ',' | '/' | ':')
}

fn is_group_space(sign: char) -> bool {
    matches!(sign, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Letters of scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
pub(super) fn is_unspaced(sign: char) -> bool {
    matches!(sign, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fff}'
        | '\u{3005}'..='\u{30ff}' | '\u{3100}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
