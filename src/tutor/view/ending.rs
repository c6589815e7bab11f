//! What is said when a lesson ends: what was done, what is still open, what comes next.

use super::visible;
use super::{Page, prose};
use crate::lesson::Lesson;
use crate::observation::JobFact;
use crate::progress::record::Standing;

/// What leaving would end, as a sentence; `None` if nothing is left running or stopped.
pub fn ended_by_leaving(jobs: &[JobFact]) -> Option<String> {
    Some(match jobs {
        [] => return None,
        [job] => {
            let does = match job.stopped_by {
                Some(_) => "is stopped",
                None => "still runs",
            };
            let command = String::from_utf8_lossy(&job.command);
            format!("{} {does} and will be ended.", visible(&command))
        }
        jobs => format!(
            "{} jobs still run or are stopped and will be ended.",
            jobs.len()
        ),
    })
}

/// The words behind the last step. `standings` are those of the lesson's steps, in order; `next` is the lesson after it.
pub fn ending(
    lesson: &Lesson,
    standings: &[Standing],
    next: Option<&Lesson>,
    page: Page,
) -> String {
    let mut parts = vec![page.theme.heading(&format!("{}: the end", lesson.id.0))];
    if !lesson.closing.trim().is_empty() {
        parts.push(prose::prose(&lesson.closing, 0, page));
    }
    parts.push(prose::prose(&tally(lesson, standings), 0, page));
    if let Some(next) = next {
        parts.push(prose::prose(
            &format!("Next: {}, {}.", next.id.0, next.title.trim_end_matches('.')),
            0,
            page,
        ));
    }
    parts.join("\n\n")
}

fn tally(lesson: &Lesson, standings: &[Standing]) -> String {
    let done = standings
        .iter()
        .filter(|standing| **standing == Standing::Done)
        .count();
    if done == standings.len() {
        return format!("All {done} steps are done.");
    }
    let mut text = format!("{done} of {} steps are done.", standings.len());
    let kinds = [
        (Standing::Skipped, "skipped"),
        (Standing::Missed, "missed"),
        (Standing::Open, "open"),
    ];
    for (standing, word) in kinds {
        let which: Vec<String> = numbers(standings, standing).collect();
        if !which.is_empty() {
            text.push_str(&format!(" {}: {word}.", steps(&which)));
        }
    }
    if let Some(first) = standings
        .iter()
        .position(|standing| *standing != Standing::Done)
    {
        text.push_str(&format!(
            " `shtutor learn {}:{}` goes back there.",
            lesson.id.0,
            first + 1
        ));
    }
    text
}

fn numbers(standings: &[Standing], wanted: Standing) -> impl Iterator<Item = String> {
    let found = standings
        .iter()
        .enumerate()
        .filter(move |(_, standing)| **standing == wanted);
    found.map(|(index, _)| (index + 1).to_string())
}

fn steps(which: &[String]) -> String {
    let word = if which.len() == 1 { "Step" } else { "Steps" };
    format!("{word} {}", which.join(", "))
}
