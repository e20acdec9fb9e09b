//! The shape of a locale file. It only holds what is written there; [`super::Locale`] gives it meaning.

use std::collections::BTreeMap;

use serde::Deserialize;

type Words = Vec<String>;
type Numbered = BTreeMap<String, u64>;

/// One language with its regions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Language {
    pub(super) language: String,
    #[serde(rename = "name")]
    pub(super) _name: String,
    pub(super) main: String,
    #[serde(default)]
    pub(super) respell: Vec<(String, String)>,
    pub(super) regions: BTreeMap<String, Region>,
    #[serde(default)]
    pub(super) numbers: Numbers,
    #[serde(default)]
    pub(super) hedges: Hedges,
    #[serde(default)]
    pub(super) dates: Dates,
    #[serde(default)]
    pub(super) ranges: Ranges,
    #[serde(default)]
    pub(super) ranks: Ranks,
    #[serde(default)]
    pub(super) ratios: Ratios,
    #[serde(default)]
    pub(super) rates: Rates,
    #[serde(default)]
    pub(super) units: BTreeMap<String, Words>,
    #[serde(default)]
    pub(super) money: BTreeMap<String, Words>,
    /// Currency words that may stand before the number.
    #[serde(default)]
    pub(super) money_first: Words,
    #[serde(default)]
    pub(super) nouns: Nouns,
    #[serde(default)]
    pub(super) skip: Skip,
    #[serde(default)]
    pub(super) sentence: Sentence,
    #[serde(default)]
    pub(super) documents: Documents,
    #[serde(default)]
    pub(super) example: Vec<ExampleData>,
}

/// What differs between the countries of a language.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    pub(super) decimal: char,
    pub(super) group: char,
    /// Whether spaces may group thousands.
    #[serde(default)]
    pub(super) spaces: bool,
    /// Whether digits group by two above the thousands: 5,00,000.
    #[serde(default)]
    pub(super) pairs: bool,
    /// dmy, mdy or ymd
    pub(super) order: String,
    /// The currency that a bare word means: dollars.
    #[serde(default)]
    pub(super) money: Option<String>,
    /// Words of this region alone, by currency.
    #[serde(default)]
    pub(super) moneys: BTreeMap<String, Words>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Numbers {
    pub(super) ones: Numbered,
    pub(super) tens: Numbered,
    pub(super) hundreds: Numbered,
    pub(super) times_ten: Words,
    pub(super) hundred: Words,
    pub(super) scales: Vec<ScaleData>,
    pub(super) dozens: Numbered,
    pub(super) and: Words,
    pub(super) half: Words,
    /// One and a half in one word: anderthalb.
    pub(super) one_and_half: Words,
    /// Before scale words alone, from one to ten of them: hàng chục.
    pub(super) vague: Words,
    /// Powers of ten that say no more: hundreds is 2.
    pub(super) vague_scales: Numbered,
    /// How many tenths of a thing: gấp rưỡi is 15.
    pub(super) multiples: Numbered,
    /// Joins a scale to its unit: millions de dollars.
    pub(super) unit_of: Words,
    /// One half as a word of its own: một nửa.
    pub(super) halves: Words,
    pub(super) point: Words,
    pub(super) minus: Words,
    /// After a temperature, its minus: below zero.
    pub(super) below_zero: Words,
    /// Numbers said together for what lies between them, before a scale or a noun: "hai ba" is 2 to 3.
    pub(super) spans: BTreeMap<String, (u8, u8)>,
    pub(super) article: Words,
    pub(super) over: Words,
    pub(super) parts: Numbered,
    /// Makes the number before it the lower part of a fraction: avos.
    pub(super) part_ends: Words,
    /// Two ones in a row are tens and ones.
    pub(super) pairs: bool,
    /// A bare digit after a scale is a tenth of it.
    pub(super) tails: bool,
    /// A single word is a figure only before a known noun or unit.
    pub(super) shy: bool,
    /// "and" joins tens and ones: treinta y dos.
    pub(super) tens_and: bool,
    /// Numbers are written in one word: einundzwanzig.
    pub(super) compound: bool,
    /// Words for units that are written together with parts: Viertelstunde.
    pub(super) compound_units: Words,
    /// Ones up to nineteen follow sixty and eighty: soixante-dix.
    pub(super) vigesimal: bool,
    /// A hundred needs no number before it: hundert, cent.
    pub(super) bare_hundred: bool,
    /// A thousand needs no number before it: mil, mille.
    pub(super) bare_scale: bool,
    /// Ones come before tens: einundzwanzig.
    pub(super) reversed: bool,
    /// Words for ones, and the least tens that they may follow: mốt is 20. They follow no other joint.
    pub(super) after_tens: Numbered,
    /// Words of single digits that are no figure when they stand alone.
    pub(super) weak: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleData {
    pub(super) exponent: u8,
    pub(super) words: Words,
    #[serde(default)]
    pub(super) short: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct HedgeWords {
    pub(super) exact: Words,
    pub(super) about: Words,
    pub(super) above: Words,
    pub(super) just_above: Words,
    pub(super) at_least: Words,
    pub(super) below: Words,
    pub(super) nearly: Words,
    pub(super) at_most: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Hedges {
    pub(super) exact: Words,
    pub(super) about: Words,
    pub(super) above: Words,
    pub(super) just_above: Words,
    pub(super) at_least: Words,
    pub(super) below: Words,
    pub(super) nearly: Words,
    pub(super) at_most: Words,
    pub(super) between: Words,
    /// Makes a one-sided hedge include its figure: or equal to.
    pub(super) or_equal: Words,
    pub(super) after: HedgeWords,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Dates {
    pub(super) day: Words,
    pub(super) month: Words,
    pub(super) quarter: Words,
    pub(super) year: Words,
    pub(super) of: Words,
    pub(super) months: Numbered,
    pub(super) weekdays: Numbered,
    pub(super) parts_of_day: Words,
    pub(super) before: Words,
    pub(super) periods: Words,
    pub(super) quarters: Numbered,
    pub(super) halves: Numbered,
    pub(super) first: Words,
    pub(super) last: Words,
    pub(super) half_year: Words,
    pub(super) decades: Words,
    pub(super) from: Words,
    pub(super) until: Words,
    pub(super) eras: Numbered,
    pub(super) after_year: Words,
    /// Months seldom meant when nothing else says so: may.
    pub(super) weak: Words,
    /// Months that are dates in small letters too, after a word that dates: en octobre.
    pub(super) small: Words,
    /// After digits, a time of day: pm.
    pub(super) clock: Words,
    /// Before a time of day: lúc.
    pub(super) clock_cues: Words,
    /// Units that a time of day is written with: h, giờ.
    pub(super) hours: Words,
    /// Before a date, a period that begins there and goes on: kể từ.
    pub(super) since: Words,
    /// After a date, a period that begins there and goes on: trở đi, đến nay.
    pub(super) onward: Words,
    /// Before a date, a period that ends the day before: trước.
    pub(super) ahead: Words,
    /// After a time of day, the hours that count from noon, first and last: chiều is 1 to 11. Twelve to twelve is midnight.
    pub(super) shifts: BTreeMap<String, (u8, u8)>,
    /// Words that join dates: or.
    pub(super) or: Words,
    /// Four digits after "in" are a year.
    pub(super) bare: bool,
    /// "22.04." with two points is a day.
    pub(super) dotted: bool,
    /// Day and month have one order, and the other is a mistake.
    pub(super) strict: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Ranges {
    pub(super) from: Words,
    pub(super) to: Words,
    pub(super) between: Words,
    pub(super) and: Words,
    pub(super) change: Words,
    /// What a fraction is taken of: số, diện tích.
    pub(super) share: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Ranks {
    pub(super) words: Numbered,
    pub(super) ends: Words,
    /// Rank words add up: vigésimo quinto.
    pub(super) chain: bool,
    pub(super) cues: Words,
    pub(super) labels: Words,
    pub(super) number_labels: Words,
    /// Rank words are ranks only after a cue: thứ nhất.
    pub(super) cued: bool,
}

/// Part and whole in words.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Ratios {
    /// Between part and whole, and nothing but a proportion: one in five.
    #[serde(rename = "in")]
    pub(super) within: Words,
    /// The same, but of counts too: 3 out of 5, 12 out of 15 communes.
    pub(super) of: Words,
    /// Before the whole, which stands first: cứ 10 người.
    pub(super) every: Words,
    /// Between that whole and its part: thì có.
    #[serde(rename = "then")]
    pub(super) joint: Words,
    /// A rank after it is a part: jeder dritte.
    pub(super) ranks: Words,
}

/// What makes a rate of a unit, in words.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Rates {
    /// Before any noun or unit: per, pro, mỗi.
    pub(super) per: Words,
    /// Words that mean something else too, so that a unit, a counted noun or one of `nouns` must follow: a, một, par.
    pub(super) loose: Words,
    /// Nouns that figures are often per, and that nobody counts: capita, đầu người.
    pub(super) nouns: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Nouns {
    /// How many words an unlisted noun takes.
    pub(super) syllables: usize,
    pub(super) lists: Vec<Words>,
    pub(super) words: Words,
    pub(super) stop: Words,
    /// Words that an amount completes, so that brackets around it are the accountant's minus: is, of.
    pub(super) governs: Words,
    /// Unit words that are often other words.
    pub(super) careful: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Skip {
    pub(super) phrases: Words,
    pub(super) labels: Words,
    /// Kinds of things that bear names of their own, with a number at the end: máy bay Boeing 747.
    pub(super) named: Words,
    /// Letters before the five digits of a postcode: CA 94105.
    pub(super) postcodes: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Sentence {
    pub(super) ends: Vec<char>,
    pub(super) abbreviations: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Documents {
    pub(super) types: Words,
    pub(super) term_bodies: Words,
    pub(super) party_bodies: Words,
    pub(super) forms: Vec<FormData>,
    pub(super) variants: Vec<FormData>,
    pub(super) letters: Vec<(char, char)>,
    pub(super) plain: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormData {
    pub(super) form: String,
    #[serde(default)]
    pub(super) writes: Option<String>,
    #[serde(default)]
    pub(super) party: bool,
    #[serde(default)]
    pub(super) remark: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleData {
    pub(super) text: String,
    #[serde(default)]
    pub(super) region: Option<String>,
    pub(super) reads: Words,
}

/// The units that every language shares.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Units {
    pub(super) prefixed: Vec<Prefixed>,
    pub(super) unit: Vec<UnitData>,
    pub(super) percent: Words,
    pub(super) permille: Words,
    pub(super) money: BTreeMap<String, Words>,
    pub(super) codes: Codes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prefixed {
    pub(super) base: String,
    pub(super) dimension: String,
    pub(super) prefixes: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitData {
    pub(super) name: String,
    pub(super) dimension: String,
    pub(super) factor: String,
    pub(super) symbols: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Codes {
    pub(super) all: String,
}
