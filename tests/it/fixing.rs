//! `factlint fix` on whole folders, byte for byte: what changes is the field that has to, and nothing else.

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::sourcing::{code, factlint, project, read, text};

const SETTINGS: &str = "locale = \"vi-VN\"\ndims = [\"area\"]\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n";
const PINNED: &str = "f15b0e0d7a0e4d9b0f7c1e9f1b2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

/// A project with one source `bao` and its text, and one file of claims.
fn one(name: &str, source: &str, claims: &str) -> PathBuf {
    let settings = format!("{SETTINGS}\n[[source]]\nid = \"bao\"\npath = \"bao.txt\"\n");
    project(name, &[("factlint.toml", &settings), ("bao.txt", source), ("claims.toml", claims)])
}

fn fix(folder: &Path, more: &[&str]) -> Output {
    let path = folder.to_string_lossy();
    factlint(&[&["fix", &path], more].concat())
}

/// Fixes twice: the second run finds nothing to change, and the first one left a project that `check` takes.
fn fixed(folder: &Path, more: &[&str]) -> String {
    let first = fix(folder, more);
    let told = text(&first.stdout);
    assert_eq!(code(&first), 0, "{told}{}", text(&first.stderr));
    let files =
        |folder: &Path| ["factlint.toml", "claims.toml", "claims.csv", "lists/sources.csv"].map(|file| read(&folder.join(file)));
    let once = files(folder);
    let again = fix(folder, &[]);
    assert_eq!(text(&again.stdout), "nothing to fix\n");
    assert_eq!(files(folder), once);
    let checked = factlint(&["check", &folder.to_string_lossy()]);
    assert_eq!(code(&checked), 0, "{}", text(&checked.stdout));
    told
}

fn claim(id: &str, area: &str, value: &str, quote: &str) -> String {
    format!(
        "[[claim]]\nid = \"{id}\"\nmetric = \"m-{id}\"\narea = \"{area}\"\nvalue = {value}\nsource = \"bao\"\nquote = {quote}\n"
    )
}

#[test]
fn a_hash_is_pinned_beside_its_path_and_every_other_byte_stays() {
    let settings = "\u{feff}# cấu hình\r\nlocale = \"vi-VN\"\r\nclaims = [\"claims.toml\"] # một tệp\r\nrules = ['factlint:core']\r\n\r\n\
                    [[source]]   # bản tin\r\n  id   = \"bao\"\r\n  path = 'bao.txt'\t# chữ\r\n\r\n[columns.'x.csv']\r\nvalue = \"so\"\r\n\r\n\
                    [[source]]\r\npath=\"hai.txt\"\r\nid=\"hai\"";
    let claims = claim("a", "", "12", "\"12 xã\"").replace("area = \"\"\n", "");
    let files = [("factlint.toml", settings), ("bao.txt", "Có 12 xã.\n"), ("hai.txt", "Hai.\n"), ("claims.toml", &claims)];
    let folder = project("fix-pin", &files);
    fixed(&folder, &[]);
    let now = read(&folder.join("factlint.toml"));
    let pinned: Vec<&str> = now.split("sha256").skip(1).filter_map(|rest| rest.split('"').nth(1)).collect();
    assert_eq!(pinned.len(), 2, "{now}");
    let expected = settings
        .replace("# chữ\r\n", &format!("# chữ\r\n  sha256 = \"{}\"\r\n", pinned[0]))
        .replace("id=\"hai\"", &format!("id=\"hai\"\r\nsha256=\"{}\"", pinned[1]));
    assert_eq!(now, expected);
}

#[test]
fn inline_tables_and_lists_in_a_folder_are_pinned_too() {
    let settings = "claims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\nsources = [\"lists/*.csv\"]\nsource = [\n  { id = \"bao\", path = \"bao.txt\" }, # bản tin\n]\n";
    let list = "\u{feff}path,id,title\r\n\"công, văn.txt\",cong,\"Công văn\n\"\"mật\"\"\"\r\n\r\n";
    let claims = claim("a", "", "12", "\"12 xã\"").replace("area = \"\"\n", "");
    let files = [
        ("factlint.toml", settings),
        ("bao.txt", "Có 12 xã.\n"),
        ("lists/sources.csv", list),
        ("lists/công, văn.txt", "Văn bản.\n"),
        ("claims.toml", &claims),
    ];
    let folder = project("fix-inline", &files);
    fixed(&folder, &[]);
    let config = read(&folder.join("factlint.toml"));
    assert!(
        config.contains("{ id = \"bao\", path = \"bao.txt\", sha256 = \"") && config.contains("\" }, # bản tin\n]\n"),
        "{config}"
    );
    let now = read(&folder.join("lists/sources.csv"));
    let hash = now.trim_end().rsplit(',').next().unwrap_or_default();
    let expected = list.replace("title\r\n", "title,sha256\r\n").replace("mật\"\"\"\r\n", &format!("mật\"\"\",{hash}\r\n"));
    assert_eq!(now, expected);
    assert_eq!(hash.len(), 64);
}

#[test]
fn an_empty_field_of_a_list_is_filled_and_no_column_added() {
    let list = "id,path,sha256,title\nbao,bao.txt,,\"A, B\"\n";
    let claims = claim("a", "", "12", "\"12 xã\"").replace("area = \"\"\n", "");
    let settings = "claims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\nsources = [\"lists/sources.csv\"]\n";
    let files =
        [("factlint.toml", settings), ("lists/bao.txt", "Có 12 xã.\n"), ("lists/sources.csv", list), ("claims.toml", &claims)];
    let folder = project("fix-field", &files);
    fixed(&folder, &[]);
    let now = read(&folder.join("lists/sources.csv"));
    let hash = now.split(',').nth(5).unwrap_or_default();
    assert_eq!((hash.len(), now.as_str()), (64, list.replace("txt,,", &format!("txt,{hash},")).as_str()));
}

#[test]
fn a_changed_hash_is_never_pinned_again() {
    let settings = format!("{SETTINGS}\n[[source]]\nid = \"bao\"\npath = \"bao.txt\"\nsha256 = \"{PINNED}\"\n");
    let claims = claim("a", "Cô Tô", "12", "\"12 xã\"");
    let folder = project("fix-stale", &[("factlint.toml", &settings), ("bao.txt", "Có 12 xã.\n"), ("claims.toml", &claims)]);
    let output = fix(&folder, &[]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        text(&output.stdout),
        "factlint.toml:7:6: bao: its file changed; look at the change, then `factlint sources accept bao`\n0 fixed, 1 left\n"
    );
    assert_eq!(read(&folder.join("factlint.toml")), settings);
}

#[test]
fn a_quote_takes_the_words_of_its_source_and_keeps_its_quote_marks_and_comment() {
    let source = "Đảng bộ có trên 104.700\nđảng viên, “hoà” vào dòng chung; từ 5–7 xã.\n";
    let quote = "'trên 104.700 đảng viên, \"hòa\" vào'   # hai dòng";
    let claims = claim("a", "", "\"> 104700\"", quote).replace("area = \"\"\n", "");
    let folder = one("fix-words", source, &claims);
    let told = fixed(&folder, &[]);
    assert!(told.contains("a: quote written in the source's own words (tone-place, quote-marks)"), "{told}");
    let expected = claims.replace("\"hòa\"", "“hoà”");
    assert_eq!(read(&folder.join("claims.toml")), expected);
}

#[test]
fn line_breaks_and_decomposed_letters_are_no_other_words() {
    let decomposed = "Đa\u{309}ng bộ có trên 104.700\r\nđảng viên.\r\n";
    let claims = claim("a", "", "\"> 104700\"", "\"Đảng bộ có trên 104.700 đảng viên\"").replace("area = \"\"\n", "");
    let folder = one("fix-layout", decomposed, &claims);
    fixed(&folder, &[]);
    assert_eq!(read(&folder.join("claims.toml")), claims);
}

#[test]
fn the_area_of_a_claim_tells_which_place_is_meant_and_the_value_never_does() {
    let source = "Huyện Cô Tô mở 20 lớp học. Thành phố Hạ Long cũng mở 20 lớp học.\nXã mở 3 lớp. Thôn mở 3 lớp.\n";
    let claims = [claim("a", "Hạ Long", "20", "\"20 lớp học\""), claim("b", "Cô Tô", "21", "\"20 lớp học\"")].join("\n");
    let folder = one("fix-area", source, &claims);
    let output = fix(&folder, &[]);
    assert_eq!(code(&output), 0, "{}", text(&output.stdout));
    let now = read(&folder.join("claims.toml"));
    assert_eq!(
        now,
        claims.replacen("học\"\n", "học\"\nbefore = \"cũng mở\"\n", 1).replacen(
            "21\nsource = \"bao\"\nquote = \"20 lớp học\"\n",
            "21\nsource = \"bao\"\nquote = \"20 lớp học\"\nbefore = \"Tô mở\"\n",
            1,
        )
    );
    // the wrong value is still wrong
    assert_eq!(code(&factlint(&["check", &folder.to_string_lossy()])), 1);
}

#[test]
fn a_quote_that_is_told_apart_takes_the_words_of_its_place_too() {
    let source = "Huyện Cô Tô mở 20 lớp, “hoà” nhập. Thành phố Hạ Long mở 20 lớp, “hoà” nhập.\n";
    let claims = claim("a", "Hạ Long", "20", "'20 lớp, \"hòa\" nhập'") + "\n" + &claim("b", "Cô Tô", "20", "'Cô Tô mở 20 lớp'");
    let folder = one("fix-both", source, &claims);
    fixed(&folder, &[]);
    let expected = claims.replace("'20 lớp, \"hòa\" nhập'\n", "'20 lớp, “hoà” nhập'\nbefore = \"Long mở\"\n");
    assert_eq!(read(&folder.join("claims.toml")), expected);
}

#[test]
fn what_only_the_value_tells_is_left_until_somebody_chooses() {
    let source = "Xã mở 3 lớp. Thôn mở 3 lớp. Có 12 thôn trong tổng số 15 thôn.\n";
    let claims =
        [claim("a", "Cô Tô", "3", "\"3 lớp\""), claim("b", "Cô Tô", "12", "\"12 thôn trong tổng số 15 thôn\"")].join("\n");
    let folder = one("fix-choose", source, &claims);
    let output = fix(&folder, &[]);
    let told = text(&output.stdout);
    assert_eq!(code(&output), 1, "{told}");
    assert!(told.contains("`--choose a=N`: 1 = bao.txt:1, 2 = bao.txt:1"), "{told}");
    assert!(told.contains("`--choose b=N`: 1 = 12, 2 = 15"), "{told}");
    assert_eq!(read(&folder.join("claims.toml")), claims);
    fixed(&folder, &["--choose", "a=2", "--choose=b=1"]);
    let now = read(&folder.join("claims.toml"));
    assert!(now.contains("quote = \"3 lớp\"\nbefore = \"Thôn mở\"\n") && now.ends_with("\nfocus = \"12\"\n"), "{now}");
    for (choice, expected) in
        [("a=9", "there is nothing to choose"), ("x=1", "there is no claim `x`"), ("a", "write the claim and")]
    {
        let output = fix(&folder, &["--choose", choice]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(code(&output) > 0 && told.contains(expected), "{choice}: {told}");
    }
}

#[test]
fn moved_quotes_take_the_words_around_their_new_place() {
    let source = "Năm nay tỉnh có 12 xã đạt chuẩn.\n";
    let claims = claim("a", "Cô Tô", "12", "\"12 xã\"") + "before = \"toàn vùng ấy được\" # chỗ cũ\nafter = \"hoàn thành\"\n";
    let folder = one("fix-moved", source, &claims);
    fixed(&folder, &[]);
    let expected = claims.replace("toàn vùng ấy được", "Năm nay tỉnh có").replace("hoàn thành", "đạt chuẩn.");
    assert_eq!(read(&folder.join("claims.toml")), expected);
}

#[test]
fn rows_of_csv_change_in_their_field_alone() {
    let source = "Huyện Cô Tô mở 20 lớp, “hoà” vui. Thành phố Hạ Long mở 20 lớp, “hoà” vui.\nCó 7 xã, “hòa” cả.\n";
    let rows = "\u{feff}id,ghi chú,area,metric,value,source,quote,before,after\r\n\
                a,\"một, \"\"hai\"\"\nba\",Hạ Long,lop,20,bao,\"20 lớp, “hoà” vui\",,\r\n\
                b,,Cô Tô,lop,20,bao,\"20 lớp, \"\"hòa\"\" vui\",\"Cô Tô mở\",\r\n\
                c,x,Hạ Long,xa,7,bao,7 xã,,";
    let settings = "dims = [\"area\"]\nclaims = [\"claims.csv\"]\nrules = [\"factlint:core\"]\n[columns.'claims.csv']\nunit = { text = \"\" }\n\
                    [[source]]\nid = \"bao\"\npath = \"bao.txt\"\n";
    let settings =
        settings.replace("[columns.'claims.csv']\nunit = { text = \"\" }\n", "[columns.'claims.csv']\nmetric = \"metric\"\n");
    let folder = project("fix-csv", &[("factlint.toml", &settings), ("bao.txt", source), ("claims.csv", rows)]);
    fixed(&folder, &[]);
    let expected = rows
        .replace("\"20 lớp, “hoà” vui\",,", "\"20 lớp, “hoà” vui\",Long mở,")
        .replace("\"20 lớp, \"\"hòa\"\" vui\"", "\"20 lớp, “hoà” vui\"");
    assert_eq!(read(&folder.join("claims.csv")), expected);
}

#[test]
fn a_column_that_claims_lack_is_added_only_when_asked_for() {
    let source = "Huyện Cô Tô mở 20 lớp học. Thành phố Hạ Long mở 20 lớp học.\n";
    let rows =
        "id,area,metric,value,source,quote\na,Hạ Long,lop,20,bao,20 lớp học\nb,Cô Tô,lop,20,bao,Huyện Cô Tô mở 20 lớp học\n";
    let settings = "dims = [\"area\"]\nclaims = [\"claims.csv\"]\nrules = [\"factlint:core\"]\n[[source]]\nid = \"bao\"\npath = \"bao.txt\"\n";
    let folder = project("fix-column", &[("factlint.toml", settings), ("bao.txt", source), ("claims.csv", rows)]);
    let output = fix(&folder, &[]);
    assert_eq!(code(&output), 1);
    assert!(text(&output.stdout).contains("a: the file has no column `before`"), "{}", text(&output.stdout));
    assert_eq!(read(&folder.join("claims.csv")), rows);
    fixed(&folder, &["--add-columns"]);
    let expected = rows.replace("quote\n", "quote,before\n").replace("bao,20 lớp học\n", "bao,20 lớp học,Long mở\n");
    assert_eq!(read(&folder.join("claims.csv")), expected.replace("Cô Tô mở 20 lớp học\n", "Cô Tô mở 20 lớp học,\n"));
}

#[test]
fn a_diff_is_alone_on_standard_output_and_nothing_is_written() {
    let source = "Từ trên 104.700 đảng viên, “hoà” chung.\n";
    let claims = claim("a", "", "\"> 104700\"", "'trên 104.700 đảng viên, \"hòa\" chung'").replace("area = \"\"\n", "");
    let folder = one("fix-diff", source, &claims);
    let output = fix(&folder, &["--diff", "--lang", "vi"]);
    assert_eq!(code(&output), 1);
    let diff = text(&output.stdout);
    assert!(diff.starts_with("--- a/factlint.toml\n+++ b/factlint.toml\n@@ -6,3 +6,4 @@\n"), "{diff}");
    assert!(
        diff.contains("-quote = 'trên 104.700 đảng viên, \"hòa\" chung'\n+quote = 'trên 104.700 đảng viên, “hoà” chung'\n"),
        "{diff}"
    );
    assert_eq!(text(&output.stderr), "sẽ sửa 2, còn lại 0; chưa ghi gì\n");
    assert_eq!(read(&folder.join("claims.toml")), claims);
    if let Ok(patched) = patch(&folder, &diff) {
        assert!(patched.status.success(), "{}", text(&patched.stdout));
        assert_eq!(text(&fix(&folder, &[]).stdout), "nothing to fix\n");
    }
}

/// Applies a diff as its reader would.
fn patch(folder: &Path, diff: &str) -> std::io::Result<Output> {
    std::fs::write(folder.join("fix.diff"), diff)?;
    std::process::Command::new("patch").args(["-p1", "-i", "fix.diff"]).current_dir(folder).output()
}

#[test]
fn a_link_stays_a_link_and_a_read_only_file_stops_everything() {
    let claims = claim("a", "Cô Tô", "12", "'12 xã, \"hòa\"'");
    let folder = one("fix-link", "Có 12 xã, “hoà”.\n", &claims);
    #[cfg(unix)]
    {
        std::fs::rename(folder.join("claims.toml"), folder.join("real.toml")).expect("a file of the test can be moved");
        std::os::unix::fs::symlink("real.toml", folder.join("claims.toml")).expect("a link can be made");
        let before = read(&folder.join("factlint.toml"));
        let set = |read_only: bool| {
            let mut permissions = std::fs::metadata(folder.join("real.toml")).expect("it is there").permissions();
            permissions.set_readonly(read_only);
            std::fs::set_permissions(folder.join("real.toml"), permissions).expect("permissions can be set");
        };
        set(true);
        let output = fix(&folder, &[]);
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains("`claims.toml` is read-only, and nothing was written"), "{}", text(&output.stderr));
        assert_eq!(read(&folder.join("factlint.toml")), before);
        set(false);
        fixed(&folder, &[]);
        assert!(folder.join("claims.toml").symlink_metadata().expect("it is there").is_symlink());
        assert_eq!(read(&folder.join("real.toml")), claims.replace("\"hòa\"", "“hoà”"));
    }
}

#[test]
fn files_with_mistakes_are_not_touched() {
    let folder = one("fix-broken", "Có 12 xã.\n", "[[claim]]\nid = \"a\"\n");
    let output = fix(&folder, &[]);
    assert_eq!(code(&output), 2);
    assert!(!read(&folder.join("factlint.toml")).contains("sha256"));
}

#[test]
fn what_differs_is_left_with_its_reason_in_both_languages() {
    let source = "Toàn tỉnh có 4.971 chi bộ và nhiều tổ chức đảng khác ở cơ sở.\n";
    let claims = [
        claim("a", "Cô Tô", "4917", "\"có 4.917 chi bộ và nhiều tổ chức đảng\""),
        claim("b", "Cô Tô", "5", "\"một câu hoàn toàn không có trong nguồn này\""),
    ]
    .join("\n");
    let folder = one("fix-left", source, &claims);
    let output = fix(&folder, &["--lang", "vi"]);
    let told = text(&output.stdout);
    assert_eq!(code(&output), 1);
    assert!(told.contains("trích dẫn của `a` ghi 4.917, còn bao.txt ghi 4.971"), "{told}");
    assert!(told.contains("trích dẫn của `b` không có trong bao.txt"), "{told}");
    assert_eq!(read(&folder.join("claims.toml")), claims);
}

mod laws {
    use factlint::edit::csv::{Cell, Sheet};
    use factlint::edit::toml::{Literal, tables};
    use factlint::edit::{Splice, apply};
    use factlint::fix::{Asked, plan};
    use proptest::prelude::*;

    use super::*;

    /// What a CSV text says, read by another reader than the one that changed it.
    fn cells(text: &str) -> Vec<Vec<String>> {
        let mut problems = Vec::new();
        let sheet = factlint::claim::record::sheet(factlint::text::FileId(0), text, &mut problems).expect("it has a header");
        assert_eq!(problems, []);
        sheet.rows.into_iter().map(|row| row.into_iter().map(|cell| cell.value).collect()).collect()
    }

    fn field(text: &str, quoted: bool) -> String {
        match quoted || text.contains(['"', ',', '\n', '\r']) || text.is_empty() {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

        #[test]
        fn a_cell_of_csv_changes_and_no_other(
            rows in prop::collection::vec(prop::collection::vec(("[a-zêđ0-9 ,\"\n]{0,6}", any::<bool>()), 3), 1..6),
            end in prop::sample::select(vec!["\n", "\r\n"]),
            (row, column, new) in (0usize..6, 0usize..4, "[a-zêđ ,\"\n]{1,6}"),
        ) {
            let lines: Vec<String> = rows.iter().map(|row| row.iter().map(|(text, quoted)| field(text, *quoted)).collect::<Vec<_>>().join(",")).collect();
            let text = format!("\u{feff}a,b,c{end}{}{end}", lines.join(end));
            let row = row.min(rows.len() - 1);
            let sheet = Sheet::new(&text);
            let mut starts = Vec::new();
            let mut problems = Vec::new();
            factlint::claim::record::each(factlint::text::FileId(0), &text, &mut problems, |_, _| Some(()), |(), row, _| starts.push(row.span().start as usize));
            let added: &[&str] = if column == 3 { &["d"] } else { &[] };
            let cell = Cell { at: starts[row], column, text: new.clone() };
            let changed = apply(&text, sheet.splices(&[cell], added));
            let mut expected = cells(&text);
            if column == 3 {
                expected.iter_mut().for_each(|row| row.push(String::new()));
            }
            expected[row][column] = new;
            prop_assert_eq!(cells(&changed), expected);
            prop_assert_eq!(changed.matches("\r\n").count() >= text.matches("\r\n").count(), true);
        }

        #[test]
        fn a_key_of_toml_changes_and_no_other(
            quotes in prop::collection::vec("[a-zêđ0-9 '\"\\\\#\n]{0,8}", 1..5),
            (index, new) in (0usize..5, "[a-zêđ '\"\\\\#\n\t]{0,8}"),
            (key, is_inline) in (prop::sample::select(vec!["quote", "before"]), any::<bool>()),
        ) {
            let quoted: Vec<String> = quotes.iter().map(|quote| Literal::text(quote).as_str().to_owned()).collect();
            let text = if is_inline {
                format!("# đầu\r\nclaim = [\r\n{}]\r\n", quoted.iter().map(|quote| format!("  {{ id = 1, quote = {quote} }}, # x\r\n")).collect::<String>())
            } else {
                quoted.iter().map(|quote| format!("[[claim]] # x\r\nid = 1\r\nquote  = {quote} # y\r\n\r\n")).collect::<String>() + "[other]\r\na = 1\r\n"
            };
            let all = tables(&text, "claim");
            let index = index.min(quotes.len() - 1);
            let splices: Vec<Splice> = all[index].set(&text, &[(key, Literal::text(&new))], &["quote"]);
            let changed = apply(&text, splices);
            let read = |text: &str| text.parse::<toml::Table>().expect("it is TOML");
            let mut expected = read(&text);
            expected["claim"][index].as_table_mut().expect("a table").insert(key.to_owned(), new.into());
            prop_assert_eq!(read(&changed), expected);
            prop_assert!(!changed.replace("\r\n", "").contains('\n'));
        }
    }

    const WORDS: &[&str] = &[
        "Huyện",
        "mở",
        "20",
        "lớp,",
        "“hoà”",
        "vui",
        "từ",
        "5–7",
        "xã.",
        "Cô",
        "Tô",
        "có",
        "trên",
        "104.700",
        "đảng\nviên;",
        "thuỷ",
        "…",
        "nghìn",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        /// Quotes as people copy them: other quote marks, dashes and tone marks, decomposed letters, words around them that moved.
        #[test]
        fn what_is_fixed_once_needs_nothing_more(
            source in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 20..60),
            claims in prop::collection::vec((0usize..40, 2usize..12, 0u8..16, prop::option::of("[a-z]{2,6} [a-z]{2,6}")), 1..8),
        ) {
            let folder = project("fix-law", &[("bao.txt", &source.join(" "))]);
            let mut text = String::new();
            for (index, (from, count, noise, before)) in claims.iter().enumerate() {
                let words: Vec<&str> = source.iter().skip((*from).min(source.len() - 2)).take(*count).copied().collect();
                let mut quote = words.join(" ").replace('\n', " ");
                let noises: [(u8, &str, &str); 4] = [(1, "hoà", "hòa"), (2, "“", "\""), (4, "–", "-"), (8, "thuỷ", "thủy")];
                for (bit, from, to) in noises {
                    if noise & bit != 0 {
                        quote = quote.replace(from, to).replace('”', if bit == 2 { "\"" } else { "”" });
                    }
                }
                let before = before.as_ref().map(|before| format!("before = \"{before}\"\n")).unwrap_or_default();
                text += &format!("[[claim]]\nid = \"c{index}\"\nmetric = \"m\"\nvalue = 1\nsource = \"bao\"\nquote = {}\n{before}\n", Literal::text(&quote).as_str());
            }
            std::fs::write(folder.join("claims.toml"), &text).expect("it can be written");
            let settings = "claims = [\"claims.toml\"]\nrules = []\n[[source]]\nid = \"bao\"\npath = \"bao.txt\"\n";
            std::fs::write(folder.join("factlint.toml"), settings).expect("it can be written");
            let today = crate::projects::TODAY;
            let mut first = factlint::run::located(&folder, today).expect("the project is there");
            prop_assert_eq!(&first.problems, &[]);
            let fixed = plan(&mut first, &Asked::default());
            factlint::deliver::replace(&fixed.changes.made(&first.project)).expect("files of a test can be written");
            let values = |text: &str| text.lines().filter(|line| line.starts_with("value") || line.starts_with("id")).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(values(&read(&folder.join("claims.toml"))), values(&text));
            let mut second = factlint::run::located(&folder, today).expect("the project is there");
            let again = plan(&mut second, &Asked::default());
            prop_assert_eq!(again.changes.made(&second.project).len(), 0);
            prop_assert_eq!(again.fixed, []);
            prop_assert_eq!(again.left.len(), fixed.left.len());
        }
    }
}

#[test]
fn what_cannot_be_put_right_is_told_in_a_line_each_with_the_reason() {
    let claims = [
        claim("gone", "", "9", "\"chín con đường lớn mới mở\""),
        claim("changed", "", "13", "\"Có 13 xã ở đây\""),
        claim("many", "", "30", "\"30 thôn\""),
        claim("several", "", "5", "\"5 tổ và 7 nhóm\""),
        claim("scan", "", "1", "\"1 xã\"").replace("\"bao\"", "\"anh\""),
    ];
    let claims = claims.join("\n").replace("area = \"\"\n", "");
    let settings =
        format!("{SETTINGS}[[source]]\nid = \"bao\"\npath = \"bao.txt\"\n[[source]]\nid = \"anh\"\npath = \"anh.jpg\"\n");
    let source = "Có 12 xã ở đây. Có 30 thôn.\nNơi ấy có 30 thôn. Có 5 tổ và 7 nhóm.\n";
    let folder =
        project("fix-left", &[("factlint.toml", &settings), ("bao.txt", source), ("claims.toml", &claims), ("anh.jpg", "GIF8")]);
    let told = fix(&folder, &["--diff"]);
    let errors = text(&told.stderr);
    let left: Vec<&str> = errors
        .lines()
        .filter(|line| line.starts_with("claims.toml:"))
        .map(|line| line.split_once(' ').expect("a place").1)
        .collect();
    let expected = [
        "quote of `gone` is not in bao.txt",
        "quote of `changed` says 13 where bao.txt says 12",
        "many: the quote stands in 2 places, and nothing but the value tells which is meant; choose one with `--choose many=N`: 1 = bao.txt:1, 2 = bao.txt:2",
        "several: the quote has 2 figures, and nothing but the value tells which is meant; choose one with `--choose several=N`: 1 = 5, 2 = 7",
        "quote of `scan` could not be looked for, anh.jpg has no readable text: the file is a picture; name a file that has its text",
    ];
    assert_eq!(left, expected, "{errors}");
}
