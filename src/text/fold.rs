//! A text made comparable: one form for what print and copying vary (composition, spaces, dashes, quote marks, hyphenation), with
//! the way back to the original bytes. It never touches a digit, a separator inside a number, a sign or a diacritic.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::map::OffsetMap;
use super::offset;
use crate::evidence::{Fold, FoldSet};

/// Combining marks taken together at most; what follows starts a stretch of its own. Unicode's stream-safe form allows 30.
const MARKS_MAX: usize = 30;

/// Stands for a line-end hyphen while two passages are compared, which may have been a word's own hyphen or none.
pub(crate) const BREAK: char = '\u{1f}';

const SOFT_HYPHEN: char = '\u{ad}';

/// What becomes of hyphens between letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hyphens {
    /// They are dropped, so that "cost-effective" is found however a line end cut it. Whether the hyphens agree is checked later.
    Dropped,
    /// Those at a line end become [`BREAK`], others stay.
    Marked,
}

/// The text for reading: in composed form (NFC), which is the text itself unless it holds decomposed letters.
#[derive(Clone, Debug)]
pub struct Composed<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The way to the original bytes.
    pub map: OffsetMap,
}

/// The composed form of a text, with the way back: "tỉnh ủy" typed with separate marks becomes the same words in fewer characters.
///
/// ```
/// let composed = factlint::text::fold::composed("ngày 3/8 ha\u{300}nh");
/// assert_eq!(composed.text, "ngày 3/8 hành");
/// assert_eq!(composed.map.to_original(10..15), 10..16);
/// ```
pub fn composed(text: &str) -> Composed<'_> {
    if is_composed(text) {
        return Composed { text: Cow::Borrowed(text), map: OffsetMap::default() };
    }
    let folded = Folded::new(text, [Fold::Nfc].into_iter().collect());
    Composed { text: folded.text, map: folded.map }
}

/// Latin letters, Vietnamese ones included, and ASCII are told from bytes alone; only other scripts are looked up.
fn is_composed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = bytes.iter().enumerate().all(|(at, &byte)| match byte {
        0..0xcc => true,
        0xe1 => matches!(bytes.get(at + 1), Some(0xba | 0xbb)),
        0xe2 => bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2).is_some_and(|&third| third > 0x81),
        _ => false,
    });
    plain || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// A folded text with the way back to the original bytes.
///
/// ```
/// use factlint::evidence::FoldSet;
/// let folded = factlint::text::fold::Folded::new("Ban chỉ đạo “Hòa\u{a0}bình”", FoldSet::usual());
/// assert_eq!(folded.text(), "Ban chỉ đạo \"Hoà bình\"");
/// ```
#[derive(Clone, Debug)]
pub struct Folded<'a> {
    text: Cow<'a, str>,
    map: OffsetMap,
    used: FoldSet,
}

impl<'a> Folded<'a> {
    /// A text folded in the given classes; borrowed if that changes nothing.
    pub fn new(text: &'a str, classes: FoldSet) -> Folded<'a> {
        Folder::new(text, classes, Hyphens::Dropped).run()
    }

    /// The same with line-end hyphens marked, for comparing two passages whose folded texts agree.
    pub(crate) fn marked(text: &'a str, classes: FoldSet) -> Folded<'a> {
        Folder::new(text, classes, Hyphens::Marked).run()
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way to the original bytes.
    pub fn map(&self) -> &OffsetMap {
        &self.map
    }

    /// The words of a range of the folded text; empty if it does not lie on character boundaries.
    pub fn slice(&self, range: Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The classes that changed something.
    pub fn used(&self) -> FoldSet {
        self.used
    }
}

struct Folder<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The byte that is looked at.
    at: usize,
    /// From here to `at` nothing changes, and nothing is copied yet.
    run: usize,
    out: String,
    map: OffsetMap,
    classes: FoldSet,
    hyphens: Hyphens,
    used: FoldSet,
}

/// Bytes are passed in blocks of this many, which the compiler turns into vector instructions.
const BLOCK: usize = 16;

/// Whether a byte, with the one before it, needs a closer look: it may have to change, or end a syllable whose tone has two places.
/// Most letters, Vietnamese ones included, do not.
#[inline(always)]
const fn is_odd(before: u8, byte: u8) -> bool {
    let space = byte < b' ' || (before == b' ') & (byte == b' ');
    let sign = (byte == b'-') | (byte == b'<') | (byte == b'&') | (byte == 0xc2) | ((byte >= 0xcc) & (byte != 0xe1));
    let letter = (before == 0xc3) & (byte == 0x90) | (before == 0xe1) & (byte & 0xfe != 0xba);
    space | sign | letter | (before >= 0x80) & is_open_vowel(byte)
}

/// The vowels that may bear the tone at the end of oa, oe, uy.
#[inline(always)]
const fn is_open_vowel(byte: u8) -> bool {
    let small = byte | 0x20;
    (small == b'a') | (small == b'e') | (small == b'y')
}

impl<'a> Folder<'a> {
    fn new(text: &'a str, classes: FoldSet, hyphens: Hyphens) -> Self {
        let (map, used) = (OffsetMap::default(), FoldSet::default());
        Folder { text, bytes: text.as_bytes(), at: 0, run: 0, out: String::new(), map, classes, hyphens, used }
    }

    fn run(mut self) -> Folded<'a> {
        let by_case = self.classes.contains(Fold::Case);
        loop {
            if !by_case {
                self.at = self.next_odd();
            }
            let Some(&byte) = self.bytes.get(self.at) else { break };
            if is_open_vowel(byte) && !(by_case && byte.is_ascii_uppercase()) {
                self.at += 1;
            } else {
                // A letter is told by its second byte.
                self.at -= usize::from(byte & 0xc0 == 0x80);
                self.look();
                let vowel = self.bytes.get(self.at).is_some_and(|byte| is_open_vowel(*byte) && !by_case);
                self.at += usize::from(vowel && self.run == self.at);
            }
            self.look_behind();
        }
        self.end_word();
        if self.run == 0 && self.out.is_empty() {
            return Folded { text: Cow::Borrowed(self.text), map: self.map, used: self.used };
        }
        self.flush();
        Folded { text: Cow::Owned(self.out), map: self.map, used: self.used }
    }

    /// The next byte from `at` on that needs a closer look.
    fn next_odd(&self) -> usize {
        let mut at = self.at;
        let before = |at: usize| if at == 0 { 0 } else { self.bytes[at - 1] };
        if at == 0 && self.bytes.first().is_some_and(|byte| !is_odd(0, *byte)) {
            at = 1;
        }
        while let (1.., Some(block), Some(shifted)) =
            (at, self.bytes.get(at..at + BLOCK), self.bytes.get(at.wrapping_sub(1)..at + BLOCK - 1))
        {
            let mut odd = [0; BLOCK];
            for ((odd, byte), before) in odd.iter_mut().zip(block).zip(shifted) {
                *odd = u8::from(is_odd(*before, *byte));
            }
            match u128::from_le_bytes(odd) {
                0 => at += BLOCK,
                odd => return at + odd.trailing_zeros() as usize / 8,
            }
        }
        (at..self.bytes.len()).find(|at| is_odd(before(*at), self.bytes[*at])).unwrap_or(self.bytes.len())
    }

    /// After a closer look: whether a word ends here, and spaces that only folding has put side by side.
    fn look_behind(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at).filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()) {
            self.end_word();
            if byte != b' ' || self.run < self.at || !self.out.ends_with(' ') {
                return;
            }
            self.look();
        }
    }

    /// Decides about the character at `at`, and goes past it.
    fn look(&mut self) {
        let Some(sign) = self.char_at(self.at) else {
            self.at += 1;
            return;
        };
        if !sign.is_alphanumeric() && !is_mark(sign) && !is_zero_width(sign) {
            self.end_word();
        }
        let length = self.space_length(self.at);
        if length > 0 {
            self.spaces(length);
        } else if self.is_dash(sign) || self.is_soft_break(sign) {
            self.dash(sign);
        } else if let Some((length, to)) = entity(sign, self.at, self.text).filter(|_| self.classes.contains(Fold::Markup)) {
            self.replace(self.at + length, to, Fold::Markup);
        } else if let Some((fold, to)) = replacement(sign, self.at, self.text).filter(|(fold, _)| self.classes.contains(*fold)) {
            self.replace(self.at + sign.len_utf8(), to, fold);
        } else if self.classes.contains(Fold::Nfc) && !is_settled(sign) {
            self.compose(sign);
        } else if self.classes.contains(Fold::Case) && sign.to_lowercase().next() != Some(sign) {
            let lower: String = sign.to_lowercase().collect();
            self.replace(self.at + sign.len_utf8(), &lower, Fold::Case);
        } else {
            self.at += sign.len_utf8();
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    /// Copies what did not change.
    fn flush(&mut self) {
        if self.out.capacity() == 0 {
            self.out.reserve(self.text.len());
        }
        self.out.push_str(self.text.get(self.run..self.at).unwrap_or_default());
        self.run = self.at;
    }

    /// Writes `to` for the original bytes from `at` to `end`.
    fn replace(&mut self, end: usize, to: &str, fold: Fold) {
        self.flush();
        let start = self.out.len();
        self.out.push_str(to);
        self.map.push(offset(start)..offset(self.out.len()), offset(self.at)..offset(end));
        self.used.insert(fold);
        self.at = end;
        self.run = end;
    }

    /// Writes `to` in place of what was written from `start` on, which then stands for all bytes up to `end`.
    fn rewrite(&mut self, start: usize, to: &str, end: usize, fold: Fold) {
        let (folded, original) = self.map.start_of(offset(start));
        self.out.truncate(start);
        self.out.push_str(to);
        self.map.push(folded..offset(self.out.len()), original..offset(end));
        self.used.insert(fold);
        self.at = end;
        self.run = end;
    }

    /// How long the one space at `at` is; zero if there is none.
    fn space_length(&self, at: usize) -> usize {
        match self.char_at(at) {
            Some('<' | '&') if self.classes.contains(Fold::Markup) => {
                markup_space_length(self.text.get(at..).unwrap_or_default())
            }
            Some(sign) if self.classes.contains(Fold::Space) && sign.is_whitespace() => sign.len_utf8(),
            _ => 0,
        }
    }

    /// The byte behind all white space from `at` on.
    fn space_end(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            match self.space_length(end) {
                0 => return end,
                length => end += length,
            }
        }
    }

    /// White space becomes one space; none if there is one already, with only dropped marks between.
    fn spaces(&mut self, first: usize) {
        let end = self.space_end(self.at);
        let fold = if matches!(self.bytes.get(self.at), Some(b'<' | b'&')) { Fold::Markup } else { Fold::Space };
        self.flush();
        if self.out.ends_with(' ') {
            self.replace(end, "", fold);
        } else if end - self.at == first && first == 1 {
            if self.bytes.get(self.at) != Some(&b' ') {
                self.used.insert(Fold::Space);
            }
            self.out.push(' ');
            self.at = end;
            self.run = end;
        } else {
            self.replace(end, " ", fold);
        }
    }

    /// The byte behind all white space and marks that take no room from `at` on.
    fn word_start(&self, at: usize) -> usize {
        let mut end = self.space_end(at);
        for _ in 0..MARKS_MAX {
            match self.char_at(end).filter(|sign| is_zero_width(*sign) && self.classes.contains(Fold::ZeroWidth)) {
                Some(sign) => end = self.space_end(end + sign.len_utf8()),
                None => break,
            }
        }
        end
    }

    fn is_dash(&self, sign: char) -> bool {
        sign == '-' || (self.classes.contains(Fold::Dash) && is_dash(sign))
    }

    /// A soft hyphen shows, and means the same as a hyphen, only at a line end.
    fn is_soft_break(&self, sign: char) -> bool {
        let line_end = |end: usize| self.text.get(end..self.word_start(end)).is_some_and(|spaces| spaces.contains('\n'));
        sign == SOFT_HYPHEN && self.classes.contains(Fold::HyphenBreak) && line_end(self.at + sign.len_utf8())
    }

    /// A dash becomes a hyphen; one between letters is dropped or marked, since a line end may have put it there.
    fn dash(&mut self, sign: char) {
        let end = self.at + sign.len_utf8();
        if self.classes.contains(Fold::HyphenBreak) && self.joins(end) {
            return;
        }
        match sign {
            '-' => self.at = end,
            SOFT_HYPHEN => self.replace(end, "", Fold::ZeroWidth),
            _ => self.replace(end, "-", Fold::Dash),
        }
    }

    /// Treats the dash before `end` as one inside a word, if it is one.
    fn joins(&mut self, end: usize) -> bool {
        self.flush();
        let before = self.out.chars().next_back().filter(|sign| sign.is_alphanumeric() || is_mark(*sign));
        let next = self.word_start(end);
        let after = self.char_at(next).filter(|sign| sign.is_alphanumeric());
        let (Some(before), Some(after)) = (before, after) else { return false };
        let letters = !before.is_numeric() && after.is_alphabetic();
        let between = self.text.get(end..next).unwrap_or_default();
        let breaks = between.contains(|sign: char| !is_zero_width(sign)) && (letters || between.contains('\n'));
        match (letters, breaks, self.hyphens) {
            (true, true, Hyphens::Marked) => self.replace(next, BREAK.encode_utf8(&mut [0; 4]), Fold::HyphenBreak),
            (true, _, Hyphens::Dropped) => self.replace(next, "", Fold::HyphenBreak),
            (false, true, _) if self.char_at(self.at) != Some(SOFT_HYPHEN) => self.replace(next, "-", Fold::HyphenBreak),
            _ => return false,
        }
        true
    }

    /// Composes the last written character with the marks that start at `at`.
    fn compose(&mut self, sign: char) {
        self.flush();
        let joins = !starts_anew(sign);
        let base = self.out.chars().next_back().filter(|_| joins).map_or(0, char::len_utf8);
        let start = self.out.len() - base;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let marks = rest.chars().skip(1).take(MARKS_MAX).take_while(|mark| !starts_anew(*mark)).map(char::len_utf8);
        let end = self.at + sign.len_utf8() + marks.sum::<usize>();
        if let Some(composed) = self.composed_simply(start, end) {
            self.rewrite(start, composed.encode_utf8(&mut [0; 4]), end, Fold::Nfc);
            return;
        }
        let written = self.out.get(start..).unwrap_or_default();
        let letters = written.chars().chain(rest.get(..end - self.at).unwrap_or_default().chars());
        let composed: String = letters.clone().nfc().collect();
        if letters.eq(composed.chars()) {
            self.at = end;
            self.flush();
        } else {
            self.rewrite(start, &composed, end, Fold::Nfc);
        }
    }

    /// The one letter that a base and its marks make, if the marks come in order and all of them join it.
    fn composed_simply(&self, start: usize, end: usize) -> Option<char> {
        let mut letter = self.out.get(start..)?.chars().next()?;
        let mut class = 0;
        for mark in self.text.get(self.at..end)?.chars() {
            let next = canonical_combining_class(mark);
            letter = unicode_normalization::char::compose(letter, mark).filter(|_| next > class)?;
            class = next;
        }
        Some(letter)
    }

    /// A word has ended: puts the tone mark of an open oa, oe, uy on its second letter.
    fn end_word(&mut self) {
        let Some([marked, last]) = self.at.checked_sub(2).and_then(|start| self.bytes.get(start..self.at)) else { return };
        let open = matches!(last, b'a' | b'e' | b'y' | b'A' | b'E' | b'Y') || (*last >= 0x80 && self.run == self.at);
        // A vowel right behind a dropped sign may have a marked one before that sign.
        let marked = *marked >= 0x80 || self.run + 1 == self.at;
        if open && marked && self.classes.contains(Fold::TonePlace) {
            self.flush();
            self.move_tone();
        }
    }

    fn move_tone(&mut self) {
        let mut letters = self.out.chars().rev();
        let (Some(second), Some(first), third) = (letters.next(), letters.next(), letters.next()) else { return };
        if let Some((first_bare, second_toned)) = tone_moved(third, first, second) {
            let start = self.out.len() - first.len_utf8() - second.len_utf8();
            let to: String = [first_bare, second_toned].iter().collect();
            self.rewrite(start, &to, self.at, Fold::TonePlace);
        }
    }
}

/// Whether a character neither joins the one before nor changes in composed form.
fn is_settled(sign: char) -> bool {
    canonical_combining_class(sign) == 0 && is_nfc_quick(std::iter::once(sign)) == IsNormalized::Yes
}

fn starts_anew(sign: char) -> bool {
    canonical_combining_class(sign) == 0 && is_nfc_quick(std::iter::once(sign)) != IsNormalized::Maybe
}

/// Whether a character sits on the one before.
pub(crate) fn is_mark(sign: char) -> bool {
    sign > '\u{2ff}' && unicode_normalization::char::is_combining_mark(sign)
}

/// Whether a character takes no room and means nothing between letters.
pub(crate) fn is_zero_width(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character is a hyphen, a dash or a minus.
pub(crate) fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// The one form of a character that print and copying vary.
fn replacement(sign: char, at: usize, text: &str) -> Option<(Fold, &'static str)> {
    if is_zero_width(sign) {
        return Some((Fold::ZeroWidth, ""));
    }
    Some(match sign {
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '〝' | '〞' | '＂' => (Fold::QuoteMarks, "\""),
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | 'ʼ' | '＇' => (Fold::QuoteMarks, "'"),
        '…' => (Fold::Ellipsis, "..."),
        'ﬀ' => (Fold::Width, "ff"),
        'ﬁ' => (Fold::Width, "fi"),
        'ﬂ' => (Fold::Width, "fl"),
        'ﬃ' => (Fold::Width, "ffi"),
        'ﬄ' => (Fold::Width, "ffl"),
        'ﬅ' | 'ﬆ' => (Fold::Width, "st"),
        'Ð' | 'Ɖ' => (Fold::Width, "Đ"),
        '\u{2044}' | '\u{2215}' | '\u{29f8}' => (Fold::Width, "/"),
        '，' | '．' if between_digits(at, sign, text) => return None,
        '\u{ff01}'..='\u{ff5e}' => (Fold::Width, narrow(sign)),
        _ => return None,
    })
}

/// A full-width comma between digits may part two numbers, an ASCII one may stand inside one: they are not the same.
fn between_digits(at: usize, sign: char, text: &str) -> bool {
    let before = text.get(..at).and_then(|left| left.chars().next_back());
    let after = text.get(at + sign.len_utf8()..).and_then(|right| right.chars().next());
    before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric)
}

/// The ASCII form of a full-width character.
fn narrow(sign: char) -> &'static str {
    const ASCII: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let at = sign as usize - 0xff01;
    ASCII.get(at..=at).unwrap_or_default()
}

/// The length of a space that is written as `<br>`, `<BR />` or `&nbsp;` at the start of a text; zero if there is none.
fn markup_space_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if let Some(entity) = ["&nbsp;", "&#160;"].iter().find(|entity| text.starts_with(**entity)) {
        return entity.len();
    }
    if !bytes.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"<br")) {
        return 0;
    }
    let inner = bytes.iter().skip(3).take_while(|byte| matches!(byte, b' ' | b'/')).take(4).count();
    if bytes.get(3 + inner) == Some(&b'>') { inner + 4 } else { 0 }
}

/// A sign that is written with `&` and a name: its length and what it stands for.
fn entity(sign: char, at: usize, text: &str) -> Option<(usize, &'static str)> {
    const ENTITIES: &[(&str, &str)] = &[("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'")];
    let rest = text.get(at..).filter(|_| sign == '&')?;
    let (name, to) = ENTITIES.iter().find(|(name, _)| rest.starts_with(name))?;
    let behind = rest.get(name.len()..).unwrap_or_default();
    // "&amp;quot;" writes about an entity and is none.
    let names =
        *to == "&" && behind.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '#') && behind.contains(';');
    (!names).then_some((name.len(), *to))
}

/// The vowels that take a tone mark in an open syllable, bare and with each of the five tones.
const TONED: &[[char; 6]] = &[
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['A', 'À', 'Á', 'Ả', 'Ã', 'Ạ'],
    ['E', 'È', 'É', 'Ẻ', 'Ẽ', 'Ẹ'],
    ['Y', 'Ỳ', 'Ý', 'Ỷ', 'Ỹ', 'Ỵ'],
    ['O', 'Ò', 'Ó', 'Ỏ', 'Õ', 'Ọ'],
    ['U', 'Ù', 'Ú', 'Ủ', 'Ũ', 'Ụ'],
];

/// "òa" at a word's end as "oà". After q the u belongs to the consonant, and the mark is where it must be.
fn tone_moved(before: Option<char>, first: char, second: char) -> Option<(char, char)> {
    let row = TONED.iter().find(|row| row.contains(&first) && first != row[0])?;
    let tone = row.iter().position(|letter| *letter == first)?;
    let target = TONED.iter().find(|row| row[0] == second)?;
    let pair = matches!((row[0].to_ascii_lowercase(), second.to_ascii_lowercase()), ('o', 'a' | 'e') | ('u', 'y'));
    let after_q = matches!(before, Some('q' | 'Q')) && row[0].eq_ignore_ascii_case(&'u');
    (pair && !after_q).then(|| (row[0], target[tone]))
}
