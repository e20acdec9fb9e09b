//! Sound: what must hold of the reading of any text. The fuzz target asks it of what it makes up, and `cargo test` of the corpus.

use factlint::evidence::ByteRange;
use factlint::locale::{Locale, TAGS};
use factlint::read::{answer, scan_all};
use factlint::text::fold::composed;

/// Lookups that a text may take for each of its bytes, and those that the shortest text may take: more than twice what any input of
/// the corpus takes. The work of reading is counted, not timed, so that a busy machine finds nothing that is not there.
const WORK_PER_BYTE: u64 = 60;
const WORK_LEAST: u64 = 600;

/// A locale and a text: the first byte of an input says which locale, the rest is the text, with what is no UTF-8 replaced.
pub(super) fn input(bytes: &[u8]) -> Option<(&'static str, String)> {
    let (first, rest) = bytes.split_first()?;
    let tag = TAGS.get(usize::from(*first) % TAGS.len())?;
    Some((tag, String::from_utf8_lossy(rest).into_owned()))
}

/// Reads a text and panics if something cannot be: a place outside the text or inside a character, mentions out of order or one
/// over the other, a part of a mention outside it, or more work than grows with the text.
pub(super) fn assert_sound(text: &str, locale: &Locale) {
    let text = composed(text).text;
    let found = scan_all(&text, locale);
    assert!(found.work <= WORK_LEAST + WORK_PER_BYTE * text.len() as u64, "{} lookups for {} bytes", found.work, text.len());
    let cuts = |range: &ByteRange| range.start < range.end && text.get(range.start as usize..range.end as usize).is_some();
    let mut last = 0;
    for mention in &found.mentions {
        assert!(cuts(&mention.range) && mention.range.start >= last, "{mention:?}");
        last = mention.range.end;
        for part in [Some(&mention.figure), mention.hedge.as_ref()].into_iter().flatten() {
            let inside = part.start >= mention.range.start && part.end <= mention.range.end;
            assert!(cuts(part) && inside, "{part:?} of {mention:?}");
        }
        // not inside: of "9/12 huyện" the first figure counts districts too, whose word stands after the second
        assert!(mention.unit_range.as_ref().is_none_or(cuts), "{mention:?}");
    }
    assert!(found.problems.iter().all(|problem| cuts(&problem.range)), "{:?}", found.problems);
    assert!(found.asides.iter().all(|aside| cuts(&aside.range)), "{:?}", found.asides);
}

/// The same of the answer to a text as given, whose letters may be decomposed: its places are those of the text itself.
pub(super) fn assert_answer_sound(text: &str, locale: &Locale) {
    let answer = answer(text, locale, None, true);
    let points = text.chars().count();
    for told in &answer.mentions {
        let words = text.get(told.byte_start as usize..told.byte_end as usize);
        assert_eq!(words, Some(told.text.as_str()), "{told:?}");
        assert!(told.start < told.end && told.end <= points, "{told:?}");
        assert_eq!(told.text.chars().count(), told.end - told.start, "{told:?}");
    }
}
