//! What takes several commands to show: traps, jobs in the background, `getopts`, aliases, `eval`, dot scripts, `exec`.

use super::grammar::Grammar;

const SIGNALS: &[&str] = &["USR1", "TERM", "HUP", "INT", "USR2"];

impl Grammar {
    /// One scene, a command or several.
    pub fn scene(&mut self) -> String {
        match self.choices.below(12) {
            0 | 1 => self.trap(),
            2 | 3 => format!("{{ {}; }}", self.background()),
            4 => self.options_of_a_function(),
            5 => self.alias(),
            6 | 7 => self.evaluated(),
            8 => self.dot_script(),
            9 => self.descriptors(),
            10 => self.failure(),
            _ => format!("{{ {}; }}", self.killed()),
        }
    }

    /// Text as one single-quoted word.
    fn quoted_list(&mut self) -> String {
        let outer = self.enter_substitution();
        let list = self.inner_list();
        self.leave_substitution(outer);
        format!("'{}'", list.replace('\'', "'\\''"))
    }

    fn trap(&mut self) -> String {
        let action = match self.choices.below(4) {
            0 => "'echo trapped'".into(),
            1 => "'show trapped \"$?\"'".into(),
            2 => "''".into(),
            _ => self.quoted_list(),
        };
        match self.choices.below(7) {
            0 => {
                let child = std::mem::replace(&mut self.child, true);
                let list = self.inner_list();
                self.child = child;
                format!("( trap {action} EXIT; {list} )")
            }
            1 => format!("( trap {action} 0; exit {} )", self.choices.below(3)),
            2 if !self.child => format!("trap {action} EXIT"),
            3 => "trap - EXIT".into(),
            4 => format!(
                "( trap {action} EXIT; trap; {} )",
                self.choices.pick(&["true", "false", "exit 2", "(:)"])
            ),
            5 => format!("( trap {action} EXIT; ( echo inner ); set -e; false; echo not )"),
            _ if !self.child => {
                let signal = self.choices.pick(SIGNALS);
                format!("trap {action} {signal}; kill -s {signal} $$; echo \"$?\"; trap - {signal}")
            }
            _ => format!("( trap {action} EXIT; trap - EXIT; show a )"),
        }
    }

    /// One writer at a time: the shell waits at once, and a second job has a file of its own.
    fn background(&mut self) -> String {
        let piped = std::mem::replace(&mut self.piped, true);
        let child = std::mem::replace(&mut self.child, true);
        let loops = std::mem::take(&mut self.loops);
        let list = self.list();
        let end = self.end();
        self.piped = piped;
        self.child = child;
        self.loops = loops;
        match self.choices.below(5) {
            0 => format!("{{ {list}{end}}} & wait"),
            1 => format!("{{ {list}{end}}} & wait $!; echo \"$?\""),
            2 => format!("{{ {list}{end}}} & wait \"$!\"; wait \"$!\"; echo \"$?\""),
            3 => format!("show a >o1 & show b >o2 & {{ {list}{end}}} >/dev/null & wait; cat o1 o2"),
            _ => format!("( {list}{end}) >o3 & j=$!; wait $j; echo \"$?\"; cat o3"),
        }
    }

    fn options_of_a_function(&mut self) -> String {
        let options = self.choices.pick(&["ab:", ":ab:", "a:b", ":a:b:c"]);
        let operands = self.choices.pick(&[
            "-a -b x y",
            "-ab x",
            "-abx y",
            "-b",
            "-x",
            "-a -- -b",
            "-a - b",
            "y -a",
            "-ba -a",
            "-c -a z",
            "-b '' -a",
            "--",
        ]);
        format!(
            "( set -- {operands}; while getopts {options} o; do show \"$o\" \"${{OPTARG-unset}}\"; done 2>/dev/null; show \"$?\" \"$o\" \"$OPTIND\"; shift $((OPTIND-1)); show \"$@\" )"
        )
    }

    fn alias(&mut self) -> String {
        let value = self.choices.pick(&[
            "'echo one'",
            "'echo one '",
            "'show a; show'",
            "'if true; then'",
            "echo",
            "'v=1 '",
            "'{ '",
            "'cat <i1 #'",
            "'! '",
            "'show \\'",
        ]);
        let use_of_it = self.choices.pick(&[
            "al",
            "al two",
            "al al2 z",
            "\\al",
            "al three; fi",
            "a=1 al b",
            ">o1 al c",
            "al; }",
            "echo al",
        ]);
        let newline = self.newline();
        let end = self.newline();
        format!(
            "alias al={value} al2='show two'{newline}eval {}{end}unalias al al2",
            quote(use_of_it)
        )
    }

    fn evaluated(&mut self) -> String {
        let text = self.quoted_list();
        match self.choices.below(3) {
            0 | 1 => format!("eval {text}"),
            _ => format!("sh -c {text} sh x 'y z'"),
        }
    }

    fn dot_script(&mut self) -> String {
        let returns = std::mem::replace(&mut self.returns, true);
        let loops = std::mem::take(&mut self.loops);
        let text = self.quoted_list();
        self.returns = returns;
        self.loops = loops;
        format!("printf '%s\\n' {text} >lib; . ./lib; echo \"$?\"")
    }

    fn descriptors(&mut self) -> String {
        if self.piped {
            return "{ cat; echo end; } <i2".into();
        }
        let fd = self.choices.below(7) + 3;
        match self.choices.below(6) {
            0 => format!(
                "exec {fd}>o1; show a >&{fd}; {} >&{fd}; exec {fd}>&-; cat o1",
                self.plain_show()
            ),
            1 => format!(
                "exec {fd}<i1; read -r a <&{fd}; read -r q <&{fd}; exec {fd}<&-; show \"$a\" \"$q\""
            ),
            2 => format!("{{ {}; }} {fd}>o2 >&{fd}; cat o2", self.plain_show()),
            3 => format!("( exec >o1; {}; echo b ); cat o1", self.plain_show()),
            4 => format!("( exec {fd}>&1 >o1; echo a; echo b >&{fd} ); cat o1"),
            _ => format!(
                "exec {fd}<>o1; echo abc >&{fd}; exec {fd}>&-; cat <o1; echo z 1<>o1; cat o1"
            ),
        }
    }

    fn plain_show(&mut self) -> String {
        format!("show{}", self.words(2))
    }

    /// An error, in a shell of its own; what status it has is each shell's choice.
    fn failure(&mut self) -> String {
        let error = self.choices.pick(&[
            ": ${u?}",
            ": ${e:?no}",
            "eval 'if'",
            "eval ')'",
            "eval 'a b ('",
            ". ./missing",
            "set -Z",
            "shift 99",
            "readonly a; a=1",
            ": $((1/0))",
            "eval '${'",
            "readonly a; export a=2",
            ": >nodir/x",
            "exec <missing",
            "unset -x a",
            "return 0 x; eval '('",
            "eval 'case x in'",
            "export 1a=2",
            "set -o nosuch",
            ": ${1=x}",
            "readonly a; unset a",
            "eval 'for 1 in a; do :; done'",
            "trap x NOSIG",
            "break 0",
            "exec ./noexec",
            "exec nosuch",
            ": $((1+))",
            ": ${a!}",
            "eval 'echo \"a'",
            "eval '! ! true'",
            "eval ';'",
            "eval 'a=1 if true; then :; fi'",
            "eval '{ }'",
            "eval 'while :; do done'",
            "eval '()'",
            "eval 'if true; then fi'",
            "eval 'a &&'",
            "eval 'echo a | '",
            "eval '& a'",
            "eval 'case a in a) ;; esac esac'",
        ]);
        format!("( {error}; echo after ) 2>/dev/null && echo fine || echo failed")
    }

    fn killed(&mut self) -> String {
        let signal = self.choices.pick(&["TERM", "KILL", "HUP", "PIPE", "9"]);
        match self.choices.below(3) {
            0 => format!("sh -c 'kill -{signal} $$'; echo \"$?\""),
            1 => format!("sleep 9 & kill -{signal} $!; wait $! 2>/dev/null; echo \"$?\""),
            _ => format!("( sh -c 'kill -{signal} $$'; exit \"$?\" ) 2>/dev/null; echo \"$?\""),
        }
    }
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
