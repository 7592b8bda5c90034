//! The elements of a page, as the parser of the HTML standard puts them together.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

use crate::document::extracted::ExtractError;

/// More elements than these no page has that is for reading.
const NODES: usize = 1_000_000;
/// Elements do not lie deeper in each other on a page that is for reading; each new one is compared with all around it.
const DEPTH: usize = 4_000;
/// More attributes an element is not given later on.
const ATTRIBUTES: usize = 100;
/// Bytes that are parsed before the elements are counted.
const CHUNK: usize = 1 << 12;

/// An element, or text.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Name of the element; none of text and of what is not read.
    name: Option<Rc<QualName>>,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<usize>,
    parent: Option<usize>,
}

impl Node {
    /// Local name of the element, lower case; empty for text.
    pub(super) fn tag(&self) -> &str {
        self.name.as_ref().map_or("", |it| it.local.as_ref())
    }

    /// Value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.trim())
    }
}

/// All nodes of a page; the first is the page itself.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Parses a page, unless it has too many elements, or too many in each other.
    pub(super) fn parse(text: &str) -> Result<Self, ExtractError> {
        let sink = Sink { nodes: RefCell::new(vec![Node::default()]) };
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK.min(rest.len())));
            parser.process(StrTendril::from_slice(chunk));
            let sink = &parser.tokenizer.sink.sink;
            if sink.nodes.borrow().len() > NODES {
                return Err(ExtractError::TooLarge(format!("{NODES} elements")));
            }
            if sink.depth() > DEPTH {
                let deep = "its elements lie too deep in each other".to_owned();
                return Err(ExtractError::Damaged(deep));
            }
            rest = after;
        }
        Ok(parser.finish())
    }

    pub(super) fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// Every node below one, and itself, in the order of the page.
    pub(super) fn below(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut open = vec![at];
        std::iter::from_fn(move || {
            let at = open.pop()?;
            open.extend(self.nodes[at].children.iter().rev());
            Some(at)
        })
    }

    /// The nodes above one, the nearest first.
    pub(super) fn above(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.nodes[at].parent, |it| self.nodes[*it].parent)
    }

    /// The text below a node with its white space folded.
    pub(super) fn text(&self, at: usize) -> String {
        let all: String = self.below(at).map(|it| self.nodes[it].text.as_str()).collect();
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
}

/// The name of an element, held by itself and yet not copied: names are asked for all the time.
#[derive(Debug)]
struct Name(Rc<QualName>);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, node: Node) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        nodes.len() - 1
    }

    /// Puts something among the children of a node, at a place or at their end.
    fn insert(&self, parent: usize, place: Option<usize>, child: NodeOrText<usize>) {
        let at = match child {
            NodeOrText::AppendNode(at) => at,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = match place {
                    None => nodes[parent].children.last().copied(),
                    Some(at) => at.checked_sub(1).map(|it| nodes[parent].children[it]),
                };
                // Text goes on where text stands.
                if let Some(before) = before
                    && nodes[before].name.is_none()
                    && nodes[before].children.is_empty()
                {
                    nodes[before].text.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(Node { text: text.to_string(), ..Node::default() })
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[at].parent = Some(parent);
        let children = &mut nodes[parent].children;
        let place = place.unwrap_or(children.len()).min(children.len());
        children.insert(place, at);
    }

    fn parent(&self, at: usize) -> Option<usize> {
        self.nodes.borrow()[at].parent
    }

    /// How many elements lie around what was found last.
    fn depth(&self) -> usize {
        let nodes = self.nodes.borrow();
        let last = nodes.len().checked_sub(1);
        std::iter::successors(last, |it| nodes[*it].parent).take(DEPTH + 2).count()
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        let name = self.nodes.borrow()[*target].name.clone();
        Name(name.unwrap_or_else(|| {
            Rc::new(QualName::new(None, Namespace::default(), LocalName::default()))
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let attributes = attributes
            .into_iter()
            .map(|it| (it.name.local.to_string(), it.value.to_string()))
            .collect();
        self.add(Node { name: Some(Rc::new(name)), attributes, ..Node::default() })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Node::default())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Node::default())
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &usize,
        before: &usize,
        child: NodeOrText<usize>,
    ) {
        if self.parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is in a template is not shown, so it is kept in the template itself, which is left out.
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, a: &usize, b: &usize) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(at) = &child {
            self.remove_from_parent(at);
        }
        let Some(parent) = self.parent(*sibling) else { return };
        // It is most often among the last.
        let place = self.nodes.borrow()[parent].children.iter().rposition(|it| it == sibling);
        self.insert(parent, place, child);
    }

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        let known = &mut self.nodes.borrow_mut()[*target].attributes;
        // A page may give its root attributes again and again; each is compared with all that are there.
        for it in attributes.into_iter().take(ATTRIBUTES.saturating_sub(known.len())) {
            let name = it.name.local.to_string();
            if known.iter().all(|it| it.0 != name) {
                known.push((name, it.value.to_string()));
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take()
            && let Some(place) = nodes[parent].children.iter().rposition(|it| it == target)
        {
            nodes[parent].children.remove(place);
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }
}
