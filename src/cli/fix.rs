//! The command `fix`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::{Common, EXIT_UNUSABLE, Failure, harmless, print_problems, print_text, tell};
use crate::fix::{self, Asked, Item, Plan};
use crate::project::Project;
use crate::run::Checked;
use crate::said::Words;
use crate::{deliver, edit};

/// Something could not be put right, or would be with `--diff`.
const EXIT_LEFT: u8 = 1;
/// There is nothing that could be looked at.
const EXIT_NOTHING: u8 = 3;

#[derive(Debug, Args)]
pub(super) struct Fix {
    /// A folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Show the changes as a unified diff, and write nothing
    #[arg(long)]
    diff: bool,
    /// Which of the places or figures that a report numbers is meant, as `members-2022=2` (repeatable)
    #[arg(long, value_name = "CLAIM=N", value_parser = choice)]
    choose: Vec<(String, usize)>,
    /// Add the columns that a claims file in CSV lacks, at its end
    #[arg(long)]
    add_columns: bool,
    #[command(flatten)]
    common: Common,
}

/// `members-2022=2`
fn choice(text: &str) -> Result<(String, usize), String> {
    let parts = text.rsplit_once('=').and_then(|(id, number)| Some((id.to_owned(), number.parse::<usize>().ok()?)));
    parts.filter(|(id, number)| !id.is_empty() && *number > 0).ok_or_else(|| {
        "write the claim and the number of the place or figure, as `members-2022=2`; `factlint fix` numbers them".to_owned()
    })
}

pub(super) fn run(fix: &Fix) -> Result<u8, Failure> {
    fix.common.set_jobs();
    let mut checked = crate::run::located(&fix.path, fix.common.today())?;
    if print_problems(&checked, &fix.common)? == EXIT_UNUSABLE {
        return Ok(EXIT_UNUSABLE);
    }
    if let Some((id, _)) = fix.choose.iter().find(|(id, _)| checked.project.find_claim(id).is_none()) {
        return Err(Failure::Claim(id.clone()));
    }
    let asked = Asked { choices: fix.choose.iter().cloned().collect::<BTreeMap<_, _>>(), add_columns: fix.add_columns };
    let plan = fix::plan(&mut checked, &asked);
    if fix.diff { show(&checked, &plan, &fix.common) } else { write(&checked, &plan, &fix.common) }
}

/// The diff to standard output, so that it can be piped; all else to standard error.
fn show(checked: &Checked, plan: &Plan, common: &Common) -> Result<u8, Failure> {
    let words = Words::new(&common.language.lang);
    let changes = plan.changes.made(&checked.project);
    print_text(changes.iter().map(edit::diff).collect::<String>().as_bytes())?;
    lines(&checked.project, &plan.left, &words).iter().for_each(|line| tell(line));
    tell(&counts(plan, "fix/would", &words));
    Ok(code(checked, plan, !changes.is_empty()))
}

fn write(checked: &Checked, plan: &Plan, common: &Common) -> Result<u8, Failure> {
    let words = Words::new(&common.language.lang);
    deliver::replace(&plan.changes.made(&checked.project)).map_err(Failure::Replace)?;
    let mut told = lines(&checked.project, &plan.fixed, &words);
    told.extend(lines(&checked.project, &plan.left, &words));
    told.push(counts(plan, "fix/counts", &words));
    print_text(harmless(&told.join("\n")).as_bytes())?;
    Ok(code(checked, plan, false))
}

/// One line for each: its place and what it is.
fn lines(project: &Project, items: &[Item], words: &Words) -> Vec<String> {
    let line = |item: &Item| {
        let place = project.files.place(item.span);
        format!("{}:{}:{}: {}", place.path, place.start.line, place.start.column, words.say(&item.said, &[]))
    };
    items.iter().map(line).collect()
}

fn counts(plan: &Plan, code: &str, words: &Words) -> String {
    if plan.fixed.is_empty() && plan.left.is_empty() {
        return words.text("fix/nothing", &[]);
    }
    words.text(code, &[("fixed", &plan.fixed.len().to_string()), ("left", &plan.left.len().to_string())])
}

fn code(checked: &Checked, plan: &Plan, would_change: bool) -> u8 {
    match () {
        () if would_change || !plan.left.is_empty() => EXIT_LEFT,
        () if checked.project.sources.is_empty() => EXIT_NOTHING,
        () => 0,
    }
}
