//! The constant tables: names unique, what they promise is there.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use factlint::expr::functions::FUNCTIONS;
use factlint::finding::Verdict;
use factlint::load::packs;
use factlint::output::FORMATS;
use factlint::said::Words;

fn unique<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = BTreeSet::new();
    names.into_iter().all(|name| seen.insert(name))
}

#[test]
fn names_in_tables_are_unique() {
    assert!(unique(FUNCTIONS.iter().map(|function| function.name)));
    assert!(unique(FORMATS.iter().map(|format| format.name)));
    assert!(unique(packs::PACKS.iter().map(|(name, _)| *name)));
    assert!(unique(packs::PACK_TABLES.iter().map(|(path, _)| *path)));
}

#[test]
fn every_function_has_words_and_an_example_that_uses_it() {
    for function in FUNCTIONS {
        assert!(function.about.ends_with('.'), "{} has no sentence", function.name);
        assert!(function.example.contains(function.name), "the example of {} does not use it", function.name);
        assert!(!function.method || !function.takes.is_empty(), "{} has no text before its dot", function.name);
    }
}

/// The names that the examples of functions use: those of lists, and those of single claims.
const LISTS: &[&str] = &["parts", "claims", "series", "doses", "all"];
const SINGLE: &[&str] = &[
    "a",
    "b",
    "c",
    "total",
    "part",
    "women",
    "people",
    "women_share",
    "start",
    "term",
    "issued",
    "published",
    "share",
    "land",
    "members",
    "cells",
    "growth",
    "earlier",
    "later",
    "rate",
    "own",
    "place",
    "number",
];
const TABLES: &str = r#"
table.areas = { path = "areas.csv", key = "code", dim = "area" }
table.census = { path = "census.csv", key = "area" }
table.bodies = { path = "words.csv", key = "words" }
table.types = { path = "words.csv", key = "words" }
"#;

#[test]
fn the_example_of_every_function_is_a_condition_that_runs() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("function-examples");
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).expect("the files of this test can be written");
    std::fs::create_dir_all(&path).expect("the folder of this test can be made");
    write("factlint.toml", "dims = [\"area\"]\nclaims = [\"claims.csv\"]\nrules = [\"rules.toml\"]\n");
    write("claims.csv", "id,metric,area,value\na,cells,QN,1\n");
    write("areas.csv", "code,parent\nQN,\n");
    write("census.csv", "area,year,people\nQN,2022,10\n");
    write("words.csv", "words\nNghị quyết\n");
    let mut names = String::new();
    SINGLE.iter().for_each(|name| names += &format!("where.{name} = {{ metric = \"cells\" }}\n"));
    LISTS.iter().for_each(|name| names += &format!("where.{name} = {{ metric = \"cells\", many = true }}\n"));
    let mut rules = TABLES.to_owned();
    for function in FUNCTIONS {
        let _ = writeln!(rules, "[[rule]]\nid = {:?}\ncheck = {:?}\nmatch = []\n{names}", function.name, function.example);
    }
    write("rules.toml", &rules);
    let checked = crate::projects::run(&path);
    let problems: Vec<&str> = checked.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(problems, Vec::<&str>::new());
    assert!(checked.judged.tallies.iter().all(|tally| tally.found() == 1), "each example is judged for one group");
}

#[test]
fn the_packs_load_without_a_mistake_and_their_examples_are_as_written() {
    let mut checked = factlint::examples::rules_of(std::path::Path::new("/")).expect("the packs need no project");
    let tested = factlint::examples::test(&mut checked);
    let problems: Vec<&str> = checked.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(problems, Vec::<&str>::new());
    assert_eq!(tested.failed, 0, "{}", tested.text);
    assert!(!tested.text.contains("note:"), "{}", tested.text);
}

#[test]
fn every_pattern_that_ships_is_shown_in_both_languages() {
    let checked = factlint::examples::rules_of(std::path::Path::new("/")).expect("the packs need no project");
    let known = factlint::load::rules::patterns(&checked.project);
    assert!(unique(known.iter().map(|known| known.pattern.id.value.as_str())));
    for pattern in known.iter().map(|known| &known.pattern) {
        let name = &pattern.id.value;
        for language in ["en", "vi"] {
            assert!(pattern.languages().any(|known| known == language), "{name} has no sentence in {language}");
        }
        assert!(pattern.about().is_some(), "{name} has no page");
        for verdict in [Verdict::Holds, Verdict::Fails] {
            let shown = pattern.examples.iter().any(|(_, example)| example.verdict.value == verdict);
            assert!(shown, "{name} has no example that {}", verdict.name());
        }
        for (language, heading) in [("en", "\nExamples\n"), ("vi", "\nVí dụ\n")] {
            let page = factlint::explain::rule(&checked, name, &Words::new(language)).expect("a pattern has a page");
            assert!(page.contains(heading), "{name}: {page}");
            let is_english = page.contains(" is a claim") || page.contains(" are all claims");
            assert!(language == "en" || !is_english, "{name}: {page}");
        }
    }
}

#[test]
fn every_rule_of_a_pack_speaks_english_and_vietnamese_and_has_a_page() {
    let checked = factlint::examples::rules_of(std::path::Path::new("/")).expect("the packs need no project");
    for head in &checked.heads {
        for language in ["en", "vi"] {
            assert!(head.says.iter().any(|(known, _)| known == language), "{} has no sentence in {language}", head.id.value);
        }
        assert!(head.about.is_some(), "{} has no page", head.id.value);
    }
}
