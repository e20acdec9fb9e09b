//! Reading: what a text says, and what a quote holds. The sentences are our own; the figures are of the kinds that papers print.

use factlint::evidence::Unread;
use factlint::locale::Locale;
use factlint::read::answer::Told;
use factlint::read::listing::{self, Form};
use factlint::read::{Ask, Fallback, answer, mentions, outline, read, read_rows, scan, sentence};
use factlint::value::{Kind, Unit};
use jiff::civil::{Date, date};

fn locale(tag: &str) -> Locale {
    Locale::load(tag).expect("a known locale")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_in("vi-VN", text, expected);
}

#[track_caller]
fn check_in(tag: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = mentions(text, &locale(tag)).iter().map(outline).collect();
    assert_eq!(found, expected, "{tag}: {text}");
}

#[track_caller]
fn check_problems(text: &str, expected: &[&str]) {
    let found = scan(text, &locale("vi-VN"));
    let problems: Vec<&str> = found.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(problems, expected, "{text}");
    assert_eq!(found.mentions, [], "{text}");
}

#[track_caller]
fn check_remarks(text: &str, expected: &[&str]) {
    let found = mentions(text, &locale("vi-VN"));
    let codes: Vec<&str> = found.iter().flat_map(|mention| &mention.remarks).map(|remark| remark.code).collect();
    assert_eq!(codes, expected, "{text}");
}

#[test]
fn separators_follow_the_region() {
    check("Tỉnh có 104.700 hội viên.", &["number 104700 hội viên"]);
    check("Hồ rộng 6.206,9km2.", &["quantity 6206.9 km²"]);
    check("Giá là 12,500,000 đồng.", &["money 12500000 VND"]);
    check("Lương tăng 1,50 triệu đồng", &["money 1500000 VND"]);
    check("Dân số 104 700 người", &["number 104700 người"]);
    check_in("en-GB", "The lake covers 6,206.9 km2.", &["quantity 6206.9 km²"]);
    check_in("en-IN", "A grant of 5,00,000 rupees", &["money 500000 INR"]);
    check_remarks("Giá là 12,500,000 đồng.", &["number/english-grouping"]);
}

#[test]
fn a_comma_before_three_digits_keeps_both_readings() {
    let vietnamese = locale("vi-VN");
    let counted = mentions("Có 1,421 chi bộ.", &vietnamese);
    assert_eq!(counted.iter().map(outline).collect::<Vec<_>>(), ["number 1421 chi bộ"]);
    assert_eq!(counted[0].others[0].value.to_string(), "1.421");
    let measured = mentions("Rộng 1,421 ha.", &vietnamese);
    assert_eq!(measured.iter().map(outline).collect::<Vec<_>>(), ["quantity 1.421 ha"]);
    assert_eq!(measured[0].others[0].value.to_string(), "1421");
}

#[test]
fn scale_words_multiply_and_falling_ones_add_up() {
    check("vay 3 triệu 200 nghìn đồng", &["money 3200000 VND"]);
    check("vốn 1.200 tỷ đồng", &["money 1200000000000 VND"]);
    check("chừng 2 nghìn tỷ đồng", &["money ~ 2000000000000 VND"]);
    check("thu 1 tỷ 500 triệu đồng", &["money 1500000000 VND"]);
    check("giá 2tr5", &["number 2500000"]);
    check("thưởng triệu rưỡi đồng", &["money 1500000 VND"]);
}

#[test]
fn number_words_are_read() {
    check("mừng thọ hai trăm rưỡi", &["number 250"]);
    check("triệu tư, một triệu mốt", &["number 1400000", "number 1100000"]);
    check("trăm hai, một trăm linh hai", &["number 120", "number 102"]);
    check("một nghìn không trăm linh năm", &["number 1005"]);
    check("hai mươi mốt, hai mốt, chín mươi lăm", &["number 21", "number 21", "number 95"]);
    check("năm trăm ba mươi sáu", &["number 536"]);
    check("sau hai mươi năm", &["duration 20 year"]);
    check("năm năm liền", &["duration 5 year"]);
    check("bầu ba bí thư", &["number 3 bí thư"]);
    check_in("en-US", "two hundred and five villages", &["number 205 villages"]);
}

#[test]
fn ranks_need_their_words() {
    check("năm thứ năm", &["ordinal 5"]);
    check("kỳ họp lần thứ mười ba", &["ordinal 13"]);
    check("Quốc hội khóa XIV và khoá 15", &["ordinal 14", "ordinal 15"]);
    check("thế kỷ XX", &["ordinal 20"]);
    check("Nghị quyết Trung ương 4 khóa XII", &["ordinal 4", "ordinal 12"]);
    check("sáng thứ Hai, lần thứ hai, giải Nhì", &["ordinal 2", "ordinal 2"]);
    check_in("en-US", "the twenty-fifth and the 3rd", &["ordinal 25", "ordinal 3"]);
}

#[test]
fn hedges_stand_before_and_after() {
    check("trên 2.350 đảng viên", &["number > 2350 đảng viên"]);
    check("hội nghị trên địa bàn tỉnh", &[]);
    check("từ 30 đoàn viên trở lên", &["number >= 30 đoàn viên"]);
    check("họp không quá 3 lần", &["number <= 3 lần"]);
    check("vắng quá 3 lần", &["number > 3 lần"]);
    check("gần 1 năm qua", &["duration ~< 1 year"]);
    check("ước đạt trên 98,5% kế hoạch", &["percent > 98.5 %"]);
    check("lên tới 98%", &["percent 98 %"]);
    check("chưa đến 40 hộ", &["number ~< 40 hộ"]);
    check_in("en-US", "at least 40 households, no more than 7 cases", &["number >= 40 households", "number <= 7 cases"]);
}

#[test]
fn ranges_share_scale_and_unit() {
    check("500 - 700 triệu đồng", &["money 500000000..700000000 VND"]);
    check("giảm 20 - 30%", &["percent 20..30 %"]);
    check("từ 5 đến 7 xã", &["number 5..7 xã"]);
    check("tăng từ 5 lên 7 xã", &["number 5", "number 7 xã"]);
    check("chừng 5, 6 chục người", &["number ~ 50..~ 60 người"]);
    check("khoảng 5, 6 triệu đồng", &["money ~ 5000000..~ 6000000 VND"]);
    check("thắng 3-1", &[]);
}

#[test]
fn shares_and_points_are_apart() {
    check("tăng 2,1 điểm phần trăm, đạt 12,3%", &["points 2.1 pp", "percent 12.3 %"]);
    check("giảm −2,5%", &["percent -2.5 %"]);
    check("2/3 số hộ", &["number 2/3"]);
    check("9/12 huyện", &["number 9 huyện", "number 12 huyện"]);
    check("ba phần tư diện tích", &["number 0.75"]);
    check("trên 60% (109/177)", &["percent > 60 %", "number 109/177"]);
}

#[test]
fn dates_keep_what_they_do_not_say() {
    check("Ngày 3/8 và chiều 9/1", &["date XXXX-08-03", "date XXXX-01-09"]);
    check("ban hành ngày 16/6/2022", &["date 2022-06-16"]);
    check("ngày 16 tháng 6 năm 2022", &["date 2022-06-16"]);
    check("tháng 7/2022, tháng 7 năm 2022, tháng tư", &["date 2022-07", "date 2022-07", "date XXXX-04"]);
    check("quý II/2022, quý 3 năm 2021", &["date 2022-Q2", "date 2021-Q3"]);
    check("trong năm 2022", &["date 2022"]);
    check("ngày 3 và 4/8", &["date XXXX-08-03", "date XXXX-08-04"]);
    check("dự lễ chủ nhật, 3/7/2022", &["date 2022-07-03"]);
    check_in("en-US", "on March 3, 2015 and 4/14/2016", &["date 2015-03-03", "date 2016-04-14"]);
    check_in("en-GB", "on 3 March 2015 and 14/4/2016", &["date 2015-03-03", "date 2016-04-14"]);
    check_remarks("thứ Hai, 3/7/2022", &["date/weekday"]);
    check_remarks("họp ngày 16/6/22", &["date/two-digit-year"]);
}

#[test]
fn periods_have_both_ends() {
    check("nhiệm kỳ 2022-2025", &["period 2022/2025"]);
    check("giai đoạn 2021 - 2030", &["period 2021/2030"]);
    check("6 tháng đầu năm 2022", &["period 2022-01/2022-06"]);
    check("9 tháng năm 2022", &["period 2022-01/2022-09"]);
    check("từ ngày 30/6 đến ngày 2/7/2022", &["period 2022-06-30/2022-07-02"]);
    check("từ ngày 3-5/8", &["period XXXX-08-03/XXXX-08-05"]);
    check("nghỉ lễ 30/4-1/5", &["period XXXX-04-30/XXXX-05-01"]);
}

#[test]
fn what_cannot_be_is_a_problem_and_no_value() {
    check_problems("họp 3/31/2021", &["there is no month 31"]);
    check_problems("ngày 29/2/2022", &["month 2 has no day 29"]);
    check_problems("ngày 30/2/2022", &["month 2 has no day 30"]);
    check_problems("1.42.100", &["its separators group the digits as no number does"]);
}

#[test]
fn document_numbers_are_taken_apart() {
    check("Nghị quyết số 21-NQ/TW và 02-NQ/HU", &["document 21-NQ/TW", "document 02-NQ/HU"]);
    check("30/2020/NĐ-CP, 749/QĐ-TTg, 67/2020/QH14", &["document 30/2020/NĐ-CP", "document 749/QĐ-TTg", "document 67/2020/QH14"]);
    check("08-QĐi/TW khác 08-QĐ/TW", &["document 08-QĐi/TW", "document 08-QĐ/TW"]);
    check("số 21 – NQ/TW, 21/NQ-TW", &["document 21-NQ/TW", "document 21-NQ/TW"]);
    check_remarks("số 21 – NQ/TW, 21/NQ-TW", &["document/style", "document/swapped"]);
    check_remarks("Luật số 06/2022-QH15", &["document/style"]);
    let parts = locale("vi-VN").document("67/2020/QH14").unwrap();
    assert_eq!((parts.number.as_str(), parts.year, parts.term), ("67", Some(2020), Some(14)));
    assert_eq!(locale("vi-VN").document("QĐ-TTg"), None);
}

#[test]
fn names_with_digits_are_no_figures() {
    check("Covid-19, H5N1, F0, 5K, QL18", &[]);
    check("quốc lộ 18, Điều 3.5, phiên bản 4.0.1, đường 3/2", &[]);
    check("Nghị quyết 18, Đề án 06, Chương trình 135", &[]);
    check("gọi 0203.3835.678 hoặc +84 912-345-678", &[]);
    check("máy chủ 192.168.0.1, http://vi.example/2022/30, a3@b.vn", &[]);
    check("1. Mở đầu", &[]);
    check("Ba Chẽ, một lần nữa, tư tưởng, gần gũi, một mô hình, nhiều năm nay", &[]);
    check("Lòng dân - ý Đảng, KT-XH, (NTM), từng thôn, giai đoạn mới", &[]);
}

#[test]
fn a_noun_is_counted_with_its_list() {
    let found = mentions("1.421 chi bộ thôn, bản, khu phố ở 1.452 thôn, bản, khu phố", &locale("vi-VN"));
    let units: Vec<&str> = found.iter().filter_map(|mention| mention.unit.as_ref()).map(|unit| &*unit.text).collect();
    assert_eq!(units, ["chi bộ", "thôn, bản, khu phố"]);
    check("5 xã, 3 phường", &["number 5 xã", "number 3 phường"]);
    check("9/13 huyện, thị xã, thành phố", &["number 9 huyện, thị xã, thành phố", "number 13 huyện, thị xã, thành phố"]);
    check("3 nghị quyết, 5 chỉ thị", &["number 3 nghị quyết", "number 5 chỉ thị"]);
    check("cấp 1.000 suất quà, trường cấp 3", &["number 1000 suất quà"]);
    check("20 Đảng bộ trực thuộc", &["number 20 đảng bộ"]);
    check("10 triệu đồng/hộ/năm", &["money 10000000 VND/hộ/năm"]);
}

#[test]
fn whole_counts_are_exact_and_the_rest_is_rounded() {
    let grain = |text: &str| {
        let found = mentions(text, &locale("vi-VN"));
        let figure = found[0].value.as_figure().unwrap().clone();
        (figure.rounded, figure.grain.to_string())
    };
    assert_eq!(grain("4.971 chi bộ"), (false, "1".into()));
    assert_eq!(grain("500 đồng"), (false, "1".into()));
    assert_eq!(grain("12,50 %"), (true, "0.01".into()));
    assert_eq!(grain("37 %"), (true, "1".into()));
    assert_eq!(grain("15 ha"), (true, "1".into()));
    assert_eq!(grain("1,2 triệu người"), (true, "100000".into()));
    assert_eq!(grain("1.200 tỷ đồng"), (true, "1000000000".into()));
}

#[test]
fn words_that_leave_a_number_open_are_ranges() {
    check("hàng chục nghìn người dân", &["number >= 10000..< 100000 người dân"]);
    check("hàng trăm hộ, hàng năm", &["number >= 100..< 1000 hộ"]);
    check("tăng gấp đôi, gấp rưỡi", &["number 2", "number 1.5"]);
    check("hơn một nửa số hộ", &["number > 0.5"]);
    check_in("en-US", "more than 10 and less than 40 schools", &["number > 10..< 40 schools"]);
    check_in("en-US", "2,000 ± 10 kg", &["quantity 1990..2010 kg"]);
}

#[test]
fn english_scales_and_parts() {
    check_in("en-US", "two to three hundred workers", &["number 200..300 workers"]);
    check_in("en-US", "$1.5m, but 1.5m long", &["money 1500000 USD", "quantity 1.5 m"]);
    check_in("en-US", "three quarters of households", &["number 0.75 households"]);
    check_in("en-US", "hundreds of people, tens of thousands", &["number >= 100..< 1000 people", "number >= 10000..< 100000"]);
    check_in("en-US", "6'2\" and 5 feet 11 inches", &["quantity 74 inch", "quantity 71 inch"]);
    check_in("en-US", "the 2019/20 season, the 10,000th visitor", &["period 2019/2020", "ordinal 10000"]);
    check_in("en-US", "call +1 (555) 123-4567", &[]);
}

#[test]
fn times_of_day_are_no_durations() {
    check("lúc 8 giờ 30 phút, 17h ngày 5/8", &["time 08:30", "time 17:00", "date XXXX-08-05"]);
    check("làm 8 giờ mỗi ngày", &["duration 8 hour"]);
    check_in("en-US", "at 2 pm, for an hour", &["time 14:00", "duration 1 hour"]);
    check("họp từ 8h30, nghỉ 11:15, mở lại 2 giờ chiều", &["time 08:30", "time 11:15", "time 14:00"]);
    check("đến 7h30 tối 4/9, nước mới rút", &["time 19:30", "date XXXX-09-04"]);
    check_in("en-GB", "doors close at 12 a.m., 9:05 p.m. in winter", &["time 00:00", "time 21:05"]);
    check("tỷ lệ 1:5000, đi xe 3h", &["duration 3 hour"]);
}

#[test]
fn a_time_is_never_taken_for_another_kind() {
    let text = "Lúc 8h30, 12 hộ đã được di dời.";
    let case = Quote { text, quote: "Lúc 8h30, 12 hộ", ..PLAIN };
    assert_eq!(reads(&case), "number 12 hộ");
    assert_eq!(reads(&Quote { quote: "Lúc 8h30", ..case }), "nothing");
    assert_eq!(reads(&Quote { quote: "Lúc 8h30, 12 hộ", kind: Kind::Time, ..case }), "time 08:30");
}

#[test]
fn a_period_may_have_one_end() {
    check("có hiệu lực kể từ ngày 1/7/2025", &["period 2025-07-01/.."]);
    check("Từ năm 2021, huyện không còn xã nghèo", &["period 2021/.."]);
    check("hoàn thành trước ngày 30/6", &["period ../XXXX-06-29"]);
    check("nộp trước 1/3/2024, trước tháng 1/2023", &["period ../2024-02-29", "period ../2022-12"]);
    check("trước ngày 1/3", &["date XXXX-03-01"]);
    check("từ 3/8 đến 5/8", &["period XXXX-08-03/XXXX-08-05"]);
}

#[test]
fn the_day_that_opens_a_period_can_be_claimed() {
    let text = "Quy định có hiệu lực từ ngày 1/7/2025, thay bản ngày 3/8/2019.";
    let case = Quote { text, quote: "có hiệu lực từ ngày 1/7/2025", kind: Kind::Date, ..PLAIN };
    assert_eq!(reads(&case), "date 2025-07-01");
    assert_eq!(reads(&Quote { kind: Kind::Period, ..case }), "period 2025-07-01/..");
    let both = Quote { quote: "từ ngày 1/7/2025, thay bản ngày 3/8/2019", ..case };
    assert!(reads(&both).starts_with("several"), "{}", reads(&both));
}

#[test]
fn what_is_no_figure_is_told_when_asked_for() {
    let found = |text: &str| {
        let told = answer(text, &locale("vi-VN"), None, true).mentions;
        told.iter().map(|told| format!("{} {}", told.kind, told.text)).collect::<Vec<_>>()
    };
    assert_eq!(found("dịch Covid-19, cúm H5N1 trên QL18"), ["name Covid-19", "code H5N1", "name QL18"]);
    assert_eq!(found("dọc quốc lộ 18, bản 4.0.1"), ["name quốc lộ 18", "version 4.0.1"]);
    assert_eq!(found("gọi 0203.3835.678, máy 192.168.0.1"), ["phone 0203.3835.678", "address 192.168.0.1"]);
    assert_eq!(found("xem https://vi.example/30 hoặc a3@b.vn"), ["url https://vi.example/30", "address a3@b.vn"]);
    assert_eq!(found("2. Một số việc của 3 thôn"), ["list-number 2.", "idiom Một số", "number 3 thôn"]);
    assert_eq!(scan("Covid-19", &locale("vi-VN")).asides, []);
}

#[test]
fn number_words_that_never_meet_are_a_problem() {
    let wrong = "its last word never follows the one before it";
    check_problems("mười mốt", &[wrong]);
    check_problems("một trăm linh lăm", &[wrong]);
    check("mười một, mười lăm, hai mươi mốt, hai mốt", &["number 11", "number 15", "number 21", "number 21"]);
    check("hai mươi năm", &["duration 20 year"]);
}

#[test]
fn a_space_inside_a_number_is_a_problem() {
    check_problems("1 .421 chi bộ", &["a space stands inside its groups of digits"]);
    check("Có 3 xã. 421 hộ có điện", &["number 3 xã", "number 421 hộ"]);
}

/// Every way of writing figures that Vietnamese readers know, one sentence each.
#[test]
fn vietnamese_vectors_hold() {
    check("Toàn tỉnh có 104.700 hội viên", &["number 104700 hội viên"]);
    check("điện đã về 1.452 thôn, bản, khu phố", &["number 1452 thôn, bản, khu phố"]);
    check("vịnh rộng 6.206,9km2", &["quantity 6206.9 km²"]);
    check("quỹ thu 12,500,000 đồng", &["money 12500000 VND"]);
    check("thành lập 1,421 chi bộ", &["number 1421 chi bộ"]);
    check("mỗi tháng 3 triệu 200 nghìn", &["number 3200000"]);
    check("dự án 1.200 tỷ đồng", &["money 1200000000000 VND"]);
    check("giá hai trăm rưỡi", &["number 250"]);
    check("một nghìn không trăm linh năm", &["number 1005"]);
    check("chín mươi lăm", &["number 95"]);
    check("công tác năm năm", &["duration 5 year"]);
    check("bước sang năm thứ năm", &["ordinal 5"]);
    check("Hội nghị lần thứ năm Ban Chấp hành", &["ordinal 5"]);
    check("trên 104.700 đảng viên", &["number > 104700 đảng viên"]);
    check("mưa lớn trên địa bàn tỉnh", &[]);
    check("chi bộ có từ 30 đảng viên trở lên", &["number >= 30 đảng viên"]);
    check("nhắc nhở không quá 3 lần", &["number <= 3 lần"]);
    check("vắng họp quá 3 lần", &["number > 3 lần"]);
    check("đã 5 năm nay", &["duration 5 year"]);
    check("sau gần 1 năm", &["duration ~< 1 year"]);
    check("tỷ lệ phủ sóng lên tới 98%", &["percent 98 %"]);
    check("nhiệm kỳ 2022-2025", &["period 2022/2025"]);
    check("năng suất tăng 20 - 30%", &["percent 20..30 %"]);
    check("dịp lễ 30/4-1/5", &["period XXXX-04-30/XXXX-05-01"]);
    check("ký ngày 31/3/2021", &["date 2021-03-31"]);
    check("kết quả 6 tháng đầu năm 2022", &["period 2022-01/2022-06"]);
    check("báo cáo quý II/2022", &["date 2022-Q2"]);
    check("Hội nghị Trung ương khoá XIII", &["ordinal 13"]);
    check("Nghị định 30/2020/N\u{d0}-CP", &["document 30/2020/NĐ-CP"]);
    check("Luật số 06/2022-QH15", &["document 06/2022/QH15"]);
    check("Nghị quyết số 21-NQ/TW ngày 16/6/2022", &["document 21-NQ/TW", "date 2022-06-16"]);
    check("Nghị quyết số 22/2018/QH14 ngày 8/6/2016", &["document 22/2018/QH14", "date 2016-06-08"]);
    check("Chỉ thị số 02-CT/HU của Huyện ủy", &["document 02-CT/HU"]);
}

/// What tempts a reader in an article of a party paper and holds no figure.
#[test]
fn traps_of_the_press_yield_nothing() {
    check("Chi bộ ở Ba Chẽ bàn cách làm trên địa bàn mình", &[]);
    check("Ngày hội của bản lại về, một lần nữa tiếng khèn vang lên", &[]);
    check("Phong trào “Lòng dân - ý Đảng” là một mô hình hay nhiều năm nay", &[]);
    check("Bước vào giai đoạn mới, cán bộ càng gần gũi với dân", &[]);
    check("Dịch Covid-19 gây nhiều thiệt hại cho KT-XH", &[]);
    check("Cán bộ đến từng thôn, bản, khu phố, gặp trưởng thôn (bản, khu phố)", &[]);
    check("Trong thời gian qua, công tác tư tưởng trên địa bàn dân cư có nhiều cách làm", &[]);
    check("xây dựng nông thôn mới (NTM), các cơ quan thực hiện tốt; đến nay hiệu quả xuất hiện", &[]);
}

#[test]
fn a_text_in_foreign_writing_leaves_a_comma_unclear() {
    let text = "Giá 12,500.50 đồng. Rộng 1,421 ha.";
    assert_eq!(reads(&Quote { text, quote: "1,421 ha", kind: Kind::Quantity, ..PLAIN }), "unclear: 1.421 or 1421");
}

struct Quote {
    text: &'static str,
    quote: &'static str,
    focus: &'static str,
    kind: Kind,
    unit: Option<&'static str>,
    published: Option<Date>,
}

const PLAIN: Quote = Quote { text: "", quote: "", focus: "", kind: Kind::Number, unit: None, published: None };

fn reads(case: &Quote) -> String {
    let locale = locale("vi-VN");
    let start = case.text.find(case.quote).expect("the quote stands in its text");
    let place = factlint::text::offset(start)..factlint::text::offset(start + case.quote.len());
    let unit: Option<Unit> = case.unit.map(|unit| locale.unit(unit).1);
    let ask = Ask { focus: case.focus, kind: case.kind, unit: unit.as_ref(), metric: None, published: case.published };
    match read(case.text, &mentions(case.text, &locale), place, &ask, &locale) {
        Ok(reading) => {
            let inferred: String = reading.inferred.iter().map(|fact| format!(" ({} {})", fact.what, fact.value)).collect();
            outline(&reading.mention) + &inferred
        }
        Err(Unread::Several(places)) => format!("several: {}", places.len()),
        Err(Unread::Nothing) => "nothing".into(),
        Err(Unread::Impossible(_, why)) => format!("impossible: {why}"),
        Err(Unread::Unclear(_, values)) => {
            format!("unclear: {}", values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "))
        }
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn a_hedge_outside_the_quote_is_seen() {
    let text = "Toàn huyện có trên 2.350 đảng viên.";
    assert_eq!(reads(&Quote { text, quote: "2.350 đảng viên", ..PLAIN }), "number > 2350 đảng viên");
    assert_eq!(reads(&Quote { text, quote: "2.350", ..PLAIN }), "number > 2350 đảng viên");
}

#[test]
fn kind_unit_and_focus_narrow() {
    let text = "Nghị quyết số 21-NQ/TW ngày 16/6/2022 được 96 chi bộ với 2.350 đảng viên học tập.";
    assert_eq!(reads(&Quote { text, quote: text, kind: Kind::Date, ..PLAIN }), "date 2022-06-16");
    assert_eq!(reads(&Quote { text, quote: text, kind: Kind::Document, ..PLAIN }), "document 21-NQ/TW");
    assert_eq!(reads(&Quote { text, quote: text, unit: Some("chi bộ"), ..PLAIN }), "number 96 chi bộ");
    assert_eq!(reads(&Quote { text, quote: text, ..PLAIN }), "several: 2");
    assert_eq!(reads(&Quote { text, quote: text, focus: "2.350", ..PLAIN }), "number 2350 đảng viên");
    assert_eq!(reads(&Quote { text, quote: "học tập", ..PLAIN }), "nothing");
}

#[test]
fn a_measured_unit_says_which_kind_is_meant() {
    let text = "Có 109/177 đơn vị đạt chuẩn (61,58%), tăng 2,1 điểm phần trăm, rộng 15 ha.";
    assert_eq!(reads(&Quote { text, quote: text, unit: Some("%"), ..PLAIN }), "percent 61.58 %");
    assert_eq!(reads(&Quote { text, quote: text, unit: Some("điểm phần trăm"), ..PLAIN }), "points 2.1 pp");
    assert_eq!(reads(&Quote { text, quote: text, unit: Some("km²"), ..PLAIN }), "quantity 15 ha");
}

#[test]
fn a_plain_number_may_be_claimed_of_a_rank_that_stands_alone() {
    let text = "Hội nghị lần thứ năm khai mạc ngày 30/2/2022.";
    assert_eq!(reads(&Quote { text, quote: "Hội nghị lần thứ năm", ..PLAIN }), "ordinal 5");
    assert_eq!(reads(&Quote { text, quote: "ngày 30/2/2022", kind: Kind::Date, ..PLAIN }), "impossible: month 2 has no day 30");
}

#[test]
fn the_day_of_publication_infers_a_year_and_changes_no_value() {
    let text = "Ngày 3/8, chi bộ họp.";
    let day = |published| Quote { text, quote: "Ngày 3/8", kind: Kind::Date, published, ..PLAIN };
    assert_eq!(reads(&day(None)), "date XXXX-08-03");
    assert_eq!(reads(&day(Some(date(2022, 8, 5)))), "date XXXX-08-03 (year 2022)");
    assert_eq!(reads(&day(Some(date(2022, 8, 2)))), "date XXXX-08-03 (year 2022)");
    assert_eq!(reads(&day(Some(date(2023, 1, 9)))), "date XXXX-08-03 (year 2022)");
    assert_eq!(reads(&day(Some(date(2022, 5, 1)))), "date XXXX-08-03");
}

#[test]
fn a_sentence_does_not_break_inside_numbers_and_after_abbreviations() {
    let vietnamese = locale("vi-VN");
    let check = |text: &str, inside: &str, expected: &str| {
        let start = factlint::text::offset(text.find(inside).unwrap());
        let end = start + factlint::text::offset(inside.len());
        let found = sentence(text, start..end, &vietnamese);
        assert_eq!(text.get(found.start as usize..found.end as usize), Some(expected));
    };
    let text = "Mưa to. Ở TP. Hạ Long có 1.421 chi bộ. Gió nhẹ.\nTrời nắng";
    check(text, "1.421", "Ở TP. Hạ Long có 1.421 chi bộ.");
    check(text, "Mưa", "Mưa to.");
    check(text, "nắng", "Trời nắng");
    check(text, "Gió", "Gió nhẹ.");
}

#[test]
fn plain_numbers_of_a_table_are_read_whole_or_not_at_all() {
    let vietnamese = locale("vi-VN");
    let number = |text: &str| vietnamese.number(text).map_or_else(|error| error.to_string(), |figure| figure.to_string());
    assert_eq!(number("1.421"), "1421");
    assert_eq!(number("-12,50"), "-12.50");
    assert_eq!(number("1,421"), "`1,421` may be 1.421 or 1421");
    assert_eq!(number("1.42.100"), "`1.42.100` groups its digits wrongly");
    assert_eq!(number("12 xã"), "`12 xã` is not a number");
    assert_eq!(number(""), "`` is not a number");
}

mod laws {
    use std::sync::LazyLock;

    use super::*;
    use proptest::prelude::*;

    /// Words and signs of figures in any order reach more of the reader than arbitrary text does.
    fn figures() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "1",
            "02",
            "421",
            "2022",
            "30",
            "13",
            ".",
            ",",
            "/",
            "-",
            "–",
            " ",
            "%",
            "(",
            ")",
            "\n",
            "+",
            "~",
            ":",
            "trên",
            "không quá",
            "khoảng",
            "từ",
            "đến",
            "và",
            "năm",
            "tháng",
            "ngày",
            "quý",
            "thứ",
            "ba",
            "mươi",
            "trăm",
            "linh",
            "nghìn",
            "triệu",
            "tỷ",
            "rưỡi",
            "phẩy",
            "chi bộ",
            "đồng",
            "ha",
            "NQ",
            "TW",
            "XIII",
            "khóa",
            "trở lên",
            "of",
            "March",
            "half",
            "and",
            "a",
            "th",
            "hundred",
            "½",
            "km2",
            "@",
            "_",
            "年",
            "月",
            "k",
            "tr",
            "đ",
            "hàng",
            "gấp đôi",
            "±",
            "zwei",
            "und",
            "millones",
            "de",
            "centésimo",
            "eenendertig",
            "einhundert",
            "令和",
            "７",
            "half a",
            "e5",
            "mille",
            "°C",
            "'",
            "º",
            "#",
        ]);
        prop::collection::vec((piece, prop::bool::ANY), 0..30).prop_map(|pieces| {
            pieces.into_iter().map(|(piece, space)| if space { format!("{piece} ") } else { piece.to_owned() }).collect()
        })
    }

    static VIETNAMESE: LazyLock<Locale> = LazyLock::new(|| locale("vi-VN"));
    static AMERICAN: LazyLock<Locale> = LazyLock::new(|| locale("en-US"));
    static GERMAN: LazyLock<Locale> = LazyLock::new(|| locale("de-DE"));
    static SPANISH: LazyLock<Locale> = LazyLock::new(|| locale("es-ES"));
    static JAPANESE: LazyLock<Locale> = LazyLock::new(|| locale("ja-JP"));

    fn sound(text: &str, locale: &Locale) -> Result<(), TestCaseError> {
        let found = scan(text, locale);
        let mut last = 0;
        for mention in &found.mentions {
            prop_assert!(mention.range.start >= last && mention.range.end > mention.range.start, "{mention:?} in {text:?}");
            prop_assert!(text.get(mention.range.start as usize..mention.range.end as usize).is_some(), "{mention:?} in {text:?}");
            prop_assert!(
                mention.figure.start >= mention.range.start && mention.figure.end <= mention.range.end,
                "{mention:?} in {text:?}"
            );
            last = mention.range.end;
        }
        for mention in &found.mentions {
            let ask = Ask { focus: "", kind: mention.kind, unit: mention.unit.as_ref(), metric: None, published: None };
            let around = sentence(text, mention.range.clone(), locale);
            prop_assert!(around.start <= mention.range.start && around.end >= mention.range.end);
            prop_assert!(read(text, &found.mentions, mention.range.clone(), &ask, locale).is_ok());
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,80}") {
            sound(&text, &VIETNAMESE)?;
            sound(&text, &AMERICAN)?;
        }

        #[test]
        fn any_figures_are_read_without_a_panic(text in figures()) {
            for locale in [&VIETNAMESE, &AMERICAN, &GERMAN, &SPANISH, &JAPANESE] {
                sound(&text, locale)?;
            }
        }

        #[test]
        fn neutral_words_before_a_text_move_its_mentions_and_nothing_else(text in figures()) {
            let locale: &Locale = &VIETNAMESE;
            let prefix = "Đây là lời bình.\n";
            let moved = mentions(&format!("{prefix}{text}"), locale);
            let plain = mentions(&text, locale);
            prop_assert_eq!(moved.iter().map(outline).collect::<Vec<_>>(), plain.iter().map(outline).collect::<Vec<_>>());
            let shift = factlint::text::offset(prefix.len());
            prop_assert!(moved.iter().zip(&plain).all(|(moved, plain)| moved.range.start == plain.range.start + shift));
        }
    }
}

/// Counts places that were looked at, never time: four times the text may take little more than four times the work.
#[test]
fn work_grows_with_the_text_and_no_faster() {
    let pieces = [
        "Toàn huyện có trên 2.350 đảng viên, 21-NQ/TW ngày 16/6/2022. ",
        "1 ",
        "1,",
        "1.000.",
        "1/",
        "2-",
        "a#1",
        "a-1-",
        "+1 ",
        "năm ",
        "hai mươi ",
        "trên khoảng ",
        "từ ngày ",
        "the half of a ",
        "3 và ",
        "3, ",
        "trăm ",
        "một phần ",
        "m/",
        "(",
        "1\n",
        "thôn, bản, ",
        "8h30",
        "1 .421",
    ];
    for tag in ["vi-VN", "en-US", "de-DE"] {
        let locale = locale(tag);
        let work = |piece: &str, times: usize| scan(&piece.repeat(times), &locale).work;
        for piece in pieces {
            let (short, long) = (work(piece, 300), work(piece, 1200));
            assert!(long <= short * 4 + short / 2 + 200, "{tag}: {piece:?} takes {short}, four times of it {long}");
        }
    }
}

/// The answers to rows, and what is told of lines that are none.
fn answers(input: &str) -> (Vec<serde_json::Value>, Vec<String>) {
    let american = locale("en-US");
    let fallback = Fallback { locale: &american, own: &[], reference: None, all: false };
    let (mut output, mut wrong) = (Vec::new(), Vec::new());
    read_rows(input.as_bytes(), &mut output, fallback, |error| wrong.push(error.to_string())).expect("a buffer takes all");
    let lines = String::from_utf8(output).expect("JSON is UTF-8");
    (lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect(), wrong)
}

#[test]
fn rows_are_answered_in_order_with_offsets_in_code_points_and_bytes() {
    let input = "{\"id\":7,\"locale\":\"vi-VN\",\"text\":\"Có trên 2.350 đảng viên\"}\n\n{\"id\":\"b\",\"text\":\"no figure\"}\n";
    let (answers, _) = answers(input);
    let mention = &answers[0]["mentions"][0];
    assert_eq!((&answers[0]["id"], &answers[1]["id"]), (&serde_json::json!(7), &serde_json::json!("b")));
    assert_eq!((mention["start"].as_u64(), mention["end"].as_u64()), (Some(3), Some(23)));
    assert_eq!((mention["byte_start"].as_u64(), mention["byte_end"].as_u64()), (Some(4), Some(29)));
    assert_eq!((mention["value"].as_str(), mention["qualifier"].as_str()), (Some("2350"), Some("above")));
}

#[test]
fn a_line_that_is_no_row_is_told_with_its_number_and_the_others_are_answered() {
    let input = "[]\n{\"id\":1}\n{\"id\":2,\"text\":\"on May 3\",\"reference\":\"2022-06-01\"}\n{\"id\":3,\"text\":\"\",\"locale\":\"tlh\"}\n\
                 {\"id\":4,\"text\":\"\",\"reference\":\"soon\"}";
    let (answers, wrong) = answers(input);
    assert_eq!(answers.len(), 1);
    let mention = &answers[0]["mentions"][0];
    assert_eq!((&mention["value"], &mention["inferred_year"]), (&serde_json::json!("XXXX-05-03"), &serde_json::json!(2022)));
    let begins =
        ["line 1: not a JSON object", "line 2: not a row", "line 4: there is no locale `tlh`", "line 5: the reference `soon`"];
    assert_eq!(wrong.len(), begins.len());
    assert!(wrong.iter().zip(begins).all(|(error, begin)| error.starts_with(begin)), "{wrong:?}");
}

#[test]
fn an_answer_is_written_in_four_forms_and_places_are_those_of_the_text_as_given() {
    let text = "Có 1,421 chi bộ, thu hơn 2 tỷ đồng\nsau ha\u{300}nh trình, ngày 30/2/2022; từ 5 đến 7 xã, giai đoạn 2021-2025";
    let answer = answer(text, &locale("vi-VN"), None, false);
    let written = |form: &str| {
        let mut out = Vec::new();
        listing::write(&answer, text, Form::parse(form).expect("a form"), &mut out).expect("a buffer takes all");
        String::from_utf8(out).expect("UTF-8")
    };
    insta::assert_snapshot!(written("table"), @r#"
    place  kind    value       unit    hedge  words
    1:4    number  1421        chi bộ         1,421 chi bộ  (number/english-grouping)
    1:22   money   2000000000  VND     above  hơn 2 tỷ đồng
    2:34   number  5..7        xã             từ 5 đến 7 xã
    2:49   period  2021/2025   year           giai đoạn 2021-2025
    2:18  date/impossible: `ngày 30/2/2022`: month 2 has no day 30
    "#);
    insta::assert_snapshot!(written("csv"), @r#"
    start,end,byte_start,byte_end,kind,value,unit,qualifier,text,remarks
    3,15,4,18,number,1421,chi bộ,exact,"1,421 chi bộ",number/english-grouping
    21,34,24,43,money,2000000000,VND,above,hơn 2 tỷ đồng,
    68,81,80,99,number,5..7,xã,exact,từ 5 đến 7 xã,
    83,102,101,123,period,2021/2025,year,,giai đoạn 2021-2025,
    52,66,63,78,problem,,,,ngày 30/2/2022,date/impossible
    "#);
    assert_eq!(written("jsonl").lines().count(), 5);
    let json: serde_json::Value = serde_json::from_str(&written("json")).expect("one object");
    assert_eq!(json["mentions"][2]["value"]["low"], "5");
    let places = |told: &Told| text.get(told.byte_start as usize..told.byte_end as usize) == Some(told.text.as_str());
    assert!(answer.mentions.iter().all(places));
}
