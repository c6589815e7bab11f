//! Lessons and steps, each with how it stands: all of them, those of one lesson, or those in which a word occurs.

use super::view::{Page, list, prose};
use crate::lesson::{Course, Lesson, Step, StepKind};
use crate::progress::Store;
use crate::progress::record::Standing;

/// How the steps of a lesson stand, in order.
pub fn standings(store: &Store, lesson: &Lesson) -> Vec<Standing> {
    let steps = lesson.steps.iter();
    steps
        .map(|step| store.standing(&lesson.id, &step.id))
        .collect()
}

/// The steps of the lesson that `words` names, or else the lessons and steps in which each of these words occurs.
pub fn about(course: &Course, store: &Store, words: &str, page: Page) -> String {
    let words = words.trim();
    let named = |lesson: &Lesson| lesson.id.0 == words;
    let numbered = words
        .parse()
        .ok()
        .and_then(|number: usize| number.checked_sub(1));
    let numbered = numbered.filter(|number| *number < course.lessons.len());
    if let Some(number) = numbered.or_else(|| course.lessons.iter().position(named)) {
        let lesson = &course.lessons[number];
        let entries = (0..lesson.steps.len()).map(|step| (number, Some(step)));
        let title = format!("{}: {}", lesson.id.0, lesson.title.replace('`', ""));
        let steps = rows(course, store, entries, true);
        return format!(
            "{}\n{}",
            prose::plain(&title, 0, page),
            list::found(&steps, page)
        );
    }
    let found = search(course, words);
    if found.is_empty() {
        let said = format!("No lesson and no step speaks of \"{words}\".");
        return prose::plain(&said, 0, page);
    }
    list::found(&rows(course, store, found.into_iter(), false), page)
}

/// Places in which each of `words` occurs, without regard to capital letters: a lesson by its name, its title and its ideas, a
/// step by its heading, its text, its task, the session it asks about and the ideas of its wrong answers.
fn search(course: &Course, words: &str) -> Vec<(usize, Option<usize>)> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let fits = |text: String| {
        let text = text.to_lowercase();
        !words.is_empty() && words.iter().all(|word| text.contains(word))
    };
    let mut found = Vec::new();
    for (number, lesson) in course.lessons.iter().enumerate() {
        if fits(lesson_text(lesson)) {
            found.push((number, None));
        }
        let steps = lesson.steps.iter().enumerate();
        let steps = steps.filter(|(_, step)| fits(step_text(step)));
        found.extend(steps.map(|(step, _)| (number, Some(step))));
    }
    found
}

fn lesson_text(lesson: &Lesson) -> String {
    let ideas = lesson.ideas.join(" ");
    format!(
        "{} {} {ideas} {}",
        lesson.id.0,
        lesson.title,
        ideas.replace('-', " ")
    )
}

fn step_text(step: &Step) -> String {
    let mut ideas: Vec<&str> = step
        .wrong
        .iter()
        .filter_map(|wrong| wrong.idea.as_deref())
        .collect();
    let snippets = step.kind.snippets();
    let wrong = snippets.iter().flat_map(|snippet| &snippet.wrong);
    ideas.extend(wrong.map(|wrong| wrong.idea.as_str()));
    let asked: String = match &step.kind {
        StepKind::Fix { broken, .. } => broken.clone(),
        _ => snippets
            .iter()
            .map(|snippet| snippet.source.as_str())
            .collect(),
    };
    let ideas = ideas.join(" ");
    let plain = |text: &str| text.replace('`', "");
    format!(
        "{} {} {} {} {asked} {ideas} {}",
        step.id.0,
        plain(&step.heading),
        plain(&step.prose),
        plain(&step.task),
        ideas.replace('-', " ")
    )
}

/// What is shown of places: number, name, how it stands. `within` one lesson that is named above, its name is left out.
fn rows(
    course: &Course,
    store: &Store,
    places: impl Iterator<Item = (usize, Option<usize>)>,
    within: bool,
) -> Vec<[String; 3]> {
    let row = |(number, step): (usize, Option<usize>)| {
        let lesson = &course.lessons[number];
        let all = standings(store, lesson);
        match step {
            None => {
                let done = all.iter().filter(|one| **one == Standing::Done).count();
                let text = format!("{}: {}", lesson.id.0, lesson.title.replace('`', ""));
                [
                    (number + 1).to_string(),
                    text,
                    format!("{done} of {}", all.len()),
                ]
            }
            Some(step) => [
                format!("{}:{}", number + 1, step + 1),
                match within {
                    true => lesson.steps[step].heading.replace('`', ""),
                    false => format!(
                        "{}: {}",
                        lesson.id.0,
                        lesson.steps[step].heading.replace('`', "")
                    ),
                },
                word(all[step]).to_owned(),
            ],
        }
    };
    places.map(row).collect()
}

/// The word for how a step stands.
pub fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Done => "done",
        Standing::Missed => "missed",
        Standing::Shown => "shown",
        Standing::Skipped => "skipped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<(usize, Option<usize>)> {
        search(&Course::built_in().unwrap(), words)
    }

    #[test]
    fn a_word_is_found_in_titles_tasks_and_ideas() {
        let course = Course::built_in().unwrap();
        let first = &course.lessons[0];
        assert!(found(&first.title.to_uppercase()).contains(&(0, None)));
        let heading = &first.steps[1].heading;
        assert!(found(heading).contains(&(0, Some(1))), "{heading}");
        let idea = first.ideas[0].replace('-', " ");
        assert!(found(&idea).contains(&(0, None)), "{idea}");
        assert!(found("no-such-word-anywhere").is_empty());
        assert!(found("  ").is_empty());
    }

    #[test]
    fn all_words_must_occur() {
        assert!(found("status zebra").is_empty());
        assert!(!found("status").is_empty());
    }
}
