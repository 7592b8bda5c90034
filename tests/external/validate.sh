#!/usr/bin/env bash
# Validates what `kell export` writes with other people's tools, each in a virtual environment of its own below
# target/external/validators.  Where a tool cannot be installed, its check is skipped with a line that says so.
#
#   tests/external/validate.sh            the bundled corpus, and the first real document where it is there
#
# Every check is run twice: on what was written, where it must pass, and on a copy that was damaged, where it must fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
kell=$PWD/target/release/kell
work=$PWD/target/external/datasets
envs=$PWD/target/external/validators
script=$PWD/tests/external/datasets.py
shared=$PWD/../shared
mkdir -p "$work" "$envs"
[ -x "$kell" ] || cargo build --release
passed=0 failed=0 skipped=0

# environment NAME PACKAGE…: makes it, or says that it cannot.
environment() {
  local name=$1; shift
  [ "$(cat "$envs/$name/ready" 2> /dev/null)" = "$*" ] && return
  rm -rf "${envs:?}/$name"
  if python3 -m venv "$envs/$name" && timeout 600 "$envs/$name/bin/pip" -q install "$@" > "$envs/$name.log" 2>&1; then
    echo "$*" > "$envs/$name/ready"
  fi
}

# formats OUT INPUT…: builds, and exports to everything.
formats() {
  local out=$1; shift
  rm -rf "$out" && mkdir -p "$out"
  "$kell" -q build --builtin-layout "$@" --out "$out/build" || [ $? -eq 1 ]
  local each="$kell -q export --data $out/build --format"
  $each rdf12 --out "$out/claims.nq"
  $each nanopub --out "$out/claims.trig"
  $each stix --out "$out/stix.json"
  $each ftm --out "$out/ftm.jsonl"
  $each graphml --out "$out/claims.graphml"
  $each gexf --out "$out/claims.gexf"
  $each annotations --out "$out/annotations.jsonld"
  $each skos --out "$out/concepts.ttl"
  for folder in csv parquet neo4j jsonld vault release; do $each "$folder" --out "$out/$folder"; done
}

# verdict NAME EXPECTED COMMAND…: the command must pass or fail.
verdict() {
  local name=$1 expected=$2; shift 2
  local found=pass
  "$@" > "$work/last.log" 2>&1 || found=fail
  if [ "$found" = "$expected" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "failed: $name should $expected"
    tail -20 "$work/last.log"
  fi
}

# check ENVIRONMENT NAME DAMAGE COMMAND…: in a folder with all formats, and in a damaged copy of it.
check() {
  local name=$1 what=$2 damage=$3; shift 3
  if [ ! -e "$envs/$name/ready" ]; then
    echo "skipped: $what is not there and cannot be installed"
    skipped=$((skipped + 1))
    return
  fi
  export PATH_OF_TOOLS=$envs/$name/bin
  verdict "$what on $(basename "$data")" pass env -C "$data" "$@" "$data"
  rm -rf "$work/broken" && cp -r "$data" "$work/broken"
  python3 "$script" break "$damage" "$work/broken"
  verdict "$what on a damaged copy" fail env -C "$work/broken" "$@" "$work/broken"
}

environment libraries rdflib==7.6.0 pyoxigraph==0.5.13 pyshacl==0.40.1 networkx pandas pyarrow duckdb frictionless==5.21.0
environment reasoner rdflib==7.6.0 owlrl==7.6.2
environment ftm followthemoney==4.11.2
environment stix stix2-validator==3.3.2 stix2
environment crate roc-validator==0.13.0
environment croissant mlcroissant==1.1.1
environment citation cffconvert==2.0.0
environment nanopub nanopub==2.0.1

own() { "$PATH_OF_TOOLS/python" "$script" "$@"; }
tool() { local name=$1; shift; "$PATH_OF_TOOLS/$name" "${@:1:$#-1}"; }
crate() { "$PATH_OF_TOOLS/python" "$shared/tools/validate_ro_crate_offline.py" "$1/release" ro-crate-1.2 | tee /dev/stderr | grep -q "^issues: 0$"; }
crate_online() { "$PATH_OF_TOOLS/rocrate-validator" -y validate -p ro-crate-1.2 -l required --no-paging "$1/release"; }
export -f own tool crate crate_online
export script shared
run() { check "$1" "$2" "$3" bash -c "$4" --; }

all() {
  data=$1
  for name in rdf shapes rdf12 networks parquet annotations jsonld vault; do
    run libraries "$name" "$name" "own $name \"\$1\""
  done
  run reasoner owlrl owl 'own owl "$1"'
  run libraries frictionless frictionless 'tool frictionless validate release/datapackage.json "$1"'
  run ftm followthemoney ftm 'own ftm "$1"'
  run stix stix2 stix 'own stix "$1"'
  run stix stix2-validator validator 'tool stix2_validator stix.json "$1"'
  if [ -f "$shared/tools/validate_ro_crate_offline.py" ]; then
    run crate rocrate-validator crate 'crate "$1"'
  else
    run crate rocrate-validator crate 'crate_online "$1"'
  fi
  run croissant mlcroissant croissant 'tool mlcroissant validate --jsonld release/croissant.json "$1"'
  run citation cffconvert citation 'tool cffconvert --validate -i release/CITATION.cff "$1"'
  run nanopub nanopub nanopub 'own nanopub "$1"'
  if [ -e "$envs/libraries/ready" ]; then
    verdict "the example script on $(basename "$data")" pass "$envs/libraries/bin/python" examples/explore.py "$data/release"
  fi
  if command -v Rscript > /dev/null; then
    verdict "the example in R on $(basename "$data")" pass Rscript examples/explore.R "$data/release"
  else
    echo "skipped: the example in R, for want of Rscript"
    skipped=$((skipped + 1))
  fi
  verdict "SHA256SUMS on $(basename "$data")" pass env -C "$data/release" sha256sum --check --quiet SHA256SUMS
}

formats "$work/corpus" corpus
all "$work/corpus"
seed=$shared/seeds/mi5-2021-threat-update.txt
if [ -f "$seed" ]; then
  formats "$work/seed" "$seed"
  all "$work/seed"
else
  echo "skipped: the first real document is not there"
fi
echo "$passed checks of datasets with other people's tools passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
