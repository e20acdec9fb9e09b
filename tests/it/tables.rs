//! The constant tables: names unique, what they promise is there.

use std::collections::BTreeSet;

use factlint::expr::functions::FUNCTIONS;
use factlint::finding::Verdict;
use factlint::load::packs;
use factlint::output::FORMATS;

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
        assert!(factlint::explain::rule(&checked, name, "vi").is_some_and(|page| page.contains("Examples")), "{name}");
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
