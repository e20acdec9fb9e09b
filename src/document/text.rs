//! Plain text: the file itself, byte for byte, wherever it is UTF-8.

use super::{Readable, Shown, Unreadable, encoding};

/// Reads plain text.
pub(super) fn read(bytes: &[u8], _: Shown) -> Result<Readable, Unreadable> {
    let text = encoding::decode(bytes, None)?.into_owned();
    Ok(Readable { text, origin: None })
}
