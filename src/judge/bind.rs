//! Binding: which claims each rule is judged for at once. One pass over the claims of each name, grouped by hash in the order
//! of first appearance, so that the same files always give the same groups in the same order.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::World;
use crate::claim::ClaimId;
use crate::names::Name;
use crate::rule::matching::{Column, Key, Path};
use crate::rule::{Missing, Rule};
use crate::text::offset;

/// A key that no value equals: the code is not in its list.
const UNLISTED: u32 = u32::MAX;
/// The key of a code above which its list has none.
const TOP: u32 = u32::MAX - 1;
/// No claim in this slot.
const EMPTY: u32 = u32::MAX;

/// The groups of a rule.
pub(super) struct Groups {
    names_count: usize,
    /// For every group and name the first claim bound to it, or [`EMPTY`].
    slots: Vec<u32>,
    /// For every group and name of a rule with lists or clashes: where its claims stand in `items`.
    ranges: Vec<(u32, u32)>,
    items: Vec<ClaimId>,
    /// Why a group cannot be judged whatever its condition says.
    faults: HashMap<u32, Fault>,
    /// Parts that the code list expects and that have no claim, per group.
    missing: HashMap<u32, Vec<Name>>,
    /// The claim whose fields name the group in reports, where it is not the first one bound.
    heads: HashMap<u32, ClaimId>,
    /// Groups whose whole has no parts in the code list, so that none can be lacking.
    partless: HashSet<u32>,
}

/// Why a group cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Two claims for a name that stands for one.
    Several(usize),
    /// Two claims for one part of a total.
    SeveralParts(usize, Vec<ClaimId>),
    /// Claims of different sources that do not say on which day they are true.
    DayNotStated,
    /// The code of a claim is not in its list.
    Unlisted(ClaimId, usize),
    /// A claim of a series says no date.
    NoDate(ClaimId),
}

/// What is bound to a name in one group.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot<'a> {
    /// No claim.
    Absent,
    /// One claim.
    One(ClaimId),
    /// All claims of the group, and the parts that are expected and absent.
    Many(&'a [ClaimId], &'a [Name]),
}

impl Groups {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.slots.len() / self.names_count.max(1)
    }

    /// What is bound to a name.
    pub(super) fn slot(&self, rule: &Rule, group: usize, name: usize) -> Slot<'_> {
        let place = group * self.names_count + name;
        if self.slots[place] == EMPTY {
            return if rule.names[name].optional { Slot::Many(&[], &[]) } else { Slot::Absent };
        }
        if rule.names[name].many {
            let missing = self.missing.get(&offset(group)).map_or(&[][..], Vec::as_slice);
            return Slot::Many(self.claims(group, name), missing);
        }
        Slot::One(ClaimId(self.slots[place]))
    }

    /// All claims bound to a name.
    pub(super) fn claims(&self, group: usize, name: usize) -> &[ClaimId] {
        let place = group * self.names_count + name;
        match self.ranges.get(place) {
            Some(&(start, end)) => &self.items[start as usize..end as usize],
            None => &[],
        }
    }

    /// All claims bound to a name, of a list or not.
    pub(super) fn bound(&self, group: usize, name: usize) -> Vec<ClaimId> {
        let claims = self.claims(group, name);
        let first = self.slots[group * self.names_count + name];
        if claims.is_empty() && first != EMPTY { vec![ClaimId(first)] } else { claims.to_vec() }
    }

    /// Why it cannot be judged.
    pub(super) fn fault(&self, group: usize) -> Option<&Fault> {
        self.faults.get(&offset(group))
    }

    /// Whether its whole has no parts in the code list.
    pub(super) fn is_partless(&self, group: usize) -> bool {
        self.partless.contains(&offset(group))
    }

    /// Whether any of its claims is one of those selected.
    pub(super) fn holds_any(&self, group: usize, selected: &dyn Fn(ClaimId) -> bool) -> bool {
        (0..self.names_count).any(|name| {
            let first = self.slots[group * self.names_count + name];
            (first != EMPTY && selected(ClaimId(first))) || self.claims(group, name).iter().any(|&claim| selected(claim))
        })
    }

    /// The keys of a group with their values as text, for reports.
    pub(super) fn label(&self, rule: &Rule, group: usize, world: &World<'_>) -> Vec<(String, String)> {
        let Some(columns) = &rule.columns else {
            let claim = ClaimId(self.slots[group * self.names_count]);
            return own_label(claim, world);
        };
        let mut label: Vec<(String, String)> = Vec::new();
        for column in columns {
            // two entries of `match` may speak of one field: the later claim's day, and that of a third one
            if !label.iter().any(|(known, _)| *known == column.label) {
                label.extend(self.label_value(column, group, world));
            }
        }
        label
    }

    fn label_value(&self, column: &Column, group: usize, world: &World<'_>) -> Option<(String, String)> {
        // the later claim names a group of neighbours, the whole names a group of parts
        let preferred = |path: &Path| match path {
            Path::Previous => 0,
            Path::Key(_) => 1,
            Path::Code { .. } => 2,
        };
        let mut paths: Vec<(usize, Path)> = column.paths.clone();
        paths.sort_by_key(|(name, path)| (preferred(path), *name));
        let head = self.heads.get(&offset(group)).copied();
        let value = paths.iter().find_map(|(name, path)| {
            let first = self.slots[group * self.names_count + name];
            let claim = if first == EMPTY { head.filter(|_| *path == Path::Previous)? } else { ClaimId(first) };
            let text = match path {
                Path::Previous => world.claims.as_of(claim)?.to_string(),
                path => key_text(*path, key_of(claim, *path, world), world)?,
            };
            Some(text)
        })?;
        Some((column.label.clone(), value))
    }
}

fn own_label(claim: ClaimId, world: &World<'_>) -> Vec<(String, String)> {
    let mut label = Vec::new();
    if let Some(date) = world.claims.as_of(claim) {
        label.push(("as_of".to_owned(), date.to_string()));
    }
    for (place, dim) in world.claims.dims(claim).iter().enumerate() {
        if dim.is_some() {
            label.push((world.dims[place].clone(), world.names.get(*dim).to_owned()));
        }
    }
    label
}

fn key_text(path: Path, key: u32, world: &World<'_>) -> Option<String> {
    let word = |key: u32| world.word_of_key(key).map(str::to_owned);
    if key == UNLISTED || key == TOP {
        return None; // the code itself is named by the reason, and above the top is nothing
    }
    match path {
        // a code that its list does not have has no parent to be named by
        Path::Code { .. } if key == UNLISTED => None,
        Path::Previous | Path::Key(Key::AsOf) => world.claims.date_of_key(key).map(|date| date.to_string()),
        Path::Key(Key::Source) => {
            let place = key.checked_sub(1)? as usize;
            world.sources.get(place).map(|source| world.names.get(source.id).to_owned())
        }
        Path::Key(_) | Path::Code { .. } => word(key),
    }
}

/// The value of a claim in a column as a number to group by; nought when it is absent.
fn key_of(claim: ClaimId, path: Path, world: &World<'_>) -> u32 {
    let word = |name: Name| offset(name.index());
    match path {
        Path::Key(Key::Metric) => word(world.claims.get(claim).metric),
        Path::Key(Key::Unit) => word(world.claims.get(claim).unit),
        Path::Key(Key::Source) => world.claims.get(claim).source.map_or(0, |source| source.0 + 1),
        Path::Key(Key::AsOf) | Path::Previous => world.claims.as_of_key(claim),
        Path::Key(Key::Dim(dim)) => word(world.claims.dims(claim)[dim]),
        Path::Code { dim, table, column } => {
            let code = world.claims.dims(claim)[dim];
            if !code.is_some() {
                return 0;
            }
            match world.tables[table].code_cell(code, column) {
                Some(name) => word(name),
                None if world.tables[table].rows_of(code).is_empty() => UNLISTED,
                None => TOP,
            }
        }
    }
}

/// Binds the claims of a project to the names of a rule.
pub(super) fn bind(rule: &Rule, world: &World<'_>) -> Groups {
    let selected: Vec<Vec<ClaimId>> = rule.names.iter().map(|name| world.select(&name.filters)).collect();
    let Some(columns) = &rule.columns else {
        let slots = selected.into_iter().next().unwrap_or_default().into_iter().map(|claim| claim.0).collect();
        return Groups { names_count: 1, slots, ..Groups::empty(1) };
    };
    Binder::new(rule, columns, world).bind(&selected)
}

impl Groups {
    fn empty(names_count: usize) -> Groups {
        Groups {
            names_count,
            slots: Vec::new(),
            ranges: Vec::new(),
            items: Vec::new(),
            faults: HashMap::new(),
            missing: HashMap::new(),
            heads: HashMap::new(),
            partless: HashSet::new(),
        }
    }

    /// A group that an example gives.
    pub(super) fn of_example(bound: &[Vec<ClaimId>]) -> Groups {
        let mut groups = Groups::empty(bound.len());
        for claims in bound {
            groups.slots.push(claims.first().map_or(EMPTY, |claim| claim.0));
            let start = offset(groups.items.len());
            groups.items.extend(claims);
            groups.ranges.push((start, offset(groups.items.len())));
        }
        groups
    }
}

struct Binder<'a> {
    rule: &'a Rule,
    columns: &'a [Column],
    world: &'a World<'a>,
    keys: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    groups: Groups,
    /// Per name the group of each of its claims, in order.
    members: Vec<Vec<(u32, ClaimId)>>,
}

impl<'a> Binder<'a> {
    fn new(rule: &'a Rule, columns: &'a [Column], world: &'a World<'a>) -> Binder<'a> {
        let names_count = rule.names.len();
        Binder {
            rule,
            columns,
            world,
            keys: Vec::new(),
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            groups: Groups::empty(names_count),
            members: vec![Vec::new(); names_count],
        }
    }

    fn bind(mut self, selected: &[Vec<ClaimId>]) -> Groups {
        let whole = |name: &usize| self.columns.iter().all(|column| column.path(*name).is_some());
        let (whole, joining): (Vec<usize>, Vec<usize>) = (0..self.rule.names.len()).partition(whole);
        let (later, plain): (Vec<usize>, Vec<usize>) = whole.into_iter().partition(|&name| self.is_later(name));
        if later.is_empty() {
            for name in plain {
                self.join_whole(name, &selected[name], true);
            }
        } else {
            for &name in &later {
                let earlier = self.earlier_of(name);
                self.join_later(name, &selected[name], earlier.map_or(&[], |earlier| &selected[earlier]));
            }
            for name in plain {
                self.join_whole(name, &selected[name], false);
            }
        }
        for name in joining {
            self.join_partly(name, &selected[name], later.is_empty());
        }
        self.collect();
        self.find_faults();
        self.find_missing();
        self.groups
    }

    fn is_later(&self, name: usize) -> bool {
        self.columns.iter().any(|column| column.path(name) == Some(Path::Previous))
    }

    /// The name whose claims are the neighbours of `later`.
    fn earlier_of(&self, later: usize) -> Option<usize> {
        let column = self.columns.iter().find(|column| column.path(later) == Some(Path::Previous))?;
        column.paths.iter().map(|(name, _)| *name).find(|&name| name != later)
    }

    fn key(&self, claim: ClaimId, name: usize) -> Vec<u32> {
        self.columns.iter().map(|column| column.path(name).map_or(0, |path| key_of(claim, path, self.world))).collect()
    }

    /// The group of a key, new if there is none yet and `create`.
    fn group_of(&mut self, key: &[u32], create: bool) -> Option<u32> {
        let width = self.columns.len();
        let hash = self.hasher.hash_one(key);
        let keys = &self.keys;
        let row = |group: u32| &keys[group as usize * width..(group as usize + 1) * width];
        if let Some(&group) = self.table.find(hash, |&group| row(group) == key) {
            return Some(group);
        }
        if !create {
            return None;
        }
        let group = offset(self.groups.slots.len() / self.groups.names_count);
        self.keys.extend_from_slice(key);
        self.groups.slots.extend(std::iter::repeat_n(EMPTY, self.groups.names_count));
        let (keys, hasher) = (&self.keys, &self.hasher);
        self.table
            .insert_unique(hash, group, |&group| hasher.hash_one(&keys[group as usize * width..(group as usize + 1) * width]));
        Some(group)
    }

    fn put(&mut self, group: u32, name: usize, claim: ClaimId) {
        let slot = &mut self.groups.slots[group as usize * self.groups.names_count + name];
        if *slot == EMPTY {
            *slot = claim.0;
        } else if !self.rule.names[name].many {
            self.groups.faults.entry(group).or_insert(Fault::Several(name));
        }
        self.members[name].push((group, claim));
    }

    fn join_whole(&mut self, name: usize, claims: &[ClaimId], create: bool) {
        let paths: Vec<Path> = self.columns.iter().filter_map(|column| column.path(name)).collect();
        let mut key = vec![0; paths.len()];
        for &claim in claims {
            for (cell, path) in key.iter_mut().zip(&paths) {
                *cell = key_of(claim, *path, self.world);
            }
            if let Some(place) = key.iter().position(|&cell| cell == UNLISTED) {
                self.unlisted(name, claim, place);
            } else if !self.is_top(&key)
                && let Some(group) = self.group_of(&key, create)
            {
                self.put(group, name, claim);
            }
        }
    }

    /// Whether a claim is the part of nothing: its list has no code above its own, and a whole is asked for by its code.
    fn is_top(&self, key: &[u32]) -> bool {
        let by_code = |column: &Column| column.paths.iter().any(|(_, path)| matches!(path, Path::Key(Key::Dim(_))));
        key.contains(&TOP) && self.columns.iter().zip(key).any(|(column, &cell)| cell == TOP && by_code(column))
    }

    /// A claim whose code is in no list forms a group of its own, so that it is not lost.
    fn unlisted(&mut self, name: usize, claim: ClaimId, column: usize) {
        let width = self.columns.len();
        let group = offset(self.groups.slots.len() / self.groups.names_count);
        self.keys.extend(std::iter::repeat_n(UNLISTED, width));
        self.groups.slots.extend(std::iter::repeat_n(EMPTY, self.groups.names_count));
        if let Some(Path::Code { table, .. }) = self.columns[column].path(name) {
            self.groups.faults.insert(group, Fault::Unlisted(claim, table));
        }
        self.put(group, name, claim);
    }

    /// Groups of neighbours in a series: each claim with the date just before its own among `earlier` with the same other
    /// keys. The first of a series forms no group.
    fn join_later(&mut self, name: usize, claims: &[ClaimId], earlier: &[ClaimId]) {
        let Some(place) = self.columns.iter().position(|column| column.path(name) == Some(Path::Previous)) else { return };
        let Some(other) = self.earlier_of(name) else { return };
        let mut series: HashMap<Vec<u32>, Vec<(jiff::civil::Date, u32)>> = HashMap::new();
        for &claim in earlier {
            let date = self.world.claims.as_of(claim).and_then(|date| date.days());
            if let Some((first, _)) = date {
                let mut key = self.key(claim, other);
                let own = std::mem::replace(&mut key[place], 0);
                series.entry(key).or_default().push((first, own));
            }
        }
        series.values_mut().for_each(|dates| {
            dates.sort_unstable();
            dates.dedup();
        });
        // of a column that only the later claim and a third one share, the earlier one says nothing
        let takes_part: Vec<bool> = self.columns.iter().map(|column| column.path(other).is_some()).collect();
        for &claim in claims {
            let mut key = self.key(claim, name);
            key[place] = 0;
            let shared: Vec<u32> = key.iter().zip(&takes_part).map(|(&cell, &takes)| if takes { cell } else { 0 }).collect();
            let Some((first, _)) = self.world.claims.as_of(claim).and_then(|date| date.days()) else {
                self.dateless(name, claim);
                continue;
            };
            let dates = series.get(&shared).map_or(&[][..], Vec::as_slice);
            let Some((_, previous)) = dates.partition_point(|(date, _)| *date < first).checked_sub(1).map(|at| dates[at]) else {
                continue;
            };
            key[place] = previous;
            if let Some(group) = self.group_of(&key, true) {
                self.put(group, name, claim);
                self.groups.heads.entry(group).or_insert(claim);
            }
        }
    }

    fn dateless(&mut self, name: usize, claim: ClaimId) {
        let group = offset(self.groups.slots.len() / self.groups.names_count);
        self.keys.extend(std::iter::repeat_n(UNLISTED, self.columns.len()));
        self.groups.slots.extend(std::iter::repeat_n(EMPTY, self.groups.names_count));
        self.groups.faults.insert(group, Fault::NoDate(claim));
        self.put(group, name, claim);
    }

    /// A name that takes part in some columns only joins every group that fits; without any it forms one if it may `create`.
    fn join_partly(&mut self, name: usize, claims: &[ClaimId], create: bool) {
        let width = self.columns.len();
        let part: Vec<usize> = (0..width).filter(|&place| self.columns[place].path(name).is_some()).collect();
        let mut fitting: HashMap<Vec<u32>, Vec<u32>> = HashMap::new();
        for (group, key) in self.keys.chunks(width.max(1)).enumerate() {
            fitting.entry(part.iter().map(|&place| key[place]).collect()).or_default().push(offset(group));
        }
        for &claim in claims {
            let key = self.key(claim, name);
            if self.is_top(&key) {
                continue;
            }
            let shared: Vec<u32> = part.iter().map(|&place| key[place]).collect();
            match fitting.get(&shared).cloned() {
                Some(groups) => groups.into_iter().for_each(|group| self.put(group, name, claim)),
                None => {
                    if let Some(group) = self.group_of(&key, create) {
                        self.put(group, name, claim);
                    }
                }
            }
        }
    }

    /// Lists the claims of each group and name, by counting: no sort, and in the order of the files.
    fn collect(&mut self) {
        let names_count = self.groups.names_count;
        let listed = self.rule.names.iter().any(|name| name.many) || !self.groups.faults.is_empty();
        if !listed {
            return;
        }
        let mut counts = vec![0u32; self.groups.slots.len()];
        for (name, members) in self.members.iter().enumerate() {
            for (group, _) in members {
                counts[*group as usize * names_count + name] += 1;
            }
        }
        let mut next = 0;
        self.groups.ranges = counts
            .iter()
            .map(|count| {
                let start = next;
                next += count;
                (start, start)
            })
            .collect();
        self.groups.items = vec![ClaimId(0); next as usize];
        for (name, members) in self.members.iter().enumerate() {
            for (group, claim) in members {
                let (_, end) = &mut self.groups.ranges[*group as usize * names_count + name];
                self.groups.items[*end as usize] = *claim;
                *end += 1;
            }
        }
    }

    /// Two absent dates agree only inside one source.
    fn find_faults(&mut self) {
        let Some(column) =
            self.columns.iter().position(|column| column.paths.iter().any(|(_, path)| *path == Path::Key(Key::AsOf)))
        else {
            return;
        };
        if self.columns[column].paths.iter().any(|(_, path)| *path == Path::Previous) {
            return;
        }
        let width = self.columns.len();
        for group in 0..self.groups.count() {
            if self.keys[group * width + column] != 0 {
                continue;
            }
            let names = (0..self.groups.names_count).filter(|&name| self.columns[column].path(name).is_some());
            let claims: Vec<ClaimId> = names.flat_map(|name| self.groups.bound(group, name)).collect();
            let first = claims.first().map(|&claim| self.world.claims.get(claim).source);
            let apart = claims.iter().any(|&claim| Some(self.world.claims.get(claim).source) != first);
            if claims.len() > 1 && (apart || first == Some(None)) {
                self.groups.faults.entry(offset(group)).or_insert(Fault::DayNotStated);
            }
        }
    }

    /// Parts that the code list expects and that have no claim, and parts that have two.
    fn find_missing(&mut self) {
        for column in self.columns {
            let part = column.paths.iter().find_map(|(name, path)| match path {
                Path::Code { dim, table, column } if self.rule.names[*name].many => Some((*name, *dim, *table, *column)),
                _ => None,
            });
            let Some((part, dim, table, code_column)) = part else { continue };
            let whole = column.paths.iter().find(|(name, path)| *name != part && *path == Path::Key(Key::Dim(dim)));
            let Some((whole, _)) = whole.copied() else { continue };
            for group in 0..self.groups.count() {
                self.find_missing_of(group, part, whole, dim, (table, code_column));
            }
        }
    }

    fn find_missing_of(&mut self, group: usize, part: usize, whole: usize, dim: usize, (table, column): (usize, usize)) {
        let names_count = self.groups.names_count;
        let total = self.groups.slots[group * names_count + whole];
        let claims = self.groups.claims(group, part);
        let mut present: Vec<(Name, ClaimId)> = claims.iter().map(|&claim| (self.world.claims.dims(claim)[dim], claim)).collect();
        present.sort_unstable();
        let twice = present.windows(2).find(|pair| pair[0].0 == pair[1].0).map(|pair| vec![pair[0].1, pair[1].1]);
        if let Some(twice) = twice {
            self.groups.faults.entry(offset(group)).or_insert(Fault::SeveralParts(part, twice));
        }
        if total == EMPTY {
            return;
        }
        let table = &self.world.tables[table];
        let rows = table.rows_with(column, self.world.claims.dims(ClaimId(total))[dim]);
        if rows.is_empty() {
            self.groups.partless.insert(offset(group));
        }
        if rows.len() == present.len() || self.rule.missing == Missing::Ignore {
            return; // every part is a child of the total, and none is there twice
        }
        let absent = rows.iter().filter_map(|&row| table.key_of_row(row as usize));
        let absent: Vec<Name> = absent.filter(|code| present.binary_search_by_key(code, |(name, _)| *name).is_err()).collect();
        if !absent.is_empty() {
            self.groups.missing.insert(offset(group), absent);
        }
    }
}
