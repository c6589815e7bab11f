//! What loads, and what each kind of fault is reported as.

mod answers;
mod files;
mod programs;
mod steps;

use super::parse_lesson;
use crate::lesson::Lesson;

const FRONT: &str = "+++\nid = 'log-watch'\ntitle = 'watch a log'\nideas = ['zero-is-failure']\n+++\n\n# Watch a log\n\n";
const COMMON: &str = "task = 'Do it.'\nhints = ['look', 'rule', 'line']\nbecause = 'so'\n";

/// A lesson of one step: prose and blocks before the TOML block, and what stands in it besides the common fields.
fn lesson(before: &str, kind: &str, fields: &str) -> String {
    format!(
        "{FRONT}Intro.\n\n## A step\n\n{before}```toml\nid = 'one'\nkind = '{kind}'\n{COMMON}{fields}```\n"
    )
}

fn load(text: &str) -> Lesson {
    parse_lesson("log.md", text, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// Checks that loading fails with exactly this message.
fn fails(text: &str, message: &str) {
    let error = parse_lesson("log.md", text, &[]).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), message);
}

const TRY: &str = "answer = 'true'\n[[check]]\nkind = 'status'\nis = 0\n";
const MATCH: &str =
    "[[item]]\ntext = 'a'\nright = 2\nsay = 'so'\n[[option]]\ntext = 'x'\n[[option]]\ntext = 'y'\n";
const SNIPPET: &str = "```sh\nfalse; echo $?\n```\n\n```output\n1\n```\n\n";
