//! Plain text: the file itself, byte for byte, wherever it is UTF-8.

use super::{Readable, Shown, Unreadable};

/// Reads plain text.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(Readable { text: text.to_owned(), origin: None }),
        Err(error) => Err(no_character(bytes.get(..error.valid_up_to()).unwrap_or_default())),
    }
}

/// The place after the last bytes that are characters.
fn no_character(valid: &[u8]) -> Unreadable {
    let line_start = memchr::memrchr(b'\n', valid).map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', valid).count() + 1;
    Unreadable::Encoding { line, at: valid.len() - line_start + 1 }
}
