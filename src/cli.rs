//! The command line: arguments in, a request out; the report of a run to standard output, all else to standard error.

mod claims;
mod fix;
mod sources;
mod tongue;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date as Day;

use self::tongue::Language;
use crate::finding::{Level, Problem};
use crate::locale::Locale;
use crate::locale::own::OwnWords;
use crate::output::{self, FORMATS, Style};
use crate::progress::Progress;
use crate::read::listing::{self, FORMS, Form};
use crate::read::{Fallback, answer, read_rows};
use crate::report::{self, DETAILS, Detail, FAIL_ON, FailOn, Options, Report};
use crate::run::{self, Checked, Request};
use crate::said::Words;
use crate::schema::{self, SCHEMAS};
use crate::text::Files;
use crate::{deliver, examples, explain, init, known, load, since};

/// Usage, configuration, rules or claims cannot be used.
pub const EXIT_UNUSABLE: u8 = 2;

/// Decides whether published figures can stand: text against text, offline, the same answer every time.
#[derive(Debug, Parser)]
#[command(name = "factlint", version, max_term_width = 110, after_help = EXIT_CODES)]
struct Arguments {
    #[command(flatten)]
    language: Language,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 nothing reached --fail-on · 1 findings · 2 files or arguments cannot be used · 3 nothing was checked · \
                          4 an error-level rule could not be judged · 70 a fault of factlint itself";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the claims of a project against their sources and rules
    Check(Check),
    /// Put right what needs no look at a value: hashes, words around quotes, quotes in the source's own words
    Fix(fix::Fix),
    /// List the sources of a project, add one, compare them with their hashes, accept a change
    #[command(subcommand)]
    Sources(sources::Sources),
    /// Begin claims from words that others marked
    #[command(subcommand)]
    Claims(claims::Claims),
    /// List the rules of a project, or test their examples
    #[command(subcommand)]
    Rules(Rules),
    /// Show a rule's page: what it says, why, and its examples
    Explain(Explain),
    /// Write a small commented project to begin with
    Init(Init),
    /// Write down the findings that a project holds back for now, so that only new ones fail
    #[command(subcommand)]
    Baseline(Baseline),
    /// Show every figure, date and document number of a text, with its exact value
    Read(Read),
    /// Write the JSON report of an earlier run in another format, without judging again
    Report(Again),
    /// Print the JSON Schema of a kind of file
    Schema(Schema),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page of factlint or of one of its commands
    Man(Man),
}

#[derive(Debug, Args)]
struct Again {
    /// What `factlint check --format json` wrote; `-` for standard input
    run: PathBuf,
    /// How the report is written; an earlier run has no files to draw pictures of
    #[arg(long, default_value = "concise", value_parser = formats())]
    format: String,
    /// Also write the report into a file, in any format (repeatable)
    #[arg(long, value_name = "KIND=PATH", value_parser = deliver::Named::parse)]
    report: Vec<deliver::Named>,
    /// Show at most so many findings; the counts stay as they are
    #[arg(long, value_name = "N", value_parser = count)]
    limit: Option<usize>,
    /// Colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Debug, Args)]
struct Schema {
    /// Whose schema
    #[arg(value_parser = described(SCHEMAS.iter().map(|schema| (schema.name, schema.summary))))]
    name: String,
}

#[derive(Debug, Args)]
struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
struct Man {
    /// A command, as `check` or `rules list`
    #[arg(value_name = "NAME")]
    command: Vec<String>,
}

#[derive(Debug, Args)]
struct Check {
    /// A folder of the project, or some of its claims files: then only groups that hold one of their claims are reported
    #[arg(default_value = ".")]
    path: Vec<PathBuf>,
    /// How the report is written
    #[arg(long, default_value = "full", value_parser = formats())]
    format: String,
    /// Also write the report into a file, in any format (repeatable)
    #[arg(long, value_name = "KIND=PATH", value_parser = deliver::Named::parse)]
    report: Vec<deliver::Named>,
    /// How much is listed
    #[arg(long, default_value = "claims", value_parser = names(&DETAILS.iter().map(|(_, name)| *name).collect::<Vec<_>>()))]
    detail: String,
    /// From which finding on the run fails; each includes the ones before it
    #[arg(long, default_value = "error", value_parser = names(&FAIL_ON.iter().map(|(_, name)| *name).collect::<Vec<_>>()))]
    fail_on: String,
    /// Do not fail because an error-level rule could not be judged
    #[arg(long)]
    allow_unknown: bool,
    /// End with 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
    /// Judge only this rule (repeatable)
    #[arg(long, value_name = "RULE")]
    select: Vec<String>,
    /// Do not judge this rule (repeatable)
    #[arg(long, value_name = "RULE")]
    ignore: Vec<String>,
    /// Report only groups that hold this claim (repeatable)
    #[arg(long, value_name = "ID")]
    claim: Vec<String>,
    /// Fail only because of findings that this revision of the repository does not have: a branch, a tag, a commit
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Hold nothing back that the baseline names
    #[arg(long)]
    no_baseline: bool,
    /// Show at most so many findings; the counts stay as they are
    #[arg(long, value_name = "N", value_parser = count)]
    limit: Option<usize>,
    /// On a terminal show how many findings each rule has, the most first, in place of the findings
    #[arg(long)]
    statistics: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Baseline {
    /// Write a baseline of all findings; never over one that is there
    Create(At),
    /// Take out of the baseline what is there no more
    Update(Update),
}

#[derive(Debug, Args)]
struct Update {
    /// Also take in the findings that are new
    #[arg(long)]
    add: bool,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Args)]
struct Common {
    #[command(flatten)]
    language: Language,
    /// The day that decides whether a waiver still counts [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Day>,
    /// How many threads may work [default: one per core]
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = count)]
    jobs: Option<usize>,
    /// Colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Also into a pipe or file
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
enum Rules {
    /// List all rules with their level and where they come from
    List(At),
    /// Run every example of every rule; outside a project, those of the packs that ship with factlint
    Test(At),
}

#[derive(Debug, Args)]
struct At {
    /// A folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Explain {
    /// The id of a rule or of a claim
    id: String,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Args)]
struct Init {
    /// The folder to write into
    #[arg(default_value = ".")]
    path: PathBuf,
}

#[derive(Debug, Args)]
struct Read {
    /// A text file; `-` or nothing is standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// How the mentions are written [default: table; jsonl for rows]
    #[arg(long, value_parser = names(&FORMS.iter().map(|(_, name)| *name).collect::<Vec<_>>()))]
    format: Option<String>,
    /// The language and region that decide separators, words and the order of dates [default: the project's, or vi-VN]
    #[arg(long, value_name = "TAG")]
    locale: Option<String>,
    /// A project, whose locale and `[reading]` words count
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
    /// The day of reading, which gives a date without a year its nearest one
    #[arg(long, value_name = "DATE", value_parser = day)]
    reference: Option<Day>,
    /// A plain text, or rows {"id","locale","text","reference"}, one a line
    #[arg(long, default_value = "text", value_parser = ["text", "jsonl"])]
    input_format: String,
    /// Show also what looks like a figure and is none: names, codes, phone numbers, versions, addresses, idioms
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    language: Language,
}

fn formats() -> clap::builder::PossibleValuesParser {
    described(FORMATS.iter().map(|format| (format.name, format.summary)))
}

/// Names with a line of help each.
fn described(known: impl Iterator<Item = (&'static str, &'static str)>) -> clap::builder::PossibleValuesParser {
    let values = known.map(|(name, summary)| clap::builder::PossibleValue::new(name).help(summary));
    clap::builder::PossibleValuesParser::new(values.collect::<Vec<_>>())
}

fn names(known: &[&'static str]) -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(known.to_vec())
}

/// `2026-11-25`
fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| format!("`{text}` is no day; write year, month and day, as `2026-11-25`"))
}

/// `20`
fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("`{text}` is no whole number; write digits alone, as `20`"))
}

/// Runs the program.
pub fn main() -> ExitCode {
    let line: Vec<_> = std::env::args_os().collect();
    let spoken = tongue::spoken(&line);
    let mut command = tongue::translated(command(), &spoken);
    let parsed = command.try_get_matches_from_mut(line).and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(tongue::tell(&error, &command, &spoken)),
    };
    let result = match &arguments.command {
        Command::Check(check) => run_check(check),
        Command::Fix(fix) => fix::run(fix),
        Command::Sources(command) => sources::run(command),
        Command::Claims(command) => claims::run(command),
        Command::Rules(Rules::List(at)) => rules_list(at),
        Command::Rules(Rules::Test(at)) => rules_test(at),
        Command::Explain(explain) => run_explain(explain),
        Command::Baseline(Baseline::Create(at)) => baseline_create(at),
        Command::Baseline(Baseline::Update(update)) => baseline_update(update),
        Command::Read(read) => run_read(read),
        Command::Report(again) => run_again(again),
        Command::Schema(wanted) => print_text(schema::text(&wanted.name).unwrap_or_default().as_bytes()),
        Command::Completions(wanted) => completions(wanted.shell),
        Command::Man(wanted) => man(&wanted.command, &spoken),
        Command::Init(init) => begin(&init.path, &spoken),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        // whoever reads us may stop early: `factlint check | head` is no fault
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            tell_error(&arguments.language.lang, &failure);
            ExitCode::from(EXIT_UNUSABLE)
        }
    }
}

/// The command line as a value, for completions, man pages and tests.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Why a command came to nothing.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Load(#[from] load::LoadError),
    #[error(transparent)]
    Again(#[from] deliver::AgainError),
    #[error(transparent)]
    Deliver(#[from] deliver::DeliverError),
    #[error(transparent)]
    Init(#[from] init::InitError),
    #[error(transparent)]
    Since(#[from] since::SinceError),
    #[error("`{0}` is there already; `factlint baseline update` keeps it up")]
    BaselineThere(String),
    #[error("`{0}` is not there; `factlint baseline create` writes it")]
    BaselineMissing(String),
    #[error(transparent)]
    Locale(#[from] crate::locale::UnknownLocale),
    #[error("rows are answered with --format jsonl, not {0}")]
    RowsFormat(String),
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
    #[error("there is no command `{0}`")]
    Command(String),
    #[error(transparent)]
    Sources(#[from] crate::sources::SourcesError),
    #[error(transparent)]
    Replace(deliver::ReplaceError),
    #[error("`{0}` begins like JSON and is none: {1}")]
    Annotations(String, serde_json::Error),
    #[error("there is no claim `{0}`")]
    Claim(String),
    #[error("there is no rule and no claim `{0}`{1}")]
    Unknown(String, String),
}

/// Says why something cannot be done, in a language.
fn tell_error(lang: &str, why: &dyn std::fmt::Display) {
    let words = Words::new(lang);
    tell(&format!("{}: {}", words.text("level/error", &[]), words.problem(&why.to_string())));
}

/// Lines in which nothing that a file or an argument says steers the terminal.
fn harmless(text: &str) -> String {
    text.lines().map(|line| output::harmless(line) + "\n").collect()
}

fn tell(text: &str) {
    // standard error may be closed; there is nobody left to tell that
    let _ = writeln!(anstream::stderr(), "{}", harmless(text).trim_end());
}

impl Color {
    fn is_wanted(self) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let choice = anstream::AutoStream::choice(&io::stdout());
                !matches!(choice, anstream::ColorChoice::Never)
            }
        }
    }
}

impl Common {
    fn today(&self) -> Day {
        self.today.unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date())
    }

    fn style(&self) -> Style {
        let links = supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Style { color: self.color.is_wanted(), links, ..Style::default() }
    }

    /// Tells a person who waits that work goes on.
    fn progress(&self) -> Progress {
        Progress::begin(Words::new(&self.language.lang).text("progress/checking", &[]))
    }

    fn set_jobs(&self) {
        if let Some(jobs) = self.jobs {
            // the pool can be set once; a second call in one process keeps the first
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
        }
    }
}

fn run_check(check: &Check) -> Result<u8, Failure> {
    check.common.set_jobs();
    let detail = Detail::parse(&check.detail).unwrap_or_default();
    let format = output::format(&check.format).unwrap_or(&FORMATS[0]);
    let files: Vec<deliver::Target<'_>> = check.report.iter().map(deliver::Named::target).collect();
    let by_file = format.by_file || files.iter().any(|file| file.format.by_file);
    let paths: Vec<&Path> = check.path.iter().map(PathBuf::as_path).collect();
    let request = Request {
        paths: &paths,
        today: check.common.today(),
        claims: &check.claim,
        select: &check.select,
        ignore: &check.ignore,
        detail,
        by_file,
    };
    let progress = check.common.progress();
    let mut checked = run::check(&request)?;
    if !check.no_baseline {
        known::hold_back(&mut checked);
    }
    if let Some(revision) = &check.since {
        compare(&mut checked, revision)?;
    }
    let folder = run::folder_in_repository(&checked.project.root);
    let options = Options {
        detail,
        fail_on: FailOn::parse(&check.fail_on).unwrap_or_default(),
        allow_unknown: check.allow_unknown || !checked.project.config.incomplete_fails,
        exit_zero: check.exit_zero,
        language: &check.common.language.lang,
        folder: &folder,
    };
    let style = Style { limit: check.limit, statistics: check.statistics, ..check.common.style() };
    let mut result = Ok(0);
    checked.report(options, |report| {
        drop(progress);
        result = hand_over(report, &files, &style, format);
    });
    result
}

/// Marks what the project had in a revision already.
fn compare(checked: &mut Checked, revision: &str) -> Result<(), Failure> {
    let tree = since::tree(&checked.project.root, revision)?;
    let Some(project) = tree.project() else {
        known::since(checked, known::Before::Nothing, revision);
        return Ok(());
    };
    let before = run::check(&whole(&[project], checked.today));
    known::since(checked, before.as_ref().map_or(known::Before::Unreadable, known::Before::Checked), revision);
    Ok(())
}

/// A request for all findings of a project.
fn whole<'r>(paths: &'r [&'r Path], today: Day) -> Request<'r> {
    Request { paths, today, claims: &[], select: &[], ignore: &[], detail: Detail::Findings, by_file: false }
}

fn baseline_create(at: &At) -> Result<u8, Failure> {
    at.common.set_jobs();
    let checked = run::check(&whole(&[&at.path], at.common.today()))?;
    let baseline = &checked.project.baseline;
    if baseline.path.exists() {
        return Err(Failure::BaselineThere(baseline.shown.clone()));
    }
    write_baseline(&checked, at, true)
}

fn baseline_update(update: &Update) -> Result<u8, Failure> {
    update.at.common.set_jobs();
    let mut checked = run::check(&whole(&[&update.at.path], update.at.common.today()))?;
    if !checked.project.baseline.path.exists() {
        return Err(Failure::BaselineMissing(checked.project.baseline.shown.clone()));
    }
    known::hold_back(&mut checked);
    checked.problems.retain(|problem| problem.code != known::IDLE);
    write_baseline(&checked, &update.at, update.add)
}

/// Writes the baseline, unless the files have mistakes, and says how many findings it holds and how many it leaves out.
fn write_baseline(checked: &Checked, at: &At, new: bool) -> Result<u8, Failure> {
    let code = print_problems(checked, &at.common)?;
    if checked.is_broken() {
        return Ok(code);
    }
    let baseline = &checked.project.baseline;
    let before = baseline.lines.as_ref().map_or(0, Vec::len);
    let (text, count) = known::baseline(checked, new);
    deliver::text(&baseline.path, &text)?;
    let fresh = checked.judged.outcomes.iter().filter(|outcome| report::Severity::of(outcome).is_alert()).count();
    tell(&told(&at.common, &baseline.shown, [count, before, if new { 0 } else { fresh }]));
    Ok(code)
}

/// What a written baseline holds: so many findings, so many before, so many new ones that it leaves out.
fn told(common: &Common, path: &str, [count, before, left_out]: [usize; 3]) -> String {
    let words = Words::new(&common.language.lang);
    let facts = [("path", path), ("count", &count.to_string()), ("before", &before.to_string()), ("new", &left_out.to_string())];
    let code = if left_out == 0 { "baseline/written" } else { "baseline/written-without-new" };
    words.text(code, &facts)
}

/// An earlier run in another format. It ends as that run did.
fn run_again(again: &Again) -> Result<u8, Failure> {
    let kept = deliver::read_again(&again.run)?;
    let format = output::format(&again.format).unwrap_or(&FORMATS[0]);
    let files: Vec<deliver::Target<'_>> = again.report.iter().map(deliver::Named::target).collect();
    let style = Style { color: again.color.is_wanted(), limit: again.limit, ..Style::default() };
    hand_over(&report::again(&kept), &files, &style, format)
}

/// Writes a report into its files, onto the page of a job on GitHub, and last to standard output, whose reader may stop early.
fn hand_over(report: &Report<'_>, files: &[deliver::Target<'_>], style: &Style, format: &output::Format) -> Result<u8, Failure> {
    for file in files {
        deliver::write(report, *file)?;
    }
    let page = std::env::var_os(deliver::SUMMARY_VARIABLE).filter(|path| !path.is_empty() && format.name == "github");
    if let Some(page) = page {
        deliver::summarise(report, Path::new(&page))?;
    }
    print_report(report, style, format)
}

fn print_report(report: &Report<'_>, style: &Style, format: &output::Format) -> Result<u8, Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    (format.write)(report, style, &mut out)?;
    out.flush()?;
    Ok(report.exit)
}

fn completions(shell: clap_complete::Shell) -> Result<u8, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "factlint", &mut text);
    print_text(&text)
}

fn man(path: &[String], language: &str) -> Result<u8, Failure> {
    let mut wanted = tongue::translated(command(), language);
    // so that every command knows its whole name, `factlint rules test`
    wanted.build();
    for word in path {
        wanted = wanted.find_subcommand(word).ok_or_else(|| Failure::Command(path.join(" ")))?.clone();
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(wanted).render(&mut text)?;
    print_text(tongue::manual(&String::from_utf8_lossy(&text), language).as_bytes())
}

fn print_text(text: &[u8]) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(0)
}

/// Writes a project to begin with.
fn begin(folder: &Path, language: &str) -> Result<u8, Failure> {
    tell(&Words::new(language).problem(&init::write(folder)?));
    Ok(0)
}

fn rules_list(at: &At) -> Result<u8, Failure> {
    let checked = examples::rules_of(&at.path)?;
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(harmless(&explain::list(&checked, &Words::new(&at.common.language.lang))).as_bytes())?;
    out.flush()?;
    print_problems(&checked, &at.common)
}

fn rules_test(at: &At) -> Result<u8, Failure> {
    let mut checked = examples::rules_of(&at.path)?;
    let tested = examples::test(&mut checked);
    let mut out = BufWriter::new(io::stdout().lock());
    let words = Words::new(&at.common.language.lang);
    let told: Vec<String> = tested.text.lines().map(|line| words.problem(line)).collect();
    out.write_all(harmless(&told.join("\n")).as_bytes())?;
    out.flush()?;
    let code = print_problems(&checked, &at.common)?;
    Ok(if code == 0 { u8::from(tested.failed > 0) } else { code })
}

/// The areas of mistakes that commands about sources tell; claims and rules may have others.
const AREAS_OF_SOURCES: [&str; 4] = ["toml/", "csv/", "config/", "sources/"];

/// The project that a folder belongs to, for commands about its sources: its rules not read and nothing located.
fn project_of(path: &Path, common: &Common) -> Result<Checked, Failure> {
    common.set_jobs();
    let mut checked = run::loaded(path, common.today())?;
    checked.problems.retain(|problem| AREAS_OF_SOURCES.iter().any(|area| problem.code.starts_with(area)));
    Ok(checked)
}

/// Mistakes in the files, to standard error; the exit code that they ask for.
fn print_problems(checked: &Checked, common: &Common) -> Result<u8, Failure> {
    if checked.problems.is_empty() {
        return Ok(0);
    }
    let options = Options { language: &common.language.lang, ..Options::default() };
    let mut code = 0;
    let mut written = Ok(());
    checked.report(options, |report| {
        let mut out = BufWriter::new(io::stderr().lock());
        let style = common.style();
        written = output::problems(report, &style, &mut out).and_then(|()| out.flush());
        code = if report.exit == EXIT_UNUSABLE { EXIT_UNUSABLE } else { 0 };
    });
    written?;
    Ok(code)
}

fn run_explain(explain: &Explain) -> Result<u8, Failure> {
    let checked = examples::rules_of(&explain.at.path)?;
    if let Some(page) = explain::rule(&checked, &explain.id, &Words::new(&explain.at.common.language.lang)) {
        let mut out = BufWriter::new(io::stdout().lock());
        out.write_all(harmless(&page).as_bytes())?;
        out.flush()?;
        return print_problems(&checked, &explain.at.common);
    }
    if checked.project.find_claim(&explain.id).is_none() {
        return Err(Failure::Unknown(explain.id.clone(), explain::nearest(&checked, &explain.id)));
    }
    explain_claim(explain)
}

/// The full working of a claim: every rule that speaks of it, with the values that went in.
fn explain_claim(explain: &Explain) -> Result<u8, Failure> {
    let request = Request {
        paths: &[&explain.at.path],
        today: explain.at.common.today(),
        claims: std::slice::from_ref(&explain.id),
        select: &[],
        ignore: &[],
        detail: Detail::All,
        by_file: false,
    };
    let checked = run::check(&request)?;
    let options =
        Options { detail: Detail::All, exit_zero: true, language: &explain.at.common.language.lang, ..Options::default() };
    let style = explain.at.common.style();
    let mut result = Ok(0);
    checked.report(options, |report| result = print_report(report, &style, &FORMATS[0]));
    result
}

fn run_read(read: &Read) -> Result<u8, Failure> {
    let (tag, own, code) = reading_of(read)?;
    let locale = Locale::load_with(&tag, &own)?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    if read.input_format == "jsonl" {
        return match read.format.as_deref() {
            None | Some("jsonl") => Ok(run_rows(read, &locale, &own, out)?.max(code)),
            Some(other) => Err(Failure::RowsFormat(other.to_owned())),
        };
    }
    let text = load::text(&read.file)?;
    let answer = answer(&text, &locale, read.reference, read.all);
    let form = read.format.as_deref().and_then(Form::parse).unwrap_or(Form::Table);
    listing::write(&answer, &text, form, &Words::new(&read.language.lang), &mut out)?;
    out.flush()?;
    Ok(code)
}

/// A problem of a file with its place, what is wrong and what to do.
fn in_one_line(problem: &Problem, files: &Files, words: &Words) -> String {
    let mut line = words.text(if problem.level == Level::Error { "level/error" } else { "level/warning" }, &[]);
    line.push_str(": ");
    if let Some(label) = problem.labels.first() {
        let place = files.place(label.span);
        line.push_str(&format!("{}:{}:", place.path, place.start.line));
        line.push_str(&format!("{}: ", place.start.column));
    }
    line.push_str(&words.problem(&problem.message));
    if let Some(help) = &problem.help {
        line.push_str("; ");
        line.push_str(&words.problem(help));
    }
    line
}

/// The locale to read in and the words of the project, if one is named; what is wrong with its settings is told, and the rest counts.
fn reading_of(read: &Read) -> Result<(String, Vec<OwnWords>, u8), Failure> {
    let Some(project) = &read.project else {
        return Ok((read.locale.clone().unwrap_or_else(|| "vi-VN".to_owned()), Vec::new(), 0));
    };
    let (config, files, problems) = load::settings(project)?;
    let words = Words::new(&read.language.lang);
    for problem in &problems {
        tell(&in_one_line(problem, &files, &words));
    }
    let code = if problems.iter().any(|problem| problem.level == Level::Error) { EXIT_UNUSABLE } else { 0 };
    Ok((read.locale.clone().unwrap_or(config.locale), config.reading, code))
}

/// Answers rows; lines that are none are told on standard error, and the others are answered all the same.
fn run_rows(read: &Read, locale: &Locale, own: &[OwnWords], out: impl Write) -> Result<u8, Failure> {
    let mut code = 0;
    let wrong = |error| {
        tell_error(&read.language.lang, &error);
        code = EXIT_UNUSABLE;
    };
    read_rows(load::lines(&read.file)?, out, Fallback { locale, own, reference: read.reference, all: read.all }, wrong)?;
    Ok(code)
}
