//! What is taken for a name, and for the name of what.

use kell::{
    document::{self, ReadOptions},
    extraction::{Extractor, MentionKind},
    language,
};

use crate::support::PACKS;

/// The names in a text, each with its class.
fn names(text: &str) -> Vec<(String, String)> {
    mentions(text, MentionKind::Name)
}

/// The descriptions in a text.
fn described(text: &str) -> Vec<String> {
    mentions(text, MentionKind::Nominal).into_iter().map(|it| it.0).collect()
}

fn mentions(text: &str, kind: MentionKind) -> Vec<(String, String)> {
    let extractor = Extractor::new(&PACKS).unwrap();
    let options = ReadOptions { plain: true, ..ReadOptions::default() };
    let document = document::from_text("names", text, &options);
    let mut analysis = language::analyse(&document, extractor.words());
    for sentence in &mut analysis.sentences {
        "en".clone_into(&mut sentence.language);
    }
    extractor.analysers().fill(&document.text, &mut analysis);
    let mentions = extractor.extract(&document, &analysis).mentions;
    let named = mentions.iter().filter(|it| it.kind == kind);
    named
        .map(|it| {
            let class = &PACKS.schema.class(it.class).name;
            (it.span.of(&document.text).to_owned(), class.clone())
        })
        .collect()
}

/// Every text has these names, and none of the others.
fn check(text: &str, there: &[(&str, &str)], absent: &[&str]) {
    let found = names(text);
    for (name, class) in there {
        let hit = found.iter().any(|it| it.0 == *name && it.1 == *class);
        assert!(hit, "{name} is no {class} in {text:?}: {found:?}");
    }
    for name in absent {
        assert!(!found.iter().any(|it| it.0 == *name), "{name} in {text:?}: {found:?}");
    }
}

#[test]
fn an_event_is_named_by_its_year() {
    let voted = "She won a seat in the 2015 Norwegian local elections.";
    check(voted, &[("2015 Norwegian local elections", "Election")], &[]);
    let month = "He stood at the March 1996 Spanish general election.";
    check(month, &[("March 1996 Spanish general election", "Election")], &["Spain", "1996"]);
    let place = "He was beaten in the 2004 Senate election in Utah by two votes.";
    check(place, &[("2004 Senate election in Utah", "Election")], &["Utah"]);
    let riots = "Many shops were looted in the 1981 Brixton riots.";
    check(riots, &[("1981 Brixton riots", "Disorder")], &["Brixton"]);
}

#[test]
fn a_time_before_an_event_is_not_its_name() {
    check("In 2010 general elections were held.", &[], &["2010 general elections"]);
    check("In 2011 Oslo attacks were rare.", &[("Oslo", "Settlement")], &["2011 Oslo attacks"]);
}

#[test]
fn a_known_event_keeps_its_name() {
    let text = "The 2018 Salisbury poisoning was an attack on a former spy.";
    check(text, &[("Salisbury poisoning", "Attack")], &[]);
}

#[test]
fn two_names_with_a_word_between_them_stay_two() {
    let text =
        "Mary Miller spoke for the Farmers Party of Denmark and John Smith for the Alliance Party.";
    check(
        text,
        &[
            ("Mary Miller", "Person"),
            ("Farmers Party of Denmark", "PoliticalParty"),
            ("John Smith", "Person"),
        ],
        &[],
    );
}

#[test]
fn a_name_has_an_owner_in_it() {
    check(
        "He founded the Norwegian People's Party and left the Women's Institute.",
        &[("Norwegian People's Party", "PoliticalParty"), ("Women's Institute", "Organisation")],
        &["People"],
    );
}

#[test]
fn a_nationality_in_a_name_is_spoken_of() {
    let text = "The Iraqi Security Forces met officers of the Danish Navy.";
    check(text, &[("Iraqi", "Nationality"), ("Danish", "Nationality")], &[]);
}

#[test]
fn a_noun_that_begins_a_name_tells_its_class() {
    let text = "They sailed on HMS Bravery and flew from RAF Littleham.";
    check(text, &[("HMS Bravery", "MilitaryPlatform"), ("RAF Littleham", "Facility")], &[]);
}

#[test]
fn what_is_joined_to_a_body_is_another_body() {
    let text = "Members of AXBY and the Fishing Federation met the Harbour Trust.";
    check(
        text,
        &[("Fishing Federation", "CivilSocietyBody")],
        &["AXBY and the Fishing Federation"],
    );
}

#[test]
fn a_surname_makes_no_court() {
    let text = "Detective Sergeant Anna Bailey of Wiltshire Police was ill.";
    check(text, &[("Anna Bailey", "Person"), ("Wiltshire Police", "PoliceForce")], &[]);
}

#[test]
fn a_day_of_the_week_is_a_date() {
    check(
        "The ship left on Tuesday and came back last Friday.",
        &[("Tuesday", "Date"), ("last Friday", "Date")],
        &[],
    );
    check(
        "It was sold on Thursday, 14 July 2011.",
        &[("Thursday, 14 July 2011", "Date")],
        &["14 July 2011"],
    );
    check("She wrote for the Sunday Herald.", &[], &["Sunday"]);
}

#[test]
fn an_amount_of_money_counts_nothing() {
    check("They won a $15 million grant.", &[("$15 million", "Money")], &["$15 million grant"]);
}

#[test]
fn a_number_is_no_part_of_a_description() {
    let found = described("The flood destroyed three lorries.");
    assert!(found.contains(&"lorries".to_owned()), "{found:?}");
    assert!(!found.contains(&"three lorries".to_owned()), "{found:?}");
}

#[test]
fn a_kind_of_thing_in_a_name_is_spoken_of() {
    let found = described("He survived the nerve agent attack in Salisbury.");
    assert!(found.contains(&"nerve agent".to_owned()), "{found:?}");
}

#[test]
fn a_year_that_begins_a_name_is_a_date_of_its_own() {
    let text = "The 1998 Belfast Agreement ended a long conflict.";
    check(text, &[("1998 Belfast Agreement", "Agreement"), ("1998", "Date")], &[]);
    check("The Terrorism Act 2006 made it an offence.", &[], &["2006"]);
}

#[test]
fn a_body_in_the_name_of_another_is_spoken_of_too() {
    let text = "The Science and Technology Committee of Parliament took evidence.";
    check(text, &[("Parliament", "Legislature")], &[]);
}

#[test]
fn a_technology_in_the_name_of_an_event_is_spoken_of_too() {
    let text = "She answered the questions of voters in an Instagram Q&A last week.";
    check(text, &[("Instagram Q&A", "Speech"), ("Instagram", "Platform")], &[]);
}

#[test]
fn a_number_stands_without_what_it_counts() {
    let text = "The regulator received over 4,000 written complaints in March.";
    check(text, &[("over 4,000 written complaints", "Quantity"), ("over 4,000", "Quantity")], &[]);
    check("He was jailed for eighteen years.", &[("eighteen years", "Quantity")], &["eighteen"]);
}

#[test]
fn what_an_offence_is_committed_with_is_spoken_of_too() {
    let found = mentions("She was convicted of possessing explosives.", MentionKind::Nominal);
    assert!(found.contains(&("explosives".to_owned(), "Weapon".to_owned())), "{found:?}");
}

#[test]
fn a_language_is_no_nationality() {
    check("They publish an English-language magazine.", &[], &["English"]);
    check("The English cricketer retired.", &[("English", "Nationality")], &[]);
}

#[test]
fn a_description_keeps_its_hyphenated_and_unfolding_modifiers() {
    let found = described("They flood the net with crude Russian-language propaganda.");
    assert!(found.contains(&"crude Russian-language propaganda".to_owned()), "{found:?}");
    let found = described("The unit was set up to counter emerging terrorist threats.");
    assert!(found.contains(&"emerging terrorist threats".to_owned()), "{found:?}");
}

#[test]
fn a_group_is_told_apart_by_what_follows() {
    let clause = "The law protects people who report crimes, and the police.";
    assert!(described(clause).contains(&"people who report crimes".to_owned()));
    let participle = "The court heard from officials accused of theft.";
    assert!(described(participle).contains(&"officials accused of theft".to_owned()));
    let place = "The mayor has been speaking to people in Leeds about the floods.";
    assert!(described(place).contains(&"people in Leeds".to_owned()));
    let joined = "The rules have been changed for the ministers and other officials.";
    assert!(described(joined).contains(&"ministers and other officials".to_owned()));
    let means = "They avoided people, using hand signs.";
    assert!(!described(means).iter().any(|it| it.contains("using")));
    let aim = "He has read all of the letters from ministers to the city.";
    assert!(!described(aim).contains(&"ministers to the city".to_owned()));
}

#[test]
fn a_place_stands_for_what_happened_there() {
    let inquest = "The coroner held an inquest on Fishmongers' Hall last year.";
    check(inquest, &[("Fishmongers' Hall", "Attack"), ("Fishmongers' Hall", "Facility")], &[]);
    let found = names("The guests walked on to Fishmongers' Hall.");
    assert!(!found.iter().any(|it| it.1 == "Attack"), "{found:?}");
}
