//! Documentation that would drift by itself is made from the program.

use std::fmt::Write as _;

use factlint::expr::functions::{FUNCTIONS, Function};

use crate::projects::folder;

fn signature(function: &Function) -> String {
    let mut takes = function.takes.iter().map(|parameter| parameter.name());
    if function.method {
        let text = takes.next().unwrap_or_default();
        return format!("*{text}*`.{}(`{}`)`", function.name, takes.collect::<Vec<_>>().join(", "));
    }
    format!("`{}(`{}`)`", function.name, takes.collect::<Vec<_>>().join(", "))
}

fn table() -> String {
    let mut text = "| function | gives | what it does | example |\n|---|---|---|---|\n".to_owned();
    for function in FUNCTIONS {
        let _ = writeln!(
            text,
            "| {} | {} | {} | `{}` |",
            signature(function),
            function.gives_name(),
            function.about,
            function.example.replace('|', "\\|")
        );
    }
    text
}

fn patterns() -> String {
    let checked = factlint::examples::rules_of(std::path::Path::new("/")).expect("the packs need no project");
    let mut text = "| pattern | parameters | asks | level |\n|---|---|---|---|\n".to_owned();
    for known in factlint::load::rules::patterns(&checked.project) {
        let pattern = known.pattern;
        let params = pattern.params.iter().map(|param| match &param.default {
            Some(default) => format!("`{} = \"{default}\"`", param.name.value),
            None => format!("`{}`", param.name.value),
        });
        let params: Vec<String> = params.collect();
        let (name, says, level) = (&pattern.id.value, pattern.says("en").unwrap_or_default(), pattern.level().name());
        let _ = writeln!(text, "| `{name}` | {} | {says} | {level} |", params.join(", "));
    }
    text
}

/// Holds the part of docs/rules.md between two marks to what the program says, or writes it.
fn check(begin: &str, end: &str, made: &str) {
    let path = folder("docs/rules.md");
    let text = std::fs::read_to_string(&path).expect("docs/rules.md is there");
    let (head, rest) = text.split_once(begin).expect("docs/rules.md has a place for the table");
    let (marker, rest) = rest.split_once('\n').expect("the place begins with a line of its own");
    let (found, tail) = rest.split_once(end).expect("the place ends with a line of its own");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{head}{begin}{marker}\n{made}{end}{tail}")).expect("docs/rules.md can be written");
        return;
    }
    assert_eq!(found, made, "run `UPDATE_DOCS=1 cargo test docs`");
}

#[test]
fn the_docs_list_every_function_and_pattern_as_the_program_has_it() {
    check("<!-- functions:", "<!-- end of functions -->", &table());
    check("<!-- patterns:", "<!-- end of patterns -->", &patterns());
}

#[test]
fn the_rules_of_the_docs_can_be_read() {
    let text = std::fs::read_to_string(folder("docs/rules.md")).expect("docs/rules.md is there");
    let blocks: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let file = factlint::text::File::new("docs/rules.md".to_owned(), factlint::text::Role::Rules, block.to_owned());
        let mut problems = Vec::new();
        factlint::rule::read(factlint::text::FileId(0), &file, None, &mut problems);
        assert_eq!(problems, [], "{block}");
    }
}
