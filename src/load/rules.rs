//! Rules and reference tables of a project: read, checked against each other, each mistake at its place.

use crate::finding::Problem;
use crate::project::{Project, RuleFile};
use crate::rule::table::{Declaration, Table};
use crate::rule::{Rule, RuleText, Setting, compile, read, read_tables};
use crate::table::At;
use crate::text::FileId;

/// Reads the rules and tables of a project. A rule with a mistake is reported and left out.
pub fn rules(project: &mut Project, problems: &mut Vec<Problem>) -> (Vec<Rule>, Vec<Table>) {
    let (texts, declared) = texts(project, problems);
    let dims: Vec<String> = project.config.dims.iter().map(|dim| dim.value.clone()).collect();
    let tables = tables(project, declared, &dims, problems);
    refuse_twice(&texts, problems);
    let mut rules = Vec::new();
    for (file, text) in texts {
        let file = project.files.get(file);
        let mut setting = Setting { dims: &dims, tables: &tables, config: project.config.file, file, names: &mut project.names };
        rules.extend(compile(text, &mut setting, problems));
    }
    (rules, tables)
}

type Declared = Vec<(RuleFile, Declaration)>;

fn texts(project: &Project, problems: &mut Vec<Problem>) -> (Vec<(FileId, RuleText)>, Declared) {
    let mut texts = Vec::new();
    let mut declared = Vec::new();
    if let Some(config) = &project.tables_file {
        // the other keys of factlint.toml are read, and their mistakes reported, with the settings
        let file = project.files.get(config.file);
        let tables = crate::table::parse(config.file, file, &mut Vec::new(), |mut top, _| read_tables(&mut top, problems));
        declared.extend(tables.unwrap_or_default().into_iter().map(|table| (config.clone(), table)));
    }
    for rule_file in &project.rule_files {
        let read = read(rule_file.file, project.files.get(rule_file.file), rule_file.pack.as_deref(), problems);
        for need in read.needs.iter().filter(|need| !project.config.dims.iter().any(|dim| dim.value == need.value)) {
            problems.push(undeclared(project, rule_file, need));
        }
        texts.extend(read.rules.into_iter().map(|rule| (rule_file.file, rule)));
        declared.extend(read.tables.into_iter().map(|table| (rule_file.clone(), table)));
    }
    (texts, declared)
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

fn refuse_twice(texts: &[(FileId, RuleText)], problems: &mut Vec<Problem>) {
    let mut ids: Vec<&At<String>> = texts.iter().map(|(_, text)| text.id()).collect();
    ids.sort_by(|left, right| left.value.cmp(&right.value).then(left.span.cmp(&right.span)));
    for pair in ids.windows(2).filter(|pair| pair[0].value == pair[1].value) {
        let message = format!("two rules have the id `{}`", pair[1].value);
        problems.push(Problem::error("rule/duplicate-id", message, pair[1].span).and(pair[0].span, "the first one"));
    }
}
