//! The `sh` scripts of the machine the tests run on: each parses, prints as itself and gets from `sh -n` the verdict of
//! `dash -n`; and some that every Debian has do with sample data, and with what is wrong, what they do under `dash`.
//!
//! Nothing found is run but the programs of [`PROGRAMS`], in a folder of their own.

#[path = "common/machine.rs"]
mod machine;
#[path = "common/parsing.rs"]
mod parsing;
#[path = "common/shell.rs"]
mod shell;

use machine::{is_sh_script, scripts};
use shell::Shell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A Debian of any size has more than this.
const AT_LEAST_ON_DEBIAN: usize = 80;
const LIMIT: Duration = Duration::from_secs(60);

/// What the programs work on.
const SAMPLE: &str = "
printf '%s\\n' 'the first line' 'a second, with it'\\''s quote' 'third' > one
sed 's/second/2nd/' one > two
gzip -k one
bzip2 -k two 2> /dev/null
xz -k one 2> /dev/null
printf 'PATH=/bin\\n/bin/sh\\n' > shells
mkdir 'a folder'
cp one 'a folder/-n'
";

/// Script programs that every Debian has, and what they are asked.
const PROGRAMS: &[(&str, &[&str])] = &[
    (
        "zcat",
        &[
            "zcat one.gz",
            "zcat missing",
            "zcat < one.gz",
            "zcat -l one.gz | wc -l",
        ],
    ),
    (
        "gunzip",
        &[
            "gunzip -c one.gz",
            "gunzip --version | head -n 1",
            "gunzip -t one",
            "gunzip one.gz two",
        ],
    ),
    ("uncompress", &["uncompress -c one.gz"]),
    (
        "zgrep",
        &[
            "zgrep line one.gz",
            "zgrep -c line one.gz two",
            "zgrep -e quote -e third one.gz two",
            "zgrep -l 2nd one.gz two",
            "zgrep \"it's\" one.gz",
            "zgrep nothing one.gz",
            "zgrep -q line < one.gz",
            "zgrep",
            "zgrep -h line missing one.gz",
            "zgrep -f one two",
            "zgrep --help",
            "zgrep -n line -- 'a folder/-n'",
        ],
    ),
    ("zegrep", &["zegrep 'first|third' one.gz"]),
    ("zfgrep", &["zfgrep -i 'LINE' one.gz two"]),
    (
        "zdiff",
        &[
            "zdiff one.gz two",
            "zdiff one one.gz",
            "zdiff -u one.gz missing",
            "zdiff",
        ],
    ),
    ("zcmp", &["zcmp one.gz two", "zcmp one.gz one"]),
    (
        "zforce",
        &["cp one.gz odd; zforce odd; ls", "zforce", "zforce one"],
    ),
    ("znew", &["znew", "znew missing"]),
    (
        "gzexe",
        &[
            "cp one prog; chmod +x prog; gzexe prog; ls",
            "gzexe",
            "gzexe missing",
        ],
    ),
    (
        "bzgrep",
        &["bzgrep line two.bz2", "bzgrep -l nothing two.bz2", "bzgrep"],
    ),
    ("bzdiff", &["bzdiff two.bz2 one", "bzdiff"]),
    ("bzmore", &["bzmore --help < /dev/null"]),
    (
        "xzgrep",
        &[
            "xzgrep -n line one.xz",
            "xzgrep -c 'first' one.xz one",
            "xzgrep",
        ],
    ),
    (
        "xzdiff",
        &["xzdiff one.xz two", "xzdiff one.xz one", "xzdiff"],
    ),
    ("egrep", &["egrep 'first|third' one", "egrep -c x missing"]),
    ("fgrep", &["fgrep . one", "fgrep -x third one two"]),
    (
        "which",
        &[
            "which sh",
            "which -a sh | head -n 1",
            "which no-such-program cat",
            "which",
            "which -x cat",
            "which ./one",
            "PATH= which cat",
            "PATH=/nowhere:/bin which cat",
        ],
    ),
    (
        "savelog",
        &[
            "savelog -n -c 3 one; ls",
            "savelog -q -c 3 -l one; cp two one; savelog -q -c 3 -l one; ls",
            "savelog -t -u root -x",
            "savelog",
            "savelog -q missing",
        ],
    ),
    ("add-shell", &["add-shell"]),
    ("remove-shell", &["remove-shell"]),
    (
        "tzselect",
        &[
            "tzselect --version | head -n 1",
            "tzselect --help",
            "tzselect < /dev/null",
            "printf '2\\n' | tzselect",
        ],
    ),
    (
        "dpkg-maintscript-helper",
        &[
            "dpkg-maintscript-helper --help",
            "dpkg-maintscript-helper --version",
            "dpkg-maintscript-helper supports rm_conffile",
            "dpkg-maintscript-helper supports nothing",
            "dpkg-maintscript-helper rm_conffile /etc/none 1 -- configure",
            "dpkg-maintscript-helper",
        ],
    ),
    (
        "dpkg-realpath",
        &["dpkg-realpath .", "dpkg-realpath --help", "dpkg-realpath"],
    ),
    (
        "invoke-rc.d",
        &[
            "invoke-rc.d --help",
            "invoke-rc.d",
            "invoke-rc.d --query none start",
        ],
    ),
    (
        "service",
        &[
            "service --help",
            "service --version",
            "service none status",
            "service",
        ],
    ),
    ("ucf", &["ucf --help", "ucf", "ucf missing one"]),
    ("ucfq", &["ucfq --help"]),
    (
        "update-ca-certificates",
        &[
            "update-ca-certificates --help",
            "update-ca-certificates --none",
        ],
    ),
    ("autopoint", &["autopoint --help", "autopoint --version"]),
    ("gettextize", &["gettextize --help", "gettextize --version"]),
    (
        "gettext.sh",
        &[
            "gettext.sh --help",
            "gettext.sh --version",
            ". gettext.sh; eval_gettext 'a $HOME'; echo",
        ],
    ),
    (
        "libtoolize",
        &["libtoolize --help", "libtoolize --version", "libtoolize -n"],
    ),
    (
        "autoconf",
        &["autoconf --help", "autoconf --version", "autoconf -x"],
    ),
    (
        "xdg-open",
        &["xdg-open --help", "xdg-open --version", "xdg-open"],
    ),
    (
        "xdg-mime",
        &["xdg-mime --help", "xdg-mime query", "xdg-mime"],
    ),
    (
        "pcre2-config",
        &[
            "pcre2-config --version --libs8",
            "pcre2-config --none",
            "pcre2-config",
        ],
    ),
    (
        "curl-config",
        &[
            "curl-config --version",
            "curl-config --features",
            "curl-config --none",
        ],
    ),
    (
        "xml2-config",
        &[
            "xml2-config --version",
            "xml2-config --cflags --libs",
            "xml2-config --none",
        ],
    ),
    (
        "ncursesw6-config",
        &[
            "ncursesw6-config --version",
            "ncursesw6-config --libs",
            "ncursesw6-config --none",
        ],
    ),
    (
        "krb5-config",
        &[
            "krb5-config --version",
            "krb5-config --libs krb5",
            "krb5-config --none",
        ],
    ),
];

fn on_debian() -> bool {
    Path::new("/etc/debian_version").exists()
}

#[test]
fn every_script_of_the_machine_parses_as_in_dash_and_prints_as_itself() {
    let scripts = scripts();
    let dash = Shell::dash();
    let here = std::env::temp_dir();
    let mut wrong = Vec::new();
    for path in &scripts {
        let Ok(text) = fs::read(path) else { continue };
        let complete = parsing::examine(&text);
        // Aliases aside, which none of them defines before use, `sh -n` says what the parser says: one process a script.
        let judged = |dash: &Shell| {
            let mut command = dash.command(&here);
            shell::run(command.arg("-n").arg(path), LIMIT).status == 0
        };
        if dash.as_ref().is_none_or(judged) != complete {
            wrong.push(format!("{}: complete: {complete}", path.display()));
        }
    }
    println!("{} scripts", scripts.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        !on_debian() || scripts.len() >= AT_LEAST_ON_DEBIAN,
        "only {} scripts found",
        scripts.len()
    );
}

#[test]
fn scripts_that_every_debian_has_do_what_they_do_under_dash() {
    let Some(dash) = Shell::dash() else {
        println!("dash is not installed: nothing to compare with");
        return;
    };
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (name, lines) in PROGRAMS {
        let Some(program) = find(name) else { continue };
        for line in *lines {
            let [wanted, got] =
                [&dash, &Shell::under_test()].map(|shell| play(shell, &program, name, line));
            if wanted != got {
                wrong.push(format!("{line}\n--- dash: {wanted}\n--- got:  {got}"));
            }
            compared += 1;
        }
    }
    println!("{compared} runs compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!on_debian() || compared >= 40, "only {compared} runs");
}

/// The program `name`, if it is a script for `sh`.
fn find(name: &str) -> Option<PathBuf> {
    let folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];
    let path = folders.iter().map(|folder| Path::new(folder).join(name));
    path.into_iter().find(|path| is_sh_script(path))
}

/// Runs `line` in a folder with the sample, where `name` is a function that runs `program` in `shell`; `sh` there is it too.
fn play(shell: &Shell, program: &Path, name: &str, line: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let work = folder.path().join("work");
    fs::create_dir(&work).expect("a folder can be made");
    let function = name.replace(['-', '.'], "_");
    let line = match line.starts_with('.') {
        true => line.to_string(),
        false => line.replacen(name, &function, 1),
    };
    let mut command = shell.command(&work);
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect();
    let script = format!(
        "{SAMPLE}\n{function}() {{ {} {} \"$@\"; }}\n{line}",
        words.join(" "),
        program.display()
    );
    let outcome = shell::run(command.arg("-c").arg(script), LIMIT);
    let (out, err) = (outcome.out(), outcome.err());
    let err: Vec<&str> = err.lines().map(without_wording).collect();
    let told = format!("status {}\n{out}{}", outcome.status, err.join("\n"))
        .replace(&*folder.path().to_string_lossy(), "FOLDER");
    without_the_time(&told)
}

/// `text` with `TIME` for each time of day, as in 16:38:12: the second shell runs later than the first.
fn without_the_time(text: &str) -> String {
    let shape = "00:00:00";
    let is_time = |at: &str| {
        at.len() >= shape.len()
            && shape
                .bytes()
                .zip(at.bytes())
                .all(|(form, byte)| match form {
                    b':' => byte == b':',
                    _ => byte.is_ascii_digit(),
                })
    };
    let mut told = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (piece, length) = match is_time(rest) {
            true => ("TIME", shape.len()),
            false => (&rest[..next.len_utf8()], next.len_utf8()),
        };
        told.push_str(piece);
        rest = &rest[length..];
    }
    told
}

/// A line of standard error; what a shell itself says there is in words of its own.
fn without_wording(line: &str) -> &str {
    let of_getopts = ["Illegal option -", "No arg for -"];
    let mut parts = line.split(": ");
    let place = parts.nth(1).unwrap_or_default();
    let number = place.strip_prefix("line ").unwrap_or(place);
    let of_a_shell = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    match of_a_shell || of_getopts.iter().any(|words| line.starts_with(words)) {
        true => "(a message of the shell)",
        false => line,
    }
}
