//! What is one token though it is made of marks: addresses, ellipses, dashes and rules, faces.
//!
//! Each function looks at the start of a text and says how many bytes belong together.  None looks further
//! than [`FURTHEST`], so that the time to read a text without spaces stays in proportion to its length.

/// No address is longer, in bytes.
const FURTHEST: usize = 400;

/// Last parts of names of hosts and files.
const ENDINGS: [&str; 34] = [
    "com", "org", "net", "edu", "gov", "mil", "info", "int", "biz", "eu", "uk", "us", "ca", "au",
    "de", "fr", "nz", "tv", "io", "ie", "doc", "docx", "xls", "xlsx", "pdf", "txt", "jpg", "gif",
    "png", "html", "htm", "zip", "exe", "mp3",
];

/// Marks that draw a line or a dash when repeated.
const DRAWN: [char; 14] =
    ['-', '–', '—', '=', '*', '_', '+', '~', '#', '<', '>', '|', '\u{60}', '·'];

/// Faces made of marks, the longest first.
const FACES: [&str; 36] = [
    ">:(", ":'(", ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":-|", "=-)", "^_^", "-_-", "^^", ":)",
    ":(", ";)", ":D", ":P", ":p", ":O", ":o", ":/", ":|", ":]", ":[", ":3", "=)", "=(", "=D", "(:",
    "):", "<3", ";P", ";D", "8)", "xD",
];

/// The length of a web or e-mail address, or of the name of a host, a file or an account.
pub(super) fn address(rest: &str) -> Option<usize> {
    let reach = rest
        .char_indices()
        .take_while(|(at, c)| *at < FURTHEST && is_address_character(*c))
        .last()
        .map(|(at, c)| at + c.len_utf8())?;
    let whole = trim_address(&rest[..reach]);
    if !whole.contains(['.', '@', ':']) {
        return None;
    }
    let lower = whole.to_ascii_lowercase();
    let scheme = lower.find("://").is_some_and(|at| {
        (2..=8).contains(&at) && lower.as_bytes()[..at].iter().all(u8::is_ascii_alphabetic)
    });
    let begins =
        ["www.", "mailto:"].iter().any(|it| lower.starts_with(it) && lower.len() > it.len());
    if (scheme || begins) && lower.len() > lower.find("://").map_or(0, |it| it + 3) {
        return Some(whole.len());
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '%');
    let name = whole.find(|c| !plain(c)).unwrap_or(whole.len());
    if whole[name..].starts_with('@') {
        let host = &whole[name + 1..];
        let long = host.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
        let long = host[..long.unwrap_or(host.len())].trim_end_matches(['.', '-']).len();
        return (long > 0).then_some(name + 1 + long);
    }
    let host = whole[..name].trim_end_matches(['.', '-', '_', '+', '%']);
    let (before, ending) = host.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let named = before.chars().filter(|it| it.is_alphanumeric()).count() >= 2
        && before.chars().any(char::is_alphabetic)
        && !before.contains("..")
        && !before.ends_with('.');
    // What goes on after a known ending is the place on that host.
    let path = if whole[host.len()..].starts_with('/') { whole.len() } else { host.len() };
    (named && ENDINGS.contains(&ending.as_str())).then_some(path)
}

/// Whether all of a text is one address.
pub(in crate::language) fn is_address(text: &str) -> bool {
    address(text) == Some(text.len())
}

fn is_address_character(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '-' | '.'
                | '_'
                | '~'
                | ':'
                | '/'
                | '?'
                | '#'
                | '['
                | ']'
                | '@'
                | '!'
                | '$'
                | '&'
                | '\''
                | '*'
                | '+'
                | ','
                | ';'
                | '='
                | '%'
        )
}

/// An address without the marks of the sentence around it.
fn trim_address(text: &str) -> &str {
    text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '*'])
}

/// The length of a run of marks that is one: `...`, `--`, `?!`, `:-)`, `&amp;`; `spaced` is whether white space or
/// nothing stands before it.
pub(super) fn mark_run(rest: &str, spaced: bool) -> Option<usize> {
    let c = rest.chars().next()?;
    let run = |inside: &dyn Fn(char) -> bool| -> Option<usize> {
        let long = rest.find(|it| !inside(it)).unwrap_or(rest.len());
        (long > c.len_utf8()).then_some(long)
    };
    face(rest, spaced).or_else(|| match c {
        '.' | '…' => run(&|it| matches!(it, '.' | '…')),
        '!' | '?' => run(&|it| matches!(it, '!' | '?')),
        '\'' | '’' | '‘' if rest[c.len_utf8()..].starts_with(c) => Some(2 * c.len_utf8()),
        '&' => entity(rest),
        _ if DRAWN.contains(&c) => run(&|it| it == c),
        _ => None,
    })
}

fn face(rest: &str, spaced: bool) -> Option<usize> {
    let first = rest.as_bytes().first()?;
    if !FACES.iter().any(|it| it.as_bytes()[0] == *first) {
        return None;
    }
    let ends = |it: &&&str| {
        let mut after = rest[it.len()..].chars();
        let next = after.next();
        let letter = it.ends_with(char::is_alphanumeric);
        !next.is_some_and(|it| it.is_alphanumeric() || it == '/')
            && (!letter
                || next.is_none_or(|it| it.is_whitespace() || matches!(it, '.' | ',' | '!')))
    };
    let begins = |it: &&&str| {
        rest.starts_with(**it) && (spaced || it.starts_with([':', ';']) && it.ends_with([')', '(']))
    };
    let found = FACES.iter().filter(begins).find(ends)?;
    // A bracket after a colon only closes what was opened: *(see below:)*.
    (spaced || found.len() > 2 || !found.ends_with(['/', '|', '[', ']', 'o', 'p', '3']))
        .then_some(found.len())
}

/// `&amp;`, `&#39;`
fn entity(rest: &str) -> Option<usize> {
    let end = rest.char_indices().take(10).find(|it| it.1 == ';')?.0;
    let name = &rest[1..end];
    let name = name.strip_prefix('#').unwrap_or(name);
    (name.len() >= 2 && name.bytes().all(|it| it.is_ascii_alphanumeric())).then_some(end + 1)
}
