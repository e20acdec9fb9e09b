//! Fix: what can be put right in a project without looking at any value: hashes that nobody pinned, quotes that differ from the
//! source's own words or that moved, and words that say which of several places or figures is meant, where something else than the
//! value decides it.
//!
//! It never touches a value and never pins a changed hash; what it cannot put right it lists with the reason.

mod choice;
mod quote;
mod write;

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::claim::ClaimId;
use crate::document::{Document, SourceId, Transcript};
use crate::edit::Changes;
use crate::evidence::{Evidence, Status, Unread};
use crate::project::Project;
use crate::run::Checked;
use crate::said::Said;
use crate::source::{self, Locales, Units};
use crate::sources::entry::{self, Given, Keys};
use crate::text::Span;
use quote::Quote;

/// What a person asks for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// For claims, by their id, which of the places or figures that a report numbers is meant.
    pub choices: BTreeMap<String, usize>,
    /// Whether a claims file in CSV may get columns that it lacks.
    pub add_columns: bool,
}

/// Something that is put right, or that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub said: Said,
}

/// What is to be changed in a project.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files with their new texts.
    pub changes: Changes,
    /// What is put right, in the order of the files.
    pub fixed: Vec<Item>,
    /// What cannot be, with the reason.
    pub left: Vec<Item>,
}

/// Decides what is put right. The quotes of the project are tried out, so that afterwards they are those of the plan.
pub fn plan(checked: &mut Checked, asked: &Asked) -> Plan {
    let mut plan = Plan::default();
    pins(&checked.project, &mut plan);
    let wanted = wanted(checked, asked, &mut plan);
    let sound = tried(checked, wanted, &mut plan);
    write::claims(&checked.project, &sound, asked, &mut plan);
    let rank = |item: &Item| (item.span, item.said.clone());
    plan.fixed.sort_by_cached_key(rank);
    plan.left.sort_by_cached_key(rank);
    plan
}

/// Pins the hashes of files that have none, and lists those that changed.
fn pins(project: &Project, plan: &mut Plan) {
    let mut wanted: Vec<(SourceId, Keys)> = Vec::new();
    for (place, source) in project.sources.iter().enumerate() {
        let id = project.names.get(source.id);
        let transcript = source.transcript.as_ref();
        let mut keys = Keys::new();
        let files = [
            ("sha256", source.sha256.is_some(), source.digest(), &source.path),
            (
                "transcript_sha256",
                transcript.is_none_or(|transcript| transcript.sha256.is_some()),
                transcript.and_then(|transcript| transcript.digest.as_deref()),
                transcript.map_or(&source.path, |transcript| &transcript.path),
            ),
        ];
        for (key, _, digest, path) in files.into_iter().filter(|(_, is_pinned, ..)| !is_pinned) {
            if let Some(digest) = digest {
                keys.push((key, Given::Text(digest.to_owned())));
                let said = Said::new("fix/pinned").with("id", id).with("path", path);
                plan.fixed.push(Item { span: source.span, said });
            }
        }
        let changed =
            [(source.is_changed(), "fix/left-source"), (transcript.is_some_and(Transcript::is_changed), "fix/left-scan")];
        for (_, code) in changed.into_iter().filter(|(is_changed, _)| *is_changed) {
            plan.left.push(Item { span: source.span, said: Said::new(code).with("id", id) });
        }
        if !keys.is_empty() {
            wanted.push((SourceId(crate::text::offset(place)), keys));
        }
    }
    entry::set(project, &wanted, &mut plan.changes);
}

/// A claim with the quote that it is to have.
#[derive(Debug)]
struct Wanted {
    claim: ClaimId,
    old: Quote,
    quote: Quote,
    said: Vec<Said>,
}

/// The quotes that are to change; what cannot be put right is listed.
fn wanted(checked: &Checked, asked: &Asked, plan: &mut Plan) -> Vec<Wanted> {
    let project = &checked.project;
    let known = choice::KnownNames::of(project);
    let locales = Locales::of(project);
    let mut wanted = Vec::new();
    for claim in project.claims.ids() {
        let evidence = checked.evidence.get(claim.0 as usize);
        let choice = asked.choices.get(project.claims.id_text(claim)).copied();
        let look = choice::Look { project, claim, evidence: &evidence, known: &known, locales: &locales, choice };
        match of_claim(&look) {
            Ok(Some((quote, said))) => wanted.push(Wanted { claim, old: Quote::of(project, claim), quote, said }),
            Ok(None) => {}
            Err(said) => plan.left.push(left(project, claim, said)),
        }
    }
    wanted
}

/// What is to become of one claim's quote; nothing if it can stay, or why it cannot be put right.
fn of_claim(look: &choice::Look<'_>) -> Result<Option<(Quote, Vec<Said>)>, Said> {
    let (project, claim) = (look.project, look.claim);
    let id = project.claims.id_text(claim);
    let Some(anchor) = &look.evidence.anchor else { return no_choice(look) };
    match anchor.status {
        Status::Ambiguous => look.place().map(Some),
        status if status.stands() => {
            let mended = quote::mended(project, claim, anchor);
            match &look.evidence.reading {
                Err(Unread::Several(figures)) => {
                    let (quote, mut said) = look.figure(figures, mended.clone())?;
                    said.extend(mended.into_iter().flat_map(|(_, said)| said));
                    Ok(Some((quote, said)))
                }
                _ if look.choice.is_some() => no_choice(look),
                _ => Ok(mended),
            }
        }
        _ => Err(crate::judge::not_standing(anchor, no_text(project, claim)).with("id", id)),
    }
}

/// Why the source of a claim has no text; nothing where it has.
fn no_text(project: &Project, claim: ClaimId) -> &str {
    match project.claims.get(claim).source.map(|source| &project.source(source).document) {
        Some(Document::Unreadable { why, .. }) => why,
        Some(Document::Text { .. }) | None => "",
    }
}

fn no_choice(look: &choice::Look<'_>) -> Result<Option<(Quote, Vec<Said>)>, Said> {
    match look.choice {
        Some(_) => Err(Said::new("fix/no-choice").with("id", look.project.claims.id_text(look.claim))),
        None => Ok(None),
    }
}

/// Why a claim cannot be put right. Messages of reports name the claim and its source.
fn left(project: &Project, claim: ClaimId, said: Said) -> Item {
    let source = project.claims.get(claim).source.map(|source| project.source(source));
    let said = said.with("claim", project.claims.id_text(claim)).with("source", source.map_or("", |source| source.path.as_str()));
    Item { span: crate::claim::field_span(&project.files, &project.claims, claim, crate::claim::Field::Quote), said }
}

/// Tries the new quotes out: only those go on with which the claim stands in one place, at least as well read as before, and with
/// nothing left to put right.
fn tried(checked: &mut Checked, mut wanted: Vec<Wanted>, plan: &mut Plan) -> Vec<Wanted> {
    let project = &mut checked.project;
    let mut found = try_out(project, &wanted);
    // a quote whose place was only now chosen may differ from the words there
    let mut mended_more = false;
    for each in &mut wanted {
        let anchor = found.get(&each.claim).and_then(|now| now.anchor.as_ref()).filter(|anchor| anchor.status.stands());
        if let Some((quote, said)) = anchor.and_then(|anchor| quote::mended(project, each.claim, anchor)) {
            each.quote = quote;
            each.said.extend(said);
            mended_more = true;
        }
    }
    if mended_more {
        found = try_out(project, &wanted);
    }
    let mut sound = Vec::new();
    for wanted in wanted {
        let before = checked.evidence.get(wanted.claim.0 as usize);
        let now = found.get(&wanted.claim);
        if now.is_some_and(|now| is_clean(project, wanted.claim, &before, now)) {
            sound.push(wanted);
        } else {
            let said = Said::new("fix/left-unclean").with("id", project.claims.id_text(wanted.claim));
            plan.left.push(left(project, wanted.claim, said));
        }
    }
    sound
}

/// What is found with the new quotes, which the store then has.
fn try_out(project: &mut Project, wanted: &[Wanted]) -> HashMap<ClaimId, Evidence> {
    for Wanted { claim, quote, .. } in wanted {
        project.claims.requote(*claim, &quote.exact, &quote.before, &quote.after, &quote.focus);
    }
    let locales = Locales::of(project);
    let units = Units::of(project, &locales);
    let mut by_source: BTreeMap<SourceId, Vec<ClaimId>> = BTreeMap::new();
    for wanted in wanted {
        if let Some(source) = project.claims.get(wanted.claim).source {
            by_source.entry(source).or_default().push(wanted.claim);
        }
    }
    let mut all = HashMap::new();
    for (source, claims) in &by_source {
        let found = source::evidence(project, *source, claims, &locales, &units);
        all.extend(claims.iter().enumerate().map(|(place, claim)| (*claim, found.get(place).into_owned())));
    }
    all
}

/// Whether a claim stands with its new quote, is read as it was before, and needs nothing more.
fn is_clean(project: &Project, claim: ClaimId, before: &Evidence, now: &Evidence) -> bool {
    let Some(anchor) = now.anchor.as_ref().filter(|anchor| anchor.status.stands() && anchor.status != Status::Moved) else {
        return false;
    };
    let read_alike = match (&before.reading, &now.reading) {
        (Ok(before), Ok(now)) => before.mention.value == now.mention.value,
        (Ok(_), Err(_)) => false,
        (Err(_), now) => !matches!(now, Err(Unread::Several(_) | Unread::NotLocated)),
    };
    read_alike && quote::mended(project, claim, anchor).is_none()
}
