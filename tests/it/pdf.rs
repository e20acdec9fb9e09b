//! PDF: files written object by object, so that a test or a benchmark has just the one that it needs.

/// A file of these objects; the first is the catalog, and each has its place as its number, from 1.
pub(crate) fn written(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF", objects.len() + 1).bytes());
    out
}

/// A stream with the keys of its dictionary beside its length.
pub(crate) fn stream(keys: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {keys} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

/// Catalog, tree and pages, numbered from 1 on in this order: page `n` from 0 is object `3 + n` and shows `contents(n)` with `resources`.
pub(crate) fn pages(count: usize, resources: &str, contents: impl Fn(usize) -> String) -> Vec<Vec<u8>> {
    let kids: String = (0..count).map(|page| format!("{} 0 R ", 3 + page)).collect();
    let page = |page: usize| {
        let contents = contents(page);
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} /Resources << {resources} >> >>")
    };
    let head = ["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>")];
    head.into_iter().chain((0..count).map(page)).map(String::into_bytes).collect()
}
