//! What surrounds a step: the files and the network that it has, and the programs that it needs.

use super::{SNIPPET, TRY, fails, lesson, load};

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
fn no_file_leads_out_of_the_folder() {
    let outside =
        |path: &str, expected: &str| format!("found the path {path:?}, expected {expected}");
    let absolute = "one that begins in the step's folder, without `/` before it";
    let up = "one that stays in the step's folder, without `.` and `..`";
    let check = |fields: &str, line: usize, message: &str| {
        fails(
            &lesson("", "try", fields),
            &format!("log.md:{line}: {message}"),
        );
    };
    let hidden = format!(
        "one-line = true\n{TRY}[[hidden]]\nwith = 'a'\n[[hidden.check]]\nkind = 'status'\nis = 0\n[hidden.setup.files]\n"
    );
    check(
        &format!("{TRY}[setup.files]\na = ''\n'/etc/x' = ''\n"),
        25,
        &outside("/etc/x", absolute),
    );
    check(
        &format!("{TRY}[setup]\nfiles = {{ '../x' = '' }}\n"),
        24,
        &outside("../x", up),
    );
    check(
        &format!("setup.files.'a/../../x' = ''\n{TRY}"),
        19,
        &outside("a/../../x", up),
    );
    check(
        &format!("{hidden}'/etc/x' = ''\n"),
        30,
        &outside("/etc/x", absolute),
    );
    check(
        &format!("file = '/etc/a.sh'\n{TRY}"),
        19,
        &outside("/etc/a.sh", absolute),
    );
    check(
        &format!("file = ''\n{TRY}"),
        19,
        &outside("", "the name of a file"),
    );
}

#[test]
fn no_name_is_that_of_a_file_and_a_folder() {
    let expected = "expected either a file or a folder of that name";
    let fields = format!("{TRY}[setup.files]\na = ''\n'a/b' = ''\n");
    fails(
        &lesson("", "try", &fields),
        &format!("log.md:23: found the file \"a\", and \"a/b\" in it, {expected}"),
    );
    let fields = format!("file = 'a'\n{TRY}[setup.files]\n'a/b' = ''\n");
    fails(
        &lesson("", "try", &fields),
        &format!("log.md:19: found the file \"a\", and \"a/b\" in it, {expected}"),
    );
}
