//! Zipped: the XML files inside Word, Excel and OpenDocument files, read piece by piece under limits.
//!
//! It expands no entity that a file declares, and unpacks no more than a limit allows.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{DEPTH_MAX, Unreadable};

/// Bytes that one file inside may unpack to.
pub const UNPACKED_BYTES_MAX: usize = 256 << 20;

/// Bytes that all files inside that are read may unpack to.
pub const ALL_UNPACKED_BYTES_MAX: usize = 1 << 30;

/// Files inside at most.
pub const ENTRIES_MAX: usize = 65_536;

/// A zipped document.
pub(super) struct Zipped<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    kind: &'static str,
    /// Bytes that may still be unpacked.
    left: usize,
}

/// A piece of an XML file; names come without their prefix.
pub(super) enum Node<'n> {
    /// An element begins; an empty one begins and ends.
    Start(&'n str, &'n Attributes<'n>),
    /// It ends.
    End(&'n str),
    /// Text.
    Text(&'n str),
}

/// The attributes of an element.
pub(super) struct Attributes<'n>(&'n BytesStart<'n>);

impl Attributes<'_> {
    /// The value of an attribute by its name without a prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let mut found = all.with_checks(false).flatten().filter(|attribute| attribute.key.local_name().as_ref() == name);
        found.next().and_then(|attribute| Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()))
    }

    /// A number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }
}

impl<'b> Zipped<'b> {
    /// Opens a zipped document.
    pub(super) fn open(bytes: &'b [u8], kind: &'static str) -> Result<Zipped<'b>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Unreadable::Broken(kind, error.to_string()))?;
        if archive.len() > ENTRIES_MAX {
            return Err(Unreadable::Limit { what: "files inside", max: ENTRIES_MAX });
        }
        Ok(Zipped { archive, kind, left: ALL_UNPACKED_BYTES_MAX })
    }

    /// Whether a file is inside.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A short file inside, whole.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let mut text = String::new();
        self.archive.by_name(name).ok()?.take(1 << 16).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Hands over the pieces of an XML file inside; one that is not there has none.
    pub(super) fn each(&mut self, name: &str, take: impl FnMut(Node<'_>) -> Result<(), Unreadable>) -> Result<bool, Unreadable> {
        let kind = self.kind;
        let Ok(file) = self.archive.by_name(name) else { return Ok(false) };
        let room = self.left.min(UNPACKED_BYTES_MAX);
        let mut limited = Limited { inner: BufReader::new(file), left: room };
        let read = each(&mut limited, kind, name, take);
        self.left -= room - limited.left;
        match read {
            Err(Unreadable::Limit { what: UNPACKED, .. }) if room < UNPACKED_BYTES_MAX => {
                Err(Unreadable::Limit { what: "bytes in the files inside", max: ALL_UNPACKED_BYTES_MAX })
            }
            read => read.map(|()| true),
        }
    }

    /// That a file is missing that the format cannot do without.
    pub(super) fn lacks(&self, name: &str) -> Unreadable {
        Unreadable::Broken(self.kind, format!("it has no {name} inside"))
    }
}

/// A reader that fails where more comes than is unpacked.
struct Limited<R> {
    inner: R,
    left: usize,
}

/// What one file inside has too many of.
const UNPACKED: &str = "bytes in a file inside";

/// What [`Limited`] says.
const TOO_LONG: &str = "it unpacks to too much";

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            return Err(std::io::Error::other(TOO_LONG));
        }
        let found = self.inner.fill_buf()?;
        Ok(found.get(..found.len().min(self.left)).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.left -= count.min(self.left);
        self.inner.consume(count);
    }
}

fn each(
    file: impl BufRead,
    kind: &'static str,
    name: &str,
    mut take: impl FnMut(Node<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(file);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut depth = 0usize;
    let broken = |why: String| match why.contains(TOO_LONG) {
        true => Unreadable::Limit { what: UNPACKED, max: UNPACKED_BYTES_MAX },
        false => Unreadable::Broken(kind, format!("in {name} inside it: {why}")),
    };
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| broken(error.to_string()))? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(Unreadable::Limit { what: "elements inside each other", max: DEPTH_MAX });
                }
                take(Node::Start(start.local_name().as_ref(), &Attributes(&start)))?;
            }
            Event::Empty(start) => {
                let found = start.local_name();
                take(Node::Start(found.as_ref(), &Attributes(&start)))?;
                take(Node::End(found.as_ref()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                take(Node::End(end.local_name().as_ref()))?;
            }
            Event::Text(text) => take(Node::Text(&text.xml_content(XmlVersion::Implicit1_0)))?,
            Event::CData(text) => take(Node::Text(&text.xml_content(XmlVersion::Implicit1_0)))?,
            Event::GeneralRef(entity) => {
                let found = entity.resolve_char_ref().map_err(|error| broken(error.to_string()))?;
                let entity_name = entity.xml_content(XmlVersion::Implicit1_0);
                match (found, resolve_predefined_entity(&entity_name)) {
                    (Some(letter), _) => take(Node::Text(letter.encode_utf8(&mut [0; 4])))?,
                    (None, Some(text)) => take(Node::Text(text))?,
                    (None, None) => return Err(broken(format!("it uses an entity of its own, `&{entity_name};`"))),
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}
