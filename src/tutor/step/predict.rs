//! *predict*: the output is typed before the session runs for real, and the two are laid side by side.

use super::{Asked, Desk, Origin, Turn, ideas, typing};
use crate::diagnosis;
use crate::judging::folder::elsewhere;
use crate::laboratory::Laboratory;
use crate::lesson::entry::continues;
use crate::lesson::predict;
use crate::lesson::{Snippet, WrongAnswer};
use crate::observation::Observation;
use crate::progress::record::{Drawn, Outcome, Standing, Sure};
use crate::quiz::Question;
use crate::tutor::TutorError;
use crate::tutor::view::{self, feedback, prose, runs};

/// How a prediction is typed.
pub(super) const HOW: &str = "An empty line ends the answer. Enter alone: no output.";
/// What stands before it where the rest of the session prints as well.
const LAST: &str = "Only what the last line prints is asked.";

/// A session whose output is asked for, and what is known of its answers.
pub(super) struct Posed<'l> {
    /// The session.
    pub(super) question: Question,
    /// Wrong answers that are foreseen.
    pub(super) wrong: &'l [WrongAnswer],
    /// The template it was made from.
    pub(super) template: Option<&'l str>,
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
        let text = material(posed, desk.begun.part, all.len());
        let how = how(&posed.question);
        if std::mem::take(&mut first) {
            desk.present(Some(&text), Some(&how))?;
        } else {
            let (task, page) = (view::step::task(desk.step, desk.page()), desk.page());
            let how = prose::plain(&format!("({how})"), 2, page);
            desk.asked = format!("{text}\n\n{task}\n{how}");
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
        false => format!("{LAST} {HOW}"),
    }
}

/// The session, and which of how many it is.
fn material(posed: &Posed, part: usize, of: usize) -> String {
    let source = posed.question.session();
    let text = view::step::numbered(&source, |index| continues(&source, index));
    if of > 1 {
        format!("  {} of {of}\n{text}", part + 1)
    } else {
        text
    }
}

fn ask(desk: &mut Desk, posed: &Posed, last: bool) -> Result<Option<Turn>, TutorError> {
    let page = desk.page();
    let answer = match lines(desk)? {
        Asked::Turn(turn) => return Ok(Some(turn)),
        Asked::Solution => None,
        Asked::Answer(answer) => Some(answer),
    };
    let sure = match answer {
        Some(_) => match sure(desk)? {
            Ok(sure) => Some(sure),
            Err(turn) => return Ok(Some(turn)),
        },
        None => None,
    };
    let said = answer.as_ref().map_or(String::new(), |answer| {
        let said = feedback::said(answer);
        format!("\n{}\n", prose::hanging("  You say:  ", &said, page))
    });
    desk.say(&format!("{said}\n  Running it for real:"))?;
    let observation = elsewhere(&desk.step.first_setup(), &posed.question.session())?;
    desk.say(&format!("\n{}\n", runs::commands(&observation, true, page)))?;
    let printed = printed(desk, posed, &observation);
    // What is asked next may be about it, and so may be answered with `:why`.
    desk.last = Some(observation);
    let turn = reveal(desk, posed, &printed, answer.as_deref(), sure, last)?;
    if turn.is_none() {
        desk.offer_next()?;
    }
    Ok(turn)
}

/// What the part that is asked for prints; `seen` is the run of all of it.
fn printed(desk: &Desk, posed: &Posed, seen: &Observation) -> String {
    let streams = seen.streams.as_ref();
    let all = streams.map_or(&seen.screen, |streams| &streams.stdout);
    let all = || String::from_utf8_lossy(all).into_owned();
    if posed.question.before.trim().is_empty() {
        return all();
    }
    let material = diagnosis::prepared(&desk.step.first_setup(), &posed.question);
    match Laboratory::default().run(&material, None) {
        Ok(seen) => diagnosis::printed(&seen),
        Err(_) => all(),
    }
}

fn reveal(
    desk: &mut Desk,
    posed: &Posed,
    printed: &str,
    answer: Option<&str>,
    sure: Option<Sure>,
    last: bool,
) -> Result<Option<Turn>, TutorError> {
    let page = desk.page();
    let comparison = predict::compare(printed, answer.unwrap_or_default());
    if answer.is_some() && comparison.agrees() {
        let before = desk.store.standing(&desk.lesson.id, &desk.step.id);
        let outcome = if last && desk.begun.misses == 0 {
            Outcome::Right
        } else {
            Outcome::Partly
        };
        let typed = answer.unwrap_or_default();
        desk.record_with(typed, outcome, sure, posed.origin())?;
        desk.say(&feedback::good("Yes, that is what it prints.", page))?;
        if last && (sure != Some(Sure::Sure) || before == Standing::Missed || desk.begun.misses > 0)
        {
            desk.say(&prose::prose(&desk.step.because, 2, page))?;
        }
        return Ok(None);
    }
    desk.begun.misses += 1;
    let foreseen = answer.and_then(|answer| predict::foreseen(posed.wrong, answer));
    let diagnosis = match (answer, foreseen) {
        (Some(answer), None) => ideas::diagnose(desk, &posed.question, answer),
        _ => None,
    };
    let origin = Origin {
        ideas: foreseen.iter().map(|wrong| wrong.idea.clone()).collect(),
        misreadings: diagnosis.iter().flat_map(ideas::ids).collect(),
        ..posed.origin()
    };
    desk.record_with(answer.unwrap_or_default(), Outcome::Missed, sure, origin)?;
    let known = foreseen.map(|wrong| wrong.say.as_str());
    // The step's own reason speaks of all snippets, so it would give away those to come.
    let reason = known.or(last.then_some(desk.step.because.as_str()));
    let parts = [
        answer.map(|_| feedback::side_by_side(&comparison, page)),
        reason.map(|reason| prose::prose(reason, 2, page)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        desk.say(&parts.join("\n\n"))?;
    }
    match (&diagnosis, answer) {
        (Some(diagnosis), Some(answer)) => ideas::discuss(desk, diagnosis, answer),
        _ => Ok(None),
    }
}

impl Posed<'_> {
    /// What the record keeps of a question that stands in no lesson.
    fn origin(&self) -> Origin {
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
                desk.say("  The answer begins anew.")?;
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

fn sure(desk: &mut Desk) -> Result<Result<Sure, Turn>, TutorError> {
    loop {
        let line = match desk.ask("how sure? g/u/s> ")? {
            Asked::Turn(turn) => return Ok(Err(turn)),
            Asked::Solution => continue,
            Asked::Answer(line) => line.trim().to_ascii_lowercase(),
        };
        match line.as_str() {
            "g" | "guess" => return Ok(Ok(Sure::Guess)),
            "u" | "unsure" => return Ok(Ok(Sure::Unsure)),
            "s" | "sure" => return Ok(Ok(Sure::Sure)),
            _ => desk.say("  g: a guess   u: unsure   s: sure")?,
        }
    }
}
