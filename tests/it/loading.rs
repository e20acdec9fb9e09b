//! Loading: what is read from a project, and what is said of every kind of mistake.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own fixture is wrong")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use factlint::claim::record::{Record, Records, Unclosed, field, sheet};
use factlint::claim::value::{Numbers, Separators, Setting, parse};
use factlint::claim::{Field, field_span};
use factlint::document::Document;
use factlint::finding::Problem;
use factlint::load::{Loaded, load, table};
use factlint::number::Exact;
use factlint::text::{File, FileId, Files, Role, Span};
use factlint::value::Kind;
use proptest::prelude::*;

/// A project's folder that is removed again.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("factlint-loading-{}-{number}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Folder(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn loaded(files: &[(&str, &str)]) -> Loaded {
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let folder = Folder::new(&bytes);
    load(&folder.0).unwrap()
}

/// One line per problem: place, the marked characters, code, message, help, other places.
fn shown(files: &Files, problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let mut labels = problem.labels.iter();
        if let Some(label) = labels.next() {
            let place = files.place(label.span);
            let marked: String = files.slice(label.span).chars().take(60).collect();
            write!(text, "{}:{}:{} [{}] ", place.path, place.start.line, place.start.column, marked.replace('\n', "⏎")).unwrap();
        }
        write!(text, "{} {}: {}", problem.level.name(), problem.code, problem.message).unwrap();
        for label in labels {
            let place = files.place(label.span);
            write!(text, " ({}: {}:{}:{})", label.text, place.path, place.start.line, place.start.column).unwrap();
        }
        writeln!(text, "{}", problem.help.as_ref().map_or_else(String::new, |help| format!(" — {help}"))).unwrap();
    }
    text
}

fn problems(files: &[(&str, &str)]) -> String {
    let loaded = loaded(files);
    shown(&loaded.project.files, &loaded.problems)
}

/// One line per claim.
fn claims(loaded: &Loaded) -> String {
    let project = &loaded.project;
    let mut text = String::new();
    for id in project.claims.ids() {
        let claim = project.claims.get(id);
        let dims: Vec<&str> = project.claims.dims(id).iter().map(|dim| project.names.get(*dim)).collect();
        let as_of = project.claims.as_of(id).map_or_else(String::new, |date| date.to_string());
        let (id_text, metric, unit) =
            (project.claims.id_text(id), project.names.get(claim.metric), project.names.get(claim.unit));
        let value = project.claims.value(id);
        let quote = project.claims.quote(id);
        writeln!(text, "{id_text} | {metric} | {} | {as_of} | {} {value} | {unit} | {quote}", dims.join("/"), claim.kind.name())
            .unwrap();
    }
    text
}

const CONFIG: &str = r#"
locale = "vi-VN"
dims = ["area", "level"]
claims = ["claims/*.toml", "data/*.csv"]

[[source]]
id = "bulletin"
path = "sources/bulletin.txt"
published = 2022-08-05
"#;

const BULLETIN: (&str, &str) = ("sources/bulletin.txt", "Toàn tỉnh có trên 104.700 đảng viên.\nTrong đó có 4.971 chi bộ.\n");

#[test]
fn claims_of_both_formats_are_read_alike() {
    let toml = r#"
[[claim]]
id = "members"
metric = "party-members"
area = "Quảng Ninh"
as_of = "2022-08"
value = "> 104700"
unit = "đảng viên"
source = "bulletin"
quote = "trên 104.700 đảng viên"

[[claim]]
id = "cells"
metric = "party-cells"
value = 4971

[[claim]]
id = "share"
metric = "women-share"
value = 12.50
unit = "%"

[[claim]]
id = "day"
metric = "document-date"
as_of = 2022
value = 2022-06-16
"#;
    let csv = "\u{feff}id,metric,area,value,quote\r\n\
        members-b,party-members,Quảng Ninh,> 104700,\"trên 104.700 \"\"đảng viên\"\"\"\r\n\
        cells-b,party-cells,,4971,\r\n\
        share-b,women-share,,12.5 %,\r\n\r\n\
        day-b,document-date,,2022-06-16,";
    let loaded = loaded(&[("factlint.toml", CONFIG), BULLETIN, ("claims/a.toml", toml), ("data/b.csv", csv)]);
    assert_eq!(shown(&loaded.project.files, &loaded.problems), "");
    insta::assert_snapshot!(claims(&loaded), @r#"
    members | party-members | Quảng Ninh/ | 2022-08 | number > 104700 | đảng viên | trên 104.700 đảng viên
    cells | party-cells | / |  | number 4971 |  | 
    share | women-share | / |  | percent 12.50 | % | 
    day | document-date | / | 2022 | date 2022-06-16 |  | 
    members-b | party-members | Quảng Ninh/ |  | number > 104700 |  | trên 104.700 "đảng viên"
    cells-b | party-cells | / |  | number 4971 |  | 
    share-b | women-share | / |  | percent 12.5 |  | 
    day-b | document-date | / |  | date 2022-06-16 |  |
    "#);
    let project = &loaded.project;
    let field = |id: &str, field: Field| {
        let id = project.find_claim(id).unwrap();
        project.files.slice(field_span(&project.files, &project.claims, id, field)).to_owned()
    };
    assert_eq!(field("members", Field::Value), "\"> 104700\"");
    assert_eq!(field("members-b", Field::Value), "> 104700");
    assert_eq!(field("members-b", Field::Quote), "\"trên 104.700 \"\"đảng viên\"\"\"");
    assert_eq!(field("members-b", Field::Dim(0)), "Quảng Ninh");
    assert_eq!(field("day-b", Field::Quote), "");
    assert_eq!(field("cells", Field::Quote), project.files.slice(project.claims.span(project.find_claim("cells").unwrap())));
}

#[test]
fn every_mistake_in_claims_is_reported_in_one_run() {
    let toml = r#"
[[claim]]
id = "members"
metirc = "party-members"
value = "> 104700"

[[claim]]
id = "cells"
metric = "party-cells"
value = true
as_of = "2022-13"
source = "bulletim"

[[claim]]
id = "cells"
metric = "party-cells"
value = "nhiều"
kind = "numbr"

[[claim]]
metric = 5
value = "nhiều"

[[claims]]
id = "x"
"#;
    let csv = "id,metric,area,value\n\
        cells-b,party-cells,,1.421\n\
        cells-b,party-cells,,\n\
        cells-c,party-cells,4971\n\
        cells-d,party-cells,,12,5\n\
        cells-e,,,5\n\
        cells-f,party-cells,,7\n\
        cells-f,party-cells,,8\n\
        cells-h,party-cells,,\"4\"971\n\
        cells-g,party-cells,,\"9\n";
    insta::assert_snapshot!(problems(&[("factlint.toml", CONFIG), BULLETIN, ("claims/a.toml", toml), ("data/b.csv", csv)]), @r#"
    claims/a.toml:4:1 [metirc] error claims/unknown-key: `metirc` is no key of a claim — did you mean `metric`?
    claims/a.toml:10:9 [true] error toml/wrong-type: `value` must be a number, a date or text in quote marks, and this is true or false
    claims/a.toml:11:9 ["2022-13"] error claims/as-of: `as_of` is `2022-13`: there is no month 13
    claims/a.toml:12:10 ["bulletim"] error claims/unknown-source: there is no source `bulletim` — did you mean `bulletin`?
    claims/a.toml:15:6 ["cells"] error claims/duplicate-id: two claims have the id `cells` (the first one: claims/a.toml:8:6)
    claims/a.toml:18:8 ["numbr"] error claims/unknown-kind: there is no kind `numbr` — did you mean `number`?
    claims/a.toml:20:1 [[[claim]]] error claims/missing-key: a claim needs the key `id`
    claims/a.toml:21:10 [5] error toml/wrong-type: `metric` must be text in quote marks, and this is a whole number
    claims/a.toml:22:9 ["nhiều"] error value/form: `nhiều` is no number, date, period or document number — if these words are the value, add `kind = "text"`
    claims/a.toml:24:3 [claims] error toml/unknown-key: the file has no key `claims` — did you mean `claim`?
    data/b.csv:2:22 [1.421] error value/two-readings: `1.421` can be read as 1421 or as 1.421 — write figures with a decimal point and without grouping; for a CSV file that writes them in another way set `numbers = "vi-VN"` in its `[columns.'…']`
    data/b.csv:3:1 [cells-b] error claims/duplicate-id: two claims have the id `cells-b` (the first one: data/b.csv:2:1)
    data/b.csv:3:1 [cells-b,party-cells,,] error claims/missing-key: claim `cells-b` needs the key `value`
    data/b.csv:4:1 [cells-c,party-cells,4971] error csv/field-count: this row has 3 fields, and the header has 4
    data/b.csv:5:1 [cells-d,party-cells,,12,5] error csv/field-count: this row has 5 fields, and the header has 4 — a field that holds a comma stands in quote marks: `"12,5"`
    data/b.csv:6:1 [cells-e,,,5] error claims/missing-key: claim `cells-e` needs the key `metric`
    data/b.csv:8:1 [cells-f] error claims/duplicate-id: two claims have the id `cells-f` (the first one: data/b.csv:7:1)
    data/b.csv:9:25 [971] error csv/stray: this field goes on after its closing quote mark — a quote mark inside a field in quote marks is doubled: `"Đảng bộ ""A"""`
    data/b.csv:10:22 ["] error csv/unclosed: this field begins with a quote mark that is never closed — close it, or double it if the field begins with a quote mark: `"""…"`
    "#);
}

#[test]
fn a_claims_file_with_a_broken_header_or_syntax_is_reported() {
    let files = [
        ("factlint.toml", CONFIG),
        BULLETIN,
        ("claims/a.toml", "[[claim]\nid = \"x\"\n"),
        ("data/empty.csv", ""),
        ("data/header.csv", "id,metirc,value,value,xyz\na,b,1,2,3\n"),
        ("data/semicolon.csv", "id;metric;value\na;b;1\n"),
    ];
    insta::assert_snapshot!(problems(&files), @r#"
    claims/a.toml:1:9 [] error toml/syntax: this is not TOML: unclosed array table, expected `]`
    data/empty.csv:1:1 [] error csv/empty: the file is empty: its first line must name the columns
    data/header.csv:1:4 [metirc] error claims/unknown-column: `metirc` is no column of claims — did you mean `metric`?
    data/header.csv:1:17 [value] error csv/column-twice: two columns are called `value` (the first one: data/header.csv:1:11)
    data/header.csv:1:23 [xyz] error claims/unknown-column: `xyz` is no column of claims — known columns: id, metric, as_of, value, unit, kind, source, quote, before, after, focus, as_of_reason, cell, page, row, column, area, level; more are declared in `dims` or mapped in `[columns.'…']`
    data/semicolon.csv:1:1 [id;metric;value] error claims/unknown-column: `id;metric;value` is no column of claims — columns are separated by commas
    "#);
}

#[test]
fn every_mistake_in_the_settings_is_reported_in_one_run() {
    let config = r#"
requires = ">=0.9"
locale = "vn"
dims = ["area", "khu vực", "value", "in", "area", 5]
claim = ["claims/*.toml"]
claims = ["claims/[.toml", "data/*.csv", "data/list.ods"]
rules = ["rules/none.toml", "factlint:cor"]
sources = ["sources.csv"]
incomplete = "never"

[[source]]
id = "bulletin"
path = "sources/buletin.txt"
sha256 = "abc"
lines = "40-10"
publshed = 2022-08-05

[[source]]
path = "sources"

[[source]]
id = "bulletin"
path = "sources/bulletin.txt"

[[source]]
id = "folder"
path = "sources"

[[waiver]]
rule = "cells-within-total"
claim = "ha-long-cells"
reason = "the source counts merged cells twice"

[columns.'data/*.csv']
metirc = "x"
"#;
    let files = [("factlint.toml", config), BULLETIN];
    insta::assert_snapshot!(problems(&files), @r#"
    factlint.toml:2:12 [">=0.9"] error config/version: the project requires factlint >=0.9, and this is 0.1.0 — install a version that fits: `cargo install factlint`
    factlint.toml:3:10 ["vn"] error config/unknown-locale: there is no locale `vn` — write language and region, as in `vi-VN` or `en-GB`
    factlint.toml:4:17 ["khu vực"] error config/dimension-form: `khu vực` cannot name a dimension: conditions use it as a word of letters a to z, digits and `_`, not beginning with a digit
    factlint.toml:4:28 ["value"] error config/dimension-taken: `value` cannot name a dimension: every claim has a field of that name
    factlint.toml:4:37 ["in"] error config/dimension-taken: `in` cannot name a dimension: it is a word of the condition language
    factlint.toml:4:43 ["area"] error config/dimension-twice: the dimension `area` is declared twice (the first one: factlint.toml:4:9)
    factlint.toml:4:51 [5] error toml/wrong-type: `dims` must be text in quote marks, and this is a whole number
    factlint.toml:5:1 [claim] error toml/unknown-key: the file has no key `claim` — did you mean `claims`?
    factlint.toml:6:11 ["claims/[.toml"] error config/pattern: `claims/[.toml` is no pattern for paths: unclosed character class; missing ']'
    factlint.toml:6:28 ["data/*.csv"] warning config/no-file: `data/*.csv` of `claims` names no file
    factlint.toml:6:42 ["data/list.ods"] error config/format: claims are read from .toml and .csv files, and `data/list.ods` is neither
    factlint.toml:7:10 ["rules/none.toml"] error config/file: `rules/none.toml` is not there
    factlint.toml:7:29 ["factlint:cor"] error config/unknown-pack: there is no pack `factlint:cor` — did you mean `factlint:core`?
    factlint.toml:8:12 ["sources.csv"] error config/file: `sources.csv` is not there
    factlint.toml:9:14 ["never"] error config/incomplete: `incomplete` is `never`, and it must be `fail` or `report`
    factlint.toml:13:8 ["sources/buletin.txt"] error sources/missing-file: source `bulletin` has no text: `sources/buletin.txt` is not there — did you mean `sources/bulletin.txt`?
    factlint.toml:14:10 ["abc"] error sources/sha256: `sha256` must be 64 hexadecimal digits, and this is 3 characters long — `factlint sources accept` writes the digest of the file
    factlint.toml:15:9 ["40-10"] error sources/lines: `lines` is `40-10`, and it must be two numbers such as `10-40`
    factlint.toml:16:1 [publshed] error toml/unknown-key: a source has no key `publshed` — did you mean `published`?
    factlint.toml:18:1 [[] error toml/missing-key: a source needs the key `id`
    factlint.toml:22:6 ["bulletin"] error sources/duplicate-id: two sources have the id `bulletin` (the first one: factlint.toml:12:6)
    factlint.toml:27:8 ["sources"] error sources/missing-file: source `folder` has no text: `sources` is a folder, not a file — paths are relative to the folder of factlint.toml
    factlint.toml:29:1 [[] error toml/missing-key: a waiver needs the key `by`
    factlint.toml:34:10 ['data/*.csv'] warning config/columns-unused: `[columns.'data/*.csv']` fits no CSV file of `claims`
    factlint.toml:35:1 [metirc] error config/unknown-key: `metirc` is no key of a claim — did you mean `metric`?
    "#);
}

#[test]
fn a_list_of_sources_is_read_with_every_mistake() {
    let config = "sources = [\"lists/sources.csv\"]\n";
    let list = "id,path,published,sha256,titel\n\
        a,../sources/bulletin.txt,2022-08-05,,\n\
        b,../sources/none.txt,2022-13-05,123,\n\
        ,x,,,\n\
        a,../sources/bulletin.txt,,,\n";
    let files = [("factlint.toml", config), BULLETIN, ("lists/sources.csv", list)];
    insta::assert_snapshot!(problems(&files), @r#"
    lists/sources.csv:1:26 [titel] error sources/unknown-column: `titel` is no column of a list of sources — did you mean `title`?
    lists/sources.csv:3:3 [../sources/none.txt] error sources/missing-file: source `b` has no text: `../sources/none.txt` is not there — paths are relative to the folder `lists`
    lists/sources.csv:3:23 [2022-13-05] error sources/date: `published` is `2022-13-05`, and it must be a day such as 2022-06-16
    lists/sources.csv:3:34 [123] error sources/sha256: `sha256` must be 64 hexadecimal digits, and this is 3 characters long — `factlint sources accept` writes the digest of the file
    lists/sources.csv:4:1 [,x,,,] error sources/missing-key: a source needs the key `id`
    lists/sources.csv:5:1 [a] error sources/duplicate-id: two sources have the id `a` (the first one: lists/sources.csv:2:1)
    "#);
}

#[test]
fn a_source_without_text_says_why() {
    let config = r#"
[[source]]
id = "pdf"
path = "a.pdf"
[[source]]
id = "old"
path = "old.txt"
[[source]]
id = "part"
path = "part.txt"
lines = "2-3"
[[source]]
id = "short"
path = "part.txt"
lines = "2-9"
"#;
    let folder = Folder::new(&[
        ("factlint.toml", config.as_bytes()),
        ("a.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("old.txt", b"T\xe1\xbb\xb7nh\nQu\xe3ng Ninh"),
        ("part.txt", "một\r\nhai\r\nba\r\nbốn\r\n".as_bytes()),
    ]);
    let loaded = load(&folder.0).unwrap();
    insta::assert_snapshot!(shown(&loaded.project.files, &loaded.problems), @r#"
    factlint.toml:4:8 ["a.pdf"] warning sources/unreadable: source `pdf` has no text: `a.pdf` is an old Office document (.doc, .xls); save it as .docx or .xlsx
    factlint.toml:7:8 ["old.txt"] warning sources/unreadable: source `old` has no text: `old.txt` is not UTF-8: byte 3 of line 2 is no character; save it as UTF-8
    factlint.toml:15:9 ["2-9"] error sources/lines-beyond: source `short` counts lines 2 to 9, and its file has 4
    "#);
    let document = |id: &str| &loaded.project.source(loaded.project.find_source(id).unwrap()).document;
    let Document::Text { file, part, digest, .. } = document("part") else { panic!("it has a text") };
    assert_eq!(loaded.project.files.get(*file).slice(part.start as usize..part.end as usize), "hai\r\nba\r\n");
    assert_eq!(digest.len(), 64);
    assert!(matches!(document("pdf"), Document::Unreadable { why, .. } if why.contains("Office")));
}

#[test]
fn columns_say_which_column_is_what() {
    let config = r#"
dims = ["area"]
claims = ["data/*.csv"]

[columns.'data/tall.csv']
value = "so_luong"
metric = { text = "party-cells" }
area = "huyen"
numbers = "vi-VN"
id = "{area}-{metric}-{as_of}"

[columns.'data/wide.csv']
area = "huyen"
id = "{area}-{metric}"
numbers = "vi-VN"
values.so_chi_bo = { metric = "party-cells", unit = "chi bộ" }
values.dang_vien = { metric = "party-members", unit = "đảng viên" }
"#;
    let tall = "huyen,as_of,so_luong,ghi_chu\nHạ Long,2022-08,1.421,\nBa Chẽ,2022-08,\"12,5\",x\n";
    let wide = "huyen,so_chi_bo,dang_vien\nHạ Long,1.421,\nBa Chẽ,87,1.000\n";
    let loaded = loaded(&[("factlint.toml", config), ("data/tall.csv", tall), ("data/wide.csv", wide)]);
    assert_eq!(shown(&loaded.project.files, &loaded.problems), "");
    insta::assert_snapshot!(claims(&loaded), @r#"
    Hạ Long-party-cells-2022-08 | party-cells | Hạ Long | 2022-08 | number 1421 |  | 
    Ba Chẽ-party-cells-2022-08 | party-cells | Ba Chẽ | 2022-08 | number 12.5 |  | 
    Hạ Long-party-cells | party-cells | Hạ Long |  | number 1421 | chi bộ | 
    Ba Chẽ-party-cells | party-cells | Ba Chẽ |  | number 87 | chi bộ | 
    Ba Chẽ-party-members | party-members | Ba Chẽ |  | number 1000 | đảng viên |
    "#);
}

#[test]
fn a_claims_file_inside_a_project_is_selected() {
    let folder = Folder::new(&[
        ("factlint.toml", b"claims = [\"data/*.csv\"]\n"),
        ("data/a.csv", b"id,metric,value\na,cells,1\n"),
        ("data/b.csv", b"id,metric,value\nb,cells,2\n"),
        ("notes/c.csv", b"id,metric,value\nc,cells,3\n"),
    ]);
    let loaded = load(&folder.0.join("data/b.csv")).unwrap();
    assert_eq!(loaded.project.files.get(loaded.selected[0]).path, "data/b.csv");
    assert_eq!(loaded.project.claims.count(), 2);
    let inside = load(&folder.0.join("notes")).unwrap();
    assert_eq!((inside.selected, inside.problems), (Vec::new(), Vec::new()));
    let other = load(&folder.0.join("notes/c.csv")).unwrap();
    assert_eq!(other.selected, Vec::new());
    insta::assert_snapshot!(shown(&other.project.files, &other.problems), @r#"error config/not-listed: `notes/c.csv` is no claims file of this project — `claims` of factlint.toml names: data/a.csv, data/b.csv"#);
}

#[test]
fn without_a_project_nothing_is_loaded() {
    let folder = Folder::new(&[("empty/x.txt", b"x"), ("bad/factlint.toml", b"locale = \"\xff\"\n")]);
    let error = |path: &str| load(&folder.0.join(path)).unwrap_err().to_string().replace(&folder.0.display().to_string(), "…");
    assert_eq!(error("empty"), "there is no factlint.toml in `…/empty` or any folder above it; `factlint init` writes one");
    assert_eq!(error("none"), "there is no `…/none`");
    assert_eq!(
        error("bad"),
        "`…/bad/factlint.toml` is not UTF-8: byte 11 of line 1 is no character; `factlint init` writes a new one in an empty folder"
    );
}

#[test]
fn settings_that_are_no_toml_leave_an_empty_project() {
    let files = [("factlint.toml", "locale = \"vi-VN\ndims = [\"area\"]\nclaims = [\n")];
    insta::assert_snapshot!(problems(&files), @r#"
    factlint.toml:1:16 [] error toml/syntax: this is not TOML: invalid basic string, expected `"`
    factlint.toml:3:11 [] error toml/syntax: this is not TOML: unclosed array, expected `]`
    "#);
}

#[test]
fn csv_keeps_quotes_line_breaks_and_places() {
    let csv = "id,metric,value,source,quote\r\n\
        one,cells,1,bulletin,\"hai dòng,\r\nmột ô\"\r\n\
        \r\n\
        two,\"ce\"\"lls\",2,,\"\"\r\n\
        three,cells,3,bulletin,\"đủ\"";
    let config = CONFIG.replace("\"claims/*.toml\", ", "");
    let loaded = loaded(&[("factlint.toml", &config), BULLETIN, ("data/a.csv", csv)]);
    assert_eq!(shown(&loaded.project.files, &loaded.problems), "");
    let project = &loaded.project;
    let claim = |id: &str| project.find_claim(id).unwrap();
    assert_eq!(project.claims.quote(claim("one")), "hai dòng,\r\nmột ô");
    assert_eq!(project.names.get(project.claims.get(claim("two")).metric), "ce\"lls");
    let place = project.files.place(field_span(&project.files, &project.claims, claim("three"), Field::Quote));
    assert_eq!((place.start.line, place.start.column, place.end.column), (6, 24, 28));
    assert_eq!(project.files.slice(project.claims.span(claim("two"))), "two,\"ce\"\"lls\",2,,\"\"");
    let old = csv.replace("\r\n", "\r");
    let loaded = self::loaded(&[("factlint.toml", &config), BULLETIN, ("data/a.csv", &old)]);
    assert_eq!((loaded.project.claims.count(), loaded.problems), (3, Vec::new()));
}

#[test]
fn a_claim_whose_id_is_taken_is_left_out() {
    let csv = "id,metric,value\na,cells,1\nb,cells,2\na,cells,3\nc,cells,4\n";
    let toml = "[[claim]]\nid = \"b\"\nmetric = \"cells\"\nvalue = 5\n[[claim]]\nid = \"d\"\nmetric = \"cells\"\nvalue = 6\n";
    let loaded = loaded(&[("factlint.toml", CONFIG), BULLETIN, ("data/a.csv", csv), ("claims/b.toml", toml)]);
    insta::assert_snapshot!(shown(&loaded.project.files, &loaded.problems), @r#"
    data/a.csv:3:1 [b] error claims/duplicate-id: two claims have the id `b` (the first one: claims/b.toml:2:6)
    data/a.csv:4:1 [a] error claims/duplicate-id: two claims have the id `a` (the first one: data/a.csv:2:1)
    "#);
    insta::assert_snapshot!(claims(&loaded), @r#"
    b | cells | / |  | number 5 |  | 
    d | cells | / |  | number 6 |  | 
    a | cells | / |  | number 1 |  | 
    b | cells | / |  | number 2 |  | 
    a | cells | / |  | number 3 |  | 
    c | cells | / |  | number 4 |  |
    "#);
    let project = &loaded.project;
    let d = project.find_claim("d").unwrap();
    assert_eq!(project.files.slice(field_span(&project.files, &project.claims, d, Field::Value)), "6");
}

#[test]
fn a_thousand_mistakes_of_a_kind_are_listed_and_the_rest_counted() {
    let rows: String = (0..2_500).map(|row| format!("a{row},cells,\n")).collect();
    let csv = format!("id,metric,value\n{rows}");
    let sources: String = (0..1_500).map(|row| format!("s{row},none{row}.txt\n")).collect();
    let config = "claims = [\"data/*.csv\"]\nsources = [\"sources.csv\"]\n";
    let list = format!("id,path\n{sources}");
    let loaded = loaded(&[("factlint.toml", config), ("data/a.csv", &csv), ("sources.csv", &list)]);
    assert_eq!(loaded.problems.len(), 2_002);
    let last: Vec<&str> = loaded
        .problems
        .iter()
        .filter(|problem| problem.message.contains("more mistakes"))
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        last,
        [
            "500 more mistakes of this kind are in this file from here on",
            "1500 more mistakes in this file are not listed; the first 1000 are"
        ]
    );
}

#[test]
fn mistakes_in_the_columns_of_a_file_are_reported() {
    let config = r#"
dims = ["area"]
claims = ["data/*.csv"]
[columns.'data/*.csv']
value = "so_luog"
metric = { txt = "party-cells" }
id = "{area}-{metrc}"
unit = 5
numbers = "vn-VN"
[columns.'data/a.csv']
values.so_chi_bo = { metrik = "party-cells" }
[columns.'tables/*.csv']
value = "x"
"#;
    let csv = "huyen,so_luong,quoet\nHạ Long,1.421,\n";
    insta::assert_snapshot!(problems(&[("factlint.toml", config), ("data/a.csv", csv)]), @r#"
    factlint.toml:5:9 ["so_luog"] error claims/no-column: the file has no column `so_luog` (the header: data/a.csv:1:1) — did you mean `so_luong`?
    factlint.toml:6:10 [{] error toml/missing-key: a constant needs the key `text`
    factlint.toml:6:12 [txt] error toml/unknown-key: a constant has no key `txt` — did you mean `text`?
    factlint.toml:7:6 ["{area}-{metrc}"] error claims/template-name: `{metrc}` names no key of a claim and no column — did you mean `metric`?
    factlint.toml:8:8 [5] error toml/wrong-type: `unit` must be the name of a column or { text = "…" }, and this is a whole number
    factlint.toml:9:11 ["vn-VN"] error config/unknown-locale: there is no locale `vn-VN` — did you mean `vi-VN`?
    factlint.toml:10:10 ['data/a.csv'] error config/columns-twice: two `[columns]` fit `data/a.csv` (the other one: factlint.toml:4:10)
    factlint.toml:11:22 [metrik] error config/unknown-key: `metrik` is no key of a column of a wide table — did you mean `metric`?
    factlint.toml:12:10 ['tables/*.csv'] warning config/columns-unused: `[columns.'tables/*.csv']` fits no CSV file of `claims`
    data/a.csv:1:16 [quoet] warning claims/unused-column: the column `quoet` is not used — did you mean `quote`?
    "#);
}

#[test]
fn rule_files_and_tables_are_among_the_files() {
    let config = "rules = [\"rules/*.toml\", \"factlint:core\", \"rules/a.toml\"]\n[table.areas]\npath = \"areas.csv\"\n";
    let folder = Folder::new(&[
        ("factlint.toml", config.as_bytes()),
        ("rules/a.toml", b"[table.x]\npath = \"../tables/x.csv\"\n"),
        ("tables/x.csv", "code,name\nHL,\"Hạ Long\"\n".as_bytes()),
    ]);
    let mut loaded = load(&folder.0).unwrap();
    let project = &mut loaded.project;
    let shown: Vec<(String, Option<String>)> = project
        .rule_files
        .iter()
        .map(|rule_file| (project.files.get(rule_file.file).path.clone(), rule_file.pack.clone()))
        .collect();
    assert_eq!(shown, [("rules/a.toml".into(), None), ("factlint:core".into(), Some("factlint:core".into()))]);
    assert!(project.tables_file.is_some());
    let rule_file = project.rule_files[0].clone();
    let path = factlint::table::At { value: "../tables/x.csv".to_owned(), span: Span::new(rule_file.file, 0..5) };
    let mut problems = Vec::new();
    let first = table(project, &rule_file, &path, &mut problems).unwrap();
    assert_eq!(table(project, &rule_file, &path, &mut problems), Some(first));
    let file = project.files.get(first);
    assert_eq!(file.path, "tables/x.csv");
    let sheet = sheet(first, &file.text, &mut problems).unwrap();
    assert_eq!(sheet.rows[0][1].value, "Hạ Long");
    assert_eq!(project.files.slice(sheet.rows[0][1].span), "\"Hạ Long\"");
    assert_eq!(problems, []);
}

/// The fields of every record as csv-core reads a text, which is the reference.
fn reference(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut input, mut all, mut ends) = (text.as_bytes(), Vec::new(), [0; 100]);
    let mut out = [0; 1_000];
    loop {
        let (result, read, written, count) = reader.read_record(input, &mut out, &mut ends);
        input = &input[read..];
        match result {
            csv_core::ReadRecordResult::End => return all,
            csv_core::ReadRecordResult::InputEmpty => {
                let (_, _, rest, more) = reader.read_record(&[], &mut out[written..], &mut ends[count..]);
                push(&mut all, &out[..written + rest], &ends[..count + more]);
            }
            _ => push(&mut all, &out[..written], &ends[..count]),
        }
    }
}

fn push(all: &mut Vec<Vec<String>>, out: &[u8], ends: &[usize]) {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let fields = starts.zip(ends).map(|(start, end)| String::from_utf8(out[start..*end].to_vec()).unwrap());
    let fields: Vec<String> = fields.collect();
    if !fields.is_empty() {
        all.push(fields);
    }
}

proptest! {
    /// Records have the fields that csv-core gives, and every place is where its field is written.
    #[test]
    fn records_are_those_of_csv_core(text in "[ab,\"\r\nđ]{0,120}") {
        let mut records = Records::new(&text);
        let mut record = Record::default();
        let mut found = Vec::new();
        loop {
            match records.read(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(Unclosed(range)) => {
                    prop_assert_eq!(text.get(range), Some("\""));
                    return Ok(());
                }
            }
            let fields: Vec<String> = (0..record.count()).map(|index| record.text(&text, index).unwrap().to_owned()).collect();
            for index in 0..record.count() {
                let place = record.place(index).unwrap();
                prop_assert!(record.range().start <= place.start && place.end <= record.range().end);
                prop_assert!(text.get(place).is_some());
            }
            found.push(fields);
        }
        prop_assert_eq!(found, reference(&text));
    }

    /// A row read again by itself has its fields at the same places.
    #[test]
    fn a_row_is_read_again_alike(rows in proptest::collection::vec("[ab,\"đ]{1,40}", 1..5)) {
        let text = rows.join("\r\n");
        let file = File::new("a.csv".into(), Role::Claims, text.clone());
        let mut records = Records::new(&text);
        let mut record = Record::default();
        while let Ok(true) = records.read(&mut record) {
            let row = Span::new(FileId(0), record.range());
            for index in 0..record.count() {
                prop_assert_eq!(field(&file, row, index).map(Span::range), record.place(index));
            }
        }
    }

    /// No text makes the reader of values panic, and a value that prints as a claim writes it reads back.
    #[test]
    fn values_read_back(text in "(~<|~>|>=|<=|>|<|~)? ?[-+]?[0-9XQ./,-]{0,12}( ?(%|pp))?(\\.\\.[0-9]{1,3})?") {
        let document = |_: &str| None;
        for numbers in [Numbers::Point, Numbers::Unsaid, Numbers::Region(Separators { decimal: ',', group: vec!['.'] })] {
            let setting = Setting { kind: None, scale: &Exact::ONE, unit: None, numbers: &numbers, document: &document };
            if let Ok((value, kind)) = parse(&text, &setting) {
                let again = Setting { kind: Some(kind), numbers: &Numbers::Point, ..setting };
                let printed = value.to_string();
                let fraction = text.contains('/') && kind != Kind::Period; // 5/2 prints as 2.5, which is a rounded figure
                let read = parse(&printed, &again);
                prop_assert!(fraction || read == Ok((value.clone(), kind)), "{:?} gave {:?}, which reads {:?}", text, printed, read);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a project's files hold, loading ends, and every marked place lies in its file on whole characters.
    #[test]
    fn no_file_makes_loading_stop(
        which in 0..4usize,
        at in 0..400usize,
        length in 0..30usize,
        new in "([\"'\\[\\]{}=,.;:#/\\\\\n\r\t %đ0-9a-]|\u{feff}|\u{0}|id|value|\\[\\[claim\\]\\]){0,8}",
    ) {
        let toml = "[[claim]]\nid = \"x\"\nmetric = \"cells\"\nvalue = 5\nas_of = 2022-08-05\nquote = \"4.971 chi bộ\"\nsource = \"bulletin\"\n";
        let csv = "id,metric,area,value,quote\na,cells,Hạ Long,4971,\"4.971 chi bộ, \"\"và\"\"\"\nb,cells,,12.5 %,\n";
        let list = "id,path,published\nnote,sources/bulletin.txt,2022-08-05\n";
        let config = format!(
            "sources = [\"sources.csv\"]\n{CONFIG}\n[columns.'data/*.csv']\nid = \"{{area}}-{{id}}\"\nvalues.value = {{ metric = \"cells\" }}\n"
        );
        let mut files = [
            ("factlint.toml", config), ("claims/a.toml", toml.to_owned()), ("data/b.csv", csv.to_owned()), ("sources.csv", list.to_owned()),
        ];
        let text = &mut files[which].1;
        let place = |at: usize| text.char_indices().map(|(index, _)| index).nth(at).unwrap_or(text.len());
        let range = place(at)..place(at + length);
        text.replace_range(range, &new);
        let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        files.push(BULLETIN);
        let loaded = loaded(&files);
        let files = &loaded.project.files;
        for label in loaded.problems.iter().flat_map(|problem| &problem.labels) {
            prop_assert!(files.get(label.span.file).text.get(label.span.range()).is_some(), "{:?}", loaded.problems);
        }
        for id in loaded.project.claims.ids() {
            let span = field_span(files, &loaded.project.claims, id, Field::Value);
            prop_assert!(files.get(span.file).text.get(span.range()).is_some());
        }
    }
}

#[test]
fn paths_of_windows_name_the_same_files() {
    let from = crate::projects::folder("fixtures/projects/quang-ninh");
    let to = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("backslashes");
    let _ = std::fs::remove_dir_all(&to);
    crate::outputs::formats::copy(&from, &to, &|path, text| match path.file_name().and_then(|name| name.to_str()) {
        Some("factlint.toml") => ["claims/", "data/", "rules/", "sources/", "tables/"]
            .iter()
            .fold(text, |text, start| text.replace(start, &format!("{}\\\\", start.trim_end_matches('/')))),
        Some("figures.toml") => text.replace("../tables/", "..\\\\tables\\\\"),
        _ => text,
    });
    let settings = std::fs::read_to_string(to.join("factlint.toml")).expect("it was written");
    assert!(settings.contains("sources\\\\bulletin.txt"), "{settings}");
    let lines = |path: &std::path::Path| crate::projects::outcomes(&crate::projects::run(path), factlint::report::Detail::All);
    assert_eq!(lines(&to), lines(&from));
    let asked = crate::cli::factlint(&["check", "fixtures\\projects\\quang-ninh\\claims\\brief.toml"]);
    assert_eq!(crate::cli::code(&asked), 0, "{}", crate::cli::text(&asked.stderr));
}

/// All that a project's claims say, with their places, and what is wrong with them.
fn told(files: &[(&str, &str)], cores_count: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores_count).build().unwrap();
    let Loaded { project, problems, .. } = pool.install(|| loaded(files));
    let mut text = shown(&project.files, &problems);
    for id in project.claims.ids() {
        let claim = project.claims.get(id);
        let dims: Vec<&str> = project.claims.dims(id).iter().map(|name| project.names.get(*name)).collect();
        let (metric, unit) = (project.names.get(claim.metric), project.names.get(claim.unit));
        let (value, quote, span) = (project.claims.value(id), project.claims.quote(id), project.claims.span(id));
        let (key, as_of) = (project.claims.id_text(id), project.claims.as_of(id));
        writeln!(text, "{key} {metric} {dims:?} {as_of:?} {value} {unit} {quote:?} {span:?}").unwrap();
    }
    text
}

#[test]
fn a_file_read_on_several_cores_is_as_if_read_on_one() {
    let config = "locale = \"vi-VN\"\ndims = [\"area\"]\nclaims = [\"a.csv\"]\nsources = [\"s.csv\"]\n";
    // what is put into the row of this number: nothing, an identifier that comes again, mistakes, a quote mark left open
    let oddities: &[(usize, &str)] = &[
        (0, ""),
        (17_000, "c3,cells,A1,2020,4971,chi bộ,s,\"\"\n"),
        (100, "c-bad,cells,A1,2020,không rõ,chi bộ,s,\"\"\nc3,cells,A1,2020,7,chi bộ,s,\"\"\n"),
        (17_500, "c-bad,cells,A1,20x0,7,chi bộ,s,\"\"\n"),
        (9_000, "c-open,cells,A1,2020,7,chi bộ,s,\"có 7 chi bộ\n"),
        (12_000, "c-short,cells,A1,2020\n"),
    ];
    for (at, oddity) in oddities {
        let mut rows = "id,metric,area,as_of,value,unit,source,quote\n".to_owned();
        for row in 0..22_000 {
            let (year, value) = (2000 + row % 20, 10 + row % 977);
            let lines = "dòng một,\ndòng \"\"hai\"\"\n".repeat(row % 3);
            let written = if row % 7 == 0 { format!("{value}.5") } else { value.to_string() };
            rows.push_str(if row == *at { oddity } else { "" });
            writeln!(rows, "c{row},cells,A{},{year},{written},chi bộ số {},s,\"{lines}có {value} chi bộ\"", row % 50, row % 400)
                .unwrap();
        }
        assert!(rows.len() > 1 << 20, "the file is long enough to be cut");
        let files =
            [("factlint.toml", config), ("a.csv", rows.as_str()), ("s.csv", "id,path\ns,s.txt\n"), ("s.txt", "có 7 chi bộ\n")];
        let alone = told(&files, 1);
        assert!(alone.lines().count() > 20_000 || *at == 9_000, "nearly all rows are claims");
        for cores_count in [2, 3] {
            assert!(told(&files, cores_count) == alone, "{oddity:?} on {cores_count} cores");
        }
    }
}

/// The keys that the program knows of a table, from what it says of one that it does not know.
fn known_keys(toml: &str, table: &str) -> Vec<String> {
    let file = File::new("rules.toml".to_owned(), Role::Rules, toml.to_owned());
    let mut problems = Vec::new();
    factlint::rule::read(FileId(0), &file, None, &mut problems);
    let said = problems.iter().find(|problem| problem.message == format!("{table} has no key `qqqqqqqqqq`"));
    let help = said.and_then(|problem| problem.help.clone()).unwrap_or_else(|| panic!("{table}: {problems:?}"));
    let mut keys: Vec<String> = help.trim_start_matches("known keys: ").split(", ").map(str::to_owned).collect();
    keys.sort();
    keys
}

#[test]
fn the_schemas_have_the_keys_and_kinds_of_metrics_that_the_program_knows() {
    let schema = |name: &str| -> serde_json::Value {
        serde_json::from_str(&factlint::schema::text(name).expect("a schema of the table")).expect("JSON")
    };
    let (config, rules) = (schema("config"), schema("rules"));
    assert_eq!(config["definitions"]["metric"], rules["definitions"]["metric"]);
    let keys = |definition: &str| -> Vec<String> {
        let properties = rules["definitions"][definition]["properties"].as_object().expect("a table has properties");
        let mut keys: Vec<String> = properties.keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys("metric"), known_keys("[[metric]]\nid = 'a'\nqqqqqqqqqq = 1\n", "a metric"));
    let rule = "[[rule]]\nid = 'a'\ncheck = 'true'\nfor.metric = { qqqqqqqqqq = 1 }\n";
    assert_eq!(keys("metrics"), known_keys(rule, "`for.metric`"));
    let kinds: Vec<&str> = factlint::rule::metric::KINDS.iter().map(|(_, name)| *name).collect();
    assert_eq!(rules["definitions"]["metric"]["properties"]["kind"]["enum"], serde_json::json!(kinds));
    assert_eq!(rules["definitions"]["metrics"]["properties"]["kind"]["items"]["enum"], serde_json::json!(kinds));
}
