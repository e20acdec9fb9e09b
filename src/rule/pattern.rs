//! Patterns: rules with parameters, written once and filled by rules that name them. It never judges, and never points into a
//! condition that nobody wrote: a mistake in a filled one is shown at the value that was given, or at the pattern's name.

use std::ops::Range;

use super::metric::{self, Metric};
use super::{Example, NameText, RuleText, Toml, identifier, read_example_of};
use crate::finding::{Level, Problem, nearest};
use crate::table::{At, Entry, inside};
use crate::text::{File, FileId, Span};

/// Tables of a pattern's file whose names begin so are there for its examples, and no rule that uses it sees them.
pub(super) const EXAMPLE_TABLE: &str = "example_";

/// A `[[pattern]]`.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Its name.
    pub id: At<String>,
    /// What a rule that uses it must or may give.
    pub params: Vec<Param>,
    /// Its examples with the values that they fill in.
    pub examples: Vec<(Vec<Given>, Example)>,
    pub(super) rule: RuleText,
}

/// A parameter of a pattern.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: At<String>,
    /// What stands for it where a rule gives nothing.
    pub default: Option<String>,
}

/// A parameter with the value that is given for it: one text, or a list of which any will do.
pub type Given = (At<String>, Vec<At<String>>);

/// The pattern that a rule names, with what it fills in.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    pub(super) pattern: At<String>,
    pub(super) with: Vec<Given>,
}

/// Where the parts of a filled rule come from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The name of the pattern in the rule that uses it.
    pub(super) named: Span,
    /// The file of the pattern, whose tables the condition sees too.
    pub(super) file: FileId,
    check: Vec<Piece>,
    when: Vec<Piece>,
}

/// Bytes of a filled condition that a value was put into.
#[derive(Clone, Debug)]
struct Piece {
    range: Range<usize>,
    given: Span,
}

impl Origin {
    /// The place of a mistake in the condition (`when` or `check`).
    pub(super) fn place(&self, in_when: bool, range: &Range<usize>) -> Span {
        let pieces = if in_when { &self.when } else { &self.check };
        let holds = |piece: &&Piece| piece.range.start <= range.start && range.end <= piece.range.end;
        pieces.iter().find(holds).map_or(self.named, |piece| piece.given)
    }
}

impl Pattern {
    /// Its sentence in a language, or in English, or its first one.
    pub fn says(&self, language: &str) -> Option<&str> {
        self.rule.head.says(language)
    }

    /// Every language that it has a sentence in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.rule.head.says.iter().map(|(language, _)| language.as_str())
    }

    /// Why it is so and what to do.
    pub fn about(&self) -> Option<&str> {
        self.rule.head.about.as_deref()
    }

    /// The level of a rule that sets none.
    pub fn level(&self) -> Level {
        self.rule.head.level
    }

    /// Its condition as written.
    pub fn check(&self) -> &str {
        &self.rule.head.check.value
    }

    /// The condition under which it speaks at all.
    pub fn when(&self) -> Option<&str> {
        self.rule.when.as_ref().map(|when| when.value.as_str())
    }

    /// Its names with what they select, as words.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.rule.names.iter().map(|name| {
            let filters = name.filters.iter().map(|(key, values)| {
                let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                format!("{} = {}", key.value, values.join(" or "))
            });
            let filters: Vec<String> = filters.collect();
            let what = if filters.is_empty() { "any claim".to_owned() } else { filters.join(", ") };
            format!("{} is {}{what}", name.name.value, if name.many { "all claims with " } else { "" })
        })
    }

    /// On what the claims of a group agree; nothing where it leaves that to the rule.
    pub fn matches(&self) -> Option<Vec<&str>> {
        self.rule.matches.as_ref().map(|matches| matches.iter().map(|entry| entry.value.as_str()).collect())
    }

    /// A rule of its own for an example, each parameter that the example leaves out standing for its own name.
    pub fn of_example(&self, with: &[Given], problems: &mut Vec<Problem>) -> Option<RuleText> {
        let mut with = with.to_vec();
        for param in self.params.iter().filter(|param| param.default.is_none()) {
            if !with.iter().any(|(name, _)| name.value == param.name.value) {
                with.push((param.name.clone(), vec![param.name.clone()]));
            }
        }
        let usage = Usage { pattern: self.id.clone(), with };
        self.fill(RuleText { usage: Some(usage), ..RuleText::of_nothing(self.id.clone()) }, &[], problems)
    }

    /// The rule that a use of the pattern becomes. What the rule says itself goes before what the pattern says.
    pub fn fill(&self, mut rule: RuleText, metrics: &[Metric], problems: &mut Vec<Problem>) -> Option<RuleText> {
        let Usage { pattern: named, with } = rule.usage.take()?;
        let values = self.values(&named, with, problems)?;
        let whole = rule.said_at.unwrap_or(named.span);
        let filled = |text: &At<String>| At { value: fill(&text.value, &values).0, span: whole };
        let (check, check_pieces) = fill(&self.rule.head.check.value, &values);
        let when = self.rule.when.as_ref().map(|when| fill(&when.value, &values));
        let when_pieces = when.as_ref().map(|(_, pieces)| pieces.clone()).unwrap_or_default();
        let mut names: Vec<NameText> = self.rule.names.iter().map(|name| fill_name(name, &values, whole)).collect();
        extend_names(&mut names, rule.names, &self.id.value, problems);
        let own = &self.rule;
        rule.head.level = rule.level.unwrap_or(own.head.level);
        if rule.head.says.is_empty() {
            rule.head.says.clone_from(&own.head.says);
        }
        for (name, given) in &values {
            let braced = format!("{{{name}}}");
            rule.head.id.value = rule.head.id.value.replace(&braced, &said(&joined(given)));
            for (language, text) in &mut rule.head.says {
                *text = text.replace(&braced, &said(&labelled(given, language, metrics)));
            }
        }
        rule.head.about = rule.head.about.or_else(|| own.head.about.clone());
        rule.head.check = At { value: check, span: whole };
        rule.each.clone_from(&own.each);
        rule.names = names;
        rule.matches = rule.matches.or_else(|| own.matches.as_ref().map(|matches| matches.iter().map(filled).collect()));
        rule.when = when.map(|(value, _)| At { value, span: whole });
        rule.missing = rule.missing.or_else(|| own.missing.clone());
        rule.require = rule.require.or(own.require);
        rule.tolerance = rule.tolerance.or_else(|| own.tolerance.as_ref().map(filled));
        rule.expect_min = rule.expect_min.or(own.expect_min);
        rule.origin = Some(Origin { named: whole, file: self.id.span.file, check: check_pieces, when: when_pieces });
        Some(rule)
    }

    /// The value of every parameter; unknown and missing ones are reported.
    fn values(&self, named: &At<String>, with: Vec<Given>, problems: &mut Vec<Problem>) -> Option<Values> {
        let before = problems.len();
        for (name, _) in &with {
            if !self.params.iter().any(|param| param.name.value == name.value) {
                let message = format!("pattern `{}` has no parameter `{}`", self.id.value, name.value);
                problems.push(self.with_known(Problem::error("pattern/unknown-parameter", message, name.span), &name.value));
            }
        }
        let mut values = Vec::new();
        for param in &self.params {
            let given = with.iter().find(|(name, _)| name.value == param.name.value).map(|(_, given)| given.clone());
            match (given, &param.default) {
                (Some(given), _) => values.push((param.name.value.clone(), given)),
                (None, Some(default)) => {
                    let default = At { value: default.clone(), span: named.span };
                    values.push((param.name.value.clone(), vec![default]));
                }
                // a misspelt one is one mistake, not two
                (None, None) if problems.len() > before => {}
                (None, None) => {
                    let message = format!("pattern `{}` needs the parameter `{}`", self.id.value, param.name.value);
                    let help = format!("add it to `with`: {} = \"…\"", param.name.value);
                    problems.push(Problem::error("pattern/missing-parameter", message, named.span).help(help));
                }
            }
        }
        (problems.len() == before).then_some(values)
    }

    fn with_known(&self, problem: Problem, name: &str) -> Problem {
        let known: Vec<&str> = self.params.iter().map(|param| param.name.value.as_str()).collect();
        match nearest(name, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("its parameters: {}", known.join(", "))),
        }
    }

    /// Every `$name` of its texts must be a parameter.
    fn check_parameters(&self, file: &File, problems: &mut Vec<Problem>) {
        let rule = &self.rule;
        let filters = rule.names.iter().flat_map(|name| &name.filters);
        let selectors = filters.flat_map(|(key, values)| std::iter::once(key).chain(values));
        let matches = rule.matches.iter().flatten();
        let texts = std::iter::once(&rule.head.check).chain(&rule.when).chain(&rule.tolerance).chain(matches).chain(selectors);
        for text in texts {
            for (range, name) in parameters(&text.value) {
                if !self.params.iter().any(|param| param.name.value == name) {
                    let message = format!("`${name}` is no parameter of this pattern");
                    let problem = Problem::error("pattern/unknown-parameter", message, inside(file, text.span, range));
                    problems.push(self.with_known(problem, name));
                }
            }
        }
    }
}

type Values = Vec<(String, Vec<At<String>>)>;

/// The pattern of a name among all that are known.
///
/// # Errors
/// The problem to report, with the known name that is nearest.
pub fn find<'p>(named: &At<String>, patterns: &'p [Pattern]) -> Result<&'p Pattern, Problem> {
    patterns.iter().find(|pattern| pattern.id.value == named.value).ok_or_else(|| {
        let problem = Problem::error("pattern/unknown", format!("there is no pattern `{}`", named.value), named.span);
        match nearest(&named.value, patterns.iter().map(|pattern| pattern.id.value.as_str())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("`factlint rules list` lists all patterns"),
        }
    })
}

/// Reads a `[[pattern]]`.
pub(super) fn read(mut table: Toml<'_, '_>, file: &File, pack: Option<&str>, problems: &mut Vec<Problem>) -> Option<Pattern> {
    let params = read_params(&mut table, problems);
    let examples = table.tables("example", "an example", problems);
    let examples = examples.into_iter().filter_map(|example| read_example(example, problems)).collect();
    let rule = super::read_one(table, pack, problems)?;
    let pattern = Pattern { id: rule.head.id.clone(), params, examples, rule };
    pattern.check_parameters(file, problems);
    Some(pattern)
}

fn read_example(mut table: Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<(Vec<Given>, Example)> {
    let with = read_with(&mut table, problems);
    Some((with, read_example_of(table, &["with"], problems)?))
}

/// `with = { part = "village-cells" }`
pub(super) fn read_with(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<Given> {
    let Some(with) = table.table("with", "`with`", problems) else { return Vec::new() };
    let entries = with.entries().into_iter();
    entries.map(|(name, value)| (name.clone(), texts(&name.value, value, problems))).collect()
}

fn texts(key: &str, value: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Vec<At<String>> {
    let items = match value.value {
        toml::de::DeValue::Array(_) => value.items(),
        _ => vec![value],
    };
    let text = |item: Entry<'_, '_>| match item.scalar() {
        Some(value) => Some(At { value, span: item.span }),
        None => item.wrong(key, "text, a number or a list of texts", problems),
    };
    items.into_iter().filter_map(text).collect()
}

/// `params = ["part", { slack = "0" }]`, or a table of defaults: `params.slack = "0"`.
fn read_params(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<Param> {
    let Some(entry) = table.entry("params") else { return Vec::new() };
    let mut params = Vec::new();
    match entry.value {
        toml::de::DeValue::Array(_) => {
            for item in entry.items() {
                match item.value {
                    toml::de::DeValue::String(_) => {
                        params.extend(item.text("params", problems).map(|name| Param { name, default: None }));
                    }
                    _ => read_defaults(item, &mut params, problems),
                }
            }
        }
        _ => read_defaults(entry, &mut params, problems),
    }
    params.iter().for_each(|param| identifier(&param.name, problems));
    params
}

fn read_defaults(entry: Entry<'_, '_>, params: &mut Vec<Param>, problems: &mut Vec<Problem>) {
    let Some(table) = entry.table("params", "the parameters", problems) else { return };
    for (name, value) in table.entries() {
        match value.scalar() {
            Some(default) => params.push(Param { name, default: Some(default) }),
            None => {
                value.wrong::<()>(&name.value, "the text that stands for it by default", problems);
            }
        }
    }
}

/// Every `$name` of a text with its bytes, the sign included.
fn parameters(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices('$').filter_map(move |(at, _)| {
        let rest = text.get(at + 1..)?;
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        (length > 0).then(|| (at..at + 1 + length, rest.get(..length).unwrap_or_default()))
    })
}

/// A text with its parameters put in, and which bytes each value became.
fn fill(text: &str, values: &Values) -> (String, Vec<Piece>) {
    let (mut filled, mut pieces, mut done) = (String::new(), Vec::new(), 0);
    for (range, name) in parameters(text) {
        let Some((_, given)) = values.iter().find(|(known, _)| known == name) else { continue };
        filled.push_str(text.get(done..range.start).unwrap_or_default());
        let start = filled.len();
        filled.push_str(&as_written(&joined(given), text.get(..range.start).unwrap_or_default()));
        if let Some(first) = given.first() {
            pieces.push(Piece { range: start..filled.len(), given: first.span });
        }
        done = range.end;
    }
    filled.push_str(text.get(done..).unwrap_or_default());
    (filled, pieces)
}

/// A value as it may stand in a condition: escaped between quote marks, in parentheses where it is more than one operand.
fn as_written(value: &str, before: &str) -> String {
    let mark = before.chars().fold(None, |open, character| match (open, character) {
        (None, '\'' | '"') => Some(character),
        (Some(mark), character) if mark == character => None,
        (open, _) => open,
    });
    match mark {
        Some(mark) => value.replace('\\', "\\\\").replace(mark, &format!("\\{mark}")),
        None if value.starts_with(['\'', '"']) => value.to_owned(),
        None if value.contains(['+', '-', '*', '/', '<', '>', '=', '&', '|', '?', '!']) && !value.contains('$') => {
            format!("({value})")
        }
        None => value.to_owned(),
    }
}

fn joined(given: &[At<String>]) -> String {
    given.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join(" or ")
}

/// Values as a sentence says them: metrics by their labels.
fn labelled(given: &[At<String>], language: &str, metrics: &[Metric]) -> String {
    let word = |value: &At<String>| {
        let label = metric::find(metrics, &value.value).and_then(|metric| metric.label(language));
        label.unwrap_or(&value.value).to_owned()
    };
    given.iter().map(word).collect::<Vec<_>>().join(" or ")
}

/// A value as a sentence says it: `pct(50)` as 50 %, `qty('5 ha')` as 5 ha.
pub(super) fn said(value: &str) -> String {
    let inner = |function: &str| value.strip_prefix(function).and_then(|rest| rest.strip_suffix(')'));
    match (inner("pct("), inner("qty(")) {
        (Some(number), _) => format!("{number} %"),
        (None, Some(quantity)) => quantity.trim_matches(['\'', '"']).to_owned(),
        (None, None) => value.to_owned(),
    }
}

/// A selector with its parameters put in; one that is a parameter alone takes all its values.
fn fill_name(name: &NameText, values: &Values, whole: Span) -> NameText {
    let value = |text: &At<String>| {
        let alone = text.value.strip_prefix('$').and_then(|wanted| values.iter().find(|(known, _)| known == wanted));
        match alone {
            Some((_, given)) => given.clone(),
            None => vec![At { value: plain(&text.value, values), span: whole }],
        }
    };
    let filters = name.filters.iter().map(|(key, texts)| {
        let key = At { value: plain(&key.value, values), span: whole };
        (key, texts.iter().flat_map(value).collect())
    });
    NameText { name: At { value: name.name.value.clone(), span: whole }, filters: filters.collect(), ..name.clone() }
}

/// A text with its parameters put in as they are.
fn plain(text: &str, values: &Values) -> String {
    let (mut filled, mut done) = (String::new(), 0);
    for (range, name) in parameters(text) {
        let Some((_, given)) = values.iter().find(|(known, _)| known == name) else { continue };
        filled.push_str(text.get(done..range.start).unwrap_or_default());
        filled.push_str(&joined(given));
        done = range.end;
    }
    filled.push_str(text.get(done..).unwrap_or_default());
    filled
}

/// Filters that the rule adds to the names of its pattern.
fn extend_names(names: &mut [NameText], added: Vec<NameText>, pattern: &str, problems: &mut Vec<Problem>) {
    for more in added {
        let known: Vec<String> = names.iter().map(|name| name.name.value.clone()).collect();
        match names.iter_mut().find(|name| name.name.value == more.name.value) {
            Some(name) => {
                name.filters.retain(|(key, _)| !more.filters.iter().any(|(other, _)| other.value == key.value));
                name.filters.extend(more.filters);
            }
            None => {
                let message = format!("pattern `{pattern}` has no name `{}`", more.name.value);
                let problem = Problem::error("pattern/unknown-name", message, more.name.span);
                problems.push(match nearest(&more.name.value, known.iter().map(String::as_str)) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help(format!("its names: {}", known.join(", "))),
                });
            }
        }
    }
}
