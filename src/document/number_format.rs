//! Number format: a cell's number as a spreadsheet shows it, worked out on its digits, never on a float.
//!
//! Formats are those of ECMA-376, part 1, 18.8.30 and 18.8.31. What a format leaves to the region is told by [`Shown`].

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::Shown;

/// From which day a workbook counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// Day 1 is 1 January 1900, and 29 February 1900 is counted although it never was.
    From1900,
    /// Day 0 is 1 January 1904.
    From1904,
}

/// Significant digits that spreadsheets keep.
const DIGITS_MAX: usize = 15;

/// Characters that a number without a format may take.
const GENERAL_WIDTH: usize = 11;

/// Decimal places and leading zeros of a format at most.
const PLACES_MAX: usize = 30;

/// The format of a number that files do not spell out.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        14 => "SHORT",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "SHORT h:mm",
        37 | 38 => "#,##0 ;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        41 => "#,##0;-#,##0;\"-\"",
        43 => "#,##0.00;-#,##0.00;\"-\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

/// A number as a cell shows it; what is no number stays as it is.
pub(super) fn show(written: &str, format: &str, shown: Shown, calendar: Calendar) -> String {
    let Some(number) = Decimal::parse(written) else { return written.to_owned() };
    let short = if shown.month_first { "m/d/yyyy" } else { "dd/mm/yyyy" };
    let format = format.replace("SHORT", short);
    let sections = sections(&format);
    let (section, takes_sign) = match (sections.len(), number.sign()) {
        (0 | 1, _) => (sections.first(), true),
        (_, -1) => (sections.get(1), false),
        (3.., 0) => (sections.get(2), true),
        _ => (sections.first(), true),
    };
    let tokens = section.map(|section| tokens(section)).unwrap_or_default();
    let sign = if number.is_negative && takes_sign { "-" } else { "" };
    let number = number.rounded_to(DIGITS_MAX);
    if tokens.iter().any(|token| matches!(token, Token::General)) || tokens.is_empty() && format.is_empty() {
        let around = |token: &Token| match token {
            Token::Plain(text) => text.clone(),
            Token::General => format!("{sign}{}", number.general(shown)),
            _ => String::new(),
        };
        return tokens.iter().map(around).collect();
    }
    if tokens.iter().any(|token| matches!(token, Token::Condition | Token::Fraction)) {
        return format!("{sign}{}", number.general(shown));
    }
    if tokens.iter().any(|token| matches!(token, Token::Date(..))) {
        return moment(&number, &tokens, calendar).unwrap_or_else(|| format!("{sign}{}", number.general(shown)));
    }
    if tokens.iter().any(|token| matches!(token, Token::Text)) {
        return format!("{sign}{}", number.general(shown));
    }
    filled(number, &tokens, sign, shown)
}

/// A number as its decimal digits.
#[derive(Clone, Debug)]
struct Decimal {
    is_negative: bool,
    /// Digits without leading zeros; empty for zero.
    digits: Vec<u8>,
    /// How many of the digits stand before the point; may be negative or beyond their end.
    point: i64,
}

impl Decimal {
    fn parse(text: &str) -> Option<Decimal> {
        let (is_negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let exponent: i64 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok().filter(|size: &i64| size.abs() < 400)?;
        let (whole, places) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all: Vec<u8> = whole.bytes().chain(places.bytes()).collect();
        if all.is_empty() || all.len() > 400 || !all.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let zeros = all.iter().take_while(|digit| **digit == b'0').count();
        let point = i64::try_from(whole.len()).ok()? + exponent - i64::try_from(zeros).ok()?;
        let digits: Vec<u8> = all.into_iter().skip(zeros).collect();
        Some(Decimal { is_negative: is_negative && !digits.is_empty(), digits, point }.trimmed())
    }

    fn trimmed(mut self) -> Decimal {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// Rounded half away from zero to so many significant digits.
    fn rounded_to(mut self, count: usize) -> Decimal {
        let up = self.digits.get(count).is_some_and(|digit| *digit >= b'5');
        self.digits.truncate(count);
        if up {
            let mut at = self.digits.len();
            loop {
                match at.checked_sub(1) {
                    None => {
                        self.digits.insert(0, b'1');
                        self.point += 1;
                        break;
                    }
                    Some(last) => {
                        at = last;
                        if self.digits[at] == b'9' {
                            self.digits[at] = b'0';
                        } else {
                            self.digits[at] += 1;
                            break;
                        }
                    }
                }
            }
        }
        self.trimmed()
    }

    /// Rounded to so many decimal places.
    fn rounded_at(self, places: usize) -> Decimal {
        let count = self.point + i64::try_from(places).unwrap_or(0);
        match usize::try_from(count) {
            Ok(count) => self.rounded_to(count),
            Err(_) => Decimal { digits: Vec::new(), point: 0, ..self },
        }
    }

    /// The digits before the point, and so many after it.
    fn parts(&self, places: usize) -> (String, String) {
        let digit = |at: i64| usize::try_from(at).ok().and_then(|at| self.digits.get(at)).map_or('0', |digit| char::from(*digit));
        let whole: String = (0..self.point.max(0)).map(digit).collect();
        let places: String = (0..i64::try_from(places).unwrap_or(0)).map(|place| digit(self.point + place)).collect();
        (whole, places)
    }

    /// As shown without a format: at most eleven characters.
    fn general(&self, shown: Shown) -> String {
        if self.point > 11 || self.point < -4 && !self.digits.is_empty() {
            let number = self.clone().rounded_to(6);
            let mantissa = Decimal { point: 1, ..number.clone() };
            let (whole, places) = mantissa.parts(5);
            let exponent = number.point - 1;
            let sign = if exponent < 0 { '-' } else { '+' };
            return format!("{}E{sign}{:02}", join(&whole, places.trim_end_matches('0'), shown), exponent.abs());
        }
        let whole = usize::try_from(self.point.max(1)).unwrap_or(1);
        let number = self.clone().rounded_at(GENERAL_WIDTH.saturating_sub(whole + 1));
        let (whole, places) = number.parts(GENERAL_WIDTH);
        join(if whole.is_empty() { "0" } else { &whole }, places.trim_end_matches('0'), shown)
    }
}

fn join(whole: &str, places: &str, shown: Shown) -> String {
    if places.is_empty() { whole.to_owned() } else { format!("{whole}{}{places}", shown.decimal) }
}

/// A piece of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Plain(String),
    General,
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Group,
    Percent,
    /// `E+`: whether the plus is written.
    Exponent(bool),
    /// A letter of a date and how often it stands there; elapsed time in brackets.
    Date(char, usize, bool),
    /// `AM/PM`
    Noon,
    Text,
    Condition,
    Fraction,
}

/// The sections of a format, parted by `;` outside quote marks.
fn sections(format: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in format.chars() {
        match letter {
            ';' if !quoted && !escaped => all.push(String::new()),
            _ => {
                if letter == '"' && !escaped {
                    quoted = !quoted;
                }
                escaped = letter == '\\' && !escaped && !quoted;
                if let Some(last) = all.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    all
}

fn tokens(section: &str) -> Vec<Token> {
    let letters: Vec<char> = section.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    let starts = |at: usize, word: &str| {
        word.chars()
            .enumerate()
            .all(|(index, letter)| letters.get(at + index).is_some_and(|known| known.eq_ignore_ascii_case(&letter)))
    };
    while let Some(&letter) = letters.get(at) {
        at += 1;
        match letter {
            '"' => {
                let text: String = letters.iter().skip(at).take_while(|letter| **letter != '"').collect();
                at += text.chars().count() + 1;
                found.push(Token::Plain(text));
            }
            '\\' => {
                found.extend(letters.get(at).map(|letter| Token::Plain(letter.to_string())));
                at += 1;
            }
            '_' => {
                found.push(Token::Plain(" ".to_owned()));
                at += 1;
            }
            '*' => at += 1,
            '[' => {
                let inside: String = letters.iter().skip(at).take_while(|letter| **letter != ']').collect();
                at += inside.chars().count() + 1;
                found.extend(bracket(&inside));
            }
            _ if starts(at - 1, "General") => {
                at += "General".len() - 1;
                found.push(Token::General);
            }
            _ if starts(at - 1, "AM/PM") => {
                at += "AM/PM".len() - 1;
                found.push(Token::Noon);
            }
            '0' | '#' | '?' => found.push(Token::Digit(letter)),
            '.' => found.push(Token::Point),
            ',' => found.push(Token::Group),
            '%' => found.push(Token::Percent),
            'E' | 'e' if matches!(letters.get(at), Some('+' | '-')) => {
                found.push(Token::Exponent(letters.get(at) == Some(&'+')));
                at += 1;
            }
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => {
                let small = letter.to_ascii_lowercase();
                let more = letters.iter().skip(at).take_while(|next| next.eq_ignore_ascii_case(&letter)).count();
                at += more;
                found.push(Token::Date(small, more + 1, false));
            }
            '@' => found.push(Token::Text),
            '/' if !found.iter().any(|token| matches!(token, Token::Date(..)))
                && found.iter().any(|token| matches!(token, Token::Digit(_))) =>
            {
                found.push(Token::Fraction);
            }
            _ => found.push(Token::Plain(letter.to_string())),
        }
    }
    found
}

/// What stands in brackets: a colour, a currency with its language, elapsed time, a condition.
fn bracket(inside: &str) -> Option<Token> {
    if let Some(currency) = inside.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        return (!sign.is_empty()).then(|| Token::Plain(sign.to_owned()));
    }
    if inside.starts_with(['<', '>', '=']) {
        return Some(Token::Condition);
    }
    let small = inside.to_ascii_lowercase();
    let letter = small.chars().next().filter(|letter| "hms".contains(*letter))?;
    small.chars().all(|other| other == letter).then_some(Token::Date(letter, small.len(), true))
}

/// A number in a format of digits.
fn filled(number: Decimal, tokens: &[Token], sign: &str, shown: Shown) -> String {
    let last_digit = tokens.iter().rposition(|token| matches!(token, Token::Digit(_)));
    let Some(last_digit) = last_digit else {
        let plain = |token: &Token| match token {
            Token::Plain(text) => text.clone(),
            Token::Percent => "%".to_owned(),
            _ => String::new(),
        };
        return tokens.iter().map(plain).collect();
    };
    let point = tokens.iter().position(|token| *token == Token::Point).unwrap_or(tokens.len());
    let exponent = tokens.iter().position(|token| matches!(token, Token::Exponent(_)));
    let digits_end = exponent.unwrap_or(tokens.len());
    let digits = |from: usize, to: usize| {
        tokens
            .iter()
            .take(to.min(digits_end))
            .skip(from)
            .filter_map(|token| if let Token::Digit(digit) = token { Some(*digit) } else { None })
    };
    let places: Vec<char> = digits(point, tokens.len()).take(PLACES_MAX).collect();
    let least_whole = digits(0, point).filter(|digit| *digit == '0').count().min(PLACES_MAX);
    let first_digit = tokens.iter().position(|token| matches!(token, Token::Digit(_))).unwrap_or(0);
    let whole_end = tokens.iter().take(point).rposition(|token| matches!(token, Token::Digit(_))).unwrap_or(first_digit);
    let is_group = |(at, token): (usize, &Token)| *token == Token::Group && at > first_digit && at < whole_end;
    let grouped = tokens.iter().enumerate().any(is_group);
    let scale = tokens
        .iter()
        .take(last_digit + 1 + tokens.iter().skip(last_digit + 1).take_while(|token| **token == Token::Group).count());
    let thousands = scale.skip(last_digit.min(whole_end) + 1).filter(|token| **token == Token::Group).count();
    let percents = tokens.iter().filter(|token| **token == Token::Percent).count();
    let mut number = number;
    if !number.digits.is_empty() {
        number.point += 2 * i64::try_from(percents).unwrap_or(0) - 3 * i64::try_from(thousands).unwrap_or(0);
    }
    let power = exponent.map(|_| if number.digits.is_empty() { 0 } else { number.point - 1 });
    if power.is_some() && !number.digits.is_empty() {
        number.point = 1;
    }
    let number = number.rounded_at(places.len());
    let sign = if number.digits.is_empty() { "" } else { sign };
    let (whole, decimals) = number.parts(places.len());
    let whole = format!("{}{whole}", "0".repeat(least_whole.saturating_sub(whole.len())));
    let whole = if grouped { in_groups(&whole, shown.group) } else { whole };
    let optional =
        places.iter().rev().zip(decimals.chars().rev()).take_while(|(form, digit)| **form != '0' && *digit == '0').count();
    let decimals: String = decimals.chars().take(decimals.len() - optional).collect();
    let mut out = sign.to_owned();
    let (mut wrote_whole, mut at_exponent) = (false, false);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Plain(text) => out.push_str(text),
            Token::Percent => out.push('%'),
            Token::Digit(_) if at < point && !wrote_whole && !at_exponent => {
                out.push_str(&whole);
                wrote_whole = true;
            }
            Token::Point => {
                if !wrote_whole {
                    out.push_str(&whole);
                    wrote_whole = true;
                }
                if !decimals.is_empty() {
                    out.push(shown.decimal);
                    out.push_str(&decimals);
                }
            }
            Token::Exponent(plus) => {
                at_exponent = true;
                let power = power.unwrap_or(0);
                let width = tokens.iter().skip(at).filter(|token| matches!(token, Token::Digit('0'))).count();
                let sign = if power < 0 {
                    "-"
                } else if *plus {
                    "+"
                } else {
                    ""
                };
                out.push_str(&format!("E{sign}{:0width$}", power.abs()));
            }
            _ => {}
        }
    }
    out
}

fn in_groups(whole: &str, group: char) -> String {
    let mut out = String::with_capacity(whole.len() * 2);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    out
}

/// A number of days as date and time; nothing for a number that is no day.
fn moment(number: &Decimal, tokens: &[Token], calendar: Calendar) -> Option<String> {
    if number.is_negative {
        return None;
    }
    let (whole, places) = number.parts(12);
    let days: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: u64 = places.parse().ok()?;
    let has_seconds = tokens.iter().any(|token| matches!(token, Token::Date('s', ..)));
    let unit = if has_seconds { 1 } else { 60 };
    let steps = (u128::from(fraction) * u128::from(86_400u64 / unit) + 500_000_000_000) / 1_000_000_000_000;
    let seconds = i64::try_from(steps).ok()? * i64::try_from(unit).ok()?;
    let (days, seconds) = (days + seconds / 86_400, seconds % 86_400);
    let day = day_of(days, calendar)?;
    let noon = tokens.contains(&Token::Noon);
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Plain(text) => out.push_str(text),
            Token::Point | Token::Group => out.push(if *token == Token::Point { '.' } else { ',' }),
            Token::Fraction => out.push('/'),
            Token::Noon => out.push_str(if seconds < 43_200 { "AM" } else { "PM" }),
            Token::Date('h', _, true) => out.push_str(&(days * 24 + seconds / 3_600).to_string()),
            Token::Date('m', _, true) => out.push_str(&(days * 1_440 + seconds / 60).to_string()),
            Token::Date('s', _, true) => out.push_str(&(days * 86_400 + seconds).to_string()),
            Token::Date('m', width, false) if is_minute(tokens, at) => padded(&mut out, seconds / 60 % 60, *width),
            Token::Date('h', width, false) => {
                let hour = seconds / 3_600;
                padded(&mut out, if noon { (hour + 11) % 12 + 1 } else { hour }, *width);
            }
            Token::Date('s', width, false) => padded(&mut out, seconds % 60, *width),
            Token::Date(letter, width, false) => day_part(&mut out, *letter, *width, day),
            _ => {}
        }
    }
    Some(out)
}

/// Whether an `m` means minutes: after an hour or before a second.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let date = |token: &&Token| matches!(token, Token::Date(..));
    let before = tokens.iter().take(at).rfind(date);
    let after = tokens.iter().skip(at + 1).find(date);
    matches!(before, Some(Token::Date('h', ..))) || matches!(after, Some(Token::Date('s', ..)))
}

fn padded(out: &mut String, number: i64, width: usize) {
    let width = width.min(2);
    out.push_str(&format!("{number:0width$}"));
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn day_part(out: &mut String, letter: char, width: usize, day: Date) {
    let name = |names: &'static [&'static str], index: i8| {
        usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
    };
    match (letter, width) {
        ('y', 1 | 2) => padded(out, i64::from(day.year()) % 100, 2),
        ('y', _) => out.push_str(&day.year().to_string()),
        ('m', 1 | 2) => padded(out, i64::from(day.month()), width),
        ('m', 3) => out.extend(name(&MONTHS, day.month() - 1).chars().take(3)),
        ('m', 5) => out.extend(name(&MONTHS, day.month() - 1).chars().take(1)),
        ('m', _) => out.push_str(name(&MONTHS, day.month() - 1)),
        ('d', 1 | 2) => padded(out, i64::from(day.day()), width),
        ('d', 3) => out.extend(name(&WEEKDAYS, day.weekday().to_monday_zero_offset()).chars().take(3)),
        ('d', _) => out.push_str(name(&WEEKDAYS, day.weekday().to_monday_zero_offset())),
        _ => {}
    }
}

fn day_of(days: i64, calendar: Calendar) -> Option<Date> {
    let (first, days) = match calendar {
        Calendar::From1904 => (date(1904, 1, 1), days),
        Calendar::From1900 if days < 60 => (date(1899, 12, 31), days),
        Calendar::From1900 => (date(1899, 12, 30), days),
    };
    first.checked_add(i32::try_from(days).ok().filter(|days| *days < 2_958_466)?.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Shown, show};

    fn check(written: &str, format: &str, expected: &str) {
        assert_eq!(show(written, format, Shown::PLAIN, Calendar::From1900), expected, "{written} as {format}");
    }

    #[test]
    fn numbers_are_shown_as_spreadsheets_show_them() {
        check("4971", "#,##0", "4,971");
        check("1234567.891", "#,##0.00", "1,234,567.89");
        check("0.125", "0.0%", "12.5%");
        check("0.1249999999999999", "0.00%", "12.50%");
        check("0.30000000000000004", "General", "0.3");
        check("-1234.5", "#,##0.0;(#,##0.0)", "(1,234.5)");
        check("-1234.5", "#,##0.0", "-1,234.5");
        check("1250000", "#,##0,", "1,250");
        check("1250000", "0.0,,", "1.3");
        check("5", "000", "005");
        check("0.5", "#.##", ".5");
        check("1500", "#,##0\" đ\"", "1,500 đ");
        check("1500", "[$₫-42A]#,##0", "₫1,500");
        check("12345678901234", "General", "1.23457E+13");
        check("0.00001234", "0.00E+00", "1.23E-05");
        check("9.995", "0.00", "10.00");
        check("0", "#,##0;-#,##0;\"-\"", "-");
        check("-0.4", "0", "0");
        check("chi bộ", "#,##0", "chi bộ");
    }

    #[test]
    fn days_are_shown_as_days() {
        check("44728", "dd/mm/yyyy", "16/06/2022");
        check("44728", "d-mmm-yy", "16-Jun-22");
        check("44728.75", "yyyy\\-mm\\-dd hh:mm", "2022-06-16 18:00");
        check("44728.5", "h:mm AM/PM", "12:00 PM");
        check("1.5", "[h]:mm", "36:00");
        check("59", "d/m/yyyy", "28/2/1900");
        check("61", "d/m/yyyy", "1/3/1900");
        check("44727.9999999", "dd/mm/yyyy hh:mm", "16/06/2022 00:00");
    }

    #[test]
    fn the_region_decides_what_the_format_leaves_open() {
        let shown = Shown { decimal: ',', group: '.', month_first: false };
        let check = |written, format, expected| assert_eq!(show(written, format, shown, Calendar::From1900), expected);
        check("104700.5", "#,##0.0", "104.700,5");
        check("44728", super::built_in(14), "16/06/2022");
    }
}
