//! Read: every figure, date, period, rank and document number of a text, and the value that a quote holds.
//!
//! It never sees the claimed value, and knows no language: words and forms come from the locale.

mod amount;
pub mod answer;
mod clock;
mod day;
mod figure;
pub mod layout;
mod lines;
pub mod listing;
mod narrow;
mod noun;
mod outline;
mod period;
mod range;
mod rank;
mod rows;
mod sentence;
mod spoken;
mod time;
mod year;

use std::cell::Cell;
use std::ops::Range;

pub use answer::answer;
pub use layout::Layout;
pub use narrow::{Ask, Expected, nearest_year, read};
pub use outline::outline;
pub use rows::{Fallback, RowError, RowFault, read_rows};
pub use sentence::sentence;

use crate::date::Date;
use crate::evidence::{ByteRange, Mention, OtherReading, Remark};
use crate::locale::Locale;
use crate::locale::lex::{Class, Gap, Token, digit, lex};
use crate::locale::numeral::{Numeral, Run};
use crate::locale::words::{Found, Kinds, Paths, Role};
use crate::number::Exact;
use crate::value::{Qualifier, Value};

/// Roles that a word of a number may have.
const NUMBERS: Kinds = Kinds::of(&[
    Role::Ones(0),
    Role::Tens(0),
    Role::Hundreds(0),
    Role::Hundred,
    Role::Scale(0),
    Role::Article,
    Role::Minus,
    Role::HalfWord,
    Role::OneAndHalf,
    Role::Part(0),
]);

/// Roles that a date may begin with.
const DATES: Kinds = NUMBERS.and(Kinds::of(&[
    Role::Rank(0),
    Role::Month(0),
    Role::Weekday(0),
    Role::DayCue,
    Role::MonthCue,
    Role::QuarterCue,
    Role::YearCue,
    Role::PartOfDay,
    Role::PeriodCue,
    Role::Quarter(0),
    Role::HalfYear(0),
    Role::HalfCue,
    Role::Era(0),
    Role::From,
    Role::RangeBetween,
    Role::DecadeCue,
    Role::Of,
    Role::Ahead,
    Role::Since,
]));

/// Roles of what may stand after the first digits of a date.
const DATE_GOES_ON: Kinds = Kinds::of(&[
    Role::RankEnd,
    Role::DayCue,
    Role::Month(0),
    Role::MonthCue,
    Role::YearCue,
    Role::Quarter(0),
    Role::QuarterCue,
    Role::HalfYear(0),
    Role::HalfCue,
    Role::Of,
    Role::And,
    Role::RangeAnd,
    Role::RangeTo,
    Role::Or,
    Role::Onward,
]);

/// Roles that a rank, or a name with a number, may begin with.
const RANKS: Kinds = NUMBERS.and(Kinds::of(&[Role::Rank(0), Role::RankCue, Role::Label, Role::NumberLabel, Role::NameCue]));

/// Roles that a figure may begin with.
const FIGURES: Kinds = NUMBERS.and(Kinds::of(&[
    Role::Before(Qualifier::Exact),
    Role::RangeFrom,
    Role::RangeBetween,
    Role::Prefix(0),
    Role::Vague,
    Role::VagueScale(0),
    Role::Multiple(0),
]));

/// Roles that anything may begin with.
const STARTS: Kinds = DATES.and(RANKS).and(FIGURES).and(Kinds::of(&[Role::Skip]));

/// Roles of words that are the number, month or rank of something, after whatever words lead to it.
const NUMBERED: Kinds = Kinds::of(&[
    Role::Ones(0),
    Role::Tens(0),
    Role::Hundreds(0),
    Role::Hundred,
    Role::TimesTen,
    Role::Scale(0),
    Role::Dozen(0),
    Role::HalfWord,
    Role::Half,
    Role::OneAndHalf,
    Role::Part(0),
    Role::Rank(0),
    Role::Month(0),
    Role::Weekday(0),
    Role::Quarter(0),
    Role::HalfYear(0),
    Role::HalfCue,
    Role::Era(0),
    Role::VagueScale(0),
    Role::Multiple(0),
]);

/// Roles of what days, months and halves are counted of.
const RANKED: Kinds = Kinds::of(&[Role::Month(0), Role::MonthCue, Role::QuarterCue, Role::HalfCue]);

/// Roles that hours of the day may begin with: "từ 8 giờ đến 17 giờ".
const HOURS_FROM: Kinds = Kinds::of(&[Role::RangeFrom, Role::From, Role::RangeBetween]);

/// An article and a unit: "a gallon".
const ARTICLE: Kinds = Kinds::one(Role::Article);
const UNIT: Kinds = Kinds::one(Role::Unit(0));

/// Tokens that are looked back at for the beginning of a name.
const CHUNK_MAX: usize = 16;

/// The remarks of what nothing decides.
const AMBIGUOUS_NUMBER: &str = "number/ambiguous";
const AMBIGUOUS_DATE: &str = "date/ambiguous";

/// Problems of a text that writes in two ways. They speak of the text: each of its figures may be clear.
const MIXED_SEPARATORS: &str = "number/mixed-separators";
const MIXED_ORDERS: &str = "date/mixed-orders";

/// What a text holds: its mentions, and what is written as a figure but cannot be one.
#[derive(Debug, Default)]
pub struct Scan {
    /// Figures, dates, periods, ranks and document numbers, in order, not overlapping.
    pub mentions: Vec<Mention>,
    /// What cannot be: 30/2/2022, 1.42.100.
    pub problems: Vec<Trouble>,
    /// What has digits or number words and is no figure; only where [`scan_all`] asks for it.
    pub asides: Vec<Aside>,
    /// How many places were looked at for phrases: it grows with the text and no faster.
    pub work: u64,
}

/// Something that looks like a figure and is none: Covid-19, một lần nữa.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it stands, in bytes of the text.
    pub range: ByteRange,
    /// What it is.
    pub kind: AsideKind,
}

/// What something is that looks like a figure and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AsideKind {
    /// A name with a number: Covid-19, quốc lộ 18.
    Name,
    /// Letters and digits, or a pair of numbers that says nothing alone: H5N1, 3-1.
    Code,
    /// A telephone, card or account number.
    Phone,
    /// An e-mail or network address.
    Address,
    /// A version or section: 4.0.1.
    Version,
    /// An address on the web.
    Url,
    /// The number of a list item or heading.
    ListNumber,
    /// A phrase whose words count nothing: một số, Ba Chẽ.
    Idiom,
}

/// Every kind of aside with its name in JSON.
pub const ASIDES: &[(AsideKind, &str)] = &[
    (AsideKind::Name, "name"),
    (AsideKind::Code, "code"),
    (AsideKind::Phone, "phone"),
    (AsideKind::Address, "address"),
    (AsideKind::Version, "version"),
    (AsideKind::Url, "url"),
    (AsideKind::ListNumber, "list-number"),
    (AsideKind::Idiom, "idiom"),
];

impl AsideKind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        ASIDES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// Something written as a figure or date that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where it stands, in bytes of the text.
    pub range: ByteRange,
    /// `date/impossible`, `date/mixed-orders`, `number/grouping`, `number/mixed-separators`, `number/spacing`, `number/words`
    pub code: &'static str,
    /// Why, in a sentence.
    pub text: String,
}

/// Every mention of an NFC text: "trên 104.700 đảng viên" is one, above 104 700, counting đảng viên.
pub fn mentions(text: &str, locale: &Locale) -> Vec<Mention> {
    scan(text, locale).mentions
}

/// Every mention of an NFC text, and what is written as a figure but cannot be one.
pub fn scan(text: &str, locale: &Locale) -> Scan {
    scan_with(text, locale, false)
}

/// The same, and what looks like a figure and is none.
pub fn scan_all(text: &str, locale: &Locale) -> Scan {
    scan_with(text, locale, true)
}

fn scan_with(text: &str, locale: &Locale, keeps_asides: bool) -> Scan {
    let mut scanner = Scanner {
        text,
        locale,
        tokens: Vec::new(),
        paths: Paths::default(),
        near: Vec::new(),
        work: Cell::new(0),
        folded: String::new(),
        writing: Writing::default(),
        keeps_asides,
        out: Scan::default(),
    };
    let mut start = 0;
    while start < text.len() {
        let end = lines::stretch_end(text, start, locale);
        scanner.stretch(start..end);
        start = end + 1;
    }
    scanner.weigh();
    scanner.out.problems.sort_by_key(|problem| problem.range.start);
    Scan { work: scanner.work.get(), ..scanner.out }
}

/// What a text says of how it is written: evidence for what can be read in two ways.
#[derive(Default)]
struct Writing {
    /// Figures whose separators are those of the locale, and those of another.
    separators: Sides,
    /// Dates that have the locale's order of day and month, since the other order is no day, and those that have the other.
    orders: Sides,
    /// Dates that are days in both orders: their places among the mentions, with the other day.
    either: Vec<(usize, Date)>,
}

/// How often the writing of the locale was seen, and how often another, with the first place of each.
#[derive(Default)]
struct Sides {
    own: Seen,
    foreign: Seen,
}

#[derive(Default)]
struct Seen {
    count: u32,
    first: ByteRange,
}

impl Sides {
    fn note(&mut self, is_foreign: bool, range: ByteRange) {
        let seen = if is_foreign { &mut self.foreign } else { &mut self.own };
        if seen.count == 0 {
            seen.first = range;
        }
        seen.count += 1;
    }

    /// Whether the text leaves open what can be read in two ways: it writes as another language does, and as its own no more often.
    fn leaves_open(&self) -> bool {
        self.foreign.count > 0 && self.foreign.count >= self.own.count
    }

    /// The first writing of the kind that is rarer, where there are both.
    fn rarer(&self) -> Option<ByteRange> {
        let both = self.own.count > 0 && self.foreign.count > 0;
        let seen = if self.foreign.count > self.own.count { &self.own } else { &self.foreign };
        both.then(|| seen.first.clone())
    }
}

/// Where the scan stands in a text.
struct Scanner<'s> {
    text: &'s str,
    locale: &'s Locale,
    /// The tokens of the line and those that go on with it.
    tokens: Vec<Token>,
    /// The phrases that begin at them, as far as they were asked for.
    paths: Paths,
    /// Whether known words alone lead from a token to something with a number.
    near: Vec<bool>,
    work: Cell<u64>,
    folded: String,
    /// Evidence for figures that can be read in two ways.
    writing: Writing,
    /// Whether what is no figure is kept too.
    keeps_asides: bool,
    out: Scan,
}

impl Scanner<'_> {
    fn stretch(&mut self, range: Range<usize>) {
        let (start, text) = (range.start, self.text);
        let Some(line) = text.get(range) else { return };
        self.tokens.clear();
        lex(line, crate::text::offset(start), &mut self.tokens);
        self.locale.words.name(text, &mut self.tokens, &mut self.folded);
        self.locale.split_compounds(text, &mut self.tokens);
        self.paths.reset(self.tokens.len());
        self.look_ahead();
        let mut at = self.list_number();
        self.aside(AsideKind::ListNumber, 0, at);
        while let Some(token) = self.tokens.get(at) {
            if token.code {
                at = self.past_code(at);
                continue;
            }
            if self.is_silent(at, token) {
                at += 1;
                continue;
            }
            at = self.item(at).filter(|next| *next > at).unwrap_or(at + 1);
        }
    }

    /// Weighs what can be read in two ways: the locale says one thing, the rest of the text may say another.
    fn weigh(&mut self) {
        self.weigh_separators();
        self.weigh_orders();
    }

    fn weigh_separators(&mut self) {
        if let Some(range) = self.writing.separators.rarer() {
            let text = "the text writes other figures with other separators".to_owned();
            self.out.problems.push(Trouble { range, code: MIXED_SEPARATORS, text });
        }
        if !self.writing.separators.leaves_open() {
            return;
        }
        let open = |mention: &&mut Mention| {
            matches!(mention.value, Value::Figure(_)) && !mention.others.is_empty() && mention.remarks.is_empty()
        };
        for mention in self.out.mentions.iter_mut().filter(open) {
            let text = "other figures of the text have the separators of another language".to_owned();
            mention.remarks.push(Remark { code: AMBIGUOUS_NUMBER, text });
        }
    }

    fn weigh_orders(&mut self) {
        if let Some(range) = self.writing.orders.rarer() {
            let text = "the text writes other dates with day and month the other way round".to_owned();
            self.out.problems.push(Trouble { range, code: MIXED_ORDERS, text });
        }
        let is_open = self.writing.orders.leaves_open();
        for (place, other) in std::mem::take(&mut self.writing.either) {
            let Some(mention) = self.out.mentions.get_mut(place) else { continue };
            if self.locale.orders_vary || is_open {
                let why = "day and month the other way round, as other regions write them".to_owned();
                mention.others.push(OtherReading { value: Value::Date(other), why });
            }
            if is_open {
                let text = "other dates of the text have day and month the other way round".to_owned();
                mention.remarks.push(Remark { code: AMBIGUOUS_DATE, text });
            }
        }
    }

    /// Whether nothing begins at a token.
    fn is_silent(&self, at: usize, token: &Token) -> bool {
        match token.class {
            Class::Digits => false,
            Class::Mark if self.signs_digits(at) => false,
            _ => {
                let leads = self.keeps_asides || self.near.get(at).copied().unwrap_or(true);
                token.word == 0 || !leads || !self.locale.words.kinds(token).meets(STARTS)
            }
        }
    }

    /// Finds the tokens from which known words and marks alone lead to a number: nothing begins at another word.
    fn look_ahead(&mut self) {
        let mut leads = std::mem::take(&mut self.near);
        let mut near = false;
        let mut after = Kinds::default();
        leads.clear();
        leads.extend(self.tokens.iter().rev().map(|token| {
            let kinds = if token.word == 0 { Kinds::default() } else { self.locale.words.kinds(token) };
            let holds = token.class == Class::Digits
                || kinds.meets(NUMBERED)
                || (kinds.meets(ARTICLE) && after.meets(UNIT))
                || self.may_be_number(token);
            near = holds || (near && (token.word != 0 || token.class != Class::Word));
            after = kinds;
            near
        }));
        leads.reverse();
        self.near = leads;
    }

    /// A Roman number, or a fraction in one character.
    fn may_be_number(&self, token: &Token) -> bool {
        let bytes = self.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or_default();
        let roman = |byte: &u8| matches!(byte | 0x20, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
        match token.class {
            Class::Word => bytes.iter().all(roman),
            Class::Mark => bytes.len() > 1,
            _ => false,
        }
    }

    /// A mark glued to digits may be their sign.
    fn signs_digits(&self, at: usize) -> bool {
        self.class(at) == Class::Mark
            && ((self.class(at + 1) == Class::Digits && self.glued(at + 1)) || self.mark(at).is_some_and(amount::is_vulgar))
    }

    /// Skips the number of a list item or heading at the start of a line: "1. ", "2) ".
    fn list_number(&self) -> usize {
        let mut at = 0;
        while self.class(at) == Class::Digits
            && self.width(at) <= 2
            && matches!(self.mark(at + 1), Some('.' | ')'))
            && self.glued(at + 1)
        {
            // "1. März 2015": the point makes a rank of the day
            if self.may(at + 2, RANKED) && self.is(at + 1, Role::RankEnd).is_some() {
                return 0;
            }
            at += 2;
            if !self.glued(at) {
                return if self.class(at) == Class::Word || self.class(at) == Class::Sign { at } else { 0 };
            }
        }
        0
    }

    /// Reads what begins at a place and gives the place after it.
    fn item(&mut self, at: usize) -> Option<usize> {
        if self.class(at) == Class::Digits {
            return Some(self.digits_item(at));
        }
        if let Some(next) = self.is(at, Role::Skip) {
            self.aside(AsideKind::Idiom, at, next);
            return Some(next);
        }
        if self.mark(at) == Some('+')
            && let Some(next) = self.telephone(at + 1)
        {
            self.aside(AsideKind::Phone, at, next);
            return Some(next);
        }
        let kinds = self.tokens.get(at).map(|token| self.locale.words.kinds(token)).unwrap_or_default();
        let mut found = None;
        if kinds.meets(HOURS_FROM) {
            found = self.hours(at);
        }
        if found.is_none() && kinds.meets(DATES) {
            found = self.time(at);
        }
        if found.is_none() && kinds.meets(RANKS) {
            found = self.rank(at).or_else(|| self.name(at));
        }
        if found.is_none() && (kinds.meets(FIGURES) || self.class(at) == Class::Mark) {
            found = self.figure(at);
        }
        found
    }

    /// Reads what begins with digits.
    fn digits_item(&mut self, at: usize) -> usize {
        if let Some(next) = self.is(at, Role::Skip) {
            self.aside(AsideKind::Idiom, at, next);
            return next;
        }
        if let Some(next) = self.document(at) {
            return next;
        }
        if self.is_code(at) {
            let next = self.past_chunk(at);
            let kind = if self.class_before(at) == Class::Mark && self.width(at) < 5 { AsideKind::Name } else { AsideKind::Code };
            let start = self.chunk_start(at);
            self.aside(kind, start, next);
            return next;
        }
        let dated = self.may_be_date(at);
        let time = self.hours(at).or_else(|| self.clock(at)).or_else(|| if dated { self.time(at) } else { None });
        if let Some(next) = time.or_else(|| self.rank(at)) {
            return next;
        }
        if let Some(next) = self.telephone(at) {
            self.aside(AsideKind::Phone, at, next);
            return next;
        }
        if let Some(next) = self.spaced_group(at) {
            return next;
        }
        match self.numeral(at) {
            Run::Misgrouped(next) => {
                let range = self.range(at, next);
                let text = "its separators group the digits as no number does".to_owned();
                self.out.problems.push(Trouble { range, code: "number/grouping", text });
                next
            }
            Run::Code(next) => {
                let points = (at..next).filter(|mark| self.mark(*mark) == Some('.')).count();
                let kind = match points {
                    3 => AsideKind::Address,
                    0 => AsideKind::Code,
                    _ => AsideKind::Version,
                };
                self.aside(kind, at, next);
                next
            }
            Run::Numeral(numeral) => match self.figure(at) {
                Some(next) => next,
                None => {
                    let next = self.past_chunk(numeral.next - 1);
                    self.aside(AsideKind::Code, at, next);
                    next
                }
            },
        }
    }

    /// Whether digits are as many as a day, month or year has, and what stands after them can go on with a date: spares most figures
    /// the search for one.
    fn may_be_date(&self, at: usize) -> bool {
        let joint = |at: usize| matches!(self.mark(at), Some('/' | '.' | ',')) || self.is_dash(at);
        match self.width(at) {
            4 => true,
            1 | 2 => self.class(at + 1) == Class::Digits || joint(at + 1) || self.may(at + 1, DATE_GOES_ON),
            _ => false,
        }
    }

    /// "1 .421": a space has come into a number, which then is none.
    fn spaced_group(&mut self, at: usize) -> Option<usize> {
        let group = |mark: usize| self.mark(mark) == Some(self.locale.group) && self.glued(mark + 1) && self.width(mark + 1) == 3;
        let digits = |mark: usize| self.class(mark + 1) == Class::Digits;
        let stray = self.width(at) <= 3 && self.gap(at + 1) == Gap::Space && group(at + 1) && digits(at + 1);
        if !stray || self.slice(at).starts_with('0') {
            return None;
        }
        let mut next = at + 3;
        while group(next) && digits(next) && self.glued(next) {
            next += 2;
        }
        let text = "a space stands inside its groups of digits".to_owned();
        self.out.problems.push(Trouble { range: self.range(at, next), code: "number/spacing", text });
        Some(next)
    }

    /// Keeps what is no figure, where that is asked for.
    fn aside(&mut self, kind: AsideKind, at: usize, next: usize) {
        if self.keeps_asides && next > at {
            let range = self.range(at, next);
            self.out.asides.push(Aside { range, kind });
        }
    }

    /// The place after an address or another code that begins at a token.
    fn past_code(&mut self, at: usize) -> usize {
        let mut next = at + 1;
        while self.glued(next) && self.tokens.get(next).is_some_and(|token| token.code) {
            next += 1;
        }
        if self.keeps_asides {
            let range = self.range(at, next);
            let words = self.text.get(range.start as usize..range.end as usize).unwrap_or_default();
            let kind = match words {
                words if words.contains("://") || words.starts_with("www.") => AsideKind::Url,
                words if words.contains('@') || words.contains(':') => AsideKind::Address,
                _ => AsideKind::Code,
            };
            self.out.asides.push(Aside { range, kind });
        }
        next
    }

    /// The first token of the run without spaces that holds a place.
    fn chunk_start(&self, at: usize) -> usize {
        let mut start = at;
        while self.keeps_asides
            && start > 0
            && at - start < CHUNK_MAX
            && self.glued(start)
            && !matches!(self.mark(start - 1), Some('(' | '“' | '"' | ',' | '['))
        {
            start -= 1;
        }
        start
    }

    fn document(&mut self, at: usize) -> Option<usize> {
        if self.glued(at) && matches!(self.class_before(at), Class::Word | Class::Digits) {
            return None;
        }
        let found = self.locale.match_document(self.text, &self.tokens, at)?;
        let range = self.range(at, found.next);
        let remark = found.remark.map(|code| Remark { code, text: format!("the usual form is {}", found.document.text) });
        self.out.mentions.push(Mention {
            range: range.clone(),
            figure: range,
            kind: crate::value::Kind::Document,
            value: Value::Document(Box::new(found.document)),
            unit: None,
            hedge: None,
            unit_range: None,
            others: Vec::new(),
            remarks: remark.into_iter().collect(),
        });
        Some(found.next)
    }

    /// A word after which a number is a name, with that number: "quốc lộ 18", "Nghị quyết 02".
    fn name(&mut self, at: usize) -> Option<usize> {
        let next = self.is(at, Role::NameCue)?;
        let next = if self.mark(next) == Some(':') || self.mark(next) == Some('.') { next + 1 } else { next };
        if self.class(next) != Class::Digits {
            return None;
        }
        if let Some(after) = self.document(next) {
            return Some(after);
        }
        if let Some(after) = self.telephone(next).or_else(|| self.pairs(next)) {
            self.aside(AsideKind::Phone, at, after);
            return Some(after);
        }
        let after = match self.numeral(next) {
            Run::Numeral(numeral) if numeral.value >= Exact::int(1000) && !numeral.plain => return None,
            Run::Numeral(numeral) => numeral.next,
            Run::Misgrouped(after) | Run::Code(after) => after,
        };
        let lettered = self.glued(after) && self.class(after) == Class::Word && self.width(after) == 1;
        if (self.unit_follows(after) && !lettered) || self.is(after, Role::Noun).is_some() {
            return None;
        }
        let end = self.past_chunk(after - 1);
        self.aside(AsideKind::Name, at, end);
        Some(end)
    }

    /// Whether digits belong to a name or code: Covid-19, H5N1, #12.
    fn is_code(&self, at: usize) -> bool {
        if at == 0 || !self.glued(at) {
            return false;
        }
        match self.class(at - 1) {
            Class::Word => true,
            Class::Mark => match self.mark(at - 1) {
                Some('#' | '№') => true,
                Some('-' | '–' | '.' | '/') => at > 1 && self.glued(at - 1) && self.class(at - 2) == Class::Word,
                _ => false,
            },
            _ => false,
        }
    }

    /// The place after the run without spaces that holds a token, but for marks at its end.
    fn past_chunk(&self, at: usize) -> usize {
        let mut next = at + 1;
        while self.glued(next) && matches!(self.class(next), Class::Word | Class::Digits | Class::Mark) && !self.closes(next) {
            next += 1;
        }
        next
    }

    /// Whether a mark ends a chunk: no word and no digit is glued to its far side, or it is a bracket, a comma or a quote mark.
    fn closes(&self, at: usize) -> bool {
        self.class(at) == Class::Mark
            && (!matches!(self.mark(at), Some('-' | '/' | '.' | ':' | '_' | '–')) || !self.glued(at + 1))
    }

    /// "91 123 45 67" after a word for a name: three groups of digits or more, not all of three.
    fn pairs(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        let mut threes = self.width(at) <= 3;
        while next - at < 8 && self.class(next) == Class::Digits && self.gap(next) == Gap::Space {
            threes &= self.width(next) == 3;
            next += 1;
        }
        (next - at >= 3 && !threes).then_some(next)
    }

    /// A telephone, card or account number: groups of digits that no number has.
    fn telephone(&self, at: usize) -> Option<usize> {
        let plus = at > 0 && self.mark(at - 1) == Some('+') && self.glued(at);
        let mut next = at + 1;
        let (mut groups, mut digits, mut longest) = (1, self.width(at), self.width(at));
        let mut threes = true;
        while groups < 12 {
            if plus && matches!(self.mark(next), Some('(' | ')')) {
                next += 1;
                continue;
            }
            let joined = matches!(self.mark(next), Some('-' | '.')) && self.glued(next) && self.glued(next + 1);
            let digit = if joined { next + 1 } else { next };
            let spaced = !joined && (self.gap(digit) == Gap::Space || (plus && self.glued(digit)));
            if self.class(digit) != Class::Digits || !(joined || spaced) {
                break;
            }
            threes &= self.width(digit) == 3;
            digits += self.width(digit);
            longest = longest.max(self.width(digit));
            groups += 1;
            next = digit + 1;
        }
        let nought = self.slice(at).starts_with('0');
        let long = (nought && (9..=15).contains(&digits) && groups == 1)
            || (nought && digits >= 9 && groups > 1)
            || (plus && digits >= 8)
            || (groups >= 3 && digits >= 11 && (!threes || nought) && longest >= 4);
        long.then_some(next)
    }
}

/// Looking at tokens.
impl Scanner<'_> {
    #[inline]
    fn class(&self, at: usize) -> Class {
        self.tokens.get(at).map_or(Class::End, |token| token.class)
    }

    fn class_before(&self, at: usize) -> Class {
        at.checked_sub(1).map_or(Class::End, |before| self.class(before))
    }

    #[inline]
    fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Wide, |token| token.gap)
    }

    #[inline]
    fn glued(&self, at: usize) -> bool {
        self.gap(at) == Gap::None
    }

    fn width(&self, at: usize) -> usize {
        let Some(token) = self.tokens.get(at) else { return 0 };
        let bytes = self.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or_default();
        if bytes.is_ascii() { bytes.len() } else { self.slice(at).chars().count() }
    }

    fn slice(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start as usize..token.end as usize)).unwrap_or_default()
    }

    /// The mark at a place.
    #[inline]
    fn mark(&self, at: usize) -> Option<char> {
        if self.class(at) == Class::Mark { self.slice(at).chars().next() } else { None }
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(
            self.mark(at),
            Some(
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{5be}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '~' | '〜' | '～'
            )
        )
    }

    /// The byte range of the tokens from `at` to before `next`.
    fn range(&self, at: usize, next: usize) -> ByteRange {
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let end = next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end);
        start..end.max(start)
    }

    /// The longest phrase at a place in a role that is wanted.
    fn role<T>(&self, at: usize, wanted: impl FnMut(Role) -> Option<T>) -> Option<Found<T>> {
        self.work.set(self.work.get() + 1);
        if self.tokens.get(at).is_none_or(|token| token.word == 0 || token.code) {
            return None;
        }
        self.locale.words.longest(self.text, &self.tokens, &self.paths, at, wanted)
    }

    /// The same where no phrase at a place need be asked unless its first word has one of some kinds.
    #[inline]
    fn role_of<T>(&self, at: usize, kinds: Kinds, wanted: impl FnMut(Role) -> Option<T>) -> Option<Found<T>> {
        if self.may(at, kinds) { self.role(at, wanted) } else { None }
    }

    /// Whether any phrase at a place may have one of some kinds of roles: spares most searches.
    #[inline]
    fn may(&self, at: usize, kinds: Kinds) -> bool {
        self.tokens.get(at).is_some_and(|token| token.word != 0 && self.locale.words.kinds(token).meets(kinds))
    }

    /// The place after the longest phrase that has a role.
    #[inline(always)]
    fn is(&self, at: usize, role: Role) -> Option<usize> {
        if !self.may(at, Kinds::one(role)) {
            return None;
        }
        self.role(at, |known| (known == role).then_some(())).map(|found| found.next)
    }

    /// The place after a phrase in one of two roles.
    #[inline(always)]
    fn either(&self, at: usize, one: Role, other: Role) -> Option<usize> {
        if !self.may(at, Kinds::one(one).and(Kinds::one(other))) {
            return None;
        }
        self.role(at, |known| (known == one || known == other).then_some(())).map(|found| found.next)
    }

    /// The numeral that begins at a place. Its tokens count as work: it is the one lookup that may be long.
    fn numeral(&self, at: usize) -> Run {
        let run = self.locale.numeral(self.text, &self.tokens, at);
        let (Run::Numeral(Numeral { next, .. }) | Run::Misgrouped(next) | Run::Code(next)) = &run;
        self.work.set(self.work.get() + (next - at) as u64);
        run
    }

    /// Digits alone, of at most so many, as a number.
    fn plain_digits(&self, at: usize, width_max: usize) -> Option<i64> {
        if self.class(at) != Class::Digits || self.width(at) > width_max.min(18) {
            return None;
        }
        let digits = self.slice(at);
        if digits.is_ascii() {
            return Some(digits.bytes().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')));
        }
        Some(digits.chars().filter_map(digit).fold(0, |sum, digit| sum * 10 + i64::from(digit)))
    }
}
