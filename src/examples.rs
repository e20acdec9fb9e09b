//! Examples: every `[[rule.example]]` judged as the group that it gives. A rule without a failing example is a rule that nobody
//! has seen fail.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use hashbrown::HashMap;

use crate::claim::intake::{Intake, Row};
use crate::claim::{ClaimId, Claims, Field};
use crate::document::{Acceptance, Document, Format, Source, SourceId, Transcript};
use crate::evidence::Found;
use crate::finding::{Problem, Verdict, nearest};
use crate::judge;
use crate::load::{self, LoadError};
use crate::names::Name;
use crate::outcome::Judged;
use crate::project::Project;
use crate::rule::{Each, Example, ExampleClaim, Rule};
use crate::run::Checked;
use crate::source::{self, Locales};
use crate::table::At;
use crate::text::{File, Role, Span, offset};

/// The source that an example's `text` becomes.
const SOURCE: &str = "example";

/// The rules of a project, nothing judged. Outside any project: those of the packs that ship with factlint.
///
/// # Errors
/// [`LoadError`] when the path is not there or its settings cannot be read.
pub fn rules_of(path: &Path) -> Result<Checked, LoadError> {
    let loaded = match load::load(path) {
        Err(LoadError::NoProject(_)) => load::packs_alone(),
        loaded => loaded?,
    };
    let load::Loaded { mut project, mut problems, .. } = loaded;
    let (rules, tables) = load::rules::rules(&mut project, &mut problems);
    let heads = rules.iter().map(|rule| rule.head.clone()).collect();
    let judged = Judged::of_nothing(rules.len());
    Ok(Checked {
        project,
        rules,
        heads,
        tables,
        evidence: Found::default(),
        judged,
        problems,
        today: jiff::civil::Date::ZERO,
        chosen: None,
        is_every_rule: true,
        compared: Vec::new(),
    })
}

/// What testing the examples came to.
#[derive(Debug)]
pub struct Tested {
    /// A line per example that is not as written, and the counts.
    pub text: String,
    /// Examples that are not as written.
    pub failed: usize,
}

/// Judges every example. Examples that cannot be read are added to the problems.
pub fn test(checked: &mut Checked) -> Tested {
    let mut text = String::new();
    let (mut count, mut failed) = (0, 0);
    let rules = std::mem::take(&mut checked.rules);
    for rule in &rules {
        for example in &rule.examples {
            count += 1;
            let Some(verdict) = judge_example(checked, rule, example) else {
                failed += 1; // the mistake in the example is among the problems
                continue;
            };
            if verdict != example.verdict.value {
                failed += 1;
                let place = checked.project.files.place(example.verdict.span);
                let (wanted, got) = (example.verdict.value.name(), verdict.name());
                let _ = writeln!(
                    text,
                    "{}:{}:{}: rule {}: the example is {got}, and it should be {wanted}",
                    place.path, place.start.line, place.start.column, rule.head.id.value
                );
            }
        }
    }
    // the pattern of a filled rule has shown that it can fail
    let without =
        rules.iter().filter(|rule| !rule.filled && !rule.examples.iter().any(|example| example.verdict.value == Verdict::Fails));
    for rule in without {
        let _ = writeln!(text, "note: rule {} has no example that fails", rule.head.id.value);
    }
    let _ = writeln!(text, "{count} examples of {} rules: {} as written, {failed} not", rules.len(), count - failed);
    checked.rules = rules;
    let patterns = test_patterns(checked);
    text.push_str(&patterns.text);
    Tested { text, failed: failed + patterns.failed }
}

/// Judges the examples of patterns, each as a rule of its own.
fn test_patterns(checked: &mut Checked) -> Tested {
    let mut text = String::new();
    let (mut count, mut failed) = (0, 0);
    let patterns = load::rules::pattern_examples(&mut checked.project, &mut checked.tables, &mut checked.problems);
    if patterns.is_empty() {
        return Tested { text, failed };
    }
    for (pattern, examples) in &patterns {
        failed += pattern.examples.len() - examples.len(); // their mistakes are among the problems
        count += pattern.examples.len();
        for (rule, example) in examples {
            let verdict = judge_example(checked, rule, example);
            if verdict == Some(example.verdict.value) {
                continue;
            }
            failed += 1;
            if let Some(verdict) = verdict {
                let place = checked.project.files.place(example.verdict.span);
                let (wanted, got) = (example.verdict.value.name(), verdict.name());
                let _ = writeln!(
                    text,
                    "{}:{}:{}: pattern {}: the example is {got}, and it should be {wanted}",
                    place.path, place.start.line, place.start.column, pattern.id.value
                );
            }
        }
        if !pattern.examples.iter().any(|(_, example)| example.verdict.value == Verdict::Fails) {
            let _ = writeln!(text, "note: pattern {} has no example that fails", pattern.id.value);
        }
    }
    let _ = writeln!(text, "{count} examples of {} patterns: {} as written, {failed} not", patterns.len(), count - failed);
    Tested { text, failed }
}

fn judge_example(checked: &mut Checked, rule: &Rule, example: &Example) -> Option<Verdict> {
    let before = checked.problems.len();
    checked.today = example.today.unwrap_or(jiff::civil::Date::ZERO);
    let verdict = match rule.each {
        Each::Group => judge_group(checked, rule, example),
        Each::Source => judge_source(checked, rule, example),
        Each::Rule => judge_rule(checked, rule, example),
    };
    verdict.filter(|_| checked.problems.len() == before)
}

/// The fields of the only thing that an example of a rule about sources or rules gives.
fn fields<'e>(example: &'e Example, known: &[&str], problems: &mut Vec<Problem>) -> Vec<(&'e str, &'e At<String>, &'e str)> {
    let all = example.bound.iter().flat_map(|(_, claims)| claims).flat_map(|claim| &claim.fields);
    all.map(|(key, text)| {
        if !known.contains(&key.value.as_str()) {
            problems.push(unknown_field(key, known));
        }
        (key.value.as_str(), key, text.as_str())
    })
    .collect()
}

fn unknown_field(key: &At<String>, known: &[&str]) -> Problem {
    let problem = Problem::error("rule/example", format!("an example has no `{}` here", key.value), key.span);
    match nearest(&key.value, known.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("known: {}", known.join(", "))),
    }
}

fn judge_rule(checked: &mut Checked, rule: &Rule, example: &Example) -> Option<Verdict> {
    let given = fields(example, &["found"], &mut checked.problems);
    let (_, key, text) = given.first()?;
    let Ok(found) = text.parse() else {
        checked.problems.push(Problem::error("rule/example", "`found` must be a whole number", key.span));
        return None;
    };
    let (claims, evidence) = (Claims::new(0), Found::default());
    let locales = Locales::of(&checked.project);
    Some(with_input(checked, &claims, &evidence, &locales, |input| judge::judge_rule_example(input, rule, found)))
}

fn judge_source(checked: &mut Checked, rule: &Rule, example: &Example) -> Option<Verdict> {
    let keys = ["sha256", "digest", "transcript_sha256", "transcript_digest"];
    let given = fields(example, &keys, &mut checked.problems);
    let find = |wanted: &str| given.iter().find(|(key, ..)| *key == wanted).map(|(_, _, text)| (*text).to_owned());
    let sha256 = find("sha256").map(|pinned| (pinned, example.span));
    let source = example_source(&mut checked.project, example.span, "", find("digest").unwrap_or_default(), sha256);
    let transcript = find("transcript_sha256").map(|pinned| Transcript {
        path: SOURCE.to_owned(),
        path_span: example.span,
        by: String::new(),
        sha256: Some((pinned, example.span)),
        digest: find("transcript_digest"),
    });
    checked.project.sources = vec![Source { transcript, ..source }];
    let (claims, evidence) = (Claims::new(0), Found::default());
    let locales = Locales::of(&checked.project);
    Some(with_input(checked, &claims, &evidence, &locales, |input| judge::judge_example(input, rule, &[]).0))
}

fn judge_group(checked: &mut Checked, rule: &Rule, example: &Example) -> Option<Verdict> {
    let project = &mut checked.project;
    project.sources = Vec::new();
    let dims: Vec<String> = project.config.dims.iter().map(|dim| dim.value.clone()).collect();
    let mut rows = Vec::new();
    let mut sources: HashMap<Name, SourceId> = HashMap::new();
    for (place, bound) in rule.names.iter().enumerate() {
        let given = example.bound.iter().find(|(name, _)| name.value == bound.name.value);
        for claim in given.map(|(_, claims)| claims.as_slice()).unwrap_or_default() {
            let source = take_text(project, claim, &mut sources);
            rows.push((place, ExampleRow::new(claim, rows.len(), source, &dims, &mut checked.problems)));
        }
    }
    let mut claims = Claims::new(dims.len());
    let mut bound = vec![Vec::new(); rule.names.len()];
    let words = load::words(&project.config);
    let mut intake = Intake::new(&mut project.names, &mut claims, &dims, &sources, &words);
    for (place, row) in &rows {
        let next = ClaimId(offset(intake.claims.count()));
        intake.take(row, &mut checked.problems);
        if intake.claims.count() > next.0 as usize {
            bound[*place].push(next);
        }
    }
    let locales = Locales::of(&checked.project);
    std::mem::swap(&mut checked.project.claims, &mut claims);
    let evidence = evidence_of(&checked.project, &locales);
    std::mem::swap(&mut checked.project.claims, &mut claims);
    Some(with_input(checked, &claims, &evidence, &locales, |input| judge::judge_example(input, rule, &bound).0))
}

fn evidence_of(project: &Project, locales: &Locales) -> Found {
    let claims = &project.claims;
    let units = source::Units::of(project, locales);
    let mut all = Found::default();
    for claim in claims.ids() {
        if let Some(source) = claims.get(claim).source.filter(|_| !claims.quote(claim).is_empty()) {
            all.put(std::iter::once(claim.0 as usize), source::evidence(project, source, &[claim], locales, &units));
        }
    }
    all
}

/// The text that an example's quote is looked for in, as a source of its own.
fn take_text(project: &mut Project, claim: &ExampleClaim, ids: &mut HashMap<Name, SourceId>) -> Option<String> {
    let text = claim.fields.iter().find(|(key, _)| key.value == "text").map(|(_, text)| text.as_str())?;
    let published = claim.fields.iter().find(|(key, _)| key.value == "published").and_then(|(_, day)| day.parse().ok());
    let source = example_source(project, claim.span, text, String::new(), None);
    let name = format!("{SOURCE}-{}", project.sources.len());
    let id = project.names.add(&name);
    ids.insert(id, SourceId(offset(project.sources.len())));
    project.sources.push(Source { id, published, ..source });
    Some(name)
}

fn example_source(project: &mut Project, span: Span, text: &str, digest: String, sha256: Option<(String, Span)>) -> Source {
    let file = project.files.add(File::new(SOURCE.to_owned(), Role::Source, text.to_owned()));
    Source {
        id: project.names.add(SOURCE),
        span,
        path: SOURCE.to_owned(),
        path_span: span,
        locale: None,
        published: None,
        sha256,
        part: None,
        title: None,
        url: None,
        fetched: None,
        by: None,
        transcript: None,
        accepted: Acceptance::default(),
        document: Document::Text { file, part: 0..offset(text.len()), digest, format: Format::Text },
    }
}

fn with_input<T>(
    checked: &Checked,
    claims: &Claims,
    evidence: &Found,
    locales: &Locales,
    judge: impl FnOnce(&judge::Input<'_>) -> T,
) -> T {
    let project = &checked.project;
    let dims: Vec<String> = project.config.dims.iter().map(|dim| dim.value.clone()).collect();
    let locale = locales.project();
    let mentions = source::Mentions::default();
    judge(&judge::Input {
        files: &project.files,
        names: &project.names,
        dims: &dims,
        claims,
        evidence,
        sources: &project.sources,
        tables: &checked.tables,
        rules: &[],
        waivers: &[],
        today: checked.today,
        unit: &|text| locale.unit(text),
        mentions: &|source| mentions.of(project, source, locales),
        dates: &|source, place| mentions.dates(project, source, place, locales),
    })
}

/// A claim of an example as a row: its identifier and metric are made up, since the example has bound it already.
struct ExampleRow<'e> {
    claim: &'e ExampleClaim,
    id: String,
    source: Option<String>,
    dims: Vec<Option<&'e str>>,
}

impl<'e> ExampleRow<'e> {
    fn new(
        claim: &'e ExampleClaim,
        place: usize,
        source: Option<String>,
        dims: &[String],
        problems: &mut Vec<Problem>,
    ) -> ExampleRow<'e> {
        let mut found = vec![None; dims.len()];
        for (key, text) in &claim.fields {
            match Field::of_key(&key.value, dims) {
                Some(Field::Dim(index)) => found[usize::from(index)] = Some(text.as_str()),
                None if !["text", "published"].contains(&key.value.as_str()) => {
                    let known: Vec<&str> =
                        crate::claim::FIELDS.iter().map(|(_, name)| *name).chain(["text", "published"]).collect();
                    problems.push(unknown_field(key, &known));
                }
                _ => {}
            }
        }
        ExampleRow { claim, id: format!("{SOURCE}-claim-{place}"), source, dims: found }
    }

    fn given(&self, name: &str) -> Option<&'e str> {
        self.claim.fields.iter().find(|(key, _)| key.value == name).map(|(_, text)| text.as_str())
    }
}

impl Row for ExampleRow<'_> {
    fn span(&self) -> Span {
        self.claim.span
    }

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn text(&self, field: Field) -> &str {
        let text = match field {
            Field::Source => self.source.as_deref(),
            Field::Dim(index) => self.dims.get(usize::from(index)).copied().flatten(),
            field => {
                let name = crate::claim::FIELDS.iter().find(|(known, _)| *known == field).map(|(_, name)| *name);
                let given = name.and_then(|name| self.given(name));
                if field == Field::Metric { given.or(Some(SOURCE)) } else { given }
            }
        };
        text.unwrap_or_default()
    }

    fn place(&self, _: Field) -> Option<Span> {
        Some(self.claim.span)
    }
}
