//! Editors, pagers, password prompts: the same on both screens, and nothing left of them afterwards.

use crate::stage::{Stage, have};

#[test]
fn vi_edits_a_file() {
    if !have(&["vi"]) {
        return;
    }
    let stage = Stage::set();
    stage.line("vi -u NONE file").shows("\"file\" [New");
    stage.text("ione\ntwo").key("Escape");
    stage.same(|screen| screen.starts_with("one\ntwo\n~"));
    stage.line(":wq").prompt("[0] $ vi -u NONE file", 0);
    stage.line("cat file").prompt("one\ntwo", 0);
}

#[test]
fn less_searches_and_leaves_the_screen_as_it_was() {
    if !have(&["less", "seq"]) {
        return;
    }
    let stage = Stage::set();
    stage
        .line("seq 500 >numbers")
        .prompt("[0] $ seq 500 >numbers", 0);
    stage
        .line("less numbers")
        .same(|screen| screen.starts_with("1\n2\n") && screen.ends_with("numbers"));
    stage
        .line("/^333")
        .same(|screen| screen.starts_with("333\n"));
    stage.key("G").same(|screen| screen.ends_with("(END)"));
    stage.key("q").prompt("[0] $ less numbers", 0);
}

#[test]
fn man_pages_through_a_page() {
    if !have(&["man", "less"]) {
        return;
    }
    let stage = Stage::set();
    let page = "printf '%s\\n' '.TH SHOWN 1' '.SH NAME' 'shown \\- one page' >shown.1";
    stage
        .line(page)
        .each(|screen| screen.matches("[0] $").count() == 2);
    stage
        .line("clear; man ./shown.1")
        .same(|screen| screen.contains("shown - one page"));
    stage.key("q").prompt("", 0);
}

#[test]
fn top_goes_along_with_the_window() {
    if !have(&["top"]) {
        return;
    }
    let stage = Stage::set();
    let runs = |width: usize| {
        move |screen: &str| {
            let is_header = |line: &&str| line.trim_start().starts_with("PID ");
            screen.starts_with("top - ")
                && screen
                    .lines()
                    .any(|line| is_header(&line) && line.len() >= width)
        }
    };
    stage.line("top -d 1").each(runs(60));
    stage.resize(120, 30).each(runs(60));
    stage
        .key("q")
        .each(|screen| screen.trim_end().ends_with("\n[0] $"));
    stage.has_size("30 120");
}

#[test]
fn a_program_learns_at_once_that_the_window_changed() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage
        .line("bash -c 'trap \"stty size\" WINCH; echo ready; while :; do read -t 1 x; done'")
        .shows("ready");
    // Where lines stand when the window changes is the terminal's affair.
    let last = |size: &str| {
        let size = format!("\n{size}");
        move |screen: &str| screen.trim_end().ends_with(&size)
    };
    stage.resize(100, 30).each(last("30 100"));
    stage.resize(60, 20).each(last("20 60"));
    stage.key("C-c").each(last("[130] $"));
    stage.has_size("20 60");
    // Between two lines as well.
    stage.resize(80, 24).has_size("24 80");
}

#[test]
fn python_reads_its_own_lines() {
    if !have(&["python3"]) {
        return;
    }
    let stage = Stage::set();
    stage.line("python3 -q").shows(">>>");
    stage
        .line("6 * 7")
        .same(|screen| screen.contains("\n42\n>>>"));
    stage
        .line("input()")
        .line("typed")
        .same(|screen| screen.contains("'typed'\n>>>"));
    stage.key("C-d").same(|screen| screen.ends_with("[0] $"));
}

#[test]
fn passwords_are_not_shown() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage
        .line("bash -c 'read -rsp \"Password: \" p; echo; echo \"<$p>\"'")
        .shows("Password:");
    stage.line("secret").prompt("Password:\n<secret>", 0);
    stage
        .line("clear; stty -echo; echo ready; read pw; stty echo; echo \"<$pw>\"")
        .same(|screen| screen == "ready");
    stage.line("secret").prompt("ready\n<secret>", 0);
}

#[test]
fn getpass_reads_from_the_terminal_itself() {
    if !have(&["python3"]) {
        return;
    }
    let stage = Stage::set();
    stage
        .line("echo no | python3 -c 'import getpass; print(getpass.getpass())'")
        .shows("Password:");
    stage.line("secret").prompt("Password:\nsecret", 0);
}

#[test]
fn the_terminal_can_be_reset() {
    if !have(&["tput", "reset"]) {
        return;
    }
    let stage = Stage::set();
    stage
        .line("tput smcup; echo full; tput rmcup")
        .prompt("[0] $ tput smcup; echo full; tput rmcup", 0);
    stage
        .line("stty sane; tput cup 9 0; echo here")
        .same(|screen| screen.ends_with("\nhere\n[0] $"));
    stage.line("reset").same(|screen| screen == "[0] $");
}
