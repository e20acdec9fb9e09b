//! Load: reads a project from disk, whole, and collects what is wrong with it.
//!
//! The only stage that touches the disk. It never judges, and never stops at the first mistake.

mod baseline;
mod config;
mod disk;
mod error;
pub mod packs;
mod reading;
pub mod rules;
pub mod sources;
mod words;

use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};

use crate::claim::csv::Mapping;
use crate::claim::error::Hint;
use crate::claim::intake::Intake;
use crate::claim::{Claims, csv, toml};
use crate::document::SourceId;
use crate::finding::Problem;
use crate::load::config::Settings;
use crate::load::error::ConfigError;
use crate::load::packs::{PACKS, PREFIX};
use crate::names::{Name, Names};
use crate::project::{Baseline, Config, Project, RuleFile};
use crate::table::At;
use crate::text::{File, FileId, Files, Role, Span};

/// The file that makes a folder a project.
pub const CONFIG: &str = "factlint.toml";

/// A project, what is wrong with it, and what was asked for.
#[derive(Debug)]
pub struct Loaded {
    /// Everything that was read.
    pub project: Project,
    /// Everything that is wrong, in the order of the files.
    pub problems: Vec<Problem>,
    /// The claims files that were asked for; none when it was the whole project.
    pub selected: Vec<FileId>,
}

/// Why nothing can be loaded at all.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The path that was asked for is not there.
    #[error("there is no `{0}`")]
    NoPath(String),
    /// No folder from there upwards has a `factlint.toml`.
    #[error("there is no factlint.toml in `{0}` or any folder above it; `factlint init` writes one")]
    NoProject(String),
    /// The paths that were asked for belong to different projects.
    #[error("`{0}` belongs to another project than the paths before it; check one project at a time")]
    Projects(String),
    /// It is there and cannot be read.
    #[error("`{path}` {why}; `factlint init` writes a new one in an empty folder")]
    Config {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// One file that was asked for cannot be read as text.
    #[error("`{path}` {why}")]
    Text {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
}

/// Loads the project that `start` belongs to: its folder, a folder inside it, or one of its claims files.
///
/// # Errors
/// [`LoadError`] when there is no `factlint.toml` that can be read; all else is in [`Loaded::problems`].
pub fn load(start: &Path) -> Result<Loaded, LoadError> {
    load_parts(&[start])
}

/// The same for several paths of one project: only its claims files among them are asked for, or all where its folder is.
///
/// # Errors
/// As [`load`]; also when the paths belong to different projects.
///
/// # Panics
/// Without any path.
pub fn load_parts(starts: &[&Path]) -> Result<Loaded, LoadError> {
    let mut root = None;
    let mut wanted = Vec::new();
    let mut whole = false;
    for start in starts {
        let asked = disk::whole(&disk::asked(start)).map_err(|_| LoadError::NoPath(start.display().to_string()))?;
        let found = root_of(&asked).ok_or_else(|| LoadError::NoProject(start.display().to_string()))?;
        match &root {
            Some(root) if *root != found => return Err(LoadError::Projects(start.display().to_string())),
            _ => root = Some(found.clone()),
        }
        if asked.is_file() && asked != found.join(CONFIG) { wanted.push(asked) } else { whole = true }
    }
    let root = root.expect("there is a path, since the command line gives one");
    let file = config_file(&root)?;
    let mut loader = Loader { root, files: Files::default(), names: Names::default(), problems: Vec::new() };
    let file_id = loader.files.add(file);
    let settings = config::read(file_id, loader.files.get(file_id), &mut loader.problems);
    Ok(loader.finish(settings, if whole { Vec::new() } else { wanted }))
}

/// The settings of the project that `start` belongs to, with what is wrong with them; nothing else of it is read.
///
/// # Errors
/// [`LoadError`] when there is no `factlint.toml` that can be read.
pub fn settings(start: &Path) -> Result<(Config, Files, Vec<Problem>), LoadError> {
    let asked = start.canonicalize().map_err(|_| LoadError::NoPath(start.display().to_string()))?;
    let root = root_of(&asked).ok_or_else(|| LoadError::NoProject(start.display().to_string()))?;
    let (mut files, mut problems) = (Files::default(), Vec::new());
    let file_id = files.add(config_file(&root)?);
    let settings = config::read(file_id, files.get(file_id), &mut problems);
    Ok((settings.config, files, in_order(problems)))
}

fn config_file(root: &Path) -> Result<File, LoadError> {
    let path = root.join(CONFIG);
    let text =
        disk::text(&path).map_err(|error| LoadError::Config { path: path.display().to_string(), why: error.to_string() })?;
    Ok(File::new(CONFIG.to_owned(), Role::Config, text))
}

/// The text of one file; of standard input for `-`.
///
/// # Errors
/// [`LoadError::Text`] when it cannot be read as text.
pub fn text(path: &Path) -> Result<String, LoadError> {
    let found = if path == Path::new("-") { disk::standard_input() } else { disk::text(path) };
    found.map_err(|error| LoadError::Text { path: path.display().to_string(), why: error.to_string() })
}

/// A reader of one file's bytes; of standard input for `-`.
///
/// # Errors
/// [`LoadError::Text`] when it cannot be opened.
pub fn lines(path: &Path) -> Result<Box<dyn std::io::BufRead>, LoadError> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let found = disk::reader(path);
    found.map_err(|error| LoadError::Text { path: path.display().to_string(), why: error.to_string() })
}

/// A path as the listing file in a folder writes it: relative to that folder, with `/`.
pub fn relative(folder: &Path, path: &Path) -> String {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = match (parent.canonicalize(), path.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name),
        _ => path.to_path_buf(),
    };
    disk::shown(folder, &whole)
}

/// The packs that ship with factlint as a project of their own, without claims: what their examples are tested in.
pub fn packs_alone() -> Loaded {
    let mut loader = Loader { root: PathBuf::new(), files: Files::default(), names: Names::default(), problems: Vec::new() };
    let file_id = loader.files.add(File::new(packs::ALONE.to_owned(), Role::Config, packs::alone()));
    let settings = config::read(file_id, loader.files.get(file_id), &mut loader.problems);
    loader.finish(settings, Vec::new())
}

fn root_of(asked: &Path) -> Option<PathBuf> {
    let folder = if asked.is_dir() { asked } else { asked.parent()? };
    folder.ancestors().find(|folder| folder.join(CONFIG).is_file()).map(Path::to_path_buf)
}

/// What a locale knows, as claims need it.
///
/// # Panics
/// For a locale that is not known: `config` reports such a one and takes one that is.
pub fn words(config: &Config) -> crate::claim::value::Words {
    words::of_project(config).expect("an unknown locale is reported and replaced by one that is known")
}

/// A project half loaded.
struct Loader {
    root: PathBuf,
    files: Files,
    names: Names,
    problems: Vec<Problem>,
}

impl Loader {
    fn finish(mut self, settings: Settings, wanted: Vec<PathBuf>) -> Loaded {
        let dims: Vec<String> = settings.config.dims.iter().map(|dim| dim.value.clone()).collect();
        let dim_names = dims.iter().map(|dim| self.names.add(dim)).collect();
        let rule_files = self.rules(&settings.config.rules);
        let tables_file =
            settings.has_tables.then(|| RuleFile { file: settings.config.file, pack: None, folder: self.root.clone() });
        let (found, source_lists) = self.listed(settings.sources, &settings.lists);
        let (prepared, paths) = sources::prepare(found, &settings.config.locale, &mut self.names, &mut self.problems);
        let claim_paths = self.expand_all(&settings.claims, "claims");
        let mut claims = Claims::new(dims.len());
        let (readings, claim_files) = rayon::join(
            || sources::read(paths),
            || self.claims(&claim_paths, &mut claims, &dims, &prepared.ids, &settings.mappings, &settings.config),
        );
        let (sources, source_ids) =
            sources::finish(prepared, readings, &self.root, &mut self.files, &mut self.names, &mut self.problems);
        let baseline = self.baseline(settings.config.baseline.as_ref());
        let selected = wanted.iter().filter_map(|wanted| self.selected(wanted, &claim_paths, &claim_files)).collect();
        let project = Project {
            root: self.root,
            config: settings.config,
            files: self.files,
            names: self.names,
            dims: dim_names,
            claims,
            claim_files,
            rule_files,
            tables_file,
            metrics: settings.metrics,
            source_lists,
            sources,
            source_ids,
            waivers: settings.waivers,
            baseline,
        };
        check_waivers(&project, &mut self.problems);
        Loaded { problems: in_order(self.problems), project, selected }
    }

    /// The findings that are held back, from the file that the settings name or from the usual one beside them.
    fn baseline(&mut self, named: Option<&At<String>>) -> Baseline {
        let path = disk::at(&self.root, named.map_or(baseline::USUAL, |named| named.value.as_str()));
        let shown = disk::shown(&self.root, &path);
        let span = named.map_or(Span { file: FileId(0), start: 0, end: 0 }, |named| named.span);
        let file = path.is_file().then(|| self.read(&path, Role::Baseline, span)).flatten();
        let lines = file.map(|file| baseline::read(file, self.files.get(file), &mut self.problems));
        Baseline { path, shown, lines }
    }

    /// The rule files and packs of `rules`, each once.
    fn rules(&mut self, rules: &[At<String>]) -> Vec<RuleFile> {
        let mut all: Vec<RuleFile> = Vec::new();
        for entry in rules {
            if entry.value.starts_with(PREFIX) {
                all.extend(self.pack(entry));
            } else {
                for (path, span) in self.expand_all(std::slice::from_ref(entry), "rules") {
                    all.extend(self.rule_file(&path, span));
                }
            }
        }
        let mut seen = HashSet::new();
        all.retain(|rule_file| seen.insert(self.files.get(rule_file.file).path.clone()));
        all
    }

    fn pack(&mut self, entry: &At<String>) -> Option<RuleFile> {
        let Some(text) = packs::pack(&entry.value) else {
            let names = || PACKS.iter().map(|(name, _)| *name);
            let hint = Hint::new(&entry.value, names(), || format!("packs: {}", names().collect::<Vec<_>>().join(", ")));
            self.problems.push(ConfigError::UnknownPack { span: entry.span, name: entry.value.clone(), hint }.into());
            return None;
        };
        let file = self.files.add(File::new(entry.value.clone(), Role::Rules, text.to_owned()));
        Some(RuleFile { file, pack: Some(entry.value.clone()), folder: PathBuf::new() })
    }

    fn rule_file(&mut self, path: &Path, span: Span) -> Option<RuleFile> {
        let file = self.read(path, Role::Rules, span)?;
        Some(RuleFile { file, pack: None, folder: path.parent().unwrap_or(&self.root).to_path_buf() })
    }

    /// Reads a file that the project needs; one that cannot be read is a problem where it is named.
    fn read(&mut self, path: &Path, role: Role, span: Span) -> Option<FileId> {
        read_into(&mut self.files, &self.root, path, role, span, &mut self.problems)
    }

    /// The files that patterns name, each once, with the pattern's place.
    fn expand_all(&mut self, patterns: &[At<String>], what: &'static str) -> Vec<(PathBuf, Span)> {
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        for pattern in patterns {
            let new = self.expand(pattern, what).into_iter().filter(|path| seen.insert(path.clone()));
            all.extend(new.map(|path| (path, pattern.span)));
        }
        all
    }

    fn expand(&mut self, pattern: &At<String>, what: &'static str) -> Vec<PathBuf> {
        if !disk::is_pattern(&pattern.value) {
            return vec![disk::at(&self.root, &pattern.value)];
        }
        match disk::expand(&self.root, &pattern.value) {
            Err(why) => {
                let (span, pattern) = (pattern.span, pattern.value.clone());
                self.problems.push(ConfigError::Pattern { span, pattern, why }.into());
                Vec::new()
            }
            Ok(paths) => {
                if paths.is_empty() {
                    let (span, pattern) = (pattern.span, pattern.value.clone());
                    self.problems.push(ConfigError::NoFile { span, pattern, key: what }.into());
                }
                paths
            }
        }
    }

    fn listed(&mut self, listed: Vec<config::Listed>, lists: &[At<String>]) -> (Vec<sources::Found>, Vec<FileId>) {
        let mut found = sources::of_config(listed, &self.root);
        let mut files = Vec::new();
        for (path, span) in self.expand_all(lists, "sources") {
            if let Some(file_id) = self.read(&path, Role::Table, span) {
                let folder = path.parent().unwrap_or(&self.root).to_path_buf();
                let text = &self.files.get(file_id).text;
                found.extend(sources::of_list(file_id, text, &folder, &mut self.problems));
                files.push(file_id);
            }
        }
        (found, files)
    }

    fn claims(
        &mut self,
        paths: &[(PathBuf, Span)],
        claims: &mut Claims,
        dims: &[String],
        source_ids: &HashMap<Name, SourceId>,
        mappings: &[Mapping],
        config: &Config,
    ) -> Vec<FileId> {
        let mut read = Vec::new();
        for (path, span) in paths {
            if let Some(format) = self.format(path, *span) {
                read.extend(self.read(path, Role::Claims, *span).map(|file_id| (file_id, format)));
            }
        }
        let words = words(config);
        let mut intake = Intake::new(&mut self.names, claims, dims, source_ids, &words);
        let mut used = vec![false; mappings.len()];
        for (file_id, format) in &read {
            let file = self.files.get(*file_id);
            match format {
                Format::Toml => toml::read(*file_id, file, &mut intake, &mut self.problems),
                Format::Csv => {
                    let mapping = mapping_of(&file.path, mappings, &mut used, &mut self.problems);
                    csv::read(*file_id, file, mapping, &mut intake, &mut self.problems);
                }
            }
        }
        for mapping in
            mappings.iter().zip(used).filter(|(mapping, used)| !used && mapping.matcher.is_some()).map(|(each, _)| each)
        {
            let (span, pattern) = (mapping.pattern.span, mapping.pattern.value.clone());
            self.problems.push(ConfigError::ColumnsUnused { span, pattern }.into());
        }
        read.into_iter().map(|(file_id, _)| file_id).collect()
    }

    fn format(&mut self, path: &Path, span: Span) -> Option<Format> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
        match FORMATS.iter().find(|(known, _)| *known == extension) {
            Some((_, format)) => Some(*format),
            None => {
                let known = FORMATS.iter().map(|(extension, _)| format!(".{extension}")).collect::<Vec<_>>().join(" and ");
                let path = disk::shown(&self.root, path);
                self.problems.push(ConfigError::Format { span, path, known }.into());
                None
            }
        }
    }

    /// The claims file that was asked for; another file is a problem.
    fn selected(&mut self, wanted: &Path, paths: &[(PathBuf, Span)], files: &[FileId]) -> Option<FileId> {
        let is_listed = paths.iter().any(|(path, _)| disk::whole(path).is_ok_and(|path| path == wanted));
        let shown = disk::shown(&self.root, wanted);
        let found = files.iter().copied().find(|file| {
            let path = self.root.join(&self.files.get(*file).path);
            disk::whole(&path).is_ok_and(|path| path == wanted)
        });
        if !is_listed {
            let names: Vec<&str> = files.iter().map(|file| self.files.get(*file).path.as_str()).collect();
            let known = || format!("`claims` of factlint.toml names: {}", names.join(", "));
            let hint = Hint::new(&shown, names.iter().copied(), known);
            self.problems.push(ConfigError::NotListed { path: shown, hint }.into());
        }
        found
    }
}

/// So many mistakes of one kind are listed for one file; the rest are counted.
const PROBLEMS_MAX: usize = 1_000;

/// The problems in the order of their places.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.labels.first().map(|label| label.span));
    problems.dedup(); // a constant of `[columns]` is as wrong in every row
    let mut counts: HashMap<(Option<FileId>, &'static str), usize> = HashMap::new();
    let key = |problem: &Problem| (problem.labels.first().map(|label| label.span.file), problem.code);
    problems.iter().for_each(|problem| *counts.entry(key(problem)).or_default() += 1);
    let mut seen = counts.clone();
    seen.values_mut().for_each(|count| *count = 0);
    problems.retain_mut(|problem| {
        let (seen, all) = (seen.entry(key(problem)).or_default(), counts.get(&key(problem)).copied().unwrap_or_default());
        *seen += 1;
        if *seen == PROBLEMS_MAX + 1 {
            problem.message = format!("{} more mistakes of this kind are in this file from here on", all - PROBLEMS_MAX);
            (problem.help, problem.labels) = (None, problem.labels.iter().take(1).cloned().collect());
        }
        *seen <= PROBLEMS_MAX + 1
    });
    problems
}

/// A format that claims are written in.
#[derive(Clone, Copy)]
enum Format {
    Toml,
    Csv,
}

/// Every format of claims by its extension.
const FORMATS: &[(&str, Format)] = &[("toml", Format::Toml), ("csv", Format::Csv)];

/// The mapping whose pattern fits a path; two that fit are a problem.
fn mapping_of<'m>(path: &str, mappings: &'m [Mapping], used: &mut [bool], problems: &mut Vec<Problem>) -> Option<&'m Mapping> {
    let fits = |mapping: &Mapping| mapping.matcher.as_ref().is_some_and(|matcher| matcher.is_match(path));
    let mut found: Option<&Mapping> = None;
    for (mapping, used) in mappings.iter().zip(used).filter(|(mapping, _)| fits(mapping)) {
        *used = true;
        match found {
            None => found = Some(mapping),
            Some(first) => {
                let (span, first) = (mapping.pattern.span, first.pattern.span);
                problems.push(ConfigError::ColumnsTwice { span, first, path: path.to_owned() }.into());
            }
        }
    }
    found
}

fn read_into(files: &mut Files, root: &Path, path: &Path, role: Role, span: Span, problems: &mut Vec<Problem>) -> Option<FileId> {
    match disk::text(path) {
        Ok(text) => Some(files.add(File::new(disk::shown(root, path), role, text))),
        Err(error) => {
            let near = sources::near_path(path).map(|near| disk::shown(root, &near));
            let hint = near.map_or(Hint::Known(String::new()), Hint::Near);
            let (path, why) = (disk::shown(root, path), error.to_string());
            problems.push(ConfigError::File { span, path, why, hint }.into());
            None
        }
    }
}

/// A reference table that a rule file names, among the project's files once: from the disk beside the rule file, or from inside
/// its pack. One that cannot be read is a problem where it is named.
pub fn table(project: &mut Project, rule_file: &RuleFile, path: &At<String>, problems: &mut Vec<Problem>) -> Option<FileId> {
    let root = project.root.clone();
    let on_disk = disk::at(&rule_file.folder, &path.value);
    let shown = match &rule_file.pack {
        Some(pack) => format!("{pack}/{}", path.value),
        None => disk::shown(&root, &on_disk),
    };
    let known = project.files.iter().find(|(_, file)| file.role == Role::Table && file.path == shown);
    if let Some((file, _)) = known {
        return Some(file);
    }
    if rule_file.pack.is_none() {
        return read_into(&mut project.files, &root, &on_disk, Role::Table, path.span, problems);
    }
    match packs::table(&path.value) {
        Some(text) => Some(project.files.add(File::new(shown, Role::Table, text.to_owned()))),
        None => {
            problems.push(ConfigError::PackTable { span: path.span, path: path.value.clone() }.into());
            None
        }
    }
}

/// Beyond so many claims a waiver's misspelt claim gets no "did you mean".
const CLAIMS_COMPARED_MAX: usize = 100_000;

/// A waiver for a claim or source that is not there accepts nothing.
fn check_waivers(project: &Project, problems: &mut Vec<Problem>) {
    let idle = |what, name: &At<String>, hint| ConfigError::WaiverIdle { span: name.span, what, name: name.value.clone(), hint };
    for waiver in &project.waivers {
        if let Some(claim) = waiver.claim.as_ref().filter(|claim| project.find_claim(&claim.value).is_none()) {
            let few = project.claims.count() <= CLAIMS_COMPARED_MAX;
            let ids = project.claims.ids().filter(|_| few).map(|id| project.claims.id_text(id));
            problems.push(idle("claim", claim, Hint::new(&claim.value, ids, String::new)).into());
        }
        if let Some(source) = waiver.source.as_ref().filter(|source| project.find_source(&source.value).is_none()) {
            let ids = project.sources.iter().map(|known| project.names.get(known.id));
            problems.push(idle("source", source, Hint::new(&source.value, ids, String::new)).into());
        }
    }
}
