//! Other processes: signals by every call that sends one, their memory, their descriptors, what the kernel keeps of them.

use super::{Attempt, Helper, Prison, Victim, attempt, check_all, peace};
use shtutor::trace::Termination;
use std::time::Duration;

pub const ATTEMPTS: &[Attempt] = &[
    attempt("end another", "kill @P"),
    attempt("kill another", "kill -KILL @P"),
    attempt("stop another", "kill -STOP @P"),
    attempt("kill a group", "kill -KILL -@P"),
    attempt("kill the tutor", "kill -KILL @T"),
    attempt("interrupt the tutor", "kill -INT @T"),
    attempt("kill the guardian", "kill -KILL @G"),
    attempt("stop the guardian", "kill -STOP @G"),
    attempt("by an utility", "env kill -KILL @P"),
    attempt("by time", "timeout -s KILL 0.1 sh -c 'kill -KILL @P'"),
    attempt("in the background", "(sleep 0.01; kill -KILL @P) & wait"),
    attempt("by a descriptor of a process", "./helper pidfd @P"),
    attempt("to a thread", "./helper tgkill @P"),
    attempt("with a value", "./helper sigqueue @P"),
    attempt("by the owner of a descriptor", "./helper owner @P"),
    attempt(
        "by the owner of a descriptor, a group",
        "./helper owner -@P",
    ),
    attempt("trace and write", "./helper poke @P @A"),
    attempt("trace the tutor", "./helper seize @T").showing("seized"),
    attempt("trace the guardian", "./helper seize @G").showing("seized"),
    attempt("write memory", "./helper writev @P @A"),
    attempt("read memory", "./helper readv @P @A"),
    attempt("write memory as a file", "./helper write-mem @P @A"),
    attempt("read memory as a file", "./helper read-mem @P @A"),
    attempt("take a descriptor", "./helper take @P"),
    attempt("read the environment", "tr '\\0' '\\n' < /proc/@P/environ"),
    attempt(
        "read the environment of the tutor",
        "head -c 1 /proc/@T/environ > e; [ -s e ] && echo read",
    )
    .showing("read\n"),
    attempt("be killed first", "echo 500 > /proc/@P/oom_score_adj"),
    attempt("what a core holds", "echo 0 > /proc/@P/coredump_filter"),
    attempt("limits", "prlimit --pid @P --nofile=10:10"),
    attempt("priority", "renice -n 5 -p @P"),
    attempt("priority of a group", "renice -n 5 -g @P"),
    attempt("scheduling", "chrt -b -p 0 @P"),
    attempt("processors", "taskset -p 1 @P").if_possible(),
    attempt("shared memory", "./helper segment @S").if_possible(),
];

#[test]
fn other_processes_stay_as_they_are() {
    check_all(ATTEMPTS);
}

/// Without a session it would end all of the user's processes; that each of these can be ended is shown above.
#[test]
fn killing_all_kills_the_session_alone() {
    let _peace = peace();
    let Some(helper) = Helper::compile() else {
        return;
    };
    let killed = Some(Termination::Signaled(9));
    for (line, ended) in [
        // Who kills all is spared.
        ("kill -KILL -1", None),
        ("sh -c 'kill -KILL -1'", killed),
        ("(setsid kill -KILL -1); sleep 1000", killed),
    ] {
        let Some(mut prison) = Prison::open(Duration::from_secs(60)) else {
            return;
        };
        let victim = Victim::new(&helper.path());
        let before = victim.look();
        let seen = prison.session.run(line).unwrap();
        assert_eq!(seen.ended, ended, "{line}");
        assert_eq!(victim.look(), before, "{line}");
    }
}
