//! Texts: tests and look-ups of words.

use std::borrow::Cow;

use super::{Machine, Val};
use crate::expr::Expr;
use crate::expr::functions::Name as Function;
use crate::said::Said;
use crate::truth::Truth;

impl<'w> Machine<'w> {
    /// The words of a plain text; a claim's value is not taken for words here, since `+` of two claims adds numbers.
    pub(super) fn text_of(&self, value: &Val<'w>) -> Option<String> {
        match value {
            Val::Text(text) => Some(text.to_string()),
            Val::Name(name) => Some(self.world.names.get(*name).to_owned()),
            _ => None,
        }
    }

    pub(super) fn text(&mut self, expr: &'w Expr) -> Option<String> {
        let value = self.eval(expr);
        let value = self.plain(value);
        let words = self.words(&value);
        if words.is_none() && !matches!(value, Val::Unknown) {
            self.unknown(|| Said::new("unknown/no-words"));
        }
        words
    }

    pub(super) fn text_test(&mut self, function: Function, arguments: &'w [Expr]) -> Val<'w> {
        let (Some(text), Some(part)) = (self.text(&arguments[0]), self.text(&arguments[1])) else { return Val::Unknown };
        Val::Truth(Truth::from(match function {
            Function::StartsWith => text.starts_with(&part),
            Function::EndsWith => text.ends_with(&part),
            _ => text.contains(&part),
        }))
    }

    pub(super) fn standing_in(&mut self, first: bool, arguments: &'w [Expr]) -> Val<'w> {
        let Some(text) = self.text(&arguments[0]) else { return Val::Unknown };
        let Some(list) = self.list(&arguments[1]) else { return Val::Unknown };
        if self.undecided(&list) {
            return Val::Unknown;
        }
        let mut best: Option<(usize, String)> = None;
        for place in 0..list.items.count(self.world) {
            let item = list.items.get(place, self.world);
            let Some(word) = self.text_of(&item).filter(|word| !word.is_empty()) else { continue };
            let Some(at) = whole_word(&text, &word, first) else { continue };
            let better = best.as_ref().is_none_or(|(known, longest)| {
                let nearer = if first { at < *known } else { at > *known };
                nearer || (at == *known && word.len() > longest.len())
            });
            if better {
                best = Some((at, word));
            }
        }
        best.map_or(Val::Null, |(_, word)| Val::Text(Cow::Owned(word)))
    }
}

/// The first or last place where a word stands whole in a text.
fn whole_word(text: &str, word: &str, first: bool) -> Option<usize> {
    let whole = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let mut places = text.match_indices(word).map(|(at, _)| at).filter(whole);
    if first { places.next() } else { places.last() }
}
