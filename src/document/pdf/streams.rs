//! Streams: whether what a PDF holds packed unpacks to no more than is read, asked before anything of it is unpacked whole.
//!
//! It looks for streams as they stand in the file and knows nothing of what refers to them. Pictures are never unpacked, so that they may
//! be of any size.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::document::Unreadable;

/// Bytes that one stream may unpack to.
pub(super) const STREAM_BYTES_MAX: usize = 256 << 20;

/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY_BYTES: usize = 1 << 10;

/// One packed byte unpacks to so many at most: deflate can say no more than 258 bytes in two bits.
const RATIO_MAX: usize = 1_032;

/// Checks every stream of a PDF.
///
/// # Errors
/// When one unpacks to more than is read.
pub(super) fn bounded(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut ends = memmem::find_iter(bytes, "endstream").chain(std::iter::repeat(bytes.len())).peekable();
    for at in memmem::find_iter(bytes, "stream") {
        let (before, rest) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
        if before.ends_with(b"end") {
            continue;
        }
        while ends.next_if(|end| *end < at && *end < bytes.len()).is_some() {}
        let end = ends.peek().map_or(0, |end| end - at);
        let packed = rest.get("stream".len()..end).unwrap_or_default().trim_ascii_start();
        let dictionary = before.get(before.len().saturating_sub(DICTIONARY_BYTES)..).unwrap_or_default();
        let dictionary = dictionary.get(memmem::rfind(dictionary, b"obj").unwrap_or(0)..).unwrap_or_default();
        let filters = memmem::find_iter(dictionary, "/Fl").count();
        if memmem::find(dictionary, b"/Image").is_none() && !fits(packed, filters) {
            return Err(Unreadable::Limit { what: "bytes in a stream inside", max: STREAM_BYTES_MAX });
        }
    }
    Ok(())
}

/// Whether packed bytes, which may be packed several times over, unpack to no more than the limit.
fn fits(packed: &[u8], filters: usize) -> bool {
    if filters == 0 || packed.len() < STREAM_BYTES_MAX / RATIO_MAX.saturating_pow(u32::try_from(filters).unwrap_or(u32::MAX)) {
        return true;
    }
    let mut unpacked = ZlibDecoder::new(packed).take(STREAM_BYTES_MAX as u64 + 1);
    if filters == 1 {
        // what cannot be unpacked ends where it is broken
        return count(unpacked) <= STREAM_BYTES_MAX as u64;
    }
    let mut inner = Vec::new();
    let _ = unpacked.read_to_end(&mut inner);
    inner.len() <= STREAM_BYTES_MAX && fits(&inner, filters - 1)
}

/// How many bytes come until the end or the first that is broken.
fn count(mut bytes: impl Read) -> u64 {
    let mut buffer = [0; 1 << 16];
    let mut total = 0;
    while let Ok(more @ 1..) = bytes.read(&mut buffer) {
        total += more as u64;
    }
    total
}
