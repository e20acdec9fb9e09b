//! Own: words that a project adds to a language, or takes away from it.
//!
//! What a project says of a phrase comes before what the language says of it in the same part.

use super::{Adder, Locale, UnknownLocale, counts_case};
use crate::locale::words::Role;
use crate::number::Exact;
use crate::value::{Measure, Qualifier};

/// One thing that a project says about words of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Own {
    /// Takes every meaning from a phrase: "tầm" is no hedge here.
    Forget(String),
    /// A counted noun, read whole: "mô hình điểm sáng".
    Noun(String),
    /// A phrase that holds no figure: "Năm Căn".
    Name(String),
    /// After it a number is a name: "tuyến kè 3".
    Label(String),
    /// A hedge before the figure, or after it.
    Hedge {
        /// What it says.
        qualifier: Qualifier,
        /// Whether it stands after the figure.
        after: bool,
        /// The words.
        phrase: String,
    },
    /// A word for a number: "chục" is 14 where fourteen make one.
    Number {
        /// The word.
        phrase: String,
        /// The number.
        value: u64,
    },
    /// A word for a unit or currency that the program knows: "phân" is "cm".
    Word {
        /// The unit's canonical name, or the code of the currency.
        unit: String,
        /// The word.
        phrase: String,
    },
    /// A unit that the program does not know, by one that it does: a "công" is 1000 m².
    Unit {
        /// Its canonical name.
        name: String,
        /// How many of the known unit it is.
        times: Exact,
        /// The known unit.
        of: String,
        /// Its words.
        phrases: Vec<String>,
    },
}

/// Words that a project adds to a language, or to one locale of it, or takes from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWords {
    /// The language or locale: `vi`, `en-GB`.
    pub tag: String,
    /// What is said, in the order in which it counts.
    pub words: Vec<Own>,
}

/// Why a project's words cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnError {
    /// No such unit or currency.
    #[error("there is no unit and no currency `{0}`")]
    Unit(String),
    /// A phrase that means nothing has nothing to lose.
    #[error("`{0}` has no meaning in this language that could be taken from it")]
    Forget(String),
    /// A unit of one's own must be a part or multiple of a measured one.
    #[error("`{0}` is no measured unit, and only parts and multiples of one are units")]
    Measure(String),
}

impl Locale {
    /// The locale of a tag with a project's words for it.
    ///
    /// # Errors
    /// A tag that names no locale.
    pub fn load_with(tag: &str, own: &[OwnWords]) -> Result<Locale, UnknownLocale> {
        let mut locale = Locale::load(tag)?;
        let here: Vec<&OwnWords> = own.iter().filter(|own| is_of(&own.tag, locale.tag())).collect();
        for word in here.into_iter().flat_map(|own| &own.words) {
            // what the language refuses is reported where it is written, and left out here
            let _ = locale.adopt(word);
        }
        Ok(locale)
    }

    /// Takes what a project says about a word.
    ///
    /// # Errors
    /// When it speaks of a unit, currency or phrase that is not known; nothing is changed then.
    pub fn adopt(&mut self, own: &Own) -> Result<(), OwnError> {
        let respell = self.respell.clone();
        let mut adder = Adder { locale: self, respell: &respell };
        match own {
            Own::Forget(phrase) => {
                let known = adder.forget(phrase);
                return known.then_some(()).ok_or_else(|| OwnError::Forget(phrase.clone()));
            }
            Own::Noun(phrase) => adder.add(phrase, Role::Noun),
            Own::Name(phrase) => adder.add(phrase, Role::Skip),
            Own::Label(phrase) => adder.add(phrase, Role::NameCue),
            Own::Hedge { qualifier, after: false, phrase } => adder.add(phrase, Role::Before(*qualifier)),
            Own::Hedge { qualifier, after: true, phrase } => adder.add(phrase, Role::After(*qualifier)),
            Own::Number { phrase, value } => adder.add(phrase, number(*value)),
            Own::Word { unit, phrase } => {
                let index = adder.locale.unit_index(unit).ok_or_else(|| OwnError::Unit(unit.clone()))?;
                adder.add_exactly(phrase, Role::Unit(index), counts_case(phrase));
            }
            Own::Unit { name, times, of, phrases } => {
                let index = adder.locale.unit_index(of).ok_or_else(|| OwnError::Unit(of.clone()))?;
                let measure = adder.locale.unit_at(index).map(|unit| unit.measure.clone());
                let Some(Measure::Measured { dimension, factor }) = measure else {
                    return Err(OwnError::Measure(of.clone()));
                };
                let index = adder.push(name, Measure::Measured { dimension, factor: times * &factor });
                for phrase in phrases {
                    adder.add_exactly(phrase, Role::Unit(index), counts_case(phrase));
                }
            }
        }
        Ok(())
    }

    /// The names of all units and currencies that words can be given to.
    pub fn unit_names(&self) -> impl Iterator<Item = &str> {
        self.units.iter().map(|unit| &*unit.name)
    }

    fn unit_index(&self, name: &str) -> Option<u16> {
        self.units.iter().position(|unit| *unit.name == *name).and_then(|index| u16::try_from(index).ok())
    }
}

/// Whether words of a language or locale are those of a locale: `vi` of `vi-VN`.
fn is_of(own: &str, tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or(tag);
    own.eq_ignore_ascii_case(tag) || own.eq_ignore_ascii_case(language)
}

/// What a word for a number can do: scales multiply, small numbers add up, others count like a dozen.
fn number(value: u64) -> Role {
    let small = |value: u64| u8::try_from(value).unwrap_or(u8::MAX);
    let exponent = value.checked_ilog10().filter(|exponent| *exponent >= 3 && 10u64.pow(*exponent) == value);
    match (value, exponent) {
        (_, Some(exponent)) => Role::Scale(u8::try_from(exponent).unwrap_or(u8::MAX)),
        (0..=19, _) => Role::Ones(small(value)),
        (20..=90, _) if value.is_multiple_of(10) => Role::Tens(small(value)),
        _ => Role::Dozen(u16::try_from(value).unwrap_or(u16::MAX)),
    }
}
