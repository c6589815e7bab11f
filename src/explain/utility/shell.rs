//! The built-in utilities.

use super::{Operands, Utility};

/// Those that POSIX calls special (XCU 2.15).
pub(super) const SPECIAL: &[&str] = &[
    ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set",
    "shift", "times", "trap", "unset",
];

pub(super) const TABLE: &[Utility] = &[
    Utility::new(".", "reads the commands of a file into this shell").named(&["the file", "an argument for it"]),
    Utility::new(":", "does nothing, with status 0; its arguments are expanded all the same").named(&["expanded, and then not used"]),
    Utility::new("[", "asks a question; the answer is its status: 0 yes, 1 no, 2 not understood").operands(Operands::Test),
    Utility::new("alias", "gives a name to a text that is put in its place").operands(Operands::Assign),
    Utility::new("bg", "lets a stopped job go on in the background").named(&["the job"]),
    Utility::new("break", "leaves the loop it stands in").named(&["how many loops, from the inside out"]),
    Utility::new("cd", "changes the directory the shell is in; without an argument to HOME")
        .options(&[("-P", "follows symbolic links to the real directory"), ("-L", "keeps symbolic links in the path")])
        .named(&["the directory; if it cannot be entered, the status is not 0"]),
    Utility::new("command", "runs a built-in or a program, never a function")
        .options(&[("-v", "prints what would be run, and fails if there is no such command"), ("-V", "says what kind of command it is"), ("-p", "looks in the system's own directories")])
        .runs(&[]),
    Utility::new("continue", "begins the next turn of the loop it stands in").named(&["of which loop, counted from the inside out"]),
    Utility::new("echo", "prints its arguments, a blank between them, and a newline")
        .options(&[("-n", "no newline at the end; POSIX leaves it open, printf is sure"), ("-e", "in bash: backslashes write special characters; dash prints the -e")])
        .operands(Operands::Text),
    Utility::new("eval", "joins its arguments to one text and runs it").operands(Operands::Script("the commands to run")),
    Utility::new("exec", "puts a program in the place of this shell").runs(&[]),
    Utility::new("exit", "ends the shell").named(&["the status it ends with"]),
    Utility::new("export", "hands variables on to the programs that are started from now on")
        .options(&[("-p", "prints those that are handed on")])
        .operands(Operands::Assign),
    Utility::new("false", "does nothing, with status 1"),
    Utility::new("fc", "shows, edits or repeats commands of the history"),
    Utility::new("fg", "lets a job go on in the foreground").named(&["the job"]),
    Utility::new("getopts", "reads the next option of the arguments; fails when there are no more")
        .named(&["the letters that are options; one with : takes a value", "the variable for the letter", "an argument to read instead"]),
    Utility::new("hash", "remembers where programs were found, or forgets it").options(&[("-r", "forgets all")]).named(&["the program"]),
    Utility::new("jobs", "lists the jobs of this shell").options(&[("-l", "with process ids"), ("-p", "process ids alone")]).named(&["the job"]),
    Utility::new("kill", "sends a signal to processes; SIGTERM, which asks them to end, if none is named")
        .options(&[
            ("-0", "sends nothing; the status says whether the process is there"),
            ("-9", "SIGKILL: it cannot be refused"),
            ("-KILL", "SIGKILL: it cannot be refused"),
            ("-15", "SIGTERM: asks it to end"),
            ("-TERM", "SIGTERM: asks it to end"),
            ("-HUP", "SIGHUP: many servers read their settings again"),
            ("-INT", "SIGINT, as Ctrl-C"),
            ("-USR1", "SIGUSR1: the program's own meaning"),
            ("-QUIT", "SIGQUIT"),
            ("-1", "SIGHUP: many servers read their settings again"),
            ("-2", "SIGINT, as Ctrl-C"),
            ("-3", "SIGQUIT"),
            ("-STOP", "SIGSTOP: stops it until SIGCONT comes"),
            ("-CONT", "SIGCONT: lets it go on"),
            ("-USR2", "SIGUSR2: the program's own meaning"),
            ("-s=", "sends the signal {}"),
            ("-l", "lists the signals"),
        ])
        .named(&["the process id or job"]),
    Utility::new("local", "makes variables that end with the function; POSIX has no local, all common shells do").operands(Operands::Assign),
    Utility::new("printf", "prints its arguments as its first one, the format, says; no newline of its own")
        .named(&["the format: %s stands for an argument as text, %d as a number, \\n for a newline", "an argument for the format"]),
    Utility::new("pwd", "prints the directory the shell is in").options(&[("-P", "without symbolic links"), ("-L", "with symbolic links as they were followed")]),
    Utility::new("read", "reads one line of its standard input into variables, cut at the characters of IFS, which are blanks as a rule")
        .options(&[
            ("-r", "leaves backslashes as they are"),
            ("-p=", "prints the prompt {} first; bash and dash have it, POSIX does not"),
            ("-s", "in bash: does not show what is typed"),
            ("-t=", "in bash: waits at most {} seconds"),
        ])
        .named(&["a variable"]),
    Utility::new("readonly", "makes variables that cannot be changed").options(&[("-p", "prints them")]).operands(Operands::Assign),
    Utility::new("return", "ends the function").named(&["the status it ends with"]),
    Utility::new("set", "turns options of this shell on (-) or off (+), or sets the arguments $1, $2 and so on")
        .options(&[
            ("-e", "with set -e a failure that nobody looks at ends the shell"),
            ("-u", "with set -u an unset variable is an error"),
            ("-x", "each command is shown, expanded, on standard error before it runs"),
            ("-v", "lines are shown as they are read"),
            ("-f", "patterns are no longer expanded to names of files"),
            ("-n", "what follows is read, its syntax checked, and none of it run, set +n neither"),
            ("-a", "every variable that is set is exported"),
            ("-m", "turns job control on"),
            ("-C", "> refuses to overwrite a file"),
            ("-b", "tells at once when a background job ends"),
            ("-o=", "turns on the option {}"),
            ("+e", "failures end the shell no longer"),
            ("+u", "unset variables are no error any more"),
            ("+x", "commands are shown no longer"),
            ("+f", "patterns are expanded again"),
            ("+a", "variables are no longer exported by themselves"),
            ("+m", "turns job control off"),
            ("+o=", "turns off the option {}"),
        ])
        .plus_options()
        .named(&["of the new arguments $1, $2 and so on"]),
    Utility::new("shift", "drops $1; $2 becomes $1, and so on").named(&["how many are dropped"]),
    Utility::new("test", "asks a question; the answer is its status: 0 yes, 1 no, 2 not understood").operands(Operands::Test),
    Utility::new("times", "prints the processor time used"),
    Utility::new("trap", "keeps commands for the time when a signal comes or the shell ends").operands(Operands::Script("the commands that are kept; - takes them back, '' ignores the signal")).options(&[("-p", "prints what is kept; dash does not know it"), ("-l", "of bash: lists the signals")]),
    Utility::new("true", "does nothing, with status 0"),
    Utility::new("type", "says what kind of command each name is").named(&["the name"]),
    Utility::new("ulimit", "shows or lowers the limits of this shell's processes")
        .options(&[("-n", "how many files may be open"), ("-c", "the size of core files"), ("-u", "how many processes"), ("-f", "how large files may become, in blocks of 512 bytes"), ("-v", "how much memory"), ("-t", "how much processor time, in seconds"), ("-s", "how large the stack may become"), ("-H", "the limit that cannot be raised again"), ("-S", "the limit that counts now"), ("-a", "all of them")]).named(&["the limit"]),
    Utility::new("umask", "takes permissions away from the files that are created from now on; alone it prints them").options(&[("-S", "prints them in letters")]).named(&["the permissions that are taken away"]),
    Utility::new("unalias", "removes aliases").options(&[("-a", "all of them")]).named(&["the name"]),
    Utility::new("unset", "removes variables").options(&[("-v", "variables"), ("-f", "functions")]).named(&["the name"]),
    Utility::new("wait", "waits for background commands to end").named(&["the process id or job to wait for"]),
];
