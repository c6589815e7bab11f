//! What holds of every explanation, tried on the script corpus and on the `sh` scripts of the machine: no part of a text is left
//! out, notes nest, and the page keeps to its width.

#[path = "explaining/meanings.rs"]
mod meanings;
#[path = "explaining/places.rs"]
mod places;
#[path = "explaining/places_of_use.rs"]
mod places_of_use;

use shtutor::explain::{Explanation, Note, Programs, explain};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Widths a page is made for.
const WIDTHS: [usize; 6] = [20, 33, 57, 80, 120, 300];

#[test]
fn every_part_of_every_script_is_explained() {
    each_script(|text, explanation| {
        let mut covered = vec![false; text.len()];
        for note in &explanation.notes {
            cover(note, &mut covered);
        }
        let end = match &explanation.error {
            None => text.len(),
            // What stands in the line that is wrong cannot be told apart.
            Some(_) => return None,
        };
        let missing = (0..end).find(|at| !covered[*at] && !text[*at].is_ascii_whitespace())?;
        let line = text[..missing]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        let rest = String::from_utf8_lossy(&text[missing..]).into_owned();
        Some(format!(
            "line {line}: nothing is said of {:?}",
            rest.chars().take(30).collect::<String>()
        ))
    });
}

#[test]
fn notes_lie_within_those_round_them() {
    each_script(|text, explanation| {
        let whole = shtutor::source::Span::new(0, text.len() as u32);
        explanation.notes.iter().find_map(|note| {
            let outside = || format!("{:?} lies outside", note.quote);
            if !whole.contains(note.span) {
                return Some(outside());
            }
            stray(note)
        })
    });
}

#[test]
fn pages_keep_to_their_width() {
    each_script(|text, explanation| {
        WIDTHS.into_iter().find_map(|width| {
            let page = explanation.render(text, width);
            let wide = page.lines().find(|line| {
                let alone = line.split_whitespace().count() <= 1;
                line.chars().count() > width && line.is_ascii() && !alone && !long_word(line, width)
            })?;
            Some(format!("{width}: {wide:?}"))
        })
    });
}

/// Lines and scripts as a beginner is handed them: name, text.
const HANDED: &[(&str, &str)] = &[
    ("entrypoint", include_str!("explaining/entrypoint.sh")),
    (
        "health-check",
        "HEALTHCHECK --interval=30s --timeout=3s CMD curl -fsS http://localhost:8080/health || exit 1",
    ),
    (
        "crontab",
        "*/5 * * * * cd /srv/app && ./backup.sh >> /var/log/backup.log 2>&1",
    ),
    (
        "crontab-file",
        "# m h dom mon dow user command\nMAILTO=ops\n\n*/10 * * * * www-data cd /srv/app && php cron.php > /dev/null\n@reboot root /usr/local/bin/warm-up $(date +\\%F)\n",
    ),
    (
        "options",
        "set -eo pipefail\nls *.log | head -n 1 > first || exit\nset -f +o pipefail\nls *.log | head -n 1\n[ -n \"$CI\" ] && set -u\necho \"$CI\"\n",
    ),
    (
        "makefile",
        "\t@test -n \"$$VERSION\" || { echo \"set VERSION\" >&2; exit 1; }",
    ),
    (
        "makefile-file",
        ".PHONY: test\ntest: build\n\t@for f in tests/*.sh; do \\\n\t  sh \"$$f\" || exit 1; \\\n\tdone\n\n# what is made\nclean:\n\t-rm -f $(OUT)\n",
    ),
    (
        "over-there",
        "tar czf - . | ssh backup 'cat > /srv/x.tgz; [ -s /srv/x.tgz ]'",
    ),
    (
        "ci-step",
        "- run: npm ci && npm test -- --coverage | tee test.log",
    ),
    (
        "find-xargs",
        "find . -name '*.log' -mtime +7 -print0 | xargs -0 rm -f",
    ),
    (
        "for-files",
        "for f in *.txt; do wc -l \"$f\" >> counts; done",
    ),
    (
        "while-read",
        "while read -r line; do echo \"$line\"; done < list.txt",
    ),
    (
        "curl-or-exit",
        "curl -fsS -o /dev/null \"$URL/health\" || exit 1",
    ),
    ("test-and", "test -f .env && . ./.env"),
    (
        "quoting",
        "msg=\"it's $1\"; echo $msg '$1' \"$(date +%F)\" ${2:-none} \\$5",
    ),
    ("order", "make -s build 2>&1 >/dev/null | grep -c warning"),
    (
        "docker-exec",
        "docker exec -it db psql -U postgres -c 'select 1'",
    ),
    (
        "trap",
        "tmp=$(mktemp -d) || exit; trap 'rm -rf \"$tmp\"' EXIT",
    ),
    (
        "group",
        "{ date; uptime; } > report; (cd /tmp && ls) | wc -l; sleep 5 & wait $!",
    ),
    (
        "if-grep",
        "if ! grep -qi error app.log; then echo fine; elif [ -s app.log ]; then exit 3; fi",
    ),
    (
        "here-document",
        "cat <<'END' > f\n$HOME is not expanded\nEND\nssh host sh <<-END\n\techo $USER\n\tEND\n",
    ),
    (
        "case",
        "case $1 in start|restart) exec \"$@\" ;; -h) echo usage >&2; exit 2 ;; *) : ;; esac",
    ),
    (
        "function",
        "retry() { n=0; until \"$@\"; do n=$((n + 1)); [ $n -lt 5 ] || return 1; sleep 1; done; }\nretry nc -z db 5432",
    ),
    ("replaced-by-gosu", "exec gosu app \"$@\""),
    (
        "database-ready",
        "HEALTHCHECK CMD pg_isready -U postgres -q || exit 1",
    ),
    ("make-goes-on", "\t-rm -rf $(BUILD) && mkdir -p $(BUILD)"),
    (
        "ci-block",
        "- run: |\n    set -euo pipefail\n    curl -sSfL \"$URL\" | tar xz -C \"${{ env.BIN }}\"\n",
    ),
    (
        "profile",
        "if [ -d \"$HOME/bin\" ] ; then PATH=\"$HOME/bin:$PATH\"; fi",
    ),
    (
        "find-and-kill",
        "ps aux | grep \"[n]ginx\" | awk \"{print \\$2}\" | xargs -r kill -HUP",
    ),
    (
        "commit-hook",
        "git diff --cached --name-only | grep -E '\\.env$' && { echo refusing >&2; exit 1; }",
    ),
    (
        "wait-for-port",
        "until nc -z \"$DB_HOST\" \"${DB_PORT:-5432}\"; do >&2 echo waiting; sleep 2; done",
    ),
    (
        "secret",
        "openssl rand -hex 16 > .secret && chmod 600 .secret",
    ),
    ("goes-on", "nohup ./server > server.log 2>&1 &"),
    (
        "run",
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*",
    ),
];

#[test]
fn what_a_beginner_is_handed_is_explained() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/explaining");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, text) in HANDED {
        let explanation = explain(text.as_bytes(), Programs::Installed);
        assert!(
            explanation.error.is_none(),
            "{name}: {:?}",
            explanation.error
        );
        let page = explanation.render(text.as_bytes(), 80);
        settings.bind(|| insta::assert_snapshot!(*name, page));
    }
}

#[test]
fn the_builtins_that_are_described_are_those_of_the_engine() {
    let described: BTreeMap<&str, bool> = shtutor::explain::builtins().collect();
    let builtins = shtutor::engine::builtin::all().iter();
    let there: BTreeMap<&str, bool> = builtins.map(|one| (one.name, one.special)).collect();
    assert_eq!(described, there);
}

/// Lines that do not parse, as people write them.
const BROKEN: &[&str] = &[
    "if [ 1 = 1 ] then echo a; fi",
    "if[ 1 = 1 ]; then echo a; fi",
    "if false; then echo a; else if true; then echo b; fi",
    "if true; then; echo a; fi",
    "if true; then\n  # todo\nfi",
    "if true; then echo a; done",
    "if true; do echo a; fi",
    "true || {echo a; }",
    "{ echo a }",
    "true\n&& echo yes",
    "true && || echo x",
    "true &; echo hi",
    "true & && echo hi",
    "cat nofile |& grep -c cat",
    "echo 'it",
    "echo \"it",
    "echo $(date",
    "echo ${x",
    "echo `date",
    "echo $((1 + 2)",
    "cat <<END\ntext\n",
    "cat <<END\ntext\nEND \n",
    "echo )",
    "echo a; done",
    "case x in a) echo a",
    "case x a) echo a;; esac",
    "for in a; do :; done",
    "for $x in a; do :; done",
    "for ((i=0; i<3; i++)); do :; done",
    "f( { :; }",
    "1f() { :; }",
    "f() echo hi",
    "a=(1 2)",
    "cat <<< x",
    "diff <(sort a) b",
    "while true do echo a; done",
    "while true; echo a; done",
    "esac",
    "echo a >",
    "echo a 2>&",
    "! ",
    "| wc",
    "&& a",
    "()",
    "$(",
    "while read x; do",
    "if",
    "until",
    "for i in",
    "case",
    "{ ",
    "(",
];

#[test]
fn what_is_wrong_is_marked_in_the_text_and_told_how_to_mend() {
    let mut pages = String::new();
    for text in BROKEN {
        let explanation = explain(text.as_bytes(), Programs::Installed);
        let Some(error) = explanation.error else {
            panic!("{text:?} is right");
        };
        let page = error.explained(text.as_bytes(), None);
        let lines: Vec<&str> = page.lines().collect();
        let carets = lines
            .iter()
            .position(|line| line.trim_start().starts_with('^'));
        let carets = carets.unwrap_or_else(|| panic!("no caret:\n{page}"));
        let shown = lines[carets - 1..].iter().chain(&lines[..carets]);
        assert!(shown.clone().any(|line| !line.trim().is_empty()), "{page}");
        let column = lines[carets].find('^').unwrap_or_default();
        let source = lines[..carets]
            .iter()
            .rfind(|line| !line.trim_start().starts_with(['-', '^']));
        let length = source.map_or(0, |line| line.chars().count());
        assert!(
            column <= length,
            "{text:?}: a caret outside the text:\n{page}"
        );
        assert!(page.contains("hint: "), "{text:?}: nothing to try:\n{page}");
        assert!(
            lines.iter().all(|line| line.chars().count() <= 100),
            "{page}"
        );
        pages.push_str(&format!("{page}\n"));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/explaining");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("wrong-lines", pages));
}

/// Texts that end too early.
const UNFINISHED: &[&str] = &[
    "if true; then echo a",
    "while read x; do",
    "until false",
    "for i in a b; do echo $i; if [ $i = a ]; then echo \"x\"",
    "for i in",
    "case $x in a) echo 1 ;; b)",
    "case $x in",
    "f() { echo a; ",
    "f()",
    "( echo a | grep b",
    "{ ",
    "echo \"abc $x",
    "echo 'abc",
    "echo \"$(date \"+%F",
    "echo `date",
    "echo ${x:-",
    "echo $((1+",
    "true && # why",
    "echo a |",
    "! ",
    "if true; then echo a; else",
    "cat <<END\na $x\n",
    "if true; then\n  cat <<-'END' | tr a b\n\ta $x",
];

#[test]
fn what_is_there_of_an_unfinished_text_is_explained() {
    let mut pages = String::new();
    for text in UNFINISHED {
        let explanation = explain(text.as_bytes(), Programs::Installed);
        let mut covered = vec![false; text.len()];
        explanation
            .notes
            .iter()
            .for_each(|note| cover(note, &mut covered));
        let left = text
            .bytes()
            .zip(covered)
            .find(|(byte, is)| !is && !byte.is_ascii_whitespace());
        assert_eq!(left, None, "{text:?}");
        let error = explanation
            .error
            .as_ref()
            .unwrap_or_else(|| panic!("{text:?} is finished"));
        let page = explanation.render(text.as_bytes(), 80);
        pages.push_str(&format!(
            "{page}{}\n",
            error.explained(text.as_bytes(), None)
        ));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/explaining");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("unfinished-texts", pages));
}

#[test]
fn wherever_a_text_is_cut_nothing_is_said_of_what_is_not_there() {
    for (name, text) in HANDED {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let part = &text.as_bytes()[..end];
            let explanation = explain(part, Programs::Installed);
            for note in &explanation.notes {
                assert!(
                    note.span.end as usize <= end,
                    "{name} up to {end}: {note:?}"
                );
                assert_eq!(stray(note), None, "{name} up to {end}");
            }
        }
    }
}

/// Whether a line is wide because of a word that could not be broken.
fn long_word(line: &str, width: usize) -> bool {
    let indent = line.len() - line.trim_start().len();
    let column = line.rfind("  ").map_or(indent, |at| at + 2);
    line[column..]
        .split(' ')
        .any(|word| word.len() + column > width)
}

fn cover(note: &Note, covered: &mut [bool]) {
    if !note.pieces.is_empty() {
        covered[note.mark.start as usize..note.mark.end as usize].fill(true);
    }
    note.inner.iter().for_each(|inner| cover(inner, covered));
}

/// A note that does not lie within the one round it, or whose mark is not its own.
fn stray(note: &Note) -> Option<String> {
    if !note.span.contains(note.mark) {
        return Some(format!("{:?}: its mark lies outside", note.quote));
    }
    note.inner.iter().find_map(|inner| {
        if !note.span.contains(inner.span) {
            return Some(format!("{:?} lies outside {:?}", inner.quote, note.quote));
        }
        stray(inner)
    })
}

#[track_caller]
fn each_script(complaint: impl Fn(&[u8], &Explanation) -> Option<String>) {
    let mut complaints = Vec::new();
    let scripts = scripts();
    assert!(scripts.len() > 400, "only {} scripts", scripts.len());
    for path in scripts {
        let Ok(text) = std::fs::read(&path) else {
            continue;
        };
        let explanation = explain(&text, Programs::Installed);
        if let Some(complaint) = complaint(&text, &explanation) {
            complaints.push(format!("{}: {complaint}", path.display()));
        }
    }
    let shown: Vec<&String> = complaints.iter().take(40).collect();
    assert!(
        complaints.is_empty(),
        "{} in all\n{shown:#?}",
        complaints.len()
    );
}

/// Those of the corpus, and those of the machine.
fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts"),
        &mut found,
    );
    found.retain(|path| path.extension().is_some_and(|extension| extension == "sh"));
    let mut machine = Vec::new();
    for folder in ["/bin", "/usr/bin", "/usr/sbin", "/etc", "/usr/lib/git-core"] {
        collect(Path::new(folder), &mut machine);
    }
    machine.retain(|path| is_sh(path));
    found.extend(machine);
    found.sort();
    found.dedup();
    found
}

fn is_sh(path: &Path) -> bool {
    use std::io::Read;
    let Ok(file) = std::fs::File::open(path) else {
        return false;
    };
    let mut start = Vec::new();
    if file.take(40).read_to_end(&mut start).is_err() {
        return false;
    }
    let first = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    matches!(
        first.trim_ascii(),
        b"#!/bin/sh" | b"#! /bin/sh" | b"#!/bin/sh -e" | b"#!/bin/dash"
    )
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, into),
            Ok(kind) if kind.is_file() => into.push(path),
            _ => {}
        }
    }
}
