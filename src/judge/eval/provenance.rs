//! Provenance: what was found out about the quote of a claim, and how the claim agrees with it.

use std::borrow::Cow;

use super::super::compare;
use super::super::compare::Claimed;
use super::{Machine, Val};
use crate::claim::ClaimId;
use crate::date::{Date, Period};
use crate::document::Document as SourceText;
use crate::evidence::{Anchor, Status, Unread};
use crate::expr::functions::Name as Function;
use crate::finding::Verdict;
use crate::outcome::{Outcome, Subject};
use crate::said::Said;
use crate::text::origin::page_list;
use crate::truth::Truth;
use crate::value::Value;

/// Claims that a sentence about several names; the others are counted.
const NAMED_MAX: usize = 5;

impl<'w> Machine<'w> {
    pub(super) fn provenance(&mut self, function: Function, claim: ClaimId) -> Truth {
        if function == Function::Located {
            return self.located(claim);
        }
        if function == Function::Read && self.world.input.evidence.unread(claim.0 as usize).is_none() {
            return Truth::True;
        }
        if !self.explaining && self.is_confirmed(claim) {
            return Truth::True;
        }
        let evidence = self.world.evidence(claim);
        let reading = match &evidence.reading {
            Ok(reading) => reading,
            Err(unread) => {
                self.unread(unread);
                // a quote without a single digit does not carry the claim; one with digits may hold a figure not understood
                let digits = self.world.claims.quote(claim).contains(char::is_numeric);
                let none = function == Function::Read && *unread == Unread::Nothing && !digits;
                return if none { Truth::False } else { Truth::Unknown };
            }
        };
        let value = self.world.claims.value(claim);
        let row = self.world.claims.get(claim);
        let unit = self.world.units.get(row.unit).map(|known| &known.unit);
        let claimed = Claimed { value: &value, kind: row.kind, unit };
        let agreement = match function {
            Function::Agrees => compare::agrees(&claimed, reading),
            Function::SameHedge => compare::same_hedge(&claimed, reading, self.words_at(claim, reading.mention.hedge.clone())),
            _ => {
                let after = self.words_at(claim, Some(reading.mention.figure.end..reading.sentence.end));
                let sentence = self.words_at(claim, Some(reading.sentence.clone()));
                match compare::same_unit(&claimed, reading, after, sentence) {
                    Ok(Truth::Unknown) => {
                        self.unknown(|| Said::new("unknown/no-unit"));
                        return Truth::Unknown;
                    }
                    Ok(truth) => return truth,
                    Err(said) => Err(said),
                }
            }
        };
        match agreement {
            Ok(()) => Truth::True,
            Err(said) => {
                self.fails(|| said);
                if self.explaining && function == Function::Agrees {
                    let mentions = row.source.map(|source| (self.world.input.mentions)(source));
                    self.because.extend(compare::slips(&claimed, reading, mentions.as_deref().unwrap_or_default()));
                }
                Truth::False
            }
        }
    }

    /// Whether the claim and what was read are one writing, so that value, unit and hedge agree: nearly all do, and a million need
    /// no closer look.
    fn is_confirmed(&self, claim: ClaimId) -> bool {
        let row = self.world.claims.get(claim);
        let unit = self.world.units.get(row.unit).map(|known| &known.unit);
        let decimal = self.world.claims.decimal(claim);
        decimal.is_some_and(|decimal| self.world.input.evidence.says(claim.0 as usize, decimal, row.kind, unit))
    }

    fn located(&mut self, claim: ClaimId) -> Truth {
        if self.world.status(claim).is_some_and(Status::stands) {
            return Truth::True;
        }
        let Some(anchor) = self.world.anchor(claim) else {
            self.unknown(|| Said::new("quote/none"));
            return Truth::Unknown;
        };
        let source = self.world.claims.get(claim).source.map(|source| &self.world.sources[source.0 as usize]);
        let why = match source.map(|source| &source.document) {
            Some(SourceText::Unreadable { why, .. }) => why.as_str(),
            _ => "",
        };
        let said = || not_standing(&anchor, why);
        match anchor.status {
            // whether it stands there cannot be told
            Status::Ambiguous | Status::Unreadable | Status::ElidedRisky => {
                self.unknown(said);
                Truth::Unknown
            }
            _ => self.fails(said),
        }
    }

    /// Whether one of the dates where the quote stands is that of the claim.
    pub(super) fn dated(&mut self, claim: ClaimId) -> Truth {
        let Some(as_of) = self.world.claims.as_of(claim) else {
            let id = self.world.claims.id_text(claim);
            self.unknown(|| Said::new("unknown/field-absent").with("field", format!("{id}.as_of")));
            return Truth::Unknown;
        };
        if self.located(claim) != Truth::True {
            return Truth::Unknown;
        }
        let place = self.world.anchor(claim).and_then(|anchor| anchor.place.clone());
        let (Some(source), Some(place)) = (self.world.claims.get(claim).source, place) else { return Truth::Unknown };
        let dates = (self.world.input.dates)(source, &place);
        let truth = dates.iter().fold(Truth::False, |truth, date| truth.or(tells(date, &as_of)));
        if truth == Truth::False && self.explaining && !self.undated.contains(&claim) {
            self.undated.push(claim);
        }
        truth
    }

    /// Claims of a list whose date is not said are told in one sentence, and the outcome is about them and no other.
    pub(super) fn tell_undated(&mut self, outcome: &mut Outcome) {
        let undated = std::mem::take(&mut self.undated);
        if undated.is_empty() || outcome.verdict != Verdict::Fails {
            return;
        }
        let shown: Vec<String> = undated.iter().take(NAMED_MAX).map(|&claim| self.named_with_date(claim)).collect();
        let said = Said::new("as-of/not-said").with("count", undated.len()).with("claims", shown.join(", "));
        outcome.because.push(if undated.len() > NAMED_MAX { said.with("more", undated.len() - NAMED_MAX) } else { said });
        if let Subject::Claims(bound) = &mut outcome.subject {
            for (_, claims) in bound {
                claims.retain(|claim| undated.contains(claim));
            }
        }
    }

    fn named_with_date(&self, claim: ClaimId) -> String {
        let date = self.world.claims.as_of(claim).map(|date| date.to_string()).unwrap_or_default();
        format!("{} ({date})", self.world.claims.id_text(claim))
    }

    pub(super) fn surroundings(&mut self, function: Function, claim: ClaimId) -> Val<'w> {
        match &self.world.evidence(claim).reading {
            Err(unread) => self.unread(unread),
            Ok(reading) => {
                let (sentence, figure) = (&reading.sentence, &reading.mention.figure);
                let range = match function {
                    Function::Before => sentence.start..figure.start,
                    Function::After => figure.end..sentence.end,
                    _ => sentence.clone(),
                };
                Val::Text(Cow::Owned(plain_text(self.words_at(claim, Some(range)))))
            }
        }
    }

    fn words_at(&self, claim: ClaimId, range: Option<std::ops::Range<u32>>) -> &'w str {
        let source = self.world.claims.get(claim).source.map(|source| &self.world.sources[source.0 as usize].document);
        match (source, range) {
            (Some(SourceText::Text { file, .. }), Some(range)) => {
                self.world.input.files.get(*file).slice(range.start as usize..range.end as usize)
            }
            _ => "",
        }
    }
}

/// Whether a date of a text says another: it is that date, or lies in it; a period by its last day. A wider one leaves it open.
fn tells(said: &Value, as_of: &Date) -> Truth {
    match said {
        Value::Date(date) => match (date.days(), as_of.days()) {
            (Some((first, last)), Some((from, until))) if from <= first && last <= until => Truth::True,
            _ if date == as_of => Truth::True,
            _ => date.equal(as_of),
        },
        Value::Period(Period { until: Some(until), .. }) => match (until.days(), as_of.days()) {
            (Some((_, last)), Some((_, end))) if last == end => Truth::True,
            _ => tells(&Value::Date(*until), as_of),
        },
        Value::Period(Period { from: Some(from), until: None }) => tells(&Value::Date(*from), as_of),
        _ => Truth::False,
    }
}

/// Why a quote that does not stand in its source does not; `why` says why the source has no text.
pub fn not_standing(anchor: &Anchor, why: &str) -> Said {
    let detail = anchor.detail.as_deref();
    let change = detail.and_then(|detail| detail.changes.first());
    let with_change = |said: Said| match change {
        Some(change) => said.with("quoted", &change.quoted).with("printed", &change.printed),
        None => said,
    };
    match (anchor.status, detail.and_then(|detail| detail.difference)) {
        (Status::Ambiguous, _) => Said::new("quote/ambiguous").with("count", detail.map_or(0, |detail| detail.places.len())),
        (Status::Unreadable, _) => match detail.map_or(&[][..], |detail| &detail.pictures) {
            [] => Said::new("quote/unreadable").with("why", why),
            pages => Said::new("quote/on-pictures").with("count", pages.len()).with("pages", page_list(pages)),
        },
        (Status::Altered, Some(crate::evidence::Difference::Number)) => with_change(Said::new("quote/altered-number")),
        (Status::Altered, _) => with_change(Said::new("quote/altered-words")),
        (Status::Truncated, _) => Said::new("quote/truncated"),
        (Status::ElidedRisky, _) => Said::new("quote/elided-risky"),
        _ => Said::new("quote/absent"),
    }
}

/// Words of a source as conditions compare them: composed letters, and one space for line breaks and runs of spaces.
fn plain_text(text: &str) -> String {
    let composed = crate::text::fold::composed(text);
    let mut plain = String::with_capacity(composed.text.len());
    for character in composed.text.chars() {
        match character {
            space if space.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            other => plain.push(other),
        }
    }
    plain
}
