//! A step's beginning: its header, its prose, its task.

use super::{Page, prose, table};
use crate::lesson::entry::continues;
use crate::lesson::{Lesson, Step, StepKind};

/// What is shown when a lesson begins.
pub fn opening(lesson: &Lesson, page: Page) -> String {
    prose::prose(&lesson.prose, 0, page)
}

/// `exit-status                     step 1 of 6`.
pub fn header(lesson: &Lesson, number: usize, page: Page) -> String {
    let place = format!("step {number} of {}", lesson.steps.len());
    let free = page.width.saturating_sub(table::width(&place));
    let line = table::edges(&lesson.id.0, &place, page);
    if free < table::width(&lesson.id.0) + 2 {
        return line;
    }
    line.replacen(&lesson.id.0, &page.theme.heading(&lesson.id.0), 1)
}

/// The same above a question that asks once more for what step `number` asks for.
pub fn header_aside(lesson: &Lesson, number: usize, page: Page) -> String {
    table::edges(&lesson.id.0, &format!("step {number}, once more"), page)
}

/// Prose, what the task is about if it is shown before it, and the task.
pub fn body(step: &Step, material: Option<&str>, page: Page) -> String {
    let mut parts = vec![body_prose(step, page)];
    parts.retain(|prose| !prose.is_empty());
    parts.extend(material.map(str::to_owned));
    parts.push(task(step, page));
    parts.join("\n\n")
}

/// The prose alone, which may be empty.
pub fn body_prose(step: &Step, page: Page) -> String {
    match step.prose.trim() {
        "" => String::new(),
        _ => prose::prose(&step.prose, 0, page),
    }
}

/// The task alone: something to do, or a question.
pub fn task(step: &Step, page: Page) -> String {
    let label = match step.kind {
        StepKind::Try { .. } | StepKind::Fix { .. } | StepKind::Order { .. } => "  Do: ",
        _ => "  ",
    };
    prose::labelled(label, &step.task, page)
}

/// Shell text with its lines numbered; `$` and `>` stand where prompts would.
pub fn numbered(source: &str, page: Page) -> String {
    let source = source.trim_end_matches('\n');
    let digits = source.lines().count().to_string().len();
    let line = |(index, line): (usize, &str)| {
        let sign = if continues(source, index) { '>' } else { '$' };
        prose::code(&format!("  {:>digits$}  {sign} ", index + 1), line, page)
    };
    source
        .lines()
        .enumerate()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A file's text with its lines numbered.
pub fn file(name: &str, text: &str, page: Page) -> String {
    let digits = text.lines().count().to_string().len();
    let line = |(index, line): (usize, &str)| {
        prose::code(&format!("  {:>digits$}  ", index + 1), line, page)
    };
    let lines: Vec<String> = text.lines().enumerate().map(line).collect();
    format!("  {name}\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_behind_prompts() {
        let text = numbered("if true\nthen echo a; fi\n", Page::plain());
        assert_eq!(text, "  1  $ if true\n  2  > then echo a; fi");
        let file = file("a.sh", "one\ntwo\n", Page::plain());
        assert_eq!(file, "  a.sh\n  1  one\n  2  two");
    }
}
