"""Asks `kell serve` with SPARQLWrapper and with rdflib's SPARQLStore.

Usage: protocol.py URL
"""

import sys
import urllib.error
import urllib.request

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, SELECT, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

url = sys.argv[1].rstrip("/")
done = 0


def check(what, truth):
    global done
    if not truth:
        raise SystemExit(f"failed: {what}")
    done += 1


def client(query, form, method=None, how=None):
    wrapper = SPARQLWrapper(f"{url}/sparql")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    wrapper.setTimeout(60)
    if method:
        wrapper.setMethod(method)
    if how:
        wrapper.setRequestMethod(how)
    return wrapper


count = "SELECT (COUNT(*) AS ?n) WHERE { ?claim a o:Claim }"
answers = [
    client(count, JSON).queryAndConvert(),
    client(count, JSON, POST).queryAndConvert(),
    client(count, JSON, POST, POSTDIRECTLY).queryAndConvert(),
]
numbers = {int(it["results"]["bindings"][0]["n"]["value"]) for it in answers}
check("three ways to ask give one answer", len(numbers) == 1 and numbers.pop() > 0)
check("XML", client(count, XML).queryAndConvert().getElementsByTagName("result"))
check("CSV", client(count, CSV).queryAndConvert().startswith(b"n"))
check("TSV", client(count, TSV).queryAndConvert().startswith(b"?n"))
check("ASK", client("ASK { ?a ?b ?c }", JSON).queryAndConvert()["boolean"] is True)
construct = "CONSTRUCT { ?claim rdfs:label ?label } WHERE { ?claim a o:Claim ; rdfs:label ?label } LIMIT 5"
for name, form in [("Turtle", TURTLE), ("RDF/XML", RDFXML), ("N3", N3), ("JSON-LD", JSONLD)]:
    answer = client(construct, form).queryAndConvert()
    if not isinstance(answer, rdflib.Graph):
        answer = rdflib.Graph().parse(data=answer, format="turtle")
    check(name, len(answer) == 5)
try:
    client("SELECT nonsense", JSON).query()
    check("a mistake is told", False)
except QueryBadFormed as error:
    check("a mistake is told with its place", "line 1" in str(error))

graph = rdflib.Graph(SPARQLStore(f"{url}/sparql", returnFormat="json"))
check("rdflib asks", len(list(graph.query("SELECT ?s WHERE { ?s a o:Claim } LIMIT 7"))) == 7)
claim = next(iter(graph.query("SELECT ?s WHERE { ?s a o:Claim } LIMIT 1")))[0]
check("rdflib goes through triples", len(list(graph.triples((claim, None, None)))) > 10)
check("rdflib counts", len(graph) > 1000)

local = rdflib.Graph()
path = str(claim).split("/claim/")[1]
for media, form in [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")]:
    request = urllib.request.Request(f"{url}/claim/{path}", headers={"Accept": media})
    with urllib.request.urlopen(request, timeout=60) as answer:
        local.parse(data=answer.read(), format=form)
check("three forms of a claim are one graph", len(local) == len({*local}) and len(local) > 10)
with urllib.request.urlopen(f"{url}/claim/{path}.nanopub.trig", timeout=60) as answer:
    data = rdflib.Dataset()
    data.parse(data=answer.read(), format="trig")
named = [it for it in data.graphs() if len(it) and it.identifier != rdflib.graph.DATASET_DEFAULT_GRAPH_ID]
check("a nanopublication has four graphs", len(named) == 4)
for name in ["/sparql", "/.well-known/void"]:
    request = urllib.request.Request(url + name, headers={"Accept": "text/turtle"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        check(f"{name} is Turtle", len(rdflib.Graph().parse(data=answer.read(), format="turtle")) > 10)
try:
    urllib.request.urlopen(urllib.request.Request(f"{url}/store?default", method="PUT", data=b""), timeout=60)
    check("nothing is written", False)
except urllib.error.HTTPError as error:
    check("nothing is written", error.code == 405)
print(f"{done} checks with SPARQLWrapper and rdflib passed")
