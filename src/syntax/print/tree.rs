//! A tree as an s-expression: what was parsed, in a form that a person and a test can read. Spans are left out.

use crate::syntax::ast::*;

/// `list` as an s-expression, for instance `(list (pipeline (simple echo "$x")))`.
pub fn tree(list: &List<'_>) -> String {
    let items = list.items.iter().map(|item| {
        let and_or = and_or(&item.and_or);
        if item.background.is_some() {
            node("async", [and_or])
        } else {
            and_or
        }
    });
    node("list", items)
}

fn node(name: &str, children: impl IntoIterator<Item = String>) -> String {
    let mut out = format!("({name}");
    for child in children {
        out.push(' ');
        out.push_str(&child);
    }
    out.push(')');
    out
}

fn and_or(and_or: &AndOrList<'_>) -> String {
    and_or
        .rest
        .iter()
        .fold(pipeline(&and_or.first), |left, part| {
            node(part.operator.as_str(), [left, pipeline(&part.pipeline)])
        })
}

fn pipeline(pipeline: &Pipeline<'_>) -> String {
    let commands = match pipeline.commands {
        [only] => command(only),
        several => node("pipe", several.iter().map(command)),
    };
    if pipeline.bang.is_some() {
        node("!", [commands])
    } else {
        commands
    }
}

fn command(command: &Command<'_>) -> String {
    match command {
        Command::Simple(simple) => {
            let assignments = simple.assignments.iter().map(|assignment| {
                format!("{}={}", shown(assignment.name), word(&assignment.value))
            });
            let words = simple.words.iter().map(word);
            node(
                "simple",
                assignments
                    .chain(words)
                    .chain(simple.redirects.iter().map(redirect)),
            )
        }
        Command::Compound(command) => compound(command),
        Command::Function(definition) => node(
            "function",
            [shown(definition.name), compound(definition.body)],
        ),
    }
}

fn compound(command: &CompoundCommand<'_>) -> String {
    let inner = match &command.kind {
        CompoundKind::BraceGroup(list) => node("group", [tree(list)]),
        CompoundKind::Subshell(list) => node("subshell", [tree(list)]),
        CompoundKind::If(clause) => {
            let branches = clause
                .branches
                .iter()
                .flat_map(|branch| [tree(&branch.condition), tree(&branch.body)]);
            node("if", branches.chain(clause.otherwise.iter().map(tree)))
        }
        CompoundKind::Loop(clause) => {
            let name = if clause.until { "until" } else { "while" };
            node(name, [tree(&clause.condition), tree(&clause.body)])
        }
        CompoundKind::For(clause) => {
            let words = clause.words.map(|words| node("in", words.iter().map(word)));
            node(
                "for",
                [shown(clause.name)]
                    .into_iter()
                    .chain(words)
                    .chain([tree(&clause.body)]),
            )
        }
        CompoundKind::Case(clause) => {
            let items = clause.items.iter().map(|item| {
                let name = if item.falls_through { ";&" } else { ";;" };
                node(
                    name,
                    item.patterns.iter().map(word).chain([tree(&item.body)]),
                )
            });
            node("case", [word(&clause.word)].into_iter().chain(items))
        }
    };
    match command.redirects {
        [] => inner,
        redirects => node(
            "redirect",
            [inner].into_iter().chain(redirects.iter().map(redirect)),
        ),
    }
}

fn redirect(redirect: &IoRedirect<'_>) -> String {
    let fd = redirect.fd.map_or(String::new(), |fd| fd.to_string());
    let operator = format!("{fd}{}", redirect.operator.as_str());
    match redirect.here_doc.and_then(|cell| cell.get()) {
        Some(document) => node(&operator, [word(&document.body)]),
        None => node(&operator, [word(&redirect.target)]),
    }
}

fn word(word: &Word<'_>) -> String {
    let mut out = String::new();
    parts(word.parts, &mut out);
    if out.is_empty() {
        "()".to_string()
    } else {
        out
    }
}

/// Neighbouring literals are one stretch of text: where a parser cuts it says nothing.
fn parts(parts: &[WordPart<'_>], out: &mut String) {
    let literal = |part: &WordPart<'_>| match part.kind {
        WordPartKind::Literal(text) => Some(text.to_vec()),
        _ => None,
    };
    for stretch in parts.chunk_by(|one, other| literal(one).is_some() && literal(other).is_some()) {
        match stretch.iter().map(literal).collect::<Option<Vec<_>>>() {
            Some(texts) => out.push_str(&shown(&texts.concat())),
            None => stretch.iter().for_each(|item| part(item, out)),
        }
    }
}

fn part(part: &WordPart<'_>, out: &mut String) {
    match part.kind {
        WordPartKind::Literal(text) => out.push_str(&shown(text)),
        WordPartKind::Escaped(text) => out.push_str(&format!("\\{}", shown(text))),
        WordPartKind::SingleQuoted(text) => out.push_str(&format!("'{}'", shown(text))),
        WordPartKind::DollarSingleQuoted(text) => out.push_str(&format!("$'{}'", shown(text))),
        WordPartKind::DoubleQuoted(inner) => {
            out.push('"');
            parts(inner, out);
            out.push('"');
        }
        WordPartKind::Arithmetic(inner) => {
            out.push_str("$((");
            parts(inner, out);
            out.push_str("))");
        }
        WordPartKind::Command(substitution) => {
            out.push_str(&format!("$({})", tree(&substitution.script.list)))
        }
        WordPartKind::Parameter(expansion) => out.push_str(&parameter(expansion)),
        WordPartKind::BadSubstitution(text) => out.push_str(&format!("${{? {}}}", shown(text))),
    }
}

fn parameter(expansion: &ParameterExpansion<'_>) -> String {
    let name = match expansion.parameter {
        Parameter::Variable(name) => shown(name),
        Parameter::Positional(number) => number.to_string(),
        Parameter::Special(byte) => char::from(byte).to_string(),
    };
    match &expansion.operation {
        ParameterOperation::Value => format!("${name}"),
        ParameterOperation::Length => format!("${{#{name}}}"),
        ParameterOperation::Conditional {
            operator,
            colon,
            word: value,
        } => {
            let colon = if *colon { ":" } else { "" };
            format!("${{{name} {colon}{operator:?} {}}}", word(value))
        }
        ParameterOperation::Remove {
            side,
            longest,
            pattern,
        } => {
            let length = if *longest { "longest" } else { "shortest" };
            format!("${{{name} {length} {side:?} {}}}", word(pattern))
        }
    }
}

/// Text as it is; a byte that is not UTF-8 as `\xff`.
fn shown(text: &[u8]) -> String {
    let mut out = String::new();
    for chunk in text.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&chunk.invalid().escape_ascii().to_string());
    }
    out
}
