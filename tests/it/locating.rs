//! Where quotes stand: each status by small examples, first the last that counts and then the first that does not.

use factlint::evidence::{Anchor, Status};
use factlint::locate::{Wanted, locate};

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
fn each_fold_is_named() {
    check("Xã Hòa An có 12 thôn.", "Xã Hoà An", "normalised|tone-place|Xã Hòa An");
    check("Xã Hòa An có 12 thôn.", "Xa\u{303} Ho\u{300}a An", "normalised|nfc|Xã Hòa An");
    check("trên 7.640\r\n  hộ dân", "7.640 hộ dân", "normalised|space|7.640\r\n  hộ dân");
    check("trên 7.640\u{a0}hộ dân", "7.640 hộ dân", "normalised|space|7.640\u{a0}hộ dân");
    check("xây “Làng xanh” ở bản", "xây \"Làng xanh\"", "normalised|quote-marks|xây “Làng xanh”");
    check("giai đoạn 2021–2024 tăng", "giai đoạn 2021-2024", "normalised|dash|giai đoạn 2021–2024");
    check("lỗ −3,5% mỗi quý", "lỗ -3,5%", "normalised|dash|lỗ −3,5%");
    check("a three-year pro-\ngramme began", "three-year programme", "normalised|hyphen-break|three-year pro-\ngramme");
    check("a low-\ncost scheme", "a low-cost scheme", "normalised|hyphen-break|a low-\ncost scheme");
    check("a low-cost scheme", "a low- cost scheme", "normalised|hyphen-break|a low-cost scheme");
    check("the ﬁrst ofﬁce", "first office", "normalised|width|ﬁrst ofﬁce");
    check("số １２ ngõ", "số 12", "normalised|width|số １２");
    check("kinh\u{ad} phí\u{200b} năm", "kinh phí năm", "normalised|zero-width|kinh\u{ad} phí\u{200b} năm");
    check("chờ… rồi làm", "chờ... rồi", "normalised|ellipsis|chờ… rồi");
    check("Khu 4<br>Khu 5", "Khu 4 Khu 5", "normalised|markup|Khu 4<br>Khu 5");
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
fn several_places_are_all_told_and_none_is_taken() {
    let text = "Năm 2021 có 15 chợ. Năm 2022 có 15 chợ. Năm 2023 có 18 chợ.";
    let anchor = find(text, "có 15 chợ");
    assert_eq!((anchor.status, anchor.place), (Status::Ambiguous, None));
    let detail = anchor.detail.expect("places");
    assert_eq!(detail.places.len(), 2);
    assert_eq!(detail.context.as_deref(), Some("before = \"2021\" or before = \"2022\""));
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
