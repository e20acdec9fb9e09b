//! `factlint sources` on whole folders: listed, added, compared with their hashes, accepted.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::projects::folder;

pub(crate) fn factlint(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_factlint")).args(arguments).current_dir(folder("")).output();
    run.expect("the program can be started")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The text of a file; nothing for one that is not there.
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// A fresh folder with these files.
pub(crate) fn project(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects").join(name);
    let _ = std::fs::remove_dir_all(&target);
    for (path, text) in files {
        let path = target.join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder of the test can be made");
        std::fs::write(path, text).expect("a file of the test can be written");
    }
    target
}

const SETTINGS: &str = "claims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n";
const ALL_NOUGHT: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn claim(id: &str, value: &str, quote: &str) -> String {
    format!("[[claim]]\nid = \"{id}\"\nmetric = \"{id}\"\nvalue = {value}\nsource = \"bao\"\nquote = \"{quote}\"\n")
}

fn changed(name: &str) -> PathBuf {
    let settings =
        format!("{SETTINGS}# nguồn\n[[source]]\nid = \"bao\" # tin\npath = \"bao.txt\"\nsha256 = \"{ALL_NOUGHT}\" # cũ\n");
    let source = "Có 12 xã. Có 30 thôn mới. Nơi khác mở 7 lớp.\n";
    let claims = [
        claim("same", "12", "12 xã"),
        claim("moved", "7", "7 lớp") + "before = \"Ở đây có\"\n",
        claim("altered", "31", "Có 31 thôn mới"),
        claim("gone", "8", "tám con đường rộng chưa từng thấy ở vùng 8"),
    ];
    project(name, &[("factlint.toml", &settings), ("bao.txt", source), ("claims.toml", &claims.join("\n"))])
}

#[test]
fn a_changed_source_is_one_finding_with_what_became_of_its_quotes() {
    let folder = changed("sources-changed");
    let path = folder.to_string_lossy();
    let english = "bao.txt changed: 1 quote unchanged, 1 moved, 2 altered";
    let vietnamese = "bao.txt đã thay đổi: 1 trích dẫn còn nguyên, 1 dời chỗ, 2 bị sửa";
    for format in factlint::output::FORMATS.iter().map(|format| format.name) {
        let output = factlint(&["check", &path, "--format", format, "--lang", "vi"]);
        let told = text(&output.stdout);
        match format {
            "annotations" | "in-toto" | "xlsx" => {}
            "json" | "jsonl" | "sarif" | "junit" | "gitlab" | "rdjson" => {
                assert_eq!(told.matches(english).count().min(1), 1, "{format}")
            }
            _ => assert_eq!(told.matches(vietnamese).count(), 1, "{format}: {told}"),
        }
    }
    let json: serde_json::Value =
        serde_json::from_slice(&factlint(&["check", &path, "--format", "json"]).stdout).expect("one JSON object");
    let all = json["outcomes"].as_array().expect("a list");
    let own: Vec<_> = all.iter().filter(|outcome| outcome["rule"] == "source-unchanged").collect();
    assert_eq!(own.len(), 1);
    let facts = &own[0]["reasons"][0]["facts"];
    assert_eq!((&facts["unchanged"], &facts["moved"], &facts["altered"]), (&"1".into(), &"1".into(), &"2".into()));
}

#[test]
fn a_change_is_accepted_by_somebody_for_a_reason_beside_the_hash() {
    let folder = changed("sources-accept");
    let path = folder.to_string_lossy().into_owned();
    let before = read(&folder.join("factlint.toml"));
    assert_eq!(code(&factlint(&["sources", "verify", &path])), 1);
    let accept = |more: &[&str]| factlint(&[&["sources", "accept", "--project", &path, "--today=2026-11-25"], more].concat());
    for (more, expected) in [
        (&["bao", "--by", "bàn dữ liệu"][..], "--reason"),
        (&["bao", "--by", " ", "--reason", "x"], "--by is empty"),
        (&["bap", "--by", "x", "--reason", "y"], "there is no source `bap`; did you mean `bao`?"),
    ] {
        let output = accept(more);
        assert!(code(&output) == 2 && text(&output.stderr).contains(expected), "{more:?}: {}", text(&output.stderr));
        assert_eq!(read(&folder.join("factlint.toml")), before);
    }
    let vietnamese = accept(&["zzz", "--by", "x", "--reason", "y", "--lang", "vi"]);
    let expected = "lỗi: không có nguồn `zzz`; `factlint sources list` liệt kê mọi nguồn\n";
    assert_eq!(text(&vietnamese.stderr), expected);
    let output = accept(&["bao", "--by", "bàn dữ liệu", "--reason", "bộ đã \"đính chính\""]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "bao.txt changed: 1 quote unchanged, 1 moved, 2 altered\n\
         of the altered quotes 1 are in it no more and 0 stand in several places now\n\
         the new hash of `bao` is pinned in factlint.toml, with who accepted it and why\n\
         2 quotes do not stand any more as they were: `factlint check` shows each\n"
    );
    let now = read(&folder.join("factlint.toml"));
    let hash = now.split("sha256 = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash");
    let expected = before.replace(ALL_NOUGHT, hash)
        + "accepted_by = \"bàn dữ liệu\"\naccepted_on = 2026-11-25\naccepted_reason = 'bộ đã \"đính chính\"'";
    assert_eq!(now, expected + "\n");
    assert_eq!(code(&factlint(&["sources", "verify", &path])), 0);
    let listed = text(&factlint(&["sources", "list", &path, "--lang", "vi"]).stdout);
    assert!(listed.contains("lần thay đổi gần nhất do bàn dữ liệu chấp nhận ngày 25/11/2026: bộ đã \"đính chính\""), "{listed}");
    let again = accept(&["bao", "--by", "x", "--reason", "y"]);
    assert!(text(&again.stderr).contains("`bao` is as it was pinned; there is nothing to accept"));
}

#[test]
fn sources_are_listed_with_size_hash_and_claims() {
    let settings =
        format!("{SETTINGS}sources = [\"lists/s.csv\"]\n[[source]]\nid = \"bao\"\npath = \"bao.txt\"\nlines = \"2-3\"\n");
    let files = [
        ("factlint.toml", settings.as_str()),
        ("bao.txt", "\u{feff}Một.\nHai: 12 xã.\nBa.\n"),
        ("lists/s.csv", "id,path,title\ncong-van,cv.txt,Công văn\nquet,quet.png,Bản quét\n"),
        ("lists/cv.txt", "Chữ.\n"),
        ("lists/quet.png", "\u{89}PNG"),
        ("claims.toml", &claim("a", "12", "12 xã")),
    ];
    let folder = project("sources-list", &files);
    std::fs::write(folder.join("lists/quet.png"), b"\x89PNG\r\n").expect("a file of the test can be written");
    let path = folder.to_string_lossy();
    let output = factlint(&["sources", "list", &path]);
    let told = text(&output.stdout);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert!(lines[1].starts_with("bao       text    2 lines          16       1  "), "{told}");
    assert!(lines[1].ends_with("  not pinned  bao.txt"), "{told}");
    assert!(lines[2].starts_with("cong-van  text     1 line           5       0  "), "{told}");
    assert!(lines[4].starts_with("  no text: the file is a picture"), "{told}");
    assert_eq!(lines.last(), Some(&"3 sources, 1 claim rests on them; 3 not pinned: `factlint fix` pins them"));
    let json: serde_json::Value =
        serde_json::from_slice(&factlint(&["sources", "list", &path, "--format", "json"]).stdout).expect("one JSON object");
    assert_eq!(json["sources"][0]["characters"], 16);
    assert_eq!(json["sources"][0]["part"]["lines"], serde_json::json!([2, 3]));
    assert_eq!(json["sources"][1]["path"], "lists/cv.txt");
    assert_eq!(json["sources"][2]["state"], "unpinned");
}

#[test]
fn a_file_becomes_a_source_where_the_others_are() {
    let settings = format!(
        "{SETTINGS}\n[[source]]\nid = \"bao\"\npath = \"bao.txt\"   # tin\n\n[[waiver]]\nrule = \"quoted\"\nclaim = \"a\"\nreason = \"x\"\nby = \"y\"\n"
    );
    let files = [
        ("factlint.toml", settings.as_str()),
        ("bao.txt", "Có 12 xã.\n"),
        ("tin/bản tin.txt", "Có 15 xã.\n"),
        ("claims.toml", &claim("a", "12", "12 xã")),
    ];
    let folder = project("sources-add", &files);
    let path = folder.to_string_lossy().into_owned();
    let file = folder.join("tin/bản tin.txt").display().to_string();
    let add = |more: &[&str]| factlint(&[&["sources", "add", "--project", &path], more].concat());
    let output = add(&[&file, "--published=2022-08-05", "--url", "https://example.org/tin?a=1", "--title", "Bản \"tin\""]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "listed `bản tin` in factlint.toml: text, 10 characters, hash pinned\n");
    let now = read(&folder.join("factlint.toml"));
    let hash = now.split("sha256 = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash");
    let block = format!(
        "\n\n[[source]]\nid = \"bản tin\"\npath = \"tin/bản tin.txt\"\npublished = 2022-08-05\ntitle = 'Bản \"tin\"'\n\
         url = \"https://example.org/tin?a=1\"\nsha256 = \"{hash}\"\n\n[[waiver]]"
    );
    assert_eq!(now, settings.replace("\n\n[[waiver]]", &block));
    assert_eq!(code(&factlint(&["sources", "verify", &path])), 0);
    for (more, expected) in [
        (vec![file.as_str()], "is listed already, as `bản tin`"),
        (vec!["no-such.txt"], "`no-such.txt` is not there"),
        (vec![file.as_str(), "--id", "bao"], "`tin/bản tin.txt` is listed already"),
        (vec![file.as_str(), "--id", "c", "--published", "5/8/2022"], "--published"),
        (vec![file.as_str(), "--id", "c", "--locale", "vi-XX"], "vi-XX"),
        (vec![file.as_str(), "--id", "c", "--transcript", "x.txt"], "--transcript-by"),
    ] {
        let output = add(&more);
        assert!(code(&output) == 2 && text(&output.stderr).contains(expected), "{more:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_source_goes_into_the_list_of_a_project_that_lists_there() {
    let settings = format!("{SETTINGS}sources = [\"lists/s.csv\"]\n");
    let list = "\u{feff}id,path\r\nbao,../bao.txt";
    let files = [
        ("factlint.toml", settings.as_str()),
        ("bao.txt", "Có 12 xã.\n"),
        ("cv, 2.txt", "Chữ.\n"),
        ("lists/s.csv", list),
        ("claims.toml", &claim("a", "12", "12 xã")),
    ];
    let folder = project("sources-add-list", &files);
    let (path, file) = (folder.to_string_lossy().into_owned(), folder.join("cv, 2.txt").display().to_string());
    let output = factlint(&["sources", "add", &file, "--project", &path, "--id=cv"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let now = read(&folder.join("lists/s.csv"));
    let hash = now.rsplit(',').next().unwrap_or_default().trim_end();
    assert_eq!(now, format!("\u{feff}id,path,sha256\r\nbao,../bao.txt,\r\ncv,\"../cv, 2.txt\",{hash}"));
    let told = text(&factlint(&["sources", "verify", &path]).stdout);
    assert!(told.contains("cv: cv, 2.txt as pinned"), "{told}");
}

#[test]
fn claims_on_a_scan_are_checked_against_its_transcript_and_said_so() {
    let scan = "[[source]]\nid = \"bao\"\npath = \"quet.png\"\ntranscript = \"quet.txt\"\ntranscript_by = \"văn thư\"\n";
    let settings = format!("{SETTINGS}{scan}");
    let files = [
        ("factlint.toml", settings.as_str()),
        ("quet.png", ""),
        ("quet.txt", "Có 12 xã.\n"),
        ("claims.toml", &(claim("a", "12", "12 xã") + &claim("b", "13", "12 xã"))),
    ];
    let folder = project("sources-scan", &files);
    std::fs::write(folder.join("quet.png"), b"\x89PNG\r\n").expect("a file of the test can be written");
    let path = folder.to_string_lossy();
    assert_eq!(code(&factlint(&["fix", &path])), 0);
    let now = read(&folder.join("factlint.toml"));
    assert!(now.contains("\nsha256 = \"") && now.contains("\ntranscript_sha256 = \""), "{now}");
    let full = text(&factlint(&["check", &path]).stdout);
    assert!(full.contains("these are the words of a transcript by văn thư, not of the scan quet.png"), "{full}");
    assert!(full.contains("2 quotes stand in a transcript of a scan, not in the scan itself"), "{full}");
    let json: serde_json::Value =
        serde_json::from_slice(&factlint(&["check", &path, "--format", "json"]).stdout).expect("one JSON object");
    assert_eq!(json["claims"][0]["anchor"]["status"], "transcribed");
    assert_eq!(json["claims"][0]["anchor"]["transcribed_by"], "văn thư");
    let digest = |path: &str| {
        let files = json["files"].as_array().expect("a list");
        files.iter().find(|file| file["path"] == path).map(|file| file["sha256"].clone()).expect("the file is listed")
    };
    assert!(
        now.contains(&format!("\nsha256 = {}", digest("quet.png")))
            && now.contains(&format!("transcript_sha256 = {}", digest("quet.txt")))
    );
    // each is stale on its own
    std::fs::write(folder.join("quet.txt"), "Có 12 xã mới.\n").expect("a file of the test can be written");
    let told = text(&factlint(&["check", &path, "--format", "concise"]).stdout);
    assert!(told.contains("error[transcript-unchanged]: the transcript quet.txt changed: 2 quotes unchanged"), "{told}");
    assert!(!told.contains("source-unchanged"), "{told}");
    std::fs::write(folder.join("quet.png"), b"\x89PNG\n").expect("a file of the test can be written");
    let told = text(&factlint(&["check", &path, "--format", "concise", "--lang=vi"]).stdout);
    assert!(told.contains("lỗi[source-unchanged]: quet.png đã thay đổi: 2 trích dẫn còn nguyên"), "{told}");
    assert_eq!(code(&factlint(&["sources", "accept", "bao", "--by=x", "--reason=y", "--project", &path])), 0);
    assert_eq!(code(&factlint(&["sources", "verify", &path])), 0);
}

#[test]
fn a_transcript_that_nobody_answers_for_is_a_mistake() {
    let settings = format!("{SETTINGS}[[source]]\nid = \"bao\"\npath = \"quet.txt\"\ntranscript = \"quet.txt\"\n");
    let files = [("factlint.toml", settings.as_str()), ("quet.txt", "Có 12 xã.\n"), ("claims.toml", &claim("a", "12", "12 xã"))];
    let folder = project("sources-nobody", &files);
    let output = factlint(&["check", &folder.to_string_lossy(), "--format", "concise"]);
    assert_eq!(code(&output), 2);
    let told = text(&output.stdout);
    assert!(told.contains("source `bao` has a transcript, and nothing says who typed it"), "{told}");
}

#[test]
fn annotations_hold_words_and_code_points_and_come_back_as_claims() {
    let source = "\u{feff}𝟙 Hội nghị.\nToàn tỉnh có trên 104.700\nđảng viên.\n";
    let settings =
        format!("{SETTINGS}[[source]]\nid = \"bao\"\npath = \"bản tin.txt\"\nurl = \"https://example.org/tin?a=1#muc-2\"\n");
    let claims = claim("members", "\"> 104700\"", "trên 104.700 đảng viên") + "unit = \"đảng viên\"\nbefore = \"tỉnh có\"\n";
    let files = [("factlint.toml", settings.as_str()), ("bản tin.txt", source), ("claims.toml", &claims)];
    let folder = project("sources-annotations", &files);
    let path = folder.to_string_lossy();
    let output = factlint(&["check", &path, "--format", "annotations"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON-LD is JSON");
    let target = &json["first"]["items"][0]["target"][0];
    let selectors = target["selector"].as_array().expect("a list");
    let of = |kind: &str| selectors.iter().find(|selector| selector["type"] == kind).expect("a selector of the kind");
    let quote = of("TextQuoteSelector");
    assert_eq!(quote["exact"], "trên 104.700\nđảng viên");
    assert_eq!((quote["prefix"].as_str(), quote["suffix"].as_str()), (Some("𝟙 Hội nghị.\nToàn tỉnh có "), Some(".\n")));
    let (start, end) = (of("TextPositionSelector")["start"].as_u64(), of("TextPositionSelector")["end"].as_u64());
    let chars: Vec<char> = source.trim_start_matches('\u{feff}').chars().collect();
    let (start, end) = (usize::try_from(start.unwrap()).unwrap(), usize::try_from(end.unwrap()).unwrap());
    assert_eq!(chars[start..end].iter().collect::<String>(), "trên 104.700\nđảng viên");
    let link =
        "https://example.org/tin?a=1#muc-2:~:text=t%E1%BB%89nh%20c%C3%B3-,tr%C3%AAn%20104.700%20%C4%91%E1%BA%A3ng%20vi%C3%AAn";
    let bodies = json["first"]["items"][0]["body"].as_array().expect("a list");
    assert_eq!(bodies.iter().find(|body| body["purpose"] == "linking").map(|body| &body["source"]), Some(&link.into()));
    // back again, from the annotations and from the link
    std::fs::write(folder.join("marked.jsonld"), &output.stdout).expect("a file of the test can be written");
    std::fs::write(folder.join("links.txt"), format!("# ghi chú\n{link}\nhttps://example.org/khac#:~:text=a\n"))
        .expect("it can be written");
    let import = |file: &str| factlint(&["claims", "import", &folder.join(file).to_string_lossy(), "--project", &path]);
    let own = import("marked.jsonld");
    assert_eq!(code(&own), 0, "{}", text(&own.stderr));
    let expected = "\n[[claim]]\nid = \"members-2\"\nmetric = \"\"\nvalue = \"\"\nsource = \"bao\"\n\
                    quote = \"trên 104.700 đảng viên\"\nbefore = \"𝟙 Hội nghị. Toàn tỉnh có\"\nafter = \".\"\n";
    assert!(text(&own.stdout).ends_with(expected), "{}", text(&own.stdout));
    let links = import("links.txt");
    assert_eq!(code(&links), 1);
    assert!(
        text(&links.stdout).contains("quote = \"trên 104.700 đảng viên\"\nbefore = \"tỉnh có\"\n"),
        "{}",
        text(&links.stdout)
    );
    assert!(text(&links.stderr).contains("number 3 is about no source of this project"), "{}", text(&links.stderr));
}

#[test]
fn a_finding_links_to_the_words_on_the_page() {
    let settings = format!("{SETTINGS}[[source]]\nid = \"bao\"\npath = \"bao.txt\"\nurl = \"https://example.org/a\"\n");
    let files = [
        ("factlint.toml", settings.as_str()),
        ("bao.txt", "Mở 12 xã, 7-8 thôn & bản.\n"),
        ("claims.toml", &claim("a", "13", "12 xã, 7-8")),
    ];
    let folder = project("sources-link", &(files));
    std::fs::write(folder.join("claims.toml"), claim("a", "13", "12 xã") + "unit = \"xã\"\n").expect("it can be written");
    let told = text(&factlint(&["check", &folder.to_string_lossy()]).stdout);
    assert!(told.contains("the words on their page: https://example.org/a#:~:text=12%20x%C3%A3\n"), "{told}");
}

mod links {
    use factlint::fragment::{Fragment, parse};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_link_says_what_went_into_it(
            words in prop::collection::vec("[^\\s\u{0}]{1,8}", 1..80),
            around in (0usize..5, 0usize..5),
            cut in (0usize..40, 1usize..40),
        ) {
            let text = words.join(" ");
            let from: usize = words.iter().take(cut.0.min(words.len() - 1)).map(|word| word.len() + 1).sum();
            let count = cut.1.min(words.len() - cut.0.min(words.len() - 1));
            let quoted = words.iter().skip(cut.0.min(words.len() - 1)).take(count).cloned().collect::<Vec<_>>().join(" ");
            let fragment = Fragment::of(&text, from..from + quoted.len(), around);
            let link = fragment.link("https://example.org/a#b");
            prop_assert!(link.is_ascii() && !link.contains(' '));
            let (url, found) = parse(&link).expect("a link that was just made has words");
            prop_assert_eq!(url, "https://example.org/a#b");
            prop_assert_eq!(found, vec![fragment.clone()]);
            prop_assert!(quoted.starts_with(&fragment.start) && quoted.ends_with(&fragment.end));
        }
    }
}

#[test]
fn what_cannot_be_compared_has_an_exit_code_of_its_own() {
    let source = |path: &str| {
        format!(
            "claims = []\nrules = [\"factlint:core\"]\n[[source]]\nid = \"a\"\npath = \"{path}\"\nsha256 = \"{ALL_NOUGHT}\"\n"
        )
    };
    let verify = |name: &str, settings: &str| {
        let folder = project(name, &[("factlint.toml", settings), ("x/b.txt", "x")]);
        let output = factlint(&["sources", "verify", &folder.to_string_lossy()]);
        (code(&output), text(&output.stdout), text(&output.stderr))
    };
    let (exit, _, errors) = verify("verify-broken", "claims = [\"claims.toml\"\n");
    assert!(exit == 2 && errors.contains("this is not TOML"), "{exit} {errors}");
    for (name, path, why) in [("verify-gone", "gone.txt", "is not there"), ("verify-folder", "x", "is a folder")] {
        let (exit, told, errors) = verify(name, &source(path));
        assert!(exit == 4 && errors.contains(why), "{exit} {errors}");
        assert!(told.contains(&format!("a: {path} unreadable")), "{told}");
    }
    assert_eq!(verify("verify-unpinned", &source("x/b.txt").replace(&format!("sha256 = \"{ALL_NOUGHT}\"\n"), "")).0, 3);
    assert_eq!(verify("verify-changed", &source("x/b.txt")).0, 1);
}
