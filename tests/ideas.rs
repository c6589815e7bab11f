//! The catalogue of misconceptions, held to its snippets: each idea is the one spoken of where its snippet ran in a real
//! session, and says nothing of its near-misses.
//!
//! The tables are in `tests/ideas/`: the id of an idea, then its snippets, one a line: `+` must show it, `-` must not.
//! In a snippet `⏎` is a newline and `¶` ends a line typed at the prompt; the last one typed is the one looked at. What the
//! step wanted may stand first: `{ok}` the status 0, `{fails}` another, `{output TEXT}`, `{file PATH}`, `{file PATH=CONTENT}`, `{runs NAME}` or
//! `{variable NAME}`; or `{given NAME}`, a variable that the step has set.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/machine.rs"]
mod machine;
#[path = "said/said.rs"]
mod said;

use at_once::at_once;
use bumpalo::Bump;
use shtutor::lesson::check::{self, Check};
use shtutor::lesson::{Course, Step, StepKind};
use shtutor::misconception::{self, Evidence, Finding, Level, Tier, Wanted};
use shtutor::misreading::Misreading;
use shtutor::observation::Observation;
use shtutor::session::{Limits, Network, Screen, Session, Setup};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Sessions at the same time: most of the time they wait.
const AT_ONCE: usize = 24;
/// Near-misses that each idea of the core must have.
const NEAR_MISSES: usize = 3;

/// A snippet of an idea.
#[derive(Clone, Debug)]
struct Snippet {
    id: String,
    shows: bool,
    wanted: Option<Wanted>,
    lines: Vec<String>,
    /// As written, for messages.
    text: String,
}

/// What a run of a snippet came to.
struct Outcome {
    snippet: Snippet,
    findings: Vec<Finding>,
}

fn tables() -> Vec<Snippet> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ideas");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut snippets = Vec::new();
    for path in paths {
        let mut id = String::new();
        for line in fs::read_to_string(&path).unwrap().lines() {
            match line.split_at_checked(2) {
                Some((mark @ ("+ " | "- "), text)) => {
                    snippets.push(snippet(&id, mark == "+ ", text));
                }
                _ if !line.is_empty() => id = line.to_owned(),
                _ => {}
            }
        }
    }
    snippets
}

fn snippet(id: &str, shows: bool, text: &str) -> Snippet {
    let (wanted, lines) = match text
        .strip_prefix('{')
        .and_then(|rest| rest.split_once("} "))
    {
        Some((wanted, lines)) if !wanted.contains(['$', ';']) && is_wanted(wanted) => {
            (Some(parse_wanted(wanted)), lines)
        }
        _ => (None, text),
    };
    let lines = lines.split('¶').map(|line| line.replace('⏎', "\n"));
    Snippet {
        id: id.to_owned(),
        shows,
        wanted,
        lines: lines.collect(),
        text: text.to_owned(),
    }
}

fn is_wanted(text: &str) -> bool {
    let begins = [
        "output ",
        "file ",
        "runs ",
        "variable ",
        "status ",
        "given ",
    ];
    text == "ok" || text == "fails" || begins.iter().any(|begins| text.starts_with(begins))
}

fn parse_wanted(text: &str) -> Wanted {
    let mut wanted = Wanted::default();
    let bytes = |text: &str| text.replace('⏎', "\n").into_bytes();
    if text == "ok" {
        wanted.success = Some(true);
    } else if text == "fails" {
        wanted.success = Some(false);
    } else if let Some(output) = text.strip_prefix("output ") {
        wanted.output = Some(bytes(output));
    } else if let Some(name) = text.strip_prefix("runs ") {
        wanted.programs.push(name.to_owned());
    } else if let Some(status) = text.strip_prefix("status ") {
        wanted.statuses.push((status.parse().unwrap(), None));
    } else if let Some(name) = text.strip_prefix("variable ") {
        wanted.variables.push(name.to_owned());
    } else if let Some(name) = text.strip_prefix("given ") {
        wanted.given.push(name.to_owned());
    } else if let Some(file) = text.strip_prefix("file ") {
        wanted.files.push(match file.split_once('=') {
            Some((path, content)) => (path.to_owned(), Some(bytes(content))),
            None => (file.to_owned(), None),
        });
    }
    wanted
}

/// Runs the lines in a session of their own, in an empty folder.
fn observe(lines: &[String]) -> Vec<Observation> {
    observe_in(lines, Network::None, |_| String::new())
}

/// The same in a folder that `prepare` has filled; what it returns runs there first.
fn observe_in(
    lines: &[String],
    network: Network,
    prepare: impl Fn(&Path) -> String,
) -> Vec<Observation> {
    let folder = tempfile::tempdir().unwrap();
    let first = prepare(folder.path());
    let setup = Setup {
        folder: folder.path().to_owned(),
        state: None,
        screen: Screen::Headless,
        network,
        limits: Limits {
            wall: Some(Duration::from_secs(20)),
            output: 1 << 16,
        },
    };
    let executable = Path::new(env!("CARGO_BIN_EXE_shtutor"));
    let mut session = Session::start_with(executable, setup).unwrap();
    if !first.is_empty() {
        session.run(&first).unwrap();
    }
    lines
        .iter()
        .map(|line| session.run(line).unwrap())
        .collect()
}

fn look(snippet: Snippet) -> Outcome {
    let seen = observe(&snippet.lines);
    let (last, earlier) = seen.split_last().unwrap();
    let arena = Bump::new();
    let evidence = Evidence::new(last, earlier, snippet.wanted.as_ref(), &arena);
    let findings = misconception::all_findings(&evidence);
    Outcome { snippet, findings }
}

fn ids(findings: &[Finding]) -> String {
    let told = findings
        .iter()
        .map(|finding| format!("{} ({:?})", finding.idea.id, finding.level));
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn every_idea_is_known_by_its_snippets_and_silent_on_near_misses() {
    let only = std::env::var("IDEA").unwrap_or_default();
    let mut snippets = tables();
    snippets.retain(|snippet| snippet.id.contains(&only));
    let count = snippets.len();
    let mut wrong = Vec::new();
    for outcome in at_once(AT_ONCE, snippets, look) {
        let Outcome { snippet, findings } = outcome;
        let spoken = findings.first().map(|finding| finding.idea.id);
        let found = findings.iter().any(|finding| finding.idea.id == snippet.id);
        let fine = match snippet.shows {
            true => spoken == Some(snippet.id.as_str()),
            false => !found,
        };
        if !only.is_empty() {
            println!("{}: {}", snippet.text, ids(&findings));
            for finding in &findings {
                println!("    {} [{:?}]", finding.say, finding.instead);
            }
        }
        if !fine {
            let mark = if snippet.shows { "+" } else { "-" };
            wrong.push(format!(
                "{}: {mark} {}\n    found: {}",
                snippet.id,
                snippet.text,
                ids(&findings)
            ));
        }
        for finding in &findings {
            if let Some(problem) = problem(finding, &snippet) {
                wrong.push(format!("{}: {problem}: {}", snippet.text, finding.say));
            }
        }
    }
    println!("{count} snippets");
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with how a finding is said, if anything.
fn problem(finding: &Finding, snippet: &Snippet) -> Option<&'static str> {
    let length = snippet.lines.last().unwrap().len();
    if finding.level == Level::Ask && !finding.say.contains('?') {
        Some("what is not certain is no question")
    } else if finding.say.matches('`').count() % 2 == 1 {
        Some("a backquote is open")
    } else if finding.text.is_none() && finding.span.end as usize > length {
        Some("a place outside the line")
    } else {
        None
    }
}

#[test]
fn every_idea_has_what_its_tier_asks_for() {
    let mut count: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for snippet in tables() {
        let entry = count.entry(snippet.id).or_default();
        match snippet.shows {
            true => entry.0 += 1,
            false => entry.1 += 1,
        }
    }
    for id in count.keys() {
        assert!(misconception::named(id).is_some(), "no idea is called {id}");
    }
    let mut wrong = Vec::new();
    for idea in misconception::all() {
        let (shows, silent) = count.get(idea.id).copied().unwrap_or_default();
        if idea.detect.is_none() {
            let mut misreadings = Misreading::ALL.iter();
            if !misreadings.any(|misreading| misreading.ideas().contains(&idea.id)) {
                wrong.push(format!("{} can never be found", idea.id));
            }
        } else if shows == 0 || silent < NEAR_MISSES {
            wrong.push(format!(
                "{}: {shows} snippets, {silent} near-misses",
                idea.id
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let core = misconception::all().filter(|idea| idea.tier == Tier::Core);
    println!(
        "{} ideas, {} of them core",
        misconception::all().count(),
        core.count()
    );
}

/// Findings, other than questions, in scripts of a Debian 12, each read: the script's file name, the idea, and why it is
/// right.
const JUDGED: &[(&str, &str, &str)] = &[
    (
        "bashbug",
        "bracket-unclosed",
        "`elif [ -x /usr/bin/vim; then`: the bracket is missing indeed",
    ),
    (
        "buildid.sh",
        "amp-gt-bashism",
        "`&> ${log}` under `#!/bin/sh`: in dash the command goes to the background",
    ),
    (
        "buildid.sh",
        "bash-expansion",
        "`${id:0:2}` under `#!/bin/sh`: dash stops there",
    ),
    (
        "stat_bpf_counters.sh",
        "double-equals",
        "`[ ... == ... ]` under `#!/bin/sh`: status 2 in dash",
    ),
];

/// Of how many scripts of a machine nobody has read one may show an idea.
const UNREAD: usize = 20;

#[test]
fn scripts_of_the_machine_show_no_idea_that_nobody_has_judged() {
    let scripts = machine::scripts();
    let mut unjudged = Vec::new();
    let mut questions = BTreeMap::new();
    for path in &scripts {
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for finding in misconception::static_findings(&text) {
            let id = finding.idea.id;
            if finding.level == Level::Ask {
                *questions.entry(id).or_insert(0) += 1;
            } else if !JUDGED
                .iter()
                .any(|(of, idea, _)| *of == name && *idea == id)
            {
                let span = finding.span;
                let line = text[..span.start as usize].matches('\n').count() + 1;
                let at = &text[span.start as usize..span.end as usize];
                unjudged.push(format!("{}:{line}: {id}: {at}", path.display()));
            }
        }
    }
    println!("{} scripts, questions: {questions:?}", scripts.len());
    let read = fs::read_to_string("/etc/debian_version").is_ok_and(|text| text.starts_with("12"));
    let most = if read { 0 } else { scripts.len() / UNREAD };
    assert!(unjudged.len() <= most, "{}", unjudged.join("\n"));
}

/// Lines, and the files there are before, with their contents.
type Typed = (Vec<String>, Vec<(String, String)>);

/// What a step's answer looks like when it is typed.
fn typed(step: &Step, answer: &str) -> Option<Typed> {
    let lines = || answer.lines().map(str::to_owned).collect();
    let judge = step.kind.judge()?;
    Some(match (&step.kind, step.kind.file()) {
        (_, Some(name)) => (
            vec![judge.run_line(name, None)],
            vec![(name.to_owned(), answer.to_owned())],
        ),
        (StepKind::Order { .. }, _) => (vec![answer.to_owned()], Vec::new()),
        _ => (lines(), Vec::new()),
    })
}

/// The lines of a right answer that an idea is certain about, and the ideas.
fn certain_ideas(step: &Step, (lines, files): &Typed) -> Vec<String> {
    let network = match step.setup.loopback {
        true => Network::Loopback,
        false => Network::None,
    };
    let seen = observe_in(lines, network, |folder| {
        let given = step.setup.files.iter();
        for (path, content) in given.chain(files.iter().map(|(path, content)| (path, content))) {
            let place = folder.join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, content).unwrap();
        }
        step.setup.run.clone()
    });
    let wanted = check::wanted(checks(step));
    let mut ideas = Vec::new();
    for (index, line) in seen.iter().enumerate() {
        let arena = Bump::new();
        let evidence = Evidence::new(line, &seen[..index], Some(&wanted), &arena);
        let certain = misconception::all_findings(&evidence)
            .into_iter()
            .filter(|finding| finding.level != Level::Ask)
            .filter(|finding| !is_asked_for(checks(step), finding.idea.id));
        ideas.extend(certain.map(|finding| format!("{}: {}", line.line, finding.idea.id)));
    }
    ideas
}

fn checks(step: &Step) -> &[Check] {
    step.kind.judge().map_or(&[], |judge| &judge.checks)
}

/// Whether a step asks to see the statuses of what cannot be run: then its name is no mistake.
fn is_asked_for(checks: &[Check], idea: &str) -> bool {
    let cannot_run = |check: &Check| match check {
        Check::StatusesSeen(seen) => seen.are.iter().any(|status| [126, 127].contains(status)),
        _ => false,
    };
    idea == "not-found-vs-not-runnable" && checks.iter().any(cannot_run)
}

#[test]
fn right_answers_of_the_lessons_show_no_idea_but_as_a_question() {
    let course = Course::built_in().unwrap();
    let mut answers = Vec::new();
    for lesson in &course.lessons {
        for step in &lesson.steps {
            let of = step.answer.iter().chain(&step.alternative);
            let typed = of.filter_map(|answer| typed(step, answer));
            answers.extend(typed.map(|typed| (lesson, step, typed)));
        }
    }
    let count = answers.len();
    let wrong = at_once(AT_ONCE, answers, |(lesson, step, typed)| {
        let ideas = certain_ideas(step, &typed).into_iter();
        let named = ideas.map(|idea| format!("{} {}: {idea}", lesson.id.0, step.id.0));
        named.collect::<Vec<_>>()
    });
    let wrong = wrong.concat();
    println!("{count} answers");
    assert!(count > 0 && wrong.is_empty(), "{}", wrong.join("\n"));
}
