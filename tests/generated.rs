//! Writes shell programs by the grammar and runs each under `shtutor sh`, `dash` and `bash --posix`.
//!
//! Wherever those two agree on output, exit status and files, so must we: where their outputs part, on the lines before
//! that. Each program runs in a scratch folder with the same files, environment and input. A program that differs is made
//! smaller by leaving out parts, and printed with its seed.
//!
//! ```text
//! cargo test --test generated                                  2,000 from a fixed seed
//! SHTUTOR_GENERATED=SEED:COUNT cargo test --test generated     as many as wanted from a seed
//! SHTUTOR_GENERATED=SEED:1 …                                   one of them again, and what it does in each shell
//! ```
//!
//! `SHTUTOR_TEST_SHELL='PROGRAM sh'` tests another build. What is known and meant is in `generated/explained.rs`.
#![expect(clippy::print_stdout, reason = "a test says what it measured")]

#[path = "generated/arena.rs"]
mod arena;
#[path = "generated/arithmetic.rs"]
mod arithmetic;
#[path = "generated/choices.rs"]
mod choices;
#[path = "generated/commands.rs"]
mod commands;
#[path = "generated/compare.rs"]
mod compare;
#[path = "generated/compound.rs"]
mod compound;
#[path = "generated/explained.rs"]
mod explained;
#[path = "generated/grammar.rs"]
mod grammar;
#[path = "generated/program.rs"]
mod program;
#[path = "generated/redirections.rs"]
mod redirections;
#[path = "generated/scenes.rs"]
mod scenes;
#[path = "generated/shells.rs"]
mod shells;
#[path = "generated/shrink.rs"]
mod shrink;
#[path = "generated/watch.rs"]
mod watch;
#[path = "generated/words.rs"]
mod words;

use arena::Arena;
use compare::{Agreement, Difference};
use program::Program;
use shells::Shells;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Chooses the first seed and how many programs: `SEED:COUNT`, or `fresh:COUNT`.
const CHOICE: &str = "SHTUTOR_GENERATED";
const WORKERS: usize = 4;
/// The seed of the programs that are the same in every run, and how many there are.
const FIXED: (u64, u64) = (1_000_000, 2000);
/// After so many differences the rest would be more of the same.
const ENOUGH: usize = 20;
/// Of one program in so many it is seen how far `dash` and `bash` agree, whether ours differs or not.
const SAMPLE: u64 = 20;
/// If they agree wholly on fewer of a hundred than this, little is compared.
const AGREEING: u64 = 60;

#[test]
fn generated_programs_do_what_they_do_in_dash_and_bash() {
    let Some(shells) = Shells::installed() else {
        println!("skipped: dash or bash is not installed");
        return;
    };
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o022));
    let (seed, count) = chosen().unwrap_or(FIXED);
    println!("{count} programs from seed {seed}: {CHOICE}={seed}:{count}");
    let batch = Batch::new(&shells, seed, count);
    batch.run();
    println!("{}", batch.summary());
    let differences = batch.differences.into_inner().expect("no worker panics");
    assert!(
        differences.is_empty(),
        "{}\n{} programs differ",
        differences.join("\n"),
        differences.len()
    );
    let agreeing = batch.agreeing.into_inner();
    assert!(
        count < 1000 || agreeing * SAMPLE * 100 >= count * AGREEING,
        "dash and bash agree on {agreeing} of {}",
        count / SAMPLE
    );
}

fn chosen() -> Option<(u64, u64)> {
    let choice = std::env::var(CHOICE).ok()?;
    let (seed, count) = choice.split_once(':').expect("SEED:COUNT");
    let seed = match seed {
        "fresh" => fastrand::u64(..1 << 40),
        seed => seed.parse().expect("a seed"),
    };
    Some((seed, count.parse().expect("a count")))
}

/// Programs from one seed on, each from the seed that follows.
struct Batch<'a> {
    shells: &'a Shells,
    start: u64,
    end: u64,
    next: AtomicU64,
    agreeing: AtomicU64,
    explained: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    differences: Mutex<Vec<String>>,
}

impl Batch<'_> {
    fn new(shells: &Shells, seed: u64, count: u64) -> Batch<'_> {
        Batch {
            shells,
            start: seed,
            end: seed + count,
            next: AtomicU64::new(seed),
            agreeing: AtomicU64::new(0),
            explained: Mutex::default(),
            differences: Mutex::default(),
        }
    }

    fn run(&self) {
        // Memory is quicker than a disk, where there is such a folder.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.expect("a temporary folder");
        std::thread::scope(|scope| {
            for worker in 0..WORKERS {
                let base = folder.path().join(format!("w{worker}"));
                std::fs::create_dir(&base).expect("a folder can be made");
                scope.spawn(move || self.work(&Arena::new(&base)));
            }
        });
    }

    fn work(&self, arena: &Arena) {
        loop {
            let seed = self.next.fetch_add(1, Ordering::Relaxed);
            let enough = self.differences.lock().expect("no worker panics").len() >= ENOUGH;
            if seed >= self.end || enough {
                return;
            }
            self.judge(arena, seed);
        }
    }

    fn judge(&self, arena: &Arena, seed: u64) {
        let program = Program::fresh(seed);
        let sampled = seed.is_multiple_of(SAMPLE);
        let runs = if sampled {
            Some(self.shells.run(arena, &program))
        } else {
            self.shells.run_if_different(arena, &program)
        };
        let Some([dash, bash, ours]) = runs else {
            return;
        };
        if sampled && compare::agreement(&dash, &bash) == Agreement::Whole {
            self.agreeing.fetch_add(1, Ordering::Relaxed);
        }
        if compare::difference(&dash, &bash, &ours).is_none() {
            return;
        }
        if let Some(explained) = explained::explanation(&program, [&dash, &bash, &ours]) {
            *self
                .explained
                .lock()
                .expect("no worker panics")
                .entry((explained.what, explained.posix))
                .or_default() += 1;
            return;
        }
        let small = shrink::shrink(program, &mut |program| {
            self.unexplained(arena, program).is_some()
        });
        let report = self.report(arena, seed, &small);
        println!("{report}");
        self.differences
            .lock()
            .expect("no worker panics")
            .push(report);
    }

    fn unexplained(&self, arena: &Arena, program: &Program) -> Option<Difference> {
        let [dash, bash, ours] = self.shells.run_if_different(arena, program)?;
        let difference = compare::difference(&dash, &bash, &ours)?;
        let explained = explained::explanation(program, [&dash, &bash, &ours]);
        explained.is_none().then_some(difference)
    }

    fn report(&self, arena: &Arena, seed: u64, program: &Program) -> String {
        let runs = self.shells.run(arena, program);
        let [dash, bash, ours] = &runs;
        let mut text = format!(
            "--- seed {seed}, {:?}: {:?} {:?}\n{}",
            compare::difference(dash, bash, ours),
            program.way,
            program.arguments,
            program.text
        );
        for (name, run) in ["dash", "bash", "ours"].iter().zip(&runs) {
            let shown =
                [&run.output, &run.errors].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            write!(
                text,
                "    {name}: status {}\n{}{}",
                run.status,
                indented(&shown[0], "|"),
                indented(&shown[1], "!")
            )
            .expect("a string takes all");
        }
        if let Some(Difference::File(file)) = compare::difference(dash, bash, ours) {
            for run in &runs {
                writeln!(text, "    {file}: {:?}", run.files.get(&file))
                    .expect("a string takes all");
            }
        }
        text
    }

    fn summary(&self) -> String {
        let agreeing = self.agreeing.load(Ordering::Relaxed);
        let explained = self.explained.lock().expect("no worker panics");
        let sampled = (self.end - self.start) / SAMPLE;
        format!(
            "of {sampled} looked at dash and bash agree wholly on {agreeing}; explained: {explained:?}"
        )
    }
}

fn indented(text: &str, mark: &str) -> String {
    text.lines()
        .map(|line| format!("      {mark} {line}\n"))
        .collect()
}
