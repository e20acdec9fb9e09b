//! Encoding: bytes as characters. UTF-8 as it is; UTF-16 and the old Vietnamese font encodings TCVN3 and VNI converted; what is none of
//! them is reported, never guessed.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::{TEXT_BYTES_MAX, Unreadable};

/// Bytes from the beginning in which an encoding is recognised.
const SAMPLE_BYTES: usize = 64 << 10;

/// Words with letters beyond ASCII that a text must have before it is taken for one of the old encodings.
const WORDS_MIN: usize = 3;

/// The characters of a file. `declared` is the encoding that the file itself names, as a web page does.
///
/// # Errors
/// When the bytes are in no encoding that can be told, or more than are read.
pub(super) fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Cow<'b, str>, Unreadable> {
    if bytes.len() > TEXT_BYTES_MAX {
        return Err(Unreadable::Limit { what: "bytes of text", max: TEXT_BYTES_MAX });
    }
    if let Some(encoding) = wide(bytes) {
        return Ok(Cow::Owned(encoding.decode(bytes).0.into_owned()));
    }
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(recoded(text).map_or(Cow::Borrowed(text), Cow::Owned)),
        Err(error) => foreign(bytes, declared)
            .map(Cow::Owned)
            .ok_or_else(|| no_character(bytes.get(..error.valid_up_to()).unwrap_or_default())),
    }
}

/// UTF-16, by its mark or by the zero bytes of every plain letter.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let sample = bytes.get(..bytes.len().min(1 << 10)).unwrap_or_default();
    if !bytes.len().is_multiple_of(2) || !sample.contains(&0) {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    match () {
        () if odd * 4 > half && even * 20 < half => Some(UTF_16LE),
        () if even * 4 > half && odd * 20 < half => Some(UTF_16BE),
        () => None,
    }
}

/// Bytes that are no UTF-8: in an encoding that the file names, or in an old Vietnamese one.
fn foreign(bytes: &[u8], declared: Option<&str>) -> Option<String> {
    let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    if let Some(text) = recoded(&latin) {
        return Some(text);
    }
    let named = declared.and_then(|name| Encoding::for_label(name.as_bytes())).filter(|encoding| *encoding != UTF_8);
    if let Some(encoding) = named {
        return Some(encoding.decode(bytes).0.nfc().collect());
    }
    let text: String = WINDOWS_1258.decode(bytes).0.nfc().collect();
    is_vietnamese(&text).then_some(text)
}

/// An old Vietnamese encoding, in which a font draws other letters than the file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Legacy {
    /// TCVN 5712 (VN3), of fonts such as .VnTime.
    Tcvn3,
    /// The same in fonts of capitals such as .VnTimeH, which draw a capital for every letter.
    Tcvn3Capitals,
    /// VNI, of fonts such as VNI-Times.
    Vni,
}

impl Legacy {
    /// That of a font, by the names that its makers give.
    pub(super) fn of_font(name: &str) -> Option<Legacy> {
        let begins = |with: &str| name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        match () {
            () if begins(".Vn") && name.ends_with('H') => Some(Legacy::Tcvn3Capitals),
            () if begins(".Vn") => Some(Legacy::Tcvn3),
            () if begins("VNI-") => Some(Legacy::Vni),
            () => None,
        }
    }

    /// That of a text whose fonts are not known, if its Latin letters are Vietnamese only so.
    pub(super) fn of_text(text: &str) -> Option<Legacy> {
        let sample = beginning(text);
        // A text with Vietnamese letters of Unicode's own needs no converting, and plain ASCII has nothing to convert.
        let bytes = sample.as_bytes();
        if memchr::memchr2(0xc2, 0xc3, bytes).is_none() || memchr::memmem::find(bytes, "\u{1ea1}".as_bytes()).is_some() {
            return None;
        }
        let as_it_is = words_score(sample);
        [Legacy::Tcvn3, Legacy::Vni].into_iter().find(|legacy| {
            let score = words_score(&legacy.decoded(sample));
            score.is_vietnamese() && score.share() > as_it_is.share()
        })
    }

    /// What such a font draws of a text that names it. Vietnamese letters of Unicode's own, and words that are syllables only as they
    /// are, show that the text was converted and its font left behind: "xã Tân Lập" in .VnTime.
    pub(super) fn drawn(self, text: &str) -> Cow<'_, str> {
        let is_unicode = |letter: char| matches!(letter, '\u{100}'..='\u{1b0}' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}');
        if text.is_ascii() && self != Legacy::Tcvn3Capitals || text.chars().any(is_unicode) {
            return Cow::Borrowed(text);
        }
        let drawn = self.decoded(text);
        let is_worse = words_score(&drawn).share() < words_score(text).share();
        if is_worse { Cow::Borrowed(text) } else { Cow::Owned(drawn) }
    }

    /// The letters that a reader sees. Word keeps some of them in the private range of symbol fonts.
    pub(super) fn decoded(self, text: &str) -> String {
        let plain = |letter: char| match letter {
            '\u{f020}'..='\u{f0ff}' => char::from_u32(letter as u32 - 0xf000).unwrap_or(letter),
            letter => letter,
        };
        let text: String = text.chars().map(plain).collect();
        match self {
            Legacy::Tcvn3 => from_tcvn3(&text),
            Legacy::Tcvn3Capitals => from_tcvn3(&text).to_uppercase(),
            Legacy::Vni => from_vni(&text),
        }
    }
}

/// The text in Unicode, if its Latin letters are those of an old Vietnamese font: "Céng hoµ x· héi" is "Cộng hoà xã hội".
fn recoded(text: &str) -> Option<String> {
    Legacy::of_text(text).map(|legacy| legacy.decoded(text))
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn is_vietnamese(text: &str) -> bool {
    words_score(beginning(text)).is_vietnamese()
}

/// The place after the last bytes that are characters.
fn no_character(valid: &[u8]) -> Unreadable {
    let line_start = memchr::memrchr(b'\n', valid).map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', valid).count() + 1;
    Unreadable::Encoding { line, at: valid.len() - line_start + 1 }
}

/// How many words with letters beyond ASCII are Vietnamese syllables.
#[derive(Clone, Copy)]
struct Score {
    words: usize,
    syllables: usize,
}

impl Score {
    /// In thousandths.
    fn share(self) -> usize {
        (self.syllables * 1000).checked_div(self.words).unwrap_or(0)
    }

    fn is_vietnamese(self) -> bool {
        self.words >= WORDS_MIN && self.share() >= 850
    }
}

fn words_score(text: &str) -> Score {
    let mut score = Score { words: 0, syllables: 0 };
    for word in text.split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric()) {
        // a bullet, © or » alone is no word, though an old font may have a letter in its place
        let has_letter = word.bytes().any(|byte| byte.is_ascii_alphabetic());
        if word.is_ascii() || !has_letter || word.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        score.words += 1;
        score.syllables += usize::from(is_syllable(word));
    }
    score
}

/// The beginnings of syllables, the longest first.
const ONSETS: &[&str] = &[
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p",
    "r", "s", "t", "v", "x", "",
];

/// The vowels of syllables without their tone.
const VOWELS: &[&str] = &[
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iê",
    "iêu", "iu", "oa", "oă", "oai", "oao", "oay", "oe", "oeo", "oi", "ôi", "ơi", "oo", "ua", "uâ", "uây", "ue", "uê", "ui", "uô",
    "uôi", "uơ", "uy", "uya", "uyê", "uyu", "ưa", "ưi", "ươ", "ươi", "ươu", "ưu", "yê", "yêu", "ya",
];

/// The ends of syllables.
const CODAS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// The marks of tone.
const TONES: &[char] = &['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether a word has the form of a Vietnamese syllable.
fn is_syllable(word: &str) -> bool {
    let mut tones = 0;
    let toneless: String = word
        .to_lowercase()
        .nfd()
        .filter(|letter| {
            let is_tone = TONES.contains(letter);
            tones += usize::from(is_tone);
            !is_tone
        })
        .nfc()
        .collect();
    if tones > 1 {
        return false;
    }
    ONSETS.iter().filter_map(|onset| toneless.strip_prefix(onset)).any(|rest| {
        let end = rest.find(|letter: char| CODAS.iter().any(|coda| coda.starts_with(letter))).unwrap_or(rest.len());
        rest.split_at_checked(end).is_some_and(|(vowels, coda)| VOWELS.contains(&vowels) && CODAS.contains(&coda))
    })
}

/// The letters of TCVN 5712 (VN3), used by fonts such as .VnTime, from U+00A1 on; a space stands for no letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

fn from_tcvn3(text: &str) -> String {
    let letter = |letter: char| {
        let index = (letter as usize).checked_sub(0xa1)?;
        TCVN3.chars().nth(index).filter(|letter| *letter != ' ')
    };
    let table: Vec<char> = ('\u{a1}'..='\u{ff}').map(|old| letter(old).unwrap_or(old)).collect();
    let convert = |old: char| (old as usize).checked_sub(0xa1).and_then(|index| table.get(index).copied()).unwrap_or(old);
    text.chars().map(convert).collect()
}

/// What follows a letter in VNI, and the combining marks that it stands for.
const VNI_MARKS: &[(char, &str)] = &[
    ('ø', "\u{300}"),
    ('ù', "\u{301}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// Letters of VNI that stand alone.
const VNI_LETTERS: &[(char, char)] = &[('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('ó', 'ĩ'), ('ò', 'ị'), ('æ', 'ỉ'), ('î', 'ỵ')];

fn from_vni(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut after_vowel = false;
    for letter in text.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let marks = VNI_MARKS.iter().find(|(mark, _)| *mark == small).filter(|_| after_vowel);
        match (marks, VNI_LETTERS.iter().find(|(old, _)| *old == small)) {
            (Some((_, marks)), _) => found.push_str(marks),
            (None, Some((_, new))) if letter == small => found.push(*new),
            (None, Some((_, new))) => found.extend(new.to_uppercase()),
            (None, None) => found.push(letter),
        }
        after_vowel = marks.is_none() && matches!(small, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ô' | 'ö');
    }
    found.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{decode, is_syllable};

    fn latin(text: &str) -> Vec<u8> {
        text.chars().map(|letter| u8::try_from(letter as u32).unwrap()).collect()
    }

    #[test]
    fn old_vietnamese_fonts_are_converted() {
        let tcvn3 = "Uû ban nh©n d©n, Céng hoµ x· héi: 4.971 chi bé";
        assert_eq!(decode(&latin(tcvn3), None).unwrap(), "Uỷ ban nhân dân, Cộng hoà xã hội: 4.971 chi bộ");
        assert_eq!(decode(tcvn3.as_bytes(), None).unwrap(), "Uỷ ban nhân dân, Cộng hoà xã hội: 4.971 chi bộ");
        let vni = "UÛY BAN NHAÂN DAÂN, Coäng hoøa xaõ hoäi: NÑ-CP 104.700 ñaûng vieân";
        assert_eq!(decode(&latin(vni), None).unwrap(), "ỦY BAN NHÂN DÂN, Cộng hòa xã hội: NĐ-CP 104.700 đảng viên");
    }

    #[test]
    fn other_languages_stay_as_they_are() {
        for text in [
            "Élève à l'école, déjà été, où ça; 12,5 %",
            "Größe: über 500 für die Bürger",
            "São Paulo não é só isso",
            "Tỉnh ủy",
            "· one\n· two\n· three\n· four",
        ] {
            assert_eq!(decode(text.as_bytes(), None).unwrap(), text);
        }
    }

    #[test]
    fn wide_characters_are_recognised_with_and_without_a_mark() {
        let text = "Toàn tỉnh có 4.971 chi bộ và 104.700 đảng viên";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked: Vec<u8> = [b"\xff\xfe".to_vec(), little.clone()].concat();
        for bytes in [little, big, marked] {
            assert_eq!(decode(&bytes, None).unwrap(), text);
        }
    }

    #[test]
    fn bytes_of_no_known_encoding_are_reported_with_their_place() {
        let error = decode(b"T\xe1\xbb\xb7nh\nQu\xe3ng Ninh", None).unwrap_err();
        assert!(error.to_string().contains("byte 3 of line 2"), "{error}");
    }

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in ["nghiệp", "Quảng", "tỉnh", "ủy", "đường", "giờ", "thuyền", "khuỷu", "Ngoại"] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["école", "für", "déjà", "größe", "sè´", "x·"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
