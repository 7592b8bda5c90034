//! What the codes of diagnostics mean, for `kell explain CODE`.

/// Codes in the order of the alphabet, each with its explanation.
pub(super) const CODES: &[(&str, &str)] = &[
    (
        "build/cache",
        "What was read of a document could not be kept.  The output is complete; the next build reads the document again.",
    ),
    (
        "build/text",
        "The text that was taken out of a document could not be stored, so its quotes could not be verified later.  The document was left out.",
    ),
    (
        "correction/file",
        "A file of corrections cannot be used.  It is TOML with `version = 1` and any of these lists; `document` (a file name) and `why` may stand in each:\n\n\
         [[reject]]  quote, claim    the sentence does not say this; all its claims without `claim`\n\
         [[accept]]  quote, claim    it does say this\n\
         [[link]]    quote, text, to     these words mean the thing called so\n\
         [[span]]    quote, text, to     the end of the claim is these words\n\
         [[type]]    thing, class        the thing is of another class\n\
         [[split]]   document, thing, to in this document the name is another thing's\n\
         [[merge]]   things              these are one, named like the first\n\
         [[apart]]   things              these are not one\n\
         [[silence]] rule                the rule is not used\n\
         [[add]]     document, quote, claim; negated, force, holder, time\n\n\
         `claim` is \"subject | property | object\", by their names.",
    ),
    (
        "correction/gone",
        "A correction found nothing to correct: its sentence is no longer in the documents, or is no longer read as it was.  Compare its words, or remove it.",
    ),
    (
        "document/archive",
        "A ZIP archive, or a member of it, is damaged, encrypted, nested too deep, or unpacks to more than is allowed.  What could be read of it was read.",
    ),
    (
        "document/conllu",
        "A line of the CoNLL-U file is not what the format of Universal Dependencies asks for.  The message names the line; the file was not read.",
    ),
    (
        "document/cut",
        "The text breaks off inside a sentence, as copies of web pages do.  No claim rests on that sentence.  Compare another copy of the document.",
    ),
    (
        "document/damaged",
        "The file breaks the rules of its format, so that nothing could be read from it.  The other documents were read.",
    ),
    (
        "document/date",
        "The date given for a document is none.  The document was read without a date, so words such as *last month* have no value in it.",
    ),
    (
        "document/double-spaced",
        "A blank line stands after every line, as in some transcripts.  The file was read as plain text, and its lines were joined into paragraphs.",
    ),
    ("document/empty", "The file holds no text.  Nothing was read from it."),
    (
        "document/empty-folder",
        "No file of the folder has an ending that is read unasked.  Name a file itself to have it read whatever its ending.",
    ),
    (
        "document/encoding",
        "The file is neither UTF-8 nor UTF-16 with a byte order mark.  Where it could only be Windows-1252 it was read as that; else nothing was read, and it must be saved as UTF-8.",
    ),
    ("document/encrypted", "The file needs a password.  Nothing was read from it."),
    (
        "document/front-matter",
        "The lines between `---` at the top of the file are not `key: value` pairs.  The text below was read all the same.",
    ),
    (
        "document/key-twice",
        "The front matter or sidecar gives a key twice.  The first value counts.",
    ),
    (
        "document/language",
        "The language given for a document is no language tag.  The language was found in the text instead.",
    ),
    (
        "document/left-out",
        "A block of code or HTML in a Markdown file is not prose and was not read.",
    ),
    (
        "document/made",
        "The document does not say when it was spoken or published.  The day on which its file was made stands for it.",
    ),
    ("document/not-text", "The file holds bytes that no text has.  Nothing was read from it."),
    (
        "document/partly",
        "A part of the file could not be read, such as pages that are only pictures.  The rest was read.",
    ),
    ("document/row", "A row of a table cannot be read or has no text.  The other rows were read."),
    (
        "document/scanned",
        "The pages of the file are pictures of text.  Text must be recognised in them before it can be read.",
    ),
    (
        "document/sidecar",
        "The file `NAME.toml` beside a document cannot be read as TOML.  The document was read without it.",
    ),
    (
        "document/skipped",
        "The file is of no kind that is read unasked.  Name it on the command line to have it read as plain text.",
    ),
    (
        "document/too-large",
        "The file is larger than what is read at once.  Nothing was read from it; --max-size raises the limit.",
    ),
    (
        "document/twice",
        "A file was named twice, for example by itself and by its folder.  It was read once.",
    ),
    (
        "document/unknown-key",
        "The front matter or sidecar has a key that kell does not know.  It is kept as written, but says nothing to kell.",
    ),
    (
        "document/unknown-language",
        "A part of the document is in a language for which the pack has no words.  Only names are found there.",
    ),
    ("document/unreadable", "The system did not let the file be read; the message says why."),
    ("ontology/blank-node", "A thing of a pack has no IRI, so nothing can refer to it."),
    (
        "graph/near-duplicate",
        "A document is nearly the same text as an earlier one: a reprint, a later version, or the file twice.  Its claims stay in the graph with their sentences; `o:independentSources` counts both documents as one.",
    ),
    (
        "ontology/check-header",
        "The comment at the head of a check lacks what it must say (severity, problem), or says something that checks do not have.",
    ),
    ("ontology/class-cycle", "A class is, over others, below itself."),
    ("ontology/class-kind", "A class is said to be of a kind that does not exist."),
    ("ontology/colour", "The colour of a class is not written as six hexadecimal digits."),
    ("ontology/confidence", "The confidence of a rule is not between 0 and 1."),
    ("ontology/date", "A date in a pack is not a day, a month or a year."),
    ("ontology/diagram", "A diagram has a value that its key does not know."),
    ("ontology/diagram-syntax", "A diagram is not valid TOML, or lacks a key."),
    ("ontology/duplicate-entity", "Two blocks describe one entity."),
    ("ontology/duplicate-rule", "Two rules have one name."),
    (
        "ontology/embedded",
        "The program was built with no domain pack in it, or with several.  Name the folder of one with `--ontology`.",
    ),
    ("ontology/empty-label", "A label is empty, so it would be found everywhere or nowhere."),
    ("ontology/empty-rule", "A rule has no verbs, nouns or patterns, so it can find nothing."),
    ("ontology/encoding", "A file of a pack is not UTF-8."),
    (
        "ontology/example",
        "A rule does not find what one of its `yes` sentences says, or finds something in a `no` sentence.  Change the rule or the sentence.",
    ),
    (
        "ontology/fact-type",
        "A fact about an entity has a property that does not fit its class or its value.",
    ),
    (
        "ontology/identifier-source",
        "An entity has an identifier without the source it was checked against.",
    ),
    ("ontology/label-language", "A label does not say in which language it is."),
    (
        "ontology/lexicon-syntax",
        "A word list is not valid TOML, or its values are not lists of words.",
    ),
    ("ontology/manifest", "A value of `pack.toml` is missing or not of the right form."),
    ("ontology/no-class", "An entity has no class."),
    ("ontology/no-definition", "A class or property is not explained by an rdfs:comment."),
    ("ontology/no-domain", "A property does not say of what it is a property."),
    ("ontology/no-label", "A class, property or entity has no name in English."),
    ("ontology/no-manifest", "The folder has no `pack.toml`, so it is no pack."),
    ("ontology/no-range", "A property does not say what its values are."),
    ("ontology/no-title", "A query, check or test does not begin with its title."),
    (
        "ontology/no-top-class",
        "A class stands below none of the top classes, so it would have no colour, no shape and no place in a query.",
    ),
    (
        "ontology/not-claimable",
        "A rule names a property that claims may not use: one of the graph itself, or one whose inverse is used instead.",
    ),
    (
        "ontology/parameter",
        "A parameter of a query is described but not used, used but not described, or has no default.",
    ),
    (
        "ontology/rule-pattern",
        "A rule has a pattern with an element that is neither a word, a verb nor a role of a known class, an empty verb, or a noun without a preposition.",
    ),
    (
        "ontology/rule-syntax",
        "A rule file is not valid TOML or a rule lacks a field.  The message names the line.",
    ),
    ("ontology/rule-without-example", "A rule has no sentence in which it must find something."),
    (
        "ontology/same-label",
        "Two entities have one label, and none of them is marked as ambiguous.  Which is meant could not be told.",
    ),
    (
        "ontology/shared-noun",
        "Two classes have one head noun, so what it describes could be of either.",
    ),
    (
        "ontology/shape",
        "A shape says something that is not read of SHACL, or has no target or path.  The head of the core's shapes.ttl lists what is read.",
    ),
    ("ontology/sparql-syntax", "A query or check is not valid SPARQL."),
    ("ontology/tenure", "A term of office lacks its holder or its post."),
    (
        "ontology/test",
        "A literate test of a pack expects claims that are not found, or finds some that it forbids.",
    ),
    ("ontology/too-large", "A pack has more classes and properties than can be numbered."),
    ("ontology/turtle-syntax", "A file is not valid Turtle.  Nothing of it was used."),
    ("ontology/two-classes", "An entity has several classes of which none is below the other."),
    (
        "ontology/two-labels",
        "An entity, class or property has two preferred labels in one language.",
    ),
    ("ontology/two-superclasses", "A class has several superclasses; kell's classes form a tree."),
    ("ontology/undeclared", "A class or property is described, but not declared to be one."),
    ("ontology/unknown-class", "A name is used as a class that no `classes.ttl` declares."),
    ("ontology/unknown-entity", "A fact points at an entity that no file of the packs describes."),
    (
        "ontology/unknown-file",
        "A file of the pack has a name or a place for which kell has no use.  It was left out.",
    ),
    ("ontology/unknown-force", "A rule names a force that is none of the eight."),
    ("ontology/unknown-property", "A name is used as a property that no `classes.ttl` declares."),
    (
        "ontology/unreadable",
        "The system did not let a file of the pack be read; the message says why.",
    ),
    (
        "resolution/no-claim",
        "A sentence names at least two known things, but no rule reads how they relate.  A rule in the pack could.",
    ),
];
