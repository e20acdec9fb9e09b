//! Where quotes stand: each status by small examples, first the last that counts and then the first that does not.

use factlint::evidence::{Anchor, Difference, Status};
use factlint::evidence::{Fold, FoldSet};
use factlint::locate::{Wanted, locate};
use factlint::text::fold::Folded;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn find(text: &str, exact: &str) -> Anchor {
    find_with(text, exact, "", "")
}

fn find_with(text: &str, exact: &str, before: &str, after: &str) -> Anchor {
    let whole = 0..u32::try_from(text.len()).expect("a short text");
    locate(text, whole, &[Wanted { exact, before, after }]).remove(0)
}

/// Status, folds and the words at the place, as one line.
fn shown(text: &str, anchor: &Anchor) -> String {
    let folds: Vec<&str> = anchor.folds.iter().map(|fold| fold.name()).collect();
    let words =
        anchor.place.clone().map_or("-", |place| text.get(place.start as usize..place.end as usize).expect("whole characters"));
    [anchor.status.name(), &folds.join("+"), words].join("|")
}

fn check(text: &str, exact: &str, expected: &str) {
    assert_eq!(shown(text, &find(text, exact)), expected, "{exact:?} in {text:?}");
}

#[test]
fn a_quote_stands_byte_for_byte() {
    check("Cả huyện có 2.318 hộ nghèo.", "2.318 hộ nghèo", "exact||2.318 hộ nghèo");
    check("\u{feff}Cả huyện có 2.318 hộ.", "Cả huyện", "exact||Cả huyện");
    check("Cả huyện\r\ncó 2.318 hộ.\r\n", "có 2.318 hộ", "exact||có 2.318 hộ");
    check("Cả huyện có 2.318 hộ.", " 2.318 hộ\n", "exact||2.318 hộ");
}

#[test]
fn a_quote_that_folding_would_read_otherwise_stands_byte_for_byte() {
    check("thuốc 3，4 lần", "thuốc 3，", "exact||thuốc 3，");
    check("a low-cost clinic", "-cost clinic", "exact||-cost clinic");
}

#[test]
fn each_fold_is_named() {
    check("Xã Hòa An có 12 thôn.", "Xã Hoà An", "normalised|tone-place|Xã Hòa An");
    check("Xã Hòa An có 12 thôn.", "Xa\u{303} Ho\u{300}a An", "normalised|nfc|Xã Hòa An");
    check("trên 7.640\r\n  hộ dân", "7.640 hộ dân", "normalised|space|7.640\r\n  hộ dân");
    check("trên 7.640\u{a0}hộ dân", "7.640 hộ dân", "normalised|space|7.640\u{a0}hộ dân");
    check("xây “Làng xanh” ở bản", "xây \"Làng xanh\"", "normalised|quote-marks|xây “Làng xanh”");
    check("giai đoạn 2021–2024 tăng", "giai đoạn 2021-2024", "normalised|dash|giai đoạn 2021–2024");
    check("lỗ −3,5% mỗi quý", "lỗ -3,5%", "normalised|dash|lỗ −3,5%");
    check("a three-year pro-\ngramme began", "three-year programme", "normalised|hyphen-break|three-year pro-\ngramme");
    check("a three-year pro\u{ad}\ngramme", "programme", "normalised|hyphen-break|pro\u{ad}\ngramme");
    check("a low-\ncost scheme", "a low-cost scheme", "normalised|hyphen-break|a low-\ncost scheme");
    check("a low-cost scheme", "a low- cost scheme", "normalised|hyphen-break|a low-cost scheme");
    check("the ﬁrst ofﬁce", "first office", "normalised|width|ﬁrst ofﬁce");
    check("số １２ ngõ", "số 12", "normalised|width|số １２");
    check("kinh\u{ad} phí\u{200b} năm", "kinh phí năm", "normalised|zero-width|kinh\u{ad} phí\u{200b} năm");
    check("chờ… rồi làm", "chờ... rồi", "normalised|ellipsis|chờ… rồi");
    check("Khu 4<br>Khu 5", "Khu 4 Khu 5", "normalised|markup|Khu 4<br>Khu 5");
    check("Khu&nbsp;4 R&amp;D", "Khu 4 R&D", "normalised|markup|Khu&nbsp;4 R&amp;D");
    check("Số 12/QÐ-UBND", "Số 12/QĐ-UBND", "normalised|width|Số 12/QÐ-UBND");
}

#[test]
fn several_folds_are_all_named() {
    check("“Hòa –\nBình”", "\"Hoà - Bình\"", "normalised|tone-place+space+quote-marks+dash|“Hòa –\nBình”");
}

#[test]
fn a_digit_a_separator_and_a_mark_are_never_folded() {
    for (text, quote) in [
        ("có 2.318 hộ", "có 2,318 hộ"),
        ("có 2.318 hộ", "có 2318 hộ"),
        ("có 2.318 hộ", "có 2.319 hộ"),
        ("tăng 4,2% nữa", "tăng 4,2 nữa"),
        ("giảm -4,2 điểm", "giảm 4,2 điểm"),
        ("bà Hoa nói", "bà Hoà nói"),
        ("3，4 người", "3,4 người"),
    ] {
        let anchor = find(text, quote);
        assert!(!anchor.status.stands(), "{quote:?} in {text:?}: {anchor:?}");
    }
}

#[test]
fn a_hit_never_cuts_a_number() {
    let absent = |text: &str, quote: &str| assert!(!find(text, quote).status.stands(), "{quote:?} in {text:?}");
    absent("Có 2700 thôn", "Có 270");
    absent("Có 32.318 hộ", "2.318 hộ");
    absent("Có 2.318.500 hộ", "Có 2.318");
    absent("Có 2.318,5 ha", "Có 2.318");
    absent("Có 2,5 ha", "Có 2,");
    absent("Hôm 5/9/20231", "Hôm 5/9/2023");
    absent("Hôm 5/91 xong", "Hôm 5/9");
    absent("Đạt −4,2%", "4,2%");
    absent("tỷ lệ 2/3 số hộ", "tỷ lệ 2");
    absent("Có 2\u{a0}318 hộ", "Có 2");
    absent("Có 2\u{a0}318 hộ", "318 hộ");
    check("Năm 2023\u{a0}318 hộ", "318 hộ", "exact||318 hộ");
    check("Có 2.318. Còn lại", "Có 2.318.", "exact||Có 2.318.");
    check("ngày 5/9/2023 họp", "ngày 5/9", "exact||ngày 5/9");
    check("tháng 9/2023 họp", "tháng 9", "exact||tháng 9");
    check("dịch COVID-19 hết", "COVID-19", "exact||COVID-19");
}

#[test]
fn a_hit_never_cuts_a_word() {
    assert!(!find("bản tinh hoa", "tin").status.stands());
    assert!(!find("cơ quan xa\u{301} x\u{302}a", "quan xa\u{301} x").status.stands());
    check("共有250名学生参加", "250名学生", "exact||250名学生");
}

#[test]
fn a_hit_never_cuts_a_sign() {
    assert_eq!(
        find("Đợi… rồi làm tiếp", ".. rồi làm tiếp").detail.and_then(|detail| detail.difference),
        Some(Difference::Punctuation)
    );
}

#[test]
fn context_that_names_a_third_place_is_followed() {
    let text = "Ở xã A có 15 chợ. Ở xã B có 15 chợ. Ở xã Tam có 18 chợ mới. Hết.";
    let anchor = find_with(text, "có 15 chợ", "Ở xã Tam ", "");
    assert_eq!(anchor.status, Status::Ambiguous, "too short to be meant");
    let text = "Ở xã A đang có 15 chợ lớn. Ở xã B đang có 15 chợ lớn. Ở xã Tam đang có 18 chợ lớn. Hết.";
    let anchor = find_with(text, "đang có 15 chợ lớn", "Ở xã Tam ", ". Hết");
    assert_eq!(difference(text, &anchor), "altered:number 15→18");
}

#[test]
fn several_places_are_all_told_and_none_is_taken() {
    let text = "Năm 2021 có 15 chợ. Năm 2022 có 15 chợ. Năm 2023 có 18 chợ.";
    let anchor = find(text, "có 15 chợ");
    assert_eq!((anchor.status, anchor.place), (Status::Ambiguous, None));
    let detail = anchor.detail.expect("places");
    assert_eq!(detail.places.len(), 2);
    assert_eq!(detail.context.as_deref(), Some("before = \"2021\" or before = \"2022\""));
}

#[test]
fn proposed_context_is_written_as_in_the_source() {
    let text = "Ở Hòa\nBình có 15 chợ. Ở Thủy Nguyên có 15 chợ.";
    let contexts = find(text, "có 15 chợ").detail.expect("places").contexts;
    assert_eq!(contexts.iter().map(|context| context.before.as_str()).collect::<Vec<_>>(), ["Bình", "Nguyên"]);
    let text = "Ở Hòa Bình có 15 chợ, Ủy Bình có 15 chợ.";
    let contexts = find(text, "có 15 chợ").detail.expect("places").contexts;
    assert_eq!((contexts[0].after.as_str(), contexts[1].after.as_str()), (",", "."));
}

#[test]
fn a_place_that_only_folding_equals_counts_too() {
    let anchor = find("xã Hòa An họp. Xã khác. xã Hoà An họp.", "xã Hòa An họp");
    assert_eq!(anchor.status, Status::Ambiguous);
}

#[test]
fn words_around_the_quote_decide() {
    let text = "Năm 2021 có 15 chợ. Năm 2022 có 15 chợ phiên.";
    let start = |before, after| find_with(text, "có 15 chợ", before, after).place.map(|place| place.start);
    let (first, second) = (text.find("có").map(|at| at as u32), text.rfind("có").map(|at| at as u32));
    assert_eq!(start("Năm 2021 ", ""), first);
    assert_eq!(start("Năm 2022", ""), second);
    assert_eq!(start("", " phiên"), second);
    assert_eq!(start("Năm 2020 ", ""), None, "another year decides nothing");
}

#[test]
fn context_that_changed_a_little_still_decides() {
    let text = "Ở xã Tân Lập hiện có 15 chợ. Ở phường Bến Đò vẫn có 15 chợ.";
    let anchor = find_with(text, "có 15 chợ", "xã Tân Lập nay hiện ", "");
    assert_eq!(anchor.status, Status::Ambiguous, "one word of five is too little");
    let anchor = find_with(text, "có 15 chợ", "thị xã Tân Lập hiện ", "");
    assert_eq!(anchor.place.map(|place| place.start), text.find("có").map(|at| at as u32));
}

#[test]
fn only_the_part_is_looked_at() {
    let text = "Có 15 chợ.\nCó 15 chợ.\n";
    let half = (text.len() / 2) as u32;
    let wanted = [Wanted { exact: "Có 15 chợ", ..Wanted::default() }];
    let anchor = locate(text, half..text.len() as u32, &wanted).remove(0);
    assert_eq!(anchor.place.map(|place| place.start), Some(half));
    let odd = locate(text, 1..u32::MAX, &wanted).remove(0);
    assert!(odd.place.is_some(), "a part that is off the text is cut to it");
}

#[test]
fn nothing_is_found_in_nothing() {
    assert_eq!(find("", "có 15 chợ").status, Status::Absent);
    assert_eq!(find("Có 15 chợ", "").status, Status::Absent);
    assert_eq!(find("Có 15 chợ", " \u{200b} ").status, Status::Absent);
}

#[test]
fn the_nearest_passage_is_shown_and_not_taken() {
    let text = "Tỉnh đã xóa 640 nhà tạm. Huyện còn 35 nhà dột nát cần sửa chữa. Các xã đang rà soát.";
    let anchor = find(text, "huyện còn nhiều nhà dột nát phải sửa gấp");
    assert_eq!((anchor.status, anchor.place), (Status::Absent, None));
    let nearest = anchor.detail.and_then(|detail| detail.nearest).expect("a nearest passage");
    let words = text.get(nearest.start as usize..nearest.end as usize).expect("whole characters");
    assert!(words.starts_with("Huyện còn") && words.contains("nhà dột nát"), "{words}");
}

/// Status with its difference, and each change as "quoted→printed".
fn difference(text: &str, anchor: &Anchor) -> String {
    let detail = anchor.detail.as_deref();
    let kind = detail.and_then(|detail| detail.difference).map_or(String::new(), |difference| format!(":{}", difference.name()));
    let changes: Vec<String> = detail
        .map_or(&[][..], |detail| &detail.changes)
        .iter()
        .map(|change| {
            let printed = text.get(change.place.start as usize..change.place.end as usize).expect("whole characters");
            assert_eq!(printed.trim(), change.printed.trim(), "the place of a change holds what is printed");
            format!("{}→{}", change.quoted, change.printed)
        })
        .collect();
    format!("{}{kind} {}", anchor.status.name(), changes.join("; "))
}

fn check_difference(text: &str, exact: &str, expected: &str) {
    assert_eq!(difference(text, &find(text, exact)), expected, "{exact:?} in {text:?}");
}

#[test]
fn a_number_that_differs_is_always_told() {
    let text = "Đến cuối năm, toàn huyện còn 2.318 hộ nghèo, giảm 4,2% so với đầu kỳ.";
    check_difference(text, "toàn huyện còn 2.381 hộ nghèo", "altered:number 2.381→2.318");
    check_difference(text, "toàn huyện còn 2,318 hộ nghèo", "altered:number 2,318→2.318");
    check_difference(text, "toàn huyện còn 2318 hộ nghèo", "altered:number 2318→2.318");
    check_difference(text, "hộ nghèo, giảm 4,2 so với", "altered:number →%");
    check_difference(text, "còn 2.319 hộ cận nghèo, giảm 4,2%", "altered:number 2.319→2.318; cận→");
    check_difference("Lãi ròng đạt −3,5 tỷ đồng cả năm.", "Lãi ròng đạt 3,5 tỷ đồng", "altered:number 3,5→−3,5");
    check_difference(
        "Căn cứ Nghị định 47/2021/NĐ-CP của Chính phủ",
        "Nghị định 74/2021/NĐ-CP của Chính phủ",
        "altered:number 74/2021/NĐ-CP→47/2021/NĐ-CP",
    );
    check_difference("他们每天走350步去上学。", "他们每天走530步去上学", "altered:number 530→350");
}

#[test]
fn words_that_differ_are_told() {
    let text = "Đến cuối năm, toàn huyện còn 318 tỷ đồng nợ đọng, Bà Hoa báo cáo.";
    check_difference(text, "toàn huyện còn 318 triệu đồng nợ đọng", "altered:words triệu→tỷ");
    check_difference(text, "nợ đọng, Bà Hoà báo cáo", "altered:words Hoà→Hoa");
    check_difference(text, "Đến cuối năm, huyện còn 318 tỷ đồng", "altered:words →toàn");
    check_difference("toàn xã không còn hộ nghèo nào", "toàn xã còn hộ nghèo nào", "altered:words →không");
}

#[test]
fn punctuation_and_hyphens_that_differ_are_told() {
    let text = "Ông nói: cả xã có chợ, trường và trạm. It was a low-cost clinic for all.";
    check_difference(text, "cả xã có chợ; trường và trạm", "altered:punctuation ;→,");
    check_difference(text, "It was a lowcost clinic for all", "altered:punctuation ");
}

#[test]
fn a_quote_that_starts_or_ends_in_a_broken_word_is_told_where_it_differs() {
    check_difference("the green mea-\ndow beside a small river", "dow beside the small river", "altered:words the→a");
    check_difference("walking beside a small riv-\nerbank in May", "walking beside the small riv-", "altered:words the→a");
    check_difference("a state-of-the-art dairy", "a state of the art dairy", "altered:punctuation →-; →-; →-");
}

#[test]
fn brackets_of_an_editor_are_told() {
    let text = "Bà cho biết nó sẽ mở cửa vào tháng 5, và the clinic has 40 beds in all.";
    check_difference(text, "Bà cho biết [ngôi chợ] sẽ mở cửa vào tháng 5", "altered:editorial [ngôi chợ]→nó");
    check_difference(text, "[T]he clinic has 40 beds", "altered:editorial [T]he→the");
    check_difference(text, "the clinic has [50] beds in all", "altered:number [50]→40");
    check_difference(text, "the clinic [sic] has 40 beds", "altered:editorial [sic]→");
}

#[test]
fn letters_in_capitals_spaces_at_signs_and_note_marks_are_the_same_words() {
    check("BÁO CÁO SƠ KẾT NĂM 2023", "Báo cáo sơ kết năm 2023", "normalised|case|BÁO CÁO SƠ KẾT NĂM 2023");
    check("tăng 4,2 % so với cùng kỳ", "tăng 4,2% so với", "normalised|space|tăng 4,2 % so với");
    check("dân số toàn xã[3] tăng nhanh", "dân số toàn xã tăng nhanh", "normalised|markup|dân số toàn xã[3] tăng nhanh");
    check("dân số là **2.318** người", "dân số là 2.318 người", "normalised|markup|dân số là **2.318** người");
    assert_eq!(find("Báo cáo năm. BÁO CÁO NĂM.", "báo cáo năm").status, Status::Ambiguous);
    assert!(!find("Số 12-ct/tw nêu rõ", "Số 12-CT/TW nêu rõ").status.stands(), "the letters of a document's number count");
}

#[test]
fn what_is_left_out_is_told() {
    let text =
        "Hội nghị đã nghe báo cáo, thảo luận sôi nổi và thống nhất cao. Đại biểu không đồng ý với 12 điểm của dự thảo này.";
    check(
        text,
        "Hội nghị đã nghe báo cáo […] và thống nhất cao",
        "elided||Hội nghị đã nghe báo cáo, thảo luận sôi nổi và thống nhất cao",
    );
    check(text, "Hội nghị … thống nhất cao", "elided||Hội nghị đã nghe báo cáo, thảo luận sôi nổi và thống nhất cao");
    check(text, "… thống nhất cao", "elided||thống nhất cao");
    check_difference(text, "Đại biểu [...] đồng ý với", "elided-risky […]→không");
    check_difference(text, "đồng ý với (...) của dự thảo này", "elided-risky […]→12 điểm");
    check_difference(text, "đồng ý với ... của bản thảo này", "altered:words bản→dự");
    let far = format!("Phần đầu nói về chợ.\n\n{}\n\nPhần cuối nói về trường.", "Một đoạn khác chen vào. ".repeat(60));
    assert_eq!(find(&far, "Phần đầu nói [...] nói về trường").status, Status::Absent, "the parts are too far apart");
    assert_eq!(find(text, "thống nhất cao [...] Hội nghị đã nghe").status, Status::Absent, "the parts are in the wrong order");
    check("Chờ... rồi làm ngay", "Chờ... rồi làm", "exact||Chờ... rồi làm");
}

#[test]
fn a_quote_that_breaks_off_is_told() {
    let text = "Toàn thể nhân dân trong thôn đồng lòng hưởng ứng.";
    check_difference(text, "Toàn thể nhân dân trong thôn đồng lò", "truncated lò→lòng");
    check_difference(text, "ân dân trong thôn đồng lòng hưởng", "truncated ân→nhân");
    check_difference("Có trên 104.700 hộ ở đây", "hộ dân Có trên 104.7", "absent ");
}

#[test]
fn short_quotes_are_never_guessed() {
    assert_eq!(find("Máy móc tinh xảo chạy suốt ngày đêm.", "tinh").status, Status::Exact);
    assert_eq!(find("Máy móc tinh xảo chạy suốt ngày đêm.", "tính").status, Status::Absent);
    assert_eq!(find("Our engines are constantly changing.", "Chang").status, Status::Absent);
}

#[test]
fn the_place_that_the_context_names_has_changed() {
    let text = "In 2021 the herd was 52 cows. In 2022 the herd was 57 cows. In 2023 the herd was 61 cows.";
    let anchor = find_with(text, "the herd was 52 cows", "In 2023 ", ".");
    assert_eq!(difference(text, &anchor), "altered:number 52→61");
    let anchor = find_with(text, "the herd was 57 cows", "In 2022 ", ".");
    assert_eq!(anchor.status, Status::Exact);
}

#[test]
fn a_quote_among_other_words_has_moved() {
    let text = "Phần một nói về chợ. Cả xã có 15 chợ phiên. Phần hai nói về đường.";
    let anchor = find_with(text, "Cả xã có 15 chợ phiên", "Theo thống kê mới nhất, ", " được nâng cấp");
    assert_eq!(shown(text, &anchor), "moved||Cả xã có 15 chợ phiên");
    let anchor = find_with(text, "Cả xã có 15 chợ phiên", "Theo thống kê mới nhất, ", ". Phần hai");
    assert_eq!(anchor.status, Status::Exact, "one side that agrees is enough");
}

/// Words of a made-up report; the figures are drawn.
const WORDS: &[&str] = &[
    "huyện",
    "xã",
    "hòa",
    "thủy",
    "khoẻ",
    "“sạch”",
    "'xanh'",
    "rà",
    "soát",
    "đường,",
    "chợ;",
    "trạm",
    "low-cost",
    "fibre",
    "Đảng",
    "quý",
    "ổn",
    "định",
    "–",
    "hơn",
    "(tạm)",
    "năm",
    "giảm",
    "tăng",
    "office",
    "NQ/TW",
    "số",
];

fn figures() -> impl Strategy<Value = String> {
    prop_oneof![
        (1..999u32, 0..1000u32).prop_map(|(high, low)| format!("{high}.{low:03}")),
        (1..99u32, 1..9u32).prop_map(|(high, low)| format!("{high},{low}%")),
        (1..28u32, 1..13u32, 1990..2030u32).prop_map(|(day, month, year)| format!("{day}/{month}/{year}")),
        (1..99_999u32).prop_map(|number| number.to_string()),
    ]
}

fn documents() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![5 => proptest::sample::select(WORDS).prop_map(str::to_owned), 1 => figures()];
    proptest::collection::vec(word, 6..120)
}

/// A word in another form that folding makes equal.
fn disturbed(word: &str, how: u8) -> String {
    match how % 8 {
        0 => word.nfd().collect(),
        1 => word.replace("òa", "oà").replace("ủy", "uỷ").replace("oẻ", "ỏe"),
        2 => word.replace(['“', '”'], "\"").replace('–', "-"),
        3 => word.replace("fi", "ﬁ"),
        4 => word.chars().flat_map(|sign| [sign, '\u{200b}']).collect(),
        5 => word.replace("low-cost", "low-\ncost"),
        _ => word.to_owned(),
    }
}

const GAPS: &[&str] = &[" ", " ", " ", "\n", "\r\n", "  ", "\u{a0}", "\n\n", " \u{2009}"];

fn joined(words: &[String], gaps: &[u8]) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for (word, gap) in words.iter().zip(gaps.iter().cycle()) {
        // Between two figures a space that does not break might be inside one.
        if text.trim_end().ends_with(|sign: char| sign.is_ascii_digit()) && word.starts_with(|sign: char| sign.is_ascii_digit()) {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(word);
        places.push(start..text.len());
        text.push_str(GAPS[*gap as usize % GAPS.len()]);
    }
    (text, places)
}

fn usual(text: &str) -> String {
    Folded::new(text, FoldSet::usual()).text().trim().to_owned()
}

/// Two places in a list, in order.
fn cut(length: usize, from: prop::sample::Index, to: prop::sample::Index) -> (usize, usize) {
    let (one, other) = (from.index(length), to.index(length));
    (one.min(other), one.max(other))
}

proptest! {
    #[test]
    fn a_quote_disturbed_only_in_folded_ways_is_located(
        words in documents(), gaps in proptest::collection::vec(any::<u8>(), 7..20), how in proptest::collection::vec(any::<u8>(), 1..9),
        from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
    ) {
        let (text, places) = joined(&words, &gaps);
        let (first, last) = cut(words.len(), from, to);
        let quoted: Vec<String> = words[first..=last].iter().zip(how.iter().cycle()).map(|(word, how)| disturbed(word, *how)).collect();
        let (quote, _) = joined(&quoted, &how);
        let place = places[first].start as u32..places[last].end as u32;
        let anchor = find(&text, &quote);
        let detail = anchor.detail.clone().unwrap_or_default();
        prop_assert!(anchor.place == Some(place.clone()) || detail.places.contains(&place), "{quote:?} in {text:?}: {anchor:?}");
    }

    #[test]
    fn a_quote_with_one_digit_changed_never_stands(
        words in documents(), gaps in proptest::collection::vec(any::<u8>(), 7..20), from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(), digit in any::<prop::sample::Index>(), by in 1..10u8, elide in any::<bool>(),
    ) {
        let (text, _) = joined(&words, &gaps);
        let (first, last) = cut(words.len(), from, to);
        let mut quote = words[first..=last].join(" ");
        let digits: Vec<usize> = quote.char_indices().filter(|(_, sign)| sign.is_ascii_digit()).map(|(at, _)| at).collect();
        if digits.is_empty() {
            return Ok(());
        }
        let at = *digit.get(&digits);
        let changed = (quote.as_bytes()[at] - b'0' + by) % 10 + b'0';
        quote.replace_range(at..=at, &char::from(changed).to_string());
        if elide && last - first > 4 {
            quote = quote.replacen(&format!(" {} ", words[first + 2]), " [...] ", 1);
        }
        let anchor = find(&text, &quote);
        let really = anchor.place.clone().is_some_and(|place| {
            let printed = usual(text.get(place.start as usize..place.end as usize).expect("whole characters"));
            usual(&quote).split("[...]").all(|part| printed.contains(part.trim()))
        });
        prop_assert!(!anchor.status.stands() || really, "{quote:?} in {text:?}: {anchor:?}");
    }

    #[test]
    fn any_text_and_any_quote_get_an_anchor_that_keeps_its_word(
        text in wild(40), exact in wild(8), before in wild(3), after in wild(3), start in any::<u16>(), end in any::<u16>(),
    ) {
        for part in [0..text.len() as u32, u32::from(start % 200)..u32::from(end % 200)] {
            let anchor = locate(&text, part, &[Wanted { exact: &exact, before: &before, after: &after }]).remove(0);
            let detail = anchor.detail.clone().unwrap_or_default();
            let changes = detail.changes.iter().map(|change| change.place.clone());
            for place in anchor.place.iter().cloned().chain(detail.places.clone()).chain(detail.nearest.clone()).chain(changes) {
                prop_assert!(text.get(place.start as usize..place.end as usize).is_some(), "{place:?} of {text:?}");
            }
            prop_assert_eq!(anchor.place.is_some(), anchor.status.stands());
            if let (Status::Exact, Some(place)) = (anchor.status, anchor.place.clone()) {
                prop_assert_eq!(text.get(place.start as usize..place.end as usize), Some(exact.trim()));
            }
            let odd = anchor.folds.contains(Fold::Case) || anchor.folds.contains(Fold::Markup) || anchor.folds.contains(Fold::Space);
            if let (Status::Normalised, Some(place), false) = (anchor.status, anchor.place.clone(), odd) {
                let printed = text.get(place.start as usize..place.end as usize).unwrap_or_default();
                prop_assert_eq!(usual(printed), usual(&exact));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn quotes_are_located_the_same_one_by_one_and_all_together(
        words in documents(), gaps in proptest::collection::vec(any::<u8>(), 7..20), times in prop_oneof![Just(1usize), Just(900)],
        cuts in proptest::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 4..30),
    ) {
        let (passage, places) = joined(&words, &gaps);
        let filler: String = (0..times).map(|number| format!("Đoạn thứ {number} không có gì đáng kể, bà con vẫn họp chợ như mọi ngày.\n")).collect();
        let text = [filler.as_str(), &passage, &filler].concat();
        let quotes: Vec<&str> = cuts.iter().map(|(from, to)| {
            let (first, last) = cut(words.len(), *from, *to);
            passage.get(places[first].start..places[last].end).expect("whole words")
        }).collect();
        let wanted: Vec<Wanted<'_>> = quotes.iter().map(|exact| Wanted { exact, ..Wanted::default() }).collect();
        let whole = 0..text.len() as u32;
        let together = locate(&text, whole.clone(), &wanted);
        let one_by_one: Vec<Anchor> = wanted.iter().flat_map(|quote| locate(&text, whole.clone(), &[*quote])).collect();
        prop_assert_eq!(together, one_by_one);
    }
}

/// Anything: pieces that some rule treats, glued at random.
fn wild(pieces: usize) -> impl Strategy<Value = String> {
    let known = [
        "hòa", "hoà", "1", "23", "4.5", "6,7", "8/9", "/", ".", ",", "-", "–", "−", "-\n", " ", " ", " ", "\n", "\n\n", "\r\n",
        "[...]", "...", "…", "[", "]", "[3]", "(", ")", "%", "*", "**", "<b>", "<br>", "<", ">", "a", "B", "không", "QĐ", "中",
        "文", "字", "的", "一", "是", "\u{301}", "\u{200b}", "\u{feff}", "“", "\"", "ﬁ", "５", "Ð", "năm", "hộ", "xã", "\u{1f}",
        "𝟙", "²",
    ];
    let piece = prop_oneof![12 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(piece, 0..pieces).prop_map(|pieces| pieces.concat())
}
