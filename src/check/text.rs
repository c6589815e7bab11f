//! What a learner reads: it fits the screen, comes to the task soon, and does not talk down.

use super::{Finding, Notes};
use crate::lesson::order::Help;
use crate::lesson::{Lesson, Step, StepKind};
use crate::tutor::theme::Theme;
use crate::tutor::view::{self, Page, feedback, prose, question, table};

/// Lines of prose before a task.
const MOST: usize = 5;
/// Columns of the screen.
const WIDTH: usize = 80;

/// Words that talk down, praise, or mean nothing.
const BANNED: [&str; 14] = [
    "simply",
    "just",
    "obviously",
    "easy",
    "easily",
    "trivial",
    "congratulations",
    "great",
    "awesome",
    "excellent",
    "perfect",
    "wonderful",
    "foo",
    "baz",
];

fn page() -> Page {
    Page::new(WIDTH, Theme::default())
}

/// One on which nothing is broken, so that it shows what is too long.
fn unwrapped() -> Page {
    Page {
        width: usize::MAX,
        ..page()
    }
}

/// What is wrong with a lesson's text outside of its steps, and with its words.
pub fn lesson(lesson: &Lesson, text: &str) -> Vec<Finding> {
    let mut notes = Notes::of(lesson);
    for (number, line) in (1..).zip(text.lines()) {
        let words = line
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase);
        for word in words.filter(|word| BANNED.contains(&word.as_str())) {
            notes.add(number, format!("the word \"{word}\"; say it without"));
        }
    }
    let heading = heading_line(text);
    fits(
        &mut notes,
        heading,
        "the opening",
        &view::step::opening(lesson, page()),
    );
    let last = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    fits(
        &mut notes,
        last,
        "the closing",
        &prose::prose(&lesson.closing, 0, page()),
    );
    notes.findings
}

/// What is wrong with the text of `step`, which may be the one that the lesson `begins` with.
pub fn step(notes: &mut Notes<'_>, step: &Step, begins: bool) {
    let lesson = notes.lesson;
    let lines = step.lines;
    let mut before = vec![view::step::body_prose(step, page())];
    if begins {
        before.push(view::step::opening(lesson, page()));
    }
    let count = before
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.trim().is_empty())
        .count();
    if count > MOST {
        let said = format!(
            "{count} lines of prose before the task; leave {MOST}, say the rest after it or in a step of its own"
        );
        notes.add(lines.heading, said);
    }
    for (line, what, text) in shown(step) {
        fits(notes, line, what, &text);
    }
}

/// Every text of the step as it is shown.
fn shown(step: &Step) -> Vec<(u32, &'static str, String)> {
    let (page, lines) = (page(), step.lines);
    let hint = |(index, hint): (usize, &String)| {
        let label = format!("  Hint {} of {}: ", index + 1, step.hints.len());
        (lines.hints, "a hint", prose::labelled(&label, hint, page))
    };
    let mut shown = vec![
        (
            lines.heading,
            "the prose",
            view::step::body_prose(step, page),
        ),
        (lines.task, "the task", view::step::task(step, page)),
        (
            lines.because,
            "`because`",
            prose::prose(&format!("Yes. {}", step.because), 2, page),
        ),
    ];
    shown.extend(step.hints.iter().enumerate().map(hint));
    let answers = [
        (lines.answer, "the answer", "One way:", &step.answer),
        (
            lines.alternative,
            "the alternative",
            "Another way:",
            &step.alternative,
        ),
    ];
    for (line, what, label, text) in answers {
        shown.extend(
            text.iter()
                .map(|text| (line, what, feedback::shell(label, text, unwrapped()))),
        );
    }
    if let Some(needs) = &step.needs_program {
        for name in &needs.names {
            let text = view::worked::worked(step, name, &needs.worked, page);
            shown.push((lines.answer.max(step.line), "the worked example", text));
        }
    }
    shown.extend(material(step));
    shown
}

/// What stands between prose and task, as it is shown, and what is said of answers.
fn material(step: &Step) -> Vec<(u32, &'static str, String)> {
    let (page, lines) = (page(), step.lines);
    let mut shown = Vec::new();
    for snippet in step.kind.snippets() {
        let text = view::step::numbered(&snippet.source, unwrapped());
        shown.push((snippet.line, "the snippet", text));
        let said = snippet.wrong.iter();
        shown.extend(said.map(|wrong| (wrong.line, "`say`", prose::prose(&wrong.say, 2, page))));
    }
    match &step.kind {
        StepKind::Choose { options, .. } => {
            for (index, option) in options.iter().enumerate() {
                shown.push((
                    option.line,
                    "the option",
                    question::options(std::slice::from_ref(option), page),
                ));
                shown.push((
                    option.line,
                    "`say`",
                    question::said(options, &[index], page),
                ));
            }
        }
        StepKind::Fix { broken, file, .. } => {
            let text = match file {
                Some(name) => view::step::file(name, broken, unwrapped()),
                None => view::step::numbered(broken, unwrapped()),
            };
            shown.push((lines.heading, "the broken text", text));
        }
        StepKind::Order { pieces, .. } => {
            shown.push((
                lines.answer,
                "a piece",
                question::pieces(pieces, &Help::default(), unwrapped()),
            ));
        }
        StepKind::Match { items, options } => {
            for item in items {
                let one = std::slice::from_ref(item);
                let text = question::matching(one, options, page);
                shown.push((item.line, "the item", text));
                shown.push((item.line, "`say`", question::matched(one, page)));
            }
        }
        _ => {}
    }
    shown
}

/// Notes the first line of `text` that is wider than the screen, and what a terminal would act upon.
fn fits(notes: &mut Notes<'_>, line: u32, what: &str, text: &str) {
    let steers = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
    if let Some(character) = text.chars().find(steers) {
        let code = u32::from(character);
        let said = format!("{what} has the control character U+{code:04X}; say it in words");
        notes.add(line, said);
    }
    if let Some(wide) = text.lines().find(|line| table::width(line) > WIDTH) {
        let width = table::width(wide);
        let wide = super::answers::shortened(wide);
        let said = format!(
            "{what} is shown {width} columns wide ({wide}); break it so that it fits in {WIDTH}"
        );
        notes.add(line, said);
    }
}

/// The line of the first heading.
fn heading_line(text: &str) -> u32 {
    let at = text.lines().position(|line| line.starts_with("# "));
    at.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(1)
}
