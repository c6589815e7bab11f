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
//! kind = "predict"                        # try, predict, drawn, choose, match, fix, trace, order
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
//! - `[setup]` prepares the folder: `files` (path to content; like `file`, each path stays within the folder), `run` (shell text), and `loopback = true` where commands must
//!   speak TCP with one another on this machine, which they otherwise may not (hidden runs may what the step may).
//! - `needs-program = "git"`, or a list of names, in a *try*, *fix*, *predict* or *trace* step: where one of them is not
//!   installed (practice versions do not count) the step is not asked but shown, answered, as a worked example. *try* and *fix* steps then say what the answer prints: `output`.
//! - In a *predict* step with several snippets, each `[[wrong]]` says which it answers: `snippet = 2`.

mod blocks;
mod characters;
mod error;
mod example;
mod front;
mod inner_path;
mod markdown;
mod pick;
mod program;
mod snippet;
mod step;
#[cfg(test)]
mod tests;

pub use error::{LessonError, Problem};
pub(in crate::lesson) use inner_path::files;

use super::check::Construct;
use super::{Course, Lesson, LessonId, Step};
use crate::misconception;
use blocks::FrontMatter;
use error::SourceFile;
use markdown::{Document, Section, front_matter, split};
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
        let mut row = Row::default();
        let mut lessons = Vec::new();
        for (file, text) in sources {
            lessons.push(row.read(file, text)?.sound()?);
        }
        Ok(Course { lessons })
    }
}

/// Lessons being read one after the other, in teaching order: what those so far have brought.
#[derive(Debug, Default)]
pub struct Row {
    earlier: Vec<LessonId>,
    taught: Vec<Construct>,
    /// Whether there is a lesson of which it is not known what it brings.
    has_gap: bool,
}

/// What could be read of a lesson's file.
#[derive(Debug)]
pub struct Reading {
    /// The lesson, with those of its steps in which nothing is wrong; perhaps there are none.
    pub lesson: Lesson,
    /// What is wrong with the rest.
    pub faults: Vec<LessonError>,
}

impl Row {
    /// Reads the next one. What is wrong with it is no fault of those behind it.
    ///
    /// # Errors
    /// The fault for which nothing else of it can be read.
    pub fn read(&mut self, file: &str, text: &str) -> Result<Reading, LessonError> {
        let earlier = (!self.has_gap).then_some(&self.earlier[..]);
        let mut reading = read(file, text, &self.earlier, earlier);
        if let Ok(Reading { lesson, .. }) = &mut reading {
            lesson.known = [&Construct::BROUGHT, &self.taught[..], &lesson.teaches[..]].concat();
        }
        match declared(file, text) {
            Some((id, teaches)) => {
                self.earlier.push(id);
                self.taught.extend(teaches);
            }
            None => self.has_gap = true,
        }
        reading
    }

    /// Passes over one that cannot be read.
    pub fn skip(&mut self) {
        self.has_gap = true;
    }

    /// Whether it is not known of all lessons so far what they bring: then nothing can be said to be missing.
    pub fn has_gap(&self) -> bool {
        self.has_gap
    }
}

impl Reading {
    /// The lesson, if nothing is wrong with it.
    ///
    /// # Errors
    /// The first fault.
    pub fn sound(self) -> Result<Lesson, LessonError> {
        match self.faults.into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(self.lesson),
        }
    }
}

/// What a lesson that may be faulty otherwise brings to those behind it: its id, and what it teaches.
fn declared(file: &str, text: &str) -> Option<(LessonId, Vec<Construct>)> {
    let file = SourceFile { name: file, text };
    let front = front_matter(&file).ok()?;
    let matter: FrontMatter = file.toml(&front.text, front.start).ok()?;
    check_id(&file, front.start, &matter.id).ok()?;
    Some((LessonId(matter.id.into_inner()), matter.teaches))
}

/// Reads one lesson. `file` is how messages name it; `earlier` are those it may need.
///
/// # Errors
/// The first fault found, with its line.
pub fn parse_lesson(file: &str, text: &str, earlier: &[LessonId]) -> Result<Lesson, LessonError> {
    read(file, text, earlier, Some(earlier))?.sound()
}

/// Reads one lesson whose id must be none of `others`; it may need one of `earlier`, or any if nobody knows those.
fn read(
    file: &str,
    text: &str,
    others: &[LessonId],
    earlier: Option<&[LessonId]>,
) -> Result<Reading, LessonError> {
    let file = SourceFile { name: file, text };
    let Document {
        front,
        intro,
        sections,
    } = split(&file)?;
    let matter: FrontMatter = file.toml(&front.text, front.start)?;
    let mut faults = characters::faults(&file);
    faults.extend(front::faults(&file, &matter, front.start, others, earlier));
    if let Some(block) = intro.blocks_of("toml").next() {
        return Err(file.unexpected(
            block.range.start,
            "a `toml` block",
            "a `##` heading before it",
        ));
    }
    let strings = |list: Vec<Spanned<String>>| list.into_iter().map(Spanned::into_inner);
    let ideas: Vec<String> = strings(matter.ideas).collect();
    let are_known = ideas
        .iter()
        .all(|idea| misconception::named(idea).is_some());
    let named = are_known.then_some(&ideas[..]);
    let (steps, closing) = steps_and_closing(&file, &sections, named, &mut faults);
    if steps.is_empty() && faults.is_empty() {
        let expected = "a `##` heading with a `toml` block";
        return Err(file.unexpected(intro.offset, "a lesson without steps", expected));
    }
    let lesson = Lesson {
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
    };
    Ok(Reading { lesson, faults })
}

/// A lesson and a step are called by what can be typed, and can be the name of a folder.
fn check_id(file: &SourceFile, start: usize, id: &Spanned<String>) -> Result<(), LessonError> {
    const LONGEST: usize = 60;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let text = id.get_ref();
    let expected = if text.is_empty() || text.len() > LONGEST || !text.chars().all(plain) {
        format!("lower-case letters, digits and `-`, {LONGEST} at most")
    } else if text.chars().all(|c| c.is_ascii_digit()) {
        "a letter in it: a number alone is that of a place".to_owned()
    } else {
        return Ok(());
    };
    let found = format!("the id {text:?}");
    Err(file.unexpected(start + id.span().start, found, expected))
}

/// The steps in which nothing is wrong, and what is said at the end.
fn steps_and_closing(
    file: &SourceFile,
    sections: &[Section],
    ideas: Option<&[String]>,
    faults: &mut Vec<LessonError>,
) -> (Vec<Step>, String) {
    let mut steps: Vec<Step> = Vec::new();
    let mut closing = String::new();
    for (index, section) in sections.iter().enumerate() {
        if section.heading.trim().is_empty() {
            faults.push(file.unexpected(section.offset, "a `##` heading without text", "some"));
        }
        let blocks: Vec<_> = section.blocks_of("toml").collect();
        match blocks[..] {
            [block] => {
                let reader = StepReader {
                    file,
                    section,
                    block,
                    ideas,
                };
                match reader.read() {
                    Ok(step) if steps.iter().any(|known| known.id == step.id) => {
                        let found = format!("the step id \"{}\" for a second time", step.id.0);
                        let expected = "one this lesson does not have yet";
                        faults.push(file.unexpected(block.range.start, found, expected));
                    }
                    Ok(step) => steps.push(step),
                    Err(found) => faults.extend(found),
                }
            }
            [] if index + 1 == sections.len() => closing = section.prose(file.text, &[]),
            [] => faults.push(file.unexpected(
                section.offset,
                "a section without a `toml` block",
                "one that says what is asked",
            )),
            [_, second, ..] => faults.push(file.unexpected(
                second.range.start,
                "a second `toml` block",
                "one in each section",
            )),
        }
    }
    (steps, closing)
}
