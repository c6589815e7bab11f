//! The question that tells ideas apart: a session of the bank, or a few of its lines together, after whose answer the fewest
//! ideas are left, and among those the shortest.

use crate::lesson::check::{Construct, written};
use crate::misreading::Misreading;
use crate::quiz::Question;
use crate::quiz::template::{Bank, Variant};
use crate::quiz::wrong_answers::WrongAnswers;
use std::collections::BTreeMap;

/// How many lines that stand for themselves are asked together, at most.
const LINES: usize = 4;
/// Lines among which each further one is chosen.
const CHOICE: usize = 400;

/// A question, and who answers what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separation {
    /// What is asked.
    pub question: Question,
    /// Of each idea its answer.
    pub answers: Vec<(Misreading, String)>,
}

impl Separation {
    /// The ideas that lead to `answer`, which `agrees` with theirs.
    pub fn leading_to(&self, agrees: impl Fn(&str) -> bool) -> Vec<Misreading> {
        let answers = self.answers.iter();
        let leading = answers.filter(|(_, own)| agrees(own));
        leading.map(|(misreading, _)| *misreading).collect()
    }

    /// Whether nobody else among them answers as somebody with `misreading` does.
    pub fn singles_out(&self, misreading: Misreading) -> bool {
        let mut answers = self.answers.iter();
        let own = answers.find(|(other, _)| *other == misreading);
        own.is_some_and(|(_, own)| self.leading_to(|answer| answer == own) == [misreading])
    }
}

/// Sessions for `ideas` in the order in which they are worth asking, at most one of the bank's own and one made of its lines.
///
/// Those first after which the fewest ideas are left, then the fewest lines, then the shortest. `asked` is not asked again, and
/// nothing that uses a construct other than `known`, if any are. None if no two ideas answer anything differently.
pub fn candidates(
    bank: &Bank,
    table: &WrongAnswers,
    ideas: &[Misreading],
    asked: &Question,
    known: &[Construct],
) -> Vec<Question> {
    let understood = |variant: &Variant| {
        let mut used = written(&variant.text()).into_iter();
        known.is_empty() || used.all(|construct| known.contains(&construct))
    };
    let variants: Vec<Variant> = bank.variants().filter(understood).collect();
    let whole = variants
        .iter()
        .map(|variant| Rated::one(*variant, table, ideas));
    let new = |rated: &Rated| {
        let session = rated.question().session();
        rated.different > 1 && session.trim_end() != asked.session().trim_end()
    };
    let whole = whole.filter(new).min_by_key(Rated::rank);
    let mut found: Vec<Rated> = whole
        .into_iter()
        .chain(together(&variants, table, ideas))
        .collect();
    found.retain(new);
    found.sort_by_key(Rated::rank);
    let mut found: Vec<Question> = found.iter().map(Rated::question).collect();
    found.dedup();
    found
}

/// The best few lines, chosen one after the other.
fn together<'b>(
    variants: &[Variant<'b>],
    table: &'b WrongAnswers,
    ideas: &[Misreading],
) -> Option<Rated<'b>> {
    let lines = variants.iter().filter(|variant| variant.template.alone);
    let lines = lines.map(|variant| Rated::one(*variant, table, ideas));
    let lines: Vec<Rated> = lines
        .filter(|line| line.different > 1)
        .take(CHOICE)
        .collect();
    let mut best: Option<Rated> = None;
    for _ in 0..LINES {
        let longer = lines.iter().map(|line| match &best {
            Some(best) => best.and(line),
            None => line.clone(),
        });
        let next = longer.min_by_key(Rated::rank)?;
        let gains = best.as_ref().is_none_or(|best| next.left < best.left);
        if !gains {
            break;
        }
        best = Some(next);
    }
    best
}

/// Variants one below the other, and how they are answered.
#[derive(Clone)]
struct Rated<'b> {
    variants: Vec<Variant<'b>>,
    /// Of each idea its answers to the variants; `None` is the right one.
    answers: Vec<Vec<Option<&'b str>>>,
    /// How many of these differ.
    different: usize,
    /// Over all ideas the sum of how many answer as each does: what is left after an answer, on the whole.
    left: usize,
}

impl<'b> Rated<'b> {
    fn one(variant: Variant<'b>, table: &'b WrongAnswers, ideas: &[Misreading]) -> Rated<'b> {
        let answer = |idea: &Misreading| vec![table.answer(variant, *idea)];
        Rated::new(vec![variant], ideas.iter().map(answer).collect())
    }

    fn new(variants: Vec<Variant<'b>>, answers: Vec<Vec<Option<&'b str>>>) -> Rated<'b> {
        let mut groups: BTreeMap<&[Option<&str>], usize> = BTreeMap::new();
        for answer in &answers {
            *groups.entry(answer).or_default() += 1;
        }
        let (different, left) = (groups.len(), groups.values().map(|size| size * size).sum());
        Rated {
            variants,
            answers,
            different,
            left,
        }
    }

    fn and(&self, other: &Rated<'b>) -> Rated<'b> {
        let answers = self.answers.iter().zip(&other.answers);
        let variants = [&self.variants[..], &other.variants].concat();
        Rated::new(
            variants,
            answers
                .map(|(own, other)| [&own[..], other].concat())
                .collect(),
        )
    }

    fn rank(&self) -> (usize, usize, usize) {
        let session = self.question().session();
        let lines = session.lines().count();
        (self.left, lines, session.len())
    }

    fn question(&self) -> Question {
        match self.variants.as_slice() {
            [variant] => variant.question(),
            several => Question::whole(
                several
                    .iter()
                    .map(|variant| variant.text())
                    .collect::<String>(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &str = r#"
        [[template]]
        id = "T1"
        title = ""
        note = ""
        probes = []
        whole = true
        alone = true
        text = "echo «n»\n"
        axes = [{ slots = ["n"], values = ["1", "22", "333"] }]

        [[template]]
        id = "T2"
        title = ""
        note = ""
        probes = []
        text = "cd x\nls «n»\n"
        axes = [{ slots = ["n"], values = ["1", "2"] }]
    "#;

    const IDEAS: [Misreading; 4] = [
        Misreading::ZeroFalse,
        Misreading::SkipAll,
        Misreading::BarIsOr,
        Misreading::AmpIsAnd,
    ];

    fn check(answers: &[(&str, usize, Misreading, &str)], asked: &str, expected: &[&str]) {
        let bank = Bank::parse(BANK).unwrap();
        let mut table = WrongAnswers::default();
        for (template, number, misreading, answer) in answers {
            table.set(template, *number, *misreading, answer);
        }
        let found = candidates(&bank, &table, &IDEAS, &Question::whole(asked), &[]);
        let found: Vec<String> = found.iter().map(Question::session).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_shortest_of_those_with_the_most_answers_is_asked() {
        let [zero, skip, bar, _] = IDEAS;
        let answers = [
            ("T1", 0, zero, "a"),
            ("T1", 1, zero, "a"),
            ("T1", 1, skip, "b"),
            ("T2", 0, bar, "c"),
        ];
        // One line tells three from each other, and with another one all four.
        check(&answers[..3], "", &["echo 22\n"]);
        check(&answers, "", &["echo 22\n"]);
        let more = [&answers[..], &[("T1", 2, bar, "d")]].concat();
        check(&more, "", &["echo 22\necho 333\n", "echo 22\n"]);
    }

    #[test]
    fn what_nobody_has_taught_is_not_asked() {
        let lists = BANK
            .replace("echo «n»", "true «n» echo")
            .replace(r#""1", "22", "333""#, r#""&&", "||", "|""#);
        let bank = Bank::parse(&lists).unwrap();
        let mut table = WrongAnswers::default();
        table.set("T1", 0, IDEAS[0], "a");
        let asked = Question::whole("");
        let found = |known: &[Construct]| candidates(&bank, &table, &IDEAS, &asked, known);
        let taught = found(&[Construct::And]);
        assert_eq!(taught, [Question::whole("true && echo\n")]);
        assert_eq!(found(&[Construct::Or]), []);
    }

    #[test]
    fn what_was_asked_is_not_asked_again() {
        let [zero, ..] = IDEAS;
        let answers = [("T2", 0, zero, "a"), ("T2", 1, zero, "a")];
        check(&answers, "cd x\nls 1", &["cd x\nls 2\n"]);
        check(&[], "", &[]);
    }

    #[test]
    fn an_idea_is_singled_out_by_an_answer_of_its_own() {
        let [zero, skip, bar, amp] = IDEAS;
        let answers = [(zero, "1"), (skip, ""), (bar, "1")];
        let separation = Separation {
            question: Question::whole("x"),
            answers: answers
                .map(|(idea, answer)| (idea, answer.to_owned()))
                .to_vec(),
        };
        let singled = [zero, skip, amp].map(|idea| separation.singles_out(idea));
        assert_eq!(singled, [false, true, false]);
    }
}
