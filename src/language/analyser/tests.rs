//! Tests of the analyser that need no learnt model.

use super::*;

#[test]
fn a_model_is_the_same_after_writing_and_no_part_of_it_is_one() {
    let shape = Shape::new(2, 1, 2);
    let dense: Vec<f32> =
        (0..shape.length).map(|it| ((it * 37 % 101) as f32 - 50.0) / 200.0).collect();
    let rows = TABLES.iter().sum::<usize>() * WIDTH;
    let rows: Vec<f32> = (0..rows).map(|it| ((it * 53 % 97) as f32 - 48.0) / 300.0).collect();
    let vectors = vec![0.25; 2 * VECTOR];
    let network = Network::quantise(&shape, &dense, &rows, &vectors);
    let index =
        VectorIndex::new(&[(VectorIndex::key("harbour"), 0), (VectorIndex::key("Avonford"), 1)]);
    let names = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let model = Model::new(
        network,
        index,
        Lemmatiser::default(),
        &names(&["NOUN Number=Sing", "VERB VerbForm=Fin"]),
        &names(&["O"]),
        &names(&["root", "nsubj"]),
    )
    .unwrap();
    let bytes = model.to_bytes();
    let again = Model::from_bytes(&bytes).unwrap();
    assert!(again == model, "written and read again, the model is another");
    let forms = ["The", "harbour", "of", "Avonford", "U2", "…"];
    let (words, found) = again.analyse(&forms, |_| false, &mut Scratch::default());
    assert_eq!((words.len(), found.len()), (6, 0));
    assert_eq!(words.iter().filter(|it| it.head.is_none()).count(), 1, "a tree has one root");
    for cut in [0, 5, MAGIC.len(), MAGIC.len() + 3, 1000, bytes.len() / 2, bytes.len() - 1] {
        assert!(Model::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn every_walk_of_the_parser_ends_in_a_tree_with_one_root() {
    // All sequences of three words, by a number in base three.
    for walk in 0..3_usize.pow(6) {
        let mut state = State::default();
        state.start(3);
        let mut rest = walk;
        while !state.done() {
            let allowed: Vec<Action> = ACTIONS.into_iter().filter(|it| state.allows(*it)).collect();
            assert!(!allowed.is_empty(), "the parser is stuck in {state:?}");
            state.take(allowed[rest % allowed.len()], 0);
            rest /= 3;
        }
        assert_eq!(state.heads.iter().filter(|it| **it == 3).count(), 1, "{:?}", state.heads);
        for word in 0..3 {
            let mut at = word;
            let mut steps = 0;
            while at != 3 {
                at = state.heads[at as usize];
                steps += 1;
                assert!(steps <= 3, "a circle in {:?}", state.heads);
            }
        }
    }
}

#[test]
fn codes_are_told_from_words_and_numbers() {
    for code in ["U2", "A1", "NATO7", "XY12"] {
        assert!(is_code(code), "{code}");
    }
    for other in ["Word", "AB", "12", "A123", "a1", "", "ABCDE1"] {
        assert!(!is_code(other), "{other}");
    }
}
