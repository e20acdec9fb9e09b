//! Archive: bytes packed as Word, Excel and OpenDocument pack the files inside theirs, so that a fuzz target makes up the files and not
//! the packing.

use std::io::Write as _;

/// An archive as Word and the like write it: what stands between zero bytes is one file inside after the other. Bytes that are an
/// archive already stay as they are, so that whole documents can be a corpus.
pub(super) fn archive(bytes: &[u8], fixed: &[(&str, &str)], filled: &[&str]) -> Vec<u8> {
    if bytes.starts_with(b"PK\x03\x04") {
        return bytes.to_vec();
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let filled = filled.iter().copied().zip(bytes.splitn(filled.len(), |byte| *byte == 0));
    for (name, content) in fixed.iter().map(|(name, content)| (*name, content.as_bytes())).chain(filled) {
        zip.start_file(name, options).expect("memory can be written to");
        zip.write_all(content).expect("memory can be written to");
    }
    zip.finish().expect("memory can be written to").into_inner()
}
