//! The answers that an author foresees, and those that are picked.

use super::{MATCH, SNIPPET, TRY, fails, lesson, load};
use crate::lesson::Example;
use crate::lesson::answer::{Sequence, judge_sequence};
use crate::lesson::check::Construct;

#[test]
fn faults_of_wrong_answers_are_reported() {
    let wrong = |answer: &str, idea: &str| {
        lesson(
            SNIPPET,
            "predict",
            &format!("[[wrong]]\nanswer = '{answer}'\nidea = '{idea}'\nsay = 'no'\n"),
        )
    };
    fails(
        &wrong("0", "pipes"),
        "log.md:27: found the idea \"pipes\", expected one of `ideas` in the front matter",
    );
    fails(
        &wrong("0", "zero-is-failure").replace("say = 'no'\n", ""),
        "log.md:27: found a wrong prediction that is not whole, expected `answer`, `idea` and `say`",
    );
}

#[test]
fn foreseen_answers_know_their_idea_and_their_line() {
    let fields = "[[right]]\ntyped = ':'\n[[wrong]]\ntyped = 'false'\nidea = 'zero-is-failure'\n[[wrong]]\ntyped = 'ls'\n";
    let lesson = load(
        &lesson("", "try", &format!("{TRY}{fields}"))
            .replace("title", "teaches = ['and', 'brace-group']\ntitle"),
    );
    assert_eq!(lesson.teaches, [Construct::And, Construct::BraceGroup]);
    let example = |typed: &str, idea: Option<&str>, line| Example {
        typed: typed.to_owned(),
        idea: idea.map(str::to_owned),
        line,
    };
    assert_eq!(lesson.steps[0].right, [example(":", None, 24)]);
    let wrong = [
        example("false", Some("zero-is-failure"), 26),
        example("ls", None, 29),
    ];
    assert_eq!(lesson.steps[0].wrong, wrong);
    let lines = lesson.steps[0].lines;
    assert_eq!((lines.heading, lines.task, lines.hints), (12, 17, 18));
    assert_eq!(
        (lines.because, lines.answer, lines.alternative),
        (19, 20, 0)
    );
}

#[test]
fn faults_of_foreseen_answers_are_reported() {
    let step = |fields: &str| lesson("", "try", &format!("{TRY}{fields}"));
    fails(
        &step("[[right]]\ntyped = ' '\n"),
        "log.md:23: found an empty `typed`, expected what a learner types",
    );
    fails(
        &step("[[right]]\ntyped = ':'\n[[right]]\ntyped = ':'\n"),
        "log.md:25: found the same `typed` twice, expected each once",
    );
    fails(
        &step("[[wrong]]\ntyped = 'false'\nidea = 'failure'\n"),
        "log.md:23: found the idea \"failure\", expected one of the catalogue in src/misconception/",
    );
    fails(
        &step("[[wrong]]\nanswer = '1'\nidea = 'zero-is-failure'\nsay = 'no'\n"),
        "log.md:23: found another kind of wrong answer than this step has, expected `typed`, and `idea` if one is named for \
         it; the catalogue has what is said of an idea",
    );
    fails(
        &lesson(SNIPPET, "predict", "[[right]]\ntyped = '1'\n"),
        "log.md:27: found `right` in a predict step, expected none there",
    );
}

#[test]
fn an_order_without_checks_is_right_as_it_is() {
    let fields = "pieces = ['c', 'a', 'b', 'x']\nmodel = [2, 3, 1]\nalternative = 'b\na\nc'\n[[right]]\ntyped = '2 1 3'\n";
    let lesson = load(&lesson(
        "",
        "order",
        &fields.replace("'b\na\nc'", "\"b\\na\\nc\""),
    ));
    let step = &lesson.steps[0];
    assert_eq!(step.kind.judge(), None);
    let check =
        |typed: &[usize], expected| assert_eq!(judge_sequence(step, typed), expected, "{typed:?}");
    check(&[1, 2, 0], Sequence::Right);
    check(&[2, 1, 0], Sequence::Right);
    check(&[1, 0, 2], Sequence::Right);
    check(&[1, 2], Sequence::Short(2));
    check(&[1, 2, 0, 3], Sequence::Until(3));
    check(&[2, 3, 1], Sequence::Until(1));
    check(&[0, 1], Sequence::Until(0));
}

#[test]
fn faults_of_what_is_picked_are_reported() {
    fails(
        &lesson("", "match", &MATCH.replace("right = 2", "right = 3")),
        "log.md:19: found `right = 3`, expected the number of an option, from 1 to 2",
    );
    fails(
        &lesson("", "match", &format!("{MATCH}say = 'no'\n")),
        "log.md:25: found an option of a match step with more than a `text`, expected what is said in its items",
    );
    fails(
        &lesson("", "match", &MATCH.replace("[[option]]\ntext = 'y'\n", "")),
        "log.md:23: found a single option, expected at least two",
    );
    fails(
        &lesson("", "choose", "[[option]]\ntext = 'a'\n"),
        "log.md:19: found an option without `say`, expected one",
    );
    fails(
        &lesson(SNIPPET, "choose", "misreadings = ['sticky']\n"),
        "log.md:27: found \"sticky\" in `misreadings`, expected names that there are, each once",
    );
    fails(
        &lesson("", "choose", "misreadings = ['sticky-status']\n"),
        "log.md:11: found no snippet, expected an `sh` block and an `output` block",
    );
    fails(
        &lesson("", "drawn", "templates = []\n"),
        "log.md:19: found no templates, expected at least one",
    );
    fails(
        &lesson("", "drawn", "templates = ['T01']\ncount = 0\n"),
        "log.md:20: found `count = 0`, expected a number from 1 to 10",
    );
    fails(
        &lesson("", "choose", ""),
        "log.md:15: found no right option, expected `right = true` in at least one",
    );
}

#[test]
fn options_are_different() {
    let options =
        "[[option]]\ntext = 'a'\nright = true\nsay = 'yes'\n[[option]]\ntext = 'a'\nsay = 'no'\n";
    fails(
        &lesson("", "choose", options),
        "log.md:23: found the option \"a\" for a second time, expected each once",
    );
    fails(
        &lesson("", "match", &MATCH.replace("text = 'y'", "text = ' '")),
        "log.md:25: found an option without text, expected some",
    );
}
