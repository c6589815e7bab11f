//! `shtutor check` finds what is wrong: in each case one thing is broken in a lesson that is right otherwise.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SOUND: &str = include_str!("sound.md");

/// What `shtutor check` says in `folder`, and its exit status.
fn check(folder: &Path, words: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_shtutor"))
        .arg("check")
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (said, output.status.code().unwrap())
}

/// The sound lesson with `from` replaced, and the line at which it stands.
fn broken(from: &str, to: &str) -> (String, usize) {
    assert_eq!(SOUND.matches(from).count(), 1, "{from}");
    let at = SOUND.find(from).unwrap();
    let line = SOUND[..at].matches('\n').count() + 1;
    (SOUND.replace(from, to), line)
}

/// Checks a lesson in which `from` is replaced: `expected` are the findings, each so many lines below it. With an empty `from`
/// nothing is.
fn finds(from: &str, to: &str, expected: &[(isize, &str)]) {
    let (text, line) = match from {
        "" => (SOUND.to_owned(), 1),
        from => broken(from, to),
    };
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("01-a.md"), text).unwrap();
    let (said, status) = check(folder.path(), &["01-a.md"]);
    let lines = expected.iter().map(|(below, message)| {
        let line = line.checked_add_signed(*below).unwrap();
        format!("01-a.md:{line}: {message}\n")
    });
    assert_eq!(said, lines.collect::<String>(), "{from} -> {to}");
    assert_eq!(status, i32::from(!expected.is_empty()), "{from} -> {to}");
}

#[test]
fn a_sound_lesson_is_passed_over_in_silence() {
    finds("", "", &[]);
}

#[test]
fn a_job_of_an_answer_is_waited_for_before_it_is_judged() {
    // In a hidden run as well, though nothing waits for it in the answer.
    for from in [
        "cp ./notes copy || echo no notes",
        "cp -- notes copy || echo no notes",
    ] {
        let to = format!("{{ sleep 0.1; {from}; }} &");
        finds(from, &to, &[]);
    }
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    finds(
        "id = \"who\"",
        "id = \"look\"",
        &[(
            -1,
            "found the step id \"look\" for a second time, expected one this lesson does not have yet",
        )],
    );
    finds(
        "needs = []",
        "needs = [\"later\"]",
        &[(
            0,
            "found \"later\" in `needs`, expected the id of an earlier lesson",
        )],
    );
    finds(
        "\nideas = [\"zero-is-failure\"]",
        "\nideas = [\"nonsense\"]",
        &[(
            1,
            "found the idea \"nonsense\", expected one of the catalogue in src/misconception/",
        )],
    );
    finds(
        "\"Look.\", ",
        "",
        &[(
            0,
            "found 2 hints, expected three: what to look at, the rule, a nearly complete line",
        )],
    );
}

#[test]
fn what_is_wrong_with_one_step_hides_nothing_of_another() {
    let (text, line) = broken("\"Look.\", ", "");
    let text = text
        .replace("model = [2, 1]", "model = [3]")
        .replace("There was nothing to show.", "")
        .replace(
            "typed = \"cp notes\"",
            "typed = \"cp notes copy || echo 'no notes' \"",
        );
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("01-a.md"), text).unwrap();
    let (said, status) = check(folder.path(), &["01-a.md"]);
    let lines = said
        .lines()
        .map(|line| line.splitn(3, ':').collect::<Vec<_>>());
    let lines: Vec<(String, String)> = lines
        .map(|parts| (parts[1].to_owned(), parts[2].to_owned()))
        .collect();
    let begins = [
        "this wrong answer passes",
        "found an empty `because`",
        "found 2 hints",
        "found 3 in `model`",
    ];
    assert_eq!(lines.len(), begins.len(), "{said}");
    for ((_, message), begin) in lines.iter().zip(begins) {
        assert!(message.trim().starts_with(begin), "{said}");
    }
    assert_eq!(
        (lines[2].0.as_str(), status),
        (line.to_string().as_str(), 1)
    );
}

#[test]
fn a_preparation_that_fails_is_a_finding() {
    let check = |run: &str, said: &str| {
        finds(
            "setup.files.notes = \"bread\\n\"",
            &format!("setup.files.notes = \"bread\\n\"\nsetup.run = \"{run}\""),
            &[(-19, said)],
        );
    };
    let todo = "correct `run`; where it may fail, let its last command succeed";
    check(
        "if",
        "with other notes, the preparation cannot be read by the shell; correct the syntax of `run`, of which nothing is done",
    );
    check(
        "nosuch; exit 3",
        &format!(
            "with other notes, the preparation ends the shell that the step begins with; {todo}"
        ),
    );
    check(
        "cp nosuch other",
        &format!("with other notes, the preparation ends with exit status 1; {todo}"),
    );
    check(
        "while :; do :; done",
        &format!("with other notes, the preparation does not end in time; {todo}"),
    );
    finds(
        "setup.files.notes = \"bread\\n\"",
        "setup.files.notes = \"bread\\n\"\nsetup.run = \"rm nosuch 2>/dev/null; x=1\"",
        &[],
    );
}

#[test]
fn a_step_that_asks_for_nothing_is_a_finding() {
    finds(
        "path = \"copy\"\nis = \"milk\"\n\n[[check]]\nkind = \"stdout\"\nempty = true\n\n[[hidden]]\nwith = \"no notes\"\n\n[[hidden.check]]\nkind = \"stdout\"\nis = \"no notes\"\n\n[[hidden.check]]\nkind = \"stderr\"\nempty = false",
        "path = \"notes\"\nis = \"milk\"",
        &[(
            -19,
            "looking around passes; add a check of what the learner has to do",
        )],
    );
    finds(
        "cp notes copi\n",
        "cp notes copy\n",
        &[(
            3,
            "the broken text passes; break it, or add a check or a hidden run that it fails",
        )],
    );
}

#[test]
fn a_right_answer_that_is_refused_is_a_finding() {
    finds(
        "answer = \"cp notes copy || echo 'no notes'\"",
        "answer = \"cp notes copy\"",
        &[(
            0,
            "this answer does not pass (cp notes copy): with no notes, printed (without error messages): no notes$ wanted, (nothing) got; make it right, or the checks wider",
        )],
    );
    finds(
        "alternative = \"cat notes > copy || echo 'no notes'\"",
        "alternative = \"cat notes > kopy\"",
        &[(
            0,
            "this alternative does not pass (cat notes > kopy): file copy: exists wanted, missing got; make it right, or the checks wider",
        )],
    );
    finds(
        "typed = \"cp ./notes copy || echo no notes\"",
        "typed = \"echo milk > copy || echo no notes\"",
        &[(
            -1,
            "this right answer does not pass (echo milk > copy || echo no notes): with no notes, printed: no notes$ wanted, (nothing) got; error messages: something wanted, (nothing) got; make it right, or the checks wider",
        )],
    );
    finds(
        "model = [2, 1]",
        "model = [1]",
        &[(
            0,
            "this answer does not pass (echo saved): file copy: exists wanted, missing got; make it right, or the checks wider",
        )],
    );
}

#[test]
fn a_wrong_answer_that_passes_or_shows_another_idea_is_a_finding() {
    finds(
        "typed = \"cp notes\"",
        "typed = \"cp notes copy || echo 'no notes' \"",
        &[(
            -1,
            "this wrong answer passes (cp notes copy || echo 'no notes'); add a check or a hidden run that it fails",
        )],
    );
    finds(
        "idea = \"single-pipe-for-or\"",
        "idea = \"zero-is-failure\"",
        &[(
            -2,
            "the idea named for this wrong answer (cp notes copy | echo 'no notes') is single-pipe-for-or, and not zero-is-failure; if that is what a learner should be told, set idea = \"single-pipe-for-or\"",
        )],
    );
    finds(
        "idea = \"single-pipe-for-or\"\n",
        "",
        &[(
            -2,
            "the idea named for this wrong answer (cp notes copy | echo 'no notes') is single-pipe-for-or, and not none; if that is what a learner should be told, set idea = \"single-pipe-for-or\"",
        )],
    );
    finds(
        "typed = \"cp notes\"",
        "typed = \"cp notes\"\nidea = \"zero-is-failure\"",
        &[(
            -1,
            "the idea named for this wrong answer (cp notes) is none, and not zero-is-failure; if that is what a learner should be told, leave `idea` out",
        )],
    );
}

#[test]
fn an_output_that_is_not_printed_is_a_finding() {
    finds(
        "gone\n```\n\n```toml",
        "lost\n```\n\n```toml",
        &[(
            -5,
            "in our own shell, dash, bash this prints \"gone\", and not \"lost\"; correct the output or the snippet",
        )],
    );
    finds(
        "cat copy 2>/dev/null || echo gone",
        "echo -e gone",
        &[(
            -1,
            "in our own shell, dash this prints \"-e gone\", and not \"gone\"; ask for something on which the shells agree",
        )],
    );
    finds(
        "proof = \"cat notes\"\nstatus = 0",
        "proof = \"cat notes\"\nstatus = 1",
        &[(
            -3,
            "in our own shell, dash, bash this option's proof ends with 0, and not with 1; correct `status` or the proof",
        )],
    );
    finds(
        "proof = \"cat notes\"\nstatus = 0",
        "proof = \"sleep 100\"\nstatus = 0",
        &[(
            -3,
            "in our own shell, dash, bash this option's proof does not come to an end, and no proof behind it was run; prove it by something that ends",
        )],
    );
    finds(
        "answer = \"\"",
        "answer = \"gone\"",
        &[(
            -1,
            "this wrong answer is what is printed; leave it out, or correct it",
        )],
    );
    finds(
        "cat copy 2>/dev/null || echo gone",
        "cat copy 2>/dev/null || echo 'gone  by'",
        &[(
            -1,
            "in our own shell, dash, bash this prints \"gone  by\", and not \"gone\"; correct the output or the snippet",
        )],
    );
    finds(
        "gone\n```\n\n```toml",
        "gone\n\n```\n\n```toml",
        &[(
            -5,
            "in our own shell, dash, bash this prints \"gone\", and not \"gone / \"; correct the output or the snippet",
        )],
    );
    finds(
        "cat copy 2>/dev/null; echo $?",
        "echo 1",
        &[(
            -1,
            "no $? is read here; read one, or ask for label = \"statuses\"",
        )],
    );
}

#[test]
fn what_a_missing_program_leaves_unproved_is_said_and_no_finding() {
    let folder = TempDir::new().unwrap();
    let check_with = |program: &str, output: &str| {
        let needs =
            format!("kind = \"try\"\nneeds-program = \"{program}\"\noutput = \"{output}\"\n");
        let (text, _) = broken("kind = \"try\"\none-line", &format!("{needs}one-line"));
        std::fs::write(folder.path().join("01-a.md"), text).unwrap();
        check(folder.path(), &["01-a.md"])
    };
    let missing = "no-such-program-anywhere";
    let note = format!(
        "shtutor: 01-a.md:17: not proved, since there is no {missing} here; only its text was\n"
    );
    assert_eq!(check_with(missing, "wrong"), (note, 0));
    assert_eq!(check_with("cp", ""), (String::new(), 0));
    let (said, status) = check_with("cp", "wrong");
    assert!(said.contains("prints nothing, and not \"wrong\""), "{said}");
    assert_eq!(status, 1);
}

#[test]
fn what_is_not_taught_yet_is_a_finding() {
    finds(
        "teaches = [\"or\"]\n",
        "",
        &[
            (
                15,
                "a hint uses || before it is taught; do without, or add \"or\" to `teaches` of this lesson or an earlier one",
            ),
            (
                20,
                "the answer uses || before it is taught; do without, or add \"or\" to `teaches` of this lesson or an earlier one",
            ),
            (
                21,
                "the alternative uses || before it is taught; do without, or add \"or\" to `teaches` of this lesson or an earlier one",
            ),
            (
                75,
                "the session uses || before it is taught; do without, or add \"or\" to `teaches` of this lesson or an earlier one",
            ),
        ],
    );
    finds(
        "pieces = [\"echo saved\"",
        "pieces = [\"echo saved | cat\"",
        &[
            (
                1,
                "a piece uses | before it is taught; do without, or add \"pipe\" to `teaches` of this lesson or an earlier one",
            ),
            (
                1,
                "the answer uses | before it is taught; do without, or add \"pipe\" to `teaches` of this lesson or an earlier one",
            ),
        ],
    );
}

#[test]
fn text_that_does_not_fit_is_a_finding() {
    finds(
        "Backups are read when it is too late to make them.",
        "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.",
        &[(
            10,
            "6 lines of prose before the task; leave 5, say the rest after it or in a step of its own",
        )],
    );
    finds(
        "It has the right name now.",
        "It is just right.",
        &[(0, "the word \"just\"; say it without")],
    );
    finds(
        "cp notes copi\n",
        "cp notes copi # the name of this copy was once not a word, as somebody found out later\n",
        &[(
            -3,
            "the broken text is shown 91 columns wide (1  cp notes copi # the name of this copy was once ...); break it so that it fits in 80",
        )],
    );
}

#[test]
fn few_answers_are_a_finding() {
    finds(
        "[[right]]\ntyped = \"cat notes >> copy\"\n",
        "",
        &[(
            -29,
            "4 different right answers are listed; add [[right]] ones until there are 5",
        )],
    );
    finds(
        "[[wrong]]\ntyped = \"mv notes copi\"\n",
        "",
        &[(
            -44,
            "4 wrong answers are listed; add [[wrong]] ones until there are 5, a constant and one that passes by accident among them",
        )],
    );
}

#[test]
fn what_never_ends_is_a_finding_in_time() {
    let begun = Instant::now();
    finds(
        "typed = \"cp notes\"",
        "typed = \"sleep 1000\"",
        &[(
            -1,
            "this did not end in time, and the rest of the step was not tried; type something that ends",
        )],
    );
    assert!(begun.elapsed() < Duration::from_secs(60));
}

/// A folder with the sound lesson and a second one that needs it.
fn two_lessons() -> TempDir {
    let folder = TempDir::new().unwrap();
    let second = SOUND
        .replace("id = \"backups\"", "id = \"again\"")
        .replace("needs = []", "needs = [\"backups\"]")
        .replace("teaches = [\"or\"]\n", "");
    std::fs::write(folder.path().join("01-a.md"), SOUND).unwrap();
    std::fs::write(folder.path().join("02-b.md"), second).unwrap();
    folder
}

#[test]
fn a_single_file_builds_on_those_before_it() {
    let folder = two_lessons();
    assert_eq!(check(folder.path(), &["02-b.md"]), (String::new(), 0));
    assert_eq!(check(folder.path(), &["."]), (String::new(), 0));
    // What is wrong with another lesson is not said where one is asked for, and no fault of those that need it.
    let faulty = SOUND.replace("kind = \"trace\"", "kind = \"race\"");
    let headless = SOUND.replace("title = ", "name = ");
    let undecoded = [SOUND.as_bytes(), b"\xff\n"].concat();
    for first in [faulty.into_bytes(), headless.into_bytes(), undecoded] {
        std::fs::write(folder.path().join("01-a.md"), first).unwrap();
        assert_eq!(check(folder.path(), &["02-b.md"]), (String::new(), 0));
        let (said, status) = check(folder.path(), &["."]);
        assert!(said.starts_with("./01-a.md:"), "{said}");
        assert_eq!((said.lines().count(), status), (1, 1), "{said}");
    }
}

#[test]
fn what_is_no_text_is_a_finding_beside_those_of_the_others() {
    let folder = two_lessons();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("03-c.md"), "+++\nid = 'c'\n").unwrap();
    std::fs::write(at("04-d.md"), b"+++\nid = '\xe4'\n").unwrap();
    std::fs::create_dir(at("05-e.md")).unwrap();
    symlink("nowhere", at("06-f.md")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(at("07-g.md"))
            .status()
            .unwrap()
            .success()
    );
    let spoilt = SOUND.replace("id = \"backups\"", "id = \"last\"");
    std::fs::write(at("08-h.md"), spoilt.replace("\"Look.\", ", "")).unwrap();
    let (said, status) = check(folder.path(), &["."]);
    let expected = "./03-c.md:1: found front matter without an end, expected a second `+++` line\n\
        ./04-d.md:2: found the byte E4, which is no UTF-8, expected text in UTF-8; save the file so\n\
        ./05-e.md:1: found a directory, expected a file of text, or another ending than .md\n\
        ./06-f.md:1: found a file that cannot be read (No such file or directory (os error 2)), expected one that can, or \
        another ending than .md\n\
        ./07-g.md:1: found a pipe or a device, expected a file of text, or another ending than .md\n\
        ./08-h.md:178: found 2 hints, expected three: what to look at, the rule, a nearly complete line\n";
    assert_eq!((said.as_str(), status), (expected, 1));
    let (said, status) = check(folder.path(), &["07-g.md"]);
    assert_eq!((said.lines().count(), status), (1, 1), "{said}");
}

#[test]
fn what_leads_out_of_the_folder_is_not_made() {
    let folder = two_lessons();
    let outside = folder.path().join("outside");
    let path = outside.display().to_string();
    let text = SOUND.replace("notes = \"bread\\n\"", &format!("'{path}' = 'x'"));
    assert_ne!(text, SOUND);
    std::fs::write(folder.path().join("01-a.md"), text).unwrap();
    let (said, status) = check(folder.path(), &["01-a.md"]);
    let found = format!("found the path {path:?}, expected one that begins in the step's folder");
    assert!(said.contains(&found), "{said}");
    assert_eq!((said.lines().count(), status), (1, 1), "{said}");
    assert!(!outside.exists());
    let learn = Command::new(env!("CARGO_BIN_EXE_shtutor"))
        .args(["learn", "backups", "--lessons", "."])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&learn.stderr).contains(&found));
    assert!(!learn.status.success() && !outside.exists());
}

#[test]
fn two_lessons_of_one_name_are_a_finding() {
    let folder = two_lessons();
    std::fs::write(folder.path().join("02-b.md"), SOUND).unwrap();
    let message =
        "./02-b.md:2: found the id \"backups\" for a second time, expected one no lesson has yet\n";
    assert_eq!(check(folder.path(), &["."]), (message.to_owned(), 1));
}

#[test]
fn a_single_step_is_checked_alone() {
    let folder = two_lessons();
    let spoilt = SOUND
        .replace("gone\n```\n\n```toml", "lost\n```\n\n```toml")
        .replace("model = [2, 1]", "model = [1]");
    std::fs::write(folder.path().join("01-a.md"), spoilt).unwrap();
    let lines = |words: &[&str]| {
        let (said, _) = check(folder.path(), words);
        let lines = said
            .lines()
            .map(|line| line.split(':').nth(1).unwrap().to_owned());
        lines.collect::<std::collections::BTreeSet<_>>()
    };
    let all = lines(&["01-a.md"]);
    assert_eq!(all.len(), 2, "{all:?}");
    let [one, other] = [
        &["01-a.md", "--step", "2"][..],
        &["--step", "backups:order", "."],
    ]
    .map(lines);
    assert_eq!((one.len(), other.len()), (1, 1));
    assert_eq!(&one | &other, all);
    assert!(lines(&["01-a.md", "--step", "3"]).is_empty());
    // Where a step may be one that cannot be read, what keeps it from being read is said.
    let faulty = SOUND.replace("kind = \"trace\"", "kind = \"race\"");
    std::fs::write(folder.path().join("01-a.md"), faulty).unwrap();
    for words in [
        &["01-a.md", "--step", "who"][..],
        &[".", "--step", "backups:4"],
    ] {
        let (said, status) = check(folder.path(), words);
        assert!(said.contains("unknown variant `race`"), "{said}");
        assert_eq!((said.lines().count(), status), (1, 1), "{said}");
    }
    assert!(lines(&[".", "--step", "again:look"]).is_empty());
}

#[test]
fn what_cannot_be_checked_is_misuse() {
    let folder = two_lessons();
    for words in [
        &["nowhere"][..],
        &["03-c.md"],
        &["01-a.md", "--step", "9"],
        &[".", "--step", "2"],
        &[".", "--step", "nowhere:1"],
        &["--stop"],
    ] {
        let (said, status) = check(folder.path(), words);
        assert_eq!(status, 2, "{words:?}: {said}");
        assert!(!said.is_empty(), "{words:?}");
    }
}
