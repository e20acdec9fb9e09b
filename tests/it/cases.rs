//! Literate cases: `fixtures/cases/*.md`. A heading is a case, fenced blocks are its files, an `expect` block lists one line per
//! outcome that does not hold: verdict, rule, claims (`-` for a rule about sources or rules), and a marked place where the case cares.
//! A `problems` block lists every mistake in the files instead, with the characters that it underlines.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use factlint::report::Detail;
use factlint::run::Checked;

use crate::projects::{Line, folder, outcomes, rendered, run};

/// A heading with its files.
pub(crate) struct Case {
    title: String,
    line: usize,
    blocks: Vec<(String, String)>,
}

/// Every case file by its name, with its text.
pub(crate) fn case_files() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder("fixtures/cases"))
        .expect("the cases are there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let read = |file: &PathBuf| std::fs::read_to_string(file).expect("a case file can be read");
    let name = |file: &PathBuf| file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), read(file))).collect()
}

/// The cases of a file.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(String, String)> = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => {
                let block = open.take().expect("it was just matched");
                cases.last_mut().expect("blocks stand under a heading").blocks.push(block);
            }
            (Some((_, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, Some(name)) => open = Some((name.trim().to_owned(), String::new())),
            (None, None) => {
                if let Some(title) = line.strip_prefix("## ") {
                    cases.push(Case { title: title.to_owned(), line: index + 1, blocks: Vec::new() });
                }
            }
        }
    }
    assert!(open.is_none(), "a block is never closed");
    cases
}

impl Case {
    pub(crate) fn block(&self, name: &str) -> Option<&str> {
        self.blocks.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// What becomes of its files, written into a folder of its own.
    pub(crate) fn run(&self, folder: &Path) -> Checked {
        let _ = std::fs::remove_dir_all(folder);
        self.write(folder);
        run(folder)
    }

    fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).expect("the folder for cases can be made");
        let mut config = "locale = \"vi-VN\"\ndims = [\"area\", \"level\", \"document\"]\n".to_owned();
        let claims: Vec<&str> =
            self.blocks.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("claims.")).collect();
        let _ = writeln!(config, "claims = {claims:?}\nrules = [\"rules.toml\", \"factlint:core\"]");
        for (name, text) in &self.blocks {
            let file = match name.as_str() {
                "rules" => "rules.toml",
                "expect" | "report" | "problems" => continue,
                other => other,
            };
            if let Some(id) = file.strip_suffix(".txt") {
                let _ = writeln!(config, "[[source]]\nid = {id:?}\npath = {file:?}");
            }
            std::fs::write(folder.join(file), text).expect("the files of a case can be written");
        }
        if self.block("rules").is_none() {
            std::fs::write(folder.join("rules.toml"), "").expect("the files of a case can be written");
        }
        if self.block("factlint.toml").is_none() {
            std::fs::write(folder.join("factlint.toml"), config).expect("the files of a case can be written");
        }
    }

    /// What is wrong with it, if anything.
    fn check(&self, folder: &Path) -> Result<(), String> {
        let checked = self.run(folder);
        if let Some(expected) = self.block("problems") {
            let found = problems(&checked);
            return if found == expected { Ok(()) } else { Err(found) };
        }
        let expected = self.block("expect").ok_or("it has no `expect` block")?;
        let mut wrong = String::new();
        if !checked.problems.is_empty() {
            return Err(rendered(&checked, "full", Detail::Findings));
        }
        let mut found = outcomes(&checked, Detail::Claims);
        for line in expected.lines().filter(|line| !line.trim().is_empty()) {
            match found.iter().position(|outcome| matches(line, outcome)) {
                Some(at) => {
                    found.remove(at);
                }
                None => {
                    let _ = writeln!(wrong, "  missing: {line}");
                }
            }
        }
        for Line { verdict, rule, claims, place, .. } in found {
            let _ = writeln!(wrong, "  extra:   {verdict} {rule} {claims} {place}");
        }
        if let Some(report) = self.block("report") {
            let full = rendered(&checked, "full", Detail::Claims);
            if !full.contains(report.trim_end()) {
                let _ = writeln!(wrong, "  the report has not these words, but:\n{full}");
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Every mistake in the files with the characters that it underlines.
fn problems(checked: &Checked) -> String {
    let mut text = String::new();
    for problem in &checked.problems {
        if let Some(label) = problem.labels.first() {
            let place = checked.project.files.place(label.span);
            let underlined = checked.project.files.slice(label.span);
            let _ = write!(text, "{}:{} [{underlined}] {}: {}", place.path, place.start.line, problem.code, problem.message);
        }
        let _ = problem.help.iter().try_for_each(|help| write!(text, " — {help}"));
        text.push('\n');
    }
    text
}

/// Whether an outcome is as a line of `expect` says; the place is any that the finding marks, and may leave out the column.
fn matches(line: &str, outcome: &Line) -> bool {
    let mut words = line.split_whitespace();
    let head = [&outcome.verdict, &outcome.rule, &outcome.claims];
    let same = head.into_iter().all(|known| words.next() == Some(known.as_str()));
    let place = words.next();
    let marked = |place: &str| outcome.places.iter().any(|known| known == place || known.starts_with(&format!("{place}:")));
    same && place.is_none_or(marked)
}

#[test]
fn every_case_comes_out_as_it_says() {
    let mut wrong = String::new();
    let mut count = 0;
    for (name, text) in case_files() {
        for (index, case) in cases(&text).iter().enumerate() {
            count += 1;
            let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(&name).join(index.to_string());
            if let Err(why) = case.check(&place) {
                let _ = writeln!(wrong, "{name}.md:{} {}\n{why}", case.line, case.title);
            }
        }
    }
    assert!(count > 0, "there are no cases");
    assert!(wrong.is_empty(), "{wrong}");
}
