//! Rule: a condition over claims that are bound to names, as it was written, with the place of every field.
//!
//! Reading comes in two steps, since a condition is checked against tables that other files declare: [`read`] takes the words
//! of a rule file, [`compile()`] checks them once all tables are there.

pub mod matching;
pub mod metric;
pub mod pattern;
pub mod table;

use jiff::civil::Date as Day;

use crate::expr::compile::{self, Mistake, Scope};
use crate::expr::units::{self, Known};
use crate::expr::{CONDITION_BYTES_MAX, Comparison, Expr, Node};
use crate::finding::{Level, Problem, VERDICTS, Verdict, nearest};
use crate::names::{Name, Names};
use crate::number::Exact;
use crate::table::{At, Entry, Table as Toml, inside};
use crate::text::{File, FileId, Span};
use crate::value::Unit;
use matching::{Column, Key};
use metric::Metric;
use pattern::{Origin, Pattern, Usage};
use table::{Declaration, Table};

/// A rule as reports know it.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its identifier, unique in the project.
    pub id: At<String>,
    /// Its level.
    pub level: Level,
    /// Its sentence per language, as `("vi", "…")`, in the order in which they are written.
    pub says: Vec<(String, String)>,
    /// Why it is so and what to do, for its page.
    pub about: Option<String>,
    /// The condition as written, with the place of the literal.
    pub check: At<String>,
    /// The whole `[[rule]]` table.
    pub span: Span,
    /// The pack it came with, as `factlint:core`; nothing for a rule of the project.
    pub pack: Option<String>,
    /// The metric that it was written out for by `for.metric = { … }`.
    pub metric: Option<String>,
}

impl Head {
    /// Its sentence in a language, or in English, or its first one.
    pub fn says(&self, language: &str) -> Option<&str> {
        let find = |wanted: &str| self.says.iter().find(|(known, _)| known == wanted);
        find(language).or_else(|| find("en")).or(self.says.first()).map(|(_, text)| text.as_str())
    }
}

/// What a rule is judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// Each group of claims.
    Group,
    /// Each source.
    Source,
    /// Each rule.
    Rule,
}

/// What an absent part of a total means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The total cannot be told.
    Unknown,
    /// The part is nought.
    Zero,
    /// The total is of the parts that are there.
    Ignore,
}

/// How far two sides may lie apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// A share of the right side: "0.1 %" is a thousandth.
    Relative(Exact),
    /// An amount: "50"; "0.1 pp" is a thousandth of a percentage.
    Absolute(Exact),
}

/// A name of `where` with the claims that it selects.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The name.
    pub name: At<String>,
    /// Whether it stands for all claims of its group rather than for one.
    pub many: bool,
    /// Of a list: whether a group without any of its claims has an empty list, and is judged.
    pub optional: bool,
    /// Whether none of its figures is below nought, as the metrics say.
    pub non_negative: bool,
    /// What its claims have in common.
    pub filters: Vec<Filter>,
}

/// One entry of a selector: `metric = "party-cells"`, or a list of which any will do.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The field.
    pub key: Key,
    /// The values, as kept words.
    pub values: Vec<Name>,
    /// As written, for messages.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// A rule, ready to be judged.
#[derive(Clone, Debug)]
pub struct Rule {
    /// As reports know it.
    pub head: Head,
    /// What it is judged for.
    pub each: Each,
    /// Its names.
    pub names: Vec<Bound>,
    /// On what the claims of a group agree; nothing where each claim of the only name is a group.
    pub columns: Option<Vec<Column>>,
    /// The condition under which it speaks at all.
    pub when: Option<Expr>,
    /// The condition.
    pub check: Expr,
    /// What an absent part means.
    pub missing: Missing,
    /// Whether a group in which a name has no claim is unknown rather than not applicable.
    pub require: bool,
    /// How far two sides may lie apart.
    pub tolerance: Option<Tolerance>,
    /// How many groups it must find.
    pub expect_min: Option<u64>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// Whether its condition comes from a pattern, so that no part of it has characters of its own.
    pub filled: bool,
}

/// A `[[rule.example]]`: a bound group and the verdict that it must get.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it is written.
    pub span: Span,
    /// The claims per name, in the order of the rule's names; fields of a source or rule for `each`.
    pub bound: Vec<(At<String>, Vec<ExampleClaim>)>,
    /// The verdict.
    pub verdict: At<Verdict>,
    /// The day that `today()` gives in it.
    pub today: Option<Day>,
}

/// A claim of an example: the fields that are given, as written.
#[derive(Clone, Debug)]
pub struct ExampleClaim {
    /// Where it is written.
    pub span: Span,
    /// Field and characters.
    pub fields: Vec<(At<String>, String)>,
}

/// The words of a rule, before its condition is checked.
#[derive(Clone, Debug)]
pub struct RuleText {
    head: Head,
    each: Option<At<String>>,
    names: Vec<NameText>,
    matches: Option<Vec<At<String>>>,
    when: Option<At<String>>,
    missing: Option<At<String>>,
    require: Option<bool>,
    tolerance: Option<At<String>>,
    expect_min: Option<u64>,
    examples: Vec<Example>,
    /// What it is written for, until it is put in: `for.metric = ["doses", "cases"]`.
    every: Vec<(String, Every)>,
    /// Where the metric says what a rule of `for.metric = { … }` asks, so that a finding shows the line that may be wrong itself.
    said_at: Option<Span>,
    /// As written; the head has the default where nothing is.
    level: Option<Level>,
    /// The pattern that it names, until it is filled.
    usage: Option<Usage>,
    /// Where its parts come from, once it is.
    origin: Option<Origin>,
}

/// What a rule with `for.KEY` is written for.
#[derive(Clone, Debug)]
enum Every {
    /// Each of these words.
    Values(Vec<String>),
    /// Each metric of which certain things are said.
    Metrics(metric::Selector),
}

#[derive(Clone, Debug)]
struct NameText {
    name: At<String>,
    many: bool,
    optional: bool,
    filters: Vec<(At<String>, Vec<At<String>>)>,
}

/// What a rule file says.
#[derive(Debug, Default)]
pub struct RuleFile {
    /// Its rules.
    pub rules: Vec<RuleText>,
    /// Its patterns.
    pub patterns: Vec<Pattern>,
    /// Its metrics.
    pub metrics: Vec<Metric>,
    /// Its tables.
    pub tables: Vec<Declaration>,
    /// Dimensions that its rules use (`needs`), so that a project that lacks one is told in one sentence.
    pub needs: Vec<At<String>>,
}

/// Reads a rule file: `[[rule]]`, `[[pattern]]`, `[[metric]]` and `[table.NAME]`.
pub fn read(file_id: FileId, file: &File, pack: Option<&str>, problems: &mut Vec<Problem>) -> RuleFile {
    let read = crate::table::parse(file_id, file, problems, |mut top, problems| {
        let tables = read_tables(&mut top, problems);
        let rules = top.tables("rule", "a rule", problems);
        let patterns = top.tables("pattern", "a pattern", problems);
        let metrics = read_metrics(&mut top, problems);
        let needs = top.texts("needs", problems).unwrap_or_default();
        top.finish(problems);
        let rules = rules.into_iter().filter_map(|rule| read_rule(rule, pack, problems)).collect();
        let patterns = patterns.into_iter().filter_map(|table| pattern::read(table, file, pack, problems)).collect();
        RuleFile { rules, patterns, metrics, tables, needs }
    });
    read.unwrap_or_default()
}

/// Reads the `[[metric]]` tables of a file; `factlint.toml` may hold them too.
pub fn read_metrics(top: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<Metric> {
    let tables = top.tables("metric", "a metric", problems);
    tables.into_iter().filter_map(|table| metric::read(table, problems)).collect()
}

/// Reads the `[table.NAME]` tables of a file; `factlint.toml` may hold them too.
pub fn read_tables(top: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<Declaration> {
    let Some(tables) = top.table("table", "the tables", problems) else { return Vec::new() };
    let entries = tables.entries();
    entries.into_iter().filter_map(|(name, entry)| read_table(name, entry, problems)).collect()
}

fn read_table(name: At<String>, entry: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<Declaration> {
    identifier(&name, problems);
    let mut table = entry.table("table", "a table declaration", problems)?;
    let path = table.required_text("path", problems);
    let key = table.required_text("key", problems);
    let dim = table.text("dim", problems);
    let mut text_columns = Vec::new();
    if let Some(columns) = table.table("columns", "the columns", problems) {
        for (column, kind) in columns.entries() {
            match kind.scalar().as_deref() {
                Some("text") => text_columns.push(column),
                _ => problems.push(Problem::error("table/column-type", "a column may only be set to \"text\"", kind.span)),
            }
        }
    }
    table.finish(problems);
    Some(Declaration { name, path: path?, key: key?, dim, text_columns })
}

/// CEL words, which no name may be.
pub const RESERVED: &[&str] = &[
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// Reports a name that a condition could not write.
pub fn identifier(name: &At<String>, problems: &mut Vec<Problem>) {
    let mut bytes = name.value.bytes();
    let plain = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !plain || RESERVED.contains(&name.value.as_str()) {
        let message = format!("`{}` cannot be a name in conditions", name.value);
        let help = "names are ASCII letters, digits and `_`, do not begin with a digit, and are no words of CEL";
        problems.push(Problem::error("rule/bad-name", message, name.span).help(help));
    }
}

/// Reads a rule.
fn read_rule(mut table: Toml<'_, '_>, pack: Option<&str>, problems: &mut Vec<Problem>) -> Option<RuleText> {
    let every = read_for(&mut table, problems);
    let usage = read_usage(&mut table, problems);
    let examples = table.tables("example", "an example", problems).into_iter();
    let examples = examples.filter_map(|example| read_example_of(example, &[], problems)).collect();
    Some(RuleText { examples, every, ..read_body(table, usage, pack, problems)? })
}

/// Reads what a rule and a pattern share, with a condition of its own.
fn read_one(table: Toml<'_, '_>, pack: Option<&str>, problems: &mut Vec<Problem>) -> Option<RuleText> {
    read_body(table, None, pack, problems)
}

/// `pattern = "part-of-whole" with = { part = "village-cells" }`
fn read_usage(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<Usage> {
    let pattern = table.text("pattern", problems)?;
    let with = pattern::read_with(table, problems);
    for key in ["check", "when", "each"] {
        if let Some(entry) = table.entry(key) {
            let message = format!("`{key}` comes from the pattern `{}`", pattern.value);
            problems
                .push(Problem::error("pattern/own-condition", message, entry.span).help("a rule has a pattern or a condition"));
        }
    }
    Some(Usage { pattern, with })
}

fn read_body(mut table: Toml<'_, '_>, usage: Option<Usage>, pack: Option<&str>, problems: &mut Vec<Problem>) -> Option<RuleText> {
    let id = table.required_text("id", problems);
    let named = usage.as_ref().map(|usage| At { value: String::new(), span: usage.pattern.span });
    let check = named.or_else(|| table.required_text("check", problems));
    let level = read_level(&mut table, problems);
    let says = read_says(&mut table, problems);
    let about = table.text("about", problems).map(|text| text.value);
    let names = read_names(&mut table, problems);
    let matches = table.texts("match", problems);
    let (when, each) = match usage {
        Some(_) => (None, None),
        None => (table.text("when", problems), table.text("each", problems)),
    };
    let missing = table.text("missing", problems);
    let require = table.flag("require", problems).map(|flag| flag.value);
    let tolerance = read_tolerance(&mut table, problems);
    let expect_min = read_count(&mut table, "expect-min", problems);
    let span = table.span;
    table.finish(problems);
    let head = Head { level: level.unwrap_or(Level::Error), says, about, ..Head::of(id?, check?, span, pack) };
    let rule =
        RuleText { each, names, matches, when, missing, require, tolerance, expect_min, level, usage, ..RuleText::of(head) };
    Some(rule)
}

impl Head {
    fn of(id: At<String>, check: At<String>, span: Span, pack: Option<&str>) -> Head {
        Head { id, level: Level::Error, says: Vec::new(), about: None, check, span, pack: pack.map(str::to_owned), metric: None }
    }
}

impl RuleText {
    fn of(head: Head) -> RuleText {
        RuleText {
            head,
            each: None,
            names: Vec::new(),
            matches: None,
            when: None,
            missing: None,
            require: None,
            tolerance: None,
            expect_min: None,
            examples: Vec::new(),
            every: Vec::new(),
            said_at: None,
            level: None,
            usage: None,
            origin: None,
        }
    }

    /// A rule that says nothing yet.
    fn of_nothing(id: At<String>) -> RuleText {
        let (check, span) = (At { value: String::new(), span: id.span }, id.span);
        RuleText::of(Head::of(id, check, span, None))
    }

    /// The pattern that it names, where it has no condition of its own.
    pub fn pattern(&self) -> Option<&At<String>> {
        self.usage.as_ref().map(|usage| &usage.pattern)
    }

    /// Its identifier.
    pub fn id(&self) -> &At<String> {
        &self.head.id
    }

    /// The rules that it is: one for each value of its `for`, or for each metric that its `for.metric` selects.
    pub fn each_of(mut self, metrics: &[Metric], unit: &dyn Fn(&str) -> (Exact, Unit)) -> Vec<RuleText> {
        let every = std::mem::take(&mut self.every);
        every.into_iter().fold(vec![self], |rules, (key, every)| match every {
            Every::Values(values) => {
                rules.iter().flat_map(|rule| values.iter().map(|value| rule.clone().filled(&key, value, None, metrics))).collect()
            }
            Every::Metrics(selector) => {
                let selected = || metrics.iter().filter(|metric| selector.selects(metric));
                rules.iter().flat_map(|rule| selected().map(|metric| rule.clone().of_metric(metric, metrics, unit))).collect()
            }
        })
    }

    fn of_metric(self, metric: &Metric, metrics: &[Metric], unit: &dyn Fn(&str) -> (Exact, Unit)) -> RuleText {
        let head = Head { metric: Some(metric.id.value.clone()), ..self.head };
        let rule = RuleText { head, said_at: Some(metric.id.span), ..self };
        let values = metric.values(unit);
        values.iter().fold(rule, |rule, (key, value)| rule.filled(key, &value.value, Some(value.span), metrics))
    }

    /// The rule with a value of `for` put in: `{metric}` in its texts, `$metric` in its selectors. Its sentences say the label of a
    /// metric.
    /// `said_at` is where the metric says a value that comes from it.
    fn filled(mut self, key: &str, value: &str, said_at: Option<Span>, metrics: &[Metric]) -> RuleText {
        let (braced, dollar) = (format!("{{{key}}}"), format!("${key}"));
        self.head.id.value = self.head.id.value.replace(&braced, value);
        for (language, text) in &mut self.head.says {
            let label = metric::find(metrics, value).and_then(|metric| metric.label(language));
            *text = text.replace(&braced, label.unwrap_or(&pattern::said(value)));
        }
        let filters = self.names.iter_mut().flat_map(|name| &mut name.filters).flat_map(|(_, values)| values);
        let given = self.usage.iter_mut().flat_map(|usage| &mut usage.with).flat_map(|(_, values)| values);
        for filter in filters.chain(given) {
            if filter.value == dollar {
                value.clone_into(&mut filter.value);
                filter.span = said_at.unwrap_or(filter.span);
                self.said_at = said_at.or(self.said_at);
            }
        }
        self
    }
}

fn read_level(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<Level> {
    let level = table.text("level", problems)?;
    let known = Level::parse(&level.value);
    if known.is_none() {
        let message = format!("`{}` is no level", level.value);
        problems.push(Problem::error("rule/bad-level", message, level.span).help("levels: error, warning, note"));
    }
    known
}

fn read_says(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let Some(says) = table.table("says", "`says`", problems) else { return Vec::new() };
    let texts = says.entries().into_iter();
    texts.filter_map(|(language, text)| Some((language.value, text.text("says", problems)?.value))).collect()
}

fn read_names(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<NameText> {
    let Some(names) = table.table("where", "`where`", problems) else { return Vec::new() };
    let names = names.entries().into_iter();
    names.filter_map(|(name, selector)| read_name(name, selector, problems)).collect()
}

fn read_name(name: At<String>, selector: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<NameText> {
    identifier(&name, problems);
    let selector = selector.table("where", "a selector", problems)?;
    let (mut many, mut optional) = (false, false);
    let mut filters = Vec::new();
    for (key, value) in selector.entries() {
        let flag = match key.value.as_str() {
            "many" => Some(&mut many),
            "optional" => Some(&mut optional),
            _ => None,
        };
        if let Some(flag) = flag {
            *flag = matches!(value.value, toml::de::DeValue::Boolean(true));
            if !matches!(value.value, toml::de::DeValue::Boolean(_)) {
                value.wrong::<()>(&key.value, "true or false", problems);
            }
            continue;
        }
        let items = match value.value {
            toml::de::DeValue::Array(_) => value.items(),
            _ => vec![value],
        };
        let texts = items.into_iter().filter_map(|item| match item.scalar() {
            Some(text) => Some(At { value: text, span: item.span }),
            None => item.wrong(&key.value, "text or a list of texts", problems),
        });
        let texts = texts.collect();
        filters.push((key, texts));
    }
    Some(NameText { name, many, optional, filters })
}

fn read_tolerance(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<At<String>> {
    let entry = table.entry("tolerance")?;
    match entry.scalar() {
        Some(value) => Some(At { value, span: entry.span }),
        None => entry.wrong("tolerance", "\"0.1 %\", \"0.1 pp\" or a number", problems),
    }
}

fn read_count(table: &mut Toml<'_, '_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<u64> {
    let entry = table.entry(key)?;
    let count = entry.scalar().and_then(|text| text.parse().ok());
    if count.is_none() {
        entry.wrong::<()>(key, "a whole number", problems);
    }
    count
}

fn read_for(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Vec<(String, Every)> {
    let Some(keys) = table.table("for", "`for`", problems) else { return Vec::new() };
    let read = |(key, values): (At<String>, Entry<'_, '_>)| {
        if key.value == "metric" && matches!(values.value, toml::de::DeValue::Table(_)) {
            return (key.value, Every::Metrics(metric::read_selector(values, problems)));
        }
        let items = values.items();
        if items.is_empty() {
            values.wrong::<()>(&key.value, "a list of texts", problems);
        }
        let values = items.into_iter().filter_map(|item| item.text(&key.value, problems)).map(|text| text.value).collect();
        (key.value, Every::Values(values))
    };
    keys.entries().into_iter().map(read).collect()
}

/// Reads an example; `known` keys were read before.
fn read_example_of(mut table: Toml<'_, '_>, known: &[&str], problems: &mut Vec<Problem>) -> Option<Example> {
    let span = table.span;
    let mut bound = Vec::new();
    let mut verdict = None;
    let today = table.day("today", problems).map(|day| day.value);
    for (key, value) in table.entries() {
        match key.value.as_str() {
            "verdict" => verdict = read_verdict(value, problems),
            "today" => {}
            key if known.contains(&key) => {}
            _ => bound.push((key, read_example_claims(value, problems))),
        }
    }
    if verdict.is_none() {
        problems.push(Problem::error("rule/example", "an example needs a `verdict`", table.head()));
    }
    Some(Example { span, bound, verdict: verdict?, today })
}

fn read_example_claims(value: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Vec<ExampleClaim> {
    let items = match value.value {
        toml::de::DeValue::Array(_) => value.items(),
        _ => vec![value],
    };
    items.into_iter().filter_map(|item| read_example_claim(item, problems)).collect()
}

fn read_verdict(value: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<At<Verdict>> {
    let text = value.text("verdict", problems)?;
    let verdict = Verdict::parse(&text.value);
    if verdict.is_none() {
        let known: Vec<&str> = VERDICTS.iter().map(|(_, name)| *name).collect();
        let message = format!("`{}` is no verdict", text.value);
        problems.push(Problem::error("rule/example", message, text.span).help(format!("verdicts: {}", known.join(", "))));
    }
    Some(At { value: verdict?, span: text.span })
}

fn read_example_claim(item: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<ExampleClaim> {
    let span = item.span;
    if let Some(text) = item.scalar() {
        let key = At { value: "value".to_owned(), span };
        return Some(ExampleClaim { span, fields: vec![(key, text)] });
    }
    let table = item.table("example", "a claim", problems)?;
    let fields = table.entries().into_iter().filter_map(|(key, value)| match value.scalar() {
        Some(text) => Some((key, text)),
        None => value.wrong(&key.value, "text, a number or a date", problems),
    });
    Some(ExampleClaim { span, fields: fields.collect() })
}

/// What conditions are checked against.
pub struct Setting<'a> {
    /// The declared dimensions.
    pub dims: &'a [String],
    /// All tables.
    pub tables: &'a [Table],
    /// All metrics.
    pub metrics: &'a [Metric],
    /// What the words of a unit mean.
    pub unit: &'a dyn Fn(&str) -> (Exact, Unit),
    /// `factlint.toml`, whose tables every rule of the project sees.
    pub config: FileId,
    /// The file of the rule.
    pub file: &'a File,
    /// The words of the project.
    pub names: &'a mut Names,
}

/// Checks the words of a rule. A rule with a mistake is reported and left out.
pub fn compile(text: RuleText, setting: &mut Setting<'_>, problems: &mut Vec<Problem>) -> Option<Rule> {
    let before = problems.len();
    let own = text.head.id.span.file;
    let sees = |table: &Table| {
        let pattern = text.origin.as_ref().is_some_and(|origin| table.declared_in == origin.file);
        let shared = pattern && !table.name.starts_with(pattern::EXAMPLE_TABLE);
        table.declared_in == own || shared || (text.head.pack.is_none() && table.declared_in == setting.config)
    };
    let visible: Vec<usize> = (0..setting.tables.len()).filter(|&place| sees(&setting.tables[place])).collect();
    let each = read_each(text.each.as_ref(), problems);
    let names: Vec<Bound> = text.names.iter().map(|name| bind_name(name, setting, problems)).collect();
    check_names(&text, each, problems);
    let scope = Scope {
        names: names.iter().map(|name| (name.name.value.as_str(), name.many)).collect(),
        source: each == Each::Source,
        rule: each == Each::Rule,
        dims: setting.dims,
        tables: setting.tables,
        visible,
    };
    let origin = text.origin.as_ref();
    let measured: Vec<Known> = text.names.iter().map(|name| measured(name, setting)).collect();
    let problem_of = |mistake: Mistake, code: &'static str, text: &At<String>, in_when: bool| {
        let span = match origin {
            Some(origin) => origin.place(in_when, &mistake.range),
            None => inside(setting.file, text.span, mistake.range),
        };
        let problem = mistake.help.into_iter().fold(Problem::error(code, mistake.message, span), Problem::help);
        mistake.also.into_iter().fold(problem, |problem, (span, words)| problem.and(span, words))
    };
    let condition = |text: &At<String>, in_when: bool, problems: &mut Vec<Problem>| {
        let (expr, code, mistakes) = match compile::compile(&text.value, &scope) {
            Ok(expr) => {
                let mistakes = units::check(&expr, &text.value, &measured, setting.unit);
                (Some(expr), "rule/unit", mistakes)
            }
            Err(mistakes) => (None, "rule/condition", mistakes),
        };
        problems.extend(mistakes.into_iter().map(|mistake| problem_of(mistake, code, text, in_when)));
        expr
    };
    let check = condition(&text.head.check, false, problems);
    let when = text.when.as_ref().map(|when| condition(when, true, problems));
    let columns = matching::columns(text.matches.as_deref(), &scope, text.head.id.span, problems);
    let tolerance = text.tolerance.as_ref().and_then(|tolerance| read_allowance(tolerance, problems));
    if let (Some(at), Some(check)) = (&text.tolerance, &check) {
        refuse_strict(check, at, problems);
    }
    let missing = read_missing(text.missing.as_ref(), problems);
    for example in &text.examples {
        check_example(example, &names, each, problems);
    }
    if problems[before..].iter().any(|problem| problem.level == Level::Error) {
        return None;
    }
    Some(Rule {
        head: text.head,
        each,
        names,
        columns,
        when: when.flatten(),
        check: check?,
        missing,
        require: text.require.unwrap_or(false),
        tolerance,
        expect_min: text.expect_min,
        examples: text.examples,
        filled: text.origin.is_some(),
    })
}

fn read_each(each: Option<&At<String>>, problems: &mut Vec<Problem>) -> Each {
    match each.map(|each| (each.value.as_str(), each.span)) {
        None => Each::Group,
        Some(("source", _)) => Each::Source,
        Some(("rule", _)) => Each::Rule,
        Some((other, span)) => {
            let message = format!("a rule is judged for each \"source\" or \"rule\", not for each \"{other}\"");
            problems.push(
                Problem::error("rule/bad-each", message, span).help("without `each` it is judged for each group of claims"),
            );
            Each::Group
        }
    }
}

fn read_missing(missing: Option<&At<String>>, problems: &mut Vec<Problem>) -> Missing {
    match missing.map(|missing| (missing.value.as_str(), missing.span)) {
        None | Some(("unknown", _)) => Missing::Unknown,
        Some(("zero", _)) => Missing::Zero,
        Some(("ignore", _)) => Missing::Ignore,
        Some((other, span)) => {
            let message = format!("an absent part is \"unknown\", \"zero\" or left out by \"ignore\", not \"{other}\"");
            problems.push(Problem::error("rule/bad-missing", message, span));
            Missing::Unknown
        }
    }
}

fn check_names(text: &RuleText, each: Each, problems: &mut Vec<Problem>) {
    if each == Each::Group && text.names.is_empty() {
        let message = format!("rule `{}` binds no claims", text.head.id.value);
        problems
            .push(Problem::error("rule/no-names", message, text.head.id.span).help("add `where.figure = { metric = \"…\" }`"));
    }
    if text.head.check.value.len() > CONDITION_BYTES_MAX {
        return; // the condition itself is reported
    }
    if let (Some(first), true) = (text.names.first(), each != Each::Group) {
        let message = "a rule that is judged for each source or rule binds no claims";
        problems.push(Problem::error("rule/no-names", message, first.name.span));
    }
}

/// What the figures of a name measure, as the units of its metrics say.
fn measured(name: &NameText, setting: &Setting<'_>) -> Known {
    let Some((_, values)) = name.filters.iter().find(|(key, values)| key.value == "metric" && !values.is_empty()) else {
        return Known::Nothing;
    };
    let said = values.iter().map(|value| {
        let metric = metric::find(setting.metrics, &value.value)?;
        // counts and shares are plain numbers, whatever they count
        let is_plain = matches!(metric.kind, Some(metric::Kind::Count | metric::Kind::Share));
        let unit = metric.unit.as_ref().map(|unit| (unit.value.as_str(), unit.span));
        let (unit, span) = unit.or(is_plain.then_some(("", metric.id.span)))?;
        Some((metric.id.value.as_str(), unit, span))
    });
    units::of_metrics(said, setting.unit)
}

fn bind_name(text: &NameText, setting: &mut Setting<'_>, problems: &mut Vec<Problem>) -> Bound {
    let mut filters = Vec::new();
    for (key, values) in &text.filters {
        let Some(found) = Key::parse(&key.value, setting.dims) else {
            let known: Vec<&str> =
                matching::KEYS.iter().map(|(name, _)| *name).chain(setting.dims.iter().map(String::as_str)).collect();
            let message = format!("claims have no `{}` to be selected by", key.value);
            let problem = Problem::error("rule/unknown-key", message, key.span);
            problems.push(match nearest(&key.value, known.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("known: many, optional, {}", known.join(", "))),
            });
            continue;
        };
        filters.push(Filter {
            key: found,
            values: values.iter().map(|value| setting.names.add(&value.value)).collect(),
            text: format!("{} = {}", key.value, values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join(" or ")),
            span: key.span,
        });
    }
    if text.optional && !text.many {
        let message = format!("`{}` stands for one claim, and only a list can be empty", text.name.value);
        let help = "add `many = true`, or leave `optional` out";
        problems.push(Problem::error("rule/optional", message, text.name.span).help(help));
    }
    let declared = |value: &At<String>| metric::find(setting.metrics, &value.value).is_some_and(Metric::is_non_negative);
    let metric = text.filters.iter().find(|(key, values)| key.value == "metric" && !values.is_empty());
    let non_negative = metric.is_some_and(|(_, values)| values.iter().all(declared));
    Bound { name: text.name.clone(), many: text.many, optional: text.optional, non_negative, filters }
}

/// "0.1 %", "0.1 pp", "50"
fn read_allowance(text: &At<String>, problems: &mut Vec<Problem>) -> Option<Tolerance> {
    let hundredth = Exact::scaled(1, -2);
    let value = text.value.trim();
    let read = |number: &str| Exact::parse(number.trim()).filter(|number| !number.is_negative());
    let tolerance = if let Some(number) = value.strip_suffix('%') {
        read(number).map(|number| Tolerance::Relative(&number * &hundredth))
    } else if let Some(number) = value.strip_suffix("pp") {
        read(number).map(|number| Tolerance::Absolute(&number * &hundredth))
    } else {
        read(value).map(Tolerance::Absolute)
    };
    if tolerance.is_none() {
        let message = format!("`{}` is no tolerance", text.value);
        problems.push(Problem::error("rule/tolerance", message, text.span).help("write \"0.1 %\", \"0.1 pp\" or \"50\""));
    }
    tolerance
}

/// A tolerance widens `==`, `<=` and `>=`; with the strict comparisons it would say the opposite of what is written.
fn refuse_strict(check: &Expr, tolerance: &At<String>, problems: &mut Vec<Problem>) {
    let mut strict = None;
    walk(check, &mut |expr| {
        if let Node::Compare(sign @ (Comparison::Less | Comparison::Greater | Comparison::Unequal), ..) = &expr.node {
            strict.get_or_insert(sign.sign());
        }
    });
    if let Some(sign) = strict {
        let message = format!("a tolerance has no meaning with `{sign}`");
        problems.push(Problem::error("rule/tolerance", message, tolerance.span).help("it widens `==`, `<=` and `>=`"));
    }
}

/// Calls `see` for a condition and every part of it.
pub fn walk<'e>(expr: &'e Expr, see: &mut impl FnMut(&'e Expr)) {
    see(expr);
    match &expr.node {
        Node::Field(of, _) | Node::Has(of, _) | Node::Matches(of, _) | Node::Lookup(of, _) | Node::Not(of) | Node::Negate(of) => {
            walk(of, see)
        }
        Node::Index(a, b)
        | Node::And(a, b)
        | Node::Or(a, b)
        | Node::Compare(_, a, b)
        | Node::In(a, b)
        | Node::Arithmetic(_, a, b)
        | Node::Fold(_, a, b) => {
            walk(a, see);
            walk(b, see);
        }
        Node::Cells(cells) => cells.iter().for_each(|(_, cell)| walk(cell, see)),
        Node::Rows(_, cells) => cells.iter().for_each(|(_, cell)| walk(cell, see)),
        Node::Choose(a, b, c) => [a, b, c].into_iter().for_each(|part| walk(part, see)),
        Node::List(parts) | Node::Call(_, parts) => parts.iter().for_each(|part| walk(part, see)),
        Node::Number(_)
        | Node::Text(_)
        | Node::Flag(_)
        | Node::Null
        | Node::Name(_)
        | Node::Variable(_)
        | Node::Source
        | Node::Rule
        | Node::Table(_) => {}
    }
}

fn check_example(example: &Example, names: &[Bound], each: Each, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = match each {
        Each::Group => names.iter().map(|name| name.name.value.as_str()).collect(),
        Each::Source => vec!["source"],
        Each::Rule => vec!["rule"],
    };
    for (name, claims) in &example.bound {
        if !known.contains(&name.value.as_str()) {
            let message = format!("this rule has no name `{}`", name.value);
            let problem = Problem::error("rule/example", message, name.span);
            problems.push(match nearest(&name.value, known.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("its names: {}", known.join(", "))),
            });
        }
        let many = names.iter().any(|bound| bound.name.value == name.value && bound.many);
        if claims.len() > 1 && !many {
            let message = format!("`{}` stands for one claim, and {} are given", name.value, claims.len());
            problems.push(Problem::error("rule/example", message, name.span).help("`many = true` in `where` makes it a list"));
        }
    }
}
