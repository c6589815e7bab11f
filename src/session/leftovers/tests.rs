//! What forty bad endings leave behind, and that good ones leave nothing; the `vt100` crate is the terminal.

use super::*;
use std::num::NonZeroU16;

const ROWS: u16 = 24;

/// The repair after `output`, however it is cut; a terminal that has both works as one that has had neither.
fn check(output: &[u8], expected: &[u8]) {
    check_repair(output, expected);
    let mut screen = terminal();
    screen.process(output);
    screen.process(expected);
    assert!(!screen.screen().alternate_screen(), "{}", shown(output));
    assert_eq!(screen.screen().cursor_position().1, 0, "{}", shown(output));
    assert_eq!(used(screen), used(terminal()), "after {}", shown(output));
}

/// The same where the crate's terminal does not know what was written.
fn check_repair(output: &[u8], expected: &[u8]) {
    for size in [1, 2, 3, 7, output.len().max(1)] {
        let mut leftovers = Leftovers::default();
        output.chunks(size).for_each(|chunk| leftovers.watch(chunk));
        let repair = leftovers.repair(ROWS);
        assert_eq!(shown(&repair), shown(expected), "after {}", shown(output));
        assert_eq!(leftovers.repair(ROWS), b"", "once is enough");
    }
}

fn terminal() -> vt100::Parser {
    let [rows, columns] = [ROWS, 80].map(|length| NonZeroU16::new(length).unwrap());
    vt100::Parser::new(rows, columns, 0)
}

/// The modes a terminal is in, and what it shows once it has been written on from corner to corner.
fn used(mut screen: vt100::Parser) -> (String, String, String) {
    let modes = screen.screen().input_mode_formatted();
    screen.process(b"\x1b[H\x1b[J");
    for number in 0..30 {
        let line = format!("{}\r\n", number.to_string().repeat(50));
        screen.process(line.as_bytes());
    }
    screen.process(b"\x1b[2;2Hxyz\x1b[2;2Ha");
    let screen = screen.screen();
    (
        modes,
        screen.attributes_formatted(),
        screen.contents_formatted(),
    )
}

fn shown(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

#[test]
fn text_is_ended_with_its_line_and_nothing_else() {
    check(b"", b"");
    check(b"abc\r\n", b"");
    check(b"abc", b"\r\n");
    check(b"abc\n", b"\r\n");
    check(b"abc\x08\x07", b"\r\n");
    check(b"10%\r20%\r", b"");
    check(b"a\tb", b"\r\n");
    check("\u{e9}".as_bytes(), b"\r\n");
    check(b"\x1b[H\x1b[2J\x1b[3J", b"");
    check(b"\x1b[5;7H", b"\r\n");
    check(b"a\x1b[1G", b"");
    check(b"\x1b7abc\x1b8", b"");
}

#[test]
fn modes_are_set_back() {
    check(b"\x1b[?25l", b"\x1b[?25h");
    check(b"\x1b[?1h\x1b=", b"\x1b[?1l\x1b>");
    check(b"\x1b[?9h", b"\x1b[?9l");
    check(b"\x1b[?1000h\x1b[?1006h", b"\x1b[?1000l\x1b[?1006l");
    check(b"\x1b[?1002;1015h", b"\x1b[?1002l\x1b[?1015l");
    check(b"\x1b[?1003h\x1b[?1016h", b"\x1b[?1003l\x1b[?1016l");
    check(b"\x1b[?1004h", b"\x1b[?1004l");
    check(b"\x1b[?1005h", b"\x1b[?1005l");
    check(b"\x1b[?2004h", b"\x1b[?2004l");
    check(b"\x1b[?2026h", b"\x1b[?2026l");
    check(b"\x1b[?5h", b"\x1b[?5l");
    check(b"\x1b[?7l", b"\x1b[?7h");
    check(b"\x1b[4h", b"\x1b[4l");
    check(b"\x1b[2;20h", b"\x1b[2l\x1b[20l");
    check(b"\x1b[>4;2m", b"\x1b[>4m");
    check(b"\x1b[5 q", b"\x1b[0 q");
}

#[test]
fn the_main_screen_comes_back() {
    check(b"\x1b[?1049hfull", b"\x1b[?1049l");
    check(b"\x1b[?47h", b"\x1b[?47l");
    check(b"\x1b[?1047habc", b"\x1b[?1047l\r\n");
    check(b"abc\x1b[?1049h\x1b[H", b"\x1b[?1049l\r\n");
    check(
        b"\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[?25l\x1b[1;31mred",
        b"\x1b[?1049l\x1b[0m\x1b[?1l\x1b[?25h\x1b>",
    );
}

#[test]
fn the_whole_screen_scrolls_again() {
    check(b"\x1b[5;10r", b"\x1b7\x1b[r\x1b8");
    check(b"\x1b[2;24r\x1b[5;3H", b"\x1b7\x1b[r\x1b8\r\n");
    check(b"\x1b[5;10r\x1b[?6h", b"\x1b[?6l\x1b[r\x1b[9999;1H\r\n");
    check(b"\x1b[1;24r", b"");
    check(b"\x1b[3;9r\x1b[r", b"");
}

#[test]
fn characters_look_and_are_as_before() {
    check(b"\x1b[31m", b"\x1b[0m");
    check(b"\x1b[1;7mx\r\n", b"\x1b[0m");
    check(b"\x1b[38;5;0m", b"\x1b[0m");
    check(b"\x1b[38:2::1:2:3m", b"\x1b[0m");
    check(b"\x1b[0;48;2;0;0;0m", b"\x1b[0m");
    check(b"\x1b[8m", b"\x1b[0m");
    check(b"\x1b(0", b"\x1b(B");
    check(b"\x1b)0\x0e", b"\x0f");
    check(b"\x1b(0\x0eqq", b"\x0f\x1b(B\r\n");
}

#[test]
fn a_sequence_cut_short_is_given_up() {
    check(b"\x1b", b"\x18");
    check(b"abc\x1b[", b"\x18\r\n");
    check(b"\x1b[38;5", b"\x18");
    check(b"\x1b(", b"\x18");
    check(b"\x1b]0;a tit", b"\x18\x1b\\");
    check(b"\x1b]52;c;aGVsbG8", b"\x18\x1b\\");
    check(b"\x1bPq#0;2;0;0", b"\x18\x1b\\");
    check(b"\x1b[?1049h\x1b[?25l\x1b[12;", b"\x18\x1b[?1049l\x1b[?25h");
}

#[test]
fn keyboards_send_what_they_sent() {
    check(b"\x1b[>1u", b"\x1b[<1u");
    check(b"\x1b[>1u\x1b[>5u\x1b[<u", b"\x1b[<1u");
    check(b"\x1b[=5u", b"\x1b[=0u");
    check(
        b"\x1b[>1u\x1b[?1049h\x1b[>3u",
        b"\x1b[<1u\x1b[?1049l\x1b[<1u",
    );
}

#[test]
fn a_reset_leaves_nothing() {
    check(b"\x1b[31m\x1b[?25l\x1b[?1000h\x1b(0\x1bc", b"");
    check_repair(
        b"\x1b[?1h\x1b=\x1b[4h\x1b[?25l\x1b[7m\x1b[3;4r\x1b[H\x1b[!p",
        b"",
    );
    // What `reset` writes for xterm.
    check(
        b"\x1b[?1049h\x1bc\x1b]104\x07\x1b[!p\x1b[?3;4l\x1b[4l\x1b>",
        b"",
    );
}

#[test]
fn well_behaved_programs_leave_nothing() {
    // vim, from start to end.
    check(
        b"\x1b[?1049h\x1b[>4;2m\x1b[?1h\x1b=\x1b[?2004h\x1b[?1004h\x1b[1;24r\x1b[?12h\x1b[?12l\x1b[22;2t\x1b[22;1t\
          \x1b[27m\x1b[23m\x1b[29m\x1b[m\x1b[H\x1b[2J\x1b[?25l\x1b[24;1H\"x\" [New]\x1b[2;1H\x1bP+q4b31\x1b\\\x1b[34m~\x1b[m\
          \x1b[1;1H\x1b[?25h\x1b[24;1H\x1b[?1004l\x1b[?2004l\x1b[?1l\x1b>\x1b[>4;m\x1b[?1049l\x1b[23;2t\x1b[23;1t",
        b"",
    );
    // less
    check(
        b"\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\rone\r\n\x1b[7m(END)\x1b[27m\x1b[K\r\x1b[K\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t",
        b"",
    );
    // top
    check(
        b"\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[2J\x1b(B\x1b[mtop - \x1b(B\x1b[m\x1b[39;49m\x1b(B\x1b[m\x1b[39;49m\x1b[K\r\n\
          \x1b[7m  PID\x1b(B\x1b[m\x1b[39;49m\x1b[K\x1b[?1l\x1b>\x1b[25;1H\x1b[34h\x1b[?25h\r\n",
        b"",
    );
    // ls, grep and git, which colour
    check(b"\x1b[0m\x1b[01;34mdir\x1b[0m\r\n\x1b[01;31m\x1b[Kx\x1b[m\x1b[K\r\n\x1b[1m\x1b[32mok\x1b[22;39m\r\n", b"");
    check_repair(
        b"\x1b[38;5;1mx\x1b[39m\x1b[4:3m\x1b[4:0m\x1b[58;5;2m\x1b[59m\r\n",
        b"",
    );
}
