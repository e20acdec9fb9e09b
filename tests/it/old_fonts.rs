//! Old fonts: Word files whose runs or styles name a font of TCVN3 or VNI are read as their reader sees them.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own fixture is wrong")]

use std::io::Write as _;

use factlint::document::{Shown, read};

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// What a reader sees in a Word file of these styles and this body.
fn seen(styles: &str, body: &str) -> String {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let files = [
        ("word/document.xml", format!("<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", format!("<w:styles {NAMESPACE}>{styles}</w:styles>")),
    ];
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    read(&zip.finish().unwrap().into_inner(), "docx", Shown::PLAIN).readable.unwrap().text
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

const UNICODE: &str = "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\"/>";
const TCVN3: &str = "<w:rFonts w:ascii=\".VnTime\" w:hAnsi=\".VnTime\"/>";
const VNI: &str = "<w:rFonts w:ascii=\"VNI-Times\" w:hAnsi=\"VNI-Times\"/>";

#[test]
fn each_run_is_read_by_its_own_font() {
    let runs = [
        run(UNICODE, "Tỉnh mạnh; "),
        run(TCVN3, "4.971 chi bé; "),
        run(VNI, "104.700 ñaûng vieân; "),
        run(UNICODE, "café; "),
        run(TCVN3, "xã Tân Lập; "),
        run(&format!("{UNICODE}<w:rPrChange><w:rPr>{TCVN3}</w:rPr></w:rPrChange>"), "bé gái"),
    ];
    let body = format!("<w:p>{}</w:p>", runs.concat());
    assert_eq!(seen("", &body), "Tỉnh mạnh; 4.971 chi bộ; 104.700 đảng viên; café; xã Tân Lập; bé gái\n");
}

#[test]
fn a_run_without_a_font_takes_that_of_its_styles() {
    let style = |id: &str, kind: &str, more: &str| format!("<w:style w:type=\"{kind}\" w:styleId=\"{id}\">{more}</w:style>");
    let styles = [
        format!("<w:docDefaults><w:rPrDefault><w:rPr>{TCVN3}</w:rPr></w:rPrDefault></w:docDefaults>"),
        style("Body", "paragraph", &format!("<w:rPr>{UNICODE}</w:rPr>")),
        style("Quote", "paragraph", "<w:basedOn w:val=\"Body\"/>"),
        style("Old", "character", &format!("<w:rPr>{VNI}</w:rPr>")),
        style("Round", "paragraph", "<w:basedOn w:val=\"Round\"/>"),
    ];
    let paragraph = |style: &str, run: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{run}</w:p>");
    let body = [
        format!("<w:p>{}</w:p>", run("", "Mạnh: 13 chi bộ")),
        format!("<w:p>{}</w:p>", run("", "13 chi bé")),
        paragraph("Quote", &run("", "13 bé gái")),
        paragraph("Quote", &run("<w:rStyle w:val=\"Old\"/>", "13 ñaûng vieân")),
        paragraph("Round", &run("", "13 x·")),
    ];
    assert_eq!(seen(&styles.concat(), &body.concat()), "Mạnh: 13 chi bộ\n13 chi bộ\n13 bé gái\n13 đảng viên\n13 xã\n");
}
