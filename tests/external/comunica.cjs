// Asks `kell serve` with Comunica: as an endpoint, as linked data, and as part of a query over both.
//
// Usage: node comunica.cjs URL
const { QueryEngine } = require("@comunica/query-sparql");

const base = process.argv[2].replace(/\/$/, "");
const endpoint = { type: "sparql", value: `${base}/sparql` };
const engine = new QueryEngine();
let checks = 0;
const check = (what, truth) => {
  checks += 1;
  if (!truth) throw new Error(`failed: ${what}`);
};
const rows = async (query, sources) => (await engine.queryBindings(query, { sources })).toArray();

const main = async () => {
  const terms = "https://w3id.org/kell/ns#";
  const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
  const claims = await rows(`SELECT ?claim ?thing WHERE { ?claim a <${terms}Claim> ; <${rdf}subject> ?thing ; <${terms}isAsserted> true } ORDER BY ?claim LIMIT 5`, [endpoint]);
  check("an endpoint answers SELECT", claims.length === 5 && claims[0].get("claim").termType === "NamedNode");
  check("and ASK", await engine.queryBoolean(`ASK { ?claim a <${terms}Claim> }`, { sources: [endpoint] }));
  const made = await engine.queryQuads(`CONSTRUCT { ?claim a <${terms}Claim> } WHERE { ?claim a <${terms}Claim> } LIMIT 7`, { sources: [endpoint] });
  check("and CONSTRUCT", (await made.toArray()).length === 7);

  // The claim as a document of its own, by the address it answers at.
  const iri = claims[0].get("claim").value;
  const page = base + new URL(iri).pathname.replace(/^\/kell/, "");
  const said = await rows(`SELECT ?thing WHERE { <${iri}> <${rdf}subject> ?thing }`, [page]);
  check("a claim is linked data", said.length === 1 && said[0].get("thing").equals(claims[0].get("thing")));
  const joined = await rows(`SELECT ?label WHERE { <${iri}> <${rdf}subject> ?thing . ?thing <${terms}displayLabel> ?label }`, [page, endpoint]);
  check("it joins with the endpoint", joined.length >= 1 && joined[0].get("label").value.length > 0);
  console.log(`${checks} checks with Comunica passed`);
};
main().catch((error) => {
  console.error(String(error));
  process.exitCode = 1;
});
