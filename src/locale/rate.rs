//! Rates in words: what makes one unit a rate of another, "mỗi hộ mỗi năm", "per day".
//!
//! Rates with a slash are written in one piece and need no words.

use super::lex::{Class, Gap, Token};
use super::words::{Kinds, Paths, Role};
use super::{Locale, words};

/// Parts of one rate: per household, per month, per year.
const PARTS_MAX: usize = 3;

const PERS: Kinds = Kinds::of(&[Role::Per, Role::PerLoose]);

impl Locale {
    /// The parts of the rate that words at a place make of the unit before it, "hộ/năm", and the place after them.
    ///
    /// After a counted noun a loose word must lead to a unit or a noun of rates: "2 lần một tuần", but "5 xã, một thị trấn" is two counts.
    pub(crate) fn rate(&self, text: &str, tokens: &[Token], paths: &Paths, at: usize, counts: bool) -> Option<(String, usize)> {
        let mut parts = String::new();
        let mut next = at;
        for _ in 0..PARTS_MAX {
            let Some((start, end)) = self.rate_part(text, tokens, paths, next, counts) else { break };
            let range = tokens.get(start)?.start as usize..tokens.get(end - 1)?.end as usize;
            if !parts.is_empty() {
                parts.push('/');
            }
            parts.push_str(&words::lower(text.get(range)?));
            next = end;
        }
        (next > at).then_some((parts, next))
    }

    /// The tokens of what a figure is per, after a word that says so.
    fn rate_part(&self, text: &str, tokens: &[Token], paths: &Paths, at: usize, counts: bool) -> Option<(usize, usize)> {
        let word = tokens.get(at).filter(|word| word.word != 0 && word.gap != Gap::Wide)?;
        if !self.words.kinds(word).meets(PERS) {
            return None;
        }
        let per = self.words.longest(text, tokens, paths, at, |role| match role {
            Role::Per => Some(false),
            Role::PerLoose => Some(true),
            _ => None,
        })?;
        let nouns = !(counts && per.what);
        let known = |role| (matches!(role, Role::Unit(_) | Role::PerNoun) || (nouns && role == Role::Noun)).then_some(());
        if let Some(found) = self.words.longest(text, tokens, paths, per.next, known) {
            let ends = tokens.get(found.next).is_none_or(|after| after.gap != Gap::None || after.class == Class::Mark);
            return (ends && tokens.get(per.next)?.class != Class::Mark).then_some((per.next, found.next));
        }
        let mut next = per.next;
        while next < per.next + self.noun_words && self.is_noun_word(text, tokens, paths, next) {
            next += 1;
        }
        (!per.what && next > per.next).then_some((per.next, next))
    }

    /// Whether a word may be one of a counted noun that the language does not list.
    pub(crate) fn is_noun_word(&self, text: &str, tokens: &[Token], paths: &Paths, at: usize) -> bool {
        let taken = |role: Role| {
            let free = matches!(
                role,
                Role::Between
                    | Role::Careful
                    | Role::Part(_)
                    | Role::Rank(_)
                    | Role::Noun
                    | Role::Listed(_)
                    | Role::NameCue
                    | Role::Named
                    | Role::Postcode
                    | Role::PerNoun
                    | Role::PerLoose
                    | Role::RatioIn
                    | Role::RatioOf
                    | Role::RatioEvery
                    | Role::RatioThen
                    | Role::RatioRank
            );
            (!free).then_some(())
        };
        let Some(token) = tokens.get(at).filter(|token| token.class == Class::Word && !token.code) else { return false };
        let word = text.get(token.start as usize..token.end as usize).unwrap_or_default();
        let mut letters = word.chars();
        let lower = letters.next().is_some_and(char::is_lowercase) && letters.next().is_some();
        lower && (token.word == 0 || self.words.longest(text, tokens, paths, at, taken).is_none())
    }
}
