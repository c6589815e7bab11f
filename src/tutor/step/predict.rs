//! *predict*: the output is typed before the session runs for real, and the two are laid side by side.

use super::reveal::{self, Predicted};
use super::{Asked, Desk, Origin, Turn, typing};
use crate::lesson::predict::understood;
use crate::lesson::{Snippet, WrongAnswer};
use crate::progress::entry::{Drawn, Sure};
use crate::progress::resume;
use crate::quiz::Question;
use crate::tutor::TutorError;
use crate::tutor::view::{self, Page, prose};

/// How a prediction is typed.
pub(super) const HOW: &str = "An empty line ends the answer. Enter alone: no output.";

/// How sure somebody can be.
const SURE: &str = "g: a guess   u: unsure   s: sure";
/// What is said when an answer is taken back.
const ANEW: &str = "The answer begins anew.";

/// A session whose output is asked for, and what is known of its answers.
pub(super) struct Posed<'l> {
    /// The session.
    pub(super) question: Question,
    /// Wrong answers that are foreseen.
    pub(super) wrong: &'l [WrongAnswer],
    /// The template it was made from.
    pub(super) template: Option<&'l str>,
    /// Why it is so, where the step's own words are not about it.
    pub(super) because: Option<String>,
}

/// Every snippet in turn. After each the prompt is a shell in the step's folder, until Enter.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, snippets: &[Snippet]) -> Result<Turn, TutorError> {
    let posed = snippets.iter().map(|snippet| Posed {
        question: Question::whole(&snippet.source),
        wrong: &snippet.wrong,
        template: None,
        because: None,
    });
    let posed: Vec<Posed> = posed.collect();
    ask_all(desk, &posed)
}

/// The same for sessions from anywhere.
///
/// # Errors
/// As for [`run`].
pub(super) fn ask_all(desk: &mut Desk, all: &[Posed]) -> Result<Turn, TutorError> {
    let mut first = true;
    loop {
        let Some(posed) = all.get(desk.begun.part) else {
            return Ok(Turn::Next);
        };
        let page = desk.page();
        desk.session = Some(posed.question.session());
        let text = material(posed, desk.begun.part, all.len(), page);
        let how = how(&posed.question);
        if std::mem::take(&mut first) {
            desk.present(Some(&text), Some(&how))?;
        } else {
            desk.asks(Some(&text), Some(&how), page);
            desk.say(&format!("\n{text}\n"))?;
        }
        let last = desk.begun.part + 1 >= all.len();
        if desk.begun.settled {
            desk.offer_again()?;
        } else if let Some(turn) = ask(desk, posed, last)? {
            return Ok(turn);
        }
        let turn = typing::shell(desk)?;
        if turn != Turn::Next || last {
            return Ok(turn);
        }
        desk.begun.part += 1;
        desk.begun.settled = false;
        desk.room = None;
        desk.save()?;
    }
}

/// What is asked of the session, where it is not all, and how it is answered.
fn how(question: &Question) -> String {
    match question.before.trim().is_empty() {
        true => HOW.to_owned(),
        // The number that stands before it on the screen.
        false => {
            let number = question.before.lines().count() + 1;
            format!("What line {number} prints. {HOW}")
        }
    }
}

/// The session, and which of how many it is.
fn material(posed: &Posed, part: usize, of: usize, page: Page) -> String {
    let source = posed.question.session();
    let text = view::step::numbered(&source, page);
    if of > 1 {
        format!("  {} of {of}\n{text}", part + 1)
    } else {
        text
    }
}

/// What becomes of an answer when it is asked how sure its author is.
enum Rated {
    /// So sure.
    Sure(Sure),
    /// It is left for now.
    Turn(Turn),
    /// It is taken back.
    Anew,
}

fn ask(desk: &mut Desk, posed: &Posed, is_last: bool) -> Result<Option<Turn>, TutorError> {
    let (answer, sure) = loop {
        let answer = match &desk.begun.predicted {
            Some(before) => before.answer.clone(),
            None => match lines(desk)? {
                Asked::Turn(turn) => return Ok(Some(turn)),
                Asked::Solution => break (None, None),
                Asked::Answer(answer) => understood(&answer, &posed.question.session()),
            },
        };
        match how_sure(desk, &answer)? {
            Rated::Sure(sure) => break (Some(answer), Some(sure)),
            Rated::Turn(turn) => return Ok(Some(turn)),
            Rated::Anew => {
                desk.begun.predicted = None;
                desk.save()?;
                desk.remark(ANEW)?;
            }
        }
    };
    let is_recorded = desk.begun.is_shown();
    let predicted = Predicted {
        answer,
        sure,
        is_last,
        is_recorded,
    };
    let turn = reveal::run(desk, posed, &predicted)?;
    if turn.is_none() {
        desk.begun.predicted = None;
        desk.offer_next()?;
    }
    Ok(turn)
}

/// How sure the author of `answer` is. Whoever leaves instead is asked that, and no more, when the step is taken up again.
fn how_sure(desk: &mut Desk, answer: &str) -> Result<Rated, TutorError> {
    match &desk.begun.predicted {
        Some(resume::Predicted {
            sure: Some(sure), ..
        }) => return Ok(Rated::Sure(*sure)),
        Some(_) => {
            let page = desk.page();
            desk.say(&prose::plain(&reveal::you_say(answer), 2, page))?;
        }
        None => {
            desk.begun.predicted = Some(resume::Predicted {
                answer: answer.to_owned(),
                sure: None,
            });
            desk.save()?;
        }
    }
    sure(desk)
}

impl Posed<'_> {
    /// What the record keeps of a question that stands in no lesson.
    pub(super) fn origin(&self) -> Origin {
        let drawn = self.template.map(|template| Drawn {
            template: template.to_owned(),
            session: self.question.session(),
        });
        Origin {
            drawn,
            ..Origin::default()
        }
    }
}

/// Lines until an empty one.
pub(super) fn lines(desk: &mut Desk) -> Result<Asked, TutorError> {
    let mut answer = String::new();
    loop {
        let prompt = if answer.is_empty() {
            "answer> "
        } else {
            "      > "
        };
        match desk.ask_part(prompt)? {
            None if answer.is_empty() => {}
            None => {
                answer.clear();
                desk.remark(ANEW)?;
            }
            Some(Asked::Answer(line)) if line.trim().is_empty() => {
                return Ok(Asked::Answer(answer));
            }
            Some(Asked::Answer(line)) => {
                answer.push_str(&line);
                answer.push('\n');
            }
            Some(other) => return Ok(other),
        }
    }
}

fn sure(desk: &mut Desk) -> Result<Rated, TutorError> {
    if !desk.store.has_rated() {
        desk.remark(SURE)?;
    }
    loop {
        let line = match desk.ask_part("how sure? g/u/s> ")? {
            Some(Asked::Turn(turn)) => return Ok(Rated::Turn(turn)),
            Some(Asked::Solution) => {
                desk.remark("Say first how sure you are; then it runs for real.")?;
                continue;
            }
            Some(Asked::Answer(line)) => line.trim().to_ascii_lowercase(),
            None => return Ok(Rated::Anew),
        };
        match line.as_str() {
            "g" | "guess" => return Ok(Rated::Sure(Sure::Guess)),
            "u" | "unsure" => return Ok(Rated::Sure(Sure::Unsure)),
            "s" | "sure" => return Ok(Rated::Sure(Sure::Sure)),
            _ => desk.remark(SURE)?,
        }
    }
}
