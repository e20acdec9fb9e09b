//! The words of a locale as a trie: every phrase with the roles that it can play in a figure.
//!
//! It only looks words up; what a role means is the business of `read`.

use std::cell::RefCell;

use hashbrown::HashMap;

use super::lex::{Class, Gap, Token, lex};
use super::vocabulary::Vocabulary;
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
    /// Before a time of day: lúc.
    ClockCue,
    /// A unit that a time of day is written with: giờ.
    Hour,
    /// Before scale words alone: hàng.
    Vague,
    /// At least one of a power of ten, less than ten: hundreds.
    VagueScale(u8),
    /// Makes the number before it the lower part of a fraction: avos.
    PartEnd,
    /// Tenths of a thing: gấp đôi.
    Multiple(u16),
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
    /// Before a date that begins a period without an end: kể từ.
    Since,
    /// After a date that begins a period without an end: trở đi, đến nay.
    Onward,
    /// Before a date that a period without a beginning ends at: trước.
    Ahead,
    /// After a time of day, the hours that it counts from noon: chiều.
    Shift(u8, u8),
    /// A word that an amount completes: is, of. In brackets after it the amount is no aside.
    Governs,
    /// Ones that follow tens from so many on: mốt.
    AfterTens(u8),
    /// Between part and whole of a proportion: one in five.
    RatioIn,
    /// The same, where the whole is round: 3 out of 5.
    RatioOf,
    /// Before the whole of a proportion, which stands first: cứ 10 người.
    RatioEvery,
    /// Between that whole and its part: thì có.
    RatioThen,
    /// A rank after it is a part: jeder dritte.
    RatioRank,
    /// Makes a rate with the noun after it: per, mỗi.
    Per,
    /// The same, if what follows is known as something that figures are per: a day, một kg.
    PerLoose,
    /// A noun that figures are per: capita, đầu người.
    PerNoun,
    /// A kind of thing whose names have numbers: máy bay.
    Named,
    /// Letters before the five digits of a postcode: CA.
    Postcode,
    /// After a temperature, its minus: below zero.
    BelowZero,
    /// A month that is one in small letters too, after a word that dates: en octobre.
    SmallMonth,
    /// Two numbers that are said for what lies between them: hai ba chục.
    Span(u8, u8),
}

impl Role {
    /// The bit of its kind in [`Kinds`].
    #[inline(always)]
    const fn kind(self) -> u32 {
        match self {
            Role::Ones(_) => 0,
            Role::Tens(_) => 1,
            Role::TimesTen => 2,
            Role::Hundred => 3,
            Role::Hundreds(_) => 4,
            Role::Scale(_) => 5,
            Role::ShortScale(_) => 6,
            Role::Dozen(_) => 7,
            Role::And => 8,
            Role::Half => 9,
            Role::Point => 10,
            Role::Minus => 11,
            Role::Article => 12,
            Role::Over => 13,
            Role::Part(_) => 14,
            Role::OneAndHalf => 15,
            Role::UnitOf => 16,
            Role::Rank(_) => 17,
            Role::RankEnd => 18,
            Role::RankCue => 19,
            Role::Label => 20,
            Role::NumberLabel => 21,
            Role::Unit(_) => 22,
            Role::Careful => 23,
            Role::Prefix(_) => 24,
            Role::Noun => 25,
            Role::Listed(_) => 26,
            Role::Weak => 27,
            Role::WeakMonth => 28,
            Role::ShareOf => 29,
            Role::Or => 30,
            Role::Stop => 31,
            Role::Before(_) => 32,
            Role::OrEqual => 33,
            Role::HalfWord => 34,
            Role::Clock => 35,
            Role::After(_) => 36,
            Role::Between => 37,
            Role::Skip => 38,
            Role::NameCue => 39,
            Role::Month(_) => 40,
            Role::Weekday(_) => 41,
            Role::DayCue => 42,
            Role::MonthCue => 43,
            Role::QuarterCue => 44,
            Role::YearCue => 45,
            Role::PartOfDay => 46,
            Role::Of => 47,
            Role::DateCue => 48,
            Role::PeriodCue => 49,
            Role::Quarter(_) => 50,
            Role::HalfYear(_) => 51,
            Role::FirstOfYear => 52,
            Role::LastOfYear => 53,
            Role::HalfCue => 54,
            Role::Era(_) => 55,
            Role::From => 56,
            Role::Until => 57,
            Role::RangeFrom => 58,
            Role::RangeTo => 59,
            Role::RangeBetween => 60,
            Role::RangeAnd => 61,
            Role::Change => 62,
            Role::Abbreviation => 63,
            Role::DecadeCue => 64,
            Role::AfterYear => 65,
            Role::ClockCue => 66,
            Role::Hour => 67,
            Role::Vague => 68,
            Role::Multiple(_) => 69,
            Role::VagueScale(_) => 70,
            Role::PartEnd => 71,
            Role::Since => 72,
            Role::Ahead => 73,
            Role::Shift(..) => 74,
            Role::AfterTens(_) => 75,
            Role::Onward => 76,
            Role::Governs => 77,
            Role::RatioIn => 78,
            Role::RatioOf => 79,
            Role::RatioEvery => 80,
            Role::RatioThen => 81,
            Role::RatioRank => 82,
            Role::Per => 83,
            Role::PerLoose => 84,
            Role::PerNoun => 85,
            Role::Named => 86,
            Role::Postcode => 87,
            Role::BelowZero => 88,
            Role::Span(..) => 89,
            Role::SmallMonth => 90,
        }
    }
}

/// A set of kinds of roles, whatever the roles carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u128);

impl Kinds {
    /// The kinds of some roles.
    #[inline]
    pub(crate) const fn of(roles: &[Role]) -> Kinds {
        let mut bits = 0;
        let mut index = 0;
        while index < roles.len() {
            bits |= 1 << roles[index].kind();
            index += 1;
        }
        Kinds(bits)
    }

    /// The kind of one role.
    #[inline(always)]
    pub(crate) const fn one(role: Role) -> Kinds {
        Kinds(1 << role.kind())
    }

    /// Those in either.
    #[inline(always)]
    pub(crate) const fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether they share a kind.
    #[inline(always)]
    pub(crate) const fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }
}

/// The phrases that begin at the tokens of a line: found when a token is first asked for, kept while the line is read.
#[derive(Default)]
pub(crate) struct Paths(RefCell<PathList>);

#[derive(Default)]
struct PathList {
    /// Where the steps of each token begin and end.
    places: Vec<(u32, u32)>,
    /// The node of each phrase and the place after it, the shortest phrase first.
    steps: Vec<(u32, u32)>,
}

/// A token that nobody asked for yet.
const UNSEEN: (u32, u32) = (u32::MAX, 0);

impl Paths {
    /// Forgets what was found, for the next line of so many tokens.
    pub(crate) fn reset(&mut self, tokens: usize) {
        let list = self.0.get_mut();
        list.places.clear();
        list.places.resize(tokens, UNSEEN);
        list.steps.clear();
    }
}

#[derive(Clone, Copy)]
struct Entry {
    role: Role,
    /// Where the writing to be matched stands in `exact`, if capital letters count.
    exact: Option<(u32, u32)>,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// Beginnings of words that are told apart.
const HEADS: usize = 1 << 10;

/// Longer words are no numbers written together.
const COMPOUND_BYTES_MAX: usize = 96;

/// The vocabulary and its phrases.
pub(crate) struct Words {
    vocabulary: Vocabulary,
    /// The words of single ASCII characters, which marks and short units are; spares their search.
    singles: [u32; 128],
    /// The kinds of all phrases that begin with a word.
    kinds: Vec<Kinds>,
    /// The node that a word leads to from the root; 0 if no phrase begins with it.
    roots: Vec<u32>,
    edges: HashMap<(u32, u32, bool), u32>,
    /// Whether a word goes on with any phrase; spares most searches among the edges.
    follows: Vec<bool>,
    heads: Vec<u32>,
    /// Whether longer phrases go on from a node.
    inner: Vec<bool>,
    entries: Vec<Entry>,
    exact: String,
    scratch: Vec<Token>,
    folded: String,
    /// Parts of number words that are written together, the longest first, with their words.
    pieces: Vec<(String, u32)>,
    /// Where the pieces that begin with a byte stand among them.
    piece_starts: Vec<(usize, usize)>,
    /// Which first two bytes the pieces have; spares the search for most words.
    piece_heads: Vec<u64>,
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
            vocabulary: Vocabulary::default(),
            singles: [0; 128],
            kinds: vec![Kinds::default()],
            roots: vec![0],
            edges: HashMap::new(),
            follows: vec![false],
            heads: vec![NONE],
            inner: vec![false],
            entries: Vec::new(),
            exact: String::new(),
            scratch: Vec::new(),
            folded: String::new(),
            pieces: Vec::new(),
            piece_starts: Vec::new(),
            piece_heads: Vec::new(),
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
            if index == 0 {
                self.note_kind(word, role);
            }
            node = self.step(node, word, index > 0 && token.gap == Gap::None);
        }
        self.scratch = tokens;
        if node != 0 {
            self.enter(node, phrase, role, exact);
        }
    }

    /// Takes every role from a phrase; false if it had none. Its first word keeps its kinds, which only spare searches.
    pub(crate) fn forget(&mut self, phrase: &str) -> bool {
        let mut tokens = Vec::new();
        lex(phrase, 0, &mut tokens);
        let mut node = 0;
        for (index, token) in tokens.iter().enumerate() {
            let word = self.intern(phrase.get(token.start as usize..token.end as usize).unwrap_or_default());
            node = self.step(node, word, index > 0 && token.gap == Gap::None);
        }
        let head = self.heads.get_mut(node as usize).filter(|_| node != 0);
        head.is_some_and(|head| std::mem::replace(head, NONE) != NONE)
    }

    fn note_kind(&mut self, word: u32, role: Role) {
        if let Some(kinds) = self.kinds.get_mut(word as usize) {
            *kinds = kinds.and(Kinds::one(role));
        }
    }

    /// The node that a word leads to, made if it is not there.
    fn step(&mut self, node: u32, word: u32, glued: bool) -> u32 {
        let fresh = crate::text::offset(self.heads.len());
        let next = match (node, self.roots.get_mut(word as usize)) {
            (0, Some(root)) => {
                if *root == 0 {
                    *root = fresh;
                }
                *root
            }
            _ => *self.edges.entry((node, word, glued)).or_insert(fresh),
        };
        if let Some(follows) = self.follows.get_mut(word as usize).filter(|_| node != 0) {
            *follows = true;
        }
        if next == fresh {
            self.heads.push(NONE);
            self.inner.push(false);
        }
        if let Some(inner) = self.inner.get_mut(node as usize) {
            *inner = true;
        }
        next
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
        let id = match self.vocabulary.get(folded.as_bytes()) {
            0 => self.learn(&folded),
            known => known,
        };
        self.folded = folded;
        id
    }

    fn learn(&mut self, folded: &str) -> u32 {
        let id = self.vocabulary.insert(folded);
        self.kinds.push(Kinds::default());
        self.roots.push(0);
        self.follows.push(false);
        if let [byte] = folded.as_bytes()
            && let Some(single) = self.singles.get_mut(usize::from(*byte))
        {
            *single = id;
        }
        id
    }

    /// Keeps the words that compound numbers are made of.
    pub(crate) fn keep_pieces(&mut self, pieces: &[String]) {
        let known = |piece: &String| {
            let mut folded = String::new();
            fold(piece, &mut folded);
            let word = self.vocabulary.get(folded.as_bytes());
            (word != 0).then_some((folded, word))
        };
        let mut found: Vec<(String, u32)> = pieces.iter().filter_map(known).collect();
        let first = |piece: &(String, u32)| piece.0.bytes().next().unwrap_or(0);
        found.sort_by(|one, other| first(one).cmp(&first(other)).then(other.0.len().cmp(&one.0.len())).then(one.0.cmp(&other.0)));
        found.dedup();
        let range =
            |byte: u8| (found.partition_point(|piece| first(piece) < byte), found.partition_point(|piece| first(piece) <= byte));
        self.piece_starts = (0..=u8::MAX).map(range).collect();
        self.piece_heads = vec![0; HEADS / 64];
        for (place, bit) in found.iter().filter_map(|(piece, _)| head(piece.as_bytes())) {
            if let Some(bits) = self.piece_heads.get_mut(place) {
                *bits |= bit;
            }
        }
        self.pieces = found;
    }

    /// Whether a word may be made of pieces, by the bytes that it begins with.
    fn may_split(&self, word: &[u8]) -> bool {
        head(word).is_some_and(|(place, bit)| self.piece_heads.get(place).is_some_and(|bits| bits & bit != 0))
    }

    /// Cuts unknown words that are made of pieces alone into those pieces.
    pub(crate) fn split(&self, text: &str, tokens: &mut Vec<Token>) {
        let mut index = 0;
        while let Some(&token) = tokens.get(index) {
            let unknown =
                token.word == 0 && token.class == Class::Word && (token.end - token.start) as usize <= COMPOUND_BYTES_MAX;
            let word =
                text.get(token.start as usize..token.end as usize).filter(|word| unknown && self.may_split(word.as_bytes()));
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
            let byte = rest.bytes().next().unwrap_or(0).to_ascii_lowercase();
            let (from, to) = self.piece_starts.get(usize::from(byte)).copied().unwrap_or((0, 0));
            let known = self.pieces.get(from..to).unwrap_or_default();
            known.iter().filter(move |(piece, _)| starts_with(rest, piece))
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
            let range = token.start as usize..token.end as usize;
            token.word = match text.as_bytes().get(range.clone()) {
                Some([byte]) => self.singles.get(usize::from(byte.to_ascii_lowercase())).copied().unwrap_or(0),
                Some(word) if token.small => self.vocabulary.get(word),
                _ => {
                    fold(text.get(range).unwrap_or_default(), folded);
                    self.vocabulary.get(folded.as_bytes())
                }
            };
        }
    }

    /// Finds the phrases that begin at a token.
    fn follow(&self, tokens: &[Token], at: usize, steps: &mut Vec<(u32, u32)>) {
        let Some(first) = tokens.get(at).filter(|token| token.word != 0) else { return };
        let mut node = self.roots.get(first.word as usize).copied().unwrap_or(0);
        let mut next = at + 1;
        while node != 0 {
            if self.heads.get(node as usize).is_some_and(|head| *head != NONE) {
                steps.push((node, crate::text::offset(next)));
            }
            let goes_on = self.inner.get(node as usize).copied().unwrap_or(false);
            let follows = |token: &&Token| self.follows.get(token.word as usize).copied().unwrap_or(false);
            let Some(token) = tokens.get(next).filter(|_| goes_on).filter(follows) else { return };
            node = self.edges.get(&(node, token.word, token.gap == Gap::None)).copied().unwrap_or(0);
            next += 1;
        }
    }

    /// The kinds of all phrases that begin with a token's word.
    #[inline]
    pub(crate) fn kinds(&self, token: &Token) -> Kinds {
        self.kinds.get(token.word as usize).copied().unwrap_or_default()
    }

    /// The longest phrase at a place that has a role which `wanted` takes.
    pub(crate) fn longest<T>(
        &self,
        text: &str,
        tokens: &[Token],
        paths: &Paths,
        at: usize,
        mut wanted: impl FnMut(Role) -> Option<T>,
    ) -> Option<Found<T>> {
        let start = tokens.get(at)?.start as usize;
        let mut paths = paths.0.borrow_mut();
        let PathList { places, steps } = &mut *paths;
        let place = places.get_mut(at)?;
        if *place == UNSEEN {
            let from = crate::text::offset(steps.len());
            self.follow(tokens, at, steps);
            *place = (from, crate::text::offset(steps.len()));
        }
        for (node, next) in steps.get(place.0 as usize..place.1 as usize)?.iter().rev() {
            let next = *next as usize;
            let end = tokens.get(next - 1)?.end as usize;
            let mut entry = self.heads.get(*node as usize).copied().unwrap_or(NONE);
            while let Some(known) = self.entries.get(entry as usize) {
                entry = known.next;
                if let Some(what) = wanted(known.role)
                    && known.exact.is_none_or(|(low, high)| self.exact.get(low as usize..high as usize) == text.get(start..end))
                {
                    return Some(Found { what, next });
                }
            }
        }
        None
    }
}

/// The place of the first two bytes of a word, capital letters aside. A piece of one is a joint, which begins no number.
fn head(word: &[u8]) -> Option<(usize, u64)> {
    let low = |byte: u8| usize::from(byte & 0x1f);
    let [one, two, ..] = *word else { return None };
    let place = low(one) << 5 | low(two);
    Some((place / 64, 1 << (place % 64)))
}

/// Whether a text begins with a piece, capital letters aside; both take the same bytes.
fn starts_with(text: &str, piece: &str) -> bool {
    text.get(..piece.len()).is_some_and(|head| head == piece || (head.is_ascii() && head.eq_ignore_ascii_case(piece)))
}

fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    for letter in word.chars() {
        match small(letter) {
            Some(letter) => out.push(letter),
            None => out.extend(letter.to_lowercase()),
        }
    }
}

/// A text in small letters.
pub(crate) fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold(text, &mut out);
    out
}

/// The small letter of one in the Latin ranges where capital and small letters alternate; others are looked up.
pub(super) fn small(letter: char) -> Option<char> {
    let code = u32::from(letter);
    match letter {
        '\0'..='\u{7f}' => Some(letter.to_ascii_lowercase()),
        '\u{d7}' | '\u{df}'..='\u{ff}' => Some(letter),
        '\u{c0}'..='\u{de}' => char::from_u32(code + 0x20),
        '\u{100}'..='\u{12f}' | '\u{14a}'..='\u{177}' | '\u{1a0}'..='\u{1a5}' | '\u{1ea0}'..='\u{1eff}' => {
            char::from_u32(code | 1)
        }
        '\u{1af}' | '\u{1b0}' => Some('\u{1b0}'),
        _ => None,
    }
}
