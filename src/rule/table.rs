//! Reference tables: rows looked up by key, and code lists tied to a dimension.

use hashbrown::{HashMap, HashSet};

use crate::claim::record::{Record, Records, next};
use crate::date::Date;
use crate::finding::Problem;
use crate::names::{Name, Names};
use crate::number::Exact;
use crate::table::At;
use crate::text::{FileId, Files, Span};

/// The column of a code list that names the code above.
pub const PARENT: &str = "parent";

/// Unknown parents of a code list for which the nearest code is looked for; the others are only told.
const HINTS_MAX: usize = 20;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    /// Empty.
    Null,
    /// Words.
    Text(Name),
    /// An exact number.
    Number(Exact),
    /// A date.
    Date(Date),
}

/// What the filled cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Words.
    Text,
    /// Exact numbers, every one of them.
    Number,
    /// Dates, every one of them.
    Date,
}

/// A reference table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name in conditions.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// The file that declares it; rules of other files see it only if that is `factlint.toml`.
    pub declared_in: FileId,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// What each column holds.
    pub types: Vec<ColumnType>,
    /// The column by which rows are looked up.
    pub key: usize,
    /// The dimension whose codes it lists, by its place.
    pub dim: Option<usize>,
    rows: Vec<Cell>,
    by_key: HashMap<Name, Vec<u32>>,
    by_cell: Vec<HashMap<Name, Vec<u32>>>,
    /// The rows by number or date, for the columns that hold those.
    by_value: Vec<HashMap<Cell, Vec<u32>>>,
}

/// What a `[table.NAME]` says.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Its name.
    pub name: At<String>,
    /// The path as written.
    pub path: At<String>,
    /// The key column.
    pub key: At<String>,
    /// The dimension it is tied to.
    pub dim: Option<At<String>>,
    /// Columns that hold text whatever their cells look like.
    pub text_columns: Vec<At<String>>,
}

impl Table {
    /// Reads the rows of a file.
    pub fn read(
        declaration: &Declaration,
        dims: &[String],
        files: &Files,
        file: FileId,
        names: &mut Names,
        problems: &mut Vec<Problem>,
    ) -> Option<Table> {
        let text = &files.get(file).text;
        let mut records = Records::new(text);
        let mut record = Record::default();
        if !next(file, &mut records, &mut record, problems) {
            problems.push(Problem::error("table/empty", "this table has no header line", declaration.path.span));
            return None;
        }
        let columns = cells(&record, text);
        let find = |wanted: &At<String>, problems: &mut Vec<Problem>| {
            let place = columns.iter().position(|column| *column == wanted.value);
            if place.is_none() {
                let message = format!("table `{}` has no column `{}`", declaration.name.value, wanted.value);
                let problem = Problem::error("table/unknown-column", message, wanted.span);
                let known = crate::finding::nearest(&wanted.value, columns.iter().map(String::as_str));
                problems.push(match known {
                    Some(known) => problem.help(format!("did you mean `{known}`?")),
                    None => problem.help(format!("its columns: {}", columns.join(", "))),
                });
            }
            place
        };
        let key = find(&declaration.key, problems)?;
        let texts: Vec<usize> = declaration.text_columns.iter().filter_map(|column| find(column, problems)).collect();
        let dim = declaration.dim.as_ref().and_then(|dim| {
            let place = dims.iter().position(|known| *known == dim.value);
            if place.is_none() {
                let message = format!("`{}` is no dimension of this project", dim.value);
                problems
                    .push(Problem::error("table/unknown-dim", message, dim.span).help("declare it in `dims` of factlint.toml"));
            }
            place
        });
        let mut raw: Vec<Vec<String>> = Vec::new();
        let mut lines: Vec<Span> = Vec::new();
        while next(file, &mut records, &mut record, problems) {
            if record.count() == columns.len() {
                raw.push(cells(&record, text));
                lines.push(Span::new(file, record.range()));
            } else {
                let message = format!("this row has {} cells, and the header has {}", record.count(), columns.len());
                problems.push(Problem::error("table/row-length", message, Span::new(file, record.range())));
            }
        }
        // the codes above are codes: "01" is no number
        let parent = columns.iter().position(|column| column == PARENT).filter(|_| dim.is_some());
        let is_text = |column: usize| column == key || Some(column) == parent || texts.contains(&column);
        let types: Vec<ColumnType> =
            (0..columns.len()).map(|column| if is_text(column) { ColumnType::Text } else { column_type(&raw, column) }).collect();
        let mut rows = Vec::with_capacity(raw.len() * columns.len());
        for row in &raw {
            rows.extend(row.iter().zip(&types).map(|(cell, kind)| read_cell(cell, *kind, names)));
        }
        let mut table = Table {
            name: declaration.name.value.clone(),
            span: declaration.name.span,
            declared_in: declaration.name.span.file,
            columns,
            types,
            key,
            dim,
            rows,
            by_key: HashMap::new(),
            by_cell: Vec::new(),
            by_value: Vec::new(),
        };
        table.by_cell = (0..table.columns.len()).map(|column| table.index(column)).collect();
        table.by_value = (0..table.columns.len()).map(|column| table.value_index(column)).collect();
        table.by_key = table.by_cell[key].clone();
        if let Some(parent) = parent {
            table.check_parents(parent, &lines, names, problems);
        }
        Some(table)
    }

    /// A code list says one code above each, and none above itself. A code above that the list does not have is told where the list
    /// has others, since its parts would belong to no total.
    fn check_parents(&self, parent: usize, lines: &[Span], names: &Names, problems: &mut Vec<Problem>) {
        let word = |name: Name| names.get(name);
        let above = |row: usize| match self.cell(row, parent) {
            Cell::Text(name) => Some(*name),
            _ => None,
        };
        let is_listed = |code: Name| !self.rows_of(code).is_empty();
        let lists_parents = (0..self.rows_count()).filter_map(above).any(is_listed);
        let mut told: HashSet<Name> = HashSet::new();
        for row in 0..self.rows_count() {
            let Some(code) = self.key_of_row(row) else { continue };
            let first = self.rows_of(code)[0] as usize;
            if above(row) != above(first) {
                let parents = [first, row].map(|row| above(row).map_or("–", word));
                let message =
                    format!("`{}` has two parents in table `{}`: `{}` and `{}`", word(code), self.name, parents[0], parents[1]);
                let problem = Problem::error("table/two-parents", message, lines[row]).and(lines[first], "the first one");
                problems.push(problem.help("write one row for each code, or leave `dim` out of the table"));
            }
            let Some(parent) = above(row).filter(|&parent| lists_parents && !is_listed(parent) && !told.contains(&parent)) else {
                continue;
            };
            told.insert(parent);
            let message = format!("`{}`, the parent of `{}`, is no code of table `{}`", word(parent), word(code), self.name);
            let problem = Problem::warning("table/unknown-parent", message, lines[row]);
            let codes = (0..self.rows_count()).filter_map(|row| self.key_of_row(row)).map(word);
            let near = (told.len() <= HINTS_MAX).then(|| crate::finding::nearest(word(parent), codes)).flatten();
            problems.push(match near {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("add a row for it"),
            });
        }
        self.check_cycles(parent, lines, names, problems);
    }

    /// Every code that stands below itself, told once for each circle.
    fn check_cycles(&self, parent: usize, lines: &[Span], names: &Names, problems: &mut Vec<Problem>) {
        let mut seen: HashMap<Name, usize> = HashMap::new();
        for start in 0..self.rows_count() {
            let Some(mut code) = self.key_of_row(start) else { continue };
            while seen.get(&code).is_none() {
                seen.insert(code, start);
                let Some(above) = self.code_cell(code, parent) else { break };
                if seen.get(&above) == Some(&start) {
                    let row = self.rows_of(code)[0] as usize;
                    let message = format!("`{}` stands below itself in table `{}`", names.get(above), self.name);
                    let problem = Problem::error("table/circle", message, lines[row]);
                    problems.push(problem.help(format!("`{}` is above it and below it; mend `{PARENT}`", names.get(code))));
                    break;
                }
                code = above;
            }
        }
    }

    fn index(&self, column: usize) -> HashMap<Name, Vec<u32>> {
        let mut index: HashMap<Name, Vec<u32>> = HashMap::new();
        for row in 0..self.rows_count() {
            if let Cell::Text(name) = self.cell(row, column) {
                index.entry(*name).or_default().push(crate::text::offset(row));
            }
        }
        index
    }

    fn value_index(&self, column: usize) -> HashMap<Cell, Vec<u32>> {
        let mut index: HashMap<Cell, Vec<u32>> = HashMap::new();
        for row in 0..self.rows_count() {
            if let cell @ (Cell::Number(_) | Cell::Date(_)) = self.cell(row, column) {
                index.entry(cell.clone()).or_default().push(crate::text::offset(row));
            }
        }
        index
    }

    /// The rows that have all of these cells, in the order of the file: those with the rarest one, looked through.
    pub fn rows_where(&self, cells: &[(usize, Cell)]) -> Vec<u32> {
        let with = |(column, cell): &(usize, Cell)| match cell {
            Cell::Null => &[],
            Cell::Text(name) => self.rows_with(*column, *name),
            value => self.by_value[*column].get(value).map_or(&[][..], Vec::as_slice),
        };
        let rarest = cells.iter().map(with).min_by_key(|rows| rows.len()).unwrap_or_default();
        let fits = |row: &u32| cells.iter().all(|(column, cell)| self.cell(*row as usize, *column) == cell);
        rarest.iter().copied().filter(fits).collect()
    }

    /// How many rows it has.
    pub fn rows_count(&self) -> usize {
        self.rows.len() / self.columns.len().max(1)
    }

    /// A cell.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        &self.rows[row * self.columns.len() + column]
    }

    /// The rows of a key, in the order of the file.
    pub fn rows_of(&self, key: Name) -> &[u32] {
        self.by_key.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The rows whose cell in a text column is a word, in the order of the file.
    pub fn rows_with(&self, column: usize, word: Name) -> &[u32] {
        self.by_cell.get(column).and_then(|index| index.get(&word)).map_or(&[], Vec::as_slice)
    }

    /// The key of a row.
    pub fn key_of_row(&self, row: usize) -> Option<Name> {
        match self.cell(row, self.key) {
            Cell::Text(name) => Some(*name),
            _ => None,
        }
    }

    /// The word in a text column of the first row of a key: the parent of an area.
    pub fn code_cell(&self, key: Name, column: usize) -> Option<Name> {
        match self.cell(*self.rows_of(key).first()? as usize, column) {
            Cell::Text(name) => Some(*name),
            _ => None,
        }
    }

    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Reads the next record; false at the end, and at a mistake after which nothing can be read.
fn cells(record: &Record, text: &str) -> Vec<String> {
    (0..record.count()).map(|index| record.text(text, index).unwrap_or_default().to_owned()).collect()
}

/// A column is number or date only if every filled cell is, and at least one is filled.
fn column_type(rows: &[Vec<String>], column: usize) -> ColumnType {
    let mut filled = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
    if filled.peek().is_none() {
        return ColumnType::Text;
    }
    let cells: Vec<&String> = filled.collect();
    if cells.iter().all(|cell| Exact::parse(cell).is_some()) {
        ColumnType::Number
    } else if cells.iter().all(|cell| Date::parse(cell).is_ok()) {
        ColumnType::Date
    } else {
        ColumnType::Text
    }
}

fn read_cell(cell: &str, kind: ColumnType, names: &mut Names) -> Cell {
    let read = match kind {
        _ if cell.is_empty() => None,
        ColumnType::Text => Some(Cell::Text(names.add(cell))),
        ColumnType::Number => Exact::parse(cell).map(Cell::Number),
        ColumnType::Date => Date::parse(cell).ok().map(Cell::Date),
    };
    read.unwrap_or(Cell::Null)
}
