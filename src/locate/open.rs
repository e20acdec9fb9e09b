//! Quotes that stand nowhere as they are, and those whose place is in doubt: each gets a status that says why. None gets a place
//! by a score.

use std::ops::Range;

use super::compare::{agree_nearly, folds_needed_nearly};
use super::near::{self, Bond, Candidate};
use super::{Settled, Sought, Source, context, differ, guard, search, seeds};
use crate::evidence::{Anchor, AnchorDetail, Change, Difference, Status};

fn absent(nearest: Option<Range<u32>>) -> Anchor {
    Anchor::without_place(Status::Absent, AnchorDetail { nearest, ..AnchorDetail::default() })
}

impl Source<'_> {
    /// Decides about the quotes that stand nowhere as they are, and those whose place is in doubt.
    pub(super) fn settle_open(&self, sought: &[Sought<'_>], settled: Vec<Settled>) -> Vec<Anchor> {
        let windows = self.windows(sought, &settled);
        let settle = |(index, settled): (usize, Settled)| {
            let windows = windows.get(index).map(Vec::as_slice).unwrap_or_default();
            match settled {
                Settled::Clear(anchor) => anchor,
                Settled::Open => self.nearly(&sought[index], windows),
                Settled::Doubted(anchor) => self.doubted(&sought[index], anchor, windows),
            }
        };
        settled.into_iter().enumerate().map(settle).collect()
    }

    /// The windows in which each quote may stand that is not clear yet: where its own words lead, unless it only is in doubt, and
    /// where the words around it lead.
    fn windows(&self, sought: &[Sought<'_>], settled: &[Settled]) -> Vec<Vec<Range<u32>>> {
        if settled.iter().all(|settled| matches!(settled, Settled::Clear(_))) {
            return Vec::new();
        }
        let own = |(quote, settled)| if matches!(settled, &Settled::Open) { Sought::needle(quote) } else { "" };
        let own: Vec<&str> = sought.iter().zip(settled).map(own).collect();
        let mut windows = near::windows(self.folded.text(), &own);
        self.add_windows_beside(sought, settled, &mut windows);
        for (quote, windows) in sought.iter().zip(&mut windows).filter(|(quote, _)| !quote.parts.is_empty()) {
            windows.iter_mut().for_each(|window| *window = self.widened(window, quote.room()));
        }
        windows
    }

    /// Adds the windows next to the words that should be around a quote.
    fn add_windows_beside(&self, sought: &[Sought<'_>], settled: &[Settled], windows: &mut [Vec<Range<u32>>]) {
        let sides = sought.iter().zip(settled).flat_map(|(quote, settled)| {
            let leads = |words: &str| !matches!(settled, Settled::Clear(_)) && words.chars().count() >= context::CHARS_MIN;
            quote.around.sides().map(|words| if leads(words) { words } else { "" })
        });
        let sides: Vec<&str> = sides.collect();
        if sides.iter().all(|side| side.is_empty()) {
            return;
        }
        for (side, place) in search::places(self.folded.text(), &sides) {
            let quote = side as usize / 2;
            let beside = context::beside(&place, side % 2 == 0, sought[quote].needle().len());
            if windows[quote].len() < context::WINDOWS_MAX {
                windows[quote].push(seeds::window(self.folded.text(), beside, 0));
            }
        }
    }

    fn widened(&self, window: &Range<u32>, room: usize) -> Range<u32> {
        seeds::window(self.folded.text(), i64::from(window.start)..i64::from(window.end), room)
    }

    /// The anchor of a quote that stands nowhere as it is.
    fn nearly(&self, quote: &Sought<'_>, windows: &[Range<u32>]) -> Anchor {
        let candidates = near::candidates(self, quote, windows);
        let (best, ties) = self.meant(quote, &candidates);
        match best {
            Some(Candidate { bond: Bond::Same, .. }) if ties.len() > 1 => self.ambiguous(&ties),
            Some(best) => self.bound(quote, best, &ties),
            None => absent(near::nearest(quote.needle(), &candidates)),
        }
    }

    /// The passage that a quote means, and all those that differ from it no more. The words around it come before any score.
    fn meant<'c>(&self, quote: &Sought<'_>, candidates: &'c [Candidate]) -> (Option<&'c Candidate>, Vec<Range<u32>>) {
        let meant: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.bond != Bond::Distant).collect();
        let places: Vec<Range<u32>> = meant.iter().map(|candidate| candidate.place.clone()).collect();
        if let Some(index) = quote.around.choose(self.folded.text(), &places) {
            return (Some(meant[index]), vec![places[index].clone()]);
        }
        let tie =
            |best: &Candidate, other: &Candidate| best.bond == other.bond && (best.bond == Bond::Same || best.cost == other.cost);
        let ties = meant.iter().filter(|candidate| meant.first().is_some_and(|best| tie(best, candidate)));
        (meant.first().copied(), ties.map(|candidate| candidate.place.clone()).collect())
    }

    /// The anchor of a quote at the passage that it means.
    fn bound(&self, quote: &Sought<'_>, candidate: &Candidate, ties: &[Range<u32>]) -> Anchor {
        let range = candidate.original.clone();
        let printed = self.slice(&range);
        match candidate.bond {
            Bond::Distant => absent(Some(range)),
            Bond::Same if guard::cuts(self.text, &range) => absent(Some(range)),
            Bond::Same if agree_nearly(printed, quote.exact) => Anchor::at(range, folds_needed_nearly(printed, quote.exact)),
            Bond::Same => self.altered(quote, candidate, Some(Difference::Punctuation), ties),
            Bond::Truncated => self.altered(quote, candidate, None, ties),
            Bond::Altered(difference) => self.altered(quote, candidate, Some(difference), ties),
        }
    }

    /// The anchor of a quote whose place is in doubt, because the words that should be around it are not there.
    ///
    /// Where they stand next to another passage that the quote may mean, that passage has changed since. Where nothing around the
    /// quote agrees with them, it has moved.
    fn doubted(&self, quote: &Sought<'_>, anchor: Anchor, windows: &[Range<u32>]) -> Anchor {
        let candidates = near::candidates(self, quote, windows);
        let spoken_for = |candidate: &&Candidate| {
            let differs = matches!(candidate.bond, Bond::Altered(_) | Bond::Truncated);
            differs && quote.around.speaks() && self.agreement(quote, &candidate.place).whole
        };
        match candidates.iter().find(spoken_for) {
            Some(candidate) => self.bound(quote, candidate, &[]),
            None => anchor,
        }
    }

    /// The anchor of a quote that differs, or breaks off where no difference is given.
    fn altered(&self, quote: &Sought<'_>, candidate: &Candidate, difference: Option<Difference>, ties: &[Range<u32>]) -> Anchor {
        let change = |change: &differ::Change| {
            let (quoted, printed) = (quote.slice(&change.quoted).to_owned(), self.slice(&change.printed).to_owned());
            Change { quoted, printed, place: change.printed.clone() }
        };
        let changes = candidate.changes.iter().map(change).collect();
        let places = if ties.len() > 1 { ties.iter().map(|place| self.original(place)).collect() } else { Vec::new() };
        let nearest = Some(candidate.original.clone());
        let status = if difference.is_some() { Status::Altered } else { Status::Truncated };
        Anchor::without_place(status, AnchorDetail { nearest, difference, changes, places, ..AnchorDetail::default() })
    }
}
