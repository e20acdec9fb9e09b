//! The commands about sources: list, add, verify, accept.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date as Day;

use super::{At, Common, EXIT_UNUSABLE, Failure, day, harmless, print_problems, print_text, project_of};
use crate::finding::{Level, Problem};
use crate::locale::Locale;
use crate::run::Checked;
use crate::said::Words;
use crate::sources::entry::{Given, Keys};
use crate::sources::{self, Accept, New, State};

/// A file is not the one that was pinned.
const EXIT_FINDINGS: u8 = 1;
/// No hash was compared.
const EXIT_NOTHING: u8 = 3;
/// A pinned file could not be compared.
const EXIT_INCOMPLETE: u8 = 4;

#[derive(Debug, Subcommand)]
pub(super) enum Sources {
    /// Show what each source is: format, size, hash, and how many claims rest on it
    List(Listed),
    /// List a file as a source, with its hash
    Add(Box<Add>),
    /// Compare the files of all sources with their pinned hashes
    Verify(Listed),
    /// Pin the new hash of a changed source, with who looked at the change and why it is right; `--today` is the day written down
    Accept(Accepted),
}

#[derive(Debug, Args)]
pub(super) struct Listed {
    #[command(flatten)]
    at: At,
    /// How it is written
    #[arg(long, default_value = "table", value_parser = ["table", "json"])]
    format: String,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The file
    path: PathBuf,
    /// The name by which claims speak of it [default: the file's name without its ending]
    #[arg(long)]
    id: Option<String>,
    /// The day of publication, which decides years that a date leaves out
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Day>,
    /// Where it was found; factlint opens no address
    #[arg(long)]
    url: Option<String>,
    /// Its title
    #[arg(long)]
    title: Option<String>,
    /// Language and region, when they differ from the project's
    #[arg(long, value_name = "TAG")]
    locale: Option<String>,
    /// The day on which it was fetched
    #[arg(long, value_name = "DATE", value_parser = day)]
    fetched: Option<Day>,
    /// Who fetched it
    #[arg(long)]
    by: Option<String>,
    /// Only these lines, as `10-40`
    #[arg(long, value_name = "RANGE", conflicts_with_all = ["pages", "section"])]
    lines: Option<String>,
    /// Only these pages, as `3-5`
    #[arg(long, value_name = "RANGE", conflicts_with = "section")]
    pages: Option<String>,
    /// Only the section under this heading
    #[arg(long, value_name = "HEADING")]
    section: Option<String>,
    /// A file with the typed words of a scan
    #[arg(long, value_name = "PATH", requires = "transcript_by")]
    transcript: Option<PathBuf>,
    /// Who typed them
    #[arg(long, value_name = "WHO", requires = "transcript")]
    transcript_by: Option<String>,
    /// The file that lists it: factlint.toml or a CSV file of `sources` [default: where the others are]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// A folder of the project
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    project: PathBuf,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(super) struct Accepted {
    /// The source
    id: String,
    /// Who looked at the change
    #[arg(long, value_name = "WHO")]
    by: String,
    /// Why the new file is right
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// A folder of the project
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    project: PathBuf,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(command: &Sources) -> Result<u8, Failure> {
    match command {
        Sources::List(listed) => list(listed),
        Sources::Verify(listed) => verify(listed),
        Sources::Add(add) => run_add(add),
        Sources::Accept(accepted) => accept(accepted),
    }
}

fn list(listed: &Listed) -> Result<u8, Failure> {
    let (checked, words) = (project_of(&listed.at.path, &listed.at.common)?, Words::new(&listed.at.common.language.lang));
    let rows = sources::rows(&checked.project);
    let text = if listed.format == "json" { sources::json(&rows) } else { harmless(&sources::table(&rows, &words)) };
    print_text(text.as_bytes())?;
    print_problems(&checked, &listed.at.common)
}

fn verify(listed: &Listed) -> Result<u8, Failure> {
    let (checked, words) = (project_of(&listed.at.path, &listed.at.common)?, Words::new(&listed.at.common.language.lang));
    let rows = sources::rows(&checked.project);
    let text = if listed.format == "json" { sources::json(&rows) } else { harmless(&sources::verified(&rows, &words)) };
    print_text(text.as_bytes())?;
    print_problems(&checked, &listed.at.common)?;
    // that a file is not there is what verifying is to find out
    let is_mistake = |problem: &Problem| problem.level == Level::Error && problem.code != "sources/missing-file";
    if checked.problems.iter().any(is_mistake) {
        return Ok(EXIT_UNUSABLE);
    }
    let states: Vec<State> = rows.iter().flat_map(|row| [Some(row.state), row.transcript_state]).flatten().collect();
    let has = |wanted: State| states.contains(&wanted);
    Ok(match () {
        () if has(State::Changed) => EXIT_FINDINGS,
        () if has(State::Unreadable) => EXIT_INCOMPLETE,
        () if !has(State::Pinned) => EXIT_NOTHING,
        () => 0,
    })
}

fn run_add(add: &Add) -> Result<u8, Failure> {
    if let Some(tag) = &add.locale {
        Locale::load(tag)?;
    }
    let checked = project_of(&add.project, &add.common)?;
    let transcript = add.transcript.as_deref().zip(add.transcript_by.as_deref());
    let new = New { path: &add.path, to: add.to.as_deref(), id: add.id.as_deref(), transcript, keys: keys(add) };
    say(&sources::add(&checked, &new, &Words::new(&add.common.language.lang))?)
}

/// The keys of the command line, in the order in which they are written.
fn keys(add: &Add) -> Keys {
    let text = |key, text: &Option<String>| text.as_ref().map(|text| (key, Given::Text(text.clone())));
    let day = |key, day: Option<Day>| day.map(|day| (key, Given::Day(day)));
    let all = [
        text("lines", &add.lines),
        text("pages", &add.pages),
        text("section", &add.section),
        text("locale", &add.locale),
        day("published", add.published),
        text("title", &add.title),
        text("url", &add.url),
        day("fetched", add.fetched),
        text("by", &add.by),
    ];
    all.into_iter().flatten().collect()
}

fn accept(accepted: &Accepted) -> Result<u8, Failure> {
    let common = &accepted.common;
    let checked = evidence_of(&accepted.project, common)?;
    let accept = Accept { id: &accepted.id, by: &accepted.by, reason: &accepted.reason, on: common.today() };
    say(&sources::accept(&checked, &accept, &Words::new(&common.language.lang))?)
}

/// The project with the places of all quotes; nothing is judged.
fn evidence_of(path: &Path, common: &Common) -> Result<Checked, Failure> {
    common.set_jobs();
    Ok(crate::run::located(path, common.today())?)
}

fn say(text: &str) -> Result<u8, Failure> {
    print_text(harmless(text).as_bytes())
}
