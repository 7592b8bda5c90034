#!/usr/bin/env python3
"""Name labels for English treebanks (PER, ORG, LOC, EVENT, NORP, O, ?).

usage: names.py MODEL_FOLDER OUTPUT_FOLDER TREEBANK.conllu...

For every treebank xx_NAME-train.conllu the file OUTPUT_FOLDER/names-NAME.tsv is written
(names-NAME-dev.tsv for -dev): one BIO label per syntactic word (integer id), a blank line
after each sentence.  `?` means unknown: the trainer masks the loss there.

Sources, strongest first:
  gold    the Entity= layer in MISC, where the treebank has one (GUM), trimmed to the name;
  silver  three passes of a spaCy recogniser over the gold words (sentence, window of
          sentences, sentence re-cased by gold UPOS), repaired by the gold tags and tree;
  lists   for names the recogniser misses or is unsure of: the majority type of the same string
          in the same document, then in the training treebanks.
A run of proper nouns nobody can type is `?`, never O.
"""
import os, pathlib, re, sys
from collections import Counter, defaultdict

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC",
         "EVENT": "EVENT", "NORP": "NORP"}
UNSURE = {"WORK_OF_ART", "LAW", "PRODUCT"}       # outside the label set, may hide a name
GOLD = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT"}
HONORIFIC = set("""mr mrs ms miss dr prof professor president vice sir dame lord lady judge justice
 senator sen representative rep congressman congresswoman governor gov mayor minister prime secretary
 king queen prince princess pope father fr rev reverend brother sister saint captain capt colonel col
 general gen lieutenant lt sergeant sgt major maj admiral commander cmdr chairman chief ceo attorney
 officer detective sheikh shaikh sheik ayatollah imam mullah ambassador director coach uncle aunt
 grandpa grandma mom dad mum mother deputy spokesman spokeswoman chancellor emperor premier administrator chair
 secretary-general spokesperson bishop archbishop shah""".split())
CALENDAR = set("""monday tuesday wednesday thursday friday saturday sunday january february march april
 may june july august september october november december mon tue tues wed thu thur thurs fri sat sun
 jan feb mar apr jun jul aug sep sept oct nov dec am pm a.m. p.m. est edt cst cdt mst pst pdt gmt utc
 christmas easter thanksgiving halloween god jesus lord internet web english""".split())


class Word:
    __slots__ = ("form", "lemma", "upos", "xpos", "head", "rel", "space", "misc")


class Sent:
    def __init__(self):
        self.words, self.doc, self.labels = [], 0, []

    def proper(self, i):
        """Proper noun by gold tags, not a month, weekday, address or the like."""
        w = self.words[i]
        return ((w.upos == "PROPN" or w.xpos in ("NNP", "NNPS")) and any(c.isalpha() for c in w.form)
                and (w.xpos != "ADD" or w.rel in ("flat", "goeswith"))
                and not re.search(r"^#|^www|://|@.*\.", w.form))

    def key(self, a, b):
        return " ".join(w.form.lower() for w in self.words[a:b]).replace(".", "")


# ---------------------------------------------------------------- reading

def read(path):
    sents, cur, doc, multi = [], Sent(), 0, (0, 0, True)
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("#"):
            if line.startswith("# newdoc"):
                doc += 1
        elif not line:
            if cur.words:
                cur.doc = doc
                sents.append(cur)
            cur, multi = Sent(), (0, 0, True)
        else:
            c = line.split("\t")
            space = "SpaceAfter=No" not in c[9]
            if "-" in c[0]:                                   # multiword token: glue its words
                a, b = map(int, c[0].split("-"))
                multi = (a, b, space)
            if not c[0].isdigit():
                continue
            n, w = int(c[0]), Word()
            w.form, w.lemma, w.upos, w.xpos, w.rel, w.misc = c[1], c[2], c[3], c[4], c[7], c[9]
            w.head = int(c[6]) - 1
            w.space = (multi[2] if n == multi[1] else False) if multi[0] <= n <= multi[1] else space
            cur.words.append(w)
    if cur.words:
        cur.doc = doc
        sents.append(cur)
    return sents


# ---------------------------------------------------------------- silver

def recase(s):
    """Forms re-cased by gold tags: proper nouns capitalised, shouted common words lowered."""
    shouting = sum(w.form.isupper() and len(w.form) > 1 for w in s.words) > 0.6 * len(s.words)
    out = []
    for i, w in enumerate(s.words):
        f = w.form
        if s.proper(i):
            if f.islower() or (shouting and f.isupper() and len(f) > 3):
                f = f.upper() if f.islower() and len(f) <= 2 else f[0].upper() + f[1:].lower()
        elif i and f[:1].isupper() and w.upos not in ("ADJ", "NUM", "SYM", "X") \
                and w.form != "I" and f.lower() != f and (f.isupper() and len(f) > 3):
            f = f.lower()
        out.append(f)
    return out


def recognise(nlp, groups):
    """Run the recogniser over groups of (sentence, forms); entity spans by sentence id."""
    from spacy.tokens import Doc
    docs = [Doc(nlp.vocab, words=[f for _, fs in g for f in fs],
                spaces=[w.space for s, _ in g for w in s.words]) for g in groups]
    found = defaultdict(list)
    for g, d in zip(groups, nlp.pipe(docs, batch_size=64)):
        start = 0
        for s, fs in g:
            end = start + len(fs)
            found[id(s)] += [(max(e.start, start) - start, min(e.end, end) - start, e.label_)
                             for e in d.ents if e.start < end and e.end > start]
            start = end
    return found


def windows(sents, size=8):
    """Consecutive sentences of one document, at most `size`."""
    out = []
    for s in sents:
        if out and out[-1][0][0].doc == s.doc and len(out[-1]) < size:
            out[-1].append((s, [w.form for w in s.words]))
        else:
            out.append([(s, [w.form for w in s.words])])
    return out


def title(s, i):
    w = s.words[i]
    return w.form.lower().rstrip(".") in HONORIFIC


def tidy(s, a, b, t):
    """Cut a span down to its name, or None when no name is inside."""
    w = s.words
    if t == "NORP":
        while a < b and (w[a].upos in ("DET", "ADP", "PUNCT", "NUM") or w[a].form.lower() in ("non", "anti", "pro")):
            a += 1
        while b > a and (w[b - 1].xpos == "POS" or w[b - 1].upos == "PUNCT"):
            b -= 1
        ok = any(s.proper(i) or (w[i].upos == "ADJ" and w[i].form[:1].isupper()) for i in range(a, b))
        return (a, b, t) if a < b and ok else None
    while a < b:                                              # left edge
        if w[a].upos in ("DET", "ADP", "PUNCT", "CCONJ", "PRON", "AUX", "SYM", "INTJ") and not s.proper(a):
            a += 1
        elif t == "PER" and title(s, a) and a + 1 < b:
            a += 1
        elif t == "PER" and not s.proper(a) and w[a].upos in ("NOUN", "ADJ", "VERB", "ADV", "NUM") and w[a].rel != "flat":
            a += 1
        else:
            break
    while b > a:                                              # right edge
        if w[b - 1].xpos == "POS" and any(w[b - 1].form == x for x in ("'s", "'", "’s", "’", "s")):
            b -= 1
        elif not s.proper(b - 1) and w[b - 1].upos in ("PUNCT", "DET", "ADP", "CCONJ", "PRON", "AUX", "VERB", "SYM", "ADV", "INTJ"):
            b -= 1
        elif not s.proper(b - 1) and (t == "PER" or w[b - 1].form.islower() and w[b - 1].upos in ("NOUN", "ADJ")):
            b -= 1
        else:
            break
    for i in range(a, b):                                     # "Enron / Azurix": keep the first part
        if w[i].form in ("/", "(", ")", "[", "]"):
            return tidy(s, a, i, t)
        if w[i].form == ":":                                  # "Place : University of X"
            return tidy(s, i + 1, b, t)
    if a == b or not any(s.proper(i) for i in range(a, b)):
        return None
    if all(w[i].form.lower() in CALENDAR or w[i].upos == "PUNCT" for i in range(a, b)) or (t == "PER" and all(title(s, i) for i in range(a, b))):
        return None
    return a, b, t


def grow(s, a, b, t):
    """Let a span take in the neighbouring proper nouns the gold tree ties to it."""
    w = s.words
    def tied(i, j):
        return w[i].head == j and w[i].rel in ("flat", "goeswith") or \
               (t != "PER" and w[i].head == j and w[i].rel == "compound")
    changed = True
    while changed:
        changed = False
        for n in (a - 1, b):
            if not 0 <= n < len(w) or not s.proper(n) or w[n].form.lower() in CALENDAR:
                continue
            if t == "PER" and title(s, n) or w[n].rel == "nmod:desc":
                continue
            if any(tied(n, j) or tied(j, n) for j in range(a, b)):
                a, b, changed = min(a, n), max(b, n + 1), True
                break
    return a, b, t


def silver(s, passes):
    """Vote of the passes.  Returns spans (a, b, {type: share of passes}), word votes for
    non-name labels, word votes for labels outside the set."""
    votes, other, unsure = Counter(), Counter(), Counter()
    for found in passes:
        for a, b, l in found[id(s)]:
            if l in TYPES:
                sp = tidy(s, a, b, TYPES[l])
                if sp and sp[2] != "NORP":
                    sp = tidy(s, *grow(s, *sp))
                if sp:
                    votes[sp] += 1
            else:
                for i in range(a, b):
                    (unsure if l in UNSURE else other)[i] += 1
    typed = defaultdict(Counter)                  # word -> type -> votes, whatever the borders
    for (a, b, t), n in votes.items():
        for i in range(a, b):
            typed[i][t] += n
    borders = Counter()
    for (a, b, t), n in votes.items():
        borders[a, b] += n
    taken, out = set(), []
    for (a, b), n in sorted(borders.items(), key=lambda x: (-x[1], x[0][0] - x[0][1], x[0])):
        if not taken.isdisjoint(range(a, b)):
            continue
        taken.update(range(a, b))
        c = Counter()
        for i in range(a, b):
            c |= typed[i]                         # the most any word of it got
        out.append((a, b, {k: v / len(passes) for k, v in c.items()}))
    return sorted(out, key=lambda x: x[:2]), other, unsure


PLACE_CASE = {"in", "near", "around", "across", "throughout", "toward", "towards", "into", "outside"}
SAYING = set("""say tell ask think write call reply know want hope feel reckon explain add note speak
 thank believe love suggest answer smile laugh""".split())


def cues(s, a, b):
    """Type evidence from the gold tree around a name."""
    w, c = s.words, Counter()
    heads = [i for i in range(a, b) if not a <= w[i].head < b]
    h = heads[0]
    cases = {x.form.lower() for x in w if x.head == h and x.rel == "case"}
    if cases & PLACE_CASE and w[h].rel in ("obl", "nmod"):
        c["LOC"] += 1
    if w[h].rel == "vocative":
        c["PER"] += 1
    if w[h].rel == "nsubj" and w[w[h].head].lemma in SAYING:
        c["PER"] += 0.5
    if a and title(s, a - 1) and s.words[a - 1].form[:1].isupper() and w[a - 1].upos == "PROPN":
        c["PER"] += 1
    if any(x.head == h and x.rel == "nmod:poss" and x.upos == "PRON" for x in w):
        c["PER"] += 0.3                           # "my Anna"
    if b - a <= 2 and all(a <= i < b or x.upos in ("PUNCT", "INTJ") for i, x in enumerate(w)) \
            and w[-1].form != "?":
        c["PER"] += 0.5                           # signature or greeting line
    return c


def join_of(s, spans):
    """ORG + of + name tied by the gold tree is one name: Law Offices of Armando Villega."""
    out = []
    for a, b, t in sorted(spans):
        if out and out[-1][2] == "ORG" and t in ("ORG", "LOC", "PER"):
            pa, pb, _ = out[-1]
            gap = [w.form.lower() for w in s.words[pb:a]]
            h = [i for i in range(a, b) if not a <= s.words[i].head < b]
            if gap in (["of"], ["of", "the"]) and "," not in [x.form for x in s.words[pa:pb]] and pa <= s.words[h[0]].head < pb:
                out[-1] = (pa, b, "ORG")
                continue
        out.append((a, b, t))
    return out


def own_s(s, a, b, t):
    """A 's that possesses nothing belongs to the name of a business: at Kenneally 's."""
    w = s.words
    if b < len(w) and w[b].xpos == "POS" and t in ("PER", "ORG", "LOC"):
        h = [i for i in range(a, b) if not a <= w[i].head < b][0]
        if w[h].rel in ("obl", "obj", "nsubj", "nmod", "root", "conj", "nsubj:pass") and w[b].head == h:
            return a, b + 1, "ORG" if t == "PER" else t
    return a, b, t


# ---------------------------------------------------------------- gold mentions

def mentions(sents):
    """Spans (sentence, a, b, type, link) of the Entity= layer; parts of split mentions are dropped."""
    out = defaultdict(list)
    for s in sents:
        stack = []
        for i, w in enumerate(s.words):
            m = re.search(r"(?:^|\|)Entity=([^|]+)", w.misc)
            if not m:
                continue
            for op, body, cl in re.findall(r"(\(?)([^()]+)(\)?)", m.group(1)):
                f = body.split("-")
                if op:
                    if cl:
                        out[id(s)].append((i, i + 1, f[1], f[7] if len(f) > 7 else ""))
                    else:
                        stack.append((f[0], i, f[1], f[7] if len(f) > 7 else ""))
                else:
                    for k in range(len(stack) - 1, -1, -1):
                        if stack[k][0] == f[0]:
                            _, a, t, link = stack.pop(k)
                            out[id(s)].append((a, i + 1, t, link))
                            break
    return out


def name_part(s, a, b, t, link):
    """The pure-name part around the head of a mention, or None when the head is a common noun."""
    w = s.words
    heads = [i for i in range(a, b) if not a <= w[i].head < b]
    if not heads:
        return None
    h = heads[0]
    if not s.proper(h):
        return None
    x = a
    while x < b and w[x].upos in ("DET", "PUNCT"):
        x += 1
    inner = [v for v in w[x:b] if v.form.lower() not in ("of", "the", "and", "&", "for", "in", "on", "to", "a", "at",
                                                           "with", "by", "from", "-", "de", "la")]
    if t != "person" and len(inner) > 1 and all(v.form[:1].isupper() for v in inner):
        return x, b                       # every content word capitalised: the whole mention
    keep = {h}
    changed = True
    while changed:                        # walk the tree along name-forming relations
        changed = False
        for i in range(a, b):
            if i in keep or w[i].head not in keep:
                continue
            r, low = w[i].rel, w[i].form.lower()
            if r in ("flat", "goeswith") or r == "compound" and (s.proper(i) or w[i].form[:1].isupper()) \
               or r in ("amod", "nummod", "nmod:unmarked") and (s.proper(i) or i > a and w[i].form[:1].isupper() and t != "person") \
               or r in ("case", "det") and (w[i].head != h or r == "case" and w[i].xpos == "POS" and i < h) and i > a \
               or r == "nmod" and s.proper(i) and (t != "person" or "_of_" in link) \
                  and any(x.head == i and x.form.lower() in ("of", "for") for x in w) \
               or r in ("conj",) and s.proper(i) and t in ("organization", "place") and link.count("_and_") \
               or r == "cc" and link.count("_and_") \
               or r == "punct" and w[i].form in ("-", "/", "."):
                keep.add(i)
                changed = True
    lo = hi = h
    def bridge(i):
        return i in keep or w[i].upos == "PUNCT" and w[i].form in ("-", ".", "/")
    while lo > a and bridge(lo - 1):
        lo -= 1
    while hi + 1 < b and bridge(hi + 1):
        hi += 1
    return lo, hi + 1


# ---------------------------------------------------------------- putting it together

def write_bio(s, spans):
    s.labels = ["O"] * len(s.words)
    for a, b, t in spans:
        if t == "?":
            s.labels[a:b] = ["?"] * (b - a)
        elif t != "O":
            s.labels[a:b] = ["B-" + t] + ["I-" + t] * (b - a - 1)


def runs(s, free):
    """Maximal runs of proper nouns among the free words."""
    out, i = [], 0
    while i < len(s.words):
        if free(i) and s.proper(i):
            j = i + 1
            while j < len(s.words) and free(j) and (s.proper(j) or
                    s.words[j].form == "-" and j + 1 < len(s.words) and free(j + 1) and s.proper(j + 1)):
                j += 1
            out.append((i, j))
            i = j
        else:
            i += 1
    return out


def peoples(banks):
    """Words the recogniser calls NORP in a good share of all their occurrences, any case."""
    seen, hits = Counter(), Counter()
    for sents, passes in banks:
        for s in sents:
            seen.update({w.form.lower() for w in s.words})
            hits.update({s.words[b - 1].form.lower() for f in passes
                         for a, b, l in f[id(s)] if l == "NORP"})
    return {w for w, n in hits.items() if n >= 0.5 * seen[w] and (n > 1 or w.endswith("s"))}


def label(sents, passes, norps, use_gold=True, table=None, own_part=False):
    gold = mentions(sents) if use_gold else {}
    common = {w.form.lower() for s in sents for w in s.words if w.upos in ("NOUN", "ADJ", "ADP")}
    plan = []
    for s in sents:
        spans, other, unsure = silver(s, passes)
        for _, b, c in spans:
            if s.words[b - 1].form.lower() not in norps:
                c.pop("NORP", None)
        final, blocked = [], set()
        # 1. gold mentions, longest name first
        norp = [(a, b) for a, b, c in spans if c and max(c, key=c.get) == "NORP"]
        cand = []
        for a, b, t, link in gold.get(id(s), []):
            p = name_part(s, a, b, t, link)
            if not p:
                continue
            g = GOLD.get(t, "O")
            seen = Counter()
            for x, y, c in spans:
                if x < p[1] and p[0] < y:
                    seen |= Counter(c)
            if p[1] - p[0] == 1:
                f = s.words[p[0]].form
                if len(f) == 1:
                    g = "O"
                elif g != "O" and not seen and not link and f.lower() in common:
                    g = "?"                                   # "Chair", "Nation"
                elif g == "ORG" and seen["LOC"] >= 1:
                    g = "?"                                   # countries as teams
            if g == "PER" and title(s, p[1] - 1) and not seen["PER"]:
                g = "O"                                       # "NASA Administrator"
            if g == "EVENT" and p[1] - p[0] == 1 and not seen["EVENT"] and not link:
                g = "?"
            if g == "O" and seen["PER"] > 0:
                g = "?"                                       # a cited author, typed as his paper
            if g == "O" and t == "abstract" and any(x <= p[0] and p[1] <= y for x, y in norp):
                g = "NORP"
            if g in ("PER", "ORG", "O") and any(x <= p[0] and p[1] <= y for x, y in norp) and \
                    (s.words[p[1] - 1].xpos == "NNPS" or p[1] - p[0] == 1):
                g = "NORP"
            elif g == "PER" and s.words[p[1] - 1].xpos == "NNPS":
                g = "?"
            sp = tidy(s, p[0], p[1], g) if g not in ("O", "?") else (p[0], p[1], g)
            if sp:
                cand.append(sp)
            elif g == "PER":
                blocked.update(range(*p))                     # "Mr." alone and the like
        for a, b, t in sorted(set(cand), key=lambda c: (c[0] - c[1], c[0], c[2])):
            if blocked.isdisjoint(range(a, b)):
                final.append((a, b, t))
                blocked.update(range(a, b))
        # 2. silver names where gold is silent, 3. the rest of the proper nouns
        weak = [sp for sp in spans if blocked.isdisjoint(range(*sp[:2]))]
        for a, b, _ in weak:
            blocked.update(range(a, b))
        rest = runs(s, lambda i: not (i in blocked or s.words[i].form.lower() in CALENDAR
                                      or title(s, i) or other[i] >= 2))
        plan.append((s, final, weak, rest, unsure))
    # what each string is called elsewhere in its document
    docs = defaultdict(lambda: defaultdict(Counter))
    for s, final, weak, rest, _ in plan:
        for a, b, t, k in [(a, b, t, 3) for a, b, t in final if t != "?"] + \
                          [(a, b, t, n) for a, b, c in weak for t, n in c.items()] + \
                          [(a, b, t, n) for a, b in rest for t, n in cues(s, a, b).items()]:
            docs[s.doc][s.key(a, b)][t] += k
            if t == "PER" and b - a > 1 and k > 0.5:
                for i in range(a, b):
                    if len(s.words[i].form) > 2:
                        docs[s.doc][s.key(i, i + 1)]["PER"] += k
    for s, final, weak, rest, unsure in plan:
        names, here = [], docs[s.doc]
        for a, b, c in weak + [(a, b, {}) for a, b in rest]:
            key, score = s.key(a, b), Counter(c)
            for t, n in here[key].items():                    # the document, without this occurrence
                score[t] += W["doc"] * max(0, n - c.get(t, 0)) / (sum(here[key].values()) - sum(c.values()) + W["docn"])
            if table and key in table:                        # the training treebanks
                rest_of = Counter(table[key])
                if own_part:
                    rest_of.subtract(here[key])
                total = sum(max(0, n) for n in rest_of.values()) + W["tablen"]
                for t, n in rest_of.items():
                    score[t] += W["table"] * max(0, n) / total
            for t, n in cues(s, a, b).items():
                if t in score or c:
                    score[t] += W["cue"] * n
            if "NORP" in c and c["NORP"] >= 0.5:
                t = "NORP"
            else:
                order = sorted(score.items(), key=lambda x: (-x[1], x[0]))
                t = order[0][0] if order and order[0][1] >= (W["least"] if c else W["new"]) else "?"
                if len(order) > 1 and order[0][1] - order[1][1] < W["margin"]:
                    t = "?"
            if t == "ORG" and b - a == 1 and score[t] < W["org"]:            # the recogniser's weakest type
                t = "?"
            if c and unsure[a] >= 2:
                t = "?"
            if t == "NORP" and not c.get("NORP"):
                t = "?"
            names.append((a, b, t))
        silver_names = [own_s(s, *x) if x[2] in ("PER", "ORG", "LOC") else x for x in names]
        silver_names = join_of(s, silver_names)
        write_bio(s, silver_names + final)
    return docs


# Weights, chosen by F1 on the UNER English EWT dev part (its labels are used nowhere else).
# doc, table: share of a type among the string's other uses in the document and in the training
# treebanks (docn, tablen: smoothing); cue: tree evidence; least, new: score a name needs with and
# without the recogniser's vote; org: score a one-word ORG needs; margin: lead over the second
# type.  Below any of these the name is `?`.
W = dict(doc=1.0, docn=2.0, table=1.5, tablen=2.0, cue=1.5, least=0.5, new=0.8, org=1.3, margin=0.5)


def spans_of(labels):
    out, a = [], None
    for i, l in enumerate(labels + ["O"]):
        if a is not None and not l.startswith("I-"):
            out.append((a, i, labels[a][2:]))
            a = None
        if l.startswith("B-"):
            a = i
    return out


def main():
    import spacy
    model, folder, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
    nlp = spacy.load(pathlib.Path(model))             # a folder, even if a package has its name
    nlp.select_pipes(enable=["ner"])
    banks = []
    for p in paths:
        sents = read(p)
        passes = [recognise(nlp, [[(s, [w.form for w in s.words])] for s in sents]),
                  recognise(nlp, windows(sents)),
                  recognise(nlp, [[(s, recase(s))] for s in sents])]
        banks.append((p, sents, passes))
    # the lists come from the training parts only: a first round collects the known names
    train = [(s, q) for p, s, q in banks if "-train" in p]
    norps, table = peoples(train), defaultdict(Counter)
    for sents, passes in train:
        for d in label(sents, passes, norps).values():
            for k, c in d.items():
                for t, n in c.items():
                    table[k][t] += n
    for p, sents, passes in banks:
        label(sents, passes, norps, table=table, own_part="-train" in p)
        m = re.search(r"_([a-z]+)-(train|dev|test)", os.path.basename(p))
        name = m.group(1) + ("" if m.group(2) == "train" else "-" + m.group(2))
        with open(os.path.join(folder, f"names-{name}.tsv"), "w", encoding="utf8") as f:
            for s in sents:
                f.write("\n".join(s.labels) + "\n\n")
        c = Counter(l for s in sents for l in s.labels)
        prop = [s.labels[i] for s in sents for i, w in enumerate(s.words) if w.upos == "PROPN"]
        print(name, "sentences", len(sents), dict(sorted(c.items())),
              f"? among PROPN words: {prop.count('?') / max(1, len(prop)):.3f}")


if __name__ == "__main__":
    main()
