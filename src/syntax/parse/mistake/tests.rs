//! What is known of texts that cannot be parsed.

use super::super::{Next, Parser};
use super::*;
use bumpalo::Bump;

fn error(text: &str) -> SyntaxError {
    let arena = Bump::new();
    let mut parser = Parser::default();
    let mut at = 0;
    loop {
        match parser.complete_command(text.as_bytes(), at, false, &arena, &()) {
            Next::Command { next, .. } => at = next,
            Next::Incomplete(error) | Next::Invalid(error) => return error,
            Next::End => panic!("{text:?} parses"),
        }
    }
}

/// The name of the mistake in `text`, and what it points at.
#[track_caller]
fn check(text: &str, name: &str, place: &str) {
    let error = error(text);
    let mistake = error.mistake(text.as_bytes());
    let spelt = format!("{mistake:?}");
    assert!(
        spelt.starts_with(&format!("Some({name}(")),
        "{text:?}: {spelt} {error:?}"
    );
    let diagnostic = error.diagnostic(text.as_bytes());
    let spans =
        std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span));
    let places: Vec<&str> = spans
        .map(|span| std::str::from_utf8(span.of(text.as_bytes())).unwrap())
        .collect();
    assert!(places.contains(&place), "{text:?}: {places:?}");
    assert!(diagnostic.help.is_some(), "{text:?}");
}

#[test]
fn words_that_need_a_separator() {
    check("if [ 1 = 1 ] then echo a; fi", "SwallowedWord", "then");
    check("while true do echo a; done", "SwallowedWord", "do");
    check("for f in a b do echo a; done", "SwallowedWord", "do");
    check("if true; then echo a fi", "SwallowedWord", "fi");
    let elif = "if a; then echo b elif c; then d; fi";
    check(elif, "SwallowedWord", "elif");
    let nested = "if a; then if b; then echo c elif d; then e; fi; fi";
    check(nested, "SwallowedWord", "elif");
    let other = "if a; then echo b else if c; then d; fi";
    check(other, "SwallowedWord", "else");
    check("{ echo a }", "BraceIsArgument", "}");
    check("true || {echo a; }", "GluedBrace", "{echo");
    check("if[ 1 = 1 ]; then echo a; fi", "GluedBracket", "if[");
    check("if true THEN echo a; fi", "SwallowedWord", "THEN");
    let cut = "if a; then b; el if c; then d; fi";
    check(cut, "ElseIfWord", "el");
    check("if a; then b; eif c; then d; fi", "ElseIfWord", "eif");
    check("if true; then; echo a; fi", "SeparatorAfter", ";");
}

#[test]
fn words_that_close_something_else() {
    check("if true; then echo a; done", "WrongCloser", "done");
    check("if true; do echo a; fi", "WrongCloser", "do");
    check("while true; then echo a; done", "WrongCloser", "then");
    check("echo a; fi", "StrayCloser", "fi");
    check("done", "StrayCloser", "done");
    check("if true; then\n  # todo\nfi", "EmptyPart", "fi");
    check("f() { }", "EmptyPart", "}");
    check(
        "if a; then b; else c; elif d; then e; fi",
        "AfterElse",
        "elif",
    );
    check("if a; then b; else c; else d; fi", "AfterElse", "else");
    check(
        "if false; then echo a; else if true; then echo b; fi",
        "ElseIf",
        "else if",
    );
}

#[test]
fn operators_in_the_wrong_place() {
    check("true\n&& echo yes", "OperatorStartsLine", "&&");
    check("true && || echo x", "DoubledOperator", "||");
    check("true &; echo hi", "AmpersandSemicolon", ";");
    check("true & && echo hi", "AmpersandAndAnd", "&&");
    check("mkdir out & & echo x", "SplitOperator", "&");
    check("a | | b", "SplitOperator", "|");
    check("sh a.sh 2 > &1 | wc", "SplitRedirection", "&");
    check("sh a.sh 2> & 1", "SplitRedirection", "&");
    check("case $1 in; start) a;; esac", "SeparatorAfter", ";");
    check("if ! ; then a; fi", "EmptyPart", ";");
    check("if ; then a; fi", "EmptyPart", ";");
    check("if ! ; a; then b; fi", "SeparatorAfter", ";");
    check("cat nofile |& grep -c cat", "PipeAmpersand", "&");
    check("echo a ;; echo b", "CaseEnd", ";;");
    check("echo )", "StrayParenthesis", ")");
}

#[test]
fn what_other_shells_have() {
    check("cat <<< text", "HereString", "<");
    check("diff <(sort a) b", "ProcessSubstitution", "(");
    check("exec > >(tee log) 2>&1", "ProcessSubstitution", ">");
    check(
        "while read x; do :; done < <(ls)",
        "ProcessSubstitution",
        "<",
    );
    check("for (i=0; i<3; i++); do a; done", "ArithmeticFor", "(");
    check("select x in a b; do a; done", "Select", "select");
    check(
        "for ((i=0; i<3; i++)); do echo $i; done",
        "ArithmeticFor",
        "(",
    );
    check("for $x in a b; do :; done", "DollarInFor", "$x");
    check("a=(1 2)", "ParenthesisInCommand", "(");
    check("f(x) { :; }", "ParenthesisInCommand", "x");
    check("case a in a) echo;;& b) ;; esac", "CaseGoesOn", "&");
}

#[test]
fn parts_of_a_case_and_of_a_function() {
    check("case a in a) echo\n b) echo;; esac", "MissingCaseEnd", ")");
    check("case a in a|) ;; esac", "MissingPattern", ")");
    check("f( { a; }", "FunctionParentheses", "{");
    check("if() { a; }", "ReservedFunction", "if");
    check("a > b > 2>&1", "DescriptorForFile", "2");
}

#[test]
fn words_that_the_shell_does_not_know() {
    check("if true; then: echo a; else b; fi", "MisspeltWord", "then:");
    check("IF true; then echo a; fi", "MisspeltWord", "IF");
    check("if true; than echo a; fi", "MisspeltWord", "than");
    check("if true; then echo a; FI", "MisspeltWord", "FI");
    check("{ echo a; },", "MisspeltWord", "},");
    check("function f { echo a; }; f", "FunctionWord", "function");
    check("function f() { echo a; }", "FunctionWord", "function");
    check("echo { a; b; }", "BraceIsWord", "{");
    check("> log { a; b; }", "BraceBehindRedirection", "{");
    check("{ echo a; }}", "DoubledBrace", "}}");
    check("echo function; fi", "StrayCloser", "fi");
    check("echo a; }", "StrayCloser", "}");
}

#[test]
fn what_is_missing_is_named() {
    for (text, named) in [
        ("if [ -e a ]: then echo a; fi", "]; then"),
        ("if [ -e a ], then echo a; fi", "in place of the ,"),
        ("if true: then echo a; fi", "before then:  ; then"),
        ("if true; then: echo a; fi", "without the :"),
        ("case $x in a) echo a;;", "esac"),
        ("if (test 1 -eq 1) echo a; fi", "; then"),
        ("while (test 1 -eq 1) echo a; done", "; do"),
    ] {
        let help = error(text).diagnostic(text.as_bytes()).help;
        let help = help.unwrap_or_default();
        assert!(help.contains(named), "{text:?}: {help}");
    }
}

#[test]
fn a_redirection_is_written_in_one() {
    for (text, advice) in [
        ("sh a.sh 2 > &1 | wc", "2>&1"),
        ("sh a.sh 2> & 1", "2>&1"),
        ("sh a.sh > &2", ">&2"),
        ("read x < &3", "<&3"),
    ] {
        let help = error(text).diagnostic(text.as_bytes()).help;
        let help = help.unwrap_or_default();
        assert!(help.ends_with(&format!(":  {advice}")), "{text:?}: {help}");
    }
    let text = "echo a > & echo b";
    let help = error(text).diagnostic(text.as_bytes()).help;
    assert!(help.is_some_and(|help| help.starts_with("write the file")));
}

#[test]
fn what_is_open_at_the_end_is_told_how_to_be_closed() {
    for text in [
        "echo 'a",
        "echo \"a",
        "echo $(a",
        "echo ${a",
        "echo `a",
        "echo $((1",
        "(a",
        "a &&",
        "a |",
        "while true; do a",
        "case x in",
        "for",
        "case",
        "cat >",
        "cat <<",
    ] {
        let diagnostic = error(text).diagnostic(text.as_bytes());
        assert!(diagnostic.help.is_some(), "{text:?}: {diagnostic:?}");
    }
}
