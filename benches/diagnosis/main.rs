//! What a diagnosis costs: a run in the laboratory, and a wrong answer to sessions of up to five lines with every misreading
//! tried that can differ from the truth.
//!
//! `cargo bench --bench diagnosis` prints a table. `ROUNDS=31` asks for more rounds (11 unless told), `SHTUTOR=PATH` measures
//! another build. Nothing here passes or fails.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

#[path = "../common/median.rs"]
mod median;

use median::median;
use shtutor::diagnosis::{Clinic, run_all, suspects};
use shtutor::laboratory::{Laboratory, Material};
use shtutor::misreading::Misreading;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Sessions, and a wrong answer to each.
const SESSIONS: [(&str, &str); 4] = [
    ("false || echo B\n", ""),
    ("foo='hola'\ntrue || echo $foo > out\nls\n", "out"),
    (
        "printf 'INFO: a\\nERROR: b\\n' > logs\ncat logs | grep 'ERROR' > /dev/null && echo hello > foo\nif [ -f foo ]; then echo yes; else echo no; fi\n(exit 3)\necho $?\n",
        "no\n3",
    ),
    (
        "x='a b'\nfor f in $x; do touch \"$f\" & done; wait\nfalse | true || echo failed; ls | grep -c .\nsh -c '[ 10 -gt 9 ] && exit 4; exit 256'\necho $?\n",
        "2\n256",
    ),
];

fn main() {
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let rounds = rounds.unwrap_or(11);
    let ours = std::env::var_os("SHTUTOR");
    let ours = ours.map_or_else(|| env!("CARGO_BIN_EXE_shtutor").into(), PathBuf::from);
    println!("| what | median |");
    println!("| --- | --- |");
    let mut laboratory = Laboratory::of(&ours);
    let start = timed(rounds, || {
        Laboratory::of(&ours)
            .run(&Material::text("true"), None)
            .is_ok()
    });
    println!("| a laboratory, and one run in it | {} |", shown(start));
    let run = timed(rounds * 5, || {
        laboratory.run(&Material::text("true"), None).is_ok()
    });
    println!("| one run more | {} |", shown(run));
    for (session, answer) in SESSIONS {
        let material = Material::text(session);
        let truth = laboratory.run(&material, None).expect("it runs here");
        let suspects = suspects(&material, &truth);
        let diagnosis = timed(rounds, || {
            let clinic = Clinic::built_in(Laboratory::of(&ours));
            clinic.is_ok_and(|mut clinic| clinic.diagnose(&material, answer).is_ok())
        });
        let all = timed(rounds, || {
            run_all(
                &mut [Laboratory::of(&ours), Laboratory::of(&ours)],
                &material,
                Misreading::ALL,
            )
            .is_ok()
        });
        println!(
            "| {} lines, {} of {} misreadings run | {}; all run: {} |",
            session.lines().count(),
            suspects.len(),
            Misreading::ALL.len(),
            shown(diagnosis),
            shown(all)
        );
    }
}

fn timed(rounds: usize, mut body: impl FnMut() -> bool) -> Duration {
    let times = (0..rounds).map(|_| {
        let begun = Instant::now();
        assert!(body(), "it runs here");
        begun.elapsed()
    });
    let times: Vec<Duration> = times.collect();
    median(&times, Duration::cmp)
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
