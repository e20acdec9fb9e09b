//! Documents: the same text in every format, made by the programs that people use, gives the same verdicts with the places of each.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own fixture is wrong")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

#[path = "../../fuzz/readable.rs"]
mod readable;

use crate::pdf;
use factlint::document::{Format, Shown, Unreadable, read};
use serde_json::Value as Json;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents").join(name)).unwrap()
}

/// What a reader sees in a file.
fn text(name: &str, bytes: &[u8]) -> Result<String, Unreadable> {
    let extension = name.rsplit('.').next().unwrap_or_default();
    read(bytes, extension, Shown::PLAIN).readable.map(|readable| readable.text)
}

fn seen(name: &str) -> String {
    text(name, &fixture(name)).unwrap()
}

/// A folder that is removed again.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, Vec<u8>)]) -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let root = std::env::temp_dir().join(format!(
            "factlint-documents-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ));
        std::fs::create_dir_all(&root).unwrap();
        for (name, bytes) in files {
            std::fs::write(root.join(name), bytes).unwrap();
        }
        Folder(root)
    }

    fn check(&self) -> Json {
        let told = self.run(&["check", "--format", "json"]);
        serde_json::from_str(&told).unwrap_or_else(|_| panic!("{told}"))
    }

    /// What a command says on standard output; on standard error if nothing is there.
    fn run(&self, arguments: &[&str]) -> String {
        let run = Command::new(env!("CARGO_BIN_EXE_factlint")).args(arguments).arg(&self.0).output().unwrap();
        let told = if run.stdout.is_empty() { run.stderr } else { run.stdout };
        String::from_utf8_lossy(&told).into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The report of fixtures/documents in every format that it was made in.
const REPORTS: &[&str] = &[
    "report.md",
    "report.html",
    "report.mhtml",
    "report.docx",
    "report.odt",
    "report-chromium.pdf",
    "report-libreoffice.pdf",
    "report-typst.pdf",
];

/// Quotes of the report with the value that is claimed: the first are right, the last two are not.
const QUOTES: &[(&str, &str, &str)] = &[
    ("cells", "4971", "4.971 chi bộ"),
    ("members", "> 104700", "trên 104.700 đảng viên"),
    ("workshops", "1250", "1,250 workshops"),
    ("tax", "1421", "Thuế đất 1.421"),
    ("roads", "86.4", "làm mới 86,4 km đường"),
    ("teachers", "63", "63 teachers were hired, and 29 of them came from other districts"),
    (
        "petitions",
        "102",
        "huyện nhận 102 đơn đề nghị về chợ và trả lời đúng hẹn phần lớn số đơn ấy; số còn lại được chuyển lên tỉnh vì vượt quá quyền của huyện.",
    ),
    ("poor", "1208", "số hộ nghèo của huyện còn 1.208 hộ, giảm"),
    ("hamlets", "203", "đếm ngày 15/11/2024 tại 203 thôn"),
    ("wrong", "9471", "có 4.971 chi bộ với"),
    ("absent", "5000", "có 5.000 chi bộ với"),
];

fn project() -> Folder {
    let mut config = "locale = \"vi-VN\"\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n".to_owned();
    let mut claims = String::new();
    let mut files = Vec::new();
    for name in REPORTS {
        let id = name.replace('.', "-");
        write!(config, "[[source]]\nid = \"{id}\"\npath = \"{name}\"\n").unwrap();
        for (claim, value, quote) in QUOTES {
            let more = match *claim {
                "teachers" => "focus = \"63\"\n",
                "hamlets" => "focus = \"203\"\n",
                "roads" => "unit = \"km\"\n",
                _ => "",
            };
            let value = if value.starts_with('>') { format!("\"{value}\"") } else { (*value).to_owned() };
            write!(claims, "[[claim]]\nid = \"{claim}-{id}\"\nmetric = \"{claim}\"\nvalue = {value}\nsource = \"{id}\"\nquote = \"{quote}\"\n{more}").unwrap();
        }
        files.push((*name, fixture(name)));
    }
    files.push(("factlint.toml", config.into_bytes()));
    files.push(("claims.toml", claims.into_bytes()));
    Folder::new(&files)
}

/// For each claim of a source: its status, what was read, and where.
fn rows(report: &Json, source: &str) -> Vec<(String, String, String)> {
    let mut rows = Vec::new();
    for claim in report["claims"].as_array().unwrap() {
        let Some(name) = claim["id"].as_str().unwrap().strip_suffix(&format!("-{source}")) else { continue };
        let read = claim["reading"]["value"].as_str().map_or_else(|| format!("({})", claim["reading"]["unread"]), str::to_owned);
        let mut place = String::new();
        if let Some(found) = claim["anchor"]["places"].get(0) {
            place = match found.get("has_lines") {
                Some(_) => found["spot"].to_string().replace(['{', '}', '"'], "").replace(',', ", "),
                None => format!("{}:{}", found["line"], found["column"]),
            };
        }
        let status = claim["anchor"]["status"].as_str().unwrap();
        // A line may end inside a quote in one format and not in another.
        let status = if status == "normalised" { "exact" } else { status };
        rows.push((name.to_owned(), format!("{status} {read}"), place));
    }
    rows
}

#[test]
fn the_same_text_gives_the_same_verdicts_in_every_format() {
    let report = project().check();
    let first: Vec<(String, String)> = rows(&report, "report-md").into_iter().map(|(name, read, _)| (name, read)).collect();
    let mut places = String::new();
    for name in REPORTS {
        let source = name.replace('.', "-");
        let rows = rows(&report, &source);
        let found: Vec<(String, String)> = rows.iter().map(|(name, read, _)| (name.clone(), read.clone())).collect();
        assert_eq!(found, first, "{name}");
        writeln!(places, "{name}").unwrap();
        for (name, read, place) in rows {
            writeln!(places, "  {name}: {read} at {place}").unwrap();
        }
    }
    let fails = |claim: &str| {
        let outcomes = report["outcomes"].as_array().unwrap();
        outcomes
            .iter()
            .filter(|outcome| outcome["verdict"] == "fails" && outcome["claims"][0].as_str().unwrap().starts_with(claim))
            .count()
    };
    for (claim, ..) in QUOTES {
        let expected = if matches!(*claim, "wrong" | "absent") { REPORTS.len() } else { 0 };
        assert_eq!(fails(claim), expected, "{claim}");
    }
    insta::assert_snapshot!(places);
}

#[test]
fn tracked_deletions_and_comments_are_left_out_and_insertions_kept() {
    for name in ["revised.docx", "revised.odt"] {
        assert_eq!(seen(name), "Nghị quyết của huyện Đồng Sơn\nToàn huyện có 4.971 chi bộ và 13 đảng bộ.\n", "{name}");
    }
}

#[test]
fn sheets_show_what_their_reader_sees() {
    let expected = "Đơn vị: triệu đồng\nKhoản thu\tDự toán\tThực hiện\tTỷ lệ\tNgày chốt\n\
        Thuế đất\t1.421\t1.538\t12,5%\t15/11/2024\nTổng cộng\t1.733\t1.835\t5,9%\t31/12/2024\n";
    assert_eq!(seen("budget.ods"), expected);
    let shown = Shown { decimal: ',', group: '.', month_first: false };
    let xlsx = read(&fixture("budget.xlsx"), "xlsx", shown).readable.unwrap();
    assert_eq!(xlsx.text, expected);
    let at = u32::try_from(xlsx.text.find("1.835").unwrap()).unwrap();
    let spot = xlsx.origin.unwrap().spot(at).unwrap();
    assert_eq!((spot.sheet.as_deref(), spot.cell.as_deref()), (Some("Thu"), Some("C4")));
}

#[test]
fn a_page_shows_what_its_reader_sees() {
    let page = r#"<!doctype html><html><head><title>Báo</title><style>.old, #x { display: none } p { color: red }</style></head>
<body><nav><a href="/">4.972 tin</a></nav><script>var cells = 4973;</script><!-- 4974 -->
<h1>Chi&nbsp;bộ</h1><p class="a old">4975</p><p hidden>4976<p>Toàn tỉnh có <b>4.971</b>&#32;chi&nbsp;bộ<sup>[1]</sup>, rộng 6.207 km<sup>2</sup>.
<div style="display:none">4977</div><noscript>4978</noscript><span aria-hidden="true"></span>
<table><tr><th>Huyện<th>Số<tr><td rowspan=2>A<td>12<tr><td>13</table>&lt;hết&gt;</body></html>"#;
    assert_eq!(
        text("a.html", page.as_bytes()).unwrap(),
        "Chi\u{a0}bộ\nToàn tỉnh có 4.971 chi\u{a0}bộ, rộng 6.207 km².\nHuyện\tSố\nA\t12\n13\n<hết>\n"
    );
    let found = read(page.as_bytes(), "html", Shown::PLAIN).readable.unwrap();
    let origin = found.origin.unwrap();
    let raw = origin.raw.as_ref().unwrap();
    for word in ["4.971", "rộng", "Huyện", "13\n"] {
        let word = word.trim();
        let at = u32::try_from(found.text.rfind(word).unwrap()).unwrap();
        let bytes = raw.map.to_original(at..at + u32::try_from(word.len()).unwrap());
        assert_eq!(page.get(bytes.start as usize..bytes.end as usize), Some(word));
    }
    let at = u32::try_from(found.text.rfind("13").unwrap()).unwrap();
    assert_eq!(origin.spot(at).unwrap().cell.as_deref(), Some("B3"), "a cell above reaches into column A");
}

#[test]
fn lines_up_to_the_end_of_a_page_are_a_part_of_its_text() {
    let page = "<html><body>\n<p>Có 12 xã.</p>\n<p>Có 30 thôn.</p>\n</body>\n<!-- rest -->\n</html>\n";
    let folder = project_of("a.html", page.into(), "lines = \"3-6\"", &[("a", "30", "30 thôn", ""), ("b", "12", "12 xã", "")]);
    let claims = folder.check()["claims"].clone();
    assert_eq!([&claims[0]["anchor"]["status"], &claims[1]["anchor"]["status"]], ["exact", "absent"]);
}

#[test]
fn cells_of_csv_are_parted_and_have_their_addresses() {
    let csv = "\u{feff}ten;so\r\n\"Hạ \"\"Long\"\"; A\";4971\r\n";
    let found = read(csv.as_bytes(), "csv", Shown::PLAIN).readable.unwrap();
    assert_eq!(found.text, "ten\tso\nHạ \"Long\"; A\t4971\n");
    let origin = found.origin.unwrap();
    let at = u32::try_from(found.text.find("4971").unwrap()).unwrap();
    assert_eq!(origin.spot(at).unwrap().cell.as_deref(), Some("B2"));
    let bytes = origin.raw.as_ref().unwrap().map.to_original(at..at + 4);
    assert_eq!(csv.get(bytes.start as usize..bytes.end as usize), Some("4971"));
}

/// A PDF of one page with a content stream, a font and, if wanted, a picture over the whole page.
fn pdf(content: &str, font: &str) -> Vec<u8> {
    let resources = "/Font << /F1 5 0 R >> /XObject << /I 6 0 R /L 7 0 R >>";
    let mut objects = pdf::pages(1, resources, |_| "4 0 R".to_owned());
    objects.push(pdf::stream("", content.as_bytes()));
    objects.push(font.into());
    let picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
    objects.push(pdf::stream(picture, b"\x7f"));
    objects.push(form("/L 7 0 R", "/L Do"));
    pdf::written(&objects)
}

/// A form that shows others.
fn form(others: &str, content: &str) -> Vec<u8> {
    let keys = format!("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << {others} >> >>");
    pdf::stream(&keys, content.as_bytes())
}

/// A PDF whose forms show the next one twice each, so that the last one would be shown 2³⁰ times.
fn laughing() -> Vec<u8> {
    let mut objects = pdf::pages(1, "/XObject << /X 5 0 R >>", |_| "4 0 R".to_owned());
    objects.push(pdf::stream("", b"/X Do"));
    objects.extend((6..36).map(|next| form(&format!("/X {next} 0 R"), "/X Do /X Do")));
    objects.push(form("", ""));
    pdf::written(&objects)
}

/// A PDF whose pages, so many, share one packed stream of so many spaces.
fn packed(pages: usize, spaces: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut objects = pdf::pages(pages, "", |_| format!("{} 0 R", 3 + pages));
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![b' '; spaces]).unwrap();
    objects.push(pdf::stream("/Filter /FlateDecode", &encoder.finish().unwrap()));
    pdf::written(&objects)
}

/// A workbook that lists one sheet many times over.
fn sheets(count: usize, sheet: &str) -> Vec<u8> {
    let listed: String = (0..count).map(|at| format!("<sheet name=\"S{at}\" r:id=\"r1\"/>")).collect();
    let links = "<Relationships><Relationship Id=\"r1\" Target=\"sheet.xml\"/></Relationships>";
    zipped(&[
        ("xl/workbook.xml", format!("<workbook><sheets>{listed}</sheets></workbook>").as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sheet.xml", sheet.as_bytes()),
    ])
}

/// A sheet whose cells say that they stand in as many columns as there are.
fn repeated_cells() -> Vec<u8> {
    let cell = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>1</text:p></table:table-cell>";
    let content = format!(
        "<office:body><table:table table:name=\"A\">{}</table:table></office:body>",
        format!("<table:table-row>{cell}</table:table-row>").repeat(1_100)
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

#[test]
fn a_scan_is_unreadable_and_never_without_the_words() {
    let scan = pdf("q 595 0 0 842 0 0 cm /I Do Q", HELVETICA);
    assert_eq!(text("a.pdf", &scan), Err(Unreadable::Scan(1)));
}

/// A project over one document with claims of their id, value and quote; `more` adds keys to all of them.
fn project_of(name: &str, bytes: Vec<u8>, part: &str, claims: &[(&str, &str, &str, &str)]) -> Folder {
    let config = format!(
        "locale = \"vi-VN\"\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n[[source]]\nid = \"s\"\npath = \"{name}\"\n{part}\n"
    );
    let mut all = String::new();
    for (id, value, quote, more) in claims {
        writeln!(
            all,
            "[[claim]]\nid = \"{id}\"\nmetric = \"{id}\"\nvalue = {value}\nsource = \"s\"\nquote = \"{quote}\"\n{more}"
        )
        .unwrap();
    }
    Folder::new(&[("factlint.toml", config.into()), ("claims.toml", all.into()), (name, bytes)])
}

#[test]
fn a_quote_that_is_not_in_the_text_may_stand_on_a_page_that_is_a_picture() {
    let claims = [
        ("read", "312", "Thu từ phí được 312 triệu đồng", ""),
        ("lost", "31", "xã Đồng Sơn có 31 thôn", ""),
        ("altered", "4972", "Toàn huyện có 4.972 chi bộ", ""),
        ("named", "31", "xã Đồng Sơn có 31 thôn", "page = \"2\""),
        ("elsewhere", "31", "xã Đồng Sơn có 31 thôn", "page = \"4\""),
    ];
    let folder = project_of("mixed.pdf", fixture("mixed-chromium.pdf"), "", &claims);
    let report = folder.check();
    let status = |id: &str| {
        let all = report["claims"].as_array().unwrap();
        all.iter().find(|claim| claim["id"] == id).unwrap()["anchor"]["status"].as_str().unwrap().to_owned()
    };
    let quoted = |id: &str| {
        let all = report["outcomes"].as_array().unwrap();
        all.iter().find(|outcome| outcome["claims"][0] == id && outcome["rule"] == "quoted").unwrap().clone()
    };
    assert_eq!(
        ["read", "lost", "altered", "named", "elsewhere"].map(status),
        ["exact", "unreadable", "altered", "unreadable", "absent"]
    );
    let lost = quoted("lost");
    assert_eq!((lost["verdict"].as_str(), lost["reasons"][0]["facts"]["pages"].as_str()), (Some("unknown"), Some("2, 3")));
    let said = lost["message"].as_str().unwrap();
    assert!(said.contains("may stand on its pages 2, 3, which are pictures without text"), "{said}");
    assert_eq!(quoted("named")["reasons"][0]["facts"]["pages"], "2");
    assert_eq!(quoted("elsewhere")["verdict"], "fails", "the page that it names can be read");
    assert!(quoted("altered").to_string().contains("its pages 2, 3 are pictures"), "{}", quoted("altered"));
    let listed = folder.run(&["sources", "list"]);
    assert!(listed.contains("pages 2, 3 are pictures without text"), "{listed}");
    assert!(folder.run(&["sources", "list", "--format", "json"]).contains("\"pictures\": [\n        2,\n        3\n      ]"));
}

#[test]
fn pages_that_do_not_count_hold_no_quote() {
    let lost = [("lost", "31", "xã Đồng Sơn có 31 thôn", "")];
    let status = |pages: &str| {
        let folder = project_of("mixed.pdf", fixture("mixed-chromium.pdf"), &format!("pages = \"{pages}\""), &lost);
        folder.check()["claims"][0]["anchor"]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(["1-2", "4", "2-3", "1"].map(status), ["unreadable", "absent", "unreadable", "absent"]);
}

#[test]
fn invisible_text_over_a_picture_is_ocr_and_its_digits_never_plainly_hold() {
    let layer =
        pdf("q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F1 12 Tf 50 300 Td (There are 1250 workshops in town) Tj ET", HELVETICA);
    let found = read(&layer, "pdf", Shown::PLAIN).readable.unwrap();
    assert_eq!(found.text, "There are 1250 workshops in town\n");
    assert!(found.origin.unwrap().is_ocr(&(10..14)));
    let config = "locale = \"en-US\"\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n[[source]]\nid = \"scan\"\npath = \"scan.pdf\"\n";
    let claims = "[[claim]]\nid = \"w\"\nmetric = \"workshops\"\nvalue = 1250\nsource = \"scan\"\nquote = \"1250 workshops\"\n";
    let files = [("factlint.toml", config.into()), ("claims.toml", claims.into()), ("scan.pdf", layer)];
    let report = Folder::new(&files).check();
    assert_eq!(report["claims"][0]["reading"]["unread"], "ocr", "{report}");
    let agrees = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|outcome| outcome["rule"] == "figure-marked" || outcome["rule"] == "agrees");
    assert_eq!(agrees.unwrap()["verdict"], "unknown", "{report}");
}

#[test]
fn letters_of_any_size_and_place_are_reckoned_with() {
    let far = "BT /F1 99999999999999999 Tf 50 300 Td (far) Tj -99999999999999999 99999999999999999 Td (away) Tj ET";
    let near = format!("{far} BT /F1 12 Tf 50 300 Td (There are 12 cells) Tj ET");
    assert!(text("a.pdf", &pdf(&near, HELVETICA)).unwrap().contains("There are 12 cells"));
}

#[test]
fn invisible_text_without_a_picture_is_not_seen() {
    let hidden = pdf("BT /F1 12 Tf 50 300 Td (Seen 12) Tj 3 Tr 0 -30 Td (hidden 13) Tj ET", HELVETICA);
    assert_eq!(text("a.pdf", &hidden).unwrap(), "Seen 12\n");
}

#[test]
fn letters_without_a_meaning_are_never_guessed() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>] >>";
    let garbage = pdf("BT /F1 12 Tf 50 300 Td <00240025002600270028> Tj ET", font);
    let why = text("a.pdf", &garbage).unwrap_err().to_string();
    assert!(why.contains("fonts") || why.contains("without any text"), "{why}");
}

/// A ZIP archive with one file that is stored as it is.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn hostile_files_meet_a_named_limit_and_the_others_are_still_checked() {
    let document = |body: &str| format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let bomb = document(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(300 << 20)));
    let deep = document(&"<w:p>".repeat(100_000));
    let laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:document><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>";
    let nested = format!("<html><p>Có 12 chi bộ{}", "<div>".repeat(100_000));
    let loops = pdf("/L Do BT /F1 12 Tf 50 300 Td (There are 12 cells) Tj ET", HELVETICA);
    let hostile: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bomb.docx", zipped(&[("word/document.xml", bomb.as_bytes())]), "more than 268435456 bytes in a file inside"),
        ("deep.docx", zipped(&[("word/document.xml", deep.as_bytes())]), "more than 2000 elements inside each other"),
        ("laughs.docx", zipped(&[("word/document.xml", laughs.as_bytes())]), "an entity of its own"),
        ("nested.html", nested.into_bytes(), "more than 50000 elements inside each other"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj << /Type".to_vec(), "damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "save it as .docx"),
        ("lfs.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n".to_vec(), "git lfs pull"),
        ("laughs.pdf", laughing(), "more than 20000000 steps of drawing"),
        ("packed.pdf", packed(1, 300 << 20), "more than 268435456 bytes in a stream inside"),
        ("repeated.pdf", packed(30, 40 << 20), "more than 1073741824 bytes of instructions"),
        ("columns.ods", repeated_cells(), "more than 16777216 paragraphs and cells"),
        (
            "sheets.xlsx",
            sheets(40, &format!("<a>{}</a>", " ".repeat(30 << 20))),
            "more than 1073741824 bytes in the files inside",
        ),
        ("spaces.txt", vec![b' '; 1_000_000_000], "more than 268435456 bytes of text"),
        ("spaces.html", vec![b' '; 300_000_000], "more than 268435456 bytes of text"),
        ("other.zip", zipped(&[("a.txt", b"a")]), "ZIP archive of no kind"),
    ];
    for (name, bytes, why) in &hostile {
        let error = text(name, bytes).unwrap_err().to_string();
        assert!(error.contains(why), "{name}: {error}");
    }
    assert_eq!(text("loops.pdf", &loops).unwrap(), "There are 12 cells\n");
    let mut config = "locale = \"vi-VN\"\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n".to_owned();
    let mut files: Vec<(&str, Vec<u8>)> = vec![("good.md", "Có *12* chi bộ".into())];
    // those that take long or are long are read once, above
    let short = |(name, bytes, _): &&(&str, Vec<u8>, &str)| {
        bytes.len() < 1 << 20 && !["bomb.docx", "repeated.pdf", "sheets.xlsx"].contains(name)
    };
    files.extend(hostile.iter().filter(short).map(|(name, bytes, _)| (*name, bytes.clone())));
    for (name, _) in &files {
        write!(config, "[[source]]\nid = \"{name}\"\npath = \"{name}\"\n").unwrap();
    }
    files.push(("factlint.toml", config.into_bytes()));
    files.push((
        "claims.toml",
        "[[claim]]\nid = \"c\"\nmetric = \"cells\"\nvalue = 12\nsource = \"good.md\"\nquote = \"12 chi bộ\"\n".into(),
    ));
    let report = Folder::new(&files).check();
    assert_eq!(report["claims"][0]["reading"]["value"], "12", "{report}");
    assert_eq!(report["problems"].as_array().unwrap().len(), hostile.iter().filter(short).count(), "{report}");
}

#[test]
fn every_output_names_a_place_that_a_person_can_open() {
    let claims = [
        ("report.html", "4.971 chi bộ"),
        ("report.docx", "4.971 chi bộ"),
        ("report-typst.pdf", "4.971 chi bộ"),
        ("budget.xlsx", "1.835"),
    ];
    let places =
        ["report.html:26:27", "report.docx, paragraph 2", "report-typst.pdf, page 1, paragraph 2", "budget.xlsx, Thu!C4"];
    let mut config = "locale = \"vi-VN\"\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n".to_owned();
    let mut all = String::new();
    for (at, (name, quote)) in claims.iter().enumerate() {
        write!(config, "[[source]]\nid = \"s{at}\"\npath = \"{name}\"\n").unwrap();
        writeln!(all, "[[claim]]\nid = \"c{at}\"\nmetric = \"m{at}\"\nvalue = 77\nsource = \"s{at}\"\nquote = \"{quote}\"")
            .unwrap();
    }
    let mut files = vec![("factlint.toml", config.into_bytes()), ("claims.toml", all.into_bytes())];
    files.extend(claims.iter().map(|(name, _)| (*name, fixture(name))));
    let folder = Folder::new(&files);
    for format in ["full", "markdown", "rdjson", "csv", "junit"] {
        let told = folder.run(&["check", "--format", format, "--color", "never"]);
        for place in places {
            assert!(told.contains(place), "{format} without {place}:\n{told}");
        }
        // lines of what a reader sees are nobody's: no file without lines is followed by one
        for name in ["report.docx:", "report-typst.pdf:", "budget.xlsx:"] {
            assert!(!told.contains(name), "{format} with {name}\n{told}");
        }
    }
    let full = folder.run(&["check", "--format", "full", "--color", "never"]);
    let gutter = |place: &str| {
        let line = full
            .lines()
            .skip_while(|line| !line.contains(place))
            .find(|line| line.trim_start().starts_with(|sign: char| sign.is_ascii_digit()));
        line.unwrap_or_else(|| panic!("{full}")).trim_start().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(places.map(gutter), ["26", "2", "2", "4"], "line, paragraph, paragraph, row");
    let sarif: Json = serde_json::from_str(&folder.run(&["check", "--format", "sarif"])).unwrap();
    for (result, place) in sarif["runs"][0]["results"].as_array().unwrap().iter().zip(places) {
        let related = &result["relatedLocations"][0];
        match place.ends_with(":26:27") {
            true => assert_eq!(related["physicalLocation"]["region"]["startLine"], 26),
            false => {
                assert!(related["physicalLocation"]["region"].is_null(), "{related}");
                assert_eq!(related["logicalLocations"][0]["fullyQualifiedName"], *place);
            }
        }
    }
    let csv = folder.run(&["check", "--format", "csv"]);
    let row = |name: &str| csv.lines().find(|line| line.contains(&format!("\"{name}, "))).unwrap().to_owned();
    assert!(row("budget.xlsx").contains("budget.xlsx,,,\"budget.xlsx, Thu!C4\""), "{csv}");
}

#[test]
fn a_column_of_claims_may_name_the_page() {
    let config = "locale = \"vi-VN\"\nclaims = [\"so.csv\"]\nrules = [\"factlint:core\"]\n[[source]]\nid = \"s\"\npath = \"s.pdf\"\n\
        [columns.'so.csv']\nid = \"ma\"\nmetric = \"ma\"\nvalue = \"so\"\nquote = \"loi\"\nsource = { text = \"s\" }\npage = \"trang\"\n";
    let claims = "ma,so,loi,trang\na,4971,4.971 chi bộ,1\nb,4971,4.971 chi bộ,4\nc,4971,4.971 chi bộ,2\n";
    let files = [("factlint.toml", config.into()), ("so.csv", claims.into()), ("s.pdf", fixture("mixed-chromium.pdf"))];
    let report = Folder::new(&files).check();
    let status: Vec<&str> =
        report["claims"].as_array().unwrap().iter().map(|claim| claim["anchor"]["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["exact", "absent", "unreadable"], "{report}");
}

/// Words of a text in TCVN3 and in VNI, and what fonts of these encodings show.
const TCVN3: &str = "Toµn huyÖn cã 4.971 chi bé vµ 104.700 ®¶ng viªn";
const VNI: &str = "Toaøn huyeän coù 4.971 chi boä vaø 104.700 ñaûng vieân";
const SHOWN: &str = "Toàn huyện có 4.971 chi bộ và 104.700 đảng viên";

#[test]
fn old_vietnamese_fonts_of_word_files_show_what_they_draw() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let font = |name: &str| format!("<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\"/>");
    let symbols: String = TCVN3
        .chars()
        .map(|letter| if letter > '\u{a0}' { char::from_u32(letter as u32 + 0xf000).unwrap() } else { letter })
        .collect();
    let paragraphs = [
        run(&font(".VnTime"), TCVN3),
        run(&font("VNI-Times"), VNI),
        run(&font(".VnTimeH"), "Uû ban nh©n d©n"),
        run("<w:rStyle w:val=\"Old\"/>", TCVN3),
        run(&font(".VnTime"), &symbols),
        run(&font("Times New Roman"), "São Paulo, café"),
        format!("<w:pPr><w:pStyle w:val=\"Child\"/></w:pPr>{}", run("", TCVN3)),
    ];
    let body: String = paragraphs.iter().map(|runs| format!("<w:p>{runs}</w:p>")).collect();
    let styles = format!(
        "<w:styles><w:style w:type=\"character\" w:styleId=\"Old\"><w:rPr>{0}</w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Parent\"><w:rPr>{0}</w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Child\"><w:basedOn w:val=\"Parent\"/></w:style></w:styles>",
        font(".VnTime")
    );
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let file = |styles: &str| zipped(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes())]);
    let capitals = "UỶ BAN NHÂN DÂN";
    let expected = [SHOWN, SHOWN, capitals, SHOWN, SHOWN, "São Paulo, café", SHOWN].join("\n") + "\n";
    assert_eq!(text("a.docx", &file(&styles)).unwrap(), expected);
    let usual = format!(
        "<w:styles><w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault></w:docDefaults></w:styles>",
        font(".VnTime")
    );
    assert!(text("a.docx", &file(&usual)).unwrap().ends_with(&format!("São Paulo, café\n{SHOWN}\n")));
}

#[test]
fn old_vietnamese_fonts_of_workbooks_show_what_they_draw() {
    let shared = format!(
        "<sst><si><t>{TCVN3}</t></si><si><r><rPr><rFont val=\"VNI-Times\"/></rPr><t>{VNI}</t></r></si><si><t>café</t></si></sst>"
    );
    let styles = "<styleSheet><fonts><font><name val=\"Arial\"/></font><font><name val=\".VnArial\"/></font></fonts><cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/></cellXfs></styleSheet>";
    let sheet = "<worksheet><row><c t=\"s\" s=\"1\"><v>0</v></c></row><row><c t=\"s\" s=\"1\"><v>1</v></c></row><row><c t=\"s\"><v>2</v></c></row></worksheet>";
    let links = "<Relationships><Relationship Id=\"r1\" Target=\"sheet.xml\"/></Relationships>";
    let book = zipped(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sheet.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ]);
    assert_eq!(text("a.xlsx", &book).unwrap(), format!("{SHOWN}\n{SHOWN}\ncafé\n"));
}

#[test]
fn old_vietnamese_fonts_of_pdfs_are_told_by_their_words() {
    for words in [TCVN3, VNI, SHOWN_PLAINLY] {
        let octal: String = words
            .chars()
            .map(|letter| if letter.is_ascii() { letter.to_string() } else { format!("\\{:03o}", letter as u32) })
            .collect();
        let file = pdf(&format!("BT /F1 12 Tf 50 300 Td ({octal}) Tj ET"), HELVETICA);
        let expected = if words == SHOWN_PLAINLY { words } else { SHOWN };
        assert_eq!(text("a.pdf", &file).unwrap(), format!("{expected}\n"));
    }
}

/// Words of another language with the same letters.
const SHOWN_PLAINLY: &str = "Élève à l'école, déjà été, où ça: 12 élèves";

#[test]
fn words_broken_over_lines_columns_and_a_page_are_the_words_of_the_text() {
    let typed = String::from_utf8(fixture("stress.typ")).unwrap();
    let plain: String = typed.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let claims = [
        ("a", "1250", "1,250 affidavits on efficient workflows in 2024. The administrative", "focus = \"1,250\""),
        ("b", "37", "reorganisation of the municipalities affected 37% of the officials", "unit = \"%\""),
        ("c", "4971", "counted 4,971 settlements with unfinished infrastructure", ""),
        ("d", "86.4", "classification of responsibilities remained for 86.4 km of roads", "unit = \"km\""),
        ("e", "112", "acknowledgements to 112 neighbourhoods", ""),
        ("f", "63", "correspondence confirmed 63 disqualifications of unsatisfactory offers", ""),
        ("g", "64", "confirmed 64 disqualifications", ""),
    ];
    let of = |name: &str, bytes: Vec<u8>| {
        let report = project_of(name, bytes, "locale = \"en-GB\"", &claims).check();
        let all = report["claims"].as_array().unwrap().clone();
        let mut found = Vec::new();
        for claim in all {
            let status = claim["anchor"]["status"].as_str().unwrap().replace("normalised", "exact");
            found.push(format!("{status} {}", claim["reading"]["value"]));
        }
        found
    };
    let typed = of("a.txt", plain.into_bytes());
    assert_eq!(typed.iter().filter(|found| found.starts_with("exact")).count(), claims.len() - 1, "{typed:?}");
    assert_eq!(of("a.pdf", fixture("stress-typst.pdf")), typed);
}

#[test]
fn the_same_table_gives_the_same_verdicts_in_every_sheet() {
    let claims = [
        ("a", "1421", "1.421", "cell = \"B3\""),
        ("b", "1835", "1.835", ""),
        ("c", "12.5", "12,5%", "unit = \"%\""),
        ("d", "2024-12-31", "31/12/2024", ""),
        ("e", "1833", "1.833", ""),
    ];
    let mut told = String::new();
    let mut first: Option<Vec<String>> = None;
    for name in ["budget.xlsx", "budget.ods", "budget.csv"] {
        let report = project_of(name, fixture(name), "", &claims).check();
        let mut found = Vec::new();
        for claim in report["claims"].as_array().unwrap_or_else(|| panic!("{report}")) {
            let place = claim["anchor"]["places"].get(0).map(|place| place["spot"]["cell"].clone()).unwrap_or_default();
            found.push(format!("{} {} {} at {place}", claim["id"], claim["anchor"]["status"], claim["reading"]["value"]));
        }
        writeln!(told, "{name}\n  {}", found.join("\n  ")).unwrap();
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "{told}");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_leads_to_itself_is_read_once() {
    let words = "BT /F1 12 Tf 50 300 Td (There are 12 cells) Tj ET";
    let resources = "/Font << /F1 5 0 R /T 6 0 R >> /XObject << /A 7 0 R >>";
    let of = |kids: &str, contents: &str| {
        let mut objects = pdf::pages(1, resources, |_| contents.to_owned());
        objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count 1 >>").into();
        objects.push(pdf::stream("", words.as_bytes()));
        objects.push(HELVETICA.into());
        let glyph = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 8 0 R >> /Resources << /Font << /T 6 0 R >> /XObject << /A 7 0 R >> >> >>";
        objects.push(glyph.into());
        objects.push(form("/A 7 0 R", "/A Do BT /T 1 Tf (a) Tj ET"));
        objects.push(pdf::stream("", b"9 0 d0 BT /T 1 Tf (a) Tj ET /A Do"));
        objects.push(pdf::stream("", format!("/A Do {words}").as_bytes()));
        pdf::written(&objects)
    };
    for (kids, contents) in [("2 0 R 3 0 R", "4 0 R"), ("3 0 R", "[4 0 R [3 0 R]]"), ("3 0 R", "9 0 R")] {
        match text("loop.pdf", &of(kids, contents)) {
            Ok(text) => assert!(text.contains("There are 12 cells"), "{kids} {contents}: {text:?}"),
            Err(why) => assert!(matches!(why, Unreadable::Limit { .. }), "{kids} {contents}: {why}"),
        }
    }
    let looped = String::from_utf8(pdf(words, HELVETICA).into_iter().filter(u8::is_ascii).collect()).unwrap();
    let start = looped.rfind("xref\n0").unwrap();
    let chained = looped.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {start}"));
    assert_eq!(text("prev.pdf", chained.as_bytes()).unwrap(), "There are 12 cells\n");
}

#[test]
fn deep_nesting_stops_no_reader() {
    let count = 100_000;
    let mail = |deep: usize| {
        let part =
            |at: usize| format!("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b{at}\"\r\n\r\n--b{at}\r\n");
        (0..deep).map(part).collect::<String>()
    };
    let pages = [
        ("a.html", "<b>".repeat(count) + "Có 12 xã"),
        ("b.html", "<table><tr><td>".repeat(count) + "Có 12 xã"),
        ("c.html", "</p>".repeat(count) + "Có 12 xã"),
        ("a.md", "> ".repeat(count) + "Có 12 xã"),
        ("b.md", "[".repeat(count) + "Có 12 xã"),
        ("c.md", "*a ".repeat(count) + "Có 12 xã"),
        ("d.md", "- ".repeat(count) + "Có 12 xã"),
        ("a.csv", "\"".repeat(count) + ",Có 12 xã"),
        ("a.mhtml", mail(5_000)),
    ];
    for (name, page) in pages {
        match text(name, page.as_bytes()) {
            Ok(text) => assert!(text.contains("Có 12 xã"), "{name}"),
            Err(why) => assert!(matches!(why, Unreadable::Limit { .. } | Unreadable::Broken(..)), "{name}: {why}"),
        }
    }
}

#[test]
fn formats_are_recognised_by_their_content_first() {
    let format = |name: &str, extension: &str| read(&fixture(name), extension, Shown::PLAIN).format;
    assert_eq!(format("report.docx", "txt"), Some(Format::Docx));
    assert_eq!(format("report.odt", "zip"), Some(Format::Odt));
    assert_eq!(format("budget.xlsx", "docx"), Some(Format::Xlsx));
    assert_eq!(format("report-typst.pdf", ""), Some(Format::Pdf));
    assert_eq!(format("report.html", "txt"), Some(Format::Html));
    assert_eq!(format("report.md", "md"), Some(Format::Markdown));
}

#[test]
fn mutated_files_never_stop_a_reader_and_every_place_is_in_the_text() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap_or(0)
    };
    let names = [
        "report.md",
        "report.html",
        "report.mhtml",
        "report.docx",
        "report.odt",
        "budget.xlsx",
        "budget.ods",
        "report-typst.pdf",
        "revised.docx",
    ];
    for name in names {
        let whole = fixture(name);
        for round in 0..12 {
            let mut bytes = whole.clone();
            for _ in 0..=round * 3 {
                let at = random() % bytes.len();
                bytes[at] = u8::try_from(random() % 256).unwrap();
            }
            if round % 4 == 3 {
                bytes.truncate(random() % whole.len());
            }
            readable::assert_readable(&bytes, name.rsplit('.').next().unwrap_or_default());
        }
    }
}

#[test]
fn a_claim_may_name_its_cell_and_a_table_states_the_unit_of_its_figures() {
    let page = "<html><p>Đơn vị: triệu đồng<table><tr><th>Khoản thu<th>Dự toán<th>Thực hiện (tỷ đồng)\
        <tr><td>Thuế đất<td>1.421<td>1,421<tr><td>Phí<td>1.421<td>7</table></html>";
    let config = "locale = \"vi-VN\"\nclaims = [\"claims.toml\"]\nrules = [\"factlint:core\"]\n\
        [[source]]\nid = \"page\"\npath = \"page.html\"\n[[source]]\nid = \"sheet\"\npath = \"budget.ods\"\n[[source]]\nid = \"print\"\npath = \"print.pdf\"\n";
    let mut claims = String::new();
    let mut claim = |id: &str, source: &str, value: &str, unit: &str, quote: &str, where_: &str| {
        write!(
            claims,
            "[[claim]]\nid = \"{id}\"\nmetric = \"{id}\"\nvalue = {value}\nsource = \"{source}\"\nquote = \"{quote}\"\n{where_}\n"
        )
        .unwrap();
        if !unit.is_empty() {
            writeln!(claims, "unit = \"{unit}\"").unwrap();
        }
    };
    claim("a-row", "page", "1421", "triệu đồng", "1.421", "row = \"Thuế đất\"\ncolumn = \"dự toán\"");
    claim("b-cell", "page", "1421000000", "đồng", "1.421", "cell = \"1!B3\"");
    claim("c-head", "page", "7", "tỷ đồng", "7", "cell = \"C3\"");
    claim("d-bare", "page", "1421", "", "1.421", "cell = \"B2\"");
    claim("e-sheet", "sheet", "1835", "triệu đồng", "1.835", "cell = \"Thu!C4\"");
    claim("f-wrong", "sheet", "1421", "đồng", "1.421", "cell = \"Thu!B3\"");
    claim("g-other", "sheet", "1421", "triệu đồng", "1.421", "cell = \"Thu!B4\"");
    claim("h-print", "print", "312", "triệu đồng", "312", "page = \"1\"\nrow = \"Phí và lệ phí\"\ncolumn = \"Dự toán\"");
    claim("i-twice", "page", "1421", "triệu đồng", "1.421", "column = \"Dự toán\"");
    let files = [
        ("factlint.toml", config.into()),
        ("claims.toml", claims.into()),
        ("page.html", page.into()),
        ("budget.ods", fixture("budget.ods")),
        ("print.pdf", fixture("report-typst.pdf")),
    ];
    let report = Folder::new(&files).check();
    let failing: Vec<String> = report["outcomes"]
        .as_array()
        .unwrap_or_else(|| panic!("{report}"))
        .iter()
        .filter(|outcome| outcome["verdict"] != "holds" && !outcome["claims"][0].is_null())
        .map(|outcome| {
            format!(
                "{} {} {}",
                outcome["claims"][0].as_str().unwrap(),
                outcome["rule"].as_str().unwrap(),
                outcome["verdict"].as_str().unwrap()
            )
        })
        .collect();
    insta::assert_snapshot!(failing.join("\n"));
    let inferred = &report["claims"][0]["reading"]["inferred"][0];
    assert_eq!(
        (inferred["what"].as_str(), inferred["value"].as_str(), inferred["from"].as_str()),
        (Some("unit"), Some("triệu đồng"), Some("table"))
    );
}
