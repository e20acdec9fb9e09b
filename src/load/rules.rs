//! Rules, patterns and reference tables of a project: read, checked against each other, each mistake at its place. It never
//! judges.

use std::cell::OnceCell;
use std::path::PathBuf;

use super::packs;
use crate::finding::{Problem, nearest};
use crate::locale::own::OwnWords;
use crate::locale::{Locale, counted};
use crate::names::Name;
use crate::number::Exact;
use crate::project::{Config, Project, RuleFile};
use crate::rule::metric::{self, Metric};
use crate::rule::pattern::{self, Pattern};
use crate::rule::table::{Declaration, Table};
use crate::rule::{Example, Rule, RuleText, Setting, compile, read, read_tables};
use crate::table::At;
use crate::text::{File, FileId, Role};
use crate::value::Unit;

/// Reads the rules and tables of a project, and what it says of metrics. A rule with a mistake is reported and left out.
pub fn rules(project: &mut Project, problems: &mut Vec<Problem>) -> (Vec<Rule>, Vec<Table>) {
    let mut texts = texts(project, problems);
    let of_config = std::mem::take(&mut project.metrics);
    let metrics = std::mem::take(&mut texts.metrics).merged(of_config, problems);
    tell_misspelt(project, &metrics, problems);
    let units = Units::of(&project.config);
    let unit = |words: &str| units.get(words);
    texts.put_in(&metrics, &unit);
    texts.add_shipped(project, problems);
    let Texts { rules: written, patterns, declared, .. } = texts;
    let dims = dims(project);
    let tables = tables(project, declared, &dims, problems);
    let written: Vec<(FileId, RuleText)> =
        written.into_iter().filter_map(|(file, text)| Some((file, filled(text, &patterns, &metrics, problems)?))).collect();
    refuse_twice(written.iter().map(|(_, text)| text.id()), ("rule/duplicate-id", "rules"), problems);
    refuse_twice(patterns.iter().map(|pattern| &pattern.id), ("pattern/duplicate-id", "patterns"), problems);
    let mut rules = Vec::new();
    for (file, text) in written {
        let file = project.files.get(file);
        let (names, config) = (&mut project.names, project.config.file);
        let mut setting = Setting { dims: &dims, tables: &tables, metrics: &metrics, unit: &unit, config, file, names };
        rules.extend(compile(text, &mut setting, problems));
    }
    project.metrics = metrics;
    (rules, tables)
}

/// Reads what the rule files and packs of a project say of metrics and nothing else, for commands that look at quotes and judge
/// nothing. What is wrong in them is reported where the rules are read.
pub fn metrics(project: &mut Project) {
    let declared = texts(project, &mut Vec::new()).metrics;
    project.metrics = declared.merged(std::mem::take(&mut project.metrics), &mut Vec::new());
}

/// A metric that no claim has, where claims have one that is spelt nearly so and that nothing declares: what is said of it would be asked
/// of no figure.
fn tell_misspelt(project: &Project, metrics: &[Metric], problems: &mut Vec<Problem>) {
    if metrics.is_empty() {
        return;
    }
    let mut used: Vec<Name> = project.claims.ids().map(|claim| project.claims.get(claim).metric).collect();
    used.dedup(); // claims of one metric mostly stand together
    used.sort_unstable();
    used.dedup();
    let used: Vec<&str> = used.into_iter().map(|name| project.names.get(name)).collect();
    let of_pack = |file: FileId| project.rule_files.iter().any(|rules| rules.file == file && rules.pack.is_some());
    let idle = metrics.iter().filter(|metric| !of_pack(metric.id.span.file) && !used.contains(&metric.id.value.as_str()));
    for metric in idle {
        let undeclared = used.iter().copied().filter(|known| metric::find(metrics, known).is_none());
        if let Some(near) = nearest(&metric.id.value, undeclared) {
            let message = format!("no claim has the metric `{}`", metric.id.value);
            let problem = Problem::warning("metric/no-claim", message, metric.id.span);
            problems.push(problem.help(format!("did you mean `{near}`?")));
        }
    }
}

/// What units of metrics mean in the project's locale, which is read when the first one is asked for.
struct Units {
    tag: String,
    own: Vec<OwnWords>,
    locale: OnceCell<Option<Locale>>,
}

impl Units {
    fn of(config: &Config) -> Units {
        Units { tag: config.locale.clone(), own: config.reading.clone(), locale: OnceCell::new() }
    }

    fn get(&self, words: &str) -> (Exact, Unit) {
        // an unknown locale is reported and replaced by one that is known
        let locale = self.locale.get_or_init(|| Locale::load_with(&self.tag, &self.own).ok());
        locale.as_ref().map_or_else(|| (Exact::ONE, counted(words)), |locale| locale.unit(words))
    }
}

/// A rule that names a pattern, filled; any other as it is.
fn filled(text: RuleText, patterns: &[Pattern], metrics: &[Metric], problems: &mut Vec<Problem>) -> Option<RuleText> {
    let Some(named) = text.pattern() else { return Some(text) };
    match pattern::find(named, patterns) {
        Ok(pattern) => pattern.fill(text, metrics, problems),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// A pattern with where it is written: `factlint:patterns:12`.
#[derive(Debug)]
pub struct Known {
    /// The pattern.
    pub pattern: Pattern,
    /// The file of the pattern.
    pub path: String,
    /// The line of its name.
    pub line: usize,
}

/// All patterns that the rules of a project may name: its own, then those that ship.
pub fn patterns(project: &Project) -> Vec<Known> {
    let mut known = Vec::new();
    let (name, text) = packs::PATTERNS;
    let shipped = File::new(name.to_owned(), Role::Rules, text.to_owned());
    let own = project.rule_files.iter().map(|file| (file.file, project.files.get(file.file)));
    for (id, file) in own.chain([(FileId(u32::MAX), &shipped)]) {
        for pattern in read(id, file, None, &mut Vec::new()).patterns {
            let line = file.line(pattern.id.span.range().start).0;
            known.push(Known { pattern, path: file.path.clone(), line });
        }
    }
    known
}

/// The examples of patterns, each as a rule of its own with the example to judge it for: the project's, and outside any project
/// those that ship.
pub fn pattern_examples(
    project: &mut Project,
    tables: &mut Vec<Table>,
    problems: &mut Vec<Problem>,
) -> Vec<(Pattern, Vec<(Rule, Example)>)> {
    let mut texts = Texts::default();
    for rule_file in &project.rule_files {
        // what is wrong in these files is reported where the rules are read
        let read = read(rule_file.file, project.files.get(rule_file.file), rule_file.pack.as_deref(), &mut Vec::new());
        texts.patterns.extend(read.patterns);
    }
    let dims = dims(project);
    if project.files.get(project.config.file).path == packs::ALONE {
        texts.load_shipped(project, problems);
    }
    tables.extend(self::tables(project, texts.declared, &dims, problems));
    let units = Units::of(&project.config);
    let unit = |words: &str| units.get(words);
    let mut all = Vec::new();
    for pattern in texts.patterns {
        let mut rules = Vec::new();
        for (with, example) in &pattern.examples {
            let Some(text) = pattern.of_example(with, problems) else { continue };
            let file = project.files.get(pattern.id.span.file);
            let (names, config) = (&mut project.names, project.config.file);
            let mut setting = Setting { dims: &dims, tables, metrics: &[], unit: &unit, config, file, names };
            rules.extend(compile(text, &mut setting, problems).map(|rule| (rule, example.clone())));
        }
        all.push((pattern, rules));
    }
    all
}

fn dims(project: &Project) -> Vec<String> {
    project.config.dims.iter().map(|dim| dim.value.clone()).collect()
}

type Declared = Vec<(RuleFile, Declaration)>;

#[derive(Default)]
struct Texts {
    rules: Vec<(FileId, RuleText)>,
    patterns: Vec<Pattern>,
    metrics: Metrics,
    declared: Declared,
}

/// What rule files say of metrics: those of the project, and packs.
#[derive(Default)]
struct Metrics {
    own: Vec<Metric>,
    of_packs: Vec<Metric>,
}

impl Metrics {
    fn add(&mut self, rule_file: &RuleFile, metrics: Vec<Metric>) {
        let whose = if rule_file.pack.is_some() { &mut self.of_packs } else { &mut self.own };
        whose.extend(metrics);
    }

    /// Together with what `factlint.toml` says, which stands first.
    fn merged(self, mut of_config: Vec<Metric>, problems: &mut Vec<Problem>) -> Vec<Metric> {
        of_config.extend(self.own);
        metric::merge(of_config, self.of_packs, problems)
    }
}

impl Texts {
    /// Puts the values and metrics in that rules are written for.
    fn put_in(&mut self, metrics: &[Metric], unit: &dyn Fn(&str) -> (Exact, Unit)) {
        let written = std::mem::take(&mut self.rules).into_iter();
        self.rules =
            written.flat_map(|(file, text)| text.each_of(metrics, unit).into_iter().map(move |text| (file, text))).collect();
    }

    /// The patterns that ship, where a rule names one that the project does not have. A project's own go first.
    fn add_shipped(&mut self, project: &mut Project, problems: &mut Vec<Problem>) {
        let own = |named: &At<String>| self.patterns.iter().any(|pattern| pattern.id.value == named.value);
        if self.rules.iter().any(|(_, text)| text.pattern().is_some_and(|named| !own(named))) {
            self.load_shipped(project, problems);
        }
    }

    fn load_shipped(&mut self, project: &mut Project, problems: &mut Vec<Problem>) {
        let (name, text) = packs::PATTERNS;
        let file = project.files.add(File::new(name.to_owned(), Role::Rules, text.to_owned()));
        let rule_file = RuleFile { file, pack: Some(name.to_owned()), folder: PathBuf::new() };
        let read = read(file, project.files.get(file), rule_file.pack.as_deref(), problems);
        let known: Vec<String> = self.patterns.iter().map(|pattern| pattern.id.value.clone()).collect();
        self.patterns.extend(read.patterns.into_iter().filter(|pattern| !known.contains(&pattern.id.value)));
        self.declared.extend(read.tables.into_iter().map(|table| (rule_file.clone(), table)));
    }
}

fn texts(project: &Project, problems: &mut Vec<Problem>) -> Texts {
    let mut texts = Texts::default();
    if let Some(config) = &project.tables_file {
        // the other keys of factlint.toml are read, and their mistakes reported, with the settings
        let file = project.files.get(config.file);
        let tables = crate::table::parse(config.file, file, &mut Vec::new(), |mut top, _| read_tables(&mut top, problems));
        texts.declared.extend(tables.unwrap_or_default().into_iter().map(|table| (config.clone(), table)));
    }
    for rule_file in &project.rule_files {
        let read = read(rule_file.file, project.files.get(rule_file.file), rule_file.pack.as_deref(), problems);
        for need in read.needs.iter().filter(|need| !project.config.dims.iter().any(|dim| dim.value == need.value)) {
            problems.push(undeclared(project, rule_file, need));
        }
        texts.patterns.extend(read.patterns);
        texts.metrics.add(rule_file, read.metrics);
        texts.rules.extend(read.rules.into_iter().map(|rule| (rule_file.file, rule)));
        texts.declared.extend(read.tables.into_iter().map(|table| (rule_file.clone(), table)));
    }
    texts
}

/// A pack uses a dimension that the project does not declare: said once, where the project names the pack.
fn undeclared(project: &Project, rule_file: &RuleFile, need: &At<String>) -> Problem {
    let path = &project.files.get(rule_file.file).path;
    let named = project.config.rules.iter().find(|entry| entry.value == *path).map_or(need.span, |entry| entry.span);
    let message = format!("the rules of `{path}` use the dimension `{}`, which this project does not declare", need.value);
    Problem::error("config/needs-dim", message, named).help(format!("add \"{}\" to `dims`", need.value))
}

fn tables(project: &mut Project, declared: Declared, dims: &[String], problems: &mut Vec<Problem>) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for (rule_file, declaration) in declared {
        let name = &declaration.name;
        if let Some(first) = tables.iter().find(|table| table.name == name.value && table.declared_in == name.span.file) {
            let message = format!("two tables have the name `{}`", name.value);
            problems.push(Problem::error("table/duplicate", message, name.span).and(first.span, "the first one"));
            continue;
        }
        let Some(file) = super::table(project, &rule_file, &declaration.path, problems) else { continue };
        tables.extend(Table::read(&declaration, dims, &project.files, file, &mut project.names, problems));
    }
    tables
}

fn refuse_twice<'t>(ids: impl Iterator<Item = &'t At<String>>, (code, what): (&'static str, &str), problems: &mut Vec<Problem>) {
    let mut ids: Vec<&At<String>> = ids.collect();
    ids.sort_by(|left, right| left.value.cmp(&right.value).then(left.span.cmp(&right.span)));
    for pair in ids.windows(2).filter(|pair| pair[0].value == pair[1].value) {
        let message = format!("two {what} have the id `{}`", pair[1].value);
        problems.push(Problem::error(code, message, pair[1].span).and(pair[0].span, "the first one"));
    }
}
