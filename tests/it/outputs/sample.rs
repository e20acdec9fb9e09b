//! The sample: a small project with every level, verdict and kind of place, built from the real types.

use std::path::PathBuf;

use factlint::claim::{ClaimId, Claims, Field, NewClaim};
use factlint::document::{Document, Format, Source, SourceId};
use factlint::evidence::{
    Anchor, AnchorDetail, Change, Difference, Evidence, Fold, FoldSet, Found, Inferred, Mention, Reading, Remark, Status, Unread,
};
use factlint::finding::{Level, Problem, Verdict};
use factlint::names::{Name, Names};
use factlint::number::Exact;
use factlint::outcome::{Judged, Outcome, RuleId, Step, Subject, Tally};
use factlint::project::{Config, Project, Waiver};
use factlint::report::{Input, Options, Report, report};
use factlint::rule::Head;
use factlint::said::Said;
use factlint::table::At;
use factlint::text::{File, FileId, Files, Role, Span};
use factlint::value::{Figure, Kind, Measure, Qualifier, Unit, Value};
use jiff::civil::date;

pub(crate) struct Sample {
    pub(crate) project: Project,
    pub(crate) heads: Vec<Head>,
    pub(crate) judged: Judged,
    pub(crate) evidence: Found,
    pub(crate) problems: Vec<Problem>,
}

const CONFIG: &str = r#"locale = "vi-VN"
dims = ["area"]
claims = ["claims.toml"]
ruels = ["rules.toml"]

[[source]]
id = "bulletin"
path = "ban-tin.txt"
sha256 = "0c1d"

[[waiver]]
rule = "village-cells-within-total"
claim = "village-cells"
reason = "đã hỏi lại nơi ra bản tin, chờ đính chính"
by = "ban dữ liệu"
until = 2026-12-31
"#;

const CLAIMS: &str = r#"[[claim]]
id = "cells"
value = 4917
unit = "chi bộ"
quote = "4.971 chi bộ"

[[claim]]
id = "members"
value = 104700
unit = "đảng viên"
quote = "trên 104.700 đảng viên"

[[claim]]
id = "village-cells"
value = 5142
unit = "chi bộ"
quote = "1.452 chi bộ thôn, bản"

[[claim]]
id = "share"
value = "29.2 %"
quote = "tỷ lệ 29,2 %"

[[claim]]
id = "committees"
value = 20
unit = "đảng bộ"
quote = "20 đảng bộ trực thuộc tỉnh"

[[claim]]
id = "bases"
value = 669
quote = "có 669 tổ chức cơ sở"

[[claim]]
id = "homes"
value = 13
quote = "13 thôn"

[[claim]]
id = "mixed"
value = 3
quote = "từ 3 đến 7 lớp, 120 người"

[[claim]]
id = "budget"
value = 1250
unit = "tỷ đồng"
quote = "1.250 tỷ đồng"

[[claim]]
id = "bare"
value = 7

[[claim]]
id = "tail"
value = "> 500"
quote = "trên 500 hộ"
"#;

const BULLETIN: &str = "\u{feff}BẢN TIN\nToàn tỉnh có 4.971 chi bộ, trên 104.700 đảng viên; trong đó 1.452 chi bộ thôn,\nbản, khu phố, \
tỷ lệ 29,2 % tổng số.\nTỉnh có 696 tổ chức cơ sở. Xã Ba Khe có 13 thôn, xã Đồng Lâm cũng có 13 thôn.\nMở từ 3 đến 7 lớp, 120 người.\n";

/// Decomposed letters, a colour code and a turned reading direction.
const DECOMPOSED: &str = "Ngân sách xa\u{303}: \u{1b}[31m1.250 ty\u{309} đô\u{300}ng\u{202e} cho ca\u{309} năm\n";

const RULES: &str = r#"[[rule]]
id = "village-cells-within-total"
check = "village <= total"

[[rule]]
id = "cells-per-committee"
check = "total >= 300 * committees"

[[rule]]
id = "members-per-cell"
level = "note"
check = "members <= 20 * cells"

[[rule]]
id = "share-fits"
level = "warning"
check = "share(village, total) == share"

[[rule]]
id = "never-used"
check = "old <= new"
"#;

const CORE: &str = "[[rule]]\nid = \"quoted\"\ncheck = \"located(c)\"\n\n[[rule]]\nid = \"agrees\"\ncheck = \"agrees(c)\"\n\n\
[[rule]]\nid = \"hedge-kept\"\ncheck = \"same_hedge(c)\"\n\n[[rule]]\nid = \"figure-marked\"\ncheck = \"marked(c)\"\n\n\
[[rule]]\nid = \"source-unchanged\"\ncheck = \"unchanged\"\n\n[[rule]]\nid = \"rule-used\"\ncheck = \"used\"\n";

/// The files of the sample, found by what they say.
struct Shelf {
    files: Files,
    config: FileId,
    claims: FileId,
    bulletin: FileId,
    decomposed: FileId,
    long: FileId,
    rules: FileId,
    core: FileId,
}

impl Shelf {
    fn new() -> Shelf {
        let mut files = Files::default();
        let mut add = |path: &str, role, text: String| files.add(File::new(path.into(), role, text));
        let filler = "chuyện ngoài lề, ".repeat(110_000);
        let config = add("factlint.toml", Role::Config, CONFIG.into());
        let claims = add("claims.toml", Role::Claims, CLAIMS.into());
        let bulletin = add("ban-tin.txt", Role::Source, BULLETIN.into());
        let decomposed = add("ngân-sách.txt", Role::Source, DECOMPOSED.into());
        let long = add("long.txt", Role::Source, format!("{filler}có trên 500 hộ, {filler}"));
        let rules = add("rules.toml", Role::Rules, RULES.into());
        let core = add("factlint:core", Role::Rules, CORE.into());
        Shelf { files, config, claims, bulletin, decomposed, long, rules, core }
    }

    /// The place of words in a file, from the first `after` on.
    fn find(&self, file: FileId, after: &str, words: &str) -> Span {
        let text = &self.files.get(file).text;
        let from = text.find(after).expect("the words before are in the file");
        let at = text.get(from..).and_then(|rest| rest.find(words)).expect("the words are in the file");
        Span::new(file, from + at..from + at + words.len())
    }
}

fn range(span: Span) -> std::ops::Range<u32> {
    span.start..span.end
}

fn figure(qualifier: Qualifier, value: &str, grain: i32, rounded: bool) -> Value {
    let shown = Exact::parse(value).expect("a number of this sample");
    Value::Figure(Figure { qualifier, shown, grain: Exact::power_of_ten(grain), rounded })
}

fn count(value: i64) -> Value {
    Value::Figure(Figure::count(value))
}

/// A reading of words that stand in a file; the figure is the whole of them.
fn reading(span: Span, value: Value, kind: Kind, unit: Option<&str>) -> Reading {
    let measure = if kind == Kind::Percent { Measure::Percent } else { Measure::Counted };
    let unit = unit.map(|text| Unit { text: text.into(), name: text.into(), measure });
    let mention = Mention {
        range: range(span),
        figure: range(span),
        kind,
        value,
        unit,
        hedge: None,
        unit_range: None,
        others: Vec::new(),
        remarks: Vec::new(),
    };
    Reading { mention, sentence: range(span), inferred: Vec::new() }
}

fn stands(span: Span, folds: FoldSet, reading: Reading) -> Evidence {
    Evidence { anchor: Some(Anchor::at(range(span), folds)), reading: Ok(reading) }
}

fn not_located(status: Status, detail: AnchorDetail) -> Evidence {
    Evidence { anchor: Some(Anchor::without_place(status, detail)), reading: Err(Unread::NotLocated) }
}

fn claims(shelf: &Shelf, names: &mut Names) -> Claims {
    let mut claims = Claims::new(1);
    let area = names.add("Quảng Ninh");
    let values = [
        ("cells", count(4917), Kind::Number, "chi bộ", 0),
        ("members", count(104_700), Kind::Number, "đảng viên", 0),
        ("village-cells", count(5142), Kind::Number, "chi bộ", 0),
        ("share", figure(Qualifier::Exact, "29.2", -1, true), Kind::Percent, "", 0),
        ("committees", count(20), Kind::Number, "đảng bộ", 0),
        ("bases", count(669), Kind::Number, "", 0),
        ("homes", count(13), Kind::Number, "", 0),
        ("mixed", count(3), Kind::Number, "", 0),
        ("budget", figure(Qualifier::Exact, "1250000000000", 9, true), Kind::Money, "tỷ đồng", 1),
        ("bare", count(7), Kind::Number, "", 0),
        ("tail", figure(Qualifier::Above, "500", 0, false), Kind::Number, "", 2),
    ];
    for (id, value, kind, unit, source) in values {
        let head = shelf.find(shelf.claims, &format!("id = \"{id}\""), id);
        let block = shelf.files.get(shelf.claims).text.get(head.range().start..).expect("a boundary");
        let end = head.range().start + block.find("\n\n").unwrap_or(block.len());
        let mut fields = vec![(Field::Id, head)];
        for (field, key) in [(Field::Value, "value = "), (Field::Unit, "unit = "), (Field::Quote, "quote = ")] {
            let rest = block.get(..end - head.range().start).expect("a boundary");
            if let Some(at) = rest.find(key) {
                let written = rest.get(at + key.len()..).and_then(|rest| rest.lines().next()).unwrap_or_default();
                let start = head.range().start + at + key.len();
                fields.push((field, Span::new(shelf.claims, start..start + written.len())));
            }
        }
        let quote = fields.iter().find(|(field, _)| *field == Field::Quote).map(|(_, span)| shelf.files.slice(*span));
        claims.add(NewClaim {
            id: id.into(),
            span: Span::new(shelf.claims, head.range().start..end),
            metric: Name::NONE,
            dims: &[area],
            as_of: None,
            unit: names.add(unit),
            value: factlint::claim::NewValue::Value(value),
            kind,
            source: Some(SourceId(source)),
            quote: quote.unwrap_or_default().trim_matches('"').into(),
            before: "",
            after: "",
            focus: "",
            as_of_reason: "",
            narrow: [""; 4],
            fields,
        });
    }
    claims
}

fn evidence(shelf: &Shelf) -> Vec<Evidence> {
    let here = |words: &str| shelf.find(shelf.bulletin, "BẢN TIN", words);
    let exact = FoldSet::default();
    let mut spaces = exact;
    spaces.insert(Fold::Space);
    let village = here("1.452 chi bộ thôn,\nbản");
    let mut share = reading(here("29,2 %"), figure(Qualifier::Exact, "29.2", -1, true), Kind::Percent, Some("%"));
    share.inferred.push(Inferred { what: "year", value: "2022".into(), from: "published" });
    let money = shelf.find(shelf.decomposed, "Ngân", "1.250 ty\u{309} đô\u{300}ng");
    let mut budget = reading(money, figure(Qualifier::Exact, "1250000000000", 9, true), Kind::Money, Some("đồng"));
    budget.mention.remarks.push(Remark { code: "text/control", text: "a control character stands before the figure".into() });
    let mut nfc = exact;
    nfc.insert(Fold::Nfc);
    let tail = shelf.find(shelf.long, "có trên", "trên 500 hộ");
    let altered = AnchorDetail {
        nearest: Some(range(here("có 696 tổ chức cơ sở"))),
        difference: Some(Difference::Number),
        changes: vec![Change { quoted: "669".into(), printed: "696".into(), place: range(here("696")) }],
        ..AnchorDetail::default()
    };
    let several = AnchorDetail {
        places: vec![range(here("13 thôn")), range(shelf.find(shelf.bulletin, "cũng có", "13 thôn"))],
        context: Some("before = \"xã Ba Khe có\"".into()),
        ..AnchorDetail::default()
    };
    let absent = AnchorDetail { nearest: Some(range(here("BẢN TIN"))), ..AnchorDetail::default() };
    let mixed = here("từ 3 đến 7 lớp, 120 người");
    vec![
        stands(here("4.971 chi bộ"), exact, reading(here("4.971 chi bộ"), count(4971), Kind::Number, Some("chi bộ"))),
        stands(
            here("trên 104.700 đảng viên"),
            exact,
            reading(
                here("trên 104.700 đảng viên"),
                figure(Qualifier::Above, "104700", 0, false),
                Kind::Number,
                Some("đảng viên"),
            ),
        ),
        stands(village, spaces, reading(village, count(1452), Kind::Number, Some("chi bộ"))),
        stands(here("tỷ lệ 29,2 %"), exact, share),
        not_located(Status::Absent, absent),
        not_located(Status::Altered, altered),
        not_located(Status::Ambiguous, several),
        Evidence {
            anchor: Some(Anchor::at(range(mixed), exact)),
            reading: Err(Unread::Several(vec![range(here("3 đến 7")), range(here("120"))])),
        },
        stands(money, nfc, budget),
        Evidence::NONE,
        stands(tail, exact, reading(tail, figure(Qualifier::Above, "500", 0, false), Kind::Number, Some("hộ"))),
    ]
}

fn sources(shelf: &Shelf, names: &mut Names) -> Vec<Source> {
    let files = [("bulletin", shelf.bulletin), ("budget", shelf.decomposed), ("long", shelf.long)];
    let listed = shelf.find(shelf.config, "[[source]]", "\"ban-tin.txt\"");
    let source = |(id, file): (&str, FileId)| Source {
        id: names.add(id),
        span: shelf.find(shelf.config, "[[source]]", "[[source]]"),
        path: shelf.files.get(file).path.clone(),
        path_span: listed,
        locale: None,
        published: None,
        sha256: (id == "bulletin").then(|| ("0c1d5f2a9b8e7d6c5b4a".into(), shelf.find(shelf.config, "sha256", "\"0c1d\""))),
        part: None,
        title: None,
        url: None,
        fetched: None,
        by: None,
        transcript: None,
        accepted: factlint::document::Acceptance::default(),
        document: Document::Text { file, part: 0..9, digest: "99aa5f2a9b8e7d6c5b4a".into(), format: Format::Text },
    };
    files.into_iter().map(source).collect()
}

/// Every rule: id, level, its sentence in English and Vietnamese, whether it is of the core pack.
const HEADS: &[(&str, Level, &str, &str, bool)] = &[
    ("quoted", Level::Error, "the quote stands in the source", "trích dẫn có trong nguồn", true),
    ("agrees", Level::Error, "the value is the one in the source", "giá trị đúng như trong nguồn", true),
    ("hedge-kept", Level::Warning, "the hedge is kept", "giữ nguyên chữ rào đón", true),
    ("figure-marked", Level::Error, "one figure is left in the quote", "trích dẫn chỉ còn một số", true),
    ("source-unchanged", Level::Error, "the source is as it was pinned", "nguồn còn nguyên như khi ghi mã băm", true),
    ("rule-used", Level::Warning, "every rule judges something", "quy tắc nào cũng có việc", true),
    (
        "village-cells-within-total",
        Level::Error,
        "village cells are among all cells",
        "chi bộ thôn nằm trong tổng số chi bộ",
        false,
    ),
    ("cells-per-committee", Level::Error, "a committee has at least 300 cells", "mỗi đảng bộ có ít nhất 300 chi bộ", false),
    ("members-per-cell", Level::Note, "a cell has at most 20 members", "mỗi chi bộ có tối đa 20 đảng viên", false),
    ("share-fits", Level::Warning, "the share is that of the counts", "tỷ lệ khớp với các số đếm", false),
    ("never-used", Level::Warning, "the new count is not below the old", "số mới không thấp hơn số cũ", false),
];

fn heads(shelf: &Shelf) -> Vec<Head> {
    let head = |&(id, level, english, vietnamese, core): &(&str, Level, &str, &str, bool)| {
        let file = if core { shelf.core } else { shelf.rules };
        let written = shelf.find(file, &format!("id = \"{id}\""), &format!("\"{id}\""));
        let check = shelf.find(file, &format!("id = \"{id}\""), "check = ");
        let text = shelf.files.get(file).slice(check.range().end..usize::MAX);
        let rest = shelf.files.get(file).text.get(check.range().end..).and_then(|rest| rest.lines().next());
        let rest = rest.unwrap_or(text);
        Head {
            id: At { value: id.into(), span: written },
            level,
            says: vec![("en".into(), english.into()), ("vi".into(), vietnamese.into())],
            about: None,
            check: At {
                value: rest.trim_matches('"').into(),
                span: Span::new(file, check.range().end..check.range().end + rest.len()),
            },
            span: written,
            pack: core.then(|| "factlint:core".into()),
            metric: None,
        }
    };
    HEADS.iter().map(head).collect()
}

/// An outcome of a rule over claims by name and place.
fn outcome(rule: u32, verdict: Verdict, names: &[(&str, u32)], because: Vec<Said>) -> Outcome {
    let bound = names.iter().map(|(name, id)| ((*name).to_owned(), vec![ClaimId(*id)])).collect();
    Outcome {
        rule: RuleId(rule),
        subject: Subject::Claims(bound),
        group: Vec::new(),
        verdict,
        unlikely: false,
        level: HEADS[rule as usize].1,
        because,
        steps: Vec::new(),
        unconfirmed: Vec::new(),
        waiver: None,
        known: None,
    }
}

fn with_steps(mut outcome: Outcome, heads: &[Head], steps: &[&str]) -> Outcome {
    let span = heads[outcome.rule.0 as usize].check.span;
    outcome.steps = steps.iter().map(|text| Step { span, text: (*text).into() }).collect();
    outcome.group = vec![("area".into(), "Quảng Ninh".into())];
    outcome
}

fn outcomes(heads: &[Head]) -> Vec<Outcome> {
    use Verdict::{Fails, Holds, NotApplicable, Possible, Unknown, Waived};
    let c = |id| [("c", id)];
    let differs = Said::new("value/differs").with("claimed", 4917).with("found", 4971);
    let dropped = Said::new("hedge/dropped").with("hedge", "trên").with("claimed", 104_700).with("found", "> 104700");
    let altered = Said::new("quote/altered-number").with("quoted", "669").with("printed", "696");
    let idle = Said::new("rule/judged-nothing").with("filter", "no claim has metric = \"old-cells\"");
    let village = [("village", 2), ("total", 0)];
    let mut waived = with_steps(outcome(6, Waived, &village, vec![Said::new("rule/fails")]), heads, &["5142 <= 4917"]);
    waived.waiver = Some(0);
    let mut unlikely =
        with_steps(outcome(9, Possible, &[("village", 2), ("total", 0), ("share", 3)], Vec::new()), heads, &["1.0457 == 0.292"]);
    unlikely.unlikely = true;
    let counts = Said::new("source/changed").with("unchanged", 7).with("moved", 2).with("altered", 1);
    let digests = Said::new("source/digests").with("pinned", "0c1d5f2a9b8e7d6c5b4a").with("found", "99aa5f2a9b8e7d6c5b4a");
    let mut source = outcome(4, Fails, &[], vec![counts, digests]);
    source.subject = Subject::Source(SourceId(0));
    let mut rule = outcome(5, Fails, &[], vec![idle]);
    rule.subject = Subject::Rule(RuleId(10));
    let mut confirmed = with_steps(
        outcome(
            7,
            Fails,
            &[("total", 0), ("committees", 4)],
            vec![Said::new("rule/fails"), Said::new("note/nouns-differ").with("left", "chi bộ").with("right", "đảng bộ")],
        ),
        heads,
        &["4917 >= 6000"],
    );
    confirmed.unconfirmed = vec![ClaimId(4)];
    let missing = with_steps(
        outcome(7, Unknown, &[("total", 0)], vec![Said::new("unknown/no-claim").with("name", "committees")]),
        heads,
        &[],
    );
    let mut held = outcome(1, Fails, &c(3), vec![Said::new("value/differs").with("claimed", "29.2 %").with("found", "29.3 %")]);
    held.known = Some(factlint::report::Known::Baseline);
    vec![
        outcome(0, Fails, &c(4), vec![Said::new("quote/absent")]),
        outcome(0, Fails, &c(5), vec![altered]),
        outcome(0, Fails, &c(6), vec![Said::new("quote/ambiguous").with("count", 2)]),
        outcome(1, Fails, &c(0), vec![differs, Said::new("slip/transposed").with("fit", 4971)]),
        outcome(2, Fails, &c(1), vec![dropped]),
        outcome(3, Unknown, &c(7), vec![Said::new("unknown/mark-the-figure").with("figures", 2)]),
        source,
        rule,
        confirmed,
        missing,
        waived,
        unlikely,
        with_steps(outcome(8, Fails, &[("members", 1), ("cells", 0)], vec![]), heads, &["> 104700 <= 98340"]),
        with_steps(outcome(9, Possible, &[("share", 3)], Vec::new()), heads, &["0.292 == 29.2%"]),
        outcome(1, Holds, &c(8), Vec::new()),
        outcome(1, Fails, &c(10), vec![Said::new("moon/full").with("day", 3)]),
        held,
        outcome(8, NotApplicable, &[("members", 1)], Vec::new()),
    ]
}

fn tallies(outcomes: &[Outcome]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); HEADS.len()];
    for outcome in outcomes {
        tallies[outcome.rule.0 as usize].count(outcome.verdict, outcome.unlikely);
    }
    tallies
}

fn problems(shelf: &Shelf) -> Vec<Problem> {
    let key = shelf.find(shelf.config, "ruels", "ruels");
    vec![
        Problem::warning(
            "claims/unused-unit",
            "unit \"chi bộ\" is written in two ways",
            shelf.find(shelf.claims, "unit", "unit"),
        )
        .and(shelf.find(shelf.claims, "unit = \"đảng bộ\"", "\"đảng bộ\""), "here too"),
        Problem::error("config/unknown-key", "unknown key `ruels`", key)
            .saying("not a key of factlint.toml")
            .help("did you mean `rules`?"),
    ]
}

impl Sample {
    pub(crate) fn new() -> Sample {
        let shelf = Shelf::new();
        let mut names = Names::default();
        let claims = claims(&shelf, &mut names);
        let sources = sources(&shelf, &mut names);
        let (evidence, heads, problems) = (evidence(&shelf).into_iter().collect(), heads(&shelf), problems(&shelf));
        let at = |value: &str, key: &str| At { value: value.to_owned(), span: shelf.find(shelf.config, key, value) };
        let waiver = Waiver {
            span: shelf.find(shelf.config, "[[waiver]]", "[[waiver]]"),
            rule: at("village-cells-within-total", "[[waiver]]"),
            claim: Some(at("village-cells", "[[waiver]]")),
            source: None,
            value: None,
            reason: "đã hỏi lại nơi ra bản tin, chờ đính chính".into(),
            by: "ban dữ liệu".into(),
            until: Some(date(2026, 12, 31)),
        };
        let config = Config {
            file: shelf.config,
            locale: "vi-VN".into(),
            dims: vec![at("area", "dims")],
            rules: Vec::new(),
            reading: Vec::new(),
            incomplete_fails: true,
            baseline: None,
        };
        let outcomes = outcomes(&heads);
        let judged = Judged { tallies: tallies(&outcomes), outcomes, ..Judged::default() };
        let dims = vec![names.add("area")];
        let root = PathBuf::new();
        let project = Project {
            root,
            config,
            files: shelf.files,
            names,
            dims,
            claims,
            claim_files: Vec::new(),
            rule_files: Vec::new(),
            tables_file: None,
            metrics: Vec::new(),
            source_lists: Vec::new(),
            sources,
            source_ids: hashbrown::HashMap::new(),
            waivers: vec![waiver],
            baseline: Default::default(),
        };
        Sample { project, heads, judged, evidence, problems }
    }

    /// Leaves out outcomes and counts anew.
    pub(crate) fn keep(&mut self, wanted: impl Fn(&Outcome) -> bool) {
        self.judged.outcomes.retain(wanted);
        self.judged.tallies = tallies(&self.judged.outcomes);
    }

    pub(crate) fn report<T>(&self, options: Options<'_>, use_it: impl FnOnce(&Report<'_>) -> T) -> T {
        let claims = &self.project.claims;
        let field_span = |id: ClaimId, field: Field| claims.kept_span(id, field).unwrap_or_else(|| claims.span(id));
        let compared = [(factlint::report::Known::Baseline, "factlint-baseline.toml".to_owned())];
        let input = Input {
            project: &self.project,
            heads: &self.heads,
            judged: &self.judged,
            evidence: &self.evidence,
            problems: &self.problems,
            field_span: &field_span,
            today: date(2026, 6, 1),
            chosen: None,
            compared: &compared,
        };
        use_it(&report(&input, options))
    }
}
