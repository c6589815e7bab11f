//! The same work in `shtutor sh`, `dash` and `bash --posix`, side by side, as ratios to `dash`.
//!
//! `cargo bench` runs everything and prints a table for the README; `cargo bench -- NAME…` only the workloads whose names hold
//! one of the words. `ROUNDS=31` asks for more rounds (11 unless told), `SHTUTOR=PATH` measures another build. Only ratios
//! travel from one machine to another, and only those of a quiet one mean much: nothing here passes or fails.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod measure;
#[path = "../common/median.rs"]
mod median;
mod workload;

use measure::{Shell, measure, peak_memory};
use std::fs::write;
use std::path::{Path, PathBuf};
use workload::{Kind, WORKLOADS, Workload};

fn main() {
    // `cargo bench` adds options of its own for the usual harness.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let rounds = std::env::var("ROUNDS").ok();
    let rounds = rounds.and_then(|text| text.parse().ok()).unwrap_or(11);
    let ours = std::env::var_os("SHTUTOR");
    let ours = ours.map_or_else(|| env!("CARGO_BIN_EXE_shtutor").into(), PathBuf::from);
    let shells = [
        Shell::new("dash", Path::new("dash"), &[]),
        Shell::new("shtutor", &ours, &["sh"]),
        Shell::new("bash", Path::new("bash"), &["--posix"]),
    ];
    let folder = tempfile::tempdir().expect("a scratch folder");
    workload::prepare(folder.path());
    println!("| workload | dash | shtutor | (processor) | target | bash |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for workload in WORKLOADS {
        let chosen = |word: &String| workload.name.contains(word.as_str());
        if wanted.is_empty() || wanted.iter().any(chosen) {
            println!("{}", row(workload, &shells, folder.path(), rounds));
        }
    }
}

fn row(workload: &Workload, shells: &[Shell; 3], folder: &Path, rounds: usize) -> String {
    let script = folder.join("script.sh");
    write(&script, workload.script()).expect("the script can be written");
    let name = workload.name;
    let target = workload.target;
    if workload.kind == Kind::Memory {
        let [dash, ours, bash] =
            [0, 1, 2].map(|index| peak_memory(&shells[index], &script, folder));
        let ratio = |kilobytes: u64| kilobytes as f64 / dash as f64;
        let (ours, bash) = (ratio(ours), ratio(bash));
        return format!("| {name} | {dash} kB | {ours:.2} | | {target} | {bash:.2} |");
    }
    let starts = if workload.kind == Kind::Starts {
        workload.operations
    } else {
        1
    };
    let [dash, ours, bash] = measure(shells, &script, folder, starts, rounds);
    let per_operation = dash.median().as_secs_f64() * 1e6 / f64::from(workload.operations);
    let unit = if workload.operations > 1 {
        "µs each"
    } else {
        "µs"
    };
    let (ours, bash) = (ours.ratios_to(&dash), bash.ratios_to(&dash));
    format!(
        "| {name} | {per_operation:.1} {unit} | {:.2} | {:.2} | {target} | {:.2} |",
        ours.wall, ours.processor, bash.wall
    )
}
