//! Jobs from the keyboard: interrupted, stopped, listed, brought back.

use crate::stage::{Side, Stage, have};

/// It says when it runs, and so that it has the terminal.
const LONG: &str = "sh -c 'echo ready; exec sleep 1000'";

#[test]
fn interrupts_end_the_line_and_not_the_shell() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage.line(&format!("{LONG}; echo not this")).shows("ready");
    stage.key("C-c").prompt("^C", 130);
    stage
        .line("clear; echo loops; while :; do :; done")
        .shows("loops");
    stage.key("C-c").prompt("^C", 130);
    stage.line("clear; cat").same(str::is_empty);
    stage.line("twice").same(|screen| screen == "twice\ntwice");
    stage.key("C-c").prompt("^C", 130);
    stage
        .line("clear; sh -c 'trap \"echo caught; exit 3\" INT; echo ready; while :; do :; done'")
        .shows("ready");
    stage.key("C-c").prompt("^Ccaught", 3);
}

#[test]
fn the_quit_key_and_the_end_of_input_are_the_programs() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage.line(&format!("ulimit -c 0; {LONG}")).shows("ready");
    stage.key("C-\\").prompt("^\\Quit", 131);
    stage.line("clear; cat; echo after").same(str::is_empty);
    stage.line("in").same(|screen| screen == "in\nin");
    stage.key("C-d").prompt("in\nin\nafter", 0);
}

#[test]
fn output_waits_and_goes_on_and_keys_can_be_quoted() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage.line("cat").same(|screen| screen == "[0] $ cat");
    stage
        .key("C-s")
        .line("one")
        .key("C-q")
        .same(|screen| screen.ends_with("one\none"));
    stage
        .key("C-v")
        .key("C-c")
        .key("Enter")
        .same(|screen| screen.lines().filter(|line| line.starts_with("^C")).count() == 1);
    stage
        .key("C-d")
        .each(|screen| screen.trim_end().ends_with("\n[0] $"));
}

#[test]
fn a_job_is_stopped_listed_and_brought_back() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    let stopped = format!("[1] + Stopped {LONG}");
    stage.line(LONG).shows("ready");
    stage.key("C-z").prompt(&stopped, 148);
    stage.line("clear; jobs").prompt(&stopped, 0);
    stage.line("fg").same(|screen| screen.ends_with(LONG));
    stage.key("C-z").prompt(&stopped, 148);
    stage
        .line("clear; bg %1")
        .each(|screen| screen.trim_end().ends_with("\n[0] $"));
    stage
        .line("clear; jobs")
        .prompt(&format!("[1] + Running {LONG}"), 0);
    stage.line("clear; fg %1").same(|screen| screen == LONG);
    stage.key("C-c").prompt("^C", 130);
}

#[test]
fn a_stopped_pipeline_is_one_job() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    let pipeline = "sh -c 'echo ready; exec sleep 1000' | cat";
    stage.line(pipeline).shows("ready");
    stage
        .key("C-z")
        .prompt(&format!("[1] + Stopped {pipeline}"), 148);
    stage.line("clear; fg").same(|screen| screen == pipeline);
    stage.key("C-c").prompt("^C", 130);
    stage.line("clear; jobs").prompt("", 0);
}

#[test]
fn programs_of_the_whole_screen_are_stopped_and_come_back() {
    if !have(&["vi", "less"]) {
        return;
    }
    let stage = Stage::set();
    stage
        .line("echo text >file; vi -u NONE file")
        .same(|screen| screen.starts_with("text\n~"));
    stage
        .key("C-z")
        .prompt("[1] + Stopped vi -u NONE file", 148);
    stage
        .line("less file")
        .same(|screen| screen.ends_with("text\nfile (END)"));
    stage.key("C-z").prompt("[2] + Stopped less file", 148);
    stage
        .line("clear; jobs")
        .prompt("[1] - Stopped vi -u NONE file\n[2] + Stopped less file", 0);
    stage
        .line("fg %1")
        .same(|screen| screen.starts_with("text\n~") && !screen.ends_with("(END)"));
    stage
        .line(":q!")
        .same(|screen| screen.ends_with("vi -u NONE file\n[0] $"));
    stage.line("fg").same(|screen| screen.ends_with("(END)"));
    stage
        .key("q")
        .same(|screen| screen.ends_with("less file\n[0] $"));
}

#[test]
fn a_background_job_that_wants_to_read_is_stopped() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage.line("cat & sleep 0.1; while jobs -l | grep -q Running; do :; done; clear; jobs");
    stage.prompt("[1] + Stopped cat", 0);
    stage.line("fg").same(|screen| screen.ends_with("\ncat"));
    stage
        .line("for cat")
        .same(|screen| screen.ends_with("for cat\nfor cat"));
    stage.key("C-d").prompt("for cat\nfor cat", 0);
}

#[test]
fn background_jobs_are_waited_for() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage.line("sleep 1000 &").prompt("[1] PID", 0);
    stage.line("jobs").prompt("[1] + Running sleep 1000", 0);
    // Whether bash tells of a job that ends while it is waited for, hangs on which of the two comes first.
    stage
        .line("clear; kill %1; sleep 0.3")
        .prompt("[1] + Terminated sleep 1000", 0);
    stage.line("clear; wait; jobs").prompt("", 0);
}

#[test]
fn leaving_with_stopped_jobs_is_warned_of_once() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    stage.line(LONG).shows("ready");
    stage.key("C-z").shows("Stopped");
    stage
        .line("exit")
        .each(|screen| screen.contains("\nThere are stopped jobs.\n["));
    stage
        .line("clear; jobs")
        .prompt(&format!("[1] + Stopped {LONG}"), 0);
    stage.type_into(Side::Tutor, ":quit\r");
    stage.wait_for(Side::Tutor, |screen| {
        screen.contains("is stopped and will be ended. Leave? y/n>")
    });
    stage.type_into(Side::Tutor, "n\r");
    stage.wait_for(Side::Tutor, |screen| {
        screen.trim_end().ends_with("n\n[0] $")
    });
}

#[test]
fn a_tutor_that_was_stopped_takes_the_terminal_back() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    let bash = |keys: &str| stage.type_into(Side::Bash, keys);
    let ends = |text: &str| {
        let text = text.to_owned();
        stage.wait_for(Side::Bash, move |screen| screen.trim_end().ends_with(&text));
    };
    bash(&format!("{} sandbox\r", env!("CARGO_BIN_EXE_shtutor")));
    ends("[ ] $");
    bash(&format!("{LONG}\r"));
    ends("\nready");
    stage.stop_child(Side::Bash);
    ends("sandbox\n[147] $");
    bash("fg\r");
    ends("sandbox");
    bash("\u{3}");
    ends("\n[130] $");
    bash("echo on\r");
    ends("\n[130] $ echo on\non\n[0] $");
}
