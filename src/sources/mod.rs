//! Sources: what each source of a project is, whether its files are those that were pinned, and how one is listed or a change of it
//! accepted.
//!
//! It never pins a changed hash unless somebody says who looked at the change and why it is right.

pub mod entry;
mod listing;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date as Day;

use crate::claim::Claims;
use crate::deliver::{self, ReplaceError};
use crate::document::{Document, Source, SourceId};
use crate::edit::Changes;
use crate::finding::{Level, nearest};
use crate::judge::standing::{self, Standing};
use crate::load;
use crate::project::Project;
use crate::run::Checked;
use crate::said::{Said, Words};
use crate::text::{BYTE_ORDER_MARK, FileId};
use entry::{Given, Keys};

pub use listing::{json, table, verified};

/// Whether files are those that were pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// They are.
    Pinned,
    /// One of them is not.
    Changed,
    /// No hash is written down.
    Unpinned,
    /// A file cannot be read.
    Unreadable,
}

/// Every state with its name in JSON, which is its name among the words too.
pub const STATES: &[(State, &str)] =
    &[(State::Pinned, "pinned"), (State::Changed, "changed"), (State::Unpinned, "unpinned"), (State::Unreadable, "unreadable")];

impl State {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    fn of(pinned: Option<&str>, found: Option<&str>) -> State {
        match (pinned, found) {
            (_, None) => State::Unreadable,
            (None, Some(_)) => State::Unpinned,
            (Some(pinned), Some(found)) if pinned == found => State::Pinned,
            (Some(_), Some(_)) => State::Changed,
        }
    }
}

/// What is known of a source.
#[derive(Clone, Debug)]
pub struct Row<'p> {
    /// Its id.
    pub id: &'p str,
    /// The source as it is listed.
    pub source: &'p Source,
    /// Its path as reports show it, relative to the project.
    pub path: String,
    /// Pages of the part that counts, in a document that has them.
    pub pages: Option<usize>,
    /// Those of them that are pictures without text.
    pub pictures: Vec<u32>,
    /// Lines of the part that counts, where they mean something.
    pub lines: Option<usize>,
    /// Characters of the part that counts, in Unicode code points; nothing where there is no text.
    pub characters: Option<usize>,
    /// Claims that rest on it.
    pub claims: usize,
    /// Whether its file is the pinned one.
    pub state: State,
    /// The same for its transcript.
    pub transcript_state: Option<State>,
}

/// What is known of all sources, in the order in which they are listed.
pub fn rows(project: &Project) -> Vec<Row<'_>> {
    let counts = claims_by_source(&project.claims, project.sources.len());
    project.sources.iter().zip(counts).map(|(source, claims)| row(project, source, claims)).collect()
}

fn claims_by_source(claims: &Claims, sources_count: usize) -> Vec<usize> {
    let mut counts = vec![0; sources_count];
    for source in claims.ids().filter_map(|id| claims.get(id).source) {
        counts[source.0 as usize] += 1;
    }
    counts
}

fn row<'p>(project: &'p Project, source: &'p Source, claims: usize) -> Row<'p> {
    let pinned = |pinned: &'p Option<(String, crate::text::Span)>| pinned.as_ref().map(|(pinned, _)| pinned.as_str());
    let transcript = source.transcript.as_ref();
    let mut row = Row {
        id: project.names.get(source.id),
        source,
        path: shown_path(project, source),
        pages: None,
        pictures: Vec::new(),
        lines: None,
        characters: None,
        claims,
        state: State::of(pinned(&source.sha256), source.digest()),
        transcript_state: transcript.map(|transcript| State::of(pinned(&transcript.sha256), transcript.digest.as_deref())),
    };
    if let Document::Text { file, part, .. } = &source.document {
        let file = project.files.get(*file);
        let text = file.slice(part.start as usize..part.end as usize);
        let has_lines = file.origin.as_ref().is_none_or(|origin| origin.raw.is_some());
        row.characters = Some(text.trim_start_matches(BYTE_ORDER_MARK).chars().count());
        row.lines = has_lines.then(|| text.lines().count());
        let pictures = file.origin.iter().flat_map(|origin| &origin.pictures);
        row.pictures = pictures.copied().filter(|page| source.has_page(*page)).collect();
        row.pages = file.origin.as_ref().filter(|origin| !origin.pages.is_empty()).map(|origin| {
            let first = origin.pages.partition_point(|&(start, _)| start <= part.start).saturating_sub(1);
            let here = origin.pages.iter().skip(first).take_while(|(start, _)| *start < part.end.max(part.start + 1));
            here.map(|(_, page)| page).collect::<BTreeSet<_>>().len()
        });
    }
    row
}

/// The path of a source relative to the project, as its text is known; that of the scan where there is a transcript.
fn shown_path(project: &Project, source: &Source) -> String {
    match &source.document {
        Document::Text { file, .. } if source.transcript.is_none() => project.files.get(*file).path.clone(),
        _ => load::relative(&project.root, &folder_of(project, source.span.file).join(&source.path)),
    }
}

/// The folder that paths in a listing file are relative to.
fn folder_of(project: &Project, file: FileId) -> PathBuf {
    let listing = project.root.join(&project.files.get(file).path);
    listing.parent().unwrap_or(&project.root).to_path_buf()
}

/// Why a source was neither listed nor accepted.
#[derive(Debug, thiserror::Error)]
pub enum SourcesError {
    /// The file is not there or cannot be read.
    #[error("`{0}` {1}")]
    File(String, String),
    /// The settings have no source of this id.
    #[error("there is no source `{0}`; `factlint sources list` shows all sources")]
    Unknown(String),
    /// The same, and one is called nearly so.
    #[error("there is no source `{0}`; did you mean `{1}`?")]
    Misspelt(String, String),
    /// Another source has the id.
    #[error("there is a source `{0}` already; give this one another name with --id")]
    Taken(String),
    /// The file is listed.
    #[error("`{0}` is listed already, as `{1}`; name a part of it with --lines, --pages or --section, or another id with --id")]
    Listed(String, String),
    /// A file that sources cannot be listed in.
    #[error("`{0}` is no list of sources of this project; it has {1}")]
    NoList(String, String),
    /// The listing file has mistakes, so that no place in it can be relied on.
    #[error("`{0}` cannot be changed before its mistakes are mended: {1}")]
    Broken(String, String),
    /// Nothing differs from what is pinned.
    #[error("`{0}` is as it was pinned; there is nothing to accept")]
    Unchanged(String),
    /// No hash is written down.
    #[error("`{0}` has no pinned hash; `factlint fix` pins it")]
    Unpinned(String),
    /// The file is not there or cannot be read, so there is nothing to pin.
    #[error("a file of `{0}` cannot be read, and what nobody can read cannot be accepted")]
    Unreadable(String),
    /// Words that must say something.
    #[error("--{0} is empty; say who accepts the change and why")]
    Empty(&'static str),
    /// The files cannot be written.
    #[error(transparent)]
    Replace(#[from] ReplaceError),
}

/// A source that is to be listed.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Its file.
    pub path: &'a Path,
    /// The listing file, relative to where the command was started.
    pub to: Option<&'a Path>,
    /// Its id; the file's name without its ending when there is none.
    pub id: Option<&'a str>,
    /// The transcript of a scan, and who typed it.
    pub transcript: Option<(&'a Path, &'a str)>,
    /// All other keys.
    pub keys: Keys,
}

/// Lists a source with its hash, and says so.
///
/// # Errors
/// When the file cannot be read, the id is taken, or the listing file cannot be changed.
pub fn add(checked: &Checked, new: &New<'_>, words: &Words) -> Result<String, SourcesError> {
    let project = &checked.project;
    let file = listing_file(project, new.to)?;
    is_sound(checked, file)?;
    let folder = folder_of(project, file);
    let probe = probed(new.path)?;
    let stem = new.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id = new.id.map_or(stem, str::to_owned);
    if project.find_source(&id).is_some() {
        return Err(is_listed(project, &folder, new, &id));
    }
    let path = load::relative(&folder, new.path);
    let mut keys: Keys = vec![("id", Given::Text(id.clone())), ("path", Given::Text(path))];
    keys.extend(new.keys.iter().cloned());
    keys.push(("sha256", Given::Text(probe.digest)));
    let mut text = probe.text;
    if let Some((transcript, by)) = new.transcript {
        let typed = probed(transcript)?;
        keys.push(("transcript", Given::Text(load::relative(&folder, transcript))));
        keys.push(("transcript_by", Given::Text(by.to_owned())));
        keys.push(("transcript_sha256", Given::Text(typed.digest)));
        text = typed.text;
    }
    let mut changes = Changes::default();
    entry::add(project, file, &keys, &mut changes);
    deliver::replace(&changes.made(project))?;
    let listing = project.files.get(file).path.as_str();
    let facts = [("id", id.as_str()), ("file", listing)];
    Ok(match text {
        Ok(text) => {
            let format = probe.format.map_or("", crate::document::Format::name);
            let count = text.chars().count().to_string();
            words.text("sources/added", &[facts[0], facts[1], ("format", format), ("count", &count)])
        }
        Err(why) => words.text("sources/added-unreadable", &[facts[0], facts[1], ("why", &why)]),
    })
}

fn probed(path: &Path) -> Result<load::sources::Probe, SourcesError> {
    load::sources::probe(path).map_err(|why| SourcesError::File(path.display().to_string(), why))
}

/// Whether the id is taken by the same file, which is then listed already, or by another.
fn is_listed(project: &Project, folder: &Path, new: &New<'_>, id: &str) -> SourcesError {
    let wanted = load::relative(&project.root, new.path);
    let same = project
        .sources
        .iter()
        .find(|source| load::relative(&project.root, &folder_of(project, source.span.file).join(&source.path)) == wanted);
    match same {
        Some(source) => SourcesError::Listed(load::relative(folder, new.path), project.names.get(source.id).to_owned()),
        None => SourcesError::Taken(id.to_owned()),
    }
}

/// The file in which a new source is listed: the one that is asked for; else the list where the project has one list and lists
/// nothing in `factlint.toml`; else `factlint.toml`.
fn listing_file(project: &Project, to: Option<&Path>) -> Result<FileId, SourcesError> {
    let mut lists: Vec<FileId> = project.source_lists.clone();
    let config = project.config.file;
    let Some(to) = to else {
        let in_config = project.sources.iter().any(|source| source.span.file == config);
        return Ok(match lists.as_slice() {
            [list] if !in_config => *list,
            _ => config,
        });
    };
    lists.push(config);
    let wanted = load::relative(&project.root, to);
    let named = |file: &FileId| project.files.get(*file).path.clone();
    match lists.iter().find(|file| named(file) == wanted) {
        Some(file) => Ok(*file),
        None => Err(SourcesError::NoList(wanted, lists.iter().map(named).collect::<Vec<_>>().join(", "))),
    }
}

/// A file whose text has mistakes is not changed: its places cannot be relied on.
fn is_sound(checked: &Checked, file: FileId) -> Result<(), SourcesError> {
    let broken = checked.problems.iter().find(|problem| {
        let here = problem.labels.first().is_some_and(|label| label.span.file == file);
        here && problem.level == Level::Error && (problem.code == "toml/syntax" || problem.code.starts_with("csv/"))
    });
    match broken {
        Some(problem) => Err(SourcesError::Broken(checked.project.files.get(file).path.clone(), problem.message.clone())),
        None => Ok(()),
    }
}

/// That somebody looked at a change and takes it.
#[derive(Clone, Copy, Debug)]
pub struct Accept<'a> {
    /// The source.
    pub id: &'a str,
    /// Who.
    pub by: &'a str,
    /// Why.
    pub reason: &'a str,
    /// On which day.
    pub on: Day,
}

/// Pins the hashes that a source's files have now, with who accepted the change, when and why beside them; and says what became of
/// its quotes.
///
/// # Errors
/// When nothing changed, something cannot be read, or the listing file cannot be changed.
pub fn accept(checked: &Checked, accept: &Accept<'_>, words: &Words) -> Result<String, SourcesError> {
    let project = &checked.project;
    for (key, text) in [("by", accept.by), ("reason", accept.reason)] {
        if text.trim().is_empty() {
            return Err(SourcesError::Empty(key));
        }
    }
    let id = find(project, accept.id)?;
    let source = project.source(id);
    let keys = changed_keys(source, accept)?;
    is_sound(checked, source.span.file)?;
    let mut changes = Changes::default();
    entry::set(project, &[(id, keys)], &mut changes);
    deliver::replace(&changes.made(project))?;
    Ok(accepted(checked, id, accept, words))
}

fn find(project: &Project, id: &str) -> Result<SourceId, SourcesError> {
    let known = project.sources.iter().map(|source| project.names.get(source.id));
    project.find_source(id).ok_or_else(|| {
        let near = nearest(id, known).map(|near| SourcesError::Misspelt(id.to_owned(), near.to_owned()));
        near.unwrap_or_else(|| SourcesError::Unknown(id.to_owned()))
    })
}

/// The hashes of what changed, and who says that they are right.
fn changed_keys(source: &Source, accept: &Accept<'_>) -> Result<Keys, SourcesError> {
    let id = || accept.id.to_owned();
    let transcript = source.transcript.as_ref();
    if source.digest().is_none() || transcript.is_some_and(|transcript| transcript.digest.is_none()) {
        return Err(SourcesError::Unreadable(id()));
    }
    let mut keys = Keys::new();
    let digests = [
        ("sha256", source.is_changed(), source.digest()),
        (
            "transcript_sha256",
            transcript.is_some_and(crate::document::Transcript::is_changed),
            transcript.and_then(|transcript| transcript.digest.as_deref()),
        ),
    ];
    for (key, _, digest) in digests.into_iter().filter(|(_, is_changed, _)| *is_changed) {
        keys.push((key, Given::Text(digest.unwrap_or_default().to_owned())));
    }
    if keys.is_empty() {
        let is_pinned = source.sha256.is_some() || transcript.is_some_and(|transcript| transcript.sha256.is_some());
        return Err(if is_pinned { SourcesError::Unchanged(id()) } else { SourcesError::Unpinned(id()) });
    }
    keys.push(("accepted_by", Given::Text(accept.by.trim().to_owned())));
    keys.push(("accepted_on", Given::Day(accept.on)));
    keys.push(("accepted_reason", Given::Text(accept.reason.trim().to_owned())));
    Ok(keys)
}

/// What was accepted, and what is left to be done.
fn accepted(checked: &Checked, id: SourceId, accept: &Accept<'_>, words: &Words) -> String {
    let project = &checked.project;
    let all = standing::of_all(&project.claims, &checked.evidence, project.sources.len());
    let standing: Standing = all.get(id.0 as usize).copied().unwrap_or_default();
    let source = project.source(id);
    let said = standing.said(if source.is_changed() { "source/changed" } else { "source/transcript-changed" });
    let path = shown_path(project, source);
    let mut lines = vec![
        words.say(&said, &[("source", &path)]),
        words.text("sources/accepted", &[("id", accept.id), ("file", &project.files.get(source.span.file).path)]),
    ];
    if let Some(lost) = standing.lost() {
        lines.insert(1, words.say(&lost, &[]));
    }
    if standing.altered() > 0 {
        lines.push(words.say(&Said::new("sources/look").with("count", standing.altered()), &[]));
    }
    lines.join("\n")
}
