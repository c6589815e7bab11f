//! What an observation holds of a line: every process however deep, whose line it was, and nothing that anybody made up.

use super::hosts::eventually;
use super::{SCREENS, screen, sitting, sitting_within};
use shtutor::observation::changes::Change;
use shtutor::observation::{JobFact, Observation};
use shtutor::session::Screen;
use shtutor::source::Span;
use shtutor::trace::{ExitStatus, ExpansionStep, How, Termination, TraceEvent, TraceKind};
use std::time::Duration;

/// Longer than any machine takes for what is not meant to be stopped.
const LONG: Duration = Duration::from_secs(300);

/// The trace of a line as a tree of processes, the same however they took turns.
fn tree(seen: &Observation) -> String {
    let mut text = String::new();
    branch(seen, seen.shell_pid, 0, &mut text);
    text
}

fn branch(seen: &Observation, pid: i32, depth: usize, into: &mut String) {
    for event in seen.trace.iter().filter(|event| event.pid == pid) {
        // The end of a child is told where it was forked.
        if let Some(line) = told(seen, event) {
            into.push_str(&format!("{}{line}\n", "  ".repeat(depth)));
        }
        if let TraceKind::Forked { child, .. } = event.kind {
            branch(seen, child, depth + 1, into);
        }
    }
}

fn told(seen: &Observation, event: &TraceEvent) -> Option<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let is_child = |word: &str| {
        seen.trace.iter().any(|event| {
            matches!(event.kind, TraceKind::Forked { child, .. } if child.to_string() == word)
        })
    };
    let word = |word: &Vec<u8>| match text(word) {
        word if is_child(&word) => "PID".to_owned(),
        word => word,
    };
    let words = |words: &[Vec<u8>]| words.iter().map(word).collect::<Vec<_>>();
    let here = event
        .span
        .filter(|_| event.source == 0)
        .map_or("?", |span| {
            &seen.line[span.start as usize..span.end as usize]
        });
    Some(match &event.kind {
        TraceKind::Waited { .. }
        | TraceKind::Descriptors { .. }
        | TraceKind::Text { .. }
        | TraceKind::StatusLeft { .. } => return None,
        TraceKind::Started { argv, how } if argv.is_empty() => format!("{how:?} `{here}`"),
        TraceKind::Started { argv, how } => format!("{how:?} {}", words(argv).join(" ")),
        TraceKind::Ended { how } => format!("ended {}", end(*how)),
        TraceKind::Forked { child, reason } => {
            let how = seen.trace.iter().find_map(|event| match event.kind {
                TraceKind::Waited { child: pid, how } if pid == *child => Some(end(how)),
                _ => None,
            });
            format!("{reason:?}: {}", how.unwrap_or("not waited for".to_owned()))
        }
        TraceKind::PipelineEnded {
            statuses, status, ..
        } => {
            let statuses: Vec<u32> = statuses.iter().map(|status| status.0).collect();
            format!("pipeline {statuses:?} -> {status}")
        }
        TraceKind::PipeOpened { from_stage, .. } => format!("pipe {from_stage}"),
        TraceKind::ShellExited { status } => format!("exit {status}"),
        TraceKind::Execed { argv, .. } => format!("exec {}", words(argv).join(" ")),
        TraceKind::Skipped { because, .. } => format!("skipped `{here}` after {because}"),
        TraceKind::Expanded { fields, steps } => {
            let steps: Vec<String> = steps.iter().map(|step| format!("{step:?}")).collect();
            let names: Vec<&str> = steps
                .iter()
                .map(|step| step.split([' ', '{']).next().unwrap_or_default())
                .collect();
            format!("`{here}` -> {:?} by {}", words(fields), names.join(", "))
        }
        TraceKind::Assigned { name, value } => format!("{}={}", text(name), text(value)),
        TraceKind::JobStarted { number, .. } => format!("job {number}"),
        kind => format!("{kind:?}"),
    })
}

fn end(how: Termination) -> String {
    match how {
        Termination::Exited(status) => status.to_string(),
        Termination::Signaled(signal) => format!("signal {signal}"),
        how => format!("{how:?}"),
    }
}

/// Runs `line` on each screen: the tree is the same.
fn check_tree(line: &str, expected: &str) {
    for kind in SCREENS {
        let seen = sitting(kind).run(line);
        assert!(!seen.trace_truncated && seen.late.is_empty());
        assert_eq!(tree(&seen), expected, "{kind:?}: {line}");
    }
}

#[test]
fn every_process_is_seen_however_deep() {
    check_tree(
        "(:; (false; (echo c | cat)) | cat) | { read x; echo $x $(true; echo f | (cat; exit 3)); }",
        "\
pipe 0
PipelineStage { index: 0, of: 2 }: 0
  Compound `(:; (false; (echo c | cat)) | cat)`
  SpecialBuiltin :
  ended 0
  pipe 0
  PipelineStage { index: 0, of: 2 }: 0
    Compound `(false; (echo c | cat))`
    Builtin false
    ended 1
    Compound `(echo c | cat)`
    pipe 0
    PipelineStage { index: 0, of: 2 }: 0
      Builtin echo c
      ended 0
      exit 0
    PipelineStage { index: 1, of: 2 }: 0
      External cat
      exec cat
    pipeline [0, 0] -> 0
    ended 0
    ended 0
    exit 0
  PipelineStage { index: 1, of: 2 }: 0
    External cat
    exec cat
  pipeline [0, 0] -> 0
  ended 0
  exit 0
PipelineStage { index: 1, of: 2 }: 0
  Compound `{ read x; echo $x $(true; echo f | (cat; exit 3)); }`
  Builtin read x
  ended 0
  `$x` -> [\"c\"] by Parameter, FieldSplitting
  CommandSubstitution: 3
    Builtin true
    ended 0
    pipe 0
    PipelineStage { index: 0, of: 2 }: 0
      Builtin echo f
      ended 0
      exit 0
    PipelineStage { index: 1, of: 2 }: 3
      Compound `(cat; exit 3)`
      External cat
      External: 0
        exec cat
      ended 0
      SpecialBuiltin exit 3
      Jumped { jump: Exit(ExitStatus(3)) }
      ended 3
      ended 3
      exit 3
    pipeline [0, 3] -> 3
    exit 3
  `$(true; echo f | (cat; exit 3))` -> [\"f\"] by CommandSubstitution, FieldSplitting
  Builtin echo c f
  ended 0
  ended 0
  exit 0
pipeline [0, 0] -> 0
",
    );
}

#[test]
fn what_a_process_told_before_it_was_killed_counts() {
    check_tree(
        "(: told; kill -9 $(exec sh -c 'echo $PPID'); : never) | :",
        "\
pipe 0
PipelineStage { index: 0, of: 2 }: signal 9
  Compound `(: told; kill -9 $(exec sh -c 'echo $PPID'); : never)`
  SpecialBuiltin : told
  ended 0
  CommandSubstitution: 0
    `'echo $PPID'` -> [\"echo $PPID\"] by QuoteRemoval
    SpecialBuiltin exec sh -c echo $PPID
    exec sh -c echo $PPID
  `$(exec sh -c 'echo $PPID')` -> [\"PID\"] by CommandSubstitution, FieldSplitting
  Builtin kill -9 PID
PipelineStage { index: 1, of: 2 }: 0
  SpecialBuiltin :
  ended 0
  exit 0
pipeline [137, 0] -> 0
",
    );
}

#[test]
fn what_words_became_is_told_step_by_step() {
    check_tree(
        "x='a b' HOME=/h; set -- one 'two 2'; for i in $x \"$@\" ~ ${y-z} *.c; do case $i in (b*) break;; esac; done",
        "\
NoCommand `x='a b' HOME=/h`
`'a b'` -> [\"a b\"] by QuoteRemoval
x=a b
HOME=/h
ended 0
`'two 2'` -> [\"two 2\"] by QuoteRemoval
SpecialBuiltin set -- one two 2
ended 0
Compound `for i in $x \"$@\" ~ ${y-z} *.c; do case $i in (b*) break;; esac; done`
`$x` -> [\"a\", \"b\"] by Parameter, FieldSplitting
`\"$@\"` -> [\"one\", \"two 2\"] by Parameter, QuoteRemoval
`~` -> [\"/h\"] by Tilde
`${y-z}` -> [\"z\"] by Parameter, FieldSplitting
`*.c` -> [\"*.c\"] by PathnameExpansion
LoopTurned { turns: 0, value: Some([97]) }
Compound `case $i in (b*) break;; esac`
`$i` -> [\"a\"] by Parameter
CaseChosen { taken: None }
ended 0
LoopTurned { turns: 1, value: Some([98]) }
Compound `case $i in (b*) break;; esac`
`$i` -> [\"b\"] by Parameter
CaseChosen { taken: Some((0, Span { start: 83, end: 85 })) }
SpecialBuiltin break
Jumped { jump: Break(1) }
ended 0
ended 0
ended 0
",
    );
    check_tree(
        "u=; f() { return $((1+2)); }; f \"$u$v\"; cat > \"a$?\" <<E\n${HOME##*}.\nE\n",
        "\
NoCommand `u=`
u=
ended 0
FunctionDefined { name: [102] }
`\"$u$v\"` -> [\"\"] by Parameter, Parameter, QuoteRemoval
Function f 
Compound `{ return $((1+2)); }`
`$((1+2))` -> [\"3\"] by Arithmetic, FieldSplitting
SpecialBuiltin return 3
Jumped { jump: Return(ExitStatus(3)) }
ended 3
ended 3
ended 3
External cat
StatusRead { value: ExitStatus(3), producer: Some(Span { start: 30, end: 38 }) }
`\"a$?\"` -> [\"a3\"] by Parameter, QuoteRemoval
Redirected { fd: 1, operator: Output, target: [97, 51], error: None }
`${HOME##*}.
` -> [\".\\n\"] by Parameter
Redirected { fd: 0, operator: HereDoc, target: [], error: None }
External: 0
  exec cat
ended 0
",
    );
}

#[test]
fn the_steps_of_an_expansion_are_told() {
    let seen = sitting(Screen::Headless)
        .run("IFS=:; unset u; x=a:b; echo ~+:\"$x\"$x${u-$(echo c; exit 7)}$((6*7))");
    let steps = seen.trace.iter().rev().find_map(|event| match &event.kind {
        TraceKind::Expanded { steps, .. } => Some(steps.clone()),
        _ => None,
    });
    let at = |text: &str, from: usize| {
        let start = from + seen.line[from..].find(text).unwrap();
        Span::new(start as u32, (start + text.len()) as u32)
    };
    let parameter = |span, name: &str, is_set, value: &str| ExpansionStep::Parameter {
        span,
        name: name.into(),
        is_set,
        values: vec![value.into()],
    };
    let quoted = seen.line.find('"').unwrap();
    let expected = vec![
        parameter(at("$x", quoted), "x", true, "a:b"),
        parameter(at("$x", quoted + 4), "x", true, "a:b"),
        ExpansionStep::CommandSubstitution {
            span: at("$(echo c; exit 7)", 0),
            output: b"c".to_vec(),
            newlines: 1,
            status: ExitStatus(7),
        },
        parameter(at("${u-$(echo c; exit 7)}", 0), "u", false, "c"),
        ExpansionStep::Arithmetic {
            span: at("$((6*7))", 0),
            value: 42,
        },
        ExpansionStep::FieldSplitting { fields: 2 },
        ExpansionStep::QuoteRemoval,
    ];
    assert_eq!(steps, Some(expected));
    assert_eq!(screen(&seen), "~+:a:ba bc42\n");
}

#[test]
fn jumps_conditions_and_traps_are_told() {
    check_tree(
        "for i in 1 2; do while :; do continue 2; done; done; (trap 'echo bye' EXIT; set -e; if false; then :; fi; false; :)",
        "\
Compound `for i in 1 2; do while :; do continue 2; done; done`
LoopTurned { turns: 0, value: Some([49]) }
Compound `while :; do continue 2; done`
SpecialBuiltin :
ended 0
ConditionEnded { status: ExitStatus(0), holds: true }
LoopTurned { turns: 0, value: None }
SpecialBuiltin continue 2
Jumped { jump: Continue(2) }
ended 0
ended 0
LoopTurned { turns: 1, value: Some([50]) }
Compound `while :; do continue 2; done`
SpecialBuiltin :
ended 0
ConditionEnded { status: ExitStatus(0), holds: true }
LoopTurned { turns: 0, value: None }
SpecialBuiltin continue 2
Jumped { jump: Continue(2) }
ended 0
ended 0
ended 0
Compound `(trap 'echo bye' EXIT; set -e; if false; then :; fi; false; :)`
Subshell: 1
  `'echo bye'` -> [\"echo bye\"] by QuoteRemoval
  SpecialBuiltin trap echo bye EXIT
  ended 0
  SpecialBuiltin set -e
  ended 0
  Compound `if false; then :; fi`
  Builtin false
  ended 1
  ErrExitExempt { status: ExitStatus(1) }
  ConditionEnded { status: ExitStatus(1), holds: false }
  Branched { taken: None, otherwise: false }
  ended 0
  Builtin false
  ended 1
  ErrExit { status: ExitStatus(1) }
  TrapRun { condition: 0 }
  Builtin echo bye
  ended 0
  exit 1
ended 1
",
    );
}

#[test]
fn what_a_line_did_to_files_is_seen() {
    let mut sitting = sitting(Screen::Headless);
    sitting.run("echo 1 > a; echo 2 > b; echo 3 > c");
    let seen = sitting.run("rm a; chmod 600 b; echo 4 > d; cat c > /dev/null");
    let said = seen.changes().into_iter().map(|change| match change {
        Change::Created(fact) => format!("+{}", fact.path.display()),
        Change::Changed { after, .. } => format!("~{} {:o}", after.path.display(), after.mode),
        Change::Removed(fact) => format!("-{}", fact.path.display()),
    });
    assert_eq!(said.collect::<Vec<_>>(), ["-a", "~b 600", "+d"]);
}

#[test]
fn aliases_in_force_come_with_the_line() {
    let mut sitting = sitting(Screen::Headless);
    assert_eq!(sitting.run("alias hi='echo hello'").aliases, []);
    let seen = sitting.run("hi; unalias hi");
    let names: Vec<&[u8]> = seen.aliases.iter().map(|alias| &alias.name[..]).collect();
    assert_eq!(
        (names, screen(&seen).as_str()),
        (vec![&b"hi"[..]], "hello\n")
    );
    assert_eq!(sitting.run("alias bye=:").aliases, []);
    // A line that ends the shell has them too.
    assert_eq!(sitting.run("exit").aliases.len(), 1);
}

#[test]
fn jobs_that_are_left_are_listed() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        let seen = sitting.run("sleep 100 & sleep 200 | cat &");
        let pid = |job: &JobFact| job.pid;
        let commands = |jobs: &[JobFact]| -> Vec<(u32, Option<i32>, String)> {
            let text = |job: &JobFact| String::from_utf8_lossy(&job.command).into_owned();
            jobs.iter()
                .map(|job| (job.number, job.stopped_by, text(job)))
                .collect()
        };
        let (one, two) = ("sleep 100".to_owned(), "sleep 200 | cat".to_owned());
        assert_eq!(
            commands(&seen.jobs),
            [(1, None, one), (2, None, two.clone())]
        );
        let stopped = sitting.run(&format!("kill -9 {0}; wait {0}", pid(&seen.jobs[0])));
        assert_eq!(commands(&stopped.jobs), [(2, None, two)], "{kind:?}");
    }
    let mut sitting = sitting(Screen::Plain);
    let seen = sitting.run("sh -c 'kill -STOP $$'");
    let stopped_by: Vec<_> = seen.jobs.iter().map(|job| job.stopped_by).collect();
    assert_eq!(stopped_by, [Some(19)]);
}

/// What the process that `line` left behind told, as lines `number` says, in `trace` or late in one of `later`.
fn told_late(line: &Observation, later: &[Observation]) -> Vec<String> {
    let job = line.trace.iter().find_map(|event| match event.kind {
        TraceKind::Forked { child, .. } => Some(child),
        _ => None,
    });
    let own = line.trace.iter();
    let late = later.iter().flat_map(|seen| &seen.late);
    let late = late.map(|late| {
        assert_eq!(late.line, line.number);
        &late.event
    });
    let names = own.chain(late).filter(|event| Some(event.pid) == job);
    let names = names.filter_map(|event| match &event.kind {
        TraceKind::Started { argv, .. } => {
            assert_eq!(event.source, 0);
            let argv: Vec<_> = argv
                .iter()
                .map(|word| String::from_utf8_lossy(word))
                .collect();
            Some(argv.join(" "))
        }
        TraceKind::ShellExited { status } => Some(format!("exit {status}")),
        _ => None,
    });
    names.collect()
}

#[test]
fn what_a_job_does_later_belongs_to_its_own_line() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        // One for each message: a writer may find the reader of the message before still there.
        sitting.run("mkfifo go on");
        let line = sitting.run("{ read x < go; echo first; read x < on; false; } &");
        let later = [
            sitting.run("echo 1 > go"),
            sitting.run("true"),
            sitting.run("echo 2 > on; wait"),
        ];
        let expected = ["", "read x", "echo first", "read x", "false", "exit 1"];
        assert_eq!(told_late(&line, &later), expected, "{kind:?}");
        for seen in &later {
            let own = |event: &TraceEvent| event.pid == seen.shell_pid;
            assert!(
                seen.trace.iter().all(own),
                "{}: {:?}",
                seen.line,
                seen.trace
            );
        }
        // What was late is told once.
        assert_eq!(sitting.run("true").late, []);
    }
}

#[test]
fn what_a_job_says_between_two_lines_is_neither_ones() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        let line =
            sitting.run("{ until [ -e go ]; do :; done; echo late; : > said; } & echo early");
        let folder = sitting.folder.path().to_owned();
        std::fs::write(folder.join("go"), "").unwrap();
        assert!(eventually(|| folder.join("said").exists()));
        let next = sitting.run("wait; echo next");
        assert_eq!(
            [screen(&line), screen(&next)],
            ["early\n", "next\n"],
            "{kind:?}"
        );
    }
}

#[test]
fn a_job_with_much_to_tell_does_not_wait_for_the_next_line() {
    let mut sitting = sitting(Screen::Headless);
    sitting.run("mkfifo go");
    let steps = "i=0; while [ $i -lt 500 ]; do i=$((i+1)); done; : > finished";
    sitting.run(&format!("{{ read word < go; {steps}; }} &"));
    std::fs::write(sitting.folder.path().join("go"), "word\n").unwrap();
    let finished = sitting.folder.path().join("finished");
    assert!(eventually(|| finished.exists()));
    let late = sitting.run("wait").late;
    assert!(late.len() > 1000, "{}", late.len());
    assert!(
        late.iter()
            .any(|late| matches!(late.event.kind, TraceKind::ShellExited { .. }))
    );
}

#[test]
fn a_trace_too_long_is_cut_but_its_ends_are_told() {
    for kind in SCREENS {
        let mut sitting = sitting_within(kind, LONG, 1 << 20);
        let seen = sitting.run("i=0; while [ $i -lt 25000 ]; do i=$((i+1)); done; (exit 3)");
        assert!(seen.trace_truncated);
        assert_eq!((seen.status, seen.ended), (ExitStatus(3), None));
        let runs = seen.runs();
        let complete = runs.iter().all(|run| run.ended.is_some());
        assert!(complete && runs.len() > 1000, "{}", runs.len());
        assert_eq!(runs[1].argv, Vec::<Vec<u8>>::new());
        assert_eq!(runs[1].how, Some(How::Compound));
        let next = sitting.run("true");
        assert!(!next.trace_truncated && next.late.is_empty() && next.runs().len() == 1);
    }
}

#[test]
fn tens_of_thousands_of_commands_of_many_processes_do_not_stop_the_shell() {
    let mut sitting = sitting_within(Screen::Plain, LONG, 1 << 20);
    let loops =
        "(i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo $i; done) | tail -n 1; ".repeat(4);
    let seen = sitting.run(&format!("{loops} exit 9"));
    assert_eq!(screen(&seen), "5000\n".repeat(4));
    assert_eq!(seen.ended, Some(Termination::Exited(ExitStatus(9))));
    assert!(seen.trace_truncated);
}

#[test]
fn what_goes_through_pipes_is_seen_where_a_person_looks_on() {
    let mut sitting = sitting(Screen::Plain);
    let seen = sitting.run("printf 'a\\nbc\\n' | cat | grep -c .; yes | head -n 1");
    let told: Vec<(u64, bool)> = seen
        .pipes
        .iter()
        .map(|data| (data.bytes, data.reader_left))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told[..2], [(5, false), (5, false)]);
    assert!(told[2].1, "{told:?}");
    assert_eq!(seen.pipes[0].head, b"a\nbc\n");
    assert_eq!(seen.status, ExitStatus::SUCCESS);
    // It is no process of the session's, and nobody there sees a socket of it.
    let seen = sitting.run("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -c trace-pump; ls -l /proc/self/fd | grep -c socket");
    assert!(screen(&seen).ends_with("0\n"), "{}", screen(&seen));
    let mut headless = super::sitting(Screen::Headless);
    assert!(headless.run("echo a | cat").pipes.is_empty());
}

#[test]
fn a_writer_is_blocked_and_ended_as_by_an_ordinary_pipe() {
    let mut sitting = sitting(Screen::Plain);
    // One byte more than a pipe holds: without a reader it is never written.
    let line = "{ dd if=/dev/zero bs=4096 count=16 2>/dev/null; echo full >&2; head -c 1 /dev/zero && echo more >&2; } | sleep 0.3";
    assert_eq!(screen(&sitting.run(line)), "full\n");
    let line = "{ sleep 0.2; echo x; echo $? >&2; echo alive >&2; } | true; echo end";
    assert_eq!(screen(&sitting.run(line)), "end\n");
}
