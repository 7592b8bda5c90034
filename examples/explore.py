"""First steps with a release: tables with pandas, the graph with rdflib.

    python explore.py RELEASE
"""

import pathlib
import sys

import pandas
import rdflib

release = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "release")

# Tables: one row a claim, one row a passage.
claims = pandas.read_csv(release / "data/claims.csv")
evidence = pandas.read_csv(release / "data/evidence.csv")
documents = pandas.read_csv(release / "data/documents.csv")

print("How claims are put forward:")
print(claims.groupby(["standing", "polarity"]).size().to_string())

print("\nWhat is claimed most:")
print(claims["predicate_label"].value_counts().head(10).to_string())

# What is not stated as a fact, with its words: never mix these with facts.
other = claims[~claims["asserted"]].merge(evidence, on="claim_id").merge(documents, on="document_id")
print("\nNot stated as fact:")
for row in other.sort_values(["date", "start"]).head(5).itertuples():
    print(f"- [{row.force}, {row.polarity}] {row.statement} ({row.title}, {row.date})\n    “{row.quote}”")

# The plain triples, and the way from one back to its sentence.
graph = rdflib.Dataset()
graph.parse(release / "graph/graph.nq", format="nquads")
rows = graph.query(
    """
    PREFIX o: <https://w3id.org/kell/ns#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?label ?quote WHERE {
      GRAPH <https://w3id.org/kell/graph/asserted> { ?s ?p ?o }
      GRAPH <https://w3id.org/kell/graph/claims> {
        ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rdfs:label ?label ; o:evidence ?passage .
        ?passage o:displayQuote ?quote
      }
    } ORDER BY ?label LIMIT 5
    """,
    initNs={"rdfs": rdflib.RDFS},
)
print("\nStated as fact:")
for label, quote in rows:
    print(f"- {label}\n    “{quote}”")
