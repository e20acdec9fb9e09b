//! Explain: the list of rules and the page of one, as text.

use std::fmt::Write as _;

use crate::finding;
use crate::load::rules::{Known, patterns};
use crate::rule::{Each, Example, Missing, Rule};
use crate::run::Checked;
use crate::said::Words;

/// Columns of a page.
const WIDTH: usize = 100;

/// Every rule in a line: its level, where it comes from, its id and its sentence.
pub fn list(checked: &Checked, words: &Words) -> String {
    let mut text = String::new();
    let width = checked.heads.iter().map(|head| head.id.value.chars().count()).max().unwrap_or(0);
    let origin =
        |head: &crate::rule::Head| head.pack.clone().unwrap_or_else(|| checked.project.files.get(head.span.file).path.clone());
    let origin_width = checked.heads.iter().map(|head| origin(head).chars().count()).max().unwrap_or(0);
    for head in &checked.heads {
        let (level, origin) = (head.level.name(), origin(head));
        let says = head.says(words.language()).unwrap_or_default();
        let _ = writeln!(text, "{level:<8} {:<width$}  {origin:<origin_width$}  {says}", head.id.value);
    }
    text.push_str(&pattern_list(checked, words));
    text
}

/// Every pattern in a line, under a heading of their own.
fn pattern_list(checked: &Checked, words: &Words) -> String {
    let known = patterns(&checked.project);
    let width = known.iter().map(|known| known.pattern.id.value.chars().count()).max().unwrap_or(0);
    let mut text = format!("\n{}\n", words.text("explain/patterns", &[]));
    for Known { pattern, .. } in &known {
        let (level, says) = (pattern.level().name(), pattern.says(words.language()).unwrap_or_default());
        let _ = writeln!(text, "{level:<8} {:<width$}  {says}", pattern.id.value);
    }
    text
}

/// The page of a rule: what it says, why, what it binds and asks, and its examples.
pub fn rule(checked: &Checked, id: &str, words: &Words) -> Option<String> {
    let Some(rule) = checked.rules.iter().find(|rule| rule.head.id.value == id) else {
        return pattern(&patterns(&checked.project).into_iter().find(|known| known.pattern.id.value == id)?, words);
    };
    let head = &rule.head;
    let place = checked.project.files.place(head.id.span);
    let mut page = format!("{}  ({}, {}:{})\n", head.id.value, head.level.name(), place.path, place.start.line);
    if let Some(says) = head.says(words.language()) {
        let _ = writeln!(page, "{says}");
    }
    if let Some(about) = &head.about {
        let _ = write!(page, "\n{}", wrapped(about));
    }
    let _ = writeln!(page, "\n{}", binding(rule, words));
    let examples: Vec<String> = rule.examples.iter().map(|example| shown(checked, example, words)).collect();
    if !examples.is_empty() {
        let _ = writeln!(page, "\n{}\n{}", words.text("explain/examples", &[]), examples.join("\n"));
    }
    Some(page)
}

/// The page of a pattern: what it says, why, what a rule fills in, what it binds and asks, and its examples.
fn pattern(known: &Known, words: &Words) -> Option<String> {
    let pattern = &known.pattern;
    let mut page = format!(
        "{}  ({}, {}, {}:{})\n",
        pattern.id.value,
        words.text("explain/pattern", &[]),
        pattern.level().name(),
        known.path,
        known.line
    );
    if let Some(says) = pattern.says(words.language()) {
        let _ = writeln!(page, "{says}");
    }
    if let Some(about) = pattern.about() {
        let _ = write!(page, "\n{}", wrapped(about));
    }
    let with = pattern.params.iter().map(|param| match &param.default {
        Some(default) => format!("{} = {default:?}", param.name.value),
        None => format!("{} = \"…\"", param.name.value),
    });
    let with: Vec<String> = with.collect();
    let _ = writeln!(page, "\npattern    {:?}", pattern.id.value);
    if !with.is_empty() {
        let _ = writeln!(page, "with       {}", with.join(", "));
    }
    for (name, many, filters) in pattern.names() {
        let _ = writeln!(page, "where      {}", selection(name, many, &filters, words));
    }
    if let Some(matches) = pattern.matches() {
        let _ = writeln!(page, "match on   {}", matches.join(", "));
    }
    if let Some(when) = pattern.when() {
        let _ = writeln!(page, "when       {when}");
    }
    let _ = writeln!(page, "check      {}", pattern.check().split_whitespace().collect::<Vec<_>>().join(" "));
    let examples: Vec<String> = pattern
        .examples
        .iter()
        .map(|(with, example)| {
            let with = with.iter().map(|(name, given)| {
                let given: Vec<&str> = given.iter().map(|value| value.value.as_str()).collect();
                format!("{} = {}", name.value, given.join(&words.text("explain/or", &[])))
            });
            let with: Vec<String> = with.collect();
            let with = if with.is_empty() {
                String::new()
            } else {
                format!("  ({})", words.text("explain/with", &[("values", &with.join(", "))]))
            };
            format!("  {:<15} {}{with}", example.verdict.value.name(), shown_values(example, words))
        })
        .collect();
    let _ = writeln!(page, "\n{}\n{}", words.text("explain/examples", &[]), examples.join("\n"));
    Some(page)
}

fn binding(rule: &Rule, words: &Words) -> String {
    let mut lines = Vec::new();
    match rule.each {
        Each::Group => {}
        Each::Source => lines.push(format!("for each   {}", words.text("explain/source", &[]))),
        Each::Rule => lines.push(format!("for each   {}", words.text("explain/rule", &[]))),
    }
    for name in &rule.names {
        let filters: Vec<&str> = name.filters.iter().map(|filter| filter.text.as_str()).collect();
        lines.push(format!("where      {}", selection(&name.name.value, name.many, &filters.join(", "), words)));
    }
    if let Some(columns) = &rule.columns {
        let labels: Vec<&str> = columns.iter().map(|column| column.label.as_str()).collect();
        let labels = if labels.is_empty() { words.text("explain/one-group", &[]) } else { labels.join(", ") };
        lines.push(format!("match on   {labels}"));
    }
    if let Some(when) = &rule.when_text {
        lines.push(format!("when       {}", when.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    lines.push(format!("check      {}", rule.head.check.value.split_whitespace().collect::<Vec<_>>().join(" ")));
    match rule.missing {
        Missing::Unknown => {}
        Missing::Zero => lines.push(format!("missing    {}", words.text("explain/missing-zero", &[]))),
        Missing::Ignore => lines.push(format!("missing    {}", words.text("explain/missing-ignore", &[]))),
    }
    lines.join("\n")
}

/// What a name stands for, in words.
fn selection(name: &str, many: bool, filters: &str, words: &Words) -> String {
    let code = match (many, filters) {
        (false, "") => "explain/any-claim",
        (false, _) => "explain/a-claim",
        (true, "") => "explain/all-claims",
        (true, _) => "explain/claims",
    };
    words.text(code, &[("name", name), ("filters", filters)])
}

fn shown(checked: &Checked, example: &Example, words: &Words) -> String {
    let line = checked.project.files.place(example.span).start.line;
    let line = words.text("explain/line", &[("line", &line.to_string())]);
    format!("  {:<15} {}  ({line})", example.verdict.value.name(), shown_values(example, words))
}

fn shown_values(example: &Example, words: &Words) -> String {
    let claim = |claim: &crate::rule::ExampleClaim| match claim.fields.as_slice() {
        [(key, value)] if key.value == "value" => value.clone(),
        fields => {
            let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{} = {value:?}", key.value)).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    };
    let bound = example.bound.iter().map(|(name, claims)| {
        let claims: Vec<String> = claims.iter().map(claim).collect();
        let list = if claims.len() == 1 { claims.concat() } else { format!("[{}]", claims.join(", ")) };
        format!("{} = {list}", name.value)
    });
    let today = example.today.map(|day| words.text("explain/on", &[("day", &day.to_string())]));
    bound.chain(today).collect::<Vec<_>>().join(", ")
}

/// A text in lines of at most [`WIDTH`] characters.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().is_some_and(|line| !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

/// "; did you mean `…`?" for a misspelt rule or claim, or nothing.
pub fn nearest(checked: &Checked, id: &str) -> String {
    let claims = &checked.project.claims;
    let ids = claims.ids().take(100_000).map(|claim| claims.id_text(claim));
    let rules = checked.heads.iter().map(|head| head.id.value.as_str());
    let patterns = patterns(&checked.project);
    let patterns = patterns.iter().map(|known| known.pattern.id.value.as_str());
    finding::nearest(id, rules.chain(patterns).chain(ids)).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}
