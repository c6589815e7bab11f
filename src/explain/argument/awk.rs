//! Programs of awk (XCU awk) that do what most of those in scripts do: print fields of some lines, count, add up. One that is not
//! understood wholly is not told at all.

use super::regex;
use crate::explain::walk::verbatim;

/// Rules that are told at most.
const MOST: usize = 4;

/// What each rule of a program does.
pub(super) fn rules(program: &str) -> Option<Vec<String>> {
    let mut rest = program.trim();
    let (mut told, mut matched) = (Vec::new(), Vec::new());
    while !rest.is_empty() {
        matched.extend(expression(rest).and_then(|(text, _)| {
            let parts = regex::parts(text, true)?;
            Some(format!("{} is {parts}", verbatim(text)))
        }));
        let (pattern, behind) = pattern(rest)?;
        let behind = behind.trim_start_matches([' ', '\t']);
        let (actions, behind, is_closed) = match behind.strip_prefix('{') {
            Some(inside) => {
                let (inside, behind) = inside.split_once('}')?;
                (actions(inside)?, behind, true)
            }
            None if pattern.is_empty() => return None,
            None => ("prints the line".to_owned(), behind, false),
        };
        told.push(format!("{pattern}{actions}"));
        rest = behind.trim_start_matches([' ', '\t', '\n', ';']);
        // Behind a brace the next rule may follow at once.
        let is_apart = is_closed || rest.is_empty() || behind.starts_with(['\n', ';']);
        if !is_apart {
            return None;
        }
    }
    let is_short = (1..=MOST).contains(&told.len());
    told.extend(matched);
    is_short.then_some(told)
}

/// The regular expression that `text` begins with, if it does, and what stands behind it.
fn expression(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('!').unwrap_or(text);
    inside.strip_prefix('/')?.split_once('/')
}

/// For which lines a rule is, before its actions; empty if for all.
fn pattern(text: &str) -> Option<(String, &str)> {
    if text.starts_with('{') {
        return Some((String::new(), text));
    }
    for (name, said) in [
        ("BEGIN", "before the first line: "),
        ("END", "after the last line: "),
    ] {
        if let Some(behind) = text.strip_prefix(name) {
            let has_actions = behind.trim_start().starts_with('{');
            return has_actions.then(|| (said.to_owned(), behind));
        }
    }
    let not = match text.starts_with('!') {
        true => "do not ",
        false => "",
    };
    if let Some((expression, behind)) = expression(text) {
        let is_plain = !expression.is_empty() && !expression.ends_with(['\\', '[']);
        let said = format!("in lines that {not}match {}: ", verbatim(expression));
        return is_plain.then_some((said, behind));
    }
    let (left, rest) = operand(text).filter(|_| not.is_empty())?;
    let rest = rest.trim_start();
    let (operator, relation) = RELATIONS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    let rest = rest[operator.len()..].trim_start();
    let (right, behind) = operand(rest)?;
    // What else the condition may consist of is not read.
    let ends = behind.trim_start_matches([' ', '\t']);
    let is_whole = ends.is_empty() || ends.starts_with(['{', '\n', ';']);
    is_whole.then(|| (format!("where {left} {relation} {right}: "), behind))
}

/// Relations, the longer signs first.
const RELATIONS: &[(&str, &str)] = &[
    ("==", "is"),
    ("!=", "is not"),
    (">=", "is at least"),
    ("<=", "is at most"),
    (">", "is more than"),
    ("<", "is less than"),
];

/// What the actions between two braces do.
fn actions(inside: &str) -> Option<String> {
    let all = inside.split([';', '\n']).map(str::trim);
    let each = all.filter(|action| !action.is_empty()).map(action);
    let each: Option<Vec<String>> = each.collect();
    each.filter(|each| !each.is_empty())
        .map(|each| each.join(", then "))
}

fn action(text: &str) -> Option<String> {
    match text {
        "print" => return Some("prints the line".to_owned()),
        "next" => return Some("goes on to the next line".to_owned()),
        "exit" => return Some("reads no further".to_owned()),
        _ => {}
    }
    if let Some(list) = text.strip_prefix("print") {
        return printed(list.strip_prefix(' ')?);
    }
    if let Some(name) = text.strip_suffix("++") {
        return is_name(name).then(|| format!("counts one more in {}", verbatim(name)));
    }
    let (name, value) = text.split_once("+=")?;
    let (value, behind) = operand(value.trim())?;
    let is_sum = is_name(name.trim()) && behind.is_empty();
    is_sum.then(|| format!("adds {value} to {}", verbatim(name.trim())))
}

/// What `print` does with its list.
fn printed(list: &str) -> Option<String> {
    let (mut told, mut rest, mut joined) = (Vec::new(), list.trim(), false);
    while !rest.is_empty() {
        let (said, behind) = operand(rest)?;
        told.push(said);
        let behind = behind.trim_start();
        rest = match behind.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None => {
                joined |= !behind.is_empty();
                behind
            }
        };
    }
    let mixed = joined && list.contains(',');
    let last = told.pop().filter(|_| !mixed)?;
    let list = match told.is_empty() {
        true => last,
        false => format!("{} and {last}", told.join(", ")),
    };
    let how = match (told.is_empty(), joined) {
        (true, _) => "",
        (false, true) => ", joined",
        (false, false) => ", blanks between",
    };
    Some(format!("prints {list}{how}"))
}

/// A value at the start of `text`, in words, and what stands behind it.
fn operand(text: &str) -> Option<(String, &str)> {
    if let Some(field) = text.strip_prefix('$') {
        if let Some(behind) = field.strip_prefix("NF") {
            return ends_a_name(behind).then(|| ("the last field".to_owned(), behind));
        }
        let (number, behind) = digits(field)?;
        let said = match number {
            "0" => "the whole line".to_owned(),
            number => format!("field {number}"),
        };
        return Some((said, behind));
    }
    if let Some(inside) = text.strip_prefix('"') {
        let (inside, behind) = inside.split_once('"')?;
        return (!inside.contains('\\')).then(|| (verbatim(inside), behind));
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        let (number, behind) = digits(text)?;
        return (!behind.starts_with('.')).then(|| (number.to_owned(), behind));
    }
    let length = text.bytes().take_while(|byte| is_of_a_name(*byte)).count();
    let (name, behind) = text.split_at(length);
    let said = match name {
        "NR" => "the number of the line".to_owned(),
        "NF" => "the number of fields".to_owned(),
        "FNR" | "FS" | "OFS" | "ORS" | "RS" | "length" | "substr" | "in" => return None,
        name if is_name(name) && !behind.trim_start().starts_with(['(', '[']) => verbatim(name),
        _ => return None,
    };
    Some((said, behind))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = text.split_at(length);
    (length > 0 && ends_a_name(behind)).then_some((number, behind))
}

fn ends_a_name(behind: &str) -> bool {
    !behind.bytes().next().is_some_and(is_of_a_name)
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_name(text: &str) -> bool {
    text.bytes().all(is_of_a_name) && text.starts_with(|first: char| !first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(program: &str, expected: &[&str]) {
        assert_eq!(rules(program).unwrap_or_default(), expected, "{program}");
    }

    #[test]
    fn what_most_programs_do_is_told() {
        check("{print $2}", &["prints field 2"]);
        check(
            "{ print $1, $NF }",
            &["prints field 1 and the last field, blanks between"],
        );
        check(
            "{print $1 \":\" $3}",
            &["prints field 1, `:` and field 3, joined"],
        );
        check(
            "$3 > 1000 {print $1}",
            &["where field 3 is more than 1000: prints field 1"],
        );
        check("/error/", &["in lines that match `error`: prints the line"]);
        check(
            "NR==1",
            &["where the number of the line is 1: prints the line"],
        );
        check(
            "!/^#/ {n++} END {print n}",
            &[
                "in lines that do not match `^#`: counts one more in `n`",
                "after the last line: prints `n`",
                "`^#` is the start of the line, then `#`",
            ],
        );
        check(
            "{ s += $1 } END { print s }",
            &["adds field 1 to `s`", "after the last line: prints `s`"],
        );
        check(
            "$1 == \"Mem:\" {print $2; exit}",
            &["where field 1 is `Mem:`: prints field 2, then reads no further"],
        );
    }

    #[test]
    fn what_is_not_understood_is_not_told() {
        for program in [
            "",
            "{printf \"%s\", $1}",
            "$1 > 1 && $2 {print}",
            "{print $1 > \"out\"}",
            "{print substr($1, 2)}",
            "BEGIN",
            "{print $1,",
            "{a[$1]++}",
            "{print $(NF-1)}",
            "{print $1+$2}",
            "NR % 2",
            "{x = 1}",
            "/a\\/b/",
            "{print length}",
            "/a/ /b/",
        ] {
            assert_eq!(rules(program), None, "{program}");
        }
    }
}
