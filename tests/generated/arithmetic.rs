//! Arithmetic expressions (XCU 2.6.4): the operators that both other shells have, on small numbers.

use super::grammar::Grammar;

const CONSTANTS: &[&str] = &[
    "1", "0", "2", "3", "7", "10", "0x1f", "010", "255", "4096", "0XA",
];
const SHIFTS: &[&str] = &["<<", ">>"];
const BINARY: &[&str] = &[
    "+", "-", "*", "==", "!=", "<", ">", "<=", ">=", "&", "|", "^", "&&", "||",
];
const ASSIGNMENT: &[&str] = &["=", "+=", "-=", "*=", "&=", "|=", "^="];
const UNARY: &[&str] = &["-", "+", "!", "~"];
const NAMES: &[&str] = &["n", "m", "z"];

impl Grammar {
    /// What stands between `$((` and `))`.
    pub fn expression(&mut self) -> String {
        if !self.may_nest() {
            return self.constant();
        }
        let text = match self.choices.below(16) {
            0..=2 => self.constant(),
            3..=4 => self.choices.pick(NAMES).to_string(),
            5..=8 => {
                let operator = self.choices.pick(BINARY);
                self.operation(operator)
            }
            9 => {
                let operator = self.choices.pick(&["/", "%"]);
                let left = self.operand();
                let right = self.choices.pick(&["3", "1", "2", "-4", "7", "n", "0"]);
                format!("{left} {operator} {right}")
            }
            10 => {
                let operator = self.choices.pick(SHIFTS);
                let left = self.operand();
                format!("{left} {operator} {}", self.choices.below(9))
            }
            11 => format!("({})", self.expression()),
            12 => {
                let operator = self.choices.pick(UNARY);
                format!("{operator}{}", self.operand())
            }
            13 => {
                let (name, operator) = (self.choices.pick(NAMES), self.choices.pick(ASSIGNMENT));
                format!("{name} {operator} {}", self.expression())
            }
            14 => {
                let (condition, yes) = (self.operand(), self.expression());
                format!("{condition} ? {yes} : {}", self.operand())
            }
            _ => self.expansion_in_expression(),
        };
        self.leave();
        text
    }

    /// Spaces around it are left out only where it cannot join with what follows.
    fn operation(&mut self, operator: &str) -> String {
        let (left, right) = (self.operand(), self.operand());
        let close = self.choices.one_in(3)
            && right.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '(');
        if close {
            format!("{left}{operator}{right}")
        } else {
            format!("{left} {operator} {right}")
        }
    }

    /// Precedence decides more often than parentheses; an assignment always has them.
    fn operand(&mut self) -> String {
        let text = self.expression();
        let assigns = ["=", "?"].iter().any(|sign| text.contains(sign));
        if assigns || text.starts_with(['-', '+']) || self.choices.one_in(4) {
            format!("({text})")
        } else {
            text
        }
    }

    fn constant(&mut self) -> String {
        self.choices.pick(CONSTANTS).to_string()
    }

    fn expansion_in_expression(&mut self) -> String {
        match self.choices.below(6) {
            0 => "$n".into(),
            1 => "${m}".into(),
            2 => "${#s}".into(),
            3 => format!("$(( {} ))", self.expression()),
            4 => format!("$(echo {})", self.constant()),
            _ => format!("${{u:-{}}}", self.constant()),
        }
    }
}
