//! Claimed against found, as writings: digits and grain, hedge, unit, date, each by itself; and the slip that would explain a
//! difference. Two ranges are never compared here.

use crate::date::{Date, Part};
use crate::evidence::{Mention, Reading};
use crate::number::Exact;
use crate::said::Said;
use crate::truth::Truth;
use crate::value::{Figure, Kind, Measure, Qualifier, Unit, Value};

/// What a claim says, for comparison with what was found.
pub(super) struct Claimed<'a> {
    pub(super) value: &'a Value,
    pub(super) kind: Kind,
    pub(super) unit: Option<&'a Unit>,
}

/// Whether two ends of a comparison agree; the reason is the headline where they do not.
pub(super) type Agreement = Result<(), Said>;

/// Whether the value claimed is the value read, hedge and unit left aside.
pub(super) fn agrees(claimed: &Claimed<'_>, reading: &Reading) -> Agreement {
    let found = &reading.mention.value;
    let same = match (claimed.value, found) {
        (Value::Figure(left), Value::Figure(right)) => {
            let code = figures_agree(left, right, None);
            let converted = conversion(claimed, reading).is_some_and(|factor| figures_agree(left, right, Some(&factor)).is_ok());
            return code.or_else(|code| {
                let said = said_of_both(code, claimed, reading);
                let said = if code == "value/false-precision" {
                    said.with("step", &left.grain).with("grain", &right.grain)
                } else {
                    said
                };
                if converted { Ok(()) } else { Err(said) }
            });
        }
        (Value::Range(a, b), Value::Range(c, d)) => a.shown == c.shown && b.shown == d.shown,
        (Value::Date(left), Value::Date(right)) => return dates_agree(*left, *right, reading),
        (Value::Period(left), Value::Period(right)) => left == right,
        (Value::Document(left), Value::Document(right)) => left.text == right.text,
        (Value::Text(left), Value::Text(right)) => right.contains(left.as_str()), // the words claimed stand in the quote
        _ => false,
    };
    if same { Ok(()) } else { Err(said_of_both("value/differs", claimed, reading)) }
}

/// A value with its unit, as far as that helps to tell two apart: counted nouns are the business of `same_unit`.
fn worded(value: &Value, kind: Kind, unit: Option<&Unit>) -> String {
    match (value, kind, unit) {
        (Value::Figure(_) | Value::Range(..), Kind::Percent, _) => format!("{value} %"),
        (Value::Figure(_) | Value::Range(..), Kind::Money | Kind::Quantity | Kind::Duration, Some(unit)) => {
            format!("{value} {}", unit.text)
        }
        _ => value.to_string(),
    }
}

fn said_of_both(code: &'static str, claimed: &Claimed<'_>, reading: &Reading) -> Said {
    let mention = &reading.mention;
    // a claim's unit may hold a scale word, which is multiplied in already; the reading's never does
    let unit = claimed.unit.filter(|_| claimed.kind != Kind::Money).or(mention.unit.as_ref());
    Said::new(code)
        .with("claimed", worded(claimed.value, claimed.kind, unit))
        .with("found", worded(&mention.value, mention.kind, mention.unit.as_ref()))
}

fn same_when_converted(claimed: &Claimed<'_>, reading: &Reading) -> bool {
    match (claimed.value, &reading.mention.value, conversion(claimed, reading)) {
        (Value::Figure(left), Value::Figure(right), Some(factor)) => figures_agree(left, right, Some(&factor)).is_ok(),
        _ => false,
    }
}

/// What a claimed number is multiplied by to compare it with the one found, where both units measure the same: km² against ha.
fn conversion(claimed: &Claimed<'_>, reading: &Reading) -> Option<Exact> {
    match (&claimed.unit?.measure, &reading.mention.unit.as_ref()?.measure) {
        (Measure::Measured { dimension: left, factor: from }, Measure::Measured { dimension: right, factor: to })
            if left == right && from != to =>
        {
            from.checked_div(to)
        }
        _ => None,
    }
}

/// Whether two figures agree as writings, the claimed one multiplied by `factor`; the code of the message where they do not.
fn figures_agree(claimed: &Figure, found: &Figure, factor: Option<&Exact>) -> Result<(), &'static str> {
    let scale = |exact: &Exact| factor.map_or_else(|| exact.clone(), |factor| exact * factor);
    let (shown, grain) = (scale(&claimed.shown), scale(&claimed.grain));
    let reach = &(&shown - &found.shown).abs();
    if shown == found.shown {
        // 12.50 claims a hundredth that "12,5" does not show; 1250000000000 is "1.250 tỷ" written out
        let finer = claimed.rounded && grain < found.grain && factor.is_none();
        return if finer { Err("value/false-precision") } else { Ok(()) };
    }
    if grain > found.grain && claimed.rounded && *reach <= grain.half() {
        return Ok(()); // the claim rounds what the source says
    }
    if grain < found.grain && found.rounded && *reach <= found.grain.half() {
        return Err("value/false-precision");
    }
    Err("value/differs")
}

/// A claim may say less than its source. It may say the year that the source leaves out only where the day of publication
/// decides it.
fn dates_agree(claimed: Date, found: Date, reading: &Reading) -> Agreement {
    let covers = |claimed: Date, found: Date| match (claimed.days(), found.days()) {
        (Some((from, until)), Some((first, last))) => from <= first && last <= until,
        _ => claimed == found,
    };
    let without_year = |date: Date| Date::new(None, date.part()).ok();
    let fits = match (claimed.year(), found.year()) {
        (Some(_), Some(_)) | (None, None) => covers(claimed, found),
        (None, Some(_)) => Some(claimed) == without_year(found),
        (Some(year), None) => {
            let inferred = inferred_year(reading);
            if without_year(claimed) != Some(found) {
                false
            } else if inferred.is_none() {
                return Err(Said::new("year/not-said").with("claimed", claimed).with("found", found));
            } else {
                inferred == Some(year)
            }
        }
    };
    let said = || Said::new("value/differs").with("claimed", claimed).with("found", found);
    if fits { Ok(()) } else { Err(said()) }
}

/// The year that the day of publication gives a date without one.
fn inferred_year(reading: &Reading) -> Option<i16> {
    reading.inferred.iter().find(|fact| fact.what == "year").and_then(|fact| fact.value.parse().ok())
}

/// Whether the hedge claimed is the hedge read.
pub(super) fn same_hedge(claimed: &Claimed<'_>, reading: &Reading, hedge: &str) -> Agreement {
    let (Some(left), Some(right)) = (qualifier(claimed.value), qualifier(&reading.mention.value)) else { return Ok(()) };
    if left == right {
        return Ok(());
    }
    let code = if left == Qualifier::Exact { "hedge/dropped" } else { "hedge/differs" };
    let said = Said::new(code).with("claimed", claimed.value).with("found", &reading.mention.value);
    Err(if hedge.is_empty() { said } else { said.with("hedge", hedge) })
}

fn qualifier(value: &Value) -> Option<Qualifier> {
    match value {
        Value::Figure(figure) => Some(figure.qualifier),
        Value::Range(low, _) => Some(low.qualifier),
        _ => None,
    }
}

/// Whether the unit claimed is the unit read. `after` is the text after the figure and `sentence` the whole sentence: a counted
/// noun that the locale does not know is looked for there.
pub(super) fn same_unit(claimed: &Claimed<'_>, reading: &Reading, after: &str, sentence: &str) -> Result<Truth, Said> {
    let found = reading.mention.unit.as_ref();
    let kind = reading.mention.kind;
    if matches!((claimed.kind, kind), (Kind::Percent, Kind::Points) | (Kind::Points, Kind::Percent)) {
        return Err(Said::new("slip/percent-points"));
    }
    let said = |found: &str| {
        let claimed = claimed.unit.map_or(claimed.kind.name(), |unit| &unit.text);
        Said::new("unit/differs").with("claimed", claimed).with("found", found)
    };
    let Some(unit) = claimed.unit else {
        return match found.map(|unit| (&unit.measure, unit)) {
            Some((Measure::Money(_) | Measure::Measured { .. }, unit)) if kind != Kind::Duration => Err(said(&unit.text)),
            Some((Measure::Percent, unit)) if claimed.kind != Kind::Percent => Err(said(&unit.text)),
            _ => Ok(Truth::True),
        };
    };
    if unit.measure == Measure::Counted && after.strip_prefix(' ').is_some_and(|after| after.starts_with(&*unit.text)) {
        return Ok(Truth::True); // as nearly always
    }
    // line breaks and runs of spaces in the source are spaces here
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let words = spaced(&unit.text);
    match (&unit.measure, found) {
        (Measure::Counted, _) if spaced(after).starts_with(&words) => Ok(Truth::True),
        (Measure::Counted, Some(found)) if found.measure == Measure::Counted => {
            if same_nouns(unit, found) {
                Ok(Truth::True)
            } else {
                Err(said(&found.text))
            }
        }
        (Measure::Counted, None) if spaced(sentence).contains(&words) => Ok(Truth::True),
        (_, None) => Ok(Truth::Unknown),
        (left, Some(found)) => match (left, &found.measure) {
            (left, right) if left == right => Ok(Truth::True),
            // 0.15 km² for "15 ha" is the same area in another unit; 15 km² for "15 ha" is a wrong unit
            (Measure::Measured { .. }, Measure::Measured { .. }) if same_when_converted(claimed, reading) => Ok(Truth::True),
            _ => Err(said(&found.text)),
        },
    }
}

/// "thôn, bản, khu phố" is a set, whatever its order; "chi bộ" is said by "chi bộ trực thuộc".
fn same_nouns(claimed: &Unit, found: &Unit) -> bool {
    let spaced = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    let (claimed, found) = (
        Unit { name: spaced(&claimed.name).into(), ..claimed.clone() },
        Unit { name: spaced(&found.name).into(), ..found.clone() },
    );
    if claimed.name == found.name || begins_with(&found.name, &claimed.name) || begins_with(&claimed.name, &found.name) {
        return true;
    }
    let set = |text: &str| {
        let text = text.replace(" và ", ",").replace(" and ", ",");
        let mut nouns: Vec<String> = text.split([',', '/', '(', ')']).map(|noun| noun.trim().to_owned()).collect();
        nouns.retain(|noun| !noun.is_empty());
        nouns.sort_unstable();
        nouns
    };
    set(&claimed.name) == set(&found.name)
}

/// Whether a text begins with another as whole words.
fn begins_with(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| rest.starts_with([' ', ',']))
}

/// Figures on each side of a reading among which the claimed one is looked for: a row or a column away, not a chapter.
const NEIGHBOURS_MAX: usize = 500;

/// The slips that would explain why a value is not the one found, most telling first. Each says what would fit.
pub(super) fn slips(claimed: &Claimed<'_>, reading: &Reading, neighbours: &[Mention]) -> Vec<Said> {
    let mut slips: Vec<Said> = match (claimed.value, &reading.mention.value) {
        (Value::Figure(left), Value::Figure(right)) if left.shown == right.shown => Vec::new(),
        (Value::Figure(left), Value::Figure(right)) => {
            // one digit of a rank in Roman numerals is no slip of a digit
            let ordinal = reading.mention.kind == Kind::Ordinal;
            figure_slip(left, right).filter(|_| !ordinal).into_iter().collect()
        }
        (Value::Date(left), Value::Date(right)) => {
            // what would fit a claim with a year is the day in the year that publication gives it
            let year = left.year().and(inferred_year(reading));
            let without_year = Date::new(None, left.part()).ok();
            if left.year().is_some() && year.is_none() && without_year == Some(*right) {
                return vec![Said::new("slip/leave-year-open").with("fit", right)];
            }
            let found = year.and_then(|year| right.in_year(year).ok()).unwrap_or(*right);
            date_slip(*left, found).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let own = reading.mention.figure.clone();
    let at = neighbours.partition_point(|mention| mention.figure.start < own.start);
    let near = at.saturating_sub(NEIGHBOURS_MAX)..(at + NEIGHBOURS_MAX).min(neighbours.len());
    let neighbour = neighbours
        .get(near)
        .unwrap_or_default()
        .iter()
        .find(|mention| mention.figure != own && same_shown(claimed.value, &mention.value));
    if let Some(neighbour) = neighbour {
        slips.push(Said::new("slip/neighbour").with("text", &neighbour.value));
    }
    slips
}

fn same_shown(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Figure(left), Value::Figure(right)) => left.shown == right.shown,
        (left, right) => left == right,
    }
}

fn figure_slip(claimed: &Figure, found: &Figure) -> Option<Said> {
    let fit = |code: &'static str| Said::new(code).with("fit", found.digits());
    if claimed.shown == -&found.shown {
        return Some(fit("slip/sign"));
    }
    if let Some(power) = power_of_ten_between(&claimed.shown, &found.shown) {
        let places = claimed.grain.last_place().unwrap_or(0);
        let misread = power == -3 && places == -3 && found.shown.is_whole();
        let factor = Exact::power_of_ten(power.abs()).to_string();
        return Some(match power {
            _ if misread => fit("slip/separator"),
            3 | 6 | 9 | -3 | -6 | -9 => fit("slip/scale-word").with("factor", factor),
            _ => fit("slip/factor").with("factor", factor),
        });
    }
    let (left, right) = (plain_digits(claimed)?, plain_digits(found)?);
    let code = if is_transposed(&left, &right) {
        "slip/transposed"
    } else if left.len() + 1 == right.len() && is_one_more(&right, &left) {
        "slip/digit-dropped"
    } else if right.len() + 1 == left.len() && is_one_more(&left, &right) {
        "slip/digit-doubled"
    } else if left.len() == right.len() && left.iter().zip(&right).filter(|(a, b)| a != b).count() == 1 {
        "slip/digit-changed"
    } else {
        return None;
    };
    Some(fit(code))
}

/// The power of ten by which two numbers differ, if they differ by nothing else.
fn power_of_ten_between(claimed: &Exact, found: &Exact) -> Option<i32> {
    let ratio = claimed.checked_div(found)?;
    let place = ratio.last_place()?;
    (place != 0 && Exact::power_of_ten(place) == ratio).then_some(place)
}

/// The digits without point and sign, at the finer of the usual writings: 12.5 is 1, 2, 5.
fn plain_digits(figure: &Figure) -> Option<Vec<u8>> {
    let digits: Vec<u8> = figure.digits().bytes().filter(u8::is_ascii_digit).collect();
    (!figure.shown.to_string().contains('/')).then_some(digits)
}

fn is_transposed(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let places: Vec<usize> = (0..left.len()).filter(|&place| left[place] != right[place]).collect();
    matches!(places[..], [a, b] if b == a + 1 && left[a] == right[b] && left[b] == right[a])
}

/// Whether `longer` is `shorter` with one digit put in.
fn is_one_more(longer: &[u8], shorter: &[u8]) -> bool {
    let shared = longer.iter().zip(shorter).take_while(|(a, b)| a == b).count();
    longer[shared + 1..] == shorter[shared..]
}

fn date_slip(claimed: Date, found: Date) -> Option<Said> {
    let fit = |code: &'static str| Said::new(code).with("fit", found);
    match (claimed.part(), found.part()) {
        (Part::Day { month, day }, Part::Day { month: other, day: found_day })
            if month == found_day && day == other && month != day && same_year(claimed, found) =>
        {
            Some(fit("slip/day-month"))
        }
        (left, right) if left == right && claimed.year() != found.year() => Some(fit("slip/year")),
        _ => None,
    }
}

fn same_year(claimed: Date, found: Date) -> bool {
    claimed.year() == found.year() || claimed.year().is_none() || found.year().is_none()
}
