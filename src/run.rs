//! The line: load, locate, read, judge. The whole program on one screen.

use jiff::civil::Date as Day;
use rayon::prelude::*;

use crate::claim::{ClaimId, Claims};
use crate::document::{Document, Source, SourceId};
use crate::evidence::Found;
use crate::finding::{Known, Level, Problem};
use crate::judge::{self, Wanted};
use crate::load::{self, LoadError};
use crate::outcome::Judged;
use crate::project::Project;
use crate::rule::table::Table;
use crate::rule::{Head, Rule};
use crate::text::FileId;
use crate::{report, source};

/// What a run is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Folders of the project, or some of its claims files.
    pub paths: &'a [&'a std::path::Path],
    /// The day that decides whether a waiver still counts.
    pub today: Day,
    /// Only groups that hold one of these claims.
    pub claims: &'a [String],
    /// Only these rules; all when empty.
    pub select: &'a [String],
    /// Not these rules.
    pub ignore: &'a [String],
    /// How much is listed.
    pub detail: report::Detail,
    /// Whether a format counts passes by file.
    pub by_file: bool,
}

/// All that a run found out.
#[derive(Debug)]
pub struct Checked {
    /// What was read from disk.
    pub project: Project,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The same as reports know them.
    pub heads: Vec<Head>,
    /// The reference tables.
    pub tables: Vec<Table>,
    /// What was found for each claim.
    pub evidence: Found,
    /// The outcomes.
    pub judged: Judged,
    /// Mistakes in the files.
    pub problems: Vec<Problem>,
    /// The day for which waivers were judged.
    pub today: Day,
    /// Which claims were asked for; nothing for all.
    pub chosen: Option<Vec<bool>>,
    /// Whether all rules were judged: none was left out on the command line.
    pub is_every_rule: bool,
    /// Against what the findings were compared.
    pub compared: Vec<(Known, String)>,
}

/// Checks a project.
///
/// # Errors
/// [`LoadError`] when there is no project; all else is in [`Checked`].
pub fn check(request: &Request<'_>) -> Result<Checked, LoadError> {
    let load::Loaded { mut project, mut problems, selected } = load::load_parts(request.paths)?;
    let (mut rules, tables) = load::rules::rules(&mut project, &mut problems);
    choose_rules(&mut rules, request, &mut problems);
    let chosen = choose_claims(&project, &selected, request.claims, &mut problems);
    let locales = source::Locales::of(&project);
    let evidence = evidence(&project, &locales);
    let wanted = Wanted {
        holding: request.detail == report::Detail::All,
        possible: request.detail >= report::Detail::Claims,
        by_file: request.by_file,
        claims: chosen.as_deref(),
    };
    // a project whose files have mistakes is not judged: what its rules would say of half the claims is nothing to rely on
    let judged = if is_broken(&problems) {
        Judged::of_nothing(rules.len())
    } else {
        judged(&project, &evidence, (&rules, &tables), &locales, request.today, wanted)
    };
    let heads = rules.iter().map(|rule| rule.head.clone()).collect();
    Ok(Checked {
        project,
        rules,
        heads,
        tables,
        evidence,
        judged,
        problems,
        today: request.today,
        chosen,
        is_every_rule: request.select.is_empty() && request.ignore.is_empty(),
        compared: Vec::new(),
    })
}

fn is_broken(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.level == Level::Error)
}

/// Judges the rules of a project.
pub fn judged(
    project: &Project,
    evidence: &Found,
    (rules, tables): (&[Rule], &[Table]),
    locales: &source::Locales,
    today: Day,
    wanted: Wanted<'_>,
) -> Judged {
    let dims: Vec<String> = project.config.dims.iter().map(|dim| dim.value.clone()).collect();
    let stage = locales.project();
    let mentions = source::Mentions::default();
    let input = judge::Input {
        files: &project.files,
        names: &project.names,
        dims: &dims,
        claims: &project.claims,
        evidence,
        sources: &project.sources,
        tables,
        rules,
        waivers: &project.waivers,
        today,
        unit: &|text| stage.unit(text),
        mentions: &|source| mentions.of(project, source, locales),
        dates: &|source, place| mentions.dates(project, source, place, locales),
    };
    judge::judge(&input, wanted)
}

/// A project as it is on disk, without a rule or a quote looked at: for commands that are about its files.
///
/// # Errors
/// [`LoadError`] when there is no project; all else is in [`Checked`].
pub fn loaded(path: &std::path::Path, today: Day) -> Result<Checked, LoadError> {
    let load::Loaded { project, problems, .. } = load::load(path)?;
    Ok(Checked {
        project,
        rules: Vec::new(),
        heads: Vec::new(),
        tables: Vec::new(),
        evidence: Found::default(),
        judged: Judged::of_nothing(0),
        problems,
        today,
        chosen: None,
        is_every_rule: true,
        compared: Vec::new(),
    })
}

/// The same with every quote located and read, and nothing judged.
///
/// # Errors
/// As [`loaded`].
pub fn located(path: &std::path::Path, today: Day) -> Result<Checked, LoadError> {
    let mut checked = loaded(path, today)?;
    load::rules::metrics(&mut checked.project);
    checked.evidence = evidence(&checked.project, &source::Locales::of(&checked.project));
    Ok(checked)
}

impl Checked {
    /// Whether its files have mistakes that kept it from being judged.
    pub fn is_broken(&self) -> bool {
        is_broken(&self.problems)
    }

    /// The report of the run.
    pub fn report(&self, options: report::Options<'_>, write: impl FnOnce(&report::Report<'_>)) {
        self.with_input(|input| write(&report::report(input, options)));
    }

    /// What the report of the run is made from.
    pub fn with_input<T>(&self, use_it: impl FnOnce(&report::Input<'_>) -> T) -> T {
        let field_span = |claim, field| crate::claim::field_span(&self.project.files, &self.project.claims, claim, field);
        use_it(&report::Input {
            project: &self.project,
            heads: &self.heads,
            judged: &self.judged,
            evidence: &self.evidence,
            problems: &self.problems,
            field_span: &field_span,
            today: self.today,
            chosen: self.chosen.as_deref(),
            compared: &self.compared,
        })
    }
}

/// The folder of a project as its repository knows it, with `/`: what code review has to put before the report's paths. Empty when
/// the project is the repository, or in none.
pub fn folder_in_repository(root: &std::path::Path) -> String {
    let Ok(root) = std::path::absolute(root) else { return String::new() };
    let Some(top) = root.ancestors().find(|folder| folder.join(".git").exists()) else { return String::new() };
    let names = root.strip_prefix(top).into_iter().flat_map(std::path::Path::components);
    names.map(|name| name.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn choose_rules(rules: &mut Vec<Rule>, request: &Request<'_>, problems: &mut Vec<Problem>) {
    for wanted in request.select.iter().chain(request.ignore) {
        if !rules.iter().any(|rule| rule.head.id.value == *wanted) {
            let known = rules.iter().map(|rule| rule.head.id.value.as_str());
            let problem = Problem::nowhere("usage/unknown-rule", format!("there is no rule `{wanted}`"));
            problems.push(match crate::finding::nearest(wanted, known) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("`factlint rules list` shows all rules"),
            });
        }
    }
    rules.retain(|rule| {
        let is = |ids: &[String]| ids.contains(&rule.head.id.value);
        (request.select.is_empty() || is(request.select)) && !is(request.ignore)
    });
}

/// Which claims are asked for, by their place; nothing for all.
fn choose_claims(project: &Project, files: &[FileId], ids: &[String], problems: &mut Vec<Problem>) -> Option<Vec<bool>> {
    if files.is_empty() && ids.is_empty() {
        return None;
    }
    let claims = &project.claims;
    let mut chosen: Vec<bool> = claims.ids().map(|claim| files.contains(&claims.get(claim).file)).collect();
    for id in ids {
        match project.find_claim(id) {
            Some(claim) => chosen[claim.0 as usize] = true,
            None => {
                let known = claims.ids().take(100_000).map(|claim| claims.id_text(claim));
                let problem = Problem::nowhere("usage/unknown-claim", format!("there is no claim `{id}`"));
                problems.push(match crate::finding::nearest(id, known) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem,
                });
            }
        }
    }
    Some(chosen)
}

/// So many sources are located and read side by side before what was found is put together.
const SOURCES_STEP: usize = 1_024;

/// Locates and reads the claims of every source, sources side by side.
pub fn evidence(project: &Project, locales: &source::Locales) -> Found {
    let claims = &project.claims;
    let units = source::Units::of(project, locales);
    let by_source = claims_by_source(claims, project.sources.len());
    let mut all = Found::default();
    // a project without quotes needs no room for a million absent readings
    let quoted = by_source.iter().filter_map(|ids| ids.last()).map(|claim| claim.0 as usize + 1).max();
    all.reserve(quoted.unwrap_or(0));
    for (step, sources) in by_source.chunks(SOURCES_STEP).enumerate() {
        let id = |place: usize| SourceId(crate::text::offset(step * SOURCES_STEP + place));
        let read = |(place, ids): (usize, &Vec<ClaimId>)| source::evidence(project, id(place), ids, locales, &units);
        let found: Vec<Found> = sources.par_iter().enumerate().map(read).collect();
        for (ids, found) in sources.iter().zip(found) {
            all.put(ids.iter().map(|claim| claim.0 as usize), found);
        }
    }
    all
}

fn claims_by_source(claims: &Claims, sources_count: usize) -> Vec<Vec<ClaimId>> {
    let mut by_source = vec![Vec::new(); sources_count];
    for claim in claims.ids() {
        let row = claims.get(claim);
        if let Some(source) = row.source.filter(|_| !row.quote.is_empty()) {
            by_source[source.0 as usize].push(claim);
        }
    }
    by_source
}

/// The text of a source, if it can be read.
pub fn text_of<'a>(project: &'a Project, source: &Source) -> Option<&'a str> {
    match &source.document {
        Document::Text { file, .. } => Some(&project.files.get(*file).text),
        Document::Unreadable { .. } => None,
    }
}
