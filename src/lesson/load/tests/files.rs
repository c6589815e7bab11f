//! What is wrong with a lesson's file as a whole: its front matter, its sections, its TOML, its characters.

use super::{FRONT, TRY, fails, lesson, load};
use crate::lesson::Course;
use crate::lesson::load::{Row, parse_lesson};

#[test]
fn the_built_in_course_loads() {
    let course = Course::built_in().unwrap_or_else(|error| panic!("{error}"));
    let files: Vec<&str> = course.lessons.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(files[0], "lessons/unix-shell/01-exit-status.md");
    assert!(files.is_sorted(), "{files:?}");
}

#[test]
fn faults_of_the_file_are_reported() {
    fails(
        "# Watch a log\n",
        "log.md:1: found no front matter, expected a `+++` line at the very start",
    );
    fails(
        "+++\nid = 'a'\n",
        "log.md:1: found front matter without an end, expected a second `+++` line",
    );
    fails(
        &FRONT.replace("title", "name"),
        "log.md:3: unknown field `name`, expected one of `id`, `title`, `needs`, `ideas`, `teaches`",
    );
    fails(
        &FRONT.replace("log-watch", "Log"),
        "log.md:2: found the id \"Log\", expected lower-case letters, digits and `-`, 60 at most",
    );
    fails(
        FRONT,
        "log.md:7: found a lesson without steps, expected a `##` heading with a `toml` block",
    );
    fails(
        &FRONT.replace("# Watch", "## Watch"),
        "log.md:7: found a `##` heading, expected a `#` heading before it",
    );
    let needs = lesson("", "try", TRY).replace("ideas", "needs = ['pipes']\nideas");
    fails(
        &needs,
        "log.md:4: found \"pipes\" in `needs`, expected the id of an earlier lesson",
    );
}

#[test]
fn faults_of_sections_are_reported() {
    let early = lesson("", "try", TRY).replace("## A step\n", "");
    fails(
        &early,
        "log.md:12: found a `toml` block, expected a `##` heading before it",
    );
    let bare = format!(
        "{FRONT}## Nothing\n\n{}",
        lesson("", "try", TRY).split_once("Intro.\n\n").unwrap().1
    );
    fails(
        &bare,
        "log.md:9: found a section without a `toml` block, expected one that says what is asked",
    );
    let twice = lesson("", "try", TRY);
    let step = twice.split_once("Intro.\n\n").unwrap().1;
    fails(
        &format!("{twice}\n{step}"),
        "log.md:27: found the step id \"one\" for a second time, expected one this lesson does not have yet",
    );
    fails(
        &lesson("```toml\n```\n\n", "try", TRY),
        "log.md:16: found a second `toml` block, expected one in each section",
    );
}

#[test]
fn faults_of_toml_are_reported() {
    fails(
        &lesson("", "try", "answer = \n"),
        "log.md:19: string values must be quoted, expected literal string",
    );
    let hint = lesson("", "try", TRY).replace("hints = ['look', 'rule', 'line']", "hint = 'look'");
    assert!(
        parse_lesson("log.md", &hint, &[])
            .unwrap_err()
            .to_string()
            .starts_with("log.md:17: unknown field `hint`, expected one of")
    );
    let missing = lesson("", "try", TRY).replace("hints = ['look', 'rule', 'line']\n", "");
    fails(&missing, "log.md:14: missing field `hints`");
    let two = lesson("", "try", TRY).replace("'rule', ", "");
    fails(
        &two,
        "log.md:17: found 2 hints, expected three: what to look at, the rule, a nearly complete line",
    );
    let kind = parse_lesson("log.md", &lesson("", "guess", TRY), &[])
        .unwrap_err()
        .to_string();
    assert_eq!(
        kind,
        "log.md:15: unknown variant `guess`, expected one of `try`, `predict`, `choose`, `fix`, `trace`, `order`, `match`, `drawn`"
    );
}

#[test]
fn what_an_editor_does_to_a_file_is_reported() {
    let sound = lesson("", "try", TRY);
    fails(
        &format!("\u{feff}{sound}"),
        "log.md:1: found a byte order mark, expected a file without one; save it as plain UTF-8",
    );
    fails(
        &sound.replace('\n', "\r\n"),
        "log.md:1: found a line that ends in CR LF, expected LF alone; save the file with Unix line ends",
    );
    fails(
        &sound.replace("Intro.", "In\u{1b}[1mtro."),
        "log.md:9: found the character U+001B, which cannot be seen, expected none that steers a terminal; write an escape \
         where it is meant",
    );
    fails(
        &sound.replace("Do it.", "Do \u{202e}it."),
        "log.md:16: found the character U+202E, which cannot be seen, expected none that steers a terminal; write an escape \
         where it is meant",
    );
    load(&sound.replace("+++\n", "+++ \n"));
}

#[test]
fn code_blocks_without_an_end_are_reported() {
    let sound = lesson("```sh\nls\n```\n\n", "try", TRY);
    fails(
        &sound.replace("ls\n```\n", "ls\n"),
        "log.md:13: found a code block that is still open at the one in line 16, expected a line ``` between them",
    );
    fails(
        sound.trim_end().trim_end_matches('`'),
        "log.md:17: found a code block without an end, expected a line ``` behind it",
    );
    load(&sound.replace("```sh\nls\n```", "````sh\n```sh\n````"));
}

#[test]
fn names_that_cannot_be_used_are_reported() {
    let check = |from: &str, to: &str, message: &str| {
        fails(
            &lesson("", "try", TRY).replace(from, to),
            &format!("log.md:{message}"),
        );
    };
    let title = "expected one line of 60 at most";
    check(
        "watch a log",
        "",
        &format!("3: found an empty `title`, {title}"),
    );
    check(
        "'watch a log'",
        "\"watch\\na log\"",
        &format!("3: found a `title` of several lines, or with control characters, {title}"),
    );
    check(
        "watch a log",
        &"a".repeat(140),
        &format!("3: found a `title` of 140 letters, {title}"),
    );
    let number = "expected a letter in it: a number alone is that of a place";
    check(
        "log-watch",
        "3",
        &format!("2: found the id \"3\", {number}"),
    );
    check("'one'", "'1'", &format!("14: found the id \"1\", {number}"));
    check(
        "## A step",
        "##",
        "11: found a `##` heading without text, expected some",
    );
}

/// The faults of lessons in a row, as messages.
fn faults(texts: &[impl AsRef<str>]) -> Vec<String> {
    let mut row = Row::default();
    let mut all = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let faults = match row.read(&format!("{index}.md"), text.as_ref()) {
            Ok(reading) => reading.faults,
            Err(fault) => vec![fault],
        };
        all.extend(faults.iter().map(ToString::to_string));
    }
    all
}

#[test]
fn each_step_has_its_fault() {
    let text = lesson("", "try", TRY);
    let second = text.split_once("Intro.\n\n").unwrap().1;
    let second = second.replace("because = 'so'", "because = ''");
    let text = text
        .replace("'rule', ", "")
        .replace("ideas = [", "needs = ['x']\nideas = [");
    let found = faults(&[&format!("{text}\n{second}")]);
    let places: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(':').nth(1))
        .collect();
    assert_eq!(places, ["4", "18", "33"], "{found:?}");
}

#[test]
fn a_fault_is_none_of_the_lessons_behind_it() {
    let first = lesson("", "try", TRY);
    let second = first
        .replace("log-watch", "again")
        .replace("ideas = [", "needs = ['log-watch']\nideas = [");
    assert_eq!(faults(&[&first, &second]), Vec::<String>::new());
    for (from, to) in [
        ("kind = 'try'", "kind = 'guess'"),
        ("# Watch a log", "Watch a log"),
        ("log-watch", "Log"),
        ("title = ", "name = "),
        ("+++\nid", "id"),
    ] {
        let found = faults(&[&first.replacen(from, to, 1), &second]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("0.md"), "{found:?}");
    }
    assert_eq!(faults(&[&second]).len(), 1);
}
