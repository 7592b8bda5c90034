//! Learns the analyser from treebanks.

mod adam;
mod data;
mod network;
mod oracle;
mod random;
mod vectors;

use std::{
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use self::{
    adam::{Adam, Average},
    data::{Gold, inventory},
    network::{Gradient, Lesson, Manner, Network},
    random::Random,
    vectors::Vectors,
};
use crate::language::{
    analyser::{self, CODE, Model, Shape, lower, rows},
    conllu::GoldWord,
    lemma::Lemmatiser,
    morphology::{Features, PartOfSpeech},
};

/// Why nothing was learnt, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TrainError(String);

type Result<T> = std::result::Result<T, TrainError>;

fn wrong(why: impl Into<String>) -> TrainError {
    TrainError(why.into())
}

/// What to learn from, and how long.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Treebanks in CoNLL-U, each with labels of names where there are some.
    pub treebanks: Vec<(PathBuf, Option<PathBuf>)>,
    /// Folder of pretrained vectors.
    pub vectors: Option<PathBuf>,
    /// Treebanks to measure with after each round.
    pub dev: Vec<PathBuf>,
    /// How often to go through all.
    pub rounds: usize,
    /// How many at the same time; the result is the same.
    pub jobs: usize,
}

/// Sentences whose gradients are added before a step.
const BATCH: usize = 32;
/// Shares of a batch that are added up on their own, whatever the number of jobs.
const SHARES: usize = 4;
/// Length of the first steps.
const RATE: f32 = 0.002;

/// Share of the short names that are given as a code, since treebanks hold too few codes to learn from.
const CODES: f32 = 0.1;

/// How a sentence is written.
#[derive(Debug, Clone, Copy)]
enum Guise {
    Usual,
    Capitals,
    Small,
}

impl Guise {
    /// One in six sentences is given all in capitals or all in small letters.
    fn any(random: &mut Random) -> Self {
        match random.next() % 12 {
            0 => Self::Capitals,
            1 => Self::Small,
            _ => Self::Usual,
        }
    }

    fn of(self, form: &str) -> String {
        match self {
            Self::Usual => form.to_owned(),
            Self::Capitals => form.to_uppercase(),
            Self::Small => form.to_lowercase(),
        }
    }
}

/// Learns a model; `say` hears how it goes.
///
/// # Errors
///
/// A file that cannot be read.
///
/// # Panics
///
/// When a thread of it has panicked.
#[expect(clippy::too_many_lines, reason = "one run from reading to writing, in order")]
pub fn train(plan: &Plan, say: &dyn Fn(&str)) -> std::result::Result<Model, TrainError> {
    let mut gold = Vec::new();
    for (treebank, names) in &plan.treebanks {
        gold.extend(data::read(treebank, names.as_deref())?);
    }
    if gold.is_empty() {
        return Err(wrong("there is nothing to learn from"));
    }
    let vectors = plan.vectors.as_deref().map_or_else(|| Ok(Vectors::none()), Vectors::read)?;
    let words = || gold.iter().flat_map(|it| &it.words);
    let tag_of = |it: &GoldWord| format!("{} {}", it.upos, Features::parse(&it.feats));
    let tag_names: Vec<String> = words().map(tag_of).collect();
    let tags = inventory(tag_names.iter().map(String::as_str), 3);
    let known = gold.iter().flat_map(|it| &it.names).map(String::as_str).filter(|it| *it != "?");
    let names = inventory(known.chain(["O"]), 1);
    let relations = inventory(words().map(|it| it.relation.as_str()), 10);
    say(&format!(
        "{} sentences, {} tags, {} labels of names, {} relations",
        gold.len(),
        tags.len(),
        names.len(),
        relations.len()
    ));
    let number = |items: &[String], it: &str| items.iter().position(|known| known == it);
    let lesson = |sentence: &Gold, random: &mut Random| {
        let mut lesson = Lesson::default();
        let guise = Guise::any(random);
        for (at, (word, name)) in sentence.words.iter().zip(&sentence.names).enumerate() {
            let form = if sentence.is_short_name(at) && random.unit() < CODES {
                CODE.to_owned()
            } else {
                guise.of(&word.form)
            };
            let small = lower(&form);
            lesson.rows.push(rows(&form, &small));
            lesson.vectors.push(vectors.index.row(&form, &small));
            let tag = tag_of(word);
            let close = || tags.iter().position(|it| it.starts_with(&format!("{} ", word.upos)));
            lesson.tags.push(number(&tags, &tag).or_else(close).unwrap_or(0) as u32);
            lesson.names.push(number(&names, name).map(|it| it as u32));
            lesson.heads.push(word.head.unwrap_or(sentence.words.len()) as u32);
            let main = word.relation.split(':').next().unwrap_or_default();
            let relation = number(&relations, &word.relation).or_else(|| number(&relations, main));
            lesson.relations.push(relation.unwrap_or(0) as u32);
        }
        lesson
    };
    let mut random = Random::new(20_211_123);
    let mut network =
        Network::new(Shape::new(tags.len(), names.len(), relations.len()), &mut random);
    let mut adam = Adam::new(&network);
    let mut average = Average::new(&network);
    let lemmas = Lemmatiser::learn(words().filter(|it| !it.lemma.is_empty()).filter_map(|it| {
        let pos = PartOfSpeech::from_name(&it.upos)?;
        Some((it.form.as_str(), pos, Features::parse(&it.feats), it.lemma.as_str()))
    }));
    let freeze = |network: &Network| {
        let Network { shape, dense, rows } = network;
        let network = analyser::Network::quantise(shape, dense, rows, &vectors.values);
        Model::new(network, vectors.index.clone(), lemmas.clone(), &tags, &names, &relations)
            .map_err(wrong)
    };
    let steps = plan.rounds * gold.len().div_ceil(BATCH);
    let mut step = 0;
    let mut order: Vec<usize> = (0..gold.len()).collect();
    for round in 0..plan.rounds {
        random.shuffle(&mut order);
        let manner =
            Manner { dropout: 0.25, forget: 0.2, explore: if round == 0 { 0.0 } else { 0.9 } };
        let mut loss = 0.0;
        for batch in order.chunks(BATCH) {
            let seed = random.next();
            let shares: Vec<(usize, &[usize])> = batch.chunks(BATCH / SHARES).enumerate().collect();
            let results: Vec<Mutex<Option<Gradient>>> =
                shares.iter().map(|_| Mutex::new(None)).collect();
            let next = AtomicUsize::new(0);
            let work = || loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((share, sentences)) = shares.get(at) else { break };
                let mut random = Random::new(seed.wrapping_add(*share as u64));
                let mut gradient =
                    Gradient { dense: vec![0.0; network.dense.len()], rows: Vec::new(), loss: 0.0 };
                for it in *sentences {
                    let lesson = lesson(&gold[*it], &mut random);
                    network.learn(&lesson, &vectors.values, manner, &mut random, &mut gradient);
                }
                *results[at].lock().expect("no panic") = Some(gradient);
            };
            std::thread::scope(|scope| {
                for _ in 1..plan.jobs {
                    scope.spawn(work);
                }
                work();
            });
            let gradients: Vec<Gradient> =
                results.into_iter().filter_map(|it| it.into_inner().expect("no panic")).collect();
            loss += gradients.iter().map(|it| it.loss).sum::<f64>();
            let warm = ((step + 1) as f32 / 300.0).min(1.0);
            let rate = RATE * warm * (1.0 - step as f32 / steps as f32).max(0.1);
            adam.step(&mut network, gradients, rate);
            average.add(&network, step);
            step += 1;
        }
        let model = freeze(&average.network)?;
        let mut line = format!("round {round}: loss {:.3}", loss / tag_names.len() as f64);
        for dev in &plan.dev {
            line += &measure(&model, &data::read(dev, None)?);
        }
        say(&line);
    }
    freeze(&average.network)
}

/// Accuracies on gold words, in one line.
fn measure(model: &Model, gold: &[Gold]) -> String {
    let (mut all, mut pos, mut lemmas, mut heads, mut both) = (0, 0, 0, 0, 0);
    let mut scratch = analyser::Scratch::default();
    let mut time = std::time::Duration::ZERO;
    for sentence in gold {
        let forms: Vec<&str> = sentence.words.iter().map(|it| it.form.as_str()).collect();
        let start = std::time::Instant::now();
        let (read, _) = model.analyse(&forms, |_| false, &mut scratch);
        time += start.elapsed();
        for (word, gold) in read.iter().zip(&sentence.words) {
            all += 1;
            pos += usize::from(PartOfSpeech::from_name(&gold.upos) == Some(word.pos));
            lemmas += usize::from(word.lemma.eq_ignore_ascii_case(&gold.lemma));
            let head = word.head == gold.head;
            heads += usize::from(head);
            let main = |it: &str| it.split(':').next().unwrap_or_default().to_owned();
            both += usize::from(head && main(word.relation) == main(&gold.relation));
        }
    }
    let share = |it: usize| 100.0 * it as f64 / f64::from(all);
    format!(
        " | UPOS {:.2} lemma {:.2} UAS {:.2} LAS {:.2} ({:.0} words/s)",
        share(pos),
        share(lemmas),
        share(heads),
        share(both),
        f64::from(all) / time.as_secs_f64()
    )
}
