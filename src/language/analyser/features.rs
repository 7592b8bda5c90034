//! What the network sees of a word: rows of its embedding tables.
//!
//! Forms and affixes are hashed into tables of fixed size (feature hashing, Weinberger et al. 2009), so that no
//! dictionary is stored and an unseen word has features too.

/// The tables and the number of rows of each: form, first three letters, last three, last two, shape.
pub(crate) const TABLES: [usize; 5] = [8192, 2048, 4096, 1024, 512];

/// Rows of a word in each of [`TABLES`].
pub(crate) type Rows = [u32; TABLES.len()];

/// The rows of a word.  Straight and curly apostrophes are the same to it.
pub(crate) fn rows(form: &str, lower: &str) -> Rows {
    let last = |count: usize| {
        lower.char_indices().rev().nth(count - 1).map_or(lower, |(at, _)| &lower[at..])
    };
    let first = lower.char_indices().nth(3).map_or(lower, |(at, _)| &lower[..at]);
    let mut shape = [0_u8; 16];
    let length = shape_of(form, &mut shape);
    let row = |table: usize, text: &[u8]| hash(table as u64, text) % TABLES[table] as u32;
    [
        row(0, lower.as_bytes()),
        row(1, first.as_bytes()),
        row(2, last(3).as_bytes()),
        row(3, last(2).as_bytes()),
        row(4, &shape[..length]),
    ]
}

/// Lower case, with straight apostrophes and plain hyphens.
pub(crate) fn lower(form: &str) -> String {
    let plain = |c: char| match c {
        '’' | '‘' | 'ʼ' => '\'',
        '‐' | '‑' => '-',
        c => c,
    };
    if form.is_ascii() {
        return form.to_ascii_lowercase();
    }
    form.chars().flat_map(|c| plain(c).to_lowercase()).collect()
}

/// `Xxx`, `dd-dd`: kinds of characters, runs cut to three.
fn shape_of(form: &str, out: &mut [u8; 16]) -> usize {
    let (mut length, mut run, mut last) = (0, 0, 0);
    for c in form.chars() {
        let kind = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            c if c.is_numeric() => b'd',
            '’' | '‘' | '\'' => b'\'',
            '“' | '”' | '„' | '"' => b'"',
            '–' | '—' | '-' => b'-',
            c if c.is_ascii() => c as u8,
            _ => b'?',
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 3 {
            out[length] = kind;
            length += 1;
        }
        if length == out.len() {
            break;
        }
    }
    length
}

/// 32 bits of FNV-1a with a final mix.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in bytes {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state ^= state >> 32;
    state = state.wrapping_mul(0xd6e8_feb8_6659_fd93);
    (state >> 32) as u32
}
