//! Sentences: the one around a place. It breaks at no point inside a number or after an abbreviation.

use std::ops::Range;

use super::lines::{stretch_end, stretch_start};
use crate::evidence::ByteRange;
use crate::locale::Locale;
use crate::locale::lex::{Class, Gap, Token, lex};
use crate::locale::words::{Kinds, Role};

const ABBREVIATION: Kinds = Kinds::of(&[Role::Abbreviation]);

/// Bytes on each side of a range in which the ends of its sentence are looked for: more is no sentence that anyone reads, and a
/// text of one endless line must not be cut into words again for every claim.
const SENTENCE_BYTES_MAX: usize = 2_000;

/// The next place from `at` on that lies between two characters.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The sentence around a range: "Ở TP. Hạ Long có 1.421 chi bộ." stays one. A line break ends it unless the line only wraps.
pub fn sentence(text: &str, at: Range<u32>, locale: &Locale) -> ByteRange {
    let bytes = text.as_bytes();
    let (from, to) = ((at.start as usize).min(bytes.len()), (at.end.max(at.start) as usize).min(bytes.len()));
    let near =
        boundary(text, from.saturating_sub(SENTENCE_BYTES_MAX))..boundary(text, (to + SENTENCE_BYTES_MAX).min(bytes.len()));
    let around = text.get(near.clone()).unwrap_or_default();
    let start = near.start + stretch_start(around, from - near.start, locale);
    let end = near.start + stretch_end(around, to - near.start, locale);
    let Some(line) = text.get(start..end) else { return at };
    let mut tokens = Vec::new();
    lex(line, crate::text::offset(start), &mut tokens);
    let mut bounds = at;
    bounds.start = tokens.first().map_or(bounds.start, |token| token.start.min(bounds.start));
    let mut last = bounds.end;
    let (from, to) = (crate::text::offset(from), crate::text::offset(to));
    for index in 0..tokens.len() {
        let Some(token) = tokens.get(index) else { break };
        last = last.max(token.end);
        if !ends(text, &tokens, index, locale) {
            continue;
        }
        if token.end <= from {
            bounds.start = tokens.get(index + 1).map_or(bounds.start, |next| next.start.min(from));
        } else if token.end >= to {
            return bounds.start..token.end;
        }
    }
    bounds.start..last
}

/// Whether a sentence ends with a token.
fn ends(text: &str, tokens: &[Token], at: usize, locale: &Locale) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.class == Class::Mark) else { return false };
    let mark = text.get(token.start as usize..token.end as usize).and_then(|mark| mark.chars().next()).unwrap_or(' ');
    if !locale.sentence_ends.contains(&mark) {
        return false;
    }
    if mark != '.' {
        return tokens.get(at + 1).is_none_or(|next| next.gap != Gap::None || next.class != Class::Mark);
    }
    let Some(next) = tokens.get(at + 1) else { return true };
    if next.gap == Gap::None {
        return false;
    }
    let upper = text.get(next.start as usize..).and_then(|rest| rest.chars().next()).is_none_or(|first| !first.is_lowercase());
    let before = at
        .checked_sub(1)
        .and_then(|index| tokens.get(index))
        .filter(|before| before.class == Class::Word && token.gap == Gap::None);
    // only words before a full stop are looked up: the sentence of every claim is sought, and most hold no such word
    let is_abbreviation = |before: &Token| {
        let mut word = [*before];
        locale.words.name(text, &mut word, &mut String::new());
        word.iter().any(|word| locale.words.kinds(word).meets(ABBREVIATION))
    };
    let short = before.is_some_and(|before| before.end - before.start == 1 || is_abbreviation(before));
    upper && !short
}
