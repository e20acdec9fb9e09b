//! Locale: how a language and region write figures, as data.
//!
//! It names no language in code and keeps nothing between calls: a locale is a value, made from the files beside this one.

mod data;
mod document;
pub(crate) mod lex;
pub(crate) mod numeral;
pub mod own;
mod rate;
mod vocabulary;
pub(crate) mod words;

use std::collections::BTreeMap;

pub(crate) use document::DocumentMatch;
use lex::{Token, lex};
use words::{Paths, Role, Words};

use crate::number::Exact;
use crate::value::{Document, Figure, Measure, Qualifier, Unit};

/// Every language file by its language.
const FILES: &[(&str, &str)] = &[
    ("de", include_str!("de.toml")),
    ("en", include_str!("en.toml")),
    ("es", include_str!("es.toml")),
    ("fr", include_str!("fr.toml")),
    ("it", include_str!("it.toml")),
    ("ja", include_str!("ja.toml")),
    ("ko", include_str!("ko.toml")),
    ("nl", include_str!("nl.toml")),
    ("pt", include_str!("pt.toml")),
    ("sv", include_str!("sv.toml")),
    ("vi", include_str!("vi.toml")),
    ("zh", include_str!("zh.toml")),
];

/// The units that all languages share.
const UNITS: &str = include_str!("units.toml");

/// Every known locale: language and region.
pub const TAGS: &[&str] = &[
    "de-AT", "de-CH", "de-DE", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-US", "en-ZA", "es-AR", "es-CO", "es-ES", "es-MX",
    "fr-BE", "fr-CA", "fr-CH", "fr-FR", "it-CH", "it-IT", "ja-JP", "ko-KR", "nl-BE", "nl-NL", "pt-BR", "pt-PT", "sv-SE", "vi-VN",
    "zh-CN", "zh-HK", "zh-TW",
];

/// A tag that names no locale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no locale `{tag}`; known are {}", TAGS.join(", "))]
pub struct UnknownLocale {
    /// The tag as written.
    pub tag: String,
}

/// Why a text is not one plain number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is no number in it.
    #[error("`{0}` is not a number")]
    Form(String),
    /// Its separators group digits as no number does: 1.42.100.
    #[error("`{0}` groups its digits wrongly")]
    Grouping(String),
    /// It can be read in two ways: 1,421 in Vietnamese.
    #[error("`{text}` may be {one} or {other}")]
    Unclear {
        /// As written.
        text: String,
        /// The likelier reading.
        one: String,
        /// The other.
        other: String,
    },
}

/// Currencies of several countries and small coins, named where a text says no more: francs, cents.
const FAMILIES: &[&str] = &["cent", "penny", "franc", "riyal", "dinar", "peso", "krone"];

/// The order of day, month and year in numeric dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayMonth,
    MonthDay,
    YearFirst,
}

/// One example of a locale file: a text and what it reads as, in the short form of `read::outline`.
#[derive(Clone, Debug)]
pub struct Example {
    /// The region it holds for; the main one if it names none.
    pub tag: String,
    /// The text.
    pub text: String,
    /// One line a mention.
    pub reads: Vec<String>,
}

/// How a language and region write figures: separators, number words, units, hedges, dates, document numbers.
pub struct Locale {
    /// Language and region: `vi-VN`.
    pub(crate) tag: String,
    pub(crate) decimal: char,
    pub(crate) group: char,
    pub(crate) spaces: bool,
    pub(crate) group_pairs: bool,
    pub(crate) order: Order,
    /// Whether other regions of the language put day and month the other way round.
    pub(crate) orders_vary: bool,
    pub(crate) pairs: bool,
    pub(crate) tails: bool,
    pub(crate) shy: bool,
    pub(crate) reversed: bool,
    pub(crate) compound: bool,
    pub(crate) vigesimal: bool,
    pub(crate) bare_hundred: bool,
    pub(crate) bare_scale: bool,
    pub(crate) tens_and: bool,
    pub(crate) ranks_chain: bool,
    pub(crate) dotted_days: bool,
    pub(crate) bare_days: bool,
    pub(crate) strict_days: bool,
    pub(crate) ranks_cued: bool,
    pub(crate) noun_words: usize,
    pub(crate) sentence_ends: Vec<char>,
    pub(crate) units: Vec<Unit>,
    /// The place of the kelvin among the units: its symbol is a scale too, so that no word leads to it.
    pub(crate) kelvin: Option<u16>,
    pub(crate) words: Words,
    /// How the language may also spell what it spells: hòa as hoà.
    respell: Vec<(String, String)>,
    documents: document::Documents,
    examples: Vec<Example>,
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Locale({})", self.tag)
    }
}

impl Locale {
    /// The locale of a tag: `vi-VN`, `en-GB`; a language alone takes its main region.
    ///
    /// # Errors
    /// A language or region that has no data.
    ///
    /// # Panics
    /// Never: the files are part of the program, and a test reads them all.
    pub fn load(tag: &str) -> Result<Locale, UnknownLocale> {
        let unknown = || UnknownLocale { tag: tag.to_owned() };
        let (language, region) = tag.split_once(['-', '_']).unwrap_or((tag, ""));
        let (_, file) = FILES.iter().find(|(known, _)| known.eq_ignore_ascii_case(language)).ok_or_else(unknown)?;
        let data: data::Language =
            toml::from_str(file).map_err(|error| error.message().to_owned()).expect("a test reads every locale file");
        let region = if region.is_empty() { data.main.clone() } else { region.to_ascii_uppercase() };
        let region_data = data.regions.get(&region).cloned().ok_or_else(unknown)?;
        Ok(Locale::build(data, &region, &region_data))
    }

    fn build(data: data::Language, region: &str, marks: &data::Region) -> Locale {
        let mut locale = Locale {
            tag: format!("{}-{region}", data.language),
            decimal: marks.decimal,
            group: marks.group,
            spaces: marks.spaces,
            group_pairs: marks.pairs,
            order: order(&marks.order),
            orders_vary: vary(&data.regions),
            pairs: data.numbers.pairs,
            tails: data.numbers.tails,
            shy: data.numbers.shy,
            reversed: data.numbers.reversed,
            compound: data.numbers.compound,
            vigesimal: data.numbers.vigesimal,
            bare_hundred: data.numbers.bare_hundred,
            bare_scale: data.numbers.bare_scale,
            tens_and: data.numbers.tens_and,
            ranks_chain: data.ranks.chain,
            dotted_days: data.dates.dotted,
            bare_days: data.dates.bare,
            strict_days: data.dates.strict,
            ranks_cued: data.ranks.cued,
            noun_words: data.nouns.syllables,
            sentence_ends: data.sentence.ends.clone(),
            units: Vec::new(),
            kelvin: None,
            words: Words::default(),
            respell: data.respell.clone(),
            documents: document::Documents::default(),
            examples: Vec::new(),
        };
        locale.examples = examples(&data);
        let mut adder = Adder { locale: &mut locale, respell: &data.respell };
        adder.numbers(&data.numbers);
        adder.hedges(&data.hedges);
        adder.dates(&data.dates);
        adder.ranges(&data.ranges);
        adder.ranks(&data.ranks);
        adder.ratios(&data.ratios, &data.rates);
        adder.shared_units(marks);
        let own = "a test reads every locale file, which names only units and currencies of the shared one";
        adder.money_words(&data.money, &data.money_first, marks).expect(own);
        adder.money_words(&marks.moneys, &[], marks).expect(own);
        adder.unit_words(&data.units).expect(own);
        adder.nouns(&data.nouns, &data.skip, &data.sentence);
        locale.words.keep_pieces(&pieces(&data.numbers, &data.ranks));
        let kelvin = locale.units.iter().position(|unit| &*unit.name == "K");
        locale.kelvin = kelvin.and_then(|index| u16::try_from(index).ok());
        locale.documents = document::Documents::new(&data.documents);
        locale
    }

    /// Its tag: `vi-VN`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What a claim's unit says: the scale of its scale word (one if there is none), and the unit without it.
    ///
    /// "tỷ đồng" is 1 000 000 000 and VND; "đảng viên" is a counted noun.
    pub fn unit(&self, text: &str) -> (Exact, Unit) {
        let tokens = self.tokens(text);
        let mut paths = Paths::default();
        paths.reset(tokens.len());
        let mut at = 0;
        let mut scale = Exact::ONE;
        let exponent = |role| match role {
            Role::Scale(exponent) | Role::ShortScale(exponent) => Some(exponent),
            _ => None,
        };
        while let Some(found) = self.words.longest(text, &tokens, &paths, at, exponent) {
            scale = &scale * &Exact::power_of_ten(i32::from(found.what));
            at = found.next;
        }
        let start = tokens.get(at).map_or(text.len(), |token| token.start as usize);
        let rest = text.get(start..).unwrap_or_default().trim();
        let slash = |next: usize| {
            tokens.get(next).is_none_or(|mark| text.get(mark.start as usize..).is_some_and(|rest| rest.starts_with('/')))
        };
        // millions of pounds are money, though a pound is a weight too
        let money = |role| unit_of(role).filter(|index| scale > Exact::ONE && self.is_money(*index));
        let found = self.words.longest(text, &tokens, &paths, at, money);
        let found = found.or_else(|| self.words.longest(text, &tokens, &paths, at, unit_of));
        let known = |found: &words::Found<u16>| self.unit_at(found.what).map(|unit| Unit { text: rest.into(), ..unit.clone() });
        let worded = found.and_then(|found| {
            let (parts, _) = self.rate(text, &tokens, &paths, found.next, false).filter(|(_, next)| *next == tokens.len())?;
            Some(known(&found)?.rated(&parts))
        });
        let unit = worded.or_else(|| found.filter(|found| slash(found.next)).and_then(|found| known(&found)).map(per));
        (scale, unit.unwrap_or_else(|| counted(rest)))
    }

    /// A document number in canonical form taken apart: `21-NQ/TW` is number 21, type NQ, body TW.
    pub fn document(&self, text: &str) -> Option<Document> {
        self.documents.whole(text.trim())
    }

    /// One plain number written with the separators of the locale, the whole text: `1.421` in Vietnamese is 1421.
    ///
    /// # Errors
    /// Another form, wrong grouping, or a writing that can be read in two ways.
    pub fn number(&self, text: &str) -> Result<Figure, NumberError> {
        self.plain_number(text)
    }

    /// The decimal sign and the sign between groups of digits: `,` and `.` in Vietnam.
    pub fn separators(&self) -> (char, char) {
        (self.decimal, self.group)
    }

    /// Whether a numeric date begins with the month, as in the United States.
    pub fn is_month_first(&self) -> bool {
        self.order == Order::MonthDay
    }

    /// The examples of its language's file.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        lex(text, 0, &mut tokens);
        self.words.name(text, &mut tokens, &mut String::new());
        self.split_compounds(text, &mut tokens);
        tokens
    }

    /// Cuts number words that are written together: einundzwanzig.
    pub(crate) fn split_compounds(&self, text: &str, tokens: &mut Vec<Token>) {
        if self.compound {
            self.words.split(text, tokens);
        }
    }

    pub(crate) fn unit_at(&self, index: u16) -> Option<&Unit> {
        self.units.get(usize::from(index))
    }

    pub(crate) fn is_money(&self, index: u16) -> bool {
        self.unit_at(index).is_some_and(|unit| matches!(unit.measure, Measure::Money(_)))
    }

    pub(crate) fn match_document(&self, text: &str, tokens: &[Token], at: usize) -> Option<DocumentMatch> {
        self.documents.at(text, tokens, at)
    }
}

pub(crate) fn unit_of(role: Role) -> Option<u16> {
    match role {
        Role::Unit(index) => Some(index),
        _ => None,
    }
}

/// A unit written with "per" parts is one of its own: VND/hộ/năm compares with itself alone.
pub(crate) fn per(unit: Unit) -> Unit {
    let parts = unit.text.split_once('/').filter(|_| !unit.name.contains('/')).map(|(_, parts)| parts.to_lowercase());
    match parts {
        Some(parts) => unit.rated(&parts),
        None => unit,
    }
}

/// A counted noun as written.
pub(crate) fn counted(text: &str) -> Unit {
    Unit { text: text.into(), name: words::lower(text).into(), measure: Measure::Counted }
}

/// The words that a compound number is made of.
fn pieces(numbers: &data::Numbers, ranks: &data::Ranks) -> Vec<String> {
    if !numbers.compound {
        return Vec::new();
    }
    let tables = [&numbers.ones, &numbers.tens, &numbers.hundreds, &ranks.words, &numbers.parts];
    let scales = numbers.scales.iter().flat_map(|scale| &scale.words);
    let listed = [&numbers.hundred, &numbers.and, &numbers.half, &numbers.compound_units].into_iter().flatten().chain(scales);
    tables.into_iter().flat_map(|table| table.keys()).chain(listed).filter(|word| !word.contains([' ', '-'])).cloned().collect()
}

fn order(name: &str) -> Order {
    match name {
        "mdy" => Order::MonthDay,
        "ymd" => Order::YearFirst,
        _ => Order::DayMonth,
    }
}

/// Whether the regions of a language differ in the order of day and month.
fn vary(regions: &BTreeMap<String, data::Region>) -> bool {
    let has = |wanted| regions.values().any(|region| order(&region.order) == wanted);
    has(Order::DayMonth) && has(Order::MonthDay)
}

fn examples(data: &data::Language) -> Vec<Example> {
    let tag = |region: &Option<String>| format!("{}-{}", data.language, region.as_deref().unwrap_or(&data.main));
    let example = |example: &data::ExampleData| Example {
        tag: tag(&example.region),
        text: example.text.clone(),
        reads: example.reads.clone(),
    };
    data.example.iter().map(example).collect()
}

/// Puts the words of a language file into the trie.
struct Adder<'l> {
    locale: &'l mut Locale,
    respell: &'l [(String, String)],
}

impl Adder<'_> {
    fn add(&mut self, phrase: &str, role: Role) {
        self.add_exactly(phrase, role, false);
    }

    /// Adds a phrase, and once more as the language may also spell it.
    fn add_exactly(&mut self, phrase: &str, role: Role, exact: bool) {
        self.locale.words.add(phrase, role, exact);
        if let Some(other) = self.respelt(phrase) {
            self.locale.words.add(&other, role, exact);
        }
    }

    /// Takes every meaning from a phrase, however it is spelt; false if it had none.
    fn forget(&mut self, phrase: &str) -> bool {
        let other = self.respelt(phrase);
        let known = self.locale.words.forget(phrase);
        other.is_some_and(|other| self.locale.words.forget(&other)) || known
    }

    /// The other spelling of a phrase, where it has one.
    fn respelt(&self, phrase: &str) -> Option<String> {
        let ends_here =
            |at: usize| phrase.get(at..).and_then(|rest| rest.chars().next()).is_none_or(|next| !next.is_alphabetic());
        let found = |(old, new): &(String, String)| {
            let at = phrase.find(old.as_str())?;
            ends_here(at + old.len()).then(|| phrase.replacen(old.as_str(), new, 1))
        };
        if phrase.is_ascii() { None } else { self.respell.iter().find_map(found) }
    }

    fn all(&mut self, phrases: &[String], role: Role) {
        for phrase in phrases {
            self.add(phrase, role);
        }
    }

    fn numbered(&mut self, words: &BTreeMap<String, u64>, role: impl Fn(u64) -> Role) {
        for (word, value) in words {
            self.add(word, role(*value));
        }
    }

    fn numbers(&mut self, numbers: &data::Numbers) {
        let small = |value: u64| u8::try_from(value).unwrap_or(u8::MAX);
        let wide = |value: u64| u16::try_from(value).unwrap_or(u16::MAX);
        self.numbered(&numbers.ones, |value| Role::Ones(small(value)));
        self.numbered(&numbers.tens, |value| Role::Tens(small(value)));
        self.numbered(&numbers.hundreds, |value| Role::Hundreds(wide(value)));
        self.numbered(&numbers.dozens, |value| Role::Dozen(wide(value)));
        self.numbered(&numbers.parts, Role::Part);
        self.numbered(&numbers.after_tens, |tens| Role::AfterTens(small(tens)));
        self.all(&numbers.times_ten, Role::TimesTen);
        self.all(&numbers.hundred, Role::Hundred);
        self.all(&numbers.and, Role::And);
        self.all(&numbers.half, Role::Half);
        self.all(&numbers.halves, Role::HalfWord);
        self.all(&numbers.weak, Role::Weak);
        self.all(&numbers.vague, Role::Vague);
        self.all(&numbers.part_ends, Role::PartEnd);
        self.numbered(&numbers.vague_scales, |exponent| Role::VagueScale(small(exponent)));
        self.numbered(&numbers.multiples, |tenths| Role::Multiple(wide(tenths)));
        self.all(&numbers.one_and_half, Role::OneAndHalf);
        self.all(&numbers.unit_of, Role::UnitOf);
        self.all(&numbers.point, Role::Point);
        self.all(&numbers.minus, Role::Minus);
        self.all(&numbers.below_zero, Role::BelowZero);
        for (words, (low, high)) in &numbers.spans {
            self.add(words, Role::Span(*low, *high));
        }
        self.all(&numbers.article, Role::Article);
        self.all(&numbers.over, Role::Over);
        for scale in &numbers.scales {
            self.all(&scale.words, Role::Scale(scale.exponent));
            for short in &scale.short {
                self.add_exactly(short, Role::ShortScale(scale.exponent), true);
            }
        }
    }

    fn hedges(&mut self, hedges: &data::Hedges) {
        let before = [
            (&hedges.exact, Qualifier::Exact),
            (&hedges.about, Qualifier::About),
            (&hedges.above, Qualifier::Above),
            (&hedges.just_above, Qualifier::JustAbove),
            (&hedges.at_least, Qualifier::AtLeast),
            (&hedges.below, Qualifier::Below),
            (&hedges.nearly, Qualifier::Nearly),
            (&hedges.at_most, Qualifier::AtMost),
        ];
        for (words, qualifier) in before {
            self.all(words, Role::Before(qualifier));
        }
        let after = [
            (&hedges.after.exact, Qualifier::Exact),
            (&hedges.after.about, Qualifier::About),
            (&hedges.after.above, Qualifier::Above),
            (&hedges.after.just_above, Qualifier::JustAbove),
            (&hedges.after.at_least, Qualifier::AtLeast),
            (&hedges.after.below, Qualifier::Below),
            (&hedges.after.nearly, Qualifier::Nearly),
            (&hedges.after.at_most, Qualifier::AtMost),
        ];
        for (words, qualifier) in after {
            self.all(words, Role::After(qualifier));
        }
        self.all(&hedges.between, Role::Between);
        self.all(&hedges.or_equal, Role::OrEqual);
    }

    fn dates(&mut self, dates: &data::Dates) {
        let small = |value: u64| u8::try_from(value).unwrap_or(u8::MAX);
        self.numbered(&dates.months, |value| Role::Month(small(value)));
        self.numbered(&dates.weekdays, |value| Role::Weekday(small(value)));
        self.numbered(&dates.quarters, |value| Role::Quarter(small(value)));
        self.numbered(&dates.halves, |value| Role::HalfYear(small(value)));
        self.numbered(&dates.eras, |year| Role::Era(u16::try_from(year).unwrap_or(0)));
        let lists = [
            (&dates.day, Role::DayCue),
            (&dates.month, Role::MonthCue),
            (&dates.quarter, Role::QuarterCue),
            (&dates.year, Role::YearCue),
            (&dates.of, Role::Of),
            (&dates.parts_of_day, Role::PartOfDay),
            (&dates.before, Role::DateCue),
            (&dates.periods, Role::PeriodCue),
            (&dates.first, Role::FirstOfYear),
            (&dates.last, Role::LastOfYear),
            (&dates.half_year, Role::HalfCue),
            (&dates.decades, Role::DecadeCue),
            (&dates.from, Role::From),
            (&dates.until, Role::Until),
            (&dates.after_year, Role::AfterYear),
            (&dates.clock, Role::Clock),
            (&dates.weak, Role::WeakMonth),
            (&dates.small, Role::SmallMonth),
            (&dates.or, Role::Or),
            (&dates.clock_cues, Role::ClockCue),
            (&dates.hours, Role::Hour),
            (&dates.since, Role::Since),
            (&dates.onward, Role::Onward),
            (&dates.ahead, Role::Ahead),
        ];
        for (words, role) in lists {
            self.all(words, role);
        }
        for (word, (first, last)) in &dates.shifts {
            self.add(word, Role::Shift(*first, *last));
        }
    }

    fn ranges(&mut self, ranges: &data::Ranges) {
        let lists = [
            (&ranges.from, Role::RangeFrom),
            (&ranges.to, Role::RangeTo),
            (&ranges.between, Role::RangeBetween),
            (&ranges.and, Role::RangeAnd),
            (&ranges.change, Role::Change),
            (&ranges.share, Role::ShareOf),
        ];
        for (words, role) in lists {
            self.all(words, role);
        }
    }

    fn ranks(&mut self, ranks: &data::Ranks) {
        self.numbered(&ranks.words, Role::Rank);
        self.all(&ranks.ends, Role::RankEnd);
        self.all(&ranks.cues, Role::RankCue);
        self.all(&ranks.labels, Role::Label);
        self.all(&ranks.number_labels, Role::NumberLabel);
    }

    fn ratios(&mut self, ratios: &data::Ratios, rates: &data::Rates) {
        let lists = [
            (&ratios.within, Role::RatioIn),
            (&ratios.of, Role::RatioOf),
            (&ratios.every, Role::RatioEvery),
            (&ratios.joint, Role::RatioThen),
            (&ratios.ranks, Role::RatioRank),
            (&rates.per, Role::Per),
            (&rates.loose, Role::PerLoose),
            (&rates.nouns, Role::PerNoun),
        ];
        for (words, role) in lists {
            self.all(words, role);
        }
    }

    /// The units, shares and currencies that all languages share.
    fn shared_units(&mut self, region: &data::Region) {
        let shared: data::Units = toml::from_str(UNITS).expect("a test reads the shared units");
        for unit in &shared.unit {
            let factor = fraction(&unit.factor);
            self.unit(&unit.name, &unit.dimension, factor, &unit.symbols);
        }
        for family in &shared.prefixed {
            for prefix in &family.prefixes {
                let name = format!("{prefix}{}", family.base);
                let symbols = [name.clone()];
                self.unit(&name, &family.dimension, Exact::power_of_ten(power(prefix)), &symbols);
            }
        }
        self.shares(&shared);
        self.codes(&shared);
        self.money_words(&shared.money, &[], region).expect("the shared file names only its own currencies");
    }

    /// Words for known units; nothing if one is not known.
    fn unit_words(&mut self, units: &BTreeMap<String, Vec<String>>) -> Option<()> {
        for (name, words) in units {
            let known = self.locale.units.iter().position(|unit| *unit.name == **name);
            let index = known.and_then(|index| u16::try_from(index).ok())?;
            for word in words {
                self.add_exactly(word, Role::Unit(index), counts_case(word));
            }
        }
        Some(())
    }

    fn unit(&mut self, name: &str, dimension: &str, factor: Exact, symbols: &[String]) {
        let measure = Measure::Measured { dimension: dimension.to_owned(), factor };
        let index = self.push(name, measure);
        for symbol in symbols {
            self.add_exactly(symbol, Role::Unit(index), true);
            if symbol.chars().count() == 1 && symbol.chars().all(char::is_alphabetic) {
                self.add_exactly(symbol, Role::Careful, true);
            }
        }
    }

    fn push(&mut self, name: &str, measure: Measure) -> u16 {
        let index = u16::try_from(self.locale.units.len()).unwrap_or(u16::MAX);
        self.locale.units.push(Unit { text: name.into(), name: name.into(), measure });
        index
    }

    fn shares(&mut self, shared: &data::Units) {
        let percent = self.push("%", Measure::Percent);
        self.all(&shared.percent, Role::Unit(percent));
        self.push("pp", Measure::Points);
        let measure = Measure::Measured { dimension: "share".to_owned(), factor: Exact::power_of_ten(-3) };
        let permille = self.push("‰", measure);
        self.all(&shared.permille, Role::Unit(permille));
    }

    fn codes(&mut self, shared: &data::Units) {
        for code in shared.codes.all.split_whitespace().chain(FAMILIES.iter().copied()) {
            let index = self.push(code, Measure::Money(code.to_owned()));
            if code.chars().all(|letter| letter.is_ascii_uppercase()) {
                self.add_exactly(code, Role::Unit(index), true);
                self.add_exactly(code, Role::Prefix(index), true);
            }
        }
    }

    /// Words for known currencies; nothing if one is not known.
    fn money_words(&mut self, table: &BTreeMap<String, Vec<String>>, first: &[String], region: &data::Region) -> Option<()> {
        for (code, words) in table {
            let code = if code == "*" { region.money.as_deref().unwrap_or("USD") } else { code.as_str() };
            let is_code = |unit: &Unit| *unit.name == *code && matches!(unit.measure, Measure::Money(_));
            let known = self.locale.units.iter().position(is_code);
            let index = known.and_then(|index| u16::try_from(index).ok())?;
            for word in words {
                let symbol = word.chars().any(|letter| !letter.is_alphabetic() && letter != ' ' && letter != '-');
                let exact = !symbol && counts_case(word);
                self.add_exactly(word, Role::Unit(index), exact);
                if first.contains(word) || symbol || (exact && word.chars().any(char::is_uppercase)) {
                    self.add_exactly(word, Role::Prefix(index), exact);
                }
            }
        }
        Some(())
    }

    fn nouns(&mut self, nouns: &data::Nouns, skip: &data::Skip, sentence: &data::Sentence) {
        self.all(&nouns.words, Role::Noun);
        for (group, words) in (0u8..).zip(&nouns.lists) {
            self.all(words, Role::Noun);
            self.all(words, Role::Listed(group));
        }
        self.all(&nouns.stop, Role::Stop);
        self.all(&nouns.careful, Role::Careful);
        self.all(&nouns.governs, Role::Governs);
        self.all(&skip.phrases, Role::Skip);
        self.all(&skip.labels, Role::NameCue);
        self.all(&skip.named, Role::Named);
        for letters in &skip.postcodes {
            self.add_exactly(letters, Role::Postcode, true);
        }
        for word in &sentence.abbreviations {
            self.add_exactly(word, Role::Abbreviation, true);
        }
    }
}

/// Short words and words with capital letters are read only as written: đ is no Đ.
fn counts_case(word: &str) -> bool {
    word.chars().any(char::is_uppercase) || word.chars().count() <= 2
}

fn fraction(text: &str) -> Exact {
    let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
    let parse = |part: &str| Exact::parse(part).unwrap_or(Exact::ONE);
    parse(top).checked_div(&parse(bottom)).unwrap_or(Exact::ONE)
}

fn power(prefix: &str) -> i32 {
    match prefix {
        "m" => -3,
        "h" => 2,
        "k" => 3,
        "M" => 6,
        "G" => 9,
        "T" => 12,
        "P" => 15,
        "E" => 18,
        _ => 0,
    }
}
