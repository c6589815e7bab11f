//! The shells that are compared.

use super::arena::{Arena, Run};
use super::compare;
use super::program::Program;
use std::path::Path;

/// A variable that names another build of the shell under test, for instance `target/release/shtutor sh`.
const SHELL_VARIABLE: &str = "SHTUTOR_TEST_SHELL";

/// A program and the arguments that make it a shell.
pub struct Shell(pub Vec<String>);

/// The two we compare with, and our own.
pub struct Shells {
    dash: Shell,
    bash: Shell,
    ours: Shell,
}

impl Shells {
    /// All three, or nothing if one of the others is not installed.
    pub fn installed() -> Option<Shells> {
        let ours = std::env::var(SHELL_VARIABLE).map_or_else(
            |_| vec![env!("CARGO_BIN_EXE_shtutor").into(), "sh".into()],
            |words| words.split_whitespace().map(String::from).collect(),
        );
        Some(Shells {
            dash: Shell(vec![path("dash")?]),
            bash: Shell(vec![path("bash")?, "--posix".into()]),
            ours: Shell(ours),
        })
    }

    /// What `program` does in `dash`, in `bash` and in ours.
    pub fn run(&self, arena: &Arena, program: &Program) -> [Run; 3] {
        [&self.dash, &self.bash, &self.ours].map(|shell| arena.run(shell, program))
    }

    /// The same, but nothing if `dash` and ours do the same, for whatever `bash` does there is no difference then; nor if the
    /// program does not end.
    pub fn run_if_different(&self, arena: &Arena, program: &Program) -> Option<[Run; 3]> {
        let dash = arena.run(&self.dash, program);
        if dash.timed_out {
            return None;
        }
        let ours = arena.run(&self.ours, program);
        let different = compare::differ(&dash, &ours);
        different.then(|| [dash, arena.run(&self.bash, program), ours])
    }
}

fn path(name: &str) -> Option<String> {
    let places = ["/usr/local/bin", "/usr/bin", "/bin"].map(|folder| format!("{folder}/{name}"));
    places.into_iter().find(|path| Path::new(path).exists())
}
