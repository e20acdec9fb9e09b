//! Tongue: the language of the command line itself: which one is spoken, help and manual pages in it, and what is wrong with arguments.
//!
//! Help is written in English beside each argument, and so are the words of clap for wrong arguments; their English is the key of
//! the translation (`said/help.vi.toml`, `said/problems.vi.toml`). What has no translation stays English, which a test does not let pass.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::builder::{PossibleValue, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Args, Command};

use super::{EXIT_UNUSABLE, harmless};
use crate::said::{self, Words};

/// The help of each language but the first one of [`said::LANGUAGES`], by its English sentence.
const HELP: &[(&str, &str)] = &[("vi", include_str!("../said/help.vi.toml"))];

/// `--lang`, wherever it stands on the line.
#[derive(Debug, Args)]
pub(super) struct Language {
    /// The language of reports, messages and help: en or vi [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_name = "LANG", default_value_t = own(), hide_default_value = true, value_parser = known)]
    pub(super) lang: String,
}

/// The language that the user's environment asks for, by the first variable that says one; English where there are no words for it.
fn own() -> String {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let wanted = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
    said::language(&wanted).unwrap_or(said::LANGUAGES[0].0).to_owned()
}

fn known(tag: &str) -> Result<String, String> {
    let known = || said::LANGUAGES.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ");
    said::language(tag).map(str::to_owned).ok_or_else(|| format!("there are no words of `{tag}`; the languages are {}", known()))
}

/// The language of a line that nobody has parsed yet, since help and mistakes are worded in it too: the last `--lang` with a language
/// that is known, else that of the environment.
pub(super) fn spoken(line: &[OsString]) -> String {
    let mut words = line.iter().map(|word| word.to_str().unwrap_or_default()).take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let tag = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        found = tag.and_then(said::language).or(found);
    }
    found.map_or_else(own, str::to_owned)
}

/// A command line with its help in a language.
pub(super) fn translated(mut command: Command, language: &str) -> Command {
    let Some((_, text)) = HELP.iter().find(|(code, _)| *code == language) else { return command };
    let table: Help = toml::from_str(text).expect("the files of words ship with factlint, and a test reads them all");
    // what clap adds by itself is there from here on: --help, --version, the command help
    command.build();
    table.command(command)
}

/// The translations of one language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Help {
    /// The words around the sentences, which clap writes in English.
    frame: Frame,
    /// Each sentence by its English.
    help: BTreeMap<String, String>,
    /// The headings of manual pages by their English.
    man: BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    usage: String,
    commands: String,
    command: String,
    arguments: String,
    options: String,
    some_options: String,
    default: String,
    values: String,
    listed: String,
}

impl Help {
    fn sentence(&self, english: &str) -> String {
        self.help.get(english).map_or_else(|| english.to_owned(), Clone::clone)
    }

    fn command(&self, command: Command) -> Command {
        let frame = &self.frame;
        let style = *command.get_styles().get_usage();
        let usage = format!("{style}{}:{style:#} {{usage}}", frame.usage);
        let template = format!("{{before-help}}{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}");
        let about = command.get_about().map(|about| self.sentence(&about.to_string()));
        let after = command.get_after_help().map(|after| self.sentence(&after.to_string()));
        let mut command = command
            .help_template(template)
            .subcommand_help_heading(frame.commands.clone())
            .subcommand_value_name(frame.command.clone())
            .mut_args(|argument| self.argument(argument))
            .mut_subcommands(|command| self.command(command));
        if let Some(about) = about {
            command = command.about(about);
        }
        if let Some(after) = after {
            command = command.after_help(after);
        }
        let usage = command.render_usage().ansi().to_string();
        let usage = usage.split_once("Usage:").map_or(usage.as_str(), |(_, usage)| usage);
        // what closes the style of the heading, which the template writes
        let usage = usage.strip_prefix("\u{1b}[0m").unwrap_or(usage).trim_start().replace("OPTIONS", &frame.some_options);
        command.override_usage(StyledStr::from(usage))
    }

    fn argument(&self, argument: Arg) -> Arg {
        let frame = &self.frame;
        let heading = if argument.is_positional() { &frame.arguments } else { &frame.options };
        let sentence = |text: Option<&StyledStr>| text.map(|text| self.sentence(&text.to_string())).unwrap_or_default();
        let (short, long) = (sentence(argument.get_help()), sentence(argument.get_long_help()));
        let takes = argument.get_action().takes_values();
        let values = if takes { argument.get_possible_values() } else { Vec::new() };
        let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let has_default = takes && !argument.is_hide_default_value_set() && !default.is_empty();
        let default = if has_default { format!(" [{}: {}]", frame.default, default.join(" ")) } else { String::new() };
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let list = if names.is_empty() { String::new() } else { format!(" [{}: {}]", frame.values, names.join(", ")) };
        let explained = values.iter().any(|value| value.get_help().is_some());
        let argument = argument.help_heading(heading.clone()).hide_default_value(true).hide_possible_values(true);
        let argument = argument.help(format!("{short}{default}{list}"));
        match () {
            () if explained => argument.long_help(format!("{short}{default}\n\n{}:{}", frame.listed, self.listed(&values))),
            () if !long.is_empty() => argument.long_help(long),
            () => argument,
        }
    }

    /// One line for each value, with what it means.
    fn listed(&self, values: &[PossibleValue]) -> String {
        let line = |value: &PossibleValue| {
            let help = value.get_help().map(|help| self.sentence(&help.to_string())).unwrap_or_default();
            format!("\n- {}: {help}", value.get_name())
        };
        values.iter().map(line).collect()
    }
}

/// The headings of a manual page in a language.
pub(super) fn manual(page: &str, language: &str) -> String {
    let Some((_, text)) = HELP.iter().find(|(code, _)| *code == language) else { return page.to_owned() };
    let table: Help = toml::from_str(text).expect("the files of words ship with factlint, and a test reads them all");
    let line = |line: &str| {
        let heading = line.strip_prefix(".SH ").and_then(|heading| table.man.get(heading.trim_matches('"')));
        match heading {
            Some(heading) => format!(".SH \"{heading}\"\n"),
            // a value of a list, which would run on behind the one before it
            None if line.starts_with("\\- ") => format!(".br\n{line}\n"),
            None => format!("{line}\n"),
        }
    };
    page.lines().map(line).collect()
}

/// Says what is wrong with the arguments, or what was asked of the command line itself; the exit code.
pub(super) fn tell(error: &clap::Error, command: &Command, language: &str) -> u8 {
    let has_failed = error.use_stderr();
    // whoever reads us may stop early, and then there is nobody left to tell
    let _ = match error.kind() {
        ErrorKind::MissingSubcommand => eprint(&help_of(error, command)),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.print(),
        _ if HELP.iter().all(|(code, _)| *code != language) => error.print(),
        _ => eprint(&harmless(&mistake(error, &Words::new(language)))),
    };
    if has_failed { EXIT_UNUSABLE } else { 0 }
}

fn eprint(text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    write!(anstream::stderr(), "{text}")
}

/// The help of the command that lacks the name of one of its commands.
fn help_of(error: &clap::Error, command: &Command) -> String {
    let mut at = command.clone();
    at.build();
    if let Some(ContextValue::String(path)) = error.get(ContextKind::InvalidSubcommand) {
        for name in path.split(' ').skip(1) {
            at = at.find_subcommand(name).cloned().unwrap_or(at);
        }
    }
    at.render_help().ansi().to_string()
}

/// What clap says of a mistake, line by line in the language.
fn mistake(error: &clap::Error, words: &Words) -> String {
    let line = |line: &str| {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        format!("{:indent$}{}\n", "", words.problem(text))
    };
    error.to_string().lines().map(line).collect()
}
