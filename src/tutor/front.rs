//! The first screen: all lessons, and what may be typed there.

use super::console::Typed;
use super::view::{Page, list, prose};
use super::{At, Left, Tutor, TutorError, command, find, listing};
use crate::progress::record::Standing;

impl Tutor {
    /// The first screen: where to go, or that the learner leaves.
    pub(super) fn front(&mut self) -> Result<Result<At, Left>, TutorError> {
        let page = self.console.page();
        let overview = self.overview();
        self.tell_notes()?;
        let onward = self.onward();
        let enter = self.enter_words(onward);
        let screen = [list::welcome(page), String::new(), overview];
        self.console.say(&screen.join("\n"))?;
        // Also where the rest of the lessons is not read.
        self.console.say(&list::keys(&enter, page))?;
        loop {
            let line = match self.console.ask_plain("> ")? {
                Typed::Line(line) => line,
                Typed::Interrupted => continue,
                Typed::End => return Ok(Err(self.end_of_input())),
            };
            self.store.catch_up();
            match line.trim().trim_start_matches(':') {
                "" => return Ok(Ok(onward)),
                "q" | "quit" | "exit" => return Ok(Err(Left::Asked)),
                "?" | "h" | "help" => self.console.say(&front_help(page))?,
                "l" | "list" => {
                    let overview = self.overview();
                    self.console.say(&overview)?;
                }
                word if sought(word).is_some() => {
                    let words = sought(word).unwrap_or_default();
                    let text = listing::about(&self.course, &self.store, words, page);
                    self.console.say(&text)?;
                }
                word => match find(&self.course, word) {
                    Ok(at) => return Ok(Ok(self.first_open(at, word))),
                    Err(message) => {
                        let said = self.not_opened(line.trim(), message, &enter);
                        self.console.say(&prose::plain(&said, 0, page))?;
                    }
                },
            }
        }
    }

    /// What is said of a line of the first screen that opens nothing, for `reason`. The lessons' names stand above it already.
    fn not_opened(&self, line: &str, reason: String, enter: &str) -> String {
        let lessons = &self.course.lessons;
        if command::is_command(line) && command::parse(line).is_ok() {
            let name = line.split_whitespace().next().unwrap_or(line);
            return format!("{name} belongs in a lesson. Enter: {enter}");
        }
        let name = line.split_once(':').map_or(line, |(name, _)| name);
        let fitting = lessons.iter().map(|lesson| lesson.id.0.as_str());
        let fitting: Vec<&str> = fitting.filter(|id| id.starts_with(name)).collect();
        let last = lessons.len();
        match fitting.as_slice() {
            _ if name
                .parse::<usize>()
                .is_ok_and(|number| (1..=last).contains(&number)) =>
            {
                reason
            }
            _ if name.parse::<usize>().is_ok() => format!("The lessons go from 1 to {last}."),
            [_, _, ..] if !name.is_empty() => {
                format!("\"{name}\" may mean {}.", fitting.join(" or "))
            }
            [only] if !name.is_empty() && *only != line => reason,
            _ => format!(
                "No lesson is called \"{line}\": a number from 1 to {last}, or the beginning of a name, opens one."
            ),
        }
    }

    fn enter_words(&self, onward: At) -> String {
        let number = onward.lesson + 1;
        if onward.step == 0
            && self
                .store
                .resume()
                .is_none_or(|resume| resume.begun.is_none())
        {
            return format!("start {number}");
        }
        format!("go on with {number}, step {}", onward.step + 1)
    }

    /// A lesson opened by its name alone begins where it is open.
    fn first_open(&self, at: At, word: &str) -> At {
        if word.contains(':') {
            return at;
        }
        let onward = self.onward();
        if onward.lesson == at.lesson {
            return onward;
        }
        let standings = self.standings(&self.course.lessons[at.lesson]);
        let step = standings
            .iter()
            .position(|standing| *standing != Standing::Done)
            .unwrap_or(0);
        At { step, ..at }
    }
}

/// What a line of the first screen looks for: `/pipe`, `list pipe`.
fn sought(line: &str) -> Option<&str> {
    let behind = |name: &str| {
        let rest = line.strip_prefix(name)?;
        rest.starts_with(char::is_whitespace).then_some(rest)
    };
    let words = line
        .strip_prefix('/')
        .or_else(|| behind("list"))
        .or_else(|| behind("l"));
    words.map(str::trim).filter(|words| !words.is_empty())
}

fn front_help(page: Page) -> String {
    let lines = [
        "A number, or the beginning of a name, opens that lesson; 2:3 opens its third step. list 2 shows the steps of a \
         lesson, and /word the lessons and steps that speak of a word.",
        "Inside a lesson, what you type runs in a real shell, in a folder of its own. A line that starts with : is for \
         the tutor, and :help lists what there is.",
        "Ctrl-C stops a command. q or Ctrl-D leaves; your place is saved.",
    ];
    lines.map(|line| prose::plain(line, 0, page)).join("\n")
}
