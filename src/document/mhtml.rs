//! MHTML: a web page saved into one file; its page is read, its pictures and styles are not.

use mailparse::{ParsedMail, parse_mail};

use super::{Readable, Shown, Unreadable, html};

/// Bytes of a saved page at most, its pictures included.
const MAIL_BYTES_MAX: usize = 256 << 20;

/// Parts inside parts at most.
const DEEP_MAX: usize = 16;

/// Reads the page of a saved file. Its bytes are encoded for mail, so places are those of the page inside.
pub(super) fn read(bytes: &[u8], shown: Shown) -> Result<Readable, Unreadable> {
    if bytes.len() > MAIL_BYTES_MAX {
        return Err(Unreadable::Limit { what: "bytes", max: MAIL_BYTES_MAX });
    }
    let broken = |why: &str| Unreadable::Broken("a saved web page", why.to_owned());
    let mail = parse_mail(bytes).map_err(|error| broken(&error.to_string()))?;
    let page = page(&mail, 0).ok_or_else(|| broken("no part of it is a page"))?;
    let body = page.get_body_raw().map_err(|error| broken(&error.to_string()))?;
    let mut readable = html::read(&body, shown)?;
    if let Some(origin) = &mut readable.origin {
        origin.raw = None;
    }
    Ok(readable)
}

/// The first part that is a page.
fn page<'m, 'b>(mail: &'m ParsedMail<'b>, deep: usize) -> Option<&'m ParsedMail<'b>> {
    if matches!(mail.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml") {
        return Some(mail);
    }
    let inner = if deep < DEEP_MAX { mail.subparts.as_slice() } else { &[] };
    inner.iter().find_map(|part| page(part, deep + 1))
}
