//! What a step is made of, and what is wrong with it.

use super::{MATCH, SNIPPET, TRY, fails, lesson, load};
use crate::lesson::load::parse_lesson;
use crate::lesson::{Label, StepKind};

#[test]
fn prose_is_what_is_no_block_of_the_step() {
    let text =
        lesson("First.\n\n```sh\nls\n```\n\nThen.\n\n", "try", TRY) + "\n## The end\n\nBye.\n";
    let lesson = load(&text);
    assert_eq!(
        (lesson.prose.as_str(), lesson.closing.as_str()),
        ("Intro.", "Bye.")
    );
    assert_eq!(lesson.steps[0].heading, "A step");
    assert_eq!(lesson.steps[0].prose, "First.\n\n```sh\nls\n```\n\nThen.");
    assert_eq!(lesson.steps[0].line, 21);
}

#[test]
fn snippets_keep_their_output_and_wrong_answers() {
    let wrong = "[[wrong]]\nsnippet = 2\nanswer = '1'\nidea = 'zero-is-failure'\nsay = 'no'\n";
    let text = lesson(
        &format!("Look.\n\n{SNIPPET}```sh\ntrue\n```\n\n```output\n```\n\n"),
        "predict",
        wrong,
    );
    let lesson = load(&text);
    let StepKind::Predict { snippets } = &lesson.steps[0].kind else {
        panic!("not a prediction")
    };
    assert_eq!(
        (snippets[0].source.as_str(), snippets[0].output.as_str()),
        ("false; echo $?\n", "1\n")
    );
    assert_eq!(
        (
            snippets[1].output.as_str(),
            snippets[1].wrong.len(),
            snippets[1].line
        ),
        ("", 1, 23)
    );
    assert_eq!(lesson.steps[0].prose, "Look.");
}

#[test]
fn every_kind_loads() {
    let kinds = [
        (
            "",
            "choose",
            "[[option]]\ntext = 'a'\nright = true\nsay = 'yes'\n[[option]]\ntext = 'b'\nsay = 'no'\n",
        ),
        ("```sh\nfalse\n```\n\n", "fix", TRY),
        (SNIPPET, "trace", "label = 'statuses'\n"),
        (
            "",
            "order",
            "pieces = ['b', 'a']\nmodel = [2, 1]\n[[check]]\nkind = 'status'\nis = 0\n",
        ),
        ("", "order", "pieces = ['b', 'a']\nmodel = [2, 1]\n"),
        (SNIPPET, "choose", "misreadings = ['sticky-status']\n"),
        ("", "match", MATCH),
        ("", "drawn", "templates = ['T01']\n"),
    ];
    for (before, kind, fields) in kinds {
        assert_eq!(
            load(&lesson(before, kind, fields)).steps[0].kind.name(),
            kind
        );
    }
    let order = load(&lesson(kinds[3].0, kinds[3].1, kinds[3].2));
    assert_eq!(order.steps[0].answer.as_deref(), Some("a\nb\n"));
    let trace = load(&lesson(SNIPPET, "trace", "label = 'producer'\n"));
    assert!(matches!(
        trace.steps[0].kind,
        StepKind::Trace {
            label: Label::Producer,
            ..
        }
    ));
}

#[test]
fn text_in_blocks_flows() {
    let text = lesson("", "try", TRY).replace("'so'", "\"\"\"\nIt worked,\nand that is why.\"\"\"");
    assert_eq!(load(&text).steps[0].because, "It worked, and that is why.");
}

#[test]
fn faults_of_checks_are_reported() {
    let check = |check: &str| {
        parse_lesson(
            "log.md",
            &lesson("", "try", &TRY.replace("kind = 'status'\nis = 0\n", check)),
            &[],
        )
    };
    let message = |text: &str| check(text).unwrap_err().to_string();
    assert!(
        message("kind = 'output'\n")
            .starts_with("log.md:21: unknown variant `output`, expected one of `status`")
    );
    assert!(
        message("kind = 'status'\nwas = 0\n")
            .starts_with("log.md:20: unknown field `was`, expected `is`")
    );
    assert!(
        message("kind = 'stdout'\nwas = ''\n")
            .starts_with("log.md:20: unknown field `was`, expected one of `is`")
    );
    assert!(
        message("kind = 'status'\nis = 'good'\n")
            .contains("found no status, expected a number from 0 to 255")
    );
    assert!(
        message("kind = 'stdout'\n")
            .starts_with("log.md:20: found a check of text without a condition, expected")
    );
}

#[test]
fn faults_of_steps_are_reported() {
    fails(
        &lesson("", "try", "answer = 'true'\n"),
        "log.md:15: found a try step without `check`, expected one",
    );
    fails(
        &lesson("", "try", &format!("label = 'producer'\n{TRY}")),
        "log.md:19: found `label` in a try step, expected none there",
    );
    let lone = "```sh\nls\n```\n\n";
    fails(
        &lesson(lone, "predict", ""),
        "log.md:13: found a snippet without output, expected an `output` block behind the `sh` block",
    );
    fails(
        &lesson("```output\n```\n\n", "predict", ""),
        "log.md:13: found an `output` block, expected an `sh` block before it",
    );
    fails(
        &lesson("", "predict", ""),
        "log.md:11: found no snippet, expected an `sh` block and an `output` block",
    );
    fails(
        &lesson("", "fix", TRY),
        "log.md:11: found 0 `sh` blocks in a fix step, expected one: the broken text",
    );
    let options = "[[option]]\ntext = 'a'\nsay = 'no'\n[[option]]\ntext = 'b'\nsay = 'no'\n";
    fails(
        &lesson("", "choose", options),
        "log.md:19: found no right option, expected `right = true` in at least one",
    );
    let order = "pieces = ['a', 'b']\nmodel = [1, 3]\n[[check]]\nkind = 'status'\nis = 0\n";
    fails(
        &lesson("", "order", order),
        "log.md:20: found 3 in `model`, expected numbers from 1 to 2, each once",
    );
    let hidden =
        format!("{TRY}[[hidden]]\nwith = 'a'\n[[hidden.check]]\nkind = 'status'\nis = 0\n");
    fails(
        &lesson("", "try", &hidden),
        "log.md:23: found a hidden run of several lines, expected `one-line = true` in the step",
    );
}
