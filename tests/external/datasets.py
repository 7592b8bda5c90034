"""Reads what `kell export` wrote with other people's libraries, and compares it with the tables.

    datasets.py CHECK FOLDER          prints what is wrong; exits with 1 if anything is
    datasets.py break CHECK FOLDER    damages the files of a check a little, so that it must fail

FOLDER holds every format: release/, csv/, parquet/, neo4j/, vault/, claims.nq, claims.trig, stix.json, ftm.jsonl,
claims.graphml, claims.gexf, annotations.jsonld, jsonld/, concepts.ttl.
"""

import collections
import csv
import json
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[-1])
release = folder / "release"
wrong = []


def expect(fine, message):
    if not fine:
        wrong.append(message)


def rows(name):
    with open(release / "data" / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def edges():
    """Asserted claims whose object is no literal."""
    return [it for it in rows("claims") if it["asserted"] == "true" and it["object_id"]]


def rdf():
    """Every file of RDF, by pyoxigraph and by rdflib; each named graph is the same in all forms."""
    import pyoxigraph as ox
    import rdflib

    whole = collections.Counter()
    for quad in ox.parse(path=release / "graph/graph.nq", format=ox.RdfFormat.N_QUADS):
        whole[quad.graph_name.value.rsplit("/", 1)[1]] += 1
    expect(whole, "graph.nq is empty")
    for name, number in whole.items():
        for ending, format in (("ttl", "turtle"), ("jsonld", "json-ld")):
            path = release / f"graph/{name}.{ending}"
            kind = ox.RdfFormat.TURTLE if ending == "ttl" else ox.RdfFormat.JSON_LD
            found = len(set(ox.parse(path=path, format=kind)))
            expect(found == number, f"{path.name}: {found} triples by pyoxigraph, {number} in graph.nq")
            found = len(rdflib.Graph().parse(path, format=format))
            expect(found == number, f"{path.name}: {found} triples by rdflib, {number} in graph.nq")
    for name in ("void.ttl", "ontology/ontology.ttl"):
        expect(len(rdflib.Graph().parse(release / name)) > 20, f"{name} says next to nothing")
    terms = rdflib.Graph().parse(release / "ontology/ontology.ttl")
    own = {it for it in terms.subjects(rdflib.RDF.type) if "/ns#" in str(it)}
    expect(len(own) > 100, f"{len(own)} terms")
    named = [rdflib.RDFS.label, rdflib.SKOS.prefLabel], [rdflib.RDFS.comment, rdflib.SKOS.definition], [rdflib.RDFS.isDefinedBy]
    for term in own:
        for properties in named:
            expect(any((term, it, None) in terms for it in properties), f"{term} has no {properties[0]}")
    wanted = "title description creator publisher created issued modified license".split()
    for header in terms.subjects(rdflib.RDF.type, rdflib.OWL.Ontology):
        for name in wanted:
            expect((header, rdflib.DCTERMS[name], None) in terms, f"{header} has no dcterms:{name}")
        for name in "versionIRI versionInfo".split():
            expect((header, rdflib.OWL[name], None) in terms, f"{header} has no owl:{name}")
    concepts = rdflib.Graph().parse(folder / "concepts.ttl")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    for concept in concepts.subjects(rdflib.RDF.type, skos.Concept):
        expect((concept, skos.prefLabel, None) in concepts, f"{concept} has no label")
        expect((concept, skos.inScheme, None) in concepts, f"{concept} is in no scheme")
        languages = [it.language for it in concepts.objects(concept, skos.prefLabel)]
        expect(len(languages) == len(set(languages)), f"{concept} has two preferred labels in a language")


def shapes():
    """The graph conforms to the shapes it comes with, by pySHACL."""
    import pyshacl
    import rdflib

    data = rdflib.Dataset(default_union=True).parse(release / "graph/graph.nq", format="nquads")
    shapes = rdflib.Graph().parse(release / "ontology/shapes.ttl")
    number = len(set(shapes.subjects(rdflib.RDF.type, rdflib.Namespace("http://www.w3.org/ns/shacl#").NodeShape)))
    expect(number > 20, f"there are {number} shapes")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
    expect(conforms, report)


def owl():
    """By the rules of OWL 2 RL nothing is inconsistent, no claim becomes a thing, and no two things become one."""
    import owlrl
    import rdflib

    for name in ("claims", "asserted", "conflicts"):
        path = release / f"graph/{name}.ttl"
        if not path.exists():
            continue
        graph = rdflib.Graph().parse(release / "ontology/ontology.ttl").parse(path)
        stated = set(graph.subject_objects(rdflib.RDF.type))
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        for _, message in graph.subject_objects(rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")):
            expect(False, f"{name}: {message}")
        for one, other in graph.subject_objects(rdflib.OWL.sameAs):
            expect(one == other, f"{name}: {one} becomes {other}")
        claim = next(it for it in graph.subjects(rdflib.RDF.type, rdflib.OWL.Class) if str(it).endswith("#Claim"))
        above = set(graph.objects(claim, rdflib.RDFS.subClassOf)) | {claim}
        for it in graph.subjects(rdflib.RDF.type, claim):
            for kind in set(graph.objects(it, rdflib.RDF.type)) - above:
                expect((it, kind) in stated or str(kind).startswith(str(rdflib.OWL)), f"the claim {it} becomes a {kind}")


def rdf12():
    """Each claim reifies one triple, and the way back gives the triples of the statement nodes."""
    import pyoxigraph as ox

    ns = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    found = {}
    for quad in ox.parse(path=folder / "claims.nq", format=ox.RdfFormat.N_QUADS):
        if quad.predicate.value == ns + "reifies":
            expect(quad.subject.value not in found, f"{quad.subject} reifies twice")
            triple = quad.object
            found[quad.subject.value] = (triple.subject.value, triple.predicate.value, triple.object.value)
        else:
            expect(quad.predicate.value != ns + "subject", f"{quad.subject} is a statement node, too")
    expected = {}
    for it in rows("claims"):
        value = it["object_id"] or it["object_label"]
        expected[it["claim_id"]] = (it["subject_id"], it["predicate_id"], value)
    expect(found == expected, f"{len(found)} reified triples, {len(expected)} claims, or they differ")


def networks():
    """Nodes and parallel edges of GraphML and GEXF, by networkx; both tables of Neo4j."""
    import networkx

    expected = sorted((it["subject_id"], it["object_id"], it["claim_id"]) for it in edges())
    # networkx reads GEXF to 1.2; what it reads of 1.3 has not changed.
    text = (folder / "claims.gexf").read_text(encoding="utf-8")
    old = folder / "claims-1.2.gexf"
    old.write_text(text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"'), encoding="utf-8")
    graphml = networkx.read_graphml(folder / "claims.graphml", force_multigraph=True)
    gexf = networkx.read_gexf(old)
    for name, graph in (("GraphML", graphml), ("GEXF", gexf)):
        found = sorted((a, b, data["claim"]) for a, b, data in graph.edges(data=True))
        expect(found == expected, f"{name}: {len(found)} edges, {len(expected)} claims, or they differ")
        for node, data in graph.nodes(data=True):
            expect(data.get("label"), f"{name}: {node} has no label")
    with open(folder / "neo4j/relationships.csv", newline="", encoding="utf-8") as file:
        found = sorted((it[":START_ID"], it[":END_ID"], it["claim"]) for it in csv.DictReader(file))
    expect(found == expected, f"Neo4j: {len(found)} relationships, {len(expected)} claims, or they differ")
    with open(folder / "neo4j/nodes.csv", newline="", encoding="utf-8") as file:
        nodes = [it["iri:ID"] for it in csv.DictReader(file)]
    expect(len(nodes) == len(set(nodes)), "Neo4j: a node stands twice")
    ends = {it for edge in expected for it in edge[:2]}
    expect(set(nodes) == ends, "Neo4j: nodes are not the ends of the relationships")


def parquet():
    """Parquet has the cells of CSV, by pandas and by DuckDB."""
    import duckdb
    import pandas

    for name in ("claims", "evidence", "quantities", "entities", "documents"):
        path = release / f"data/{name}.parquet"
        frame = pandas.read_parquet(path)
        table = rows(name)
        expect(list(frame.columns) == list(table[0]) if table else True, f"{name}: other columns")
        expect(len(frame) == len(table), f"{name}: {len(frame)} rows, {len(table)} in CSV")
        number = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0][0]
        expect(number == len(table), f"{name}: DuckDB counts {number} rows")
        for at, (row, cells) in enumerate(zip(frame.to_dict("records"), table)):
            for column, cell in cells.items():
                value = row[column]
                if value is None or value != value or value is pandas.NA:
                    same = cell == ""
                elif isinstance(value, bool):
                    same = cell == str(value).lower()
                elif isinstance(value, str):
                    same = cell == value
                else:
                    same = cell != "" and float(cell) == float(value)
                expect(same, f"{name}, row {at}, {column}: {value!r} and {cell!r}")


def annotations():
    """Selectors of Web Annotations are as long as what they select, and lead to the words of the tables."""
    page = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    expect(page["type"] == "AnnotationPage", "this is no page of annotations")
    quotes = {(it["claim_id"], it["document_id"], it["start"], it["end"]): it["quote"] for it in rows("evidence")}
    seen = set()
    for it in page["items"]:
        claim = it["body"][1]["source"]
        position, quote = it["target"]["selector"]
        key = (claim, it["target"]["source"], str(position["start"]), str(position["end"]))
        seen.add(key)
        expect(len(quote["exact"]) == position["end"] - position["start"], f"{it['id']}: offsets and words differ in length")
        expect(" ".join(quote["exact"].split()) == quotes.get(key), f"{it['id']}: other words than in the table")
    expect(seen == set(quotes), f"{len(seen)} annotations, {len(quotes)} passages")


def jsonld():
    """Documents of JSON-LD by rdflib: every triple is in the graph, and every asserted claim in a document."""
    import rdflib

    whole = rdflib.Dataset(default_union=True).parse(release / "graph/graph.nq", format="nquads")
    context = json.loads((folder / "jsonld/context.jsonld").read_text(encoding="utf-8"))["@context"]
    claims = set()
    for line in (folder / "jsonld/entities.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line) | {"@context": context}
        claims |= {it["id"] for it in document.get("claims", [])}
        for triple in rdflib.Graph().parse(data=json.dumps(document), format="json-ld"):
            expect(triple in whole, f"not in the graph: {triple}")
    asserted = {it["claim_id"] for it in rows("claims") if it["asserted"] == "true"}
    expect(claims == asserted, f"{len(claims)} claims, {len(asserted)} asserted")


def ftm():
    """Nothing of a FollowTheMoney export is dropped by its own library."""
    from followthemoney import model

    number = collections.Counter()
    ids, refers = set(), set()
    for line in open(folder / "ftm.jsonl", encoding="utf-8"):
        raw = json.loads(line)
        schema = model.get(raw["schema"])
        expect(schema, f"{raw['schema']} is no schema")
        if not schema:
            continue
        entity = model.get_proxy(raw).to_dict()
        ids.add(raw["id"])
        for name, values in raw["properties"].items():
            kept = entity["properties"].get(name, [])
            expect(len(kept) == len(values), f"{raw['id']} ({raw['schema']}): {name} {values} became {kept}")
            property = schema.get(name)
            if property and property.type.name == "entity":
                refers.update(values)
        for name in schema.required:
            expect(raw["properties"].get(name), f"{raw['id']} ({raw['schema']}): {name} is missing")
        number["edge" if schema.edge or "recordId" in raw["properties"] else "thing"] += 1
    expect(refers <= ids, f"{len(refers - ids)} entities are referred to and not there")
    expect(number["edge"], "there is no edge")


def stix():
    """A STIX bundle read and written again by the library has every object with every property; notes and relationships
    are the asserted claims."""
    import stix2

    raw = json.loads((folder / "stix.json").read_text(encoding="utf-8"))
    bundle = json.loads(stix2.parse(raw, allow_custom=False, version="2.1").serialize())
    before = {it["id"]: it for it in raw["objects"]}
    after = {it["id"]: it for it in bundle["objects"]}
    expect(before.keys() == after.keys(), "objects got lost")
    for id, it in before.items():
        lost = it.keys() - after.get(id, {}).keys()
        expect(not lost, f"{id} loses {sorted(lost)}")
        for name, value in it.items():
            if name.endswith("_ref") or name.endswith("_refs"):
                for other in [value] if isinstance(value, str) else value:
                    expect(other in before, f"{id}: {name} leads to {other}, which is not there")
    claims = collections.Counter(
        extension["claim"]
        for it in raw["objects"]
        for extension in it.get("extensions", {}).values()
        if "claim" in extension
    )
    asserted = {it["claim_id"] for it in rows("claims") if it["asserted"] == "true"}
    expect(set(claims) == asserted and set(claims.values()) <= {1}, f"{len(claims)} claims, {len(asserted)} asserted")


def nanopub():
    """Every nanopublication is one by the library."""
    import nanopub as library
    import rdflib

    whole = rdflib.Dataset()
    whole.parse(folder / "claims.trig", format="trig")
    parts = collections.defaultdict(rdflib.Dataset)
    for s, p, o, g in whole.quads():
        parts[re.sub(r"-?(Head|assertion|provenance|pubinfo)$", "", str(g))].add((s, p, o, rdflib.URIRef(str(g))))
    number = len(rows("claims"))
    expect(len(parts) == number, f"{len(parts)} nanopublications, {number} claims")
    for name, part in parts.items():
        try:
            expect(library.Nanopub(rdf=part, conf=library.NanopubConf()).is_valid, f"{name} is not valid")
        except Exception as error:  # the library has many
            expect(False, f"{name}: {error}")


def vault():
    """Links lead to pages, and every asserted claim stands on one."""
    pages = {it.stem: it.read_text(encoding="utf-8") for it in (folder / "vault").rglob("*.md")}
    for name, text in pages.items():
        for target in re.findall(r"\[\[([^\]|]+)", text):
            expect(target in pages, f"{name}: [[{target}]] leads nowhere")
    text = "".join(pages.values())
    for it in rows("claims"):
        if it["asserted"] == "true":
            expect(it["claim_id"] in text, f"{it['claim_id']} is nowhere")


def edit(path, old, new):
    text = (folder / path).read_text(encoding="utf-8")
    changed, number = re.subn(old, new, text, count=1)
    assert number == 1, f"{path} has nothing to damage"
    (folder / path).write_text(changed, encoding="utf-8")


DAMAGE = {
    "shapes": lambda: edit("release/graph/graph.nq", r"(?m)^.*ns#polarity> <.*ns#Affirmed>.*\n", ""),
    "rdf": lambda: edit("release/graph/claims.ttl", r"(?m)^\to:confidence [0-9.]+ ;\n", ""),
    "owl": lambda: edit("release/ontology/ontology.ttl", r"(?m)^o:confidence ", "rdf:subject rdfs:domain o:Person .\no:confidence "),
    "rdf12": lambda: edit("claims.nq", r"(?m)^.*#reifies>.*\n", ""),
    "networks": lambda: edit("claims.graphml", r"(?s)    <edge .*?</edge>\n", ""),
    "parquet": lambda: edit("release/data/documents.csv", r"20\d\d-", "1999-"),
    "annotations": lambda: edit("annotations.jsonld", r'"start":(\d+)', r'"start":1\1'),
    "jsonld": lambda: edit("jsonld/context.jsonld", r'#object"', '#objekt"'),
    "ftm": lambda: edit("ftm.jsonl", r'"role":', '"rolle":'),
    "stix": lambda: edit("stix.json", r'"target_ref":"', '"target_ref":"identity--00000000-0000-4000-8000-000000000000","was":"'),
    "nanopub": lambda: edit("claims.trig", r"np:hasProvenance", "np:hasNothing"),
    "vault": lambda: next((folder / "vault").rglob("Things/*.md")).unlink(),
    "frictionless": lambda: edit("release/data/claims.csv", r",affirmed,", ",perhaps,"),
    "crate": lambda: edit("release/ro-crate-metadata.json", r'\s*"datePublished": "[^"]*",', ""),
    "croissant": lambda: edit("release/croissant.json", r'"column": "claim_id"', '"colum": "claim_id"'),
    "citation": lambda: edit("release/CITATION.cff", r"(?m)^title:.*\n", ""),
    "validator": lambda: edit("stix.json", r'"identity_class":"system"', '"identity_class":7'),
}

if sys.argv[1] == "break":
    DAMAGE[sys.argv[2]]()
else:
    globals()[sys.argv[1]]()
    for line in wrong[:20]:
        print("  " + line)
    if len(wrong) > 20:
        print(f"  … and {len(wrong) - 20} more")
    sys.exit(bool(wrong))
