//! What an explanation uses of the language that its reader is yet to be taught, and which lesson teaches it.

use super::check::{Construct, written};
use super::{Course, Lesson};
use pulldown_cmark::{Event, Parser};

/// Somebody in a lesson of a course, to whom things are explained.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'c> {
    /// The course.
    pub course: &'c Course,
    /// The lesson.
    pub lesson: &'c Lesson,
}

impl Reader<'_> {
    /// A sentence that names the lessons in which `advice`, a text with inline code, will be understood; `None` if it is now. What
    /// the reader's `own` texts use is understood.
    pub fn yet_to_come(&self, advice: &str, own: &[&str]) -> Option<String> {
        let mut known = self.lesson.known.clone();
        known.extend(own.iter().flat_map(|text| written(text)));
        let code = code_in(advice);
        let used: Vec<&str> = code.iter().map(|code| whole(code)).collect();
        let mut coming: Vec<(Option<usize>, Vec<String>)> = Vec::new();
        for construct in untaught(&used.join("\n"), &known) {
            let lesson = self.lesson_of(construct);
            match coming.iter_mut().find(|(known, _)| *known == lesson) {
                Some((_, others)) => others.push(shown(construct)),
                None => coming.push((lesson, vec![shown(construct)])),
            }
        }
        let sentences = coming.iter().map(|(lesson, constructs)| {
            let constructs = constructs.join(" and ");
            match lesson {
                Some(number) => format!("Lesson {number} teaches {constructs}."),
                None => format!("No lesson teaches {constructs}."),
            }
        });
        let sentences: Vec<String> = sentences.collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// The number of the lesson that teaches it.
    fn lesson_of(&self, construct: Construct) -> Option<usize> {
        let mut lessons = self.course.lessons.iter();
        let place = lessons.position(|lesson| lesson.teaches.contains(&construct))?;
        Some(place + 1)
    }
}

/// How a construct is spoken of in a sentence.
fn shown(construct: Construct) -> String {
    match construct.name() {
        name if name.starts_with("a ") => name.to_owned(),
        name => format!("`{name}`"),
    }
}

/// For a word from the midst of a compound command, the one that opens it; without a `!` before an operand of `test`; else the
/// code as it is.
fn whole(code: &str) -> &str {
    if let Some(operand) = code.strip_prefix("! ").filter(|rest| rest.starts_with('-')) {
        return operand;
    }
    match code.split([' ', ';']).next().unwrap_or_default() {
        "then" | "elif" | "else" | "fi" => "if",
        "do" | "done" => "while",
        "esac" => "case",
        _ => code,
    }
}

/// The constructs of `text` that are not `known`, each once.
pub fn untaught(text: &str, known: &[Construct]) -> Vec<Construct> {
    let used = written(text);
    let count = |construct| used.iter().filter(|used| **used == construct).count();
    let mut found = Vec::new();
    for construct in &used {
        // A `for` is a loop too.
        let brought =
            *construct == Construct::Loop && count(Construct::Loop) == count(Construct::For);
        if !brought && !known.contains(construct) && !found.contains(construct) {
            found.push(*construct);
        }
    }
    found
}

/// The inline code of a text.
pub fn code_in(markdown: &str) -> Vec<String> {
    let code = |event: Event<'_>| match event {
        Event::Code(code) => Some(code.into_string()),
        _ => None,
    };
    Parser::new(markdown).filter_map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_learner_brings_along_is_taught() {
        let known = Construct::BROUGHT;
        let check = |text: &str, expected: &[Construct]| {
            assert_eq!(untaught(text, &known), expected, "{text}");
        };
        check(
            "for f in $(ls); do echo \"$f\" >> log; done 2>/dev/null",
            &[],
        );
        check(
            "for f in a; do while false; do :; done; done",
            &[Construct::Loop],
        );
        check("a && b && ! c", &[Construct::And, Construct::Not]);
        check("cat <<E\nE", &[Construct::HereDocument]);
        check(
            "echo $((1 + 1)) 2>&1 < f",
            &[
                Construct::Arithmetic,
                Construct::Duplication,
                Construct::Input,
            ],
        );
    }

    #[test]
    fn the_code_of_a_text_is_found() {
        assert_eq!(code_in("Try `a || b`, then `c`."), ["a || b", "c"]);
    }

    #[test]
    fn what_is_taught_later_is_said_to_be() {
        let course = Course::built_in().unwrap();
        let said = |lesson: &str, advice: &str, own: &str| {
            let lesson = course.lessons.iter().find(|known| known.id.0 == lesson);
            let reader = Reader {
                course: &course,
                lesson: lesson.unwrap(),
            };
            reader.yet_to_come(advice, &[own])
        };
        let number = |construct| {
            let mut lessons = course.lessons.iter();
            lessons
                .position(|lesson| lesson.teaches.contains(&construct))
                .unwrap()
                + 1
        };
        let advice = "Use `if a; then b; fi`, or `! a`.";
        let expected = format!("Lesson {} teaches `if`.", number(Construct::If));
        assert_eq!(said("chains", advice, "a && b"), Some(expected));
        assert_eq!(
            said("chains", "`else` is another matter", "if a; then b; fi"),
            None
        );
        assert_eq!(said("if-then-fi", advice, ""), None);
        assert_eq!(said("exit-status", "That is `! -s log`.", ""), None);
        assert_eq!(
            said("exit-status", "Quote it: `\"$x\"`, or `rc=$?`.", ""),
            None
        );
        let never = said("exit-status", "That is `case $x in *) ;; esac`.", "");
        assert_eq!(never.as_deref(), Some("No lesson teaches `case`."));
    }
}
