//! Every IRI in the program.
//!
//! Terms of published vocabularies are constants; the project's own terms hang off the pack's base
//! IRI, which is data.  No other file spells out an IRI.

use std::collections::BTreeMap;

use oxigraph::io::{RdfFormat, RdfSerializer};

macro_rules! terms {
    ($(#[$doc:meta] $module:ident = $base:literal { $($name:ident = $local:literal),* $(,)? })*) => {$(
        #[$doc]
        pub mod $module {
            /// The namespace IRI.
            pub const NAMESPACE: &str = $base;
            $(
                #[doc = concat!("`", stringify!($module), ":", $local, "`")]
                pub const $name: &str = concat!($base, $local);
            )*
        }
    )*};
}

terms! {
    /// RDF.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        TYPE = "type", STATEMENT = "Statement", SUBJECT = "subject", PREDICATE = "predicate",
        OBJECT = "object", PROPERTY = "Property", REIFIES = "reifies", FIRST = "first", REST = "rest",
    }
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        LABEL = "label", COMMENT = "comment", SUB_CLASS_OF = "subClassOf",
        SUB_PROPERTY_OF = "subPropertyOf", DOMAIN = "domain", RANGE = "range",
        IS_DEFINED_BY = "isDefinedBy", CLASS = "Class",
    }
    /// OWL 2.
    owl = "http://www.w3.org/2002/07/owl#" {
        CLASS = "Class", OBJECT_PROPERTY = "ObjectProperty", DATATYPE_PROPERTY = "DatatypeProperty",
        ANNOTATION_PROPERTY = "AnnotationProperty", INVERSE_OF = "inverseOf",
        SYMMETRIC_PROPERTY = "SymmetricProperty",
        VERSION_INFO = "versionInfo", ONTOLOGY = "Ontology", THING = "Thing",
    }
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        STRING = "string", DATE = "date", G_YEAR = "gYear", G_YEAR_MONTH = "gYearMonth",
        DECIMAL = "decimal", INTEGER = "integer", BOOLEAN = "boolean", DURATION = "duration",
        NON_NEGATIVE_INTEGER = "nonNegativeInteger", DATE_TIME = "dateTime",
    }
    /// SKOS.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT = "Concept", CONCEPT_SCHEME = "ConceptScheme", PREF_LABEL = "prefLabel",
        ALT_LABEL = "altLabel", HIDDEN_LABEL = "hiddenLabel", DEFINITION = "definition",
        BROADER = "broader", EXACT_MATCH = "exactMatch", NOTE = "note", IN_SCHEME = "inScheme",
        HAS_TOP_CONCEPT = "hasTopConcept", TOP_CONCEPT_OF = "topConceptOf",
    }
    /// PROV-O.
    prov = "http://www.w3.org/ns/prov#" {
        ENTITY = "Entity", ACTIVITY = "Activity", AGENT = "Agent", SOFTWARE_AGENT = "SoftwareAgent",
        WAS_ATTRIBUTED_TO = "wasAttributedTo", WAS_GENERATED_BY = "wasGeneratedBy",
        WAS_ASSOCIATED_WITH = "wasAssociatedWith", USED = "used", WAS_DERIVED_FROM = "wasDerivedFrom",
        WAS_QUOTED_FROM = "wasQuotedFrom",
    }
    /// Web Annotation.
    oa = "http://www.w3.org/ns/oa#" {
        SPECIFIC_RESOURCE = "SpecificResource", HAS_SOURCE = "hasSource",
        HAS_SELECTOR = "hasSelector", TEXT_POSITION_SELECTOR = "TextPositionSelector",
        TEXT_QUOTE_SELECTOR = "TextQuoteSelector", START = "start", END = "end", EXACT = "exact",
        PREFIX = "prefix", SUFFIX = "suffix",
    }
    /// Dublin Core terms.
    dcterms = "http://purl.org/dc/terms/" {
        TITLE = "title", CREATOR = "creator", PUBLISHER = "publisher", ISSUED = "issued",
        LICENSE = "license", LANGUAGE = "language", SOURCE = "source", DESCRIPTION = "description",
        IDENTIFIER = "identifier", FORMAT = "format", CREATED = "created", CONFORMS_TO = "conformsTo",
    }
    /// OWL-Time.
    time = "http://www.w3.org/2006/time#" {
        TEMPORAL_ENTITY = "TemporalEntity",
    }
    /// schema.org.
    schema = "https://schema.org/" {
        DIGITAL_DOCUMENT = "DigitalDocument", ABOUT_PAGE = "AboutPage", SHA256 = "sha256", OBSERVATION = "Observation",
        VALUE = "value", SAME_AS = "sameAs", DOMAIN_INCLUDES = "domainIncludes",
        RANGE_INCLUDES = "rangeIncludes",
    }
    /// SHACL.
    sh = "http://www.w3.org/ns/shacl#" {
        TARGET_CLASS = "targetClass", TARGET_SUBJECTS_OF = "targetSubjectsOf",
        TARGET_OBJECTS_OF = "targetObjectsOf", PROPERTY = "property", PATH = "path",
        INVERSE_PATH = "inversePath", MIN_COUNT = "minCount", MAX_COUNT = "maxCount",
        DATATYPE = "datatype", CLASS = "class", NODE_KIND = "nodeKind", IRI = "IRI", LITERAL = "Literal",
        PATTERN = "pattern", MIN_INCLUSIVE = "minInclusive", MAX_INCLUSIVE = "maxInclusive", IN = "in",
        OR = "or", MESSAGE = "message",
    }
    /// SPARQL 1.1 Service Description.
    sd = "http://www.w3.org/ns/sparql-service-description#" {
        SERVICE = "Service", ENDPOINT = "endpoint", SUPPORTED_LANGUAGE = "supportedLanguage",
        SPARQL_11_QUERY = "SPARQL11Query", RESULT_FORMAT = "resultFormat", FEATURE = "feature",
        UNION_DEFAULT_GRAPH = "UnionDefaultGraph", DEFAULT_DATASET = "defaultDataset",
        DATASET = "Dataset", DEFAULT_GRAPH = "defaultGraph", GRAPH = "Graph",
        NAMED_GRAPH = "namedGraph", NAMED_GRAPH_CLASS = "NamedGraph", NAME = "name", GRAPH_OF = "graph",
    }
    /// File formats of the W3C.
    formats = "http://www.w3.org/ns/formats/" {
        JSON = "SPARQL_Results_JSON", XML = "SPARQL_Results_XML", CSV = "SPARQL_Results_CSV",
        TSV = "SPARQL_Results_TSV", TURTLE = "Turtle", N_TRIPLES = "N-Triples", N_QUADS = "N-Quads",
        TRIG = "TriG", JSON_LD = "JSON-LD", RDF_XML = "RDF_XML",
    }
    /// Vocabulary of Interlinked Datasets.
    void = "http://rdfs.org/ns/void#" {
        DATASET = "Dataset", DATASET_DESCRIPTION = "DatasetDescription", TRIPLES = "triples",
        ENTITIES = "entities", CLASSES = "classes", PROPERTIES = "properties", DOCUMENTS = "documents",
        SPARQL_ENDPOINT = "sparqlEndpoint", DATA_DUMP = "dataDump", URI_SPACE = "uriSpace",
        VOCABULARY = "vocabulary", EXAMPLE_RESOURCE = "exampleResource", FEATURE = "feature",
        ROOT_RESOURCE = "rootResource", CLASS_PARTITION = "classPartition", CLASS = "class",
        PROPERTY_PARTITION = "propertyPartition", PROPERTY = "property", SUBSET = "subset",
    }
    /// FOAF, as far as `VoID` needs it.
    foaf = "http://xmlns.com/foaf/0.1/" {
        PRIMARY_TOPIC = "primaryTopic",
    }
    /// Data Catalog Vocabulary 3.
    dcat = "http://www.w3.org/ns/dcat#" {
        DATASET = "Dataset", DISTRIBUTION_CLASS = "Distribution", DISTRIBUTION = "distribution",
        DOWNLOAD_URL = "downloadURL", MEDIA_TYPE = "mediaType", BYTE_SIZE = "byteSize",
        VERSION = "version", KEYWORD = "keyword", LANDING_PAGE = "landingPage",
    }
    /// SPDX terms: checksums.
    spdx = "http://spdx.org/rdf/terms#" {
        CHECKSUM = "checksum", CHECKSUM_CLASS = "Checksum", ALGORITHM = "algorithm",
        CHECKSUM_VALUE = "checksumValue", SHA_256 = "checksumAlgorithm_sha256",
    }
    /// Nanopublications.
    np = "http://www.nanopub.org/nschema#" {
        NANOPUBLICATION = "Nanopublication", HAS_ASSERTION = "hasAssertion",
        HAS_PROVENANCE = "hasProvenance", HAS_PUBLICATION_INFO = "hasPublicationInfo",
    }
    /// Wikidata's items.
    wd = "http://www.wikidata.org/entity/" {}
}

/// The function by which an evaluation looks whether it is to stop.
pub(crate) const ALIVE: &str = "urn:kell:alive";

/// The namespace of licences by their SPDX identifiers.
pub const SPDX: &str = "https://spdx.org/licenses/";

/// Where a server of this program can be reached, by its authority: `127.0.0.1:7878`.
///
/// ```
/// assert_eq!(kell::vocabulary::server("[::1]:80"), "http://[::1]:80");
/// ```
pub fn server(authority: &str) -> String {
    format!("http://{authority}")
}

/// The namespace of SVG.
pub const SVG: &str = "http://www.w3.org/2000/svg";

/// The namespaces of other formats, and the documents that say what conforms to them.
pub mod documents {
    /// `GraphML`.
    pub const GRAPHML: &str = "http://graphml.graphdrawing.org/xmlns";
    /// GEXF 1.3.
    pub const GEXF: &str = "http://gexf.net/1.3";
    /// The JSON-LD context of Web Annotations.
    pub const ANNOTATIONS: &str = "http://www.w3.org/ns/anno.jsonld";
    /// The JSON-LD context of RO-Crate 1.2.
    pub const CRATE_CONTEXT: &str = "https://w3id.org/ro/crate/1.2/context";
    /// What an RO-Crate 1.2 conforms to.
    pub const CRATE: &str = "https://w3id.org/ro/crate/1.2";
    /// What a Croissant 1.1 conforms to.
    pub const CROISSANT: &str = "http://mlcommons.org/croissant/1.1";
    /// Croissant's terms.
    pub const CROISSANT_TERMS: &str = "http://mlcommons.org/croissant/";
    /// Responsible-AI terms of Croissant.
    pub const CROISSANT_RAI: &str = "http://mlcommons.org/croissant/RAI/";
    /// schema.org as a JSON-LD context.
    pub const SCHEMA_CONTEXT: &str = "https://schema.org/";
    /// The profile of a Frictionless data package of tables.
    pub const TABULAR: &str = "tabular-data-package";
    /// Iris of media types at IANA.
    pub const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
    /// Identifiers of people at ORCID.
    pub const ORCID: &str = "https://orcid.org/";
    /// Identifiers of things by DOI.
    pub const DOI: &str = "https://doi.org/";
}

/// The project's own IRIs, minted under the pack's base IRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    base: String,
}

impl Base {
    /// Terms and things under `base`, which ends in `/` or gets one.
    pub fn new(base: &str) -> Self {
        let slash = if base.ends_with('/') { "" } else { "/" };
        Self { base: format!("{base}{slash}") }
    }

    /// The base IRI itself, with its final slash.
    pub fn as_str(&self) -> &str {
        &self.base
    }

    /// A class, property or concept of the ontology: `ns#Person`.
    pub fn term(&self, name: &str) -> String {
        format!("{}ns#{name}", self.base)
    }

    /// The local name of one of the ontology's own terms.
    pub fn term_name<'a>(&self, iri: &'a str) -> Option<&'a str> {
        iri.strip_prefix(&self.base)?.strip_prefix("ns#")
    }

    /// A thing the documents speak of: `id/Name`.
    pub fn thing(&self, name: &str) -> String {
        format!("{}id/{name}", self.base)
    }

    /// A claim, by its content hash.
    pub fn claim(&self, hash: &str) -> String {
        format!("{}claim/{hash}", self.base)
    }

    /// A document, by its slug.
    pub fn document(&self, slug: &str) -> String {
        format!("{}doc/{slug}", self.base)
    }

    /// A named graph: `graph/asserted`.
    pub fn graph(&self, name: &str) -> String {
        format!("{}graph/{name}", self.base)
    }

    /// An extraction rule.
    pub fn rule(&self, name: &str) -> String {
        format!("{}rule/{name}", self.base)
    }

    /// What several claims claim alike, by its content hash.
    pub fn proposition(&self, hash: &str) -> String {
        format!("{}proposition/{hash}", self.base)
    }

    /// A judgement on the identity of two things, by its content hash.
    pub fn judgement(&self, hash: &str) -> String {
        format!("{}judgement/{hash}", self.base)
    }

    /// A conflict, by its content hash.
    pub fn conflict(&self, hash: &str) -> String {
        format!("{}conflict/{hash}", self.base)
    }

    /// A date or interval, by its lexical form: `time/2017-07..2021-07`.
    pub fn time(&self, lexical: &str) -> String {
        format!("{}time/{}", self.base, lexical.replace('/', ".."))
    }

    /// A quantity, by its slug.
    pub fn quantity(&self, slug: &str) -> String {
        format!("{}quantity/{slug}", self.base)
    }

    /// A program or a run of it.
    pub fn software(&self, name: &str) -> String {
        format!("{}software/{name}", self.base)
    }
}

/// Local names of the properties that lead from a part to its whole.
pub const CONTAINMENT: [&str; 3] = ["locatedIn", "partOf", "broader"];

/// Local names of the properties that lead from somebody to the body they speak for.
pub const AFFILIATION: [&str; 4] = ["worksFor", "leads", "holdsPost", "postIn"];

/// The prefix of dates and intervals.
const DATES: &str = "date";

/// The prefixes that queries may use without declaring them, and that people read in results.
///
/// ```
/// use kell::vocabulary::{Base, Prefixes};
///
/// let base = Base::new("https://example.org/");
/// let prefixes = Prefixes::new(&base);
/// assert_eq!(prefixes.shorten(&base.thing("Ada")).as_deref(), Some("e:Ada"));
/// assert_eq!(prefixes.expand("e:Ada"), Some(base.thing("Ada")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefixes {
    entries: Vec<(&'static str, String)>,
}

impl Prefixes {
    /// The project's own, then those of published vocabularies.
    pub fn new(base: &Base) -> Self {
        let published = [
            ("rdf", rdf::NAMESPACE),
            ("rdfs", rdfs::NAMESPACE),
            ("owl", owl::NAMESPACE),
            ("xsd", xsd::NAMESPACE),
            ("skos", skos::NAMESPACE),
            ("prov", prov::NAMESPACE),
            ("oa", oa::NAMESPACE),
            ("dcterms", dcterms::NAMESPACE),
            ("time", time::NAMESPACE),
            ("schema", schema::NAMESPACE),
            ("wd", wd::NAMESPACE),
        ];
        let mut entries = vec![
            ("o", base.term("")),
            ("e", base.thing("")),
            ("c", base.claim("")),
            ("d", base.document("")),
            ("g", base.graph("")),
            ("rule", base.rule("")),
            ("proposition", base.proposition("")),
            ("judgement", base.judgement("")),
            ("conflict", base.conflict("")),
            (DATES, base.time("")),
            ("quantity", base.quantity("")),
        ];
        entries.extend(published.map(|(name, iri)| (name, iri.to_owned())));
        Self { entries }
    }

    /// Each prefix without its colon, and its namespace.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.entries.iter().map(|(name, iri)| (*name, iri.as_str()))
    }

    /// A serializer that writes the prefixes whose namespaces are `used`, and further ones.
    ///
    /// The prefix of dates is left out: the name of a time with an open end has dots at its end, which Turtle admits if
    /// they are escaped and rdflib does not read.  A base that is no IRI has no prefixes; its names are written in full.
    pub fn serializer(
        &self,
        format: RdfFormat,
        further: &[(&'static str, &str)],
        used: impl Fn(&str) -> bool,
    ) -> RdfSerializer {
        let own = self.iter().filter(|it| it.0 != DATES);
        let all: BTreeMap<&str, &str> = own.chain(further.iter().copied()).collect();
        let mut serializer = RdfSerializer::from_format(format);
        for (name, namespace) in all.into_iter().filter(|it| used(it.1)) {
            if let Ok(with) = serializer.clone().with_prefix(name, namespace) {
                serializer = with;
            }
        }
        serializer
    }

    /// The IRI as a prefixed name that Turtle and SPARQL read back, if it can be one without escapes.
    pub fn shorten(&self, iri: &str) -> Option<String> {
        let fits = |(name, namespace): (&str, &str)| {
            let local = iri.strip_prefix(namespace)?;
            is_plain_local_name(local).then(|| format!("{name}:{local}"))
        };
        self.iter().find_map(fits)
    }

    /// The IRI behind a prefixed name with one of these prefixes.
    pub fn expand(&self, name: &str) -> Option<String> {
        let (prefix, local) = name.split_once(':')?;
        let (_, namespace) = self.iter().find(|(it, _)| *it == prefix)?;
        Some(format!("{namespace}{local}"))
    }
}

fn is_plain_local_name(local: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    local.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && local.chars().all(inner)
        && !local.ends_with('.')
}

/// The XML Schema type of `2018`, `2018-03` or `2018-03-04`.
///
/// ```
/// use kell::vocabulary::{date_type, xsd};
///
/// assert_eq!(date_type("2018-03"), Some(xsd::G_YEAR_MONTH));
/// assert_eq!(date_type("2017/2018"), None);
/// ```
pub fn date_type(value: &str) -> Option<&'static str> {
    let digits = value.bytes().enumerate().all(|(at, it)| match at {
        4 | 7 => it == b'-',
        _ => it.is_ascii_digit(),
    });
    match value.len() {
        4 if digits => Some(xsd::G_YEAR),
        7 if digits => Some(xsd::G_YEAR_MONTH),
        10 if digits => Some(xsd::DATE),
        _ => None,
    }
}

/// `asserted` → `Asserted`: the name of a term from a word, or of a shape from a property.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Letters and digits of `text`, lower case, other runs as one hyphen; never empty.
///
/// ```
/// assert_eq!(kell::vocabulary::slug("  Fishmongers’ Hall (2019)"), "fishmongers-hall-2019");
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if out.is_empty() { "x".to_owned() } else { out }
}
