//! Simple commands: assignments, utilities built in and not, with words and redirections (XCU 2.9.1, 2.15).

use super::grammar::Grammar;
use super::words::VARIABLES;

/// Values of `IFS` that split oddly.
const SEPARATORS: &[&str] = &[
    "':'", "' :'", "''", "x", "'*'", "1", "' '", "\"$nl\"", "-", "'a '", "':,'", "'\\'",
];

impl Grammar {
    /// One command, without a newline at its end.
    pub fn simple_command(&mut self) -> String {
        let text = match self.choices.below(48) {
            0..=12 => format!("show{}", self.words(4)),
            13..=18 => self.assignments(),
            19 | 20 => self.test_command(),
            21 => self.print(),
            22 => self
                .choices
                .pick(&[
                    "true", "false", ":", "(exit 3)", "echo a b", "nosuch", "./noexec", "./d",
                ])
                .into(),
            23 | 24 => self.function_call(),
            25 => format!("IFS={}", self.choices.pick(SEPARATORS)),
            26 => self.positional_parameters(),
            27 => self.read_command(),
            28 => format!("echo \"$?\"{}", self.words(1)),
            29 => format!(": {}", self.words(3)),
            30 => self.export_or_readonly(),
            31 => self.unset(),
            32 => self.program(),
            33 => self.prefixed(),
            34 => self.jump(),
            35 => self.directory(),
            36 => self.set_option(),
            37 => format!("eval {}", self.words(2)),
            38 => format!("command{}", self.command_operands()),
            39 => format!("cat {}", self.here_doc()),
            40 => format!(
                "show \"$#\" \"$*\" $* \"$@\" {}",
                self.choices
                    .pick(&["$@", "\"a$@b\"", "\"$@$*\"", "${*}x", "\"${@}\""])
            ),
            41 => format!(
                "n={}",
                self.choices
                    .pick(&["1", "5", "-3", "0x10", "010", "''", "' 7 '"])
            ),
            42 => format!(": $(({}))", self.expression()),
            43 => format!("show $(({}))", self.expression()),
            44 => self.local(),
            45 => "wait".into(),
            46 => format!(
                "umask {}",
                self.choices
                    .pick(&["022", "027", "", "-S", "u=rwx,g=,o=", "g-w", "077"])
            ),
            _ => format!(
                "show{} {}",
                self.words(2),
                self.choices.pick(&[
                    "*",
                    "[ab]*",
                    "*/*",
                    ".*",
                    "d/*",
                    "?",
                    "*.c",
                    "\"*\"",
                    "[!a-c]*",
                    "*[x]*",
                    "./*c",
                    "d/.[!.]*",
                    "link/*",
                    "/de[v]/nul?"
                ])
            ),
        };
        text + &self.redirections()
    }

    fn assignments(&mut self) -> String {
        let mut text = self.assignment();
        for _ in 0..2 {
            if self.choices.below(5) != 4 {
                break;
            }
            text += " ";
            text += &self.assignment();
        }
        text
    }

    fn assignment(&mut self) -> String {
        let name = self.choices.pick(VARIABLES);
        if self.choices.one_in(8) {
            return format!("{name}=");
        }
        if self.choices.one_in(10) {
            return format!(
                "{name}={}",
                self.choices.pick(&[
                    "'*'", "'[a-c]*'", "'a b'", "' a  b '", "'a:b::c'", "'\\*'", "'o1'", "'-x'",
                    "~", "a:~/b"
                ])
            );
        }
        format!("{name}={}", self.word())
    }

    /// `test` or `[`, by its number of operands.
    pub fn test_command(&mut self) -> String {
        let operand = |this: &mut Self| {
            if this.choices.one_in(3) {
                this.choices
                    .pick(&["-n", "!", "=", "(", "''", "-f", ")"])
                    .to_string()
                    .replace('(', "\\(")
                    .replace(')', "\\)")
            } else if this.choices.one_in(2) {
                format!(
                    "\"{}\"",
                    this.choices.pick(&["$a", "$e", "$s", "$u", "$#", "$1"])
                )
            } else {
                this.plain_word()
            }
        };
        let expression = match self.choices.below(10) {
            0 => operand(self),
            1 | 2 => format!(
                "{} {} {}",
                operand(self),
                self.choices.pick(&["=", "!=", "="]),
                operand(self)
            ),
            3 => format!(
                "{} {} {}",
                self.choices
                    .pick(&["1", "\"$#\"", "\"$n\"", "-3", "010", "' 5'"]),
                self.choices
                    .pick(&["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]),
                self.choices.pick(&["1", "2", "\"$?\"", "0", "8", "x"])
            ),
            4 => format!("{} {}", self.choices.pick(&["-n", "-z"]), operand(self)),
            5 | 6 => format!(
                "{} {}",
                self.choices.pick(&[
                    "-e", "-f", "-d", "-s", "-r", "-x", "-h", "-L", "-p", "-c", "-w", "-u"
                ]),
                self.choices.pick(&[
                    "i1",
                    "d",
                    "o1",
                    "missing",
                    "link",
                    "noexec",
                    "run",
                    "/dev/null",
                    "''",
                    "broken"
                ])
            ),
            7 => format!("! {} = {}", operand(self), operand(self)),
            8 => format!("{} -a {}", operand(self), operand(self)),
            _ => format!("{} {}", operand(self), operand(self)),
        };
        if self.choices.one_in(2) {
            format!("[ {expression} ]")
        } else {
            format!("test {expression}")
        }
    }

    fn print(&mut self) -> String {
        if self.choices.one_in(4) {
            return format!("echo {} {}", self.plain_word(), self.plain_word());
        }
        let mut format = String::new();
        for _ in 0..3 {
            format += self.choices.pick(&[
                "%s", "%s|", "%d ", "%5s|", "%-5s|", "%.2s|", "%x ", "%o ", "%c", "%%", "\\n",
                "\\t", "\\101", "%05d", "%b", "%+d", "%X", "%i", "%u", "%#x", "% d", "\\\\", "%*d",
                "%.3d", "\\a", "%-*s|", "%#o", "%5.1s|",
            ]);
            if self.choices.below(2) == 0 {
                break;
            }
        }
        let mut text = format!("printf '{format}\\n'");
        for _ in 0..4 {
            if self.choices.below(3) == 0 {
                break;
            }
            let operand = self.choices.pick(&[
                "a",
                "1",
                "12",
                "-5",
                "0x1F",
                "017",
                "''",
                "\"$a\"",
                "'a b'",
                "'a\\tb\\0101'",
                "\"'a\"",
                "abc",
                "'x\\cy'",
                "+3",
            ]);
            text += &format!(" {operand}");
        }
        text
    }

    fn positional_parameters(&mut self) -> String {
        match self.choices.below(6) {
            0 | 1 => format!("set --{}", self.words(4)),
            2 => "set -- a 'b c' '' d".into(),
            3 => "[ $# -gt 0 ] && shift".into(),
            4 => "set -- \"$@\" x".into(),
            _ => format!("shift {}", self.choices.pick(&["0", "1", "2"])),
        }
    }

    fn read_command(&mut self) -> String {
        let options = self.choices.pick(&["-r ", "", ""]);
        let prefix = self
            .choices
            .pick(&["", "IFS= ", "IFS=: ", "IFS=' :' ", "IFS=a "]);
        let names = self.choices.pick(&["a", "a q", "a q p", "s", "u e s"]);
        let input = match self.choices.below(4) {
            0 => " <i1".into(),
            1 => " <i2".into(),
            2 => format!(" {}", self.here_doc()),
            _ if self.reads => String::new(),
            _ => " </dev/null".into(),
        };
        let shown: String = names
            .split(' ')
            .map(|name| format!(" \"${name}\""))
            .collect();
        format!("{prefix}read {options}{names}{input}; show $?{shown}")
    }

    fn export_or_readonly(&mut self) -> String {
        let name = self.choices.pick(VARIABLES);
        match self.choices.below(6) {
            0 => format!("export {name}; printenv {name}"),
            1 | 2 => format!("export {name}={}; printenv {name}", self.word()),
            3 => format!(
                "( readonly {name}={}; {name}=z; echo not ) 2>/dev/null || echo \"${name}\"",
                self.plain_word()
            ),
            4 => format!("( readonly {name}; unset {name}; echo not ) 2>/dev/null || echo failed"),
            _ => format!("export {name} X=\"${name}\"; sh -c 'echo \"$X\"'"),
        }
    }

    fn unset(&mut self) -> String {
        let name = self.choices.pick(VARIABLES);
        match self.choices.below(4) {
            0 | 1 => format!("unset {name}"),
            2 => format!("unset -v {name} IFS"),
            _ => format!(
                "unset -f f{}",
                self.choices.below(super::compound::FUNCTIONS)
            ),
        }
    }

    /// A program that is not built in.
    fn program(&mut self) -> String {
        match self.choices.below(8) {
            0 => "cat i1".into(),
            1 => format!("/bin/echo {}", self.plain_word()),
            2 => format!("sh -c 'exit {}'", self.choices.below(4)),
            3 => "cat o1 o2".into(),
            4 => format!("./run {}", self.plain_word()),
            5 => format!("./nohash {}", self.plain_word()),
            6 => format!("sh -c 'echo \"$0\" \"$@\"'{}", self.words(3)),
            _ if self.reads => "cat".into(),
            _ => "cat </dev/null".into(),
        }
    }

    /// An assignment before a utility.
    fn prefixed(&mut self) -> String {
        let assignments = self.assignments();
        let utility = self.choices.pick(&[
            "printenv X",
            "sh -c 'echo \"$a$X\"'",
            ":",
            "eval 'show \"$a\" \"$q\"'",
            "true",
            "command :",
            "export u",
            "./run b",
            "printenv a q",
            "command eval 'show \"$a\"'",
        ]);
        format!("{assignments} {utility}; show \"$a\" \"$q\" \"${{u-}}\"")
    }

    fn jump(&mut self) -> String {
        let test = self.test_command();
        let word = match self.choices.below(6) {
            0 | 1 if self.loops > 0 => {
                self.choices
                    .pick(&["break", "continue", "break 2", "continue 2", "break 1"])
            }
            2 if self.returns => self.choices.pick(&["return", "return 3", "return 0"]),
            3 if self.child => self.choices.pick(&["exit", "exit 5", "exit 0"]),
            4 if self.loops > 0 => return self.choices.pick(&["break", "continue"]).into(),
            5 if self.child => return self.choices.pick(&["exit 4", "exit"]).into(),
            _ => return format!("{test} && show \"$?\" || echo \"$?\""),
        };
        format!("{test} {} {word}", self.choices.pick(&["&&", "||"]))
    }

    fn directory(&mut self) -> String {
        let place = self.choices.pick(&[
            "d",
            "..",
            ".",
            "link",
            "./d/../d",
            "link/..",
            "-",
            "\"$PWD\"",
            "-P link",
            "-L link/.",
            "missing",
            "d/sub",
            "",
        ]);
        format!("( cd {place} >/dev/null && pwd | sed 's,.*/scratch,,' && show * ) 2>/dev/null")
    }

    fn set_option(&mut self) -> String {
        // It may come to stand in a subshell.
        let child = std::mem::replace(&mut self.child, true);
        let list = if self.may_nest() {
            let list = self.list();
            self.leave();
            list
        } else {
            "false".into()
        };
        self.child = child;
        match self.choices.below(10) {
            0..=3 => format!("( set -e; {list}; echo after )"),
            4 => format!("( set -u; {list}; echo after ) 2>/dev/null || echo failed"),
            5 => format!("set -f; {list}; set +f"),
            6 => format!("set -a; q=1; {list}; set +a; printenv q"),
            7 => format!("set -C; {list}; set +C"),
            8 => format!("( set -x; {list} ) 2>/dev/null"),
            _ => format!("( set -o errexit -o noglob; {list}; set +o errexit; false; echo after )"),
        }
    }

    fn command_operands(&mut self) -> String {
        match self.choices.below(6) {
            0 => format!(
                " -v {}",
                self.choices.pick(&[
                    "cat", "show", "if", ":", "nosuch", "export", "f1", "./run", "./noexec", "sh"
                ])
            ),
            1 => format!(" show{}", self.words(2)),
            2 => format!(" echo {}", self.plain_word()),
            3 => format!(" -p cat {}", self.choices.pick(&["i1", "missing"])),
            4 => format!(" eval {}", self.words(1)),
            _ => format!(" printf '%s\\n'{}", self.words(3)),
        }
    }

    fn local(&mut self) -> String {
        if !self.returns {
            return format!("show{}", self.words(3));
        }
        let name = self.choices.pick(VARIABLES);
        format!(
            "local {name}={}",
            self.choices
                .pick(&["a", "\"$a\"", "\"$*\"", "''", "'x  y'"])
        )
    }
}
