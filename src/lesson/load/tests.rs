//! What loads, and what each kind of fault is reported as.

use super::*;
use crate::lesson::answer::{Sequence, judge_sequence};
use crate::lesson::check::Construct;
use crate::lesson::{Example, Label, StepKind};

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

#[test]
fn a_step_has_no_network_unless_it_asks_for_loopback() {
    let check = |setup: &str, expected| {
        let fields = format!("{TRY}{setup}");
        let lesson = load(&lesson("", "try", &fields));
        assert_eq!(lesson.steps[0].setup.loopback, expected);
    };
    check("", false);
    check("[setup]\nrun = 'true'\n", false);
    check("[setup]\nloopback = true\n", true);
}

#[test]
fn the_built_in_course_loads() {
    let course = Course::built_in().unwrap_or_else(|error| panic!("{error}"));
    let files: Vec<&str> = course.lessons.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(files[0], "lessons/unix-shell/01-exit-status.md");
    assert!(files.is_sorted(), "{files:?}");
}

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
fn a_step_that_needs_a_program_has_its_worked_example() {
    let check = |before: &str, kind: &str, fields: &str, source: &str, output: &str| {
        let lesson = load(&lesson(before, kind, fields));
        let needs = lesson.steps[0].needs_program.as_ref().unwrap();
        assert_eq!(needs.names[0], "git");
        assert_eq!(
            (&*needs.worked[0].source, &*needs.worked[0].output),
            (source, output)
        );
    };
    let needs = "needs-program = 'git'\n";
    check(SNIPPET, "predict", needs, "false; echo $?\n", "1\n");
    let typed = format!("{needs}output = 'yes'\n{TRY}");
    check("", "try", &typed, "true\n", "yes");
    let file = format!("file = 'a.sh'\nrun = 'sh a.sh x'\n{typed}");
    let session = "cat > a.sh <<'END'\ntrue\nEND\nsh a.sh x\n";
    check("", "try", &file, session, "yes");
    let none = load(&lesson("", "try", TRY));
    assert_eq!(none.steps[0].needs_program, None);
    let both = load(&lesson(
        SNIPPET,
        "predict",
        "needs-program = ['git', 'curl']\n",
    ));
    let needs = both.steps[0].needs_program.as_ref().unwrap();
    assert_eq!(needs.names, ["git", "curl"]);
}

#[test]
fn faults_of_needed_programs_are_reported() {
    fails(
        &lesson("", "try", &format!("needs-program = 'git'\n{TRY}")),
        "log.md:19: found `needs-program` without `output`, expected what the answer prints, to be shown where it cannot be run",
    );
    fails(
        &lesson("", "try", &format!("output = 'yes'\n{TRY}")),
        "log.md:19: found `output` without `needs-program`, expected none: what an answer prints is shown only where it \
         cannot be run",
    );
    fails(
        &lesson(SNIPPET, "predict", "needs-program = '/bin/git'\n"),
        "log.md:27: found the program \"/bin/git\", expected a name without a path",
    );
    fails(
        &lesson(SNIPPET, "predict", "needs-program = ['git', '/bin/git']\n"),
        "log.md:27: found the program \"/bin/git\", expected a name without a path",
    );
    fails(
        &lesson(SNIPPET, "predict", "needs-program = []\n"),
        "log.md:27: found a list without a program, expected at least one",
    );
    fails(
        &lesson("", "drawn", "templates = ['T01']\nneeds-program = 'git'\n"),
        "log.md:20: found `needs-program` in a drawn step, expected none there",
    );
}

#[test]
fn text_in_blocks_flows() {
    let text = lesson("", "try", TRY).replace("'so'", "\"\"\"\nIt worked,\nand that is why.\"\"\"");
    assert_eq!(load(&text).steps[0].because, "It worked, and that is why.");
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
        &wrong("1 ", "zero-is-failure"),
        "log.md:27: found the right output, expected an answer that differs from it",
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
fn a_file_is_written_or_mended_and_run_as_the_lesson_says() {
    let hidden = "[[hidden]]\nwith = 'another'\nrun = 'sh a.sh B'\n[[hidden.check]]\nkind = 'status'\nis = 0\n";
    let fields = format!("file = 'a.sh'\nrun = 'sh a.sh A'\n{TRY}{hidden}");
    for (before, kind) in [("", "try"), ("```sh\nfalse\n```\n\n", "fix")] {
        let lesson = load(&lesson(before, kind, &fields));
        let kind = &lesson.steps[0].kind;
        assert_eq!(kind.file(), Some("a.sh"));
        let judge = kind.judge().unwrap();
        assert_eq!(judge.run_line("a.sh", None), "sh a.sh A");
        let own = judge.hidden[0].run.as_deref();
        assert_eq!(judge.run_line("a.sh", own), "sh a.sh B");
    }
    let plain = load(&lesson("", "try", &format!("file = 'a.sh'\n{TRY}")));
    let judge = plain.steps[0].kind.judge().unwrap();
    assert_eq!(judge.run_line("a.sh", None), "sh a.sh");
    fails(
        &lesson("", "try", &format!("run = 'sh a.sh'\n{TRY}")),
        "log.md:19: found `run` without `file`, expected both or neither",
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
