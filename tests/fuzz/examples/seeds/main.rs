//! Writes seeds for every fuzz target into `corpus/`: small files of each format, made of our own text.
//!
//! Run it in the folder of the fuzz targets; inputs that are there stay.

use std::fs;
use std::path::Path;

use kell_fuzz::input::{DIVIDER, REPEAT, archive};

mod pdf;

const ENGLISH: &str = "The harbour council met on Monday, and it agreed to build a new quay for the boats.\n\n\
    Nobody objected to the plan, which had been published in the spring and discussed at length.\n";
const GERMAN: &str = "Der Rat des Hafens trat am Montag zusammen und beschloss, einen neuen Kai zu bauen.\n\n\
    Niemand hatte etwas gegen den Plan, der schon im Frühjahr beraten worden war.\n";

fn main() {
    text();
    html();
    pdf();
    office();
    tables();
    archives();
    settings();
    packs();
    requests();
}

/// Writes the seeds of a target.
fn seeds(target: &str, seeds: &[Vec<u8>]) {
    let folder = Path::new("corpus").join(target);
    fs::create_dir_all(&folder).expect("the folder can be made");
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:02}")), seed).expect("the seed can be written");
    }
}

/// A seed whose middle is repeated.
fn repeat(head: &str, middle: &str, tail: &str) -> Vec<u8> {
    let mark = char::from(REPEAT);
    format!("{mark}{head}{mark}{middle}{mark}{tail}").into_bytes()
}

/// A seed in parts.
fn parts(parts: &[&str]) -> Vec<u8> {
    parts.join(&char::from(DIVIDER).to_string()).into_bytes()
}

fn all(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|it| it.as_bytes().to_vec()).collect()
}

fn text() {
    let both = format!("{ENGLISH}\nAnmerkung der Redaktion:\n\n{GERMAN}");
    let head = format!(
        "THE NEW QUAY\n\nSpeech by Dr. Jane Miller, Director of Ports\n14 July 2021\n\nPublished by the Harbour Council\n\n{ENGLISH}"
    );
    let front = format!(
        "---\ntitle: \"The quay\"\ndate: 14 July 2021\nauthor:\n  - Jane Miller\nlang: en\n---\n{ENGLISH}"
    );
    let toml = format!(
        "+++\ntitle = \"The quay\"\ndate = 2021-07-14\n[params]\nurl = 'x'\n+++\n{ENGLISH}"
    );
    let lists = "\u{FEFF}• one quay\r\n– two boats\r\n\u{C}1. a harbour\u{2028}(a) a bell\u{2029}(iv) a rope\n\n2.3. oars [12]\n";
    let set = "The harbour council met on Monday\nand agreed to build a new quay for\nthe boats of the town.\n\n  Nobody objected\n  to the plan.\n\n* * *\n\nPage 2\n";
    let mut texts = all(&[ENGLISH, GERMAN, &both, &head, &front, &toml, lists, set]);
    texts.push(b"The harbour\x92s plan \x96 for Gr\xFCnau".to_vec());
    texts.push(repeat("", "The quay. ", ""));
    texts.push(repeat("---\n", "a: b\n", "---\n"));
    texts.push(repeat("", "(a) The quay\n", ""));
    texts.push(repeat("The quay\n\n", "Speech by Jane Miller\n\n", ""));
    seeds("text", &texts);

    let markdown = "# The quay\n\n*The* **council** [agreed](x) to `build` it.[^1]\n\n> Nobody objected,\n> they said.\n\n\
        - stone\n- oak\n  1. ropes\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n\n<div>html</div>\n\n[^1]: In May.\n\n![a](b) &amp; \\* <br>\n";
    let double = "The quay\n\nis to be\n\nbuilt of\n\nstone, and\n\nthe boats\n\nof oak.\n";
    let mut texts = all(&[
        markdown,
        double,
        &front,
        &toml,
        ENGLISH,
        "Setext\n===\n\nterm\n: what\n\n- [x] done\n",
    ]);
    texts.extend([
        repeat("", "*a [b](", ""),
        repeat("", "> ", "a"),
        repeat("", "- a\n", ""),
        repeat("", "[^1]: a\n", ""),
        repeat("", "[\u{1F}]: a\n", ""),
        repeat("", "[a][\u{1F}]", ""),
        repeat("", "| a ", "|\n|-|\n"),
        repeat("", "```\na\n```\n", ""),
    ]);
    seeds("markdown", &texts);

    let row = |id: &str, form: &str, head: &str, misc: &str| {
        format!("{id}\t{form}\t{form}\tNOUN\t_\tNumber=Sing\t{head}\tdep\t_\t{misc}\n")
    };
    let sentence = [
        "# newdoc id = quay\n# newpar\n# sent_id = 1\n# text = We don't go.\n".to_owned(),
        row("1-2", "don't", "_", "_") + &row("1", "do", "0", "_") + &row("2", "n't", "1", "_"),
        row("2.1", "it", "_", "_")
            + &row("3", "go", "1", "SpaceAfter=No")
            + &row("4", ".", "1", "_"),
    ]
    .concat();
    let other =
        row("1-2", "zum", "_", "_") + &row("1", "zu", "2", "_") + &row("2", "dem", "0", "_");
    let mut texts = all(&[&sentence, &other, &format!("{sentence}\n{other}\n# newpar\n{other}\n")]);
    texts.push(repeat("", &row("1", "a", "0", "_"), "\n"));
    texts.push(repeat("", &(row("1", "a", "0", "_") + "\n"), ""));
    seeds("conllu", &texts);
}

fn html() {
    let first = "The harbour council met on Monday and agreed that the quay is to be rebuilt before winter.";
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The quay - Harbour Council</title>\
        <meta property='og:site_name' content='Harbour Council'><meta name=date content='2019-05-03T10:00:00+01:00'>\
        <script type='application/ld+json'>{{\"@graph\": [{{\"headline\": \"A quay\", \"author\": [{{\"name\": \"Jane Miller\"}}]}}]}}</script>\
        <link rel=canonical href=x></head><body><nav><ul><li><a href=/>Home</a></ul></nav><div class=cookie-banner hidden>x</div>\
        <main><h1>The quay</h1><p>{first}<sup><a href='#n1'>1</a></sup></p><blockquote>{first}</blockquote>\
        <ul><li>stone<li><b>oak</b></ul><table><tr><td>Cost<td>Ten mil\u{AD}lion</table><aside>Boats</aside></main></body></html>"
    );
    let old = format!(
        "<html><title>Minutes</title><form><table><td>{first}<p>One<br>two<br><br>three<center><font size=2>End</center></table>"
    );
    let mut pages = all(&[
        &page,
        &old,
        "<p>Gr&uuml;n &amp; more<!-- no --><svg><desc>x</svg><math><mi>y</math>",
    ]);
    pages.push(b"<meta charset=iso-8859-1><p>Gr\xFCn and more".to_vec());
    pages.push(b"\xFF\xFE<\0p\0>\0G\0o\0".to_vec());
    for (head, middle, tail) in [
        ("", "<div>", first),
        ("<p>", "<b>a", ""),
        ("<table>", "<p>x", "</table>"),
        ("<table>", "a<b>", ""),
        ("", "<a href=x>a</a><br>", ""),
        ("", "<article>a", ""),
        ("", "<header>a", ""),
        ("<p>", "<sup>1", ""),
        ("", "<ul><li>a", ""),
        ("<svg>", "<g>", ""),
        ("", "<time>", ""),
        ("<p ", "a=b ", ">x"),
        ("<p>", "&lt;", ""),
        ("<select>", "<option>a", ""),
        ("", "<template>", "a"),
        ("", "<p>x</b></i>", ""),
        ("<p>a<table>", "<tr><td>a</table><table>", ""),
        ("<html>", "<body a=b>", "x"),
        ("<p ", "a\u{1F} ", ">x"),
        ("", "<html a\u{1F}>", "x"),
    ] {
        pages.push(repeat(head, middle, tail));
    }
    seeds("html", &pages);
}

fn pdf() {
    let text = "BT /F 10 Tf 50 700 Td (The harbour council met on Monday and agreed) Tj 0 -12 Td (that the quay is to be rebuilt.) Tj ET";
    let foot = format!(
        "{text} BT /F 7 Tf 50 40 Td (1 Minutes of the meeting.) Tj ET BT /F 8 Tf 270 20 Td (Page 1 of 2) Tj ET"
    );
    let columns: String = (0..6)
        .map(|it| {
            let y = 700 - 12 * it;
            format!("BT /F 10 Tf 50 {y} Td (The council met on the quay and) Tj ET BT /F 10 Tf 330 {y} Td (counter-smuggling goes on as be-) Tj ET ")
        })
        .collect();
    let drawn = format!(
        "q 1 0 0 1 0 0 cm 0 0 m 10 10 l S Q /X Do {text} BT /F 10 Tf 1 Tr [(kern) -250 (ed)] TJ T* (x) ' ET"
    );
    let files = [
        pdf::file(&[text], false),
        pdf::file(&[&foot, &foot], false),
        pdf::file(&[&columns], false),
        pdf::file(&[&drawn, ""], false),
        pdf::file(&[text], true),
        pdf::file(&[""], false),
    ];
    seeds("pdf", &files);
}

const CORE: &str = "<c xmlns:dc='dc'><dc:title>A quay</dc:title><dc:creator>Jane Miller</dc:creator>\
    <dcterms:created>2019-05-03T10:00:00Z</dcterms:created><dc:language>en-GB</dc:language></c>";

fn office() {
    let body = r#"<w:document><w:body><w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>The quay</w:t></w:r></w:p><w:p><w:r><w:t>The council </w:t></w:r><w:del><w:r><w:delText>refused</w:delText></w:r></w:del><w:ins><w:r><w:t>agreed</w:t><w:tab/><w:t>&amp; paid</w:t><w:footnoteReference w:id="2"/></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> unseen</w:t></w:r></w:p><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>stone</w:t><w:noBreakHyphen/><w:t>built</w:t></w:r></w:p><w:p><w:r><w:t>Before</w:t><mc:Choice><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p/></mc:Fallback><w:t> after.</w:t></w:r></w:p></w:body></w:document>"#;
    let styles = r#"<w:styles><w:style w:styleId="H1"><w:name w:val="heading 1"/><w:outlineLvl w:val="0"/></w:style></w:styles>"#;
    let notes = r#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>In May.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let word = [
        ("word/document.xml", body),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", notes),
        ("docProps/core.xml", CORE),
    ];
    let divided = |head: &str, middle: &str, tail: &str, rest: &[&str]| {
        let repeated = String::from_utf8(repeat(head, middle, tail)).expect("seeds are text");
        parts(&[&[repeated.as_str()], rest].concat())
    };
    seeds(
        "docx",
        &[
            parts(&[body, styles, notes, "", CORE]),
            parts(&["<d><p><t>So<![CDATA[ it ]]>is &#x41; &lt;.</t></p></d>"]),
            packed(&word, true),
            packed(&word, false),
            divided("<d>", "<p><t>a</t></p>", "</d>", &[]),
            divided("<d>", "<p>", "", &[]),
            divided("<d><p><t ", "a\u{1F}='' ", ">a</t></p></d>", &[]),
            divided("<d><p>", "<footnoteReference id='2'/>", "<t>a</t></p></d>", &[styles, notes]),
        ],
    );

    let content = r#"<d><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>The quay</text:h><text:p>The council<text:s text:c="2"/>agreed<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>In May.</text:p></text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>stone</text:p></text:list-item></text:list><text:p>The end<office:annotation><text:p>why?</text:p></office:annotation>.</text:p></office:text></d>"#;
    let meta = CORE.replace("creator", "initial-creator");
    seeds(
        "odt",
        &[
            parts(&[content, &meta]),
            parts(&[content, &meta, "<manifest/>"]),
            packed(&[("content.xml", content), ("meta.xml", &meta)], true),
            packed(&[("content.xml", content), ("meta.xml", &meta)], false),
            divided("<text>", "<p>a</p>", "</text>", &[]),
            divided("<text><p>", "<note><p>a</p></note>", "</p></text>", &[]),
            divided("<text><p>", "<s c='8'/>", "a</p></text>", &[]),
        ],
    );

    let container = r#"<container><rootfile full-path="o/p.opf"/></container>"#;
    let package = r#"<package><metadata><dc:title>Quays</dc:title></metadata><manifest><item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="a" href="./a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="x/../b.xhtml#c" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a" linear="yes"/></spine></package>"#;
    let pages = [
        "<html><body><h1>Second</h1><p>The quay stands.</p></body></html>",
        "<html><body><p>The council met.</p></body></html>",
    ];
    let locked = "<encryption><CipherReference URI='o/c.xhtml'/></encryption>";
    let book = [
        ("META-INF/container.xml", container),
        ("o/p.opf", package),
        ("o/a.xhtml", pages[0]),
        ("o/b.xhtml", pages[1]),
    ];
    let missing = String::from_utf8(repeat(
        "<m>",
        "<item id='\u{1F}' href='\u{1F}' media-type='html'/><itemref idref='\u{1F}'/>",
        "</m>",
    ));
    let long = String::from_utf8(repeat("", "<CipherReference URI='o/c.xhtml'/>", ""));
    let spine = String::from_utf8(repeat(
        "<m><item id='a' href='a.xhtml' media-type='html'/>",
        "<itemref idref='a'/>",
        "</m>",
    ));
    seeds(
        "epub",
        &[
            parts(&[container, package, pages[0], pages[1]]),
            parts(&[container, package, pages[0], pages[1], locked]),
            packed(&book, true),
            packed(&book, false),
            parts(&[container, &spine.expect("seeds are text"), pages[0]]),
            parts(&[
                container,
                &missing.expect("seeds are text"),
                pages[0],
                "",
                &long.expect("seeds are text"),
            ]),
        ],
    );
}

fn packed(members: &[(&str, &str)], packed: bool) -> Vec<u8> {
    let contents: Vec<Vec<u8>> = members.iter().map(|it| it.1.as_bytes().to_vec()).collect();
    archive(members.iter().map(|it| it.0).zip(&contents), packed)
}

fn tables() {
    let table = "\0id,Date,speaker,text\n7,14 July 2021,Jane Miller,\"The quay, old.\nIt leaks.\"\n8,,,\n,2020,,Grün.\n";
    let mut files = all(&[
        table,
        "\u{3}name\twhat\nx\tText\tmore\n",
        "\0name;text\r\nx;\"a \"\"b\"\"\"\r\n",
        "\u{2}what\na\n",
    ]);
    files.push([b"\x01".to_vec(), b"text\ttitle\nGr\xFCn\tSo\n".to_vec()].concat());
    for (head, middle) in
        [("text\n", "a\n"), ("text", ",text"), ("text,id\n", "a,b\n"), ("text\n", "\"\"")]
    {
        files.push([vec![0], repeat(head, middle, "")].concat());
    }
    seeds("table", &files);

    let lines = "{\"text\": \"One.\", \"title\": \"T\", \"n\": 3, \"date\": null}\n\n[1]\n{\"text\": \"Two.\"\n\u{FEFF}{\"body\": \"Thr\\u00ebe.\", \"id\": \"a/b\", \"x\": {\"y\": [true, 1.5e3]}}";
    let mut files = all(&[lines]);
    files.extend([
        repeat("", "{\"text\":\"a\"}\n", ""),
        repeat("{\"text\":\"a\",\"b\":", "[", "]}"),
        repeat("{\"text\":\"a\"", ",\"b\":1", "}"),
        repeat("{\"text\":\"a\"", ",\"b\u{1F}\":1", "}"),
    ]);
    seeds("jsonl", &files);
}

fn archives() {
    let inner = packed(&[("deep.csv", "text\nDeep.\n")], false);
    let members: [(&str, &str); 6] = [
        ("b/note.txt", ENGLISH),
        ("b/note.toml", "title = \"A note\"\n"),
        ("picture.xyz", "x"),
        (".hidden.txt", "x"),
        ("__MACOSX/note.txt", "x"),
        ("c\\d.md", "# A quay\n"),
    ];
    let flat: Vec<&str> = members.iter().flat_map(|it| [it.0, it.1]).collect();
    let contents: Vec<Vec<u8>> = [inner.clone(), ENGLISH.as_bytes().to_vec()].into();
    let nested = archive(["a.zip", "../b.txt"].into_iter().zip(&contents), false);
    seeds(
        "zip",
        &[
            parts(&flat),
            packed(&members, true),
            packed(&members, false),
            inner,
            nested,
            parts(&["a.txt", "a", "a.txt.toml", "date = 2021", "a.md", "b", "a.toml", "x = 1"]),
            parts(&[
                "a.csv",
                "text\nOne.\nTwo.\n",
                "b.jsonl",
                "{\"text\": \"a\"}\n",
                "c.html",
                "<p>a",
            ]),
        ],
    );
}

fn settings() {
    let sidecar = "title = \"The quay\"\ndate = 2021-07-14\nspeaker = \"Jane Miller\"\nlang = \"en\"\nurl = 'x'\ntags = [\"a\", 1, true]\n[more]\nlicense = \"\"\"CC0\"\"\"\n";
    let mut files = all(&[
        sidecar,
        "date = \"14 July 2021\"\nlanguage = \"english\"\nautor = \"x\"\nauthor = \"y\"\nspeaker = \"z\"\n",
    ]);
    files.extend([
        repeat("a = ", "[", ""),
        repeat("a = [", "1,", "]"),
        repeat("", "a\u{1F} = 1\n", ""),
        repeat("a = {", "a\u{1F} = 1,", "}"),
        repeat("", "[[a]]\n", ""),
        repeat("a", ".a", " = 1"),
    ]);
    seeds("sidecar", &files);

    let corrections = r#"version = 1
[[reject]]
document = "a.txt"
quote = "met on Monday"
claim = "council | meets | quay"
why = "no"
[[accept]]
quote = "met"
[[link]]
quote = "the council met"
text = "council"
to = "Harbour Council"
[[span]]
quote = "a b"
text = "a"
to = "a b"
[[type]]
thing = "quay"
class = "Place"
[[split]]
document = "a.txt"
thing = "quay"
to = "pier"
[[merge]]
things = ["quay", "pier"]
why = "one"
[[apart]]
things = ["quay", "gull"]
[[silence]]
rule = "core/open"
[[add]]
document = "a.txt"
quote = "met"
claim = "council | leads | quay"
negated = true
force = "planned"
holder = "x"
time = "2021"
"#;
    let mut files = all(&[
        corrections,
        "version = 2\n",
        "version = 1\n[[merge]]\nthings = [\"a\\u0000\", '''b\n'''\n]\n",
    ]);
    files.push(repeat("version = 1\n", "[[silence]]\nrule = 'core/x'\n", ""));
    files.push(repeat("version = 1\n", "[[type]]\nthing=''\nclass='a'\n", ""));
    seeds("corrections", &files);
}

fn packs() {
    let prefixes = "@prefix o: <https://example.org/ns#> .\n@prefix e: <https://example.org/id/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";
    let known = format!(
        "{prefixes}e:Quay a o:Place ; skos:prefLabel \"Old Quay\"@en ; skos:altLabel \"Quay\"@en , \"the Quay\"@en ; skos:definition \"A quay.\"@en .\n\
        e:Jane a o:Person ; skos:prefLabel \"Jane Miller\"@en ; skos:definition \"Keeps it.\"@en ; o:keeps e:Quay .\n<https://example.org/id/Jane> o:since \"2019-05\"^^xsd:gYearMonth .\n"
    );
    let circle = format!(
        "{prefixes}o:A a owl:Class ; o:classKind \"top\" ; rdfs:subClassOf o:B ; o:colour \"#12345\" .\no:B a owl:Class ; rdfs:subClassOf o:A , [ a o:C ] .\n\
        o:p a owl:ObjectProperty ; owl:inverseOf o:p ; rdfs:subPropertyOf o:p ; o:claimable false .\n"
    );
    let classes = kell_fuzz::packs::CLASSES;
    seeds("turtle", &[parts(&[classes, &known]), parts(&[&circle, &known]), parts(&[classes, ""])]);

    let question = "# # Who keeps what?\n#\n# All that is kept.\n# **who** (Old Quay): whom\n# **most** (10): how many\n# **word** (quay): a word\n# that goes on\n\
        SELECT ?a WHERE { ?a o:keeps ?b . FILTER(STR(?b) = {{word}} || ?a = {{who}}) } LIMIT {{most}}\n";
    let check = "# # All is kept\n#\n# **Severity:** warning\n# **Problem:** a thing is not kept\n# **Solution:** keep it\nSELECT ?a WHERE { ?a a o:Place }\n";
    let drawing = "title = \"A\"\ndescription = \"B\"\nlayout = \"layered\"\ndirection = \"LR\"\nnodes = 5\nclusters = [\"Place\"]\nquery = '''\nSELECT ?from ?fromLabel WHERE { ?from o:keeps {{focus}} }\n'''\n";
    let test = "# A\n\n## B\n\n```text\nThe Harbour Council keeps the Old Quay.\n```\n\n```claims\nHarbour Council | keeps | Old Quay | negated | planned | time: 2021\n! a | keeps | b\n```\n";
    seeds(
        "headers",
        &[
            parts(&[
                question,
                check,
                drawing,
                test,
                "<https://example.org/id/Quay>",
                "5",
                "so \"it\" \\ is",
            ]),
            parts(&[question, check, drawing, test, "x", "y", "{{most}}"]),
            parts(&["# # T\nASK { ?a ?b ?c }", "", "", ""]),
        ],
    );

    let rules = r#"[[rule]]
name = "keep"
property = "keeps"
verbs = ["keep", "look after"]
inverse_verbs = ["belong to"]
nouns = ["keeper of"]
patterns = ["{subject:Council|Person} ... ~keep the? {object:Place}", "{object:Place} 's keeper|warden , {subject} ,?"]
subject = ["Agent"]
object = ["Place"]
force = "asserted"
confidence = 0.8
yes = ["The Harbour Council keeps the Old Quay. => Harbour Council | Old Quay"]
no = ["The quay is kept."]
"#;
    let words = include_str!("../../../../ontology/core/en/words.toml");
    let few: String = words.lines().take(60).fold(String::new(), |all, it| all + it + "\n");
    let many = "[[rule]]\nname = 'a'\nproperty = 'keeps'\npatterns = ['{subject} a? a? a? a? a? a? a? ... ... ... ... {object}']\nyes = ['a']\n";
    seeds("rules", &[parts(&[rules]), parts(&[rules, &few]), parts(&[many, words])]);
}

fn requests() {
    let ask = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&default-graph-uri=https%3A%2F%2Fw3id.org%2Fkell%2Fgraph%2Fasserted";
    let select = "SELECT ?a (COUNT(*) AS ?n) WHERE { ?c rdf:subject ?a ; o:force ?f FILTER(?f != \"<x-a>\") } GROUP BY ?a LIMIT 5";
    let form = "query=SELECT+*+WHERE+%7B+GRAPH+%3Fg+%7B+%3Fs+%3Fp+%3Fo+%7D+%7D+LIMIT+3&named-graph-uri=https://w3id.org/kell/graph/asserted";
    let page = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
    let mut asked: Vec<Vec<u8>> = [
        "/",
        "/documents",
        "/search?q=Russ%69a",
        "/search?q=%3Cx-a%3E",
        "/search.json?q=the",
        "/names.json?q=o:mem",
        "/network?focus=MI5",
        "/network.json?focus=https%3A%2F%2Fw3id.org%2Fkell%2Fid%2FMI5",
        "/timeline?all",
        "/conflicts",
        "/statistics",
        "/path?from=MI5&to=Russia&count=3&all=1",
        "/diagrams",
        "/diagrams/actors?nodes=15&focus=MI5",
        "/diagrams/%3Cx-a%3E",
        "/diagram/voices.svg?nodes=30",
        "/diagram/claims.dot",
        "/assets/style.css",
        "/assets/..%2f..%2fCargo.toml",
        "/id/MI5",
        "/id/%3Cx-a%3E",
        "/doc/encryption-2021",
        "/claim/0000",
        "/graph/asserted",
        "/ns#Person",
        "/about?iri=https://w3id.org/kell/id/MI5&format=jsonld",
        "/query?query=SELECT%20*%20WHERE%20%7B%7D",
        "/query?name=central&most=3",
        "/query?name=%3Cx-a%3E",
        ask,
        "/store?default",
        "/store?graph=%3Cx-a%3E",
        "/health",
        "/.well-known/void",
        "/%",
        "/%ff",
        "/sparql?query=ASK%7B%7D&query=a",
        "/sparql?update=CLEAR+ALL",
    ]
    .iter()
    .map(|it| parts(&[it, "", page, "", "localhost:7878", ""]))
    .collect();
    asked.extend([
        parts(&["/sparql", "POST", "text/csv", "application/sparql-query", "127.0.0.1", select]),
        parts(&[
            "/sparql?format=xml",
            "POST",
            "*/*",
            "application/x-www-form-urlencoded; charset=utf-8",
            "[::1]:80",
            form,
        ]),
        parts(&["/sparql", "POST", "", "application/sparql-update", "", "CLEAR ALL"]),
        parts(&["/sparql", "OPTIONS", "", "", "elsewhere.org", ""]),
        parts(&[
            "/store?default",
            "PUT",
            "text/turtle;q=0.5,application/ld+json",
            "text/turtle",
            "",
            "<a> <b> <c> .",
        ]),
        parts(&["/id/Russia", "HEAD", "text/turtle, application/n-quads;q=0.1", "", "", ""]),
    ]);
    seeds("request", &asked);
}
