//! Quote: the words of a claim as its source has them, and the words around them.
//!
//! What layout and encoding do to a text is no matter of words: a line break, a word parted at a line end and decomposed letters stay
//! looked past, and quotes are written on one line in composed letters.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::claim::ClaimId;
use crate::evidence::{Anchor, Fold, FoldSet, Status};
use crate::project::Project;
use crate::run::text_of;
use crate::said::Said;
use crate::text::fold::Folded;

/// The words of a claim that say where its value stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) exact: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) focus: String,
}

impl Quote {
    /// As the claim has them.
    pub(super) fn of(project: &Project, claim: ClaimId) -> Quote {
        let (before, after, focus) = project.claims.context(claim);
        let [before, after, focus] = [before, after, focus].map(str::to_owned);
        Quote { exact: project.claims.quote(claim).to_owned(), before, after, focus }
    }
}

/// Differences of layout and encoding, which a quote need not copy.
const LAYOUT: &[Fold] = &[Fold::Nfc, Fold::Space, Fold::HyphenBreak, Fold::ZeroWidth, Fold::Markup];

/// The quote of a claim that stands, in the source's own words and with the words that are around it now; nothing if it has them.
pub(super) fn mended(project: &Project, claim: ClaimId, anchor: &Anchor) -> Option<(Quote, Vec<Said>)> {
    let source = project.source(project.claims.get(claim).source?);
    let text = text_of(project, source)?;
    let place = anchor.place.clone()?;
    let (old, id) = (Quote::of(project, claim), project.claims.id_text(claim));
    let (mut new, mut said) = (old.clone(), Vec::new());
    let words = words_differ(anchor);
    // a quote that leaves something out is not the source's words from end to end
    if !words.is_empty() && anchor.detail.is_none() {
        new.exact = own_words(text, &place, &old.exact);
        let folds = words.iter().map(Fold::name).collect::<Vec<_>>().join(", ");
        said.push(Said::new("fix/requoted").with("id", id).with("folds", folds));
    }
    if anchor.status == Status::Moved {
        new.before = around(text, 0..place.start, &old.before, true);
        new.after = around(text, place.end..crate::text::offset(text.len()), &old.after, false);
        said.push(Said::new("fix/moved").with("id", id));
    }
    (new != old).then_some((new, said))
}

fn words_differ(anchor: &Anchor) -> FoldSet {
    LAYOUT.iter().fold(anchor.folds, |folds, layout| folds.without(*layout))
}

/// The words of a place on one line, in composed letters. The hyphen of a word that is parted at a line end is written as the quote
/// has it, since the line end does not tell.
fn own_words(text: &str, place: &Range<u32>, quoted: &str) -> String {
    let printed = text.get(place.start as usize..place.end as usize).unwrap_or_default();
    let layout: FoldSet = LAYOUT.iter().copied().filter(|fold| *fold != Fold::HyphenBreak || !quoted.contains('-')).collect();
    let folded = Folded::new(printed, layout);
    folded.text().split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// As many words next to a place as the claim had there, on one line.
fn around(text: &str, side: Range<u32>, old: &str, is_before: bool) -> String {
    let count = old.split_whitespace().count();
    let beside = text.get(side.start as usize..side.end as usize).unwrap_or_default();
    let mut words: Vec<&str> = match is_before {
        true => beside.split_whitespace().rev().take(count).collect(),
        false => beside.split_whitespace().take(count).collect(),
    };
    if is_before {
        words.reverse();
    }
    words.join(" ").nfc().collect()
}
