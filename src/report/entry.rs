//! Entry: one problem or outcome in words, with its marked places and what to do.
//!
//! It never chooses what is shown; outputs never reword it.

use super::fingerprint::{self, Fingerprint};
use super::labels::{self, Label, is_core};
use super::{Input, Known, Level, Severity, Verdict, claims_of};
use crate::claim::ClaimId;
use crate::document::{Document, SourceId};
use crate::evidence::Status;
use crate::finding::Problem;
use crate::outcome::{Outcome, Subject};
use crate::rule::{Head, metric};
use crate::said::{Fact, Said, Words};
use crate::text::origin::page_list;

/// Bytes of a worked-out condition up to which a headline carries it.
const STEP_BYTES_MAX: usize = 60;

/// One problem or outcome, ready for any output.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// How it is to be seen.
    pub severity: Severity,
    /// The level of the rule or problem.
    pub level: Level,
    /// The rule's identifier, or the problem's code.
    pub code: &'a str,
    /// What is the matter, in one sentence that makes sense without the picture.
    pub headline: String,
    /// The marked places; the first is the primary one.
    pub labels: Vec<Label>,
    /// Places beyond [`super::PLACES_MAX`].
    pub places_left_off: usize,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// What would fit, what to do.
    pub help: Vec<String>,
    /// What makes it the same finding in the next run, wherever its lines have moved to.
    pub fingerprint: Fingerprint,
    /// From where it is known already, when it is no new finding.
    pub known: Option<Known>,
    /// The outcome; nothing for a problem.
    pub case: Option<Case<'a>>,
}

/// What an entry says of an outcome, for machines.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The verdict.
    pub verdict: Verdict,
    /// For `possible`: the usual ranges disagree.
    pub unlikely: bool,
    /// The keys on which the group agrees.
    pub group: &'a [(String, String)],
    /// The names of the rule with the identifiers of their claims.
    pub names: Vec<(&'a str, Vec<&'a str>)>,
    /// The source it was judged for.
    pub source: Option<&'a str>,
    /// The rule it was judged for.
    pub subject_rule: Option<&'a str>,
    /// Why.
    pub reasons: Vec<Reason<'a>>,
    /// The condition worked out, innermost first.
    pub steps: Vec<&'a str>,
    /// Claims in it whose quote was not found.
    pub unconfirmed: Vec<&'a str>,
    /// Who accepted it.
    pub accepted: Option<Accepted<'a>>,
}

/// A reason with its code and facts.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its facts.
    pub facts: Vec<(&'a str, &'a str)>,
    /// In words.
    pub text: String,
}

/// An accepted finding: who, why, until when.
#[derive(Clone, Copy, Debug)]
pub struct Accepted<'a> {
    /// Who.
    pub by: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The last day on which it counts.
    pub until: Option<jiff::civil::Date>,
}

/// A mistake in a file.
pub(super) fn problem<'a>(input: &Input<'a>, problem: &'a Problem, words: &Words) -> Entry<'a> {
    let place = |label: &crate::finding::Label| labels::label(input, label.span, label.mark, words.problem(&label.text));
    Entry {
        severity: Severity::of_level(problem.level).unless(problem.known),
        level: problem.level,
        code: problem.code,
        headline: words.problem(&problem.message),
        labels: problem.labels.iter().take(labels::PLACES_MAX).map(place).collect(),
        places_left_off: problem.labels.len().saturating_sub(labels::PLACES_MAX),
        notes: Vec::new(),
        help: problem.help.iter().map(|help| words.problem(help)).collect(),
        fingerprint: fingerprint::of_problem(input, problem),
        known: problem.known,
        case: None,
    }
}

/// An outcome with its reasons in words and its places.
pub(super) fn outcome<'a>(input: &Input<'a>, outcome: &'a Outcome, words: &Words) -> Entry<'a> {
    let view = View::new(input, outcome, words);
    let (labels, places_left_off) = labels::labels(&view);
    let (notes, help) = view.notes();
    Entry {
        severity: Severity::of(outcome),
        level: outcome.level,
        code: view.head.id.value.as_str(),
        headline: view.headline(),
        labels,
        places_left_off,
        notes,
        help,
        fingerprint: fingerprint::of_outcome(input, outcome),
        known: outcome.known,
        case: Some(view.case()),
    }
}

/// An outcome together with what wording it needs.
pub(super) struct View<'v, 'a> {
    pub(super) input: &'v Input<'a>,
    pub(super) outcome: &'a Outcome,
    pub(super) words: &'v Words,
    pub(super) head: &'a Head,
    /// The claims with their names.
    pub(super) claims: Vec<(&'a str, ClaimId)>,
}

impl<'v, 'a> View<'v, 'a> {
    fn new(input: &'v Input<'a>, outcome: &'a Outcome, words: &'v Words) -> View<'v, 'a> {
        let head = &input.heads[outcome.rule.0 as usize];
        View { input, outcome, words, head, claims: claims_of(&outcome.subject).collect() }
    }

    /// The reason that makes the headline: the first, unless it only adds to another.
    pub(super) fn main_reason(&self) -> Option<&'a Said> {
        self.outcome.because.first().filter(|said| said.area() != "note")
    }

    fn headline(&self) -> String {
        let reason = self.main_reason().map(|said| self.say(said)).or_else(|| self.subject_reason());
        let says = self.says_worked_out();
        let by_rule = |code: &str| self.words.text(code, &[("says", &says)]);
        match (self.outcome.verdict, reason) {
            (Verdict::Fails | Verdict::Waived, Some(reason)) => reason,
            (Verdict::Fails | Verdict::Waived, None) => by_rule("verdict/fails"),
            (Verdict::Unknown, Some(reason)) => self.words.text("verdict/unknown", &[("reason", &reason)]),
            (Verdict::Unknown, None) => by_rule("verdict/unknown-rule"),
            (Verdict::Possible, _) if self.outcome.unlikely => by_rule("verdict/unlikely"),
            (Verdict::Possible, _) => by_rule("verdict/possible"),
            (Verdict::Holds, _) => by_rule("verdict/holds"),
            (Verdict::NotApplicable, _) => by_rule("verdict/not-applicable"),
        }
    }

    /// What a failing check of the core pack says of a rule, which no judging words for it.
    fn subject_reason(&self) -> Option<String> {
        let fails = matches!(self.outcome.verdict, Verdict::Fails | Verdict::Waived) && is_core(self.head);
        let said = match self.outcome.subject {
            Subject::Rule(_) => Said::new("rule/judged-nothing"),
            Subject::Source(_) | Subject::Claims(_) => return None,
        };
        fails.then(|| self.say(&said))
    }

    /// The sentence of the rule that was broken or could not be judged.
    fn says(&self) -> &'a str {
        self.head.says(self.words.language()).unwrap_or(&self.head.id.value)
    }

    /// The same after the numbers that went in: "5,142 ≤ 4,971 (village cells are among all cells)".
    fn says_worked_out(&self) -> String {
        match &self.outcome.steps[..] {
            [step] if step.text.len() <= STEP_BYTES_MAX && !is_core(self.head) => {
                let step = self.words.condition(&step.text);
                self.words.text("verdict/worked-out", &[("step", &step), ("says", self.says())])
            }
            _ => self.says().to_owned(),
        }
    }

    /// Whether the headline is a reason, so that the rule's sentence is still to be said.
    fn headline_is_reason(&self) -> bool {
        let by_reason = matches!(self.outcome.verdict, Verdict::Fails | Verdict::Waived | Verdict::Unknown);
        by_reason && self.main_reason().is_some_and(|said| said.code != "rule/fails")
    }

    fn say(&self, said: &Said) -> String {
        let says = self.says_worked_out();
        let mut facts = self.context();
        facts.push(("says", &says));
        self.words.say(said, &facts)
    }

    fn context(&self) -> Vec<Fact<'_>> {
        let mut facts = vec![("rule", self.subject_rule().unwrap_or(&self.head.id.value))];
        if let Some((_, id)) = self.claims.first() {
            facts.push(("claim", self.input.project.claims.id_text(*id)));
        }
        facts.extend(self.source().map(|id| ("source", self.source_path(id))));
        facts
    }

    /// The source it speaks of: the subject, or that of its first claim.
    fn source(&self) -> Option<SourceId> {
        match self.outcome.subject {
            Subject::Source(id) => Some(id),
            _ => self.claims.first().and_then(|(_, id)| self.input.project.claims.get(*id).source),
        }
    }

    fn source_path(&self, id: SourceId) -> &'a str {
        let source = self.input.project.source(id);
        // of a scan with a transcript the scan itself is meant where its own file changed
        let is_scan = source.transcript.is_some() && self.main_reason().is_some_and(|said| said.code == "source/changed");
        match &source.document {
            Document::Text { file, .. } if !is_scan => &self.input.project.files.get(*file).path,
            Document::Text { .. } | Document::Unreadable { .. } => &source.path,
        }
    }

    fn subject_rule(&self) -> Option<&'a str> {
        match self.outcome.subject {
            Subject::Rule(id) => Some(self.input.heads[id.0 as usize].id.value.as_str()),
            _ => None,
        }
    }

    fn ids(&self, ids: &[ClaimId]) -> Vec<&'a str> {
        ids.iter().map(|&id| self.input.project.claims.id_text(id)).collect()
    }

    /// Notes and help: the reasons behind the first, then what the report itself has to add.
    fn notes(&self) -> (Vec<String>, Vec<String>) {
        let headline = matches!(self.outcome.verdict, Verdict::Fails | Verdict::Waived | Verdict::Unknown)
            .then(|| self.main_reason())
            .flatten();
        let rest = self.outcome.because.iter().skip(usize::from(headline.is_some()));
        let (help, mut notes): (Vec<&Said>, Vec<&Said>) = rest.partition(|said| said.area() == "slip");
        // The headline says the first, the labels of the claims the second; once is enough for what is missing.
        notes.retain(|said| !matches!(said.code, "rule/fails" | "note/not-confirmed"));
        notes.retain(|said| headline.is_none_or(|headline| headline.code != said.code));
        let mut help: Vec<String> = help.into_iter().map(|said| self.say(said)).collect();
        let mut notes: Vec<String> = notes.into_iter().map(|said| self.say(said)).collect();
        notes.extend(self.group_note());
        notes.extend(self.rule_note());
        notes.extend(self.reading_notes());
        notes.extend(self.transcript_notes());
        notes.extend(self.pictures_note());
        notes.extend(self.link_note());
        notes.extend(self.accepted().map(|accepted| self.accepted_note(accepted)));
        help.extend(self.context_help());
        help.extend(self.accept_help());
        (notes, help)
    }

    /// The keys of the group, where a claim of it is missing and so cannot be shown.
    fn group_note(&self) -> Option<String> {
        let keys: Vec<String> =
            self.outcome.group.iter().map(|(key, value)| format!("{key} = {}", self.labelled(key, value))).collect();
        let is_shown = is_core(self.head) && self.claims.len() == 1;
        let wanted = self.outcome.verdict == Verdict::Unknown && !keys.is_empty() && !is_shown;
        wanted.then(|| self.words.text("note/group", &[("keys", &keys.join(", "))]))
    }

    /// A metric by its label, any other value as it is.
    fn labelled<'t>(&'t self, key: &str, value: &'t str) -> &'t str {
        let metric = (key == "metric").then(|| metric::find(&self.input.project.metrics, value)).flatten();
        metric.and_then(|metric| metric.label(self.words.language())).unwrap_or(value)
    }

    /// The rule's sentence, if the headline does not already say it. The checks of the core pack speak for themselves.
    fn rule_note(&self) -> Option<String> {
        let wanted = self.headline_is_reason() && !is_core(self.head);
        wanted.then(|| self.words.text("note/rule", &[("says", self.says())]))
    }

    /// What is odd about a single claim's reading: facts that its words do not say, remarks on how it is written.
    fn reading_notes(&self) -> Vec<String> {
        let [(_, id)] = self.claims[..] else { return Vec::new() };
        let evidence = self.input.evidence.get(id.0 as usize);
        let Ok(reading) = &evidence.reading else { return Vec::new() };
        let claim = self.input.project.claims.id_text(id);
        let inferred = reading.inferred.iter().map(|fact| {
            let (what, from) = (self.fact_name(fact.what), self.fact_name(fact.from));
            let facts = [("what", what.as_str()), ("value", fact.value.as_str()), ("from", from.as_str()), ("claim", claim)];
            let code = if fact.what == "figure" { "note/chosen" } else { "note/inferred" };
            self.words.text(code, &facts)
        });
        let value = reading.mention.value.to_string();
        let remarks = reading.mention.remarks.iter().map(|remark| match self.words.knows(remark.code) {
            true => self.words.text(remark.code, &[("value", &value)]),
            false => self.words.problem(&remark.text),
        });
        inferred.chain(remarks).collect()
    }

    /// The page of a single claim's source, opened at the words.
    fn link_note(&self) -> Option<String> {
        let [(_, id)] = self.claims[..] else { return None };
        let link = super::claims::link(self.input, id)?;
        Some(self.words.text("note/link", &[("link", &link)]))
    }

    /// Whose words these are, where claims rest on the typed transcript of a scan.
    fn transcript_notes(&self) -> Vec<String> {
        let mut sources: Vec<SourceId> =
            self.claims.iter().filter_map(|(_, id)| self.input.project.claims.get(*id).source).collect();
        sources.sort_unstable();
        sources.dedup();
        let note = |id: SourceId| {
            let source = self.input.project.source(id);
            let by = source.transcript.as_ref()?.by.as_str();
            Some(self.words.text("note/transcribed", &[("by", by), ("scan", &source.path)]))
        };
        sources.into_iter().filter_map(note).collect()
    }

    /// The pages that are pictures, where a single claim's quote stands with other words in the text that can be read.
    fn pictures_note(&self) -> Option<String> {
        let [(_, id)] = self.claims[..] else { return None };
        let anchor = self.input.evidence.anchor(id.0 as usize)?;
        let pages = &anchor.detail.as_ref().filter(|_| anchor.status != Status::Unreadable)?.pictures;
        let facts = [("count", pages.len().to_string()), ("pages", page_list(pages))];
        (!pages.is_empty()).then(|| self.words.text("note/pictures", &facts.each_ref().map(|(key, fact)| (*key, fact.as_str()))))
    }

    /// The name of an inferred fact or of where it is from: `year`, `published`.
    fn fact_name(&self, name: &str) -> String {
        let code = format!("fact/{name}");
        if self.words.knows(&code) { self.words.text(&code, &[]) } else { name.to_owned() }
    }

    /// Words that would decide between several places of the quote.
    fn context_help(&self) -> Option<String> {
        let [(_, id)] = self.claims[..] else { return None };
        let anchor = self.input.evidence.anchor(id.0 as usize)?;
        let context = anchor.detail.as_ref()?.context.as_ref()?;
        Some(self.words.text("quote/context", &[("context", context)]))
    }

    /// What to do about a changed source, once somebody has looked at it.
    fn accept_help(&self) -> Option<String> {
        let changed = self.main_reason().is_some_and(|said| said.area() == "source");
        match self.outcome.subject {
            Subject::Source(id) if changed => {
                let id = self.input.project.names.get(self.input.project.source(id).id);
                Some(self.words.text("accept/how", &[("id", id)]))
            }
            _ => None,
        }
    }

    fn accepted(&self) -> Option<Accepted<'a>> {
        let waiver = self.input.project.waivers.get(self.outcome.waiver? as usize)?;
        Some(Accepted { by: &waiver.by, reason: &waiver.reason, until: waiver.until })
    }

    fn accepted_note(&self, accepted: Accepted<'_>) -> String {
        let until = match accepted.until {
            Some(day) => self.words.text("verdict/until", &[("day", &day.to_string())]),
            None => self.words.text("verdict/forever", &[]),
        };
        self.words.text("verdict/waived", &[("by", accepted.by), ("until", &until), ("reason", accepted.reason)])
    }

    fn case(&self) -> Case<'a> {
        let reason = |said: &'a Said| Reason {
            code: said.code,
            facts: said.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect(),
            text: self.say(said),
        };
        let names = match &self.outcome.subject {
            Subject::Claims(names) => names.iter().map(|(name, ids)| (name.as_str(), self.ids(ids))).collect(),
            Subject::Source(_) | Subject::Rule(_) => Vec::new(),
        };
        Case {
            verdict: self.outcome.verdict,
            unlikely: self.outcome.unlikely,
            group: &self.outcome.group,
            names,
            source: match self.outcome.subject {
                Subject::Source(id) => Some(self.input.project.names.get(self.input.project.source(id).id)),
                _ => None,
            },
            subject_rule: self.subject_rule(),
            reasons: self.outcome.because.iter().map(reason).collect(),
            steps: self.outcome.steps.iter().map(|step| step.text.as_str()).collect(),
            unconfirmed: self.ids(&self.outcome.unconfirmed),
            accepted: self.accepted(),
        }
    }
}
