//! The scratch folder that a program runs in, the same for every shell, and what a run leaves behind.

use super::program::{Program, Way};
use super::shells::Shell;
use super::watch::Watch;
use nix::libc;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// How long one program may take; those that end take milliseconds.
const LIMIT: Duration = Duration::from_secs(8);

/// Files that are there before a program runs: path, mode, contents.
const FILES: &[(&str, u32, &str)] = &[
    (
        "i1",
        0o644,
        "one two\nthree\\ four\\\nfive  six  \n\n  :seven:\n",
    ),
    ("i2", 0o644, "a:b::c\n:x y:\nlast"),
    ("a", 0o644, ""),
    ("ab", 0o644, ""),
    ("b.c", 0o644, ""),
    ("c.c", 0o644, ""),
    ("A1", 0o644, ""),
    (".h", 0o644, ""),
    ("s p", 0o644, ""),
    ("[x]", 0o644, ""),
    ("x-y", 0o644, ""),
    ("d/x.c", 0o644, "in d\n"),
    ("d/.hid", 0o644, ""),
    ("noexec", 0o644, "echo no\n"),
    ("run", 0o755, "#!/bin/sh\necho run \"$#\" \"$1\"\n"),
    ("nohash", 0o755, "echo nohash \"$#\" \"$1\"\n"),
];
const FOLDERS: &[&str] = &["d", "empty"];
const LINKS: &[(&str, &str)] = &[("link", "d"), ("broken", "nowhere")];
const INPUT: &str = "first line\nsecond\\ line\\\ngoes on\n third  line \nfourth:line\nfifth\n";

/// A folder for one program at a time.
pub struct Arena {
    base: PathBuf,
    pristine: Files,
    watch: Arc<Watch>,
}

/// What a run of a program left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Standard output.
    pub output: Vec<u8>,
    /// Standard error.
    pub errors: Vec<u8>,
    /// The exit status, 128 and more for a death by signal.
    pub status: i32,
    /// Whether it had to be killed.
    pub timed_out: bool,
    /// What is in the folder: by name, mode and contents.
    pub files: Files,
}

/// What is in a folder: names below it, modes with their file types, contents (of a link its target).
pub type Files = BTreeMap<String, (u32, Vec<u8>)>;

impl Arena {
    /// An arena below `base`, an empty folder.
    pub fn new(base: &Path) -> Arena {
        fs::write(base.join("input"), INPUT).expect("the input can be written");
        let pristine = pristine();
        fs::create_dir(base.join("scratch")).expect("a folder can be made");
        restore(&base.join("scratch"), &Files::new(), &pristine);
        Arena {
            base: base.into(),
            pristine,
            watch: Watch::start(),
        }
    }

    /// Runs `program` under `shell`, in a process group of its own.
    pub fn run(&self, shell: &Shell, program: &Program) -> Run {
        fs::write(self.base.join("program"), &program.text).expect("a program can be written");
        let [output, errors] = ["output", "errors"].map(|name| self.base.join(name));
        let create = |path: &Path| File::create(path).expect("a file can be made");
        let mut command = self.command(shell, program);
        command.stdout(create(&output)).stderr(create(&errors));
        let mut child = command.spawn().expect("a shell can be started");
        let (status, timed_out) = self.watch.wait(&mut child, LIMIT);
        let scratch = self.base.join("scratch");
        let mut files = Files::new();
        collect(&scratch, "", &mut files);
        restore(&scratch, &files, &self.pristine);
        Run {
            output: read(&output),
            errors: read(&errors),
            status: status
                .code()
                .unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
            timed_out,
            files,
        }
    }

    fn command(&self, shell: &Shell, program: &Program) -> Command {
        let mut command = Command::new(&shell.0[0]);
        command.args(&shell.0[1..]);
        let file = |name: &str| File::open(self.base.join(name)).expect("a file can be read");
        match program.way {
            Way::File => command.arg("../program").stdin(file("input")),
            Way::Text => command
                .args(["-c", &program.text, "name"])
                .stdin(file("input")),
            Way::Input => command.args(["-s", "--"]).stdin(file("program")),
        };
        command
            .args(&program.arguments)
            .current_dir(self.base.join("scratch"));
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", "/nowhere/home");
        command
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env("X", "exported");
        command.stderr(Stdio::null()).process_group(0);
        command
    }
}

/// Makes `scratch` what it is to be, given what is in it: a program leaves most files as they were.
fn restore(scratch: &Path, found: &Files, wanted: &Files) {
    let same = |name: &String| found.get(name) == wanted.get(name);
    for name in found.keys().rev().filter(|name| !same(name)) {
        let path = scratch.join(name);
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
    }
    for (name, facts) in wanted {
        let path = scratch.join(name);
        // A folder that was removed has taken what was in it along.
        if !same(name) || fs::symlink_metadata(&path).is_err() {
            make(&path, facts);
        }
    }
}

fn make(path: &Path, (mode, contents): &(u32, Vec<u8>)) {
    let made = match mode & libc::S_IFMT {
        libc::S_IFDIR => fs::create_dir(path),
        libc::S_IFLNK => {
            return symlink(OsStr::from_bytes(contents), path).expect("a link can be made");
        }
        _ => fs::write(path, contents),
    };
    made.expect("a file can be made");
    fs::set_permissions(path, Permissions::from_mode(mode & 0o7777)).expect("it is ours");
}

/// What is in an arena before a program runs.
fn pristine() -> Files {
    let file = |(name, mode, text): &(&str, u32, &str)| {
        (
            name.to_string(),
            (libc::S_IFREG | mode, text.as_bytes().to_vec()),
        )
    };
    let folder = |name: &&str| (name.to_string(), (libc::S_IFDIR | 0o755, Vec::new()));
    let link = |(name, target): &(&str, &str)| {
        (
            name.to_string(),
            (libc::S_IFLNK | 0o777, target.as_bytes().to_vec()),
        )
    };
    let files = FILES.iter().map(file);
    files
        .chain(FOLDERS.iter().map(folder))
        .chain(LINKS.iter().map(link))
        .collect()
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let Ok(facts) = fs::symlink_metadata(&path) else {
            continue;
        };
        let contents = if facts.is_file() {
            read(&path)
        } else {
            fs::read_link(&path).map_or(Vec::new(), |target| target.into_os_string().into_vec())
        };
        if facts.is_dir() {
            collect(&path, &format!("{name}/"), files);
        }
        files.insert(name, (facts.permissions().mode(), contents));
    }
}

fn read(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(mut file) = File::open(path) {
        let _ = file.read_to_end(&mut bytes);
    }
    bytes
}
