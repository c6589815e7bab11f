//! The workloads: scripts that do one thing many times.

use std::fmt::Write;
use std::fs::{File, create_dir, write};
use std::path::Path;

/// What is measured of a workload.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The time it takes.
    Time,
    /// The time of as many starts as there are operations.
    Starts,
    /// The memory it needed, which the script prints.
    Memory,
}

/// A script and what it is for.
pub struct Workload {
    /// As in the table.
    pub name: &'static str,
    /// What is measured.
    pub kind: Kind,
    /// How often the script does it.
    pub operations: u32,
    /// The ratio to `dash` that is aimed at.
    pub target: f64,
    script: Script,
}

enum Script {
    /// What stands between `i=0; while [ $i -lt N ]; do` and `done`, which also counts.
    Repeated(&'static str),
    /// The script as it is; `N` stands for the number of operations.
    Whole(&'static str),
    /// Made when it is needed.
    Made(fn() -> String),
}

impl Workload {
    /// The text of the script.
    pub fn script(&self) -> String {
        self.script_of(self.operations)
    }

    /// The text of a script that does it `operations` times, where that is not fixed.
    pub fn script_of(&self, operations: u32) -> String {
        match self.script {
            Script::Repeated(body) => {
                format!("i=0\nwhile [ $i -lt {operations} ]; do\n{body}\ni=$((i+1))\ndone\n")
            }
            Script::Whole(text) => text.replace("OPERATIONS", &operations.to_string()),
            Script::Made(make) => make(),
        }
    }
}

const fn time(name: &'static str, operations: u32, target: f64, script: Script) -> Workload {
    Workload {
        name,
        kind: Kind::Time,
        operations,
        target,
        script,
    }
}

const fn memory(name: &'static str, target: f64, script: Script) -> Workload {
    Workload {
        name,
        kind: Kind::Memory,
        operations: 1,
        target,
        script,
    }
}

use Script::{Made, Repeated, Whole};

/// All of them, in the order of the table.
pub const WORKLOADS: &[Workload] = &[
    STARTUP,
    time("external", 200, 1.03, Repeated("/bin/true")),
    time("external by PATH", 200, 1.03, Repeated("env")),
    time(
        "pipeline of three",
        100,
        1.0,
        Repeated("/bin/echo x | /bin/cat | /bin/cat"),
    ),
    time("echo x | /bin/cat", 150, 1.0, Repeated("echo x | /bin/cat")),
    time("$(echo x)", 400, 1.0, Repeated("x=$(echo x)")),
    time("$(/bin/echo x)", 200, 1.0, Repeated("x=$(/bin/echo x)")),
    time("subshell", 500, 1.0, Repeated("( : )")),
    time(
        "subshell, 20,000 variables",
        500,
        1.0,
        Made(subshell_among_variables),
    ),
    time("true &", 500, 0.9, Repeated("true & wait")),
    time("/bin/true &", 200, 1.0, Repeated("/bin/true & wait")),
    time("builtin loop", 100_000, 0.4, Repeated(":")),
    time("and-or, if, test, case", 50_000, 0.4, Repeated(CHOICES)),
    time("function call", 60_000, 0.5, Whole(CALLS)),
    time("expansions", 50_000, 0.7, Repeated(EXPANSIONS)),
    time("field splitting", 200_000, 0.7, Made(splitting)),
    time(
        "echo to a file",
        50_000,
        0.7,
        Repeated("echo \"line $i of many\" >>out"),
    ),
    time(
        "echo in a redirected loop",
        100_000,
        0.7,
        Whole(LOOP_TO_FILE),
    ),
    time(
        "read from a file",
        20_000,
        0.1,
        Whole("while read -r a b; do :; done <lines\n"),
    ),
    time(
        "read from a pipe",
        20_000,
        0.2,
        Whole("cat lines | while read -r a b; do :; done\n"),
    ),
    time("parsing 2 MB of functions", 1, 0.8, Made(functions)),
    time("parsing 2 MB in one if", 1, 1.0, Made(one_if)),
    time(
        "pathnames, 10,000 names",
        20,
        0.9,
        Repeated("set -- many/*"),
    ),
    time(
        "here-document, small",
        10_000,
        0.5,
        Repeated("read -r x <<E\nline $i\nE"),
    ),
    time("here-document, 100 KB", 100, 1.0, Made(large_here_document)),
    time(
        "1 GiB through a pipe",
        1,
        1.05,
        Whole("head -c 1073741824 /dev/zero | cat >/dev/null\n"),
    ),
    memory("memory, idle", 1.8, Whole(PEAK)),
    memory("memory, after 200,000 turns", 1.8, Whole(PEAK_AFTER_LOOP)),
    memory("memory, after 2 MB parsed", 2.0, Made(peak_after_parsing)),
];

const STARTUP: Workload = Workload {
    kind: Kind::Starts,
    ..time("startup", 40, 1.35, Whole(":\n"))
};

const CHOICES: &str = "\
[ $i -gt 5 ] && : || false
if [ \"$i\" = x ]; then :; elif test -n \"$i\"; then :; else :; fi
true && true || false
case $i in *9) : ;; 1*|2*) : ;; *) : ;; esac";

const CALLS: &str = "\
f() { x=$1; return 0; }
i=0
while [ $i -lt OPERATIONS ]; do f $i a b; i=$((i+1)); done
";

const EXPANSIONS: &str = "\
p=/usr/local/lib/name.tar.gz
a=${p##*/} b=${p%/*} c=${p%%.*} d=${#p} e=${q:-default} f=${p#/usr}
: \"$a$b\" $c ${d:+set} \"${e}\" $((d * 3 + 1))";

const LOOP_TO_FILE: &str = "\
i=0
while [ $i -lt OPERATIONS ]; do echo \"line $i\"; i=$((i+1)); done >out
";

const PEAK: &str = "while read -r name value unit; do case $name in VmHWM:) echo $value;; esac; done </proc/$$/status\n";

const PEAK_AFTER_LOOP: &str = "\
i=0
while [ $i -lt 200000 ]; do x=\"a $i\"; : $x; i=$((i+1)); done
while read -r name value unit; do case $name in VmHWM:) echo $value;; esac; done </proc/$$/status
";

/// The files that workloads read.
pub fn prepare(folder: &Path) {
    let many = folder.join("many");
    create_dir(&many).expect("a folder can be made");
    for number in 0..10_000 {
        File::create(many.join(format!("name-{:05}", number * 7919 % 10_000)))
            .expect("a file can be made");
    }
    let lines: String = (0..20_000).fold(String::new(), |mut text, number| {
        let _ = writeln!(
            text,
            "{number} the words of line {number}, as a file has them"
        );
        text
    });
    write(folder.join("lines"), lines).expect("a file can be written");
}

fn subshell_among_variables() -> String {
    let mut text =
        String::from("i=0\nwhile [ $i -lt 20000 ]; do eval \"v$i=value$i\"; i=$((i+1)); done\n");
    text += "i=0\nwhile [ $i -lt 500 ]; do ( : ); i=$((i+1)); done\n";
    text
}

fn splitting() -> String {
    let mut text = String::from("list='");
    for number in 0..1000 {
        let _ = write!(text, "word{number} ");
    }
    text += "'\ni=0\nwhile [ $i -lt 200 ]; do for w in $list; do :; done; i=$((i+1)); done\n";
    text
}

fn large_here_document() -> String {
    let mut text = String::from("i=0\nwhile [ $i -lt 100 ]; do\ncat >/dev/null <<E\n");
    for number in 0..2500 {
        let _ = writeln!(text, "line {number} of a document, with a $i");
    }
    text += "E\ni=$((i+1))\ndone\n";
    text
}

/// Ordinary text of a script, `number` in its names, indented by `indent`.
fn ordinary(number: usize, indent: &str) -> String {
    let mut text = String::new();
    let lines = [
        format!("local_{number}=\"$1\" other=${{2:-none}}"),
        format!("if [ -n \"$local_{number}\" ] && test -f \"/etc/$other\"; then"),
        format!("    echo \"found $other: $(wc -l <\"/etc/$other\")\" >&2 || return {}", number % 100),
        "elif [ $# -gt 3 ]; then".to_string(),
        format!("    for file in *.txt \"$@\" literal{number}; do"),
        "        case ${file##*/} in a*|*.bak) rm -f -- \"$file\" ;; *) printf '%s\\n' \"$file\" ;; esac".to_string(),
        "    done | sort -u >/tmp/list.$$ # and a comment".to_string(),
        "fi".to_string(),
        format!("while read -r line; do total=$((total + {number})); done </dev/null"),
    ];
    for line in lines {
        let _ = writeln!(text, "{indent}{line}");
    }
    text
}

const TWO_MEGABYTES: usize = 2 << 20;

fn functions() -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= TWO_MEGABYTES {
            break;
        }
        let _ = writeln!(text, "name_{number}() {{\n{}}}", ordinary(number, "    "));
    }
    text
}

fn one_if() -> String {
    let mut text = String::from("if false; then\n");
    for number in 0.. {
        if text.len() >= TWO_MEGABYTES {
            break;
        }
        text += &ordinary(number, "    ");
    }
    text + "fi\n"
}

fn peak_after_parsing() -> String {
    one_if() + PEAK
}
