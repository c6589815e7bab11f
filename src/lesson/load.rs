//! Reads lessons: one Markdown file each, written to be pleasant both here and on a web page.
//!
//! # The format
//!
//! ````markdown
//! +++
//! id = "exit-status"                      # unique in the course
//! title = "every command leaves a number behind"
//! needs = []                              # ids of earlier lessons
//! ideas = ["zero-is-failure"]             # misconceptions it is about
//! teaches = ["and", "or"]                 # constructs it introduces, named as in `used` checks
//! +++
//!
//! # Every command leaves a number behind
//!
//! What is said when the lesson opens.
//!
//! ## Hiding the message
//!
//! What is said before the task.
//!
//! ```sh
//! cat nofile 2>/dev/null; echo $?
//! ```
//!
//! ```output
//! 1
//! ```
//!
//! ```toml
//! id = "hidden-message"                   # unique in the lesson
//! kind = "predict"                        # try, predict, choose, fix, trace, order
//! task = "What does it print?"
//! hints = ["what to look at", "the rule", "a nearly complete line"]
//! because = "what made it so"
//!
//! [[wrong]]
//! answer = "0"
//! idea = "hiding-stderr-hides-failure"
//! say = "You silenced the message, not the failure."
//! ```
//! ````
//!
//! - A `##` heading begins a step, and one `toml` block in its section says what is asked. The **last** section may have no
//!   `toml` block: then it is the closing, said when the lesson ends. No other section may lack one.
//! - In *predict* and *trace* steps every `sh` block is a snippet, and the next block must be `output`: what it prints on
//!   standard output, empty if nothing. A *trace* step has one snippet, and `label = "producer"`, `"statuses"` or
//!   `"places"`.
//! - In a *fix* step the one `sh` block is the broken text: a line to be typed anew, or the content of `file`.
//! - All other fenced blocks, and blocks inside lists and quotes, are prose.
//! - *try*, *fix* and *order* steps have `[[check]]` tables (see [`check`](super::check)) and perhaps `[[hidden]]` runs with
//!   `with`, `[hidden.setup]`, `replace = [["from", "to"]]` and `[[hidden.check]]`. In a *try* step hidden runs need
//!   `one-line = true`. *try* and *fix* need an `answer`; an *order* step has `pieces` and `model`, 1-based numbers of
//!   pieces, which is its answer. Without any `[[check]]` the order itself is what is asked, and the model, the `alternative`
//!   and the `[[right]]` ones are the right ones.
//! - A *try* or *fix* step may have a `file`: it is judged whenever its text has changed, in a folder of its own, where `run`,
//!   by default `sh FILE`, is what runs it. A hidden run may have a `run` of its own.
//! - *try*, *fix* and *order* steps list answers that a proof runs as a learner would: `[[right]]` ones, which must pass, and
//!   `[[wrong]]` ones, which must be refused, each with what is `typed`: lines, the text of the `file`, or the numbers of
//!   pieces. A wrong one has `idea = "…"` if the tutor names that idea for it, and none if it names none.
//! - A *choose* step has `[[option]]` tables: `text`, `say`, `right = true`, and perhaps `proof` with its `status`. Or its
//!   options are computed: it has one snippet, as *predict* steps do, and `misreadings = ["sticky-status"]`; the options are
//!   what the snippet prints and what it would print by each of these misreadings, each once.
//! - A *match* step has `[[option]]` tables with only a `text`, and `[[item]]` tables with `text`, `right`, the 1-based number
//!   of the option that belongs to it, and `say`.
//! - A *drawn* step asks for the output of sessions made from templates of `lessons/templates.toml`, another variant each
//!   time, at first of those that use least of what no lesson has introduced yet: `templates = ["T01", "T02"]`, and `count`,
//!   how many are asked, by default 1.
//! - `task` is shown behind `Do:` in *try*, *fix* and *order* steps, so there it begins in lower case; in the others it is a
//!   question. Texts may be broken anywhere: they flow, and are wrapped where they are shown.
//! - `[setup]` prepares the folder: `files` (path to content), `run` (shell text), and `loopback = true` where commands must
//!   speak TCP with one another on this machine, which they otherwise may not (hidden runs may what the step may).
//! - `needs-program = "git"`, or a list of names, in a *try*, *fix*, *predict* or *trace* step: where one of them is not
//!   installed (practice versions do not count) the step is not asked but shown, answered, as a worked example. *try* and *fix* steps then say what the answer prints: `output`.
//! - In a *predict* step with several snippets, each `[[wrong]]` says which it answers: `snippet = 2`.

mod blocks;
mod error;
mod example;
mod markdown;
mod pick;
mod program;
mod snippet;
mod step;
#[cfg(test)]
mod tests;

pub use error::{LessonError, Problem};

use super::check::Construct;
use super::{Course, Lesson, LessonId, Step};
use crate::misconception;
use blocks::FrontMatter;
use error::SourceFile;
use markdown::{Document, Section, split};
use step::StepReader;
use toml::Spanned;

/// The lessons inside the program, in teaching order: file name and text. The build script lists what is in the folder.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

impl Course {
    /// The course inside the program.
    ///
    /// # Errors
    /// A lesson is faulty; tests see to it that none is.
    pub fn built_in() -> Result<Course, LessonError> {
        Course::parse(BUILT_IN)
    }

    /// Reads lessons, each a file name for messages and a text, in teaching order.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(sources: &[(&str, &str)]) -> Result<Course, LessonError> {
        let lessons = parse_each(sources).into_iter().collect::<Result<_, _>>()?;
        Ok(Course { lessons })
    }
}

/// Reads lessons as [`Course::parse`] does, each for itself: what is wrong with one is no fault of those that need it.
pub fn parse_each(sources: &[(&str, &str)]) -> Vec<Result<Lesson, LessonError>> {
    let mut earlier = Vec::new();
    let mut known = Construct::BROUGHT.to_vec();
    let mut all = Vec::new();
    for (file, text) in sources {
        let mut lesson = parse_lesson(file, text, &earlier);
        if let Ok(lesson) = &mut lesson {
            known.extend(&lesson.teaches);
            lesson.known.clone_from(&known);
        }
        earlier.extend(match &lesson {
            Ok(lesson) => Some(lesson.id.clone()),
            Err(_) => declared_id(file, text),
        });
        all.push(lesson);
    }
    all
}

/// The id of a lesson that may be faulty otherwise.
fn declared_id(file: &str, text: &str) -> Option<LessonId> {
    let file = SourceFile { name: file, text };
    let front = split(&file).ok()?.front;
    let matter: FrontMatter = file.toml(&front.text, front.start).ok()?;
    Some(LessonId(matter.id.into_inner()))
}

/// Reads one lesson. `file` is how messages name it; `earlier` are those it may need.
///
/// # Errors
/// The first fault found, with its line.
pub fn parse_lesson(file: &str, text: &str, earlier: &[LessonId]) -> Result<Lesson, LessonError> {
    let file = SourceFile { name: file, text };
    let Document {
        front,
        intro,
        sections,
    } = split(&file)?;
    let matter: FrontMatter = file.toml(&front.text, front.start)?;
    check_front(&file, &matter, front.start, earlier)?;
    if let Some(block) = intro.blocks_of("toml").next() {
        return Err(file.unexpected(
            block.range.start,
            "a `toml` block",
            "a `##` heading before it",
        ));
    }
    let strings = |list: Vec<Spanned<String>>| list.into_iter().map(Spanned::into_inner);
    let ideas: Vec<String> = strings(matter.ideas).collect();
    let (steps, closing) = steps_and_closing(&file, &intro, &sections, &ideas)?;
    Ok(Lesson {
        id: LessonId(matter.id.into_inner()),
        title: matter.title.into_inner(),
        needs: strings(matter.needs).map(LessonId).collect(),
        ideas,
        known: [&Construct::BROUGHT, &matter.teaches[..]].concat(),
        teaches: matter.teaches,
        prose: intro.prose(text, &[]),
        steps,
        closing,
        file: file.name.to_owned(),
    })
}

fn check_front(
    file: &SourceFile,
    matter: &FrontMatter,
    start: usize,
    earlier: &[LessonId],
) -> Result<(), LessonError> {
    let known = |id: &str| earlier.iter().any(|known| known.0 == id);
    for id in std::iter::once(&matter.id).chain(&matter.ideas) {
        check_id(file, start, id)?;
    }
    for idea in &matter.ideas {
        if misconception::named(idea.get_ref()).is_none() {
            let found = format!("the idea \"{}\"", idea.get_ref());
            let expected = "one of the catalogue in src/misconception/";
            return Err(file.unexpected(start + idea.span().start, found, expected));
        }
    }
    if known(matter.id.get_ref()) {
        let found = format!("the id \"{}\" for a second time", matter.id.get_ref());
        return Err(file.unexpected(
            start + matter.id.span().start,
            found,
            "one no lesson has yet",
        ));
    }
    for need in &matter.needs {
        if !known(need.get_ref()) {
            let found = format!("\"{}\" in `needs`", need.get_ref());
            return Err(file.unexpected(
                start + need.span().start,
                found,
                "the id of an earlier lesson",
            ));
        }
    }
    Ok(())
}

/// A lesson and a step are called by what can be typed, and can be the name of a folder.
fn check_id(file: &SourceFile, start: usize, id: &Spanned<String>) -> Result<(), LessonError> {
    const LONGEST: usize = 60;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let text = id.get_ref();
    if !text.is_empty() && text.len() <= LONGEST && text.chars().all(plain) {
        return Ok(());
    }
    let found = format!("the id \"{text}\"");
    Err(file.unexpected(
        start + id.span().start,
        found,
        format!("lower-case letters, digits and `-`, {LONGEST} at most"),
    ))
}

fn steps_and_closing(
    file: &SourceFile,
    intro: &Section,
    sections: &[Section],
    ideas: &[String],
) -> Result<(Vec<Step>, String), LessonError> {
    let mut steps: Vec<Step> = Vec::new();
    let mut closing = String::new();
    for (index, section) in sections.iter().enumerate() {
        let blocks: Vec<_> = section.blocks_of("toml").collect();
        match blocks[..] {
            [block] => {
                let step = StepReader {
                    file,
                    section,
                    block,
                    ideas,
                }
                .read()?;
                if steps.iter().any(|known| known.id == step.id) {
                    let found = format!("the step id \"{}\" for a second time", step.id.0);
                    return Err(file.unexpected(
                        block.range.start,
                        found,
                        "one this lesson does not have yet",
                    ));
                }
                steps.push(step);
            }
            [] if index + 1 == sections.len() => closing = section.prose(file.text, &[]),
            [] => {
                return Err(file.unexpected(
                    section.offset,
                    "a section without a `toml` block",
                    "one that says what is asked",
                ));
            }
            [_, second, ..] => {
                return Err(file.unexpected(
                    second.range.start,
                    "a second `toml` block",
                    "one in each section",
                ));
            }
        }
    }
    match steps.is_empty() {
        true => Err(file.unexpected(
            intro.offset,
            "a lesson without steps",
            "a `##` heading with a `toml` block",
        )),
        false => Ok((steps, closing)),
    }
}
