//! Text inside XML and HTML.

/// `text` with the five characters of XML and HTML escaped, and what they cannot hold left out.
///
/// ```
/// assert_eq!(kell::markup::escape("<a b='\"&\u{1}'>"), "&lt;a b=&#39;&quot;&amp;&#39;&gt;");
/// ```
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => (),
            c => out.push(c),
        }
    }
    out
}
