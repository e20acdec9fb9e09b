//! The words of a locale as a trie: every phrase with the roles that it can play in a figure.
//!
//! It only looks words up; what a role means is the business of `read`.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::lex::{Class, Gap, Token, lex};
use crate::value::Qualifier;

/// What a phrase can be in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// 0 to 9, or up to 19 where they are words of their own.
    Ones(u8),
    /// A ten that takes ones after it: twenty, mười.
    Tens(u8),
    /// Makes tens of the ones before it: mươi.
    TimesTen,
    /// trăm, hundred
    Hundred,
    /// A whole number of hundreds in one word: doscientos.
    Hundreds(u16),
    /// nghìn is 3, triệu is 6.
    Scale(u8),
    /// A scale glued to digits: 100k, 2tr5.
    ShortScale(u8),
    /// A number in one word that counts like a scale: dozen.
    Dozen(u16),
    /// Joins the parts of a number: linh, and.
    And,
    /// One half of the scale or unit before it: rưỡi.
    Half,
    /// The decimal point said aloud: phẩy.
    Point,
    /// âm, minus
    Minus,
    /// Stands for one before a scale or unit: a, an.
    Article,
    /// The bar of a fraction said aloud: phần.
    Over,
    /// The lower part of a fraction in one word: third, quarters.
    Part(u64),
    /// Two halves of three: anderthalb.
    OneAndHalf,
    /// Joins a scale to its unit: millions de dollars.
    UnitOf,
    /// A rank in one word: first.
    Rank(u64),
    /// Digits glued before it are a rank: nd, th, º.
    RankEnd,
    /// A number after it is a rank: thứ.
    RankCue,
    /// A Roman number after it is a rank: chương.
    Label,
    /// A number of any writing after it is a rank: khóa.
    NumberLabel,
    /// A unit by its place in [`super::Locale`].
    Unit(u16),
    /// A unit whose word is often another word: in, m.
    Careful,
    /// A currency that may stand before the number: $, EUR.
    Prefix(u16),
    /// A counted noun.
    Noun,
    /// A counted noun that may stand in a list of its group: thôn, bản, khu phố.
    Listed(u8),
    /// A word that is seldom the number that it could be: một.
    Weak,
    /// A word that is seldom the month that it could be: may.
    WeakMonth,
    /// What a fraction is taken of: số, diện tích.
    ShareOf,
    /// hoặc, or
    Or,
    /// A word that never belongs to a counted noun.
    Stop,
    /// A hedge before the figure.
    Before(Qualifier),
    /// Makes a one-sided hedge include its figure: or equal to.
    OrEqual,
    /// One half in words: một nửa.
    HalfWord,
    /// After digits, a time of day: pm.
    Clock,
    /// A hedge after the figure.
    After(Qualifier),
    /// May stand between a hedge and its figure: tổng số.
    Between,
    /// A phrase that holds no figure.
    Skip,
    /// A number after it is a name: quốc lộ 18.
    NameCue,
    /// A month by name.
    Month(u8),
    /// A weekday.
    Weekday(u8),
    /// ngày
    DayCue,
    /// tháng
    MonthCue,
    /// quý
    QuarterCue,
    /// năm
    YearCue,
    /// sáng, chiều
    PartOfDay,
    /// May stand between the parts of a date: of, của.
    Of,
    /// Makes "3/8" after it a day: từ, trước.
    DateCue,
    /// nhiệm kỳ, giai đoạn
    PeriodCue,
    /// A quarter in one word: Q3.
    Quarter(u8),
    /// A half of the year in one word: H1.
    HalfYear(u8),
    /// đầu năm: the months counted before it are the first of the year.
    FirstOfYear,
    /// cuối năm
    LastOfYear,
    /// nửa: before đầu năm, six months.
    HalfCue,
    /// An era of the calendar, by the year before its first.
    Era(u16),
    /// từ, before a date that begins a period.
    From,
    /// đến, between the dates of a period.
    Until,
    /// từ, before the low end of a range.
    RangeFrom,
    /// đến, between the ends of a range.
    RangeTo,
    /// giữa
    RangeBetween,
    /// và, after giữa
    RangeAnd,
    /// tăng, before "từ 5 lên 7"
    Change,
    /// A short form that a full stop follows without ending the sentence.
    Abbreviation,
    /// A decade: những năm 1990.
    DecadeCue,
    /// After a year: AD.
    AfterYear,
}

#[derive(Clone, Copy)]
struct Entry {
    role: Role,
    /// Where the writing to be matched stands in `exact`, if capital letters count.
    exact: Option<(u32, u32)>,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// Longer words are no numbers written together.
const COMPOUND_BYTES_MAX: usize = 96;

/// The vocabulary and its phrases.
pub(crate) struct Words {
    vocabulary: HashTable<(u32, u32, u32)>,
    letters: String,
    words: u32,
    hasher: DefaultHashBuilder,
    edges: HashMap<(u32, u32, bool), u32>,
    heads: Vec<u32>,
    entries: Vec<Entry>,
    exact: String,
    scratch: Vec<Token>,
    folded: String,
    /// Parts of number words that are written together, the longest first, with their words.
    pieces: Vec<(String, u32)>,
}

/// A role that was found, and the place after its phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<T> {
    pub(crate) what: T,
    pub(crate) next: usize,
}

impl Default for Words {
    fn default() -> Self {
        Words {
            vocabulary: HashTable::new(),
            letters: String::new(),
            words: 0,
            hasher: DefaultHashBuilder::default(),
            edges: HashMap::new(),
            heads: vec![NONE],
            entries: Vec::new(),
            exact: String::new(),
            scratch: Vec::new(),
            folded: String::new(),
            pieces: Vec::new(),
        }
    }
}

impl Words {
    /// Adds a phrase in a role; capital letters count if `exact`.
    pub(crate) fn add(&mut self, phrase: &str, role: Role, exact: bool) {
        let mut tokens = std::mem::take(&mut self.scratch);
        tokens.clear();
        lex(phrase, 0, &mut tokens);
        let mut node = 0;
        for (index, token) in tokens.iter().enumerate() {
            let word = self.intern(phrase.get(token.start as usize..token.end as usize).unwrap_or_default());
            let glued = index > 0 && token.gap == Gap::None;
            let fresh = u32::try_from(self.heads.len()).unwrap_or(NONE);
            let next = *self.edges.entry((node, word, glued)).or_insert(fresh);
            if next == fresh {
                self.heads.push(NONE);
            }
            node = next;
        }
        self.scratch = tokens;
        if node != 0 {
            self.enter(node, phrase, role, exact);
        }
    }

    fn enter(&mut self, node: u32, phrase: &str, role: Role, exact: bool) {
        let exact = exact.then(|| {
            let start = crate::text::offset(self.exact.len());
            self.exact.push_str(phrase);
            (start, crate::text::offset(self.exact.len()))
        });
        let index = crate::text::offset(self.entries.len());
        let Some(head) = self.heads.get_mut(node as usize) else { return };
        self.entries.push(Entry { role, exact, next: *head });
        *head = index;
    }

    fn intern(&mut self, word: &str) -> u32 {
        let mut folded = std::mem::take(&mut self.folded);
        fold(word, &mut folded);
        let known = self.find(&folded);
        let id = known.unwrap_or_else(|| {
            self.words += 1;
            let start = crate::text::offset(self.letters.len());
            self.letters.push_str(&folded);
            let entry = (start, crate::text::offset(self.letters.len()), self.words);
            let hash = self.hasher.hash_one(folded.as_str());
            let (letters, hasher) = (&self.letters, &self.hasher);
            self.vocabulary.insert_unique(hash, entry, |entry| hasher.hash_one(cut(letters, entry)));
            self.words
        });
        self.folded = folded;
        id
    }

    fn find(&self, folded: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(folded);
        self.vocabulary.find(hash, |entry| cut(&self.letters, entry) == folded).map(|entry| entry.2)
    }

    /// Keeps the words that compound numbers are made of.
    pub(crate) fn keep_pieces(&mut self, pieces: &[String]) {
        let known = |piece: &String| {
            let mut folded = String::new();
            fold(piece, &mut folded);
            self.find(&folded).map(|word| (folded, word))
        };
        let mut found: Vec<(String, u32)> = pieces.iter().filter_map(known).collect();
        found.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then(one.0.cmp(&other.0)));
        found.dedup();
        self.pieces = found;
    }

    /// Cuts unknown words that are made of pieces alone into those pieces.
    pub(crate) fn split(&self, text: &str, tokens: &mut Vec<Token>) {
        let mut index = 0;
        while let Some(&token) = tokens.get(index) {
            let unknown =
                token.word == 0 && token.class == Class::Word && (token.end - token.start) as usize <= COMPOUND_BYTES_MAX;
            let word = text.get(token.start as usize..token.end as usize).filter(|_| unknown);
            if let Some(parts) = word.and_then(|word| self.parts(word, token)) {
                let count = parts.len();
                tokens.splice(index..=index, parts);
                index += count;
            } else {
                index += 1;
            }
        }
    }

    /// The pieces of a word as tokens, if it is made of pieces alone. Each place in it is tried once.
    fn parts(&self, word: &str, token: Token) -> Option<Vec<Token>> {
        let begins = |at: usize| {
            let rest = word.get(at..).unwrap_or_default();
            self.pieces.iter().filter(move |(piece, _)| starts_with(rest, piece))
        };
        begins(0).next()?;
        let mut after: Vec<Option<(usize, u32)>> = vec![None; word.len() + 1];
        let reaches = |after: &[Option<(usize, u32)>], at: usize| at == word.len() || after.get(at).is_some_and(Option::is_some);
        for at in (0..word.len()).rev().filter(|at| word.is_char_boundary(*at)) {
            let step = begins(at).find(|(piece, _)| reaches(&after, at + piece.len())).map(|(piece, id)| (at + piece.len(), *id));
            if let Some(slot) = after.get_mut(at) {
                *slot = step;
            }
        }
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some((next, id)) = after.get(at).copied().flatten() {
            let offset = |at: usize| token.start + crate::text::offset(at);
            let gap = if at == 0 { token.gap } else { Gap::None };
            parts.push(Token { start: offset(at), end: offset(next), word: id, gap, ..token });
            at = next;
        }
        (at == word.len()).then_some(parts)
    }

    /// Gives every token its word.
    pub(crate) fn name(&self, text: &str, tokens: &mut [Token], folded: &mut String) {
        for token in tokens {
            if token.class == Class::Digits && token.end - token.start > 2 {
                continue;
            }
            let Some(word) = text.get(token.start as usize..token.end as usize) else { continue };
            fold(word, folded);
            token.word = self.find(folded).unwrap_or(0);
        }
    }

    /// The longest phrase at a place that has a role which `wanted` takes.
    pub(crate) fn longest<T>(
        &self,
        text: &str,
        tokens: &[Token],
        at: usize,
        mut wanted: impl FnMut(Role) -> Option<T>,
    ) -> Option<Found<T>> {
        let mut best = None;
        let mut node = 0;
        let first = tokens.get(at)?;
        for (index, token) in tokens.iter().enumerate().skip(at) {
            if token.word == 0 {
                break;
            }
            let glued = index > at && token.gap == Gap::None;
            let Some(&next) = self.edges.get(&(node, token.word, glued)) else { break };
            node = next;
            let written = text.get(first.start as usize..token.end as usize).unwrap_or_default();
            if let Some(what) = self.roles(node, written).find_map(&mut wanted) {
                best = Some(Found { what, next: index + 1 });
            }
        }
        best
    }

    /// The roles of a node, the first entered first.
    fn roles<'w>(&'w self, node: u32, written: &'w str) -> impl Iterator<Item = Role> + 'w {
        let mut at = self.heads.get(node as usize).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            loop {
                let entry = self.entries.get(at as usize)?;
                at = entry.next;
                let fits = entry.exact.is_none_or(|(start, end)| self.exact.get(start as usize..end as usize) == Some(written));
                if fits {
                    return Some(entry.role);
                }
            }
        })
    }
}

/// Whether a text begins with a piece, capital letters aside; both take the same bytes.
fn starts_with(text: &str, piece: &str) -> bool {
    text.get(..piece.len()).is_some_and(|head| head == piece || (head.is_ascii() && head.eq_ignore_ascii_case(piece)))
}

fn cut<'l>(letters: &'l str, entry: &(u32, u32, u32)) -> &'l str {
    letters.get(entry.0 as usize..entry.1 as usize).unwrap_or_default()
}

fn fold(word: &str, out: &mut String) {
    out.clear();
    for letter in word.chars() {
        if letter.is_ascii() {
            out.push(letter.to_ascii_lowercase());
        } else {
            out.extend(letter.to_lowercase());
        }
    }
}
