//! One more of the same kind: after a step whose answer was shown, or that was predicted wrong by somebody who was sure, a
//! question is drawn that asks for the same idea, before the lesson ends.

use super::console::Console;
use super::step::{Aside, Desk, Turn};
use super::view::ending::Again;
use super::view::prose::verbatim;
use super::{At, TutorError};
use crate::lesson::check::{Construct, written};
use crate::lesson::{Course, Lesson, Setup, Step, StepId, StepKind};
use crate::misreading::Misreading;
use crate::progress::Store;
use crate::progress::record::{Owed, again_of};
use crate::quiz::draw::templates_for;
use crate::quiz::template::Bank;
use crate::rule::Rule;

/// How a task says that what goes to standard error does not belong to the answer.
const ASIDE: &str = "error messages aside";

/// How many are asked when a lesson ends.
const MOST: usize = 2;

/// Asks what is owed in lesson number `lesson`, 0-based; where to go then.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn ask(
    console: &mut Console,
    store: &mut Store,
    course: &Course,
    lesson: usize,
) -> Result<Turn, TutorError> {
    store.catch_up();
    let owed = owed(store, course, lesson);
    let mut owed = owed.iter().take(MOST);
    let mut next = owed.next();
    while let Some((number, aside)) = next {
        let at = At {
            lesson,
            step: *number,
        };
        match Desk::open(console, store, course, at, Some(aside))?.sit()? {
            Turn::Again => {}
            Turn::Next => next = owed.next(),
            other => return Ok(other),
        }
    }
    Ok(Turn::Next)
}

/// What of `lesson` is due again: the strongest reasons first, then in the order of its steps.
pub fn due(store: &Store, lesson: &Lesson) -> Vec<Again> {
    let steps = lesson.steps.iter().enumerate();
    let due = steps.filter_map(|(index, step)| {
        let due = store.due(&lesson.id, &step.id)?;
        let (why, mut rules) = (due.why, Vec::new());
        let named = due
            .misreadings
            .iter()
            .filter_map(|id| Misreading::named(id));
        let of_ideas = of_ideas(&due.ideas).into_iter();
        let of_ideas = of_ideas.filter(|misreading| is_taught(*misreading, lesson));
        for misreading in named.chain(of_ideas) {
            let rule = misreading.truth();
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        Some(Again { index, why, rules })
    });
    let mut due: Vec<Again> = due.collect();
    due.sort_by_key(|again| std::cmp::Reverse(again.why));
    due
}

/// Whether `lesson` has taught what the rule in the place of this misreading speaks of.
fn is_taught(misreading: Misreading, lesson: &Lesson) -> bool {
    let about = match misreading.rule() {
        Rule::IfElse | Rule::IfBranch | Rule::IfStatus => Construct::If,
        Rule::WhileLoop => Construct::Loop,
        Rule::HereDocument => Construct::HereDocument,
        Rule::AsyncList | Rule::AsyncStatus => Construct::Background,
        Rule::PipeData | Rule::PipeTogether | Rule::PipelineStatus => Construct::Pipe,
        Rule::Negation | Rule::NegationScope => Construct::Not,
        Rule::SubshellEnvironment => Construct::Subshell,
        _ => return true,
    };
    lesson.known.contains(&about)
}

/// The misreadings that lead to the same answers as one of `ideas`.
fn of_ideas(ideas: &[String]) -> Vec<Misreading> {
    let about = |misreading: &Misreading| {
        let mut of = misreading.ideas().iter();
        of.any(|idea| ideas.iter().any(|named| named == idea))
    };
    Misreading::ALL.iter().copied().filter(about).collect()
}

/// How near a question is to the step that it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nearness {
    /// Of the same templates.
    Kind,
    /// About the way of thinking that an answer to the step showed.
    Idea,
    /// About one that wrong answers to it show.
    Step,
    /// About what its lesson is about.
    Lesson,
}

impl Nearness {
    /// What is said of a question that is this near to the step with `number`.
    fn said(self, number: usize) -> String {
        match self {
            Nearness::Kind => format!("One more of the same kind as step {number}."),
            Nearness::Idea => format!("One more on the idea that showed in step {number}."),
            Nearness::Step => format!("One more on what step {number} is about."),
            Nearness::Lesson => {
                format!("One more on what this lesson is about, for step {number}.")
            }
        }
    }
}

/// The questions that are owed, each with the 0-based number of the step it is for: first for what somebody was sure of and
/// wrong, then in the order of the steps.
fn owed(store: &Store, course: &Course, lesson: usize) -> Vec<(usize, Aside)> {
    let Ok(bank) = Bank::built_in() else {
        // Tests see to it that it can be read.
        return Vec::new();
    };
    let of = &course.lessons[lesson];
    let steps = of.steps.iter().enumerate();
    let owed =
        steps.filter_map(|(number, step)| Some((number, step, store.owed(&of.id, &step.id)?)));
    let mut owed: Vec<(usize, &Step, &Owed)> = owed.collect();
    owed.sort_by_key(|(_, _, owed)| !owed.surely_wrong);
    let owed = owed.into_iter().map(|(number, step, owed)| {
        let mut showed = named(&owed.misreadings);
        if let Some(due) = store.due(&of.id, &step.id) {
            // What showed before the answer was asked for is what it is about.
            showed.extend(named(&due.misreadings));
            showed.extend(of_ideas(&due.ideas));
        }
        let (nearness, templates, misreadings) =
            kin(&bank, course, (lesson, step), showed, &owed.templates);
        let step = sibling(step, number, nearness, templates, &misreadings);
        let about = misreadings;
        (number, Aside { step, about })
    });
    owed.filter(|(_, aside)| !templates_of(&aside.step).is_empty())
        .collect()
}

/// The misreadings with these ids.
fn named(ids: &[String]) -> Vec<Misreading> {
    ids.iter().filter_map(|id| Misreading::named(id)).collect()
}

/// The templates that ask for what the step of lesson number `lesson` asks for, in answers to which these misreadings `showed` and
/// questions of these templates were `missed`, and the misreadings they are about. Where it is known what the step is about, no
/// question is about something else; better none.
fn kin(
    bank: &Bank,
    course: &Course,
    (lesson, step): (usize, &Step),
    showed: Vec<Misreading>,
    missed: &[String],
) -> (Nearness, Vec<String>, Vec<Misreading>) {
    let own = templates_of(step);
    if !own.is_empty() {
        // A step draws from several that ask for different things.
        let of_missed = own.iter().filter(|id| missed.contains(*id));
        let of_missed: Vec<String> = of_missed.cloned().collect();
        let templates = if of_missed.is_empty() {
            own.to_vec()
        } else {
            of_missed
        };
        return (Nearness::Kind, templates, showed);
    }
    let about = [
        (Nearness::Idea, showed),
        (Nearness::Step, of_ideas(&step_ideas(step))),
        (Nearness::Lesson, of_ideas(&course.lessons[lesson].ideas)),
    ];
    let mut about = about.into_iter();
    let Some((nearness, misreadings)) = about.find(|(_, misreadings)| !misreadings.is_empty())
    else {
        return (Nearness::Lesson, Vec::new(), Vec::new());
    };
    let mut templates = templates_for(bank, &misreadings);
    let distance = |id: &String| distance(bank, course, lesson, id);
    let nearest = templates.iter().filter_map(distance).min();
    // What nobody draws from is only asked where there is nothing else.
    templates
        .retain(|id| distance(id).is_some_and(|far| far < UNDRAWN || nearest == Some(UNDRAWN)));
    templates.sort_by_key(distance);
    // Those behind are about less of it.
    templates.truncate(2);
    (nearness, templates, misreadings)
}

/// How far a template is that no lesson draws from.
const UNDRAWN: u8 = 2;

/// How far the template is from what lesson number `lesson` has taught: it draws from it itself, an earlier one does, or nobody
/// does and nothing in it is unknown. `None` if it is not taught yet.
fn distance(bank: &Bank, course: &Course, lesson: usize, id: &String) -> Option<u8> {
    let draws = |lesson: &Lesson| {
        lesson
            .steps
            .iter()
            .any(|step| templates_of(step).contains(id))
    };
    let known = |construct: &Construct| course.lessons[lesson].known.contains(construct);
    let (taught, later) = course.lessons.split_at(lesson + 1);
    let is_known = || {
        let mut variants = bank.template(id)?.variants();
        variants.find(|variant| written(&variant.text()).iter().all(known))
    };
    match () {
        () if draws(&course.lessons[lesson]) => Some(0),
        () if taught.iter().any(draws) => Some(1),
        () if later.iter().any(draws) => None,
        () => is_known().map(|_| UNDRAWN),
    }
}

fn templates_of(step: &Step) -> &[String] {
    match &step.kind {
        StepKind::Drawn { templates, .. } => templates,
        _ => &[],
    }
}

/// The ideas that wrong answers to `step` show.
pub fn step_ideas(step: &Step) -> Vec<String> {
    let mut ideas: Vec<String> = Vec::new();
    ideas.extend(step.wrong.iter().filter_map(|wrong| wrong.idea.clone()));
    if let StepKind::Predict { snippets } = &step.kind {
        let wrong = snippets.iter().flat_map(|snippet| &snippet.wrong);
        ideas.extend(wrong.map(|wrong| wrong.idea.clone()));
    }
    ideas
}

/// The step that asks for it.
fn sibling(
    step: &Step,
    number: usize,
    nearness: Nearness,
    templates: Vec<String>,
    about: &[Misreading],
) -> Step {
    let mut rules: Vec<String> = Vec::new();
    for misreading in about {
        let rule = verbatim(&misreading.truth());
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules.truncate(3);
    Step {
        id: StepId(again_of(&step.id.0)),
        prose: nearness.said(number + 1),
        task: match nearness == Nearness::Kind && !step.task.contains(ASIDE) {
            true => "What does it print?".to_owned(),
            // What is asked elsewhere may come with messages, which a terminal shows as well.
            false => format!("What does it print, {ASIDE}?"),
        },
        because: if rules.is_empty() {
            step.because.clone()
        } else {
            rules.join(" ")
        },
        hints: if rules.is_empty() {
            step.hints.clone()
        } else {
            rules
        },
        kind: StepKind::Drawn {
            templates,
            count: 1,
        },
        answer: None,
        alternative: None,
        right: Vec::new(),
        wrong: Vec::new(),
        setup: Setup::default(),
        ..step.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::load::parse_lesson;
    use crate::progress::entry::{Attempt, Outcome, Sure};

    const LESSON: &str = "+++\nid = 'a'\ntitle = 't'\nideas = ['echo-clobbers-status']\n+++\n\n# A\n\n## One\n\n```sh\nfalse; echo; echo $?\n```\n\n```output\n\n0\n```\n\n```toml\nid = 'one'\nkind = 'predict'\ntask = 'What?'\nhints = ['a', 'b', 'c']\nbecause = 'so'\n```\n";
    const DRAWN: &str = "\n## Two\n\n```toml\nid = 'two'\nkind = 'drawn'\ntemplates = ['T01', 'T04']\ntask = 'What?'\nhints = ['a', 'b', 'c']\nbecause = 'so'\n```\n";

    /// The templates for step number `step` of `text`, in answers to which these misreadings showed and these questions were missed.
    fn templates_of_step(
        text: &str,
        step: usize,
        misreadings: &[&str],
        missed: &[&str],
    ) -> Vec<String> {
        let lesson = parse_lesson("a.md", text, &[]).unwrap();
        let course = Course {
            lessons: vec![lesson],
        };
        let owned =
            |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
        let (bank, step) = (Bank::built_in().unwrap(), &course.lessons[0].steps[step]);
        let showed = named(&owned(misreadings));
        kin(&bank, &course, (0, step), showed, &owned(missed)).1
    }

    fn templates(text: &str, misreadings: &[&str]) -> Vec<String> {
        templates_of_step(text, 0, misreadings, &[])
    }

    #[test]
    fn of_a_step_that_draws_from_several_it_is_of_the_template_that_was_missed() {
        let both = format!("{LESSON}{DRAWN}");
        assert_eq!(templates_of_step(&both, 1, &[], &["T04"]), ["T04"]);
        assert_eq!(templates_of_step(&both, 1, &[], &[]), ["T01", "T04"]);
    }

    #[test]
    fn it_is_asked_for_as_in_its_step() {
        let both = format!("{LESSON}{DRAWN}");
        let asked = |text: &str, step: usize, nearness| {
            let lesson = parse_lesson("a.md", text, &[]).unwrap();
            sibling(&lesson.steps[step], step, nearness, Vec::new(), &[]).task
        };
        assert_eq!(asked(&both, 1, Nearness::Kind), "What does it print?");
        let aside = "What does it print, error messages aside?";
        let task = "What does this session print, error messages aside?";
        let of_kind = both.replace("What?", task);
        assert_eq!(asked(&of_kind, 1, Nearness::Kind), aside);
        assert_eq!(asked(&both, 0, Nearness::Idea), aside);
    }

    #[test]
    fn it_is_of_a_template_that_the_course_has_come_to_and_that_is_about_the_idea() {
        let both = format!("{LESSON}{DRAWN}");
        assert_eq!(templates(&both, &[]), ["T01"]);
        assert_eq!(templates(&both, &["skip-still-redirects"]), ["T04"]);
        // Nobody draws from T03 here, but nothing in it is unknown.
        assert_eq!(templates(&both, &["no-wrap"])[0], "T03");
    }

    #[test]
    fn it_is_about_no_other_idea_than_the_one_that_showed() {
        let course = Course::built_in().unwrap();
        let bank = Bank::built_in().unwrap();
        for (lesson, of) in course.lessons.iter().enumerate() {
            for step in of.steps.iter().filter(|step| templates_of(step).is_empty()) {
                for misreading in of_ideas(&step_ideas(step)) {
                    let place = (lesson, step);
                    let (_, templates, about) = kin(&bank, &course, place, vec![misreading], &[]);
                    assert_eq!(about, [misreading]);
                    for id in templates {
                        let probes = &bank.template(&id).unwrap().probes;
                        let asks = probes.iter().any(|probe| probe == misreading.id());
                        assert!(asks, "{id} for {} in {}", misreading.id(), step.id.0);
                    }
                }
            }
        }
    }

    #[test]
    fn what_somebody_was_sure_of_and_wrong_comes_first() {
        let text = format!("{LESSON}{DRAWN}");
        let course = Course {
            lessons: vec![parse_lesson("a.md", &text, &[]).unwrap()],
        };
        let mut store = Store::temporary().unwrap();
        let attempts = [
            ("one", Outcome::Hinted, None),
            ("two", Outcome::Missed, Some(Sure::Sure)),
        ];
        for (step, outcome, sure) in attempts {
            store.add(Attempt {
                lesson: course.lessons[0].id.clone(),
                step: StepId(step.to_owned()),
                typed: String::new(),
                outcome,
                sure,
                ideas: Vec::new(),
                misreadings: Vec::new(),
                drawn: None,
                part: None,
                hints: 0,
            });
        }
        let owed = owed(&store, &course, 0);
        let steps: Vec<usize> = owed.iter().map(|(number, _)| *number).collect();
        assert_eq!(steps, [1, 0]);
    }
}
