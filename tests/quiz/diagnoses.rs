//! Diagnoses of wrong answers that are made up: a session of the bank with other words and numbers, perhaps behind another one,
//! and what somebody answers who has a misreading. The misreading must be found, alone or by one question more.
//!
//! A few for each misreading run, others with `SHTUTOR_SEED=N`; `SHTUTOR_PAIRS=100` runs a hundred and says what came of them;
//! `SHTUTOR_ONLY=curl` tries those misreadings alone whose names have that in them.

use super::bank;
use super::wrong_answers::{laboratory, table};
use fastrand::Rng;
use shtutor::diagnosis::{Clinic, material, printed};
use shtutor::lesson::predict::compare;
use shtutor::misreading::Misreading;
use shtutor::quiz::Question;
use shtutor::quiz::template::{Bank, Variant};
use std::time::{Duration, Instant};

/// Pairs for each misreading, unless told.
const PAIRS: usize = 2;
/// Of a hundred pairs so many must be found.
const PERCENT: usize = 95;
/// How often a session is made up before its misreading is given up.
const TRIES: usize = 12;
/// Lines of the longest session.
const LINES: usize = 14;

/// Words that may stand in the place of others without changing what happens.
const WORDS: &[(&str, &[&str])] = &[
    ("out", &["log", "result", "list"]),
    ("made", &["new", "done.txt"]),
    ("box", &["dir", "shed"]),
    ("thing", &["item", "stuff"]),
    ("logs", &["notes", "app.log"]),
    ("foo", &["name", "word"]),
    ("hola", &["hey", "salut"]),
    ("hello", &["bye", "moin"]),
    ("A", &["left", "one"]),
    ("B", &["mid", "two"]),
    ("C", &["right", "three"]),
    ("second", &["next", "later"]),
    ("ran", &["here", "yes"]),
    ("yes", &["good", "true"]),
    ("no", &["bad", "false"]),
    ("if", &[]),
    ("failed", &["broken", "sorry"]),
    ("still", &["on", "alive"]),
    ("nofile", &["missing", "gone"]),
    ("3", &["5", "9"]),
    ("4", &["6", "8"]),
];

/// Lines that change nothing that is asked about.
const BESIDE: &[&str] = &[
    "",
    "echo start\n",
    "unrelated=1\n",
    "true\n",
    "echo one two | cat\n",
];

#[test]
fn made_up_wrong_answers_are_diagnosed() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let pairs = number("SHTUTOR_PAIRS").unwrap_or(PAIRS);
    let mut rng = Rng::with_seed(number("SHTUTOR_SEED").unwrap_or(7) as u64);
    let mut clinic = Clinic::built_in(laboratory()).expect("the bank is sound");
    let mut all = Tally::default();
    let mut poor = Vec::new();
    let only = std::env::var("SHTUTOR_ONLY").unwrap_or_default();
    let tried = Misreading::ALL.iter().copied();
    let tried: Vec<Misreading> = tried
        .filter(|misreading| misreading.id().contains(&only))
        .collect();
    for misreading in tried.iter().copied() {
        let mut tally = Tally::default();
        for _ in 0..pairs {
            tally.try_one(&mut clinic, misreading, &mut rng);
        }
        println!("{:22} {tally}", misreading.id());
        if tally.found * 100 < tally.made * PERCENT || tally.made == 0 {
            poor.push(format!(
                "{}: {tally}\n{}",
                misreading.id(),
                tally.missed.join("\n")
            ));
        }
        all.add(&tally);
    }
    println!("{:22} {all}", "all");
    // Of a few pairs one may be missed; of a hundred each misreading has its own bar.
    let enough =
        all.found * 100 >= all.made * PERCENT && all.made * 100 >= pairs * tried.len() * PERCENT;
    assert!(
        enough && (pairs < 20 || poor.is_empty()),
        "{all}\n{}",
        poor.join("\n")
    );
}

/// Who writes 1 where something failed has more likely kept that failure than missed an output.
#[test]
fn a_one_beside_a_failure_is_no_sure_sign_of_output() {
    let mut clinic = Clinic::built_in(laboratory()).expect("the bank is sound");
    let mut ideas = |asked: &str| {
        let question = Question {
            before: String::new(),
            asked: asked.to_owned(),
        };
        let diagnosis = clinic.diagnose(&material(&question), "1");
        diagnosis.expect("it runs here").ideas
    };
    assert!(ideas("(exit 3)\nx=5\necho $?\n").contains(&Misreading::KeepsFailure));
    assert_ne!(ideas("(exit 3)\necho $?\n"), [Misreading::OutputTruth]);
    assert!(ideas("true\nx=5\necho $?\n").contains(&Misreading::OutputTruth));
}

/// What came of the pairs.
#[derive(Default)]
struct Tally {
    made: usize,
    alone: usize,
    found: usize,
    /// Misreadings that gave the answer, in all.
    ideas: usize,
    time: Duration,
    slowest: Duration,
    missed: Vec<String>,
}

impl Tally {
    fn try_one(&mut self, clinic: &mut Clinic, misreading: Misreading, rng: &mut Rng) {
        let Some((question, answer)) = make_up(clinic, misreading, rng) else {
            return;
        };
        let begun = Instant::now();
        let diagnosis = clinic
            .diagnose(&material(&question), &answer)
            .expect("it runs here");
        let time = begun.elapsed();
        self.made += 1;
        self.ideas += diagnosis.ideas.len();
        self.time += time;
        self.slowest = self.slowest.max(time);
        let alone = diagnosis.ideas == [misreading];
        let separated = diagnosis.ideas.contains(&misreading)
            && diagnosis
                .separation
                .as_ref()
                .is_some_and(|separation| separation.singles_out(misreading));
        self.alone += usize::from(alone);
        self.found += usize::from(alone || separated);
        if !alone && !separated {
            let asked = diagnosis
                .separation
                .map(|separation| (separation.question.session(), separation.answers));
            self.missed.push(format!(
                "{}=> {answer:?}: {:?} {asked:?}",
                question.session(),
                diagnosis.ideas
            ));
        }
    }

    fn add(&mut self, other: &Tally) {
        self.made += other.made;
        self.alone += other.alone;
        self.found += other.found;
        self.ideas += other.ideas;
        self.time += other.time;
        self.slowest = self.slowest.max(other.slowest);
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let made = self.made.max(1);
        write!(
            f,
            "{:4} pairs, {:4} found, {:4} of them alone; {:.1} ideas, {:.0} ms, at most {:.0} ms",
            self.made,
            self.found,
            self.alone,
            self.ideas as f64 / made as f64,
            self.time.as_secs_f64() * 1e3 / made as f64,
            self.slowest.as_secs_f64() * 1e3
        )
    }
}

/// A question and the answer of somebody with `misreading`, which is wrong.
fn make_up(
    clinic: &mut Clinic,
    misreading: Misreading,
    rng: &mut Rng,
) -> Option<(Question, String)> {
    let (bank, table) = (bank(), table());
    let telling: Vec<Variant> = bank
        .variants()
        .filter(|variant| table.answer(*variant, misreading).is_some())
        .collect();
    for _ in 0..TRIES {
        let question = changed(rng.choice(&telling)?.question(), &bank, rng);
        if question.session().lines().count() > LINES {
            continue;
        }
        let material = material(&question);
        let mut run = |misreading| {
            clinic.laboratories[0]
                .run(&material, misreading)
                .expect("it runs here")
        };
        let (truth, seen) = (printed(&run(None)), run(Some(misreading)));
        let answer = printed(&seen);
        if seen.stopped.is_none() && !compare(&truth, &answer).agrees() {
            return Some((question, answer));
        }
    }
    None
}

/// The same question in other words, perhaps behind something else.
fn changed(question: Question, bank: &Bank, rng: &mut Rng) -> Question {
    let mut before = question.before;
    match rng.u8(..4) {
        0 => {}
        1 => {
            // Another session in a folder of its own, of which nothing is asked.
            let others: Vec<Variant> = bank
                .variants()
                .filter(|variant| variant.text().lines().count() == 1)
                .collect();
            let other = rng.choice(&others).map(|variant| variant.text());
            before = format!("{}{before}", other.unwrap_or_default());
        }
        _ => {
            before = format!(
                "{}{before}",
                rng.choice(BESIDE).copied().unwrap_or_default()
            )
        }
    }
    let mut texts = [before, question.asked];
    for (word, others) in WORDS {
        if let Some(other) = rng.choice(*others).filter(|_| rng.bool()) {
            texts = texts.map(|text| replaced(&text, word, other));
        }
    }
    let [before, asked] = texts;
    Question { before, asked }
}

/// `text` with `other` wherever `word` stands as a whole word; not where it is a number's part or a variable of the shell.
fn replaced(text: &str, word: &str, other: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, from) = rest.split_at(at);
        let behind = &from[word.len()..];
        let inside = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        let whole = !before.ends_with(inside) && !behind.starts_with(inside);
        result.push_str(before);
        result.push_str(if whole { other } else { word });
        rest = behind;
    }
    result + rest
}
